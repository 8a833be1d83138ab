"""Unsaved text over stored facts: a reader that masks some files, for one session, and writes nothing.

An `Overlay` holds what `update` would store for a file of that text.  `OverlayReader` answers every question of
`Reader` with the stored rows of those files left out and the overlay's rows in their place; so whatever is asked
through it sees the unsaved state, across files.  Rows of overlays have negative ids.  Where parts of the text do not
parse, the blocks that stood there last (in the previous overlay, or as stored) stay, marked stale, as in `update`.
"""

import itertools
from collections.abc import Iterable, Sequence
from json import dumps, loads
from typing import Any, NamedTuple

from inferd.errors import SourceError
from inferd.index import update
from inferd.index.resolve import Resolver
from inferd.model import plain
from inferd.source.text import split_lines
from inferd.store.rows import HINTS, BlockRow, FileRow, Reader, ScopeRow
from inferd.syntax.facts import Broken, ClassFacts, FileFacts, pack, postings_of, unpack
from inferd.syntax.parse import parse

_ids = itertools.count(-2, -1)
_DIFF = 4_000_000  # pairs of changed lines that are compared; above, changed lines stay where they were


class Overlay(NamedTuple):
    """A file's unsaved text and the rows that `update` would store for it; ids are negative."""

    file: FileRow
    text: str
    namespace: str
    blocks: tuple[BlockRow, ...]
    postings: dict[str, tuple[int, list[int]]]
    scopes: tuple[ScopeRow, ...]
    classes: tuple[ClassFacts, ...]
    broken: tuple[Broken, ...]
    programs: tuple[str, ...]

    @classmethod
    def of(cls, reader: Reader, path: str, text: str, before: "Overlay | None" = None) -> "Overlay":
        """What a file would be with this text.  *before*: its previous overlay."""
        # First: the file may have come into the index, or under another number, since *before*.
        stored = reader.stored_at(path) if isinstance(reader, OverlayReader) else reader.file_at(path)
        file = stored if stored is not None else before.file if before is not None else None
        if file is None:
            file = FileRow(next(_ids), path, _module_of(reader, path), "", "ok", None)
        facts: FileFacts | None
        try:
            facts = parse(text, split_lines(text))
            status, reason = ("partial", "unsaved text that does not parse") if facts.broken else ("ok", None)
        except SourceError as error:
            facts, status, reason = None, "skipped", error.reason
        if before is not None:
            previous = list(before.blocks)
        else:
            previous = reader.blocks_of_file(stored.id) if stored is not None else []
        old = [(b.id, b.line, b.stale, b.owner, b.kind, b.name) for b in previous]
        fresh = facts.blocks if facts is not None else []
        blocks = [
            BlockRow(
                next(_ids), file.id, b.owner, b.kind, b.name, b.line, b.lines, 0, b.wide, b.names, b.occurrences, b.more
            )
            for b in fresh
        ]
        ids = [b.id for b in blocks]
        postings = update.posted_at(facts.postings, ids) if facts is not None else {}
        if status != "ok":
            same: dict[tuple[object, ...], list[int]] = {}
            for p, was in enumerate(previous):
                same.setdefault((was.owner, was.kind, was.name, was.names, was.occurrences), []).append(p)
            matched = {}
            for i, now in enumerate(fresh):
                queue = same.get((now.owner, now.kind, now.name, now.names, now.occurrences))
                if queue:
                    matched[queue.pop(0)] = i
            lines = _Lines(before.text, text) if before is not None else None
            for p, line in update.stale_blocks(fresh, facts, old, matched).items():
                kept = previous[p]._replace(line=line) if lines is None else lines.follow(previous[p])
                kept = kept._replace(stale=1, id=next(_ids), file_id=file.id)
                blocks.append(kept)
                for name, bits in postings_of(kept.names, kept.occurrences, kept.wide).items():
                    have, where = postings.get(name, (0, []))
                    postings[name] = (have | bits, [*where, kept.id])
        blocks.sort(key=lambda b: b.line)
        namespace = facts.namespace if facts is not None else "{}"
        if status != "ok":
            earlier = before.namespace if before is not None else reader.namespace(file.id)
            namespace = update.with_stale(earlier, namespace)
        scopes = tuple(
            ScopeRow(
                s.qualname, s.nth, s.kind, ids[s.block] if s.block >= 0 else None, s.line, s.lines, s.text_hash,
                s.body_hash, s.interface_hash,
            )
            for s in (facts.scopes if facts is not None else ())
        )  # fmt: skip
        return cls(
            file._replace(status=status, reason=reason), text, namespace, tuple(blocks), postings, scopes,
            tuple(facts.classes) if facts is not None else (), tuple(facts.broken) if facts is not None else (),
            tuple(s.flow for s in facts.scopes) if facts is not None else (),
        )  # fmt: skip


