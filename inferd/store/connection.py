"""Opening `callinfo.db`: whose it is, which version it has, and with which settings it is read and written.

A database is trusted only if this user's inferd made it: `meta.creator` is a random id and its keyed hash under the
user's secret.  Anything else (a database that came with a clone, a planted link, a torn file) is set aside under
another name, and said; it is never read further than `meta`, with `trusted_schema` off, so that nothing in its schema
can run.
"""

import os
import sqlite3
from typing import NamedTuple

from inferd.errors import DiskFull, InferdError, StoreCorrupt, StoreReadOnly
from inferd.model import plain
from inferd.store import schema

try:
    from _blake2 import blake2b  # what hashlib hands out too, without the milliseconds that loading OpenSSL takes
except ImportError:
    from hashlib import blake2b
from json import JSONDecodeError

Connection = sqlite3.Connection
Error = sqlite3.Error


class State(NamedTuple):
    """What stands at a database's path: 'ready', 'absent', 'foreign', 'corrupt' or 'outdated'."""

    kind: str
    detail: str = ""


def creator_of(key: bytes, identity: str) -> str:
    """What `meta.creator` holds: an id and its hash under the user's key, 20 bytes in hex."""
    return f"{identity}:{blake2b(identity.encode(), key=key, digest_size=20).hexdigest()}"


def versions(analysis_version: int) -> str:
    """What `meta` holds of versions: those of the schema and of the analysis."""
    return f"{schema.SCHEMA_VERSION}.{analysis_version}"


def version_of(path: str | None, analysis_version: int = 0) -> tuple[int, ...]:
    """The versions of the database at *path*, () where it does not say; without a path, those of this inferd.

    Only to be compared: what the database says is not trusted for anything else.
    """
    if path is None:
        return (schema.SCHEMA_VERSION, analysis_version)
    try:
        db = sqlite3.connect(_uri(path, "mode=ro"), uri=True, timeout=1.0)
        try:
            db.execute("PRAGMA trusted_schema = OFF")
            said = db.execute("SELECT value FROM meta WHERE key = 'versions'").fetchone()
        finally:
            db.close()
        return tuple(int(part) for part in said[0].split(".")) if said else ()
    except (sqlite3.Error, ValueError, AttributeError, TypeError):
        return ()  # there is none, or it is damaged: who opens it to write will see


def _uri(path: str, mode: str) -> str:
    quoted = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file:{quoted}?{mode}"


def connect(path: str, write: bool = False) -> sqlite3.Connection:
    """A connection with inferd's settings; read-only unless *write*.  `:memory:` is always writable."""
    if path == ":memory:":
        db = sqlite3.connect(path, isolation_level=None, cached_statements=512, check_same_thread=False)
    elif write:
        db = sqlite3.connect(path, timeout=20.0, isolation_level=None, cached_statements=512, check_same_thread=False)
    else:
        mode = "mode=ro"
        if not os.access(os.path.dirname(path), os.W_OK) and not os.path.exists(path + "-wal"):
            mode += "&immutable=1"
        db = sqlite3.connect(
            _uri(path, mode), uri=True, timeout=20.0, isolation_level=None, cached_statements=512,
            check_same_thread=False,
        )  # fmt: skip
    db.execute("PRAGMA trusted_schema = OFF")
    db.create_function("plain", 1, plain, deterministic=True)
    if write and path != ":memory:":
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA cache_size = -16384")
        db.execute("PRAGMA wal_autocheckpoint = 4000")
        db.execute("PRAGMA journal_size_limit = 4194304")
        db.execute("PRAGMA temp_store = MEMORY")
    elif path != ":memory:":
        db.execute("PRAGMA query_only = ON")
        db.execute("PRAGMA mmap_size = 268435456")
        db.execute("PRAGMA cache_size = -8192")
    return db


def connect_private(path: str) -> sqlite3.Connection:
    """A new database that nobody else sees before it is whole: no journal, nothing is flushed."""
    db = sqlite3.connect(path, isolation_level=None, cached_statements=512)
    for pragma in (
        f"page_size = {schema.PAGE_SIZE}", "journal_mode = OFF", "synchronous = OFF", "cache_size = -24576",
        "trusted_schema = OFF",
    ):  # fmt: skip
        db.execute("PRAGMA " + pragma)
    db.create_function("plain", 1, plain, deterministic=True)
    return db


