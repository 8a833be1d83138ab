"""What becomes of containers that a scope puts something into, by whatever name it has them.

Values are frozen, so `x.append(1)` puts another list where the old one was: into the variable, the attribute, the outer
container that it was read from.  Other names may stand for the same list: `y = x`, `self.rows = rows`,
`many = groups.setdefault(key, [])`, `for row in rows`, or a list that holds it (`rows.append(row)`).  These are *ties*,
kept while the scope runs.  What fills a list by one name adds to what it holds by the others; and since a tie may be of
another turn of a loop, or of one way of an `if`, it only adds.  A name that is bound anew where no condition stands
around loses its ties.

What calls hand out, and what they keep, is found by the paths that the steps of the functions tell (`handing`).  A
method of a container that is a value (`sinks.append(rows.append)`) is one more name of it: called, it puts another
method, of the container after that, where it was read.

Variables of functions around, and of modules, are told to all rounds (`Collector.put`).
"""

from typing import Any

from inferd.inference.definitions import attributes, classes, keys, members, signatures
from inferd.inference.definitions.signatures import Arg, positional
from inferd.inference.engine import Engine, Where
from inferd.inference.operations import calls, containers, implied, matching
from inferd.inference.scopes.handing import CALL, ITEM
from inferd.inference.scopes.regions import Regions

from inferd.inference.types import (  # isort:skip
    ANY, JUST_NONE, NOTHING, UNKNOWN, Cls, Instance, Tuple, Types, Value, bounded, join, union,
)  # fmt: skip

Tie = tuple[str, Any]
# ("is", step): what the step reads is the same; ("as", key): so is this key; ("at", step): the attribute that the step
# stores into is; ("in", step): the step puts it into another container

SENT = "<sent>"  # stands for a variable: what is sent into a generator
DEEPEST = 4  # of what a variable holds
_PLACING = frozenset(("append", "add", "appendleft", "insert", "setdefault"))
_HELD = containers.FILLED | {"__init__"}
_PUSHING = frozenset(("heappush", "heappushpop", "heapreplace", "insort", "insort_left", "insort_right"))
_OF_TWO = frozenset(("insert", "setdefault", "__setitem__"))
_SEVERAL = 40  # places that one statement fills
_EXHAUSTING = frozenset(("sorted", "sum", "min", "max", "any", "all", "join", "extend", "update", "reduce", "fsum"))


