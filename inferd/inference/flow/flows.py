"""What flows between functions: with which types each function of the project is called, and what is put into
attributes.

Why
---
Untyped code says nowhere what a parameter is; its calls do.  And what a call gives often hangs on what it is called
with.  So functions without declared types are run once for each *context*, that is for each distinct tuple of argument
types; what reaches a context is the project's call info.

Terms
-----
state     The contexts of all functions, and the types that were put into attributes of the project's classes.  What a
          context, a unit, its summary and kin are: see `contexts`.

The algorithm
-------------
Rounds.  Each round starts from the roots (modules, class bodies, functions that nothing mentions), runs their frames
(`frames`), and what those call, and what these call, against the state of the round before: attributes are read from
it, and where a function had more than `MOST` contexts that are kin, it is run in one, the join of these.  What was
called and stored, all of it, is the state after the round.  When two rounds agree, functions that nothing has reached
become roots, too, with parameters of which nothing is known, as does what is called from where nobody knows
(`strangers`), and the rounds go on until they agree again.  What the first two rounds do not know is left out of their
states.  The first round has no state to tell it which functions have many contexts: those whose names are mentioned
often are run in it with parameters of which nothing is known, but for decorators and descriptors.

A unit's summary depends on its context and on the state alone, so neither the order of files nor that of calls matters;
joins, caps and contexts are decided between rounds.

What it does not do
-------------------
What a library calls back is known only where it is declared (`Callable[[int], str]`).  Contexts hold classes, and
constants only of parameters that things are looked up with (`keys`).  Where two states take turns, what is in either
is taken, and one round more is run against that.  After `ROUNDS` rounds without agreement, or `_FULL` with everything
where `BUDGET` units have been run, the last state is taken.  (Django with its tests: where one such round was the last,
1.6 % of the types that a recorded run shows were missing where all was said to be known.)
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from inferd.inference.definitions import attributes, signatures
from inferd.inference.definitions.signatures import Arg
from inferd.inference.engine import Engine, Where
from inferd.inference.flow import roots, strangers
from inferd.inference.flow.contexts import Context, Joined, Place, Unit, context, joined, unknown_context
from inferd.inference.flow.roots import Heirs, Roots
from inferd.inference.flow.states import STORED, Gathered, Like, Making, State, Watched, differences, either
from inferd.inference.keeping import again, sources
from inferd.inference.keeping.entries import Base, Node, Nodes, Table
from inferd.inference.keeping.trace import Trace
from inferd.inference.operations import calls
from inferd.inference.operations.byname import Asked
from inferd.inference.questions import EntangledError, Key
from inferd.inference.types import ANY, Cls, Instance, Types, Value, join
from inferd.model import plain

ROUNDS = 12
BUDGET = 40_000  # units that are run in all rounds, before everything is a root
_LAST = 6  # rounds, of all that there may be, in which everything is a root
_FULL = 3  # of them, where the budget is spent
_MOST_SPREAD = 256  # functions that are joined as they spread, in all rounds
_EARLY = 2  # rounds that do not know yet what is unknown


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

    def ask(self, asked: Asked, types: Types) -> None:
        """A method of which only the name is known is called."""
        self._tell(("asked", asked, types))

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


class Round(NamedTuple):
    """What one round was run against and what it left, what it answered, the questions that it began with, and how it
    was run.
    """

    state: State
    left: State
    table: Table
    loose: frozenset[Node]  # see `Base`
    begins: "Begins"
    is_early: bool
    start: "Start"
    gathered: "Gathered"


class Start(NamedTuple):
    """From where a round started."""

    heirs: Heirs
    below: dict[Where, list[Cls]]  # of methods, see `strangers.heirs`
    wrapped: list[Where]
    bodies: list[Where]
    functions: list[Where]
    lambdas: list[Place]
    opened: dict[Where, Context]  # of methods that are called by name, see `strangers`


class Begins(NamedTuple):
    """The questions that a round begins with, in order: question -> whether it is a call; and those of functions, and
    the others, apart.  The first of a function is its context of which nothing is known.
    """

    questions: dict[Node, bool]
    functions: dict[Where, tuple[Node, ...]]
    others: dict[Node, bool]


class First(NamedTuple):
    """What the first round's state was found from."""

    table: Table
    loose: frozenset[Node]


