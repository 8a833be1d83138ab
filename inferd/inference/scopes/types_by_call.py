"""Types that a call makes: `Point = namedtuple("Point", "x y")`, `T = TypeVar("T")`, `Color = Enum("Color", "RED")`.

Such a call is known by what is called (`_MAKERS`), and gives a class, or a type variable, that is named like the
variable it is stored in.  `type(name, bases, namespace)` belongs here, too, where the bases are known; what flows into
one that a function makes is told elsewhere (`definitions.spun`).
"""

from typing import Any

from inferd.inference.definitions import annotations, attributes, classes
from inferd.inference.engine import Engine, Where
from inferd.inference.scopes import lazy

from inferd.inference.types import (  # isort:skip
    ANY, NOTHING, ClassObject, Cls, Instance, Types, Value, Variable, union,
)  # fmt: skip


def made_by_call(engine: Engine, where: Where, name: str, step: int) -> Types | None:
    """`T = TypeVar("T")`, `P = NamedTuple("P", ...)`, `UserId = NewType("UserId", int)`: None for all else."""
    words = engine.program(where).steps[step]
    callee = lazy.value(engine, where, int(words[1]))
    known = [_maker(engine, v) for v in callee]
    if not known or any(made is not known[0] for made in known):
        return None  # several only where all are the same, as `TypeVar` of typing and of typing_extensions
    made, v = known[0], callee[0]
    if made is None and v[-1] == "class" and len(callee) == 1 and len(words) > 3 and attributes.is_enum(engine, v.cls):
        made = _enumeration
    if made is None and v[-1] == "class" and len(callee) == 1 and len(words) == 5 and not v.cls.space:
        made = _typed if classes.is_subclass(engine, v.cls, engine.builtin("type")) else None  # a metaclass
    found: Types | None = made(engine, where, name, step, v) if made is not None else None
    return found


def _maker(engine: Engine, v: Value) -> Any:
    """The function in `_MAKERS` for a value that makes names; None for any other."""
    if v[-1] == "class":
        return _MAKERS.get((v.cls.module, v.cls.name))
    if v[-1] == "function":
        return _MAKERS.get((engine.world.space(v.space).module_of(v.file), v.name))
    return _MAKERS.get(("typing", v.name)) if v[-1] == "special" else None


def _type_variable(engine: Engine, where: Where, name: str, step: int, callee: Value) -> Types:
    variable = Variable(
        where.space, engine.module_of(where) + (f":{engine.qualname(where)}" if where.scope else ""), name
    )
    if variable not in engine.bounds:
        engine.bounds[variable] = (NOTHING, NOTHING)
        bound: Types = NOTHING
        constraints = []
        for w in engine.program(where).steps[step][3:]:
            if w.startswith("default="):
                engine.defaults[variable] = annotations.read(engine, where, int(w[8:]))
            elif w.startswith("bound="):
                bound = annotations.read(engine, where, int(w[6:]))
            elif w.isdigit():
                constraints.append(annotations.read(engine, where, int(w)))
        engine.bounds[variable] = (bound, union(constraints))
    return (variable,)


def _new_class(engine: Engine, where: Where, name: str, step: int, *bases: classes.Ancestor) -> Types:
    around = engine.qualname(where)
    if around and engine.kind(where) == "function":
        around += ".<locals>"
    cls = Cls(where.space, engine.module_of(where), f"{around}.{name}" if around else name)
    if cls not in engine.made_classes:
        engine.made_classes[cls] = (where, step, bases)
        engine.infos.pop(cls, None)
    return (ClassObject(cls),)


def _new_type(engine: Engine, where: Where, name: str, step: int, callee: Value) -> Types:
    words = engine.program(where).steps[step]
    if len(words) < 4 or not words[3].isdigit():
        return ANY
    base = annotations.read(engine, where, int(words[3]))
    if len(base) != 1 or base[0][-1] != "instance":
        return ANY
    return _new_class(engine, where, name, step, classes.Ancestor(base[0].cls, base[0].args))