class _Lines:
    """Where the lines of a text are in a later one, so that the facts of a block that does not parse follow the edits
    around and inside it.  A line that was changed is where its place is, and what follows the change in it moves along;
    whoever shows an occurrence on it compares the words.
    """

    def __init__(self, old: str, new: str):
        a, b = split_lines(old), split_lines(new)
        head = 0
        for x, y in zip(a, b, strict=False):
            if x != y:
                break
            head += 1
        tail = 0
        while tail < min(len(a), len(b)) - head and a[-1 - tail] == b[-1 - tail]:
            tail += 1
        self._head, self._tail = head, len(a) - tail
        self._shift = len(b) - len(a)
        self._last = max(1, len(b))
        self._middle = list(range(head + 1, self._tail + 1))
        self._pairs: dict[int, tuple[str, str]] = {}  # changed lines, by their old number
        stop = len(b) - tail
        if 0 < (self._tail - head) * (stop - head) <= _DIFF:
            import difflib

            at = head
            for tag, i, j, k, n in difflib.SequenceMatcher(
                None, a[head : self._tail], b[head:stop], False
            ).get_opcodes():
                for old_line in range(i, j):
                    at = head + k + min(old_line - i, max(n - k - 1, 0)) + 1
                    self._middle[old_line] = at
                    if tag == "replace" and old_line - i < n - k:
                        self._pairs[head + old_line + 1] = (a[head + old_line], b[at - 1])
        else:
            self._middle = [min(i, max(stop, head + 1)) for i in self._middle]

    def to(self, line: int) -> int:
        """The line (from 1) at which a line of the old text is."""
        if line <= self._head:
            return line
        if line > self._tail:
            return min(line + self._shift, self._last)
        return min(self._middle[line - self._head - 1], self._last)

    def column(self, line: int, column: int) -> int:
        """The column (from 0) at which a column of an old line is."""
        pair = self._pairs.get(line)
        if pair is None:
            return column
        a, b = pair
        same = 0
        while same < min(len(a), len(b)) and a[-1 - same] == b[-1 - same]:
            same += 1
        return max(0, column + len(b) - len(a)) if column >= len(a) - same else column

    def follow(self, block: BlockRow) -> BlockRow:
        """A block of the old text, moved to where its lines are."""
        first = self.to(block.line)
        if block.line > self._tail or block.line + block.lines - 1 <= self._head:
            return block._replace(line=first)
        o = unpack(block.occurrences, block.wide)
        for j in range(1, len(o), 6):
            o[j + 1] = self.column(block.line + o[j], o[j + 1])
            o[j] = max(0, self.to(block.line + o[j]) - first)
        packed, wide = pack(o)
        more = loads(block.more) if block.more else {}
        scopes = more.get("s", [])
        for i in range(0, len(scopes), 7):
            scopes[i + 3] = max(0, self.to(block.line + scopes[i + 3]) - first)
            scopes[i + 4] = max(scopes[i + 3], self.to(block.line + scopes[i + 4]) - first)
        for width in more.get("w", {}).values():
            if type(width) is not int:
                width[0] = max(0, self.to(block.line + width[0]) - first)
        lines = max(1, self.to(block.line + block.lines - 1) - first + 1)
        return block._replace(
            line=first, lines=lines, occurrences=packed, wide=wide,
            more=dumps(more, separators=(",", ":")) if more else "",
        )  # fmt: skip


