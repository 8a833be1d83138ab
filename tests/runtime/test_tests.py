"""Which test ran which function: pytest with fixtures, classes, xdist; unittest; `pytest --inferd`."""

import importlib.util
import os
import sys
from pathlib import Path

import helpers_runtime as h
import pytest

FILES = """
# file: lib.py
    def shared(): return 1
    def setup(): return 1
    def one(): return 1
    def two(): return 1
    def at_import(): return 1
    def late(): return 1
    def named(x): return "n%s" % x
    def valued(): return [1]
    VALUE = at_import()
# file: helper.py
    import lib
    def helps(): return lib.two()
# file: conftest.py
    import pytest, lib
    @pytest.fixture(scope="session")
    def whole():
        lib.shared()
        yield 1
    @pytest.fixture
    def each(whole):
        lib.setup()
"""
TESTS = """
# file: test_a.py
    import pytest, unittest, lib
    @pytest.fixture(scope="module", params=[1, 2])
    def module(request, whole):
        return lib.setup()
    def test_one(whole): lib.one()
    def test_two(each):
        import helper
        helper.helps()
    def test_module(module): pass
    def test_dynamic(request): request.getfixturevalue("whole")
    @pytest.mark.parametrize("x", [1, "a b"])
    def test_param(x): lib.one()
    @pytest.mark.parametrize("x", [1], ids=lib.named)
    def test_named(x): pass
    def pytest_generate_tests(metafunc):
        if "valued" in metafunc.fixturenames: metafunc.parametrize("valued", lib.valued())
    def test_valued(valued): pass
    def test_fails(): lib.one(); assert 0
    def test_skips(): pytest.skip()
    class TestClass:
        @classmethod
        def setup_class(cls): lib.late()
        def test_m(self): pass
        def test_n(self): lib.one()
    class Case(unittest.TestCase):
        @classmethod
        def setUpClass(cls): lib.late()
        def setUp(self): lib.setup()
        def test_case(self): lib.two()
"""
CASES = """
# file: test_u.py
    import unittest, lib
    def setUpModule(): lib.shared()
    class Case(unittest.TestCase):
        @classmethod
        def setUpClass(cls): lib.late()
        def setUp(self): lib.setup()
        def test_one(self): lib.one()
        def test_two(self): lib.two(); self.fail()
"""


def pythons_with_pytest():
    """3.11 and whatever else can import this environment's pytest."""
    return [version for version in h.PYTHONS if version not in ("3.9", "3.10")]


@pytest.fixture(params=pythons_with_pytest())
def pytest_of(request, tmp_path):
    """A command that runs pytest of this environment, and nothing else of it, in another Python."""
    site = tmp_path / ".site"
    site.mkdir()
    for name in ("_pytest", "pytest", "pluggy", "iniconfig", "packaging", "pygments", "xdist", "execnet", "py"):
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.origin is not None:
            found = Path(spec.origin).parent if spec.submodule_search_locations else Path(spec.origin)
            (site / found.name).symlink_to(found)
    home = tmp_path / "home"
    home.mkdir()
    h.write(home, FILES)

    def run(*arguments, xdist=False):
        options = ["-p", "no:cacheprovider", "-q", *(["-p", "xdist.plugin"] if xdist else [])]
        if request.param == "%d.%d" % sys.version_info[:2]:
            command = [sys.executable, "-m", "pytest", *options[:3], *arguments]
        else:
            command = [h.PYTHONS[request.param], "-m", "pytest", *options, *arguments]
        return h.record(home, *command, PYTHONPATH="" if command[0] == sys.executable else str(site))

    run.home = home
    run.python = h.PYTHONS[request.param]
    run.path = "" if run.python == sys.executable else str(site)
    return run


def everything(run):
    """Of all shards: owner -> functions, what it needs, and outcomes of tests."""
    ran, needs, outcomes = {}, {}, {}
    for shard in run.shards:
        for name, functions in shard.ran.items():
            ran.setdefault(name, set()).update(functions)
        for name, others in shard.needs.items():
            needs.setdefault(name, set()).update(others)
        for _, owner, start, stop, outcome in shard.of("test"):
            assert stop >= start
            outcomes[shard.owners[owner][3]] = outcome
    return ran, needs, outcomes


def test_pytest(pytest_of):
    h.write(pytest_of.home, TESTS)
    run = pytest_of("test_a.py")
    assert run.status == 1, run.err
    assert "1 failed" in run.out
    assert not run.off
    ran, needs, outcomes = everything(run)
    assert ran["test_a.py::test_one"] >= {"test_one", "one"}
    assert "shared" not in ran["test_a.py::test_one"] | ran["test_a.py::test_two"]
    assert ran["test_a.py::test_two"] == {"test_two", "each", "setup", "two", "helps"}
    assert ran["test_a.py::test_param[a b]"] == {"test_param", "one"}
    (whole,) = [name for name in ran if "whole@" in name]
    assert ran[whole] == {"whole", "shared"}
    for test in ("test_one", "test_two", "test_dynamic", "test_module[1]", "test_module[2]"):
        assert whole in needs["test_a.py::" + test], test
    modules = [name for name in ran if "::module@" in name]
    assert len(modules) == 2
    assert all("setup" in ran[name] for name in modules)
    assert sum(name in needs["test_a.py::test_module[1]"] for name in modules) == 1
    for test in ("TestClass::test_m", "TestClass::test_n", "Case::test_case"):
        assert any("late" in ran.get(owner, ()) for owner in needs["test_a.py::" + test]), test
    assert "at_import" in ran["lib.py"]
    assert ran["helper.py"] == {"<module>"}
    assert ran["test_a.py"] >= {"<module>", "named", "valued", "pytest_generate_tests"}
    assert "named" not in ran["test_a.py::test_named[n1]"]
    assert "lib.py" in needs["conftest.py"]
    assert outcomes["test_a.py::test_fails"] == "failed"
    assert outcomes["test_a.py::test_skips"] == "skipped"
    assert outcomes["test_a.py::test_one"] == "passed"
    files = {owner[3]: (shard.files[owner[4]][2], owner[5]) for shard in run.shards for owner in shard.owners.values() if owner[2] == "test"}
    assert files["test_a.py::test_one"] == ("test_a.py", 5)