def _named_tuple(engine: Engine, where: Where, name: str, step: int, callee: Value) -> Types:
    program = engine.program(where)
    words = program.steps[step]
    base = engine.outside_class("typing", "NamedTuple")
    types = _new_class(engine, where, name, step, classes.Ancestor(base, ()))
    fields: dict[str, Types] = {}
    if len(words) > 3 and words[3].isdigit():
        given = program.steps[int(words[3])]
        if given[0] == "t":
            for w in given[2:]:
                part = program.steps[int(w)] if w.isdigit() else [""]
                if part[0] == "c" and part[1].startswith('s"'):
                    fields[part[1][2:-1]] = ANY
                elif part[0] == "t" and len(part) == 4:
                    key = program.steps[int(part[2])]
                    if key[0] == "c" and key[1].startswith('s"'):
                        fields[key[1][2:-1]] = annotations.read(engine, where, int(part[3]))
        elif given[0] == "c" and given[1].startswith('s"'):
            fields = dict.fromkeys(given[1][2:-1].replace(",", " ").split(), ANY)
    defaults = next((w[9:] for w in words[3:] if w.startswith("defaults=")), "")
    shown = program.steps[int(defaults)] if defaults else [""]
    if shown[0] == "t" and engine.found is not None and not where.space and all(w.isdigit() for w in shown[2:]):
        last = list(fields)[max(len(fields) - len(shown) + 2, 0) :]
        for field, w in zip(last, shown[2:], strict=False):
            engine.found.store(Instance(types[0].cls), field, engine.widened(lazy.value(engine, where, int(w))), None)
    for w in words[3:]:
        option, equals, given_step = w.partition("=")
        if equals and option not in ("defaults", "rename", "module", "typename", "field_names"):
            fields[option] = annotations.read(engine, where, int(given_step))
    engine.made_fields[types[0].cls] = fields
    return types


def _typed_dict(engine: Engine, where: Where, name: str, step: int, callee: Value) -> Types:
    base = engine.outside_class("typing", "_TypedDict")
    types = _new_class(engine, where, name, step, classes.Ancestor(base, ()))
    program = engine.program(where)
    words = program.steps[step]
    fields: dict[str, Types] = {}
    if len(words) > 3 and words[3].isdigit() and program.steps[int(words[3])][0] == "h":
        for w in program.steps[int(words[3])][1:]:
            k, _, v = w.partition(":")
            key = program.steps[int(k)] if k.isdigit() else [""]
            if key[0] == "c" and key[1].startswith('s"'):
                fields[key[1][2:-1]] = annotations.read(engine, where, int(v))
    engine.made_fields[types[0].cls] = fields
    return types


def _enumeration(engine: Engine, where: Where, name: str, step: int, callee: Value) -> Types:
    types = _new_class(engine, where, name, step, classes.Ancestor(callee.cls, ()))
    program = engine.program(where)
    words = program.steps[step]
    names: list[str] = []
    if words[3].isdigit():
        given = program.steps[int(words[3])]
        if given[0] == "c" and given[1].startswith('s"'):
            names = given[1][2:-1].replace(",", " ").split()
        elif given[0] == "t":
            parts = [program.steps[int(w)] for w in given[2:] if w.isdigit()]
            names = [p[1][2:-1] for p in parts if p[0] == "c" and p[1].startswith('s"')]
    engine.made_fields[types[0].cls] = dict.fromkeys(names, (Instance(types[0].cls),))
    return types


def _typed(engine: Engine, where: Where, name: str, step: int, callee: Value) -> Types | None:
    """`Name = type("Name", (Base,), {...})`; what is in the namespace is read by `members`."""
    bases = typed_bases(engine, where, step)
    return _new_class(engine, where, name, step, *bases) if bases else None


def typed_bases(engine: Engine, where: Where, step: int) -> "tuple[classes.Ancestor, ...]":
    """The bases of what `type(name, bases, {...})` makes; () where they are not known, and of other calls."""
    program = engine.program(where)
    words = program.steps[step]
    if len(words) != 5 or engine.flow is None or where.space or not all(w.isdigit() for w in words[3:]):
        return ()
    bases = [v for t in iterated_bases(engine, where, int(words[3])) for v in t]
    if any(v[-1] != "class" for v in bases):
        return ()
    return tuple([classes.Ancestor(v.cls, v.args) for v in bases]) or (classes.Ancestor(engine.builtin("object"), ()),)


def iterated_bases(engine: Engine, where: Where, step: int) -> list[Types]:
    """What stands in a tuple, one by one: in one that is written out, or in one that a variable holds."""
    words = engine.program(where).steps[step]
    if words[0] == "t":
        return [lazy.value(engine, where, int(w)) if w.isdigit() else ANY for w in words[2:]]
    held = lazy.value(engine, where, step)
    return list(held[0].items) if len(held) == 1 and held[0][-1] == "tuple" else [ANY]


_MAKERS = {
    ("builtins", "type"): _typed,
    ("typing", "TypeVar"): _type_variable, ("typing_extensions", "TypeVar"): _type_variable,
    ("typing", "ParamSpec"): _type_variable, ("typing_extensions", "ParamSpec"): _type_variable,
    ("typing", "TypeVarTuple"): _type_variable, ("typing_extensions", "TypeVarTuple"): _type_variable,
    ("typing", "NewType"): _new_type, ("typing_extensions", "NewType"): _new_type,
    ("typing", "NamedTuple"): _named_tuple, ("typing_extensions", "NamedTuple"): _named_tuple,
    ("collections", "namedtuple"): _named_tuple,
    ("typing", "TypedDict"): _typed_dict, ("typing_extensions", "TypedDict"): _typed_dict,
}  # fmt: skip
