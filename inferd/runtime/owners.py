"""For whom a function ran: the test, the fixture, the import or else the process that was going on when it started.

A stack: an import inside of a test has its own owner, and what it runs is not the test's. The engine keeps the set of
functions that ran since the last change (`engine.ran`, each noticed once) and is told to notice them again for the next
owner. Threads have no owners of their own: what they run goes to the one that is current.
"""

from __future__ import annotations

import time

from .known import EVERY
from .recorder import locked
from .spool import dump, quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .recorder import Info, Recorder

_now = time.time
_SLEEPERS = ("test", "fixture")


class Owner:
    """Something that functions run for, and those that ran for it and are not written yet."""

    __slots__ = ("file", "kind", "line", "name", "number", "sleeps", "started", "trusted")

    def __init__(self, kind: str, name: str, file: str | None = None, line: int | None = None) -> None:
        self.kind = kind
        self.name = name
        self.file = file
        self.line = line
        self.number: int | None = None
        self.started = 0.0
        self.sleeps = False  # it is not looked at, as it would show what earlier runs saw
        self.trusted: bool | None = None  # earlier runs know it, and nothing that it runs has changed


class Owners:
    """The owners of one process."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.engine: Any = recorder.engine
        self.stack: list[tuple[Owner, set[int]]] = [(Owner("process", ""), set())]
        self._met = 0
        self._trust()
        self.imports: dict[str, Owner] = {}
        self.modules: list[Any] = []  # code of the bodies that are running
        self.count = 0
        self.runner: Any = None
        recorder.on_module = self.module_begins
        recorder.on_module_end = self.module_ends
        recorder.on_fork = self.forked
        recorder.on_flush = self.write
        self._needed: set[tuple[int, int]] = set()

    @locked
    def number(self, owner: Owner) -> int:
        if owner.number is None:
            number = self.count
            self.count += 1
            file = self.recorder._files.get(owner.file) if owner.file is not None else None
            self.recorder.shard.put(
                '["owner", %d, "%s", %s, %s, %s]'
                % (number, owner.kind, quote(owner.name), dump(file), dump(owner.line))
            )
            owner.number = number
        return owner.number

    @property
    def lock(self) -> Any:
        return self.recorder.lock

    @property
    def current(self) -> Owner:
        return self.stack[-1][0]

    def _trust(self) -> None:
        """Tell the recorder whether what runs from here on is known."""
        recorder, owner = self.recorder, self.current
        known = recorder.known
        is_asleep = False
        if known is not None:
            if owner.trusted is None:
                owner.trusted = owner.kind + "\t" + owner.name in known.owners
                self._met += 1
                if self.engine.sleeps and owner.trusted and owner.kind in _SLEEPERS:
                    owner.sleeps = owner.trusted = (self._met + known.turn) % EVERY != 0
                    if owner.sleeps:
                        self.recorder.shard.put('["asleep", %d]' % self.number(owner))
            recorder.trusted = owner.trusted
            is_asleep = owner.sleeps
        recorder.engine.owner_changed(is_asleep, owner.kind in _SLEEPERS)

    @locked
    def push(self, owner: Owner) -> None:
        """What starts from here on runs for `owner`."""
        ran: set[int] = self.engine.ran
        before = set(ran)
        self._credit(self.current, before - self.stack[-1][1])
        self.stack[-1] = (self.current, before)
        ran.clear()
        self.engine.rearm_owners(before)
        owner.started = _now()
        self.stack.append((owner, set()))
        self._trust()

    @locked
    def pop(self, owner: Owner) -> None:
        """`owner` has ended (and what began inside of it and did not say so)."""
        if all(entry[0] is not owner for entry in self.stack[1:]):
            return
        ran: set[int] = self.engine.ran
        while True:
            top, written = self.stack.pop()
            mine = set(ran)
            self._credit(top, mine - written)
            ran.clear()
            self.engine.rearm_owners(mine)
            ran |= self.stack[-1][1]
            self._trust()
            if top is owner:
                return

    @locked
    def write(self) -> None:
        """Credit the current owner with what ran since the last time."""
        owner, written = self.stack[-1]
        fresh = set(self.engine.ran) - written
        if fresh:
            self._credit(owner, fresh)
            written |= fresh

    def _credit(self, owner: Owner, ran: set[int]) -> None:
        if not ran:
            return
        numbers: list[Any] = list(map(self.recorder.numbers.get, ran))
        try:
            numbers.sort()
            numbers[-1] + 0
        except TypeError:  # one has no number yet
            found = [info for info in map(self.recorder.infos.get, ran) if info is not None]
            numbers = sorted([self.recorder.function_id(info.code) or 0 for info in found])
        self.recorder.shard.put('["ran", %d, %r]' % (self.number(owner), numbers))

    @locked
    def needs(self, owner: Owner, others: list[Owner]) -> None:
        number = self.number(owner)
        fresh = []
        for other in others:
            pair = (number, self.number(other))
            if pair not in self._needed and other is not owner:
                self._needed.add(pair)
                fresh.append(pair[1])
        if fresh:
            self.recorder.shard.put(dump(["needs", number, sorted(fresh)]))

    # -- imports

    @locked
    def of_file(self, path: str) -> Owner:
        """The owner that what the import of a file runs belongs to."""
        owner = self.imports.get(path)
        if owner is None:
            self.imports[path] = owner = Owner("import", path, path, 1)
        return owner

    @locked
    def module_begins(self, info: Info) -> None:
        owner = self.of_file(info.path)
        outer = self.current
        self.push(owner)
        self.modules.append((info.code, owner))
        if outer.kind == "import" and outer is not owner:
            self.needs(outer, [owner])

    @locked
    def module_ends(self, info: Info) -> None:
        while self.modules and any(code is info.code for code, _ in self.modules):
            code, owner = self.modules.pop()
            self.pop(owner)
            if code is info.code:
                return

    # -- tests

    @locked
    def test_begins(self, name: str, file: str | None, line: int | None) -> Owner:
        owner = Owner("test", name, file, line)
        self.recorder.tick()
        self.push(owner)
        self.number(owner)
        return owner

    @locked
    def test_ends(self, owner: Owner, outcome: str | None) -> None:
        self.pop(owner)
        self.recorder.shard.put(dump(["test", self.number(owner), owner.started, _now(), outcome]))
        if self.recorder.shard.due():
            self.recorder.flush()

    def in_test(self) -> bool:
        return any(owner.kind == "test" for owner, _ in self.stack)

    def forked(self) -> None:
        """In a child: it goes on for the same owner, in a shard of its own."""
        self.count = 0
        self._needed.clear()
        for owner, _ in self.stack:
            owner.number = None
        for owner in self.imports.values():
            owner.number = None
        self.stack = [(owner, set()) for owner, _ in self.stack]
        ran = set(self.engine.ran)
        self.engine.ran.clear()
        self.engine.rearm_owners(ran)
        if self.current.kind != "process":
            self.number(self.current)
