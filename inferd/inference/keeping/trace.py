"""What was answered in earlier rounds, and from what: so that a round computes only what is another thing now.

Why
---
A round of `flows` asks the same of the same code as the round before, against a state in which little has changed; and
after an edit every round asks what it asked before the edit.  An answer holds as long as all that it was found from
does.

Terms
-----
entry    The answer to a question of the engine, with what it was found from: other questions, parts of the state, the
         project's text (see `sources`); and with what was told on the way, that is the calls and stores that make the
         next state.
group    The questions of one cycle.  They were answered together, and hold together or not at all.  Those that
         nobody asks in the end have no entries.
table    The entries of a round, by question.

The algorithm
-------------
A round begins with the table of another one, its base, and with what differs: parts of the state and of the text.  When
a question is asked, what its entry was found from is brought up to date first, what that was found from before that,
and so on (without recursion: such chains are long).  If all of it is the same as it was, the entry holds and is taken
over.  Else the question is answered anew; if the answer is the same as before, whoever asked it never notices.  That is
the early cut-off.  Most entries plainly hold; they are taken over before anything is asked.

What was told in a round is collected at its end from all entries that can be got to from the roots.  So what a round
leaves is what it would leave if it had no base: entries only save work.  Where all of the state is as it was for the
base, and the roots are, it is enough to look at what does not plainly hold: if that tells what it told, and asks the
rest for what it asked, the round leaves what that one left, and nothing is collected.  Entries that plainly hold never
ask one that does not, since they would not either.

What it does not do
-------------------
What only libraries tell has no entries; it never changes while an engine lives.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Literal, NamedTuple

from inferd.inference.engine import Engine, Where
from inferd.inference.keeping import sources
from inferd.inference.keeping.asking import ask, stands
from inferd.inference.keeping.entries import Base, Entry, Node, Nodes, Run, Table
from inferd.inference.questions import Key, Record

_OUTSIDE_MEMO = ("info", "frame")  # kinds of questions whose answers the engine keeps elsewhere


#: a question, its answer, what it was found from, and of one in a cycle each time that it was computed there
Found = tuple[Key, Any, Record, Sequence[Record | Run]]


class _Look(NamedTuple):
    """A look at whether an entry holds."""

    node: Node
    base: int  # which
    members: tuple[Node, ...]  # its group
    others: Iterator[Node] | None  # what else the group was found from; None: something of it is known to differ


class Trace:
    """The entries of a round that is run now."""

    def __init__(self, engine: Engine, nodes: Nodes, keeps: bool = False):
        self.engine = engine
        self.nodes = nodes
        self.keeps = keeps  # its tables, for which nodes know their users
        self.now: Table = {}
        self.loose: frozenset[Node] = frozenset()  # of the round's table, once it is complete; see `Base`
        self.computed = 0  # questions that were answered anew
        self.anew: set[tuple[Where, int]] = set()  # the functions and lambdas that were run for that
        self.bases: list[Base] = []
        self.unsure: set[Node] = set()  # what does not plainly hold, of the first base
        self._added: list[Node] = []  # what has entries in the round besides what plainly holds
        self._entered: set[Node] = set()  # what is being looked at
        self._known: list[Node] = []  # of the round's questions, those whose answers the engine remembers

    def node(self, key: Key) -> Node:
        questions = self.nodes.questions
        known = questions.get(key)
        if known is None:
            known = questions[key] = Node(key)
        return known

    def source(self, kind: str, where: Where) -> "Node | Literal[False]":
        """The body or head of a function, or what methods of a class assign; False where that never changes."""
        if where.file < 0 or (kind != sources.ASSIGNS and self.engine.kind(where) != "function"):
            return False
        return self._part(kind, where)

    def text(self, kind: str, file: int, about: Any) -> Node:
        """A part of a file that is no function, see `sources`."""
        return self._part(kind, sources.Text(file, about))

    def entry(self, module: str, name: str) -> Node:
        """What a name of a module leads to by its own namespace."""
        return self._part(sources.ENTRY, sources.Entry(module, name))

    def _part(self, kind: str, key: "Where | sources.Text | sources.Entry") -> Node:
        node = self.nodes.part(kind, key)
        if node not in self.nodes.sources:
            self.nodes.sources[node] = sources.digest(self.engine, kind, key)
        return node

    def begin(self, bases: list[Base]) -> None:
        """Begin a round.  *bases*: from the likeliest to the least likely to hold."""
        self.end()
        self.engine.forget_classes()
        self.now = {}
        self.bases = bases
        self._entered = set()
        self._added = []
        if bases:
            self._take_sure(bases[0])

    def end(self) -> None:
        """Let the engine forget what was answered in the round."""
        self.engine.forget(node.key for node in self._known)
        self._known = []

    def _take_sure(self, base: Base) -> None:
        """Take over what plainly holds: nothing that it was found from can be another thing."""
        unsure = self.unsure = self._users_of(base) if self.nodes.knows_users else self._looked_for(base)
        now = self.now = dict(base.table)
        for node in unsure:
            now.pop(node, None)

    def _users_of(self, base: Base) -> set[Node]:
        """What does not plainly hold, by way of the users of what differs."""
        table, files = base.table, base.files
        unsure = set(base.loose)
        waiting = [*base.loose, *base.changed]
        groups: set[int] = set()  # ids of those that are unsure
        if files:
            found = [node for node, entry in table.items() if entry.files & files and node not in unsure]
            unsure.update(found)
            waiting += found
        while waiting:
            node = waiting.pop()
            for user in node.users or ():
                entry = table.get(user) if user not in unsure else None
                if entry is not None and (node in entry.asked or node in entry.read):
                    found = [m for m in entry.group or (user,) if m not in unsure]
                    groups.add(id(entry.group))
                    unsure.update(found)
                    waiting += found
            entry = table.get(node)
            if entry is not None and entry.group is not None and id(entry.group) not in groups:
                groups.add(id(entry.group))
                found = [m for m in entry.group if m not in unsure]
                unsure.update(found)
                waiting += found
        return unsure

    def _looked_for(self, base: Base) -> set[Node]:
        """The same, where nodes do not know their users.

        Entries stand behind those that they were found from, but for some that were kept while others were open: so
        it is gone through them until no more are found.
        """
        table, changed, files = base.table, base.changed, base.files
        unsure = set(base.loose)
        if changed or files:
            unsure.update([
                node for node, entry in table.items() if entry.files & files or not changed.isdisjoint(entry.read)
            ])
        many = -1 if unsure else 0
        while len(unsure) != many:
            many = len(unsure)
            for node, entry in table.items():
                if not unsure.isdisjoint(entry.asked):
                    unsure.add(node)
                if entry.group is not None and node is entry.group[0] and not unsure.isdisjoint(entry.group):
                    unsure.update(entry.group)
        return unsure

    def keep(self, found: list[Found]) -> None:
        """Keep answers that were found together.

        A frame whose answer holds may have been run again because the frame itself was wanted: it has its entry.
        """
        if len(found) == 1 and found[0][0][0] == "frame" and self.node(found[0][0]) in self.now:
            return
        for key, _, record, several in found:
            about = key[1]
            where = about if type(about) is Where else about.where if key[0] in ("unit", "call") else None
            if where is None or where.space:
                continue
            for one in (record, *[r for r in several if type(r) is Record and r is not record]):
                one.files |= 1 << max(where.file, 0)  # by its steps' numbers, whether or not they were looked at
                if self.engine.notes:
                    node = self.source(sources.BODY, where) if where.scope else None
                    if node:
                        one.read[node] = None
                    elif len(key) > 2 and type(key[2]) is int and key[2] >= 0:
                        self._note_unit(one, where, key[2])
        now, is_known, files = self.now, self.engine.is_known, self.nodes.files
        nodes = [self.node(key) for key, _, _, _ in found]
        group = tuple(nodes) if len(found) > 1 else None
        members = frozenset(nodes)
        asked = [
            tuple([n for n in record.asked if n in now or (n not in members and not is_known(n.key))])
            for _, _, record, _ in found
        ]
        if not any(asked) and not any(r.read or r.told or r.files for _, _, r, _ in found):
            return  # libraries alone have told it
        self.computed += len(found)
        self._added += nodes
        for node, (key, result, record, several), others in zip(nodes, found, asked, strict=True):
            if group is not None:
                others += tuple([n for n in record.asked if n in members and n is not node])
            self._known.append(node)
            sets = files.setdefault(record.files, record.files)
            entry = now[node] = Entry(result, others, record, sets, group)
            entry.keep_runs(several)
            if self.keeps:
                self.nodes.note_users(node, entry)
            if key[0] == "unit" and not (several and all(type(one) is Run for one in several)):
                self.anew.add((key[1].where, key[1].at))

    def _note_unit(self, record: Record, where: Where, step: int) -> None:
        """What is about a step of a module or a class holds while that is the same."""
        around, self.engine.record = self.engine.record, record
        try:
            self.engine.rests_on(where, step)
        finally:
            self.engine.record = around

    def revived(self, key: Key) -> Any:
        """The answer to a question, if it is known already or an entry of a base holds; None if not."""
        node = self.node(key)
        held = self.now.get(node)
        if held is not None:
            self._remember(node, held)
            return held.result
        if node in self._entered or self._next_base(node, -1) < 0:
            return None
        return self.now[node].result if self._holds(node) else None

    # -- what holds -----------------------------------------------------------------------------------------------

    def _next_base(self, node: Node, after: int) -> int:
        """The number of the next base that may have an entry that holds; -1: none."""
        for number in range(after + 1, len(self.bases)):
            base = self.bases[number]
            if node in base.table and node not in base.broken:
                return number
        return -1

    def runs(self, key: Key) -> Iterator[tuple[Base, Run]]:
        """What a question was computed from in a cycle, in rounds that this one takes over from, where nothing that was
        read for it is another thing now.
        """
        node = self.nodes.questions.get(key)
        if node is None:
            return
        for base in self.bases:
            entry = base.table.get(node)
            for run in entry.runs if entry is not None else ():
                if not run.files & base.files and base.changed.isdisjoint(run.read):
                    yield base, run

    def stands(self, key: Key) -> bool:
        """Whether what a question is about may be there still."""
        return stands(self.engine, key)

    def is_same(self, node: Node, base: Base) -> bool:
        """Whether what is known of a question is what a base has."""
        return self._is_same(node, base) or False

    def _is_same(self, node: Node, base: Base) -> bool | None:
        """Whether what is known of a question is what a base has; None where nothing is known yet."""
        known = self.now.get(node)
        if known is None:
            return None
        held = base.table.get(node)
        if held is None:
            return False
        return known is held or (node.key[0] != "frame" and known.result == held.result)

    def _holds(self, node: Node) -> bool:
        """Whether an entry of a base holds; what it was found from is brought up to date."""
        stack: list[_Look] = []
        now = self.now
        try:
            stack.append(self._look(node, self._next_base(node, -1)))
            while True:
                look = stack[-1]
                base = self.bases[look.base]
                is_held = look.others is not None
                deeper: Node | None = None
                for other in look.others or ():
                    known = now.get(other)
                    if known is not None and known is base.table.get(other):
                        continue  # most of them
                    same = self._is_same(other, base)
                    if same is None and other not in self._entered:
                        if self._next_base(other, -1) >= 0:
                            deeper = other
                            break
                        same = self._is_same_anew(other, base)
                    if not same:  # or it is being looked at, for an answer that is found anew meanwhile
                        is_held = False
                        break
                if deeper is not None:
                    stack.append(self._look(deeper, self._next_base(deeper, -1)))
                    continue
                stack.pop()
                self._entered.difference_update(look.members)
                if is_held:
                    self._take(look.members, base)
                else:
                    base.broken.update(look.members)
                    more = self._next_base(look.node, look.base)
                    if more >= 0:
                        stack.append(self._look(look.node, more))
                        continue
                if not stack:
                    return is_held
                around = stack[-1]
                is_same = (
                    self._is_same(look.node, self.bases[around.base]) if is_held
                    else self._is_same_anew(look.node, self.bases[around.base])
                )  # fmt: skip
                if not is_same:
                    stack[-1] = around._replace(others=None)
        finally:
            for look in stack:
                self._entered.difference_update(look.members)

    def _look(self, node: Node, number: int) -> _Look:
        base = self.bases[number]
        group = base.table[node].group
        members = tuple([m for m in group if m in base.table]) if group is not None else (node,)
        self._entered.update(members)
        entries = [base.table[m] for m in members]
        if any(e.files & base.files or not base.changed.isdisjoint(e.read) for e in entries):
            return _Look(node, number, members, None)
        if len(entries) == 1:
            return _Look(node, number, members, iter(entries[0].asked))
        inside = frozenset(members)
        others = [k for k in chain.from_iterable(e.asked for e in entries) if k not in inside]
        return _Look(node, number, members, iter(others))

    def _take(self, members: Iterable[Node], base: Base) -> None:
        for node in members:
            entry = self.now[node] = base.table[node]
            self._added.append(node)
            self._remember(node, entry)

    def _remember(self, node: Node, entry: Entry) -> None:
        if node.key[0] not in _OUTSIDE_MEMO:
            self.engine.remember(node.key, entry.result)
            self._known.append(node)

    def _is_same_anew(self, node: Node, base: Base) -> bool:
        """Whether a question that is answered anew has the answer that a base has."""
        engine = self.engine
        if not stands(engine, node.key):
            return False
        aside = engine.aside()
        try:
            ask(engine, node.key)
        finally:
            engine.resume(*aside)
        return self._is_same(node, base) or False

    # -- what was told --------------------------------------------------------------------------------------------

    def is_told(self, node: Node, table: Table) -> bool:
        """Whether something that plainly holds tells a question."""
        for teller in node.tellers or ():
            entry = table.get(teller) if teller not in self.unsure else None
            if entry is not None and node in entry.told:
                return True
        return False

    def complete(self, kept: Container[Node], gone: Iterable[Node]) -> None:
        """The table of the round is complete; of what does not plainly hold it has what is *kept*.

        What was loose before and has no entry stays so, asked or not: that costs a look, and is never wrong.
        """
        now = self.now
        for node in self._added:
            if node not in kept:
                now.pop(node, None)
        for node in gone:
            now.pop(node, None)
        found = {node for node in self.bases[0].loose if node not in now}
        for node in self._added:
            if node in now:
                found.update(other for other in now[node].asked if other not in now)
        self.loose = frozenset(found)

    def is_sure(self, node: Node) -> bool:
        """Whether a question plainly has the answer that it has in the first base."""
        return bool(self.bases) and node not in self.unsure and node in self.bases[0].table

    def are_as_before(self, kind: str) -> bool:
        """Whether the questions of a kind have the answers of the first base; they are asked if need be."""
        table = self.bases[0].table
        unsure = {node for node in self.unsure if node.key[0] == kind and node in table}
        for node in [node for node in table if node in unsure] if unsure else ():
            held, own = table[node], self.answered(node)
            if held is not own and (own is None or held.result != own.result):
                return False
        return True

    def known(self, key: Key) -> Entry | None:
        """The entry of a question, if it has one by now; nobody is noted to have asked."""
        node = self.nodes.questions.get(key)
        return self.now.get(node) if node is not None else None

    def answered(self, node: Node) -> Entry | None:
        """The entry of a question, which is asked now if it was not yet; None for what libraries alone tell."""
        entry = self.now.get(node)
        if entry is None:
            self.engine.frames.clear()
            ask(self.engine, node.key)
            entry = self.now.get(node)
        return entry

    def entries(self, roots: list[Node]) -> Iterator[Entry]:
        """All entries that tell something, of those that can be got to from some questions, which may grow meanwhile:
        they are asked now.  After that the table of the round is complete.
        """
        seen: set[Node] = set()
        unanswered: list[Node] = []
        now = self.now
        while roots:
            node = roots.pop()
            if node in seen:
                continue
            seen.add(node)
            entry = now.get(node) or self.answered(node)
            if entry is None:
                unanswered.append(node)
                continue
            if entry.told:
                yield entry
            roots += [other for other in entry.asked if other not in seen]
        for node in now.keys() - seen:
            del now[node]
        self.loose = frozenset(unanswered)
