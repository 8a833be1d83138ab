"""Answers before the first index is there, from the files themselves (`inferd.index.unindexed`).

A question that a part of the files can answer wholly is answered so; any other raises `NeedsIndex` and waits.
"""

import contextlib
from collections.abc import Iterator, Mapping

from inferd.errors import SourceError
from inferd.index.overlay import Overlay
from inferd.index.unindexed import MOST, NeedsIndex, OverlaidSources, SourceReader, Sources
from inferd.source import files
from inferd.source.text import decode
from inferd_lsp.documents import Document
from inferd_lsp.roots import Check, Checked, Root, Texts

__all__ = ["MOST", "First", "NeedsIndex"]


class First:
    """The files of a root in a session, until there is an index."""

    def __init__(self, root: Root):
        self._root = root
        self._sources = Sources(root.folder, root.project.config)
        self._overlays: dict[str, Overlay] = {}
        self._shown: dict[str, str] = {}  # path -> the text that the overlay (or its absence) was made for

    def look(self) -> None:
        """Read what has not been read, or has changed."""
        self._sources.refresh()

    @contextlib.contextmanager
    def ask(
        self, documents: Mapping[str, Document], encoding: str, check: Check, at_once: int = MOST
    ) -> Iterator[tuple[Checked, Texts]]:
        """Like `Root.ask`, without an index; at most *at_once* files are analysed for one step of the question."""
        self.look()
        self._sources.at_once = at_once
        check()
        self._sync(documents)
        reader = OverlaidSources(self._sources, self._overlays) if self._overlays else SourceReader(self._sources)
        view = Checked(reader)
        view.check = check
        yield view, Texts(self._root, documents, encoding, view, False, lambda: _partial(reader))

    def _sync(self, documents: Mapping[str, Document]) -> None:
        for path in [p for p in self._shown if p not in documents]:
            del self._shown[path]
            self._overlays.pop(path, None)
        config = self._root.project.config
        for path, document in documents.items():
            if self._shown.get(path) == document.text:
                continue
            self._shown[path] = document.text
            try:
                saved, _ = decode(files.read(self._root.folder, path, config.max_file_size))
            except SourceError:
                saved = None
            if saved == document.text or len(document.text) > config.max_file_size:
                self._overlays.pop(path, None)
            else:
                reader = SourceReader(self._sources)
                self._overlays[path] = Overlay.of(reader, path, document.text, self._overlays.get(path))


def _partial(reader: SourceReader) -> frozenset[str]:
    return frozenset(path for path, _ in SourceReader.not_analysed(reader))


def give_back() -> None:
    """Return to the system what the sources took: some 30 MB for 20 MB of files, which malloc would keep."""
    import ctypes
    import gc

    gc.collect()
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (OSError, AttributeError, TypeError):
        pass  # another C library: it does as it likes
