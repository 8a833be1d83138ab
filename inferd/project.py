"""One project: where it is, how its database is opened and kept true, and the questions that it answers.

    import inferd
    with inferd.open(".") as project:
        project.update()
        for row in project.references("shop.cart:Cart.total").rows:
            print(row.path, row.line, row.column, row.confidence)

A `Project` may be used from several threads: each has its own read-only connection, and each question sees one
snapshot.  Unsaved text is an *overlay*: it masks the stored facts of its file for this object only, and is never
written.
"""

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from inferd import config as configuration
from inferd.errors import (
    DiskFull,
    InferdError,
    ProjectNotFound,
    RefactorRefused,
    StoreCorrupt,
    StoreForeign,
    StoreLocked,
    StoreOutdated,
    StoreReadOnly,
    from_os_error,
)
from inferd.index import fresh
from inferd.index.spooled import is_spooled
from inferd.model import CONFIDENCES, Answer, ChangePlan, Definition, Impact, Reference, TypeRow, Undecided
from inferd.query import inheritance, references, symbols, targets
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
    from inferd.index.observations import Folded
    from inferd.index.overlay import Overlay
    from inferd.query import callgraph, flowing
    from inferd.query.affected import Affected
    from inferd.query.since import Since
    from inferd.query.types import Typing
    from inferd.query.world import Shelf
    from inferd.refactor.available import Row
    from inferd.refactor.journal import Entry
    from inferd.refactor.planning import Step
    from inferd.refactor.verify import Verification

Progress = Callable[[int, int, str], None]
Done = TypeVar("Done")

_SETTINGS = ("pyproject.toml", "setup.cfg", "tox.ini", "pytest.ini")  # what a copy needs besides modules
_SMALL = 600  # scopes of a project in which what flows between functions is found out between two steps of a plan
_LARGE = 8_000  # of one in which the first time takes minutes
_FOLLOWED = 4_000  # and before an impact report or a change: up to half a minute, once
_PATIENCE = 5.0  # seconds that these wait for another process that writes
_STALE = 2.0  # seconds after which a process that lives long looks at the environment again
_SLICE = 120  # files whose types are computed between two writes
_CALLS_SLICE = 40  # the same, of what their calls reach
_PATIENCE = 0.3  # seconds that a question waits for the writer lock to keep what it has found


class Status:
    """What `inferd status` says.  `size` is in bytes; `unsettled` counts the files whose types are not kept yet."""

    __slots__ = ("counts", "database", "fresh", "not_analysed", "notes", "revision", "root", "size", "unsettled")

    def __init__(
        self, root: str, database: str, revision: int, counts: dict[str, int], not_analysed: list[tuple[str, str]],
        fresh: bool, notes: list[str], size: int, unsettled: int,
    ):  # fmt: skip
        self.root = root
        self.database = database
        self.revision = revision
        self.counts = counts
        self.not_analysed = not_analysed
        self.fresh = fresh
        self.notes = notes
        self.size = size
        self.unsettled = unsettled


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


