"""One session: a client's messages in, answers out, over a pair of byte streams, on the thread that calls `serve`.

Who does what
    The *reader* (the calling thread) takes messages as they come.  It keeps the open documents, which never change
    but are replaced, answers what needs nothing (initialize, what is refused), and puts the rest into a queue in its
    order.  It sees `$/cancelRequest` whatever else goes on: the request is answered as cancelled at once.
    One *worker* thread owns everything else (roots, overlays, settings) and takes one job after the other, each
    request under the texts as they were when it came.  It looks at the flag of the request that it works on at every
    block, every slice of an answer and every thousand operations of SQLite, so a cancelled one frees it within
    milliseconds.  When nobody has asked for a moment it brings the overlays in line with the buffers.
    The *services* (`services.Services`) keep the databases true, in other processes; sessions share them.

pygls
    Starting is what an editor waits for, and importing pygls and lsprotocol takes 0.3 s.  So what the first answers
    need is read from plain JSON here, and `server.Server`, pygls' server with the settings, folders, watched files and
    commands, joins when the first message comes that is for it, or when nothing else is to be done.

Freshness
    Before an answer about the whole of something, `services.sync` makes sure that what was written before the
    question counts; other answers do that unless it was done a moment ago.  Whatever the database says, a range is
    shown only where the name stands (`roots.Texts`).  Where there is no index yet, see `_without_index` and
    `first`.  A request is answered whole or not at all.
"""

import gc
import json
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

import inferd
from inferd.errors import InferdError, RefactorRefused, StoreForeign, StoreOutdated, one_line
from inferd.source.layout import find_root
from inferd_lsp import convert, features
from inferd_lsp.capabilities import capabilities, encoding_of
from inferd_lsp.documents import Document, Edit
from inferd_lsp.features import Call, Invalid, Settings, position_of, text_of
from inferd_lsp.roots import NeedsUpdate, Root
from inferd_lsp.services import Event, Services
from inferd_lsp.talk import ERROR, WARNING, Talk, Track
from inferd_lsp.wire import Reader, TooLong, Wire, Writer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inferd_lsp.first import First
    from inferd_lsp.server import Server

log = logging.getLogger("inferd.lsp")

PARSE_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS, INTERNAL = -32700, -32600, -32601, -32602, -32603
NOT_INITIALIZED, CANCELLED, CONTENT_MODIFIED, REQUEST_FAILED = -32002, -32800, -32801, -32803

_PROJECT_MARKS = (".project", ".inferproject", "pyproject.toml", "setup.py", "setup.cfg", ".git")
SETTINGS_FILES = ("pyproject.toml", "config.toml")
_SHARE = 10  # what is not about the whole: make sure again after ten times what it took last
_IDLE = 0.05  # seconds without a message after which what can wait is done
_END = 1.0  # seconds that the end of a session waits for what runs
_REASONS = 5  # of a refusal, shown

Params = dict[str, Any]
Feature = Callable[[Call, Params], Any]


def serve(reader: Reader, writer: Writer, services: Services) -> int:
    """Serve one client until it says exit or goes; 0 if it said shutdown before.

    May be called on several threads at once.  The streams are not closed.
    """
    return Session(Wire(reader, writer), services).run()


class Cancelled(Exception):
    """Nobody wants the answer any more."""


class Refusal(Exception):
    """An answer that is an error of the protocol."""

    def __init__(self, code: int, message: str):
        super().__init__(message)
        self.code = code


class Request:
    """A request, and the documents as they were when it came."""

    __slots__ = ("answered", "documents", "id", "method", "params")

    def __init__(self, number: int | str, method: str, params: Any, documents: dict[str, Document]):
        self.id = number
        self.method = method
        self.params = params
        self.documents = documents
        self.answered = False  # also: cancelled

    def check(self) -> None:
        """Raises where the request was cancelled."""
        if self.answered:
            raise Cancelled


