"""Subprocesses, forks, spawned processes, threads, sudden ends: nothing of the program changes, little is lost."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import helpers_runtime as h
import pytest

import inferd.runtime

LIBRARY = """
# file: lib.py
    def f(x): return x
    def g(x): return x
    def child(x): return f(x)
    def child2(x): return x
"""


@pytest.fixture
def project(tmp_path):
    h.write(tmp_path, LIBRARY)
    return tmp_path


def program(project, text):
    h.write(project, "# file: app.py\n" + "\n".join("    " + line for line in text.strip("\n").split("\n")))


def test_exit_status_output_and_arguments_are_the_programs(project, python):
    program(
        project,
        """
import sys, lib
print(sys.argv, sys.path[0] != "", "sitecustomize" in sys.modules)
print(sys.stdin.read() if 0 else "", file=sys.stderr)
lib.f(1)
try:
    import sitecustomize
except ImportError as error:
    print("no", error.name)
sys.exit(int(sys.argv[1]))
""",
    )
    for status in ("0", "3"):
        run = h.record(project, python, "app.py", status, "b c")
        assert (run.status, run.out, run.err) == h.plain(project, python, "app.py", status, "b c")
        assert run.signatures["f"] == {"(int) -> int"}


def test_uncaught_exception_has_the_same_traceback(project, python):
    program(project, "import lib\nlib.f(1)\nraise ValueError(lib.g('x'))")
    run = h.record(project, python, "app.py")
    assert (run.status, run.out, run.err) == h.plain(project, python, "app.py")
    assert run.status == 1
    assert set(run.signatures) >= {"f", "g"}


def test_a_sitecustomize_of_the_project_is_run(project, python):
    h.write(project, "# file: site/sitecustomize.py\n    print('mine')\n    value = 1\n")
    program(project, "import sitecustomize, lib\nprint(sitecustomize.value, lib.f(1))")
    run = h.record(project, python, "app.py", PYTHONPATH=str(project / "site"))
    assert run.out == "mine\n" * 2 + "1 1\n"  # once in the Python that launches
    assert run.signatures["f"] == {"(int) -> int"}


def test_script_module_and_command_that_does_not_exist(project, python):
    script = project / "tool"
    script.write_text("#!%s\nimport lib\nprint(lib.f(1))\n" % python)
    script.chmod(0o755)
    run = h.record(project, "./tool", PYTHONPATH=str(project))
    assert (run.status, run.out) == (0, "1\n")
    assert {line[2] for line in run.shards[0].of("file")} == {"lib.py", "tool"}
    run = h.record(project, python, "-m", "lib")
    assert run.signatures == {"<module>": {"() -> None"}}
    assert h.record(project, "./no-such-command").status == 127


def test_subprocess_is_linked_to_its_parent(project, python):
    program(project, "import lib, subprocess, sys\nlib.f(1)\nsubprocess.run([sys.executable, '-c', 'import lib; lib.g(1.5)'])")
    run = h.record(project, python, "app.py")
    assert len(run.shards) == 2
    parent = next(shard for shard in run.shards if shard.header["parent"] is None)
    child = next(shard for shard in run.shards if shard is not parent)
    assert child.header["parent"] == parent.path.name
    assert child.signatures["g"] == {"(float) -> float"}


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_multiprocessing(project, python, method):
    program(
        project,
        """
import multiprocessing, lib
if __name__ == "__main__":
    lib.f(1)
    context = multiprocessing.get_context("%s")
    with context.Pool(2) as pool:
        print(pool.map(lib.child, ["a", "b"]))
    p = context.Process(target=lib.g, args=(2.5,)); p.start(); p.join(); print(p.exitcode)
"""
        % method,
    )
    run = h.record(project, python, "app.py")
    assert (run.status, run.out) == (0, "['a', 'b']\n0\n")
    assert run.signatures["child"] == {"(str) -> str"}
    assert run.signatures["f"] == {"(int) -> int", "(str) -> str"}
    assert run.signatures["g"] == {"(float) -> float"}
    assert not run.off
    parent = next(shard for shard in run.shards if shard.header["parent"] is None)
    assert all(shard.header["parent"] == parent.path.name for shard in run.shards if shard is not parent)


def test_fork_and_sudden_exit(project, python):
    program(
        project,
        """
import os, lib
lib.f(1)
pid = os.fork()
if not pid:
    lib.f("in the child")
    os._exit(7)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
