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
def m002_bodies(db: Database) -> None:
    """A row for each body that ran instead of one text for each observation: a tenth of the bytes.

    Nothing ever wrote to the tables of the first migration.
    """
    for statement in _BODIES.split(";"):
        if statement.strip():
            db.conn.execute(statement)


_BODIES = """
DROP TABLE observation;
DROP TABLE run;
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    token TEXT NOT NULL UNIQUE,
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
    text TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE body (
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL,
    qualname TEXT NOT NULL,
    body_hash BLOB NOT NULL,
    rank INTEGER NOT NULL,
    kind TEXT NOT NULL,
    parameters TEXT NOT NULL
) STRICT;
CREATE INDEX body_source ON body(source_id, qualname);
CREATE TABLE signature (
    id INTEGER PRIMARY KEY,
    body_id INTEGER NOT NULL,
    arguments TEXT NOT NULL,
    outcome TEXT NOT NULL,
    result INTEGER NOT NULL
) STRICT;
CREATE INDEX signature_body ON signature(body_id);
CREATE TABLE seen (
    signature_id INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (signature_id, run_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE call (
    caller INTEGER NOT NULL,
    site INTEGER NOT NULL,
    callee INTEGER NOT NULL,
    outside INTEGER NOT NULL,
    receiver INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (caller, site, callee, outside, receiver, run_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX call_callee ON call(callee) WHERE callee <> 0;
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
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (kind, name)
) STRICT;
CREATE TABLE test_run (
    owner_id INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    outcome TEXT NOT NULL,
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
