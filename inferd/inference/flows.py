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
summary   What running a unit tells others: what it returns and yields, and what its variables hold, for closures.
state     The contexts of all functions, and the types that were put into attributes of the project's classes.

The algorithm
-------------
Rounds.  Each round starts from the roots (modules, class bodies, functions that nothing mentions), runs their frames
(`frames`), and what those call, and what these call, against the state of the round before: attributes are read from
it, and functions that had more than `MOST` contexts are run in one, the join of all.  What was called and stored, all
of it, is the state after the round.  When two rounds agree, functions that nothing has reached become roots, too, with
parameters of which nothing is known, and the rounds go on until they agree again.

A unit's summary depends on its context and on the state alone, so neither the order of files nor that of calls matters;
joins, caps and contexts are decided between rounds.

What it does not do
-------------------
What a library calls back is known only where it is declared (`Callable[[int], str]`).  Contexts hold classes, not
constants.  After `ROUNDS` rounds without agreement, or `BUDGET` units, the last state is taken.
"""

from collections.abc import Iterable
from json import dumps
from typing import Any, NamedTuple

from inferd.inference import calls, classes, lazy, members
from inferd.inference.containers import merged
from inferd.inference.engine import Engine, Where

from inferd.inference.types import (  # isort:skip
    ANY, JUST_NONE, NOTHING, UNKNOWN, ClassObject, Cls, Instance, Record, Summary, Tuple, Types, Value, bounded,
    clipped, join, union, whole,
)  # fmt: skip

MOST = 8  # contexts of a function, before they are joined
ROUNDS = 12
BUDGET = 30_000  # units that are run in all rounds, before the last round is begun
_DEEP = 3  # type arguments within type arguments, in contexts
_LARGE = 24  # values that a set in a context consists of
_NESTED = 3  # closures within closures, in contexts
_WIDE = 8  # types of one parameter, before the rest is not told


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
Attribute = tuple[Cls, str]
EMPTY = Summary(NOTHING, NOTHING, NOTHING, (), ())


class State:
    """What flows, as one round left it."""

    __slots__ = ("attributes", "contexts", "joined", "names", "on_class")

    def __init__(self) -> None:
        self.contexts: dict[Place, tuple[Context, ...]] = {}
        self.joined: dict[Place, Context] = {}  # of those with too many
        self.attributes: dict[Attribute, Types] = {}  # stored into instances
        self.on_class: dict[Attribute, Types] = {}  # stored into the class, from outside of its body
        self.names: dict[tuple[str, str], Types] = {}  # what functions put into containers of a module

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, State) and self.contexts == other.contexts and self.attributes == other.attributes
            and self.on_class == other.on_class and self.names == other.names
        )  # fmt: skip

    __hash__ = None  # type: ignore[assignment]


class Collector:
    """What a round has found so far."""

    def __init__(self) -> None:
        self.contexts: dict[Place, dict[Context, None]] = {}
        self.attributes: dict[Attribute, Types] = {}
        self.on_class: dict[Attribute, Types] = {}
        self.names: dict[tuple[str, str], Types] = {}
        self.queue: list[Unit] = []

    def put(self, module: str, name: str, types: Types) -> None:
        """The container in a variable of a module is seen to hold something."""
        self.names[module, name] = join(self.names.get((module, name), NOTHING), types)

    def reach(self, unit: Unit) -> None:
        known = self.contexts.setdefault((unit.where, unit.at), {})
        if unit.context not in known:
            known[unit.context] = None
            self.queue.append(unit)

    def store(self, v: Value, name: str, types: Types, owner: Cls | None) -> None:
        """Something is put into an attribute of a value; *owner*: the class whose method does it to its receiver."""
        if v[-1] == "class" and not v.cls.space:
            self.on_class[v.cls, name] = join(self.on_class.get((v.cls, name), NOTHING), types)
        elif v[-1] == "instance" and not v.cls.space:
            for cls in {v.cls, owner or v.cls}:
                self.attributes[cls, name] = join(self.attributes.get((cls, name), NOTHING), types)


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
            v = v._replace(args=args) if tag == "class" else v._replace(args=args, items=None)
        elif tag == "tuple":
            v = Tuple(tuple([shallow(a) for a in v.items]))
        elif tag == "record":
            v = v._replace(items=tuple([(k, shallow(a)) for k, a in v.items]))
        out[v] = None
    return tuple(out)


def ordered(types: Types) -> Types:
    """A set in an order of its own, without what would make too many of them."""
    types = merged(shallow(bounded(whole(types), _DEEP, _LARGE)))
    if len(types) > _WIDE:
        return ANY
    return tuple(sorted(types, key=repr)) if len(types) > 1 else types


def is_flowing(engine: Engine, s: calls.Signature) -> bool:
    """Whether calls of a definition run its body: it is the project's, and no stub."""
    return engine.flow is not None and not s.where.space and s.body is not None


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
            given.append((p.name, ordered(engine.widened(types))))
    return context(given, closure)


def _default(engine: Engine, s: calls.Signature, name: str, default: int) -> Types:
    """What a default is: where it is a container, with what the calls before have put into it."""
    from inferd.inference.filling import default_container, put_in_cell

    types = lazy.value(engine, s.where, default)
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


def _of_unknown(engine: Engine, p: calls.Parameter) -> Types:
    if p.kind == "*":
        return engine.instance("tuple", ANY)
    return engine.instance("dict", engine.instance("str"), ANY) if p.kind == "**" else ANY


