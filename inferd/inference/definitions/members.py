"""Members: what a class itself says of a name.

A member is read once per class, in the terms of its type variables: the stores of the class body under that name and,
for attributes of instances, the assignments through the first parameter in its methods.  A declaration (an annotation)
counts alone; without one every assignment counts, and what is stored from elsewhere (`engine.flow`).  `Any` in the
project declares nothing, where something is stored that can be seen; fields of dataclasses and models keep it, since
somebody else may set them.

`find` is the first class in the line that has a member.  What an object gives for it is another thing: see
`attributes`.
"""

from typing import Any, NamedTuple

from inferd.inference.definitions import annotations, classes
from inferd.inference.engine import Engine, Where
from inferd.inference.operations.containers import merged

from inferd.inference.types import (  # isort:skip
    ANY, JUST_NONE, NOTHING, UNKNOWN, Cls, Function, Instance, Types, Value, join, substitute, union,
)  # fmt: skip


class Member(NamedTuple):
    """What one class says of an attribute."""

    kind: str  # 'method' | 'class method' | 'static method' | 'property' | 'data' | 'class'
    types: Types  # what it holds, in the class's own terms; for a property the getter's result
    declared: bool
    places: tuple[tuple[Where, int], ...]  # the steps that define it
    on_class: Types = NOTHING  # what the class itself holds of it, where its instances may hold something else
    own: Types = NOTHING  # what is put into instances, over a method


class Found(NamedTuple):
    """What a class and those above it say of an attribute: the first that has it, and what that says; None for none."""

    ancestor: classes.Ancestor | None
    member: Member


METHODS = frozenset(("method", "class method", "static method"))
_PROPERTIES = frozenset(
    (
        ("builtins", "property"), ("functools", "cached_property"), ("abc", "abstractproperty"),
        ("types", "DynamicClassAttribute"), ("enum", "property"), ("enum", "_magic_enum_attr"),
    )
)  # fmt: skip


def find(engine: Engine, cls: Cls, name: str, after: Cls | None = None) -> tuple[classes.Ancestor, Member] | None:
    """The first class in the line that has the member; *after*: behind that class, as `super()` looks."""
    if after is None and engine.trace is not None and cls not in engine.reading.half:
        return found_in_line(engine, cls, name)
    info = classes.info(engine, cls)
    if after is not None:
        at = next((i for i, a in enumerate(info.line) if a.cls == after), len(info.line))
        return _in_line(engine, info.line[at + 1 :], name)
    if engine.trace is not None:
        return _in_or_spun(engine, info.line, name)
    known = engine.found_in.get(cls)
    if known is None or known[0] is not info:  # it was half read then, or has become another by now
        known = engine.found_in[cls] = info, {}
    one = known[1].get(name)
    if one is not None:
        engine.root.touched |= one[1]
        met: tuple[classes.Ancestor, Member] | None = one[0]
        return met
    found, read, is_final = engine.apart(lambda: _in_or_spun(engine, info.line, name))
    if is_final:
        known[1][name] = found, read
    return found


def found_in_line(engine: Engine, cls: Cls, name: str) -> tuple[classes.Ancestor, Member] | None:
    """The same, as a question of its own: who asks rests on this, and not on each class of the line."""
    held: Any = engine.solve(("find", cls, name), lambda: _found_in_line(engine, cls, name))
    return (held.ancestor, held.member) if type(held) is Found and held.ancestor is not None else None


def instead(
    engine: Engine, info: classes.Info, name: str, found: tuple[classes.Ancestor, Member]
) -> list[tuple[classes.Ancestor, Member]]:  # fmt: skip
    """What else a class may have under a name: one of whose bases is one of several has that of any of these."""
    out: dict[Cls, tuple[classes.Ancestor, Member]] = {}
    for group in info.either:
        lines = {cls: [a.cls for a in classes.info(engine, cls).line] for cls in group}
        if not any(found[0].cls in line for line in lines.values()):
            continue
        for cls, line in lines.items():
            other = find(engine, cls, name) if found[0].cls not in line else None
            if other is not None and other[0].cls != engine.builtin("object"):
                home = next((a for a in info.line if a.cls == other[0].cls), other[0])
                out[home.cls] = home, other[1]
    return list(out.values())


