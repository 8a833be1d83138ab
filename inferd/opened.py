"""A project that is opened: its database, what keeps that true for the files, and views of it.

What is asked of it, and what changes it, is `project`.  Who writes is one process at a time, under the writer lock;
each thread reads through a connection of its own, in a snapshot that lasts as long as a question does.  The view that
a question leaves serves the next one of the same thread, until somebody writes.

What flows between functions is found out by `find_flow`, and what that says of receivers is kept by `settle`; both may
be broken off at any instant.
"""

import os
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Self

from inferd import config as configuration
from inferd.errors import (
    DiskFull,
    ProjectNotFound,
    StoreCorrupt,
    StoreForeign,
    StoreLocked,
    StoreOutdated,
    StoreReadOnly,
    from_os_error,
)  # fmt: skip
from inferd.index import fresh
from inferd.query.view import View
from inferd.source import layout
from inferd.store import connection
from inferd.store.rows import Reader
from inferd.syntax.facts import ANALYSIS_VERSION

# What writes (bring, update, overlay) is imported by the methods that need it: a question to a project that is up to
# date pays neither for the parser nor for the extraction.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from inferd.index import bring, update
    from inferd.index.libraries import Libraries
    from inferd.index.overlay import Overlay
    from inferd.query import flowing
    from inferd.query.world import Shelf

Progress = Callable[[int, int, str], None]

SMALL = 600  # scopes of a project in which what flows is found out between two steps of a plan, and for a question
_SOON = 60_000  # characters of what flows, where finding it out again takes a question a second (ten microseconds each)
FOLLOWED = 4_000  # and before an impact report or a change: up to half a minute, once
_LARGE = 8_000  # of one in which the first time takes minutes
_PATIENCE = 5.0  # seconds that these wait for another process that writes
_STALE = 2.0  # seconds after which a process that lives long looks at the environment again
_SLICE = 120  # files whose types are computed between two writes
_TOGETHER = 12  # files of these before Python's collector looks at what is garbage
_FEW = 40  # the same while somebody waits, and files that are not worth it
_HURRY = 0.3  # seconds that a question waits for another process that writes


Key = tuple[int, int, tuple[tuple[str, int], ...]]  # a connection, what it shows, and the overlays on it
Overlays = dict[str, "Overlay"]


class Kept:
    """The view of the last question of one thread."""

    __slots__ = ("_key", "_overlays", "_view")

    def __init__(self) -> None:
        self._key: Key | None = None
        self._view: View | None = None
        self._overlays: Overlays | None = None  # held, so that no other overlay gets the identity of one of these

    def take(self, key: Key) -> View | None:
        """The view that was kept under this key; nothing is kept until it is given back."""
        view = self._view if self._key == key else None
        if view is None:
            self._close()
        self._key = self._view = None
        return view

    def keep(self, key: Key, view: View, overlays: Overlays) -> None:
        self._close()  # that of another question that this one has asked
        self._key = self._view = None
        if view.is_large():
            view.close()
            return
        view.refresh()
        self._key, self._view, self._overlays = key, view, overlays

    def _close(self) -> None:
        if self._view is not None:
            self._view.close()


