"""Which attributes a call stores anew: those of the function that is called, and of the functions that it calls itself.

Why
---
A frame keeps what it has stored (`lamp.state = "off"`), for that is narrower than what anything stores there.  A call
in between may store something else: `lamp.reset()`, whose `self._clear()` does it.  What such a call stores is
forgotten then, and the attribute is what it is anywhere.

How
---
From the function that is called, along what it calls: methods of its own object (`self.m()`, `super().m()`, looked up
in the class of the receiver), methods of what its attributes and the variables around hold (`self.inner.m()`),
functions by their names, and what makes objects (`__init__`); `_MOST` of them.  It is one question for each function
and class, and its answer is nothing but names, of other objects with their classes: where a body changes and stores the
same, nobody hears of it.

What it does not do
-------------------
What the functions that are called call by their own variables is not followed (`for f in self.functions: f()`: to know
what these hold made circles larger, and all of Django's package a tenth slower), nor what operators, properties and
`with` run in them: what a caller has stored stays then.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from inferd.inference.definitions import attributes, members, signatures
from inferd.inference.engine import Engine
from inferd.inference.spaces import Where
from inferd.inference.types import NOTHING, Cls, Instance, Types, Value, union

OWN = "."  # before the name of an attribute that the function stores in its own object; others: in whatever
Stored = frozenset["str | tuple[str, Cls]"]  # those of other objects of which the class is known, with that
_NONE: Stored = frozenset()
_MOST = 60  # functions that are followed from one call
_LONGEST = 3  # attributes of attributes that a method is read from


def undone(engine: Engine, callee: Value) -> Stored:
    """The attributes that a call of a value may store; see `OWN`."""
    tag = callee[-1]
    if tag == "class":
        return _undone_by_making(engine, callee.cls)
    if tag == "partial" and callee.holder is None:
        return _of_another(callee.callee, undone(engine, callee.callee))
    if tag == "callable":
        return undone_by_lambda(engine, callee.made[0], callee.made[1]) if callee.made is not None else _NONE
    f, receiver = (callee.function, callee.receiver) if callee[-1] == "bound" else (callee, None)
    cls = receiver.cls if receiver is not None and receiver[-1] == "instance" else None
    found = [stored(engine, body, cls, receiver is not None) for body in _bodies(engine, f)]
    return found[0] if len(found) == 1 else _NONE.union(*found)


def _of_another(callee: Value, names: Stored) -> Stored:
    """The same where the object is not told with the names."""
    receiver = callee.receiver if callee[-1] == "bound" and callee.receiver[-1] == "instance" else None
    out: set[str | tuple[str, Cls]] = set()
    for n in names:
        if type(n) is str and n[0] == OWN:
            out.add((n[1:], receiver.cls) if receiver is not None else n[1:])
        else:
            out.add(n)
    return frozenset(out)


def undone_by_lambda(engine: Engine, where: Where, begin: int) -> Stored:
    """The same of a lambda."""
    names: Any = engine.solve(("undone by lambda", where, begin), lambda: _stored_by_lambda(engine, where, begin))
    return names or _NONE


def _stored_by_lambda(engine: Engine, where: Where, begin: int) -> Any:
    from inferd.inference.scopes import lazy

    engine.rests_on(where)
    steps = engine.program(where).steps
    out = _NONE
    depth = 0
    for words in steps[begin:]:
        depth += {"L": 1, "M": -1}.get(words[0], 0)
        if not depth:
            break
        for v in lazy.value(engine, where, int(words[1])) if words[0] == "(" else ():
            out |= _of_another(v, undone(engine, v))
    return out


def _undone_by_making(engine: Engine, cls: Cls) -> Stored:
    """The same of what makes an object of a class: what it stores in that object nobody has stored before."""
    if cls.space:
        return _NONE
    found = members.find(engine, cls, "__init__")
    if found is None or found[0].cls.space or found[1].kind != "method":
        return _NONE
    names = _NONE.union(*[stored(engine, body, cls, True) for body in _at(engine, found[1].places)])
    return frozenset([name for name in names if name[0][0] != OWN])


def stored(engine: Engine, body: Where, cls: Cls | None, is_own: bool) -> Stored:
    """The attributes that a function stores, and those that it calls.

    *cls*: of its own object, where that is known; *is_own*: whether it has one.
    """
    names: Any = engine.solve(("undone", body, cls, is_own), lambda: _stored(engine, body, cls, is_own))
    return names or _NONE


def _stored(engine: Engine, body: Where, cls: Cls | None, is_own: bool) -> Any:
    out: set[str | tuple[str, Cls]] = set()
    waiting: list[_Run] = [(body, is_own, None)]
    seen = set(waiting)
    while waiting:
        at, is_own, other = waiting.pop()
        head = engine.head(at)
        first = head.params[0][0] if (is_own or other is not None) and head.params else ""
        for holder, name in head.sets:
            if not first or holder != first:
                out.add(name)
            else:
                out.add(OWN + name if other is None else (name, other))
        direct = directly(engine, at, first != "", cls if other is None else other)
        out |= direct.made
        below: list[_Run] = [(body, is_own, other) for body in direct.own]
        below += [(body, False, owner) for body, owner in direct.others]
        for called in below:
            if called not in seen and len(seen) < _MOST:
                seen.add(called)
                waiting.append(called)
    return frozenset(out)


class Directly(NamedTuple):
    """What one function calls itself: *own*: methods of its own object, *others*: with the classes of the objects that
    they are methods of, None for functions; what making objects stores.
    """

    own: tuple[Where, ...]
    others: tuple[tuple[Where, Cls | None], ...]
    made: Stored


def directly(engine: Engine, at: Where, has_own: bool, cls: Cls | None) -> Directly:
    """What a function calls itself; *cls*: of its own object, where it has one and that is known."""
    found: object = engine.solve(("undone directly", at, has_own, cls), lambda: _directly(engine, at, has_own, cls))
    return found if isinstance(found, Directly) else _NOTHING_DIRECTLY


def _directly(engine: Engine, at: Where, has_own: bool, cls: Cls | None) -> Any:
    params = engine.head(at).params
    first = params[0][0] if has_own and params else ""
    engine.rests_on(at)
    others: dict[tuple[Where, Cls | None], None] = {}
    made = _NONE
    for v in _by_name(engine, at):
        others.update(((body, None), None) for body in _bodies(engine, v))
        if v[-1] == "class":
            made |= _undone_by_making(engine, v.cls)
    own = _of_own(engine, at, first, cls) if first and cls is not None else []
    others.update(((body, owner), None) for body, _, owner in _of_others(engine, at, first, cls))
    return Directly(tuple(own), tuple(others), made)


_NOTHING_DIRECTLY = Directly((), (), _NONE)
_Run = tuple[Where, bool, Cls | None]  # a body, whether it has the object of the first one, the class of another one


def _of_others(engine: Engine, at: Where, first: str, cls: Cls | None) -> list[_Run]:
    """The bodies of the methods that a function calls of what its object, and the variables around, hold."""
    program = engine.program(at)
    steps = program.steps
    asked: dict[tuple[int, str], None] = {}
    for words in steps:
        called = steps[int(words[1])] if words[0] == "(" else words
        if called is not words and called[0] == "a" and steps[int(called[1])] != ["l", first]:
            asked[int(called[1]), called[2]] = None
    out: dict[_Run, None] = {}
    for holder, name in asked:
        for v in _held(engine, at, holder, first, cls):
            found = members.find(engine, v.cls, name) if v[-1] == "instance" and not v.cls.space else None
            if found is not None and not found[0].cls.space and found[1].kind == "method":
                out.update(((body, False, v.cls), None) for body in _at(engine, found[1].places))
    return list(out)


def _held(engine: Engine, at: Where, n: int, first: str, cls: Cls | None) -> Types:
    """What a step is that reads attributes of the function's object, or of a variable around; () for others."""
    program = engine.program(at)
    names: list[str] = []
    words = program.steps[n]
    while words[0] == "a" and len(names) < _LONGEST:
        names.append(words[2])
        words = program.steps[int(words[1])]
    if words[0] != "l":
        return NOTHING
    if first and words[1] == first:
        held: Types = (Instance(cls),) if cls is not None and names else NOTHING
    elif words[1] in program.stores and words[1] not in program.outer:
        return NOTHING
    else:
        held = engine.name(at, words[1])
    for name in reversed(names):
        own = tuple([v for v in held if v[-1] == "instance" and not v.cls.space])
        held = attributes.attribute_of(engine, own, name) if own else NOTHING
    return held


