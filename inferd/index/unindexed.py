"""Facts without an index: a `Reader` over the files themselves, for the time until the first index is there.

Why
    On an empty cache the first index of a large project takes seconds.  Most first questions are about module-level
    names, and for those it is enough to search the text of all files for the name and to analyse those that hold it.

How
    `Sources` holds the bytes of the project's files and the facts of those that were analysed.  `SourceReader` answers
    what `Reader` answers, by analysing what a question needs: the files that hold a name (`postings`,
    `blocks_of_name`), and those whose namespaces imports lead to (`namespace`).  Resolution, views and queries on top
    of it are the same as over an index; so they follow aliases, re-exports and star imports to a fixpoint, each new
    name being searched for in turn.

    A file holds a name if its bytes do, or, where it is not ASCII or of an unusual encoding, if its text does in the
    form in which Python reads names (NFKC).  Private names (`_C__x`) are searched for as their class writes them
    (`__x`), too.

What it does not do
    What needs all files (classes below a class, symbols by their letters, all names) raises `NeedsIndex`, and so does a
    question that would analyse more files than `MOST`: an answer is whole or it is none.  A string that is written with
    escapes or in pieces (`"na" "me"`) is not found; an index knows it.

Cost
    A scan and reading every file once (some 0.15 s for Django), 10 to 20 ms for each name that is searched for, and the
    analysis of the files that hold it: 2 to 5 ms each.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from json import dumps
from typing import Any, NamedTuple
from unicodedata import is_normalized, normalize

from inferd.config import Config
from inferd.errors import SourceError
from inferd.index import modules, update
from inferd.index.fresh import project_dirs
from inferd.index.overlay import Overlay, OverlayReader
from inferd.index.resolve import Resolver
from inferd.model import plain
from inferd.source import files
from inferd.source.collector import uncollected
from inferd.source.text import decode, split_lines
from inferd.store.rows import BlockRow, FileRow, Reader, ScopeRow
from inferd.syntax import facts as F
from inferd.syntax.facts import ClassFacts
from inferd.syntax.parse import parse

MOST = 400  # files analysed for one project; beyond, the index is sooner
_LARGEST = 400_000_000  # bytes of all files that are held
_STAR = re.compile(rb"import[ \t\\\r\n]*\*")
_CLASS = re.compile(rb"\bclass[ \t\\\r\n\f]+([A-Za-z_][A-Za-z0-9_]*)")
_COOKIE = re.compile(rb"coding[:=][ \t]*([-\w.]+)")
_PLAIN_CODECS = (b"utf-8", b"utf8", b"latin", b"iso-8859", b"iso8859", b"ascii", b"us-ascii", b"cp125")


class NeedsIndex(Exception):
    """The question cannot be answered from a part of the files."""


class Facts(NamedTuple):
    """What an index would hold of one file."""

    row: FileRow
    namespace: str
    blocks: tuple[BlockRow, ...]
    postings: dict[str, tuple[int, list[int]]]
    scopes: tuple[ScopeRow, ...]
    programs: tuple[str, ...]
    classes: tuple[ClassFacts, ...]


class Sources:
    """The files of a project, read once, and the facts of those that were analysed."""

    def __init__(self, root: str, config: Config):
        self.root = root
        self.config = config
        self.entries: dict[str, files.Entry] = {}
        self.problems: dict[str, str] = {}
        self.at_once = MOST  # files that one step of a question may have analysed
        self.roots: tuple[str, ...] = ("",)
        self.rows: dict[str, FileRow] = {}
        self.of_module: dict[str, list[FileRow]] = {}
        self.modules: list[str] = []
        self.by_id: dict[int, FileRow] = {}
        self._ids: dict[str, int] = {}
        self._data: dict[str, bytes | None] = {}
        self._odd: dict[str, str | None] = {}  # text of files whose bytes do not show their names; None: not known
        self._facts: dict[str, Facts] = {}
        self.blocks: dict[int, BlockRow] = {}
        self._block_ids = 0
        self._holding: dict[str, list[str]] = {}
        self._starred: list[str] | None = None
        self._classes: set[bytes] | None = None

    def refresh(self) -> None:
        """Look at the files again."""
        scan = files.scan(self.root, self.config)
        if sum(e.size for e in scan.entries) > _LARGEST:
            raise NeedsIndex
        entries = {e.path: e for e in scan.entries}
        problems = dict(scan.problems)
        if entries == self.entries and problems == self.problems:
            return
        for path in [p for p, e in self.entries.items() if entries.get(p) != e]:
            self._data.pop(path, None)
            self._odd.pop(path, None)
            self._facts.pop(path, None)
        self._holding.clear()
        self._starred = self._classes = None
        if entries.keys() != self.entries.keys() or problems.keys() != self.problems.keys():
            self._place(sorted(entries.keys() | problems.keys()))
        self.entries, self.problems = entries, problems
        for path in entries:
            if path not in self._data:
                try:
                    data = files.read(self.root, path, self.config.max_file_size)
                except SourceError:
                    self._data[path] = None
                    continue
                self._data[path] = data
                if not data.isascii() or (b"coding" in data[:200] and _is_odd_codec(data)):
                    self._odd[path] = _searchable(data)

    def _place(self, paths: list[str]) -> None:
        known: dict[str, bool] = {}

        def is_project(directory: str) -> bool:
            if directory not in known:
                known.update(project_dirs(self.root, (directory,)))
            return known[directory]

        self.roots = modules.main_roots(paths, tuple(self.config.source_roots))
        places = modules.place_modules(paths, self.roots, is_project)
        self._facts.clear()
        self.rows, self.of_module, self.by_id = {}, {}, {}
        for path in paths:
            file_id = self._ids.setdefault(path, len(self._ids) + 1)
            place = places[path]
            row = FileRow(file_id, path, place.module, place.root, "ok", None)
            self.rows[path] = self.by_id[file_id] = row
            self.of_module.setdefault(place.module, []).append(row)
        self.modules = sorted(self.of_module)

    def holding(self, name: str) -> list[str]:
        """The files that may hold a name."""
        known = self._holding.get(name)
        if known is None:
            found = []
            for spelling in _spellings(name):
                needle = spelling.encode("utf-8", "surrogatepass")
                word = re.compile(rb"(?<![A-Za-z0-9_])" + re.escape(needle) + rb"(?![A-Za-z0-9_])").search
                for path, data in self._data.items():
                    if data is None:
                        continue
                    if path in self._odd:
                        text = self._odd[path]
                        if text is None or spelling in text:
                            found.append(path)
                    elif needle in data and word(data):
                        found.append(path)
            known = self._holding[name] = sorted(set(found))
        return known

    def with_star(self) -> list[str]:
        """The files that import all of something."""
        if self._starred is None:
            self._starred = [p for p, data in self._data.items() if data is not None and _STAR.search(data)]
        return self._starred

    def is_class(self, name: str) -> bool:
        """Whether a class of this name may be defined somewhere."""
        if not name.isascii() or (self._odd and any(text is None for text in self._odd.values())):
            return True
        if self._classes is None:
            self._classes = set()
            for data in self._data.values():
                if data is not None and b"class" in data:
                    self._classes.update(_CLASS.findall(data))
            for path, text in self._odd.items():
                if text is not None and self._data[path] is not None:
                    self._classes.update(_CLASS.findall(text.encode("utf-8", "surrogatepass")))
        return name.encode() in self._classes

    def need(self, paths: Iterable[str]) -> None:
        """Analyse these files."""
        missing = [p for p in paths if p not in self._facts]
        if len(missing) > self.at_once or len(missing) + len(self._facts) > MOST:
            raise NeedsIndex
        with uncollected():
            for path in missing:
                self._facts[path] = self._analysed(path)

    def facts(self, path: str) -> Facts:
        known = self._facts.get(path)
        if known is None:
            self.need((path,))
            known = self._facts[path]
        return known

    def analysed(self) -> list[Facts]:
        return list(self._facts.values())

    def _analysed(self, path: str) -> Facts:
        row = self.rows[path]
        data = self._data.get(path)
        try:
            if data is None:
                data = files.read(self.root, path, self.config.max_file_size)
            text, _ = decode(data)
            facts = parse(text, split_lines(text))
        except SourceError as error:
            return Facts(row._replace(status="skipped", reason=error.reason), "{}", (), {}, (), (), ())
        if facts.broken:
            reason = "; ".join(f"line {b.line}: {b.reason}" for b in facts.broken)
            row = row._replace(status="partial", reason=reason)
        ids = list(range(self._block_ids + 1, self._block_ids + 1 + len(facts.blocks)))
        self._block_ids += len(ids)
        blocks = tuple(
            BlockRow(i, row.id, b.owner, b.kind, b.name, b.line, b.lines, 0, b.wide, b.names, b.occurrences, b.more)
            for i, b in zip(ids, facts.blocks, strict=True)
        )
        self.blocks.update((b.id, b) for b in blocks)
        postings = update.posted_at(facts.postings, ids)
        scopes = tuple(
            ScopeRow(
                s.qualname, s.nth, s.kind, ids[s.block] if s.block >= 0 else None, s.line, s.lines, s.text_hash,
                s.body_hash, s.interface_hash,
            )
            for s in facts.scopes
        )  # fmt: skip
        programs = tuple(s.flow for s in facts.scopes)
        return Facts(row, facts.namespace, blocks, postings, scopes, programs, tuple(facts.classes))


def _is_odd_codec(data: bytes) -> bool:
    found = _COOKIE.search(data[:400])
    return found is not None and not found.group(1).lower().startswith(_PLAIN_CODECS)


def _searchable(data: bytes) -> str | None:
    """The text of a file with its names as Python reads them; None where it cannot be read: then it holds nothing."""
    try:
        text, _ = decode(data)
    except SourceError:
        return ""
    return text if is_normalized("NFKC", text) else normalize("NFKC", text) + "\n" + text


def _spellings(name: str) -> list[str]:
    """How a name may be written: a private one without the class that it belongs to."""
    out = [name]
    if name.startswith("_"):
        at = name.find("__", 1)
        while at > 0:
            out.append(name[at:])
            at = name.find("__", at + 1)
    return out


class _NoDatabase:
    """Stands where a connection is expected."""

    in_transaction = False

    def execute(self, *_: object) -> None:
        raise NeedsIndex

    def set_progress_handler(self, *_: object) -> None:
        pass


class SourceReader(Reader):
    """See the module's docstring."""

    def __init__(self, sources: Sources):
        super().__init__(_NoDatabase())  # type: ignore[arg-type]
        self.sources = sources
        self._resolver: Resolver | None = None
        self._bases_of: dict[str, list[tuple[str, str, str | None, str]]] = {}

    def begin(self) -> None:
        pass

    def end(self) -> None:
        pass

    # -- files ----------------------------------------------------------------------------------------------------

    def meta(self, key: str, default: str = "") -> str:
        return {"roots": dumps(self.sources.roots), "revision": "0"}.get(key, default)

    def file(self, file_id: int) -> FileRow | None:
        return self.sources.by_id.get(file_id)

    def files_by_id(self, ids: Iterable[int]) -> list[FileRow]:
        return [self.sources.by_id[i] for i in ids if i in self.sources.by_id]

    def stub_paths(self) -> set[str]:
        return {p for p in self.sources.rows if p.endswith(".pyi")}

    def package_directories(self) -> set[str]:
        inits = ("__init__.py", "__init__.pyi")
        return {p.rpartition("/")[0] for p in self.sources.rows if p.endswith(inits)}

    def file_at(self, path: str) -> FileRow | None:
        return self.sources.rows.get(path)

    def files(self) -> list[FileRow]:
        return list(self.sources.rows.values())

    def files_of_module(self, module: str) -> list[FileRow]:
        return self.sources.of_module.get(module, [])

    def modules_under(self, prefix: str) -> list[str]:
        known = self.sources.modules
        out = [prefix] if prefix in self.sources.of_module else []
        at = bisect_left(known, prefix + ".")
        while at < len(known) and known[at].startswith(prefix + "."):
            out.append(known[at])
            at += 1
        return out

    def states_of(self, paths: Iterable[str]) -> list[tuple[int, str, int, int, int, bytes | None, str]]:
        out: list[tuple[int, str, int, int, int, bytes | None, str]] = []
        for path in paths:
            e = self.sources.entries.get(path)
            if e is not None:
                out.append((self.sources.rows[path].id, path, e.size, e.mtime_ns, e.inode, None, "ok"))
        return out

    def namespace(self, file_id: int) -> str:
        # a new file, which only an editor shows, has no number here
        return self._facts(file_id).namespace if file_id in self.sources.by_id else "{}"

    def not_analysed(self) -> list[tuple[str, str]]:
        """Of the files that were looked into."""
        rows = [(f.row.path, f.row.reason or "") for f in self.sources.analysed() if f.row.status != "ok"]
        return sorted(rows + list(self.sources.problems.items()))

    def _facts(self, file_id: int) -> Facts:
        return self.sources.facts(self.sources.by_id[file_id].path)

    # -- names and blocks -----------------------------------------------------------------------------------------

    def postings(self, name: str, mask: int = -1) -> list[tuple[int, int, list[int]]]:
        if name == "*":  # who asks wants to know which files have star imports; too many do no harm
            return [(self.sources.rows[p].id, 1 << F.IMPORT, []) for p in self.sources.with_star()]
        paths = self.sources.holding(name)
        self.sources.need(paths)
        out = []
        for path in paths:
            facts = self.sources.facts(path)
            found = facts.postings.get(name)
            if found is not None and found[0] & mask:
                out.append((facts.row.id, *found))
        return out

    def is_posted(self, name: str, mask: int) -> bool:
        return self.sources.is_class(name) if mask == F.POSTED_CLASS else True

    def blocks_of_name(self, name: str, mask: int = -1) -> list[BlockRow]:
        out: list[BlockRow] = []
        for file_id, _, ids in SourceReader.postings(self, name, mask):  # without what lies over it
            wanted = set(ids)
            out += [b for b in self._facts(file_id).blocks if b.id in wanted]
        return out

    def blocks_of_name_in(self, name: str, file_ids: Iterable[int]) -> list[BlockRow]:
        out: list[BlockRow] = []
        for file_id in sorted(file_ids):
            facts = self._facts(file_id)
            wanted = set(facts.postings.get(name, (0, ()))[1])
            out += [b for b in facts.blocks if b.id in wanted]
        return out

    def block(self, block_id: int) -> BlockRow | None:
        return self.sources.blocks.get(block_id)

    def blocks_of_file(self, file_id: int) -> list[BlockRow]:
        return sorted(self._facts(file_id).blocks, key=lambda b: (b.line, b.id))

    def blocks_at(self, file_id: int, line: int) -> list[BlockRow]:
        return [b for b in self.blocks_of_file(file_id) if b.line <= line < b.line + b.lines]

    def class_headers(self, file_id: int, owner: str, name: str) -> list[BlockRow]:
        return [b for b in self.blocks_of_file(file_id) if (b.owner, b.kind, b.name) == (owner, "class", name)]

    # -- scopes and classes ---------------------------------------------------------------------------------------

    def scopes_of_file(self, file_id: int) -> list[ScopeRow]:
        return list(self._facts(file_id).scopes)

    def scope_programs(self, file_id: int) -> list[tuple[str, int, str, int | None, str]]:
        facts = self._facts(file_id)
        return [(s.qualname, s.nth, s.kind, s.block_id, p) for s, p in zip(facts.scopes, facts.programs, strict=True)]

    def bases_in(self, module: str) -> list[tuple[str, str, str | None, str]]:
        rows = self._bases_of.get(module)
        if rows is None:
            if self._resolver is None:
                self._resolver = Resolver(self, self.sources.roots, stale=False)
            rows = []
            for f in self.files_of_module(module):
                classes = self._facts(f.id).classes
                known = {plain(c.qualname) for c in classes}
                for c in sorted(classes, key=lambda c: c.qualname):
                    for kind, text in c.bases:
                        target, status = None, "unknown"
                        if kind != "?":
                            target, status = update.base_target(self._resolver, f, c.qualname, text, known, set())
                        rows.append((c.qualname, text if kind != "?" else "?", target, status))
            self._bases_of[module] = rows
        return rows


    # -- several at once ------------------------------------------------------------------------------------------

    def blocks_by_id(self, ids: list[int]) -> Sequence[tuple[Any, ...]]:
        return [b for i in ids if (b := SourceReader.block(self, i)) is not None]

    def posted_among(self, names: Iterable[str], mask: int) -> set[str]:
        return {n for n in names if SourceReader.is_posted(self, n, mask)}

    def postings_among(self, names: Iterable[str], mask: int, also: int) -> list[tuple[str, list[int]]]:
        rows = ((n, row) for n in names for row in SourceReader.postings(self, n, mask))
        return [(n, ids) for n, (_, bits, ids) in rows if bits & also]

    def bases_of(self, modules: Iterable[str]) -> list[tuple[str, str, str, str | None, str]]:
        return [(m, *row) for m in modules for row in self.bases_in(m)]

    def class_extents(self, file_id: int) -> dict[int, tuple[int, int]]:
        scopes = reversed(self._facts(file_id).scopes)
        return {s.block_id: (s.line, s.lines) for s in scopes if s.kind == "class" and s.block_id is not None}


class OverlaidSources(OverlayReader, SourceReader):
    """The files themselves, under unsaved text."""

    def __init__(self, sources: Sources, overlays: dict[str, Overlay]):
        super().__init__(sources, overlays)