class Filling(Regions):
    """The part of a frame that follows containers."""

    ties: dict[str, dict[Tie, None]]
    at: int  # the step that runs
    given_names: dict[int, tuple[str, int]]  # a step -> the variable, or attribute, that got its value first, and where
    own_names: frozenset[str] | None  # of a lambda
    grown: dict[str, Types]  # parameters whose containers hold more than before
    rebound: set[str]  # parameters that are something else from here on, whatever the branch
    filled: list[tuple[Any, bool, Any]]  # (signature, whether bound, what became of the parameters)
    put_inside: Types  # what functions inside put into what was stored last
    elements: Types  # what is yielded
    yielded_names: set[str]

    def put(self, name: str, types: Types) -> None:
        raise NotImplementedError

    def load(self, name: str) -> Types:
        raise NotImplementedError

    # -- ties -----------------------------------------------------------------------------------------------------

    def tie(self, key: str, value: int) -> None:
        """A variable, or attribute, gets the value of a step: what that is read from is the same from here on."""
        if not self.stack:
            self.untie(key)
        if not any(containers.is_shared(v) for v in self.types[value]):
            return
        first, stored = self.given_names.setdefault(value, (key, self.at))
        if first != key:  # `a = b = []`
            for name, same, at in ((key, first, stored), (first, key, self.at)):
                self.ties.setdefault(name, {})["as", same] = None
                if self.steps[at][0] in ("A", "Aa"):
                    self.ties[name]["at", at] = None
        more = self.put_inside
        for n in self.origins(value):
            self.ties.setdefault(key, {})["is", n] = None
            other = self.key(n)
            if other is not None and other != key:
                self.ties.setdefault(other, {})["as", key] = None
            if more:
                self.refill(n, containers.alike(self.types[n], more), True)

    def untie(self, key: str) -> None:
        """A variable is bound anew: it has nothing to do with what it was before."""
        ties = self.ties
        ties.pop(key, None)
        for other, found in list(ties.items()):
            if other.startswith(key) and other[len(key) :][:1] in (".", "["):
                del ties[other]
                continue
            for t in [t for t in found if (t[1] if t[0] == "as" else self.key(t[1]) if t[0] == "is" else "") == key]:
                del found[t]

    def origins(self, n: int) -> list[int]:
        """The steps that read the container that a step gives."""
        words = self.steps[n]
        op = words[0]
        if op == "i" and self.steps[int(words[2])][0] == "sl":
            return []  # a slice is another list
        if op in ("l", "a", "i", "w", "nx", "un", "fr"):
            return [n]
        if op == "ph":
            return [*self.origins(int(words[1])), *self.origins(int(words[2]))]
        if op == ";":
            return [m for w in words[2:] for m in self.origins(int(w))]
        if op == "t":  # of methods of containers: a list of lists may get others
            held = [v for w in words[2:] if w.isdigit() for v in self.types[int(w)]]
            return [n] if any(containers.fills(v) for v in held) else []
        return [n] if op == "(" or op == "en" or op == "ae" else []

    def placed(self, words: list[str], n: int) -> None:
        """A call, or a store, puts a container that has a name into another one."""
        if words[0] == "I":
            given = [int(words[3])]
        else:
            callee = self.steps[int(words[1])]
            if callee[0] != "a" or callee[2] not in _PLACING:
                return
            given = [int(w) for w in words[2:] if w.isdigit()][-1:]
        for v in given:
            key = self.key(v)
            if key is not None and any(containers.is_container(x) for x in self.types[v]):
                self.ties.setdefault(key, {})["in", n] = None

    # -- what is filled -------------------------------------------------------------------------------------------

    def give_back(self, words: list[str]) -> None:
        """What a function has put into the containers that it was given, they hold here, too."""
        for s, is_bound, stored in list(self.filled):
            grown = dict(stored)
            slots = [p.name for p in s.params if p.kind in "/p"][1 if is_bound else 0 :]
            slots = slots[self.given_before(words) :]
            rest = next((p.name for p in s.params if p.kind == "*"), "")
            for i, w in enumerate(words[2:]):
                if w.isdigit():
                    name, step = (slots[i] if i < len(slots) else rest), int(w)
                elif "=" in w and w[0] != "*":
                    name, step = w.partition("=")[0], int(w.partition("=")[2])
                else:
                    break
                if name not in grown or (self.key(step) is None and self.steps[step][0] != "t"):
                    continue
                now = grown[name] if name != rest else containers.alike(self.types[step], _items(grown[name]))
                after = containers.merged(join(self.types[step], now))
                if after != self.types[step]:
                    self.refill(step, after)

    def given_before(self, words: list[str]) -> int:
        """How many arguments what is called was given where it was made: `partial(add, rows)`."""
        made = [v for v in self.types[int(words[1])] if v[-1] == "partial" and v.holder is None]
        return max((sum(a.kind == "p" for a in v.given) for v in made), default=0)

    def give_to_partial(self, words: list[str], n: int) -> None:
        """A partial is made with containers: they hold what calls of its function put into such, whoever calls it."""
        made = [v for v in self.types[n] if v[-1] == "partial" and v.holder is None]
        given = [int(w.rpartition("=")[2]) for w in words[3:] if w[0] != "*"] if made else []
        if not any(containers.is_shared(v) for step in given for v in self.types[step]):
            return
        for v in made:
            f, receiver = (v.callee.function, v.callee.receiver) if v.callee[-1] == "bound" else (v.callee, None)
            if f[-1] != "function" or f.space:
                continue
            for definition in signatures.definitions(self.engine, f):
                s = signatures.signature(self.engine, *definition)
                slots = [p.name for p in s.params if p.kind in "/p"]
                for name, types in put_by(self.engine, s).items():
                    step = _argument(words[3:], slots if receiver is None else slots[1:], name)
                    more = containers.alike(self.types[step], types) if step >= 0 else NOTHING
                    after = containers.merged(join(self.types[step], more)) if more else NOTHING
                    if more and after != self.types[step]:
                        self.refill(step, after, True)

    def take_kept(self, words: list[str]) -> None:
        """What is put into containers that a call keeps, wherever that is done, they hold here, too."""
        called = [v for v in self.types[int(words[1])] if _is_own(v)]
        given = [int(w.rpartition("=")[2]) for w in words[2:] if w[0] != "*"] if called else []
        if not any(containers.is_shared(v) for n in given for v in self.types[n]):
            return
        for v in called:
            f, receiver = (v.function, v.receiver) if v[-1] == "bound" else (v, None)
            if v[-1] == "class":
                made = members.find(self.engine, v.cls, "__init__")
                receiver = Instance(v.cls)
                functions = [x for x in made[1].types if x[-1] == "function" and not x.space] if made else []
            else:
                functions = [f]
            for function in functions:
                for place in signatures.definitions(self.engine, function):
                    self.take_kept_by(place, receiver, words)

    def take_kept_by(self, definition: tuple[Where, int], receiver: Value | None, words: list[str]) -> None:
        s = signatures.signature(self.engine, *definition)
        slots = [p.name for p in s.params if p.kind in "/p"]
        for name, (root, *path) in self.engine.head(s.body).keeps if s.body is not None else ():
            step = _argument(words[2:], slots if receiver is None else slots[1:], name)
            if step < 0:
                continue
            if receiver is not None and slots[:1] == [root]:
                owners: Types = (receiver,)
            else:
                at = _argument(words[2:], slots if receiver is None else slots[1:], root)
                owners = self.types[at] if at >= 0 else NOTHING
            for attribute, *items in plain_paths(self.engine, owners, path):
                found = union(filled_in(self.engine, v, attribute) for v in owners)
                for _ in items:
                    found = _items(found)
                after = containers.merged(join(self.types[step], containers.alike(self.types[step], found)))
                if after != self.types[step] and all(item == ITEM for item in items):
                    self.refill(step, after, True)

    def mutated(self, words: list[str], n: int) -> None:
        """What a call does to the container that it is a method of: `x.append(1)`."""
        callee = self.steps[int(words[1])]
        if len(words) > 2 and self.engine.found is not None:
            self.exhausted(words)
        if callee == ["l", "next"] and len(words) >= 3 and words[2].isdigit() and self.is_continued(int(words[2])):
            self.sent(self.types[int(words[2])], JUST_NONE)
        if len(words) >= 4 and words[2].isdigit() and words[3].isdigit() and self.env is not None:
            self.put_by_function(words)
        if self.env is not None and any(containers.fills(v) for v in self.types[int(words[1])]):
            self.mutated_by_value(int(words[1]), words[2:])
        else:
            for w in words[2:]:
                at = w.rpartition("=")[2]
                if at.isdigit() and (step := self.steps[int(at)])[0] == "a" and step[2] in containers.FILLED:
                    self.mutated_by_library(words, int(at), n)
        if callee[0] != "a" or self.env is None:
            return
        is_from_class = len(words) > 3 and words[2].isdigit() and callee[2] in containers.FILLED
        if is_from_class and all(v[-1] == "class" and v.cls.space for v in self.types[int(callee[1])]):
            self.fill(int(words[2]), callee[2], words[3:])  # `list.append(rows, row)`
            return
        if callee[2] == "send" and len(words) == 3 and words[2].isdigit():
            self.sent(self.types[int(callee[1])], self.types[int(words[2])])
            return
        if callee[2] in _HELD:
            self.held_in(self.types[int(callee[1])], self.types[int(words[1])], callee[2], words[2:])
        if callee[2] not in containers.CHANGED:
            return
        if callee[2] == "update" and self.namespace_of(self.steps[int(callee[1])]) >= 0:
            self.put_many(self.namespace_of(self.steps[int(callee[1])]), self.arguments(words[2:]))
            return
        if callee[2] in ("update", "setdefault") and self.is_of_module(self.steps[int(callee[1])]):
            self.put_in_globals(callee[2], self.arguments(words[2:]))
            return
        holder = int(callee[1])
        before = self.types[holder]
        if callee[2] == "sort" and implied.is_own(iterated := self.elements_of(before)):
            implied.sort(self.engine, "sort", self.arguments(words[2:]), iterated)
        if UNKNOWN in before or not before:
            return
        after = containers.filled(self.engine, before, callee[2], self.arguments(words[2:]))
        if after != before or (callee[2] in containers.FILLED and self.has_others(holder)):
            self.refill(holder, after)
        self.placed(words, n)

    def grown_in_place(self, n: int, types: Types) -> None:
        """`rows += more` fills the list that was there, which others may have, too."""
        words = self.steps[n]
        before = self.types[int(words[2])]
        if words[0] == "B" and before and types != before and all(containers.is_shared(v) for v in before):
            self.refill(int(words[2]), types)

    def has_others(self, holder: int) -> bool:
        """Whether there is somebody else to tell that a container is filled, who may not know it yet."""
        return self.engine.found is not None or self.steps[holder][0] == "(" or self.key(holder) in self.ties

    def mutated_by_value(self, called: int, words: list[str]) -> None:
        """A call of a method that is handed on, or has a name of its own: `add = rows.append`."""
        step = self.steps[called]
        if step[0] == "a" and any(v[-1] == "bound" and v.function.name == step[2] for v in self.types[called]):
            return
        self.fill_by_methods(called, self.arguments(words))

    def mutated_by_library(self, words: list[str], handed: int, n: int) -> None:
        """What calls a method that it is given, where it is declared with what: `any(map(rows.append, more))`."""
        methods = self.types[handed]
        if self.env is None or not any(containers.fills(v) for v in methods):
            return
        if not all(_is_of_library(v) for v in self.types[int(words[1])]):
            return
        count = 1 + any(v[-1] == "bound" and v.function.name in _OF_TWO for v in methods)
        given = [calls.parameter_of_argument(self.engine, self.where, n, handed, number) for number in range(count)]
        if ANY not in given:
            self.fill_by_methods(handed, [positional(types) for types in given], True)

    def fill_by_methods(self, called: int, args: "list[Arg]", is_repeated: bool = False) -> None:
        """Fill the containers of the methods that a step may be with what they are called with, once or more often."""
        out: list[Value] = []
        for v in self.types[called]:
            if containers.fills(v):
                held = v.receiver
                held = held._replace(items=None) if is_repeated and held[-1] == "instance" else held
                after = containers.filled(self.engine, (held,), v.function.name, args)
                out += [v._replace(receiver=receiver) for receiver in after]
        self.refill(called, tuple(out), True)

    def fill(self, holder: int, method: str, words: list[str]) -> None:
        """A container is filled that was read before."""
        before = self.now(holder)
        if before and UNKNOWN not in before:
            self.refill(holder, containers.filled(self.engine, before, method, self.arguments(words)))

    def put_by_function(self, words: list[str]) -> None:
        """`heapq.heappush(heap, x)`, `bisect.insort(rows, x)`."""
        callee = self.types[int(words[1])]
        if len(callee) != 1 or callee[0][-1] != "function" or not callee[0].space or callee[0].name not in _PUSHING:
            return
        module = self.engine.world.space(callee[0].space).module_of(callee[0].file)
        if module.lstrip("_") not in ("heapq", "bisect"):
            return
        holder, given = int(words[2]), self.types[int(words[3])]
        before = self.types[holder]
        if before and UNKNOWN not in before:
            after = containers.filled(self.engine, before, "insert", [positional(given), positional(given)])
            self.refill(holder, after)

    def held_in(self, receivers: Types, methods: Types, name: str, words: list[str]) -> None:
        """Tell what is put into instances of classes of the project that are below a container."""
        if self.engine.found is None or any(v[-1] != "bound" or not v.function.space for v in methods):
            return
        for v in receivers:
            receiver = v.receiver if v[-1] == "super" else v
            if receiver[-1] == "instance" and not receiver.cls.space:
                implied.hold(self.engine, receiver, name, self.arguments(words))

    def elements_of(self, types: Types) -> Types:
        return join(*[v.args[0] for v in types if v[-1] == "instance" and len(v.args) == 1])

    def is_continued(self, generator: int) -> bool:
        """Whether `next` is called of a generator for more than to get it to its first `yield`."""
        key = self.key(generator)
        asked = [
            w for w in self.steps
            if w[0] == "(" and len(w) >= 3 and self.steps[int(w[1])] == ["l", "next"] and w[2].isdigit()
            and self.key(int(w[2])) == key
        ]  # fmt: skip
        return key is None or len(asked) > 1 or any(s[0] == "loop" for s in self.stack)

    def exhausted(self, words: list[str]) -> None:
        """`list(g)`, `f(*g)` and `[*g]` send None into a generator, again and again, as loops over it do."""
        for v in self.types[int(words[1])] if words[0] == "(" else ():
            f = v.function if v[-1] == "bound" else v
            if (f[-1] == "class" and f.cls.space) or (f[-1] == "function" and f.space and f.name in _EXHAUSTING):
                for w in words[2:]:
                    if w.isdigit():
                        self.sent(self.types[int(w)], JUST_NONE)
                break
        for w in words[2:]:
            if w[0] == "*" and w[1] != "*":
                self.sent(self.types[int(w[1:])], JUST_NONE)

    def display(self, words: list[str], n: int) -> Types:
        if self.is_traced and self.engine.found is not None and any(w[0] == "*" for w in words[2:]):
            self.exhausted(words)
        return super().display(words, n)

    def unpacked(self, words: list[str], n: int) -> Types:
        if self.is_traced and self.engine.found is not None:
            self.sent(self.types[int(words[1])], JUST_NONE)
        return super().unpacked(words, n)

    def sent(self, generators: Types, types: Types) -> None:
        """Something is sent into generators of the project."""
        found = self.engine.found
        if found is None:
            return
        for v in generators:
            if v[-1] != "instance" or not v.made_with or v.cls.name != "Generator":
                continue
            for f in v.made_with:
                for definition in signatures.definitions(self.engine, f):
                    body = signatures.signature(self.engine, *definition).body
                    if body is not None:
                        found.put(*cell(self.engine, body, SENT), self.engine.widened(types))

    def put_many(self, of: int, args: "list[Arg]") -> None:
        """`x.__dict__.update(...)` stores into attributes."""
        for a in matching.opened([a if a.kind != "p" else a._replace(kind="**") for a in args]):
            if a.kind in ("k", "k?"):
                self.put_into(self.types[of], a.name, a.types, self.is_own(of))
            elif a.kind == "**":
                self.put_into(self.types[of], members.ANYTHING, ANY, self.is_own(of))

    def put_in_globals(self, method: str, args: "list[Arg]") -> None:
        """`globals().update(name=value)`, `globals().setdefault("name", value)`."""
        if method == "setdefault":
            for name in keys.texts(args[0].types) if len(args) == 2 else ():
                self.put_in_module(name, args[1].types)
            return
        for a in matching.opened([a if a.kind != "p" else a._replace(kind="**") for a in args]):
            if a.kind in ("k", "k?"):
                self.put_in_module(a.name, a.types)

    def is_of_module(self, called: list[str]) -> bool:
        raise NotImplementedError

    def put_in_module(self, name: str, types: Types) -> None:
        raise NotImplementedError

    def refill(self, holder: int, types: Types, more: bool = False, seen: "set[Any] | None" = None) -> None:
        """A container holds something else than before: so does all that it was read from, or is the same as.

        *more*: only that it may hold this, too.
        """
        seen = set() if seen is None else seen
        if holder in seen or len(seen) > _SEVERAL:
            return
        seen.add(holder)
        key = self.key(holder)
        words = self.steps[holder]
        if self.env is None:
            return
        if words[0] == "a" and (methods := [v for v in types if containers.fills(v) and v.function.name == words[2]]):
            before = self.now(int(words[1]))
            receivers = containers.alike(before, tuple([v.receiver for v in methods]))
            self.refill(int(words[1]), containers.merged(join(before, receivers)), True, seen)
            return
        if any(entry[0] == "try" and entry[12] >= 0 and key in entry[15] for entry in self.stack):
            self.returned = containers.merged(join(self.returned, types))  # by `finally`, behind the `return`
        if key in self.yielded_names:
            self.elements = containers.merged(join(self.elements, types))
        if key is not None:
            if more and words[0] == "i" and key not in self.env:
                self.env[key] = self.types[holder]
                self.deep = True
            is_kept = key.isidentifier() or key in self.env or not more
            if is_kept and not self.hold(key, types, more, seen):
                return
        if words[0] == "a":
            self.put_into(self.types[int(words[1])], words[2], types, self.is_own(int(words[1])), True)
            self.refill_property(words, types, seen)
        elif words[0] == "fr":
            self.put_outside(words[3], types)
        elif words[0] == "t":
            self.refill_display(words, types, seen)
        elif words[0] == "i":
            self.refill_item(int(words[1]), int(words[2]), types, more, seen)
        elif words[0] == "(":
            callee = self.steps[int(words[1])]
            if callee[0] == "a" and callee[2] in ("setdefault", "get") and len(words) > 2 and words[2].isdigit():
                held = tuple([v for v in types if containers.is_shared(v)])  # not the default `()`
                self.refill_item(int(callee[1]), int(words[2]), held, more, seen)
            self.refill_result(words, types, seen)
        elif words[0] == "en" or words[0] == "ae":
            entering = "__enter__" if words[0] == "en" else "__aenter__"
            entered = attributes.attribute_of(self.engine, self.types[int(words[1])], entering)
            self.refill_handed(entered, int(words[1]), [], types, seen)
        elif words[0] == "nx":
            self.refill_elements(int(words[1]), types, seen)
        elif words[0] == "un" and self.steps[int(words[1])][0] == "nx":
            self.refill_elements(int(self.steps[int(words[1])][1]), types, seen, int(words[2]))
        elif words[0] == "un" and self.steps[int(words[1])][0] == "(" and words[4] == "-1":
            self.refill_result(self.steps[int(words[1])], types, seen, words[2])
        elif words[0] == "un" and (words[4] == "-1" or int(words[2]) < int(words[4])):
            self.refill_unpacked(int(words[1]), int(words[2]), types, seen)

    def refill_unpacked(self, outer: int, at: int, types: Types, seen: "set[Any]") -> None:
        """An item of a tuple that was taken apart holds more: `add, take = rows.append, rows.pop`."""
        words = self.steps[outer]
        if words[0] == "t" and all(w.isdigit() for w in words[2 : at + 3]):
            if at + 2 < len(words):
                self.refill(int(words[at + 2]), types, True, seen)
            return
        before = self.now(outer)
        after = tuple([_with_item(v, at, types) if v[-1] == "tuple" else v for v in before])
        if after != before:
            self.refill(outer, after, True, seen)

    def refill_property(self, words: list[str], types: Types, seen: "set[Any]") -> None:
        """What a property of the project has handed out holds more."""
        for v in self.types[int(words[1])]:
            found = members.find(self.engine, v.cls, words[2]) if v[-1] == "instance" and not v.cls.space else None
            if found is not None and found[1].kind == "property" and not found[0].cls.space:
                for place in found[1].places:
                    if self.engine.program(place[0]).steps[place[1]][0] == "f":
                        self.refill_by_paths(place, v, int(words[1]), [], types, seen)

    def refill_result(self, words: list[str], types: Types, seen: "set[Any]", item: str = "") -> None:
        """What a call has handed out, or an *item* of the tuple that it has given, holds more."""
        callee = self.steps[int(words[1])]
        holder = int(callee[1]) if callee[0] == "a" else -1
        self.refill_handed(self.types[int(words[1])], holder, words[2:], types, seen, item)

    def refill_handed(
        self, callee: Types, holder: int, given: list[str], types: Types, seen: "set[Any]", item: str = ""
    ) -> None:  # fmt: skip
        """The same; *holder*: the step of what the method is of, *given*: the arguments."""
        for v in callee:
            f, receiver = (v.function, v.receiver) if v[-1] == "bound" else (v, None)
            if f[-1] == "function" and not f.space:
                for definition in signatures.definitions(self.engine, f):
                    self.refill_by_paths(definition, receiver, holder, given, types, seen, item)

    def refill_by_paths(
        self, definition: tuple[Where, int], receiver: Value | None, holder: int, given: list[str], types: Types,
        seen: "set[Any]", item: str = "",
    ) -> None:  # fmt: skip
        s = signatures.signature(self.engine, *definition)
        if s.body is None:
            return
        slots = [p.name for p in s.params if p.kind in "/p"]
        for whole in self.engine.head(s.body).hands:
            root, *path = whole[1:] if whole[0].isdigit() else whole
            if item != (whole[0] if whole[0].isdigit() else ""):
                continue
            held, path = _of_methods(types, path)
            step, owners = -1, NOTHING
            if receiver is not None and slots[:1] == [root]:
                step, owners = holder, (receiver,)
            elif any(p.name == root for p in s.params):
                step = _argument(given, slots if receiver is None else slots[1:], root)
                owners = self.types[step] if step >= 0 else NOTHING
            else:
                owners = self.load(root) if self.is_inside(s.body, root) else self.engine.name(s.body, root)
            for plain in plain_paths(self.engine, owners, path):
                self.refill_path(step, owners, plain, held, seen)
            if not [name for name in path if name != ITEM] and step < 0:
                self.refill_around(s.body, root, _within(owners, held, len(path)), seen)

    def refill_path(self, step: int, owners: Types, path: list[str], types: Types, seen: "set[Any]") -> None:
        """What is read by a path from values, those of a step where one is given, holds more."""
        last = max((i for i, name in enumerate(path) if name != ITEM), default=-1)
        if last < 0:
            if step >= 0:
                self.refill(step, _within(self.now(step), types, len(path)), True, seen)
            return
        for name in path[:last]:
            owners = _items(owners) if name == ITEM else attributes.attribute_of(self.engine, owners, name)
        held = attributes.attribute_of(self.engine, owners, path[last])
        types = _within(held, types, len(path) - 1 - last)
        self.put_into(owners, path[last], types, False, True)
        key = self.key(step) if step >= 0 else None
        full = ".".join([key or "", *path[: last + 1]])
        if key is not None and self.env is not None and full in self.env:
            self.hold(full, types, True, seen)

    def refill_around(self, body: Where, name: str, types: Types, seen: "set[Any]") -> None:
        """A variable of a scope around a function holds more, which may be the one that runs."""
        if self.is_inside(body, name):
            self.hold(name, types, True, seen)
        else:
            self.put_outside(name, types, body)

    def is_inside(self, body: Where, name: str) -> bool:
        """Whether a variable that a function reads is one of the scope that runs."""
        is_own = name in self.program.stores and name not in self.program.outer and self.own_names is None
        return is_own and self.engine.parent(body) == self.where

    def refill_item(self, outer: int, index: int, types: Types, more: bool, seen: "set[Any]") -> None:
        before = self.now(outer) if more else self.types[outer]
        if not before or UNKNOWN in before:
            return
        after = containers.put(self.engine, before, self.steps[index], self.types[index], types)
        if more:
            after = containers.merged(join(before, after))
        if after != before or self.engine.found is not None:
            self.refill(outer, after, more, seen)

    def refill_display(self, words: list[str], types: Types, seen: "set[Any]") -> None:
        """What is written out holds containers that hold more: `for row in (a, b): row.append(1)`."""
        held = _items(types)
        for step in [int(w) for w in words[2:] if w.isdigit()]:
            after = containers.merged(join(self.types[step], containers.alike(self.types[step], held)))
            if after != self.types[step]:
                self.refill(step, after, True, seen)

    def refill_elements(self, iterator: int, types: Types, seen: "set[Any]", at: int = -1) -> None:
        """What a loop runs over holds containers that hold more than before: `for row in rows: row.append(1)`."""
        outer = int(self.steps[iterator][1]) if self.steps[iterator][0] in ("it", "ai") else iterator
        words = self.steps[outer]
        callee = self.steps[int(words[1])] if words[0] == "(" else [""]
        if len(words) == 2 and callee[0] == "a" and callee[2] in ("values", "items"):
            if (callee[2] == "items") != (at == 1):
                return
            outer = int(callee[1])
        elif words[0] == "(" and any(v[-1] == "instance" and v.cls.name == "Generator" for v in self.types[outer]):
            self.refill_result(words, types, seen, str(at) if at >= 0 else "")
            return
        elif at >= 0:
            return
        before = self.now(outer)
        after = _within(before, types, 1)
        if after != before:
            self.refill(outer, after, True, seen)

    def now(self, n: int) -> Types:
        """What a step reads would be here: other than what it read, where something was put into that since."""
        key = self.key(n)
        env = self.env
        if key is not None and env is not None and key in env:
            return env[key]
        return self.types[n]

    def hold(self, key: str, types: Types, more: bool, seen: "set[Any]") -> bool:
        """A variable, or an attribute, holds a container that holds something else; whether that changes anything."""
        env = self.env
        if env is None:
            return False
        self.fillings += 1
        if more:
            before = env.get(key)
            if before is None:
                before = self.load(key) if key.isidentifier() else NOTHING
            types = containers.merged(join(before, containers.alike(before, types)))
            if types == before:
                return False
        if key.isidentifier():
            self.hold_variable(key, types)
        else:
            env[key] = bounded(containers.merged(types), DEEPEST)
            self.deep = True
        for kind, other in list(self.ties.get(key, ())):
            if kind == "is":
                self.refill(other, types, True, seen)
            elif (kind, other) in seen or len(seen) > _SEVERAL:
                continue
            elif kind == "as":
                seen.add((kind, other))
                self.hold(other, types, True, seen)
            elif kind == "at":
                seen.add((kind, other))
                words = self.steps[other]
                self.put_into(self.types[int(words[1])], words[2], types, self.is_own(int(words[1])), True)
            else:
                seen.add((kind, other))
                self.place_again(other, types, seen)
        return True

    def hold_variable(self, name: str, types: Types) -> None:
        env = self.env
        assert env is not None
        program = self.program
        if self.own_names is not None:
            is_own = name in self.own_names
        else:
            is_own = name in program.stores and name not in program.outer
        if not is_own:
            env[name] = types
            self.put_outside(name, types)
            return
        self.put(name, types)
        stores = [n for n in program.stores.get(name, ()) if self.steps[n][0] != "S"]  # `rows += more` keeps it
        if name in self.given and name not in self.rebound:
            if len(stores) > 1:  # it may be the container that was given, or another one
                types = containers.alike(self.given[name], types)
            if types:
                self.grown[name] = containers.merged(join(self.grown.get(name, NOTHING), types))
            if self.engine.found is not None and self.is_default(name):
                self.engine.found.put(*cell(self.engine, self.where, name), self.engine.widened(types))
        elif not self.where.scope and self.engine.found is not None:
            made = {self.steps[int(self.steps[n][2])][0] for n in stores if self.steps[n][0] == "s"}
            if "fr" in made:
                self.put_outside(name, types)
            else:  # this module's own code, which sees in which order it is done
                self.engine.found.put(self.engine.module_of(self.where), f"{name}@", self.engine.widened(types))

    def is_default(self, name: str) -> bool:
        """Whether a parameter has a container as its default, which all calls share."""
        made = self.engine.made_at(self.where)
        if made is None or self.own_names is not None:
            return False
        return default_container(self.engine, made[0], self.default_of(name))

    def default_of(self, name: str) -> int | None:
        from inferd.inference.definitions import signatures

        made = self.engine.made_at(self.where)
        params = signatures.signature(self.engine, *made).params if made is not None else ()
        return next((p.default for p in params if p.name == name), None)

    def place_again(self, n: int, types: Types, seen: "set[Any]") -> None:
        """A container that was put into another one holds more than then."""
        words = self.steps[n]
        if words[0] == "I":
            self.refill_item(int(words[1]), int(words[2]), types, True, seen)
            return
        holder = int(self.steps[int(words[1])][1])
        value = [int(w) for w in words[2:] if w.isdigit()][-1]
        before = self.now(holder)
        kept, self.types[value] = self.types[value], types
        after = containers.filled(self.engine, before, self.steps[int(words[1])][2], self.arguments(words[2:]))
        self.types[value] = kept
        if after != before:
            self.refill(holder, containers.merged(join(before, after)), True, seen)

    def put_outside(self, name: str, types: Types, inside: Where | None = None) -> None:
        """The container in a variable of a module, or of a function around, holds more than before; *inside*: around
        which function, this one if none.
        """
        found = self.engine.found
        if found is None:
            return
        types = self.engine.widened(types)
        here = inside or self.where
        at = here if inside is None and self.own_names is not None else self.engine.parent(here)
        while at is not None and at.scope:
            if name in self.engine.program(at).stores and self.engine.kind(at) == "function":
                found.put(*cell(self.engine, at, name), types)
                return
            at = self.engine.parent(at)
        for kind, module, target in self.engine.root.resolve(self.engine.module_of(here), name):
            if kind == "symbol" and "." not in target:
                found.put(module, target, types)

    def put_into(self, receiver: Types, name: str, types: Types, is_own: bool, fills: bool = False) -> None:
        raise NotImplementedError


