"""The base protocol: messages with headers over a pair of byte streams.

`receive` finds the next message whatever stands before it: a header that is none is passed over, so garbage costs the
message that it stands in, not the session.  A body over the limit is read and thrown away in pieces, never held.
`send` may be called from any thread; messages do not mix.
"""

import re
import threading
from typing import Protocol

LIMIT = 64 * 1024 * 1024  # bytes of a message
_LINE = 8192  # bytes; no header is longer
_PIECE = 1 << 20
_LENGTH = re.compile(rb"content-length:[ \t]*(\d{1,15})[ \t]*\r?\n$", re.IGNORECASE)


class Reader(Protocol):
    """A binary stream that is read."""

    def readline(self, limit: int, /) -> bytes: ...
    def read(self, size: int, /) -> bytes: ...


class Writer(Protocol):
    """A binary stream that is written."""

    def write(self, data: bytes, /) -> object: ...
    def flush(self) -> object: ...


class TooLong(Exception):
    """A message over the limit was thrown away."""


class Wire:
    """One end of a connection."""

    def __init__(self, reader: Reader, writer: Writer):
        self._reader = reader
        self._writer = writer
        self._guard = threading.Lock()
        self.broken = False  # the other side does not read any more

    def receive(self) -> bytes | None:
        """The next message; None at the end.  Raises TooLong, after which the one behind can be received."""
        length = -1
        while True:
            line = self._reader.readline(_LINE)
            if not line:
                return None
            if line in (b"\r\n", b"\n"):
                if length >= 0:
                    break
                continue
            found = _LENGTH.search(line)
            if found is not None:
                length = int(found.group(1))
        if length > LIMIT:
            left = length
            while left:
                piece = self._reader.read(min(left, _PIECE))
                if not piece:
                    return None
                left -= len(piece)
            raise TooLong(f"a message of {length:,} bytes was left out; the limit is {LIMIT:,}")
        body = b""
        while len(body) < length:  # a raw stream gives what it has
            piece = self._reader.read(length - len(body))
            if not piece:
                return None
            body = body + piece if body else piece
        return body

    def send(self, body: bytes) -> None:
        """Send one message; nothing is sent to a client that has gone."""
        with self._guard:
            if self.broken:
                return
            try:
                self._writer.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
                self._writer.flush()
            except (OSError, ValueError):
                self.broken = True