def run_in(engine: Engine, unit: Unit) -> Unit:
    """The unit that is run for a call: the one that all contexts are joined in where there are too many."""
    assert engine.flow is not None
    found = engine.flow.joined.get((unit.where, unit.at))
    if found is not None:
        return unit._replace(context=found)
    return unit


def joined(contexts: Iterable[Context], before: Context | None = None) -> Context:
    """One context for many; what was too much in the round *before* stays so."""
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
    return context([(n, ANY if n in unknown else ordered(types)) for n, types in names.items()], closure)


# ---------------------------------------------------------------------------------------------------------------------
# Running


def result(engine: Engine, s: calls.Signature, unit: Unit) -> Types:
    """What a call of a unit gives: of a function without a declared result."""
    summary = summary_of(engine, unit)
    program = engine.program(unit.where)
    if program.yields:
        if s.is_async:
            return (Instance(engine.outside_class("typing", "AsyncGenerator"), (summary.yielded, ANY)),)
        generator = engine.outside_class("typing", "Generator")
        return (Instance(generator, (summary.yielded, ANY, summary.returned or JUST_NONE)),)
    return summary.returned


def summary_of(engine: Engine, unit: Unit) -> Summary:
    """The summary of a unit, computed once for a state."""
    found: Any = engine.solve(("unit", unit), lambda: _run(engine, unit))
    return found or EMPTY


def _run(engine: Engine, unit: Unit) -> Summary:
    from inferd.inference import frames

    frame = frames.Frame(engine, unit.where, unit)
    frame.run()
    return frame.summary()


def lambda_result(engine: Engine, unit: Unit) -> Types:
    return summary_of(engine, unit).returned


# ---------------------------------------------------------------------------------------------------------------------
# Solving


def solve(engine: Engine, files: list[int], most_rounds: int = ROUNDS) -> State:
    """The state in which what flows in some files of the project, all of them as a rule, comes to rest."""
    trees = [(f, engine.root.tree(f)) for f in files]
    mentioned: set[str] = set()
    bodies: list[Where] = []
    functions: list[tuple[Where, str]] = []
    anonymous: list[Place] = []
    decorated: set[Where] = set()  # functions that their decorators may hand to somebody
    for f, tree in trees:
        for i, scope in enumerate(tree.scopes):
            program = tree.program(i)
            where = Where("", f, i)
            for n, words in enumerate(program.steps):
                if words[0] in ("l", "a"):
                    mentioned.add(words[-1])
                elif words[0] == "fr":
                    mentioned.add(words[3])
                elif words[0] == "L":
                    anonymous.append((where, n))
                elif words[0] in ("f", "fa") and any(w[0] == "@" for w in words[3:]):
                    decorated.add(Where("", f, tree.child(i, int(words[1]))))
            if scope.kind == "function":
                functions.append((where, scope.qualname.rpartition(".")[2]))
            else:
                bodies.append(where)
    unnamed = [where for where, name in functions if name not in mentioned and not name.startswith("__")]
    roots = [where for where in unnamed if where not in decorated]
    state = State()
    rounds = units = 0
    everything = False
    lambdas: list[Place] = []
    while True:
        rounds += 1
        found = _round(engine, state, bodies, roots, lambdas)
        units += sum(map(len, found.contexts.values()))
        is_over = rounds >= most_rounds or (units > BUDGET and everything)
        if found == state or is_over or units > BUDGET:
            if everything or is_over:
                return found
            everything = True
            more = [where for where, _ in functions if (where, -1) not in found.contexts]
            lambdas = [place for place in anonymous if place not in found.contexts]
            if not more and not lambdas:
                return found
            roots = roots + more
        state = found


def _round(
    engine: Engine, state: State, bodies: list[Where], roots: list[Where], lambdas: list[Place]
) -> State:  # fmt: skip
    engine.forget_project()
    engine.flow = state
    collector = engine.found = Collector()
    from inferd.inference import frames

    try:
        for where in bodies:
            frames.run(engine, where)
            engine.frames.clear()
            _drain(engine, collector)
        for where in roots:
            collector.reach(Unit(where, -1, unknown_context(engine, where)))
            _drain(engine, collector)
        for where, at in lambdas:
            params = calls.lambda_signature(engine, where, at).params
            collector.reach(Unit(where, at, context([(p.name, _of_unknown(engine, p)) for p in params], None)))
            _drain(engine, collector)
    finally:
        engine.found = None
    out = State()
    for place, contexts in collector.contexts.items():
        kept = tuple(sorted(contexts, key=repr)) if len(contexts) > 1 else tuple(contexts)
        out.contexts[place] = kept
        if len(kept) > MOST or place in state.joined:
            out.joined[place] = joined(kept, state.joined.get(place))
    for place, one in state.joined.items():
        out.joined.setdefault(place, one)
    out.attributes = {key: ordered(types) for key, types in sorted(collector.attributes.items())}
    out.names = {key: ordered(types) for key, types in sorted(collector.names.items())}
    out.on_class = {key: ordered(types) for key, types in sorted(collector.on_class.items())}
    return out


def _drain(engine: Engine, collector: Collector) -> None:
    while collector.queue:
        unit = collector.queue.pop()
        summary_of(engine, run_in(engine, unit))


__all__ = ["UNKNOWN", "ClassObject", "Collector", "Context", "State", "Unit", "classes", "members", "solve"]
