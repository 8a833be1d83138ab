"""Classes that functions make with `type(name, bases, namespace)`: one for each context in which such a function runs.

Why
---
Frameworks make classes from classes: a manager from a query set, a form from a model.  The call stands in one place;
what it makes depends on what the function around is called with.

How
---
The class is named after the function, its bases, and the classes that the function was given.  So it is the same class
for whoever asks, in whatever order.  What it holds is part of the state that `flows` finds out: its bases and its
namespace are stored on the class when the call is run, and read from there.

A namespace with keys that nobody knows (`methods[name] = make(name)`) may hold anything.  What is asked for under a
name, and nothing above has, is then what the namespace holds; and functions that were made with a string that they
look things up with, were made with that name.  What they look it up in is most often an instance of a class that the
namespace was made from (`made_from`): there, too, the name is used.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from inferd.inference.definitions import signatures
from inferd.inference.engine import Engine, Where
from inferd.inference.types import NOTHING, ClassObject, Cls, Literal, Types, Value, join

if TYPE_CHECKING:
    from inferd.inference.flow.contexts import Unit

_MARK = ".<locals>.type("
_BASES = "__bases__"
_REST = "__dict__"  # under which what stands under unknown keys is kept
_FROM = "__from__"  # the classes that the function was given, bases left out
_LONGEST = 400  # letters of a class's name


def named(engine: Engine, where: Where, unit: "Unit | None", bases: Types) -> Cls | None:
    """The class that a function makes in a context; None where its bases are not known one by one."""
    if engine.flow is None or where.space or len(bases) != 1 or bases[0][-1] != "tuple" or not bases[0].items:
        return None
    above: list[Cls] = []
    for item in bases[0].items:
        if len(item) != 1 or item[0][-1] != "class":
            return None
        above.append(item[0].cls)
    names = ", ".join(dict.fromkeys(f"{cls.module}.{cls.name}" for cls in [*above, *_given(unit)]))
    around = engine.qualname(where) or "<module>"
    name = f"{around}{_MARK}{names})"
    return Cls("", engine.module_of(where), name) if len(name) <= _LONGEST else None


def _given(unit: "Unit | None") -> list[Cls]:
    """The classes that a function was given."""
    given = unit.context.given if unit is not None else ()
    return [types[0].cls for _, types in given if len(types) == 1 and types[0][-1] == "class"]


def is_spun(cls: Cls) -> bool:
    """Whether a class is one of these."""
    return _MARK in cls.name and not cls.space


def tell(
    engine: Engine, cls: Cls, unit: "Unit | None", bases: Types, namespace: "Sequence[tuple[str, Types]]"
) -> None:  # fmt: skip
    """Keep what a class is made of; *namespace*: name ('' for unknown ones) and what stands under it."""
    if engine.found is None:
        return
    made = ClassObject(cls)
    engine.found.store(made, _BASES, bases, None)
    above = [v.cls for item in bases[0].items for v in item]
    given: Types = tuple([ClassObject(c) for c in _given(unit) if c not in above and not c.space])
    if given:
        engine.found.store(made, _FROM, given, None)
    for name, types in namespace:
        engine.found.store(made, name or _REST, types, None)


def bases_of(engine: Engine, cls: Cls) -> list[ClassObject]:
    """The bases of such a class; [] where they are not known, or not any more."""
    held: Types = engine.flow.on_class.get((cls, _BASES), NOTHING) if engine.flow is not None else NOTHING
    if len(held) != 1 or held[0][-1] != "tuple":
        return []
    return [v for item in held[0].items for v in item if v[-1] == "class"]


def is_open(engine: Engine, cls: Cls) -> bool:
    """Whether its namespace may hold more than is known."""
    return engine.flow is not None and bool(engine.flow.on_class.get((cls, _REST), NOTHING))


def under(engine: Engine, cls: Cls, name: str) -> Types:
    """What such a class may hold under a name that its namespace is not known to have."""
    if engine.flow is None or name.startswith("__"):
        return NOTHING
    held: Types = engine.flow.on_class.get((cls, _REST), NOTHING)
    return join(*[(_made_for(engine, v, name),) for v in held])


def made_from(engine: Engine, cls: Cls, name: str) -> list[Cls]:
    """The classes that such a class was made from, if it has functions for unknown names that look these up."""
    held = under(engine, cls, name) if is_spun(cls) else NOTHING
    if engine.flow is None or not any(_looks_up(engine, v) for v in held):
        return []
    given: Types = engine.flow.on_class.get((cls, _FROM), NOTHING)
    return [v.cls for v in given]


def _looks_up(engine: Engine, v: Value) -> bool:
    """Whether a function was made by one that was given a string, which it looks things up with."""
    made = engine.made_at(v.made_in.where) if v[-1] == "function" and v.made_in is not None else None
    return made is not None and bool(signatures.signature(engine, *made).keys)


def _made_for(engine: Engine, v: Value, name: str) -> Value:
    if v[-1] == "function" and v.made_in is not None:
        return v._replace(made_in=_unit_for(engine, v.made_in, name))
    if v[-1] == "callable" and v.made is not None and v.made[2] is not None:
        return v._replace(made=(*v.made[:2], _unit_for(engine, v.made[2], name)))
    return v


def _unit_for(engine: Engine, unit: "Unit", name: str) -> "Unit":
    """A unit whose strings that things are looked up with are one name."""
    made = engine.made_at(unit.where)
    looked_up = signatures.signature(engine, *made).keys if made is not None and unit.at < 0 else frozenset[str]()
    text = engine.instance("str")
    given = [
        (p, (Literal(f's"{name}"'),) if p in looked_up and types == text else types) for p, types in unit.context.given
    ]
    return unit._replace(context=unit.context._replace(given=tuple(given)))
