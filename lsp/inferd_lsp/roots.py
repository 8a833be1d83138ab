"""One project of a session: the session's texts over its index, and ranges that are true for what the editor shows.

The `Project` is shared by all sessions of the process; what belongs to one session is here: the overlays of its unsaved
buffers, which are brought in line with the open documents before each question (`sync`), each of which is answered from
one snapshot.  A `Root` is used by its session's worker thread only.

What is shown is compared with the text: in open documents, in files that changed on disk since they were indexed,
and in files of which a part does not parse, a range is given only where the name stands there.
"""

import contextlib
import gc
import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple
from unicodedata import normalize
from weakref import WeakKeyDictionary

import inferd
from inferd.errors import SourceError
from inferd.opened import Kept
from inferd.project import Project
from inferd.query.view import Block, View
from inferd.source import files
from inferd.source.text import LineIndex, decode
from inferd.store.rows import BlockRow, Reader
from inferd_lsp import convert
from inferd_lsp.documents import Document

TYPE_CHECKING = False
if TYPE_CHECKING:  # it brings the parser along, which a session without unsaved text does not need
    from inferd.index.overlay import Overlay
    from inferd_lsp.tokens import Sent

_TEXTS = 5000  # closed files of which is kept whether they are ASCII
_INDEXES = 100  # closed files of which the lines are kept, because columns depend on them
_OPERATIONS = 1000  # of SQLite's machine, between two looks at whether the request was cancelled

Stat = tuple[int, int, int]
Check = Callable[[], None]


class NeedsUpdate(Exception):
    """Files changed since they were indexed; the question is asked again after an update."""

    def __init__(self, *paths: str):
        super().__init__(*paths)
        self.paths = paths


class Held(NamedTuple):
    """The text of a closed file: its metadata, and whether columns and words depend on its lines."""

    stat: Stat
    plain: bool  # all ASCII


class Shared:
    """What all sessions on one project may share: facts about its closed files, each true for the metadata in it."""

    def __init__(self) -> None:
        self.held: dict[str, Held] = {}
        self.indexes: dict[str, tuple[Stat, LineIndex]] = {}


_shared: "WeakKeyDictionary[Project, Shared]" = WeakKeyDictionary()


class Checked(View):
    """A view that looks, at every block and name that it takes up, whether anybody still wants the answer."""

    check: Check

    def wrap(self, row: BlockRow) -> Block:
        self.check()
        return super().wrap(row)

    def blocks_by_id(self, ids: list[int]) -> list[Block]:
        self.check()
        return super().blocks_by_id(ids)

    def global_targets(self, *arguments: Any, **named: Any) -> Any:
        self.check()
        return super().global_targets(*arguments, **named)

    def meaning(self, *arguments: Any, **named: Any) -> Any:
        self.check()
        return super().meaning(*arguments, **named)


_TRIES = 8  # where one update after the other comes between


