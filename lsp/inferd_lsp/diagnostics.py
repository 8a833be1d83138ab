"""Diagnostics: what `inferd query problems` finds in the files that are open, pushed, or pulled where a client can.

Off the way of answers
    Finding problems means running every scope of a file.  A thread that did so in the session's process would take
    the interpreter away from answers, so a child process does it (`serve`), one a session, politely, started when
    there is something to look at and ended after a minute without.  The session tells it the open documents and
    reads what it finds on a thread of its own; the worker only says which project a document belongs to.

When
    A moment (`_QUIET`) after the last keystroke, after the index has changed, and when a client asks.  What was found
    for a text that is not shown any more is dropped and looked for again.  Who asks without an index waits for it.

Push or pull
    A client that can ask (`textDocument/diagnostic`) is not told; it is asked to ask again (`workspace/diagnostic/
    refresh`) when the index has changed.  Files that are not open: see `diagnostics_whole`.

Files outside of projects, and those that the index does not take, have none.
"""

import json
import logging
import os
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from functools import partial
from typing import Any

from inferd_lsp import children, convert
from inferd_lsp.diagnostics_whole import Whole, number_of
from inferd_lsp.documents import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inferd_lsp.jobs import Request
    from inferd_lsp.roots import Root
    from inferd_lsp.workspace import Workspace

log = logging.getLogger("inferd.lsp")

Params = dict[str, Any]

_QUIET = 0.4  # seconds after the last edit
_LOOK_AGAIN = 1.0  # seconds after the index has changed: what is found out next may change it again
_IDLE = 60.0  # seconds without work after which the child ends
_POLITE = 10  # added to its nice value
_SERVER_CANCELLED = -32802
#: what is a mistake whatever the types are; the rest is a warning
_ERRORS = frozenset(("undefined-name", "undefined-export", "unresolved-import", "unknown-import"))
_ERROR, _WARNING = 1, 2


def capability(client: Params) -> Params:
    """What the server says about diagnostics to a client with these capabilities."""
    if not pulls(client):
        return {}
    options = {"identifier": "inferd", "interFileDependencies": True, "workspaceDiagnostics": True}
    return {"diagnosticProvider": {**options, "workDoneProgress": True}}


def pulls(client: Params) -> bool:
    """Whether a client asks for diagnostics."""
    text = client.get("textDocument")
    return isinstance(text, dict) and isinstance(text.get("diagnostic"), dict)


class Wanted:
    """Which codes are shown."""

    def __init__(self, given: Any = None):
        self.all = given if isinstance(given, bool) else True
        self.codes: dict[str, bool] = {}
        self.workspace = False  # files that are not open, too
        if isinstance(given, dict):
            self.all = bool(given.get("enable", True))
            self.workspace = given.get("workspace") is True
            self.codes = {c: on for c, on in given.items() if isinstance(on, bool) and c not in ("enable", "workspace")}

    def takes(self, code: str) -> bool:
        return self.all and self.codes.get(code, True)