class OverlayReader(Reader):
    """A `Reader` with some files masked."""

    def __init__(self, db: Any, overlays: dict[str, Overlay]):
        """*db*: what the reader beneath reads, a connection or the files themselves."""
        super().__init__(db)
        self._by_path = overlays
        self._by_id = {o.file.id: o for o in overlays.values()}
        self.overlaid = self._by_id.keys()
        self._blocks = {b.id: b for o in overlays.values() for b in o.blocks}
        self._bases: dict[int, list[tuple[str, str, str | None, str]]] = {}

    def _with(self, rows: list[BlockRow], extra: Iterable[BlockRow]) -> list[BlockRow]:
        return [r for r in rows if r.file_id not in self._by_id] + list(extra)

    # -- files ----------------------------------------------------------------------------------------------------

    def text_at(self, path: str) -> str | None:
        o = self._by_path.get(path)
        return o.text if o is not None else None

    def unsaved(self) -> list[FileRow]:
        return [o.file for o in self._by_path.values()]

    def file(self, file_id: int) -> FileRow | None:
        o = self._by_id.get(file_id)
        return o.file if o is not None else super().file(file_id)

    def files_by_id(self, ids: Iterable[int]) -> list[FileRow]:
        wanted = list(ids)
        rows = super().files_by_id([i for i in wanted if i not in self._by_id])
        return rows + [self._by_id[i].file for i in wanted if i in self._by_id]

    def stub_paths(self) -> set[str]:
        return super().stub_paths() | {p for p in self._by_path if p.endswith(".pyi")}

    def package_directories(self) -> set[str]:
        own = {p.rpartition("/")[0] for p in self._by_path if p.rpartition("/")[2] in ("__init__.py", "__init__.pyi")}
        return super().package_directories() | own

    def file_at(self, path: str) -> FileRow | None:
        o = self._by_path.get(path)
        return o.file if o is not None else super().file_at(path)

    def stored_at(self, path: str) -> FileRow | None:
        """The file beneath, whatever lies over it."""
        return super().file_at(path)

    def files(self) -> list[FileRow]:
        rows = {f.path: f for f in super().files()}
        rows.update((p, o.file) for p, o in self._by_path.items())
        return [rows[p] for p in sorted(rows)]

    def files_of_module(self, module: str) -> list[FileRow]:
        rows = {f.path: f for f in super().files_of_module(module)}
        rows.update((p, o.file) for p, o in self._by_path.items() if o.file.module == module)
        return [rows[p] for p in sorted(rows)]

    def modules_under(self, prefix: str) -> list[str]:
        out = set(super().modules_under(prefix))
        out.update(o.file.module for o in self._by_path.values() if f"{o.file.module}.".startswith(prefix + "."))
        return sorted(out)

    def namespace(self, file_id: int) -> str:
        o = self._by_id.get(file_id)
        return o.namespace if o is not None else super().namespace(file_id)

    def not_analysed(self) -> list[tuple[str, str]]:
        rows = [r for r in super().not_analysed() if r[0] not in self._by_path]
        rows += [(p, o.file.reason or "") for p, o in self._by_path.items() if o.file.status != "ok"]
        return sorted(rows)

    # -- names and blocks -----------------------------------------------------------------------------------------

    def postings(self, name: str, mask: int = -1) -> list[tuple[int, int, list[int]]]:
        rows = [r for r in super().postings(name, mask) if r[0] not in self._by_id]
        for i, o in self._by_id.items():
            found = o.postings.get(name)
            if found is not None and found[0] & mask:
                rows.append((i, found[0], found[1]))
        return rows

    def _own(self, name: str, mask: int, ids: Iterable[int]) -> list[BlockRow]:
        out = []
        for i in ids:
            o = self._by_id.get(i)
            found = o.postings.get(name) if o is not None else None
            if found is not None and found[0] & mask:
                out += [self._blocks[b] for b in found[1]]
        return out

    def blocks_of_name(self, name: str, mask: int = -1) -> list[BlockRow]:
        return self._with(super().blocks_of_name(name, mask), self._own(name, mask, self._by_id))

    def blocks_of_name_in(self, name: str, file_ids: Iterable[int]) -> list[BlockRow]:
        wanted = list(file_ids)
        stored = super().blocks_of_name_in(name, [i for i in wanted if i not in self._by_id])
        return stored + self._own(name, -1, wanted)

    def block(self, block_id: int) -> BlockRow | None:
        return self._blocks.get(block_id) or super().block(block_id)

    def blocks_of_file(self, file_id: int) -> list[BlockRow]:
        o = self._by_id.get(file_id)
        return list(o.blocks) if o is not None else super().blocks_of_file(file_id)

    def blocks_with_hints(self, file_id: int) -> list[BlockRow]:
        if file_id not in self._by_id:
            return super().blocks_with_hints(file_id)
        return [b for b in self.blocks_of_file(file_id) if any(h in b.more for h in HINTS)]

    def blocks_at(self, file_id: int, line: int) -> list[BlockRow]:
        o = self._by_id.get(file_id)
        if o is None:
            return super().blocks_at(file_id, line)
        return [b for b in o.blocks if b.line <= line < b.line + b.lines]

    def class_headers(self, file_id: int, owner: str, name: str) -> list[BlockRow]:
        o = self._by_id.get(file_id)
        if o is None:
            return super().class_headers(file_id, owner, name)
        return [b for b in o.blocks if (b.owner, b.kind, b.name) == (owner, "class", name)]

    def names_like(self, pattern: str, limit: int) -> list[str]:
        # a name that only unsaved text has is found by its own spelling, which is what `search` narrows down anyway
        rows = super().names_like(pattern, limit)
        extra = {n for o in self._by_path.values() for n in o.postings} - set(rows)
        letters = pattern.replace("\\", "").strip("%").split("%")
        extra = {n for n in extra if _in_order(letters, n)}
        return sorted(extra.union(rows), key=lambda n: (len(n), n)) if extra else rows

    def names_from(self, prefix: str, limit: int) -> list[str]:
        rows = super().names_from(prefix, limit)
        extra = {n for o in self._by_path.values() for n in o.postings if n.startswith(prefix)} - set(rows)
        return sorted(extra.union(rows), key=lambda n: (len(n), n))[:limit] if extra else rows

    def visible_names(self, mask: int) -> list[str]:
        out = set(super().visible_names(mask))
        out.update(n for o in self._by_path.values() for n, (bits, _) in o.postings.items() if bits & mask)
        return sorted(out)

    # -- scopes and classes ---------------------------------------------------------------------------------------

    def scopes_of_file(self, file_id: int) -> list[ScopeRow]:
        o = self._by_id.get(file_id)
        return list(o.scopes) if o is not None else super().scopes_of_file(file_id)

    def scope_programs(self, file_id: int) -> list[tuple[str, int, str, int | None, str]]:
        o = self._by_id.get(file_id)
        if o is None:
            return super().scope_programs(file_id)
        return [(s.qualname, s.nth, s.kind, s.block_id, p) for s, p in zip(o.scopes, o.programs, strict=True)]

    def typed(self, file_id: int) -> tuple[bytes, bytes] | None:
        # what unsaved text says reaches open files only: the others are as they were when all was saved
        return None if file_id in self._by_id else super().typed(file_id)

    def called(self, file_id: int) -> str | None:
        return None if file_id in self._by_id else super().called(file_id)

    def unsettled(self, file_ids: set[int]) -> set[int]:
        return super().unsettled(file_ids) | (file_ids & self._by_id.keys())

    def _resolved(self, o: Overlay) -> list[tuple[str, str, str | None, str]]:
        """(class, expression, target, status) for the classes of an overlay; a reader lives as long as one question."""
        rows = self._bases.get(o.file.id)
        if rows is not None:
            return rows
        resolver = Resolver(self, _roots(self))
        known = {plain(c.qualname) for c in o.classes}
        out = []
        for c in o.classes:
            for kind, text in c.bases:
                target, status = (None, "unknown")
                if kind != "?":
                    target, status = update.base_target(resolver, o.file, c.qualname, text, known, set())
                out.append((c.qualname, text or "?", target, status))
        self._bases[o.file.id] = out
        return out

    def bases_in(self, module: str) -> list[tuple[str, str, str | None, str]]:
        mine = [o for o in self._by_path.values() if o.file.module == module]
        if not mine:
            return super().bases_in(module)
        return [row for o in mine for row in self._resolved(o)]

    def subclasses_of(self, target: str) -> list[tuple[str, str]]:
        masked = {o.file.module for o in self._by_path.values()}
        rows = [r for r in super().subclasses_of(target) if r[0] not in masked]
        for o in self._by_path.values():
            rows += [(o.file.module, row[0]) for row in self._resolved(o) if row[2] == target]
        return sorted(set(rows))

    def _under(self, target: str) -> dict[tuple[str, str], int]:
        """The classes below one, with whether they have several bases: the stored ones in one look-up, and again from
        each class of an overlay that comes in between.
        """
        own: dict[str, dict[tuple[str, str], int]] = {}
        for o in self._by_path.values():
            counts: dict[str, int] = {}
            for row in self._resolved(o):
                counts[row[0]] = counts.get(row[0], 0) + 1
            for row in self._resolved(o):
                if row[2] is not None:
                    own.setdefault(row[2], {})[o.file.module, row[0]] = counts[row[0]] > 1
        out: dict[tuple[str, str], int] = {}
        asked = {target}
        following = [target]
        while following:
            found = {(m, c): several for m, c, several in self.classes_under(following, self._by_id)}
            symbols = [*following, *(f"{m}:{plain(c)}" for m, c in found)]
            out.update(found)
            following = []
            for symbol in symbols:
                for (m, c), several in own.get(symbol, {}).items():
                    out[m, c] = several
                    below = f"{m}:{plain(c)}"
                    if below not in asked:
                        asked.add(below)
                        following.append(below)
        return out

    def classes_below(self, target: str) -> list[tuple[str, str]]:
        return sorted(self._under(target))

    def some_below(self, target: str, most: int) -> list[tuple[str, str]]:
        return self.classes_below(target)[:most]

    def joins_below(self, target: str) -> list[tuple[str, str]]:
        return sorted(c for c, several in self._under(target).items() if several)

    def is_posted(self, name: str, mask: int) -> bool:
        if any(o.postings.get(name, (0,))[0] & mask for o in self._by_path.values()):
            return True
        return super().is_posted(name, mask)

    # -- several at once ------------------------------------------------------------------------------------------

    def blocks_by_id(self, ids: list[int]) -> Sequence[tuple[Any, ...]]:
        mine = self._blocks
        return [*super().blocks_by_id([i for i in ids if i not in mine]), *(mine[i] for i in ids if i in mine)]

    def posted_among(self, names: Iterable[str], mask: int) -> set[str]:
        wanted = set(names)
        out = super().posted_among(wanted, mask)
        for o in self._by_path.values():
            out.update(n for n in wanted if o.postings.get(n, (0,))[0] & mask)
        return out

    def postings_among(self, names: Iterable[str], mask: int, also: int) -> list[tuple[str, list[int]]]:
        out: list[tuple[str, list[int]]] = []
        for name in names:
            out += [(name, ids) for _, bits, ids in self.postings(name, mask) if bits & also]
        return out

    def bases_of(self, modules: Iterable[str]) -> list[tuple[str, str, str, str | None, str]]:
        return [(m, *row) for m in modules for row in self.bases_in(m)]

    def class_extents(self, file_id: int) -> dict[int, tuple[int, int]]:
        o = self._by_id.get(file_id)
        if o is None:
            return super().class_extents(file_id)
        return {
            s.block_id: (s.line, s.lines) for s in reversed(o.scopes) if s.kind == "class" and s.block_id is not None
        }


def _roots(reader: Reader) -> tuple[str, ...]:
    return tuple(loads(reader.meta("roots", '[""]')))


def _module_of(reader: Reader, path: str) -> str:
    """The module name of a file that is in no index yet: by the package that it lies in, else by the root."""
    stem = path.removesuffix(".pyi").removesuffix(".py")
    directory, _, name = stem.rpartition("/")
    for package in (f"{directory}/__init__.py", f"{directory}/__init__.pyi"):
        around = reader.file_at(package) if directory else None
        if around is not None and name != "__init__":
            return f"{around.module}.{name}"
    root = max((r for r in _roots(reader) if not r or stem.startswith(r + "/")), key=len, default="")
    return stem[len(root) + 1 if root else 0 :].removesuffix("/__init__").replace("/", ".")


def _in_order(letters: list[str], name: str) -> bool:
    at = 0
    low = name.casefold()
    for c in letters:
        at = low.find(c.casefold(), at)
        if at < 0:
            return False
        at += len(c)
    return True
