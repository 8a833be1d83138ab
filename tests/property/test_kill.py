"""Kill the indexer at random instants: the database opens, is whole, and catches up."""

import importlib.util
import os
import shutil
import sys
import sysconfig

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")

_SCRIPT = os.path.join(os.path.dirname(__file__), "..", "..", "benchmarks", "kill_loop.py")


@pytest.fixture(scope="module")
def kill_loop():
    spec = importlib.util.spec_from_file_location("kill_loop", _SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_killed_indexers_leave_a_database_that_catches_up(kill_loop, tmp_path):
    for package in ("json", "logging", "urllib", "wsgiref"):
        place = os.path.join(sysconfig.get_path("stdlib"), package)
        shutil.copytree(place, tmp_path / "project" / package, ignore=shutil.ignore_patterns("__pycache__"))
    said: list[str] = []
    wrong = kill_loop.loop(str(tmp_path / "project"), 8, 5, 1, 0.9, said.append)
    assert not wrong, "\n".join(said)