class Diagnostics:
    """The session's side.  `touch`, `closed`, `pull` and `refresh` may be called from any thread."""

    def __init__(self, session: "Workspace"):
        self.session = session
        self.wanted = Wanted()
        self._wake = threading.Condition()
        self._due: dict[str, float] = {}  # URI -> when it is to be looked at
        self._waiting: dict[str, list[Request]] = {}  # URI -> who asked
        self._jobs: list[tuple[str, Document, Params]] = []  # collected, for the child
        self._shown: set[str] = set()  # URIs of which something was pushed
        self._refresh_at = 0.0
        self._thread: threading.Thread | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._ended = False
        self._whole = Whole(session)

    # -- what the session tells --------------------------------------------------------------------------------------

    def touch(self, uri: str) -> None:
        """A document was opened or changed."""
        self._whole.touch()
        if self._is_pulled():
            return  # the client asks
        self._plan(uri, _QUIET)

    def closed(self, uri: str) -> None:
        """A document is not open any more."""
        with self._wake:
            if uri not in self._waiting:  # who asked is still to be answered
                self._due.pop(uri, None)
            was_shown = uri in self._shown
            self._shown.discard(uri)
        if was_shown:
            self.session.notify("textDocument/publishDiagnostics", {"uri": uri, "diagnostics": []})

    def refresh(self) -> None:
        """The index has changed."""
        self._whole.changed()
        with self._wake:
            self._due.update(dict.fromkeys(self._waiting, time.monotonic()))
            self._wake.notify()
        if self._is_pulled():
            if self.session.can("workspace", "diagnostics", "refreshSupport"):
                with self._wake:
                    self._refresh_at = time.monotonic() + _LOOK_AGAIN
                    self._start()
                    self._wake.notify()
            return
        for uri in self.session.documents.copy():
            self._plan(uri, _LOOK_AGAIN)

    def take_settings(self, given: Any) -> None:
        """The setting `inferd.diagnostics`: a boolean for all, or one for each code."""
        if given is None:
            return
        self.wanted = Wanted(given)
        self.refresh()

    def pull(self, request: "Request", uri: str) -> None:
        """Answer a request for the diagnostics of a document, when they are known."""
        with self._wake:
            self._waiting.setdefault(uri, []).append(request)
            self._due[uri] = time.monotonic()
            self._start()
            self._wake.notify()

    def pull_all(self, request: "Request") -> None:
        """Answer a request for the diagnostics of all files, when they are known."""
        self.session.begin_work(request)
        with self._wake:
            self._whole.ask(request)
            self._start()
            self._wake.notify()

    def wake(self) -> None:
        """Something that the thread waits for has happened."""
        with self._wake:
            self._wake.notify()

    def end(self) -> None:
        with self._wake:
            self._ended = True
            self._wake.notify()
        self._stop_child()

    def _is_pulled(self) -> bool:
        return pulls(self.session.client)

    def _plan(self, uri: str, seconds: float) -> None:
        with self._wake:
            self._due[uri] = time.monotonic() + seconds
            self._start()
            self._wake.notify()

    def _start(self) -> None:
        if self._thread is None and not self._ended:
            self._thread = threading.Thread(target=self._work, name="inferd diagnostics", daemon=True)
            self._thread.start()

    # -- the thread --------------------------------------------------------------------------------------------------

    def _work(self) -> None:
        while True:
            with self._wake:
                now = time.monotonic()
                if self._ended:
                    return
                due = [uri for uri, at in self._due.items() if at <= now]
                for uri in due:
                    del self._due[uri]
                refresh = 0.0 < self._refresh_at <= now
                if refresh:
                    self._refresh_at = 0.0
                jobs, self._jobs = self._jobs, []
                rest = self._whole.wait()
                if not (due or refresh or jobs or rest == 0.0):
                    times = [*self._due.values(), *([self._refresh_at] if self._refresh_at else [])]
                    times += [now + rest] if rest is not None else []
                    left = max(0.01, min(times) - now) if times else _IDLE
                    if not self._wake.wait(left) and not times:
                        self._stop_child()
                    continue
            if refresh:
                self.session.ask_client("workspace/diagnostic/refresh", None)
            for uri in due:
                self.session.later(partial(self._collect, uri))
            for job in jobs:
                try:
                    self._look(*job)
                except Exception as error:
                    log.warning("diagnostics of %s: %s", job[0], type(error).__name__, exc_info=not self._ended)
                    self._stop_child()
                    self._found(job[0], job[1], None)
            if not (due or refresh or jobs):
                try:
                    self._whole.step(self._said)
                except Exception as error:  # the file is left out
                    log.warning("diagnostics of all files: %s", type(error).__name__, exc_info=not self._ended)
                    self._stop_child()

    def _collect(self, uri: str) -> None:
        """Find out what a document belongs to; on the session's worker."""
        try:
            self._collected(uri)
        except Exception:
            log.exception("diagnostics of %s", uri)
            self._found(uri, self.session.documents.get(uri), None)

    def _collected(self, uri: str) -> None:
        session = self.session
        documents = session.documents.copy()
        document = documents.get(uri)
        place = session.place(uri, document) if document is not None and document.is_python else None
        if document is None or place is None or place[0].root.loose:
            self._found(uri, document, [])
            return
        if not place[0].ready and not session.is_ready(place[0]):
            if place[0].failure:
                self._found(uri, document, [])
            return  # who asked waits; `refresh` comes when there is an index
        track, path = place
        shown = {}
        for other, text in documents.items():
            at = session.place(other, text)
            if at is not None and at[0] is track:
                shown[at[1]] = [text.version, text.text]
        job = {"root": track.root.folder, "path": path, "documents": shown, "encoding": session.settings.encoding}
        with self._wake:
            self._jobs = [j for j in self._jobs if j[0] != uri]
            self._jobs.append((uri, document, job))
            self._wake.notify()

    def _look(self, uri: str, document: Document, job: Params) -> None:
        """Have the child look at a document."""
        if self.session.documents.get(uri) is not document:
            self._found(uri, document, None)
            return
        self._found(uri, document, self._said(job))

    def _said(self, job: Params) -> list[Params] | None:
        """What the child finds in a file; None where it ended, or failed."""
        child = self._child
        if child is None or child.poll() is not None:
            child = self._child = children.start("diagnostics", str(_POLITE))
        assert child.stdin is not None and child.stdout is not None
        child.stdin.write(json.dumps(job).encode("utf-8", "surrogatepass") + b"\n")
        child.stdin.flush()
        line = child.stdout.readline()
        if not line:
            if not self._ended:
                log.warning("diagnostics: the process that looks ended with status %s", child.wait())
            self._child = None
            return None
        found: Params = json.loads(line)
        if "failed" in found:
            log.warning("diagnostics of %s: %s", job["path"], found["failed"])
        return found.get("items")

    def _found(self, uri: str, document: Document | None, items: list[Params] | None) -> None:
        """Tell what was found for a document as it was; None: nothing can be said of it now."""
        session = self.session
        current = session.documents.get(uri)
        is_current = current is document
        if not is_current and current is not None:  # what was looked at is another text than what is asked about
            self._plan(uri, 0.0 if uri in self._waiting else _QUIET)
            return
        with self._wake:
            requests = self._waiting.pop(uri, [])
        if items is not None:
            items = [i for i in items if self.wanted.takes(i["code"])]
        for request in requests:
            if items is None or not is_current:
                self._give_up(request)
            elif session.settle(request):
                session.answer(request.id, _report(items, request.params.get("previousResultId")))
        if requests or self._is_pulled():
            return
        if not is_current:
            return
        if items is None or document is None or (not items and uri not in self._shown):
            return
        with self._wake:
            self._shown.add(uri)
        session.notify(
            "textDocument/publishDiagnostics", {"uri": uri, "version": document.version, "diagnostics": items}
        )

    def _give_up(self, request: "Request") -> None:
        """The text has changed, or nothing can be said: the client may ask again."""
        session = self.session
        if session.settle(request):
            error = {"code": _SERVER_CANCELLED, "message": "the text has changed", "data": {"retriggerRequest": True}}
            session.send(json.dumps({"jsonrpc": "2.0", "id": request.id, "error": error}))

    def _stop_child(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        assert child.stdin is not None
        try:
            child.stdin.close()
        except OSError:
            pass
        try:
            child.wait(0.2)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _report(items: list[Params], previous: Any) -> Params:
    number = number_of(items)
    if previous == number:
        return {"kind": "unchanged", "resultId": number}
    return {"kind": "full", "resultId": number, "items": items}


# ---------------------------------------------------------------------------------------------------------------------
# The child


def serve(polite: str) -> None:
    """Read one job a line, write what was found one a line: `{"items": [...]}` or `{"failed": message}`."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints, prints to the log
    if hasattr(os, "nice"):
        os.nice(int(polite))
    roots: dict[str, Root] = {}
    held: dict[str, Params] = {}
    try:
        for line in sys.stdin.buffer:
            job = json.loads(line)
            try:
                found: Params = {"items": _problems(roots, held, job)}
            except Exception as error:  # noqa: BLE001  the session logs it; the next job may go well
                traceback.print_exc()
                gone = roots.pop(job["root"], None)
                if gone is not None:
                    gone.project.close()
                found = {"failed": f"{type(error).__name__}: {error}"}
            out.write(json.dumps(found).encode("utf-8", "surrogatepass") + b"\n")
            out.flush()
    except (BrokenPipeError, KeyboardInterrupt):
        os._exit(1)


def _problems(roots: "dict[str, Root]", held: dict[str, Params], job: Params) -> list[Params] | None:
    """The diagnostics of one file under the documents that are open; None where there is no index any more."""
    import inferd
    from inferd.query import problems
    from inferd.query.targets import ModuleSubject
    from inferd_lsp.roots import Root

    folder, path, encoding = job["root"], job["path"], job["encoding"]
    root = roots.get(folder)
    if root is None:
        root = roots[folder] = Root(inferd.open(folder))
    if not root.project.is_ready():
        return None
    if job["documents"] is not None:  # else they are those of the job before
        held[folder] = job["documents"]
    documents = {
        at: Document(convert.uri_of(os.path.join(folder, at)), version, "python", text)
        for at, (version, text) in held.get(folder, {}).items()
    }
    with root.ask(documents, encoding, True, _nothing) as (view, texts):
        file = view.reader.file_at(path)
        if file is None:
            return []
        view.explains = True
        found = problems.Finder(view, folder, not root.unsaved()).of_file(file.id)
        if view.reader.is_recorded():
            found += [p for p in problems.contradicted(view, ModuleSubject(file.module)) if p.path == path]
        found = problems.without_silenced(view, folder, found)
        out = []
        for p in sorted(found, key=lambda p: p[:7]):
            index = texts.lines(p.path)
            if index is None or p.line > len(index.lines):
                continue
            span = convert.span_in(index, (p.line, p.column, p.end_line, p.end_column), encoding)
            out.append(_diagnostic(p, span, texts.uri))
        return out


def _nothing() -> None:
    """Whatever was asked, the answer is still wanted."""


def _diagnostic(p: Any, span: convert.Span, uri: Callable[[str], str]) -> Params:
    out: Params = {
        "range": convert.range_of(span),
        "severity": _ERROR if p.code in _ERRORS else _WARNING,
        "code": p.code,
        "source": "inferd",
        "message": p.message,
        "data": {"confidence": p.confidence, "symbol": p.symbol},
    }
    page = _page()
    if page:
        out["codeDescription"] = {"href": f"{page}#{p.code}"}
    related = []
    for e in p.evidence:
        if e.get("path") and e.get("line") and e["kind"] not in ("stub", "runtime"):
            line = int(e["line"]) - 1
            place = {"uri": uri(e["path"]), "range": convert.range_of((line, 0, line, 0))}
            related.append({"location": place, "message": f"{e['kind']}: {e['why']}"})
    if related:
        out["relatedInformation"] = related
    return out


def _page() -> str:
    """The page that explains the codes: beside the code, in an installation or a checkout; '' where it is nowhere."""
    import inferd

    package = os.path.dirname(os.path.abspath(inferd.__file__))
    for place in (os.path.join(package, "_docs"), os.path.join(os.path.dirname(package), "docs")):
        path = os.path.join(place, "problems.md")
        if os.path.exists(path):
            return convert.uri_of(path)
    return ""