def _found_in_line(engine: Engine, cls: Cls, name: str) -> Any:
    info = classes.info(engine, cls)
    line = info.line
    if not stores_of(engine, info, name) and _member(engine, info, name) is _ABSENT:
        line = line[1:]  # one question less for each class that adds nothing
    found = _in_line(engine, line, name) or _spun(engine, info.line, name)
    return Found(*found) if found is not None else _NOWHERE


def _in_or_spun(
    engine: Engine, line: tuple[classes.Ancestor, ...], name: str
) -> tuple[classes.Ancestor, Member] | None:  # fmt: skip
    return _in_line(engine, line, name) or _spun(engine, line, name)


def _in_line(
    engine: Engine, line: tuple[classes.Ancestor, ...], name: str
) -> tuple[classes.Ancestor, Member] | None:  # fmt: skip
    for a in line:
        found = member(engine, a.cls, name)
        if found is not None:
            return a, found
    return None


def _spun(
    engine: Engine, line: tuple[classes.Ancestor, ...], name: str
) -> tuple[classes.Ancestor, Member] | None:  # fmt: skip
    """What the call that makes a class puts into it under a name."""
    if engine.flow is not None:
        from inferd.inference.definitions import spun

        for a in line:
            held = spun.under(engine, a.cls, name) if spun.is_spun(a.cls) else NOTHING
            if held:
                return a, Member("data", held, False, (), held)
    return None


def is_accessor(words: list[str]) -> bool:
    """Whether a decorator adds to a property that is there: `@total.setter`."""
    return words[0] == "a" and words[2] in ("setter", "deleter", "getter")


_ABSENT = Member("absent", (), False, ())
_NOWHERE = Found(None, _ABSENT)


def member(engine: Engine, cls: Cls, name: str) -> Member | None:
    """What a class itself says of an attribute; None if nothing."""
    classes.info(engine, cls)  # a class that is half read is known as such before it is asked for anything
    key = ("member", cls, name)
    found: Any = engine.solve(key, lambda: _member(engine, classes.info(engine, cls), name))
    return None if found is _ABSENT or found == () or found == ANY else found


def stores_of(engine: Engine, info: classes.Info, name: str) -> list[tuple[Where, int]]:
    """The steps in class bodies that bind a name."""
    return [(w, n) for w in info.places for n in engine.program(w).stores.get(name, ())]


def assignments_of(engine: Engine, info: classes.Info, name: str) -> list[tuple[Where, int]]:
    """The steps in methods that assign to the attribute of the first parameter."""
    out = []
    for place in info.places:
        tree = engine.read_assigned(place)
        for child in tree.children[place.scope]:
            scope = tree.scopes[child]
            text = scope.program
            if scope.kind != "function" or f" {name} " not in text or "\nA" not in text:
                continue
            if name not in tree.program(child).changes:
                continue
            program = engine.program(Where(place.space, place.file, child))
            if not program.params:
                continue
            own = program.params[0][0]
            for n, words in enumerate(program.steps):
                op = words[0]
                if (op == "A" or op == "Aa") and words[2] == name:
                    receiver = program.steps[int(words[1])]
                    if receiver[0] == "l" and receiver[1] == own:
                        out.append((Where(place.space, place.file, child), n))
    return out


def names(engine: Engine, info: classes.Info) -> list[str]:
    """What the body of a class and its methods bind, of the class and of what they are given first."""
    out: dict[str, None] = {}
    for place in info.places:
        out.update(dict.fromkeys(engine.program(place).stores))
        tree = engine.read_assigned(place)
        for child in tree.children[place.scope]:
            if tree.scopes[child].kind == "function":
                out.update(dict.fromkeys(sorted(tree.program(child).changes)))
    return list(out)


