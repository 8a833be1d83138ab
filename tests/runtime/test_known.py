"""A second run on unchanged code: what earlier runs know is not looked at again, what may be new is."""

import os
import subprocess
import time

import helpers_runtime as h
import pytest

import inferd
from inferd.cli.main import main
from inferd.runtime import launch
from inferd.store.observations import Observations

SHOP = """
# file: shop.py
    RATE = 2
    class Cart:
        def __init__(self, lines): self.lines = lines
        def total(self): return sum(numbers(self.lines))
    def numbers(lines):
        for line in lines:
            yield price(line)
    def price(line):
        line = line or 0
        return line * RATE
    def twice(value): return value + value
    def deep(n): return sum([n, n])
# file: test_shop.py
    import unittest
    import shop
    class Test(unittest.TestCase):
        def test_total(self): self.assertEqual(shop.Cart([1, 2]).total(), 6)
        def test_twice(self): self.assertEqual(shop.twice('a'), 'aa')
        def test_deep(self): self.assertEqual(shop.deep(2), 4)
"""
KNOWN = "functions that earlier runs know well, not looked at again"


@pytest.fixture
def shop(tmp_path, monkeypatch, capfd, python):
    """`again(*options)`: record the tests of the shop; what the run says and holds."""
    root = tmp_path / "project"
    h.write(root, SHOP)
    for path in root.iterdir():
        os.utime(path, (1_700_000_000, 1_700_000_000))
    monkeypatch.chdir(root)
    for name in ("INFERD_NO_DAEMON", "PYTHONDONTWRITEBYTECODE"):
        monkeypatch.setenv(name, "1")
    return Shop(root, capfd, monkeypatch, python)


class Shop:
    def __init__(self, root, capfd, monkeypatch, python):
        self.root = root
        self.capfd = capfd
        self.monkeypatch = monkeypatch
        self.command = (python, "-m", "unittest", "-q", "test_shop")
        self.turn = 1
        asked = subprocess.run([python, "-c", "import sys; print(sys.version_info < (3, 12))"], capture_output=True, text=True)
        self.sleeps = asked.stdout == "True\n"

    def edit(self, before, after, path="shop.py"):
        text = (self.root / path).read_text()
        assert before in text
        (self.root / path).write_text(text.replace(before, after))
        moment = time.time() - 1000
        os.utime(self.root / path, (moment, moment))  # else it is too young for its time to tell anything

    def again(self, *options):
        self.turn += 1
        self.monkeypatch.setattr(launch, "new_run", lambda turn=self.turn: "%08x%08x" % (0x100 * 20 + 1, turn))
        self.capfd.readouterr()
        options += ("--accelerate",) * len(h.accelerator)
        status = main(["record", *options, "--", *self.command])
        _out, err = self.capfd.readouterr()
        assert status == 0, err
        with inferd.open(str(self.root)) as project:
            run = project.runs()[-1]
        return run, err


def facts(root, run):
    """(signatures as texts, (test, function) pairs) of a run."""
    from inferd.store import connection

    db = connection.connect(str(root / ".project" / "callinfo.db"))
    try:
        o = Observations(db)
        bodies = {b.id: b for b in o.bodies()}
        signatures = {
            "%s(%s) %s %s" % (bodies[s.body].qualname, ", ".join(s.arguments), s.outcome, s.result)
            for s in o.signatures_of(bodies) if s.run == run
        }  # fmt: skip
        found = o.owners_of(bodies)
        names = o.owners({i for of in found.values() for i in of})
        ran = {(names[i][1], bodies[b].qualname) for b, of in found.items() for i, runs in of.items() if run in runs}
        return signatures, ran
    finally:
        db.close()