class Solution(NamedTuple):
    """The state that has come to rest, and the rounds that have led to it.

    It is the state that the last round was run against, whose answers are known; what that round left is another one
    where the rounds have not come to rest.
    """

    state: State
    rounds: tuple[Round, ...]  # as far as they are kept
    last: Round
    number: int  # of rounds
    anew: frozenset[Place]  # the functions and lambdas that were run anew
    nodes: Nodes
    at_rest: Roots
    first: First
    has_spread: bool  # see `solve`
    recursed: dict[Where, int]  # functions that ran as they ran already -> in how many contexts that are kin, at most
    taken: dict[int, int]  # of each file what joins of receivers look at, see `Mentions`


def solve(
    engine: Engine, files: list[int], most_rounds: int = ROUNDS, before: Solution | None = None, edited: int = 0,
    changed: Iterable[Node] = (), keeps: bool = False, held: Iterable[Node] = (),
    progress: Callable[[int, int, str], None] | None = None,
) -> Solution:
    """The state in which what flows in some files of the project, all of them as a rule, comes to rest.

    *before*: the solution for the same project before an edit; what its rounds have answered and what is not another
    thing now is taken over.  The solution is the same with it and without.  *edited*: the files (bits) of which
    all counts as changed, *changed*: the parts of others, see `sources`.  *keeps*: the rounds.  *held*: parts of the
    state and of scopes that others than rounds rest on.
    *progress* is called with (roots done, roots, what is done) as each round goes on.

    A round in which functions of a circle spread (see `EntangledError`) is begun again, with these run as if nothing
    were known of their calls, as those are that are mentioned often in the first one, and in later rounds each in
    the join of all its contexts.  Which these are hangs on how rounds are gone through: nothing is taken over from such
    a solution, and where it happens after an edit, the error is raised.
    """
    assert before is None or not before.has_spread
    changed = set(changed)
    nodes = before.nodes if before is not None else Nodes(keeps)
    known_roots = before.at_rest if before is not None and not edited else None
    at_rest = roots.find(engine, files, nodes, known_roots, changed)
    known = before.rounds if before is not None else ()
    taken = {f: said.taken for f in files if (said := engine.mentions.get(f)) is not None}
    texts, functions = sources.concerned(engine, changed)
    edited_files = texts.union(where.file for where in functions)
    taken_of = frozenset(f for f in edited_files if before is None or before.taken.get(f) != taken.get(f))
    trace = engine.trace = Trace(engine, nodes, keeps)
    engine.found = Collector(engine)
    recursed = engine.recursed_before = before.recursed if before is not None else {}
    rounds: list[Round] = []
    number = units = full = 0
    starts, lambdas = at_rest.functions, list[Place]()
    methods, defined = strangers.by_name(at_rest.methods), strangers.classes_in(engine, files)
    below: dict[Where, list[Cls]] = {}
    opened: dict[Where, Context] = {}
    previous: State | None = None  # what the round before was run against, from the same roots
    everything = is_closing = False
    spread: dict[Place, None] = {}

    def run(state: State, apart: State) -> Round:
        """The round of this number, run against a state; *apart*: the same before functions that spread were joined."""
        bases: list[Base] = []
        if one is not None:
            bases.append(Base(one.table, one.loose, differences(nodes, state, one.state) | changed, edited, set()))
        if rounds:
            last_one = rounds[-1]
            bases.append(Base(last_one.table, last_one.loose, differences(nodes, state, last_one.state), 0, set()))
        trace.begin(bases)
        last = apart if number > _EARLY else State()
        engine.flow = Watched(engine, nodes, state)
        start = Start(at_rest.heirs, below, at_rest.wrapped, at_rest.bodies, starts, lambdas, opened)
        begins = _begins(engine, start, one if one is not None or not rounds else rounds[-1])
        making = Making(engine, last, early, at_rest.heirs.found)
        if (
            one is not None and not edited and one.is_early == early and start.heirs is one.start.heirs
            and again.is_worth_it(trace) and trace.are_as_before("info")  # joins look at the order of bases
        ):  # fmt: skip
            anew = again.Again(trace, begins.questions, one.begins.questions)
            anew.ask()
            gathered, places, stored = anew.gathered(one.gathered)
            like = Like(one.left, one.state if number > _EARLY else State(), texts, functions, taken_of)
            left = making.left_again(gathered, like, places, stored)
        else:
            gathered = _gathered(trace, begins.questions, progress, f"round {number}")
            left = making.left(gathered)
        return Round(state, left, trace.now, trace.loose, begins, early, start, gathered)

    try:
        state, first = _first(engine, at_rest.busy, before.first if before is not None else None, edited, changed)
        while True:
            one = known[number] if number < len(known) else None
            number += 1
            early = number <= _EARLY and number < most_rounds and not is_closing
            full += everything and not early
            joins: dict[Place, Joined] = {}
            apart = state
            while True:
                try:
                    now = run(state, apart)
                    break
                except EntangledError as error:
                    more = [(where, -1) for where in error.spread if (where, -1) not in joins]
                    if not more or before is not None or len(spread) > _MOST_SPREAD:
                        raise
                    spread.update(dict.fromkeys(more))
                    joins.update({place: {None: unknown_context(engine, place[0])} for place in more})
                    state = state.joining(joins)
            found = now.left
            known_of = {place: found.contexts[place] for place in spread if place in found.contexts}
            if known_of:
                found = found.joining({
                    place: {None: joined(engine, place[0], several)} for place, several in known_of.items()
                })
            rounds = [*(rounds if keeps else ()), now]
            if is_closing:
                break
            units += sum(map(len, found.contexts.values()))
            is_over = not early and (number >= most_rounds or (units > BUDGET and full >= _FULL))
            is_at_rest = not early and not joins and found == state
            is_turning = previous is not None and found.is_all(previous)
            previous = None if early else state
            is_late = not everything and number >= max(most_rounds - _LAST, _EARLY + 1)
            is_done = is_over or is_at_rest or is_turning
            if (is_done or is_late or units > BUDGET) and not is_over and (early or not everything):
                everything = True
                unmet = [where for where in at_rest.rest if (where, -1) not in found.contexts]
                lambdas = [place for place in at_rest.anonymous if place not in found.contexts]
                is_done = is_done and not unmet and not lambdas
                starts = starts + unmet
                if unmet or lambdas:
                    previous = None
            if everything and not is_over:
                handed = strangers.found(engine, methods, starts, found, opened)
                unmet = [where for where in handed.functions if where not in starts]
                unmet_lambdas = [place for place in handed.lambdas if place not in lambdas]
                if unmet or unmet_lambdas or handed.methods != opened:
                    starts, lambdas, opened = starts + unmet, lambdas + unmet_lambdas, handed.methods
                    previous, is_done = None, False
                below = strangers.heirs(engine, defined, at_rest.methods, starts)
            if is_done:
                if is_at_rest:
                    break
                is_closing = True
                if is_turning:
                    found = either(engine, state, found)
            state = found
    finally:
        engine.found = engine.trace = None
        trace.end()
    if keeps:
        tables = [first.table, *(r.table for r in rounds)]
        nodes.shrink(tables, chain.from_iterable(r.begins.questions for r in rounds), chain(at_rest.heirs.read, held))
    return Solution(
        state, tuple(rounds) if keeps else (), rounds[-1], number, frozenset(trace.anew), nodes, at_rest, first,
        bool(spread), {at: max(n, recursed.get(at, 0)) for at, n in {**recursed, **engine.recursed}.items()}, taken,
    )  # fmt: skip


