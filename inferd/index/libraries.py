"""Code outside the project, seen with the same eyes: the standard library's stubs and the packages that are installed.

Why
    What `collections.abc.Iterable` is, or what `requests.get` returns, is asked for the same way as anything in the
    project. So outside code gets exactly the facts that project code gets, in databases of the same tables, and
    `Reader`, `Resolver`, `Hierarchy` and `View` work on them unchanged.

Terms
    library     One top-level package or module of the environment (`attr`), the first regular package below a
                namespace package (`google.cloud.storage`), or the whole of typeshed's stubs of the standard library
                (prefix '').
    unit        Where the files of a library lie: its directory or file, and that of its stub package.
    key         The library's name and a digest of what its database is made from: the names and bytes of its files,
                the versions of the tables and of the analysis, and the running Python's (whose parser it is).

Where a module is looked for
    1. typeshed's standard library, if its VERSIONS says that the environment's Python has the module: nothing
       installed comes before the standard library on `sys.path`, and no package shall take the place of
       `typing`.  (`typing_extensions` is among these stubs.)
    2. The directories of the environment (`source.environment`), a package before a module before a namespace, as
       Python does. A stub package `attr-stubs` (PEP 561) stands for the modules that it has and the package for the
       others; in a package a `.pyi` stands for its `.py`.  Extension modules without stubs are not known.

    A library has each module once, so a look-up has one answer; branches on `sys.version_info` and platforms all
    count.

The cache
    `libraries/` in the user's cache directory, one folder a key: `facts.db`, and the lock of whoever builds it.  A
    database is written aside, compared with the digest that it was to be made from, and renamed; from then on nobody
    writes to it, so any number of processes read it.  Which key a place has is remembered in `libraries/seen/` under a
    digest of the sizes, times and inodes of its files there, so bytes are read once.  The key is of *bytes that were
    read*, never of what a package says about itself (its version, its RECORD): a hostile environment in one project
    cannot speak for a package of another.  Databases not used for a month go, and the least recently used where all
    together are too large.  Where the cache cannot be written, a library is held in memory, which is said.

What it costs
    The standard library: 1.5 s CPU and 15 MB, once per machine and version; later 3 ms to open.  A package: what
    indexing a project of its size costs, once; later a look at its files (10 microseconds each) once per `Libraries`.

What it does not do: watch (ask `is_current` now and then, and make a new `Libraries`), start an interpreter, run
anything.

How it is used
    >>> libraries = Libraries(find_environment(root))
    >>> libraries.find("os.path").prefix                       # the library that has a module
    ''
    >>> libraries.lookup("collections.abc", "Iterable")        # through imports, from library to library
    (Found(library=<Library stdlib>, target=Symbol(module='typing', name='Iterable')),)
    >>> [found] = libraries.lookup("builtins", "str.split")
    >>> reader = found.library.reader
    >>> [f] = reader.files_of_module(found.target.module)
    >>> [p for q, nth, _, p in reader.programs_of_file(f.id) if q == "str.split"]
    >>> libraries.hierarchy.mro(Class("enum", "IntEnum"))      # across libraries
"""

import os
import sys
import threading
import time
from json import loads
from typing import NamedTuple

from inferd.errors import InferdError, StoreCorrupt, one_line
from inferd.index.hierarchy import Class, Hierarchy
from inferd.index.library_cache import Cache, Filling, index
from inferd.index.library_files import (
    DEEPEST,
    STDLIB,
    Unit,
    content_key,
    fingerprint_of,
    fingerprint_of_typeshed,
    list_files,
    look_for,
    read_versions,
    regular,
    typeshed_directory,
)
from inferd.index.resolve import Module, Outside, Resolver, Symbol
from inferd.model import plain
from inferd.source.environment import Environment
from inferd.store import connection
from inferd.store.rows import Reader
from inferd.syntax.facts import ANALYSIS_VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from contextlib import AbstractContextManager
    from typing import Any

    Progress = Callable[[int, int, str], None]

_SITES = ("site-packages", "dist-packages")
_STORES = frozenset(("s", "sa", "sp", "sm", "S"))  # the steps of a flow program that bind a name
_RACY_NS = 2_000_000_000  # files written this shortly ago are looked at again
_MOST_STEPS = 300  # of one look-up, from module to module


