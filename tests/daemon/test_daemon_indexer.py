"""The indexer and its watcher: the index is that of a cold run, whatever happens to the files and to the processes."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
from pathlib import Path

import pytest
from helpers_daemon import SHOP, difference, is_alive, names, wait_for

from inferd.daemon.hosting import Services
from inferd.project import Project


@pytest.fixture
def hosted(shop, user_dir):
    """The shop's indexer without a daemon, and all that it says."""
    services = Services()
    events = []
    root = str(shop)
    unsubscribe = services.subscribe(root, events.append)
    assert services.sync(root)
    services.events = events
    yield services
    unsubscribe()
    services.stop()


def commits(services):
    return [e for e in services.events if e["event"] == "committed"]


@pytest.fixture(params=["native", "polling", "observer"])
def watched(request, monkeypatch):
    """Each of the ways to watch."""
    if request.param != "native":
        monkeypatch.setenv("INFERD_WATCH", request.param)
    return request.param


def test_every_kind_of_change_is_seen_at_once(watched, hosted, shop, tmp_path):
    def check(expected, missing=()):
        assert hosted.sync(str(shop))
        assert difference(shop) == []
        found = names(shop)
        assert set(expected) <= found
        assert not set(missing) & found

    file = shop / "shop" / "cart.py"
    file.write_text("def written(): pass\n")
    check(["shop.cart:written"], ["shop.cart:Cart"])
    with open(file, "a") as open_file:
        open_file.write("def added(): pass\n")
        open_file.flush()
        check(["shop.cart:added"])
    (shop / "save~").write_text("def saved(): pass\n")
    os.replace(shop / "save~", file)
    check(["shop.cart:saved"], ["shop.cart:added"])
    (shop / "deep" / "er").mkdir(parents=True)
    (shop / "deep" / "er" / "new.py").write_text("def fresh(): pass\n")
    check(["deep.er.new:fresh"])
    (shop / "deep" / "er" / "new.py").write_text("def newer(): pass\n")
    check(["deep.er.new:newer"], ["deep.er.new:fresh"])
    os.rename(shop / "deep", shop / "moved")
    check(["moved.er.new:newer"], ["deep.er.new:newer"])
    (shop / "moved" / "er" / "new.py").write_text("def after(): pass\n")
    check(["moved.er.new:after"], ["moved.er.new:newer"])
    os.rename(shop / "moved", tmp_path / "outside")
    check([], ["moved.er.new:after"])
    (tmp_path / "outside" / "er" / "new.py").write_text("def out(): pass\n")
    os.rename(tmp_path / "outside", shop / "back")
    check(["back.er.new:out"])
    (shop / "back" / "er" / "new.py").write_text("def home(): pass\n")
    check(["back.er.new:home"])
    file.unlink()
    check([], ["shop.cart:saved"])
    shutil.rmtree(shop / "back")
    check([], ["back.er.new:home"])
    (shop / "tool").write_text("#!/usr/bin/env python3\ndef script(): pass\n")
    check(["tool:script"])
    (shop / "tool").write_text("nothing\n")
    check([], ["tool:script"])
    (shop / "pyproject.toml").write_text('[tool.inferd]\nexclude = ["shop/view.py"]\ninfer = "on-request"\n')
    check([], ["shop.view:show"])
    (shop / "pyproject.toml").write_text(SHOP["pyproject.toml"])
    check(["shop.view:show"])
    state = hosted.state(str(shop))
    assert state["watching"] == ("polling" if watched == "polling" else "native")
    assert ("INFERD_WATCH" in state["why"]) == (watched == "polling")


def test_without_a_question_the_index_follows_too(watched, hosted, shop):
    (shop / "shop" / "late.py").write_text("def late(): pass\n")
    wait_for(lambda: "shop.late:late" in names(shop), 6)


def test_what_does_not_concern_us_wakes_nobody(hosted, shop):
    before = len(commits(hosted))
    (shop / "__pycache__").mkdir()
    (shop / "__pycache__" / "x.py").write_text("")
    (shop / ".git").mkdir()
    (shop / ".git" / "index.py").write_text("")
    (shop / "notes.txt").write_text("hello")
    (shop / "Makefile").write_text("all:\n")
    (shop / "shop" / "cart.py").write_text(SHOP["shop/cart.py"])  # the same bytes
    assert hosted.sync(str(shop))
    time.sleep(0.3)
    assert len(commits(hosted)) == before