class Project:
    """See the module's docstring.  Made by `inferd.open`."""

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
        self.keeps_calls = True  # whether questions keep what they find out about calls

    # -- life -----------------------------------------------------------------------------------------------------

    def __enter__(self) -> "Project":
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
        settles: bool = False,
    ) -> bool:
        """Find out with which types functions are called, and keep it, where that is not known of the files as they
        are; whether there was something to find out.

        Projects of more than *at_most* scopes (by default those that are too large for it) are left alone, and so are
        those in which very many functions hang on each other; with *keep* that is not tried again.  *keep*:
        what it was found from is kept in memory, and the next time costs only what has changed.  *settles*: what was
        found last is kept for `settle`, which follows.  Raises StoreLocked while another process writes for longer than
        *timeout* seconds.
        """
        from inferd.index import bring
        from inferd.inference.engine import EntangledError
        from inferd.query import flowing
        from inferd.source.collector import stays, uncollected

        if self.in_memory:
            return False
        with self.snapshot() as view:
            largest = self.config.follow_calls
            if view.reader.has_more_scopes(largest if at_most is None else min(at_most, largest)):
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
            except EntangledError:
                self._is_entangled, self._solver = keep, None
                self.on_following("too many functions hang on each other here: it is not followed what calls pass")
                bring.drop_flow(self.layout.dir, revision, stamp, timeout)
                return False
        if keep:
            stays()
        elif not settles:
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
            if not flowing.is_known(view.reader) and view.reader.has_more_scopes(_SMALL):
                is_large = view.reader.has_more_scopes(_FOLLOWED)
                if is_large and not view.reader.has_more_scopes(self.config.follow_calls):
                    self.on_following("what functions are called with is not known yet; `inferd index` finds it out")
                elif not is_large:
                    self.on_following("following calls through the project (a daemon does it in the background)")
        try:
            return self.find_flow(_FOLLOWED, _PATIENCE)
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

    def _settle(self, progress: Progress | None, at_most: int | None) -> int:
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
                    bring.write_types(self.layout.dir, revision, libraries, [], settled.packed)
                    continue
                if not left or (at_most is not None and done >= at_most):
                    return left
                typing = view.typing
                assert typing is not None
                total = done + left
                waiting = view.reader.untyped(left)
                session = self._solver.session(view, self.shelf()) if self._solver is not None else None
                try:
                    while waiting and (at_most is None or done < at_most):
                        if session is None and typing.engine.is_large():
                            break
                        rows = []
                        for file_id in waiting[:_SLICE]:
                            with uncollected():
                                rows.append(
                                    session.compute(file_id) if session is not None
                                    else settled.compute(view, typing, file_id)
                                )  # fmt: skip
                            done += 1
                            if progress is not None:
                                progress(done, total, view.file(file_id).path)
                        del waiting[:_SLICE]
                        view.forget_blocks()
                        if not bring.write_types(self.layout.dir, revision, libraries, rows, settled.packed):
                            break
                finally:
                    if session is not None:
                        session.close()

    def _libraries_key(self) -> str:
        """What types are read from besides the project: the libraries that it imports, made where they were not yet."""
        from json import dumps

        from inferd.index.libraries import imported_outside
        from inferd.inference.engine import INFERENCE_VERSION

        libraries = self._libraries()
        with self.snapshot() as view:
            names = sorted(imported_outside(view.reader))
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

    # -- questions ------------------------------------------------------------------------------------------------

    def _answer(self, target: str, ask: Callable[[View, targets.Subject], tuple[list[Any], list[Undecided]]]) -> Answer:
        with self.snapshot() as view:
            subjects = targets.parse(view, target, self.root)
            rows: list[Any] = []
            undecided: list[Undecided] = []
            for s in subjects:
                found, open_ones = ask(view, s)
                rows = _united(rows, found) if rows else found
                undecided += [u for u in open_ones if u not in undecided]
            named = ", ".join(targets.symbol_of(view, s) for s in subjects)
            return Answer(
                view.reader.revision(), named, tuple(rows), tuple(undecided), tuple(view.reader.not_analysed()),
                view.settling > 0,
            )

    def references(self, target: str, definitions: bool = True) -> Answer:
        """Where a target is used: rows of `Reference`, exact ones first."""
        return self._answer(target, lambda view, s: references.references(view, s, definitions))

    def definitions(self, target: str) -> Answer:
        """Where a target is defined: rows of `Definition`."""
        return self._answer(target, lambda view, s: (symbols.definitions(view, s), []))

    def type_at(self, target: str) -> TypeRow:
        """The types of the name or attribute at `path:LINE:COL`, with their evidence; of a binding right after its
        statement.

        Raises TargetNotFound where nothing stands there.
        """
        with self.snapshot() as view:
            block, k = targets.place(view, target, self.root)
            typing = view.typing
            assert typing is not None
            return typing.row(block, k)

    def type_of(self, target: str, expression: str) -> Answer:
        """The types of an expression as it would be after the line of `path:LINE`, in that line's scope: one `TypeRow`.

        Raises TargetNotFound where there is no such file, InferdError where the expression or the file does not parse,
        or the expression has a name that is not defined there.
        """
        from inferd.index.overlay import Overlay
        from inferd.query import expressions
        from inferd.source import files
        from inferd.source.text import decode

        with self.snapshot() as view:
            path, line = targets.line(view, target, self.root)
            known = self._overlays.get(path)
            text = known.text if known is not None else decode(files.read(self.root, path), path)[0]
            at = expressions.placed(text, path, line, expression)
            overlays = {**self._overlays, path: Overlay.of(view.reader, path, at.text, known)}
        with self.snapshot_over(overlays) as view:
            typing = view.typing
            assert typing is not None
            block, k = targets.place(view, f"{path}:{at.line}:{at.column}", self.root)
            row = typing.row(block, k)
            expressions.refuse_undefined(view, self.root, block.row.file_id, at, expression)
            return Answer(
                view.reader.revision(), f"{path}:{line}", (expressions.as_asked(row, at, line, expression),), (),
                tuple(view.reader.not_analysed()), typing.is_settling,
            )  # fmt: skip

    def implementations(self, target: str) -> Answer:
        """Of a class, the classes below it and, of a Protocol, those that have its members; of a method, its
        definitions there: rows of `Definition`.
        """
        return self._answer(target, lambda view, s: (inheritance.implementations(view, s), []))

    def overrides(self, target: str) -> Answer:
        """The definitions that a method overrides and those that override it: rows of `Definition`."""
        return self._answer(target, lambda view, s: (inheritance.overrides(view, s), []))

    def supertypes(self, target: str) -> Answer:
        """The base classes of a class that are the project's: rows of `Definition`."""
        return self._answer(target, lambda view, s: (inheritance.supertypes(view, s), []))

    def subtypes(self, target: str) -> Answer:
        """The classes directly below a class: rows of `Definition`."""
        return self._answer(target, lambda view, s: (inheritance.subtypes(view, s), []))

    def types(self, target: str, against: bool = False) -> Answer:
        """The types of what stands at a place, or of what a symbol's definitions bind: rows of `TypeRow`. Where a
        function is defined, what it takes and returns follows.

        What recorded runs saw of it follows, as far as the code that ran stands there.  *against*: declared parameters
        name the calls that contradict them, of functions that few files mention; that can take a second.
        """
        with self.snapshot() as view:
            typing = view.typing
            assert typing is not None
            if _is_place(target):
                block, k = targets.place(view, target, self.root)
                rows = [typing.row(block, k), *typing.function_rows(block, k)]
                named = f"{block.file.path}:{rows[0].line}:{rows[0].column}"
            elif (file := targets.file_of(view, target, self.root)) is not None:
                rows = typing.file_rows(file)
                named = target
            else:
                subjects = targets.parse(view, target, self.root)
                places = [p for s in subjects for p in symbols.places(view, s)]
                rows = [r for p in places for r in (typing.row(*p), *typing.function_rows(*p))]
                asked = [s.module for s in subjects if isinstance(s, targets.ModuleSubject)]
                rows += [r for m in asked for f in view.reader.files_of_module(m) for r in typing.file_rows(f.id)]
                named = ", ".join(targets.symbol_of(view, s) for s in subjects)
            if view.reader.is_recorded():
                from inferd.query import contradictions, runtime

                names = {targets.symbol_of(view, s).partition(":")[0] for s in _subjects(view, target, self.root)}
                modules = [targets.ModuleSubject(m) for m in sorted(names)]
                rows = contradictions.marked(rows, [r for m in modules for r in contradictions.contradictions(view, m)])
                rows = runtime.added(rows, _seen_of(view, target, self.root))
            is_one = _is_place(target) or targets.file_of(view, target, self.root) is None
            if against and is_one and ":" in target:
                from inferd.query import passed

                rows = passed.marked(view, list(rows), self.root, not self._overlays)
            return Answer(
                view.reader.revision(), named, tuple(rows), (), tuple(view.reader.not_analysed()), typing.is_settling
            )

    def members(self, target: str) -> Answer:
        """What a class (inherited members included) or a module has: rows of `Definition`."""
        return self._answer(target, lambda view, s: (symbols.members(view, s), []))

    def bindings(self, target: str) -> Answer:
        """What binds names in a module, class or function, or the name of a variable or a parameter (the calls that
        pass it something among them): rows of `Reference`.
        """
        from inferd.query import binding

        return self._answer(target, lambda view, s: (binding.bindings(view, s), []))

    def strings(self, target: str) -> Answer:
        """The strings that read as a name (or as the last part of a target): rows of `Reference`."""
        name = target.rpartition(":")[2].rpartition(".")[2]
        with self.snapshot() as view:
            return Answer(
                view.reader.revision(), name, tuple(symbols.strings(view, name)), (), tuple(view.reader.not_analysed())
            )

    def unresolved(self, target: str | None = None, inference: bool = True) -> Answer:
        """Imports and names that nothing in the project or in Python explains and, with *inference*, the places where
        inference gave up, for which receivers of attributes are not known: rows of `Reference`; the evidence says why.
        """
        def ask(view: View, s: targets.Subject | None) -> tuple[list[Reference], list[Undecided]]:
            rows = symbols.unresolved(view, s)
            if not inference:
                return rows, []
            if s is None and view.reader.has_more_scopes(self.config.follow_calls):
                hint = "ask of a module: `inferd query unresolved shop.cart`"
                return rows, [Undecided("where inference gave up, in a project of this size", 0, hint)]
            from inferd.query import givenup

            return rows + givenup.given_up(view, symbols.files_of(view, s)), []

        if target is not None:
            return self._answer(target, ask)
        with self.snapshot() as view:
            rows, undecided = ask(view, None)
            return Answer(
                view.reader.revision(), "", tuple(rows), tuple(undecided), tuple(view.reader.not_analysed())
            )

    def outline(self, path: str) -> list[symbols.Outline]:
        with self.snapshot() as view:
            return symbols.outline(view, path)

    def search(self, text: str, limit: int = 200) -> list[Definition]:
        with self.snapshot() as view:
            return symbols.search(view, text, limit)

    # -- changes --------------------------------------------------------------------------------------------------

    def impact(self, target: str, kind: str = "rename", explain: int | None = None, to: str = "") -> Impact:
        """What a change of a target (kind: rename, signature, remove, move, retype) would touch.

        *explain*: of how many inferred references the evidence is wanted, which is what takes longest; None for all.
        *to*: the new name, or the module that it moves to: what that would collide with is among the risks.
        """
        from inferd.query import impact

        self.follow()
        with self.snapshot() as view:
            view.waits = True
            subjects = targets.parse(view, target, self.root)
            found = impact.impact(view, subjects, kind, self.root, explain, to if kind == "move" else "")
        if not to or kind != "rename":
            return found
        return found._replace(risks=tuple(impact.with_refusals(found.risks, self._refusals(target, to))))

    def _refusals(self, target: str, new_name: str) -> list[tuple[str, int, str]]:
        """Why a rename would be refused: (path, line, reason)."""
        try:
            self.rename(target, new_name)
        except RefactorRefused as refused:
            return [(str(path), int(str(line)), str(reason)) for path, line, reason in refused.reasons]
        return []

    def impact_since(self, revision: str, within: str = "") -> "Since":
        """What the files as they are have changed since where the branch left a revision of git, who uses that, and
        which tests matter.

        *within*: a path or a module; only what lies there is reported.
        """
        from inferd.query import since

        self.follow()
        with self.snapshot() as view:
            view.waits = True
            return since.since(view, self.root, revision, within, self.config.max_file_size)

    def rename(self, target: str, new_name: str, *, include: Iterable[str] = (), force: bool = False) -> ChangePlan:
        """The change that renames a target everywhere; nothing is written before `apply`.

        *include*: "possible", "strings", "comments" and "docstrings" take along what is not sure.  Raises
        RefactorRefused with the reasons; *force* overrules those that a person may overrule.
        """
        from inferd.refactor import rename

        self.ensure_fresh()
        self.follow()
        overlays = {path: overlay.text for path, overlay in self._overlays.items()}
        with self.snapshot() as view:
            view.waits = True
            return rename.plan(view, self.root, target, new_name, include, force, overlays)

    def refactor(
        self, name: str, given: Mapping[str, Any], *, force: bool = False, possible: bool = False
    ) -> ChangePlan:
        """The change that a refactoring of `inferd.refactor.catalogue` makes; nothing is written before `apply`.

        *given*: its arguments and options by the names of their parameters, `target` the first as a rule.  *possible*
        takes along occurrences that are only possible; *force* overrules what a person may overrule.  Unsaved texts are
        what the files hold.  Raises RefactorRefused with the reasons.
        """
        from inferd.refactor import catalogue

        self.ensure_fresh()
        self.follow()
        unsaved = {path: overlay.text.encode("utf-8", "surrogatepass") for path, overlay in self._overlays.items()}
        with self.snapshot() as view:
            view.waits = True
            return catalogue.plan(view, self.root, name, given, overlays=unsaved, force=force, possible=possible)

    def refactorings(self, target: str) -> "list[Row]":
        """The refactorings that there are for a target (symbol, place, range or module), and why others are not."""
        from inferd.refactor import available

        self.ensure_fresh()
        unsaved = {path: overlay.text.encode("utf-8", "surrogatepass") for path, overlay in self._overlays.items()}
        with self.snapshot() as view:
            return available.available(view, self.root, target, dict(unsaved))

    def plan(self, steps: "Sequence[Step]", description: str = "plan") -> ChangePlan:
        """The change that several refactorings make one after the other, each on what those before it have done.

        Raises what a step raises, with its number; nothing is written before `apply`.
        """
        import tempfile

        from inferd.refactor import planning

        self.ensure_fresh()
        self.follow()
        unsaved = {path: overlay.text.encode("utf-8", "surrogatepass") for path, overlay in self._overlays.items()}
        with self.snapshot() as view:
            paths = [f.path for f in view.reader.files()]
        plans: list[ChangePlan] = []
        with tempfile.TemporaryDirectory(prefix="inferd-plan-") as place:
            files = planning.Files(self.root, os.path.realpath(place))
            files.copy([*paths, *_SETTINGS], unsaved)
            with _Virtual(self, files.virtual) as virtual:
                for number, step in enumerate(steps, 1):
                    try:
                        plans.append(virtual.step(step))
                    except InferdError as error:
                        raise planning.failed(number, step, error) from error
                    changed = files.write(plans[-1])
                    virtual.update(only=changed)
            return planning.merged(description, files, plans)

    def together(self, step: "Step", also: Sequence[str]) -> ChangePlan:
        """The change of one refactoring in this project and in others that use what changes, *also*: their folders.

        One change: `apply` writes all of it or nothing, and `undo` takes it back in all of them.
        """
        import tempfile

        from inferd.index import modules
        from inferd.refactor import planning, together
        from inferd.source import files as source_files

        self.ensure_fresh()
        among = together.others(self.root, also)
        unsaved = {path: overlay.text.encode("utf-8", "surrogatepass") for path, overlay in self._overlays.items()}
        with self.snapshot() as view:
            paths = [f.path for f in view.reader.files()]
        with tempfile.TemporaryDirectory(prefix="inferd-also-") as place:
            files = planning.Files(self.root, os.path.realpath(place))
            files.copy([*paths, *_SETTINGS], unsaved)
            roots = []
            for other in among:
                settings = configuration.load(other.root)
                found = [e.path for e in source_files.scan(other.root, settings).entries]
                folder = planning.Files(other.root, os.path.join(files.virtual, other.folder))
                folder.copy([*found, *_SETTINGS], {})
                roots.append((other, modules.main_roots(found, settings.source_roots)))
            own = modules.main_roots(paths, self.config.source_roots)
            with _Virtual(self, files.virtual, together.config_of(self.config, own, roots)) as virtual:
                try:
                    return together.plan_of(virtual.step(step), among)
                except InferdError as error:
                    raise together.error_of(error, among) from error

    def step(self, step: "Step") -> ChangePlan:
        """The change of one step of a plan."""
        from inferd.refactor import planning

        if step.refactoring == planning.RENAME:
            given = step.given
            return self.rename(str(given["target"]), str(given["to"]), include=step.include, force=step.force)
        return self.refactor(
            step.refactoring, step.given, force=step.force, possible="possible" in step.include
        )  # fmt: skip

    def apply(self, plan: ChangePlan) -> "Entry":
        """Write a plan, all of it or nothing, and bring the index up to date."""
        from inferd.refactor import journal

        paths = [c.path for c in self._own(plan)]
        return self._write(
            lambda: journal.apply(self.root, self.directory, plan.changes, plan.description, plan.also), paths
        )

    def _own(self, plan: ChangePlan) -> list[Any]:
        """The changes of a plan that are in this project."""
        return [c for c in plan.changes if not any(c.path.startswith(f"{path}/") for path in plan.also)]

    def affected_by(self, plan: ChangePlan) -> "Affected":
        """The tests that a plan, which is not written yet, can affect: that ran what changes, or else import it."""
        from inferd.query import affected, changed

        scopes = [s for c in self._own(plan) for s in changed.of_file(c.path, c.before, c.after)]
        with self.snapshot() as view:
            view.waits = True
            return affected.of_scopes(view, scopes, is_proof=True)

    def rehearse(
        self, plan: ChangePlan, command: Sequence[str] | None = None, say: Callable[[str], None] = lambda _: None
    ) -> "Verification":
        """Try a plan out on a scratch copy: run the tests that it can affect, before and after; nothing is written.

        *command*: what runs the tests, with the word `{tests}` where the files of those that the plan can affect are to
        stand; without that word all that it runs are compared.  By default pytest in the project's environment.  *say*
        gets a line before each thing that takes time, the command first: this runs the project's code.
        """
        from inferd.refactor import verify
        from inferd.source.environment import find_environment

        environment = find_environment(self.root, self.config.python, os.environ.get("VIRTUAL_ENV"))
        words = list(command) if command is not None else verify.default_command(environment.prefix)
        tests: list[str] | None = None
        if verify.TESTS in words:
            found = self.affected_by(plan)
            tests = [t["id"] for t in found.tests]
            if not tests:
                raise InferdError(
                    "no test is seen that this change can affect: there is nothing to verify it with",
                    "`--verify-command 'python -m pytest'` runs all tests instead",
                )
            if found.said:
                say(found.said)
        with self.snapshot() as view:
            roots = list(view.roots)
        apart = [environment.prefix] if environment.prefix else []
        if plan.also:
            say(f"the tests of {', '.join(plan.also)} are not among them")
        return verify.verify(self.root, self._own(plan), tests, words, roots=roots, apart=apart, say=say)

    def undo(self) -> "Entry":
        """Take back the last change that was applied, to the byte."""
        from inferd.refactor import journal

        return self._write(lambda: journal.undo(self.root, self.directory), self._last_changed("applied", -1))

    def redo(self) -> "Entry":
        """Make again the change that was undone last."""
        from inferd.refactor import journal

        return self._write(lambda: journal.redo(self.root, self.directory), self._last_changed("undone", 0))

    def _last_changed(self, state: str, which: int) -> list[str]:
        """The files of the change that is to be undone, or made again."""
        from inferd.refactor import journal

        found = [e for e in journal.history(self.root, self.directory) if e.state == state]
        last = found[which] if found else None
        return [f.path for f in last.files if not f.path.startswith("../")] if last is not None else []

    def recover(self) -> list[str]:
        """Finish, or take back, a change that was interrupted while it was written; one line for each thing done."""
        before = len(self.notes)
        self._write(lambda: None)
        return self.notes[before:]

    def _write(self, act: Callable[[], Done], paths: Iterable[str] = ()) -> Done:
        """Change files of the project under the writer lock, after having finished what was interrupted.

        *paths*: the files that it changes; what runs saw of them follows.
        """
        from inferd.refactor import journal
        from inferd.source.lock import WriterLock

        layout.create(self.layout)
        lock = WriterLock(self.directory)
        lock.acquire(60.0)
        with lock:
            self.notes += journal.recover(self.root, self.directory)
            before, modules = self._contents(paths)
            done = act()
            after, _ = self._contents(paths)
            if isinstance(done, journal.Entry):
                self.notes += self._tell_git(done)
        self.update()
        if before:
            self._carry_over(before, after, modules)
        return done

    def _tell_git(self, entry: "Entry") -> list[str]:
        """Let git know of files that a change has moved, or moved back."""
        from inferd.refactor import versioned

        own = [f for f in entry.files if not any(f.path.startswith(f"{path}/") for path in entry.also)]
        moves = versioned.moved((f.path, f.before, f.after) for f in own)
        if entry.state == "undone":
            moves = [(new, old) for old, new in moves]
        return versioned.follow(self.root, moves)

    def _contents(self, paths: Iterable[str]) -> tuple[dict[str, bytes | None], dict[str, str]]:
        """The bytes of files, None for one that is not there, and their modules; nothing where no run is recorded."""
        contents: dict[str, bytes | None] = {}
        names: dict[str, str] = {}
        if self.in_memory or not paths or not self.is_ready():
            return contents, names
        from inferd.errors import SourceError
        from inferd.source import files

        with self.snapshot() as view:
            for path in paths if view.reader.is_recorded() else ():
                row = view.reader.file_at(path)
                if row is not None:
                    names[path] = row.module
                try:
                    contents[path] = files.read(self.root, path, self.config.max_file_size)
                except SourceError:
                    contents[path] = None
        return contents, names

    def _carry_over(
        self, before: dict[str, bytes | None], after: dict[str, bytes | None], modules: dict[str, str]
    ) -> None:
        """Let what runs saw follow a change that inferd made itself."""
        from inferd.index import carrying, observations

        with self.snapshot() as view:
            changes = carrying.pairs(before, after, modules, view.reader)
        if changes:
            observations.change(self.directory, lambda db: carrying.carry_over(db, changes))

    def status(self) -> Status:
        with self.snapshot() as view:
            is_fresh = fresh.is_fresh(view.reader, self.root, self.config)
            size = 0 if self.in_memory else os.path.getsize(self.database)
            is_kept = view.typing is not None and view.typing.settled() is not None
            return Status(
                self.root, self.database, view.reader.revision(), view.reader.counts(), view.reader.not_analysed(),
                is_fresh,
                list(self.notes), size, view.reader.untyped_count(is_kept),
            )  # fmt: skip

    def verify(self) -> list[str]:
        """Differences between the live facts and those of a cold index of the same files; empty where there is none."""
        from inferd.index import bring

        if self.in_memory:
            assert self._memory is not None, "update() first"
            return bring.verify(self._memory, self.root, self.config)
        with self._explained():
            db = connection.connect(self.database)
            try:
                db.execute("BEGIN")
                return bring.verify(db, self.root, self.config)
            finally:
                db.close()

    def integrity(self) -> list[str]:
        with self.snapshot() as view:
            found = view.reader.integrity()
        if found and not self.in_memory:
            connection.mark_damaged(self.database)
        return found

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

    # -- what runs have seen --------------------------------------------------------------------------------------

    def _observed(
        self, target: str | None, ask: Callable[[View, list[targets.Subject]], list[Any]], about: str
    ) -> Answer:
        from inferd.query import runtime

        with self.snapshot() as view:
            subjects = targets.parse(view, target, self.root) if target is not None else []
            rows = ask(view, subjects)
            undecided: tuple[Undecided, ...] = ()
            if runtime.of(view) is None:
                undecided = (Undecided(f"{about}: {runtime.NOTHING_RECORDED}", 0, runtime.RECORD),)
            elif about == "calls":
                undecided = (Undecided("calls that no recorded run saw", 0, "`inferd query refs` lists all uses"),)
            named = ", ".join(targets.symbol_of(view, s) for s in subjects)
            return Answer(
                view.reader.revision(), named, tuple(rows), undecided, tuple(view.reader.not_analysed())
            )  # fmt: skip

    def tests(self, target: str) -> Answer:
        """The tests that ran a target in a recorded run, or rely on what ran it: rows of `TestRow`."""
        from inferd.query import runtime

        return self._observed(target, runtime.test_rows, "tests")

    def observed_types(self, target: str) -> Answer:
        """The types that recorded runs saw: what went in and came out, attributes, locals: rows of `TypeRow`."""
        from inferd.query import runtime

        return self._observed(target, lambda view, subjects: _each(runtime.types, view, subjects), "types")

    def calls(self, target: str | None = None) -> Answer:
        """The calls in a target (a function, class, module, package or file), or in the whole project, that inference
        finds and that recorded runs saw: rows of `CallRow`.
        """
        from inferd.query import callgraph

        return self._called(target, callgraph.files_of, callgraph.within, self.observed_calls)

    def callers(self, target: str) -> Answer:
        """The calls of a target that inference finds and that recorded runs saw: rows of `CallRow`."""
        from inferd.query import callgraph

        def files(typing: "Typing", asked: "callgraph.Asked") -> list[int]:
            return callgraph.looked_into(typing.view, asked)[0]

        return self._called(target, files, callgraph.reaching, self.observed_callers)

    def _called(
        self, target: str | None, files: Callable[..., list[int]],
        ask: Callable[..., tuple[list[Any], list[Undecided]]], observe: Callable[[Any], Answer],
    ) -> Answer:  # fmt: skip
        from inferd.query import callgraph

        def parsed(view: View) -> "tuple[Typing, callgraph.Asked]":
            assert view.typing is not None
            file = targets.file_of(view, target, self.root) if target is not None else None
            if target is None or file is not None:
                return view.typing, file
            return view.typing, targets.parse(view, target, self.root)

        if self.keeps_calls and not self.in_memory and not self._overlays:
            with self.snapshot() as view:
                missing = view.reader.uncalled(files(*parsed(view)))
            self._keep_calls(missing)
        with self.snapshot() as view:
            typing, asked = parsed(view)
            rows, undecided = ask(typing, asked)
            subjects = asked if isinstance(asked, list) else []
            named = ", ".join(targets.symbol_of(view, s) for s in subjects) or target or ""
            is_recorded = view.reader.is_recorded()
            answer = Answer(
                view.reader.revision(), named, tuple(rows), tuple(undecided), tuple(view.reader.not_analysed()),
                typing.is_settling,
            )  # fmt: skip
        if is_recorded:
            answer = answer._replace(rows=tuple(callgraph.united(answer.rows, observe(target).rows)))
        return answer

    def _keep_calls(self, missing: list[int]) -> None:
        """Find out what the calls in some files reach, and keep it, as far as nobody else writes just now: the question
        that is asked is answered without, too, and so is the next one, only slower.
        """
        if not missing:
            return
        from inferd.query import kept_calls
        from inferd.source.collector import uncollected

        total, missing = len(missing), list(missing)
        libraries = self._libraries_key()
        try:
            while missing:
                with self.snapshot_over({}) as view:
                    typing = view.typing
                    assert typing is not None
                    if typing.is_settling:
                        return
                    revision = view.reader.revision()
                    while missing and not typing.engine.is_large():
                        rows = []
                        for file_id in missing[:_CALLS_SLICE]:
                            with uncollected():
                                rows.append(kept_calls.compute(typing, file_id))
                            if self.progress is not None:
                                self.progress(total - len(missing) + len(rows), total, view.file(file_id).path)
                        del missing[:_CALLS_SLICE]
                        view.forget_blocks()
                        from inferd.index import bring

                        if not bring.write_calls(self.layout.dir, revision, libraries, rows, _PATIENCE):
                            return
        except (StoreLocked, StoreReadOnly, DiskFull):
            return

    def observed_callers(self, target: str) -> Answer:
        """The calls of a target that recorded runs saw: rows of `CallRow`."""
        from inferd.query import runtime

        return self._observed(target, lambda view, subjects: _each(runtime.callers, view, subjects), "calls")

    def observed_calls(self, target: str | None = None) -> Answer:
        """The calls that recorded runs saw in a target, or in the whole project: rows of `CallRow`."""
        from inferd.query import runtime

        def ask(view: View, subjects: list[targets.Subject]) -> list[Any]:
            return _each(runtime.calls, view, subjects) if target is not None else runtime.calls(view, None)

        return self._observed(target, ask, "calls")

    def contradictions(self, target: str | None = None) -> Answer:
        """Parameters and results whose declared or inferred types do not fit what runs saw, and declared parameters
        that do not fit what calls pass: rows of `TypeRow`.
        """
        from inferd.query import contradictions, passed

        def ask(view: View, subjects: list[targets.Subject]) -> list[Any]:
            def both(view: View, subject: targets.Subject | None) -> list[Any]:
                rows = passed.contradictions(view, subject, self.root, not self._overlays)
                return contradictions.contradictions(view, subject) + rows

            rows = _each(both, view, subjects) if target is not None else both(view, None)
            return sorted(rows, key=lambda r: r[:4])

        return self._observed(target, ask, "contradictions")

    def problems(self, target: str | None = None) -> Answer:
        """What is wrong in a target (a file, a folder, a module, a symbol), or in the whole project, as far as it is
        certain: rows of `Problem`.
        """
        from inferd.query import problems

        with self.snapshot() as view:
            return problems.answer(view, target, self.root, not self._overlays, self.progress, self.tell)

    def annotate(self, target: str) -> ChangePlan:
        """The change that annotates the functions of a target with what recorded runs saw: nothing is written."""
        from inferd.refactor import annotate

        self.ensure_fresh()
        with self.snapshot() as view:
            return annotate.plan(view, self.root, target, self.config.max_file_size)

    def stubs(self, target: str) -> list[tuple[str, str]]:
        """(path, text) of stubs for the functions of a target that recorded runs saw."""
        from inferd.refactor import annotate

        self.ensure_fresh()
        with self.snapshot() as view:
            return annotate.stubs(view, self.root, target, self.config.max_file_size)

    def is_spooled(self) -> bool:
        """Whether recorders have left something to `fold`."""
        return not self.in_memory and is_spooled(self.directory, self.root)

    def fold(
        self, token: str = "", status: int | None = None, timeout: float = 60.0, every: bool = True
    ) -> "Folded":  # fmt: skip
        """Take in what recorders have left in the project's spool; the index is to be true for the files.

        *token*, *status*: the run that has ended, and its exit status.  Without *every*, what is still being recorded
        is read again only where there is much more of it.  Raises StoreLocked after *timeout* seconds.
        """
        from inferd.index import observations

        self._need_runs()
        return observations.fold_all(self.directory, self.root, token, status, timeout, every)

    def _need_runs(self) -> None:
        """Make sure that there is a database to keep runs in."""
        if self.in_memory:
            raise InferdError("a project in memory keeps no runs", "open it with a directory for its index")
        if not self.is_ready():
            self.update()

    def drop_runs(self, runs: Iterable[int]) -> None:
        """Forget runs, and what no other run saw."""
        from inferd.index import observations

        self._need_runs()
        observations.drop(self.directory, list(runs))

    def merge_runs(self, runs: Iterable[int]) -> None:
        """Let the first of some runs have seen what all of them saw, and forget the others."""
        from inferd.index import observations

        self._need_runs()
        observations.merge(self.directory, list(runs))

    def export_run(self, run: int, path: str) -> None:
        """Write a run into a file."""
        from inferd.index import transfer
        from inferd.query import runtime

        with self.snapshot() as view:
            seen = runtime.of(view)
            known = seen.run(run) if seen is not None else None
            if seen is None or known is None:
                raise InferdError(f"there is no run {run}", "`inferd runs list` lists them")
            transfer.write(path, transfer.lines(seen.o, known))

    def import_runs(self, path: str) -> "Folded":
        """Take in a run from a file, or the runs of a spool directory."""
        from inferd.index import observations

        self._need_runs()
        return observations.bring_in(self.directory, path)

    def runs(self) -> list[dict[str, Any]]:
        """The recorded runs, each as an object."""
        from inferd.query import runtime

        with self.snapshot() as view:
            seen = runtime.of(view)
            return [runtime.described(seen.o, run) for run in seen.o.runs()] if seen is not None else []


