"""Which exceptions of the project's classes a handler catches: what is raised below the class that it names.

`except Base as e` catches what is raised while the body runs.  That is followed as it is written: `raise` in the body,
and in the functions of the project that it calls, or passes on, and so on (`_MOST` of them).  What operators, iterators
and properties of the project raise is not followed, nor what a callee that is not known does: `Base` itself is among
the types then, and where nothing is found.  Handlers on the way are not looked at.
"""

from collections.abc import Iterable
from typing import NamedTuple

from inferd.inference.definitions import classes, members, signatures
from inferd.inference.engine import Engine, Where
from inferd.inference.scopes import lazy
from inferd.inference.types import ANY, NOTHING, UNKNOWN, Cls, Instance, Types, Value, union

_MOST = 150  # functions that are followed from one call


def caught(engine: Engine, wanted: Types, raised: list[Types], called: Iterable[Value]) -> Types:
    """What a handler of some classes (given by their instances) gets of what is raised and called in its body."""
    if not any(_has_below(v) for v in wanted):
        return wanted
    found = union([*raised, *(by_call(engine, v) for v in called)])
    out: dict[Value, None] = {}
    for w in wanted:
        if not _has_below(w):
            out[w] = None
            continue
        below = [v for v in found if v[-1] == "instance" and classes.is_subclass(engine, v.cls, w.cls)]
        out.update(dict.fromkeys(below))
        if not below or UNKNOWN in found:
            out[w] = None
    return tuple(out)


def _has_below(v: Value) -> bool:
    return v[-1] == "instance" and not v.cls.space and not v.args


def raised(engine: Engine, types: Types) -> Types:
    """The instances that `raise` of a value raises; of classes of the project alone."""
    found = [v.cls for v in types if v[-1] in ("instance", "class")]
    return tuple(dict.fromkeys(Instance(cls) for cls in found if not cls.space and _is_plain(engine, cls)))


def _is_plain(engine: Engine, cls: Cls) -> bool:
    return not classes.info(engine, cls).open


def by_call(engine: Engine, v: Value) -> Types:
    """What a call of a value raises."""
    out: Types = NOTHING
    for body in bodies(engine, v):
        out = union((out, in_function(engine, body)))
    return (UNKNOWN,) if v == UNKNOWN else out


def in_function(engine: Engine, body: Where) -> Types:
    """What a function raises, those that it calls included."""
    found: Types = engine.solve(("raised", body), lambda: _raised_in(engine, body))
    return found


def bodies(engine: Engine, v: Value) -> list[Where]:
    """The bodies of the project's functions that a call of a value runs."""
    functions: list[Value] = []
    if v[-1] == "bound":
        functions.append(v.function)
    elif v[-1] == "function":
        functions.append(v)
    elif v[-1] == "class" and not v.cls.space:
        for name in ("__new__", "__init__"):
            found = members.find(engine, v.cls, name)
            functions += found[1].types if found is not None else ()
    elif v[-1] == "instance" and not v.cls.space:
        found = members.find(engine, v.cls, "__call__")
        functions += found[1].types if found is not None else ()
    out = []
    for f in functions:
        if f[-1] == "function" and not f.space:
            for place, step in signatures.definitions(engine, f):
                body = signatures.signature(engine, place, step).body
                if body is not None:
                    out.append(body)
    return out


class Directly(NamedTuple):
    """What one function raises itself, and the bodies that it runs by calling them or handing them on."""

    types: Types
    bodies: tuple[Where, ...]


def _raised_in(engine: Engine, first: Where) -> Types:
    todo, seen = [first], {first}
    out: list[Types] = []
    while todo:
        own = directly(engine, todo.pop())
        out.append(own.types)
        for other in own.bodies:
            if other not in seen:
                if len(seen) >= _MOST:
                    return union([*out, ANY])
                seen.add(other)
                todo.append(other)
    return union(out)


def directly(engine: Engine, body: Where) -> Directly:
    """What a function raises itself, and what it runs."""
    found: object = engine.solve(("raises", body), lambda: _directly(engine, body))
    return found if isinstance(found, Directly) else Directly(ANY if found else NOTHING, ())  # assumed, or given up


def _directly(engine: Engine, body: Where) -> Directly:
    engine.rests_on(body)
    out: list[Types] = []
    called: dict[Where, None] = {}
    for words in engine.program(body).steps:
        if words[0] == "R":
            if words[1:2] and words[1] != "-":
                out.append(raised(engine, lazy.value(engine, body, int(words[1]))))
        elif words[0] == "(":
            for v in _callable(engine, body, words):
                if v == UNKNOWN:
                    out.append(ANY)
                called.update(dict.fromkeys(bodies(engine, v)))
    return Directly(union(out), tuple(called))


def _callable(engine: Engine, body: Where, words: list[str]) -> list[Value]:
    """What a call calls, and the functions that it hands on."""
    out = list(lazy.value(engine, body, int(words[1])))
    for w in words[2:]:
        at = w.rpartition("=")[2].lstrip("*")
        if at.isdigit() and engine.program(body).steps[int(at)][0] in ("l", "a"):
            out += [v for v in lazy.value(engine, body, int(at)) if v[-1] in ("function", "bound")]
    return out


__all__ = ["by_call", "caught", "directly", "in_function", "raised"]