class Root:
    """A project in a session, or a file outside of all (`loose`), which is a project of one overlay in memory."""

    def __init__(self, project: Project, loose: str = ""):
        self.project = project
        self.folder = self.project.root
        self.real = os.path.realpath(self.folder)
        self.loose = loose  # the URI of the one document
        self.tokens: dict[str, Sent] = {}  # the semantic tokens that were sent last, by path
        self.behind = ""  # why the index is not up to date
        self.is_told_settling = False  # the person knows that types are still being worked out
        self._scratch = ""
        self._kept = Kept()
        self._overlays: dict[str, Overlay] = {}
        self._shown: dict[str, tuple[Document, int]] = {}  # path -> what the overlay (or its absence) was made for
        self._files = _shared.setdefault(project, Shared())
        self._partial: tuple[int, frozenset[str]] = (-1, frozenset())

    @classmethod
    def of_loose(cls, document: Document) -> "Root":
        import tempfile

        scratch = tempfile.mkdtemp(prefix="inferd-")
        os.mkdir(os.path.join(scratch, ".git"))  # a root of its own, whatever is above
        project = inferd.open(scratch, ":memory:")
        root = cls(project, document.uri)
        root._scratch = scratch
        project.update()
        return root

    def close(self) -> None:
        """Give back what this thread holds of the project."""
        if self.loose:
            import shutil

            self.project.close()
            shutil.rmtree(self._scratch, ignore_errors=True)
        else:
            self.project.release()

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

    # -- questions ------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def ask(
        self, documents: Mapping[str, Document], encoding: str, updated: bool, check: Check
    ) -> Iterator[tuple[Checked, "Texts"]]:
        """A snapshot under the open documents (by path) and the texts to show its rows with.

        Raises NeedsUpdate where files turn out to have changed since they were indexed, unless the index was *updated*
        for this request, and whatever *check* raises, which is called all the time.
        """
        for left in reversed(range(_TRIES)):
            self.sync(documents)
            with self._view(check) as view:
                if left and not self._fits(view):
                    continue
                partial = self._partial_of(view)
                yield view, Texts(self, documents, encoding, view, updated or bool(self.loose), partial)
                return

    def _fits(self, view: View) -> bool:
        """Whether the overlays were looked at under the revision that a snapshot is of: an update may come between, and
        give a file that goes and comes back another number.
        """
        revision = view.reader.revision() if self._shown else 0
        return all(made == revision for _, made in self._shown.values())

    @contextlib.contextmanager
    def _view(self, check: Check) -> Iterator[Checked]:
        def make(reader: Reader) -> View:
            view = Checked(reader)
            view.check = check
            return view

        def unwanted() -> int:
            try:
                check()
            except BaseException:  # noqa: BLE001  SQLite is told to stop, and `check` raises again on the way out
                return 1
            return 0

        with self.project.snapshot_over(self._overlays, make, self._kept) as view:
            assert isinstance(view, Checked)
            view.check = check
            view.explains = False
            view.waits = True  # an editor is never given a part as the whole
            if self.loose:
                yield view
                return
            view.reader.db.set_progress_handler(unwanted, _OPERATIONS)
            try:
                yield view
            finally:
                view.reader.db.set_progress_handler(None, 0)

    def sync(self, documents: Mapping[str, Document]) -> None:
        """Let the overlays be those of these documents: a file has one unless the index holds just its text."""
        if not documents and not self._shown:
            return
        with self.project.snapshot_over(self._overlays) as view:
            revision = view.reader.revision()
            wanted: dict[str, bool] = {}
            for path, document in documents.items():
                known = self._shown.get(path)
                if (
                    known is None
                    or known[0].text != document.text
                    or (known[1] != revision and self._is_overtaken(view, path))
                ):
                    wanted[path] = not self._is_indexed(view, path, document)
                self._shown[path] = (document, revision)
        for path in [p for p in self._shown if p not in documents]:
            del self._shown[path]
            self.tokens.pop(path, None)
            self._overlays.pop(path, None)
        for path, masked in wanted.items():
            if masked:
                self._mask(path, documents[path].text)
            else:
                self._overlays.pop(path, None)

    def unsaved(self) -> dict[str, str]:
        """The texts of the overlays, by path."""
        return {path: overlay.text for path, overlay in self._overlays.items()}

    def _is_overtaken(self, view: View, path: str) -> bool:
        """Whether an update may have made an overlay needless, or given its file another number."""
        overlay = self._overlays.get(path)
        if overlay is None:
            return True
        stored = Reader.file_at(view.reader, path)
        if stored is None or (stored.id, stored.module) != (overlay.file.id, overlay.file.module):
            return True
        return overlay.file.status == "ok"  # of broken text the overlay has better facts than the index

    def _is_indexed(self, view: View, path: str, document: Document) -> bool:
        """Whether the index was made from just this text."""
        if self.loose:
            return False
        stat = self._stat(path)
        if stat is None or self.indexed(view, path) != stat:
            return False
        try:
            text, _ = decode(files.read(self.folder, path, self.project.config.max_file_size))
        except SourceError:
            return False
        return text == document.text

    def is_read(self, path: str, text: str, partial: Callable[[], frozenset[str]]) -> bool:
        """Whether the facts of an open document were all read off just this text, so that no word need be compared."""
        overlay = self._overlays.get(path)
        if overlay is not None:
            return overlay.text == text and overlay.file.status == "ok"
        shown = self._shown.get(path)
        return (
            shown is not None
            and shown[0].text == text
            and len(text) <= self.project.config.max_file_size
            and path not in partial()
        )

    def _mask(self, path: str, text: str) -> None:
        if len(text) > self.project.config.max_file_size:
            self._overlays.pop(path, None)
            return
        fresh = path not in self._overlays
        overlay = self._set(path, text)
        if fresh and not self.loose and overlay.file.status != "ok":
            # Broken from the start: the facts of what was saved, known by its lines, let the broken parts keep theirs.
            try:
                saved, _ = decode(files.read(self.folder, path, self.project.config.max_file_size))
            except SourceError:
                return
            del self._overlays[path]
            self._set(path, saved)
            self._set(path, text)

    def _set(self, path: str, text: str) -> "Overlay":
        from inferd.index.overlay import Overlay

        collecting = gc.isenabled()
        gc.disable()  # trees hold no cycles, and the collector would walk them again and again
        try:
            with self.project.snapshot_over(self._overlays) as view:
                overlay = Overlay.of(view.reader, path, text, self._overlays.get(path))
        finally:
            if collecting:
                gc.enable()
        self._overlays[path] = overlay
        return overlay

    # -- texts ----------------------------------------------------------------------------------------------------

    def _stat(self, path: str) -> Stat | None:
        try:
            s = os.stat(os.path.join(self.folder, path), follow_symlinks=False)
        except (OSError, ValueError):
            return None
        return (s.st_size, s.st_mtime_ns, s.st_ino)

    def indexed(self, view: View, path: str) -> Stat | None:
        """The metadata of a file when it was indexed."""
        for row in view.reader.states_of((path,)):
            return row[2:5]
        return None

    def _partial_of(self, view: View) -> Callable[[], frozenset[str]]:
        """The files of which not all was analysed, for who asks; read once a revision."""

        def partial() -> frozenset[str]:
            revision = view.reader.revision()
            if self._partial[0] != revision:
                self._partial = (revision, frozenset(p for p, _ in Reader.not_analysed(view.reader)))
            return self._partial[1]

        return partial

    def is_plain(self, path: str, stat: Stat) -> bool | None:
        """Whether a closed file is ASCII, so that all encodings have the same columns; None: it cannot be read."""
        held = self._files.held.get(path)
        if held is None or held.stat != stat:
            try:
                data = files.read(self.folder, path, max(self.project.config.max_file_size, stat[0]))
            except SourceError:
                return None
            if len(self._files.held) >= _TEXTS:
                self._files.held.clear()
            held = self._files.held[path] = Held(stat, data.isascii())
        return held.plain

    def lines_now(self, path: str) -> LineIndex | None:
        """The lines of a file as it is on the disk."""
        stat = self._stat(path)
        return self.lines_of(path, stat, False) if stat is not None else None

    def lines_of(self, path: str, stat: Stat, keep: bool) -> LineIndex | None:
        """The lines of a closed file."""
        known = self._files.indexes.get(path)
        if known is not None and known[0] == stat:
            return known[1]
        folder, name = os.path.split(path) if os.path.isabs(path) else (self.folder, path)
        try:
            text, _ = decode(files.read(folder, name, max(self.project.config.max_file_size, stat[0])))
        except SourceError:
            return None
        index = LineIndex(text)
        if keep:
            while len(self._files.indexes) >= _INDEXES:
                self._files.indexes.pop(next(iter(self._files.indexes)), None)
            self._files.indexes[path] = (stat, index)
        return index


