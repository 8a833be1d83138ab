"""Files of the journal and of a change, read and written so that what is on the disk is known at every instant."""

import errno
import os
import stat
from hashlib import blake2b

_O_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_O_COMMON = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0) | _O_NOFOLLOW


def hash_of(data: bytes) -> str:
    """The name of a content."""
    return blake2b(data, digest_size=20).hexdigest()


def read(path: str) -> bytes | None:
    """The content of a regular file, None where there is nothing at all."""
    try:
        # not blocking: a planted pipe must not hold us
        fd = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _O_COMMON)
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        found = os.fstat(fd)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", path)
        pieces = []
        while piece := os.read(fd, max(found.st_size + 1, 1 << 16)):
            pieces.append(piece)
        return b"".join(pieces)
    finally:
        os.close(fd)


def disk_hash(path: str) -> str | None:
    """The hash of what is there, None where nothing is; '' for what cannot be one of our contents."""
    try:
        data = read(path)
    except OSError as error:
        if error.errno in (errno.EINVAL, errno.EISDIR, errno.ELOOP, errno.ENXIO):
            return ""
        raise
    return None if data is None else hash_of(data)


def write_new(path: str, data: bytes, mode: int) -> None:
    """Write a file that nobody else has: what stands there under our name is removed first, never followed."""
    unlink(path)
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _O_COMMON, mode)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(fd, view) :]
    except OSError:
        unlink(path)
        raise
    finally:
        os.close(fd)


def sync(path: str) -> None:
    """To the disk. Apart from the writing, so that many files are written first and share the wait."""
    fd = os.open(path, (os.O_RDONLY if os.name == "posix" else os.O_RDWR) | _O_COMMON)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def sync_dir(path: str) -> None:
    """The names in a directory, to the disk."""
    if os.name != "posix":
        return  # directories cannot be opened there, and renames are ordered by the file system
    try:
        fd = os.open(path, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0))
    except FileNotFoundError:
        return  # removed together with what was in it
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def unlink(path: str) -> None:
    """Remove a file that may be gone already."""
    try:
        os.unlink(path)
    except (FileNotFoundError, NotADirectoryError):
        pass  # already gone, which is what was wanted


def mkdir(path: str, mode: int) -> bool:
    """Make a directory; False where something stands there."""
    try:
        os.mkdir(path, mode)
    except FileExistsError:
        return False
    return True


def rmdir_if_empty(path: str) -> bool:
    """Remove a directory if there is nothing in it; whether it was."""
    try:
        os.rmdir(path)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT, errno.ENOTDIR, errno.EINVAL):
            return False
        raise
    return True