class Found(NamedTuple):
    """A symbol or module of a library."""

    library: "Library"
    target: Symbol | Module


class _Guarded:
    """A connection to a library as a `Reader` uses it.

    Damage is the library's, not that of the project whose question met it: it is marked, so that the next one makes the
    database again, and it is no error of SQLite any more.
    """

    def __init__(self, db: connection.Connection, path: str, turn: "AbstractContextManager[Any]"):
        self._db = db
        self._path = path
        self._turn = turn  # threads that share a connection (one that is held in memory) take turns

    def __getattr__(self, name: str) -> "Any":
        return getattr(self._db, name)

    def execute(self, sql: str, arguments: "Iterable[Any]" = ()) -> "_Rows":
        try:
            with self._turn:
                return _Rows(self._db.execute(sql, tuple(arguments)).fetchall())
        except connection.ERRORS as error:
            explained = connection.explain(error, self._path)
            if isinstance(explained, StoreCorrupt) and self._path != ":memory:":
                connection.mark_damaged(self._path)
            raise explained from error


class _Rows(list):  # type: ignore[type-arg]
    """The rows of a cursor, read already."""

    def fetchone(self) -> "Any":
        return self[0] if self else None

    def fetchall(self) -> "_Rows":
        return self


class _NotMade(Exception):
    """A library is not in the cache."""


class _Views(threading.local):
    """What one thread reads a library through."""

    def __init__(self) -> None:
        self.reader: Reader | None = None
        self.resolver: Resolver | None = None
        self.hierarchy: Hierarchy | None = None
        self.values: dict[str, dict[str, dict[str, None]]] = {}
        self.members: dict[str, dict[str, set[str]]] = {}


class Library:
    """One library's facts, read-only; usable from any thread.

    `prefix` is the dotted name that its modules begin with ('' for the standard library), `root` the directory that
    paths of
    its files are relative to, `key` tells its content.
    """

    def __init__(self, prefix: str, key: str, root: str, database: str, memory: connection.Connection | None = None):
        self.prefix = prefix
        self.key = key
        self.root = root
        self.database = database
        self._memory = memory
        self._views = _Views()
        self._open: list[connection.Connection] = []
        self._turn = threading.Lock()

    def __repr__(self) -> str:
        return f"<Library {self.name}>"

    @property
    def name(self) -> str:
        return self.prefix or STDLIB

    @property
    def reader(self) -> Reader:
        views = self._views
        if views.reader is None:
            db = _Guarded(self._memory or self._connect(), self.database, self._turn)
            views.reader = Reader(db)  # type: ignore[arg-type]
        return views.reader

    def _connect(self) -> connection.Connection:
        try:
            db = connection.connect(self.database)
            db.execute("BEGIN")  # nobody writes to it: one snapshot for good saves the locks of each statement
            db.execute("SELECT 1 FROM meta")
        except connection.Error:
            if not self._open:
                raise
            return self._open[0]  # swept away since; what is open stays readable
        self._open.append(db)
        return db

    @property
    def resolver(self) -> Resolver:
        views = self._views
        if views.resolver is None:
            views.resolver = Resolver(self.reader, tuple(loads(self.reader.meta("roots", '[""]'))))
        return views.resolver

    @property
    def hierarchy(self) -> Hierarchy:
        """The classes of this library alone; `Libraries.hierarchy` follows bases into others (and into `builtins`)."""
        views = self._views
        if views.hierarchy is None:
            views.hierarchy = Hierarchy(self.reader)
        return views.hierarchy

    def values_of(self, module: str, name: str) -> tuple[str, ...]:
        """What a module stores in a name at its top level, as dotted names.

        '' stands for any other value; there is nothing of classes and functions of that name.
        """
        known = self._views.values.get(module)
        if known is None:
            known = self._views.values[module] = {}
            for f in self.reader.files_of_module(module):
                for qualname, _, _, program in self.reader.programs_of_file(f.id):
                    if not qualname:
                        _collect_stores(program, known)
        return tuple(known.get(name, ()))

    def members_of(self, cls: Class) -> frozenset[str]:
        """The names that a class binds in its body and in its methods through `self`; those of its bases are theirs."""
        known = self._views.members.get(cls.module)
        if known is None:
            known = self._views.members[cls.module] = {}
            for f in self.reader.files_of_module(cls.module):
                kinds = {(s.qualname, s.nth): s.kind for s in self.reader.scopes_of_file(f.id)}
                for qualname, nth, _, program in self.reader.programs_of_file(f.id):
                    if qualname:
                        _collect_members(plain(qualname), kinds[qualname, nth], program, known)
        return frozenset(known.get(cls.name, ()))

    def is_stub(self, module: str) -> bool:
        """Whether a module is known from a stub, which says less than the source."""
        return any(f.path.endswith(".pyi") for f in self.reader.files_of_module(module))

    def close(self) -> None:
        for db in self._open:
            db.close()
        self._open.clear()
        self._views = _Views()
        if self._memory is not None:
            self._memory.close()
            self._memory = None


