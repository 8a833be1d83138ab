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

import json
import logging
import os
import threading
import time
from functools import partial
from typing import Any

import inferd
from inferd.errors import InferdError, RefactorRefused, one_line
from inferd_lsp import convert
from inferd_lsp.answers import PARKED, Answers, member
from inferd_lsp.capabilities import capabilities, encoding_of
from inferd_lsp.documents import Document, Edit
from inferd_lsp.jobs import (
    INTERNAL,
    INVALID_PARAMS,
    INVALID_REQUEST,
    METHOD_NOT_FOUND,
    NOT_INITIALIZED,
    PARSE_ERROR,
    REQUEST_FAILED,
    Cancelled,
    Params,
    Refusal,
    Request,
)  # fmt: skip
from inferd_lsp.methods import ALL_ASIDE, ASIDE, DOCUMENT, METHODS, PYGLS, TEXT
from inferd_lsp.services import Services
from inferd_lsp.spots import Invalid, position_of, text_of
from inferd_lsp.talk import ERROR, WARNING
from inferd_lsp.wire import Reader, TooLong, Wire, Writer
from inferd_lsp.workspace import give_back_sources

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inferd_lsp.server import Server

log = logging.getLogger("inferd.lsp")

_END = 1.0  # seconds that the end of a session waits for what runs
_REASONS = 5  # of a refusal, shown


def serve(reader: Reader, writer: Writer, services: Services) -> int:
    """Serve one client until it says exit or goes; 0 if it said shutdown before.

    May be called on several threads at once.  The streams are not closed.
    """
    return Session(Wire(reader, writer), services).run()