def _by_name(engine: Engine, at: Where) -> Types:
    """What a function calls by a name that it does not bind itself, but for the functions that it makes."""
    program = engine.program(at)
    steps = program.steps
    names: dict[str, None] = {}
    for words in steps:
        called = steps[int(words[1])] if words[0] == "(" else words
        if called is not words and called[0] == "l":
            made = program.stores.get(called[1], ()) if called[1] not in program.outer else ()
            if all(steps[n][0] == "s" and steps[int(steps[n][2])][0] in ("f", "fa") for n in made):
                names[called[1]] = None
    return union([engine.name(at, name) for name in names])


def _of_own(engine: Engine, at: Where, first: str, cls: Cls) -> list[Where]:
    """The bodies of the methods that a function calls on its own object."""
    program = engine.program(at)
    steps = program.steps
    names: dict[tuple[str, bool], None] = {}  # with whether it is asked of `super()`
    for words in steps:
        called = steps[int(words[1])] if words[0] == "(" else words
        if called is not words and called[0] == "a":
            holder = steps[int(called[1])]
            is_above = holder[0] == "(" and steps[int(holder[1])] == ["l", "super"]
            if is_above or holder == ["l", first]:
                names[called[2], is_above] = None
    out: list[Where] = []
    around = engine.class_around(at)
    for name, is_above in names:
        if not is_above or around is not None:
            found = members.find(engine, cls, name, around if is_above else None)
            if found is not None and not found[0].cls.space and found[1].kind == "method":
                out += _at(engine, found[1].places)
    return out


def _bodies(engine: Engine, v: Value) -> list[Where]:
    """The bodies that a call of a function of the project runs."""
    return _at(engine, signatures.definitions(engine, v)) if v[-1] == "function" and not v.space else []


def _at(engine: Engine, places: Iterable[tuple[Where, int]]) -> list[Where]:
    bodies = [signatures.signature(engine, *place).body for place in places]
    return [body for body in bodies if body is not None]