def test_nothing_that_is_known_is_looked_at_again_but_which_test_ran_it_is(shop):
    first, err = shop.again()
    assert KNOWN not in err
    second, err = shop.again()
    before, after = facts(shop.root, first["run"]), facts(shop.root, second["run"])
    assert len(before[0]) >= 8
    assert after[0] == set()
    if shop.sleeps:  # as a whole: the hook cannot be taken from single functions
        assert second["notes"]["tests and fixtures that earlier runs know, not looked at again (as below Python 3.12)"] == 3
        assert after[1] < before[1]
    else:
        assert after[1] == before[1]
        assert ("unittest:test_shop.Test.test_total", "price") in after[1]
        assert second["notes"][KNOWN] >= 10
    assert "functions that earlier runs know well" in err
    assert not (shop.root / ".project" / "spool").exists() or not any((shop.root / ".project" / "spool").rglob("*.known"))


def test_it_is_with_fresh_and_exhaustive(shop):
    first, _ = shop.again()
    for option in ("--fresh", "--exhaustive"):
        run, _err = shop.again(option)
        assert KNOWN not in run["notes"]
        assert facts(shop.root, run["run"]) == facts(shop.root, first["run"])


def test_what_an_edit_may_change_is_looked_at(shop):
    """The edited function, and whatever runs in tests that run it: its callers and those that it calls."""
    shop.again()
    shop.edit("return line * RATE", "return line * float(RATE)")
    run, _ = shop.again()
    signatures, ran = facts(shop.root, run["run"])
    assert "price(int) return float" in signatures
    assert "Cart.total(shop:Cart) return float" in signatures
    assert "numbers(list[int]) yield float" in signatures
    assert not any(s.startswith(("twice", "deep")) for s in signatures)
    assert (("unittest:test_shop.Test.test_twice", "twice") in ran) is not shop.sleeps


def test_a_test_that_no_run_has_seen_is_looked_at(shop):
    shop.again()
    text = "        def test_more(self): self.assertEqual(shop.twice(2), 4)\n"
    path = shop.root / "test_shop.py"
    path.write_text(path.read_text().rstrip("\n") + "\n" + text[4:])
    run, _ = shop.again()
    assert "twice(int) return int" in facts(shop.root, run["run"])[0]


def test_a_changed_constant_concerns_all_that_import_its_module(shop):
    shop.again()
    shop.edit("RATE = 2", "RATE = 2.0")
    run, _ = shop.again()
    assert "price(int) return float" in facts(shop.root, run["run"])[0]


def test_one_of_twenty_is_looked_at_all_the_same(shop):
    shop.again()
    found = set()
    for n in range(20):
        shop.monkeypatch.setattr(launch, "new_run", lambda n=n: "%08x%08x" % (n, n + 100))
        assert main(["record", *["--accelerate"] * len(h.accelerator), "--", *shop.command]) == 0
        with inferd.open(str(shop.root)) as project:
            run = project.runs()[-1]["run"]
        signatures = facts(shop.root, run)[0]
        assert len(signatures) <= 4 or shop.sleeps
        found |= signatures
    assert {s.partition("(")[0] for s in found} >= {"Cart.__init__", "Cart.total", "numbers", "price", "twice", "deep"}


def test_a_file_that_is_written_while_it_runs_is_no_known_one(shop):
    """The program edits a module and loads it again: the new text is another one."""
    if shop.sleeps:
        return  # in all of the test: what such a test brings about in another way than before is not seen
    h.write(shop.root, """
    # file: test_shop.py
        import importlib, os, sys, unittest
        import shop
        class Test(unittest.TestCase):
            def test_reload(self):
                shop.twice(1)
                with open(shop.__file__) as f: text = f.read()
                if os.environ.get('EDIT'):
                    with open(shop.__file__, 'w') as f: f.write(text.replace('value + value', 'str(value)  # other'))
                importlib.reload(shop)
                shop.twice(1)
    """)  # fmt: skip
    os.utime(shop.root / "test_shop.py", (1_700_000_000, 1_700_000_000))
    shop.again()
    shop.monkeypatch.setenv("EDIT", "1")
    run, _ = shop.again()
    assert "twice(int) return str" in facts(shop.root, run["run"])[0]
