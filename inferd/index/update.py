"""One change set in, one transaction out: how the database follows the files.

Why
    A query must see a state that a fresh index of the same bytes would give ("incremental equals cold"), an edit must
    cost what it touches, and a process that dies at any instant must leave the last committed state.

Terms
    scan        what is on disk: path, size, time, inode of every source file.  Hints only; content hashes decide.
    change set  the files whose bytes differ from those the database knows, that are new, or that are gone.
    namespace   what other files can see of a module (see `resolve`).

The algorithm
    1. Scan; compare with the file rows.  A file whose metadata is unchanged is not read; a file that was written so
       shortly before it was read that its time may not show the next write is recorded with time 0 and read again next
       time.
    2. Read and hash what may differ.  The same hash: only the metadata is updated.  A new path with the hash of one
       that is gone: the file moved, and its rows move with it.
    3. Extract facts of what differs (in worker processes on a large cold run), in the order of paths.
    4. Match the new blocks of a file with its stored ones by owner, kind, name, text hash and facts, in order: matched
       rows stay, and only their line follows; the others are replaced.  Postings are rewritten for the names in
       replaced blocks.  Where parts of a file do not parse, the stored blocks that stood there stay, marked stale.
    5. Where the set of paths changed, name the modules again.
    6. Base classes are resolved again for changed files and for those whose earlier resolution rests on a (module,
       name) whose binding changed, appeared or vanished.
    7. The revision goes up by one, and all of it is committed at once.

An empty database is filled aside, without a journal, and renamed into place when it is whole; so a killed cold run
leaves nothing half done, and costs a third less.

What it costs: a scan (about 15 microseconds a file), and for a changed file its parse, its extraction and the rows that
differ.
What it does not do: watch (that is the daemon's work), or infer.
"""

import os
import stat
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from json import dumps, loads
from typing import Any, NamedTuple

from inferd.config import Config
from inferd.errors import SourceError
from inferd.index import modules, resolve
from inferd.index.fresh import NOTHING_READ, project_dirs
from inferd.model import plain
from inferd.source import files
from inferd.source.collector import uncollected
from inferd.source.text import content_hash
from inferd.store import schema
from inferd.store.connection import Connection
from inferd.store.rows import HINTS, BlockRow, FileState, Reader, ScopeRow, Writer
from inferd.syntax import facts as F
from inferd.syntax.facts import BlockFacts, ClassFacts, FileFacts, ScopeFacts, postings_of
from inferd.syntax.parse import facts_of

Progress = Callable[[int, int, str], None]
Order = Callable[[list[files.Entry]], list[files.Entry]]
Changes = set[tuple[str, str]]  # (module, name) look-ups that may come out differently

_RACY_NS = 50_000_000  # a file written this shortly before it was read is read again at the next scan
_PARALLEL_FROM = 400  # files; below, starting workers costs more than they save
_PINNED_ARENAS = 24
_BLOCKS_OF_512 = 64 * 31  # in an arena
_CHUNK = 24
_AHEAD = 4  # chunks in work or waiting for each worker: more would only fill memory where writing is slower


class Report(NamedTuple):
    """What an update did."""

    revision: int
    changed: int  # files analysed
    moved: int
    removed: int
    unchanged: int
    blocks_written: int
    blocks_kept: int
    redone: tuple[str, ...]  # 'path:owner.name' of the blocks that were written, for small updates
    not_analysed: int

    @property
    def is_change(self) -> bool:
        return bool(self.changed or self.moved or self.removed)


class Analysed(NamedTuple):
    """What came of reading one file; no facts where it could not be analysed."""

    path: str
    content_hash: bytes | None
    facts: FileFacts | None
    reason: str


def analyse(root: str, path: str, max_size: int, data: bytes | None = None) -> Analysed:
    """Read a file (unless its bytes are given) and extract its facts; what cannot be analysed gives the reason."""
    digest = None
    try:
        if data is None:
            data = files.read(root, path, max_size)
        digest = content_hash(data)
        return Analysed(path, digest, facts_of(data), "")
    except SourceError as error:
        return Analysed(path, digest, None, error.reason)


def _analyse_many(arguments: tuple[str, list[str], int]) -> list[Analysed]:
    root, paths, max_size = arguments
    with uncollected():
        return [analyse(root, p, max_size) for p in paths]


class Found(NamedTuple):
    """Files that somebody else found and named."""

    scan: files.Scan
    places: dict[str, modules.Place]  # for each path of the scan, problems included
    roots: tuple[str, ...]


def _pinned() -> list[bytes]:
    """Small objects, one in each of the allocator's arenas that syntax trees need; while they live, no arena goes back.

    Without them the system is asked for the same pages again for each tree, and clears them: 5 % of the time of
    parsing.  Python's allocator divides arenas of 1 MiB into blocks of one size; where it does otherwise, this is of no
    use, but right.
    """
    bytearray(24 << 20)  # taken and given back untouched: the C library learns to keep what is smaller
    blocks = [bytes(470) for _ in range(_PINNED_ARENAS * _BLOCKS_OF_512)]
    return blocks[::_BLOCKS_OF_512]


