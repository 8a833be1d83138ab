"""The workspace of a session: its roots, the client's folders, files and settings, and what happens to the indexes.

Everything here runs on the session's worker thread, but for `_event`, which the services call from theirs and which
only puts jobs into the queue.
"""

import gc
import logging
import os
from typing import Any

from inferd.errors import InferdError
from inferd.source.layout import find_root
from inferd_lsp import convert
from inferd_lsp.diagnostics import Diagnostics
from inferd_lsp.documents import Document
from inferd_lsp.jobs import REQUEST_FAILED, Jobs
from inferd_lsp.roots import Root
from inferd_lsp.services import Event, Services
from inferd_lsp.spots import Settings
from inferd_lsp.talk import ERROR, WARNING, Track
from inferd_lsp.wire import Wire

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inferd_lsp.first import First

log = logging.getLogger("inferd.lsp")

_PROJECT_MARKS = (".project", ".inferproject", "pyproject.toml", "setup.py", "setup.cfg", ".git")
SETTINGS_FILES = ("pyproject.toml", "config.toml")

#: name -> attribute of `Settings`; '' for a kind of code lens
_SETTINGS = {
    "references.possible": "possible",
    "rename.possible": "rename_possible",
    "hints.parameters": "hint_parameters",
    "hints.returns": "hint_results",
    "lenses.references": "",
    "lenses.callers": "",
    "lenses.tests": "",
    "lenses.implementations": "",
}