class Opened:
    """See the module's docstring."""

    def __init__(self, path: str, store: str | None = None):
        if not os.path.exists(path):
            raise ProjectNotFound(path)
        self.root = layout.find_root(path)
        self.in_memory = store == ":memory:"
        self.layout = layout.project_dir(self.root, None if self.in_memory else store)
        self.config = configuration.load(self.root, self.layout.dir)
        self.notes: list[str] = [self.layout.note] if self.layout.note else []
        self._local = threading.local()
        self._connections: list[connection.Connection] = []
        self._guard = threading.RLock()
        self._memory: connection.Connection | None = None
        self._overlays: dict[str, Overlay] = {}
        self._standing: bring.Standing | None = None
        self._solver: flowing.Solver | None = None
        self._is_entangled = False
        self.on_following: Callable[[str], None] = self.notes.append  # told what `follow` waits for, or cannot have
        self._outside: Libraries | None = None
        self._looked = 0.0  # when the environment was last looked at
        self.progress: Progress | None = None  # told by questions that may take long
        self.tell: Callable[[list[Any]], None] | None = None  # the same, of rows as they are found
        self.keeps_types = True  # whether questions keep what they find out of files' types

    # -- life -----------------------------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        with self._guard:
            for db in self._connections:
                db.close()
            self._connections.clear()
            if self._standing is not None:
                self._standing.close()
            self._local = threading.local()
            if self._outside is not None:
                self._outside.close()
                self._outside = None
            if self._memory is not None:
                self._memory.close()
                self._memory = None

    @property
    def directory(self) -> str:
        """The project directory, `.project` as a rule."""
        return self.layout.dir

    @property
    def database(self) -> str:
        return ":memory:" if self.in_memory else self.layout.database

    def update(
        self, progress: Progress | None = None, workers: int = 1, rebuild: bool = False, timeout: float = 60.0,
        only: Iterable[str] | None = None, keep: bool = False,
    ) -> "update.Report":  # fmt: skip
        """Bring the database up to date with the files; makes it if there is none.  Raises StoreLocked while another
        process writes for longer than *timeout* seconds.

        *only*: the relative paths that may have changed, where somebody knows (an editor that saved a file, a watcher);
        without it the project is scanned.  *keep* the connection for the next update: for a process that stays; its
        garbage collector is set to work seldom.
        """
        from inferd.index import bring, update
        from inferd.source.collector import collect_seldom

        if self.in_memory:
            with self._guard:
                if self._memory is None:
                    self._memory = connection.connect(":memory:")
                    connection.create(self._memory, b"memory", ANALYSIS_VERSION)
                    return update.update(
                        self._memory, self.root, self.config, bulk=True, workers=workers, progress=progress
                    )
                return update.update(
                    self._memory, self.root, self.config, workers=workers, progress=progress, only=only
                )
        if not os.path.isdir(self.root):
            raise ProjectNotFound(self.root)
        layout.create(self.layout)
        if keep and self._standing is None:
            collect_seldom()
            self._standing = bring.Standing()
        standing = self._standing if keep else None
        try:
            outcome = bring.bring_up_to_date(
                self.root, self.layout.dir, self.config, layout.user_key(), workers=workers, progress=progress,
                rebuild=rebuild, timeout=timeout, only=only, standing=standing,
            )  # fmt: skip
        except bring.Displaced as found:
            self._give_way(found.copy)
            outcome = bring.bring_up_to_date(
                self.root, self.layout.dir, self.config, layout.user_key(), workers=workers, progress=progress,
                rebuild=rebuild, timeout=timeout, standing=standing,
            )  # fmt: skip
        if outcome.notes:
            self.notes += outcome.notes
            self._forget_connections()
        return outcome.report

    def _give_way(self, copy: str) -> None:
        """Go on in the user's own place, with the database that another's inferd has set aside, if it has.

        In this order the next one can go on, wherever it is broken off, and who comes meanwhile waits or finds it done.
        """
        from inferd.source.lock import WriterLock

        own = layout.own_layout(self.layout)
        layout.create(own)
        lock = WriterLock(own.dir)
        lock.acquire(60.0)
        with lock:
            try:
                is_mine = bool(copy) and copy in connection.own_copies(
                    self.layout.database, layout.user_key(), ANALYSIS_VERSION
                )
                if is_mine:
                    connection.adopt(copy, own.database)
                self.layout = layout.give_way(self.layout)
                if is_mine:
                    os.unlink(copy)
                    connection.remove_remains(copy)
            except OSError as error:
                raise from_os_error(error, own.database) from error
        self.notes.append(self.layout.note)
        self._forget_connections()

    def prepare(self) -> None:
        """Make what every question about types needs, the standard library's stubs, if this machine has it not yet."""
        self._libraries().ensure(("builtins",))

    def find_flow(
        self, at_most: int | None = None, timeout: float = 60.0, keep: bool = False, progress: Progress | None = None,
        settles: bool = False, soon: bool = False,
    ) -> bool:
        """Find out with which types functions are called, and keep it, where that is not known of the files as they
        are; whether there was something to find out.

        Projects of more than *at_most* scopes (by default those that are too large for it) are left alone, and so are
        those in which very many functions hang on each other; with *keep* that is not tried again.  *keep*:
        what it was found from is kept in memory, and the next time costs only what has changed.  *settles*: what was
        found last is kept for `settle`, which follows.  *soon*: somebody waits, and where it took longer than a second
        or so the last time, what was found then has to do.  Raises StoreLocked while another process writes for longer
        than *timeout* seconds.
        """
        from inferd.index import bring
        from inferd.inference.questions import EntangledError
        from inferd.query import flowing
        from inferd.source.collector import stays, uncollected

        if self.in_memory:
            return False
        with self.snapshot() as view:
            largest = self.config.follow_calls
            if view.reader.has_more_scopes(largest if at_most is None else min(at_most, largest)):
                return False
            if soon and view.reader.has_larger_flow(_SOON):
                return False
        libraries = self._libraries_key()
        with self.snapshot() as view:
            revision = view.reader.revision()
            stamp = flowing.stamp(revision, libraries)
            if stamp in (view.reader.meta("flow"), view.reader.meta("entangled")):
                return False
            if self._is_entangled:
                bring.drop_flow(self.layout.dir, revision, stamp, timeout)
                return False
            if self._solver is None or not keep or not self._solver.keeps:
                self._solver = flowing.Solver(keep)
            try:
                with uncollected():
                    rows = self._solver.rows(view, self.shelf(), libraries, progress)
                    if keep:
                        stays()
            except EntangledError:
                self._is_entangled, self._solver = keep, None
                self.on_following("too many functions hang on each other here: it is not followed what calls pass")
                bring.drop_flow(self.layout.dir, revision, stamp, timeout)
                return False
        if not keep and not settles:
            self._solver = None
        return bring.write_flow(self.layout.dir, revision, stamp, rows, timeout)

    def follow(self) -> bool:
        """The same before an impact report or a change, where that is not the moment to know less than could be known.

        Where nothing can be written now, what was known before has to do, and a note says so.
        """
        from inferd.query import flowing

        if self.in_memory:
            return False
        with self.snapshot() as view:
            if not flowing.is_known(view.reader) and view.reader.has_more_scopes(SMALL):
                is_large = view.reader.has_more_scopes(FOLLOWED)
                if is_large and not view.reader.has_more_scopes(self.config.follow_calls):
                    self.on_following("what functions are called with is not known yet; `inferd index` finds it out")
                elif not is_large:
                    self.on_following("following calls through the project (a daemon does it in the background)")
        try:
            return self.find_flow(FOLLOWED, _PATIENCE)
        except (StoreLocked, StoreReadOnly, DiskFull) as error:
            self.on_following(f"{error.message}; what functions are called with is known as of an earlier revision")
            return False

    @property
    def keeps_flow(self) -> bool:
        """Whether something is kept in memory that makes the next `find_flow` cheap."""
        return self._solver is not None and self._solver.solution is not None

    def follows_late(self) -> bool:
        """Whether finding out what flows would take minutes, and what is known from before an edit does for a while."""
        from inferd.query import flowing

        if self.in_memory or self.keeps_flow:
            return False
        with self.snapshot() as view:
            reader = view.reader
            return (
                bool(reader.meta("flow")) and not flowing.is_known(reader) and reader.has_more_scopes(_LARGE)
                and not reader.has_more_scopes(self.config.follow_calls)
            )  # fmt: skip

    def settle(
        self, progress: Progress | None = None, at_most: int | None = None, keep: bool = False, follow: bool = True
    ) -> int:
        """Compute and keep the types of receivers, file by file, for files that have none; how many files are left.

        Questions are answered the same without, only slower.  *at_most*: stop after about so many files.  *keep*: see
        `find_flow`; without *follow* what flows between functions stays what it was.
        """
        if self.in_memory:
            return 0
        if follow:
            self.find_flow(keep=keep, progress=progress, settles=True)
        try:
            return self._settle(progress, at_most)
        finally:
            if not keep:
                self._solver = None

    def settle_asked(self, files: Collection[int]) -> None:
        """Keep the types of files of which a question is about to compute much, as far as nobody else writes just now:
        the question is answered without, too, and so is the next one, only slower.
        """
        if len(files) <= _FEW or not self.keeps_types or self.in_memory or self._overlays:
            return
        try:
            self._settle(self.progress, None, frozenset(files), _HURRY)
        except (StoreLocked, StoreReadOnly, DiskFull):
            return

    def _settle(
        self, progress: Progress | None, at_most: int | None, only: "frozenset[int] | None" = None,
        patience: float = 60.0,
    ) -> int:  # fmt: skip
        """See `settle`; *only*: the files to settle, of those that are not.  *patience*: seconds to wait for others."""
        from inferd.index import bring
        from inferd.query import settled
        from inferd.source.collector import uncollected

        done = 0
        libraries = self._libraries_key()
        while True:
            with self.snapshot_over(self._overlays) as view:
                revision = view.reader.revision()
                is_other = view.reader.meta("libraries") != libraries
                left = 0 if is_other else view.reader.untyped_count(True)
                if is_other:
                    bring.write_types(self.layout.dir, revision, libraries, [], settled.packed, patience)
                    continue
                if not left or (at_most is not None and done >= at_most):
                    return left
                typing = view.typing
                assert typing is not None
                waiting = view.reader.untyped(left)
                if only is not None:
                    waiting = [f for f in waiting if f in only]
                    if not waiting or typing.is_settling:
                        return left
                total = done + len(waiting)
                session = self._solver.session(view, self.shelf()) if self._solver is not None else None
                try:
                    while waiting and (at_most is None or done < at_most):
                        if session is None and typing.engine.is_large():
                            break
                        rows = []
                        several = waiting[: _SLICE if only is None else _FEW]
                        for first in range(0, len(several), _TOGETHER):
                            with uncollected():
                                for file_id in several[first : first + _TOGETHER]:
                                    rows.append(
                                        session.compute(file_id) if session is not None
                                        else settled.compute(view, typing, file_id)
                                    )  # fmt: skip
                                    done += 1
                                    if progress is not None:
                                        progress(done, total, view.file(file_id).path)
                        del waiting[: len(rows)]
                        view.forget_blocks()
                        if not bring.write_types(self.layout.dir, revision, libraries, rows, settled.packed, patience):
                            break
                finally:
                    if session is not None:
                        session.close()

    def _libraries_key(self) -> str:
        """What types are read from besides the project: the libraries that it imports, made where they were not yet."""
        from json import dumps

        from inferd.inference.engine import INFERENCE_VERSION

        libraries = self._libraries()
        with self.snapshot() as view:
            names = sorted(self.shelf().imported(view.reader))
        libraries.ensure(names)
        keys = sorted({found.key for name in ("builtins", *names) if (found := libraries.find(name)) is not None})
        return dumps([INFERENCE_VERSION, libraries.stamp, *keys])

    def ensure_fresh(self, progress: Progress | None = None, workers: int = 1) -> None:
        """Make the database true for the files, if a scan shows that it is not; reads no file where nothing changed."""
        if not self.is_ready() or not self.is_fresh():
            self.update(progress, workers)

    def is_ready(self) -> bool:
        """Whether there is a database of this version that this user's inferd made."""
        if self.in_memory:
            return self._memory is not None
        return connection.examine(self.database, layout.user_key(), ANALYSIS_VERSION).kind == "ready"

    def is_fresh(self) -> bool:
        with self.snapshot() as view:
            return fresh.is_fresh(view.reader, self.root, self.config)

    def _forget_connections(self) -> None:
        """Later questions open the database anew (it may be another file now)."""
        with self._guard:
            self._local = threading.local()

    def _reader(self) -> Reader:
        if self.in_memory:
            assert self._memory is not None, "update() first"
            return Reader(self._memory)
        db = getattr(self._local, "db", None)
        if db is None or self._replaced():
            db = self._local.db = connection.connect(self.database)
            self._local.inode = _inode(self.database)
            self._local.checked = None
            with self._guard:
                self._connections.append(db)
        return Reader(db)

    def _replaced(self) -> bool:
        """Whether another database file stands at the path now (it was rebuilt)."""
        return getattr(self._local, "inode", None) != _inode(self.database)

    @contextmanager
    def snapshot(self) -> Iterator[View]:
        """A consistent view for any number of questions; every other method opens its own."""
        if self.in_memory:
            with self._guard:
                yield self._view(self._masked(self._reader()))
            return
        kept = getattr(self._local, "kept", None)
        if kept is None:
            kept = self._local.kept = Kept()
        with self.snapshot_over(self._overlays, View, kept) as view:
            yield view

    def _view(self, reader: Reader) -> View:
        return self._shelved(View(reader))

    def _shelved(self, view: View) -> View:
        view.shelf = self.shelf()
        return view

    def shelf(self) -> "Shelf":
        """The libraries of the project's environment, as this thread reads them."""
        known = getattr(self._local, "shelf", None)
        if known is not None and time.monotonic() - self._looked > _STALE and not self._is_current():
            known = None
        if known is None or (known.made_of is not None and known.made_of is not self._outside):
            from inferd.query.world import Shelf

            known = self._local.shelf = Shelf(self._libraries)
        return known

    def _is_current(self) -> bool:
        """Whether the environment is still what the libraries were found in; they are found anew where it is not."""
        from inferd.source.environment import find_environment

        with self._guard:
            self._looked = time.monotonic()
            outside = self._outside
            if outside is None or outside.is_current(find_environment(self.root, self.config.python)):
                return True
            self._outside = None  # what other threads still read of the old ones stays open
            return False

    def _libraries(self) -> "Libraries":
        with self._guard:
            if self._outside is None:
                from inferd.index.libraries import Libraries
                from inferd.source.environment import find_environment

                self._outside = Libraries(find_environment(self.root, self.config.python))
                self._looked = time.monotonic()
            return self._outside

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Errors of the database as ours; where it is damaged, the next writer is told to make it again."""
        try:
            yield
        except connection.ERRORS as error:
            explained = connection.explain(error, self.database)
            if isinstance(explained, StoreCorrupt):
                connection.mark_damaged(self.database)
            raise explained from error

    def _masked(self, reader: Reader) -> Reader:
        if not self._overlays:
            return reader
        from inferd.index.overlay import OverlayReader

        return OverlayReader(reader.db, self._overlays)

    # -- overlays -------------------------------------------------------------------------------------------------

    def set_overlay(self, path: str, text: str | None) -> None:
        """Let a file (relative path) have this text for this object's answers; None: what is stored again.

        Where parts of the text do not parse, the last facts of those parts stay, marked stale.
        """
        if text is None:
            self._overlays.pop(path, None)
            return
        with self.snapshot() as view:
            from inferd.index.overlay import Overlay

            before = self._overlays.get(path)
            self._overlays = {**self._overlays, path: Overlay.of(view.reader, path, text, before)}

    def overlay(self, path: str) -> "Overlay | None":
        """The overlay of a file, where it has one."""
        return self._overlays.get(path)

    # -- for those who share this object ----------------------------------------------------------------------------

    @contextmanager
    def snapshot_over(
        self, overlays: dict[str, "Overlay"], make: Callable[[Reader], View] = View, kept: "Kept | None" = None
    ) -> Iterator[View]:
        """`snapshot` under overlays that belong to one of several who share this object, through a view of theirs.

        *kept*: where the view of the last question is, if that was asked by the same thread, and to leave this one: as
        long as nobody writes to the database, what one question has read serves the next.
        """

        def over(reader: Reader) -> Reader:
            if not overlays:
                return reader
            from inferd.index.overlay import OverlayReader

            return OverlayReader(reader.db, overlays)

        if self.in_memory:
            with self._guard:
                yield self._shelved(make(over(self._reader())))
            return
        with self._explained():
            reader = over(self._reader())
            reader.begin()
            try:
                self._check(reader)
                if kept is None:
                    yield self._shelved(make(reader))
                    return
                key = (id(reader.db), reader.data_version(), tuple(sorted((p, id(o)) for p, o in overlays.items())))
                view = kept.take(key)
                if view is not None and view.shelf is not self.shelf():
                    view.close()
                    view = None
                if view is None:
                    view = self._shelved(make(reader))
                yield view
                kept.keep(key, view, dict(overlays))  # not after an error, which may have left something half done
            finally:
                reader.end()

    def _check(self, reader: Reader) -> None:
        """Another user, or another version of inferd, may have taken the place since this object was made."""
        at = reader.data_version()
        if at != self._local.checked:
            state = connection.state_of(reader.db, layout.user_key(), ANALYSIS_VERSION)
            if state.kind == "foreign":
                raise StoreForeign(self.database, state.detail)
            if state.kind == "outdated":
                raise StoreOutdated(self.database)
            self._local.checked = at

    def release(self) -> None:
        """Close the connection of the thread that calls, which will not ask again."""
        db = getattr(self._local, "db", None)
        if db is not None:
            del self._local.db
            with self._guard:
                if db in self._connections:
                    self._connections.remove(db)
            db.close()


def _inode(path: str) -> int:
    try:
        return os.stat(path).st_ino
    except FileNotFoundError:
        return -1


__all__ = ["FOLLOWED", "SMALL", "Kept", "Opened", "Progress"]