class _Virtual(Project):
    """A copy of a project, with a copy of its database, in a folder of its own; its environment is the original's."""

    def __init__(self, original: Project, root: str, config: configuration.Config | None = None):
        super().__init__(root, os.path.join(root, ".project"))
        self.root = root
        self.config = config or original.config
        self._original = original
        self._followed = _FOLLOWED if config else _SMALL
        layout.create(self.layout)
        if not original.in_memory:
            connection.copy_to(original.database, self.database)
        self.update()

    def _libraries(self) -> "Libraries":
        return self._original._libraries()

    def _is_current(self) -> bool:
        return True

    def follow(self) -> bool:
        return self.find_flow(self._followed)


def _subjects(view: View, target: str, root: str) -> list[targets.Subject]:
    """What a target stands for; nothing where that is not decided."""
    from inferd.errors import TargetNotFound

    try:
        return targets.parse(view, target, root)
    except TargetNotFound:
        return []


def _seen_of(view: View, target: str, root: str) -> list[TypeRow]:
    """What recorded runs saw of a target; nothing where it is not decided what it stands for."""
    from inferd.errors import TargetNotFound
    from inferd.query import runtime

    try:
        return _each(runtime.types, view, targets.parse(view, target, root))
    except TargetNotFound:
        return []


def _each(ask: Callable[[View, Any], list[Any]], view: View, subjects: list[targets.Subject]) -> list[Any]:
    """The answers about several subjects, each row once."""
    rows = [r for s in subjects for r in ask(view, s)]
    return list({repr(r): r for r in rows}.values())


def _is_place(target: str) -> bool:
    head, _, column = target.rpartition(":")
    return column.isdigit() and head.rpartition(":")[2].isdigit()


def _united(rows: list[Any], more: list[Any]) -> list[Any]:
    """The rows of two subjects; a place that both have is listed once, with the better grade."""
    places = {r[:5]: r for r in rows} if isinstance(rows[0], Reference) else {r: r for r in rows}
    for r in more:
        key = r[:5] if isinstance(r, Reference) else r
        other = places.get(key)
        if other is None or (
            isinstance(r, Reference) and CONFIDENCES.index(r.confidence) < CONFIDENCES.index(other.confidence)
        ):
            places[key] = r
    return list(places.values())


def _inode(path: str) -> int:
    try:
        return os.stat(path).st_ino
    except FileNotFoundError:
        return -1


def open(path: str = ".", store: str | None = None) -> Project:  # noqa: A001 - `inferd.open`, as people write it
    """The project that a path lies in.  *store*: another directory than `.project`, or ":memory:"."""
    return Project(path, store)


__all__ = ["Project", "Reference", "Status", "open"]
