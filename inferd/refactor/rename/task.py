"""One rename under way: the files as they are, the refusals so far, and how a name is written where."""

import ast
import os
import re
from collections.abc import Mapping
from typing import NamedTuple

from inferd.errors import JournalError
from inferd.model import Reference
from inferd.query import targets as T
from inferd.query.kin import Kin
from inferd.query.view import Block, View
from inferd.source.text import content_hash, decode, split_lines
from inferd.syntax import facts as F


class Refusal(NamedTuple):
    """Why a rename would break something, and where."""

    path: str
    line: int
    reason: str
    final: bool  # whether nobody may overrule it


class Texts:
    """The files as they are now: bytes, checked against the index, and their lines."""

    def __init__(self, view: View, root: str, overlays: Mapping[str, str]):
        self.root = root
        self.overlays = overlays
        self._view = view
        self._data: dict[str, bytes] = {}
        self._lines: dict[str, list[str]] = {}
        self._trees: dict[str, ast.Module | None] = {}

    def data(self, path: str) -> bytes:
        known = self._data.get(path)
        if known is None:
            if path in self.overlays:
                known = self.overlays[path].encode("utf-8", "surrogatepass")
            else:
                try:
                    with open(os.path.join(self.root, path), "rb") as f:
                        known = f.read()
                except OSError as error:
                    raise changed_since(path, f"cannot be read: {(error.strerror or str(error)).lower()}") from error
                states = self._view.reader.states_of((path,))
                if not states or content_hash(known) != states[0][5]:
                    raise changed_since(path, "the file changed since it was indexed")
            self._data[path] = known
        return known

    def lines(self, path: str) -> list[str]:
        known = self._lines.get(path)
        if known is None:
            text = self.overlays[path] if path in self.overlays else decode(self.data(path), path)[0]
            known = self._lines[path] = split_lines(text)
        return known

    def tree(self, path: str) -> ast.Module | None:
        """The tree of a file, which nobody may change; None where it cannot be parsed."""
        if path not in self._trees:
            try:
                self._trees[path] = ast.parse("".join(self.lines(path)), "<inferd>")
            except (SyntaxError, ValueError, RecursionError):
                self._trees[path] = None
        return self._trees[path]

    def part(
        self, block: Block, holding: re.Pattern[str] | None = None, in_place: bool = False
    ) -> tuple[ast.Module, int]:
        """The tree of a block by itself, and the line of the file before its first line (0 where lines are those of the
        file, *in_place*); an empty tree where it cannot be parsed, or holds no match of a pattern.
        """
        first = block.row.line
        text = "".join(self.lines(block.file.path)[first - 1 : first - 1 + block.row.lines])
        if holding is not None and not holding.search(text):
            return ast.Module([], []), 0
        head = "if 1:\n" if text[:1] in (" ", "\t") else ""
        before = first - 1 - bool(head)
        try:
            if in_place:
                return ast.parse("\n" * before + head + text, "<inferd>"), 0
            return ast.parse(head + text, "<inferd>"), before
        except (SyntaxError, ValueError, RecursionError):
            return ast.Module([], []), 0


def changed_since(path: str, reason: str) -> JournalError:
    """The error for a file that is not what was indexed."""
    error = JournalError(path, reason)
    error.hint = "run again"
    return error


class Task(NamedTuple):
    """One rename under way."""

    view: View
    texts: Texts
    kin: Kin
    written: str  # the new name as the person wrote it
    new: str  # the new name as Python knows it
    refusals: list[Refusal]
    warnings: list[str]

    def refuse(self, path: str, line: int, reason: str, final: bool = False) -> None:
        item = Refusal(path, line, reason, final)
        if item not in self.refusals:
            self.refusals.append(item)

    def kinds(self) -> set[str]:
        """The kinds of the definitions of what is renamed (`View.definition_kinds`): "c" for classes."""
        out: set[str] = set()
        for s in self.kin.subjects:
            if isinstance(s, T.Global):
                out |= self.view.definition_kinds(s.module, s.name)
            elif isinstance(s, T.Attribute):
                out |= self.view.definition_kinds(s.cls.module, f"{s.cls.name}.{s.name}")
        return out

    def refuse_at(self, block: Block, k: int, reason: str, final: bool = False) -> None:
        self.refuse(block.file.path, block.place(k)[0], reason, final)


def is_dunder(name: str) -> bool:
    """Whether Python itself calls or reads something of this name."""
    return len(name) > 4 and name.startswith("__") and name.endswith("__")


def is_private(name: str) -> bool:
    """Whether a name is mangled inside classes."""
    return name.startswith("__") and not name.endswith("__")


def mangled(class_name: str, name: str) -> str:
    """A name as Python knows it inside a class."""
    if is_private(name):
        bare = class_name.rpartition(".")[2].split("#")[0].lstrip("_")
        return f"_{bare}{name}" if bare else name
    return name


def class_context(block: Block, k: int) -> str:
    """The class in whose body an occurrence is written, which decides how a private name is read."""
    scope = block.o[k * 6 + 4]
    while scope >= 0:
        if block.s[scope * 7] == F.CLASS:
            return block.names[block.o[block.s[scope * 7 + 1] * 6]]
        scope = block.s[scope * 7 + 2]
    return block.row.owner.rpartition(".")[2].split("#")[0]


def spelling(task: Task, block: Block, k: int) -> str | None:
    """How the new name is to be written at an occurrence; None where it cannot be."""
    around = class_context(block, k)
    for text in (task.written, task.new):
        if mangled(around, text) == task.new:
            return text
    return None


def because(row: Reference, why: str) -> Reference:
    """A row with one more reason."""
    return row._replace(evidence=(*row.evidence, {"kind": "static", "why": why}))


BINDING = frozenset((F.WRITE, F.DEFINITION, F.PARAMETER, F.CAPTURE))
