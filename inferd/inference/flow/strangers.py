"""Calls from where nobody knows: of methods by name alone, and of functions that were handed back.

Why
---
`validator.validate(data)` may call any method of that name where nothing is known of `validator`.  A method that other
calls reach has contexts, and what these say of its parameters is too little where such a call passes something else.
The same holds for what a function hands back whose callers nobody knows: `return self._run`.

The algorithm
-------------
What is called by name alone is told (`byname`).  After each round in which everything is a root, `found` says what of
that is open: methods that take these arguments and have no context in which they were given as much, and what is
handed back by methods that are called by name, or by roots.  The methods are run in one context more each, in which
the parameters are unknown that are given more than is told; what is handed back becomes a root.  `heirs` says of which
class the receiver of a root must be, where its own lacks what the body uses.

What it costs
-------------
A look at each root and each method that is called by name, after each such round.  What a root hands back, what it uses
that its class lacks, and what a call gives a method are questions of the round, so that after an edit most are known.

What it does not do
-------------------
What such a call passes is not told of the method: it may be meant for others of that name.  Functions that are put into
containers, or into attributes of what is not known, do not count as handed back.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple

from inferd.inference.definitions import classes, members, signatures
from inferd.inference.definitions.signatures import Arg
from inferd.inference.engine import Engine, Where
from inferd.inference.flow import contexts
from inferd.inference.flow.contexts import HEIRS, Context, Place, context, ordered, unknown_context
from inferd.inference.flow.states import State
from inferd.inference.operations import matching
from inferd.inference.operations.byname import Shape
from inferd.inference.program import falls_through
from inferd.inference.questions import Key
from inferd.inference.scopes import lazy
from inferd.inference.types import ANY, NOTHING, UNKNOWN, Cls, Types, Value, join

Given = dict[str, Types]  # parameter -> what it is given
Methods = dict[str, list[Where]]  # by name


class Open(NamedTuple):
    """What is called from where nobody knows: *methods* by name, each with the context of these calls; *functions* and
    *lambdas* that were handed back, of whose calls nothing is known.
    """

    methods: dict[Where, Context]
    functions: list[Where]
    lambdas: list[Place]


def _asked(engine: Engine, key: Key, compute: Callable[[], Any]) -> Any:
    """The answer to a question, as the round that is over has it; who asks is between rounds, and rests on nothing."""
    entry = engine.trace.known(key) if engine.trace is not None else None
    return entry.result if entry is not None else engine.solve(key, compute)


def by_name(methods: dict[Where, tuple[str, Cls]]) -> Methods:
    """Methods by name."""
    out: Methods = {}
    for where, (name, _) in methods.items():
        out.setdefault(name, []).append(where)
    return out


def found(
    engine: Engine, methods: Methods, roots: Iterable[Where], state: State, before: dict[Where, Context]
) -> Open:
    """What is called from where nobody knows, by what a round has left; *before*: the methods of which it was known."""
    open_: Open = engine.recorded(lambda: _found(engine, methods, roots, state, before))[0]
    return open_


def _found(
    engine: Engine, methods: Methods, roots: Iterable[Where], state: State, before: dict[Where, Context]
) -> Open:
    calls = _calls(state, methods)
    opened = dict(before)
    asking = dict.fromkeys(roots)
    for name, shapes in calls.items():
        for where in methods[name]:
            passed = _passed(engine, where, shapes)
            if not passed:
                continue
            asking[where] = None
            told = _told(state, where)
            more = {parameter for given in passed for parameter in _not_told(given, told)}
            if more:
                if where in before:
                    more |= {parameter for parameter, types in before[where].given if UNKNOWN in types}
                opened[where] = _opened(engine, where, told, more)
    functions: dict[Where, None] = {}
    lambdas: dict[Place, None] = {}
    for where in asking:
        for v in _asked(engine, ("handed back", where), partial(_handed_back, engine, where)):
            if v[-1] == "callable":
                lambdas[v.made[0], v.made[1]] = None
            else:
                bodies = [signatures.signature(engine, *d).body for d in signatures.definitions(engine, v)]
                functions.update(dict.fromkeys(body for body in bodies if body is not None))
    return Open(opened, list(functions), list(lambdas))


def _calls(state: State, methods: Methods) -> dict[str, dict[Shape, list[Types]]]:
    """The calls by name of some methods: name -> shape -> what is given, argument by argument."""
    out: dict[str, dict[Shape, list[Types]]] = {}
    for asked, types in state.asked.items():
        if asked.name in methods:
            shape = asked.shape
            given = out.setdefault(asked.name, {}).setdefault(shape, [ANY] * (max(shape.many, 0) + len(shape.names)))
            if asked.at >= 0:
                given[asked.at] = types
    return out


def _passed(engine: Engine, where: Where, shapes: dict[Shape, list[Types]]) -> list[Given]:
    """What calls by name give the parameters of a method, but for the first; of those that it takes."""
    found: list[Given] = []
    for shape, given in shapes.items():
        key = "given by name", where, shape, tuple(given)
        passed = _asked(engine, key, partial(_given, engine, where, shape, given))
        if passed != NOTHING:
            found.append(dict(passed[0]))
    return found


def _given(engine: Engine, where: Where, shape: Shape, given: list[Types]) -> Any:
    """What calls of one shape give, as (parameter, types) in a tuple of one; () where the method does not take them."""
    made, cls = engine.made_at(where), engine.class_around(where)
    if made is None or cls is None:
        return NOTHING
    s = signatures.signature(engine, *made)
    is_bound = bool(s.params) and signatures.is_first(engine, s, s.params[0]) != ""
    receiver = engine.own_instance(cls) if is_bound else None
    first = int(receiver is not None)
    if shape.many < 0:
        return (tuple([(p.name, ANY) for p in s.params[first:] if p.annotation is None]),)
    args = [Arg("p", "", types) for types in given[: shape.many]]
    args += [Arg("k", name, types) for name, types in zip(shape.names, given[shape.many :], strict=True)]
    if matching.assign(s, args, receiver is not None) is None:
        return NOTHING
    return (contexts.context_of(engine, s, args, receiver, None).given[first:],)


def _told(state: State, where: Where) -> Given:
    """What the known calls of a function give its parameters."""
    told: Given = {}
    for one in state.contexts.get((where, -1), ()):
        for name, types in one.given:
            told[name] = join(told.get(name, NOTHING), types)
    return told


def _not_told(given: Given, told: Given) -> Iterator[str]:
    """The parameters that calls pass more than is told of them."""
    for name, types in given.items():
        known = told.get(name, ANY)
        if UNKNOWN not in known and not {_kind(v) for v in types} <= {_kind(v) for v in known}:
            yield name


def _kind(v: Value) -> object:
    return v.cls if v[-1] in ("instance", "class") else v[-1]


def _opened(engine: Engine, where: Where, told: Given, more: set[str]) -> Context:
    """The context of calls from where nobody knows: *more* is not known of it, and the rest as of other calls."""
    unknown = unknown_context(engine, where)
    given = [
        (name, types if n == 0 or name in more or name not in told else ordered(engine, engine.widened(told[name])))
        for n, (name, types) in enumerate(unknown.given)
    ]  # fmt: skip
    known = dict(given)
    for name, _ in engine.head(where).params:
        if name in more and name not in known:  # calls speak against its documentation
            given.append((name, join(lazy.documented(engine, where, name), ANY)))
    return context(given, None)


def _handed_back(engine: Engine, where: Where) -> Types:
    """The project's functions, and the lambdas, that a function returns."""
    made = engine.made_at(where)
    returned = lazy.returned(engine, signatures.signature(engine, *made)) if made is not None else NOTHING
    functions = [v.function if v[-1] == "bound" else v for v in returned]
    return tuple([
        f for f in functions
        if (f[-1] == "function" and not f.space) or (f[-1] == "callable" and f.made is not None)
    ])  # fmt: skip