def test_settings_that_are_wrong_are_said_and_corrected(hosted, shop):
    (shop / "pyproject.toml").write_text('[tool.inferd]\nexclud = ["x"]\n')
    assert not hosted.sync(str(shop))
    assert "exclud" in hosted.state(str(shop))["message"]
    (shop / "pyproject.toml").write_text(SHOP["pyproject.toml"])
    assert hosted.sync(str(shop))
    assert hosted.state(str(shop))["message"] == ""


def test_a_failure_is_said_once_and_its_end_too(monkeypatch, shop):
    from inferd.daemon import indexer
    from inferd.errors import DiskFull

    said = []
    monkeypatch.setattr(indexer.Indexer, "say", lambda self, event, **more: said.append((event, more)))
    one = indexer.Indexer(str(shop), "", None)
    one.watcher.start()
    try:
        one._sync()
        (shop / "shop" / "cart.py").write_text("def full(): pass\n")
        with monkeypatch.context() as patch:
            patch.setattr(Project, "update", lambda *_, **__: (_ for _ in ()).throw(DiskFull("callinfo.db")))
            for number in (1, 2):
                one.syncs.append(number)
                one._sync()
        assert [e for e, _ in said].count("failed") == 1
        assert [m["id"] for e, m in said if e == "unsynced"] == [1, 2]
        assert one.state == "failed" and one.behind.everything and one.not_before > time.monotonic()
        one.syncs.append(3)
        one._sync()
        assert said[-1] == ("synced", {"id": 3, "revision": one.revision})
        assert one.state == "ready" and not one.message
        assert "committed" in [e for e, _ in said[-4:]]
    finally:
        one.watcher.stop()
        one.project.close()
    assert difference(shop) == []


def test_a_client_may_say_what_changed(hosted, shop, monkeypatch):
    (shop / "shop" / "said.py").write_text("def said(): pass\n")
    hosted.changed(str(shop), ["shop/said.py", str(shop / "shop" / "cart.py"), "../outside.py", "notes.txt"])
    wait_for(lambda: "shop.said:said" in names(shop), 5)


def test_a_client_may_say_that_very_much_changed(hosted, shop):
    (shop / "shop" / "said.py").write_text("def said(): pass\n")
    hosted.changed(str(shop), [f"some/path/{n}.py" for n in range(20_000)])
    hosted.changed(str(shop), ["x" * 100_000 + ".py"])
    hosted.changed(str(shop), ["odd\udcff\n.py", "größe" * 400 + ".py"])
    assert hosted.sync(str(shop))
    assert "shop.said:said" in names(shop)
    assert hosted.hosted(str(shop)).crashes == 0


def test_a_file_rewritten_all_the_time_is_not_indexed_all_the_time(hosted, shop):
    before = len(commits(hosted))
    end = time.monotonic() + 2
    n = 0
    while time.monotonic() < end:
        n += 1
        (shop / "shop" / "busy.py").write_text(f"def busy_{n}(): pass\n")
        time.sleep(0.008)
    assert hosted.sync(str(shop))
    assert f"shop.busy:busy_{n}" in names(shop)
    assert 1 <= len(commits(hosted)) - before <= 8


def git(root, *words):
    subprocess.run(
        ["git", "-c", "user.name=x", "-c", "user.email=x@y", "-c", "core.fsync=none", *words], cwd=root, check=True,
        capture_output=True,
    )  # fmt: skip


def test_a_checkout_of_hundreds_of_files_is_few_change_sets(hosted, shop):
    (shop / ".gitignore").write_text(".project\n")
    git(shop, "init", "-q", "-b", "main")
    for n in range(300):
        (shop / f"m{n}.py").write_text(f"def first_{n}(): return {n}\n")
    git(shop, "add", ".")
    git(shop, "commit", "-qm", "first")
    git(shop, "checkout", "-qb", "other")
    for n in range(0, 300, 2):
        (shop / f"m{n}.py").write_text(f"def second_{n}(): return {n}\n")
    for n in range(1, 100, 2):
        (shop / f"m{n}.py").unlink()
    (shop / "more").mkdir()
    for n in range(50):
        (shop / "more" / f"n{n}.py").write_text(f"def third_{n}(): return {n}\n")
    git(shop, "add", ".")
    git(shop, "commit", "-qm", "second")
    assert hosted.sync(str(shop))
    before = len(commits(hosted))
    git(shop, "checkout", "-q", "main")
    assert hosted.sync(str(shop))
    assert difference(shop) == []
    assert "m0:first_0" in names(shop)
    git(shop, "checkout", "-q", "other")
    assert hosted.sync(str(shop))
    assert difference(shop) == []
    assert {"m0:second_0", "more.n7:third_7"} <= names(shop)
    assert len(commits(hosted)) - before <= 6


