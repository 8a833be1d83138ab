"""Settling files with what a solver knows: its last round has answered most of what the receivers of a file ask.

Why
    What is stored of receivers (`settled`) is what each scope's occurrences are, in all contexts that the scope is run
    in.  Who found out what flows (`flowing.Solver`) has run all of it, so only the scopes themselves are run once more,
    and what they call is known.  And after an edit it is known which answers are other ones: a file none of whose
    answers changed says what it said.  So an edit that changes no result settles one file, however many read it.

Terms
    session   A solver's answers over one snapshot, with an engine that takes them over and records what it asks.
    told      What was found of the receivers of a file, by *part*, that is by scope, and what that was found from, down
              to answers of the last round.

The algorithm
    While a file is settled it is recorded what is asked (`trace`).  What the last round has no answers to (values of
    single steps, mostly) is not kept: in its place stands what it was found from.  When the next session begins, what
    was told of a file is dropped if its text is another one, and what was told of one of its scopes if an answer or a
    part of the state or of a scope that it was found from is.  What attributes mean by Python's rules alone is looked
    up anew where an edit has changed the surface of a file or what functions store in attributes, whose class it may
    be; else only what was dropped is asked for again.  The text of what functions give is kept as long as all of these
    answers hold.

    With each file stands from which files it was found (`reads`, bits): those of its answers, and of all that these
    were found from.  They are added up over the round's table once, and after an edit where something differs.

What it costs
    A look at each entry of the table when a session begins; answers by name for each scope, and a text for each file.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from inferd.inference.engine import Engine, Where
from inferd.inference.flow import contexts
from inferd.inference.flow.contexts import Context, Joined, Place, Unit
from inferd.inference.flow.flows import Solution
from inferd.inference.flow.states import State, Watched, differences
from inferd.inference.keeping.entries import Base, Entry, Node, Nodes, Table
from inferd.inference.keeping.learned import ALL, Learned, take_over
from inferd.inference.keeping.numbering import Layouts
from inferd.inference.keeping.trace import Trace
from inferd.inference.questions import Record
from inferd.inference.stack import roomy
from inferd.inference.types import Summary
from inferd.query import flow_rows, kept_calls, settled
from inferd.query.kept_calls import Calls, Stored
from inferd.query.types import Typing
from inferd.query.view import Block, View
from inferd.query.world import Shelf
from inferd.store.rows import TypedRow

_STEPS = frozenset(("value", "frame"))  # kinds of questions that concern one file alone


class Leaves(NamedTuple):
    """What something was found from: questions, parts of the state and of scopes, and files (bits)."""

    asked: tuple[Node, ...]
    read: tuple[Node, ...]
    files: int

    def with_(self, other: "Leaves") -> "Leaves":
        return Leaves(self.asked + other.asked, self.read + other.read, self.files | other.files)

    def hold(self, differs: set[Node], gone: int) -> bool:
        """Whether none of them is another thing now; *gone*: files (bits) of which all that was found is."""
        return not self.files & gone and differs.isdisjoint(self.read) and differs.isdisjoint(self.asked)


At = tuple[int, int]  # a place in a file: (block, by its number there; occurrence)


class Part(NamedTuple):
    """What was found of the receivers, and of the calls, in a scope."""

    texts: dict[At, str]  # types, see `settled.encoded`
    calls: Calls | None  # None: the occurrences are no steps of a program
    leaves: Leaves


class Told(NamedTuple):
    """See the module's docstring."""

    parts: dict[Where | None, Part]  # of each scope; None: of occurrences that are no step of a program
    summaries: dict[Unit, Summary]  # what functions give in contexts in which the last round did not run them
    rest: Leaves | None  # what these were found from, and what receivers mean; None: to be found out
    decided: frozenset[At]  # what was asked for and is decided by the language's rules
    dropped: tuple[At, ...] | None  # what parts told that do not hold; None: all is to be gone through

    def kept(self, is_kept: Callable[[Leaves], bool]) -> "Told":
        """The same without what does not hold."""
        parts = {where: part for where, part in self.parts.items() if is_kept(part.leaves)}
        rest = self.rest if self.rest is not None and is_kept(self.rest) else None
        if len(parts) == len(self.parts):
            return self if rest is self.rest else self._replace(rest=rest)
        gone = [at for where, part in self.parts.items() if where not in parts for at in part.texts]
        return self._replace(
            parts=parts, rest=rest, dropped=(*self.dropped, *gone) if self.dropped is not None else None
        )

    def calls(self, where: Where) -> Calls:
        """The calls in a scope."""
        found = self.parts[where].calls
        assert found is not None, where
        return found

    def leaves(self) -> Iterator[Leaves]:
        yield from (part.leaves for part in self.parts.values())
        if self.rest is not None:
            yield self.rest