def _is_own(v: Value) -> bool:
    """Whether a value is a function, method or class of the project."""
    if v[-1] == "class":
        return not v.cls.space
    f = v.function if v[-1] == "bound" else v
    return bool(f[-1] == "function" and not f.space)


def _argument(words: list[str], slots: list[str], name: str) -> int:
    """The step that gives the argument for a parameter; -1 where none does, or it is not plain which."""
    for i, w in enumerate(words):
        if w.isdigit():
            if i < len(slots) and slots[i] == name:
                return int(w)
        elif w.startswith(f"{name}="):
            return int(w.partition("=")[2])
        elif w[0] == "*":
            break
    return -1


def _items(types: Types) -> Types:
    """What containers hold, whatever the key."""
    held = [v.args[-1] for v in types if v[-1] == "instance" and containers.is_container(v)]
    held += [t for v in types if v[-1] == "record" for _, t in v.items]
    return join(*held, *(t for v in types if v[-1] == "tuple" for t in v.items))


def _with_item(v: Tuple, at: int, types: Types) -> Value:
    """A tuple of which an item is containers that may hold more."""
    if at >= len(v.items):
        return v
    more = containers.merged(join(v.items[at], containers.alike(v.items[at], types)))
    return v._replace(items=(*v.items[:at], more, *v.items[at + 1 :]))