def _member(engine: Engine, info: classes.Info, name: str) -> Member:
    stores = stores_of(engine, info, name)
    functions: list[tuple[Where, int]] = []
    data: list[tuple[Where, int]] = []
    declarations: list[tuple[Where, int]] = []
    for where, n in stores:
        words = engine.program(where).steps[n]
        if words[0] == "s":
            made = engine.program(where).steps[int(words[2])][0]
            if made == "f" or made == "fa":
                functions.append((where, int(words[2])))
                continue
        elif words[0] == "sa":
            declarations.append((where, n))
            continue
        data.append((where, n))
    if any(says_nothing(engine, w, int(engine.program(w).steps[n][2])) for w, n in declarations):
        declarations, data = _without_any(engine, info, name, declarations, data)
    if functions and not declarations:
        own = _functions(engine, info, name, functions, data)
        put = engine.flow.on_class.get((info.cls, name), NOTHING) if engine.flow is not None else NOTHING
        if put and own.kind == "method" and not info.cls.space:  # `Cart.total = other`
            own = own._replace(types=join(own.types, put))
        if engine.flow is not None and not info.cls.space and own.kind != "property":
            put = engine.flow.attributes.get((info.cls, name), NOTHING)
            if put:
                own = own._replace(own=put, types=not_open(engine, own.types))
        return own
    assigned = assignments_of(engine, info, name) if not declarations else []
    flowing: Types | None = None  # what is known to be stored, wherever
    if engine.flow is not None and not info.cls.space:
        flowing = engine.flow.attributes.get((info.cls, name), NOTHING)
    declared = [
        (w, n) for w, n in assigned
        if (words := engine.program(w).steps[n])[0] == "Aa" and not _is_put(engine, w, words)
    ]  # fmt: skip
    if declarations or declared:
        out = []
        for where, n in declarations + declared:
            words = engine.program(where).steps[n]
            step = int(words[2]) if words[0] == "sa" else int(words[3])
            types = annotations.read(engine, where, step)
            bare = is_bare_form(engine, where, step)
            if bare:  # `x: Final = 3`
                value = words[3] if words[0] == "sa" else words[4]
                types = engine.widened(classes.engine_value(engine, where, int(value))) if value != "-" else ANY
            out.append(types)
        return Member("data", union(out), True, tuple(declarations + declared))
    from inferd.inference.scopes import hidden, lazy

    told = union(
        [lazy.commented(engine, w, name) for w in info.places]
        + [lazy.commented(engine, w, f"{engine.program(w).params[0][0]}.{name}") for w, _ in assigned]
    )
    if told:
        return Member("data", told, True, tuple(data + assigned))
    fields = [_field_type(engine, w, n) for w, n in data]
    if any(fields):
        return Member("data", union(fields), True, tuple(data + assigned))
    results = [_property_call(engine, info, w, n) for w, n in data]
    got = [r for r in results if r is not None]
    wrapped = [_wrapped(engine, w, n) for w, n in data] if len(data) == 1 and not assigned else []
    if wrapped and wrapped[0]:
        kind, types = wrapped[0]
        return Member(kind, types, False, tuple(data))
    if got and len(got) == len(results):  # what methods assign to it, its setter gets
        return Member("property", union(got), engine.flow is None, tuple(data))
    slot = _slot(engine, info, name)
    if slot is not None:
        return slot
    told = documented(engine, info, name)
    on_class = NOTHING
    if flowing is not None:
        on_class = engine.flow.on_class.get((info.cls, name), NOTHING)
    if not data and not assigned and not flowing and not on_class:
        return Member("data", told, False, ()) if told else _ABSENT
    out = []
    kind = "data"
    for where, n in data:
        out.append(lazy.store(engine, where, n))
    if on_class:
        out.append(on_class)
        above = find(engine, info.cls, name, info.cls) if not data else None
        if above is not None:  # what it was before
            out.append(above[1].types if above[1].kind == "data" else _default_above(engine, info, name))
    held = merged(union(out)) if engine.flow is not None and not info.cls.space else NOTHING
    if flowing is not None:
        if not data and not on_class:
            kind = "own"
            held = _default_above(engine, info, name)
            if held and not hidden.is_stored_first(engine, info.cls, name):
                out.append(held)
        out.append(flowing)
    else:
        if assigned and not data and not on_class:
            kind = "own"
        for where, n in assigned:
            out.append(engine.widened(lazy.store(engine, where, n)))
    types = merged(union(out))
    is_source = not info.places or not engine.world.space(info.cls.space).is_stub(info.places[0].file)
    if types == (("none",),) and is_source:  # a place for something that is put there from elsewhere
        types = join(types, ANY if flowing is None else put_anyhow(engine, info))
    if not assigned and data and types and all(v[-1] == "class" for v in types):
        kind = "class"
    inherited = _declared_above(engine, info, name) if kind in ("data", "own") else None
    if inherited:
        return Member("data", inherited, True, tuple(data + assigned))
    if told and UNKNOWN in types:
        return Member(kind, told, False, tuple(data + assigned))
    hides = ANY if data and not assigned and _is_hidden(engine, info, name) else NOTHING
    return Member(kind, types, False, tuple(data + assigned), held, hides)