def test_functions_rest_but_are_credited_to_every_test(pytest_of):
    h.write(
        pytest_of.home,
        """
        # file: test_b.py
            import lib, pytest
            @pytest.mark.parametrize("n", range(60))
            def test_many(n):
                for _ in range(100): lib.one()
                if n == 58: lib.two()
        """,
    )
    run = pytest_of("test_b.py")
    ran, _, outcomes = everything(run)
    assert len(outcomes) == 60
    assert all("one" in ran["test_b.py::test_many[%d]" % n] for n in range(60))
    assert [n for n in range(60) if "two" in ran["test_b.py::test_many[%d]" % n]] == [58]


@pytest.mark.skipif(importlib.util.find_spec("xdist") is None, reason="no xdist here")
def test_xdist(pytest_of):
    h.write(pytest_of.home, TESTS)
    run = pytest_of("-n", "2", "test_a.py", xdist=True)
    assert run.status == 1
    ran, _, outcomes = everything(run)
    assert len(outcomes) == 14
    assert ran["test_a.py::test_two"] == {"test_two", "each", "setup", "two", "helps"}
    assert {shard.header["worker"] for shard in run.shards} >= {"gw0", "gw1"}


def test_unittest(tmp_path, python):
    h.write(tmp_path, FILES + CASES)
    (tmp_path / "conftest.py").unlink()
    run = h.record(tmp_path, python, "-m", "unittest", "-q", "test_u")
    assert run.status == 1
    ran, needs, outcomes = everything(run)
    first, second = "unittest:test_u.Case.test_one", "unittest:test_u.Case.test_two"
    assert outcomes == {first: "passed", second: "failed"}
    assert ran[first] == {"Case.setUp", "Case.test_one", "setup", "one"}
    for test in (first, second):
        owners = needs[test]
        assert {function for owner in owners for function in ran[owner]} >= {"setUpModule", "shared", "Case.setUpClass", "late"}


def test_a_subprocess_is_placed_by_its_time(pytest_of):
    h.write(
        pytest_of.home,
        """
        # file: test_c.py
            import subprocess, sys, lib
            def test_first(): pass
            def test_sub(): subprocess.run([sys.executable, "-c", "import lib; lib.two()"], check=True)
            def test_last(): pass
        """,
    )
    run = pytest_of("test_c.py")
    assert run.status == 0, run.out
    parent = next(shard for shard in run.shards if shard.header["parent"] is None)
    (child,) = [shard for shard in run.shards if shard.header["parent"] == parent.path.name]
    assert child.ran[""] == {"two"}
    started = child.header["started"]
    (test,) = [parent.owners[owner][3] for _, owner, start, stop, _ in parent.of("test") if start <= started <= stop]
    assert test == "test_c.py::test_sub"


def test_plugin_option(tmp_path):
    h.write(tmp_path, FILES + TESTS)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "inferd.runtime.plugin", "test_a.py"]
    plain = h.plain(tmp_path, *command, PYTHONPATH=str(h.HERE), PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
    run = h.plain(tmp_path, *command, "--inferd", PYTHONPATH=str(h.HERE), PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
    assert run[0] == plain[0] == 1
    assert not list(tmp_path.glob("spool"))
    shards = h.read(Path(tmp_path, ".project", "spool"))
    assert "test_a.py::test_one" in shards[0].ran
    assert os.listdir(tmp_path / ".project" / "spool" / "sources")


def test_coverage_reports_the_same(pytest_of):
    """Nothing of the recorder is counted, and nothing of the program is missed."""
    h.write(pytest_of.home, TESTS)
    h.write(
        pytest_of.home,
        """
        # file: cover.py
            import sys, pytest
            lines = set()
            def trace(frame, event, arg):
                file = frame.f_code.co_filename
                if file.startswith("<") or any(word in file for word in ("_pytest", "pluggy", "/lib/", "cover.py")):
                    return None
                lines.add((file, frame.f_lineno))
                return trace
            sys.settrace(trace)
            pytest.main(["-q", "-p", "no:cacheprovider", "test_a.py"])
            sys.settrace(None)
            print("\\n".join("%s:%d" % line for line in sorted(lines)))
        """,
    )
    run = h.record(pytest_of.home, pytest_of.python, "cover.py", PYTHONPATH=pytest_of.path)
    plain = h.plain(pytest_of.home, pytest_of.python, "cover.py", PYTHONPATH=pytest_of.path)
    of_program = [text for text in run.out.splitlines() if ".py:" in text]
    assert of_program == [text for text in plain[1].splitlines() if ".py:" in text]
    assert of_program
