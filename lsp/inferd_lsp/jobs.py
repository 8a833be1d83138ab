"""Requests and other jobs of a session: the queue between its reader and its worker, and how a request ends.

A request is answered once: with its result, with an error, or as cancelled, whichever comes first; who comes second
says nothing.  Jobs are done in the order in which they came, by one thread; what can wait is done when nobody has asked
for a moment.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from inferd_lsp.documents import Document
from inferd_lsp.limits import SHORT
from inferd_lsp.talk import Talk
from inferd_lsp.wire import Wire

log = logging.getLogger("inferd.lsp")

PARSE_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS, INTERNAL = -32700, -32600, -32601, -32602, -32603
NOT_INITIALIZED, CANCELLED, CONTENT_MODIFIED, REQUEST_FAILED = -32002, -32800, -32801, -32803

_IDLE = 0.05  # seconds without a message after which what can wait is done

Params = dict[str, Any]


class Cancelled(Exception):
    """Nobody wants the answer any more."""


class Refusal(Exception):
    """An answer that is an error of the protocol."""

    def __init__(self, code: int, message: str):
        super().__init__(message)
        self.code = code


class Request:
    """A request, and the documents as they were when it came."""

    __slots__ = ("answered", "came", "documents", "id", "limit", "method", "params", "working")

    def __init__(self, number: int | str, method: str, params: Any, documents: dict[str, Document]):
        self.id = number
        self.method = method
        self.params = params
        self.documents = documents
        self.answered = False  # also: cancelled
        self.came = time.monotonic()
        self.limit = SHORT
        self.working: int | str | None = None  # the token of the progress that its client is shown

    def check(self) -> None:
        """Raises where the request was cancelled."""
        if self.answered:
            raise Cancelled


class Jobs(Talk):
    """See the module's docstring."""

    def __init__(self, wire: Wire):
        super().__init__(wire)
        self._requests: dict[int | str, Request] = {}
        self._jobs: deque[Request | Callable[[], None]] = deque()
        self._later: deque[Callable[[], None]] = deque()
        self._wake = threading.Condition()
        self._ended = False
        self._touched: set[str] = set()  # URIs of documents whose overlay may be out of date

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

    def cancel(self, number: Any) -> None:
        with self._wake:
            request = self._requests.pop(number, None)
            if request is None:
                return
            request.answered = True
        self.end_work(request)
        self.fail(number, CANCELLED, "cancelled")

    def cancel_work(self, token: Any) -> None:
        """Cancel the request whose progress has this token."""
        with self._wake:
            numbers = [r.id for r in self._requests.values() if r.working is not None and r.working == token]
        for number in numbers:
            self.cancel(number)

    def touch(self, uri: str) -> None:
        """A document has another text than its overlay was made for."""
        with self._wake:
            self._touched.add(uri)
            self._wake.notify()

    def again(self, requests: list[Request]) -> None:
        """Take up requests that waited, before anything that came after them."""
        with self._wake:
            self._jobs.extendleft(reversed([r for r in requests if not r.answered]))
            self._wake.notify()

    def next_job(self) -> Request | Callable[[], None] | None:
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
                        return self.tidy
                    return self._later.popleft()

    def settle(self, request: Request) -> bool:
        """Whether the request is still to be answered; it is not after this."""
        with self._wake:
            if request.answered:
                return False
            request.answered = True
            self._requests.pop(request.id, None)
        self.end_work(request)
        return True

    def refuse(self, request: Request, code: int, message: str) -> None:
        if self.settle(request):
            self.fail(request.id, code, message)

    def tidy(self) -> None:
        """Bring things in line with the documents while nobody asks."""
