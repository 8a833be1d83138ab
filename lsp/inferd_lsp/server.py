"""Life of a session: initialize to exit, documents and files as they change, and the order in which requests are
answered.

Two threads and one process a project:

* the *loop* (asyncio, the main thread) reads messages as they come, keeps the open documents, and forgets what is
  cancelled;
* one *worker* thread answers requests in the order in which they came, each under the texts as they were then;
* the *indexer* process (`inferd_lsp.indexer`) brings the database up to date, so no request shares an interpreter
  with it.

A request waits where it has to: for the first index, and for updates that were asked for before it.  It is answered
whole or not at all.
"""

import asyncio
import json
import logging
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from lsprotocol import types
from pygls.capabilities import ServerCapabilitiesBuilder
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, default_converter, lsp_method

import inferd
from inferd.errors import InferdError, RefactorRefused, one_line
from inferd.source.layout import find_root
from inferd_lsp import convert, features
from inferd_lsp.documents import Document
from inferd_lsp.features import Call, Settings
from inferd_lsp.indexer import Event, Indexer
from inferd_lsp.roots import NeedsUpdate, Root

log = logging.getLogger("inferd.lsp")

REQUEST_FAILED, CONTENT_MODIFIED, NOT_INITIALIZED = -32803, -32801, -32002
INVALID_REQUEST, INVALID_PARAMS, INTERNAL = -32600, -32602, -32603

_PROJECT_MARKS = (".project", ".inferproject", "pyproject.toml", "setup.py", "setup.cfg", ".git")
_SETTINGS_FILES = ("pyproject.toml", "config.toml")
_SLOW = 1.0  # seconds after which an update that requests wait for shows its progress
_IDLE = 0.25  # seconds without a keystroke after which the overlay is made before anybody asks
_REASONS = 5  # of a refusal, shown


class Malformed(NamedTuple):
    """What stands for a message that is none."""

    id: Any
    error: Exception


