"""What flows between functions: with which types each function of the project is called, and what is put into
attributes.

Why
---
Untyped code says nowhere what a parameter is; its calls do.  And what a call gives often hangs on what it is called
with.  So functions without declared types are run once for each *context*, that is for each distinct tuple of argument
types; what reaches a context is the project's call info.

Terms
-----
context   What a function is run with: the types of the parameters that declare none, the receiver among them, and the
          unit that made the function, where it is a closure.
unit      A function, or a lambda, in a context.
kin       Contexts that are given the same functions and constants, and of closures that one unit made.  Only these are
          ever joined: a decorator is run for each function that it is given, and what it returns for each of them, or
          else nothing would be known of what a decorated function returns.
summary   What running a unit tells others: what it returns and yields, and what its variables hold, for closures.
state     The contexts of all functions, and the types that were put into attributes of the project's classes.

The algorithm
-------------
Rounds.  Each round starts from the roots (modules, class bodies, functions that nothing mentions), runs their frames
(`frames`), and what those call, and what these call, against the state of the round before: attributes are read from
it, and where a function had more than `MOST` contexts that are kin, it is run in one, the join of these.  What was
called and stored, all of it, is the state after the round.  When two rounds agree, functions that nothing has reached
become roots, too, with parameters of which nothing is known, and the rounds go on until they agree again.  What the
first two rounds do not know is left out of their states.  The first round has no state to tell it which functions have
many contexts: those whose names are mentioned often are run in it with parameters of which nothing is known, but for
decorators and descriptors.

A unit's summary depends on its context and on the state alone, so neither the order of files nor that of calls matters;
joins, caps and contexts are decided between rounds.

What it does not do
-------------------
What a library calls back is known only where it is declared (`Callable[[int], str]`).  Contexts hold classes, and
constants only of parameters that things are looked up with (`keys`).  After `ROUNDS` rounds without agreement, or
`BUDGET` units, the last state is taken.
"""

import re
from collections.abc import Callable, Iterable
from itertools import chain
from json import dumps
from typing import Any, NamedTuple

from inferd.inference import calls, classes, keys, lazy, members
from inferd.inference.containers import merged
from inferd.inference.engine import Engine, Where
from inferd.inference.trace import Base, Node, Nodes, Table, Trace
from inferd.model import plain

from inferd.inference.types import (  # isort:skip
    ANY, JUST_NONE, NOTHING, UNKNOWN, ClassObject, Cls, Function, Instance, Record, Summary, Tuple, Types, Value, alike,
    bounded, clipped, join, stands_for_function, union, whole,
)  # fmt: skip

MOST = 8  # contexts of a function that are kin, before they are joined
CONSTANTS = 24  # groups of kin contexts with constants, before these are not told apart
CLASSES = 128  # groups of kin contexts, before the classes that are called are not told apart
KINS = 2_000  # groups of kin contexts of a function, before all are joined
BUSY = 12  # mentions of a function's name, before the first round runs it for all calls at once
ROUNDS = 12
BUDGET = 40_000  # units that are run in all rounds, before the last round is begun
_LAST = 4  # rounds, of all that there may be, in which everything is a root
_EARLY = 2  # rounds that do not know yet what is unknown
_DEEP = 3  # type arguments within type arguments, in contexts
_LARGE = 24  # values that a set in a context consists of
_NESTED = 3  # closures within closures, in contexts
_WIDE = 8  # types of one parameter or attribute, before the rest is not told
_WIDE_PLAIN = 24  # the same, where all of them are instances or classes without arguments: the nodes of a tree
_PLAIN = frozenset(("instance", "class", "none", "unknown"))


class Context(NamedTuple):
    """See the module's docstring; *given*: parameter and types, in order."""

    given: tuple[tuple[str, Types], ...]
    closure: "Unit | None" = None
    depth: int = 0  # units within units: of the closure, and of the functions that are given


class Unit(NamedTuple):
    """A function's scope, or a lambda (the number of its `L` step; -1: the scope), in a context."""

    where: Where
    at: int
    context: Context


Place = tuple[Where, int]  # of a unit, without its context
Kin = tuple[Any, ...]  # see `kin`
Joined = dict[Kin | None, "Context"]  # of a place: what contexts that are kin are joined in; None: what all are
Attribute = tuple[Cls, str]
Made = tuple[Cls, str, tuple[Value, ...]]  # an attribute of the instances of a class that were made with some functions
EMPTY = Summary(NOTHING, NOTHING, NOTHING, (), ())


