"""What the calls in a file reach, kept: so that who calls something is read, and not found out by running each scope.

Why
    Who calls a method with a frequent name is known once every scope that may call it was run, which takes ten
    milliseconds a file.  What Python calls without a name (`x[k]`, `with x`, `a + b`) may stand in any file at all.

What is stored
    A row for each file that anybody has asked about, as JSON: the symbol that is called -> scope, step and lambda of
    each call, and how many calls of a scope reach something unknown.  Where a step stands is looked up when it is told.

When it dies
    As the types of receivers do (`inferd.query.settled`): the files that it was read from stand with it.  Nobody makes
    it ahead, for it costs as much again as these types; the next question makes what is missing.
"""

from collections.abc import Collection, Iterator
from json import dumps, loads
from typing import Any

from inferd.inference.engine import Where
from inferd.query import callgraph
from inferd.query.types import Typing


def compute(typing: Typing, file_id: int) -> tuple[int, bytes, str]:
    """(file, files read, JSON) of a file."""
    typing.forget_files()  # a frame that was run before does not say what it was read from
    root = typing.engine.root
    root.touched = 1 << file_id
    calls: dict[str, list[int]] = {}
    unknown: dict[str, int] = {}
    try:
        for i in range(len(typing.engine.tree("", file_id).scopes)):
            where = Where("", file_id, i)
            for step, first, callee in callgraph.calls_of(typing, where):
                calls.setdefault(callee, []).extend((i, step, first))
            count = callgraph.unknown_in(typing, where)
            if count:
                unknown[str(i)] = count
        reads = root.touched
    finally:
        typing.forget_files()
    text = dumps({"calls": calls, "unknown": unknown}, separators=(",", ":"), sort_keys=True)
    return file_id, reads.to_bytes((reads.bit_length() + 7) // 8, "little"), text


class KeptCalls:
    """What `compute` found of one file."""

    __slots__ = ("_data", "_text")

    def __init__(self, text: str):
        self._text = text
        self._data: dict[str, Any] | None = None

    def calls(self, callees: Collection[str] | None = None) -> Iterator[tuple[int, int, int, str]]:
        """(scope, step, first step of the lambda or -1, callee) of the calls, or of those of some symbols."""
        if callees is not None and not any(dumps(c) in self._text for c in callees):
            return
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