class _Pending(NamedTuple):
    entry: files.Entry
    file_id: int | None


# ---------------------------------------------------------------------------------------------------------------------


def update(
    db: Connection, root: str, config: Config, *, bulk: bool = False, workers: int = 1,
    progress: Progress | None = None, order: Order | None = None, only: Iterable[str] | None = None,
    found: "Found | None" = None,
) -> Report:  # fmt: skip
    """Bring the database that *db* is connected to up to date with the files under *root*; the caller holds the lock.

    *bulk*: the database is empty and private.  *order* may shuffle the files to analyse (tests).  *only*: the paths
    that may have changed; nothing else is looked at, unless one of them is new or gone.  *found*: the files and their
    names, where they are not for a scan to find (those of a library).
    """
    reader = Reader(db)
    scan = _scan_only(root, reader, only) if only is not None else None
    partial = scan is not None
    if found is not None:
        scan = found.scan
    elif scan is None:
        scan = files.scan(root, config)
    started = time.time_ns()
    db.execute("BEGIN IMMEDIATE")
    try:
        with uncollected():
            report = _apply(db, reader, root, config, scan, partial, started, bulk, workers, progress, order, found)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return report


def _scan_only(root: str, reader: Reader, paths: Iterable[str]) -> files.Scan | None:
    """The entries of these files, if all of them are known and still regular files; else None: only a scan can tell."""
    entries = []
    for path in sorted(set(paths)):
        if not path.endswith((".py", ".pyi")):
            return None  # a script is a source by its first line, which may be another now
        try:
            info = os.lstat(os.path.join(root, path))
        except OSError:
            return None
        row = reader.file_at(path)
        if row is None or row.status == "skipped" or not stat.S_ISREG(info.st_mode):
            return None
        entries.append(files.Entry(path, info.st_size, info.st_mtime_ns, info.st_ino))
    return files.Scan(entries, [])


def _apply(
    db: Connection, reader: Reader, root: str, config: Config, scan: files.Scan, partial: bool, started: int,
    bulk: bool, workers: int, progress: Progress | None, order: Order | None, found: "Found | None",
) -> Report:  # fmt: skip
    writer = Writer(db, bulk)
    entries = {e.path: e for e in scan.entries}
    known = {row[1]: row for row in (reader.states_of(entries) if partial else reader.file_states())}
    problems = dict(scan.problems)

    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    other_python = reader.meta("python", python) != python
    suspects: list[files.Entry] = []
    for path, e in entries.items():
        row = known.get(path)
        if (
            row is None or row[2:5] != e[1:] or row[5] is None or e.size > config.max_file_size
            or (other_python and row[6] != "ok")  # a newer Python may parse it
        ):  # fmt: skip
            suspects.append(e)
    gone = [path for path in known if path not in entries and path not in problems]
    if order is not None:
        suspects = order(suspects)

    tally = _Tally(started)
    # Files whose bytes turn out equal, and files that moved, need no analysis: look at the bytes of those first.
    moved_from: dict[bytes, list[str]] = {}
    for path in sorted(gone):
        digest = known[path][5]
        if digest is not None and known[path][6] == "ok":
            moved_from.setdefault(digest, []).append(path)
    todo: list[_Pending] = []
    moves: list[tuple[str, files.Entry]] = []
    for e in suspects:
        row = known.get(e.path)
        if row is None and not moved_from:
            todo.append(_Pending(e, None))
            continue
        try:
            digest = content_hash(files.read(root, e.path, config.max_file_size))
        except SourceError as error:
            known_as = reader.file(row[0]) if row is not None and row[5] is None and row[6] == "skipped" else None
            if row is not None and known_as is not None and known_as.reason == error.reason:
                writer.touch_file(row[0], tally.stat(e))
            else:
                todo.append(_Pending(e, row[0] if row else None))
            continue
        if row is not None and row[5] == digest and not (other_python and row[6] != "ok"):
            writer.touch_file(row[0], tally.stat(e))
        elif row is None and moved_from.get(digest):
            moves.append((moved_from[digest].pop(0), e))
        else:
            todo.append(_Pending(e, row[0] if row else None))
    moved_paths = {old for old, _ in moves}
    gone = [p for p in gone if p not in moved_paths]

    if partial:
        places = _stored_places(reader, entries)
    elif found is not None:
        places = _Places(found.places)
        places.renamed, places.roots, places.project_dirs = [], found.roots, {}
    else:
        places = _place(root, config, entries.keys() | problems.keys(), known, reader)
    changes: set[tuple[str, str]] = set()
    rebase: set[int] = set()

    for old, e in moves:
        file_id = known[old][0]
        before = reader.file(file_id)
        assert before is not None
        place = places[e.path]
        writer.place_file(file_id, e.path, place.module, place.root)
        writer.touch_file(file_id, tally.stat(e))
        _note_presence(old, before.module, changes)
        _note_presence(e.path, place.module, changes)
        rebase.add(file_id)
        tally.said_otherwise[file_id] = None
        tally.moved += 1
    for path in gone:
        _remove(reader, writer, known[path][0], changes)
        tally.said_otherwise[known[path][0]] = None
        tally.removed += 1
    for path in sorted(problems):
        _problem(reader, writer, known.get(path), path, problems[path], places[path], tally, changes)

    total = len(todo)
    pinned = _pinned() if total >= _PARALLEL_FROM and workers < 2 else []
    by_path = {p.entry.path: p for p in todo}
    paths = [p.entry.path for p in todo]
    for done, analysed in enumerate(_run(root, paths, config.max_file_size, workers), 1):
        pending = by_path[analysed.path]
        file_id = _store(reader, writer, pending, analysed, places[analysed.path], tally, changes)
        rebase.add(file_id)
        if progress is not None:
            progress(done, total, analysed.path)
    del pinned
    if places.renamed:
        for file_id, path, old_name in places.renamed:
            place = places[path]
            writer.place_file(file_id, path, place.module, place.root)
            _note_presence(path, old_name, changes)
            _note_presence(path, place.module, changes)
            rebase.add(file_id)
    if bulk:
        writer.flush()
        writer.make_indexes(schema.INDEX_INDEXES)
    else:
        for directory in sorted(_packages_changed(known.keys(), entries.keys() | problems.keys())):
            for f in reader.files_in(directory):  # what they import is looked for in other places now
                changes.add((f.module, "*"))
                rebase.add(f.id)
        rebase |= reader.files_that_depend(changes)
        if not partial and reader.meta("roots") != dumps(places.roots):
            rebase.update(f.id for f in reader.files())
    _resolve_bases(reader, writer, places.roots, rebase, tally)
    if bulk:
        writer.flush()

    if not partial:
        writer.set_meta("roots", dumps(places.roots))
        writer.set_meta("places", dumps(places.project_dirs))
        writer.set_meta("python", python)
    if not bulk:
        if places.renamed:
            writer.forget_types(None)
        else:
            _unsettle(reader, writer, tally, changes)
    revision = reader.revision()
    if tally.changed or tally.moved or tally.removed or bulk:
        revision += 1
        writer.set_meta("revision", str(revision))
    return Report(
        revision, tally.changed, tally.moved, tally.removed, len(entries) - total - tally.moved, tally.written,
        tally.kept, tuple(tally.redone), len(reader.not_analysed()),
    )  # fmt: skip


