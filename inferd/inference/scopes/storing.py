"""What statements bind: variables, attributes and items, parameters, and what `del` takes away again.

A store is kept in the environment of the step that runs, under the text of what is stored into (see `narrowing`), and
told to those who wait for it: `flow` of attributes, functions inside of variables, containers of what is put into them.
"""

from json import dumps

from inferd.inference.definitions import attributes, classes, keys, members
from inferd.inference.definitions.signatures import is_first, positional, signature
from inferd.inference.flow import contexts
from inferd.inference.operations import calls, containers, implied
from inferd.inference.scopes import lazy, types_by_call
from inferd.inference.scopes.filling import DEEPEST, Filling, keeps_given, put_in_cell
from inferd.inference.scopes.narrowing import Env
from inferd.inference.scopes.steps import NAMESPACES

from inferd.inference.types import (  # isort:skip
    ANY, JUST_NONE, NOTHING, UNKNOWN, Bound, ClassObject, Instance, Literal, Types, Value, bounded, join, union,
)  # fmt: skip

_BY_NAME = ("setattr", "delattr")
_MOST_HELD = 1_000  # variables, attributes and items of one scope that are told apart; others are what all stores say


class Storing(Filling):
    """The part of a frame that stores."""

    receiver: Types  # what the method is called on, in all contexts
    declared: dict[str, Types]
    inner_ran: bool  # whether a function that was made inside may have run
    has_children: bool
    shared: dict[str, Types]  # what functions inside put into variables of this scope
    cells: dict[str, Types]
    stored_at: dict[int, Types]  # what the store at a step leaves in its name

    def put(self, name: str, types: Types) -> None:
        env = self.env
        self.put_inside = NOTHING
        if env is None:
            return
        shared = self.shared.get(name)
        if shared is not None and (types == JUST_NONE or not self.is_traced or self.program.yields or self.lambdas):
            types = join(types, shared)  # what is None so far waits for a value
        if self.is_traced:
            if (self.has_children or not self.where.scope) and any(containers.is_container(v) for v in types):
                self.put_inside = self.from_cell(name, types)
                types = join(types, self.put_inside)
            types = bounded(containers.merged(types), DEEPEST)
        if self.deep:
            for key in [k for k in env if k.startswith(name) and len(k) > len(name) and k[len(name)] in ".["]:
                del env[key]
        env[name] = types
        if self.has_children and name.isidentifier():
            # what a variable held before anything made here could run is not what that sees
            before = self.cells.get(name, NOTHING) if self.inner_ran or self.stack else NOTHING
            self.cells[name] = join(before, types, shared or NOTHING)
        if self.tries:
            self.raised()
        self.held = (name, types) if self.tries else None

    def raised(self) -> None:
        """What runs may raise: what was stored last is what handlers find."""
        if self.held is not None:
            name, types = self.held
            for frame in self.tries:
                frame[name] = join(frame.get(name, NOTHING), types)
            self.held = None

    def from_cell(self, name: str, types: Types) -> Types:
        """What functions inside put into the containers in a variable."""
        more = put_in_cell(self.engine, self.where, name)
        kinds = {containers.kind_of(v) for v in types if containers.is_container(v)}
        return tuple([v for v in more if containers.is_container(v) and containers.kind_of(v) in kinds])

    def store(self, words: list[str], at: int) -> None:
        name = words[1]
        n = int(words[2])
        self.yielded_names.discard(name)
        types = self.types[n] if self.env is not None else NOTHING  # a pattern that does not fit captures nothing
        if self.steps[n][0] == "(" and self.env is not None:
            made = types_by_call.made_by_call(self.engine, self.where, name, n)
            if made is not None:
                types = made
        declared = self.declared.get(name)
        if (
            declared is not None and not _is_definite(types) and name not in self.program.outer
            and not self.is_bare(declared, types)
        ):  # fmt: skip
            types = declared
        self.stored_at[at] = types
        if words[0] == "S" and self.is_traced and self.env is not None:
            self.grown_in_place(n, types)
        self.put(name, types)
        if self.has_children and at not in self.program.stores.get(name, ()):  # of a comprehension
            self.cells[f"{name}@{at}"] = join(self.cells.get(f"{name}@{at}", NOTHING), types)
        if self.is_traced and self.env is not None:
            self.tie(name, n)
            if name in self.given and not self.stack and name not in map(self.key, self.origins(n)):
                self.rebound.add(name)
            if self.steps[n][0] == "exc":
                self.value_of_stop(name, n, types)

    def value_of_stop(self, name: str, n: int, types: Types) -> None:
        """What `StopIteration` carries is what the generators give that the `try` above continues."""
        if not any(v[-1] == "instance" and v.cls == self.engine.builtin("StopIteration") for v in types):
            return
        kinds = [self.engine.outside_class("typing", name) for name in ("Generator", "Coroutine")]
        depth, found = 0, NOTHING
        for at in range(n - 1, -1, -1):
            words = self.steps[at]
            depth += {"yrt": 1, "try": -1, "try*": -1}.get(words[0], 0)
            if depth < 0:
                break
            if words[0] != "(":
                continue
            callee = self.steps[int(words[1])]
            if callee == ["l", "next"] and len(words) == 3 and words[2].isdigit():
                continued = self.types[int(words[2])]
            elif callee[0] == "a" and callee[2] in ("send", "__next__", "throw"):
                continued = self.types[int(callee[1])]
            else:
                continue
            for v in continued:
                given = [classes.argument_of(self.engine, v, kind, 2) for kind in kinds]
                found = join(found, next((g for g in given if g), ANY))
        if found and UNKNOWN not in found and self.env is not None:
            self.env[f"{name}.value"] = found
            self.deep = True

    def is_bare(self, declared: Types, types: Types) -> bool:
        """Whether a declaration says `list` or `dict` alone, and a container is stored whose contents are followed."""
        if not self.is_traced or not types or not all(containers.is_container(v) for v in types):
            return False
        kinds = {containers.kind_of(v) for v in types}
        return all(
            v[-1] == "instance" and v.cls.name in kinds and all(a == ANY or not a for a in v.args) for v in declared
        )

    def store_annotated(self, words: list[str], at: int) -> None:
        name = words[1]
        if words[3] == "-":
            if self.engine.kind(self.where) == "class":
                self.put(name, self.declared.get(name, ANY))
            return
        types = self.types[int(words[3])]
        declared = self.declared.get(name)
        is_vague = declared is not None and (
            not _is_definite(types) or UNKNOWN in declared or (_are_empty(types) and _is_definite(declared))
        )
        if declared is not None and is_vague and not self.is_bare(declared, types):
            types = declared
        self.stored_at[at] = types
        self.put(name, types)
        if self.is_traced and self.env is not None:
            self.tie(name, int(words[3]))
            if name in self.given and not self.stack and name not in map(self.key, self.origins(int(words[3]))):
                self.rebound.add(name)

    def store_walrus(self, words: list[str], at: int) -> None:
        types = self.types[at] = self.types[int(words[2])]
        self.put(words[1], types)
        if self.is_traced and self.env is not None:
            self.tie(words[1], int(words[2]))
        for level in self.walruses:
            level[words[1]] = types

    def store_attribute(self, words: list[str], at: int) -> None:
        if self.env is None:
            return
        annotated = words[0] == "Aa"
        value = words[4] if annotated else words[3]
        if words[2] == "__class__" and self.steps[int(words[1])][0] == "l" and self.is_traced and value != "-":
            self.put(self.steps[int(words[1])][1], self.as_instances(self.types[int(value)]))
            return
        if self.is_traced and value != "-":
            self.ask_to_set(self.types[int(words[1])], words[2], self.types[int(value)])
            for receiver, types in self.made_class_method(self.types[int(words[1])], int(value)):
                self.put_into(receiver, words[2], types, self.is_own(int(words[1])))
        if value != "-":
            self.keep_attribute(int(words[1]), words[2], int(value), at)

    def keep_attribute(self, holder: int, name: str, value: int, at: int) -> None:
        """From here on an attribute of what a step is holds what another one is."""
        key = self.key(holder)
        if key is None or self.env is None:
            return
        full = f"{key}.{name}"
        types = union(types for _, types in self.made_class_method(self.types[holder], value))
        is_one_more = len(self.env) > _MOST_HELD and full not in self.env
        self.put(full, types)
        if self.is_traced:
            self.tie(full, value)
            for n in self.origins(value):
                other = self.key(n)
                if other in self.ties:
                    self.ties[other]["at", at] = None
        receiver = self.types[holder]
        if is_one_more or any(self.is_computed(v, name) for v in receiver):
            self.env.pop(full, None)
        elif _is_definite(types):
            self.deep = True
        elif held := self.held_so_far(receiver, name, types):
            self.env[full] = held
            self.deep = True
        else:
            self.env.pop(full, None)

    def set_by_name(self, words: list[str], at: int) -> None:
        """After `setattr(x, "name", value)` and `delattr(x, "name")`; of other names any attribute may be another."""
        called = next((name for name in _BY_NAME if self.is_asked_for(words, "builtins", name)), "")
        if not called or not words[2].isdigit():
            return
        holder, names = int(words[2]), self.texts(words[3])
        if len(names) == 1 and called == "delattr":
            self.delete_attribute(["X", words[2], names[0]], at)
        elif len(names) == 1 and len(words) == 5 and words[4].isdigit():
            self.keep_attribute(holder, names[0], int(words[4]), at)
        else:
            self.forget_attributes(holder, names)

    def is_asked_for(self, words: list[str], module: str, name: str) -> bool:
        """Whether a call calls a function of the standard library."""
        callee = self.types[int(words[1])]
        if len(callee) != 1 or callee[0][-1] != "function" or callee[0].name != name or not callee[0].space:
            return False
        return self.engine.world.space(callee[0].space).module_of(callee[0].file) == module

    def forget_attributes(self, holder: int, names: list[str]) -> None:
        """What was known of attributes, of these names or (none) of all, of what a step is."""
        start = f"{self.key(holder)}."
        for key in [k for k in self.env or () if self.deep and k.startswith(start)]:
            if not names or key[len(start) :].partition(".")[0].partition("[")[0] in names:
                del self.env[key]  # type: ignore[union-attr]

    def made_class_method(self, receivers: Types, n: int) -> list[tuple[Types, Types]]:
        """What is stored into which receivers: of `Cart.load = classmethod(load)` the function bound to the class."""
        made = self.steps[n]
        is_made = made[0] == "(" and len(made) == 3 and self.steps[int(made[1])] == ["l", "classmethod"]
        if not is_made or not receivers:
            return [(receivers, self.types[n])]
        functions = self.types[n]
        return [
            ((v,), tuple([Bound(f, v) if v[-1] == "class" and f[-1] == "function" else f for f in functions]))
            for v in receivers
        ]

    def held_so_far(self, receiver: Types, name: str, types: Types) -> Types:
        """What an attribute holds after `self.rows = []`: of all that it may hold, what is of the kind that is stored.

        What others put into it is known of the whole attribute alone; () where something is stored that this lacks.
        """
        if UNKNOWN in types:
            return NOTHING
        whole = attributes.attribute_of(self.engine, receiver, name)
        found: dict[Value, None] = {}
        for v in types:
            alike = (v,) if _is_definite((v,)) else tuple([w for w in whole if _is_alike(v, w)])
            if not alike:
                return NOTHING
            found.update(dict.fromkeys(alike))
        return tuple(found)

    def ask_to_set(self, receiver: Types, name: str, types: Types) -> None:
        """Storing into an attribute calls `__setattr__`, where a class of the project has one."""
        for v in receiver:
            hook = members.find(self.engine, v.cls, "__setattr__") if v[-1] == "instance" and not v.cls.space else None
            if hook is not None and not hook[0].cls.space:
                args = [positional((Literal(f"s{dumps(name)}"),)), positional(types)]
                calls.call(self.engine, attributes.bind(self.engine, v, *hook), args)

    def put_into(self, receiver: Types, name: str, types: Types, is_own: bool, fills: bool = False) -> None:
        """Tell that something is stored in an attribute; *fills*: that the container in it holds more."""
        found = self.engine.found
        if found is None or self.where.space:
            if self.is_traced and not fills:
                self.let_set(receiver, name, types)
            return
        owner = self.engine.class_around(self.where) if is_own else None
        types = self.engine.widened(types)
        for v in receiver:
            if v[-1] == "module" and not v.space:
                found.put(v.name, name, types)
                continue
            if fills and v[-1] in ("instance", "class") and not v.cls.space:
                place = members.find(self.engine, v.cls, name)
                if keeps_given(self.engine, v.cls, name):
                    found.put(v.cls.module, f"{v.cls.name}.{name}+", types)
                while place is not None and place[1].kind == "own" and not place[1].places:  # what was filled before
                    place = members.find(self.engine, v.cls, name, place[0].cls)
                if place is not None and place[1].kind in ("data", "class") and not place[0].cls.space:
                    found.store(ClassObject(place[0].cls), name, types, None)  # one for all classes and instances
                    if v[-1] == "class":
                        continue
            if v[-1] == "instance" and not v.cls.space:
                place = members.find(self.engine, v.cls, name)
                if place is not None and self.is_given_to(v, place, name, types, fills):
                    continue
            if v[-1] == "function" and not v.space:
                v = Instance(attributes.holder_of(self.engine, v))
            found.store(v, name, types, owner)

    def is_given_to(
        self, v: Instance, place: tuple[classes.Ancestor, members.Member], name: str, types: Types, fills: bool
    ) -> bool:  # fmt: skip
        """Whether what is stored in an attribute goes to a property, or a descriptor, which are called, or tells
        nothing, as the attribute is declared.
        """
        ancestor, member = place
        if member.kind == "property":
            if not ancestor.cls.space and not fills:
                attributes.run_accessor(self.engine, v, ancestor, name, "setter", [types])
            return True
        is_said = member.declared and member.kind not in members.METHODS
        return is_said or attributes.is_set(self.engine, v, member, types)

    def let_set(self, receiver: Types, name: str, types: Types) -> None:
        """Call what storing into an attribute calls, and no more: nobody gathers what is stored."""
        for v in receiver:
            place = members.find(self.engine, v.cls, name) if v[-1] == "instance" and not v.cls.space else None
            if place is not None:
                self.is_given_to(v, place, name, self.engine.widened(types), False)

    def delete_attribute(self, words: list[str], at: int) -> None:
        """`del x.name`."""
        if self.env is None or not self.is_traced:
            return
        full = f"{self.key(int(words[1]))}.{words[2]}"
        self.forget_attributes(int(words[1]), [words[2]])
        if left := self.left_in_class(self.types[int(words[1])], words[2]):
            self.env[full] = left
            self.deep = True
        for v in self.types[int(words[1])]:
            if v[-1] != "instance" or v.cls.space:
                continue
            hook = members.find(self.engine, v.cls, "__delattr__")
            if hook is not None and not hook[0].cls.space:
                name: Types = (Literal(f"s{dumps(words[2])}"),)
                calls.call(self.engine, attributes.bind(self.engine, v, *hook), [positional(name)])
                continue
            place = members.find(self.engine, v.cls, words[2])
            if place is not None and place[1].kind == "property" and not place[0].cls.space:
                attributes.run_accessor(self.engine, v, place[0], words[2], "deleter", [])
            for x in place[1].types if place is not None and place[1].kind == "data" else ():
                found = members.find(self.engine, x.cls, "__delete__") if x[-1] == "instance" and x != v else None
                if found is not None and not found[0].cls.space:
                    calls.call(self.engine, attributes.bind(self.engine, x, *found), [positional((v,))])

    def left_in_class(self, receiver: Types, name: str) -> Types:
        """What an attribute of an instance is after it was deleted: what its class holds, if that is a plain value."""
        if len(receiver) != 1 or receiver[0][-1] != "instance" or receiver[0].cls.space:
            return NOTHING
        place = members.find(self.engine, receiver[0].cls, name)
        if place is None or place[1].kind not in ("data", "class") or not _is_plain(place[1].types):
            return NOTHING  # a descriptor would be asked, and nobody reads it
        held = attributes.of_class(self.engine, ClassObject(receiver[0].cls), name)
        return held if _is_plain(held) and _is_definite(held) else NOTHING

    def as_instances(self, types: Types) -> Types:
        """What something is whose `__class__` is made one of these."""
        made = [Instance(v.cls, v.args) if v[-1] == "class" else UNKNOWN for v in self.engine.widened(types)]
        return tuple(dict.fromkeys(made))

    def is_computed(self, v: Value, name: str) -> bool:
        """Whether a store to an attribute is not what a read of it gives: properties and descriptors."""
        if v[-1] != "instance":
            return False
        found = members.find(self.engine, v.cls, name)
        if found is None:
            return False
        return found[1].kind == "property" or any(
            x[-1] == "instance" and members.find(self.engine, x.cls, "__set__") is not None for x in found[1].types
        )

    def store_item(self, words: list[str], at: int) -> None:
        if self.env is None:
            return
        if self.is_traced:
            holder, index = int(words[1]), int(words[2])
            self.store_in_namespace(holder, index, int(words[3]))
            for v in self.types[holder]:
                if v[-1] == "instance" and not v.cls.space:
                    method = attributes.attribute(self.engine, v, "__setitem__")
                    given = [positional(self.types[index]), positional(self.types[int(words[3])])]
                    if method:
                        calls.call(self.engine, method, given)
                    if method and all(m[-1] == "bound" and m.function.space for m in method):
                        implied.hold(self.engine, v, "__setitem__", given)
            before = self.types[holder]
            after = before
            if before and UNKNOWN not in before:
                after = containers.put(
                    self.engine, before, self.steps[index], self.types[index], self.types[int(words[3])]
                )
            others = self.others_at(words)
            if after != before or self.has_others(holder):
                self.refill(holder, after)
            self.placed(words, at)
            self.keep_at(words, others)
        elif self.deep:
            key = self.key(int(words[1]))
            for k in [k for k in self.env if k.startswith(f"{key}[")] if key is not None else ():
                del self.env[k]

    def others_at(self, words: list[str]) -> Env:
        """What is known of single items of a list, or dictionary, but the one that is stored."""
        key = self.key(int(words[1])) if self.deep and self.steps[int(words[2])][0] == "c" else None
        if key is None or self.env is None:
            return {}
        start, own = f"{key}[", f"{key}[{self.steps[int(words[2])][1]}]"
        return {k: types for k, types in self.env.items() if k.startswith(start) and not k.startswith(own)}

    def keep_at(self, words: list[str], others: Env) -> None:
        """A single item of a list, or dictionary, is what is stored there, whatever else that holds."""
        key = self.key(int(words[1]))
        env = self.env
        if key is None or env is None:
            return
        for k in [k for k in env if k.startswith(f"{key}[")] if self.deep else ():
            del env[k]
        env.update(others)
        index, value = self.steps[int(words[2])], self.types[int(words[3])]
        if len(env) > _MOST_HELD:
            return
        if index[0] == "c" and _is_definite(value) and _holds_apart(self.types[int(words[1])]):
            env[f"{key}[{index[1]}]"] = self.engine.widened(value)
            self.deep = True

    def store_in_namespace(self, holder: int, index: int, value: int) -> None:
        """`x.__dict__["name"] = value`, `globals()["name"] = value`."""
        called = self.steps[holder]
        if self.is_of_module(called):
            for name in keys.texts(self.types[index]):
                self.put_in_module(name, self.types[value])
            return
        of = self.namespace_of(self.steps[holder])
        for name in (keys.texts(self.types[index]) or self.own_slot(str(index))) if of >= 0 else ():
            self.put_into(self.types[of], name, self.types[value], self.is_own(of))

    def is_of_module(self, called: list[str]) -> bool:
        """Whether a step gives the variables of the module: `globals()`, at the top of it `locals()` and `vars()`."""
        if called[0] != "(" or len(called) != 2 or self.steps[int(called[1])][:2] not in NAMESPACES:
            return False
        return not self.where.scope or self.steps[int(called[1])][1] == "globals"

    def put_in_module(self, name: str, types: Types) -> None:
        """A variable of the module is stored by its name, a text."""
        if not self.where.scope:
            self.put(name, types)
        if self.engine.found is not None and not self.where.space:
            self.engine.found.put(self.engine.module_of(self.where), name, self.engine.widened(types))

    def delete_item(self, words: list[str], at: int) -> None:
        """`del x[key]`."""
        if self.env is not None and self.is_traced:
            holder = int(words[1])
            for v in self.types[holder]:
                if v[-1] == "instance" and not v.cls.space:
                    method = attributes.attribute(self.engine, v, "__delitem__")
                    if method:
                        calls.call(self.engine, method, [positional(self.types[int(words[2])])])
            after = containers.without(self.types[holder], self.steps[int(words[2])])
            if after != self.types[holder]:
                self.refill(holder, after)

    def parameter(self, words: list[str], at: int) -> None:
        if words[1] in self.given and (not self.lambdas):
            self.put(words[1], self.given[words[1]])
            if self.put_inside and self.env is not None:  # by functions that outlive the call: so the caller finds it
                self.grown[words[1]] = self.env[words[1]]
            self.stored_at[at] = self.given[words[1]] if self.env is None else self.env.get(words[1], NOTHING)
            return
        before = self.env
        self.bind_parameter(words, at)
        if before is not None:
            self.stored_at[at] = before.get(words[1], NOTHING)

    def bind_parameter(self, words: list[str], at: int) -> None:
        """A parameter of which the context says nothing."""
        if self.is_traced and not self.lambdas and self.unit is None and self.is_receiver(words[1]):
            own = lazy.parameter(self.engine, self.where, words[1])
            known = lazy.passed(self.engine, self.where, words[1])
            self.receiver = known if UNKNOWN not in known and len(known) <= contexts.MOST else own
            self.put(words[1], self.receiver)
        elif self.lambdas:
            self.put(words[1], lazy.lambda_parameter(self.engine, self.where, at))
        else:
            self.put(words[1], lazy.parameter(self.engine, self.where, words[1]))

    def is_receiver(self, name: str) -> bool:
        """Whether a parameter is what the method is bound to."""
        made = self.engine.made_at(self.where)
        if made is None or not lazy.calls_known(self.engine, self.where):
            return False
        s = signature(self.engine, *made)
        return bool(s.params) and s.params[0].name == name and bool(is_first(self.engine, s, s.params[0]))

    def star(self, words: list[str], at: int) -> None:
        """A star import binds names that the module, or another star import, binds as well, before it or behind."""
        space = self.engine.world.space(self.where.space)
        home, is_inside = space.starred(self.where.file, int(words[1]), words[2])
        for name in self.program.starred if is_inside and self.is_traced and self.env is not None else ():
            if space.exports(home, name) and space.resolve(home, name):
                self.put(name, self.engine.global_(self.where.space, home, name))

    def bind_module(self, words: list[str], at: int) -> None:
        self.put(words[1], lazy.store(self.engine, self.where, at) if self.env is not None else NOTHING)

    def alias(self, words: list[str], at: int) -> None:
        self.put(words[1], lazy.store(self.engine, self.where, at))

    def delete(self, words: list[str], at: int) -> None:
        if self.env is None:
            return
        self.env.pop(words[1], None)
        builtins = self.engine.world.outside("builtins")
        if not self.where.scope and self.is_traced and builtins is not None:
            found = builtins.resolve("builtins", words[1])  # which the name was in front of
            if found:
                self.env[words[1]] = union(self.engine.target(builtins.key, t) for t in found)