class Given(NamedTuple):
    """What the functions of a file give, as it is stored, and what was asked of them for that."""

    units: frozenset[Node]
    unrun: dict[Unit, Summary]
    files: int  # (bits) that functions and steps are named in
    text: str


class Named(NamedTuple):
    """The calls in a file as they are stored, and the files (bits) that what is called is named in."""

    calls: tuple[Calls, ...]
    files: int
    stored: Stored


class Candidates(NamedTuple):
    """The units of a function that questions run, and of what they were made."""

    contexts: tuple[Context, ...]
    joined: Joined | None
    units: tuple[Unit, ...]
    leaves: Leaves  # the classes, if there are many contexts, by which they were joined


class Memory:
    """What sessions have told, from one to the next, if there is to be a next one (*keeps*)."""

    def __init__(self, keeps: bool) -> None:
        self.keeps = keeps
        self._begin()

    def _begin(self) -> None:
        self.told: dict[int, Told] = {}  # by file
        self.given: dict[int, Given] = {}  # the same
        self.named: dict[int, Named] = {}  # the same
        self.table: Table = {}  # the round that all of it was found from
        self.state: State | None = None
        self.bits: dict[Node, int] = {}  # question -> the files that it was answered from, in all
        self.candidates: dict[Place, Candidates] = {}
        self._files: set[int] = set()  # whose text is another since then
        self._gone = 0  # files (bits) of which all that was found counts as changed
        self._renamed = 0  # files (bits) in which something has another name in rows, or -1: any
        self._has_members = True  # classes have the same attributes as before, by what is stored in their objects
        self._changed: set[Node] = set()  # parts of scopes that are others since then

    def rests_on(self) -> Iterator[Node]:
        """The parts of the state and of scopes that anything was found from."""
        for told in self.told.values():
            for leaves in told.leaves():
                yield from leaves.read

    def edit(
        self, files: list[int] | None, gone: int, changed: Iterable[Node], renamed: int, has_members: bool
    ) -> None:
        """Take note of an edit; *files*: None where all may be others; *gone*: of which all that was found counts as
        changed; *renamed*: in which something has another name in rows, -1: any; *has_members*: whether all surfaces
        are the same (see `sources`), and the same attributes are stored in the same functions.
        """
        if files is None:
            self._begin()
            return
        self._files.update(files)
        self._gone |= gone
        self._renamed |= renamed
        self._changed.update(changed)
        self._has_members &= has_members

    def follow(self, solution: Solution, now: Table) -> None:
        """Drop what may be another thing now: *now* are the sure answers of a session that begins."""
        table, before = self.table, self.state
        if before is not None:
            differs = self._changed | differences(solution.nodes, solution.state, before)
            others = [(node, entry) for node, entry in table.items() if now.get(node) is not entry]
            differs.update(node for node, entry in others if not _is_same(node, entry, now.get(node)))
            gone, renamed = self._gone, self._renamed
            self.told = {
                f: told.kept(lambda leaves: leaves.hold(differs, gone))
                for f, told in self.told.items() if f not in self._files
            }  # fmt: skip
            if not self._has_members:  # attributes may mean something else
                self.told = {f: told._replace(dropped=None) for f, told in self.told.items()}
            self.candidates = {
                place: found for place, found in self.candidates.items()
                if place[0].file not in self._files and found.leaves.hold(differs, gone)
            }  # fmt: skip
            self.named = {
                f: named for f, named in self.named.items() if f not in self._files and not named.files & renamed
            }
            self.given = {
                f: given for f, given in self.given.items()
                if f not in self._files and not given.files & renamed and differs.isdisjoint(given.units)
            }  # fmt: skip
        self._files, self._gone, self._renamed, self._changed, self._has_members = set(), 0, 0, set(), True
        self.bits = _bits(solution.nodes, solution.last.table, table, self.bits)
        self.table, self.state = solution.last.table, solution.state


