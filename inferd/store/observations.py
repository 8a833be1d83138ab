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
    ran        what a run saw of a body; its key is the body's number times 2^20 plus that of the run, so that what was
               seen of a body lies together, without an index.  `owners`: those for which the run ran it (see `packed`).
               `signatures`: a JSON list, for each of [outcome (see `OUTCOMES`), result, how often, arguments...], terms
               all of them, one argument a parameter.  `vals`: a flat JSON list, four numbers for the type of a local
               when the body returned or, where the first is 1, of an attribute of the instances of the class whose body
               that is: 0 or 1, name, type, how often.  Empty where there is nothing of that kind.
    call       caller's body, call site, callee (a body, or below 0 the term of what is outside), class of the
               receiver (a term or 0), per run.  The site is twice the number of an occurrence among those of the
               caller's scope which have a step in its flow program, so it is the same however the body is laid out;
               plus one where that occurrence only lies inside the call, -1 where it is not known.
    owner      what bodies ran for: a 'test' by its id, a 'fixture' that several tests share, the 'import' of a file, a
               'process' without a test; and a 'file' of tests, which stands for all tests in it.  A test that is a
               function that ran names its body, and has only the rest of its id here (the parameters); another name
               that begins with the path of a source has the rest behind that.
    test_run   a test of a run, and how it ended.
    needed_by  the owners (tests and files of tests) that rely on what was done for an owner (a fixture, an import).

