"""Calls that nobody writes: what operators, `sorted`, `min`, `max` and `sum` call of the classes they are given.

Only of classes of the project; what libraries' classes do is declared.
"""

from inferd.inference import calls, containers, members
from inferd.inference.engine import Engine

from inferd.inference.types import (  # isort:skip
    ANY, NOTHING, UNKNOWN, Literal, Types, bounded, join, union,
)  # fmt: skip

REFLECTED = {"__lt__": "__gt__", "__gt__": "__lt__", "__le__": "__ge__", "__ge__": "__le__"}
SUMMED = "sum"
ORDERED = frozenset(("min", "max", "sorted", "sort"))
_TURNS = 3
_DEEPEST = 4


def is_own(types: Types) -> bool:
    """Whether a set has an instance of a class of the project."""
    return any(v[-1] == "instance" and not v.cls.space for v in types)


def ordered(engine: Engine, left: Types, name: str, right: Types) -> Types:
    """What `left < right` gives, by the method of one side, the other's, or one that others are made of
    (`functools.total_ordering`); () where none of them is the project's.
    """
    out: list[Types] = []
    for v in left:
        if v[-1] != "instance" or v.cls.space:
            continue
        method = members.attribute(engine, v, name)
        given = right
        if not method or method == ANY:
            turned = tuple([r for r in right if r[-1] == "instance" and not r.cls.space])
            method, given = members.attribute_of(engine, turned, REFLECTED[name]), (v,)
        if not method or UNKNOWN in method:
            given = right
            for other in REFLECTED:
                method = members.attribute(engine, v, other)
                if method and UNKNOWN not in method:
                    break
        if method and UNKNOWN not in method:
            out.append(calls.call(engine, method, [calls.positional(given)]))
    return union(out)


def sort(engine: Engine, name: str, args: "list[calls.Arg]", held: Types) -> None:
    """Call what `min`, `max`, `sorted` or `sort` compares by; *held*: what the list holds that is sorted."""
    from inferd.inference.evaluate import iterate

    given = [a.types for a in args if a.kind == "p"]
    if any(a.kind not in "pk" for a in args):
        return
    elements = held
    if name != "sort":
        elements = union(given) if len(given) > 1 else iterate(engine, given[0]) if given else NOTHING
    for a in args:
        if a.kind == "k" and a.name == "key":
            elements = calls.call(engine, a.types, [calls.positional(elements)]) if is_own(elements) else NOTHING
    if is_own(elements):
        ordered(engine, elements, "__gt__" if name == "max" else "__lt__", elements)


def total(engine: Engine, args: "list[calls.Arg]") -> Types | None:
    """What `sum` gives, which is what adding up gives; None where that is not known."""
    from inferd.inference.evaluate import iterate, operate

    if not args or args[0].kind != "p" or any(a.kind not in "pk" for a in args):
        return None
    elements = iterate(engine, args[0].types)
    if not elements or UNKNOWN in elements:
        return None
    start = args[1].types if len(args) > 1 else NOTHING
    out = start or (Literal("i0"),)
    found: Types = NOTHING
    for _ in range(_TURNS):
        added = engine.widened(operate(engine, "Add", out, elements, False))
        if not added or UNKNOWN in added:
            return None
        if join(found, added) == found:
            break
        found = bounded(containers.merged(join(found, added)), _DEEPEST)
        out = found
    return containers.merged(join(engine.widened(start), found))


__all__ = ["ORDERED", "SUMMED", "ordered", "sort", "total"]