class _Tally:
    """Counts of one update."""

    def __init__(self, started: int):
        self.paths_changed = False
        #: files whose programs or names are others now, and what of them; None: anything
        self.said_otherwise: dict[int, Difference | None] = {}
        self.rewritten: set[int] = set()
        self.started = started
        self.changed = self.moved = self.removed = self.written = self.kept = 0
        self.redone: list[str] = []
        self.classes: dict[int, Sequence[ClassFacts]] = {}

    def stat(self, e: files.Entry) -> tuple[int, int, int]:
        """The metadata to remember; time 0 where the next write might not show in it."""
        if self.started - e.mtime_ns < _RACY_NS:
            return (e.size, 0, e.inode)
        return (e.size, e.mtime_ns, e.inode)


# ---------------------------------------------------------------------------------------------------------------------
# Places


class _Places(dict[str, modules.Place]):
    """path -> Place, with the roots and the files whose name changed though their bytes did not."""

    roots: tuple[str, ...] = ("",)
    renamed: list[tuple[int, str, str]]
    project_dirs: dict[str, bool]  # the directories that were asked about, so that a look at them shows what changed


def _place(root: str, config: Config, paths: Set[str], known: Mapping[str, FileState], reader: Reader) -> _Places:
    """*paths*: those of all files, and of what stands in the place of one and cannot be read."""
    places = _Places()
    places.renamed = []
    places.roots = modules.main_roots(paths, tuple(config.source_roots))
    if known and paths == known.keys() and reader.meta("roots") == dumps(places.roots):
        asked = reader.meta("places", "{}")
        places.project_dirs = project_dirs(root, loads(asked))
        if dumps(places.project_dirs) == asked:
            for f in reader.files():
                places[f.path] = modules.Place(f.module, f.root)
            return places
    places.project_dirs = {}

    def is_project(directory: str) -> bool:
        if directory not in places.project_dirs:
            places.project_dirs.update(project_dirs(root, (directory,)))
        return places.project_dirs[directory]

    places.update(modules.place_modules(paths, places.roots, is_project))
    for f in reader.files():
        place = places.get(f.path)
        if place is not None and (place.module, place.root) != (f.module, f.root):
            places.renamed.append((f.id, f.path, f.module))
    return places