class Libraries:
    """The libraries of one environment; usable from several threads.

    *build*: make what is not in the cache when it is first asked for.  Otherwise it is as if it were not there, and
    its name is in `pending`, for somebody to call `ensure`.  *standard*: with typeshed.
    """

    def __init__(self, environment: Environment, build: bool = True, workers: int = 1, standard: bool = True):
        self.environment = environment
        self.build = build
        self.workers = workers
        self.notes: list[str] = list(environment.notes)
        self.pending: dict[str, None] = {}
        self._guard = threading.Lock()
        self._making: dict[str, threading.Lock] = {}
        self._building: set[str] = set()
        self._modules: dict[str, Library | None] = {}
        self._opened: dict[str, Library | None] = {}  # by prefix
        self._units: dict[str, Unit | None] = {}
        self._versions: dict[str, tuple[tuple[int, int], tuple[int, int]]] | None = None if standard else {}
        self._python = environment.python if environment.python >= (3, 0) else sys.version_info[:2]
        self._views = _Across()
        self._times = _times(environment)
        self._editable: dict[str, tuple[Unit, str]] = {}  # with their fingerprint

    def is_current(self, environment: Environment) -> bool:
        """Whether what was found would be found now; *environment*: what `find_environment` says now.

        Installers add and remove names in `site-packages`, so its time tells; packages that lie elsewhere are edited,
        so their files are looked at, as far as they were asked for.
        """
        if environment != self.environment or _times(environment) != self._times:
            return False
        with self._guard:
            editable = list(self._editable.values())
        try:
            return all(fingerprint_of(unit, list_files(unit)) == fingerprint for unit, fingerprint in editable)
        except OSError:
            return False

    @property
    def stamp(self) -> list[object]:
        """What tells this environment, as it was found, from another one or a later state of it: data for JSON."""
        e = self.environment
        return [e.prefix, e.origin, list(e.python), list(e.paths), [list(m) for m in e.mapped], self._times]

    def close(self) -> None:
        with self._guard:
            for library in list(self._opened.values()):
                if library is not None:
                    library.close()
            self._opened.clear()
            self._modules.clear()
            self._views = _Across()

    # -- questions ------------------------------------------------------------------------------------------------

    def find(self, module: str) -> Library | None:
        """The library that has a module (or namespace package inside it) of this dotted name."""
        try:
            return self._modules[module]
        except KeyError:
            pass
        unit = self._unit_of(module)
        library = self._open(unit, self.build) if unit is not None else None
        if library is not None and not library.resolver.is_module(module):
            library = None
        if unit is None or unit.prefix in self._opened:  # else it may be there later
            self._modules[module] = library
        return library

    def home(self, module: str) -> Library | None:
        """`find` for a module that a library led to: stubs import from modules that only another Python has, too."""
        library = self.find(module)
        if library is None and self._is_standard(module, True):
            library = self.find("builtins")
            if library is not None and not library.resolver.is_module(module):
                library = None
        return library

    def lookup(self, module: str, name: str = "", within: bool = False) -> tuple[Found, ...]:
        """What `module.name` stands for; *name* may be dotted, and '' for the module itself.

        Imports, re-exports and variables that only stand for something else are followed, from library to library; a
        class's attribute is written `Class.name` without a look at bases.  The two parts of an `Outside` of the
        project's resolver, or of a library's, can be handed in as they are.  *within*: it is a library that names it,
        whose stubs import from modules that only another Python has, too.
        """
        out: dict[Found, None] = {}
        self._follow(module, tuple(name.split(".")) if name else (), out, {within} if within else set())
        return tuple(out)

    def _follow(self, module: str, parts: tuple[str, ...], out: dict[Found, None], seen: set[object]) -> bool:
        """Add what `module.parts` stands for to *out*; whether there is anything."""
        if (module, parts) in seen:
            return True
        if len(seen) > _MOST_STEPS:
            return False
        library = self.home(module) if seen else self.find(module)
        seen.add((module, parts))
        if library is None:  # a namespace package, perhaps: what it holds are libraries
            return bool(parts) and self._follow(f"{module}.{parts[0]}", parts[1:], out, seen)
        if not parts:
            out[Found(library, Module(module))] = None
            return True
        rest = parts[1:]
        targets = library.resolver.resolve(module, parts[0])
        if not targets:
            if not parts[0].startswith("_"):
                for starred in _outside_stars(library, module):
                    if self._follow(starred, parts, out, seen) and out:
                        return True
            return self._follow(f"{module}.{parts[0]}", rest, out, seen)
        is_found = False
        for t in targets:
            if isinstance(t, Module):
                is_found |= self._follow(t.name, rest, out, seen)
            elif isinstance(t, Outside):
                is_found |= self._follow(t.module, (*(t.name.split(".") if t.name else ()), *rest), out, seen)
            else:
                is_again = (t, rest) in seen
                seen.add((t, rest))
                if is_again and self._follow(f"{t.module}.{t.name}", rest, out, seen):
                    is_found = True  # `from . import path as _path; path = _path` in `os`: the submodule
                    continue
                values = () if is_again else library.values_of(t.module, t.name)
                is_alias = bool(values)
                for value in values:
                    names = tuple(value.split("."))
                    home = t.module if library.resolver.resolve(t.module, names[0]) else "builtins"
                    is_alias &= bool(value) and self._follow(home, (*names, *rest), out, seen)
                if not is_alias:
                    out[Found(library, Symbol(t.module, ".".join((t.name, *rest))))] = None
                is_found = True
        return is_found

    @property
    def hierarchy(self) -> Hierarchy:
        """The classes of all libraries as one hierarchy, upwards only (`bases`, `mro`, `ancestors`)."""
        if self._views.hierarchy is None:
            self._views.hierarchy = Hierarchy(_AllBases(self))
        return self._views.hierarchy

    def ensure(self, names: "Iterable[str]", progress: "Progress | None" = None) -> None:
        """Have the databases of the libraries that these dotted names lie in, making those that are missing."""
        for name in sorted(set(names)):
            unit = self._unit_of(name)
            if unit is not None:
                self._open(unit, True, progress)

    def keys(self) -> dict[str, str]:
        """The key of each library that was asked so far, by name: what answers rest on."""
        with self._guard:
            opened = [x for x in list(self._opened.values()) if x is not None]
            return {x.name: x.key for x in sorted(opened, key=lambda x: x.name)}

    # -- where things are -----------------------------------------------------------------------------------------

    def _unit_of(self, module: str) -> Unit | None:
        parts = module.split(".")
        if not all(p.isidentifier() for p in parts) or len(parts) > DEEPEST:
            return None
        if self._is_standard(module):
            return Unit("", typeshed_directory() or "", "")
        stub_places: list[str] = []
        places = list(self.environment.paths)
        for depth, part in enumerate(parts):
            prefix = ".".join(parts[: depth + 1])
            if prefix in self._units:
                unit = self._units[prefix]
                if unit is not None:
                    return unit
            beside = [f"{p}/{part}" for p in stub_places] if depth else [f"{p}/{part}-stubs" for p in places]
            stubs, stub_places = look_for(beside)
            inline, inner = look_for([f"{p}/{part}" for p in places])
            if not depth and not inline:
                inline = next((regular(path) for name, path in self.environment.mapped if name == part), "")
            if stubs or inline:
                unit = self._units[prefix] = Unit(
                    prefix, stubs or next(iter(stub_places), ""), inline or next(iter(inner), "")
                )
                return unit
            self._units[prefix] = None
            places = inner
            if not places and not stub_places:
                break
        return None

    def _is_standard(self, module: str, of_any_version: bool = False) -> bool:
        if self._versions is None:
            self._versions = read_versions()
        name = module
        while name:
            span = self._versions.get(name)
            if span is not None:
                return of_any_version or span[0] <= self._python <= span[1]
            name = name.rpartition(".")[0]
        return False

    # -- databases ------------------------------------------------------------------------------------------------

    def _open(self, unit: Unit, build: bool, progress: "Progress | None" = None) -> Library | None:
        prefix = unit.prefix
        if prefix in self._opened:
            return self._opened[prefix]
        if not build and (prefix in self.pending or prefix in self._building):
            return None
        with self._guard:
            making = self._making.setdefault(prefix, threading.Lock())
        with making:  # one thread makes it; questions about other libraries go on
            if prefix in self._opened:
                return self._opened[prefix]
            try:
                library = self._made(unit, build, progress)
            except _NotMade:
                self.pending[prefix] = None
                return None
            except (InferdError, OSError) as error:
                library = None
                self._note(f"{prefix or STDLIB}: not read: {error}")
            except connection.ERRORS as error:
                library = None
                self._note(f"{prefix or STDLIB}: not read: {connection.explain(error, prefix or STDLIB)}")
            finally:
                self._building.discard(prefix)
            self._opened[prefix] = library
            self.pending.pop(prefix, None)
            return library

    def _made(self, unit: Unit, build: bool, progress: "Progress | None") -> Library:
        """The library of a unit from the cache, or made; raises _NotMade where it would have to be and shall not."""
        cache = Cache()
        listing = None
        if unit.prefix:
            listing = list_files(unit)
            fingerprint = fingerprint_of(unit, listing)
            root = listing.root
            if not os.path.dirname(unit.inline or unit.stubs).endswith(_SITES):
                with self._guard:
                    self._editable[unit.prefix] = unit, fingerprint
        else:
            fingerprint, root = fingerprint_of_typeshed(unit), unit.stubs
        key = cache.seen(fingerprint)
        database = cache.ready(key) if key else None
        if key is not None and database is not None:
            return self._library(unit, key, root, database)
        if not build:
            raise _NotMade
        self._building.add(unit.prefix)
        for _ in range(2):
            if listing is None:
                listing = list_files(unit)
            key = content_key(unit, listing)
            database = cache.ready(key)
            if database is None:
                database = cache.make(key, Filling(unit, listing, key, self.workers, progress))
            if database is not None:
                now = time.time_ns()
                if not unit.prefix or all(abs(e.mtime_ns - now) > _RACY_NS for e in listing.entries):
                    cache.remember(fingerprint, key)  # else the next write might not show in the times
                return self._library(unit, key, listing.root, database)
            if cache.note:
                break
            listing = None  # it changed while it was read
            if unit.prefix:
                fingerprint = fingerprint_of(unit, listing := list_files(unit))
        why = cache.note or "it changes while it is read"
        self._note(f"{unit.prefix or STDLIB}: held in memory: {why}")
        listing = listing or list_files(unit)
        db = connection.connect(":memory:")
        connection.create(db, b"memory", ANALYSIS_VERSION, durable=False)
        index(db, listing, self.workers, progress)
        return self._library(unit, content_key(unit, listing), listing.root, ":memory:", db)

    def _library(
        self, unit: Unit, key: str, root: str, database: str, memory: connection.Connection | None = None
    ) -> Library:
        library = Library(unit.prefix, key, root, database, memory)
        left_out = library.reader.meta("left_out", "0")
        if left_out != "0":
            self._note(f"{library.name}: too large: {left_out} of its modules are not read")
        return library

    def _note(self, text: str) -> None:
        text = one_line(text)
        if text not in self.notes:
            self.notes.append(text)


