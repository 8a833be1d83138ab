"""A session that outlives its daemon: what an editor has said, kept so that another daemon can be told.

Why
    A daemon may be killed, or break, under open editors.  Most editors do not start a language server again by
    themselves, and none knows that another daemon could go on.  So the proxy remembers what makes up a session, and
    when the daemon's side ends before the editor's, it connects to another daemon (which is started if none runs) and
    says it all again.

What is kept
    The bodies of the editor's messages: `initialize`, the notifications that change what a session knows (documents,
    settings, folders), and requests that have no answer yet.  Now and then the rest is sorted out: only then, and when
    a session is resumed, are messages parsed.  What a closed document held is forgotten.  Sessions of which more than
    16 MB would have to be kept, and streams that are no messages, end with their daemon.

What the editor notices
    Nothing, but that an answer takes longer.  The new daemon's answer to `initialize` is not passed on; of a message
    that broke off in the middle nothing is.
"""

import time
from typing import Any

_SORTED = 1 << 20  # bytes of messages after which they are sorted out
_MOST = 16 << 20
_TIMES = 5  # that a session is resumed within a minute
_MINUTE = 60.0

_OPEN, _CHANGE, _CLOSE = "textDocument/didOpen", "textDocument/didChange", "textDocument/didClose"
_STATE = frozenset(
    ("initialized", _OPEN, _CHANGE, "workspace/didChangeConfiguration", "workspace/didChangeWorkspaceFolders",
     "$/setTrace")
)  # fmt: skip
_ANSWER = b'{"jsonrpc":"2.0","id":'  # how the server's answers begin


class _Stream:
    """Bytes as they come, taken apart into the bodies of messages."""

    def __init__(self) -> None:
        self.held = bytearray()  # of a message that is not whole yet
        self.is_none = False  # these are no messages
        self._start = self._end = 0  # where the body of that message lies, once its header is there

    def take(self, chunk: bytes) -> list[bytes]:
        """The bodies of the messages that are whole with this."""
        out: list[bytes] = []
        held = self.held
        held += chunk
        while held and not self.is_none:
            if not self._end:
                if held[:8].lower() != b"content-"[: len(held)]:
                    self.is_none = True
                    break
                end = held.find(b"\r\n\r\n")
                if end < 0:
                    break
                length = -1
                for line in bytes(held[:end]).split(b"\r\n"):
                    name, _, value = line.partition(b":")
                    if name.strip().lower() == b"content-length" and value.strip().isdigit():
                        length = int(value)
                if length < 0:
                    self.is_none = True
                    break
                self._start, self._end = end + 4, end + 4 + length
            if len(held) < self._end:
                break
            out.append(bytes(held[self._start : self._end]))
            del held[: self._end]
            self._end = 0
        return out


class Memory:
    """What one editor has said, and what it was answered."""

    def __init__(self) -> None:
        self._said = _Stream()
        self._heard = _Stream()
        self._kept: list[bytes] = []  # bodies of messages, in their order
        self._size = 0
        self._next_sorting = _SORTED
        self._answered: set[bytes] = set()  # ids, as JSON
        self._initialize = b""
        self._initialize_id = b""
        self._is_greeted = False  # `initialize` was answered
        self._is_over = False  # it cannot be resumed
        self._resumed: list[float] = []

    def said(self, chunk: bytes) -> None:
        """The editor said something."""
        if self._is_over:
            return
        for body in self._said.take(chunk):
            self._kept.append(body)
            self._size += len(body)
        if self._size > self._next_sorting:
            self._sort_out()
            self._next_sorting = self._size + _SORTED
        if self._said.is_none or self._size > _MOST:
            self._give_up()

    def heard(self, chunk: bytes) -> bytes:
        """The server said something: what of it is to be passed on, whole messages."""
        if self._is_over:
            rest = bytes(self._heard.held)
            self._heard.held.clear()
            return rest + chunk
        passed: list[bytes] = []
        for body in self._heard.take(chunk):
            number = self._answer_to(body)
            if number and number == self._initialize_id and self._resumed:
                continue
            if number:
                self._answered.add(number)
                self._is_greeted = True
            passed.append(_framed(body))
        if self._heard.is_none:
            self._give_up()
            passed.append(self.heard(b""))
        return b"".join(passed)

    @staticmethod
    def _answer_to(body: bytes) -> bytes:
        """The id that a message answers, as JSON; b'' where it is no answer."""
        if not body.startswith(_ANSWER):
            return b""
        number, _, more = body[len(_ANSWER) : len(_ANSWER) + 200].partition(b",")
        return number if more.startswith((b'"result"', b'"error"')) else b""

    def _give_up(self) -> None:
        self._is_over = True
        self._kept.clear()
        self._answered.clear()

    def _sort_out(self) -> None:
        """Keep what matters to another daemon."""
        import json

        kept: list[tuple[str, bytes]] = []  # (the document, where it is about one, or '', message)
        for body in self._kept:
            try:
                message: Any = json.loads(body)
                method = message.get("method")
            except (ValueError, AttributeError, RecursionError):
                continue
            params = message.get("params")
            number = message.get("id")
            if method == "initialize":
                self._initialize, self._initialize_id = body, json.dumps(number).encode()
            elif method in ("shutdown", "exit"):
                self._is_over = True
            elif method is not None and number is not None:
                key = json.dumps(number).encode()
                if key in self._answered:
                    self._answered.discard(key)
                else:
                    kept.append(("", body))
            elif method in (_OPEN, _CLOSE, _CHANGE):
                document = params.get("textDocument") if isinstance(params, dict) else None
                uri = document.get("uri") if isinstance(document, dict) else None
                if not isinstance(uri, str):
                    continue
                if method != _CHANGE:
                    kept = [item for item in kept if item[0] != uri]
                if method != _CLOSE:
                    kept.append((uri, body))
            elif method in _STATE:
                kept.append(("", body))
        self._kept = [body for _, body in kept]
        self._size = sum(map(len, self._kept))

    def resume(self) -> bytes | None:
        """What another daemon is to be told first; None where the session ends."""
        self._sort_out()
        now = time.monotonic()
        self._resumed = [t for t in self._resumed if now - t < _MINUTE]
        if self._is_over or not self._initialize or not self._is_greeted or len(self._resumed) >= _TIMES:
            return None
        self._resumed.append(now)
        self._heard = _Stream()
        return b"".join(map(_framed, [self._initialize, *self._kept])) + bytes(self._said.held)


def _framed(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