def _is_same(node: Node, entry: Entry, now: Entry | None) -> bool:
    return entry is now or (now is not None and node.key[0] != "frame" and now.result == entry.result)


def _bits(nodes: Nodes, table: Table, before: Table, known: dict[Node, int]) -> dict[Node, int]:
    """The files (bits) from which the entries of a table were found, and all that they were found from; *known*: the
    same of a table *before*.
    """
    out = {node: bits for node, bits in known.items() if node in table}
    shared: dict[int, int] = {}
    waiting = [node for node, entry in table.items() if before.get(node) is not entry]
    while waiting:  # entries stand behind those that they were found from, with few exceptions
        changed: dict[Node, None] = {}
        done: set[Node] = set()
        for node in waiting:
            if node in done:
                continue
            group = table[node].group
            members = {m: None for m in group if m in table} if group is not None else {node: None}
            done.update(members)
            bits = 0
            for m in members:
                bits |= table[m].files
                for asked in table[m].asked:
                    if asked not in members:
                        bits |= out.get(asked, 0)
            bits = shared.setdefault(bits, bits)
            if any(out.get(m) != bits for m in members):
                changed.update(members)
                out.update(dict.fromkeys(members, bits))
        waiting = nodes.users_in(table, changed)
    return out


class _Settled(Trace):
    """What a session has answered, beside the last round."""

    def leaves(self, record: Record, table: Table) -> Leaves:
        """What something was found from, down to the entries of a table."""
        now = self.now
        seen: set[Node] = set()
        asked: set[Node] = set()
        read = set(record.read)
        files = record.files
        waiting = list(record.asked)
        while waiting:
            node = waiting.pop()
            if node in seen:
                continue
            seen.add(node)
            entry = now.get(node)
            if entry is None:
                if not self.engine.is_known(node.key):
                    asked.add(node)
            elif table.get(node) is entry:
                asked.add(node)
            else:
                read.update(entry.read)
                files |= entry.files
                waiting += entry.asked
                waiting += entry.group or ()
        return Leaves(tuple(asked), tuple(read), files)

    def forget_added(self, kinds: frozenset[str], table: Table) -> None:
        """Forget entries of some kinds that were added to those of a table since the last time."""
        now = self.now
        added = [node for node in dict.fromkeys(self._added) if node in now and now[node] is not table.get(node)]
        self._added = []
        gone = {node for node in added if node.key[0] in kinds}
        for node in added:
            if node in gone:
                continue
            entry = now[node]
            if not gone.isdisjoint(entry.asked):
                record = Record()
                record.asked = dict.fromkeys(entry.asked)
                record.asked.update(dict.fromkeys(entry.group or ()))
                found = self.leaves(record, table)
                entry.asked = found.asked
                entry.read = tuple({*found.read, *entry.read})
                entry.files |= found.files
                entry.group = None
        questions = self.nodes.questions
        for node in gone:
            held = table.get(node)
            if held is not None and node not in self.unsure:
                now[node] = held
                continue
            del now[node]
            if held is None:
                del questions[node.key]
        self.engine.forget(node.key for node in gone)