def edit(root, chance):
    """One random change of a project's files."""
    (root / "always.py").touch()
    files = sorted(root.rglob("*.py"))
    pick = chance.choice(files)
    lines = range(chance.randint(0, 9))
    text = "".join(f"def f{chance.randrange(50)}(a): return f{chance.randrange(50)}(a)\n" for _ in lines)
    match chance.randrange(8):
        case 0 | 1 | 2:
            pick.write_text(text)
        case 3:
            pick.with_name(f"n{chance.randrange(9)}.py").write_text(text)
        case 4:
            if len(files) > 3:
                pick.unlink()
        case 5:
            temporary = pick.with_suffix(".tmp")
            temporary.write_text(text)
            os.replace(temporary, pick)
        case 6:
            folder = root / f"d{chance.randrange(4)}"
            folder.mkdir(exist_ok=True)
            (folder / "__init__.py").write_text(text)
        case 7:
            folders = sorted(p for p in root.glob("d*") if p.is_dir())
            if folders:
                target = root / f"d{chance.randrange(4)}"
                if target.exists():
                    shutil.rmtree(chance.choice(folders))
                else:
                    os.rename(chance.choice(folders), target)


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow), pytest.param(3, marks=pytest.mark.slow)])
def test_random_edits_under_the_watcher_equal_a_cold_index(hosted, shop, seed):
    chance = random.Random(seed)
    for _ in range(25 if seed == 1 else 400):
        for _ in range(chance.randint(1, 6)):
            edit(shop, chance)
            if chance.random() < 0.2:
                time.sleep(chance.random() * 0.15)
        assert hosted.sync(str(shop))
        assert difference(shop) == []


def test_killed_at_random_instants_nothing_is_lost(daemon, shop):
    chance = random.Random(7)
    for _ in range(5):
        for _ in range(3):
            edit(shop, chance)
        time.sleep(chance.random() * 0.1)
        victim = daemon.project(shop)["indexer"]
        if victim:
            os.kill(victim, signal.SIGKILL)
        edit(shop, chance)
        found = daemon.run("query", "unresolved", cwd=shop)
        assert found.returncode in (0, 1), found.stderr
        assert difference(shop) == []
    wait_for(lambda: daemon.sync(shop) == "ok", 20)
    assert daemon.project(shop)["crashes"] >= 1
    assert "signal 9" in daemon.run("daemon", "status").stdout
    assert difference(shop) == []


def test_a_crash_is_said_to_sessions_and_the_indexer_comes_back(hosted, shop):
    before = hosted.hosted(str(shop)).pid()
    os.kill(before, signal.SIGKILL)
    wait_for(lambda: any(e["event"] == "failed" for e in hosted.events))
    wait_for(lambda: hosted.hosted(str(shop)).pid() not in (0, before))
    assert hosted.sync(str(shop))


def test_one_that_crashes_again_and_again_is_given_longer_and_longer_rests(hosted, shop):
    one = hosted.hosted(str(shop))
    for _ in range(4):
        wait_for(lambda: one.pid() or one._not_before > time.monotonic() + 1, 5)
        if one.pid():
            os.kill(one.pid(), signal.SIGKILL)
            wait_for(lambda: not one.pid())
    assert one.crashes >= 3
    assert one._not_before > time.monotonic() + 0.5
    assert not one.wake()


def test_a_project_that_moves_away_and_comes_back(daemon, shop, tmp_path):
    process = daemon.project(shop)["indexer"]
    os.rename(shop, tmp_path / "away")
    wait_for(lambda: not is_alive(process), 5)
    assert not shop.exists(), "nothing is made where it was"
    assert daemon.sync(shop) != "ok"
    moved = daemon.run("query", "def", "Cart", cwd=tmp_path / "away")
    assert moved.returncode == 0
    os.rename(tmp_path / "away", shop)
    (shop / "shop" / "cart.py").write_text("def again(): pass\n")
    assert daemon.host(shop) != process
    assert "shop.cart:again" in names(shop)


