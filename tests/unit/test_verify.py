"""`--verify`: the tests that a change can affect, run on a copy before and after it."""

import os
import sys
from pathlib import Path

import pytest

import inferd
from inferd.cli import commands
from inferd.errors import InferdError
from inferd.model import ChangePlan
from inferd.refactor.edits import FileChange
from inferd.refactor.verify import Difference, verify

PYTEST = [sys.executable, "-m", "pytest", "-q", "{tests}"]
FILES = {
    "pyproject.toml": "[project]\nname = 'shop'\n",
    "src/shop/__init__.py": "from .cart import Cart\n",
    "src/shop/cart.py": (
        "class Cart:\n"
        "    def __init__(self, items=()): self.items = list(items)\n"
        "    def total(self, tax=0): return sum(self.items) + tax\n"
        "def show(cart, how='total'): return getattr(cart, how)()\n"
        "def size(cart): return len(cart.items)\n"
    ),
    "src/shop/other.py": "def apart(): return 1\n",
    "tests/test_cart.py": (
        "from shop import Cart\n"
        "from shop.cart import show\n"
        "def test_total(): assert Cart([1]).total() == 1\n"
        "def test_show(): assert show(Cart([2])) == 2\n"
        "def test_fails(): assert Cart([1]).total() == 7\n"
    ),
    "tests/test_other.py": "from shop.other import apart\ndef test_apart(): assert apart() == 1\n",
}


@pytest.fixture
def shop(tmp_path, monkeypatch):
    monkeypatch.setenv("INFERD_NO_DAEMON", "1")
    monkeypatch.setenv("VIRTUAL_ENV", sys.prefix)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # most of the time that a run takes
    root = tmp_path / "checkout"
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    monkeypatch.chdir(root)
    return root


def contents(root):
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def change(root, path, *swaps, to=None):
    before = (root / path).read_bytes()
    after = before
    for old, new in swaps:
        assert old in after.decode()
        after = after.replace(old.encode(), new.encode())
    return (
        [FileChange(path, before, after)]
        if to is None
        else [FileChange(path, before, None), FileChange(to, None, after)]
    )


def tried(root, changes, tests=None, command=PYTEST, roots=("", "src/")):
    before = contents(root)
    found = verify(str(root), changes, tests, command, roots=roots)
    assert contents(root) == before
    return found