class Workspace(Jobs):
    """See the module's docstring."""

    def __init__(self, wire: Wire, services: Services):
        super().__init__(wire)
        self.services = services
        self.settings = Settings()
        self.documents: dict[str, Document] = {}  # the reader's
        self.folders: list[str] = []  # that the client named
        self.tracks: dict[str, Track] = {}  # by folder; loose ones by URI
        self._refreshing = False  # the client will be told to ask again
        self.watching = False  # it tells about changes on disk
        self.diagnostics = Diagnostics(self)

    # -- roots ------------------------------------------------------------------------------------------------------

    def add_folder(self, uri: str, named: bool = True) -> None:
        """A folder of the client's workspace, or (not *named*) the project of a file that was opened alone."""
        path = convert.path_of(uri)
        if path is None:
            self.show(WARNING, f"{uri} is no folder that can be read")
            return
        if named:
            self.folders.append(path)
        try:
            project = self.services.project(find_root(path))
        except InferdError as error:
            self.show(ERROR, f"{error.message}; {error.hint}" if error.hint else error.message)
            return
        if project.root in self.tracks:
            return
        _settle_down()
        track = self.tracks[project.root] = Track(Root(project))
        track.end = self.services.subscribe(project.root, lambda event: self._event(track, event))
        self.tell_watching(track)
        if not self.is_ready(track):
            self.later(lambda: self._begin_progress(track))
            self.later(lambda: self._look_ahead(track))

    def remove_folder(self, uri: str) -> None:
        path = convert.path_of(uri)
        self.folders = [f for f in self.folders if f != path]
        key = find_root(path) if path is not None and os.path.exists(path) else path
        track = self.tracks.pop(key or "", None)
        if track is not None:
            self._let_go(track)

    def _let_go(self, track: Track) -> None:
        if track.end is not None:
            track.end()
        for request in track.parked:
            self.refuse(request, REQUEST_FAILED, "the folder is not open any more")
        self.end_progress(track, "")
        track.first = None
        track.root.close()

    def tell_watching(self, track: Track) -> None:
        """Let the services know whether the client tells about all changes of a root: it looks below its folders."""
        rely = getattr(self.services, "rely", None)
        if rely is not None and not track.root.loose:
            inside = tuple(os.path.join(f, "") for f in map(os.path.realpath, self.folders))
            rely(track.root.folder, self.watching and os.path.join(track.root.real, "").startswith(inside))

    def place(self, uri: str, document: Document | None) -> tuple[Track, str] | None:
        """The root that a document belongs to and its path there; an open one has a root of its own if need be."""
        found = self.inside(uri)
        if found is not None or document is None or not document.is_python:
            return found if document is None or document.is_python else None
        path = document.path
        if path is not None and not self.folders and uri not in self.tracks and os.path.exists(path):
            folder = find_root(path)
            if any(os.path.lexists(os.path.join(folder, mark)) for mark in _PROJECT_MARKS):
                self.add_folder(convert.uri_of(folder), named=False)
                found = self.inside(uri)
                if found is not None:
                    return found
        track = self.tracks.get(uri)
        if track is None:
            track = self.tracks[uri] = Track(Root.of_loose(document))
        name = os.path.basename(path or "") or "untitled.py"
        return (track, name if name.endswith((".py", ".pyi")) else name + ".py")

    def inside(self, uri: str) -> tuple[Track, str] | None:
        """The root that a file belongs to and its path there: the innermost."""
        path = convert.path_of(uri)
        if path is None:
            return None
        best = None
        for track in self.tracks.values():
            relative = None if track.root.loose else track.root.relative(path)
            if relative is not None and (best is None or len(relative) < len(best[1])) and track.root.takes(relative):
                best = (track, relative)
        return best

    # -- documents and files ----------------------------------------------------------------------------------------

    def touch(self, uri: str) -> None:
        super().touch(uri)
        self.diagnostics.touch(uri)

    def closed(self, uri: str) -> None:
        self.diagnostics.closed(uri)
        track = self.tracks.pop(uri, None)
        if track is not None:
            self._let_go(track)

    def saved(self, uri: str) -> None:
        place = self.inside(uri)
        if place is not None:
            self.services.changed(place[0].root.folder, (place[1],))

    def files_changed(self, uris: list[str]) -> None:
        """The client saw files change, come or go."""
        touched: dict[str, list[str]] = {}
        for uri in uris:
            path = convert.path_of(uri)
            if path is None:
                continue
            for track in list(self.tracks.values()):
                relative = None if track.root.loose else track.root.relative(path)
                if relative is not None and _matters(relative):
                    touched.setdefault(track.root.folder, []).append(relative)
        for folder, paths in touched.items():
            self.services.changed(folder, tuple(paths))

    # -- settings ---------------------------------------------------------------------------------------------------

    def take_settings(self, given: Any) -> None:
        """Settings (see `_SETTINGS`), nested or with dots, with or without `inferd`."""
        settings = self.settings
        lenses = set(settings.lenses)
        for name, attribute in _SETTINGS.items():
            value = _setting(given, f"inferd.{name}")
            if value is None:
                value = _setting(given, name)
            if not isinstance(value, bool):
                continue
            if attribute:
                setattr(settings, attribute, value)
            elif value:
                lenses.add(name.rpartition(".")[2])
            else:
                lenses.discard(name.rpartition(".")[2])
        settings.lenses = frozenset(lenses)
        shown = _setting(given, "inferd.diagnostics")
        self.diagnostics.take_settings(shown if shown is not None else _setting(given, "diagnostics"))

    # -- what happens to the index ----------------------------------------------------------------------------------

    def _event(self, track: Track, event: Event) -> None:
        """Something happened to the index; on a thread of the services."""
        kind = event.get("event")
        if kind == "progress":
            self.report_progress(track, event)
        elif kind in ("committed", "failed"):
            failure = str(event.get("message", "")) if kind == "failed" else ""
            hint = event.get("hint")
            if failure and failure != track.failure:
                self.show(ERROR, f"{failure}; {hint}" if hint else failure)
            track.failure = track.root.behind = failure
            for note in event.get("notes") or ():
                self.say(str(note))
            self.do(lambda: self._committed(track))

    def _committed(self, track: Track) -> None:
        first = not track.ready
        if not track.root.loose and not track.ready:
            self.is_ready(self.current(track))
        if track.ready or track.failure:
            if track.first is not None:
                track.first = None
                self.later(give_back_sources)
            parked, track.parked = track.parked, []
            self.again(parked)
        if first and track.ready and track.progress is None and not track.shown:
            self.later(lambda: self._begin_and_end(track))
        else:
            self.end_progress(track, track.failure or "done")
        self.diagnostics.refresh()
        with self._wake:
            self._touched.update(self.documents)
        if track.ready and not self._refreshing:
            self._refreshing = True
            self.later(self._refresh)

    def _refresh(self) -> None:
        """Have the client ask again for what it shows beside the text."""
        self._refreshing = False
        for kind in ("inlayHint", "codeLens", "semanticTokens"):
            if self.can("workspace", kind, "refreshSupport"):
                self.ask_client(f"workspace/{kind}/refresh", None)

    def _begin_progress(self, track: Track) -> None:
        if not track.ready and not track.failure:
            self.show_progress(track)

    def _begin_and_end(self, track: Track) -> None:
        self.show_progress(track)
        self.end_progress(track, "done")

    def current(self, track: Track) -> Track:
        """The root with the project as it is set up now."""
        if not track.root.loose:
            project = self.services.project(track.root.folder)
            if project is not track.root.project and project.root == track.root.folder:
                behind = track.root.behind
                track.root = Root(project)
                track.root.behind = behind
                track.ready = False
        return track

    def is_ready(self, track: Track) -> bool:
        track.ready = track.root.project.is_ready()
        return track.ready

    def first(self, track: Track) -> "First":
        if track.first is None:
            from inferd_lsp.first import First

            track.first = First(track.root)
        return track.first

    def _look_ahead(self, track: Track) -> None:
        """Read the files of a root without an index, which the first question needs."""
        if not track.ready and not track.failure:
            self.first(track).look()

    def tidy(self) -> None:
        """Bring the overlays in line while nobody asks."""
        documents = self.documents.copy()
        shown: dict[int, tuple[Track, dict[str, Document]]] = {}
        for uri, document in documents.items():
            place = self.place(uri, document)
            if place is not None:
                shown.setdefault(id(place[0]), (place[0], {}))[1][place[1]] = document
        for track, found in shown.values():
            if track.ready:
                try:
                    track.root.sync(found)
                except Exception as error:  # noqa: BLE001  the next request meets the same and says so
                    log.warning("%s: %s", track.root.folder, error)


def _settle_down() -> None:
    """Take what was imported out of the collector's sight: walking it costs a request 30 ms now and then."""
    if not _settled:
        _settled.append(True)
        gc.freeze()


_settled: list[bool] = []


def give_back_sources() -> None:
    """Return to the system what reading files without an index took."""
    from inferd_lsp.first import give_back

    give_back()


def _setting(given: Any, name: str) -> Any:
    """A setting by its dotted name, however it is nested."""
    if given is None or not name:
        return given
    parts = name.split(".")
    for i in range(len(parts), 0, -1):
        head, rest = ".".join(parts[:i]), ".".join(parts[i:])
        inner = given.get(head) if isinstance(given, dict) else getattr(given, head, None)
        if inner is not None:
            return _setting(inner, rest)
    return None


def _matters(relative: str) -> bool:
    """Whether a change of this path (file or folder) may change the index."""
    parts = relative.split("/")
    if parts[0] in (".project", ".inferproject"):
        return parts[-1] == "config.toml"
    if any(p in (".git", "__pycache__", "node_modules") for p in parts):
        return False
    return (
        "." not in parts[-1]
        or parts[-1].endswith((".py", ".pyi"))
        or parts[-1] in ("pyproject.toml", "setup.py", "setup.cfg")
    )
