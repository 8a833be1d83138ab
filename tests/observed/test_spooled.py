"""What recorders leave in the spool is folded in by whoever asks next, once, and the look for it costs nothing."""

import importlib.util
import json
import os
import subprocess
import sys
import time

import pytest
from spools import RUN, Spool

from inferd.cli.main import main
from inferd.index import observations, spooled

CART = "shop/cart.py"
ME = f"{CART}:Cart"
GONE = 2**22 - 1  # a process id that nobody has


@pytest.fixture
def run(observed, monkeypatch, capfd):
    monkeypatch.chdir(observed.root)
    monkeypatch.setenv("INFERD_NO_DAEMON", "1")

    def run(*words):
        capfd.readouterr()
        status = main(words)
        out, err = capfd.readouterr()
        return status, out, err

    run("index")
    return run


@pytest.fixture
def plugged(observed):
    """A spool as `pytest --inferd` leaves one: right in the spool directory."""

    def plugged(process=GONE, **options):
        spool = Spool(observed.root, observed.root / ".project" / "spool", process=process, **options)
        spool.test("tests/test_cart.py::test_total", f"{CART}:Cart.total", "tests/test_cart.py:test_total")
        spool.sig(f"{CART}:Cart.total", [ME, "bytes"], "int")
        spool.call("tests/test_cart.py:test_total", "Cart([1]).total()", f"{CART}:Cart.total", ME)
        spool.call("shop/view.py:show", "cart.total()", f"{CART}:Cart.total", ME)
        return spool

    return plugged


def left(observed):
    return sorted(n for n in os.listdir(observed.root / ".project" / "spool") if n != "sources")


@pytest.mark.parametrize(
    "words, said",
    [
        ("query tests shop.cart:Cart.total", "tests/test_cart.py::test_total"),
        ("query callers shop.cart:Cart.total", "test_total"),
        ("query calls tests/test_cart.py --json", "shop.cart:Cart.total"),
        ("query type shop.cart:Cart.total --evidence runtime", "bytes"),
        ("query type shop.cart:Cart.total", "seen once"),
        ("query refs shop.cart:Cart.total", "seen once, on shop.cart.Cart"),
        ("query contradictions", "bytes"),
        ("impact shop.cart:Cart.total", "test_total  runtime: it ran Cart.total"),
        ("annotate shop/cart.py", "bytes | int"),
        ("runs list", "run 1: pytest -q"),
    ],
)
def test_whoever_asks_folds_what_was_left(observed, run, plugged, words, said):
    if "contradictions" in words:
        observed.edit(CART, "return sum(price for price in self.lines) + tax", "return tax")
        observed.edit(CART, "class Cart:\n    rate = 2", "class Cart:\n    rate: int = 2")
        text = (observed.root / CART).read_text().replace("def total(self, tax=0):\n        return tax", "def total(self, tax: int = 0):\n        return tax")  # fmt: skip  # noqa: E501
        observed.write(CART, text)
    plugged().write()
    status, out, err = run(*words.split())
    assert said in out, (out, err)
    assert status == 0
    assert not left(observed)
    if words.split()[0] not in ("runs", "annotate"):
        assert "recorded since: run 1: pytest -q: 2 functions" in err
        assert "recorded since" not in run(*words.split())[2]


def test_a_question_in_which_runs_have_no_say_leaves_it(observed, run, plugged):
    plugged().write()
    assert run("query", "members", "shop.cart:Cart")[0] == 0
    assert left(observed)


def test_an_answer_from_the_index_as_it_is_leaves_it(observed, run, plugged):
    plugged().write()
    status, _, _ = run("query", "tests", "shop.cart:Cart.total", "--no-update")
    assert status == 1
    assert left(observed)


def test_the_look_for_it_is_one_look_into_a_directory(observed, run, plugged, monkeypatch):
    looks = []
    real = os.listdir
    monkeypatch.setattr(spooled.os, "listdir", lambda path: looks.append(path) or real(path))
    place = str(observed.root / ".project")
    assert not spooled.is_spooled(place, str(observed.root))
    assert looks == [os.path.join(place, "spool")]
    plugged().write()
    assert spooled.is_spooled(place, str(observed.root))
    assert not spooled.is_spooled(str(observed.root / "nowhere"))


def test_the_look_imports_nothing_that_folds(observed, run, plugged):
    code = (
        "import sys; from inferd.cli.main import main; main(sys.argv[1:]); "
        "print('inferd.index.observations' in sys.modules, file=sys.stderr)"
    )
    words = [sys.executable, "-c", code, "query", "refs", "shop.cart:Cart.total"]
    assert subprocess.run(words, capture_output=True, text=True, check=True).stderr.split()[-1] == "False"
    plugged().write()
    assert subprocess.run(words, capture_output=True, text=True, check=True).stderr.split()[-1] == "True"