def documented(engine: Engine, info: classes.Info, name: str) -> Types:
    """What the documentation of a class says of an attribute."""
    from inferd.inference.scopes import lazy

    return union(lazy.documented(engine, w, f"self.{name}") or lazy.documented(engine, w, name) for w in info.places)


def _is_hidden(engine: Engine, info: classes.Info, name: str) -> bool:
    """Whether instances may have an attribute of their own in front of what the class holds under a name: a method of a
    class above stores into it, and is run for instances of that one, in the place of too many to be told apart.
    """
    flow = engine.flow
    if flow is None or info.cls.space:
        return False
    for a in info.line[1:]:
        for where, _ in assignments_of(engine, classes.info(engine, a.cls), name) if not a.cls.space else ():
            for one in (flow.joined.get((where, -1)) or {}).values():
                receivers = one.given[0][1] if one.given else NOTHING
                if Instance(a.cls) in receivers and Instance(info.cls) not in receivers:
                    return True
    return False


#: under which it is kept of a class that something is stored under names that are not known: `setattr(self, name, x)`
ANYTHING = "*"


def is_open(engine: Engine, info: classes.Info) -> bool:
    """Whether something may be stored in instances of a class under any name."""
    return bool(put_anyhow(engine, info))


def put_anyhow(engine: Engine, info: classes.Info) -> Types:
    """What is stored in instances of a class under names that are not known."""
    flow = engine.flow
    if flow is None:
        return NOTHING
    return union(
        held.get((a.cls, ANYTHING), NOTHING)
        for a in info.line if not a.cls.space for held in (flow.attributes, flow.on_class)
    )  # fmt: skip


def _is_put(engine: Engine, where: Where, words: list[str]) -> bool:
    """Whether `self.x: Any = value` only puts something there."""
    return words[4] != "-" and says_nothing(engine, where, int(words[3]))


def _without_any(
    engine: Engine, info: classes.Info, name: str, declarations: list[tuple[Where, int]], data: list[tuple[Where, int]]
) -> tuple[list[tuple[Where, int]], list[tuple[Where, int]]]:
    """Declarations that say something, and the stores of a class body, those that declare `Any` among them.

    All stay declarations where nothing is stored that could be seen, or where it may not be all.
    """
    silent = [(w, n) for w, n in declarations if says_nothing(engine, w, int(engine.program(w).steps[n][2]))]
    stores = [(w, n) for w, n in silent if engine.program(w).steps[n][3] != "-"]
    if len(silent) < len(declarations) or _is_field(engine, info):
        return declarations, data
    if not stores and not data and not assignments_of(engine, info, name):
        return declarations, data
    return [], data + stores


def _field_type(engine: Engine, where: Where, n: int) -> Types:
    """What `cart = attr.ib(type=Cart)` declares; () where a store is nothing like that."""
    steps = engine.program(where).steps
    words = steps[n]
    made = steps[int(words[2])] if words[0] == "s" else words
    given = next((w for w in made[2:] if w.startswith("type=")), None) if made[0] == "(" else None
    if given is None or not _FIELDS & named_by_imports(engine, where, int(made[1])):
        return NOTHING
    from inferd.inference.scopes import lazy

    return lazy._in_quotes(engine, where, int(given[5:]))


_FIELDS = frozenset(
    ("attr.ib", "attr.attrib", "attr.field", "attrs.field", "attr._make.attrib", "attr._next_gen.field")
)


