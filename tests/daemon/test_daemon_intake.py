"""What recorders leave in the spool is folded in by the project's indexer, beside edits and questions."""

import os
import signal
import subprocess
import sys
import time

import pytest
from helpers_daemon import is_alive, names, wait_for

from inferd.project import Project

MAIN = """\
import sys
from inferd.runtime import recording

with recording({options}):
    from shop.view import show
    from shop.cart import Cart

    for _ in range(3):
        show(Cart())
    {then}
"""


def record(root, then="pass", options=""):
    """Run a program that records itself."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        [sys.executable, "-c", MAIN.format(then=then, options=options)], cwd=root, env=env, stdout=subprocess.DEVNULL,
        stdin=subprocess.PIPE,
    )  # fmt: skip


def runs(root):
    with Project(str(root)) as project:
        return project.runs()


def shards(root):
    return [n for n in os.listdir(root / ".project" / "spool") if n.endswith(".jsonl")]


@pytest.mark.parametrize("watching", ["native", "observer", "polling"])
def test_a_recorded_run_is_known_without_a_question(service, shop, monkeypatch, watching):
    if watching != "native":
        monkeypatch.setenv("INFERD_WATCH", watching)
    service.start()
    service.host(shop)
    assert record(shop).wait(60) == 0
    (run,) = wait_for(lambda: runs(shop), 20)
    assert run["functions"] >= 3
    wait_for(lambda: not shards(shop))
    time.sleep(0.2)
    assert runs(shop) == [run]


def test_what_was_left_before_the_daemon_began(service, shop):
    assert record(shop).wait(60) == 0
    assert shards(shop)
    service.start()
    service.host(shop)
    assert wait_for(lambda: runs(shop), 20)


def test_a_run_that_goes_on_is_taken_in_and_an_edit_does_not_wait(daemon, shop):
    process = record(shop, "sys.stdin.read()")
    try:
        wait_for(lambda: shards(shop), 20)
        wait_for(lambda: runs(shop), 30)
        (shop / "shop" / "later.py").write_text("def later(): pass\n")
        assert daemon.sync(shop) == "ok"
        assert "shop.later:later" in names(shop)
        assert shards(shop)
    finally:
        process.stdin.close()
        process.wait(20)


def test_a_killed_recorder_loses_nothing_that_was_written(daemon, shop):
    process = record(shop, "sys.stdin.read()")
    (shard,) = wait_for(lambda: shards(shop), 20)
    path = shop / ".project" / "spool" / shard
    bodies = 4  # of modules and a class, whose results are not filed

    def written():
        return path.read_bytes().rpartition(b"\n")[0].count(b'["sig"')

    wait_for(lambda: written() > bodies, 20)  # they are written first, and functions perhaps later
    process.kill()
    process.wait(20)
    said = written()
    (run,) = wait_for(lambda: runs(shop), 20)
    answer = daemon.run("query", "type", "shop.view:show", "--evidence", "runtime", cwd=shop)
    assert "recorded since" in answer.stderr or run["signatures"]
    (after,) = runs(shop)
    assert after["token"] == run["token"]
    assert after["signatures"] == said - bodies
    assert not shards(shop)


def test_a_question_folds_what_the_daemon_has_not_yet(daemon, shop):
    assert record(shop).wait(60) == 0
    answer = daemon.run("query", "callers", "shop.cart:empty", cwd=shop)
    assert "shop.view:show -> shop.cart:empty" in answer.stdout, answer.stderr
    assert len(runs(shop)) == 1


def test_the_process_goes_with_its_indexer(daemon, shop, monkeypatch):
    from inferd.source.lock import WriterLock

    indexer = daemon.project(shop)["indexer"]

    def children():
        found = []
        for task in os.listdir(f"/proc/{indexer}/task"):
            with open(f"/proc/{indexer}/task/{task}/children") as file:
                found += map(int, file.read().split())
        return found

    with WriterLock(str(shop / ".project")):  # so that it waits
        assert record(shop).wait(60) == 0
        (intake,) = wait_for(children, 20)
        os.kill(indexer, signal.SIGKILL)
        wait_for(lambda: not is_alive(intake))
    daemon.host(shop)
    assert wait_for(lambda: runs(shop), 20)