def test_a_run_that_goes_on_is_folded_once_however_often_one_asks(observed, run, plugged):
    spool = plugged(os.getpid())
    spool.write(end=False)
    assert run("query", "tests", "shop.cart:Cart.total")[0] == 0
    size = spool.path.stat().st_size
    assert left(observed) == [spool.name]

    def folded():
        with observed.reading() as r:
            return r.o.folded()[spool.name], {s for s in r.signatures() if "total" in s[0]}

    cart = ("shop.cart:Cart", "bytes")
    assert folded() == (size, {("shop/cart.py:Cart.total", cart, "return", "int", 1)})
    spool.sig(f"{CART}:Cart.total", [ME, "bytes"], "int", times=3)
    half = spool.lines[-1][: len(spool.lines[-1]) // 2]
    spool.write(end=False)
    with open(spool.path, "ab") as file:
        file.write(half.encode())
    assert run("query", "tests", "shop.cart:Cart.total")[0] == 0
    assert folded()[0] == size  # little has come
    for i in range(40):
        spool.sig(f"{CART}:Gift.total", [ME, "int"], "int", times=i + 2)
    spool.write(end=False)
    run("query", "tests", "shop.cart:Cart.total")
    grown = spool.path.stat().st_size
    assert grown > size * 1.5
    assert folded() == (grown, {
        ("shop/cart.py:Cart.total", cart, "return", "int", 4),
        ("shop/cart.py:Gift.total", ("shop.cart:Cart", "int"), "return", "int", sum(range(2, 42))),
    })  # fmt: skip
    spool.write()
    run("query", "tests", "shop.cart:Cart.total")
    assert not left(observed)
    assert {s[-1] for s in folded_signatures(observed)} == {4, sum(range(2, 42))}


def folded_signatures(observed):
    with observed.reading() as r:
        return r.signatures()


def test_a_subprocess_waits_for_the_test_that_started_it(observed, run):
    """What it ran belongs to a test of which the other shard tells only when it ends."""
    top = observed.root / ".project" / "spool"
    parent = Spool(observed.root, top, process=os.getpid())
    parent.owner("test", "tests/test_cart.py::test_total", "tests/test_cart.py")
    parent.line("ran", 0, [parent.func(f"{CART}:Cart.total")])
    parent.write(end=False)
    started = time.time()
    child = Spool(observed.root, top, process=GONE, parent=parent.name, parents=["x", parent.name], started=started)
    child.line("owner", 0, "process", "", None, None)
    child.line("ran", 0, [child.func("shop/view.py:show")])
    child.write()
    run("query", "tests", "shop.view:show")
    assert child.name in left(observed)
    with observed.reading() as r:
        assert child.name not in r.o.folded()
    parent.line("test", 0, started - 1, started + 1, "passed")
    parent.write()
    status, out, _ = run("query", "tests", "shop.view:show")
    assert status == 0
    assert "tests/test_cart.py::test_total" in out
    assert not left(observed)


def test_a_child_of_a_process_that_runs_no_tests_does_not_wait(observed, run):
    top = observed.root / ".project" / "spool"
    parent = Spool(observed.root, top, process=os.getpid(), started=1.0)
    parent.line("owner", 0, "process", "", None, None)
    parent.line("ran", 0, [parent.func(f"{CART}:Cart.total")])
    parent.write(end=False)
    child = Spool(observed.root, top, process=GONE, parent=parent.name, started=2.0)
    child.line("owner", 0, "process", "", None, None)
    child.line("ran", 0, [child.func("shop/view.py:show")])
    child.write()
    run("query", "tests", "shop.view:show")
    with observed.reading() as r:
        assert {child.name, parent.name} == set(r.o.folded())


def test_what_somebody_else_has_just_folded_is_no_error(observed, run, plugged, monkeypatch):
    plugged().write()
    other = plugged(GONE - 1, run="f" * 16).write()
    real = observations.fold_shard

    def first_come(db, texts, spool, name):
        if other.path.exists():
            other.path.unlink()
        return real(db, texts, spool, name)

    monkeypatch.setattr(observations, "fold_shard", first_come)
    status, _, err = run("query", "tests", "shop.cart:Cart.total")
    assert status == 0
    assert "recorded since: run 1" in err


def test_while_somebody_else_writes_the_answer_says_so(observed, run, plugged, monkeypatch):
    from inferd.cli import session
    from inferd.source.lock import WriterLock

    plugged().write()
    monkeypatch.setattr(session, "_FOLDING", 0.1)
    with WriterLock(str(observed.root / ".project")):
        status, _, err = run("query", "tests", "shop.cart:Cart.total")
    assert status == 1
    assert "what was recorded last is not known yet" in err
    assert run("query", "tests", "shop.cart:Cart.total")[0] == 0


def test_what_another_project_has_recorded_is_left_alone(observed, run, plugged, tmp_path):
    """As it comes along where a folder is copied: its paths are meant from there."""
    spool = plugged(run="e" * 16)
    header = json.loads(spool.lines[0])
    header[2]["root"] = str(tmp_path)
    spool.lines[0] = json.dumps(header)
    spool.write()
    assert run("query", "tests", "shop.cart:Cart.total")[0] == 1
    assert left(observed) == [spool.name]
    assert "not this project's" in run("runs", "list")[2]


def test_where_the_index_is_elsewhere(observed, run, plugged, tmp_path):
    """A plugin knows no settings of ours: it spools to the usual place."""
    plugged().write()
    words = ["query", "tests", "shop.cart:Cart.total", "--project-dir", str(tmp_path / "index")]
    assert "tests/test_cart.py::test_total" in run(*words)[1]
    assert not left(observed)


@pytest.mark.parametrize("how", ["plugin", "embedded"])
def test_a_real_recorder_then_a_question(observed, run, how):
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    if how == "plugin":
        command = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "inferd.runtime.plugin", "--inferd", "tests"]
        if "inferd.runtime.plugin" in _plugins():
            command = [w for w in command if w != "inferd.runtime.plugin"]
            del command[command.index("-p", 4)]
    else:
        observed.write(
            "main.py",
            "from inferd.runtime import recording\n\nwith recording():\n    from tests.test_cart import test_total\n\n"
            "    test_total()\n",
        )  # fmt: skip
        command = ["main.py"]
    done = subprocess.run(
        [sys.executable, *command], cwd=observed.root, env=env, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    status, out, _ = run("query", "callers", "shop.cart:Cart.total")
    assert "test_total -> shop.cart:Cart.total" in out
    assert status == 0
    assert not left(observed)
    if how == "plugin":
        assert "tests/test_cart.py::test_tax" in run("query", "tests", "shop.cart:Cart.total")[1]


@pytest.mark.parametrize("place", ["inside", "named", "other"])
def test_the_recorder_finds_the_index_that_there_is(observed, run, tmp_path, monkeypatch, place):
    """A package of a repository has its own pytest settings, and the index is that of the whole."""
    observed.write("packages/a/pyproject.toml", "[tool.pytest.ini_options]\n")
    observed.write("packages/a/test_a.py", "def helps(x):\n    return x\n\n\ndef test_a():\n    assert helps(1)\n")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    if place == "named":
        monkeypatch.setenv("INFERD_PROJECT_DIR", str(tmp_path / "elsewhere"))
        env["INFERD_PROJECT_DIR"] = str(tmp_path / "elsewhere")
        run("index")
    elif place == "other":
        os.rename(observed.root / ".project", observed.root / ".inferproject")
        observed.write(".project", "<xml>")
    plugin = [] if "inferd.runtime.plugin" in _plugins() else ["-p", "inferd.runtime.plugin"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *plugin, "--inferd"],
        cwd=observed.root / "packages" / "a", env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (observed.root / "packages" / "a" / ".project").exists()
    status, out, err = run("query", "tests", "packages/a/test_a.py:1:5")
    assert status == 0, err
    assert "packages/a/test_a.py" in out
    assert "recorded since" in err


def _plugins():
    from importlib.metadata import entry_points

    return {e.value for e in entry_points(group="pytest11")}


def test_runs_are_one_file_format():
    assert observations.SHARD.fullmatch(f"{RUN}.1.0{spooled.SUFFIX}")


@pytest.mark.skipif(importlib.util.find_spec("xdist") is None, reason="pytest-xdist is not installed")
def test_what_workers_of_xdist_ran_is_one_run(observed, run):
    """A shard for each worker; what modules do when they are imported counts for every test, whoever imported first."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    plugin = [] if "inferd.runtime.plugin" in _plugins() else ["-p", "inferd.runtime.plugin"]
    command = ["-m", "pytest", "-q", "-p", "no:cacheprovider", *plugin, "--inferd", "-n", "2", "tests"]
    done = subprocess.run(
        [sys.executable, *command], cwd=observed.root, env=env, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(left(observed)) >= 2
    both = ["tests/test_cart.py::test_tax", "tests/test_cart.py::test_total"]

    def tests(target):
        return sorted(r["id"] for r in json.loads(run("query", "tests", target, "--json")[1])["rows"])

    assert tests("shop.cart:Cart.total") == [*both, "tests/test_view.py::test_show"]
    assert tests("shop.view:show") == ["tests/test_view.py::test_show"]
    assert tests("shop.cart:Gift") == [*both, "tests/test_view.py::test_show"]
    assert not left(observed)
    (one,) = json.loads(run("runs", "list", "--json")[1])["runs"]
    assert one["tests"] == 3
