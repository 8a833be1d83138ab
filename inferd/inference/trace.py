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
from typing import Any

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


class Trace:
    """The entries of a round that is run now."""

    def __init__(self, engine: Engine):
        self.engine = engine
        self.base: Table = {}
        self.now: Table = {}
        self.computed = 0  # questions that were answered anew
        self._same: dict[Key, bool] = {}  # whether what is known now is what the base has
        self._broken: set[Key] = set()  # what does not hold any more
        self._entered: set[Key] = set()  # what is being looked at
        self._changed: frozenset[Key] | set[Key] = frozenset()
        self._files = 0

    def begin(self, base: Table, changed: set[Key], files: int) -> None:
        """Begin a round: *changed*: the parts of the state, and *files* the files (bits), that differ from the base's."""
        engine = self.engine
        engine.forget(self.now)
        for cls in [c for c in engine.infos if not c.space]:
            del engine.infos[cls]
        self.base, self.now = base, {}
        self._same = {}
        self._broken = set()
        self._entered = set()
        self._changed, self._files = changed, files

    def keep(self, found: list[tuple[Key, Any, Record]]) -> None:
        """Keep answers that were found together."""
        now, memo = self.now, self.engine.is_known
        group = tuple([key for key, _, _ in found]) if len(found) > 1 else None
        members = frozenset(group) if group is not None else frozenset((found[0][0],))
        asked = [
            tuple([k for k in record.asked if k in now or k not in members and not memo(k)]) for _, _, record in found
        ]
        if not any(asked) and not any(r.read or r.told or r.files for _, _, r in found):
            return  # libraries alone have told it
        self.computed += len(found)
        for (key, result, record), others in zip(found, asked, strict=True):
            if group is not None:
                others += tuple([k for k in record.asked if k in members and k != key])
            now[key] = Entry(result, others, record, group)
            before = self.base.get(key)
            self._same[key] = before is not None and key[0] != "frame" and before.result == result

    def revived(self, key: Key) -> Any:
        """The answer to a question, if it is known already or what the base has holds; None if not."""
        held = self.now.get(key)
        if held is not None:
            return held.result
        if key not in self.base or key in self._broken or key in self._entered:
            return None
        return self.now[key].result if self._holds(key) else None

    # -- what holds -----------------------------------------------------------------------------------------------

    def _holds(self, key: Key) -> bool:
        """Whether an entry of the base holds; what it was found from is brought up to date."""
        stack: list[tuple[Key, tuple[Key, ...], Iterator[Key] | None]] = []
        entered = len(stack)
        try:
            stack.append(self._enter(key))
            while True:
                key, members, others = stack[-1]
                is_held = others is not None
                if others is not None:
                    deeper = None
                    for other in others:
                        same = self._same.get(other)
                        if same is None and other not in self._entered:
                            if other in self._broken or other not in self.base:
                                same = False
                            else:
                                deeper = other
                                break
                        if same is False:
                            is_held = False
                            break
                    if deeper is not None:
                        stack.append(self._enter(deeper))
                        continue
                stack.pop()
                self._entered.difference_update(members)
                if is_held:
                    self._take(members)
                else:
                    self._broken.update(members)
                if not stack:
                    return is_held
                if not is_held and not self._is_same_anew(key):
                    stack[-1] = (*stack[-1][:2], None)
        finally:
            for _, members, _ in stack[entered:]:
                self._entered.difference_update(members)

    def _enter(self, key: Key) -> tuple[Key, tuple[Key, ...], Iterator[Key] | None]:
        """(question, its group, what else the group was found from; None where something of that is known to differ)."""
        entry = self.base[key]
        members = entry.group or (key,)
        self._entered.update(members)
        entries = [self.base[m] for m in members]
        if any(e.files & self._files or not self._changed.isdisjoint(e.read) for e in entries):
            return key, members, None
        if len(entries) == 1:
            return key, members, iter(entry.asked)
        inside = frozenset(members)
        return key, members, iter([k for k in chain.from_iterable(e.asked for e in entries) if k not in inside])

    def _take(self, members: Iterable[Key]) -> None:
        engine = self.engine
        for key in members:
            entry = self.now[key] = self.base[key]
            self._same[key] = True
            if key[0] not in _OUTSIDE_MEMO:
                engine.remember(key, entry.result)

    def _is_same_anew(self, key: Key) -> bool:
        """Whether a question that is answered anew has the answer of the base."""
        engine = self.engine
        around, touched, lowest, running = engine.aside()
        try:
            ask(engine, key)
        finally:
            engine.resume(around, touched, lowest, running)
        return self._same.get(key, False)

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


def scopes_in(key: Key) -> Iterator[Where]:
    """The scopes that a question is about by their numbers."""
    for part in key:
        if type(part) is Where:
            yield part
        elif hasattr(part, "where"):
            yield part.where