class _Across(threading.local):
    def __init__(self) -> None:
        self.hierarchy: Hierarchy | None = None


class _AllBases:
    """The bases of the classes of any library, those in other libraries found there."""

    def __init__(self, libraries: Libraries):
        self._libraries = libraries

    def bases_in(self, module: str) -> list[tuple[str, str, str | None, str]]:
        library = self._libraries.home(module)
        if library is None:
            return []
        out: list[tuple[str, str, str | None, str]] = []
        for name, expression, target, status in library.reader.bases_in(module):
            found: tuple[Found, ...] = ()
            if status == "outside" and target is not None:
                place, _, qualname = target.partition(":")
                found = self._libraries.lookup(place, qualname, True)
            elif status == "unknown" and expression not in ("", "?") and "." not in name:
                found = self._libraries.lookup(module, expression, True)  # a variable that holds a class
            classes = [t for lib, t in found if isinstance(t, Symbol) and is_class(lib, t)]
            if classes:
                out += [(name, expression, f"{t.module}:{t.name}", "project") for t in classes]
            elif len(found) == 1 and isinstance(found[0].target, Symbol):  # a special form, as `typing.Generic`
                out.append((name, expression, f"{found[0].target.module}:{found[0].target.name}", "outside"))
            else:
                out.append((name, expression, target, status))
        return out

    def subclasses_of(self, target: str) -> list[tuple[str, str]]:
        raise NotImplementedError("what lies below an outside class is in no one database")

    classes_below = joins_below = subclasses_of


