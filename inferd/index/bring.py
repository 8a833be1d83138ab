"""Bring a project's database into being and up to date: whatever stands at its path, under the writer lock."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from inferd.config import Config
from inferd.errors import StoreCorrupt, StoreForeign, from_os_error
from inferd.index import update as updating
from inferd.source import layout
from inferd.source.lock import WriterLock
from inferd.store import connection
from inferd.store.rows import Pack, Reader, TypedRow, Writer
from inferd.syntax.facts import ANALYSIS_VERSION

FILE = "callinfo.db"


class Standing:
    """A write connection that a process which stays keeps from one update to the next: opening costs more than an edit.

    It holds no lock between updates; each one asks whether the file at the path is still the one it is connected to, of
    our version, and whole.  One update at a time: the writer lock sees to that.
    """

    __slots__ = ("db", "identity")

    def __init__(self) -> None:
        self.db: connection.Connection | None = None
        self.identity: tuple[int, int, int] | None = None

    def take(self, path: str) -> connection.Connection | None:
        """The connection, if it may be used for *path*; a caller that is content with it gives it back by `keep`."""
        db, self.db = self.db, None
        if db is None or self.identity is None:
            return None
        if self.identity[0] != os.getpid():
            _of_parents.append(db)  # this process is a fork: SQLite must do nothing with it here, not even close it
            return None
        if self.identity == _identity(path) and connection.is_current(db, path, ANALYSIS_VERSION):
            return db
        db.close()
        return None

    def keep(self, db: connection.Connection, path: str) -> None:
        self.db, self.identity = db, _identity(path)

    def close(self) -> None:
        if self.db is not None and self.identity is not None and self.identity[0] == os.getpid():
            self.db.close()
        self.db = None


_of_parents: list[connection.Connection] = []


def _identity(path: str) -> tuple[int, int, int] | None:
    try:
        info = os.stat(path)
    except OSError:
        return None
    return os.getpid(), info.st_dev, info.st_ino


class Displaced(Exception):
    """Another's database stands in the place, and is not to be set aside: who comes here gives way.

    `copy`: where the own one is, if that was set aside; or ''.
    """

    def __init__(self, copy: str) -> None:
        super().__init__(copy)
        self.copy = copy


class Outcome(NamedTuple):
    """What bringing an index up to date did, and what it says to people."""

    report: updating.Report
    notes: tuple[str, ...]  # what a person should be told: a database set aside, a rebuild


def bring_up_to_date(
    root: str, directory: str, config: Config, key: bytes, *, workers: int = 1,
    progress: updating.Progress | None = None, timeout: float = 60.0, rebuild: bool = False,
    only: Iterable[str] | None = None, standing: Standing | None = None,
) -> Outcome:  # fmt: skip
    """Make `callinfo.db` in *directory* true for the files under *root*; raises StoreLocked where another writer works,
    Displaced where the place is another's by now, StoreForeign where its owner is another user.

    *only*: the files that may have changed since (see `update.update`).  *standing*: where to take the connection from,
    and to leave it.
    """
    path = os.path.join(directory, FILE)
    notes: list[str] = []
    lock = WriterLock(directory)
    lock.acquire(timeout)
    with lock:
        for leftover in (path + ".building", path + ".building-journal"):
            if os.path.lexists(leftover):
                os.unlink(leftover)
        try:
            db = standing.take(path) if standing is not None and not rebuild else None
            state = connection.State("ready") if db is not None else connection.examine(path, key, ANALYSIS_VERSION)
            if state.kind == "foreign":
                _consider(path, root, directory, key, state)
            if state.kind in ("foreign", "corrupt"):
                aside = connection.set_aside(path, state.kind)
                notes.append(f"{path} was set aside as {os.path.basename(aside)}: {state.detail}")
                state = connection.State("absent")
            if state.kind == "absent":
                return Outcome(_build(path, root, config, key, workers, progress), tuple(notes))
            if db is None:
                db = connection.connect(path, write=True)
            try:
                bulk = rebuild or state.kind == "outdated"
                if bulk:
                    notes.append(
                        "the index was made by another version of inferd and is built again" if not rebuild else ""
                    )
                    connection.create(db, key, ANALYSIS_VERSION)
                report = updating.update(
                    db, root, config, bulk=bulk, workers=workers, progress=progress, only=None if bulk else only
                )
            except BaseException:
                db.close()
                raise
            if standing is not None:
                standing.keep(db, path)
            else:
                db.close()
            return Outcome(report, tuple(n for n in notes if n))
        except connection.ERRORS as error:
            explained = connection.explain(error, path)
            if isinstance(explained, StoreCorrupt) and os.path.exists(path):
                aside = connection.set_aside(path, "corrupt")
                notes.append(f"{path} was damaged and set aside as {os.path.basename(aside)}: {error}")
                return Outcome(_build(path, root, config, key, workers, progress), tuple(notes))
            raise explained from error
        except OSError as error:
            raise from_os_error(error, path) from error


def _consider(path: str, root: str, directory: str, key: bytes, state: connection.State) -> None:
    """Return where a database that is not ours may be set aside."""
    if layout.belongs_to_another(directory):
        raise StoreForeign(path, state.detail, "name another place with --project-dir or INFERD_PROJECT_DIR")
    if state.detail != connection.ANOTHERS:
        return
    mine = connection.own_copies(path, key, ANALYSIS_VERSION)
    if mine or layout.is_to_give_way(root):
        raise Displaced(mine[-1] if mine else "")
    layout.note_taken(root)


def write_types(
    directory: str, revision: int, libraries: str, rows: list[TypedRow], pack: Pack, timeout: float = 60.0
) -> bool:
    """Settle types that were computed at a revision; False, and nothing is written, where there is another one by now.

    *libraries*: what they were read from outside the project; where that is not what stands in the database, all others
    go.
    """
    with _at_revision(directory, revision, timeout) as db:
        if db is None:
            return False
        writer = Writer(db)
        if Reader(db).meta("libraries") != libraries:
            writer.forget_types(None)
            writer.set_meta("libraries", libraries)
        writer.set_typed(rows, pack)
    return True


@contextmanager
def _at_revision(directory: str, revision: int, timeout: float) -> Iterator[connection.Connection | None]:
    """A transaction on what was computed at a revision; None where there is another one by now."""
    path = os.path.join(directory, FILE)
    lock = WriterLock(directory)
    lock.acquire(timeout)
    with lock:
        db = connection.connect(path, write=True)
        try:
            db.execute("BEGIN IMMEDIATE")
            if Reader(db).revision() != revision:
                db.execute("ROLLBACK")
                yield None
                return
            yield db
            db.execute("COMMIT")
        except connection.ERRORS as error:
            raise connection.explain(error, path) from error
        finally:
            db.close()


def write_flow(directory: str, revision: int, stamp: str, rows: dict[int, str], timeout: float = 60.0) -> bool:
    """Keep what flows, found out at a revision, and unsettle the types that were read where it is another now; False,
    and nothing is written, where there is another revision by now.
    """
    with _at_revision(directory, revision, timeout) as db:
        if db is None:
            return False
        keep_flow(db, stamp, rows)
    return True


def drop_flow(directory: str, revision: int, stamp: str, timeout: float = 60.0) -> None:
    """Note that it is not found out what flows at a revision, if that is still the one, and forget what was known."""
    with _at_revision(directory, revision, timeout) as db:
        if db is None:
            return
        writer = Writer(db)
        if Reader(db).meta("flow"):
            writer.set_flow({})
            writer.forget_types(None)
            writer.set_meta("flow", "")
        writer.set_meta("entangled", stamp)


def keep_flow(db: connection.Connection, stamp: str, rows: dict[int, str]) -> None:
    """Put what flows, by file, in the place of what was known, and unsettle the types that were read from the files of
    which another thing is known now; all types where nothing was, because then they were settled without.
    """
    writer = Writer(db)
    is_first = not Reader(db).meta("flow")
    changed = writer.set_flow(rows)
    writer.forget_types(None if is_first else dict.fromkeys(changed, -1))
    writer.set_meta("flow", stamp)


def _build(
    path: str, root: str, config: Config, key: bytes, workers: int, progress: updating.Progress | None
) -> updating.Report:
    """A new database, made beside its place and renamed into it when whole."""
    building = path + ".building"
    db = connection.connect_private(building)
    try:
        connection.create(db, key, ANALYSIS_VERSION)
        report = updating.update(db, root, config, bulk=True, workers=workers, progress=progress)
        db.execute("PRAGMA journal_mode = WAL")
    except BaseException:
        db.close()
        if os.path.lexists(building):
            os.unlink(building)
        raise
    db.close()
    descriptor = os.open(building, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
    connection.remove_remains(path)
    os.replace(building, path)
    return report


def cold_copy(
    root: str, config: Config, *, workers: int = 1, order: updating.Order | None = None
) -> connection.Connection:
    """A fresh index of the same files in memory: what `check --verify` compares with."""
    db = connection.connect(":memory:")
    connection.create(db, b"verify", ANALYSIS_VERSION)
    updating.update(db, root, config, bulk=True, workers=workers, order=order)
    return db


def verify(db: connection.Connection, root: str, config: Config) -> list[str]:
    """The differences between the live facts and those of a cold index; empty where they are equal."""
    cold = cold_copy(root, config)
    try:
        return updating.differences(updating.dump(Reader(db)), updating.dump(Reader(cold)))
    finally:
        cold.close()
