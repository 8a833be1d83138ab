"""A shard: the file that one process of a run appends to (docs/spool.md has the format).

Lines gather in memory and are written at once as long as that takes little of the process's time, else when there are
many or some time has passed, and at every moment after which the process may be gone (fork, exec, os._exit, exit). The
file is opened for each write: a program that closes all its file descriptors, or gives ours to another file, loses
nothing and gets nothing. The functions of `os` and `time` are taken when this is imported, before a program or a test
can replace them.
"""

from __future__ import annotations

import os
import time

try:
    from _json import encode_basestring_ascii as quote
except ImportError:  # an interpreter without the accelerator
    from json.encoder import py_encode_basestring_ascii as quote
try:
    from _sha2 import sha256  # type: ignore[import-not-found,unused-ignore]
except ImportError:
    try:
        from _sha256 import sha256  # type: ignore[import-not-found,no-redef,unused-ignore]
    except ImportError:
        from hashlib import sha256  # type: ignore[assignment,no-redef,unused-ignore]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FORMAT = 1
SOURCES = "sources"
_MANY = 2000  # lines
_WHILE = 0.3  # seconds
_MOMENT = 1e-3  # after which the CPU time is asked for again
_COST = 3e-4  # CPU seconds of one write
_ALLOWED, _SHARE = 6e-3, 0.005  # what all writes may take, whatever comes; and of the CPU time used so far
_MOST = 200_000  # lines that wait for a file that cannot be written

__all__ = ["FORMAT", "SOURCES", "Shard", "dump", "quote", "sha256"]

_open, _write, _close, _mkdir, _getpid = os.open, os.write, os.close, os.mkdir, os.getpid
_unlink, _exists, _environ = os.unlink, os.path.exists, os.environ
_APPEND = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_monotonic, _process_time = time.monotonic, time.process_time


def dump(value: Any) -> str:
    """JSON, of exactly the types that a line is made of (importing `json` would show in the program's sys.modules)."""
    kind = type(value)
    if value is None:
        return "null"
    if kind is str:
        return quote(value)
    if kind is bool:
        return "true" if value else "false"
    if kind is int:
        return int.__repr__(value)
    if kind is float:
        return float.__repr__(round(value, 4))
    if kind is list or kind is tuple:
        return "[" + ", ".join([dump(item) for item in value]) + "]"
    if kind is dict:
        return "{" + ", ".join([quote(key) + ": " + dump(item) for key, item in value.items()]) + "}"
    raise TypeError("a spool line holds no " + kind.__name__)


class Shard:
    """The lines of one process, on their way into `<spool>/<run>.<pid>.<n>.jsonl`."""

    def __init__(self, directory: str, run: str) -> None:
        self.directory = directory
        self.run = run
        self.path: str | None = None
        self.begun = False
        self.header: dict[str, Any] = {}
        self.lines: list[str] = []
        self.put = self.lines.append
        self.last = _monotonic()
        self._looked = 0.0
        self.flushes = 0
        self.failures = 0
        self.dropped = 0
        self._kept: set[str] = set()

    def reserve(self) -> None:
        """Begin anew, with a name of this process; the file comes with the first lines."""
        del self.lines[:]
        self.begun = False
        self.reserve_name()

    def reserve_name(self) -> None:
        number = 0
        while True:
            self.path = os.path.join(self.directory, "%s.%d.%d.jsonl" % (self.run, _getpid(), number))
            if not _exists(self.path):
                return
            number += 1

    @property
    def name(self) -> str | None:
        return None if self.path is None else os.path.basename(self.path)

    def due(self) -> bool:
        """Whether to write now: at once as long as that takes little of the process's time, else now and then."""
        if not self.lines:
            return False
        now = _monotonic()
        if now - self.last > _WHILE or len(self.lines) > _MANY:
            return True
        if self.flushes * _COST < _ALLOWED:
            return True
        if now - self._looked < _MOMENT:
            return False
        self._looked = now
        return self.flushes * _COST < _ALLOWED + _SHARE * _process_time()

    def flush(self) -> bool:
        """Write what has gathered; False if that failed (the lines are kept for the next time, up to a bound)."""
        self.last = _monotonic()
        lines = self.lines
        if not lines:
            return True
        self.flushes += 1
        count = len(lines)
        data = ("\n".join(lines[:count]) + "\n").encode("ascii")
        try:
            if not self.begun:
                self._create()
            assert self.path is not None
            handle = _open(self.path, _APPEND, 0o600)
            try:
                done = 0
                while done < len(data):
                    done += _write(handle, data[done:])
            finally:
                _close(handle)
        except OSError:
            self.failures += 1
            if len(lines) > _MOST or self.failures > 5:
                self.dropped += len(lines)
                del lines[:]
            return False
        del lines[:count]
        return True

    def _create(self) -> None:
        try:
            _mkdir(self.directory, 0o700)
        except FileExistsError:
            pass
        self.header["worker"] = _environ.get("PYTEST_XDIST_WORKER")  # not set yet when the process began
        head = (dump(["spool", FORMAT, self.header]) + "\n").encode("ascii")
        while True:
            if self.path is None:
                self.reserve_name()
            assert self.path is not None
            try:
                handle = _open(self.path, _NEW, 0o600)
            except FileExistsError:
                self.reserve_name()
                continue
            try:
                _write(handle, head)
            finally:
                _close(handle)
            self.begun = True
            return

    def keep_source(self, data: bytes) -> str:
        """Put the bytes of a source file into `sources/`, once per content; its name there."""
        digest: str = sha256(data).hexdigest()
        if digest in self._kept:
            return digest
        folder = os.path.join(self.directory, SOURCES)
        path = os.path.join(folder, digest)
        if not self._kept:
            for name in (self.directory, folder):
                try:
                    _mkdir(name, 0o700)
                except FileExistsError:
                    pass
        try:
            handle = _open(path, _NEW, 0o600)
        except FileExistsError:
            handle = -1  # another process has written it, or does: whoever reads it looks at the digest
        if handle >= 0:
            try:
                done = 0
                while done < len(data):
                    done += _write(handle, data[done:])
            except OSError:
                _close(handle)
                _unlink(path)
                raise
            _close(handle)
        self._kept.add(digest)
        return digest
