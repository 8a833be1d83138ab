"""How what runs saw lies in the database: small, in one way whatever came first, and brought along from before."""

import random
import sqlite3

import pytest
import sqlite_utils
from hypothesis import given
from hypothesis import strategies as st

from inferd.store import known, migrations, observations
from inferd.store.observations import Keeper, Observations, packed, unpacked


@pytest.fixture
def db():
    db = sqlite3.connect(":memory:", isolation_level=None)
    migrations.durable.apply(sqlite_utils.Database(db, execute_plugins=False))
    yield db
    db.close()


@given(st.sets(st.integers(1, 1 << 40) | st.integers(1, 300)))
def test_sets_of_numbers(numbers):
    data = packed(numbers)
    assert list(unpacked(data)) == sorted(numbers)
    assert len(packed(range(7, 900))) == 4


def test_sets_of_numbers_as_they_were_written_before():
    assert list(unpacked(bytes([3, 1, 1, 1, 0x80 | 1, 1, 2]))) == [3, 4, 5, 6, 135, 137]


def keep(db, token, test="tests/t.py::C::test_a[1]"):
    run = observations.begin_run(db, token, "pytest", "", "3.12.1")
    k = Keeper(db, run)
    body = k.body("a.py", "f", b"12345678", 0, "function", ["x", "y"])
    other = k.body("a.py", "C", b"87654321", 0, "class")
    of_test = k.body("tests/t.py", "C.test_a", b"abcdefgh", 0, "function")
    k.signature(body, ["int", "str"], "return", "list[int]", 3)
    k.signature(body, ["int", "int"], "raise", "ValueError", 1)
    k.signature(of_test, [], "return", "None", 1)
    k.value(body, 0, "z", "int", 2)
    k.value(other, 1, "w", "str", 5)
    k.call(of_test, 4, body, "", "", 7)
    k.call(of_test, 6, 0, "function len", "list[int]", 2)
    owner = k.owner("test", test, "tests/t.py")
    k.test(owner, "passed")
    k.ran(body, [owner])
    k.ran(of_test, [owner])
    k.needed(k.owner("import", "a.py", "a.py"), [owner])
    k.flush()
    return run


def everything(db):
    o = Observations(db)
    bodies = {b.id: (b.path, b.qualname) for b in o.bodies()}
    owners = o.owners(o.owner_ids())
    return (
        sorted((bodies[s.body], s[1:]) for s in o.signatures_of(bodies)),
        sorted((bodies[c.caller], c.site, bodies.get(c.callee), c[3:]) for c in o.calls_from(bodies)),
        [(bodies[v.body], v[1:]) for v in o.values_in(bodies)],
        sorted((bodies[b], owners[w], runs) for b, of in o.owners_of(bodies).items() for w, runs in of.items()),
        sorted((owners[a], owners[b], r) for a, of in o.needing(owners).items() for b, r in of.items()),
        o.tests(), [o.counts(r.id) for r in o.runs()],
    )  # fmt: skip


def test_what_is_kept_is_what_is_read(db):
    keep(db, "a" * 16)
    signatures, calls, values, ran, needed, tests, counts = everything(db)
    f, test = ("a.py", "f"), ("tests/t.py", "C.test_a")
    assert signatures == [
        (f, (("int", "int"), "raise", "ValueError", 1, 1)), (f, (("int", "str"), "return", "list[int]", 1, 3)),
        (test, ((), "return", "None", 1, 1)),
    ]  # fmt: skip
    assert calls == [(test, 4, f, ("", "", 1, 7)), (test, 6, None, ("function len", "list[int]", 1, 2))]
    assert values == [(f, (0, "z", "int", 1, 2)), (("a.py", "C"), (1, "w", "str", 1, 5))]
    named = ("test", "tests/t.py::C::test_a[1]")
    assert ran == [(f, named, [1]), (test, named, [1])]
    assert needed == [(("import", "a.py"), named, [1])]
    assert tests == {named[1]: {1: "passed"}}
    assert counts == [{"functions": 2, "signatures": 3, "calls": 2, "tests": 1}]