def test_a_rename_that_misses_a_string_is_not_written(shop, capsys):
    """`show` finds the method by a string: no text says so, the test that ran does."""
    before = contents(shop)
    words = ["refactor", "rename", "shop.cart:Cart.total", "grand", "--verify", "--apply"]
    assert commands.run(words) == 2
    said = capsys.readouterr()
    assert "-    def total(self" in said.out
    lines = said.err.splitlines()
    assert lines[-5:] == [
        "verified: 3 tests passed before the change, 2 after it",
        "broken by it: 1",
        "  tests/test_cart.py::test_show  passed, then failed",
        "      AttributeError: 'Cart' object has no attribute 'total'",
        "nothing was written",
    ]
    assert [line for line in lines if line.endswith("-m pytest -q (4 tests in 2 files)")]
    kept = {path: data for path, data in contents(shop).items() if not path.startswith(".project")}
    assert kept == before

    assert commands.run([*words, "--include", "strings"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("applied: rename shop.cart:Cart.total to grand")
    assert said.err.splitlines()[-1] == "verified: 3 tests passed before the change, 3 after it, none of them broke"
    assert "def grand" in (shop / "src/shop/cart.py").read_text()


def test_only_the_tests_that_import_what_changes(shop):
    with inferd.open(str(shop)) as project:
        plan = project.rename("shop.other:apart", "beside")
        (test,) = project.affected_by(plan).tests
        assert test["id"] == "tests/test_other.py::test_apart"
        said = []
        found = project.rehearse(plan, say=said.append)
        assert found.before == {"tests/test_other.py::test_apart": "passed"} == found.after
        assert (found.is_safe, found.chosen, found.broken) == (True, 1, ())
        assert said[0].startswith("no run is recorded, so every test that imports what changes counts")
        assert said[1].startswith("running in a copy of the project, before the change: ")
        assert said[1].endswith("-m pytest -q (1 test in 1 file)")
        assert found.to_json()["safe"] is True


def test_without_a_test_there_is_nothing_to_verify_with(shop):
    (shop / "src/shop/alone.py").write_text("def f(): return 1\n")
    with inferd.open(str(shop)) as project:
        plan = project.rename("shop.alone:f", "g")
        with pytest.raises(InferdError, match="no test is seen that this change can affect"):
            project.rehearse(plan)


def test_tests_that_move_are_the_same_tests(shop):
    """A test's file moves, a test gets another name; one is broken, one is mended, one is gone."""
    changes = change(
        shop, "tests/test_cart.py", ("test_show", "test_shown"), ("== 7", "== 1"), to="tests/unit/test_cart.py"
    )
    changes += change(shop, "tests/test_other.py", ("import apart\n", "import apart, missing\n"))
    found = tried(shop, changes)
    assert found.renamed == (("tests/test_cart.py::test_show", "tests/unit/test_cart.py::test_shown"),)
    assert [d.test for d in found.mended] == ["tests/test_cart.py::test_fails"]
    (broken,) = found.broken
    assert broken[:3] == ("tests/test_other.py::test_apart", "passed", "error")
    assert "missing" in broken.why
    assert not found.is_safe


def test_what_is_skipped_or_gone_now_is_broken_and_what_is_unsteady_is_not(shop):
    count = shop.parent / "count"
    (shop / "tests/test_more.py").write_text(
        "import os\n"
        "def test_goes(): pass\n"
        "def test_skipped(): pass\n"
        f"def test_unsteady():\n    with open({str(count)!r}, 'a') as f: f.write('x')\n"
        f"    assert os.path.getsize({str(count)!r}) != 2\n"
        "def test_other(): assert False\n"
    )
    changes = change(
        shop, "tests/test_more.py", ("def test_goes(): pass\n", ""),
        ("def test_skipped(): pass", "def test_skipped(): __import__('pytest').skip('no more')"),
    )  # fmt: skip
    wanted = [f"tests/test_more.py::test_{n}" for n in ("goes", "skipped", "unsteady")]
    found = tried(shop, changes, wanted)
    assert found.before == dict.fromkeys(wanted, "passed")
    assert found.broken == (
        Difference(wanted[0], "passed", "", ""),
        Difference(wanted[1], "passed", "skipped", "Skipped: no more"),
    )
    assert found.unsteady == (wanted[2],)


def test_tests_that_import_the_original_tell_nothing(shop):
    (shop / "tests/conftest.py").write_text(f"import sys\nsys.path.insert(0, {str(shop / 'src')!r})\n")
    with pytest.raises(InferdError, match=r"the tests imported shop, .* from the original"):
        tried(shop, change(shop, "src/shop/cart.py", ("tax=0", "tax=1")))


def test_a_command_that_runs_no_pytest(shop):
    code = "import sys; sys.path.insert(0, 'src'); from shop import Cart; sys.exit(Cart([1]).total() != 1)"
    command = [sys.executable, "-c", code]
    changes = change(shop, "src/shop/cart.py", ("+ tax", "+ tax + 1"))
    found = tried(shop, changes, None, command)
    assert (found.statuses, found.is_counted, found.is_safe) == ((0, 1), False, False)
    assert found.notes == ("the command told of no tests: only its exit statuses are known",)
    with pytest.raises(InferdError, match="no-such-command cannot be run: no such file"):
        tried(shop, changes, None, ["no-such-command"])
    with pytest.raises(InferdError, match=r"no test ran, without the change already: .* ended with status 3"):
        tried(shop, changes, ["tests/test_cart.py::test_total"], [sys.executable, "-c", "exit(3)", "{tests}"])


def test_links_into_the_original_lead_into_the_copy(shop):
    (shop / "data").mkdir()
    (shop / "data/answer").write_text("42")
    os.symlink(shop / "data", shop / "tests/data")
    (shop / "tests/test_data.py").write_text(
        "import os\ndef test_data():\n"
        "    place = os.path.realpath(os.path.join(os.path.dirname(__file__), 'data', 'answer'))\n"
        f"    assert open(place).read() == '42' and not place.startswith({str(shop)!r} + os.sep)\n"
    )
    changes = change(shop, "src/shop/cart.py", ("tax=0", "tax=1"))
    assert tried(shop, changes, ["tests/test_data.py::test_data"]).is_safe


def test_relative_links_lead_where_they_did(shop):
    """Those inside of the project stay as they are, from wherever it is verified; those that lead out still do."""
    beside = shop.parent / "beside"
    beside.mkdir()
    (beside / "text").write_text("outside")
    (shop / "text").write_text("of the root")
    (shop / "tests/text").write_text("of the tests")
    os.symlink("text", shop / "tests/near")
    os.symlink("../text", shop / "tests/above")
    os.symlink("../../beside/text", shop / "tests/out")
    (shop / "tests/test_links.py").write_text(
        "import os\nhere = os.path.dirname(__file__)\ndef test_links():\n"
        "    read = [open(os.path.join(here, name)).read() for name in ('near', 'above', 'out')]\n"
        "    assert read == ['of the tests', 'of the root', 'outside']\n"
    )
    changes = change(shop, "src/shop/cart.py", ("tax=0", "tax=1"))
    assert tried(shop, changes, ["tests/test_links.py::test_links"]).is_safe


def test_the_copy_is_gone_afterwards(shop, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    Path(tmp_path / "scratch").mkdir()
    with inferd.open(str(shop)) as project:
        project.update()
        changes = change(shop, "src/shop/other.py", ("return 1", "return 2"))
        found = project.rehearse(ChangePlan("edit", "", tuple(changes), (), (), (), ()))
    assert [d.test for d in found.broken] == ["tests/test_other.py::test_apart"]
    assert os.listdir(tmp_path / "scratch") == []
