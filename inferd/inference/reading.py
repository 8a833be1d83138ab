"""In which order classes are read, where they are read for each other.

A class that is met again while it is being read (`class A(B["A"])`) has no parameters and bases yet: it is *half*
known.  So where classes are read in a circle, what is found of each hangs on where that was entered.  Each is read
again then, as if nobody had asked for another one before; but not in circles of more than `_MOST_IN_CIRCLE`, and what
other questions have found of half a class on the way stays (`class B(A.Inner)`, where `A` is below `B`).
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from inferd.inference.types import Cls

if TYPE_CHECKING:
    from inferd.inference.definitions.classes import Info
    from inferd.inference.engine import Engine
    from inferd.inference.questions import Record

    Found = tuple[tuple[Info, int], Record | None]  # of a class, the files it was read from, what else

_MOST_IN_CIRCLE = 30  # classes that are each read again, with all the others, where they are read for each other


class Reading:
    """The classes that an engine is reading."""

    def __init__(self) -> None:
        self.open: list[Cls] = []
        self.half: dict[Cls, int] = {}  # those, and those that hang on them -> the first that they hang on
        self.found: dict[Cls, Found] = {}  # of the latter, what was found of them as yet
        self.circle: frozenset[Cls] = frozenset()  # those that are read again

    def rest_on(self, cls: Cls) -> None:
        """What is being read now is read from what is known as yet of a class that is half known."""
        if self.open:
            self.rest_on_first(self.half[cls])

    def rest_on_first(self, lowest: int) -> None:
        cls = self.open[-1]
        if self.half.get(cls, -1) > lowest:
            self.half[cls] = lowest

    def give_up(self) -> None:
        """Forget what is half known."""
        self.half.clear()
        self.found.clear()


class Reader(NamedTuple):
    """Who reads a class, and what stands for one that is not read yet."""

    read: Callable[["Engine", Cls], "Info"]
    unread: Callable[[Cls], "Info"]


def once(engine: "Engine", cls: Cls, reader: Reader) -> "Found":
    """Read a class, and keep what is known of it; and of those in whose circle it is, once they all have been read."""
    reading = engine.reading
    half = reading.half
    at = half[cls] = len(half)
    reading.open.append(cls)
    try:
        found = _alone(engine, cls, reader)
    except BaseException:
        for other in {cls: None, **dict.fromkeys(list(half)[at:])}:
            half.pop(other, None)
            engine.infos.pop(other, None)
            reading.found.pop(other, None)
        raise
    finally:
        reading.open.pop()
    lowest = half.get(cls, at)
    if lowest < at and reading.open:
        reading.rest_on_first(lowest)
        reading.found[cls] = found
        return found
    members = list(half)[at:] or [cls]
    again = {cls: found}
    for other in members:
        half.pop(other, None)
        if other in reading.found:
            again[other] = reading.found.pop(other)
    around = reading.circle
    if not around.isdisjoint(members):
        return found
    if 1 < len(members) <= _MOST_IN_CIRCLE:
        reading.circle = around.union(members)
        try:
            for one in sorted(members):
                for other in members:
                    engine.infos.pop(other, None)
                again[one] = once(engine, one, reader)
        finally:
            reading.circle = around
        engine.infos.update({one: known for one, (known, _) in again.items()})
    if found[1] is not None:
        assert engine.trace is not None
        engine.trace.keep([
            (("info", one), known[0], record, ()) for one, (known, record) in again.items() if record is not None
        ])
    return again[cls]


def _alone(engine: "Engine", cls: Cls, reader: Reader) -> "Found":
    """What is known of a class, with the files it was read from, or with what else it was found from."""
    engine.infos[cls] = reader.unread(cls), 0
    if engine.record is not None and not cls.space:
        info, record, _ = engine.recorded(lambda: reader.read(engine, cls))
        known = engine.infos[cls] = info, 0
        return known, record
    root = engine.root
    touched, root.touched = root.touched, 0
    known = engine.infos[cls] = reader.read(engine, cls), root.touched
    root.touched |= touched
    return known, None
