"""Reading and writing facts: the only SQL for them.

`Reader` answers the point questions that queries are made of; each method says what it costs.  `Writer` replaces the
facts of one file at a time, inside a transaction that the caller opens, and keeps what an edit did not touch.  Both
take plain tuples: this module knows tables, not syntax.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from itertools import chain
from json import dumps, loads
from typing import Any, NamedTuple


class FileRow(NamedTuple):
    """A row of `file`, as far as questions need it."""

    id: int
    path: str
    module: str
    root: str
    status: str  # 'ok' | 'partial' | 'skipped'
    reason: str | None


class BlockRow(NamedTuple):
    """A row of `block`, its occurrences still packed; `line` counts from 1, `lines` how many it covers."""

    id: int
    file_id: int
    owner: str
    kind: str
    name: str
    line: int
    lines: int
    stale: int
    wide: int
    names: str
    occurrences: bytes
    more: str


class ScopeRow(NamedTuple):
    """A row of `scope`; `line` counts from the first line of its block."""

    qualname: str
    nth: int
    kind: str
    block_id: int | None
    line: int
    lines: int
    text_hash: bytes
    body_hash: bytes
    interface_hash: bytes


Row = tuple[Any, ...]  # of SQLite's values
FileState = tuple[int, str, int, int, int, bytes | None, str]  # see `Reader.file_states`
Pack = Callable[[list[tuple[int, int, int]]], bytes]  # (block, occurrence, number of a type set) -> what `typed` keeps



class TypedRow(NamedTuple):
    """What inference found of a file; *reads*: the files that it was found from (bits, by id), *receivers*: (block,
    occurrence, types), *marks*, *calls*: see `inferd.query.kept_calls`, *summaries*: see `inferd.query.flowing`, None
    where they were not asked for.
    """

    file_id: int
    reads: bytes
    receivers: list[tuple[int, int, str]]
    marks: bytes
    calls: str
    summaries: str | None = None


_FILE = "id, path, module, root, status, reason"
_BLOCK = "id, file_id, owner, kind, name, line, lines, stale, wide, names, occurrences, more"
_CHUNK = 400
HINTS = ('"d":{', '"t":{')  # what stands in `more` of a block with hints
_HELD_ROWS = 1000
_INSERT_BLOCK = (
    "INSERT INTO block (id, file_id, owner, kind, name, line, lines, text_hash, names, occurrences, more, wide, stale) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)"
)


class Reader:
    """Point queries over one connection; one snapshot from `begin` to `end`."""

    def __init__(self, db: sqlite3.Connection):
        self.db = db
        self.overlaid: Set[int] = frozenset()  # files that are read as an editor shows them, not as they were analysed

    def begin(self) -> None:
        self.db.execute("BEGIN")

    def end(self) -> None:
        if self.db.in_transaction:
            self.db.execute("COMMIT")

    def is_recorded(self) -> bool:
        """Whether any run was recorded."""
        return self.db.execute("SELECT 1 FROM run LIMIT 1").fetchone() is not None

    def data_version(self) -> int:
        """A number that is another one after somebody else has committed."""
        return int(self.db.execute("PRAGMA data_version").fetchone()[0])

    # -- meta and files -------------------------------------------------------------------------------------------

    def meta(self, key: str, default: str = "") -> str:
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else default

    def revision(self) -> int:
        return int(self.meta("revision", "0"))

    def text_at(self, path: str) -> str | None:  # noqa: ARG002 - what is stored has no text of its own
        """The unsaved text of a file; None where its text is that of the disk."""
        return None

    def file(self, file_id: int) -> FileRow | None:
        row = self.db.execute(f"SELECT {_FILE} FROM file WHERE id = ?", (file_id,)).fetchone()
        return FileRow._make(row) if row else None

    def files_by_id(self, ids: Iterable[int]) -> list[FileRow]:
        rows = self.db.execute(
            f"SELECT {_FILE} FROM file WHERE id IN (SELECT value FROM json_each(?))", (_list(list(ids)),)
        )
        return [FileRow._make(r) for r in rows]

    def stub_paths(self) -> set[str]:
        """The paths of `.pyi` files."""
        return {r[0] for r in self.db.execute("SELECT path FROM file WHERE path LIKE '%.pyi'")}

    def package_directories(self) -> set[str]:
        """The directories that hold an `__init__`."""
        rows = self.db.execute("SELECT path FROM file WHERE path GLOB '*__init__.py' OR path GLOB '*__init__.pyi'")
        return {r[0].rpartition("/")[0] for r in rows}

    def unsaved(self) -> list[FileRow]:
        """The files that have another text than the stored one."""
        return []

    def file_at(self, path: str) -> FileRow | None:
        row = self.db.execute(f"SELECT {_FILE} FROM file WHERE path = ?", (path,)).fetchone()
        return FileRow._make(row) if row else None

    def files(self) -> list[FileRow]:
        return [FileRow._make(r) for r in self.db.execute(f"SELECT {_FILE} FROM file ORDER BY path")]

    def files_of_module(self, module: str) -> list[FileRow]:
        """The files that make up a module: `.py` first, then `.pyi`."""
        rows = self.db.execute(f"SELECT {_FILE} FROM file WHERE module = ? ORDER BY path", (module,))
        return [FileRow._make(r) for r in rows]

    def modules_under(self, prefix: str) -> list[str]:
        """The names of a module and of the modules inside it."""
        rows = self.db.execute(
            "SELECT DISTINCT module FROM file WHERE module = ? OR (module >= ? AND module < ?) ORDER BY module",
            (prefix, prefix + ".", prefix + "/"),
        )
        return [r[0] for r in rows]

    def file_states(self) -> list[FileState]:
        """(id, path, size, mtime_ns, inode, content_hash, status) of every file."""
        return self.db.execute("SELECT id, path, size, mtime_ns, inode, content_hash, status FROM file").fetchall()

    def states_of(self, paths: Iterable[str]) -> list[FileState]:
        """The rows of `file_states` for a few files."""
        sql = "SELECT id, path, size, mtime_ns, inode, content_hash, status FROM file WHERE path = ?"
        return [row for path in paths for row in self.db.execute(sql, (path,))]

    def fingerprints(self) -> dict[str, tuple[int, int, int]]:
        """The (size, mtime_ns, inode) of each path: what the freshness scan compares; about 1 microsecond a file."""
        return {p: (s, m, i) for p, s, m, i in self.db.execute("SELECT path, size, mtime_ns, inode FROM file")}

    def files_in(self, directory: str) -> list[FileRow]:
        """The files directly in a directory."""
        inside = directory + "/" if directory else ""
        rows = self.db.execute(
            f"SELECT {_FILE} FROM file WHERE path >= ? AND path < ? ORDER BY path", (inside, inside[:-1] + "0")
        )
        return [f for f in map(FileRow._make, rows) if "/" not in f.path[len(inside) :]]

    def unread(self) -> list[str]:
        """The files whose bytes could not be had, though they are there."""
        rows = self.db.execute("SELECT path FROM file WHERE content_hash IS NULL AND inode <> 0 ORDER BY path")
        return [r[0] for r in rows]

    def namespace(self, file_id: int) -> str:
        row = self.db.execute("SELECT namespace FROM file WHERE id = ?", (file_id,)).fetchone()
        return row[0] if row else "{}"

    def not_analysed(self) -> list[tuple[str, str]]:
        return self.db.execute(
            "SELECT path, coalesce(reason, '') FROM file WHERE status <> 'ok' ORDER BY path"
        ).fetchall()

    def broken(self, file_id: int) -> list[list[Any]]:
        row = self.db.execute("SELECT broken FROM file WHERE id = ?", (file_id,)).fetchone()
        return loads(row[0]) if row else []

    def counts(self) -> dict[str, int]:
        out = {}
        for table in ("file", "block", "scope", "name", "posting", "base"):
            out[table] = self.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        observed = "SELECT coalesce(sum(json_array_length(signatures)), 0) FROM ran WHERE signatures <> ''"
        out["observation"] = self.db.execute(observed).fetchone()[0]
        return out

    # -- names and blocks -----------------------------------------------------------------------------------------

    def postings(self, name: str, mask: int = -1) -> list[tuple[int, int, list[int]]]:
        """Where a name occurs: (file id, posting bits, block ids), by file.  *mask* keeps rows with any of its bits."""
        rows = self.db.execute(
            "SELECT file_id, roles, blocks FROM posting WHERE name_id = (SELECT id FROM name WHERE text = ?)"
            + ("" if mask == -1 else " AND roles & ?"),
            (name,) if mask == -1 else (name, mask),
        )
        return [(f, r, [b] if type(b) is int else loads(b)) for f, r, b in rows]

    def posting_files(self, name: str) -> list[int]:
        """The files in which a name occurs."""
        return [
            f for (f,) in self.db.execute(
                "SELECT file_id FROM posting WHERE name_id = (SELECT id FROM name WHERE text = ?)", (name,)
            )
        ]  # fmt: skip

    def posted_blocks(self, name: str, file_id: int) -> list[int]:
        """The blocks of a file in which a name occurs."""
        row = self.db.execute(
            "SELECT blocks FROM posting WHERE name_id = (SELECT id FROM name WHERE text = ?) AND file_id = ?",
            (name, file_id),
        ).fetchone()
        if row is None:
            return []
        return [row[0]] if type(row[0]) is int else list(loads(row[0]))

    def is_posted(self, name: str, mask: int) -> bool:
        """Whether any file posts a name with one of these bits."""
        return (
            self.db.execute(
                "SELECT 1 FROM posting WHERE name_id = (SELECT id FROM name WHERE text = ?) AND roles & ? LIMIT 1",
                (name, mask),
            ).fetchone()
            is not None
        )

    def blocks_of_name(self, name: str, mask: int = -1) -> list[BlockRow]:
        """The blocks in which a name occurs, in order of path and line."""
        sql = (
            f"SELECT {', '.join('b.' + c for c in _BLOCK.split(', '))} FROM posting p, json_each(p.blocks) j "
            "JOIN block b ON b.id = j.value WHERE p.name_id = (SELECT id FROM name WHERE text = ?)"
        )
        arguments: Row = (name,)
        if mask != -1:
            sql += " AND p.roles & ?"
            arguments += (mask,)
        return [BlockRow._make(r) for r in self.db.execute(sql, arguments)]

    def blocks_of_name_in(self, name: str, file_ids: Iterable[int]) -> list[BlockRow]:
        """The blocks of a few files in which a name occurs: one look-up a file."""
        sql = (
            f"SELECT {', '.join('b.' + c for c in _BLOCK.split(', '))} FROM posting p, json_each(p.blocks) j "
            "JOIN block b ON b.id = j.value WHERE p.name_id = (SELECT id FROM name WHERE text = ?) AND p.file_id = ?"
        )
        return [BlockRow._make(r) for i in sorted(file_ids) for r in self.db.execute(sql, (name, i))]

    def block(self, block_id: int) -> BlockRow | None:
        row = self.db.execute(f"SELECT {_BLOCK} FROM block WHERE id = ?", (block_id,)).fetchone()
        return BlockRow._make(row) if row else None

    def blocks_of_file(self, file_id: int) -> list[BlockRow]:
        rows = self.db.execute(f"SELECT {_BLOCK} FROM block WHERE file_id = ? ORDER BY line, id", (file_id,))
        return [BlockRow._make(r) for r in rows]

    def blocks_with_hints(self, file_id: int) -> list[BlockRow]:
        """The blocks of a file with docstrings or comments that tell types."""
        rows = self.db.execute(
            f"SELECT {_BLOCK} FROM block WHERE file_id = ? AND (instr(more, ?) OR instr(more, ?)) ORDER BY line, id",
            (file_id, *HINTS),
        )
        return [BlockRow._make(r) for r in rows]

    def imports_of(self, file_id: int) -> list[tuple[int, str | None, str | None, str | None]]:
        """(level, module, name, asname) of the imports of a file, those in functions too."""
        rows = self.db.execute("SELECT more FROM block WHERE file_id = ? AND instr(more, '\"i\":')", (file_id,))
        return [tuple(i[:4]) for (more,) in rows for i in loads(more).get("i", ())]

    def blocks_at(self, file_id: int, line: int) -> list[BlockRow]:
        """The blocks that a line (from 1) lies in: usually one."""
        rows = self.db.execute(
            f"SELECT {_BLOCK} FROM block WHERE file_id = ? AND line <= ? AND line + lines > ? ORDER BY line, id",
            (file_id, line, line),
        )
        return [BlockRow._make(r) for r in rows]

    def class_headers(self, file_id: int, owner: str, name: str) -> list[BlockRow]:
        rows = self.db.execute(
            f"SELECT {_BLOCK} FROM block WHERE file_id = ? AND owner = ? AND kind = 'class' AND name = ? ORDER BY line",
            (file_id, owner, name),
        )
        return [BlockRow._make(r) for r in rows]

    def names_like(self, pattern: str, limit: int) -> list[str]:
        rows = self.db.execute(
            "SELECT text FROM name WHERE text LIKE ? ESCAPE '\\' ORDER BY length(text), text LIMIT ?", (pattern, limit)
        )
        return [r[0] for r in rows]

    def names_from(self, prefix: str, limit: int) -> list[str]:
        """The names that begin with a text, the shortest first; found by the index, where `names_like` reads all."""
        behind = prefix[:-1] + chr(ord(prefix[-1]) + 1) if prefix else chr(0x10FFFF)
        rows = self.db.execute(
            "SELECT text FROM name WHERE text >= ? AND text < ? ORDER BY length(text), text LIMIT ?",
            (prefix, behind, limit),
        )
        return [r[0] for r in rows]

    def names(self) -> Iterator[str]:
        return (r[0] for r in self.db.execute("SELECT text FROM name ORDER BY text"))

    def visible_names(self, mask: int) -> list[str]:
        """Names that some posting binds visibly (for suggestions and symbol search)."""
        rows = self.db.execute(
            "SELECT text FROM name WHERE EXISTS (SELECT 1 FROM posting WHERE name_id = name.id AND roles & ?)", (mask,)
        )
        return [r[0] for r in rows]

    # -- scopes and classes ---------------------------------------------------------------------------------------

    def scopes_of_file(self, file_id: int) -> list[ScopeRow]:
        rows = self.db.execute(
            "SELECT qualname, nth, kind, block_id, line, lines, text_hash, body_hash, interface_hash FROM scope "
            "WHERE file_id = ? ORDER BY id",
            (file_id,),
        )
        return [ScopeRow._make(r) for r in rows]

    def bases_in(self, module: str) -> list[tuple[str, str, str | None, str]]:
        """(class, expression, target symbol, status) of the bases of all classes of a module, in order."""
        return self.db.execute(
            "SELECT base.class, base.expression, base.target, base.status "
            "FROM file JOIN base ON base.file_id = file.id "
            "WHERE file.module = ? ORDER BY file.path, base.class, base.ordinal",
            (module,),
        ).fetchall()

    def subclasses_of(self, target: str) -> list[tuple[str, str]]:
        """(module, class) of the classes that name a class as a base."""
        return self.db.execute(
            "SELECT DISTINCT file.module, base.class FROM base JOIN file ON file.id = base.file_id "
            "WHERE base.target = ? ORDER BY file.module, base.class",
            (target,),
        ).fetchall()

    def classes_below(self, target: str) -> list[tuple[str, str]]:
        """(module, class) of all classes below one, at any depth."""
        return self.db.execute(
            "WITH RECURSIVE below(module, class, symbol) AS ("
            " SELECT file.module, base.class, file.module || ':' || plain(base.class)"
            " FROM base JOIN file ON file.id = base.file_id"
            " WHERE base.target = ?"
            " UNION SELECT file.module, base.class, file.module || ':' || plain(base.class) FROM below"
            " JOIN base ON base.target = below.symbol JOIN file ON file.id = base.file_id"
            ") SELECT DISTINCT module, class FROM below ORDER BY module, class",
            (target,),
        ).fetchall()

    def some_below(self, target: str, most: int) -> list[tuple[str, str]]:
        """`classes_below`, in no order and no more than *most*: costs no more than these."""
        return self.db.execute(
            "WITH RECURSIVE below(module, class, symbol) AS ("
            " SELECT file.module, base.class, file.module || ':' || plain(base.class)"
            " FROM base JOIN file ON file.id = base.file_id"
            " WHERE base.target = ?"
            " UNION SELECT file.module, base.class, file.module || ':' || plain(base.class) FROM below"
            " JOIN base ON base.target = below.symbol JOIN file ON file.id = base.file_id LIMIT ?"
            ") SELECT module, class FROM below",
            (target, most),
        ).fetchall()

    def joins_below(self, target: str) -> list[tuple[str, str]]:
        """Those of `classes_below` that have more than one base."""
        return self.db.execute(
            "WITH RECURSIVE below(file_id, class, symbol) AS ("
            " SELECT base.file_id, base.class, file.module || ':' || plain(base.class)"
            " FROM base JOIN file ON file.id = base.file_id"
            " WHERE base.target = ?"
            " UNION SELECT base.file_id, base.class, file.module || ':' || plain(base.class) FROM below"
            " JOIN base ON base.target = below.symbol JOIN file ON file.id = base.file_id"
            ") SELECT DISTINCT file.module, below.class FROM below"
            " JOIN base ON base.file_id = below.file_id AND base.class = below.class AND base.ordinal = 1"
            " JOIN file ON file.id = below.file_id ORDER BY file.module, below.class",
            (target,),
        ).fetchall()

    def classes_under(self, targets: Iterable[str], without: Iterable[int]) -> list[tuple[str, str, int]]:
        """(module, class, whether it has several bases) of all classes below some, at any depth, through other files
        than *without*.
        """
        return self.db.execute(
            "WITH RECURSIVE below(file_id, class, symbol) AS ("
            " SELECT base.file_id, base.class, file.module || ':' || plain(base.class)"
            " FROM base JOIN file ON file.id = base.file_id"
            " WHERE base.target IN (SELECT value FROM json_each(?1))"
            " AND base.file_id NOT IN (SELECT value FROM json_each(?2))"
            " UNION SELECT base.file_id, base.class, file.module || ':' || plain(base.class) FROM below"
            " JOIN base ON base.target = below.symbol JOIN file ON file.id = base.file_id"
            " WHERE base.file_id NOT IN (SELECT value FROM json_each(?2))"
            ") SELECT DISTINCT file.module, below.class,"
            " EXISTS (SELECT 1 FROM base WHERE file_id = below.file_id AND class = below.class AND ordinal = 1)"
            " FROM below JOIN file ON file.id = below.file_id",
            (dumps(list(targets)), _list(list(without))),
        ).fetchall()

    def programs_of_file(self, file_id: int) -> list[tuple[str, int, bytes, str]]:
        """(qualname, nth, body hash, flow program) of the scopes of a file."""
        return self.db.execute(
            "SELECT qualname, nth, body_hash, program FROM scope WHERE file_id = ? ORDER BY id", (file_id,)
        ).fetchall()

    def scope_programs(self, file_id: int) -> list[tuple[str, int, str, int | None, str]]:
        """(qualname, nth, kind, block id, flow program) of the scopes of a file, outer ones first."""
        return self.db.execute(
            "SELECT qualname, nth, kind, block_id, program FROM scope WHERE file_id = ? ORDER BY id", (file_id,)
        ).fetchall()

    def typed(self, file_id: int) -> tuple[bytes, bytes] | None:
        """(files read, receivers) of a file whose types are settled; None where they are not."""
        row: tuple[bytes, bytes] | None = self.db.execute(
            "SELECT reads, receivers FROM typed WHERE file_id = ?", (file_id,)
        ).fetchone()
        return row

    def called(self, file_id: int) -> str | None:
        """What the calls in a file reach, as JSON; None where it is not kept."""
        row = self.db.execute("SELECT calls FROM called WHERE file_id = ?", (file_id,)).fetchone()
        return row[0] if row is not None else None

    def calling(self, marks: list[bytes]) -> list[int]:
        """The files that may call something with one of some marks, by id."""
        found: set[int] = set()
        for i in range(0, len(marks), _CHUNK):
            some = marks[i : i + _CHUNK]
            where = " OR ".join(["instr(marks, ?)"] * len(some))
            found.update(r[0] for r in self.db.execute(f"SELECT file_id FROM called WHERE {where}", some))
        return sorted(found)

    def flow(self, file_id: int) -> str | None:
        """What flows into the functions and classes of a file, as JSON."""
        row = self.db.execute("SELECT data FROM flow WHERE file_id = ?", (file_id,)).fetchone()
        return row[0] if row is not None else None

    def has_larger_flow(self, than: int) -> bool:
        """Whether what flows takes more than so many characters: a measure of what it costs to find it out again."""
        row = self.db.execute("SELECT total(length(data)) FROM flow").fetchone()
        return bool(row[0] > than)

    def summaries(self, file_id: int) -> str | None:
        """What running the functions of a file gives; None where it is not kept."""
        row = self.db.execute("SELECT data FROM summary WHERE file_id = ?", (file_id,)).fetchone()
        return row[0] if row is not None else None

    def has_more_scopes(self, than: int) -> bool:
        """Whether the project has more scopes than so many; counts no further."""
        row = self.db.execute("SELECT count(*) FROM (SELECT 1 FROM scope LIMIT ?)", (than + 1,)).fetchone()
        return int(row[0]) > than

    def file_ids(self) -> list[int]:
        """The files that were analysed, by id, in the order of their paths."""
        return [r[0] for r in self.db.execute("SELECT id FROM file WHERE status <> 'skipped' ORDER BY path")]

    def contents(self) -> dict[int, tuple[str, str, bytes]]:
        """Id -> (path, module, what stands for content and status) of the files that were analysed."""
        sql = "SELECT id, path, module, content_hash, status FROM file WHERE status <> 'skipped'"
        return {
            id_: (path, module, (digest or b"") + status.encode())
            for id_, path, module, digest, status in self.db.execute(sql)
        }

    def type_sets(self) -> dict[int, str]:
        return dict(self.db.execute("SELECT id, types FROM type_set"))

    def untyped(self, limit: int) -> list[int]:
        """Files whose types are not settled, by id."""
        rows = self.db.execute(
            "SELECT id FROM file WHERE status <> 'skipped' AND id NOT IN (SELECT file_id FROM typed) "
            "ORDER BY id LIMIT ?",
            (limit,),
        )
        return [r[0] for r in rows]

    def unsettled(self, file_ids: set[int]) -> set[int]:
        """Those of the files whose types are not settled."""
        return file_ids - {r[0] for r in self.db.execute("SELECT file_id FROM typed")}

    def untyped_count(self, is_kept: bool) -> int:
        """How many files have no types; *is_kept*: whether those that are kept count."""
        some = " AND id NOT IN (SELECT file_id FROM typed)" if is_kept else ""
        row = self.db.execute(f"SELECT count(*) FROM file WHERE status <> 'skipped'{some}").fetchone()
        return int(row[0])

    def files_that_depend(self, changes: Iterable[tuple[str, str]]) -> set[int]:
        """Files whose base classes rest on one of these (module, name) look-ups; the name '*' stands for all."""
        out: set[int] = set()
        for module, name in changes:
            if name == "*":
                rows = self.db.execute("SELECT file_id FROM base_dep WHERE module = ?", (module,))
            else:
                rows = self.db.execute("SELECT file_id FROM base_dep WHERE module = ? AND name = ?", (module, name))
            out.update(r[0] for r in rows)
        return out

    def classes_of_file(self, file_id: int) -> list[tuple[str, int, str, str | None, str]]:
        return self.db.execute(
            "SELECT class, ordinal, expression, target, status FROM base WHERE file_id = ? ORDER BY class, ordinal",
            (file_id,),
        ).fetchall()

    def all_postings(self) -> Iterator[tuple[str, int, int, list[int]]]:
        rows = self.db.execute(
            "SELECT name.text, file_id, roles, blocks FROM posting JOIN name ON name.id = posting.name_id ORDER BY 1, 2"
        )
        return ((n, f, r, [b] if type(b) is int else loads(b)) for n, f, r, b in rows)

    def integrity(self) -> list[str]:
        return [r[0] for r in self.db.execute("PRAGMA integrity_check(10)") if r[0] != "ok"]

    # -- several at once ------------------------------------------------------------------------------------------

    def blocks_by_id(self, ids: list[int]) -> Sequence[Row]:
        """Blocks by their ids, with the fields of `BlockRow` but not made one: one statement, 1.3 μs a block."""
        rows = self.db.execute(
            f"SELECT {', '.join('b.' + c for c in _BLOCK.split(', '))} "
            "FROM json_each(?) j CROSS JOIN block b ON b.id = j.value",
            (_list(ids),),
        )
        return rows.fetchall()

    def posted_among(self, names: Iterable[str], mask: int) -> set[str]:
        """Those of some names that any file posts with one of these bits."""
        rows = self.db.execute(
            "SELECT j.value FROM json_each(?) j WHERE EXISTS (SELECT 1 FROM posting "
            "WHERE name_id = (SELECT id FROM name WHERE text = j.value) AND roles & ?)",
            (dumps(list(names)), mask),
        )
        return {r[0] for r in rows}

    def postings_among(self, names: Iterable[str], mask: int, also: int) -> list[tuple[str, list[int]]]:
        """(name, block ids) of the files that post one of some names with a bit of *mask* and one of *also*; in the
        order of the names, then by file.
        """
        rows = self.db.execute(
            "SELECT j.value, p.blocks FROM json_each(?) j CROSS JOIN name ON name.text = j.value "
            "CROSS JOIN posting p ON p.name_id = name.id WHERE p.roles & ? AND p.roles & ?",
            (dumps(list(names)), mask, also),
        )
        return [(n, [b] if type(b) is int else loads(b)) for n, b in rows]

    def bases_of(self, modules: Iterable[str]) -> list[tuple[str, str, str, str | None, str]]:
        """(module, class, expression, target, status) for all classes of several modules: `bases_in` for each, without
        the classes that name no base.
        """
        wanted = dumps(list(modules))
        files = dict(
            self.db.execute(
                "SELECT file.id, module FROM json_each(?) j CROSS JOIN file ON module = j.value "
                "ORDER BY module, file.path",
                (wanted,),
            )
        )
        rows = self.db.execute(
            "SELECT file_id, class, expression, target, status "
            "FROM json_each(?) j CROSS JOIN base ON file_id = j.value "
            "WHERE status <> 'none'",
            (_list(list(files)),),
        )
        return [(files[f], c, e, t, s) for f, c, e, t, s in rows]

    def class_extents(self, file_id: int) -> dict[int, tuple[int, int]]:
        """Header block -> (first line from the block's, lines) for a file's classes that own blocks; from an index."""
        rows = self.db.execute(
            "SELECT block_id, line, lines FROM scope WHERE file_id = ? AND kind = 'class'", (file_id,)
        )
        out: dict[int, tuple[int, int]] = {}
        for b, line, lines in rows:
            if b is not None:
                out.setdefault(b, (line, lines))  # the outermost one begins first
        return out


def _list(ids: list[int]) -> str:
    return "[" + ",".join(map(str, ids)) + "]"


class Writer:
    """Replaces facts, file by file, inside the caller's transaction.

    In a *bulk* load (an empty database) rows are kept back: blocks and scopes until there are many of them, because a
    call of SQLite costs as much as some rows; postings by name, to be written in key order at the end, because filling
    the tree in order costs a third of filling it file by file.
    """

    def __init__(self, db: sqlite3.Connection, bulk: bool = False):
        self.db = db
        self.bulk = bulk
        self._names: dict[str, int] = {}
        # By name id: files come by rising id, so each is in order.
        self._held: list[list[tuple[int, int, int, int | str]]] = [[]]
        self._held_count = 0
        self._rows: dict[str, list[Row]] = {}  # by SQL
        self._next_block = self._maximum("block") + 1
        self._next_file = self._maximum("file") + 1
        self._ordinals = self.db.execute("SELECT coalesce(max(n), -1) + 1 FROM ordinal").fetchone()[0]
        self._fresh: list[tuple[str, int]] = []

        self._next_name = 0  # not known yet

    def _first_name(self) -> int:
        """The number for the next new name; looking for the highest one would read the whole table."""
        row = self.db.execute("SELECT value FROM meta WHERE key = 'next_name'").fetchone() if not self.bulk else None
        return int(row[0]) if row else self._maximum("name") + 1

    def _maximum(self, table: str) -> int:
        return int(self.db.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])

    def _insert(self, sql: str, rows: list[Row]) -> None:
        """Insert rows, in a bulk load later."""
        if not self.bulk:
            self.db.executemany(sql, rows)
            return
        held = self._rows.setdefault(sql, [])
        held += rows
        if len(held) > _HELD_ROWS:
            self.db.executemany(sql, held)
            held.clear()

    # -- names ----------------------------------------------------------------------------------------------------

    def name_ids(self, names: Iterable[str]) -> list[int]:
        known = self._names
        out = []
        for name in names:
            i = known.get(name)
            if i is None:
                i = self._intern(name)
            out.append(i)
        return out

    def _intern(self, name: str) -> int:
        if not self.bulk:
            row = self.db.execute("SELECT id FROM name WHERE text = ?", (name,)).fetchone()
            if row:
                i = self._names[name] = int(row[0])
                return i
        i = self._next_name or self._first_name()
        self._next_name = i + 1
        self._names[name] = i
        self._fresh.append((name, i))
        if self.bulk:
            self._held.append([])
        return i

    def _write_names(self) -> None:
        if self._fresh:
            self._fresh.sort()
            self.db.executemany("INSERT INTO name VALUES (?, ?)", self._fresh)
            self.set_meta("next_name", str(self._next_name))
            self._fresh = []

    # -- files ----------------------------------------------------------------------------------------------------

    def add_file(
        self, path: str, module: str, root: str, content_hash: bytes | None, stat: tuple[int, int, int], status: str,
        reason: str | None, namespace: str, broken: str,
    ) -> int:  # fmt: skip
        i = self._next_file
        self._next_file += 1
        self.db.execute(
            "INSERT INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (i, path, module, root, content_hash, *stat, status, reason, namespace, broken),
        )
        return i

    def update_file(
        self, file_id: int, content_hash: bytes | None, stat: tuple[int, int, int], status: str, reason: str | None,
        namespace: str, broken: str,
    ) -> None:  # fmt: skip
        self.db.execute(
            "UPDATE file SET "
            "content_hash = ?, size = ?, mtime_ns = ?, inode = ?, status = ?, reason = ?, namespace = ?, "
            "broken = ? WHERE id = ?",
            (content_hash, *stat, status, reason, namespace, broken, file_id),
        )

    def touch_file(self, file_id: int, stat: tuple[int, int, int]) -> None:
        """Same bytes, other metadata."""
        self.db.execute("UPDATE file SET size = ?, mtime_ns = ?, inode = ? WHERE id = ?", (*stat, file_id))

    def place_file(self, file_id: int, path: str, module: str, root: str) -> None:
        """Another path or module name for the same content."""
        self.db.execute("UPDATE file SET path = ?, module = ?, root = ? WHERE id = ?", (path, module, root, file_id))

    def remove_file(self, file_id: int, names: Iterable[str]) -> None:
        """*names*: every name in the file's blocks."""
        ids = self.name_ids(names)
        self._write_names()
        self.db.executemany("DELETE FROM posting WHERE name_id = ? AND file_id = ?", [(i, file_id) for i in ids])
        for table in ("block", "scope", "base", "base_dep", "typed", "called", "flow", "summary"):
            self.db.execute(f"DELETE FROM {table} WHERE file_id = ?", (file_id,))
        self.db.execute("DELETE FROM file WHERE id = ?", (file_id,))

    # -- blocks ---------------------------------------------------------------------------------------------------

    def add_blocks(self, file_id: int, rows: Sequence[Row]) -> list[int]:
        """Rows are (owner, kind, name, line, lines, text_hash, names, occurrences, more, wide); returns their ids."""
        first = self._next_block
        self._next_block += len(rows)
        ids = range(first, self._next_block)
        self._insert(_INSERT_BLOCK, [(i, file_id, *row) for i, row in zip(ids, rows, strict=True)])
        longest = max([len(row[7]) for row in rows], default=0) // 12
        if longest > self._ordinals:
            self.db.executemany("INSERT INTO ordinal VALUES (?)", [(n,) for n in range(self._ordinals, longest)])
            self._ordinals = longest
        return list(ids)

    def stored_blocks(self, file_id: int) -> list[Row]:
        """(id, line, stale, owner, kind, name, lines, text_hash, wide, names, occurrences, more) in the order in
        which they stand.
        """
        return self.db.execute(
            "SELECT id, line, stale, owner, kind, name, lines, text_hash, wide, names, occurrences, more "
            "FROM block WHERE file_id = ? "
            "ORDER BY line, id",
            (file_id,),
        ).fetchall()

    def move_blocks(self, rows: list[tuple[int, int, int]]) -> None:
        """(line, stale, id): the block stands elsewhere, its facts are the same."""
        self.db.executemany("UPDATE block SET line = ?, stale = ? WHERE id = ?", rows)

    def remove_blocks(self, ids: Iterable[int]) -> None:
        self.db.executemany("DELETE FROM block WHERE id = ?", [(i,) for i in ids])

    def set_postings(self, file_id: int, rows: dict[str, tuple[int, list[int]]], gone: list[str]) -> None:
        """Write a file's postings of these names, name -> (bits, block ids), and delete those of the *gone* ones."""
        ids = self.name_ids(rows)
        if self.bulk:
            held = self._held
            for i, (bits, blocks) in zip(ids, rows.values(), strict=True):
                held[i].append((i, file_id, bits, blocks[0] if len(blocks) == 1 else _list(blocks)))
            self._held_count += len(ids)
            if self._held_count > 400_000:
                self._write_postings()
            return
        gone_ids = self.name_ids(gone)
        self._write_names()
        self.db.executemany("DELETE FROM posting WHERE name_id = ? AND file_id = ?", [(i, file_id) for i in gone_ids])
        self.db.executemany(
            "INSERT INTO posting VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET roles = excluded.roles, blocks = excluded.blocks",
            [
                (i, file_id, bits, blocks[0] if len(blocks) == 1 else _list(blocks))
                for i, (bits, blocks) in zip(ids, rows.values(), strict=True)
            ],
        )

    def flush(self) -> None:
        """Write what a bulk load kept back."""
        for sql, rows in self._rows.items():
            self.db.executemany(sql, rows)
        self._rows.clear()
        if self._held_count:
            self._write_postings()

    def _write_postings(self) -> None:
        self._write_names()
        self.db.executemany("INSERT INTO posting VALUES (?, ?, ?, ?)", chain.from_iterable(self._held))
        self._held = [[] for _ in self._held]
        self._held_count = 0

    # -- scopes and classes ---------------------------------------------------------------------------------------

    def set_scopes(self, file_id: int, rows: list[Row]) -> None:
        """Rows are (qualname, nth, kind, block id, line, lines, text hash, body hash, interface hash, program)."""
        if not self.bulk:
            old = self.db.execute(
                "SELECT qualname, nth, kind, block_id, line, lines, text_hash, body_hash, interface_hash, id "
                "FROM scope "
                "WHERE file_id = ? ORDER BY id",
                (file_id,),
            ).fetchall()
            if len(old) == len(rows):
                self.db.executemany(
                    "UPDATE scope SET "
                    "qualname = ?, nth = ?, kind = ?, block_id = ?, line = ?, lines = ?, text_hash = ?, "
                    "body_hash = ?, interface_hash = ?, program = ? WHERE id = ?",
                    [(*new, o[9]) for o, new in zip(old, rows, strict=True) if o[:9] != new[:9]],
                )
                return
            self.db.execute("DELETE FROM scope WHERE file_id = ?", (file_id,))
        self._insert(
            "INSERT INTO scope VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [(file_id, *row) for row in rows]
        )

    def set_bases(self, file_id: int, rows: list[Row], dependencies: list[tuple[str, str]]) -> bool:
        """Rows are (class, ordinal, expression, target, status); returns whether anything changed."""
        if not self.bulk:
            old = self.db.execute(
                "SELECT class, ordinal, expression, target, status FROM base WHERE file_id = ? ORDER BY class, ordinal",
                (file_id,),
            ).fetchall()
            old_deps = self.db.execute(
                "SELECT module, name FROM base_dep WHERE file_id = ? ORDER BY module, name", (file_id,)
            ).fetchall()
            if old == rows and old_deps == dependencies:
                return False
            self.db.execute("DELETE FROM base WHERE file_id = ?", (file_id,))
            self.db.execute("DELETE FROM base_dep WHERE file_id = ?", (file_id,))
        self._insert("INSERT INTO base VALUES (?, ?, ?, ?, ?, ?)", [(file_id, *r) for r in rows])
        self._insert("INSERT INTO base_dep VALUES (?, ?, ?)", [(m, n, file_id) for m, n in dependencies])
        return True

    def set_typed(self, rows: Iterable[TypedRow], pack: Pack) -> None:
        """Settle the types of files; *pack* makes the bytes of the numbered receivers."""
        known = {text: number for number, text in self.db.execute("SELECT id, types FROM type_set")}
        for file_id, reads, receivers, marks, calls, summaries in rows:
            numbered = []
            for block, k, types in receivers:
                number = known.get(types)
                if number is None:
                    number = known[types] = len(known) + 1
                    self.db.execute("INSERT INTO type_set VALUES (?, ?)", (number, types))
                numbered.append((block, k, number))
            self.db.execute("INSERT OR REPLACE INTO typed VALUES (?, ?, ?)", (file_id, reads, pack(numbered)))
            self.db.execute("INSERT OR REPLACE INTO called VALUES (?, ?, ?)", (file_id, marks, calls))
            if summaries:
                self.db.execute("INSERT OR REPLACE INTO summary VALUES (?, ?)", (file_id, summaries))
            else:
                self.db.execute("DELETE FROM summary WHERE file_id = ?", (file_id,))

    def set_flow(self, rows: dict[int, str]) -> set[int]:
        """Keep what flows, by file; the files of which something else was known before."""
        before = dict(self.db.execute("SELECT file_id, data FROM flow"))
        changed = {f for f in before.keys() | rows.keys() if before.get(f) != rows.get(f)}
        self.db.executemany("DELETE FROM flow WHERE file_id = ?", [(f,) for f in sorted(changed)])
        self.db.executemany("INSERT INTO flow VALUES (?, ?)", [(f, rows[f]) for f in sorted(changed) if f in rows])
        return changed

    def forget_types(self, changed: dict[int, int] | None) -> None:
        """Unsettle what was read from these files and from one of those that the bits (of files, by id) with each of
        them tell; None: everything.
        """
        if changed is None:
            for table in ("typed", "called", "summary"):
                self.db.execute(f"DELETE FROM {table}")
            return
        gone = set()
        for file_id, reads in self.db.execute("SELECT file_id, reads FROM typed"):
            bits = int.from_bytes(reads, "little")
            if file_id in changed or any(bits >> c & 1 and bits & also for c, also in changed.items()):
                gone.add(file_id)
        self.forget_types_of(gone)

    def forget_types_of(self, files: set[int]) -> None:
        for table in ("typed", "called"):
            self.db.executemany(f"DELETE FROM {table} WHERE file_id = ?", [(f,) for f in sorted(files)])

    def set_meta(self, key: str, value: str) -> None:
        self.db.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value", (key, value)
        )

    def make_indexes(self, statements: str) -> None:
        for statement in statements.split(";"):
            if statement.strip():
                self.db.execute(statement)
