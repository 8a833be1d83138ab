"""One project of a session: its index, the texts over it, and ranges that are true for what the editor shows.

`Root` is used from two threads.  The loop's side knows which updates are asked for and done (`Updates`); the
worker's side, which alone touches the project, brings the overlays in line with the open documents before each
question (`sync`) and answers from one snapshot.

What is shown is compared with the text: in open documents, in files that changed on disk since they were indexed,
and in files of which a part does not parse, a range is given only where the name stands there.
"""

import contextlib
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from unicodedata import normalize

from lsprotocol import types

import inferd
from inferd.errors import SourceError
from inferd.project import Project
from inferd.query.view import View
from inferd.source import files
from inferd.source.text import LineIndex, decode
from inferd.store.rows import Reader
from inferd_lsp import convert
from inferd_lsp.documents import Document

log = logging.getLogger("inferd.lsp")

_SCAN_SHARE = 10  # without notifications: look again after ten times what the last look cost
_TEXTS = 5000  # closed files of which is kept whether they are ASCII, and the lines where they are not


class NeedsUpdate(Exception):
    """Files changed since they were indexed; the question is asked again after an update."""


class Held(NamedTuple):
    """The text of a closed file: its metadata, and its lines where columns or words depend on them."""

    stat: tuple[int, int, int]
    lines: LineIndex | None  # None: all ASCII