def _stored_places(reader: Reader, paths: Iterable[str]) -> _Places:
    """The places of known files, as they were named last."""
    places = _Places()
    places.renamed = []
    places.roots = tuple(loads(reader.meta("roots", '[""]')))
    for path in paths:
        row = reader.file_at(path)
        assert row is not None
        places[path] = modules.Place(row.module, row.root)
    return places


# ---------------------------------------------------------------------------------------------------------------------
# Analysis


def _run(root: str, paths: list[str], max_size: int, workers: int) -> Iterator[Analysed]:
    """Analyse files, in this order; in worker processes where there are enough of them."""
    if workers < 2 or len(paths) < _PARALLEL_FROM:
        for path in paths:
            yield analyse(root, path, max_size)
        return
    import multiprocessing
    from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor

    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    pool = ProcessPoolExecutor(workers, context, initializer=_begin_worker, initargs=(os.getpid(),))
    chunks = deque(paths[i : i + _CHUNK] for i in range(0, len(paths), _CHUNK))
    running: deque[tuple[list[str], Future[list[Analysed]] | None]] = deque()
    is_broken = False
    try:
        while chunks or running:
            while chunks and len(running) < workers * _AHEAD:
                chunk = chunks.popleft()
                try:
                    with _uninterrupted():  # the first ones make the processes
                        future = pool.submit(_analyse_many, (root, chunk, max_size))
                    running.append((chunk, future))
                except BrokenExecutor:
                    running.append((chunk, None))
            chunk, result = running.popleft()
            if result is not None and not is_broken:
                try:
                    yield from result.result()
                    continue
                except BrokenExecutor:  # somebody killed a worker: what is left is done here
                    is_broken = True
            for path in chunk:
                yield analyse(root, path, max_size)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """A stretch that Ctrl-C waits for: in the middle of a fork it would be lost, or end the new process with a
    traceback; processes that are made meanwhile never see it.
    """
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin_worker(parent: int) -> None:
    """Leave Ctrl-C to the parent, and end with it however it ends: a worker would wait for work for ever."""
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    if os.name == "posix":
        threading.Thread(target=watch, daemon=True).start()


# ---------------------------------------------------------------------------------------------------------------------
# One file


def _store(
    reader: Reader, writer: Writer, pending: _Pending, analysed: Analysed, place: modules.Place, tally: _Tally,
    changes: Changes,
) -> int:
    """Write the facts of one file; returns its id and notes what others may see differently."""
    file_id = pending.file_id
    facts = analysed.facts
    tally.changed += 1
    if facts is None:
        status, reason, namespace, broken = "skipped", analysed.reason, "{}", "[]"
    else:
        namespace, broken = facts.namespace, dumps([list(b) for b in facts.broken])
        status, reason = "ok", None
        if facts.broken:
            status = "partial"
            reason = "; ".join(f"line {b.line}: {b.reason}" for b in facts.broken)
    stat = tally.stat(pending.entry)
    old_blocks: list[tuple[Any, ...]] = []
    says_otherwise = is_traceable = False
    if file_id is None:
        file_id = writer.add_file(
            pending.entry.path, place.module, place.root, analysed.content_hash, stat, status, reason, namespace, broken
        )
        if not writer.bulk:
            _note_presence(pending.entry.path, place.module, changes)
        tally.paths_changed = True
    else:
        earlier = reader.namespace(file_id)
        before = loads(earlier)
        if status != "ok":
            namespace = with_stale(earlier, namespace)
        tally.rewritten.add(file_id)
        said = _says(facts.scopes if facts is not None else ())
        told = _told(facts.blocks if facts is not None else ())
        tells_otherwise = _told(reader.blocks_with_hints(file_id)) != told
        says_otherwise = (
            earlier != namespace or tells_otherwise or _says(reader.scopes_of_file(file_id)) != said
        )  # fmt: skip
        after = loads(namespace)
        is_traceable = not tells_otherwise and all(before.get(key) == after.get(key) for key in ("s", "a", "z"))
        writer.update_file(file_id, analysed.content_hash, stat, status, reason, namespace, broken)
        _namespace_changes(place.module, before, after, changes)
        old_blocks = writer.stored_blocks(file_id)
        is_traceable = is_traceable and status == "ok" and not any(row[2] for row in old_blocks)
    difference = _write_blocks(writer, file_id, facts, old_blocks, tally, pending.entry.path)
    if says_otherwise:
        tally.said_otherwise[file_id] = difference if is_traceable else None
    if facts is not None:
        tally.classes[file_id] = facts.classes
    else:
        tally.classes[file_id] = []
    return file_id


class Difference(NamedTuple):
    """What an edit changed in a file: names of which others may see something else now, and the blocks that changed."""

    names: frozenset[str] | None  # None: not to be told by names
    blocks: frozenset[int]


