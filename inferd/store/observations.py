"""What recorded runs saw: the durable tables, and the only SQL for them.

What a row is, whose it is, when it dies
    run        one recorded command; dies when it is dropped, or merged into another.  `token` is the recorder's own
               name for it, so that its shards find it; `notes` is JSON, reason -> how often: what was not recorded or
               could not be filed.
    shard      how many bytes of a shard of a run are folded in; dies with the run.  What makes folding idempotent.
    source     a path that observations name.
    body       a definition as it was when it ran: path, qualified name without the levels of comprehensions, hash of
               the body, and rank among the definitions of equal name and equal hash.  It has no key into the index:
               whether that body stands there now is found out when somebody asks (`inferd.query.runtime`).  A lambda
               has the hash of the scope around it, and its rank counts the lambdas of that scope.
    term       a text that many rows share: a type, a name, a callee outside the project.
    signature  how often a run saw a body with these arguments (JSON list of terms, one a parameter), outcome (see
               `OUTCOMES`) and result (a term).
    call       caller's body, call site, callee (a body, or below 0 the term of what is outside), class of the
               receiver (a term or 0), per run.  The site is twice the number of an occurrence among those of the
               caller's scope which have a step in its flow program, so it is the same however the body is laid out;
               plus one where that occurrence only lies inside the call, -1 where it is not known.
    value      the type of a local when a body returned or, where `attribute` is 1, of an attribute of the instances of
               the class whose body that is.
    owner      what bodies ran for: a 'test' by its id, a 'fixture' that several tests share, the 'import' of a file, a
               'process' without a test; and a 'file' of tests, which stands for all tests in it.  A name that begins
               with the path of a source has only the rest of it here.
    test_run   a test of a run, and how it ended.
    ran_by     the owners for which a run ran a body: their numbers, rising, as differences in groups of seven bits.
    needed_by  the owners (tests and files of tests) that rely on what was done for an owner (a fixture, an import).

Counts are what the recorder counted: with sampling, a lower bound.
"""

from collections.abc import Callable, Iterable, Iterator
from json import dumps, loads
from typing import Any, NamedTuple

from inferd.store.connection import Connection

TABLES = (
    "run", "shard", "term", "source", "body", "signature", "call", "value", "owner", "test_run", "ran_by", "needed_by",
)  # fmt: skip

KINDS = ("module", "class", "function", "lambda")
OUTCOMES = ("return", "raise", "yield", "send")
OWNERS = ("test", "fixture", "import", "process", "file")
ENDS = ("", "passed", "failed", "skipped", "error")  # how a test ended; '' where nobody saw it
EXACT, NEAR = 0, 1  # see `call`
NO_SITE = -1


class Run(NamedTuple):
    """A recorded command."""

    id: int
    token: str
    command: str
    started: str
    ended: str
    python: str
    status: int | None
    notes: dict[str, int]


class Body(NamedTuple):
    """A definition as it was when it ran."""

    id: int
    path: str
    qualname: str
    body_hash: bytes
    rank: int
    kind: str  # 'module' | 'class' | 'function' | 'lambda'
    parameters: tuple[str, ...]  # with the stars of `*args` and `**kwargs`


class Signature(NamedTuple):
    """What went in and came out of a body, and in which run, how often."""

    body: int
    arguments: tuple[str, ...]
    outcome: str
    result: str
    run: int
    times: int


class Call(NamedTuple):
    """A call that was seen; `outside` is '' where the callee is a body."""

    caller: int
    site: int
    callee: int
    outside: str
    receiver: str
    run: int
    times: int


class SeenValue(NamedTuple):
    """The type of a local, or of an attribute of the class whose body it is."""

    body: int
    attribute: int
    name: str
    type: str
    run: int
    times: int