class Session(Talk):
    """See the module's docstring."""

    def __init__(self, wire: Wire, services: Services):
        super().__init__(wire)
        self.services = services
        self.settings = Settings()
        self.documents: dict[str, Document] = {}  # the reader's
        self.folders: list[str] = []  # that the client named; from here on the worker's
        self.tracks: dict[str, Track] = {}  # by folder; loose ones by URI
        self.watching = False  # it tells about changes on disk
        self._initialize: Params | None = None
        self._shutdown = False
        self._requests: dict[int | str, Request] = {}
        self._jobs: deque[Request | Callable[[], None]] = deque()
        self._later: deque[Callable[[], None]] = deque()
        self._wake = threading.Condition()
        self._ended = False
        self._touched: set[str] = set()  # URIs of documents whose overlay may be out of date
        self._server: Server | None = None
        self._server_guard = threading.RLock()
        self._worker = threading.Thread(target=self._work, name="inferd session", daemon=True)

    # -- the reader -------------------------------------------------------------------------------------------------

    def run(self) -> int:
        """Read until the end; see `serve`."""
        self._worker.start()
        clean = False
        try:
            while True:
                try:
                    body = self.wire.receive()
                except TooLong as error:
                    self.fail(None, INVALID_REQUEST, str(error))
                    self.show(ERROR, f"{error}; what it said is not known here")
                    continue
                except (OSError, ValueError) as error:
                    log.info("the connection broke: %s", error)
                    break
                if body is None:
                    break
                try:
                    message = json.loads(body)
                except (ValueError, RecursionError) as error:
                    self.fail(None, PARSE_ERROR, one_line(f"not JSON: {error}"))
                    continue
                if not isinstance(message, dict):
                    self.fail(None, INVALID_REQUEST, "not a message")
                    continue
                if message.get("method") == "exit":
                    clean = self._shutdown
                    break
                self._take(message)
        finally:
            self._end()
        return 0 if clean else 1

    def _end(self) -> None:
        with self._wake:
            self._ended = True
            for request in self._requests.values():
                request.answered = True
            self._wake.notify_all()
        self._worker.join(_END)  # it may wait for an update, which is no reason to keep anybody

    def _take(self, message: Params) -> None:
        method = message.get("method")
        number = message.get("id")
        if not isinstance(method, str):
            self._response(message)
            return
        if number is not None and not isinstance(number, int | str):
            self.fail(None, INVALID_REQUEST, "an id is a number or a string")
            return
        try:
            if method == "initialize":
                self._initialized(number, message)
            elif self._initialize is None:
                raise Refusal(NOT_INITIALIZED, "initialize comes first")
            elif self._shutdown:
                raise Refusal(INVALID_REQUEST, "the server is shutting down")
            elif number is None:
                self._notification(method, message)
            elif method == "shutdown":
                self._shut_down(number)
            elif method in METHODS:
                self._enqueue(number, method, message.get("params"))
            elif method in PYGLS:
                self._pass_on(message)
            else:
                raise Refusal(METHOD_NOT_FOUND, f"{one_line(method)} is not known here")
        except Refusal as refusal:
            if number is not None:
                self.fail(number, refusal.code, str(refusal))
        except Invalid as error:
            if number is not None:
                self.fail(number, INVALID_PARAMS, str(error))
            else:
                log.warning("%s: %s", one_line(method), error)
        except Exception as error:
            log.exception("%s failed", one_line(method))
            if number is not None:
                self.fail(number, INTERNAL, one_line(f"{method}: {type(error).__name__}: {error}"))

    def _initialized(self, number: int | str | None, message: Params) -> None:
        if self._initialize is not None:
            raise Refusal(INVALID_REQUEST, "initialized already")
        if number is None:
            return
        params = message.get("params")
        if not isinstance(params, dict):
            raise Invalid("initialize has parameters")
        client = params.get("capabilities")
        self.client = client if isinstance(client, dict) else {}
        settings = self.settings
        settings.encoding = encoding_of(self.client)
        formats = self.can("textDocument", "hover", "contentFormat")
        settings.markdown = isinstance(formats, list) and "markdown" in formats
        settings.hierarchical = bool(
            self.can("textDocument", "documentSymbol", "hierarchicalDocumentSymbolSupport")
        )
        settings.document_changes = bool(self.can("workspace", "workspaceEdit", "documentChanges"))
        self.take_settings(params.get("initializationOptions"))
        self._initialize = message
        self.answer(
            number,
            {
                "capabilities": capabilities(self.client),
                "serverInfo": {"name": "inferd", "version": inferd.__version__},
            },
        )
        folders = params.get("workspaceFolders")
        uris = [f["uri"] for f in folders if isinstance(f, dict) and isinstance(f.get("uri"), str)] if (
            isinstance(folders, list)
        ) else []
        if not uris and isinstance(params.get("rootUri"), str):
            uris = [params["rootUri"]]
        elif not uris and isinstance(params.get("rootPath"), str):
            uris = [convert.uri_of(os.path.abspath(params["rootPath"]))]
        for uri in uris:
            self.do(partial(self.add_folder, uri))

    def _shut_down(self, number: int | str) -> None:
        self._shutdown = True
        with self._wake:
            waiting = list(self._requests.values())
        for request in waiting:
            self._cancel(request.id)
        self.answer(number, None)

    def _enqueue(self, number: int | str, method: str, params: Any) -> None:
        if not isinstance(params, dict):
            raise Invalid("parameters are missing")
        if method.startswith("textDocument/"):  # before it waits for its turn
            text_of(_member(params, "textDocument"), "uri")
            if method != "textDocument/documentSymbol":
                position_of(params.get("position"))
        request = Request(number, method, params, self.documents.copy())
        with self._wake:
            if number in self._requests:
                raise Refusal(INVALID_REQUEST, "a request with this id is being answered")
            self._requests[number] = request
            self._jobs.append(request)
            self._wake.notify()

    def do(self, job: Callable[[], None]) -> None:
        """Have the worker do something, after what it was given before."""
        with self._wake:
            self._jobs.append(job)
            self._wake.notify()

    def later(self, job: Callable[[], None]) -> None:
        """Have the worker do something when nobody waits for an answer."""
        with self._wake:
            self._later.append(job)
            self._wake.notify()

    def _cancel(self, number: Any) -> None:
        with self._wake:
            request = self._requests.pop(number, None)
            if request is None:
                return
            request.answered = True
        self.fail(number, CANCELLED, "cancelled")

    def _notification(self, method: str, message: Params) -> None:
        params = message.get("params")
        if method == "$/cancelRequest":
            number = params.get("id") if isinstance(params, dict) else None
            if isinstance(number, int | str):
                self._cancel(number)
        elif method == "textDocument/didOpen":
            self._opened(_member(params, "textDocument"))
        elif method == "textDocument/didChange":
            self._changed(params)
        elif method == "textDocument/didClose":
            uri = text_of(_member(params, "textDocument"), "uri")
            self.documents.pop(uri, None)
            self.do(lambda: self._closed(uri))
        elif method == "textDocument/didSave":
            uri = text_of(_member(params, "textDocument"), "uri")
            self.do(lambda: self._saved(uri))
        elif method == "initialized":
            self._greet()
        elif method in PYGLS:
            self._pass_on(message)
        else:
            log.info("%s is not known here", one_line(method))

    def _opened(self, item: Params) -> None:
        uri, text = text_of(item, "uri"), text_of(item, "text")
        version, language = item.get("version"), item.get("languageId")
        self.documents[uri] = Document(
            uri, version if isinstance(version, int) else 0, language if isinstance(language, str) else "", text
        )
        self._touch(uri)

    def _changed(self, params: Any) -> None:
        item = _member(params, "textDocument")
        uri, version, given = text_of(item, "uri"), item.get("version"), params.get("contentChanges")
        if not isinstance(given, list):
            raise Invalid("contentChanges is missing")
        edits = []
        for change in given:
            text = text_of(change, "text")
            span = change.get("range")
            if span is None:
                edits.append(Edit(text))
            elif isinstance(span, dict):
                edits.append(Edit(text, position_of(span.get("start")), position_of(span.get("end"))))
            else:
                raise Invalid("a range is missing")
        document = self.documents.get(uri)
        if document is None:
            log.warning("a change of a document that is not open: %s", uri)
            return
        self.documents[uri] = document.changed(
            version if isinstance(version, int) else document.version, edits, self.settings.encoding
        )
        self._touch(uri)

    def _touch(self, uri: str) -> None:
        with self._wake:
            self._touched.add(uri)
            self._wake.notify()

    def _response(self, message: Params) -> None:
        number = message.get("id")
        if isinstance(number, str) and number in self.asked:
            then = self.asked.pop(number)
            if "error" in message:
                log.warning("the client refuses: %s", one_line(str(message["error"])))
            elif then is not None:
                self.do(partial(then, message.get("result")))
        elif self._server is not None and isinstance(number, int | str):
            self._server.take(message)

    # -- pygls ------------------------------------------------------------------------------------------------------

    def server(self) -> "Server":
        """The server of pygls, which joins here (0.3 s the first time in a process)."""
        with self._server_guard:
            if self._server is None:
                from inferd_lsp.server import Server

                assert self._initialize is not None
                self._server = Server(self, self._initialize)
            return self._server

    def _pass_on(self, message: Params) -> None:
        self.server().take(message)

    def _greet(self) -> None:
        """After `initialized`: ask to be told about changes on disk, and for the settings."""
        if self.can("workspace", "didChangeWatchedFiles", "dynamicRegistration"):
            watch = {
                "id": "inferd-files",
                "method": "workspace/didChangeWatchedFiles",
                "registerOptions": {"watchers": [{"globPattern": "**/*"}]},
            }
            self.ask_client("client/registerCapability", {"registrations": [watch]}, self._watches)
        self.ask_settings()
        if self.can("workspace", "didChangeWatchedFiles", "dynamicRegistration"):
            self.later(self._meet)

    def _meet(self) -> None:
        self.server()  # so that what comes for it later need not wait

    def _watches(self, result: Any) -> None:
        """The client tells about changes from now on."""
        del result
        self.watching = True
        for track in self.tracks.values():
            self.tell_watching(track)

    def ask_settings(self) -> None:
        """Ask for the settings; they are taken when they come."""
        if self.can("workspace", "configuration"):
            self.ask_client("workspace/configuration", {"items": [{"section": "inferd"}]}, self._settings)

    def _settings(self, result: Any) -> None:
        self.take_settings({"inferd": result[0]} if isinstance(result, list) and result else None)

    # -- the worker -------------------------------------------------------------------------------------------------

    def _work(self) -> None:
        try:
            while True:
                job = self._next()
                if job is None:
                    break
                if isinstance(job, Request):
                    if not job.answered:
                        self._serve(job)
                    continue
                try:
                    job()
                except Exception:
                    log.exception("in the background")
        finally:
            self._close()

    def _next(self) -> Request | Callable[[], None] | None:
        """The next job; where there is none for a moment, what could wait; None at the end."""
        with self._wake:
            while True:
                if self._ended:
                    return None
                if self._jobs:
                    return self._jobs.popleft()
                if not (self._later or self._touched):
                    self._wake.wait()
                elif not self._wake.wait(_IDLE) and not self._jobs and not self._ended:
                    if self._touched:
                        self._touched.clear()
                        return self._tidy
                    return self._later.popleft()

    def _close(self) -> None:
        took = any(track.first is not None for track in self.tracks.values())
        for track in list(self.tracks.values()):
            self._let_go(track)
        self.tracks.clear()
        if took:
            _give_back()

    def _serve(self, request: Request) -> None:
        """Answer one request, or leave it waiting for the index."""
        try:
            try:
                result = METHODS[request.method][0](self, request)
                if result is _PARKED:
                    return
            except (Cancelled, Refusal, Invalid):
                raise
            except Exception:
                request.check()  # SQLite says only that it was interrupted
                raise
        except Cancelled:
            return
        except Refusal as refusal:
            self._refuse(request, refusal.code, str(refusal))
        except Invalid as error:
            self._refuse(request, INVALID_PARAMS, str(error))
        except RefactorRefused as error:
            reasons = [f"{p}:{n}: {r}" if n else f"{p}: {r}" if p else str(r) for p, n, r in error.reasons]
            more = f" (and {len(reasons) - _REASONS} more)" if len(reasons) > _REASONS else ""
            self._refuse(request, REQUEST_FAILED, f"refused: {'; '.join(reasons[:_REASONS])}{more}")
        except InferdError as error:
            text = f"{error.message}; {error.hint}" if error.hint else error.message
            self._refuse(request, REQUEST_FAILED, text)
        except Exception as error:
            log.exception("%s failed", request.method)
            text = one_line(f"{request.method}: {type(error).__name__}: {error}")
            self._refuse(request, INTERNAL, text)
        else:
            if self._settle(request):
                self.answer(request.id, result)

    def _settle(self, request: Request) -> bool:
        """Whether the request is still to be answered; it is not after this."""
        with self._wake:
            if request.answered:
                return False
            request.answered = True
            self._requests.pop(request.id, None)
            return True

    def _refuse(self, request: Request, code: int, message: str) -> None:
        if self._settle(request):
            self.fail(request.id, code, message)

    # -- answers ----------------------------------------------------------------------------------------------------

    def about_document(self, request: Request, function: Feature, whole: bool) -> Any:
        """The answer to a request about a document."""
        uri = text_of(_member(request.params, "textDocument"), "uri")
        return self.about_place(request, uri, function, whole)

    def about_place(self, request: Request, uri: str, function: Feature, whole: bool) -> Any:
        """The answer to a request about what stands at a URI."""
        document = request.documents.get(uri)
        if document is not None and self.documents.get(uri) is not document:
            raise Refusal(CONTENT_MODIFIED, "the text has changed since")
        place = self.place(uri, document)
        if place is None:
            return None
        return self.ask(request, *place, function, whole)

    def about_item(self, request: Request, function: Feature) -> Any:
        """The answer to a request about an item that was given before."""
        return self.about_place(request, text_of(_member(request.params, "item"), "uri"), function, whole=True)

    def everywhere(self, request: Request, function: Feature, whole: bool) -> Any:
        """The answers of all roots, one after the other, as one list."""
        parts = []
        for track in list(self.tracks.values()):
            found = self.ask(request, track, "", function, whole)
            if found is _PARKED:
                return _PARKED
            text = convert.written(found)
            if text not in ("null", "[]"):
                parts.append(text[1:-1])
        return convert.Written(f"[{','.join(parts)}]")

    def ask(self, request: Request, track: Track, path: str, function: Feature, whole: bool) -> Any:
        """Wait for the index, then ask; where files turn out to have changed, update and ask once more."""
        updated = False
        while True:
            track = self._current(track)
            if not track.ready and not self._is_ready(track):
                return self._without_index(request, track, path, function)
            part = self._part(request)
            try:
                if not track.root.loose and not updated:
                    self._sync(track, whole)
                request.check()
                shown = self._shown(request, track)
                with track.root.ask(
                    shown, self.settings.encoding, updated or bool(track.failure), request.check
                ) as (view, texts):
                    return function(
                        Call(self.settings, track.root, view, texts, path, self.say, request.check, part),
                        request.params,
                    )
            except NeedsUpdate as error:
                self.services.changed(track.root.folder, error.paths)
            except (StoreForeign, StoreOutdated):
                if updated:
                    raise
                track.ready = False  # it is not for us to read any more
                self.services.changed(track.root.folder, ())
                continue
            except (Cancelled, Invalid, InferdError):
                raise
            except Exception:
                request.check()
                if not track.root.loose and not os.path.isdir(track.root.folder):
                    raise Refusal(REQUEST_FAILED, f"{track.root.folder} is not there any more") from None
                if updated or track.root.loose or track.root.project.is_ready():
                    raise
                track.ready = False  # the database has gone
                self.services.changed(track.root.folder, ())
                continue
            self._sync(track, True)
            updated = True

    def _part(self, request: Request) -> Callable[[convert.Written], None] | None:
        token = request.params.get("partialResultToken")
        if token is None or not isinstance(token, int | str):
            return None

        def send(part: convert.Written) -> None:
            request.check()
            self.notify("$/progress", convert.Written(f'{{"token":{json.dumps(token)},"value":{part}}}'))

        return send

    def _sync(self, track: Track, whole: bool) -> None:
        """Make sure that what was written before now counts."""
        started = time.monotonic()
        if not whole and started - track.synced < _SHARE * track.sync_cost:
            return
        track.waiting_since = started
        root = track.root
        try:
            if self.services.state(root.folder).get("ready") is False and root.project.is_fresh():
                return  # who keeps the index is just starting, and has nothing to do
            if self.services.sync(root.folder) is False:
                fresh = root.project.is_fresh()
                root.behind = "" if fresh else track.failure or "changes on disk are not in it yet"
        finally:
            track.waiting_since = 0.0
        track.synced = time.monotonic()
        track.sync_cost = track.synced - started

    def _current(self, track: Track) -> Track:
        """The root with the project as it is set up now."""
        if not track.root.loose:
            project = self.services.project(track.root.folder)
            if project is not track.root.project and project.root == track.root.folder:
                behind = track.root.behind
                track.root = Root(project)
                track.root.behind = behind
                track.ready = False
        return track

    def _is_ready(self, track: Track) -> bool:
        track.ready = track.root.project.is_ready()
        return track.ready

    def _without_index(self, request: Request, track: Track, path: str, function: Feature) -> Any:
        """There is no index yet: answer from the files themselves what can be, and let the rest wait for it."""
        if function in features.WITHOUT_INDEX:
            first = self._first(track)
            for _ in range(2):
                try:
                    shown = self._shown(request, track)
                    with first.ask(shown, self.settings.encoding, request.check) as (view, texts):
                        call = Call(
                            self.settings, track.root, view, texts, path, self.say, request.check,
                            self._part(request), indexed=False,
                        )  # fmt: skip
                        return function(call, request.params)
                except NeedsUpdate:
                    continue  # a file changed meanwhile
                except _needs_index():
                    break
            if self._is_ready(track):
                return self.ask(request, track, path, function, whole=True)
        if track.failure:
            self.services.changed(track.root.folder, ())  # it may be possible by now
            raise InferdError(track.failure)
        track.parked.append(request)
        return _PARKED

    def _first(self, track: Track) -> "First":
        if track.first is None:
            from inferd_lsp.first import First

            track.first = First(track.root)
        return track.first

    def _look_ahead(self, track: Track) -> None:
        """Read the files of a root without an index, which the first question needs."""
        if not track.ready and not track.failure:
            self._first(track).look()

    def _shown(self, request: Request, track: Track) -> dict[str, Document]:
        """The open documents of a root, by path."""
        out = {}
        for uri, document in request.documents.items():
            place = self.place(uri, document)
            if place is not None and place[0] is track:
                out[place[1]] = document
        return out

    def _tidy(self) -> None:
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
        if not self._is_ready(track):
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
            self._refuse(request, REQUEST_FAILED, "the folder is not open any more")
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
        found = self._inside(uri)
        if found is not None or document is None or not document.is_python:
            return found if document is None or document.is_python else None
        path = document.path
        if path is not None and not self.folders and uri not in self.tracks and os.path.exists(path):
            folder = find_root(path)
            if any(os.path.lexists(os.path.join(folder, mark)) for mark in _PROJECT_MARKS):
                self.add_folder(convert.uri_of(folder), named=False)
                found = self._inside(uri)
                if found is not None:
                    return found
        track = self.tracks.get(uri)
        if track is None:
            track = self.tracks[uri] = Track(Root.of_loose(document))
        name = os.path.basename(path or "") or "untitled.py"
        return (track, name if name.endswith((".py", ".pyi")) else name + ".py")

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

    # -- documents and files ----------------------------------------------------------------------------------------

    def _closed(self, uri: str) -> None:
        track = self.tracks.pop(uri, None)
        if track is not None:
            self._let_go(track)

    def _saved(self, uri: str) -> None:
        place = self._inside(uri)
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
        """`inferd.references.possible`, nested or with dots, with or without `inferd`."""
        for name in ("inferd.references.possible", "references.possible"):
            value = _setting(given, name)
            if isinstance(value, bool):
                self.settings.possible = value
                return

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
            self._is_ready(self._current(track))
        if track.ready or track.failure:
            if track.first is not None:
                track.first = None
                self.later(_give_back)
            parked, track.parked = track.parked, []
            for request in parked:
                if not request.answered:
                    self._serve(request)
        if first and track.ready and track.progress is None and not track.shown:
            self.later(lambda: self._begin_and_end(track))
        else:
            self.end_progress(track, track.failure or "done")
        with self._wake:
            self._touched.update(self.documents)

    def _begin_progress(self, track: Track) -> None:
        if not track.ready and not track.failure:
            self.show_progress(track)

    def _begin_and_end(self, track: Track) -> None:
        self.show_progress(track)
        self.end_progress(track, "done")

