"""The database: its tables, whose it is, its views, and how it is opened."""

import os
import sqlite3

import pytest

import inferd
from inferd.store import connection, observations, schema
from inferd.store.migrations import durable
from inferd.syntax.facts import ANALYSIS_VERSION

KEY = b"k" * 32


@pytest.fixture
def project(tmp_path):
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "cart.py").write_text(
        "class Cart(dict):\n    @property\n    def größe(self):\n        return len(self) + 1\n"
    )
    (tmp_path / "shop" / "view.py").write_text(
        "from cart import Cart\nx = 'äöü'; Cart().größe\n" + "y = Cart, Cart\n" * 3
    )
    (tmp_path / "shop" / "bad.py").write_text("def f(:\n")
    with inferd.open(str(tmp_path / "shop")) as project:
        project.update()
        yield project


@pytest.fixture
def db(project):
    db = sqlite3.connect(f"file:{project.database}?mode=ro", uri=True)
    yield db
    db.close()


def test_all_tables_are_strict(db):
    tables = db.execute(
        "SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    ).fetchall()
    ours = {name: strict for name, strict in tables if not name.startswith("_")}
    assert set(schema.INDEX_TABLE_NAMES) | {"meta", *observations.TABLES} == set(ours)
    assert all(ours.values())


def test_observations_have_no_key_into_the_index(db):
    for table in observations.TABLES:
        assert not db.execute(f"PRAGMA foreign_key_list({table})").fetchall()


def test_the_files_are_made_for_reading_beside_a_writer(db):
    assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert db.execute("PRAGMA page_size").fetchone() == (schema.PAGE_SIZE,)


def test_every_view_is_documented_and_answers(db):
    views = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    assert views == set(schema.VIEWS)
    for view, (said, _) in schema.VIEWS.items():
        assert said.endswith(".")
        db.execute(f"SELECT * FROM {view}").fetchall()


def test_the_view_of_occurrences_has_the_places_that_queries_have(project, db):
    listed = set(
        db.execute("SELECT path, line, \"column\", role FROM occurrences WHERE name = 'Cart' AND role <> 'definition'")
    )
    rows = project.references("cart:Cart", definitions=False).rows
    assert listed == {(r.path, r.line, r.column, r.role) for r in rows}
    assert len(listed) == 8
    wide = db.execute("SELECT line, \"column\" FROM occurrences WHERE name = 'größe' AND path = 'view.py'").fetchall()
    assert wide == [(2, 19)]


def test_the_other_views(db):
    assert db.execute("SELECT path, status FROM files ORDER BY path").fetchall() == [
        ("bad.py", "skipped"),
        ("cart.py", "ok"),
        ("view.py", "ok"),
    ]
    assert [path for path, _ in db.execute("SELECT * FROM not_analysed")] == ["bad.py"]
    assert ("cart:Cart.größe", 2, 4) in db.execute("SELECT symbol, line, end_line FROM scopes").fetchall()
    assert db.execute("SELECT class, target, status FROM bases").fetchall() == [
        ("cart:Cart", "builtins:dict", "outside")
    ]
    assert ("Cart", "view.py") in db.execute("SELECT name, path FROM mentions").fetchall()
    assert all(
        program
        for _, program in db.execute("SELECT symbol, program FROM flow_programs WHERE symbol LIKE 'cart:Cart.%'")
    )


def test_a_reader_cannot_write(project):
    reader = connection.connect(project.database)
    for sql in ("DELETE FROM file", "UPDATE meta SET value = 'x'", "CREATE TABLE t (x)", "DROP VIEW files"):
        with pytest.raises(sqlite3.OperationalError):
            reader.execute(sql)
    assert reader.execute("PRAGMA trusted_schema").fetchone() == (0,)
    reader.close()


def test_a_database_is_known_by_its_creator(tmp_path):
    path = str(tmp_path / "callinfo.db")
    assert connection.examine(path, KEY, ANALYSIS_VERSION).kind == "absent"
    db = connection.connect(path, write=True)
    connection.create(db, KEY, ANALYSIS_VERSION)
    db.close()
    assert connection.examine(path, KEY, ANALYSIS_VERSION) == ("ready", "")
    assert connection.examine(path, b"other" * 6, ANALYSIS_VERSION).kind == "foreign"
    assert connection.examine(path, KEY, ANALYSIS_VERSION + 1).kind == "outdated"
    (tmp_path / "text").write_text("no database at all, but long enough to be looked at as if it were one")
    assert connection.examine(str(tmp_path / "text"), KEY, ANALYSIS_VERSION).kind == "corrupt"
    (tmp_path / "empty").write_text("")
    assert connection.examine(str(tmp_path / "empty"), KEY, ANALYSIS_VERSION).kind == "absent"


def test_looking_at_a_database_writes_nothing(tmp_path):
    path = tmp_path / "callinfo.db"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE somebody_elses (x)")
    db.close()
    before = path.read_bytes()
    assert connection.examine(str(path), KEY, ANALYSIS_VERSION) == ("foreign", "not an inferd database")
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["callinfo.db"]


def test_set_aside_keeps_everything_and_never_overwrites(tmp_path):
    for n in (1, 2):
        for suffix in ("", "-wal", "-shm"):
            (tmp_path / f"callinfo.db{suffix}").write_text(f"{n}{suffix}")
        aside = connection.set_aside(str(tmp_path / "callinfo.db"), "corrupt")
        assert aside.endswith(f".corrupt-{n}")
        for suffix in ("", "-wal", "-shm"):
            assert (tmp_path / f"callinfo.db.corrupt-{n}{suffix}").read_text() == f"{n}{suffix}"


def test_migrations_run_once(tmp_path):
    import sqlite_utils

    db = connection.connect(str(tmp_path / "x.db"), write=True)
    connection.create(db, KEY, ANALYSIS_VERSION)
    db.execute("INSERT INTO run VALUES (1, 'x', 'pytest', '2026', '2026', '3.11', 0, '{}')")
    connection.create(db, KEY, ANALYSIS_VERSION)
    durable.apply(sqlite_utils.Database(db))
    assert db.execute("SELECT count(*) FROM run").fetchone() == (1,)
    db.close()


def test_names_are_interned_once(db):
    (count,) = db.execute("SELECT count(*) FROM name WHERE text = 'Cart'").fetchone()
    assert count == 1
    assert (
        db.execute("SELECT count(*) FROM name").fetchone()[0]
        == db.execute("SELECT count(DISTINCT id) FROM name").fetchone()[0]
    )


def test_nothing_of_this_machine_is_in_the_database(project, tmp_path):
    project.close()
    with open(project.database, "rb") as f:
        data = f.read()
    for text in (str(tmp_path), os.uname().nodename, os.path.expanduser("~")):
        assert len(text) < 3 or text.encode() not in data