def _unsettle(reader: Reader, writer: Writer, tally: _Tally, changes: set[tuple[str, str]]) -> None:
    """Take away the types that may be others now.

    Whoever finds out what a changed definition is gets to it by its name: a read, an attribute, an import of that name.
    Where that stands in the same file, the block around it counts as changed too.  So of the types that were read from
    a changed file those can be others now that were also read from another file with one of these names.  What is
    called without being named (`__enter__`) and what is named in comments and documentation has no such rule: then it
    is whatever was read from the file.

    And where a module came or went, those of whoever mentions its name, for it is by a name in an import that a module
    is looked for, and of whoever read one of these.
    """
    stale: dict[int, int] = {}
    for file_id, difference in tally.said_otherwise.items():
        stale[file_id] = _mentions(reader, file_id, difference) if difference is not None else -1
    if tally.paths_changed or tally.moved or tally.removed:
        names: set[str] = set()
        for module in {module for module, inner in changes if inner == "*"}:
            stale.update((f.id, -1) for f in reader.files_of_module(module))
            names.add(module.rpartition(".")[2])
            package = module.rpartition(".")[0]
            while package and len(reader.modules_under(package)) < 2:  # it came or went with the module
                names.add(package.rpartition(".")[2])
                package = package.rpartition(".")[0]
        for name in sorted(names):
            stale.update((file_id, -1) for file_id, _, _ in reader.postings(name))
    if stale:
        writer.forget_types(stale)
    writer.forget_types_of(tally.rewritten)


def _mentions(reader: Reader, file_id: int, difference: Difference) -> int:
    """The other files (bits, by id) by which one may get to what changed in a file; -1 where that cannot be told."""
    if difference.names is None:
        return -1
    out = 1 << schema.NAMELESS
    names = set(difference.names)
    waiting = sorted(names)
    seen = set(difference.blocks)
    while waiting:
        name = waiting.pop()
        for at in reader.posting_files(name):
            out |= 1 << at
        around = [i for i in reader.posted_blocks(name, file_id) if i not in seen]
        seen.update(around)
        for b in map(BlockRow._make, reader.blocks_by_id(around)):
            more = seen_by_name(b.owner, b.kind, b.name, b.names, b.occurrences, b.wide, name)
            if more is None or len(names) > _MOST_NAMES:
                return -1
            waiting += sorted(more - names)
            names |= more
    return out & ~(1 << file_id)


_MOST_NAMES = 500
_LISTED = 1 << F.STRING | F.POSTED_ALL  # the bits of a name that stands in `__all__` and nowhere else
_BOUND = 1 << F.IMPORT | 1 << F.WRITE | 1 << F.ATTRIBUTE | 1 << F.DEFINITION | 1 << F.DELETE | 1 << F.CAPTURE
_CONSTRUCTORS = frozenset(("__init__", "__new__", "__post_init__"))


def seen_by_name(
    owner: str, kind: str, name: str, names: str, occurrences: bytes, wide: int, mention: str = ""
) -> set[str] | None:
    """The names by which others get to what a block defines; None where there are other ways to it.

    *mention*: a name that stands in the block and means something else now.  Where it stands in `__all__` alone,
    neither that list nor what is imported is another one.
    """
    bits = postings_of(names, occurrences, wide)
    out = {n for n, b in bits.items() if b & F.VISIBLE}
    if bits.get(mention) == _LISTED:
        out = {n for n in out if n != "__all__" and bits[n] & _BOUND != 1 << F.IMPORT}
    cls = plain(owner).rpartition(".")[2]
    if kind == "def" and any(b & F.POSTED_CLASS for b in bits.values()):  # a class in a function may be handed out
        out |= {n for n, b in bits.items() if b & (1 << F.WRITE | 1 << F.DEFINITION)}
    if owner and (kind == "run" or name in _CONSTRUCTORS):  # fields: of a tuple, a dictionary, an enumeration
        out.add(cls)
        out.discard(name)
    implicit = {n for n in out if n.startswith("__") and n.endswith("__")}
    if implicit and (owner or kind != "run" or "__getattr__" in implicit):
        return None
    return out


def _says(scopes: Iterable[ScopeRow | ScopeFacts]) -> list[tuple[str, int, bytes, bytes]]:
    """What inference reads of a file's scopes."""
    return [(s.qualname, s.nth, s.body_hash, s.interface_hash) for s in scopes]


def _told(blocks: Iterable[BlockRow | BlockFacts]) -> list[tuple[str, str, str, list[object]]]:
    """What documentation and type comments in a file's blocks tell inference."""
    return [
        (b.owner, b.kind, b.name, [loads(b.more).get(key) for key in ("d", "t")])
        for b in blocks
        if any(hint in b.more for hint in HINTS)
    ]


def with_stale(earlier: str, namespace: str) -> str:
    """Keep the bindings that a file had before parts of it broke, apart from the live ones."""
    before = loads(earlier)
    after = loads(namespace)
    lost = {n: e for n, e in {**before.get("z", {}), **before.get("b", {})}.items() if n not in after.get("b", {})}
    if lost:
        after["z"] = lost
    return dumps(after, separators=(",", ":"))