def _is_definite(types: Types) -> bool:
    """Whether a stored value says more than the declaration of the variable would."""
    for v in types:
        if v == UNKNOWN or v[-1] == "typevar":
            return False
        if v[-1] == "instance" and any(not _is_definite(a) for a in v.args):
            return False
        if v[-1] == "tuple" and any(not _is_definite(a) for a in v.items):
            return False
        if v[-1] == "record" and not v.items:  # as an empty list: others fill it
            return False
    return bool(types)


def _is_plain(types: Types) -> bool:
    """Whether all of a set are values that their class has as they are."""
    return all(v[-1] in ("none", "literal", "tuple") or (v[-1] == "instance" and v.cls.space) for v in types)


def _is_alike(v: Value, w: Value) -> bool:
    """Whether two values are of one class, whatever is in them."""
    if containers.is_container(v) and containers.is_container(w):
        return containers.kind_of(v) == containers.kind_of(w)
    return bool(v[-1] == w[-1] and (v[-1] == "tuple" or (v[-1] == "instance" and v.cls == w.cls)))


def _are_empty(types: Types) -> bool:
    """Whether a set is dictionaries in which nothing is, so that a declaration says more."""
    return all(v[-1] == "record" and not v.items for v in types)


def _holds_apart(types: Types) -> bool:
    """Whether a set is one list or dictionary whose items are not told apart, but for what is stored last."""
    return len(types) == 1 and types[0][-1] == "instance" and containers.is_container(types[0])