def _outside_stars(library: Library, module: str) -> list[str]:
    """The modules of other libraries whose names a module takes along by `*`, through others of its own or directly."""
    resolver = library.resolver
    seen = [module]
    out: dict[str, None] = {}
    for m in seen:
        for namespace in resolver.namespaces(m):
            for level, starred in namespace.stars:
                target, inside = resolver.imported_module(namespace, level, starred)
                if not inside:
                    out[target] = None
                elif target not in seen:
                    seen.append(target)
    return list(out)


def is_class(library: Library, target: Symbol) -> bool:
    """Whether a symbol of a library is a class (or an attribute of one, which may be)."""
    return "." in target.name or "c" in library.resolver.kinds(target.module, target.name)


def _collect_members(qualname: str, kind: str, program: str, out: dict[str, set[str]]) -> None:
    """Add the members that a scope gives to the class that it is, or that it is a method of."""
    if kind == "class":
        members = out.setdefault(qualname, set())
        for line in program.split("\n"):
            step = line.split(" ")
            if step[0] in _STORES:
                members.add(step[1])
        return
    method = qualname.partition(".<locals>")[0]
    owner = method.rpartition(".")[0]
    if not owner or "\nA" not in program:
        return
    receivers: set[str] = set()
    for number, line in enumerate(program.split("\n")):
        step = line.split(" ")
        if step[0] == "l" and step[1] == "self":
            receivers.add(str(number))
        elif step[0] in ("A", "AS", "Aa") and step[1] in receivers:
            out.setdefault(owner, set()).add(step[2])