def _first(
    engine: Engine, busy: list[Where], before: First | None, edited: int, changed: set[Node]
) -> tuple[State, First]:
    """The state of the first round, in which functions that are mentioned often are joined."""
    trace = engine.trace
    assert trace is not None
    trace.begin([Base(before.table, before.loose, changed, edited, set())] if before is not None else [])
    state = State()
    for where in busy:
        state.joined[where, -1] = {None: unknown_context(engine, where)}
    return state, First(trace.now, frozenset(o for e in trace.now.values() for o in e.asked if o not in trace.now))


def _begins(engine: Engine, start: Start, before: Round | None) -> Begins:
    """What a round begins with; *before*: the round of the first base."""
    trace = engine.trace
    assert trace is not None
    others: dict[Node, bool] = {}
    for where, one in start.opened.items():
        others[trace.node(("call", Unit(where, -1, one)))] = True
    for where, at in start.lambdas:
        params = signatures.lambda_signature(engine, where, at).params
        given = [(p.name, _of_unknown(engine, p)) for p in params]
        others[trace.node(("call", Unit(where, at, context(given, None))))] = True
    for where in start.wrapped:
        others[trace.node(("wrapped", where))] = False
    for where in start.bodies:
        others[trace.node(("frame", where))] = False
    functions = _functions(engine, trace, start, before)
    if before is not None and (functions, others) == (before.begins.functions, before.begins.others):
        return before.begins
    out: dict[Node, bool] = {}
    for nodes in functions.values():
        out[nodes[0]] = False
        out.update(dict.fromkeys(nodes[1:], True))
    out.update(others)
    return Begins(out, functions, others)