def cut_log(path: str) -> None:
    """Write a database's log back and cut it to nothing, unless a reader needs it still; the caller holds the lock.

    SQLite itself writes it back, but the file stays as long as it ever was, while anybody has the database open.
    """
    try:
        if os.path.getsize(path + "-wal") == 0:
            return
        db = sqlite3.connect(_uri(path, "mode=rw"), uri=True, timeout=0.05, isolation_level=None)
    except (OSError, sqlite3.Error):
        return  # there is no log, or no database
    try:
        db.execute("PRAGMA trusted_schema = OFF")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error:
        pass  # a reader is in it; another time will do
    finally:
        db.close()


def remove_remains(path: str) -> None:
    """Take away the log files of a database that is not there any more: SQLite would play them into its successor."""
    for suffix in ("-wal", "-shm", "-journal"):
        if os.path.lexists(path + suffix):
            os.unlink(path + suffix)


def mark_damaged(path: str) -> None:
    """Leave word for the next writer that a reader found the database damaged where `examine` does not look."""
    try:
        os.close(os.open(path + DAMAGED, os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666))
    except OSError:
        pass  # nothing hangs on it: the reader says what it found, too


DAMAGED = ".damaged"
ANOTHERS = "made by somebody else's inferd"


def examine(path: str, key: bytes, analysis_version: int) -> State:
    """Look at what stands at *path* without trusting it."""
    try:
        info = os.lstat(path)
    except FileNotFoundError:
        return State("absent")
    if not os.path.isfile(path) or os.path.islink(path):
        return State("foreign", "not a regular file")
    if hasattr(os, "getuid") and info.st_uid != os.getuid():
        return State("foreign", "owned by another user")
    if info.st_size == 0:
        return State("absent")
    if os.path.lexists(path + DAMAGED):
        return State("corrupt", "damaged pages were met")
    db = None
    try:
        db = connect(path)
        return state_of(db, key, analysis_version)
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "unable to open" in str(error):
            raise StoreReadOnly(path, str(error)) from error
        if isinstance(explained := explain(error, path), (DiskFull, StoreReadOnly)):
            raise explained from error  # nothing is wrong with the database
        return State("corrupt", str(error))
    except sqlite3.DatabaseError as error:
        return State("corrupt", str(error))
    finally:
        if db is not None:
            db.close()


def copy_to(path: str, to: str) -> None:
    """Copy a database, as it is in this instant, to a place where there is none."""
    source = connect(path)
    try:
        target = sqlite3.connect(to)
        try:
            source.backup(target)
        finally:
            target.close()
    finally:
        source.close()


def state_of(db: sqlite3.Connection, key: bytes, analysis_version: int) -> State:
    """Whose an open database is, and of which version."""
    kind = db.execute("SELECT type FROM sqlite_master WHERE name = 'meta'").fetchone()
    if kind != ("table",):
        return State("foreign", "not an inferd database")
    meta = dict(db.execute("SELECT key, value FROM meta WHERE key IN ('creator', 'versions')"))
    creator = str(meta.get("creator", ""))
    if creator_of(key, creator.partition(":")[0]) != creator:
        return State("foreign", ANOTHERS)
    if meta.get("versions") != versions(analysis_version):
        return State("outdated", str(meta.get("versions")))
    return State("ready")


def is_current(db: sqlite3.Connection, path: str, analysis_version: int) -> bool:
    """Whether a database that was fine when opened still is: nobody rebuilt it for another version or met damage."""
    try:
        row = db.execute("SELECT value FROM meta WHERE key = 'versions'").fetchone()
    except sqlite3.Error:
        return False
    return row == (versions(analysis_version),) and not os.path.lexists(path + DAMAGED)


def copies(path: str) -> list[str]:
    """The databases that were set aside beside the one at *path*, oldest name first."""
    folder, name = os.path.split(path)
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    found = []
    for entry in names:
        why, _, number = entry.removeprefix(name + ".").partition("-")
        if entry.startswith(name + ".") and why in ("foreign", "corrupt") and number.isdecimal():
            found.append((why, int(number), entry))
    return [os.path.join(folder, entry) for *_, entry in sorted(found)]