class Session(Answers):
    """See the module's docstring."""

    def __init__(self, wire: Wire, services: Services):
        super().__init__(wire, services)
        self._initialize: Params | None = None
        self._shutdown = False
        self._server: Server | None = None
        self.trace = "off"  # whether the client wants to be told about each answer
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
        self.diagnostics.end()
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
        settings.hierarchical = bool(self.can("textDocument", "documentSymbol", "hierarchicalDocumentSymbolSupport"))
        settings.document_changes = bool(self.can("workspace", "workspaceEdit", "documentChanges"))
        settings.annotations = self.can("workspace", "workspaceEdit", "changeAnnotationSupport") is not None
        operations = self.can("workspace", "workspaceEdit", "resourceOperations")
        settings.resource_operations = frozenset(map(str, operations if isinstance(operations, list) else ()))
        settings.shows_documents = bool(self.can("window", "showDocument", "support"))
        settings.can_ask = bool(self.can("experimental", "inferd", "input"))
        self.trace = str(params.get("trace", "off"))
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
        uris = (
            [f["uri"] for f in folders if isinstance(f, dict) and isinstance(f.get("uri"), str)]
            if (isinstance(folders, list))
            else []
        )
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
            self.cancel(request.id)
        self.answer(number, None)

    def _enqueue(self, number: int | str, method: str, params: Any) -> None:
        if not isinstance(params, dict):
            raise Invalid("parameters are missing")
        known = METHODS[method]
        if known.about in (DOCUMENT, TEXT, ASIDE):  # before it waits for its turn
            text_of(member(params, "textDocument"), "uri")
            if known.position:
                position_of(params.get("position"))
        request = Request(number, method, params, self.documents.copy())
        with self._wake:
            if number in self._requests:
                raise Refusal(INVALID_REQUEST, "a request with this id is being answered")
            self._requests[number] = request
            if known.about not in (ASIDE, ALL_ASIDE):
                self._jobs.append(request)
                self._wake.notify()
        if known.about == ASIDE:
            self.diagnostics.pull(request, params["textDocument"]["uri"])
        elif known.about == ALL_ASIDE:
            self.diagnostics.pull_all(request)

    def _notification(self, method: str, message: Params) -> None:
        params = message.get("params")
        if method == "$/cancelRequest":
            number = params.get("id") if isinstance(params, dict) else None
            if isinstance(number, int | str):
                self.cancel(number)
        elif method == "textDocument/didOpen":
            self._opened(member(params, "textDocument"))
        elif method == "textDocument/didChange":
            self._changed(params)
        elif method == "textDocument/didClose":
            uri = text_of(member(params, "textDocument"), "uri")
            self.documents.pop(uri, None)
            self.do(lambda: self.closed(uri))
        elif method == "textDocument/didSave":
            uri = text_of(member(params, "textDocument"), "uri")
            self.do(lambda: self.saved(uri))
        elif method == "initialized":
            self._greet()
        elif method == "window/workDoneProgress/cancel":
            self.cancel_work(params.get("token") if isinstance(params, dict) else None)
        elif method == "$/setTrace":
            self.trace = text_of(params, "value")
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
        self.touch(uri)

    def _changed(self, params: Any) -> None:
        item = member(params, "textDocument")
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
        self.touch(uri)

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
        if self.can("workspace", "didChangeConfiguration", "dynamicRegistration"):
            settings = {"id": "inferd-settings", "method": "workspace/didChangeConfiguration"}
            settings_of = {**settings, "registerOptions": {"section": "inferd"}}
            self.ask_client("client/registerCapability", {"registrations": [settings_of]})
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
                job = self.next_job()
                if job is None:
                    break
                if isinstance(job, Request) and job.answered:
                    continue
                try:
                    if isinstance(job, Request):
                        self._serve(job)
                    else:
                        job()
                except Exception:  # whatever it is, the next one is served
                    log.exception(job.method if isinstance(job, Request) else "in the background")
        finally:
            self._close()

    def _close(self) -> None:
        took = any(track.first is not None for track in self.tracks.values())
        for track in list(self.tracks.values()):
            self._let_go(track)
        self.tracks.clear()
        if took:
            give_back_sources()

    def _serve(self, request: Request) -> None:
        """Answer one request, or leave it waiting for the index."""
        begun, trace = time.monotonic(), self.trace
        self.begin_work(request)
        try:
            try:
                result = self.result(request, METHODS[request.method])
                if result is PARKED:
                    return
                result = convert.Written(convert.written(self.in_parts(request, result)))
            except (Cancelled, Refusal, Invalid):
                raise
            except Exception:
                request.check()  # SQLite says only that it was interrupted
                raise
        except Cancelled:
            return
        except Exception as error:  # noqa: BLE001  it is the answer
            self.refuse(request, *_explained(request.method, error))
        else:
            if self.settle(request):
                self.answer(request.id, result)
        if trace in ("messages", "verbose"):
            took = (time.monotonic() - begun) * 1000
            waited = (begun - request.came) * 1000
            told: Params = {"message": f"{request.method}: {took:.1f} ms"}
            if trace == "verbose":
                told["verbose"] = f"waited {waited:.1f} ms for its turn"
            self.notify("$/logTrace", told)

    def _perform(self, request: Request) -> None:
        try:
            result = self.result(request, METHODS[request.method])
        except Exception as error:  # noqa: BLE001  it is shown
            self.show(ERROR, _explained(request.method, error)[1])
            return
        if result is PARKED:
            self.show(WARNING, "there is no index yet; try again when there is one")

    def perform(self, method: str, params: Any) -> None:
        request = Request("", method, params, self.documents.copy())
        self.do(lambda: self._perform(request))


def _explained(method: str, error: Exception) -> tuple[int, str]:
    """The code and the text that a client is told an error with."""
    if isinstance(error, Refusal):
        return error.code, str(error)
    if isinstance(error, Invalid):
        return INVALID_PARAMS, str(error)
    if isinstance(error, RefactorRefused):
        reasons = [f"{p}:{n}: {r}" if n else f"{p}: {r}" if p else str(r) for p, n, r in error.reasons]
        more = f" (and {len(reasons) - _REASONS} more)" if len(reasons) > _REASONS else ""
        return REQUEST_FAILED, f"refused: {'; '.join(reasons[:_REASONS])}{more}"
    if isinstance(error, InferdError):
        return REQUEST_FAILED, f"{error.message}; {error.hint}" if error.hint else error.message
    log.error("%s failed", method, exc_info=error)
    return INTERNAL, one_line(f"{method}: {type(error).__name__}: {error}")