class Root:
    """A project, or a file outside of all of them (`loose`), which is a project of one overlay in memory."""

    def __init__(self, folder: str):
        self.project: Project = inferd.open(folder)
        self.folder = self.project.root
        self.real = os.path.realpath(self.folder)
        self.loose = ""  # the URI of the one document
        self.watched = False  # the client tells about changes on disk
        self.behind = ""  # why the index is not up to date
        self._scratch = ""
        self._shown: dict[str, tuple[Document, int]] = {}  # path -> what the overlay (or its absence) was made for
        self._held: dict[str, Held] = {}
        self._indexed: tuple[int, dict[str, tuple[int, int, int]], frozenset[str]] = (-1, {}, frozenset())
        self._scanned = 0.0
        self._scan_cost = 0.0

    @classmethod
    def of_loose(cls, document: Document) -> "Root":
        scratch = tempfile.mkdtemp(prefix="inferd-")
        os.mkdir(os.path.join(scratch, ".git"))  # a root of its own, whatever is above
        root = cls.__new__(cls)
        Root.__init__(root, scratch)
        root.project = inferd.open(scratch, ":memory:")
        root._scratch = scratch
        root.loose = document.uri
        root.project.update()
        return root

    def close(self) -> None:
        self.project.close()
        if self._scratch:
            shutil.rmtree(self._scratch, ignore_errors=True)

    # -- paths ----------------------------------------------------------------------------------------------------

    def relative(self, path: str) -> str | None:
        """A path as the index knows it; None for one outside."""
        for base, candidate in ((self.folder, path), (self.real, os.path.realpath(path))):
            if candidate.startswith(base.rstrip(os.sep) + os.sep):
                return candidate[len(base.rstrip(os.sep)) + 1 :].replace(os.sep, "/")
        return None

    def takes(self, relative: str) -> bool:
        """Whether the index covers a file of this name: not what is excluded, nor what a virtual environment holds."""
        if not files.is_source(relative, self.project.config):
            return not relative.endswith((".py", ".pyi")) and "." not in relative.rpartition("/")[2]
        parts = relative.split("/")[:-1]
        return not any(
            os.path.exists(os.path.join(self.folder, *parts[: i + 1], "pyvenv.cfg")) for i in range(len(parts))
        )

    # -- what the worker does -------------------------------------------------------------------------------------

    def is_current(self) -> bool:
        """Whether there is an index and a scan finds nothing that it does not know."""
        started = time.monotonic()
        current = self.project.is_ready() and self.project.is_fresh()
        self._scanned = time.monotonic()
        self._scan_cost = self._scanned - started
        return current

    @contextlib.contextmanager
    def ask(
        self, documents: Mapping[str, Document], encoding: str, updated: bool, whole: bool
    ) -> Iterator[tuple[View, "Texts"]]:
        """A snapshot under the open documents (by path) and the texts to show its rows with.

        Raises NeedsUpdate where files changed since they were indexed, unless the index was *updated* for this
        request.  Where the client does not tell about changes, a scan looks for them: always if the question is for
        the *whole* of something, else now and then.
        """
        if not self.loose and not updated and not self.watched:
            is_due = whole or time.monotonic() - self._scanned >= _SCAN_SHARE * self._scan_cost
            if is_due and not self.is_current():
                raise NeedsUpdate
        self.sync(documents)
        with self.project.snapshot() as view:
            yield view, Texts(self, documents, encoding, view, updated or bool(self.loose))

    def sync(self, documents: Mapping[str, Document]) -> None:
        """Let the overlays be those of these documents: a file has one unless the index holds just its text."""
        with self.project.snapshot() as view:
            revision = view.reader.revision()
            wanted: dict[str, bool] = {}
            for path, document in documents.items():
                known = self._shown.get(path)
                if (
                    known is None
                    or known[0].text != document.text
                    or (known[1] != revision and self._is_overtaken(view, path))
                ):
                    wanted[path] = not self._is_indexed(view, revision, path, document)
                self._shown[path] = (document, revision)
        for path in [p for p in self._shown if p not in documents]:
            del self._shown[path]
            self.project.set_overlay(path, None)
        for path, masked in wanted.items():
            if masked:
                self._mask(path, documents[path].text)
            else:
                self.project.set_overlay(path, None)

    def unsaved(self) -> dict[str, str]:
        """The texts of the overlays, by path."""
        overlays = {path: self.project.overlay(path) for path in self._shown}
        return {path: overlay.text for path, overlay in overlays.items() if overlay is not None}

    def _is_overtaken(self, view: View, path: str) -> bool:
        """Whether an update may have made an overlay needless, or given its file another number."""
        overlay = self.project.overlay(path)
        if overlay is None:
            return True
        stored = Reader.file_at(view.reader, path)
        if stored is None or (stored.id, stored.module) != (overlay.file.id, overlay.file.module):
            return True
        return overlay.file.status == "ok"  # of broken text the overlay has better facts than the index

    def _is_indexed(self, view: View, revision: int, path: str, document: Document) -> bool:
        """Whether the index was made from just this text."""
        if self.loose:
            return False
        held = self._stat(path)
        if held is None or self._fingerprints(view, revision)[0].get(path) != held:
            return False
        try:
            text, _ = decode(files.read(self.folder, path, self.project.config.max_file_size))
        except SourceError:
            return False
        return text == document.text

    def _mask(self, path: str, text: str) -> None:
        if len(text) > self.project.config.max_file_size:
            self.project.set_overlay(path, None)
            return
        fresh = self.project.overlay(path) is None
        self.project.set_overlay(path, text)
        overlay = self.project.overlay(path)
        if fresh and not self.loose and overlay is not None and overlay.file.status != "ok":
            # Broken from the start: the facts of what was saved, known by its lines, let the broken parts keep theirs.
            try:
                saved, _ = decode(files.read(self.folder, path, self.project.config.max_file_size))
            except SourceError:
                return
            self.project.set_overlay(path, None)
            self.project.set_overlay(path, saved)
            self.project.set_overlay(path, text)

    # -- texts ----------------------------------------------------------------------------------------------------

    def _stat(self, path: str) -> tuple[int, int, int] | None:
        try:
            s = os.stat(os.path.join(self.folder, path), follow_symlinks=False)
        except (OSError, ValueError):
            return None
        return (s.st_size, s.st_mtime_ns, s.st_ino)

    def _fingerprints(self, view: View, revision: int) -> tuple[dict[str, tuple[int, int, int]], frozenset[str]]:
        """What the index knows of each file's metadata, and the files of which not all was analysed."""
        if self._indexed[0] != revision:
            partial = frozenset(p for p, _ in Reader.not_analysed(view.reader))
            self._indexed = (revision, view.reader.fingerprints(), partial)
        return self._indexed[1], self._indexed[2]

    def _read(self, path: str, stat: tuple[int, int, int], lines: bool) -> Held | None:
        """A closed file; of one that is ASCII the lines are given only where asked for, and not kept."""
        held = self._held.get(path)
        if held is None or held.stat != stat or (lines and held.lines is None):
            try:
                data = files.read(self.folder, path, max(self.project.config.max_file_size, stat[0]))
                plain = data.isascii()
                index = LineIndex(decode(data)[0]) if lines or not plain else None
            except SourceError:
                return None
            held = Held(stat, index)
            if len(self._held) >= _TEXTS:
                self._held.clear()
            self._held[path] = Held(stat, None) if plain else held
        return held


