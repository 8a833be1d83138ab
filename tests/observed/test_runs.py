"""Runs: recorded by a command, listed, dropped, merged, and taken to another machine."""

import gzip
import json
import os
import re
import shutil
import sys

import pytest
from spools import Spool

from inferd.cli.main import main
from inferd.errors import InferdError
from inferd.runtime import launch
from inferd.store.observations import TABLES

CART = "shop/cart.py"
ME = f"{CART}:Cart"


@pytest.fixture
def run(observed, monkeypatch, capfd):
    """Run a command in the project: (status, standard output, standard error)."""
    monkeypatch.chdir(observed.root)
    monkeypatch.setenv("INFERD_NO_DAEMON", "1")

    def run(*words):
        capfd.readouterr()
        status = main(words)
        out, err = capfd.readouterr()
        return status, out, err

    return run


@pytest.fixture
def records(observed, monkeypatch):
    """`launch.run` that records what is stated: a list of functions of a spool, one for each run."""
    stated = []

    def fake(command, directory, options):
        assert options["root"] == str(observed.root)
        spool = Spool(observed.root, directory, run=options["run"], command=command)
        status = stated.pop(0)(spool)
        spool.write()
        return status or 0

    monkeypatch.setattr(launch, "run", fake)
    return stated


def one(spool):
    spool.test("tests/test_cart.py::test_total", f"{CART}:Cart.total")
    spool.sig(f"{CART}:Cart.total", [ME, "int"], "int", times=2)
    spool.call("tests/test_cart.py:test_total", "Cart([1]).total()", f"{CART}:Cart.total", ME)
    spool.line("local", spool.func(f"{CART}:Cart.total"), "tax", spool.type("float"), 2)


def two(spool):
    spool.test("tests/test_cart.py::test_tax", f"{CART}:Cart.total", f"{CART}:Cart.__init__", outcome="failed")
    spool.sig(f"{CART}:Cart.total", [ME, "int"], "int")
    spool.sig(f"{CART}:Cart.total", [ME, "str"], "TypeError", outcome="raise")
    spool.line("lost", "exec", "", 2)
    return 1


def test_a_command_is_recorded(observed, run, records):
    records.append(two)
    status, out, err = run("record", "--", "pytest", "-q", "--tb=short")
    assert (status, out) == (1, "")
    assert "recording: pytest -q --tb=short" in err
    assert "recorded as run 1: pytest -q --tb=short: 2 functions, 2 signatures, 0 calls, 1 test" in err
    assert "2 pieces of code without a file (exec), not recorded" in err
    assert not os.listdir(observed.root / ".project" / "spool")
    status, out, _ = run("runs", "list", "--json")
    (listed,) = json.loads(out)["runs"]
    assert (status, listed["status"], listed["notes"]) == (0, 1, {"lost: exec": 2})


def test_options_of_the_command_are_its_own(run, records):
    records.append(one)
    status, _, err = run("record", "python", "--json", "-C", "x", "--help")
    assert status == 0
    assert "recording: python --json -C x --help" in err


def test_a_command_that_runs_nothing_of_the_project(run, monkeypatch):
    monkeypatch.setattr(launch, "run", lambda *_: 3)
    status, _, err = run("record", "true")
    assert status == 3
    assert "nothing of the project ran under the recorder" in err


def test_what_cannot_be_folded_in_is_kept(observed, run, records, monkeypatch):
    from inferd.index import observations
    from inferd.store.connection import Error

    def full(*_):
        raise Error("database or disk is full")

    monkeypatch.setattr(observations.store, "note", full)
    records.append(one)
    status, _, err = run("record", "pytest")
    assert status == 0
    assert "no space left" in err
    assert "is kept in" in err
    monkeypatch.undo()
    monkeypatch.chdir(observed.root)
    status, out, _ = run("runs", "list")
    assert (status, out.startswith("run 1: pytest: 1 function, 1 signature, 1 call, 1 test")) == (0, True)
    assert not os.listdir(observed.root / ".project" / "spool")


def test_no_run(run):
    status, out, err = run("runs", "list")
    assert (status, out) == (1, "")
    assert "no run is recorded" in err
    status, _, err = run("runs", "show", "7")
    assert status == 2
    assert "there is no run 7" in err
    status, _, err = run("runs", "drop", "7")
    assert status == 2


def test_runs_are_shown_merged_and_dropped(observed, run, records):
    records += [one, two, two]
    for _ in range(3):
        run("record", "pytest")
    status, out, _ = run("runs", "show", "2")
    assert status == 0
    assert "exit status 1" in out
    assert "  2 pieces of code without a file (exec), not recorded" in out
    with observed.reading() as found:
        three = found.signatures()
    status, out, _ = run("runs", "merge", "1", "2", "3")
    assert status == 0
    with observed.reading() as found:
        assert {s[:4]: s[4] for s in found.signatures()} == {
            ("shop/cart.py:Cart.total", ("shop.cart:Cart", "int"), "return", "int"): 4,
            ("shop/cart.py:Cart.total", ("shop.cart:Cart", "str"), "raise", "TypeError"): 2,
        }
        assert len(three) > len(found.signatures())
        (left,) = found.o.runs()
        assert (left.id, left.notes) == (1, {"lost: exec": 4})
        assert found.ran() == {
            (("test", "tests/test_cart.py::test_total"), "shop/cart.py:Cart.total"),
            (("test", "tests/test_cart.py::test_tax"), "shop/cart.py:Cart.total"),
            (("test", "tests/test_cart.py::test_tax"), "shop/cart.py:Cart.__init__"),
        }
    assert run("runs", "merge", "1")[0] == 2
    status, out, _ = run("runs", "drop", "1")
    assert (status, out) == (0, "forgot 1 run\n")
    with observed.reading() as found:
        for table in TABLES:
            assert found.db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table