def _note_presence(path: str, module: str, changes: Changes) -> None:
    """A file came or went: all look-ups in its module, and of every name by which an import may find it.

    An import in a file without a package looks in that file's directory first, so any tail of the path may be meant.
    """
    changes.add((module, "*"))
    while module:
        changes.add((module, ""))
        module = module.rpartition(".")[0]
    parts = modules.stem_of(path).split("/")
    for i in range(len(parts)):
        for j in range(i + 1, len(parts) + 1):
            changes.add((".".join(parts[i:j]), ""))


def _packages_changed(before: Set[str], after: Set[str]) -> set[str]:
    """The directories that became packages, or ceased to be."""
    ends = ("/__init__.py", "/__init__.pyi")
    return {p.rpartition("/")[0] for p in before ^ after if p.endswith(ends)}


def _namespace_changes(module: str, before: dict[str, Any], after: dict[str, Any], changes: Changes) -> None:
    """Note the (module, name) look-ups that may come out differently now."""
    if before.get("s") != after.get("s"):
        changes.add((module, "*"))
        return
    if before.get("a") != after.get("a"):
        changes.add((module, "__all__"))
    old, new = before.get("b", {}), after.get("b", {})
    for name in old.keys() | new.keys():
        if old.get(name) != new.get(name):
            changes.add((module, name))


def _write_blocks(
    writer: Writer, file_id: int, facts: FileFacts | None, old: list[tuple[Any, ...]], tally: _Tally, path: str
) -> Difference:
    """Match new blocks with stored ones, write the difference, its postings, and the scopes."""
    blocks = facts.blocks if facts is not None else []
    waiting: dict[tuple[object, ...], deque[int]] = {}
    for position, row in enumerate(old):
        waiting.setdefault(row[3:], deque()).append(position)
    ids: list[int] = []
    matched: dict[int, int] = {}
    added = []
    moves = []
    for index, b in enumerate(blocks):
        queue = waiting.get(_identity(b)) if old else None
        if queue:
            position = queue.popleft()
            row = old[position]
            matched[position] = index
            ids.append(row[0])
            if row[1] != b.line or row[2]:
                moves.append((b.line, 0, row[0]))
        else:
            ids.append(0)  # its id follows
            added.append(index)
    stale = stale_blocks(blocks, facts, old, matched) if old else {}
    removed = [p for p in range(len(old)) if p not in matched and p not in stale]
    new_ids = writer.add_blocks(file_id, [blocks[i] for i in added] if old else blocks)
    for index, block_id in zip(added, new_ids, strict=True):
        ids[index] = block_id
    moves += [(line, 1, old[p][0]) for p, line in stale.items() if old[p][1:3] != (line, 1)]
    if moves:
        writer.move_blocks(moves)
    if removed:
        writer.remove_blocks([old[p][0] for p in removed])
    tally.written += len(added)
    tally.kept += len(matched)
    if old and len(tally.redone) < 200:
        tally.redone += [f"{path}:{_label(blocks[i])}" for i in added]

    rows: dict[str, tuple[int, list[int]]] = {}
    gone: list[str] = []
    posted = facts.postings if facts is not None else {}
    if not old:
        rows = posted_at(posted, ids)
    elif added or removed:
        affected: set[str] = set()
        for i in added:
            affected.update(blocks[i].names.split())
        for p in removed:
            affected.update(old[p][9].split())
        rows = posted_at({name: posted[name] for name in affected if name in posted}, ids)
        for p in stale:
            for name, bits in postings_of(old[p][9], old[p][10], old[p][8]).items():
                if name in affected:
                    have, where = rows.get(name, (0, []))
                    rows[name] = (have | bits, [*where, old[p][0]])
        gone = sorted(affected - rows.keys())
    if rows or gone:
        writer.set_postings(file_id, rows, gone)
    scopes = facts.scopes if facts is not None else []
    writer.set_scopes(
        file_id,
        [
            (qualname, nth, kind, ids[block] if block >= 0 else None, *rest)
            for qualname, nth, kind, block, *rest in scopes
        ],
    )  # fmt: skip
    if not old:
        return Difference(None, frozenset())
    seen: set[str] | None = set()
    changed = [(b.owner, b.kind, b.name, b.names, b.occurrences, b.wide) for b in (blocks[i] for i in added)]
    changed += [(*old[p][3:6], old[p][9], old[p][10], old[p][8]) for p in removed]
    for block in changed:
        more = seen_by_name(*block)
        seen = seen | more if seen is not None and more is not None else None
    names = frozenset(seen) if seen is not None else None
    return Difference(names, frozenset([*new_ids, *(old[p][0] for p in removed)]))


def _identity(b: BlockFacts) -> tuple[object, ...]:
    """What makes a block the one that is stored: everything but its line."""
    return (b.owner, b.kind, b.name, b.lines, b.text_hash, b.wide, b.names, b.occurrences, b.more)


