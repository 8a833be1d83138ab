"""What the index knows of a refactoring's target, in rope's terms: where it occurs, and what is passed where.

Why
    rope decides where a name occurs by evaluating every place where the word stands, and knows no annotations, no
    unions and no duck typing.  Our references are graded sets with families.  So rope's finders are handed our places
    (`Aim`), and its object inference asks our types (`Types`) where it has to evaluate something itself.

Terms
    An *aim* is what a refactoring is about: the kin of some subjects (`query.kin`), as offsets into the text that rope
    sees.  *Sure* places are exact and inferred ones; *possible* ones are taken along only where the person says so.

What it does not do
    Occurrences in texts that rope has already changed on the way are found by rope's own rules: the index knows only
    the text as it was.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from inferd.errors import SourceError
from inferd.index.resolve import Module
from inferd.inference import types as V
from inferd.inference.definitions import signatures
from inferd.model import Reference
from inferd.query import targets as T
from inferd.query.kin import Kin, Use, kin
from inferd.query.view import View
from inferd.refactor.rope_tree import Tree
from inferd.syntax import facts as F

_BINDING = frozenset((F.WRITE, F.DEFINITION, F.PARAMETER, F.CAPTURE, F.IMPORT))
_HEAD = re.compile(r"(?:async\s+)?def\s+")
_WORDS = frozenset((F.STRING, F.KEYWORD))  # roles that rope's refactorings do not look at


_NOBODY = Reference("", 0, 0, 0, 0, "", "", "", "", "")


class Place(NamedTuple):
    """One occurrence in the text that rope sees."""

    offset: int
    use: Use


class Aim:
    """What a refactoring is about."""

    def __init__(self, tree: Tree, ties: Kin, possible: bool = False, only: str = ""):
        if only:
            ties = ties._replace(sure={key: u for key, u in ties.sure.items() if u.row.symbol == only})
        self.tree = tree
        self.ties = ties
        self.name = ties.name
        self.aliases = False  # whether places where it goes by another name count
        uses = list(ties.sure.values()) + (list(ties.possible.values()) if possible else [])
        self.left_out = [] if possible else [u.row for u in ties.possible.values() if u.role not in _WORDS]
        self._uses: dict[str, list[Use]] = {}
        for use in uses:
            self._uses.setdefault(use.row.path, []).append(use)
        self._places: dict[str, list[Place]] = {}
        self._bound = {
            (u.row.path, u.row.line) for u in ties.sure.values() if is_binding(u) and u.row.text == ties.name
        }

    @classmethod
    def at(cls, tree: Tree, subjects: list[T.Subject], possible: bool = False, family: bool = True) -> "Aim":
        """The aim at some subjects.  Not *family*: without what overrides the first of them, or is overridden by it."""
        only = "" if family else T.symbol_of(tree.view, subjects[0])
        return cls(tree, kin(tree.view, subjects, family), possible, only)

    @property
    def paths(self) -> list[str]:
        """The Python files with occurrences."""
        return sorted(p for p in self._uses if p.endswith(".py"))

    @property
    def rows(self) -> list[Reference]:
        return sorted((u.row for uses in self._uses.values() for u in uses), key=lambda r: r[:5])

    def uses_in(self, path: str) -> list[Use]:
        return self._uses.get(path, [])

    def is_bound_at(self, path: str, line: int, name: str) -> bool:
        return name == self.name and (path, line) in self._bound

    def places(self, path: str) -> list[Place]:
        """Where it occurs in a file, in order; strings and keywords left out."""
        known = self._places.get(path)
        if known is None:
            seen = self.tree.seen(path)
            found = {}
            for use in self._uses.get(path, ()):
                if use.role in _WORDS or use.block.row.stale:
                    continue
                offset = seen.offset(use.row.line, use.row.column - 1)
                word = use.row.text.rpartition(".")[2] if use.role == F.IMPORT else use.row.text
                if seen.text.startswith(word, offset):
                    found[offset] = Place(offset, use)
            known = self._places[path] = [found[offset] for offset in sorted(found)]
        return known

    def wanted(self, path: str) -> Iterator[Place]:
        for place in self.places(path):
            if self.aliases or place.use.row.text == self.name:
                yield place


def is_binding(use: Use) -> bool:
    """Whether an occurrence gives its name a value: a definition, an assignment (to an attribute, too), an import."""
    return use.role in _BINDING or (use.role == F.ATTRIBUTE and bool(use.code & F.STORE))


def reached_through(view: View, use: Use) -> str | None:
    """The module in whose namespace an occurrence finds its symbol: that of `from m import x`, `m.x` and "m.x"."""
    block, k = use.block, use.k
    link = block.o[k * 6 + 5]
    if use.role == F.IMPORT:
        if use.code & F.MODULE_PART or link < 0:
            return None
        level, module, name, _ = block.i[link][:4]
        if name is None:
            return None
        target, inside = view.resolver.imported_module(view._bare(block.file), level, module)
        return target if inside else None
    if use.role in (F.ATTRIBUTE, F.STRING) and link >= 0:
        around = view.dotted_string(block, link) if use.role == F.STRING else view.meaning(block, link)
        return next((e.name for e in around if isinstance(e, Module)), None)
    return None


def is_taken_elsewhere(tree: Tree, path: str, name: str) -> bool:
    """Whether another file takes a name from a module: `from m import name`, `m.name`, or all of it by a star."""
    view = tree.view
    module = tree.module_of(path)
    for block in view.blocks_of_name(name):
        if block.file.path == path:
            continue
        for k in block.positions(name):
            if reached_through(view, Use(block, k, _NOBODY)) == module:
                return True
    for block in view.blocks_of_name("*"):
        if block.file.path != path and view.reader.posted_blocks(name, block.file.id):
            for level, dotted, imported, _ in (entry[:4] for entry in block.i):
                if (
                    imported == "*"
                    and view.resolver.imported_module(view._bare(block.file), level, dotted)[0] == module
                ):
                    return True
    return False


def definition_of(view: View, aim: Aim) -> Use | None:
    """Where the target is bound first: its definition, else its first assignment or parameter."""
    best: tuple[tuple[int, str, int, int], Use] | None = None
    subjects = list(aim.ties.subjects)
    symbol = T.symbol_of(view, subjects[0])
    for use in aim.ties.sure.values():
        if not is_binding(use) or use.role == F.IMPORT or use.row.text != aim.name:
            continue
        if not use.row.path.endswith(".py"):
            continue
        rank = (use.row.symbol != symbol, use.row.path, use.row.line, use.row.column)
        if best is None or rank < best[0]:
            best = (rank, use)
    return best[1] if best else None


class Types:
    """What parameters, results and attributes are, as one class of the project or nothing."""

    def __init__(self, tree: Tree):
        self._tree = tree
        self._view = tree.view

    def at(self, path: str, line: int, column: int, result: bool = False) -> tuple[tuple[str, str], ...] | None:
        """The project's classes (path, qualified name) that what stands at a place may be an instance of, or the
        *result* of the function whose definition begins there; None where that is not all that it may be.  Lines from
        1, columns from 0.
        """
        if self._view.reader.file_at(path) is None:
            return None
        if result:
            column = self._name_column(path, line, column)
        found = T.at_position(self._view, path, line, column + 1)
        typing = self._view.typing
        if found is None or typing is None:
            return None
        if not result:
            return self._classes(typing.at(*found))
        step = typing.step_of(*found)
        steps = typing.engine.program(step.where).steps if step is not None else ()
        if step is None or steps[step.number][0] != "s" or steps[int(steps[step.number][2])][0] != "f":
            return None
        return self._classes(signatures.result_of_definition(typing.engine, step.where, int(steps[step.number][2])))

    def _name_column(self, path: str, line: int, column: int) -> int:
        """Where the name stands in `def name` or `async def name`."""
        found = _HEAD.match(self._tree.seen(path).own[line - 1], column)
        return found.end() if found else column

    def _classes(self, types: V.Types) -> tuple[tuple[str, str], ...] | None:
        out = []
        for value in types:
            if isinstance(value, V.Instance) and value.cls.space == "":
                path = self._tree.find_module(value.cls.module)
                if path is None:
                    return None
                out.append((path, value.cls.name))
            elif value != V.NONE:
                return None
        return tuple(dict.fromkeys(out))


def position_of(tree: Tree, path: str, text: str, line: int, column: int) -> tuple[int, int] | None:
    """Where the file has what `ast` places at a line and a column in bytes of the text that rope sees; None where that
    is another text.
    """
    try:
        seen = tree.seen(path)
    except SourceError:
        return None
    if text != seen.text or not 1 <= line <= len(seen.lines):
        return None
    words = seen.lines[line - 1].encode("utf-8", "surrogatepass")[:column].decode("utf-8", "surrogatepass")
    return seen.position(seen.starts[line - 1] + len(words))