def test_dropping_one_run_leaves_the_others(observed, run, records):
    records += [one]
    run("record", "pytest")
    with observed.reading() as found:
        before = found.everything()
    records += [two]
    run("record", "pytest")
    run("runs", "drop", "2")
    with observed.reading() as found:
        assert found.everything() == before


@pytest.mark.parametrize("name", ["run.jsonl", "run.jsonl.gz"])
def test_a_run_is_taken_elsewhere(observed, run, records, monkeypatch, tmp_path, name):
    records += [one, two]
    run("record", "pytest")
    run("record", "pytest")
    file = tmp_path / name
    status, out, _ = run("runs", "export", "2", "-o", str(file))
    assert (status, out) == (0, f"wrote {file}\n")
    text = (gzip.open if name.endswith(".gz") else open)(file, "rt").read()
    assert str(observed.root) not in text
    run("runs", "drop", "1")
    with observed.reading() as found:
        whole = found.everything()
        (told,) = found.o.runs()
    other = tmp_path / "other"
    shutil.copytree(observed.root, other, ignore=shutil.ignore_patterns(".project"))
    monkeypatch.chdir(other)
    status, out, _ = run("runs", "import", str(file))
    assert status == 0
    assert out.startswith("run 1: pytest: 2 functions, 2 signatures, 0 calls, 1 test")
    observed.root = other
    with observed.reading() as found:
        again = found.everything()
        assert again[:5] == whole[:5]
        assert list(again[5]) == list(whole[5])
        assert found.o.runs() == [told._replace(id=1)]
    status, _, err = run("runs", "import", str(file))
    assert status == 2
    assert "is here already" in err


def test_a_spool_is_imported_as_it_is(observed, run, tmp_path):
    spool = Spool(observed.root, tmp_path / "spool")
    one(spool)
    spool.write()
    status, out, _ = run("runs", "import", str(tmp_path / "spool"))
    assert status == 0
    assert out.startswith("run 1: pytest -q: 1 function, 1 signature, 1 call, 1 test")
    assert spool.path.exists()
    status, _, err = run("runs", "import", str(tmp_path))
    assert status == 2
    assert "no recorder has written anything there" in err


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[1:],
        lambda lines: [*lines, "[]"],
        lambda lines: [*lines, '["body", 9, "../x.py", "f", "00", 0, "function", []]'],
        lambda lines: [*lines, '["body", 9, "/x.py", "f", "00", 0, "function", []]'],
        lambda lines: [*lines, '["signature", 77, [], "return", "int", 1]'],
        lambda lines: [*lines, '["signature", 1, [], "return", "int", -1]'],
        lambda lines: [*lines, '["signature", 1, [], "explode", "int", 1]'],
        lambda lines: [*lines, '["nonsense"]'],
        lambda lines: [lines[0].replace('["run",1,', '["run",2,'), *lines[1:]],
        lambda lines: [lines[0].replace('"token":"', '"token":"zz'), *lines[1:]],
        lambda lines: [*lines, "no json"],
    ],
)
def test_a_file_that_is_no_run_is_refused_whole(observed, run, records, tmp_path, change):
    records += [one]
    run("record", "pytest")
    file = tmp_path / "run.jsonl"
    run("runs", "export", "1", "-o", str(file))
    run("runs", "drop", "1")
    file.write_text("\n".join(change(file.read_text().splitlines())) + "\n")
    status, _, err = run("runs", "import", str(file))
    assert status == 2
    assert "run" in err
    with observed.reading() as found:
        assert found.o.runs() == []
        assert found.bodies == {}


def test_questions_as_commands(observed, run, records):
    records.append(one)
    run("record", "pytest")
    status, out, _ = run("query", "type", "shop.cart:Cart.total", "--evidence", "runtime", "--json")
    assert status == 0
    answer = json.loads(out)
    assert [(r["kind"], r["name"], r["types"]) for r in answer["rows"]] == [
        ("parameter", "self", ["shop.cart.Cart"]), ("parameter", "tax", ["int"]), ("return", "return", ["int"]),
    ]  # fmt: skip
    status, out, _ = run("query", "callers", "shop.cart:Cart.total", "--evidence", "runtime", "--json")
    (row,) = json.loads(out)["rows"]
    assert (row["caller"], row["callee"], row["path"], row["line"], row["column"], row["confidence"]) == (
        "tests.test_cart:test_total", "shop.cart:Cart.total", "tests/test_cart.py", 5, 22, "inferred",
    )  # fmt: skip
    status, out, _ = run("query", "tests", "shop.cart:Cart.total")
    assert status == 0
    assert "tests/test_cart.py:4:5  passed  tests/test_cart.py::test_total  [exact, it ran Cart.total]" in out
    status, out, _ = run("query", "calls")
    assert "tests.test_cart:test_total -> shop.cart:Cart.total" in out
    status, _, err = run("query", "refs", "shop.cart:Cart.total", "--evidence", "runtime")
    assert status == 2
    assert "not asked of recorded runs" in err
    status, _, err = run("query", "type", "shop.cart:Cart.total", "--evidence", "stars")
    assert status == 2