def _of_methods(types: Types, path: list[str]) -> tuple[Types, list[str]]:
    """The containers whose methods a function hands out (`return rows.append`), and the path to these."""
    methods = [v for v in types if containers.fills(v) and path[-1:] == [v.function.name]]
    return (tuple([v.receiver for v in methods]), path[:-1]) if methods else (types, path)


def _within(holders: Types, types: Types, depth: int) -> Types:
    """Containers in which something stands, so deep, that holds more than it did."""
    if depth <= 0:
        return types
    if depth > 1:
        types = _within(_items(holders), types, depth - 1)
    out: list[Value] = []
    for v in holders:
        if v[-1] == "record":
            v = v._replace(items=tuple([(k, containers.merged(join(t, types))) for k, t in v.items]))
        elif v[-1] == "tuple":
            v = v._replace(items=tuple([containers.merged(join(t, containers.alike(t, types))) for t in v.items]))
        elif containers.is_container(v):
            v = v._replace(args=(*v.args[:-1], containers.merged(join(v.args[-1], types))), items=None)
        out.append(v)
    return tuple(out)


def cell(engine: Engine, where: Where, name: str) -> tuple[str, str]:
    """How the state names a variable of a function: (module, name)."""
    return engine.module_of(where), f"{engine.qualname(where)}.<locals>.{name}"