def test_a_test_goes_by_its_body_as_long_as_that_is_kept(db):
    def stored():
        return db.execute("SELECT name, body_id <> 0 FROM owner WHERE kind = 0").fetchall()

    first = keep(db, "a" * 16)
    assert stored() == [("[1]", 1)]
    run = observations.begin_run(db, "b" * 16, "pytest", "", "")
    k = Keeper(db, run)
    owner = k.owner("test", "tests/t.py::C::test_a[1]", "tests/t.py")
    k.test(owner, "failed")
    k.ran(k.body("tests/t.py", "C.test_a", b"othertxt", 0, "function"), [owner])
    k.flush()
    assert len(stored()) == 1
    observations.drop_run(db, first)  # the body by which it goes is gone
    assert stored() == [("::C::test_a[1]", 0)]
    assert Observations(db).tests() == {"tests/t.py::C::test_a[1]": {run: "failed"}}
    assert [b.body_hash for b in Observations(db).bodies()] == [b"othertxt"]
    observations.drop_run(db, run)
    for table in observations.TABLES:
        assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table


@pytest.mark.parametrize("test", ["tests/t.py::D::test_a", "tests/t.py::C::test_a::x", "unittest:t.C.test_a", "x"])
def test_a_test_that_is_no_such_body_has_its_name(db, test):
    keep(db, "a" * 16, test)
    assert list(Observations(db).tests()) == [test]


def test_names_follow_what_inferd_renames(db):
    keep(db, "a" * 16)
    (body,) = [b for b in Observations(db).bodies() if b.qualname == "C.test_a"]
    observations.move_body(db, body.id, ("tests/u.py", "C.test_b", b"new hash", 0), (), {})
    assert list(Observations(db).tests()) == ["tests/u.py::C::test_b[1]"]
    observations.rename_owners(db, {"tests/u.py::C::test_b": "tests/v.py::C::test_c"})
    assert list(Observations(db).tests()) == ["tests/v.py::C::test_c[1]"]


def test_two_runs_merged_are_what_one_would_have_seen(db):
    runs = [keep(db, c * 16) for c in "abc"]
    observations.merge_runs(db, runs[0], runs[1:])
    o = Observations(db)
    assert [r.id for r in o.runs()] == [runs[0]]
    assert {s.times for s in o.signatures_of(b.id for b in o.bodies())} == {9, 3}
    assert {v.times for v in o.values_in(b.id for b in o.bodies())} == {6, 15}
    assert o.counts(runs[0]) == {"functions": 2, "signatures": 3, "calls": 2, "tests": 1}


def test_terms_that_stand_everywhere_have_small_numbers_whatever_came_first():
    def kept(order):
        db = sqlite3.connect(":memory:", isolation_level=None)
        migrations.durable.apply(sqlite_utils.Database(db, execute_plugins=False))
        k = Keeper(db, observations.begin_run(db, "a" * 16, "", "", ""))
        bodies = [k.body("a.py", f"f{i}", b"", 0, "function", ["x"]) for i in range(6)]
        for i in order:
            k.signature(bodies[i], [f"T{i}"], "return", "int" if i < 4 else "str", 1)
            k.call(bodies[i], i, 0, f"function g{i}", "", 1)
        k.flush()
        return db.execute("SELECT id, text FROM term ORDER BY id").fetchall()

    first = kept(range(6))
    assert [t for _, t in first[:2]] == ["int", "str"]
    for seed in range(5):
        order = random.Random(seed).sample(range(6), 6)
        assert kept(order) == first


def test_what_only_a_dropped_run_has_looked_at_is_looked_at_again(db):
    """A later run left it alone for that one's sake, and knows only that it ran."""
    first = keep(db, "a" * 16)
    k = Keeper(db, observations.begin_run(db, "b" * 16, "", "", "3.12.1"))
    o = Observations(db)
    bodies = {b.qualname: b.id for b in o.bodies()}
    owner = k.owner("test", "tests/t.py::C::test_a[1]", "tests/t.py")
    for body in bodies.values():
        k.ran(body, [owner])
    k.flush()
    _, runs = known.runs_of_latest(o)
    assert known.unsettled(o, known.bodies(o, runs), runs, 0.02) == set()
    observations.drop_run(db, first)
    _, runs = known.runs_of_latest(o)
    assert known.unsettled(o, known.bodies(o, runs), runs, 0.02) == {bodies["f"], bodies["C.test_a"]}