class State:
    """What flows, as one round left it."""

    __slots__ = ("attributes", "contexts", "joined", "made", "names", "on_class")

    def __init__(self) -> None:
        self.contexts: dict[Place, tuple[Context, ...]] = {}
        self.joined: dict[Place, Joined] = {}  # of those with too many
        self.attributes: dict[Attribute, Types] = {}  # stored into instances
        self.made: dict[Made, Types] = {}  # of them, stored into instances that stand for functions
        self.on_class: dict[Attribute, Types] = {}  # stored into the class, from outside of its body
        self.names: dict[tuple[str, str], Types] = {}  # what functions put into containers of a module

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, State) and self.contexts == other.contexts and self.attributes == other.attributes
            and self.on_class == other.on_class and self.names == other.names and self.made == other.made
        )  # fmt: skip

    __hash__ = None  # type: ignore[assignment]

    def is_all(self, other: "State") -> bool:
        """Whether it is the same, with what contexts are joined in."""
        return self is other or (self == other and self.joined == other.joined)


class _Part:
    """A part of a state, as it is read while it is recorded what answers are found from."""

    __slots__ = ("engine", "kind", "known", "nodes")

    def __init__(self, engine: Engine, nodes: Nodes, kind: str, known: "dict[Any, Any]"):
        self.engine = engine
        self.nodes = nodes
        self.kind = kind
        self.known = known

    def _note(self, key: Any) -> None:
        record = self.engine.record
        if record is not None:
            record.read[self.nodes.part(self.kind, key)] = None

    def get(self, key: Any, default: Any = None) -> Any:
        self._note(key)
        return self.known.get(key, default)

    def __contains__(self, key: Any) -> bool:
        self._note(key)
        return key in self.known


_PARTS = ("attributes", "contexts", "joined", "made", "names", "on_class")


class Watched:
    """A state whose readers are noted."""

    __slots__ = _PARTS

    def __init__(self, engine: Engine, nodes: Nodes, state: State):
        for kind in _PARTS:
            setattr(self, kind, _Part(engine, nodes, kind, getattr(state, kind)))


def differences(nodes: Nodes, state: State, other: State) -> "set[Node]":
    """The parts in which two states differ, of those that anything was ever found from."""
    out: set[Node] = set()
    if state is other:
        return out
    for kind in _PARTS:
        one, two, parts = getattr(state, kind), getattr(other, kind), nodes.parts_of(kind)
        keys_of_it = [k for k, v in one.items() if k not in two or two[k] != v] + [k for k in two if k not in one]
        out.update(node for key in keys_of_it if (node := parts.get(key)) is not None)
    return out


