"""Worker processes: Ctrl-C, a worker that is killed, and a parent that is killed."""

import os
import signal
import subprocess
import sys
import time

import pytest

import inferd
from inferd.index import update

pytestmark = pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="looks at processes in /proc")

FILES = 480


@pytest.fixture
def large(tmp_path):
    root = tmp_path / "large"
    root.mkdir()
    for i in range(FILES):
        (root / f"m{i}.py").write_text("def f(x):\n    return [y for y in x if y]\n" * 60)
    return root


def children(pid):
    out = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False).stdout
    return [int(word) for word in out.split()]


def started(root):
    """An index run that has begun to analyse in workers, and their pids."""
    command = [sys.executable, "-m", "inferd", "index", str(root), "--workers", "2"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 30
    while not (found := children(process.pid)) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    return process, found


def test_ctrl_c_ends_all_processes_with_one_line(large):
    process, workers = started(large)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err == "inferd: interrupted; the index and all files are intact\n"
    assert not any(alive(pid) for pid in workers)


def test_workers_end_with_a_parent_that_is_killed(large):
    process, workers = started(large)
    assert workers
    process.kill()
    process.communicate(timeout=30)
    deadline = time.monotonic() + 15
    while any(alive(pid) for pid in workers) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(alive(pid) for pid in workers)


def test_a_worker_that_is_killed_costs_nothing_but_time(large):
    process, workers = started(large)
    os.kill(workers[0], signal.SIGKILL)
    process.communicate(timeout=120)
    assert process.returncode == 0
    with inferd.open(str(large)) as project:
        assert project.status().counts["file"] == FILES
        assert project.verify() == []


def test_workers_give_the_files_in_order(large):
    paths = [f"m{i}.py" for i in range(FILES)]
    assert [a.path for a in update._run(str(large), paths, 10**6, 2)] == paths


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
