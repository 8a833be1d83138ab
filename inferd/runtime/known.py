"""What earlier runs of the project know already (docs/spool.md, *What is known*): functions that need not be looked at.

The file is written by `inferd record` before it starts the command. A function counts as known only where the file that
it is loaded from has the size, time and inode that are told; a file that is loaded again after it changed has none.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_open, _stat = open, os.stat
EVERY = 20  # one known function, or test, of so many is looked at all the same


class Known:
    """The functions and the owners that earlier runs know."""

    def __init__(self, prefix: str, turn: int) -> None:
        self.prefix = prefix
        self.turn = turn
        self.owners: set[str] = set()
        self.files: dict[str, tuple[tuple[int, ...], dict[tuple[int, str], int]]] = {}
        self._same: dict[str, Any] = {}  # path -> its functions, or None where the file is another one now

    def begins(self, path: str) -> bool:
        """The module of a file begins to run: whether the file is the one that is known."""
        before = self._same.get(path)
        entry = self.files.get(path)
        found = None
        is_first = before is not None or path not in self._same  # once it was another one it stays so
        if entry is not None and is_first and _fingerprint(self.prefix + path) == entry[0]:
            found = entry[1]
        self._same[path] = found
        return found is not None

    def is_same(self, path: str) -> bool:
        """Whether the file that was loaded is the known one, and still is."""
        if path not in self._same:
            return self.begins(path)
        return self._same[path] is not None and _fingerprint(self.prefix + path) == self.files[path][0]

    def number(self, path: str, line: int, name: str) -> int | None:
        """The number of a function that need not be looked at in this run."""
        try:
            found = self._same[path]
        except KeyError:
            self.begins(path)
            found = self._same[path]
        if found is None:
            return None
        number: int | None = found.get((line, name))
        if number is not None and (number + self.turn) % EVERY == 0:
            return None
        return number


def _fingerprint(filename: str) -> tuple[int, ...] | None:
    try:
        told = _stat(filename)
    except OSError:
        return None
    return told.st_size, told.st_mtime_ns, told.st_ino


def read(path: str, prefix: str, run: str) -> Known | None:
    """The file, if it can be read and is about this Python; a run without it looks at everything."""
    try:
        with _open(path, encoding="utf-8", newline="\n") as stream:
            lines = stream.read().split("\n")
        if lines[0].split("\t") != ["inferd-known", "1", "%d.%d" % sys.version_info[:2]]:
            return None
        found = Known(prefix, int(run[:8], 16))
        number = 0
        functions: dict[tuple[int, str], int] = {}
        for line in lines:
            if line[:5] == "body\t":
                words = line.split("\t", 3)
                functions[int(words[1]), words[2]] = number
                number += 1
            elif line[:6] == "owner\t":
                found.owners.add(line[6:])
            elif line[:5] == "file\t":
                words = line.split("\t")
                functions = {}
                found.files[words[1]] = (tuple(map(int, words[2:5])), functions)
        return found
    except (OSError, ValueError, IndexError):
        return None