lib.g(1)
os._exit(5)
""",
    )
    run = h.record(project, python, "app.py")
    assert (run.status, run.out) == (5, "") or (run.status, run.out) == (5, "7\n")
    assert len(run.shards) == 2
    assert run.signatures["f"] == {"(int) -> int", "(str) -> str"}
    assert run.signatures["g"] == {"(int) -> int"}
    assert all(shard.of("end") for shard in run.shards)


def test_exec_is_followed(project, python):
    program(
        project,
        "import os, sys, lib\nlib.f(1)\nos.execv(sys.executable, [sys.executable, '-c', 'import lib; lib.f(None)'])",
    )
    run = h.record(project, python, "app.py")
    assert run.status == 0
    assert run.signatures["f"] == {"(int) -> int", "(None) -> None"}


def test_sigkill_loses_little(project, python):
    program(
        project,
        """
import os, signal, time, lib
lib.f(1)
time.sleep(0.3)
lib.g(1)
time.sleep(0.3)
lib.child("x")
os.kill(os.getpid(), signal.SIGKILL)
""",
    )
    run = h.record(project, python, "app.py")
    assert run.status == 128 + signal.SIGKILL
    (shard,) = run.shards
    assert shard.whole
    assert not shard.of("end")
    assert shard.signatures["f"] >= {"(int) -> int"}
    assert shard.signatures["g"] == {"(int) -> int"}
    assert shard.signatures["child"] == {"(str) -> str"}


def test_threads_and_those_that_outlive_the_main_one(project, python):
    program(
        project,
        """
import threading, time, lib
def late():
    time.sleep(0.2)
    lib.g(b"late")
def background():
    while True:
        lib.child2(b"background")
threading.Thread(target=lib.f, args=("thread",)).start()
threading.Thread(target=late).start()
threading.Thread(target=background, daemon=True).start()
lib.f(1)
""",
    )
    run = h.record(project, python, "app.py")
    assert (run.status, run.out, run.err) == (0, "", "")
    assert run.signatures["f"] >= {"(int) -> int", "(str) -> str"}
    assert run.signatures["g"] == {"(bytes) -> bytes"}
    assert not run.off


def test_signals_go_to_the_program(project, python):
    program(
        project,
        """
import os, signal, sys, lib
class Alarm(Exception): pass
def handler(*_): raise Alarm
signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.2)
try:
    while True:
        lib.f(lib.g([1]))
except Alarm:
    print("alarm")
signal.raise_signal(signal.SIGTERM)
""",
    )
    run = h.record(project, python, "app.py", options=("--exhaustive",))
    assert (run.status, run.out, run.err) == (128 + signal.SIGTERM, "", "") or run.out == "alarm\n"
    assert not run.off


def test_spool_that_cannot_be_written(project, python):
    program(project, "import lib\nprint(lib.f(1))")
    run = h.record(project, python, "-c", "import shutil, os, lib; print(lib.f(1)); open('x', 'w').close()")
    assert (run.status, run.out) == (0, "1\n")
    (project / "file").write_text("")
    starter = (
        "import os, sys; sys.path.insert(0, %r); from inferd.runtime import launch; "
        "options = launch.make_options(%r, {}); os.environ.update(launch.environment(options, os.environ)); "
        "os.execv(%r, [%r, 'app.py'])"
    ) % (str(h.HERE), str(project / "file" / "spool"), python, python)
    assert h.plain(project, sys.executable, "-c", starter) == (0, "1\n", "")


def test_environment_and_working_directory_may_change(project, python):
    program(
        project,
        """
import os, sys, lib
lib.f(1)
os.chdir("/")
os.environ.clear()
for fd in range(3, 30):
    try: os.close(fd)
    except OSError: pass
data = open(sys.argv[0] if os.path.isabs(sys.argv[0]) else lib.__file__)
lib.g(1)
""",
    )
    run = h.record(project, python, "app.py")
    assert (run.status, run.err) == (0, "")
    assert set(run.signatures) >= {"f", "g"}


def test_a_recorder_that_cannot_be_loaded_says_so_and_the_program_goes_on(tmp_path):
    package = tmp_path / "runtime"
    shutil.copytree(Path(inferd.runtime.__file__).parent, package)
    (package / "shapes.py").write_text("raise LookupError('no shapes')\n")
    done = subprocess.run(
        [sys.executable, "-c", "print('done')"], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(package / "hook"), "INFERD_RECORD": "{}"},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "done\n")
    assert done.stderr == "inferd: this process is not recorded: LookupError: no shapes\n"