def test_questions_import_nothing_heavy(observed, run, records):
    import subprocess

    records.append(one)
    run("record", "pytest")
    heavy = {"ast", "click", "dataclasses", "inspect", "sqlite_utils", "inferd.index.update", "inferd.syntax.extract"}
    for words in (["tests", "shop.cart:Cart.total"], ["calls"], ["refs", "shop.cart:Cart.total"]):
        run("query", *words)  # the first question about types indexes the standard library
        code = "import sys; from inferd.cli.main import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
        done = subprocess.run([sys.executable, "-c", code, "query", *words], capture_output=True, text=True, check=True)
        assert done.stdout
        assert heavy.isdisjoint(done.stderr.split()), (words, sorted(heavy.intersection(done.stderr.split())))


@pytest.mark.parametrize("python", [sys.executable])
def test_a_real_recorder(observed, run, python):
    """From a command to answers, under the interpreter at hand."""
    observed.write(
        "main.py", "from shop.cart import Gift\nfrom shop.view import show\n\nprint(show(Gift([1]), 3))\n"
    )  # fmt: skip
    status, out, err = run("record", "--", python, "main.py")
    assert (status, out) == (0, "  0\n"), err
    assert "recorded as run 1" in err
    status, out, _ = run("query", "callers", "shop.cart:Gift.total", "--evidence", "runtime")
    called = re.compile(r"shop.view:show -> shop.cart:Gift.total +\[inferred, seen (once|2 times), on shop.cart.Gift\]")
    assert called.search(out)
    status, out, _ = run("query", "refs", "shop.cart:Cart.total")
    seen = re.compile(r"\[inferred, .*seen (once|2 times), on shop.cart.Gift\]")
    assert seen.search(out)
    observed.edit("shop/view.py", "text = str(cart.total())", "text = str(0 + cart.total())")
    status, out, _ = run("query", "refs", "shop.cart:Cart.total")
    assert not seen.search(out)


def test_settings_can_forbid_it(observed, run, records):
    run("init")
    (observed.root / ".project" / "config.toml").write_text("record = false\n")
    records.append(one)
    status, _, err = run("record", "pytest")
    assert status == 2
    assert "record = false" in err
    assert records


def test_a_spool_that_came_with_a_clone_is_left_alone(observed, run):
    """A repository cannot bring files that only their owner may read."""
    run("init")
    spool = Spool(observed.root, observed.root / ".project" / "spool" / ("a" * 16))
    one(spool)
    spool.write().path.chmod(0o644)
    status, _, err = run("runs", "list")
    assert status == 1
    assert "no run is recorded" in err
    assert spool.path.exists()
    assert "not this user's" in err
    assert run("runs", "import", str(spool.directory))[0] == 0


def test_a_recorder_that_is_about_to_begin_is_not_disturbed(observed, run):
    run("init")
    theirs = observed.root / ".project" / "spool" / ("b" * 16)
    (theirs / "sources").mkdir(parents=True)
    run("runs", "list")
    assert (theirs / "sources").is_dir()
    os.utime(theirs, (1, 1))
    run("runs", "list")
    assert not theirs.exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_what_is_no_file_is_not_read(observed, run, tmp_path):
    spool = Spool(observed.root, tmp_path / "spool")
    one(spool)
    spool.write()
    for source in (tmp_path / "spool" / "sources").iterdir():
        source.unlink()
        os.mkfifo(source)
    status, _, err = run("runs", "import", str(tmp_path / "spool"))
    assert status == 0
    assert "source as loaded is not known" in err
    os.mkfifo(tmp_path / "spool" / f"{'c' * 16}.1.0.jsonl")
    status, _, err = run("runs", "import", str(tmp_path / "spool"))
    assert status == 2
    assert "not a file that a recorder has written" in err


def test_runs_need_a_database(observed, tmp_path):
    import inferd

    spool = Spool(observed.root, tmp_path / "spool")
    one(spool)
    spool.write()
    with inferd.open(str(observed.root)) as project:  # nobody has made an index
        assert project.import_runs(str(tmp_path / "spool")).runs == (1,)
        assert [r["functions"] for r in project.runs()] == [1]
    with inferd.open(str(observed.root), store=":memory:") as project:
        project.update()
        assert project.runs() == []
        with pytest.raises(InferdError, match="in memory"):
            project.fold()