def classes_in(engine: Engine, files: list[int]) -> list[Where]:
    """The classes of some files."""
    return [
        Where("", f, i) for f in files for tree in [engine.root.text(f)] for i in tree.order
        if tree.scopes[i].kind == "class"
    ]


def heirs(
    engine: Engine, places: list[Where], methods: dict[Where, tuple[str, Cls]], roots: Iterable[Where]
) -> dict[Where, list[Cls]]:  # fmt: skip
    """The classes below that of a method which have what it uses of `self` and its own class lacks, or leaves open.

    One of these its receiver must be, whoever calls it.  *places*: where classes are defined.
    """
    out: dict[Where, list[Cls]] = engine.recorded(lambda: _heirs(engine, places, methods, roots))[0]
    return out


def _heirs(
    engine: Engine, places: list[Where], methods: dict[Where, tuple[str, Cls]], roots: Iterable[Where]
) -> dict[Where, list[Cls]]:  # fmt: skip
    below: dict[Cls, list[Cls]] = {}
    for place in places:
        cls = engine.class_at(place)
        for a in classes.info(engine, cls).line[1:]:
            below.setdefault(a.cls, []).append(cls)
    out: dict[Where, list[Cls]] = {}
    for where in roots:
        around = methods[where][1] if where in methods else None
        if around is None or around not in below:
            continue
        lacking = _asked(engine, ("lacks", where), partial(_lacking, engine, where, around))
        if not lacking:
            continue
        key = "heirs", where, tuple(below[around]), lacking
        some = _asked(engine, key, partial(_having, engine, where, around, below[around], lacking))
        if 0 < len(some) <= HEIRS:
            out[where] = list(some)
    return out


def _having(engine: Engine, where: Where, around: Cls, below: list[Cls], lacking: Iterable[str]) -> Any:
    """Those classes of some below a method's that inherit it, and have any of what it lacks."""
    own = engine.qualname(where).rpartition(".")[2]
    some = [one for one in below if _inherits(engine, one, around, own)]
    return tuple([one for one in some if any(_has(engine, one, name) for name in lacking)])


def _lacking(engine: Engine, where: Where, cls: Cls) -> Any:
    """What a method uses of its first parameter that the class lacks, or leaves open."""
    return tuple([name for name in contexts.used_of_first(engine, where) if not _has(engine, cls, name)])


def _has(engine: Engine, cls: Cls, name: str) -> bool:
    """Whether instances of a class have an attribute, and it is no method that is left to classes below."""
    met = members.find(engine, cls, name)
    if met is None:
        return False
    made = [d for v in met[1].types if v[-1] == "function" for d in signatures.definitions(engine, v)]
    return not made or not all(_is_left_open(engine, *d) for d in made)


def _is_left_open(engine: Engine, where: Where, step: int) -> bool:
    """Whether a definition leaves it to classes below what it does: it says so, or does nothing but raise."""
    if signatures.is_abstract(engine, where, step):
        return True
    body = signatures.signature(engine, where, step).body
    steps = engine.program(body).steps if body is not None else []
    kinds = {words[0] for words in steps}
    return "R" in kinds and "r" not in kinds and not falls_through(steps)


def _inherits(engine: Engine, cls: Cls, above: Cls, name: str) -> bool:
    met = members.find(engine, cls, name)
    return met is not None and met[0].cls == above