def _label(b: BlockFacts) -> str:
    name = b.name or f"line {b.line}"
    return f"{b.owner}.{name}" if b.owner else name


def posted_at(posted: dict[str, tuple[int, list[int]]], ids: Sequence[int]) -> dict[str, tuple[int, list[int]]]:
    """Postings with block ids in the place of the indexes of the blocks."""
    return {
        name: (bits, [ids[blocks[0]]] if len(blocks) == 1 else [ids[i] for i in blocks])
        for name, (bits, blocks) in posted.items()
    }


def stale_blocks(
    blocks: list[BlockFacts], facts: FileFacts | None, old: list[tuple[Any, ...]], matched: dict[int, int]
) -> dict[int, int]:
    """The stored blocks to keep where a part of the file does not parse: position in *old* -> line to show them at.

    They are those that stood between the stored neighbours of a broken range, unless the name they define is there
    again.
    """
    if facts is None:
        return {p: row[1] for p, row in enumerate(old)}
    if not facts.broken:
        return {}
    defined = {(b.owner, b.kind, b.name) for b in blocks if b.name}
    line_of = {p: blocks[i].line for p, i in matched.items()}
    out: dict[int, int] = {}
    for broken in facts.broken:
        low = max((p for p, line in line_of.items() if line < broken.line), default=-1)
        high = min((p for p, line in line_of.items() if line > broken.end_line), default=len(old))
        for p in range(low + 1, high):
            row = old[p]
            if p not in matched and p not in out and row[3:6] not in defined:
                out[p] = broken.line
    return out


def _remove(reader: Reader, writer: Writer, file_id: int, changes: Changes) -> None:
    before = reader.file(file_id)
    assert before is not None
    names: set[str] = set()
    for b in reader.blocks_of_file(file_id):
        names.update(b.names.split())
    writer.remove_file(file_id, sorted(names))
    _note_presence(before.path, before.module, changes)


def _problem(
    reader: Reader, writer: Writer, row: FileState | None, path: str, reason: str, place: modules.Place, tally: _Tally,
    changes: Changes,
) -> None:  # fmt: skip
    """A file that the scan could not take: one row with the reason; its last facts stay, stale."""
    if row is None:
        writer.add_file(path, place.module, place.root, None, NOTHING_READ, "skipped", reason, "{}", "[]")
        tally.changed += 1
        tally.paths_changed = True
        if not writer.bulk:
            _note_presence(path, place.module, changes)
        return
    file_id = row[0]
    before = reader.file(file_id)
    assert before is not None
    if row[2:5] == NOTHING_READ and row[5] is None and before.reason == reason:
        return
    namespace = with_stale(reader.namespace(file_id), "{}")
    writer.update_file(file_id, None, NOTHING_READ, "skipped", reason, namespace, "[]")
    writer.move_blocks([(b.line, 1, b.id) for b in reader.blocks_of_file(file_id)])
    writer.set_scopes(file_id, [])
    writer.set_bases(file_id, [], [])
    changes.add((before.module, "*"))
    tally.changed += 1
    tally.said_otherwise[file_id] = None


# ---------------------------------------------------------------------------------------------------------------------
# Base classes


def _resolve_bases(
    reader: Reader, writer: Writer, roots: tuple[str, ...], file_ids: set[int], tally: _Tally
) -> None:
    resolver = resolve.Resolver(reader, roots, stale=False)
    for file_id in sorted(file_ids):
        facts = tally.classes.get(file_id)
        if writer.bulk and not facts:
            continue
        f = reader.file(file_id)
        if f is None:
            continue
        if facts is None:
            stored = reader.classes_of_file(file_id)
            if not stored:
                continue
            grouped: dict[str, list[tuple[str, str]]] = {}
            for qualname, ordinal, expression, _, _ in stored:
                bases = grouped.setdefault(qualname, [])
                if ordinal >= 0:
                    bases.append(("?" if expression == "?" else "n", expression))
            classes = list(grouped.items())
        else:
            classes = [(c.qualname, [(kind, text) for kind, text in c.bases]) for c in facts]
        rows: list[tuple[Any, ...]] = []
        dependencies: set[tuple[str, str]] = set()
        known = {plain(name) for name, _ in classes}
        for qualname, bases in sorted(classes):
            for ordinal, (kind, text) in enumerate(bases):
                target, status = None, "unknown"
                if kind != "?":
                    target, status = base_target(resolver, f, qualname, text, known, dependencies)
                rows.append((qualname, ordinal, text if kind != "?" else "?", target, status))
            if not bases:
                rows.append((qualname, -1, "", None, "none"))
        rows.sort(key=lambda r: (r[0], r[1]))
        writer.set_bases(file_id, rows, sorted(dependencies))


