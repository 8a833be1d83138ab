"""The writer lock: whoever holds it writes to the index, everybody else reads.

It is a lock of the operating system on `writer.lock` beside the database (`flock`; on Windows `msvcrt.locking`), so it
ends with its owner however that ends, and there is nothing to clean up. The owner leaves one JSON line in the file,
`{"pid", "host", "started"}`, only so that others can say whom they wait for.

Two traps are taken care of. A lock file may be deleted while it is held, and the next one to come would lock a new
file: taking a lock checks that the locked file is the one at the path, and `lost()` tells the owner. And a child made
by `fork` would keep the lock alive after its parent: it closes its copy first thing.
"""

from __future__ import annotations

import os
import sys
import time

from inferd.errors import StoreLocked, StoreReadOnly, from_os_error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

LOCK_NAME = "writer.lock"
_OWNER_SIZE = 1024
_WINDOWS_BYTE = 1 << 30  # the byte that is locked on Windows: past the text, so that others can read that

_held: set[WriterLock] = set()


class WriterLock:
    """The writer lock of the index in `directory`, which must exist. Not to be shared by threads.

    As a context manager it does not wait: StoreLocked where another process, or another object here, has it.
    """

    __slots__ = ("_descriptor", "path")

    def __init__(self, directory: str) -> None:
        self.path = os.path.join(directory, LOCK_NAME)
        self._descriptor = -1

    @property
    def held(self) -> bool:
        """Whether this object has the lock (see also `lost`)."""
        return self._descriptor >= 0

    def acquire(self, timeout: float = 0.0) -> None:
        """Take the lock, waiting up to `timeout` seconds.

        Raises StoreLocked with the owner where another has it, StoreReadOnly or DiskFull where there can be no lock.
        """
        if self.held:
            raise RuntimeError("the writer lock is held already")
        deadline = time.monotonic() + timeout
        pause = 0.002
        while not self._try():
            left = deadline - time.monotonic()
            if left <= 0:
                raise StoreLocked(read_owner(self.path))
            time.sleep(min(pause, left))
            pause = min(pause * 2, 0.05)

    def release(self) -> None:
        """Give the lock back; nothing happens where it is not held."""
        descriptor, self._descriptor = self._descriptor, -1
        _held.discard(self)
        if descriptor < 0:
            return
        try:
            os.ftruncate(descriptor, 0)
        except OSError:
            pass  # the line only informs; the lock itself ends with the descriptor
        finally:
            _unlock(descriptor)
            os.close(descriptor)

    def lost(self) -> bool:
        """Whether the lock is no longer ours although we hold it, because its file was deleted or replaced."""
        return self.held and not _same_file(self._descriptor, self.path)

    def __enter__(self) -> Self:
        if not self.held:
            self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def _try(self) -> bool:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
        try:
            descriptor = os.open(self.path, flags | getattr(os, "O_NONBLOCK", 0), 0o644)
        except OSError as error:
            raise from_os_error(error, self.path) from error
        try:
            taken = _lock(descriptor, self.path) and _same_file(descriptor, self.path)
            if taken:
                _write_owner(descriptor, self.path)
        except BaseException:
            os.close(descriptor)
            raise
        if not taken:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        _held.add(self)
        return True


def read_owner(path: str) -> dict[str, object]:
    """Who holds the lock file at `path`, as far as it says: `pid`, `host`, `started` (seconds since 1970)."""
    import json

    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
        try:
            owner = json.loads(os.read(descriptor, _OWNER_SIZE))
        finally:
            os.close(descriptor)
    except (OSError, ValueError, RecursionError):
        return {}  # being written just now, or gone
    return owner if isinstance(owner, dict) else {}


def _write_owner(descriptor: int, path: str) -> None:
    import json

    host = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    line = json.dumps({"pid": os.getpid(), "host": host, "started": round(time.time(), 3)}) + "\n"
    try:
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, line.encode())
    except OSError as error:
        raise from_os_error(error, path) from error


def try_lock(descriptor: int, path: str) -> bool:
    """Take the system's lock on an open file, if it is free; it ends with the descriptor."""
    return _lock(descriptor, path)


def _same_file(descriptor: int, path: str) -> bool:
    """Whether the open file is still the one at `path`."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.lstat(path))
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int, path: str) -> bool:  # noqa: ARG001 - the other one's error names the path
        os.lseek(descriptor, _WINDOWS_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _WINDOWS_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int, path: str) -> bool:
        """Take the lock if it is free. Raises where the file system has no locks."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise StoreReadOnly(path, f"this file system has no locks ({reason})") from error
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)

    def _forget_in_child() -> None:
        """After a fork: close the copies of held locks. The parent keeps them, because it has the file open too."""
        for lock in list(_held):
            descriptor, lock._descriptor = lock._descriptor, -1
            os.close(descriptor)
        _held.clear()

    os.register_at_fork(after_in_child=_forget_in_child)