def test_a_project_whose_parent_moves_is_noticed_at_the_next_question(daemon, tmp_path):
    root = tmp_path / "above" / "project"
    root.mkdir(parents=True)
    (root / "setup.py").write_text("x = 1\n")
    (root / "pyproject.toml").write_text("[tool.inferd]\ninfer = 'on-request'\n")
    daemon.run("index", root)
    process = daemon.host(root)
    os.rename(tmp_path / "above", tmp_path / "renamed")
    assert daemon.sync(root) != "ok"
    wait_for(lambda: not is_alive(process), 5)


def test_a_project_that_is_deleted(daemon, shop):
    process = daemon.project(shop)["indexer"]
    shutil.rmtree(shop)
    wait_for(lambda: not is_alive(process), 5)
    assert daemon.sync(shop) != "ok"
    assert not shop.exists()
    assert daemon.run("query", "def", "Cart", "-C", shop).returncode == 2


def test_an_index_that_is_deleted_is_made_again(hosted, shop):
    shutil.rmtree(shop / ".project")
    assert hosted.sync(str(shop))
    assert difference(shop) == []
    (shop / "shop" / "cart.py").write_text("def again(): pass\n")
    assert hosted.sync(str(shop))
    assert "shop.cart:again" in names(shop)


def test_an_index_of_another_version_is_built_again(hosted, shop):
    db = sqlite3.connect(shop / ".project" / "callinfo.db")
    db.execute("UPDATE meta SET value = '0.0' WHERE key = 'versions'")
    db.commit()
    db.close()
    (shop / "shop" / "cart.py").write_text("def upgraded(): pass\n")
    assert hosted.sync(str(shop))
    assert difference(shop) == []
    assert "shop.cart:upgraded" in names(shop)


def test_an_index_of_a_newer_version_is_left_alone(daemon, shop):
    process = daemon.project(shop)["indexer"]
    db = sqlite3.connect(shop / ".project" / "callinfo.db")
    db.execute("UPDATE meta SET value = '999.0' WHERE key = 'versions'")
    db.commit()
    (shop / "shop" / "cart.py").write_text("def downgraded(): pass\n")
    wait_for(lambda: not is_alive(process), 5)
    wait_for(lambda: daemon.sync(shop) == "superseded")
    assert db.execute("SELECT value FROM meta WHERE key = 'versions'").fetchone() == ("999.0",)
    db.close()
    assert "belongs to a newer inferd" in daemon.run("daemon", "status").stdout


def test_a_damaged_index_is_set_aside(hosted, shop):
    database = shop / ".project" / "callinfo.db"
    for suffix in ("-wal", "-shm"):
        (shop / ".project" / f"callinfo.db{suffix}").unlink(missing_ok=True)
    database.write_bytes(b"SQLite format 3\0" + os.urandom(5000))
    (shop / "shop" / "cart.py").write_text("def whole(): pass\n")
    assert hosted.sync(str(shop))
    assert "shop.cart:whole" in names(shop)
    assert difference(shop) == []


def test_index_and_check_by_hand_work_beside_it(daemon, shop):
    chance = random.Random(3)
    for _ in range(2):
        for _ in range(4):
            edit(shop, chance)
        assert daemon.run("index", shop).returncode == 0
        edit(shop, chance)
        done = daemon.run("check", "--verify", "-C", shop)
        assert done.returncode == 0, done.stdout + done.stderr
    assert daemon.run("index", "--rebuild", shop).returncode == 0
    assert daemon.sync(shop) == "ok"
    assert difference(shop) == []


@pytest.mark.slow
def test_a_question_waits_for_a_long_change_set(daemon, shop):
    for n in range(400):
        (shop / f"m{n}.py").write_text("".join(f"def f{i}(a): return a.g{i}(f{i})\n" for i in range(100)))
    found = daemon.run("query", "def", "m399:f99", cwd=shop)
    assert (found.returncode, found.stderr) == (0, "")