def put_in_cell(engine: Engine, where: Where, name: str) -> Types:
    """What functions put into the container in a variable of a module, or a function around, or in their default."""
    if engine.flow is None or where.space:
        return NOTHING
    key = cell(engine, where, name) if where.scope else (engine.module_of(where), name)
    found: Types = engine.flow.names.get(key, NOTHING)
    return found


def put_by(engine: Engine, s: signatures.Signature) -> dict[str, Types]:
    """What becomes of the containers that a function of the project is given, in all its calls: parameter -> types."""
    from inferd.inference.flow import contexts

    out: dict[str, Types] = {}
    for unit in contexts.units_of(engine, s.body) if s.body is not None else ():
        for name, types in contexts.summary_of(engine, unit).stored:
            out[name] = join(out.get(name, NOTHING), types)
    return out


def keeps_given(engine: Engine, cls: Cls, name: str) -> bool:
    """Whether an attribute of a class of the project holds what its methods are given: others have it, too."""
    return any(name in kept_by(engine, a.cls) for a in classes.info(engine, cls).line if not a.cls.space)


def kept_by(engine: Engine, cls: Cls) -> tuple[str, ...]:
    """The attributes in which the methods of a class keep containers that they are given."""

    def compute() -> Any:
        found: dict[str, None] = {}
        for place in classes.info(engine, cls).places:
            tree = engine.tree(place.space, place.file)
            for child in tree.children[place.scope]:
                if tree.scopes[child].kind == "function":
                    for _, (_, *path) in engine.head(Where(place.space, place.file, child)).keeps:
                        found.update((plain[0], None) for plain in plain_paths(engine, (Instance(cls),), path))
        return tuple(found)

    names: Any = engine.solve(("kept", cls), compute)
    return names or ()