def _has_outside_star(resolver: resolve.Resolver, module: str) -> bool:
    """Whether a star import from outside the project may bind anything in a module, directly or through other stars."""
    modules_seen = [module]
    for m in modules_seen:
        for namespace in resolver.namespaces(m):
            for level, starred in namespace.stars:
                target, inside = resolver.imported_module(namespace, level, starred)
                if not inside:
                    return True
                if target not in modules_seen:
                    modules_seen.append(target)
    return False


def base_target(
    resolver: resolve.Resolver, f: resolve.FileLike, qualname: str, text: str, known: set[str], dependencies: Changes
) -> tuple[str | None, str]:
    """What a base class expression names: (symbol, 'project' | 'outside' | 'unknown')."""
    first, _, rest = text.partition(".")
    around = plain(qualname).rpartition(".")[0]
    beside = True
    while around:  # a class beside this one, in the class around it or in a function further out
        name = f"{around}.{first}"
        is_itself = name == plain(qualname) and not around.endswith("<locals>")  # `class Cart(Cart)` in a class
        if (beside or around.endswith("<locals>")) and name in known and not is_itself:
            return f"{f.module}:{around}.{text}", "project"
        beside = False
        around = around.rpartition(".")[0]
    targets, why = resolver.resolve_with_reasons(f.module, first)
    dependencies |= why
    for part in rest.split(".") if rest else ():
        following: dict[resolve.Target, None] = {}
        for t in targets:
            if type(t) is resolve.Module:
                more, why = resolver.resolve_with_reasons(t.name, part)
                dependencies |= why
                following.update(dict.fromkeys(more))
            else:
                following.update(dict.fromkeys(resolver.attribute((t,), part)))
        targets = tuple(following)
    inside = [t for t in targets if type(t) is resolve.Symbol]
    for t in inside:
        if "." in t.name or "c" in resolver.kinds(t.module, t.name):
            return f"{t.module}:{t.name}", "project"
    for t in targets:
        if type(t) is resolve.Outside and t.name:
            return f"{t.module}:{t.name}", "outside"
    if not targets and not rest and "<locals>" not in qualname and not _has_outside_star(resolver, f.module):
        return f"builtins:{first}", "outside"
    return None, "unknown"


# ---------------------------------------------------------------------------------------------------------------------
# The oracle


def dump(reader: Reader) -> Iterator[str]:
    """The live facts by symbolic keys, table by table: no row ids, revisions, times, caches or stale rows; sorted."""
    by_id = {f.id: f for f in reader.files()}
    yield from sorted(
        f"file {f.path} module={f.module} root={f.root} status={f.status} reason={f.reason} "
        f"{_live_namespace(reader, f.id)}"
        for f in by_id.values()
    )
    blocks: list[str] = []
    postings: list[str] = []
    scopes: list[str] = []
    bases: list[str] = []
    labels: dict[int, str] = {}
    stale: set[int] = set()
    for f in by_id.values():
        for b in reader.blocks_of_file(f.id):
            if not b.stale:
                blocks.append(
                    f"block {f.path} {b.line}+{b.lines} {b.owner} {b.kind} {b.name} {b.names} {b.occurrences.hex()} "
                    f"{b.more}"
                )
                labels[b.id] = f"{b.owner}.{b.name} @{b.line}"
            else:
                stale.add(b.id)
        programs = [p for *_, p in reader.programs_of_file(f.id)]
        for s, flow in zip(reader.scopes_of_file(f.id), programs, strict=True):
            scopes.append(
                f"scope {f.path} {s.qualname}#{s.nth} {s.kind} {labels.get(s.block_id or 0)} {s.line}+{s.lines} "
                f"{s.text_hash.hex()} "
                f"{s.body_hash.hex()} {s.interface_hash.hex()} {flow!r}"
            )
        bases += [f"base {f.path} {row}" for row in reader.classes_of_file(f.id)]
    for name, file_id, bits, ids in reader.all_postings():
        f = by_id[file_id]
        found = [labels.get(i, "a block that is not there") for i in ids if i not in stale]
        if not found:
            continue
        if len(found) != len(ids):  # the stored bits are those of stale blocks too: count those of the others
            bits = 0
            for row in map(reader.block, ids):
                if row is not None and not row.stale:
                    bits |= postings_of(row.names, row.occurrences, row.wide).get(name, 0)
        postings.append(f"posting {name} {f.path} {bits} {sorted(found)}")
    for table in (blocks, postings, scopes, bases):
        yield from sorted(table)


def _live_namespace(reader: Reader, file_id: int) -> str:
    data = loads(reader.namespace(file_id))
    data.pop("z", None)
    return dumps(data, sort_keys=True)


def differences(live: Iterable[str], cold: Iterable[str]) -> list[str]:
    """Lines of one dump that the other lacks: '- ' only live, '+ ' only cold."""
    a, b = Counter(live), Counter(cold)
    return sorted(f"- {x}" for x in (a - b).elements()) + sorted(f"+ {x}" for x in (b - a).elements())