class Texts:
    """The texts of one request: turns rows into ranges of what is shown, and drops those that are not true for it."""

    def __init__(self, root: Root, documents: Mapping[str, Document], encoding: str, view: View, updated: bool):
        self._root = root
        self._documents = documents
        self._encoding = encoding
        self._view = view
        self._updated = updated
        self._known: dict[str, tuple[LineIndex | None, bool] | None] = {}
        self.dropped = 0

    def uri(self, path: str) -> str:
        document = self._documents.get(path)
        if document is not None:
            return document.uri
        return convert.uri_of(os.path.join(self._root.folder, path))

    def version(self, path: str) -> int | None:
        document = self._documents.get(path)
        return document.version if document is not None else None

    def _of(self, path: str) -> tuple[LineIndex | None, bool] | None:
        """(lines or None for ASCII, whether words are to be compared); None where there is no text."""
        if path in self._known:
            return self._known[path]
        found: tuple[LineIndex | None, bool] | None
        document = self._documents.get(path)
        if document is not None:
            found = (document.index, True)
        else:
            found = self._closed(path)
        self._known[path] = found
        return found

    def _closed(self, path: str) -> tuple[LineIndex | None, bool] | None:
        root = self._root
        stat = root._stat(path)
        if stat is None:
            self.changed()
            return None
        fingerprints, partial = root._fingerprints(self._view, self._view.reader.revision())
        known = fingerprints.get(path)
        compare = known != stat or path in partial
        if known != stat and path not in partial and known != (stat[0], 0, stat[2]):  # time 0: too young to be trusted
            self.changed()
        held = root._read(path, stat, compare)
        return (held.lines, compare) if held is not None else None

    def changed(self) -> None:
        """Ask again after an update, if there was none yet."""
        if not self._updated:
            raise NeedsUpdate

    def lines(self, path: str) -> LineIndex | None:
        """The lines of a file as shown."""
        found = self._of(path)
        if found is None:
            return None
        if found[0] is not None:
            return found[0]
        stat = self._root._stat(path)
        held = self._root._read(path, stat, True) if stat is not None else None
        if held is not None:
            self._known[path] = (held.lines, found[1])
        return held.lines if held is not None else None

    def span(self, path: str, name: str, where: convert.Span) -> convert.Span | None:
        """The span of a name as the protocol counts, or None where another word stands there."""
        found = self._of(path)
        if found is None:
            self.dropped += 1
            return None
        index, compare = found
        if compare and not stands(index, name, where):
            self.dropped += 1
            return None
        return convert.span_in(index, where, self._encoding)

    def range(self, path: str, name: str, where: convert.Span) -> types.Range | None:
        span = self.span(path, name, where)
        return convert.range_of(span) if span is not None else None

    def lines_range(self, path: str, first: int, last: int) -> types.Range | None:
        """The range from the first letter of a line to the end of another."""
        index = self.lines(path)
        if index is None:
            return None
        head = index.line(first)
        tail = index.line(last).rstrip("\r\n")
        return convert.range_in(index, (first, len(head) - len(head.lstrip()) + 1, last, len(tail) + 1), self._encoding)


def stands(index: LineIndex | None, name: str, where: tuple[int, int, int, int]) -> bool:
    """Whether a name is written at a place; it may be written otherwise than it reads (NFKC, private names)."""
    if index is None:
        return False
    line, column, end_line, end_column = where
    if line != end_line:
        return False
    text = index.line(line)
    word = text[column - 1 : end_column - 1]
    if word == name:
        return (column < 2 or not _joins(text[column - 2])) and not _joins(text[end_column - 1 : end_column])
    word = normalize("NFKC", word)
    return word == name or (word.startswith("__") and name.startswith("_") and name.endswith(word))


def _joins(character: str) -> bool:
    return bool(character) and ("a" + character).isidentifier()
