"""What a session says to its client, and what it knows of it; any thread may say something."""

import itertools
import json
import logging
import os
import time
from collections.abc import Callable
from typing import Any

from inferd.errors import one_line
from inferd_lsp import convert
from inferd_lsp.roots import Root
from inferd_lsp.services import Event
from inferd_lsp.wire import Wire

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inferd_lsp.first import First

log = logging.getLogger("inferd.lsp")

ERROR, WARNING, INFO, LOG = 1, 2, 3, 4  # kinds of messages to a person
_SLOW = 1.0  # seconds that a request waits for an update before its progress is shown


class Track:
    """The worker's side of a root."""

    def __init__(self, root: Root):
        self.root = root
        self.ready = bool(root.loose)  # there is an index
        self.failure = ""
        self.synced = 0.0
        self.sync_cost = 0.0
        self.waiting_since = 0.0  # a request waits for an update since then
        self.parked: list[Any] = []  # requests that wait for the index
        self.end: Callable[[], None] | None = None  # of the subscription
        self.progress: str | None = None  # the token of what is shown
        self.shown = 0  # how many progresses there were
        self.first: First | None = None  # while there is no index


class Talk:
    """The client, as its session speaks to it."""

    def __init__(self, wire: Wire):
        self.wire = wire
        self.client: dict[str, Any] = {}  # its capabilities
        self.asked: dict[str, Callable[[Any], None] | None] = {}  # of the client, by id
        self._numbers = itertools.count(1)

    def can(self, *names: str) -> Any:
        """What the client says about a capability."""
        value: Any = self.client
        for name in names:
            value = value.get(name) if isinstance(value, dict) else None
        return value

    def send(self, text: str) -> None:
        self.wire.send(text.encode("utf-8", "surrogatepass"))

    def answer(self, number: int | str, result: Any) -> None:
        self.send(f'{{"jsonrpc":"2.0","id":{json.dumps(number)},"result":{convert.written(result)}}}')

    def fail(self, number: int | str | None, code: int, message: str) -> None:
        error = json.dumps({"code": code, "message": message})
        self.send(f'{{"jsonrpc":"2.0","id":{json.dumps(number)},"error":{error}}}')

    def notify(self, method: str, params: Any) -> None:
        """Tell the client something."""
        self.send(f'{{"jsonrpc":"2.0","method":"{method}","params":{convert.written(params)}}}')

    def ask_client(self, method: str, params: Any, then: Callable[[Any], None] | None = None) -> None:
        """Ask the client something; the worker gets the answer, unless it is an error."""
        number = f"inferd-{os.getpid()}-{next(self._numbers)}"  # another's, where the session is resumed
        self.asked[number] = then
        self.send(f'{{"jsonrpc":"2.0","id":"{number}","method":"{method}","params":{convert.written(params)}}}')

    def perform(self, method: str, params: Any) -> None:
        """Do what a request would do, for nobody's answer; what goes wrong is shown."""
        raise NotImplementedError

    def say(self, text: str) -> None:
        """To the client's log."""
        self.show(LOG, text)

    def show(self, kind: int, text: str) -> None:
        text = one_line(text)
        log.info("%s", text)
        method = "window/logMessage" if kind == LOG else "window/showMessage"
        self.notify(method, {"type": kind, "message": f"inferd: {text}"})

    def note(self, what: str, text: str) -> bool:
        """To the client's log and, where it has a quiet place for what an answer leaves open, there, without what it is
        about; whether it has (`experimental.inferd.note`).
        """
        self.say(f"{what}: {text}")
        has_place = bool(self.can("experimental", "inferd", "note"))
        if has_place:
            self.notify("inferd/note", {"message": f"inferd: {one_line(text)}"})
        return has_place

    # -- progress of requests -----------------------------------------------------------------------------------------

    def begin_work(self, request: Any) -> None:
        """Show that a request is being worked on, where its client gave a token for that."""
        token = request.params.get("workDoneToken")
        if isinstance(token, int | str) and request.working is None:
            request.working = token
            value = {"kind": "begin", "title": f"inferd: {request.method.rpartition('/')[2]}", "cancellable": True}
            self.notify("$/progress", {"token": token, "value": value})

    def end_work(self, request: Any) -> None:
        """The request is answered, or nobody wants the answer."""
        token, request.working = request.working, None
        if token is not None:
            self.notify("$/progress", {"token": token, "value": {"kind": "end"}})

    # -- progress ---------------------------------------------------------------------------------------------------

    def show_progress(self, track: Track) -> None:
        """Begin a work-done progress: of the first index, and of updates that requests wait long for."""
        name = os.path.basename(track.root.folder) or track.root.folder
        track.shown += 1
        if not self.can("window", "workDoneProgress"):
            if track.shown == 1:
                self.say(f"indexing {name}")
            return
        token = track.progress = f"inferd-index-{id(track)}-{track.shown}"
        self.ask_client("window/workDoneProgress/create", {"token": token})
        value = {"kind": "begin", "title": f"Indexing {name}", "percentage": 0, "cancellable": False}
        self.notify("$/progress", {"token": token, "value": value})

    def report_progress(self, track: Track, event: Event) -> None:
        since = track.waiting_since
        if track.progress is None and track.ready and since and time.monotonic() - since > _SLOW:
            self.show_progress(track)
        token = track.progress
        done, total = event.get("done"), event.get("total")
        if token is not None and isinstance(done, int) and isinstance(total, int):
            value = {
                "kind": "report",
                "message": f"{done:,} of {total:,} files",
                "percentage": 100 * done // max(1, total),
            }
            self.notify("$/progress", {"token": token, "value": value})

    def end_progress(self, track: Track, message: str) -> None:
        token, track.progress = track.progress, None
        if token is not None:
            self.notify("$/progress", {"token": token, "value": {"kind": "end", "message": message}})
