"""The user's cache of libraries: databases that are made once, and swept when nobody has used them for long (see
`libraries`).
"""

import os
import threading
import time
from typing import NamedTuple

from inferd.config import Config
from inferd.errors import InferdError
from inferd.index.library_files import Listing, Unit, key_of
from inferd.source import files, layout
from inferd.store import connection
from inferd.store.rows import Reader
from inferd.syntax.facts import ANALYSIS_VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Progress = Callable[[int, int, str], None]

MAX_CACHE = 2_000_000_000  # bytes of all databases
UNUSED_DAYS = 30
_DATABASE = "facts.db"
_DAY = 86400
_LONGEST_WAIT = 300.0  # seconds for another process that builds the same library


def index(db: connection.Connection, listing: Listing, workers: int, progress: "Progress | None") -> None:
    """Fill an empty database."""
    from inferd.index import update
    from inferd.store.rows import Writer

    found = update.Found(files.Scan(listing.entries, listing.problems), listing.places, listing.roots)
    update.update(db, listing.root, Config(), bulk=True, workers=workers, progress=progress, found=found)
    Writer(db).set_meta("left_out", str(listing.left_out))


class Filling(NamedTuple):
    """What a database is to be made from."""

    unit: Unit
    listing: Listing
    key: str
    workers: int
    progress: "Progress | None"


def _fill(path: str, filling: Filling) -> bool:
    """Make the database of a library at *path*; False where its files were others by then."""
    unit, listing, key, workers, progress = filling
    db = connection.connect_private(path)
    try:
        connection.create(db, layout.user_key(), ANALYSIS_VERSION, durable=False)
        index(db, listing, workers, progress)
        reader = Reader(db)
        digests = {row[1]: row[5] for row in reader.file_states()}
        problems = dict(listing.problems)
        rows = []
        for f in reader.files():
            digest = digests[f.path]
            if f.path not in problems:
                rows.append([f.module, f.path, digest.hex() if digest is not None else "!" + (f.reason or "")])
        return key_of(unit.prefix, rows, listing) == key
    finally:
        db.close()


class Cache:
    """The user's cache of libraries; `note` says why it cannot be used."""

    def __init__(self) -> None:
        self.directory = os.path.join(layout.user_cache_dir(), "libraries")
        self.note = ""

    def seen(self, fingerprint: str) -> str | None:
        """The key that was made from files of this fingerprint."""
        path = os.path.join(self.directory, "seen", fingerprint)
        try:
            with open(path, encoding="utf-8") as file:
                key = file.read(200)
            if _is_unused_today(path):
                os.utime(path)
        except (OSError, UnicodeDecodeError):
            return None
        return key if _is_key(key) else None

    def remember(self, fingerprint: str, key: str) -> None:
        path = os.path.join(self.directory, "seen", fingerprint)
        temporary = f"{path}.{os.getpid()}.{threading.get_ident()}"
        try:
            os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
            with open(temporary, "w", encoding="utf-8") as file:
                file.write(key)
            os.replace(temporary, path)
        except OSError as error:  # the next one reads the files again, no more
            self.note = str(error.strerror or error)

    def ready(self, key: str) -> str | None:
        """The path of a database that is there, whole, and ours."""
        path = os.path.join(self.directory, key, _DATABASE)
        try:
            if not os.path.lexists(path):
                return None
            if connection.examine(path, layout.user_key(), ANALYSIS_VERSION).kind != "ready":
                return None
            if _is_unused_today(path):
                if not _is_sound(path):
                    return None
                os.utime(path)
        except (InferdError, OSError, *connection.ERRORS):
            return None
        return path

    def make(self, key: str, filling: Filling) -> str | None:
        """Make the database, unless somebody else has by the time we get the lock; None, perhaps with a `note`,
        where it could not be made.
        """
        from inferd.source.lock import WriterLock

        folder = os.path.join(self.directory, key)
        path = os.path.join(folder, _DATABASE)
        building = path + ".building"
        try:
            for _ in range(3):
                os.makedirs(folder, mode=0o700, exist_ok=True)
                lock = WriterLock(folder)
                try:
                    lock.acquire(_LONGEST_WAIT)
                    break
                except InferdError:
                    if os.path.isdir(folder):  # else it was swept away under our hands
                        raise
            with lock:
                if self.ready(key):
                    return path
                for name in os.listdir(folder):
                    if name.startswith(_DATABASE):
                        os.unlink(os.path.join(folder, name))
                try:
                    if not _fill(building, filling):
                        return None
                    descriptor = os.open(building, os.O_RDONLY)
                    os.fsync(descriptor)
                    os.close(descriptor)
                    os.replace(building, path)
                finally:
                    if os.path.lexists(building):
                        os.unlink(building)
            self.sweep(key)
            return path
        except connection.ERRORS as error:
            self.note = str(connection.explain(error, path))
        except InferdError as error:
            self.note = error.message
        except OSError as error:
            self.note = f"{folder}: {(error.strerror or str(error)).lower()}"
        return None

    def sweep(self, keep: str) -> None:
        """Remove databases that were not used for long, and the least recently used where all are too large."""
        from inferd.source.lock import WriterLock

        found = []
        now = time.time()
        for name in os.listdir(self.directory):
            if _is_key(name) and name != keep:
                try:
                    info = os.stat(os.path.join(self.directory, name, _DATABASE))
                    found.append((info.st_mtime, info.st_size, name))
                except OSError:
                    found.append((os.stat(os.path.join(self.directory, name)).st_mtime, 0, name))
        total = os.path.getsize(os.path.join(self.directory, keep, _DATABASE))
        for used, size, name in sorted(found, reverse=True):
            total += size
            if total <= MAX_CACHE and now - used < UNUSED_DAYS * _DAY:
                continue
            folder = os.path.join(self.directory, name)
            lock = WriterLock(folder)
            try:
                with lock:
                    for inner in os.listdir(folder):
                        if inner.startswith(_DATABASE):
                            os.unlink(os.path.join(folder, inner))
                    os.unlink(lock.path)
                os.rmdir(folder)
            except (InferdError, OSError):
                continue  # somebody is at it, or it is not ours to remove: the next one will
        seen = os.path.join(self.directory, "seen")
        for name in os.listdir(seen) if os.path.isdir(seen) else ():
            path = os.path.join(seen, name)
            try:
                if now - os.stat(path).st_mtime > UNUSED_DAYS * _DAY:
                    os.unlink(path)
            except OSError:
                continue  # another process swept it


def _is_unused_today(path: str) -> bool:
    """Whether a file was not used for a day, as its time says: what is not used for long is swept."""
    return abs(time.time() - os.stat(path).st_mtime) > _DAY and os.access(path, os.W_OK)


def _is_sound(path: str) -> bool:
    """Whether the whole of a database is readable: 3 ms for each MB, so it is looked at once a day."""
    db = connection.connect(path)
    try:
        return not Reader(db).integrity()
    finally:
        db.close()


def _is_key(name: str) -> bool:
    prefix, dash, digest = name.rpartition("-")
    return (
        bool(dash)
        and len(digest) == 32
        and all(c in "0123456789abcdef" for c in digest)
        and all(p.isidentifier() for p in prefix.split(".") if prefix)
    )
