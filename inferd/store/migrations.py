"""Migrations of the durable tables, as sqlite-utils applies them: each runs once per database, in this order.

Never change one that was released; add another.
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
