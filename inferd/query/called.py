"""What the calls in a scope reach, found by running it.

A class that is called stands as its `__init__` where it has one.  What Python calls on behalf of a statement counts,
too: operators, iteration, `with`, properties, decorators, and what a function of a library calls back.
"""

from collections.abc import Iterator
from typing import NamedTuple

from inferd.inference.definitions import members
from inferd.inference.engine import Where
from inferd.inference.flow import contexts
from inferd.inference.operations import calls
from inferd.inference.scopes import frames
from inferd.inference.types import UNKNOWN, Cls, Function, Instance, Types, Value, literal_class
from inferd.query.types import Typing


class Defined(NamedTuple):
    """A function by where it is defined."""

    around: Where
    name: str


class Lambda(NamedTuple):
    """A lambda by the step of a scope that it begins with."""

    where: Where
    first: int


Callee = Cls | Defined | Lambda | Where | str
"""What a call reaches: a class, a function, a lambda, the body of a function, or the symbol of what a library has."""


def calls_of(typing: Typing, where: Where) -> Iterator[tuple[int, int, Callee]]:
    """(step, first step of the lambda it is in or -1, callee) of the calls in a scope, which is run for it."""
    frame = frames.run(typing.engine, where)
    for step, callee in _calls(typing, frame):
        yield step, -1, callee
    flow = typing.engine.flow
    for first in _lambdas(frame):
        found: dict[tuple[int, Callee], None] = {}
        for context in flow.contexts.get((where, first), ()) if flow is not None else ():
            body = frames.Frame(typing.engine, where, contexts.Unit(where, first, context))
            body.run()
            found.update(dict.fromkeys(_calls(typing, body)))
        for step, callee in found:
            yield step, first, callee


def unknown_calls(typing: Typing, where: Where) -> int:
    """How many calls in a scope, which is run for it, are of something that is not known."""
    frame = frames.run(typing.engine, where)
    return sum(words[0] == "(" and UNKNOWN in frame.types[int(words[1])] for words in frame.steps)


def _lambdas(frame: frames.Frame) -> list[int]:
    return [n for n, words in enumerate(frame.steps) if words[0] == "L"] if frame.is_traced else []


def _calls(typing: Typing, frame: frames.Frame) -> "list[tuple[int, Callee]]":
    """(step, what is called) of a frame that was run, in order."""
    out: dict[tuple[int, Callee], None] = {}
    own = _own_steps(frame)
    for n in own:
        words = frame.steps[n]
        if words[0] == "(" and frame.types[int(words[1])]:
            for v in _fitting(typing, frame, words):
                for callee in callees(typing, v):
                    out[n, callee] = None
        elif words[0] == "a" and frame.types[int(words[1])]:
            for callee in _getters(typing, frame.types[int(words[1])], words[2]):
                out[n, callee] = None
    for step, where, at in frame.reached:
        if step in own:
            out[step, Lambda(where, at) if at >= 0 else where] = None
    return list(out)


def _fitting(typing: Typing, frame: frames.Frame, words: list[str]) -> Types:
    """What is called, without what does not take the arguments."""
    callee = frame.types[int(words[1])]
    return calls.fitting(typing.engine, callee, frame.arguments(words[2:])) if len(callee) > 1 else callee


def _own_steps(frame: frames.Frame) -> dict[int, None]:
    """The steps of a frame, in order, without those of the lambdas that it makes."""
    steps = frame.steps
    first = frame.unit.at if frame.unit is not None else -1
    inside = 0
    out: dict[int, None] = {}
    for n in range(first + 1, frame.end_of(first) if first >= 0 else len(steps)):
        if steps[n][0] == "L":
            inside += 1
        elif steps[n][0] == "M":
            inside -= 1
        elif not inside:
            out[n] = None
    return out


def callees(typing: Typing, v: Value) -> list[Callee]:
    """What calling a value runs."""
    engine = typing.engine
    tag = v[-1]
    if tag == "partial":
        return callees(typing, v.callee)
    if tag == "bound":
        cls = v.receiver.cls if v.receiver[-1] in ("instance", "class") else None
        if v.function[-1] == "function" and v.function.space and cls is not None and cls.space:
            return [f"{class_symbol(cls)}.{v.function.name}"]
        v = v.function
        tag = v[-1]
    if tag == "function":
        return [_function(v)]
    if tag == "class":
        found = members.find(engine, v.cls, "__init__")
        if found is not None and not found[0].cls.space and not v.cls.space:
            return [_function(f) for f in found[1].types if f[-1] == "function"]
        return [v.cls]
    if tag == "callable" and v.made is not None:
        return [Lambda(v.made[0], v.made[1])]
    if tag == "callable" and v.runs is not None:
        return [callee for f in v.runs for callee in callees(typing, f)]
    if tag == "instance":
        found = members.find(engine, v.cls, "__call__")
        if found is not None:
            return [_function(f) for f in found[1].types if f[-1] == "function"]
    return []


def _function(f: Function) -> Defined:
    return Defined(Where(f.space, f.file, f.scope), f.name)


def _getters(typing: Typing, receiver: Types, name: str) -> list[Callee]:
    """The properties of the project that reading an attribute runs."""
    out: list[Callee] = []
    for v in receiver:
        if v[-1] == "literal":
            v = Instance(typing.engine.builtin(literal_class(v.text)))
        if v[-1] != "instance":
            continue
        found = members.find(typing.engine, v.cls, name)
        if found is None or found[1].kind != "property" or found[0].cls.space:
            continue
        for where, step in found[1].places[:1]:
            if typing.engine.program(where).steps[step][0] in ("f", "fa"):
                out.append(Defined(where, name))
    return out


# ---- as symbols


def symbol_of(typing: Typing, where: Where) -> str:
    """A scope as a symbol; of libraries with a dot, as everybody writes them."""
    module = typing.engine.module_of(where)
    qualname = typing.engine.qualname(where)
    if not qualname:
        return module
    return f"{module}.{qualname}" if where.space else f"{module}:{qualname}"


def lambda_symbol(typing: Typing, where: Where, first: int) -> str:
    """The lambda that begins at a step of a scope, as `__qualname__` says it."""
    depth = typing.engine.program(where).lambdas[first]
    return _inside(typing, where) + ".<locals>.".join(["<lambda>"] * depth)


def _inside(typing: Typing, where: Where) -> str:
    """What the symbols of functions in a scope begin with."""
    around = symbol_of(typing, where)
    if not where.scope:
        return f"{around}." if where.space else f"{around}:"
    return f"{around}." if typing.engine.kind(where) == "class" else f"{around}.<locals>."


def named(typing: Typing, callee: Callee) -> str:
    """The symbol of what a call reaches; it hangs on what scopes are called, which no type does."""
    if isinstance(callee, str):
        return callee
    if isinstance(callee, Cls):
        return class_symbol(callee)
    if isinstance(callee, Lambda):
        return lambda_symbol(typing, *callee)
    return symbol_of(typing, callee) if isinstance(callee, Where) else _inside(typing, callee.around) + callee.name


def class_symbol(cls: Cls) -> str:
    """A class as a symbol."""
    return f"{cls.module}.{cls.name}" if cls.space else f"{cls.module}:{cls.name}"