def named_by_imports(engine: Engine, where: Where, step: int) -> set[str]:
    """The dotted names that an expression stands for by imports alone, whether or not what they name is known."""
    words = engine.program(where).steps[step]
    if words[0] == "a":
        return {f"{outer}.{words[2]}" for outer in named_by_imports(engine, where, int(words[1]))}
    if words[0] != "l":
        return set()
    found = engine.world.space(where.space).resolve(engine.module_of(where), words[1])
    return {f"{module}.{name}" if name else module for _, module, name in found}


def _property_call(engine: Engine, info: classes.Info, where: Where, n: int) -> Types | None:
    """What `total = property(_get_total)` gives for an instance; None where a store is nothing like that."""
    from inferd.inference.definitions.signatures import positional
    from inferd.inference.operations import calls
    from inferd.inference.scopes import lazy

    steps = engine.program(where).steps
    words = steps[n]
    made = steps[int(words[2])] if words[0] == "s" else words
    if made[0] != "(":
        return None
    if not makes_property(engine, lazy.value(engine, where, int(made[1]))):
        return None
    getter = next((w for w in made[2:] if w.isdigit() or w.startswith(("fget=", "func="))), None)
    if getter is None:
        return ANY
    own = engine.own_instance(info.cls)
    return union(
        calls.call_function(engine, f, [], own) if f[-1] == "function"
        else calls.call_value(engine, f, [positional((own,))])
        for f in lazy.value(engine, where, int(getter.rpartition("=")[2]))
    )  # fmt: skip


def _wrapped(engine: Engine, where: Where, n: int) -> tuple[str, Types] | None:
    """What `hook = staticmethod(work)` makes: the kind of method, and the functions; None for all else."""
    from inferd.inference.scopes import lazy

    steps = engine.program(where).steps
    words = steps[n]
    made = steps[int(words[2])] if words[0] == "s" else words
    if made[0] != "(" or len(made) != 3 or not made[2].isdigit():
        return None
    callee = lazy.value(engine, where, int(made[1]))
    if len(callee) != 1 or callee[0][-1] != "class" or callee[0].cls.module != "builtins":
        return None
    kind = _KINDS_MADE.get(callee[0].cls.name)
    return (kind, lazy.value(engine, where, int(made[2]))) if kind and kind != "property" else None


def made_again(engine: Engine, where: Where, name: str) -> str:
    """The kind of method that is made of a function of a class body after it was defined; '' for none."""
    steps = engine.program(where).steps
    stores = engine.program(where).stores.get(name, ())
    data = [(where, n) for n in stores if steps[n][0] != "s" or steps[int(steps[n][2])][0] not in ("f", "fa")]
    return _made_of(engine, name, data) if data else ""


def _made_of(engine: Engine, name: str, data: list[tuple[Where, int]]) -> str:
    """What `hook = staticmethod(hook)` makes of the function before; '' for other stores."""
    kinds: set[str] = set()
    for where, n in data:
        steps = engine.program(where).steps
        made = steps[int(steps[n][2])] if steps[n][0] == "s" else [""]
        if made[0] != "(" or len(made) < 3 or not made[2].isdigit() or steps[int(made[2])] != ["l", name]:
            return ""
        for v in classes.engine_value(engine, where, int(made[1])):
            kind = _KINDS_MADE.get(v.cls.name, "") if v[-1] == "class" and v.cls.module == "builtins" else ""
            kinds.add(kind if len(made) == 3 or kind == "property" else "")
    return kinds.pop() if len(kinds) == 1 else ""


_KINDS_MADE = {"staticmethod": "static method", "classmethod": "class method", "property": "property"}


def _declared_above(engine: Engine, info: classes.Info, name: str) -> Types | None:
    """The declaration of an attribute in a base class, which holds for assignments below, too."""
    for a in info.line[1:]:
        m = member(engine, a.cls, name)
        if m is not None:
            if m.declared and (m.kind == "data" or (m.kind == "property" and UNKNOWN not in m.types)):
                return substitute(m.types, dict(zip(classes.info(engine, a.cls).params, a.args, strict=False)))
            return None
    return None