class Texts:
    """The texts of one request: turns rows into ranges of what is shown, and drops those that are not true for it."""

    def __init__(
        self, root: Root, documents: Mapping[str, Document], encoding: str, view: View, updated: bool,
        partial: Callable[[], frozenset[str]],
    ):  # fmt: skip
        self._partial = partial
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

    def of(self, path: str) -> tuple[LineIndex | None, bool] | None:
        """(lines or None for ASCII, whether words are to be compared); None where there is no text."""
        if path in self._known:
            return self._known[path]
        document = self._documents.get(path)
        if document is not None:
            is_read = self._root.is_read(path, document.text, self._partial)
            found: tuple[LineIndex | None, bool] | None = (document.index, not is_read)
        else:
            found = self._closed(path)
        self._known[path] = found
        return found

    def _closed(self, path: str) -> tuple[LineIndex | None, bool] | None:
        root = self._root
        stat = root._stat(path)
        if os.path.isabs(path):  # of the environment: not the index's
            index = root.lines_of(path, stat, True) if stat is not None else None
            return (index, True) if index is not None else None
        if stat is None:
            self.changed(path)
            return None
        known = root.indexed(self._view, path)
        is_partial = path in self._partial()
        compare = known != stat or is_partial
        if known != stat and not is_partial and known != (stat[0], 0, stat[2]):  # time 0: too young to be trusted
            self.changed(path)
        plain = root.is_plain(path, stat)
        if plain is None:
            return None
        if plain and not compare:
            return (None, False)
        index = root.lines_of(path, stat, not plain)
        return (index, compare) if index is not None else None

    def changed(self, *paths: str) -> None:
        """Ask again after an update, if there was none yet."""
        if not self._updated:
            raise NeedsUpdate(*paths)

    def lines(self, path: str) -> LineIndex | None:
        """The lines of a file as shown."""
        found = self.of(path)
        if found is None:
            return None
        if found[0] is not None:
            return found[0]
        stat = self._root._stat(path)
        index = self._root.lines_of(path, stat, False) if stat is not None else None
        if index is not None:
            self._known[path] = (index, found[1])
        return index

    def span(self, path: str, name: str, where: convert.Span) -> convert.Span | None:
        """The span of a name as the protocol counts, or None where another word stands there."""
        found = self.of(path)
        if found is None:
            self.dropped += 1
            return None
        index, compare = found
        if compare and not stands(index, name, where):
            self.dropped += 1
            return None
        return convert.span_in(index, where, self._encoding)

    def lines_span(self, path: str, first: int, last: int) -> convert.Span | None:
        """The span from the first letter of a line to the end of another."""
        index = self.lines(path)
        if index is None:
            return None
        head = index.line(first)
        tail = index.line(last).rstrip("\r\n")
        return convert.span_in(index, (first, len(head) - len(head.lstrip()) + 1, last, len(tail) + 1), self._encoding)


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