def plain_paths(engine: Engine, owners: Types, path: list[str], depth: int = 0) -> list[list[str]]:
    """The paths from values that a path stands for in which methods are called: what these hand out."""
    at = next((i for i, name in enumerate(path) if name.endswith(CALL)), -1)
    if at < 0:
        return [path]
    out: list[list[str]] = []
    holders = owners
    for name in path[:at]:
        holders = _items(holders) if name == ITEM else attributes.attribute_of(engine, holders, name)
    for v in attributes.attribute_of(engine, holders, path[at].removesuffix(CALL)) if depth < DEEPEST else ():
        if v[-1] == "bound" and not v.function.space:
            for definition in signatures.definitions(engine, v.function):
                s = signatures.signature(engine, *definition)
                hands = engine.head(s.body).hands if s.body is not None and s.params else ()
                for hand in [hand for hand in hands if hand[0] == s.params[0].name]:
                    out += plain_paths(engine, owners, [*path[:at], *hand[1:], *path[at + 1 :]], depth + 1)
    return [found for found in out if found]


def filled_in(engine: Engine, v: Value, name: str) -> Types:
    """What was put into the containers in an attribute of instances, see `keeps_given`."""
    if engine.flow is None or v[-1] != "instance" or v.cls.space:
        return NOTHING
    line = [a.cls for a in classes.info(engine, v.cls).line if not a.cls.space]
    return join(*(engine.flow.names.get((c.module, f"{c.name}.{name}+"), NOTHING) for c in line))


def default_container(engine: Engine, where: Where, default: int | None) -> bool:
    """Whether a default is a list, a set or a dictionary that is written out."""
    return default is not None and engine.program(where).steps[default][0] in ("t", "h")


def _is_of_library(v: Value) -> bool:
    """Whether what is called is not the project's, which is seen to call what it is given."""
    if v[-1] == "bound":
        return _is_of_library(v.function)
    return bool(v.space) if v[-1] == "function" else bool(v[-1] == "class" and v.cls.space)


__all__ = ["Filling", "cell", "default_container", "put_in_cell"]