def _functions(engine: Engine, trace: Trace, start: Start, before: Round | None) -> dict[Where, tuple[Node, ...]]:
    """See `Begins`; *before*: the round of the first base."""
    known, around = (before.begins.functions, before.start) if before is not None else ({}, start)
    inherited, below, had, had_below = start.heirs.found, start.below, around.heirs.found, around.below
    if trace.bases and start.functions == around.functions and (inherited, below) == (had, had_below):
        table, unsure = trace.bases[0].table, trace.unsure
        if known and all(nodes[0] in table and nodes[0] not in unsure for nodes in known.values()):
            return known
    functions: dict[Where, tuple[Node, ...]] = {}
    for where in start.functions:
        by = inherited.get(where, ()), below.get(where, ())
        nodes = known.get(where)
        if nodes is None or not trace.is_sure(nodes[0]) or by != (had.get(where, ()), had_below.get(where, ())):
            nodes = tuple([trace.node(key) for key in _begin_of(engine, where, (*by[0], *by[1]))])
        functions[where] = nodes
    return functions


def _begin_of(engine: Engine, where: Where, inherited: Iterable[Cls]) -> Iterator[Key]:
    """The questions that a round begins with because a function is a root; *inherited*: by which classes, if by any."""
    yield "unknown", where
    unknown = unknown_context(engine, where)
    yield "call", Unit(where, -1, unknown)
    for cls in dict.fromkeys(inherited) if unknown.given else ():
        first: tuple[str, Types] = (unknown.given[0][0], (Instance(cls),))
        yield "call", Unit(where, -1, unknown._replace(given=(first, *unknown.given[1:])))


def wrapped(engine: Engine, where: Where) -> Types:
    """What a method gives as its decorators leave it, called on its class with arguments of which nothing is known."""
    found: Types = engine.solve(("wrapped", where), lambda: _wrapped(engine, where))
    return found


def _wrapped(engine: Engine, where: Where) -> Types:
    cls = engine.class_around(where)
    assert cls is not None
    method = attributes.attribute(engine, Instance(cls), engine.qualname(where).rpartition(".")[2])
    method = tuple([v for v in method if not _is_itself(engine, v, where)])  # that one runs in its unknown context
    return calls.call(engine, method, [Arg("*", "", ANY), Arg("**", "", ANY)])


def _is_itself(engine: Engine, v: Value, where: Where) -> bool:
    """Whether a bound method is the function that a scope is the body of, as no decorator has changed it."""
    function = v.function if v[-1] == "bound" else v
    if function[-1] != "function" or function.space or function.made_in is not None:
        return False
    around = Where("", function.file, function.scope)
    return around == engine.parent(where) and function.name == plain(engine.qualname(where).rpartition(".")[2])


def _of_unknown(engine: Engine, p: signatures.Parameter) -> Types:
    if p.kind == "*":
        return engine.instance("tuple", ANY)
    return engine.instance("dict", engine.instance("str"), ANY) if p.kind == "**" else ANY


def _gathered(
    trace: Trace, begins: dict[Node, bool], progress: Callable[[int, int, str], None] | None, about: str
) -> Gathered:
    """What is told in a round that begins with some questions, which are asked now."""
    reached: dict[Place, list[Node]] = {}
    stored: dict[str, dict[Any, dict[Types, None]]] = {kind: {} for kind in STORED}
    asked: list[Node] = []
    called: set[Node] = set()

    def reach(node: Node) -> None:
        if node not in called:
            called.add(node)
            unit: Unit = node.key[1]
            reached.setdefault((unit.where, unit.at), []).append(node)
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
        trace.engine.frames.clear()
        for what in entry.told:
            if type(what) is Node:
                reach(what)
            else:
                kind, key, types = what
                stored[kind].setdefault(key, {})[types] = None
    return Gathered(
        {place: tuple(nodes) for place, nodes in reached.items()},
        {kind: {key: join(*found) for key, found in part.items()} for kind, part in stored.items()},
    )