def _default_above(engine: Engine, info: classes.Info, name: str) -> Types:
    """What a class above holds itself of an attribute that is stored in instances of this one."""
    above = find(engine, info.cls, name, info.cls) if info.bases else None
    if above is None or above[0].cls.space or above[1].kind not in ("data", "class", "own") or above[1].declared:
        return NOTHING
    held = above[1].on_class or (above[1].types if above[1].kind == "class" else NOTHING)
    return substitute(held, dict(zip(classes.info(engine, above[0].cls).params, above[0].args, strict=False)))


def _slot(engine: Engine, info: classes.Info, name: str) -> Member | None:
    """A field of a class that a call makes (`NamedTuple("P", [("x", int)])`)."""
    fields = engine.fields_of(info.cls)
    if fields is None or name not in fields:
        return _in_namespace(engine, info, name)
    if fields[name] == ANY and engine.flow is not None and not info.cls.space:
        stored = engine.flow.attributes.get((info.cls, name), NOTHING)
        if stored:
            return Member("data", stored, True, info.made)
    return Member("data", fields[name], True, info.made)


def _in_namespace(engine: Engine, info: classes.Info, name: str) -> Member | None:
    """What `type("Name", bases, {...})` puts into the class."""
    out: list[Types] = []
    for where, step in info.made:
        words = engine.program(where).steps[step]
        if words[0] == "(" and len(words) == 5 and words[4].isdigit():
            for v in classes.engine_value(engine, where, int(words[4])):
                out += [types for key, types in v.items if key == f's"{name}"'] if v[-1] == "record" else []
    return Member("data", union(out), False, info.made, union(out)) if out else None


def is_bare_form(engine: Engine, where: Where, step: int) -> bool:
    """Whether an annotation is `Final` or `ClassVar` alone: the value tells the type."""
    words = engine.program(where).steps[step]
    if words[0] not in ("l", "a"):
        return False
    form = annotations._form(engine, where, step, {})
    return len(form) == 1 and form[0][-1] == "special" and form[0].name in ("Final", "ClassVar", "TypeAlias")


def says_nothing(engine: Engine, where: Where, step: int) -> bool:
    """Whether an annotation in the project is `Any` alone: what is put there tells more."""
    if where.space:
        return False
    words = engine.program(where).steps[step]
    return (words == ["l", "Any"] or (words[0] == "a" and words[2] == "Any")) and bool(
        _ANY & named_by_imports(engine, where, step)
    )


_ANY = frozenset(("typing.Any", "typing_extensions.Any"))


def _is_field(engine: Engine, info: classes.Info) -> bool:
    """Whether what a class body declares may be set by something that is not written out: a dataclass, a model."""
    if info.open or info.metaclass or any(a.cls.space and a.cls.name != "object" for a in info.line):
        return True
    made = [place for a in info.line if not a.cls.space for place in classes.info(engine, a.cls).made]
    return any(not _is_own(engine, where, n) for where, step in made for n in decorators(engine, where, step))


def _is_own(engine: Engine, where: Where, step: int) -> bool:
    """Whether what an expression names, or calls, lies in the project."""
    words = engine.program(where).steps[step]
    if words[0] == "(" or words[0] == "a":
        return _is_own(engine, where, int(words[1]))
    found = engine.world.space(where.space).resolve(engine.module_of(where), words[1]) if words[0] == "l" else []
    return bool(found) and all(kind != "outside" for kind, _, _ in found)


def decorators(engine: Engine, where: Where, step: int) -> list[int]:
    """The steps of what a function or class is decorated with, the outermost first."""
    return [int(w[1:]) for w in engine.program(where).steps[step][3:] if w[0] == "@"]


