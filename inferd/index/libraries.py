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
from json import dumps, loads
from typing import NamedTuple

from inferd.config import MAX_FILE_SIZE, Config
from inferd.errors import InferdError, SourceError, StoreCorrupt, one_line
from inferd.index.hierarchy import Class, Hierarchy
from inferd.index.modules import Place
from inferd.index.resolve import Module, Outside, Resolver, Symbol
from inferd.model import plain
from inferd.source import files, layout
from inferd.source.environment import Environment
from inferd.source.text import content_hash
from inferd.store import connection, schema
from inferd.store.rows import Reader
from inferd.syntax.facts import ANALYSIS_VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from contextlib import AbstractContextManager
    from typing import Any

    Progress = Callable[[int, int, str], None]

STDLIB = "stdlib"  # what the library of prefix '' is called

MAX_MODULES = 4000  # of one library; tests and what lies deepest are left out first, and that is said
MAX_BYTES = 40_000_000
MAX_CACHE = 2_000_000_000  # bytes of all databases
UNUSED_DAYS = 30

_SITES = ("site-packages", "dist-packages")
_STORES = frozenset(("s", "sa", "sp", "sm", "S"))  # the steps of a flow program that bind a name
_DATABASE = "facts.db"
_INITS = ("__init__.py", "__init__.pyi")
_SKIPPED = frozenset(("__pycache__", "node_modules", "site-packages"))
_RACY_NS = 2_000_000_000  # files written this shortly ago are looked at again
_DAY = 86400
_LONGEST_WAIT = 300.0  # seconds for another process that builds the same library
_MOST_STEPS = 300  # of one look-up, from module to module
_DEEPEST = 30  # directories below a package
_FORM = 1  # of what goes into a key, besides the versions of tables and analysis


class Found(NamedTuple):
    """A symbol or module of a library."""

    library: "Library"
    target: Symbol | Module


class _Unit(NamedTuple):
    """Where a library's files lie; '' for a part that there is not."""

    prefix: str
    stubs: str  # the directory or file of the stub package
    inline: str