def test_while_another_process_writes_questions_are_answered_as_they_are(daemon, shop):
    from inferd.source.lock import WriterLock

    with WriterLock(str(shop / ".project")):
        (shop / "shop" / "cart.py").write_text("def waiting(): pass\n")
        done = daemon.run("query", "def", "shop.cart:empty", cwd=shop)
        assert done.returncode == 0
        assert "this answer is of revision" in done.stderr
    wait_for(lambda: "shop.cart:waiting" in names(shop), 5)


def test_several_sessions_share_one_indexer(hosted, shop):
    other = []
    unsubscribe = hosted.subscribe(str(shop), other.append)
    (shop / "shop" / "cart.py").write_text("def shared(): pass\n")
    results = []
    threads = [threading.Thread(target=lambda: results.append(hosted.sync(str(shop)))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True] * 20
    assert [e["event"] for e in other].count("committed") == 1
    unsubscribe()
    with Project(str(shop)) as project:
        assert project.is_fresh()
    assert hosted.project(str(shop)) is hosted.project(str(shop))


def test_the_log_of_the_database_is_cut_when_idle(shop, monkeypatch):
    from inferd.daemon import indexer

    monkeypatch.setattr(indexer, "_TIDY", 0.3)
    monkeypatch.setattr(indexer.Indexer, "say", lambda self, event, **more: None)
    one = indexer.Indexer(str(shop), "", None)
    thread = threading.Thread(target=one.run)
    thread.start()
    wal = shop / ".project" / "callinfo.db-wal"
    with Project(str(shop)) as project, project.snapshot():  # a reader keeps the log in being
        (shop / "shop" / "cart.py").write_text("def logged(): pass\n")
        wait_for(lambda: "shop.cart:logged" in names(shop))
        assert wal.stat().st_size > 0
    with Project(str(shop)) as project:
        assert project.search("logged")
        one.tidied = False
        one._woken()
        wait_for(lambda: not wal.exists() or wal.stat().st_size == 0)
    one.stopping = True
    one._woken()
    thread.join()


def test_very_many_projects_do_not_keep_very_many_indexers(service, tmp_path, monkeypatch):
    from inferd.daemon import hosting

    monkeypatch.setattr(hosting, "_MOST_INDEXERS", 2)
    services = Services()
    roots = []
    for n in range(4):
        root = tmp_path / f"p{n}"
        root.mkdir()
        (root / "pyproject.toml").write_text(SHOP["pyproject.toml"])
        roots.append(str(root.resolve()))
        assert services.sync(roots[-1])
    wait_for(lambda: sum(1 for h in services.all() if h.pid()) == 2)
    assert services.sync(roots[0])
    services.stop()


def test_cookies_are_not_left_behind(hosted, shop):
    for _ in range(5):
        assert hosted.sync(str(shop))
    assert list((shop / ".project" / "cookies").iterdir()) == []


@pytest.mark.slow
def test_killed_a_hundred_times_in_full_work_it_equals_a_cold_index(daemon, shop):
    chance = random.Random(11)
    for _ in range(100):
        for _ in range(40):
            edit(shop, chance)
        time.sleep(chance.random() * 0.4)
        found = daemon.status()
        victim = chance.choice([found["process"], daemon.project(shop)["indexer"], found["commands"]])
        if victim:
            os.kill(victim, signal.SIGKILL)
            wait_for(lambda: not is_alive(victim))  # noqa: B023 - waited for at once
        if victim == found["process"]:
            daemon.start()
        wait_for(lambda: daemon.sync(shop) == "ok", 90)
        assert difference(shop) == []


@pytest.mark.slow
def test_types_are_settled_in_the_background_by_a_process_that_goes_with_its_indexer(daemon, shop):
    (shop / "pyproject.toml").write_text("")
    assert daemon.sync(shop) == "ok"
    wait_for(lambda: daemon.project(shop)["types"] == "settling", 5)
    indexer = daemon.project(shop)["indexer"]
    tasks = Path(f"/proc/{indexer}/task").glob("*/children")  # each thread has its own
    settlers = [int(word) for task in tasks for word in task.read_text().split()]
    assert settlers
    os.kill(indexer, signal.SIGKILL)
    wait_for(lambda: not any(map(is_alive, settlers)))
    daemon.host(shop)
    wait_for(lambda: daemon.project(shop)["types"] == "settled", 60)
    assert difference(shop) == []