def _functions(
    engine: Engine, info: classes.Info, name: str, functions: list[tuple[Where, int]], data: list[tuple[Where, int]]
) -> Member:
    from inferd.inference.scopes import lazy

    kinds: list[str] = []
    results: list[Types] = []
    made: dict[Function, list[tuple[Where, int]]] = {}  # one for each body of a class that is defined several times
    plain = False
    for where, n in functions:
        kind = ""
        for d in decorators(engine, where, n):
            if is_accessor(engine.program(where).steps[d]):
                kind = "accessor"
                break
            for v in lazy.value(engine, where, d):
                if v[-1] != "class":
                    continue
                if _is_property(engine, v.cls):
                    kind = "property"
                elif v.cls.module == "builtins" and v.cls.name == "classmethod":
                    kind = "class method"
                elif v.cls.module == "builtins" and v.cls.name == "staticmethod":
                    kind = "static method"
            if kind:
                break
        if kind == "accessor":
            continue
        if kind == "property":
            results.append(_read(engine, info, name, where, n))
        kinds.append(kind or "method")
        made.setdefault(Function(where.space, where.file, where.scope, name), []).append((where, n))
        plain = plain or not kind
    places = tuple(functions)
    if not made:
        return Member("property", ANY, False, places)
    kind = kinds[0]
    if kind == "method" and data and (again := _made_of(engine, name, data)):
        if again != "property":
            return Member(again, tuple(made), True, places)
        kind = again
        results = [_read(engine, info, name, where, n) for where, n in functions]
    if name == "__new__" and kind == "method":
        kind = "static method"
    elif name in ("__init_subclass__", "__class_getitem__") and kind == "method":
        kind = "class method"
    if kind == "property":
        said = all(_says_result(engine, where, n) for where, n in functions if engine.flow is not None)
        return Member("property", union(results), said, places)
    if kind == "method" and plain:
        types = union(lazy.function_value(engine, f, defs) for f, defs in made.items())
        if any(v[-1] not in ("function", "unknown") for v in types):
            return Member("data", types, False, places)
        if types == ANY or UNKNOWN in types:
            types = tuple(made)
        return Member("method", join(types, *[lazy.store(engine, w, n) for w, n in data]), True, places)
    if engine.flow is not None and not info.cls.space and any(len(decorators(engine, *d)) > 1 for d in functions):
        types = union(lazy.function_value(engine, f, defs) for f, defs in made.items())
        if types and all(v[-1] == "function" or _hands_on(engine, v) for v in types):
            return Member(kind, types, True, places)
    return Member(kind, tuple(made), True, places)


def _hands_on(engine: Engine, v: Value) -> bool:
    """Whether a value is what a decorator makes of functions, and takes what they would: what a library hands on to
    them, a lambda, an object of the project that is called.
    """
    tag = v[-1]
    if tag == "instance":
        has_call = find(engine, v.cls, "__call__") is not None
        return has_call and not v.cls.space and find(engine, v.cls, "__get__") is None
    return (tag == "callable" and (v.inner is not None or v.made is not None)) or (
        tag == "partial" and v.holder is not None
    )


def _read(engine: Engine, info: classes.Info, name: str, where: Where, n: int) -> Types:
    """What the getter of a property gives."""
    from inferd.inference.definitions import signatures

    result = signatures.result_of_definition(engine, where, n)
    if result == JUST_NONE and signatures.is_abstract(engine, where, n):
        result = ANY
    if UNKNOWN in result and signatures.signature(engine, where, n).result is None:
        result = _declared_above(engine, info, name) or result
    return result


def not_open(engine: Engine, types: Types) -> Types:
    """Functions but for those that only raise: they are there to be put over."""
    from inferd.inference.definitions import signatures

    out: list[Value] = []
    for f in types:
        defs = signatures.definitions(engine, f) if f[-1] == "function" else []
        bodies = [signatures.signature(engine, *d).body for d in defs]
        if not bodies or not all(body is not None and engine.head(body).only_raises for body in bodies):
            out.append(f)
    return tuple(out)


def _says_result(engine: Engine, where: Where, step: int) -> bool:
    """Whether what a function gives is declared."""
    from inferd.inference.definitions import signatures
    from inferd.inference.scopes import lazy

    if where.space:
        return True
    s = signatures.signature(engine, where, step)
    return s.result is not None or bool(lazy.commented(engine, s.body, "return"))


def makes_property(engine: Engine, callee: Types) -> bool:
    """Whether a call of these types makes a property."""
    return len(callee) == 1 and callee[0][-1] == "class" and _is_property(engine, callee[0].cls)


def _is_property(engine: Engine, cls: Cls) -> bool:
    line = (a.cls for a in classes.info(engine, cls).line)
    return (cls.module, cls.name) in _PROPERTIES or any((c.module, c.name) in _PROPERTIES for c in line)