class _Listing(NamedTuple):
    """The files of a unit, chosen and named."""

    root: str
    entries: list[files.Entry]
    problems: list[tuple[str, str]]
    places: dict[str, Place]
    roots: tuple[str, ...]
    left_out: int


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
        self._units: dict[str, _Unit | None] = {}
        self._versions: dict[str, tuple[tuple[int, int], tuple[int, int]]] | None = None if standard else {}
        self._python = environment.python if environment.python >= (3, 0) else sys.version_info[:2]
        self._views = _Across()
        self._times = _times(environment)
        self._editable: dict[str, tuple[_Unit, str]] = {}  # with their fingerprint

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
            return all(_fingerprint(unit, _list_files(unit)) == fingerprint for unit, fingerprint in editable)
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

    def _unit_of(self, module: str) -> _Unit | None:
        parts = module.split(".")
        if not all(p.isidentifier() for p in parts) or len(parts) > _DEEPEST:
            return None
        if self._is_standard(module):
            return _Unit("", typeshed_directory() or "", "")
        stub_places: list[str] = []
        places = list(self.environment.paths)
        for depth, part in enumerate(parts):
            prefix = ".".join(parts[: depth + 1])
            if prefix in self._units:
                unit = self._units[prefix]
                if unit is not None:
                    return unit
            beside = [f"{p}/{part}" for p in stub_places] if depth else [f"{p}/{part}-stubs" for p in places]
            stubs, stub_places = _look(beside)
            inline, inner = _look([f"{p}/{part}" for p in places])
            if not depth and not inline:
                inline = next((_regular(path) for name, path in self.environment.mapped if name == part), "")
            if stubs or inline:
                unit = self._units[prefix] = _Unit(
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
            self._versions = _read_versions()
        name = module
        while name:
            span = self._versions.get(name)
            if span is not None:
                return of_any_version or span[0] <= self._python <= span[1]
            name = name.rpartition(".")[0]
        return False

    # -- databases ------------------------------------------------------------------------------------------------

    def _open(self, unit: _Unit, build: bool, progress: "Progress | None" = None) -> Library | None:
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

    def _made(self, unit: _Unit, build: bool, progress: "Progress | None") -> Library:
        """The library of a unit from the cache, or made; raises _NotMade where it would have to be and shall not."""
        cache = _Cache()
        listing = None
        if unit.prefix:
            listing = _list_files(unit)
            fingerprint = _fingerprint(unit, listing)
            root = listing.root
            if not os.path.dirname(unit.inline or unit.stubs).endswith(_SITES):
                with self._guard:
                    self._editable[unit.prefix] = unit, fingerprint
        else:
            fingerprint, root = _typeshed_fingerprint(unit), unit.stubs
        key = cache.seen(fingerprint)
        database = cache.ready(key) if key else None
        if key is not None and database is not None:
            return self._library(unit, key, root, database)
        if not build:
            raise _NotMade
        self._building.add(unit.prefix)
        for _ in range(2):
            if listing is None:
                listing = _list_files(unit)
            key = _content_key(unit, listing)
            database = cache.ready(key)
            if database is None:
                database = cache.make(key, _Filling(unit, listing, key, self.workers, progress))
            if database is not None:
                now = time.time_ns()
                if not unit.prefix or all(abs(e.mtime_ns - now) > _RACY_NS for e in listing.entries):
                    cache.remember(fingerprint, key)  # else the next write might not show in the times
                return self._library(unit, key, listing.root, database)
            if cache.note:
                break
            listing = None  # it changed while it was read
            if unit.prefix:
                fingerprint = _fingerprint(unit, listing := _list_files(unit))
        why = cache.note or "it changes while it is read"
        self._note(f"{unit.prefix or STDLIB}: held in memory: {why}")
        listing = listing or _list_files(unit)
        db = connection.connect(":memory:")
        connection.create(db, b"memory", ANALYSIS_VERSION, durable=False)
        _index(db, listing, self.workers, progress)
        return self._library(unit, _content_key(unit, listing), listing.root, ":memory:", db)

    def _library(
        self, unit: _Unit, key: str, root: str, database: str, memory: connection.Connection | None = None
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


# ---------------------------------------------------------------------------------------------------------------------
# Finding files


def _look(stems: list[str]) -> tuple[str, list[str]]:
    """The first of these paths without suffix that is a package or module, else ''; and those that are directories."""
    folders = []
    for stem in stems:
        found = _regular(stem)
        if found:
            return found, []
        if os.path.isdir(stem):
            folders.append(stem)
    return "", folders


def _regular(stem: str) -> str:
    """The package's directory, or the module's file, that a path without suffix stands for; '' where there is none."""
    if os.path.isfile(stem + "/__init__.py") or os.path.isfile(stem + "/__init__.pyi"):
        return stem
    for suffix in (".pyi", ".py"):
        if os.path.isfile(stem + suffix):
            return stem + suffix
    return ""


def _list_files(unit: _Unit) -> _Listing:
    """The files of a unit: one for each module, in the order of PEP 561; what is too much is left out."""
    trees = [os.path.realpath(p) for p in (unit.stubs, unit.inline) if p]
    root = _common([os.path.dirname(t) for t in trees]) if unit.prefix else trees[0]
    problems: list[tuple[str, str]] = []
    best: dict[str, tuple[tuple[int, int, int], files.Entry]] = {}
    for rank, tree in enumerate(trees):
        for module, entry in _walk(tree, unit.prefix, root, problems):
            name = entry.path.rpartition("/")[2]
            order = (rank, name not in _INITS, not name.endswith(".pyi"))
            if module not in best or order < best[module][0]:
                best[module] = order, entry
    chosen = sorted((("tests" in m.split("."), m.count("."), m), m, e) for m, (_, e) in best.items())
    places: dict[str, Place] = {}
    entries: list[files.Entry] = []
    size = 0
    for _, module, entry in chosen:
        size += min(entry.size, MAX_FILE_SIZE)
        if len(entries) >= MAX_MODULES or size > MAX_BYTES:
            break
        entries.append(entry)
        places[entry.path] = Place(module, "")
    packages = {e.path.rpartition("/")[0] for e in entries if e.path.rpartition("/")[2] in _INITS}
    roots = {""}
    for path, place in places.items():
        folder = path.rpartition("/")[0]
        if folder not in packages:  # a root of its own: imports in it are absolute, as everywhere in a library
            roots.add(folder)
            places[path] = Place(place.module, folder)
    entries.sort()
    problems.sort()
    for path, _ in problems:
        places[path] = Place("/" + path, "")  # no module's name
    return _Listing(root, entries, problems, places, tuple(sorted(roots)), len(chosen) - len(entries))


def _common(folders: list[str]) -> str:
    try:
        return os.path.commonpath(folders)
    except ValueError:  # on several drives
        return folders[0]


def _walk(tree: str, prefix: str, root: str, problems: list[tuple[str, str]]) -> "Iterator[tuple[str, files.Entry]]":
    """(module, entry) of the sources in a package's directory, or of one module.  Links below it are not followed."""

    def relative(path: str) -> str:
        inside = path[len(root.rstrip(os.sep)) + 1 :]
        return inside.replace(os.sep, "/") if os.sep != "/" else inside

    if not os.path.isdir(tree):
        info = os.stat(tree)
        yield prefix, files.Entry(relative(tree), info.st_size, info.st_mtime_ns, info.st_ino)
        return
    pending = [(tree, prefix, 0)]
    while pending:
        folder, package, depth = pending.pop()
        try:
            with os.scandir(folder) as items:
                for item in items:
                    stem, dot, suffix = item.name.partition(".")
                    if not stem.isidentifier() or stem in _SKIPPED:
                        continue
                    module = package if stem == "__init__" and dot else f"{package}.{stem}" if package else stem
                    if not dot:
                        if depth < _DEEPEST and item.is_dir(follow_symlinks=False):
                            pending.append((item.path, module, depth + 1))
                    elif suffix in ("py", "pyi") and module:
                        info = item.stat(follow_symlinks=False)
                        if item.is_file(follow_symlinks=False):
                            yield module, files.Entry(relative(item.path), info.st_size, info.st_mtime_ns, info.st_ino)
                        elif not item.is_dir(follow_symlinks=False):
                            problems.append((relative(item.path), "a link, or no file"))
        except OSError as error:
            problems.append((one_line(relative(folder)), (error.strerror or str(error)).lower()))


# ---------------------------------------------------------------------------------------------------------------------
# The standard library's stubs

_typeshed: list[str] = []


def typeshed_directory() -> str | None:
    """The stubs of the standard library in the installed `typeshed_client`, which is not imported; None without it."""
    if not _typeshed:
        from importlib.machinery import PathFinder

        spec = PathFinder.find_spec("typeshed_client")
        for place in (spec.submodule_search_locations or ()) if spec is not None else ():
            path = os.path.join(place, "typeshed")
            if os.path.isfile(os.path.join(path, "VERSIONS")):
                _typeshed.append(os.path.realpath(path))
    return _typeshed[0] if _typeshed else None


def _read_versions() -> dict[str, tuple[tuple[int, int], tuple[int, int]]]:
    """What typeshed's VERSIONS says: module -> the first and the last Python that has it."""
    directory = typeshed_directory()
    out: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {}
    if directory is None:
        return out
    with open(os.path.join(directory, "VERSIONS"), encoding="utf-8") as file:
        for line in file:
            name, found, span = line.partition("#")[0].partition(":")
            if found:
                first, _, last = span.strip().partition("-")
                out[name.strip()] = _pair(first), _pair(last) if last else (99, 99)
    return out


def _pair(version: str) -> tuple[int, int]:
    major, _, minor = version.partition(".")
    return int(major), int(minor)


# ---------------------------------------------------------------------------------------------------------------------
# Keys


def _fingerprint(unit: _Unit, listing: _Listing) -> str:
    """What is known of the files of a unit without reading them."""
    return _digest([listing.root, unit.prefix, _versions(), listing.entries, listing.problems, listing.left_out])


def _typeshed_fingerprint(unit: _Unit) -> str:
    """The stubs came with inferd, and are replaced as a whole: one look instead of one for each of 750 files."""
    info = os.stat(os.path.join(unit.stubs, "VERSIONS"))
    return _digest([unit.stubs, _versions(), info.st_size, info.st_mtime_ns, info.st_ino])


def _content_key(unit: _Unit, listing: _Listing) -> str:
    """The key of a library: reads every file."""
    rows = []
    for e in listing.entries:
        try:
            rows.append([listing.places[e.path].module, e.path, content_hash(files.read(listing.root, e.path)).hex()])
        except SourceError as error:
            rows.append([listing.places[e.path].module, e.path, "!" + error.reason])
    return _key(unit.prefix, rows, listing)


def _key(prefix: str, rows: list[list[str]], listing: _Listing) -> str:
    digest = _digest([prefix, _versions(), sorted(rows), listing.problems, listing.left_out, listing.roots])
    return f"{prefix[:60] if prefix.isascii() else ''}{'' if prefix else STDLIB}-{digest}"


def _versions() -> list[object]:
    return [_FORM, connection.versions(ANALYSIS_VERSION), schema.PAGE_SIZE, *sys.version_info[:2], MAX_FILE_SIZE]


def _digest(data: object) -> str:
    return content_hash(dumps(data).encode()).hex()


# ---------------------------------------------------------------------------------------------------------------------
# Building


def _index(db: connection.Connection, listing: _Listing, workers: int, progress: "Progress | None") -> None:
    """Fill an empty database."""
    from inferd.index import update
    from inferd.store.rows import Writer

    found = update.Found(files.Scan(listing.entries, listing.problems), listing.places, listing.roots)
    update.update(db, listing.root, Config(), bulk=True, workers=workers, progress=progress, found=found)
    Writer(db).set_meta("left_out", str(listing.left_out))


class _Filling(NamedTuple):
    """What a database is to be made from."""

    unit: _Unit
    listing: _Listing
    key: str
    workers: int
    progress: "Progress | None"


def _fill(path: str, filling: _Filling) -> bool:
    """Make the database of a library at *path*; False where its files were others by then."""
    unit, listing, key, workers, progress = filling
    db = connection.connect_private(path)
    try:
        connection.create(db, layout.user_key(), ANALYSIS_VERSION, durable=False)
        _index(db, listing, workers, progress)
        reader = Reader(db)
        digests = {row[1]: row[5] for row in reader.file_states()}
        problems = dict(listing.problems)
        rows = []
        for f in reader.files():
            digest = digests[f.path]
            if f.path not in problems:
                rows.append([f.module, f.path, digest.hex() if digest is not None else "!" + (f.reason or "")])
        return _key(unit.prefix, rows, listing) == key
    finally:
        db.close()


class _Cache:
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

    def make(self, key: str, filling: _Filling) -> str | None:
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