_BODY = "SELECT body.id, source.path, qualname, body_hash, rank, kind, parameters FROM body JOIN source"
_BODY += " ON source.id = source_id"
_SIGNATURE = "SELECT body_id, arguments, outcome, result, run_id, count FROM signature"
_CALL = (
    "SELECT caller, site, max(callee, 0), coalesce(o.text, ''), coalesce(r.text, ''), run_id, count FROM call "
    "LEFT JOIN term o ON o.id = -callee LEFT JOIN term r ON r.id = receiver"
)
_VALUE = (
    "SELECT body_id, attribute, n.text, t.text, run_id, count FROM value "
    "JOIN term n ON n.id = name JOIN term t ON t.id = type"
)
_OF_RUN = ("signature", "call", "value", "ran_by", "needed_by", "test_run", "shard")
_OWNER = "SELECT owner.id, kind, coalesce(path, '') || name FROM owner LEFT JOIN source ON source.id = source_id"
_AMONG = "IN (SELECT value FROM json_each(?))"


class Observations:
    """Point questions about what was seen, over the connection of a reader."""

    def __init__(self, db: Connection):
        self.db = db
        self._terms: dict[int, str] = {}
        self._sources: dict[str, int] | None = None

    def exist(self) -> bool:
        """Whether anything was recorded at all: the one look that a question without observations pays for."""
        return self.db.execute("SELECT 1 FROM run LIMIT 1").fetchone() is not None

    def runs(self) -> list[Run]:
        rows = self.db.execute("SELECT id, token, command, started, ended, python, status, notes FROM run ORDER BY id")
        return [Run._make((*r[:7], loads(r[7]))) for r in rows]

    def shards(self, run: int) -> dict[str, int]:
        return dict(self.db.execute("SELECT name, size FROM shard WHERE run_id = ?", (run,)))

    def folded(self) -> dict[str, int]:
        """How many bytes of each shard are folded in, of any run."""
        return dict(self.db.execute("SELECT name, size FROM shard"))

    def paths(self) -> list[str]:
        return sorted(self._source_ids())

    def _source_ids(self) -> dict[str, int]:
        if self._sources is None:
            self._sources = {path: i for i, path in self.db.execute("SELECT id, path FROM source")}
        return self._sources

    def bodies_of(self, path: str) -> list[Body]:
        source = self._source_ids().get(path)
        return self._bodies("WHERE source_id = ? ORDER BY body.id", (source,)) if source is not None else []

    def bodies(self, ids: Iterable[int] | None = None) -> list[Body]:
        if ids is None:
            return self._bodies("ORDER BY body.id", ())
        return self._bodies(f"WHERE body.id {_AMONG} ORDER BY body.id", (_ids(ids),))

    def _bodies(self, where: str, arguments: tuple[Any, ...]) -> list[Body]:
        rows = self.db.execute(f"{_BODY} {where}", arguments)
        return [Body._make((*r[:5], KINDS[r[5]], tuple(r[6].split()))) for r in rows]

    def signatures_of(self, bodies: Iterable[int]) -> list[Signature]:
        rows = self.db.execute(f"{_SIGNATURE} WHERE body_id {_AMONG}", (_ids(bodies),))
        return [
            Signature(body, tuple(map(self.term, loads(arguments))), OUTCOMES[outcome], self.term(result), run, times)
            for body, arguments, outcome, result, run, times in rows
        ]

    def term(self, number: int) -> str:
        known = self._terms.get(number)
        if known is None:
            row = self.db.execute("SELECT text FROM term WHERE id = ?", (number,)).fetchone()
            known = self._terms[number] = row[0] if row else ""
        return known

    def calls_from(self, bodies: Iterable[int]) -> list[Call]:
        rows = self.db.execute(f"{_CALL} WHERE caller {_AMONG} ORDER BY caller, site, callee", (_ids(bodies),))
        return [Call._make(r) for r in rows]

    def calls_to(self, bodies: Iterable[int]) -> list[Call]:
        sql = f"{_CALL} WHERE callee {_AMONG} ORDER BY caller, site, callee"
        return [Call._make(r) for r in self.db.execute(sql, (_ids(bodies),))]

    def calls_of_outside(self, name: str) -> list[Call]:
        """The calls of what has no body of its own, by its term."""
        sql = f"{_CALL} WHERE -callee IN (SELECT id FROM term WHERE text = ?) ORDER BY caller, site"
        return [Call._make(r) for r in self.db.execute(sql, (name,))]

    def runs_of(self, bodies: Iterable[int]) -> dict[int, set[int]]:
        """Body -> the runs that it ran in."""
        out: dict[int, set[int]] = {}
        sql = (
            f"SELECT body_id, run_id FROM ran_by WHERE body_id {_AMONG} UNION "
            f"SELECT body_id, run_id FROM signature WHERE body_id {_AMONG}"
        )
        wanted = _ids(bodies)
        for body, run in self.db.execute(sql, (wanted, wanted)):
            out.setdefault(body, set()).add(run)
        return out

    def callees_of(self, bodies: Iterable[int]) -> list[tuple[int, int, int]]:
        """(caller, callee, run) of the calls between bodies of the project, each once."""
        sql = f"SELECT DISTINCT caller, callee, run_id FROM call WHERE caller {_AMONG} AND callee > 0"
        return self.db.execute(sql, (_ids(bodies),)).fetchall()

    def values_in(self, bodies: Iterable[int]) -> list[SeenValue]:
        rows = self.db.execute(f"{_VALUE} WHERE body_id {_AMONG} ORDER BY body_id, n.text, t.text", (_ids(bodies),))
        return [SeenValue._make(r) for r in rows]

    def owners_of(self, bodies: Iterable[int]) -> dict[int, dict[int, list[int]]]:
        """Body -> owner -> the runs in which it ran for that owner."""
        rows = self.db.execute(f"SELECT body_id, run_id, owners FROM ran_by WHERE body_id {_AMONG}", (_ids(bodies),))
        return _by_owner(rows)

    def needing(self, owners: Iterable[int]) -> dict[int, dict[int, list[int]]]:
        """Owner -> the owners that rely on what was done for it -> the runs."""
        sql = f"SELECT owner_id, run_id, owners FROM needed_by WHERE owner_id {_AMONG}"
        return _by_owner(self.db.execute(sql, (_ids(owners),)))

    def owners(self, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
        """Number -> (kind, name)."""
        rows = self.db.execute(f"{_OWNER} WHERE owner.id {_AMONG}", (_ids(ids),))
        return {i: (OWNERS[kind], name) for i, kind, name in rows}

    def owner_ids(self) -> list[int]:
        return [r[0] for r in self.db.execute("SELECT id FROM owner ORDER BY id")]

    def tests(self, run: int | None = None) -> dict[str, dict[int, str]]:
        """Test -> run -> how it ended; in the order of their ids."""
        sql = "SELECT owner_id, run_id, outcome FROM test_run"
        where, arguments = (" WHERE run_id = ?", (run,)) if run is not None else ("", ())
        rows = self.db.execute(f"{sql}{where} ORDER BY run_id", arguments).fetchall()
        names = self.owners({r[0] for r in rows})
        out: dict[str, dict[int, str]] = {}
        for owner, of_run, outcome in sorted(rows, key=lambda r: names[r[0]][1]):
            out.setdefault(names[owner][1], {})[of_run] = ENDS[outcome]
        return out

    def counts(self, run: int) -> dict[str, int]:
        """What a run holds."""

        def count(sql: str) -> int:
            return int(self.db.execute(sql, (run,)).fetchone()[0])

        return {
            "functions": count(
                "SELECT count(*) FROM body WHERE kind > 1 AND id IN (SELECT body_id FROM signature WHERE run_id = ?1 "
                "UNION SELECT body_id FROM ran_by WHERE run_id = ?1)"
            ),
            "signatures": count("SELECT count(*) FROM signature WHERE run_id = ?"),
            "calls": count("SELECT count(*) FROM (SELECT DISTINCT caller, site, callee FROM call WHERE run_id = ?)"),
            "tests": count("SELECT count(*) FROM test_run WHERE run_id = ?"),
        }  # fmt: skip


class Keeper:
    """Writes what a run saw, inside a transaction that the caller opens; the caller holds the writer lock.

    Counts are collected and written by `flush`, each row once.
    """

    def __init__(self, db: Connection, run: int):
        self.db = db
        self.run = run
        self._terms = {text: i for i, text in db.execute("SELECT id, text FROM term")}
        self._sources = {path: i for i, path in db.execute("SELECT id, path FROM source")}
        self._owners = {(OWNERS[kind], name): i for i, kind, name in db.execute(_OWNER)}
        self._bodies: dict[str, dict[tuple[str, bytes, int], int]] = {}  # path -> bodies
        self._signatures: dict[tuple[int, str, int, int], int] = {}
        self._calls: dict[tuple[int, int, int, int], int] = {}
        self._values: dict[tuple[int, int, int, int], int] = {}
        self._ran: dict[int, set[int]] = {}
        self._needed: dict[int, set[int]] = {}

    def term(self, text: str) -> int:
        """The number of a text; that of '' is 0."""
        if not text:
            return 0
        number = self._terms.get(text)
        if number is None:
            row = self.db.execute("INSERT INTO term (text) VALUES (?) RETURNING id", (text,)).fetchone()
            number = self._terms[text] = int(row[0])
        return number

    def source(self, path: str) -> int:
        number = self._sources.get(path)
        if number is None:
            number = self._sources[path] = _source(self.db, path)
        return number

    def body(
        self, path: str, qualname: str, body_hash: bytes, rank: int, kind: str, parameters: Iterable[str] = ()
    ) -> int:
        """The number of a body."""
        source = self.source(path)
        of_path = self._bodies.get(path)
        if of_path is None:
            rows = self.db.execute("SELECT qualname, body_hash, rank, id FROM body WHERE source_id = ?", (source,))
            of_path = self._bodies[path] = {r[:3]: r[3] for r in rows}
        number = of_path.get((qualname, body_hash, rank))
        if number is None:
            row = self.db.execute(
                "INSERT INTO body (source_id, qualname, body_hash, rank, kind, parameters) VALUES (?, ?, ?, ?, ?, ?) "
                "RETURNING id",
                (source, qualname, body_hash, rank, KINDS.index(kind), " ".join(parameters)),
            ).fetchone()
            number = of_path[qualname, body_hash, rank] = int(row[0])
        return number

    def signature(self, body: int, arguments: Iterable[str], outcome: str, result: str, count: int) -> None:
        told = dumps([self.term(a) for a in arguments], separators=(",", ":"))
        key = (body, told, OUTCOMES.index(outcome), self.term(result))
        self._signatures[key] = self._signatures.get(key, 0) + count

    def call(self, caller: int, site: int, callee: int, outside: str, receiver: str, count: int) -> None:
        key = (caller, site, callee or -self.term(outside), self.term(receiver))
        self._calls[key] = self._calls.get(key, 0) + count

    def value(self, body: int, attribute: int, name: str, type_: str, count: int) -> None:
        key = (body, attribute, self.term(name), self.term(type_))
        self._values[key] = self._values.get(key, 0) + count

    def owner(self, kind: str, name: str, path: str = "") -> int:
        """The number of an owner; *path*: of a source that its name may begin with."""
        number = self._owners.get((kind, name))
        if number is None:
            source, rest = (self.source(path), name[len(path) :]) if path and name.startswith(path) else (0, name)
            sql = "INSERT INTO owner (kind, source_id, name) VALUES (?, ?, ?) RETURNING id"
            row = self.db.execute(sql, (OWNERS.index(kind), source, rest)).fetchone()
            number = self._owners[kind, name] = int(row[0])
        return number

    def test(self, owner: int, outcome: str) -> None:
        """A test of this run, which may have ended."""
        self.db.execute(
            "INSERT INTO test_run VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET outcome = excluded.outcome WHERE excluded.outcome <> 0",
            (owner, self.run, ENDS.index(outcome) if outcome in ENDS else 0),
        )

    def ran(self, body: int, owners: Iterable[int]) -> None:
        self._ran.setdefault(body, set()).update(owners)

    def needed(self, owner: int, owners: Iterable[int]) -> None:
        self._needed.setdefault(owner, set()).update(owners)

    def folded(self, shard: str, size: int) -> None:
        self.db.execute("INSERT OR REPLACE INTO shard VALUES (?, ?, ?)", (self.run, shard, size))

    def flush(self) -> None:
        """Write what was collected, in the order of the keys: pages that are filled in order are full."""
        run = self.run
        add = "ON CONFLICT DO UPDATE SET count = count + excluded.count"
        for table, width, rows in (
            ("signature", 4, self._signatures), ("call", 4, self._calls), ("value", 4, self._values),
        ):  # fmt: skip
            sql = f"INSERT INTO {table} VALUES ({'?, ' * (width + 1)}?) {add}"
            self.db.executemany(sql, [(*key, run, n) for key, n in sorted(rows.items())])
        for table, column, sets in (("ran_by", "body_id", self._ran), ("needed_by", "owner_id", self._needed)):
            for key, owners in sorted(sets.items()):
                _unite(self.db, table, column, key, run, owners)
        for collected in (self._signatures, self._calls, self._values, self._ran, self._needed):
            collected.clear()


# ---------------------------------------------------------------------------------------------------------------------
# Runs


def begin_run(db: Connection, token: str, command: str, started: str, python: str) -> int:
    """The number of a run, which is made where its token is not known."""
    row = db.execute("SELECT id FROM run WHERE token = ?", (token,)).fetchone()
    if row is None:
        row = db.execute(
            "INSERT INTO run (token, command, started, ended, python, notes) VALUES (?, ?, ?, '', ?, '{}') "
            "RETURNING id",
            (token, command, started, python),
        ).fetchone()
    return int(row[0])


def run_named(db: Connection, token: str) -> int | None:
    """The number of the run of that token."""
    row = db.execute("SELECT id FROM run WHERE token = ?", (token,)).fetchone()
    return int(row[0]) if row else None


def end_run(db: Connection, run: int, ended: str, status: int | None = None) -> None:
    """Say when a run ended, as far as its shards tell, and with what exit status."""
    db.execute(
        "UPDATE run SET ended = max(ended, ?), status = coalesce(?, status) WHERE id = ?", (ended, status, run)
    )


def set_status(db: Connection, token: str, status: int | None) -> None:
    """Say with what exit status the run of a token ended."""
    db.execute("UPDATE run SET status = ? WHERE token = ?", (status, token))


def note(db: Connection, run: int, more: dict[str, int]) -> None:
    """Add to what was not recorded, or not filed, in a run."""
    row = db.execute("SELECT notes FROM run WHERE id = ?", (run,)).fetchone()
    notes = loads(row[0])
    for why, n in more.items():
        notes[why] = notes.get(why, 0) + n
    db.execute("UPDATE run SET notes = ? WHERE id = ?", (dumps(notes, separators=(",", ":")), run))


def drop_run(db: Connection, run: int) -> None:
    """Forget a run, and what no other run saw."""
    for table in _OF_RUN:
        db.execute(f"DELETE FROM {table} WHERE run_id = ?", (run,))
    db.execute("DELETE FROM run WHERE id = ?", (run,))
    _sweep(db)


def merge_runs(db: Connection, into: int, others: Iterable[int]) -> None:
    """Let one run have seen what others saw, and forget these as runs of their own."""
    for other in others:
        for table, key in (
            ("signature", "body_id, arguments, outcome, result"),
            ("call", "caller, site, callee, receiver"),
            ("value", "body_id, attribute, name, type"),
        ):  # fmt: skip
            db.execute(
                f"INSERT INTO {table} SELECT {key}, ?, count FROM {table} WHERE run_id = ? "
                "ON CONFLICT DO UPDATE SET count = count + excluded.count",
                (into, other),
            )
        for table, column in (("ran_by", "body_id"), ("needed_by", "owner_id")):
            rows = db.execute(f"SELECT {column}, owners FROM {table} WHERE run_id = ?", (other,)).fetchall()
            for key, owners in rows:
                _unite(db, table, column, key, into, set(unpacked(owners)))
        db.execute(
            "INSERT OR IGNORE INTO test_run SELECT owner_id, ?, outcome FROM test_run WHERE run_id = ?", (into, other)
        )
        row = db.execute("SELECT notes FROM run WHERE id = ?", (other,)).fetchone()
        note(db, into, loads(row[0]))
        for table in _OF_RUN:
            db.execute(f"DELETE FROM {table} WHERE run_id = ?", (other,))
        db.execute("DELETE FROM run WHERE id = ?", (other,))


def _sweep(db: Connection) -> None:
    """Take away what no run has any more."""
    db.execute(
        "DELETE FROM body WHERE id NOT IN (SELECT body_id FROM signature UNION SELECT body_id FROM ran_by "
        "UNION SELECT caller FROM call UNION SELECT callee FROM call UNION SELECT body_id FROM value)"
    )
    kept = {r[0] for r in db.execute("SELECT owner_id FROM test_run UNION SELECT owner_id FROM needed_by")}
    for table in ("ran_by", "needed_by"):
        for (owners,) in db.execute(f"SELECT owners FROM {table}"):
            kept.update(unpacked(owners))
    db.execute("DELETE FROM owner WHERE id NOT IN (SELECT value FROM json_each(?))", (_ids(kept),))
    db.execute(
        "DELETE FROM source WHERE id NOT IN (SELECT source_id FROM body UNION SELECT source_id FROM owner)"
    )  # fmt: skip
    db.execute(
        "DELETE FROM term WHERE id NOT IN (SELECT result FROM signature UNION SELECT -callee FROM call "
        "UNION SELECT receiver FROM call UNION SELECT name FROM value UNION SELECT type FROM value "
        "UNION SELECT j.value FROM signature, json_each(arguments) j)"
    )


def move_body(
    db: Connection, body: int, key: tuple[str, str, bytes, int], parameters: Iterable[str], called: dict[str, str]
) -> None:  # fmt: skip
    """A body stands elsewhere, or reads otherwise, by a change that inferd made itself.

    *key*: path, qualified name, hash, rank.  *called*: how locals are called now.  Where that body was seen, too, both
    are one.
    """
    path, qualname, body_hash, rank = key
    source = _source(db, path)
    row = db.execute(
        "SELECT id FROM body WHERE source_id = ? AND qualname = ? AND body_hash = ? AND rank = ? AND id <> ?",
        (source, qualname, body_hash, rank, body),
    ).fetchone()
    rename_values(db, body, 0, called)
    if row is None:
        db.execute(
            "UPDATE body SET source_id = ?, qualname = ?, body_hash = ?, rank = ?, parameters = ? WHERE id = ?",
            (source, qualname, body_hash, rank, " ".join(parameters), body),
        )
        return
    into = int(row[0])
    for table, columns in (
        ("signature", "{}, arguments, outcome, result, run_id"), ("call", "{}, site, callee, receiver, run_id"),
        ("value", "{}, attribute, name, type, run_id"),
    ):  # fmt: skip
        column = "caller" if table == "call" else "body_id"
        db.execute(
            f"INSERT INTO {table} SELECT {columns.format('?')}, count FROM {table} WHERE {column} = ? "
            "ON CONFLICT DO UPDATE SET count = count + excluded.count",
            (into, body),
        )
        db.execute(f"DELETE FROM {table} WHERE {column} = ?", (body,))
    db.execute(
        "INSERT INTO call SELECT caller, site, ?, receiver, run_id, count FROM call WHERE callee = ? "
        "ON CONFLICT DO UPDATE SET count = count + excluded.count",
        (into, body),
    )
    db.execute("DELETE FROM call WHERE callee = ?", (body,))
    for run, owners in db.execute("SELECT run_id, owners FROM ran_by WHERE body_id = ?", (body,)).fetchall():
        _unite(db, "ran_by", "body_id", into, run, set(unpacked(owners)))
    db.execute("DELETE FROM ran_by WHERE body_id = ?", (body,))
    db.execute("DELETE FROM body WHERE id = ?", (body,))


def forget_sites(db: Connection, body: int) -> None:
    """Keep the calls in a body, but not where they stand."""
    rows = db.execute(
        "SELECT callee, receiver, run_id, sum(count) FROM call WHERE caller = ? GROUP BY callee, receiver, run_id",
        (body,),
    ).fetchall()
    db.execute("DELETE FROM call WHERE caller = ?", (body,))
    db.executemany("INSERT INTO call VALUES (?, ?, ?, ?, ?, ?)", [(body, NO_SITE, *r) for r in rows])


def rename_values(db: Connection, body: int, attribute: int, called: dict[str, str]) -> None:
    """Call the locals of a body, or the attributes of a class, as they are called now."""
    for old, new in called.items():
        sql = "SELECT 1 FROM value WHERE body_id = ? AND attribute = ? AND name IN (SELECT id FROM term WHERE text = ?)"
        if db.execute(sql, (body, attribute, old)).fetchone() is None:
            continue
        number = db.execute("SELECT id FROM term WHERE text = ?", (new,)).fetchone()
        if number is None:
            number = db.execute("INSERT INTO term (text) VALUES (?) RETURNING id", (new,)).fetchone()
        db.execute(
            "UPDATE OR IGNORE value SET name = ? WHERE body_id = ? AND attribute = ? "
            "AND name IN (SELECT id FROM term WHERE text = ?)",
            (number[0], body, attribute, old),
        )


def rename_terms(db: Connection, new: Callable[[str], str]) -> None:
    """Write texts as they read now."""
    texts = db.execute("SELECT id, text FROM term WHERE instr(text, ':')").fetchall()
    rows = [(new(text), i) for i, text in texts if new(text) != text]
    db.executemany("UPDATE term SET text = ? WHERE id = ?", rows)


def rename_owners(db: Connection, nodes: dict[str, str]) -> None:
    """Call tests, and files of them, as they are called now."""
    for i, kind, name in db.execute(_OWNER).fetchall():
        head, bracket, rest = name.partition("[")
        tail = ""
        while head not in nodes:
            head, colons, last = head.rpartition("::")
            if not colons:
                break
            tail = f"::{last}{tail}"
        if head in nodes and kind != OWNERS.index("process"):
            path = nodes[head].partition("::")[0]
            whole = nodes[head] + tail + bracket + rest
            db.execute(
                "UPDATE owner SET source_id = ?, name = ? WHERE id = ?", (_source(db, path), whole[len(path) :], i)
            )


def _unite(db: Connection, table: str, column: str, key: int, run: int, owners: set[int]) -> None:
    """Add owners to those of a row of `ran_by` or `needed_by`."""
    row = db.execute(f"SELECT owners FROM {table} WHERE {column} = ? AND run_id = ?", (key, run)).fetchone()
    if row is not None:
        owners = owners.union(unpacked(row[0]))
    db.execute(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?)", (key, run, packed(owners)))


def _by_owner(rows: Iterable[tuple[int, int, bytes]]) -> dict[int, dict[int, list[int]]]:
    out: dict[int, dict[int, list[int]]] = {}
    for key, run, owners in rows:
        of_key = out.setdefault(key, {})
        for owner in unpacked(owners):
            of_key.setdefault(owner, []).append(run)
    return out


def _source(db: Connection, path: str) -> int:
    row = db.execute("SELECT id FROM source WHERE path = ?", (path,)).fetchone()
    if row is None:
        row = db.execute("INSERT INTO source (path) VALUES (?) RETURNING id", (path,)).fetchone()
    return int(row[0])


def _ids(numbers: Iterable[int]) -> str:
    return "[" + ",".join(map(str, sorted(set(numbers)))) + "]"


# ---------------------------------------------------------------------------------------------------------------------
# Sets of numbers


def packed(numbers: Iterable[int]) -> bytes:
    """Numbers as rising differences, seven bits a byte, the highest bit where more follows."""
    out = bytearray()
    last = 0
    for n in sorted(set(numbers)):
        step, last = n - last, n
        while step > 127:
            out.append(step & 127 | 128)
            step >>= 7
        out.append(step)
    return bytes(out)


def unpacked(data: bytes) -> Iterator[int]:
    """The numbers that `packed` wrote."""
    n = step = shift = 0
    for byte in data:
        step |= (byte & 127) << shift
        if byte & 128:
            shift += 7
            continue
        n += step
        yield n
        step = shift = 0
