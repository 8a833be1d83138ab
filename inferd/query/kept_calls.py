"""What the calls in a file reach, kept: so that who calls something is read, and not found out by running each scope.

Why
    Who calls a method with a frequent name is known once every scope that may call it was run, which takes ten
    milliseconds a file.  What is called without its name (`x[k]`, `with x`, `a + b`, a function that was handed on) may
    stand in any file at all.

What is stored
    A row for each file, as JSON: the symbol that is called -> scope, step and lambda of each call, and how many calls
    of a scope reach something unknown.  Where a step stands is looked up when it is told.  Before it stand four bytes
    for each symbol, by which files are found that may call one: Django's 2,822 are looked through in 2 ms.

When it dies
    With the types of receivers (`inferd.query.settled`), for which the same scopes are run: it is made and goes with
    them.  They stand for the files that both were read from.
"""

from collections.abc import Collection, Iterable, Iterator
from json import dumps, loads
from typing import Any, NamedTuple
from zlib import crc32

from inferd.inference.engine import Where
from inferd.query import called
from inferd.query.types import Typing


class Calls(NamedTuple):
    """The calls in a scope."""

    reached: tuple[tuple[int, int, called.Callee], ...]  # see `called.calls_of`
    unknown: int  # how many are of something that is not known


def of_scope(typing: Typing, where: Where) -> Calls:
    """The calls in a scope, which is run for it."""
    return Calls(tuple(called.calls_of(typing, where)), called.unknown_calls(typing, where))


class Stored(NamedTuple):
    """What is stored of a file; *marks*: one of each symbol that is called, see `mark`."""

    marks: bytes
    text: str


def of_file(typing: Typing, file_id: int) -> Stored:
    """What is to be stored of a file whose scopes are run for it."""
    order = typing.engine.root.text(file_id).order
    return stored(typing, file_id, (of_scope(typing, Where("", file_id, scope)) for scope in order))


def stored(typing: Typing, file_id: int, scopes: Iterable[Calls]) -> Stored:
    """What is to be stored of a file, by its scopes in order."""
    calls: dict[str, dict[tuple[int, int, int], None]] = {}
    unknown: dict[str, int] = {}
    tree = typing.engine.root.text(file_id)
    for i, (scope, found) in enumerate(zip(tree.order, scopes, strict=True)):
        for step, first, callee in found.reached:
            place = i, tree.dense(scope, step), tree.dense(scope, first)
            calls.setdefault(called.named(typing, callee), {})[place] = None
        if found.unknown:
            unknown[str(i)] = found.unknown
    numbers = {callee: [n for place in sorted(places) for n in place] for callee, places in calls.items()}
    text = dumps({"calls": numbers, "unknown": unknown}, separators=(",", ":"), sort_keys=True)
    return Stored(b"".join(sorted(map(mark, numbers))), text)


def mark(symbol: str) -> bytes:
    """Four bytes that stand for a symbol, among others of the same."""
    return crc32(symbol.encode("utf-8", "surrogatepass")).to_bytes(4, "little")


class KeptCalls:
    """What is stored of one file."""

    __slots__ = ("_data", "_text")

    def __init__(self, text: str):
        self._text = text
        self._data: dict[str, Any] | None = None

    def calls(self, callees: Collection[str] | None = None) -> Iterator[tuple[int, int, int, str]]:
        """(scope, step, first step of the lambda or -1, callee) of the calls, or of those of some symbols."""
        found = self._read()["calls"]
        for callee in found if callees is None else [c for c in callees if c in found]:
            numbers = found[callee]
            for i in range(0, len(numbers), 3):
                yield numbers[i], numbers[i + 1], numbers[i + 2], callee

    def unknown(self, scope: int) -> int:
        """How many calls in a scope are of something that is not known."""
        return int(self._read()["unknown"].get(str(scope), 0))

    def _read(self) -> "dict[str, Any]":
        if self._data is None:
            self._data = loads(self._text)
        return self._data
