"""Whether the code on the disk is still the code that this process began with.

A daemon lives for days, and imports much of itself late.  When inferd is installed again under it (the same version or
another one), it would mix two codes, and answer by rules that the clients, and the databases that these make, do not
have any more.  So it looks, before it serves anybody and before it starts a process, and leaves its place to a new one.
Where a look takes long (files on another machine, a processor that others keep), the next one is put off accordingly;
not so before a process is started, which would be of the other code for as long as it lives.

Every source file of both packages counts, by inode, size and time: installers set times back to those of an archive,
and a file that is replaced by one of the same size and time has another inode.  Some 130 calls of `stat`, together
about 0.2 ms, on the daemon's side; clients pay for nothing.
"""

import os
import time
from typing import NamedTuple

_SHARE = 20  # times what a look took, before the next one


class Stamp(NamedTuple):
    """What tells one file from another at its place."""

    inode: int
    size: int
    changed: int


class Code:
    """The files of inferd as they are when this is made."""

    def __init__(self, folders: tuple[str, ...] | None = None) -> None:
        folders = _folders() if folders is None else folders
        self._files = [(path, _stamp(path)) for folder in folders for path in _sources(folder)]
        self._next = 0.0

    def is_changed(self, now: bool = False) -> bool:
        """Whether a file is another one now, or gone; *now*: however long the last look took."""
        begun = time.monotonic()
        if begun < self._next and not now:
            return False
        found = any(_stamp(path) != stamp for path, stamp in self._files)
        ended = time.monotonic()
        self._next = ended + _SHARE * (ended - begun)
        return found

    def is_there(self) -> bool:
        """Whether there is anything to start a process from."""
        return any(os.path.exists(path) for path, _ in self._files)


def _stamp(path: str) -> Stamp | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return Stamp(status.st_ino, status.st_size, status.st_mtime_ns)


def _folders() -> tuple[str, ...]:
    """The folders of the packages: beside each other in an installation, the second in `lsp` of a checkout."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    above = os.path.dirname(package)
    places = (package, os.path.join(above, "inferd_lsp"), os.path.join(above, "lsp", "inferd_lsp"))
    return tuple(place for place in places if os.path.isdir(place))


def _sources(folder: str) -> list[str]:
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        found += [os.path.join(place, name) for name in names if name.endswith(".py")]
    return sorted(found)