class Session:
    """Settles files of one snapshot."""

    def __init__(
        self, view: View, shelf: Shelf, solution: Solution, learned: Learned, memory: Memory, layouts: Layouts
    ):
        self.view = view
        self.memory = memory
        self.table = solution.last.table
        self.typing = view.use(Typing(view, shelf))
        engine = self.engine = Engine(self.typing.world)
        self.typing.world.project.lay_out(layouts, engine if memory.keeps else None)
        self.typing.ask(engine)
        take_over(engine, learned, ALL)
        self.trace = engine.trace = _Settled(engine, solution.nodes)
        engine.flow = Watched(engine, solution.nodes, solution.state)
        last = solution.last
        self.trace.begin([Base(last.table, last.loose, set(), 0, set())])
        memory.follow(solution, self.trace.now)
        self._units: dict[int, list[Node]] = {}  # file -> what was asked of its functions
        for node in self.table:  # some of whose answers are not sure, and looked at when they are asked for
            if node.key[0] == "unit" and not node.key[1].where.space:
                self._units.setdefault(node.key[1].where.file, []).append(node)
        self._places: dict[int, list[Place]] = {}  # file -> functions of which the last round may not have run all
        if last.left is not last.state and last.left != last.state:
            for place in solution.state.contexts:
                self._places.setdefault(place[0].file, []).append(place)

    def close(self) -> None:
        """Let the engine's answers go."""
        self.trace.end()

    @roomy
    def compute(self, file_id: int) -> TypedRow:
        """What is to be stored of a file, as `settled.compute` gives it."""
        rows, told = self._found(file_id)
        if self.memory.keeps:
            self.memory.told[file_id] = told.kept(self._is_kept)
        reads = 1 << file_id
        bits, units = self.memory.bits, self._units.get(file_id, [])
        for leaves in told.leaves():
            reads |= leaves.files
            for node in leaves.asked:
                reads |= bits.get(node, 0)
        for node in units:
            reads |= bits.get(node, 0)
        text = self._given(file_id, units, told.summaries)
        named = self._named(file_id, told)
        reads |= named.files
        return TypedRow(file_id, reads.to_bytes((reads.bit_length() + 7) // 8, "little"), rows, *named.stored, text)

    def _named(self, file_id: int, told: Told) -> Named:
        """The calls in a file as they are stored; of others only a surface says how they are called."""
        calls = tuple([told.calls(where) for where in self._scopes(file_id)])
        known = self.memory.named.get(file_id)
        if known is not None and known.calls == calls:
            return known
        root = self.engine.root
        root.touched = 0
        stored = kept_calls.stored(self.typing, file_id, calls)
        named = Named(calls, root.touched, stored)
        if self.memory.keeps:
            self.memory.named[file_id] = named
        return named

    def _is_kept(self, leaves: Leaves) -> bool:
        """Whether the next session may look whether they hold: a question that was given up has no answer."""
        return all(node in self.table for node in leaves.asked)

    def _scopes(self, file_id: int) -> list[Where]:
        return [Where("", file_id, i) for i in self.engine.root.text(file_id).order]

    def _given(self, file_id: int, units: list[Node], unrun: dict[Unit, Summary]) -> str:
        """What the functions of a file give, as it is stored."""
        asked = frozenset(units)
        known = self.memory.given.get(file_id)
        if known is not None and known.units == asked and known.unrun == unrun:
            return known.text
        found = {node.key[1]: self._summary(node.key[1]) for node in units}
        found.update(unrun)
        root = self.engine.root
        root.touched = 0
        text = flow_rows.summaries(self.engine, found.items())
        if self.memory.keeps:
            self.memory.given[file_id] = Given(asked, unrun, root.touched, text)
        return text

    def _summary(self, unit: Unit) -> Summary:
        """What a unit of the last round gives."""
        known = self.trace.now.get(self.trace.node(("unit", unit)))
        if known is None:
            return self.engine.recorded(lambda: self._run(unit))[0]  # type: ignore[no-any-return]
        assert isinstance(known.result, Summary)
        return known.result

    def _run(self, unit: Unit) -> Summary:
        found = contexts.summary_of(self.engine, unit)
        assert isinstance(found, Summary)
        return found

    def _receiver(self, block: Block, k: int, link: int) -> tuple[str, Record]:
        """The types of a receiver, as `settled.found` gives them, and what they were found from."""
        text, record, _ = self.engine.recorded(lambda: settled.found(self.typing, block, k, link))
        return text, record

    def _unrun(self, file_id: int) -> list[Unit]:
        """What questions run of the functions of a file, and the last round has not run."""
        nodes = self.trace.nodes.questions
        out: list[Unit] = []
        for place in self._places.get(file_id, ()):
            for unit in self._candidates(place):
                node = nodes.get(("unit", unit))
                if node is None or node not in self.table:
                    out.append(unit)
        return out

    def _candidates(self, place: Place) -> tuple[Unit, ...]:
        """The units of a function that questions run; where the state is as it was, they are."""
        engine, known = self.engine, self.memory.candidates.get(place)
        of_place, joined = engine.flow.contexts.get(place, ()), engine.flow.joined.get(place)
        if known is not None and known.contexts == of_place and known.joined == joined:
            return known.units
        units, record, _ = engine.recorded(partial(_candidates, engine, place, of_place))
        if self.memory.keeps:
            leaves = self.trace.leaves(record, self.table)
            if self._is_kept(leaves):
                self.memory.candidates[place] = Candidates(of_place, joined, units, leaves)
        return units  # type: ignore[no-any-return]

    def _found(self, file_id: int) -> tuple[list[tuple[int, int, str]], Told]:
        """The receivers of a file, and all that was told of it; what is known of its scopes already is taken over."""
        typing, engine, trace = self.typing, self.engine, self.trace
        known = self.memory.told.get(file_id, _NOTHING_TOLD)
        fresh: dict[Where | None, tuple[dict[tuple[int, int], str], Record]] = {}
        held = {at: text for part in known.parts.values() for at, text in part.texts.items()}
        blocks = self.view.blocks_of_file(file_id)
        places = {block.row.id: i for i, block in enumerate(blocks)}  # ids may be given anew

        def found(block: Block, k: int, link: int) -> str:
            at = places[block.row.id], k
            known_text = held.get(at)
            if known_text is not None:
                return known_text
            step = typing.step_of(block, link if link >= 0 else k)
            where = step.where if step is not None else None
            text, record = self._receiver(block, k, link)
            texts, all_of_it = fresh.setdefault(where, ({}, Record()))
            texts[at] = text
            all_of_it.add(record)
            return text

        summaries = known.summaries
        rest: Leaves | None = None
        if known.rest is not None:
            unrun = engine.recorded(lambda: self._unrun(file_id))[0]
            if summaries.keys() >= set(unrun):  # or the round before had run some that the last one did not
                summaries, rest = {unit: summaries[unit] for unit in unrun}, known.rest
        decided = known.decided
        if rest is not None and known.dropped is not None:
            dropped = sorted(known.dropped)
            texts_now = settled.receivers_at(self.view, [(blocks[n], k) for n, k in dropped], found)
            texts_of = {**held, **dict(zip(dropped, texts_now, strict=True))}
            told_now = sorted((at, text) for at, text in texts_of.items() if text and at not in decided)
            rows = [(blocks[n].row.id, k, text) for (n, k), text in told_now]
        else:
            if rest is not None:
                rows, asked = settled.receivers_of(self.view, file_id, found)
            else:
                ((rows, asked), summaries), record, _ = engine.recorded(
                    lambda: (
                        settled.receivers_of(self.view, file_id, found),
                        {unit: self._run(unit) for unit in self._unrun(file_id)},
                    )
                )
                rest = trace.leaves(record, self.table)
            decided = frozenset([(places[id_], k) for id_, k in asked])
        calls: dict[Where, Calls] = {}
        for where in self._scopes(file_id):
            if where not in known.parts:
                found_there, record, _ = engine.recorded(partial(kept_calls.of_scope, typing, where))
                calls[where] = found_there
                fresh.setdefault(where, ({}, Record()))[1].add(record)
        if not fresh and rest is known.rest:
            return rows, Told(known.parts, summaries, rest, decided, ())
        parts = dict(known.parts)
        for where_, (texts, record) in fresh.items():
            leaves = trace.leaves(record, self.table)
            before = parts.get(where_)  # what is new in a part was decided by a rule the last time, and not asked for
            if before is not None:
                parts[where_] = Part({**before.texts, **texts}, before.calls, before.leaves.with_(leaves))
            else:
                parts[where_] = Part(texts, calls.get(where_) if where_ is not None else None, leaves)
        trace.forget_added(_STEPS, self.table)
        typing.forget(file_id)
        if engine.is_large():
            trace.end()  # the answers stay in its table
        return rows, Told(parts, summaries, rest, decided, ())


def _candidates(engine: Engine, place: Place, of_place: tuple[Context, ...]) -> tuple[Unit, ...]:
    found = [contexts.run_in(engine, Unit(*place, c)) for c in of_place]
    return tuple(dict.fromkeys([*found, *contexts.units_of(engine, *place)]))


_NOTHING_TOLD = Told({}, {}, None, frozenset(), None)

__all__ = ["Memory", "Session", "Told"]
