"""Migrations of the durable tables, as sqlite-utils applies them: each runs once per database, in this order.

Never change one that was released; add another.  What the tables hold is told in `inferd.store.observations`.
"""

from sqlite_utils import Database, Migrations

durable = Migrations("inferd.durable")


@durable()
def m001_observations(db: Database) -> None:
    """What recorded runs saw, keyed by what outlives edits: path, qualified name, ordinal among equals, body hash."""
    db.conn.execute(
        """CREATE TABLE run (
            id INTEGER PRIMARY KEY,
            command TEXT NOT NULL,
            started TEXT NOT NULL,
            python TEXT NOT NULL
        ) STRICT"""
    )
    db.conn.execute(
        """CREATE TABLE observation (
            id INTEGER PRIMARY KEY,
            run_id INTEGER NOT NULL REFERENCES run(id),
            path TEXT NOT NULL,
            qualname TEXT NOT NULL,
            nth INTEGER NOT NULL,
            body_hash BLOB NOT NULL,
            kind TEXT NOT NULL,
            payload TEXT NOT NULL,
            count INTEGER NOT NULL
        ) STRICT"""
    )
    db.conn.execute("CREATE INDEX observation_scope ON observation(path, qualname, nth, body_hash)")


@durable()
def m002_runs(db: Database) -> None:
    """A row for each body that ran instead of one text for each observation: a tenth of the bytes.

    Nothing that was released ever wrote to the tables that were there before.
    """
    for table in (
        "observation", "run", "shard", "term", "source", "body", "signature", "seen", "call", "value", "owner",
        "test_run", "ran_by", "needed_by",
    ):  # fmt: skip
        db.conn.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in _RUNS.split(";"):
        if statement.strip():
            db.conn.execute(statement)


# Texts are found by reading the small tables that hold them whole: indexes on texts would double the bytes.
_RUNS = """
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    token TEXT NOT NULL,
    command TEXT NOT NULL,
    started TEXT NOT NULL,
    ended TEXT NOT NULL,
    python TEXT NOT NULL,
    status INTEGER,
    notes TEXT NOT NULL
) STRICT;
CREATE TABLE shard (
    run_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    PRIMARY KEY (run_id, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE term (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL
) STRICT;
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL
) STRICT;
CREATE TABLE body (
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL,
    qualname TEXT NOT NULL,
    body_hash BLOB NOT NULL,
    rank INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    parameters TEXT NOT NULL
) STRICT;
CREATE INDEX body_source ON body(source_id);
CREATE TABLE signature (
    body_id INTEGER NOT NULL,
    arguments TEXT NOT NULL,
    outcome INTEGER NOT NULL,
    result INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (body_id, arguments, outcome, result, run_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE call (
    caller INTEGER NOT NULL,
    site INTEGER NOT NULL,
    callee INTEGER NOT NULL,
    receiver INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (caller, site, callee, receiver, run_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE value (
    body_id INTEGER NOT NULL,
    attribute INTEGER NOT NULL,
    name INTEGER NOT NULL,
    type INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (body_id, attribute, name, type, run_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE owner (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    source_id INTEGER NOT NULL,
    name TEXT NOT NULL
) STRICT;
CREATE TABLE test_run (
    owner_id INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    PRIMARY KEY (owner_id, run_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE ran_by (
    body_id INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    owners BLOB NOT NULL,
    PRIMARY KEY (body_id, run_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE needed_by (
    owner_id INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    owners BLOB NOT NULL,
    PRIMARY KEY (owner_id, run_id)
) STRICT, WITHOUT ROWID;
"""


@durable()
def m003_ran(db: Database) -> None:
    """One row for all that a run saw of a body, and tests by their bodies: two thirds of the bytes."""
    db.conn.execute(
        "CREATE TABLE ran (id INTEGER PRIMARY KEY, owners BLOB NOT NULL, signatures TEXT NOT NULL, vals TEXT NOT NULL) "
        "STRICT"
    )
    db.conn.execute("ALTER TABLE owner ADD COLUMN body_id INTEGER NOT NULL DEFAULT 0")
    db.conn.execute(
        """INSERT INTO ran
        SELECT k.id, coalesce(o.owners, x''), coalesce(s.told, ''), coalesce(v.told, '')
        FROM (SELECT body_id << 20 | run_id AS id FROM ran_by UNION SELECT body_id << 20 | run_id FROM signature
              UNION SELECT body_id << 20 | run_id FROM value) AS k
        LEFT JOIN (SELECT body_id << 20 | run_id AS id, owners FROM ran_by) AS o ON o.id = k.id
        LEFT JOIN (SELECT body_id << 20 | run_id AS id, '[' || group_concat(
                       '[' || outcome || ',' || result || ',' || count
                       || CASE arguments WHEN '[]' THEN '' ELSE ',' || trim(arguments, '[]') END || ']') || ']' AS told
                   FROM signature GROUP BY 1) AS s ON s.id = k.id
        LEFT JOIN (SELECT body_id << 20 | run_id AS id, '[' || group_concat(
                       attribute || ',' || name || ',' || type || ',' || count) || ']' AS told
                   FROM value GROUP BY 1) AS v ON v.id = k.id
        ORDER BY k.id"""
    )
    for table in ("ran_by", "signature", "value"):
        db.conn.execute(f"DROP TABLE {table}")