class Protocol(LanguageServerProtocol):
    """pygls' protocol, with documents of our own, and with an answer to every request, whatever it holds."""

    _server: "Server"

    def structure_message(self, data: dict[str, Any]) -> Any:
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            return Malformed(data.get("id") if "method" in data else None, error)

    def handle_message(self, message: Any) -> None:
        method = getattr(message, "method", None)
        number = getattr(message, "id", None)
        refusal: JsonRpcException | None = None
        if isinstance(message, Malformed):
            if self._workspace is None:
                refusal = JsonRpcException("initialize comes first", code=NOT_INITIALIZED)
            else:
                refusal = JsonRpcException("the parameters are not those of this request", code=INVALID_PARAMS)
        elif not hasattr(message, "jsonrpc"):
            log.warning("not a message: %.200r", message)
            return
        elif method is not None and self._shutdown and method != types.EXIT:
            refusal = JsonRpcException("the server is shutting down", code=INVALID_REQUEST)
        elif method not in (None, types.INITIALIZE, types.EXIT) and self._workspace is None:
            refusal = JsonRpcException("initialize comes first", code=NOT_INITIALIZED)
        elif method == types.INITIALIZE and self._workspace is not None:
            refusal = JsonRpcException("initialized already", code=INVALID_REQUEST)
        if refusal is None:
            super().handle_message(message)
        elif number is not None:
            self._send_response(number, None, refusal.to_response_error())

    def _send_response(self, msg_id: Any, result: Any = None, error: Any = None) -> None:
        if error is None and isinstance(result, convert.Written) and self.writer is not None:
            self._result_types.pop(msg_id, None)
            body = f'{{"jsonrpc":"2.0","id":{json.dumps(msg_id)},"result":{result}}}'.encode()
            self.writer.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
            return
        super()._send_response(msg_id, result, error)

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        self._server.session.opened(params.text_document)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        self._server.session.changed(params.text_document.uri, params.text_document.version, params.content_changes)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        self._server.session.closed(params.text_document.uri)

    @lsp_method(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def lsp_workspace__did_change_workspace_folders(self, params: types.DidChangeWorkspaceFoldersParams) -> None:
        self._server.session.folders_changed(params.event)


class Server(LanguageServer):
    """pygls' server with a session."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__(
            "inferd", inferd.__version__, protocol_cls=Protocol, converter_factory=default_converter, max_workers=2
        )
        self.session = Session(self)

    def report_server_error(self, error: Exception, source: Any) -> None:
        log.error("%s: %s", getattr(source, "__name__", source), error)


class Track:
    """The loop's side of a root: which updates were asked for, and who waits for them."""

    def __init__(self, session: "Session", root: Root):
        self.session = session
        self.root = root
        self.asked = 0  # number of the last update asked for
        self.running = 0
        self.done = 0
        self.must = 0  # requests wait for this one
        self.checked = bool(root.loose)  # the index was compared with the files once
        self.failure = ""
        self.closed = False
        self.count: list[Any] = []
        self._changed = asyncio.Event()
        loop = asyncio.get_running_loop()

        def report(event: Event) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._report, event)

        self._indexer = Indexer(root.folder, report)
        session.every.append(self)
        if not root.loose:
            session.spawn(self._check())

    async def _check(self) -> None:
        try:
            ready = await self.session.work(self.root.project.is_ready)
            current = ready and await self.session.work(self.root.is_current)
        except Exception as error:  # noqa: BLE001  an index that cannot be looked at is made anew
            log.warning("%s: %s", self.root.folder, error)
            ready = current = False
        if not current:
            self.update(blocking=True)
            if not ready:
                self.session.spawn(self.session.show_progress(self, self.asked))
        self.checked = True
        self.wake()

    def update(self, blocking: bool) -> None:
        """Ask for an update; with *blocking*, requests that come from now on wait for it."""
        if self.root.loose or self.closed:
            return
        self.asked += 1
        if blocking:
            self.must = self.asked
        if not self.running:
            self._send()

    def _send(self) -> None:
        number = self.running = self.asked
        if self.must == number and self.checked:
            asyncio.get_running_loop().call_later(_SLOW, self._show_slow, number)
        try:
            self._indexer.update(self.running)
        except OSError as error:
            self._report({"failed": self.running, "message": f"the indexer does not start: {error}", "hint": ""})

    def _show_slow(self, number: int) -> None:
        if self.running == number and not self.closed:
            self.session.spawn(self.session.show_progress(self, number))

    def _report(self, event: Event) -> None:
        if self.closed:
            return
        if "progress" in event:
            self.count = event["progress"]
            self.wake()
            return
        self.done = max(self.done, event.get("done", 0), event.get("failed", 0))
        self.running = 0
        failure = event.get("message", "")
        if failure and failure != self.failure:
            self.session.show(types.MessageType.Error, f"{failure}; {event['hint']}" if event.get("hint") else failure)
        self.failure = self.root.behind = failure
        for note in event.get("notes", ()):
            self.session.show(types.MessageType.Log, note)
        if self.asked > self.done:
            self._send()
        self.wake()
        self.session.tidy_later(self)

    def wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def changed(self) -> None:
        await self._changed.wait()

    async def settled(self) -> None:
        """Wait for what was asked for before."""
        while not self.closed and not self.checked:
            await self.changed()
        must = self.must
        while not self.closed and self.done < must:
            await self.changed()

    def close(self) -> None:
        """Let go of the project, once what runs is done."""
        self.closed = True
        self.wake()
        self._indexer.stop()
        self.session.spawn(self.session.work(self.root.close))

    def stop(self) -> None:
        """The same at the end of the process, when nothing runs any more."""
        self.closed = True
        self._indexer.stop()
        self.root.close()