Counts are what the recorder counted: with sampling, a lower bound.
"""

from collections.abc import Callable, Iterable, Iterator
from json import dumps, loads
from typing import Any, NamedTuple, TypeVar

from inferd.store.connection import Connection

TABLES = ("run", "shard", "term", "source", "body", "ran", "call", "owner", "test_run", "needed_by")

KINDS = ("module", "class", "function", "lambda")
OUTCOMES = ("return", "raise", "yield", "send")
OWNERS = ("test", "fixture", "import", "process", "file")
ENDS = ("", "passed", "failed", "skipped", "error")  # how a test ended; '' where nobody saw it
EXACT, NEAR = 0, 1  # see `call`
NO_SITE = -1
RUN_BITS = 20
_RUN = (1 << RUN_BITS) - 1
_MANY = 64  # signatures of one body, above which it does not matter which classes and functions it took


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
_CALL = (
    "SELECT caller, site, max(callee, 0), coalesce(o.text, ''), coalesce(r.text, ''), run_id, count FROM call "
    "LEFT JOIN term o ON o.id = -callee LEFT JOIN term r ON r.id = receiver"
)
_OF_RUN = ("call", "needed_by", "test_run", "shard")
_OWNER = (
    "SELECT owner.id, owner.kind, CASE owner.body_id WHEN 0 THEN coalesce(source.path, '') ELSE "
    "home.path || '::' || replace(body.qualname, '.', '::') END || owner.name FROM owner "
    "LEFT JOIN source ON source.id = owner.source_id LEFT JOIN body ON body.id = owner.body_id "
    "LEFT JOIN source AS home ON home.id = body.source_id"
)
_RAN = (
    "FROM json_each(?) j CROSS JOIN ran "
    f"ON ran.id BETWEEN j.value << {RUN_BITS} AND (j.value << {RUN_BITS}) + {_RUN}"
)
_DID = "(length(owners) OR signatures <> '')"
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
        out = []
        for i, text in self.db.execute(f"SELECT ran.id, signatures {_RAN} WHERE signatures <> ''", (_ids(bodies),)):
            for outcome, result, times, *arguments in loads(text):
                told = tuple(map(self.term, arguments))
                out.append(Signature(i >> RUN_BITS, told, OUTCOMES[outcome], self.term(result), i & _RUN, times))
        return out

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
        for (i,) in self.db.execute(f"SELECT ran.id {_RAN} WHERE {_DID}", (_ids(bodies),)):
            out.setdefault(i >> RUN_BITS, set()).add(i & _RUN)
        return out

    def callees_of(self, bodies: Iterable[int]) -> list[tuple[int, int, int]]:
        """(caller, callee, run) of the calls between bodies of the project, each once."""
        sql = f"SELECT DISTINCT caller, callee, run_id FROM call WHERE caller {_AMONG} AND callee > 0"
        return self.db.execute(sql, (_ids(bodies),)).fetchall()

    def values_in(self, bodies: Iterable[int]) -> list[SeenValue]:
        out = []
        for i, text in self.db.execute(f"SELECT ran.id, vals {_RAN} WHERE vals <> ''", (_ids(bodies),)):
            for (attribute, name, type_), times in _values(text).items():
                told = self.term(name), self.term(type_)
                out.append(SeenValue(i >> RUN_BITS, attribute, *told, i & _RUN, times))
        return sorted(out, key=lambda v: (v.body, v.name, v.type, v.attribute, v.run))

    def owners_of(self, bodies: Iterable[int]) -> dict[int, dict[int, list[int]]]:
        """Body -> owner -> the runs in which it ran for that owner."""
        rows = self.db.execute(f"SELECT ran.id, owners {_RAN} WHERE length(owners)", (_ids(bodies),))
        return _by_owner((i >> RUN_BITS, i & _RUN, owners) for i, owners in rows)

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
                f"SELECT count(*) FROM ran JOIN body ON body.id = ran.id >> {RUN_BITS} "
                f"WHERE ran.id & {_RUN} = ? AND kind > 1 AND {_DID}"
            ),
            "signatures": count(
                "SELECT coalesce(sum(json_array_length(signatures)), 0) FROM ran "
                f"WHERE ran.id & {_RUN} = ? AND signatures <> ''"
            ),
            "calls": count("SELECT count(*) FROM (SELECT DISTINCT caller, site, callee FROM call WHERE run_id = ?)"),
            "tests": count("SELECT count(*) FROM test_run WHERE run_id = ?"),
        }  # fmt: skip


class Keeper:
    """Writes what a run saw, inside a transaction that the caller opens; the caller holds the writer lock.

    All of it is collected, and written by `flush`: each row once, and new terms by how often they are used, so that
    those which stand everywhere have small numbers.
    """

    def __init__(self, db: Connection, run: int):
        self.db = db
        self.run = run
        self._terms = {text: i for i, text in db.execute("SELECT id, text FROM term")}
        self._old_terms = max(self._terms.values(), default=0)
        self._last_term = self._old_terms
        self._sources = {path: i for i, path in db.execute("SELECT id, path FROM source")}
        self._owners = {(OWNERS[kind], name): i for i, kind, name in db.execute(_OWNER)}
        self._last_owner = max(self._owners.values(), default=0)
        self._new_owners: list[tuple[int, str, str, str]] = []
        self._bodies: dict[str, dict[tuple[str, bytes, int], int]] = {}  # path -> bodies
        self._signatures: dict[int, dict[_Told, int]] = {}  # of each body
        self._calls: dict[tuple[int, int, int, int], int] = {}
        self._values: dict[int, dict[tuple[int, int, int], int]] = {}
        self._ran: dict[int, set[int]] = {}
        self._needed: dict[int, set[int]] = {}

    def term(self, text: str) -> int:
        """The number of a text, a passing one where it is new; that of '' is 0."""
        if not text:
            return 0
        number = self._terms.get(text)
        if number is None:
            number = self._last_term = self._terms[text] = self._last_term + 1
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
        of_body = self._signatures.setdefault(body, {})
        told = (OUTCOMES.index(outcome), self.term(result), *map(self.term, arguments))
        of_body[told] = of_body.get(told, 0) + count

    def call(self, caller: int, site: int, callee: int, outside: str, receiver: str, count: int) -> None:
        key = (caller, site, callee or -self.term(outside), self.term(receiver))
        self._calls[key] = self._calls.get(key, 0) + count

    def value(self, body: int, attribute: int, name: str, type_: str, count: int) -> None:
        of_body = self._values.setdefault(body, {})
        told = (attribute, self.term(name), self.term(type_))
        of_body[told] = of_body.get(told, 0) + count

    def owner(self, kind: str, name: str, path: str = "") -> int:
        """The number of an owner; *path*: of a source that its name may begin with."""
        number = self._owners.get((kind, name))
        if number is None:
            number = self._last_owner = self._owners[kind, name] = self._last_owner + 1
            self._new_owners.append((number, kind, name, path))
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
        self._widen()
        numbers = self._write_terms()
        self._write_owners()
        self.db.executemany(
            "INSERT INTO call VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
            sorted(
                (caller, site, callee if callee >= 0 else -numbers[-callee], numbers[receiver], self.run, n)
                for (caller, site, callee, receiver), n in self._calls.items()
            ),
        )
        for body in sorted({*self._signatures, *self._values, *self._ran}):
            signatures = {
                (outcome, *(numbers[t] for t in terms)): n
                for (outcome, *terms), n in self._signatures.get(body, {}).items()
            }
            values = {
                (attribute, numbers[name], numbers[type_]): n
                for (attribute, name, type_), n in self._values.get(body, {}).items()
            }
            _add(self.db, body, self.run, Ran(self._ran.get(body, set()), signatures, values))
        for owner, owners in sorted(self._needed.items()):
            _unite(self.db, owner, self.run, owners)
        for collected in (self._signatures, self._calls, self._values, self._ran, self._needed):
            collected.clear()

    def _widen(self) -> None:
        """Let a body that took many classes or functions, as decorators do, have taken a class, or a function."""
        many = {body for body, told in self._signatures.items() if len(told) > _MANY}
        if not many:
            return
        wide = {}
        for text, i in list(self._terms.items()):
            for head, plain in (("function ", "function"), ("type[", "type")):
                if text.startswith(head):
                    wide[i] = self.term(plain)
        for body in many:
            found: dict[_Told, int] = {}
            for (outcome, *terms), n in self._signatures[body].items():
                told = (outcome, *(wide.get(t, t) for t in terms))
                found[told] = found.get(told, 0) + n
            self._signatures[body] = found

    def _write_terms(self) -> list[int]:
        """Passing number -> number, of all terms."""
        uses = [0] * (self._last_term + 1)
        for of_body in self._signatures.values():
            for _, *terms in of_body:
                for t in terms:
                    uses[t] += 1
        for _, _, callee, receiver in self._calls:
            uses[receiver] += 1
            if callee < 0:
                uses[-callee] += 1
        for told in self._values.values():
            for _, name, type_ in told:
                uses[name] += 1
                uses[type_] += 1
        numbers = list(range(self._last_term + 1))
        old = self._old_terms
        new = sorted((-uses[i], text) for text, i in self._terms.items() if i > old and uses[i])
        known = {text: i for text, i in self._terms.items() if i <= old}
        for i, (_, text) in enumerate(new, old + 1):
            numbers[self._terms[text]] = known[text] = i
        self.db.executemany("INSERT INTO term (id, text) VALUES (?, ?)", enumerate((t for _, t in new), old + 1))
        self._terms = known
        self._old_terms = self._last_term = old + len(new)
        return numbers

    def _write_owners(self) -> None:
        rows = []
        for number, kind, name, path in self._new_owners:
            is_inside = bool(path) and name.startswith(path)
            body, rest = self._body_of_test(path, name[len(path) :]) if is_inside and kind == "test" else (0, name)
            if not body and is_inside:
                rest = name[len(path) :]
            rows.append((number, OWNERS.index(kind), self.source(path) if is_inside and not body else 0, rest, body))
        self.db.executemany("INSERT INTO owner (id, kind, source_id, name, body_id) VALUES (?, ?, ?, ?, ?)", rows)
        self._new_owners.clear()

    def _body_of_test(self, path: str, rest: str) -> tuple[int, str]:
        """(body, what stands behind its name) of a test that is a function which ran; (0, '') of any other."""
        head, bracket, parameters = rest.partition("[")
        qualname = head.removeprefix("::").replace("::", ".")
        if qualname and head == f"::{qualname.replace('.', '::')}":
            found = [i for (name, _, _), i in self._bodies.get(path, {}).items() if name == qualname]
            if found:
                return min(found), bracket + parameters
        return 0, ""


_Told = tuple[int, ...]  # outcome, result, arguments


class Ran(NamedTuple):
    """What a run saw of a body, in numbers."""

    owners: set[int]
    signatures: dict[_Told, int]
    values: dict[tuple[int, int, int], int]


def _ran(owners: bytes, signatures: str, values: str) -> Ran:
    """The content of a row of `ran`."""
    told = {(outcome, result, *arguments): n for outcome, result, n, *arguments in loads(signatures or "[]")}
    return Ran(set(unpacked(owners)), told, _values(values))


def _values(text: str) -> dict[tuple[int, int, int], int]:
    flat = loads(text or "[]")
    return dict(zip(zip(flat[::4], flat[1::4], flat[2::4], strict=True), flat[3::4], strict=True))


def _add(db: Connection, body: int, run: int, more: Ran) -> None:
    """Add to what a run saw of a body."""
    key = body << RUN_BITS | run
    row = db.execute("SELECT owners, signatures, vals FROM ran WHERE id = ?", (key,)).fetchone()
    if row is not None:
        owners, signatures, values = _ran(*row)
        more = Ran(owners | more.owners, _sum(signatures, more.signatures), _sum(values, more.values))
    db.execute("INSERT OR REPLACE INTO ran VALUES (?, ?, ?, ?)", (key, *_row(more)))


def _row(ran: Ran) -> tuple[bytes, str, str]:
    signatures = [[told[0], told[1], n, *told[2:]] for told, n in sorted(ran.signatures.items())]
    values = [x for told, n in sorted(ran.values.items()) for x in (*told, n)]
    return packed(ran.owners), _compact(signatures), _compact(values)


def _compact(numbers: list[Any]) -> str:
    return dumps(numbers, separators=(",", ":")) if numbers else ""


_Key = TypeVar("_Key")


def _sum(a: dict[_Key, int], b: dict[_Key, int]) -> dict[_Key, int]:
    return {k: a.get(k, 0) + b.get(k, 0) for k in (*a, *b)}


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
    _forget(db, run)
    _sweep(db)


def _forget(db: Connection, run: int) -> None:
    db.execute(f"DELETE FROM ran WHERE id & {_RUN} = ?", (run,))
    for table in _OF_RUN:
        db.execute(f"DELETE FROM {table} WHERE run_id = ?", (run,))
    db.execute("DELETE FROM run WHERE id = ?", (run,))


def merge_runs(db: Connection, into: int, others: Iterable[int]) -> None:
    """Let one run have seen what others saw, and forget these as runs of their own."""
    for other in others:
        sql = f"SELECT id, owners, signatures, vals FROM ran WHERE id & {_RUN} = ?"
        for i, *row in db.execute(sql, (other,)).fetchall():
            _add(db, i >> RUN_BITS, into, _ran(*row))
        db.execute(
            "INSERT INTO call SELECT caller, site, callee, receiver, ?, count FROM call WHERE run_id = ? "
            "ON CONFLICT DO UPDATE SET count = count + excluded.count",
            (into, other),
        )
        for key, owners in db.execute("SELECT owner_id, owners FROM needed_by WHERE run_id = ?", (other,)).fetchall():
            _unite(db, key, into, set(unpacked(owners)))
        db.execute(
            "INSERT OR IGNORE INTO test_run SELECT owner_id, ?, outcome FROM test_run WHERE run_id = ?", (into, other)
        )
        row = db.execute("SELECT notes FROM run WHERE id = ?", (other,)).fetchone()
        note(db, into, loads(row[0]))
        _forget(db, other)


def _sweep(db: Connection) -> None:
    """Take away what no run has any more."""
    bodies = {r[0] for r in db.execute("SELECT caller FROM call UNION SELECT callee FROM call")}
    owners = {r[0] for r in db.execute("SELECT owner_id FROM test_run UNION SELECT owner_id FROM needed_by")}
    terms = {r[0] for r in db.execute("SELECT -callee FROM call WHERE callee < 0 UNION SELECT receiver FROM call")}
    for i, *row in db.execute("SELECT id, owners, signatures, vals FROM ran"):
        ran = _ran(*row)
        bodies.add(i >> RUN_BITS)
        owners |= ran.owners
        terms.update(t for told in ran.signatures for t in told[1:])
        terms.update(t for told in ran.values for t in told[1:])
    for (packed_owners,) in db.execute("SELECT owners FROM needed_by"):
        owners.update(unpacked(packed_owners))
    db.execute("DELETE FROM owner WHERE id NOT IN (SELECT value FROM json_each(?))", (_ids(owners),))
    _give_names(db, "owner.body_id <> 0 AND owner.body_id NOT IN (SELECT value FROM json_each(?))", _ids(bodies))
    db.execute("DELETE FROM body WHERE id NOT IN (SELECT value FROM json_each(?))", (_ids(bodies),))
    db.execute("DELETE FROM source WHERE id NOT IN (SELECT source_id FROM body UNION SELECT source_id FROM owner)")
    db.execute("DELETE FROM term WHERE id NOT IN (SELECT value FROM json_each(?))", (_ids(terms),))


def _give_names(db: Connection, where: str, argument: str) -> None:
    """Let tests have their whole names, and not those of bodies."""
    for i, _, name in db.execute(f"{_OWNER} WHERE {where}", (argument,)).fetchall():
        _rename_owner(db, i, name, name.partition("::")[0])


def _rename_owner(db: Connection, owner: int, name: str, path: str) -> None:
    sql = "UPDATE owner SET source_id = ?, name = ?, body_id = 0 WHERE id = ?"
    db.execute(sql, (_source(db, path), name[len(path) :], owner))


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
    for i, *row in db.execute(f"SELECT ran.id, owners, signatures, vals {_RAN}", (_ids((body,)),)).fetchall():
        _add(db, into, i & _RUN, _ran(*row))
        db.execute("DELETE FROM ran WHERE id = ?", (i,))
    for column, columns in (("caller", "?, site, callee"), ("callee", "caller, site, ?")):
        db.execute(
            f"INSERT INTO call SELECT {columns}, receiver, run_id, count FROM call WHERE {column} = ? "
            "ON CONFLICT DO UPDATE SET count = count + excluded.count",
            (into, body),
        )
        db.execute(f"DELETE FROM call WHERE {column} = ?", (body,))
    db.execute("UPDATE owner SET body_id = ? WHERE body_id = ?", (into, body))
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
    rows = db.execute(f"SELECT ran.id, vals {_RAN} WHERE vals <> ''", (_ids((body,)),)).fetchall()
    names = {name for _, text in rows for a, name, _ in _values(text) if a == attribute}
    new: dict[int, int] = {}
    for number, text in db.execute(f"SELECT id, text FROM term WHERE id {_AMONG}", (_ids(names),)).fetchall():
        if text in called:
            row = db.execute("SELECT id FROM term WHERE text = ?", (called[text],)).fetchone()
            if row is None:
                row = db.execute("INSERT INTO term (text) VALUES (?) RETURNING id", (called[text],)).fetchone()
            new[number] = int(row[0])
    for i, text in rows if new else ():
        out: dict[tuple[int, int, int], int] = {}
        for (a, name, type_), n in _values(text).items():
            key = (a, new.get(name, name) if a == attribute else name, type_)
            out[key] = out.get(key, 0) + n
        db.execute("UPDATE ran SET vals = ? WHERE id = ?", (_row(Ran(set(), {}, out))[2], i))


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
            _rename_owner(db, i, nodes[head] + tail + bracket + rest, nodes[head].partition("::")[0])


def _unite(db: Connection, owner: int, run: int, owners: set[int]) -> None:
    """Add to the owners that rely on one."""
    row = db.execute("SELECT owners FROM needed_by WHERE owner_id = ? AND run_id = ?", (owner, run)).fetchone()
    if row is not None:
        owners = owners.union(unpacked(row[0]))
    db.execute("INSERT OR REPLACE INTO needed_by VALUES (?, ?, ?)", (owner, run, packed(owners)))


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
    """Numbers from 1 as rising differences, seven bits a byte, the highest bit where more follows; a 0, which is no
    difference, says that as many more follow each other as the number behind it.
    """
    out = bytearray()
    last = run = 0
    for n in sorted(set(numbers)):
        if n == last + 1 and last:
            run += 1
        else:
            _put_run(out, run)
            _put(out, n - last)
            run = 0
        last = n
    _put_run(out, run)
    return bytes(out)


def _put_run(out: bytearray, run: int) -> None:
    if run > _FEW:
        out.append(0)
        _put(out, run)
    else:
        out.extend(b"\x01" * run)


_FEW = 2  # ones take no more bytes than saying how many there are


def _put(out: bytearray, n: int) -> None:
    while n > 127:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)


def unpacked(data: bytes) -> Iterator[int]:
    """The numbers that `packed` wrote."""
    n = step = shift = 0
    is_run = False
    for byte in data:
        step |= (byte & 127) << shift
        if byte & 128:
            shift += 7
            continue
        if is_run:
            yield from range(n + 1, n + step + 1)
            n += step
            is_run = False
        elif step:
            n += step
            yield n
        else:
            is_run = True
        step = shift = 0