def test_what_takes_very_many_classes_takes_a_class(db):
    """As a decorator does: which ones is no evidence of anything, and would be most of what is kept."""
    k = Keeper(db, observations.begin_run(db, "a" * 16, "", "", ""))
    few, many = (k.body("a.py", name, b"", 0, "function", ["c", "f"]) for name in ("few", "many"))
    for body, n in ((few, 60), (many, 70)):
        for i in range(n):
            k.signature(body, [f"type[m:C{i}]", "function m:f"], "return", f"type[m:C{i}]", 2)
        k.signature(body, ["int", "None"], "raise", "TypeError", 1)
    k.flush()
    o = Observations(db)
    found = {(s.arguments, s.result, s.times) for s in o.signatures_of([many])}
    assert found == {(("type", "function"), "type", 140), (("int", "None"), "TypeError", 1)}
    assert len(o.signatures_of([few])) == 61
    assert db.execute("SELECT count(*) FROM term WHERE text GLOB 'type[[]m:C6?]'").fetchone() == (0,)
    k.signature(many, ["type[m:C65]", "None"], "return", "m:X", 1)  # numbers that were never written are not used
    k.flush()
    assert (("type[m:C65]", "None"), "m:X", 1) in {(s.arguments, s.result, s.times) for s in o.signatures_of([many])}


def test_what_an_older_inferd_kept_is_kept():
    db = sqlite3.connect(":memory:", isolation_level=None)
    migrations.durable.apply(sqlite_utils.Database(db, execute_plugins=False), stop_before="m003_ran")
    for statement in (
        "INSERT INTO run VALUES (1, 'aa', 'pytest', '', '', '3.12', 0, '{}'), (2, 'bb', 'x', '', '', '3.13', 1, '{}')",
        "INSERT INTO term VALUES (1, 'int'), (2, 'str'), (3, 'z'), (4, 'None')",
        "INSERT INTO source VALUES (1, 'a.py'), (2, 't.py')",
        ("INSERT INTO body VALUES (1, 1, 'f', x'01', 0, 2, 'x y'), (2, 1, 'C', x'02', 0, 1, ''), "
        "(3, 2, 'test_a', x'03', 0, 2, '')"),
        ("INSERT INTO signature VALUES (1, '[1,2]', 0, 4, 1, 3), (1, '[2,2]', 1, 1, 1, 1), (1, '[1,2]', 0, 4, 2, 5), "
        "(3, '[]', 0, 4, 1, 1)"),
        "INSERT INTO call VALUES (3, 4, 1, 0, 1, 9)",
        "INSERT INTO value VALUES (1, 0, 3, 1, 1, 2), (2, 1, 3, 2, 1, 5)",
        "INSERT INTO owner VALUES (1, 0, 2, '::test_a')",
        "INSERT INTO test_run VALUES (1, 1, 1)",
        "INSERT INTO ran_by VALUES (1, 1, x'01'), (3, 1, x'01')",
    ):
        db.execute(statement)
    migrations.durable.apply(sqlite_utils.Database(db, execute_plugins=False))
    f, test = ("a.py", "f"), ("t.py", "test_a")
    named = ("test", "t.py::test_a")
    assert everything(db) == (
        [
            (f, (("int", "str"), "return", "None", 1, 3)), (f, (("int", "str"), "return", "None", 2, 5)),
            (f, (("str", "str"), "raise", "int", 1, 1)), (test, ((), "return", "None", 1, 1)),
        ],
        [(test, 4, f, ("", "", 1, 9))],
        [(f, (0, "z", "int", 1, 2)), (("a.py", "C"), (1, "z", "str", 1, 5))],
        [(f, named, [1]), (test, named, [1])],
        [],
        {"t.py::test_a": {1: "passed"}},
        [
            {"functions": 2, "signatures": 3, "calls": 1, "tests": 1},
            {"functions": 1, "signatures": 1, "calls": 0, "tests": 0},
        ],
    )  # fmt: skip
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert set(observations.TABLES) <= tables
    assert not tables & {"signature", "value", "ran_by"}