class Session:
    """What a client has open, and what it asks."""

    def __init__(self, server: Server):
        self.server = server
        self.settings = Settings()
        self.documents: dict[str, Document] = {}
        self.places: dict[str, tuple[Track, str]] = {}  # of open documents
        self.tracks: dict[str, Track] = {}  # by folder; loose ones by URI
        self.every: list[Track] = []  # also those that are closed
        self.folders: list[str] = []  # that the client named
        self.initialized = asyncio.Event()
        self._capabilities = types.ClientCapabilities()
        self._worker = ThreadPoolExecutor(1, "inferd")
        self._tasks: set[asyncio.Task[Any]] = set()
        self._idle: asyncio.TimerHandle | None = None

    # -- helpers --------------------------------------------------------------------------------------------------

    def spawn(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[Any]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("in the background", exc_info=task.exception())

    async def work(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Run something in the worker, after what was given to it before."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, function, *arguments)

    def say(self, text: str) -> None:
        """To the client's log."""
        self.show(types.MessageType.Log, text)

    def show(self, kind: types.MessageType, text: str) -> None:
        text = one_line(text)
        log.info("%s", text)
        if kind in (types.MessageType.Error, types.MessageType.Warning):
            self.server.window_show_message(types.ShowMessageParams(kind, f"inferd: {text}"))
        else:
            self.server.window_log_message(types.LogMessageParams(kind, f"inferd: {text}"))

    # -- life -----------------------------------------------------------------------------------------------------

    def initialize(self, params: types.InitializeParams) -> None:
        c = self._capabilities = params.capabilities
        settings = self.settings
        encoding = ServerCapabilitiesBuilder.choose_position_encoding(c)
        settings.encoding = str(getattr(encoding, "value", encoding))
        text = c.text_document
        if text is not None:
            formats = text.hover.content_format if text.hover is not None else None
            settings.markdown = formats is not None and types.MarkupKind.Markdown in formats
            outline = text.document_symbol
            settings.hierarchical = bool(outline is not None and outline.hierarchical_document_symbol_support)
        else:
            settings.markdown = False
        space = c.workspace
        if space is not None and space.workspace_edit is not None:
            settings.document_changes = bool(space.workspace_edit.document_changes)
        self._take_settings(params.initialization_options)
        uris = [f.uri for f in params.workspace_folders or ()]
        if not uris and params.root_uri:
            uris = [params.root_uri]
        elif not uris and params.root_path:
            uris = [convert.uri_of(os.path.abspath(params.root_path))]
        for uri in uris:
            self.add_folder(uri)

    async def on_initialized(self) -> None:
        self.initialized.set()
        space = self._capabilities.workspace
        watching = space.did_change_watched_files if space is not None else None
        if watching is not None and watching.dynamic_registration:
            options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(glob_pattern="**/*")])
            try:
                await self.server.client_register_capability_async(
                    types.RegistrationParams(
                        [types.Registration("inferd-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)]
                    )
                )
            except Exception as error:  # noqa: BLE001  a client that refuses is one without notifications
                log.warning("the client does not watch files: %s", error)
            else:
                self._watching = True
                for track in self.tracks.values():
                    track.root.watched = self._is_watched(track.root)
        if space is not None and space.configuration:
            await self._ask_settings()

    _watching = False

    def _is_watched(self, root: Root) -> bool:
        """Whether the client tells about all changes of a project: it looks below the folders that it named."""
        inside = (os.path.join(f, "") for f in map(os.path.realpath, self.folders))
        return self._watching and os.path.join(root.real, "").startswith(tuple(inside))

    async def _ask_settings(self) -> None:
        try:
            found = await self.server.workspace_configuration_async(
                types.ConfigurationParams([types.ConfigurationItem(section="inferd")])
            )
        except Exception as error:  # noqa: BLE001  a client may refuse
            log.warning("the client gives no settings: %s", error)
            return
        self._take_settings({"inferd": found[0]} if found else None)

    def _take_settings(self, given: Any) -> None:
        """`inferd.references.possible`, nested or with dots, with or without `inferd`."""
        for name in ("inferd.references.possible", "references.possible"):
            value = _setting(given, name)
            if isinstance(value, bool):
                self.settings.possible = value
                return

    async def configuration_changed(self, params: types.DidChangeConfigurationParams) -> None:
        self._take_settings(params.settings)
        space = self._capabilities.workspace
        if space is not None and space.configuration:
            await self._ask_settings()

    def shutdown(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
        for track in self.tracks.values():
            track.close()
        self.tracks.clear()
        self.places.clear()

    def end(self) -> None:
        """After the last message, whether or not there was a shutdown."""
        self._worker.shutdown(wait=True, cancel_futures=True)
        for track in self.every:
            track.stop()

    # -- folders --------------------------------------------------------------------------------------------------

    def add_folder(self, uri: str, named: bool = True) -> None:
        path = convert.path_of(uri)
        if path is None:
            self.show(types.MessageType.Warning, f"{uri} is no folder that can be read")
            return
        try:
            root = Root(path)
        except InferdError as error:
            if named:
                self.folders.append(path)
            self.show(types.MessageType.Error, f"{error.message}; {error.hint}" if error.hint else error.message)
            return
        if named:
            self.folders.append(path)
        self._add(root)

    def _add(self, root: Root) -> Track:
        known = self.tracks.get(root.folder)
        if known is not None:
            root.close()
            return known
        root.watched = self._is_watched(root)
        track = self.tracks[root.folder] = Track(self, root)
        return track

    def folders_changed(self, event: types.WorkspaceFoldersChangeEvent) -> None:
        for folder in event.removed:
            path = convert.path_of(folder.uri)
            self.folders = [f for f in self.folders if f != path]
            key = find_root(path) if path is not None and os.path.exists(path) else path
            track = self.tracks.pop(key or "", None)
            if track is not None:
                track.close()
        for folder in event.added:
            self.add_folder(folder.uri)
        self._place_again()

    def _place_again(self) -> None:
        for uri in list(self.places):
            track, _ = self.places.pop(uri)
            if track.root.loose:
                self.tracks.pop(uri, None)
                track.close()
        for document in self.documents.values():
            self._place(document)

    def _inside(self, uri: str) -> tuple[Track, str] | None:
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

    def _place(self, document: Document) -> None:
        if not document.is_python:
            return
        found = self._inside(document.uri)
        path = document.path
        if found is None and path is not None and not self.folders and os.path.exists(path):
            folder = find_root(path)
            if any(os.path.lexists(os.path.join(folder, mark)) for mark in _PROJECT_MARKS):
                self.add_folder(convert.uri_of(folder), named=False)
                found = self._inside(document.uri)
        if found is None:
            track = self.tracks[document.uri] = Track(self, Root.of_loose(document))
            name = os.path.basename(path or "") or "untitled.py"
            found = (track, name if name.endswith((".py", ".pyi")) else name + ".py")
        self.places[document.uri] = found

    # -- documents ------------------------------------------------------------------------------------------------

    def opened(self, item: types.TextDocumentItem) -> None:
        if item.uri in self.documents:
            self.closed(item.uri)
        document = Document(item.uri, item.version, item.language_id, item.text)
        self.documents[item.uri] = document
        self._place(document)

    def changed(self, uri: str, version: int, changes: Sequence[types.TextDocumentContentChangeEvent]) -> None:
        document = self.documents.get(uri)
        if document is None:
            log.warning("a change of a document that is not open: %s", uri)
            return
        self.documents[uri] = document.changed(version, changes, self.settings.encoding)
        if uri in self.places:
            if self._idle is not None:
                self._idle.cancel()
            self._idle = asyncio.get_running_loop().call_later(_IDLE, self.tidy_later, self.places[uri][0])

    def closed(self, uri: str) -> None:
        self.documents.pop(uri, None)
        place = self.places.pop(uri, None)
        if place is None:
            return
        track = place[0]
        if track.root.loose:
            self.tracks.pop(uri, None)
            track.close()
        elif track.asked > track.done:
            track.must = track.asked  # what was saved last counts from now on, and is being indexed

    def saved(self, uri: str) -> None:
        place = self.places.get(uri) or self._inside(uri)
        if place is not None:
            place[0].update(blocking=False)

    def files_changed(self, events: Sequence[types.FileEvent]) -> None:
        touched: dict[Track, bool] = {}
        for event in events:
            path = convert.path_of(event.uri)
            if path is None:
                continue
            for track in list(self.tracks.values()):
                relative = None if track.root.loose else track.root.relative(path)
                if relative is None or not _matters(relative):
                    continue
                if relative.rpartition("/")[2] in _SETTINGS_FILES:
                    self._reload(track)
                    continue
                is_shown = event.uri in self.documents and event.type != types.FileChangeType.Deleted
                touched[track] = touched.get(track, False) or not is_shown
        for track, blocking in touched.items():
            track.update(blocking)

    def _reload(self, track: Track) -> None:
        """Settings changed: the project is opened anew."""
        folder = track.root.folder
        if self.tracks.get(folder) is not track:
            return
        try:
            root = Root(folder)
        except InferdError as error:
            self.show(types.MessageType.Error, error.message)
            return
        del self.tracks[folder]
        track.close()
        self._add(root)
        self._place_again()

    def _shown(self, track: Track) -> dict[str, Document]:
        """The open documents of a root, by path."""
        return {path: self.documents[uri] for uri, (t, path) in self.places.items() if t is track}

    def tidy_later(self, track: Track) -> None:
        """Bring the overlays in line while nobody asks."""
        self._idle = None
        if not track.closed and track.checked and track.done >= track.must:
            self.spawn(self._tidy(track))

    async def _tidy(self, track: Track) -> None:
        documents = self._shown(track)
        try:
            await self.work(track.root.sync, documents)
        except Exception as error:  # noqa: BLE001  the next request meets the same and says so
            log.warning("%s: %s", track.root.folder, error)

    # -- requests -------------------------------------------------------------------------------------------------

    async def answer(self, function: Callable[[Call, Any], Any], params: Any) -> Any:
        """The answer to a request about a document."""
        uri = params.text_document.uri
        place = self.places.get(uri) or self._inside(uri)
        if place is None:
            return None
        return await self._guarded(place[0], place[1], function, params, self.documents.get(uri))

    async def answer_everywhere(self, function: Callable[[Call, Any], Any], params: Any) -> list[Any]:
        """The answers of all roots, one after the other."""
        out: list[Any] = []
        for track in list(self.tracks.values()):
            out += await self._guarded(track, "", function, params, None) or ()
        return out

    async def _guarded(
        self, track: Track, path: str, function: Callable[[Call, Any], Any], params: Any, arrived: Document | None
    ) -> Any:
        try:
            return await self._ask(track, path, function, params, arrived)
        except (JsonRpcException, asyncio.CancelledError):
            raise
        except RefactorRefused as error:
            reasons = [f"{p}:{n}: {r}" if n else f"{p}: {r}" if p else str(r) for p, n, r in error.reasons]
            more = f" (and {len(reasons) - _REASONS} more)" if len(reasons) > _REASONS else ""
            raise JsonRpcException(f"refused: {'; '.join(reasons[:_REASONS])}{more}", code=REQUEST_FAILED) from None
        except InferdError as error:
            text = f"{error.message}; {error.hint}" if error.hint else error.message
            raise JsonRpcException(text, code=REQUEST_FAILED) from None
        except Exception as error:
            log.exception("%s failed", function.__name__)
            raise JsonRpcException(
                one_line(f"{function.__name__}: {type(error).__name__}: {error}"), code=INTERNAL
            ) from None

    async def _ask(
        self, track: Track, path: str, function: Callable[[Call, Any], Any], params: Any, arrived: Document | None
    ) -> Any:
        """Wait for the index, then ask; where files turn out to have changed, update and ask once more."""
        updated = False
        while True:
            await track.settled()
            if track.closed:
                return None
            if arrived is not None and self.documents.get(arrived.uri) is not arrived:
                raise JsonRpcException("the text changed while the request waited", code=CONTENT_MODIFIED)
            try:
                return await self.work(
                    self._run, track, path, function, params, self._shown(track), updated or bool(track.failure)
                )
            except NeedsUpdate:
                pass
            except InferdError:
                raise
            except Exception:
                if updated or track.root.loose or await self.work(track.root.project.is_ready):
                    raise
                if track.failure:
                    raise InferdError(track.failure) from None
            track.update(blocking=True)
            updated = True

    def _run(
        self,
        track: Track,
        path: str,
        function: Callable[[Call, Any], Any],
        params: Any,
        documents: dict[str, Document],
        updated: bool,
    ) -> Any:
        """In the worker."""
        loud = self._say_from_worker
        with track.root.ask(documents, self.settings.encoding, updated, function in _WHOLE) as (view, texts):
            return function(Call(self.settings, track.root, view, texts, path, loud), params)

    def _say_from_worker(self, text: str) -> None:
        self._loop.call_soon_threadsafe(self.say, text)

    @property
    def _loop(self) -> asyncio.AbstractEventLoop:
        assert self.loop is not None
        return self.loop

    loop: asyncio.AbstractEventLoop | None = None

    # -- progress -------------------------------------------------------------------------------------------------

    async def show_progress(self, track: Track, number: int) -> None:
        """Work-done progress of the first index, and of updates that take long."""
        await self.initialized.wait()
        window = self._capabilities.window
        name = os.path.basename(track.root.folder) or track.root.folder
        if window is None or not window.work_done_progress:
            self.say(f"indexing {name}")
            return
        token = f"inferd-index-{id(track)}-{number}"
        progress = self.server.work_done_progress
        try:
            await progress.create_async(token)
        except Exception as error:  # noqa: BLE001  no progress is no reason not to index
            log.warning("the client shows no progress: %s", error)
            return
        progress.begin(token, types.WorkDoneProgressBegin(title=f"Indexing {name}", percentage=0, cancellable=False))
        while track.done < number and not track.closed:
            await track.changed()
            if track.count and track.done < number:
                done, total, _ = track.count
                progress.report(
                    token,
                    types.WorkDoneProgressReport(
                        message=f"{done:,} of {total:,} files", percentage=100 * done // max(1, total)
                    ),
                )
        progress.end(token, types.WorkDoneProgressEnd(message=track.failure or "done"))


def _setting(given: Any, name: str) -> Any:
    """A setting by its dotted name, however it is nested."""
    if given is None or not name:
        return given
    for i in range(name.count(".") + 1, 0, -1):
        parts = name.split(".")
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


# ---------------------------------------------------------------------------------------------------------------------


_ABOUT_DOCUMENTS: dict[str, Callable[[Call, Any], Any]] = {
    types.TEXT_DOCUMENT_DEFINITION: features.definition,
    types.TEXT_DOCUMENT_REFERENCES: features.references,
    types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT: features.document_highlight,
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: features.document_symbol,
    types.TEXT_DOCUMENT_HOVER: features.hover,
    types.TEXT_DOCUMENT_PREPARE_RENAME: features.prepare_rename,
    types.TEXT_DOCUMENT_RENAME: features.rename,
}

_WHOLE = (features.references, features.rename, features.workspace_symbol)  # an answer that lacks something is wrong


def make_server() -> Server:
    """A server with its methods registered."""
    server = Server()
    session = server.session

    def register(method: str, function: Callable[[Call, Any], Any]) -> None:
        @server.feature(method)
        async def handler(params: Any) -> Any:
            return await session.answer(function, params)

    for method, function in _ABOUT_DOCUMENTS.items():
        register(method, function)

    @server.feature(types.WORKSPACE_SYMBOL)
    async def workspace_symbol(params: types.WorkspaceSymbolParams) -> list[Any]:
        return await session.answer_everywhere(features.workspace_symbol, params)

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        session.loop = asyncio.get_running_loop()
        session.initialize(params)

    @server.feature(types.INITIALIZED)
    async def initialized(_params: types.InitializedParams) -> None:
        await session.on_initialized()

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: types.DidSaveTextDocumentParams) -> None:
        session.saved(params.text_document.uri)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_watched_files(params: types.DidChangeWatchedFilesParams) -> None:
        session.files_changed(params.changes)

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def did_change_configuration(params: types.DidChangeConfigurationParams) -> None:
        await session.configuration_changed(params)

    @server.feature(types.SHUTDOWN)
    def shutdown(_params: None) -> None:
        session.shutdown()

    return server


def _level(name: str) -> int:
    return logging.getLevelNamesMapping().get(name.upper(), logging.WARNING)


def main() -> int:
    """Serve one client over standard input and output until it says exit; the exit status."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints, prints to the log: standard output carries the protocol and nothing else
    sys.stdout = sys.stderr
    logging.basicConfig(
        stream=sys.stderr, level=_level(os.environ.get("INFERD_LOG", "")), format="inferd lsp: %(message)s"
    )
    logging.getLogger("pygls").setLevel(logging.CRITICAL)  # it logs refusals as errors; ours are logged here
    server = make_server()
    try:
        server.start_io(sys.stdin.buffer, out)
    finally:
        server.session.end()
    return 0 if server.protocol._shutdown else 1
