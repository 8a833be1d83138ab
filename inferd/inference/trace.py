"""What was answered in earlier rounds, and from what: so that a round computes only what is another thing now.

Why
---
A round of `flows` asks the same of the same code as the round before, against a state in which little has changed; and
after an edit every round asks what it asked before the edit.  An answer holds as long as all that it was found from
does.

Terms
-----
entry    The answer to a question of the engine, with what it was found from: other questions, parts of the state,
         files; and with what was told on the way, that is the calls and stores that make the next state.
group    The questions of one cycle.  They were answered together, and hold together or not at all.
table    The entries of a round, by question.

The algorithm
-------------
A round begins with the table of another one, its base, and with what differs: parts of the state and files.  When a
question is asked, what its entry was found from is brought up to date first, what that was found from before that, and
so on (without recursion: such chains are long).  If all of it is the same as it was, the entry holds and is taken over.
Else the question is answered anew; if the answer is the same as before, whoever asked it never notices.  That is the
early cut-off.

What was told in a round is collected at its end from all entries that can be got to from the roots.  So what a round
leaves is what it would leave if it had no base: entries only save work.

What it does not do
-------------------
What only libraries tell has no entries; it never changes while an engine lives.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from inferd.inference.engine import Engine, Key, Record, Where
from inferd.inference.types import Function


class Entry:
    """See the module's docstring."""

    __slots__ = ("asked", "files", "group", "read", "result", "told")

    def __init__(self, result: Any, asked: tuple[Key, ...], record: Record, group: tuple[Key, ...] | None):
        self.result = result
        self.asked = asked
        self.read = tuple(record.read)
        self.told = tuple(record.told)
        self.files = record.files
        self.group = group


Table = dict[Key, Entry]
_OUTSIDE_MEMO = ("info", "frame")  # kinds of questions whose answers the engine keeps elsewhere


class Base(NamedTuple):
    """Entries that may hold in a round: those of another round, with what of the state and which files (bits) differ
    from what they were found from.
    """

    table: Table
    changed: set[Key]
    files: int
    broken: set[Key]  # what is known not to hold


class _Look(NamedTuple):
    """A look at whether an entry holds."""

    key: Key
    base: int  # which
    members: tuple[Key, ...]  # its group
    others: Iterator[Key] | None  # what else the group was found from; None: something of it is known to differ