class Collector:
    """Notes, with what is computed now, what it calls and stores.

    A call is told as the node of its question, a store as (part of the state, key, types).
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def _tell(self, what: Any) -> None:
        assert self.engine.record is not None
        self.engine.record.told[what] = None

    def put(self, module: str, name: str, types: Types) -> None:
        """The container in a variable of a module is seen to hold something."""
        self._tell(("names", (module, name), types))

    def reach(self, unit: Unit) -> None:
        assert self.engine.trace is not None
        self._tell(self.engine.trace.node(("call", unit)))

    def store(self, v: Value, name: str, types: Types, owner: Cls | None) -> None:
        """Something is put into an attribute of a value; *owner*: the class whose method does it to its receiver."""
        if v[-1] == "class" and not v.cls.space:
            self._tell(("on_class", (v.cls, name), types))
        elif v[-1] == "instance" and not v.cls.space:
            for cls in dict.fromkeys((v.cls, owner or v.cls)):
                self._tell(("attributes", (cls, name), types))
            if v.made_with:
                self._tell(("made", (v.cls, name, v.made_with), types))


# ---------------------------------------------------------------------------------------------------------------------
# Contexts


def context(given: Iterable[tuple[str, Types]], closure: Unit | None) -> Context:
    """A context, with its depth."""
    given = tuple(given)
    depth = closure.context.depth + 1 if closure is not None else 0
    return Context(given, closure, max([depth, *(_depth(types) for _, types in given)]))


def _depth(types: Types) -> int:
    """How deep units lie within the values of a set."""
    deepest = 0
    for v in types:
        tag = v[-1]
        if tag == "function":
            found = v.made_in.context.depth + 1 if v.made_in is not None else 0
        elif tag == "callable":
            found = v.made[2].context.depth + 1 if v.made is not None and v.made[2] is not None else 0
            found = max(found, _depth(v.inner or ()))
        elif tag == "bound":
            found = max(_depth((v.function,)), _depth((v.receiver,)))
        elif tag == "partial":
            found = max([_depth((v.callee,)), *(_depth(a.types) for a in v.given)])
        elif tag == "instance" or tag == "class":
            found = max([_depth(a) for a in v.args], default=0)
            if v.made_with:
                found = max(found, _depth(v.made_with))
        elif tag == "tuple":
            found = max([_depth(a) for a in v.items], default=0)
        elif tag == "record":
            found = max([_depth(a) for _, a in v.items], default=0)
        else:
            continue
        deepest = max(deepest, found)
    return deepest


def shallow(types: Types) -> Types:
    """A set in which functions whose makers lie too deep stand without these."""
    if _depth(types) <= _NESTED:
        return types
    out: dict[Value, None] = {}
    for v in types:
        tag = v[-1]
        if _depth((v,)) <= _NESTED:
            pass
        elif tag == "function":
            v = v._replace(made_in=None)
        elif tag == "callable":
            made = (*v.made[:2], None) if v.made is not None else None
            v = v._replace(made=made, inner=shallow(v.inner) if v.inner is not None else None)
        elif tag == "bound":
            v = v._replace(function=shallow((v.function,))[0], receiver=shallow((v.receiver,))[0])
        elif tag == "partial":
            given = tuple([a._replace(types=shallow(a.types)) for a in v.given])
            v = v._replace(callee=shallow((v.callee,))[0], given=given)
        elif tag == "instance" or tag == "class":
            args = tuple([shallow(a) for a in v.args])
            v = v._replace(args=args, made_with=shallow(v.made_with))
            if tag == "instance":
                v = v._replace(items=None)
        elif tag == "tuple":
            v = Tuple(tuple([shallow(a) for a in v.items]))
        elif tag == "record":
            v = v._replace(items=tuple([(k, shallow(a)) for k, a in v.items]))
        out[v] = None
    return tuple(out)


def ordered(types: Types) -> Types:
    """A set in an order of its own, without what would make too many of them."""
    types = merged(shallow(bounded(whole(types, True), _DEEP, _LARGE)))
    if len(types) > _WIDE:
        types = alike(types)
        if len(types) > _most(types):
            return ANY
    return tuple(sorted(types, key=repr)) if len(types) > 1 else types


def _most(types: Types) -> int:
    """How many types of a set are told: each of those that nothing hangs on costs little, and a class of its own says
    what it is.
    """
    return _WIDE_PLAIN if all(v[-1] in _PLAIN and not any(v[1:-1]) for v in types) else _WIDE


def context_of(
    engine: Engine, s: calls.Signature, args: "list[calls.Arg]", receiver: Value | None, closure: Unit | None
) -> Context:
    """The context in which a call runs a definition."""
    params = s.params
    if closure is not None and closure.context.depth >= _NESTED:
        closure = None
    start = 1 if receiver is not None and params and params[0].kind in "/p" else 0
    given: list[tuple[str, Types]] = []
    if start:
        given.append((params[0].name, shallow((_plain(receiver),))))
    passed: dict[str, Types] = {}
    rest: list[Types] = []
    more: dict[str, Types] = {}
    if receiver is not None and not start and params and params[0].kind == "*":
        rest.append(shallow((_plain(receiver),)))
    open_rest: Types = NOTHING
    open_more: Types = NOTHING
    slots = [p for p in params[start:] if p.kind in "/p"]
    named = {p.name for p in params[start:] if p.kind in "pk"}
    at = 0
    for a in args:
        if a.kind == "p":
            if at < len(slots):
                passed[slots[at].name] = a.types
                at += 1
            else:
                rest.append(a.types)
        elif a.kind == "*":
            for p in slots[at:]:
                passed[p.name] = join(passed.get(p.name, NOTHING), a.types)
                if p.default is not None:
                    passed[p.name] = join(passed[p.name], lazy.value(engine, s.where, p.default))
            open_rest = join(open_rest, a.types)
        elif a.kind == "k":
            if a.name in named:
                passed[a.name] = a.types
            else:
                more[a.name] = a.types
        else:
            open_more = join(open_more, a.types)
    for p in params[start:]:
        if p.annotation is not None or lazy.hinted(engine, s.body, p.name):
            continue
        if p.kind == "*":
            given.append((p.name, _rest(engine, rest, open_rest)))
        elif p.kind == "**":
            given.append((p.name, _more(engine, more, open_more)))
        else:
            types = passed.get(p.name)
            if types is None:
                types = _default(engine, s, p.name, p.default) if p.default is not None else ANY
                if open_more and p.kind in "pk":
                    types = join(types, open_more)
            if not keys.kept(s, p.name, types) or not _keeps_constants(engine, s):
                types = engine.widened(types)
            given.append((p.name, ordered(types)))
    return context(given, closure)


def _keeps_constants(engine: Engine, s: calls.Signature) -> bool:
    """Whether a function that looks things up with what it is given was not given too many constants."""
    assert engine.flow is not None and s.body is not None
    known = engine.flow.contexts.get((s.body, s.step if s.body == s.where else -1))
    return not known or any(keys.has_constants(c) for c in known)


def _default(engine: Engine, s: calls.Signature, name: str, default: int) -> Types:
    """What a default is: where it is a container, with what the calls before have put into it."""
    from inferd.inference import hidden
    from inferd.inference.filling import default_container, put_in_cell

    read = engine.program(s.where).steps[default]
    types = hidden.before(engine, s.where, read[1], default) if read[0] == "l" else NOTHING
    types = types or lazy.value(engine, s.where, default)
    if s.body is not None and default_container(engine, s.where, default):
        types = merged(join(types, put_in_cell(engine, s.body, name)))
    return types


def _plain(receiver: Value) -> Value:
    """A receiver without what its type arguments are made of."""
    return clipped((receiver,), _DEEP)[0]


def _rest(engine: Engine, rest: list[Types], more: Types) -> Types:
    parts = [ordered(engine.widened(t)) for t in rest]
    if more or len(parts) > _WIDE:
        return engine.instance("tuple", ordered(union([*parts, engine.widened(more)])))
    return (Tuple(tuple(parts)),)


def _more(engine: Engine, more: dict[str, Types], others: Types) -> Types:
    parts = {name: ordered(engine.widened(types)) for name, types in more.items()}
    if others or len(parts) > _WIDE:
        types = ordered(union([*parts.values(), engine.widened(others)]))
        return engine.instance("dict", engine.instance("str"), types)
    return (Record(tuple([(f"s{dumps(name)}", types) for name, types in sorted(parts.items())])),)


def unknown_context(engine: Engine, where: Where) -> Context:
    """The context of a function of whose calls nothing is known: defaults, and the class around."""
    found: Any = engine.solve(("unknown", where), lambda: _unknown_context(engine, where))
    return found  # type: ignore[no-any-return]


def _unknown_context(engine: Engine, where: Where) -> Any:
    made = engine.made_at(where)
    if made is None:
        return Context(())
    s = calls.signature(engine, *made)
    given: list[tuple[str, Types]] = []
    for p in s.params:
        if p.annotation is not None or lazy.hinted(engine, where, p.name):
            continue
        given.append((p.name, ordered(lazy.undeclared_parameter(engine, where, s, p))))
    return context(given, None)


def wrapped(engine: Engine, where: Where) -> Types:
    """What a method gives as its decorators leave it, called on its class with arguments of which nothing is known."""
    return engine.solve(("wrapped", where), lambda: _wrapped(engine, where))


def _wrapped(engine: Engine, where: Where) -> Types:
    cls = _class_around(engine, where)
    assert cls is not None
    method = members.attribute(engine, Instance(cls), engine.qualname(where).rpartition(".")[2])
    method = tuple([v for v in method if not _is_itself(engine, v, where)])  # that one runs in its unknown context
    return calls.call(engine, method, [calls.Arg("*", "", ANY), calls.Arg("**", "", ANY)])


def _is_itself(engine: Engine, v: Value, where: Where) -> bool:
    """Whether a bound method is the function that a scope is the body of, as no decorator has changed it."""
    function = v.function if v[-1] == "bound" else v
    if function[-1] != "function" or function.space or function.made_in is not None:
        return False
    around = Where("", function.file, function.scope)
    return around == engine.parent(where) and function.name == plain(engine.qualname(where).rpartition(".")[2])


def _class_around(engine: Engine, where: Where) -> Cls | None:
    """The class in whose body a function is defined."""
    around = engine.parent(where)
    if around is None or engine.kind(around) != "class":
        return None
    return Cls("", engine.module_of(around), engine.qualname(around))


def _of_unknown(engine: Engine, p: calls.Parameter) -> Types:
    if p.kind == "*":
        return engine.instance("tuple", ANY)
    return engine.instance("dict", engine.instance("str"), ANY) if p.kind == "**" else ANY


def kin(context: Context, called: frozenset[str] = frozenset()) -> Kin:
    """What contexts that may be joined have in common: the functions and the constants that they are given, their
    closure, and the classes given for parameters that are *called*.
    """
    same = [
        (name, types) for name, types in context.given
        if len(types) == 1 and (is_constant(types[0]) or (name in called and types[0][-1] == "class"))
    ]  # fmt: skip
    return (*same, context.closure) if same or context.closure is not None else ()


def is_constant(v: Value) -> bool:
    """Whether contexts in which something else stands for a value are not to be joined."""
    return v[-1] == "literal" or is_function(v)


def is_function(v: Value) -> bool:
    """Whether a value is a function, or stands for one."""
    return v[-1] in _FUNCTIONS or stands_for_function(v)


_FUNCTIONS = ("function", "bound", "callable", "partial")


def made_with(engine: Engine, cls: Cls, args: "list[calls.Arg]") -> tuple[Value, ...]:
    """The functions that an instance is made with, if instances of the class stand for such."""
    if engine.flow is None or cls.space:
        return ()
    found = [a.types[0] for a in args if len(a.types) == 1 and is_function(a.types[0])]
    if not found:
        return ()
    for name in ("__call__", "__get__"):
        own = members.find(engine, cls, name)
        if own is not None and not own[0].cls.space:
            return shallow(tuple(found))
    return ()


def run_in(engine: Engine, unit: Unit) -> Unit:
    """The unit that is run for a call: the one that its kin, or all, are joined in where there are too many."""
    assert engine.flow is not None
    known = engine.flow.joined.get((unit.where, unit.at))
    if known is None:
        return unit
    called = keys.called(engine, unit.where, unit.at)
    found = known.get(None) or known.get(kin(unit.context, called))
    if found is None and called:  # too many classes to be told apart
        other = known.get(kin(unit.context))
        if other is not None and _takes_classes(other, unit.context, called):
            found = other
    if found is None and keys.has_constants(unit.context):
        found = known.get(kin(keys.plain(engine, unit.context)))
    return unit if found is None else unit._replace(context=found)


def _takes_classes(one: Context, other: Context, called: frozenset[str]) -> bool:
    """Whether what contexts are joined in has the classes that another is given for what is called."""
    given = dict(one.given)
    return all(
        given.get(name) == ANY or types[0] in given.get(name, NOTHING)
        for name, types in other.given if name in called and len(types) == 1
    )  # fmt: skip


def units_of(engine: Engine, where: Where, at: int = -1) -> "list[Unit]":
    """The units that are run of a function or lambda of the project, as far as its calls are known.

    Of a function with very many, one in which all are joined.
    """
    if engine.flow is None or where.space:
        return []
    found: dict[Unit, None] = {}
    contexts = engine.flow.contexts.get((where, at), ())
    if any(keys.has_constants(c) for c in contexts) and not engine.qualname(where).endswith("__getattr__"):
        contexts = tuple(dict.fromkeys([*contexts, *(keys.untested(engine, where, at, c) for c in contexts)]))
    for context in contexts:
        found[run_in(engine, Unit(where, at, context))] = None
    if len(found) > 2 * MOST:
        return [Unit(where, at, joined(engine, where, [unit.context for unit in found]))]
    return list(found)


def joined(engine: Engine, where: Where, contexts: Iterable[Context], before: Context | None = None) -> Context:
    """One context for many of a function; what was too much in the round *before* stays so."""
    if before is not None:
        contexts = (before, *contexts)
    unknown = {name for name, types in before.given if types == ANY} if before is not None else set()
    names: dict[str, Types] = {}
    closures: dict[Unit | None, None] = {}
    for one in contexts:
        closures[one.closure] = None
        for name, types in one.given:
            names[name] = join(names.get(name, NOTHING), types)
    closure = next(iter(closures)) if len(closures) == 1 else None
    for at, (name, types) in enumerate(names.items()):
        if len(types) > _WIDE:
            names[name] = _of_one_kind(engine, types, _class_around(engine, where) if at == 0 else None)
    return context([(n, ANY if n in unknown else ordered(types)) for n, types in names.items()], closure)


def _of_one_kind(engine: Engine, types: Types, around: Cls | None) -> Types:
    """Too many types to be told apart as what all of them are: instances of a metaclass; of receivers, of the class
    *around* the method.
    """
    out: dict[Value, None] = {}
    for v in types:
        if v[-1] == "class" and not v.cls.space:
            above = classes.info(engine, v.cls).metaclass
            if above and not above[0].space:
                v = Instance(above[0])
        elif v[-1] == "instance" and around is not None and around in {a.cls for a in classes.info(engine, v.cls).line}:
            v = Instance(around)
        out[v] = None
    return tuple(out)


# ---------------------------------------------------------------------------------------------------------------------
# Running


def result(engine: Engine, s: calls.Signature, summary: Summary) -> Types:
    """What a call gives that ran a unit of this summary: of a function without a declared result."""
    assert s.body is not None
    if engine.program(s.body).yields:
        if s.is_async:
            return (Instance(engine.outside_class("typing", "AsyncGenerator"), (summary.yielded, ANY)),)
        generator = engine.outside_class("typing", "Generator")
        made: tuple[Value, ...] = ()
        if engine.flow is not None and not s.where.space and engine.program(s.body).takes_sent:
            made = (Function("", s.where.file, s.where.scope, engine.program(s.where).steps[s.step][2]),)
        return (Instance(generator, (summary.yielded, ANY, summary.returned or JUST_NONE), None, made),)
    return summary.returned


def summary_of(engine: Engine, unit: Unit) -> Summary:
    """The summary of a unit, computed once for a state."""
    found: Any = engine.solve(("unit", unit), lambda: _run(engine, unit))
    return found or EMPTY


def outcome(engine: Engine, unit: Unit) -> Summary:
    """The summary of the unit that is run for a call.

    A question of its own: what functions with many contexts are run in changes often, what that gives seldom.
    """
    if engine.trace is None:
        return summary_of(engine, run_in(engine, unit))
    found: Any = engine.solve(("call", unit), lambda: _outcome(engine, unit))
    return found or EMPTY


def _outcome(engine: Engine, unit: Unit) -> Any:
    return summary_of(engine, run_in(engine, unit))


def _run(engine: Engine, unit: Unit) -> Summary:
    from inferd.inference import frames

    frame = frames.Frame(engine, unit.where, unit)
    frame.run()
    return frame.summary()


# ---------------------------------------------------------------------------------------------------------------------
# Solving


class Round(NamedTuple):
    """What one round was run against, what it answered, the questions that it began with, and how it was run."""

    state: State
    table: Table
    roots: frozenset[Node]
    is_early: bool


class Solution(NamedTuple):
    """The state that has come to rest, and the rounds that have led to it."""

    state: State
    rounds: tuple[Round, ...]  # as far as they are kept
    number: int  # of rounds
    anew: frozenset[Place]  # the functions and lambdas that were run anew
    nodes: Nodes


class _Roots(NamedTuple):
    """Where rounds start: *bodies* of modules and classes, functions that nothing mentions, what decorators made of
    methods that nothing mentions; *rest*, *anonymous*: those from which they start when they have come to rest.
    """

    bodies: list[Where]
    functions: list[Where]
    wrapped: list[Where]
    rest: list[Where]
    anonymous: list[Place]
    busy: list[Where]  # functions that are mentioned often
    inherited: dict[Where, list[Cls]]  # tests -> the classes that inherit them, of which a runner makes objects


def solve(
    engine: Engine, files: list[int], most_rounds: int = ROUNDS, before: Solution | None = None, edited: int = 0,
    keeps: bool = False, progress: Callable[[int, int, str], None] | None = None,
) -> Solution:
    """The state in which what flows in some files of the project, all of them as a rule, comes to rest.

    *before*: the solution for the same project before an edit of some files (bits); what its rounds have answered and
    what is not another thing now is taken over.  The solution is the same with it and without.  *keeps*: the rounds.
    *progress* is called with (roots done, roots, what is done) as each round goes on.
    """
    at_rest: _Roots = engine.unremembered(lambda: _roots(engine, files))
    nodes = before.nodes if before is not None else Nodes()
    known = before.rounds if before is not None else ()
    trace = engine.trace = Trace(engine, nodes)
    engine.found = Collector(engine)
    rounds: list[Round] = []
    number = units = 0
    state = State()
    for where in at_rest.busy:
        state.joined[where, -1] = {None: unknown_context(engine, where)}
    everything = False
    roots, lambdas = at_rest.functions, list[Place]()
    try:
        while True:
            bases: list[Base] = []
            one = known[number] if number < len(known) else None
            if one is not None:
                bases.append(Base(one.table, differences(nodes, state, one.state), edited, set()))
            if rounds:
                bases.append(Base(rounds[-1].table, differences(nodes, state, rounds[-1].state), 0, set()))
            trace.begin(bases)
            number += 1
            last = state if number > _EARLY else State()
            early = number <= _EARLY and number < most_rounds and not (everything and units > BUDGET)
            engine.flow = Watched(engine, nodes, state)
            begins = _begins(engine, at_rest, roots, lambdas)
            if (
                before is not None and one is not None and one.is_early == early and state.is_all(one.state)
                and one.roots == begins.keys() and trace.is_repeated(list(begins))
            ):  # fmt: skip
                found = known[number].state if number < len(known) else before.state
            else:
                found = _round(engine, begins, last, early, progress, f"round {number}")
            rounds = [*(rounds if keeps else ()), Round(state, trace.now, frozenset(begins), early)]
            units += sum(map(len, found.contexts.values()))
            is_over = not early and (number >= most_rounds or (units > BUDGET and everything))
            # where two states take turns, what nothing has reached is still to be a root
            is_late = not everything and not is_over and number >= max(most_rounds - _LAST, _EARLY + 1)
            if is_over or is_late or units > BUDGET or (not early and found == state):
                if not early and not is_late and (everything or is_over):
                    break
                everything = True
                more = [where for where in at_rest.rest if (where, -1) not in found.contexts]
                lambdas = [place for place in at_rest.anonymous if place not in found.contexts]
                if not more and not lambdas and not early and not is_late:
                    break
                roots = roots + more
            state = found
    finally:
        engine.found = engine.trace = None
        trace.end()
    if keeps:
        nodes.shrink([r.table for r in rounds], chain.from_iterable(r.roots for r in rounds))
    return Solution(found, tuple(rounds) if keeps else (), number, frozenset(trace.anew), nodes)


class Mentions(NamedTuple):
    """What one file says of where rounds start: how often each name is read, names in strings, beginnings of names that
    are put together (`"visit_" + name`), and its scopes.
    """

    read: dict[str, int]
    in_strings: frozenset[str]  # `getattr(x, "name")`
    beginnings: frozenset[str]
    bodies: tuple[Where, ...]
    functions: tuple[tuple[Where, str], ...]
    anonymous: tuple[Place, ...]
    decorated: frozenset[Where]  # functions that their decorators may hand to somebody


def _mentions(engine: Engine, f: int) -> Mentions:
    read: dict[str, int] = {}
    in_strings: set[str] = set()
    beginnings: set[str] = set()
    bodies: list[Where] = []
    functions: list[tuple[Where, str]] = []
    anonymous: list[Place] = []
    decorated: set[Where] = set()
    tree = engine.root.tree(f)
    for i, scope in enumerate(tree.scopes):
        program = tree.program(i)
        where = Where("", f, i)
        for n, words in enumerate(program.steps):
            if words[0] in ("l", "a"):
                read[words[-1]] = read.get(words[-1], 0) + 1
            elif words[0] == "fr":
                read[words[3]] = read.get(words[3], 0) + 1
            elif words[0] == "c" and words[1].startswith('s"'):
                in_strings.add(words[1][2:-1])
            elif words[0] == "(" and program.steps[int(words[1])] in _SPOKEN:
                in_strings.update(_WORD.findall(" ".join(_constants(program.steps, words[2:]))))
            elif words[0] in ("b", "J"):
                beginnings.update(_beginning(program.steps, words))
            elif words[0] == "L":
                anonymous.append((where, n))
            elif words[0] in ("f", "fa") and any(w[0] == "@" for w in words[3:]):
                decorated.add(Where("", f, tree.child(i, int(words[1]))))
        if scope.kind == "function":
            functions.append((where, scope.qualname.rpartition(".")[2]))
        else:
            bodies.append(where)
    return Mentions(
        read, frozenset(in_strings), frozenset(beginnings), tuple(bodies), tuple(functions), tuple(anonymous),
        frozenset(decorated),
    )  # fmt: skip


def _roots(engine: Engine, files: list[int]) -> _Roots:
    mentioned: dict[str, int] = {}
    beginnings: set[str] = set()
    in_strings: set[str] = set()
    bodies: list[Where] = []
    functions: list[tuple[Where, str]] = []
    anonymous: list[Place] = []
    decorated: set[Where] = set()
    for f in files:
        own = engine.mentions.get(f)
        if own is None:
            own = engine.mentions[f] = _mentions(engine, f)
        for name, n in own.read.items():
            mentioned[name] = mentioned.get(name, 0) + n
        in_strings |= own.in_strings
        beginnings |= own.beginnings
        bodies += own.bodies
        functions += own.functions
        anonymous += own.anonymous
        decorated |= own.decorated
    for name in in_strings:
        mentioned.setdefault(name, 1)
    begun = tuple(sorted(beginnings))
    unnamed = [
        where for where, name in functions
        if name not in mentioned and not name.startswith("__") and not (begun and name.startswith(begun))
    ]  # fmt: skip
    roots = [where for where in unnamed if where not in decorated]
    wrapped = [where for where in unnamed if where in decorated and _class_around(engine, where) is not None]
    busy = []
    for where, name in functions:
        called = engine.qualname(where).split(".")[-2:][0] if name == "__init__" else name
        if mentioned.get(called, 0) > BUSY and not _makes_functions(engine, where):
            busy.append(where)
    begun_at = set(roots)
    inherited = _inherited(engine, files, [(where, name) for where, name in functions if where in begun_at])
    return _Roots(bodies, roots, wrapped, [where for where, _ in functions], anonymous, busy, inherited)


def _inherited(engine: Engine, files: list[int], functions: list[tuple[Where, str]]) -> dict[Where, list[Cls]]:
    """The tests among functions that classes inherit: pytest and unittest make an object of each of these."""
    tests: dict[Cls, list[tuple[Where, str]]] = {}
    for where, name in functions:
        around = _class_around(engine, where) if name.startswith("test") or name in _SET_UP else None
        if around is not None:
            tests.setdefault(around, []).append((where, name))
    out: dict[Where, list[Cls]] = {}
    if not tests:
        return out
    homes = {cls.module for cls in tests}
    for f in files:
        tree = engine.root.tree(f)
        for i, scope in enumerate(tree.scopes):
            if scope.kind != "class" or ("Test" not in scope.qualname and engine.root.module_of(f) not in homes):
                continue
            cls = engine.class_at(Where("", f, i))
            for a in classes.info(engine, cls).line[1:]:
                for where, name in tests.get(a.cls, ()):
                    found = members.find(engine, cls, name)
                    if found is not None and found[0].cls == a.cls and cls not in out.get(where, ()):
                        out.setdefault(where, []).append(cls)
    return out


_SET_UP = frozenset(("setUp", "asyncSetUp", "setup_method"))


def _makes_functions(engine: Engine, where: Where) -> bool:
    """Whether others are made of what a function is given: what they give is known a round later if that is not."""
    if engine.program(where).makes:
        return True
    around = engine.qualname(where).rpartition(".")[0]
    by_name = engine.tree(where.space, where.file).by_name
    return f"{around}.__get__" in by_name or f"{around}.__call__" in by_name


def _constants(steps: list[list[str]], args: list[str]) -> list[str]:
    """The constants that are given to a call."""
    return [steps[int(w)][1] for w in args if w.isdigit() and steps[int(w)][0] == "c"]


_SPOKEN = (["l", "eval"], ["l", "exec"])
_WORD = re.compile(r"[^\W\d]\w*")


def _beginning(steps: list[list[str]], words: list[str]) -> list[str]:
    """The constant that a name may begin with which is put together here."""
    first = words[2] if words[:2] == ["b", "Add"] else words[1] if words[0] == "J" and len(words) > 2 else ""
    text = steps[int(first)][1] if first and steps[int(first)][0] == "c" else ""
    return [text[2:-1]] if text.startswith('s"') and text[2:-1].isidentifier() else []


def _begins(engine: Engine, at_rest: _Roots, functions: list[Where], lambdas: list[Place]) -> dict[Node, bool]:
    """The questions that a round begins with, in order: question -> whether it is a call."""
    trace = engine.trace
    assert trace is not None
    out: dict[Node, bool] = {}
    for where in functions:
        out[trace.node(("unknown", where))] = False
        unknown = unknown_context(engine, where)
        out[trace.node(("call", Unit(where, -1, unknown)))] = True
        for cls in at_rest.inherited.get(where, ()) if unknown.given else ():
            first: tuple[str, Types] = (unknown.given[0][0], (Instance(cls),))
            out[trace.node(("call", Unit(where, -1, unknown._replace(given=(first, *unknown.given[1:])))))] = True
    for where, at in lambdas:
        params = calls.lambda_signature(engine, where, at).params
        given = [(p.name, _of_unknown(engine, p)) for p in params]
        out[trace.node(("call", Unit(where, at, context(given, None))))] = True
    for where in at_rest.wrapped:
        out[trace.node(("wrapped", where))] = False
    for where in at_rest.bodies:
        out[trace.node(("frame", where))] = False
    return out


def _round(
    engine: Engine, begins: dict[Node, bool], before: State, early: bool,
    progress: Callable[[int, int, str], None] | None = None, about: str = "",
) -> State:
    """The state after a round that begins with some questions.

    *before*: that of the round before, whose joins last.  *early*: without what is not known in it, as yet perhaps.
    Else what is copied from instance to instance (`new.x = self.x`) stays unknown for no other reason than that it was.
    """
    trace = engine.trace
    assert trace is not None
    contexts: dict[Place, dict[Context, None]] = {}
    stored: dict[str, dict[Any, Types]] = {"attributes": {}, "made": {}, "names": {}, "on_class": {}}
    asked: list[Node] = []
    called: set[Node] = set()

    def reach(node: Node) -> None:
        if node not in called:
            called.add(node)
            unit: Unit = node.key[1]
            contexts.setdefault((unit.where, unit.at), {})[unit.context] = None
            asked.append(node)

    for node, is_call in begins.items():
        if is_call:
            reach(node)
        else:
            asked.append(node)
    left = roots = len(asked)
    for entry in trace.entries(asked):
        if progress is not None and len(asked) < left:
            left = len(asked)
            progress(roots - left, roots, about)
        engine.frames.clear()
        for what in entry.told:
            if type(what) is Node:
                reach(what)
            else:
                kind, key, types = what
                part = stored[kind]
                part[key] = join(part.get(key, NOTHING), types)
    out = State()
    for place, found in sorted(contexts.items()):
        kept = tuple(sorted(found, key=repr)) if len(found) > 1 else tuple(found)
        out.contexts[place] = _join(engine, out, place, kept, before)
    for place, known in before.joined.items():
        of_place = out.joined.setdefault(place, {})
        for group, one in known.items():
            of_place.setdefault(group, one)
    for kind, part in stored.items():
        if early:
            part = {key: rest for key, types in part.items() if (rest := _known(types))}
        setattr(out, kind, {key: ordered(types) for key, types in sorted(part.items(), key=_by_key)})
    if early:
        for groups in out.joined.values():
            for group, one in groups.items():
                given = [(name, _known(types) or types) for name, types in one.given]
                groups[group] = one._replace(given=tuple(given))
    return out


def _known(types: Types) -> Types:
    return tuple([v for v in types if v != UNKNOWN]) if UNKNOWN in types else types


def _by_key(item: tuple[Any, Types]) -> Any:
    key = item[0]
    return key if len(key) == 2 else (*key[:2], repr(key[2]))


def _join(
    engine: Engine, out: State, place: Place, contexts: tuple[Context, ...], before: State
) -> tuple[Context, ...]:
    """Join the contexts of a place where there are too many, or were in the round *before*; the contexts as kept."""
    known = before.joined.get(place, {})
    if len(contexts) > MOST or known:
        constants = {kin(c) for c in contexts if keys.has_constants(c)}
        if len(constants) > CONSTANTS or None in known:
            contexts = tuple(sorted(dict.fromkeys(keys.plain(engine, c) for c in contexts), key=repr))
    groups: dict[Kin, list[Context]] = {}
    called = keys.called(engine, *place) if len(contexts) > MOST or known else frozenset[str]()
    if called and len({kin(one, called) for one in contexts}) > CLASSES:
        called = frozenset()
    for one in contexts:
        groups.setdefault(kin(one, called), []).append(one)
    if len(groups) > KINS or None in known:
        out.joined[place] = {None: joined(engine, place[0], contexts, known.get(None))}
        return contexts
    for group, found in groups.items():
        if len(found) > MOST or group in known:
            out.joined.setdefault(place, {})[group] = joined(engine, place[0], found, known.get(group))
    return contexts


__all__ = ["UNKNOWN", "ClassObject", "Collector", "Context", "State", "Unit", "classes", "members", "solve"]
