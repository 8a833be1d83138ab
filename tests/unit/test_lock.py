import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from inferd.errors import InferdError, StoreLocked, StoreReadOnly
from inferd.source import lock as lock_module
from inferd.source.lock import WriterLock, read_owner

HOLD = """
import sys, time
from inferd.source.lock import WriterLock
lock = WriterLock(sys.argv[1])
lock.acquire()
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_one_holds_it_and_says_who(tmp_path):
    before = time.time()
    with WriterLock(str(tmp_path)) as lock:
        assert lock.held
        owner = read_owner(lock.path)
        assert (owner["pid"], owner["host"]) == (os.getpid(), os.uname().nodename)
        assert before - 1 <= owner["started"] <= time.time() + 1
        with open(lock.path) as file:
            assert file.read().count("\n") == 1
        with pytest.raises(StoreLocked) as caught:
            WriterLock(str(tmp_path)).acquire()
        assert caught.value.owner == owner
        assert str(caught.value).startswith(f"the index is being written by process {os.getpid()} on ")
    assert not lock.held
    assert read_owner(lock.path) == {}
    with lock:
        assert lock.held


def test_acquire_twice_is_a_mistake_and_release_twice_is_not(tmp_path):
    lock = WriterLock(str(tmp_path))
    lock.release()
    lock.acquire()
    with pytest.raises(RuntimeError):
        lock.acquire()
    lock.release()
    lock.release()


def test_another_process_is_named(tmp_path, holder):
    start = time.monotonic()
    with pytest.raises(StoreLocked) as caught:
        WriterLock(str(tmp_path)).acquire(timeout=0.1)
    assert time.monotonic() - start >= 0.1
    assert caught.value.owner["pid"] == holder.pid


def test_a_dead_owner_is_taken_over(tmp_path, holder):
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with WriterLock(str(tmp_path)) as lock:
        assert read_owner(lock.path)["pid"] == os.getpid()


def test_a_waiter_gets_it_when_the_owner_dies(tmp_path, holder):
    killer = threading.Timer(0.2, holder.kill)
    killer.start()
    lock = WriterLock(str(tmp_path))
    lock.acquire(timeout=20)
    assert lock.held
    lock.release()
    killer.join()


def test_a_deleted_lock_file_is_noticed(tmp_path):
    lock, other = WriterLock(str(tmp_path)), WriterLock(str(tmp_path))
    lock.acquire()
    assert not lock.lost()
    os.unlink(lock.path)
    assert lock.lost()
    other.acquire()
    assert not other.lost()
    assert lock.lost()
    lock.release()
    assert not other.lost()
    with pytest.raises(StoreLocked):
        WriterLock(str(tmp_path)).acquire()
    other.release()


def test_a_file_replaced_while_waiting_is_not_the_lock(tmp_path, monkeypatch):
    real = lock_module._lock
    calls = []

    def racing(descriptor, path):
        taken = real(descriptor, path)
        if not calls:
            os.unlink(path)  # the owner removed the directory between our open and our lock
        calls.append(taken)
        return taken

    monkeypatch.setattr(lock_module, "_lock", racing)
    lock = WriterLock(str(tmp_path))
    lock.acquire(timeout=5)
    assert calls == [True, True]
    assert not lock.lost()
    lock.release()


def test_a_forked_child_does_not_keep_the_lock(tmp_path):
    code = """
import os, sys, time
from inferd.source.lock import WriterLock
lock = WriterLock(sys.argv[1])
lock.acquire()
reader, writer = os.pipe()
child = os.fork()
if child == 0:
    assert not lock.held
    lock.release()
    os.write(writer, b"x")
    time.sleep(60)
os.read(reader, 1)
try:
    WriterLock(sys.argv[1]).acquire()
except Exception as error:
    print(type(error).__name__, child, flush=True)
os._exit(0)
"""
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    name, child = process.stdout.readline().split()
    try:
        process.wait()
        assert name == "StoreLocked"  # the child's copy going away left the parent's lock alone
        with WriterLock(str(tmp_path)):
            pass
    finally:
        os.kill(int(child), signal.SIGKILL)
        process.stdout.close()


def test_where_there_can_be_no_lock(tmp_path, monkeypatch):
    with pytest.raises(InferdError):
        WriterLock(str(tmp_path / "nothing")).acquire()
    (tmp_path / "writer.lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InferdError):
        WriterLock(str(tmp_path)).acquire()
    assert not (tmp_path / "elsewhere").exists()
    (tmp_path / "writer.lock").unlink()

    def no_locks(*_args):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(lock_module.fcntl, "flock", no_locks)
    with pytest.raises(StoreReadOnly, match="this file system has no locks"):
        WriterLock(str(tmp_path)).acquire()


def test_nonsense_in_the_file_is_no_owner(tmp_path):
    path = tmp_path / "writer.lock"
    for data in (b"", b"\xff", b"[1]", b"{", b"[" * 1000):
        path.write_bytes(data)
        assert read_owner(str(path)) == {}
    with WriterLock(str(tmp_path)):
        assert read_owner(str(path))["pid"] == os.getpid()