class Trace:
    """The entries of a round that is run now."""

    def __init__(self, engine: Engine):
        self.engine = engine
        self.now: Table = {}
        self.computed = 0  # questions that were answered anew
        self.anew: set[tuple[Where, int]] = set()  # the functions and lambdas that were run for that
        self._bases: list[Base] = []
        self._entered: set[Key] = set()  # what is being looked at

    def begin(self, bases: list[Base]) -> None:
        """Begin a round.  *bases*: from the likeliest to the least likely to hold."""
        engine = self.engine
        engine.forget(self.now)
        for cls in [c for c in engine.infos if not c.space]:
            del engine.infos[cls]
        self.now = {}
        self._bases = bases
        self._entered = set()

    def keep(self, found: list[tuple[Key, Any, Record]]) -> None:
        """Keep answers that were found together."""
        for key, _, record in found:
            about = key[1]
            where = about if type(about) is Where else about.where if key[0] in ("unit", "call") else None
            if where is not None and not where.space:
                record.files |= 1 << where.file  # by its steps' numbers, whether their programs were looked at or not
        now, is_known = self.now, self.engine.is_known
        group = tuple([key for key, _, _ in found]) if len(found) > 1 else None
        members = frozenset(group or (found[0][0],))
        asked = [
            tuple([k for k in record.asked if k in now or (k not in members and not is_known(k))])
            for _, _, record in found
        ]
        if not any(asked) and not any(r.read or r.told or r.files for _, _, r in found):
            return  # libraries alone have told it
        self.computed += len(found)
        for (key, result, record), others in zip(found, asked, strict=True):
            if group is not None:
                others += tuple([k for k in record.asked if k in members and k != key])
            now[key] = Entry(result, others, record, group)
            if key[0] == "unit":
                self.anew.add((key[1].where, key[1].at))

    def revived(self, key: Key) -> Any:
        """The answer to a question, if it is known already or an entry of a base holds; None if not."""
        held = self.now.get(key)
        if held is not None:
            return held.result
        if key in self._entered or self._next_base(key, -1) < 0:
            return None
        return self.now[key].result if self._holds(key) else None

    # -- what holds -----------------------------------------------------------------------------------------------

    def _next_base(self, key: Key, after: int) -> int:
        """The number of the next base that may have an entry that holds; -1: none."""
        for number in range(after + 1, len(self._bases)):
            base = self._bases[number]
            if key in base.table and key not in base.broken:
                return number
        return -1

    def _is_same(self, key: Key, base: Base) -> bool | None:
        """Whether what is known of a question is what a base has; None where nothing is known yet."""
        known = self.now.get(key)
        if known is None:
            return None
        held = base.table.get(key)
        if held is None:
            return False
        return known is held or (key[0] != "frame" and known.result == held.result)

    def _holds(self, key: Key) -> bool:
        """Whether an entry of a base holds; what it was found from is brought up to date."""
        stack: list[_Look] = []
        try:
            stack.append(self._look(key, self._next_base(key, -1)))
            while True:
                look = stack[-1]
                base = self._bases[look.base]
                is_held = look.others is not None
                deeper: Key | None = None
                for other in look.others or ():
                    same = self._is_same(other, base)
                    if same is None and other not in self._entered:
                        if self._next_base(other, -1) >= 0:
                            deeper = other
                            break
                        same = self._is_same_anew(other, base)
                    if same is False:
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
                    more = self._next_base(look.key, look.base)
                    if more >= 0:
                        stack.append(self._look(look.key, more))
                        continue
                if not stack:
                    return is_held
                around = stack[-1]
                is_same = (
                    self._is_same(look.key, self._bases[around.base]) if is_held
                    else self._is_same_anew(look.key, self._bases[around.base])
                )  # fmt: skip
                if not is_same:
                    stack[-1] = around._replace(others=None)
        finally:
            for look in stack:
                self._entered.difference_update(look.members)

    def _look(self, key: Key, number: int) -> _Look:
        base = self._bases[number]
        entry = base.table[key]
        members = entry.group or (key,)
        self._entered.update(members)
        entries = [base.table[m] for m in members]
        if any(e.files & base.files or not base.changed.isdisjoint(e.read) for e in entries):
            return _Look(key, number, members, None)
        if len(entries) == 1:
            return _Look(key, number, members, iter(entry.asked))
        inside = frozenset(members)
        others = [k for k in chain.from_iterable(e.asked for e in entries) if k not in inside]
        return _Look(key, number, members, iter(others))

    def _take(self, members: Iterable[Key], base: Base) -> None:
        engine = self.engine
        for key in members:
            entry = self.now[key] = base.table[key]
            if key[0] not in _OUTSIDE_MEMO:
                engine.remember(key, entry.result)

    def _is_same_anew(self, key: Key, base: Base) -> bool:
        """Whether a question that is answered anew has the answer that a base has."""
        engine = self.engine
        aside = engine.aside()
        try:
            ask(engine, key)
        finally:
            engine.resume(*aside)
        return self._is_same(key, base) or False

    # -- what was told --------------------------------------------------------------------------------------------

    def entries(self, roots: list[Key]) -> Iterator[Entry]:
        """All entries that can be got to from some questions, which may grow meanwhile: they are asked now."""
        seen: set[Key] = set()
        now = self.now
        while roots:
            key = roots.pop()
            if key in seen:
                continue
            seen.add(key)
            entry = now.get(key)
            if entry is None:
                ask(self.engine, key)
                entry = now.get(key)
                if entry is None:
                    continue
            yield entry
            roots.extend(entry.asked)


def ask(engine: Engine, key: Key) -> None:
    """Let a question be answered, whatever its kind."""
    from inferd.inference import annotations, calls, classes, evaluate, flows, frames, lazy, members

    kind, *about = key
    what: Any = about
    outer, engine.record = engine.record, Record()
    try:
        if kind == "unit":
            flows.summary_of(engine, *what)
        elif kind == "call":
            flows.outcome(engine, *what)
        elif kind == "frame":
            if engine.trace is None or engine.trace.revived(key) is None:
                frames.run(engine, *what)
        elif kind == "value":
            lazy.value(engine, *what)
        elif kind == "info":
            classes.info(engine, *what)
        elif kind == "member":
            members.member(engine, *what)
        elif kind == "name":
            engine.stored(*what)
        elif kind == "global":
            engine.global_(*what)
        elif kind == "annotation":
            annotations.read(engine, *what)
        elif kind == "operate":
            evaluate.operate(engine, *what)
        elif kind == "result":
            calls.result_of_definition(engine, *what)
        elif kind == "parameter":
            calls.undeclared(engine, *what)
        elif kind == "decorated":
            where, step = what
            name = engine.program(where).steps[step][2]
            lazy.function_value(engine, Function(where.space, where.file, where.scope, name), [(where, step)])
        elif kind == "lambda":
            lazy.handed_lambda_parameter(engine, *what)
        elif kind == "comment":
            lazy.commented(engine, *what)
        elif kind == "documented":
            lazy.documented(engine, *what)
        elif kind == "unknown":
            flows.unknown_context(engine, *what)
        else:
            raise AssertionError(f"a question that nobody asks: {kind}")
    finally:
        engine.record = outer