def _settle_down() -> None:
    """Take what was imported out of the collector's sight: walking it costs a request 30 ms now and then."""
    if not _settled:
        _settled.append(True)
        gc.freeze()


_settled: list[bool] = []


def _give_back() -> None:
    from inferd_lsp.first import give_back

    give_back()


def _needs_index() -> type[Exception]:
    from inferd_lsp.first import NeedsIndex

    return NeedsIndex


class _Parked:
    """The request waits; it is answered later."""


_PARKED = _Parked()


def _member(params: Any, name: str) -> Params:
    """A parameter that is an object."""
    value = params.get(name) if isinstance(params, dict) else None
    if not isinstance(value, dict):
        raise Invalid(f"{name} is missing")
    return value


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


# ---------------------------------------------------------------------------------------------------------------------

Handler = Callable[[Session, Request], Any]


def _document(function: Feature, whole: bool = False) -> tuple[Handler]:
    return (lambda session, request: session.about_document(request, function, whole),)


METHODS: dict[str, tuple[Handler]] = {  # whole: an answer that lacks something is wrong
    "textDocument/definition": _document(features.definition),
    "textDocument/references": _document(features.references, whole=True),
    "textDocument/documentHighlight": _document(features.document_highlight),
    "textDocument/documentSymbol": _document(features.document_symbol),
    "textDocument/hover": _document(features.hover),
    "textDocument/prepareRename": _document(features.prepare_rename),
    "textDocument/rename": _document(features.rename, whole=True),
    "textDocument/typeDefinition": _document(features.type_definition),
    "textDocument/implementation": _document(features.implementation, whole=True),
    "textDocument/prepareTypeHierarchy": _document(features.prepare_type_hierarchy),
    "typeHierarchy/supertypes": (lambda session, request: session.about_item(request, features.supertypes),),
    "typeHierarchy/subtypes": (lambda session, request: session.about_item(request, features.subtypes),),
    "workspace/symbol": (lambda session, request: session.everywhere(request, features.workspace_symbol, True),),
}

#: what pygls takes care of
PYGLS = frozenset(
    (
        "workspace/didChangeConfiguration",
        "workspace/didChangeWatchedFiles",
        "workspace/didChangeWorkspaceFolders",
        "workspace/executeCommand",
        "window/workDoneProgress/cancel",
        "$/setTrace",
    )
)