def _collect_stores(program: str, out: dict[str, dict[str, None]]) -> None:
    """Add what a module's flow program stores in each name: dotted names, '' for other values."""
    dotted: list[str] = []
    for line in program.split("\n"):
        step = line.split(" ")
        value = ""
        if step[0] == "l":
            value = step[1]
        elif step[0] == "a" and dotted[int(step[1])]:
            value = f"{dotted[int(step[1])]}.{step[2]}"
        elif step[0] == "s":
            out.setdefault(step[1], {})[dotted[int(step[2])]] = None
        elif step[0] == "sa":
            out.setdefault(step[1], {})[dotted[int(step[3])] if step[3] != "-" else ""] = None
        dotted.append(value)


def imported_outside(reader: Reader, modules: "Collection[str] | None" = None) -> list[str]:
    """The modules outside a project that its modules, or some of them, import at their top level, for
    `Libraries.ensure`.
    """
    resolver = Resolver(reader, tuple(loads(reader.meta("roots", '[""]'))))
    out = {"builtins"}
    for module in {f.module for f in reader.files()} if modules is None else modules:
        for namespace in resolver.namespaces(module):
            entries = [e for bound in namespace.binds.values() for e in bound if e[0] in "im"]
            wanted = {(0, e[1]) if e[0] == "m" else (e[1], e[2]) for e in entries}
            for level, dotted in {*wanted, *map(tuple, namespace.stars)}:
                target, inside = resolver.imported_module(namespace, level, dotted)
                if not inside and target and not level:
                    out.add(target)
    return sorted(out)


def _times(environment: Environment) -> list[int]:
    """The times of the directories in which packages lie, 0 for what is not there."""
    out = []
    for path in (*environment.paths, os.path.join(environment.prefix, "pyvenv.cfg")):
        try:
            out.append(os.stat(path).st_mtime_ns)
        except OSError:
            out.append(0)
    return out