def own_copies(path: str, key: bytes, analysis_version: int) -> list[str]:
    """Of the databases that were set aside, those that this user's inferd had made."""
    found = []
    for copy in copies(path):
        try:
            if ".foreign-" in copy and examine(copy, key, analysis_version).kind in ("ready", "outdated"):
                found.append(copy)
        except InferdError:
            continue  # it is being removed, or cannot be read
    return found


def adopt(copy: str, path: str) -> None:
    """Let what a database holds that was set aside be the one at *path*, on another disk perhaps.

    The caller holds the writer lock of *path*.
    """
    import shutil

    try:
        db = sqlite3.connect(_uri(copy, "mode=rw"), uri=True, timeout=5.0, isolation_level=None)
        try:
            db.execute("PRAGMA trusted_schema = OFF")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            db.close()
    except sqlite3.Error as error:
        raise explain(error, copy) from error
    building = path + ".building"
    shutil.copyfile(copy, building)
    descriptor = os.open(building, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    remove_remains(path)
    os.replace(building, path)


def set_aside(path: str, why: str) -> str:
    """Move a database that is not ours, or broken, out of the way; returns its new name.

    One of a kind is kept: the others, which were set aside before, are removed.
    """
    before = [copy for copy in copies(path) if f".{why}-" in os.path.basename(copy)]
    n = 1
    while os.path.lexists(aside := f"{path}.{why}-{n}"):
        n += 1
    os.rename(path, aside)
    for copy in before:
        if os.path.islink(copy) or not os.path.isdir(copy):
            os.unlink(copy)
            remove_remains(copy)
    if os.path.lexists(path + DAMAGED):
        os.unlink(path + DAMAGED)
    for suffix in ("-wal", "-shm", "-journal"):
        if os.path.lexists(path + suffix):
            os.rename(path + suffix, aside + suffix)
    return aside


def create(db: sqlite3.Connection, key: bytes, analysis_version: int, durable: bool = True) -> None:
    """Make all tables in an empty database, or only the missing durable ones; the caller holds the writer lock.

    Without the *durable* ones it is a database that is thrown away rather than kept: that of a library.
    """
    db.execute(schema.META_TABLE)
    if db.execute("SELECT 1 FROM meta WHERE key = 'creator'").fetchone() is None:
        set_meta(db, "creator", creator_of(key, os.urandom(16).hex()))
    if durable:
        import sqlite_utils

        from inferd.store import migrations

        migrations.durable.apply(sqlite_utils.Database(db, execute_plugins=False))
    rebuild_index_tables(db, analysis_version)


def rebuild_index_tables(db: sqlite3.Connection, analysis_version: int) -> None:
    """Drop the index tables and views and make them anew, empty; durable tables are not touched."""
    db.execute("BEGIN IMMEDIATE")
    for view in schema.VIEWS:
        db.execute(f"DROP VIEW IF EXISTS {view}")
    for table in schema.INDEX_TABLE_NAMES:
        db.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in schema.INDEX_TABLES.split(";"):
        if statement.strip():
            db.execute(statement)
    for view, (_, sql) in schema.VIEWS.items():
        db.execute(f"CREATE VIEW {view} AS {sql}")
    set_meta(db, "versions", versions(analysis_version))
    db.execute("COMMIT")


def set_meta(db: sqlite3.Connection, key: str, value: str) -> None:
    """Store a text under a key of `meta`."""
    db.execute("INSERT INTO meta VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value", (key, value))


#: what reading a damaged database raises: SQLite's own errors, and texts that are not what was written
ERRORS = (sqlite3.Error, JSONDecodeError, UnicodeDecodeError)


def explain(error: Exception, path: str) -> Exception:
    """An SQLite error as one of ours, or itself."""
    text = str(error)
    if isinstance(error, (JSONDecodeError, UnicodeDecodeError)) or "Could not decode" in text:
        return StoreCorrupt(path, "it holds text that inferd did not write")
    if "disk is full" in text or "disk I/O" in text:
        return DiskFull(path)
    if "malformed" in text or "not a database" in text or "corrupt" in text:
        return StoreCorrupt(path, text)
    if "readonly" in text:
        return StoreReadOnly(path, text)
    return error
