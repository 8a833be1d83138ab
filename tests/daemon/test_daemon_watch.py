"""The watcher by itself: what it notes, what it leaves alone, and when it says that only a scan will do."""

import errno
import os
import threading
import time

import pytest
from helpers_daemon import wait_for

from inferd.config import Config
from inferd.source import watch
from inferd.source.watch import Changes, Watcher


@pytest.fixture
def made(tmp_path):
    """Watchers that end with the test: `made(config)` gives one over a small tree."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / ".project").mkdir()
    started = []

    def make(config=None, **more):
        wake = more.get("wake", lambda: None)
        watcher = Watcher(str(tmp_path), str(tmp_path / ".project"), config or Config(), wake)
        started.append(watcher)
        watcher.start()
        watcher.refresh()
        watcher.take()
        return watcher

    yield make
    for watcher in started:
        watcher.stop()


def test_changes_are_noted_by_path_and_taken_once(made, tmp_path):
    woken = threading.Event()
    watcher = made(wake=woken.set)
    (tmp_path / "a" / "x.py").write_text("")
    (tmp_path / "a" / "b" / "y.pyi").write_text("")
    assert watcher.settle(2)
    assert woken.is_set() and watcher.has_changes()
    changes = watcher.take()
    assert (changes.paths, changes.everything) == ({"a/x.py", "a/b/y.pyi"}, False)
    assert not watcher.take()


def test_every_write_comes_before_its_cookie(made, tmp_path):
    watcher = made()
    for n in range(200):
        (tmp_path / "a" / f"x{n}.py").write_text("")
        assert watcher.settle(2)
        assert f"a/x{n}.py" in watcher.take().paths


def test_what_no_scan_takes_is_not_noted(made, tmp_path):
    for name in ("__pycache__", ".hidden", "venv"):
        (tmp_path / name).mkdir()
    (tmp_path / "venv" / "pyvenv.cfg").write_text("")
    watcher = made(Config(exclude=("a/b",)))
    for name in ("__pycache__/x.py", ".hidden/x.py", "venv/x.py", "a/b/x.py", "a/x.txt", "a/x.pyc", "a/x.py~"):
        (tmp_path / name).write_text("")
    assert watcher.settle(2)
    assert not watcher.take()


def test_an_index_in_a_plain_folder_is_not_watched(tmp_path):
    (tmp_path / "index").mkdir()
    watcher = Watcher(str(tmp_path), str(tmp_path / "index"), Config(), lambda: None)
    watcher.start()
    watcher.refresh()
    try:
        assert watcher.settle(2)
        watcher.take()
        (tmp_path / "index" / "x.py").write_text("")
        assert watcher.settle(2)
        assert not watcher.take()
    finally:
        watcher.stop()


def test_named_files_and_scripts_end_in_a_scan(made, tmp_path):
    watcher = made(Config(include=("a/run.txt",)))
    (tmp_path / "a" / "run.txt").write_text("")
    assert watcher.settle(2) and watcher.take().everything
    (tmp_path / "a" / "plain").write_text("no script")
    assert watcher.settle(2) and not watcher.take()
    (tmp_path / "a" / "plain").write_text("#!/usr/bin/python3\n")
    assert watcher.settle(2) and watcher.take().everything


@pytest.mark.parametrize("name", ["pyproject.toml", "setup.cfg", "a/tox.ini", "a/pyvenv.cfg", ".project/config.toml"])
def test_settings_end_in_a_scan(made, tmp_path, name):
    watcher = made()
    (tmp_path / name).write_text("")
    assert watcher.settle(2) and watcher.take().everything


def test_folders_end_in_a_scan_and_are_watched_after_it(made, tmp_path):
    watcher = made()
    (tmp_path / "new" / "deep").mkdir(parents=True)
    assert watcher.settle(2) and watcher.take().everything
    watcher.refresh()
    (tmp_path / "new" / "deep" / "x.py").write_text("")
    assert watcher.settle(2)
    assert watcher.take().paths == {"new/deep/x.py"}
    os.rename(tmp_path / "new", tmp_path / "other")
    assert watcher.settle(2) and watcher.take().everything
    watcher.refresh()
    (tmp_path / "other" / "deep" / "x.py").write_text("1")
    assert watcher.settle(2)
    assert watcher.take().paths == {"other/deep/x.py"}


def test_a_virtual_environment_that_is_made_is_not_watched_any_more(made, tmp_path):
    watcher = made()
    (tmp_path / "env" / "lib").mkdir(parents=True)
    assert watcher.settle(2) and watcher.take().everything
    watcher.refresh()
    (tmp_path / "env" / "pyvenv.cfg").write_text("")
    assert watcher.settle(2) and watcher.take().everything
    watcher.refresh()
    (tmp_path / "env" / "lib" / "x.py").write_text("")
    assert watcher.settle(2)
    assert not watcher.take()


def test_an_overflow_ends_in_a_scan(made):
    watcher = made()
    watcher._native.on_queue_overflow()
    assert watcher.take().everything


def test_too_many_paths_are_everything():
    changes = Changes(f"{n}.py" for n in range(watch._MOST_PATHS + 1))
    changes.add(Changes(["x.py"]))
    assert changes.everything and not changes.paths


@pytest.mark.parametrize("jump", [3600.0, -3600.0])
def test_a_jump_of_the_clock_ends_in_a_scan(made, monkeypatch, jump):
    watcher = made()
    assert not watcher.take()
    monkeypatch.setattr(watch, "_clocks", lambda: (time.time() + jump, time.monotonic()))
    assert watcher.take().everything
    assert not watcher.take()


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "max_user_watches"), (errno.EMFILE, "max_user_instances"), (errno.ENOSYS, "not implemented")],
)
def test_limits_end_in_polling_which_is_said(made, tmp_path, monkeypatch, number, said):
    from watchdog.observers.inotify_c import InotifyFD

    def fails(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(InotifyFD, "add_callback", fails)
    watcher = made()
    mode, why = watcher.mode()
    assert mode == "polling" and said in why
    assert not watcher.settle(0.1)
    later = time.monotonic() + 60
    monkeypatch.setattr(watch.time, "monotonic", lambda: later)
    assert watcher.has_changes() and watcher.take().everything


def test_a_file_system_that_tells_nothing_is_polled(made, monkeypatch):
    monkeypatch.setattr(watch, "_FIRST_COOKIE", 0.05)
    monkeypatch.setattr(Watcher, "note_cookie", lambda *_: None)
    assert made().mode() == ("polling", "notifications do not arrive on this file system")


def test_network_file_systems_are_polled(tmp_path, monkeypatch):
    mounts = f"36 35 98:0 / / rw shared:1 - ext4 /dev/sda rw\n37 36 0:40 / {tmp_path} rw - nfs4 host:/x rw\n"
    real = open

    def opened(path, *more, **options):
        if path == "/proc/self/mountinfo":
            import io

            return io.StringIO(mounts)
        return real(path, *more, **options)

    monkeypatch.setattr("builtins.open", opened)
    assert "nfs4" in watch._remote_mount(str(tmp_path / "project"))
    assert watch._remote_mount("/somewhere") == ""


def test_the_root_is_looked_at(made, tmp_path):
    woken = threading.Event()
    watcher = made(wake=woken.set)
    assert watcher.is_there()
    os.rename(tmp_path, f"{tmp_path}-moved")
    assert not watcher.is_there()
    assert woken.wait(2)
    os.rename(f"{tmp_path}-moved", tmp_path)


def test_a_link_in_the_place_of_the_cookies_is_left_alone(tmp_path):
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "1-2").write_text("")
    os.utime(precious / "1-2", (0, 0))
    (tmp_path / ".project").mkdir()
    os.symlink(precious, tmp_path / ".project" / "cookies")
    watcher = Watcher(str(tmp_path), str(tmp_path / ".project"), Config(), lambda: None)
    watcher.start()
    assert not watcher.settle(0.05)
    watcher.stop()
    assert [p.name for p in precious.iterdir()] == ["1-2"]


def test_only_old_cookies_are_tidied_away(made, tmp_path):
    (tmp_path / ".project" / "cookies").mkdir()
    for name in ("1-2", "keep.txt", "7-x"):
        (tmp_path / ".project" / "cookies" / name).write_text("")
        os.utime(tmp_path / ".project" / "cookies" / name, (0, 0))
    made()
    assert {p.name for p in (tmp_path / ".project" / "cookies").iterdir()} == {"keep.txt", "7-x"}


def test_a_cookie_folder_that_goes_is_made_again(made, tmp_path):
    import shutil

    watcher = made()
    shutil.rmtree(tmp_path / ".project")
    wait_for(lambda: not watcher._native.has_cookies())
    assert not watcher.settle(0.1)
    (tmp_path / ".project").mkdir()
    watcher.watch_cookies()
    assert watcher.settle(2)
