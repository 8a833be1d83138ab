"""Kill `inferd` at random instants while it writes a change, and see that the files are the old or the new ones.

    python benchmarks/kill_apply.py --kills 100 PROJECT TARGET NEW_NAME [--seed 1] [--also OTHER]

Works on a copy; with --also the change is one of two projects, and the files of both count.  In each round another
process plans a rename, says that it is about to write, and writes; it gets SIGKILL after a random share of the time in
which an undisturbed one has written the files (measured again every tenth round), and a little more: the index follows
then, and may be cut off, too.  Then `recover` runs, as it does before any refactoring, and every file of the project
has to have the bytes from before, or every file those from after, and nothing may lie beside them.  A third of the
rounds kill `undo` instead, and every fourth kills the recovery, too.  Prints how many rounds ended on which side; exits
1 if any mixed them.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter

_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_WRITE = """
import sys, inferd
from inferd.refactor import journal
from inferd.refactor.planning import Step
root, target, new, what, *also = sys.argv[1:]
act = getattr(journal, what)
def told(*given):
    out = act(*given)
    print("written", flush=True)
    return out
setattr(journal, what, told)
project = inferd.open(root)
if what == "apply":
    step = Step("rename", {"target": target, "to": new}, (), True)
    plan = project.together(step, also) if also else project.step(step)
print("ready", flush=True)
sys.stdin.readline()
{"apply": lambda: project.apply(plan), "undo": project.undo, "recover": project.recover}[what]()
print("done", flush=True)
"""


def start(given: argparse.Namespace, root: str, what: str) -> subprocess.Popen:
    """A process that waits, ready to write, for a line of its input."""
    env = {**os.environ, "PYTHONPATH": _ROOT, "INFERD_NO_DAEMON": "1"}
    process = subprocess.Popen(
        [sys.executable, "-c", _WRITE, root, given.target, given.new, what, *given.there], env=env,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    if process.stdout.readline().strip() != "ready":
        sys.exit(f"{what}: nothing to write")
    return process


def write(given: argparse.Namespace, root: str, what: str, after: float | None) -> bool:
    """Let it write, and kill it after so many seconds (None: not); whether it was killed in the middle."""
    process = start(given, root, what)
    process.stdin.write("go\n")
    process.stdin.flush()
    if after is not None:
        time.sleep(after)
        os.killpg(process.pid, signal.SIGKILL)
    rest = process.stdout.read()
    code = process.wait()
    if after is None and (code or "done" not in rest):
        sys.exit(f"{what} failed with {code}")
    return "done" not in rest


def tree(root: str) -> dict[str, bytes]:
    """The bytes of every file of the project but inferd's own and git's."""
    out = {}
    for folder, inner, names in os.walk(root):
        inner[:] = [n for n in inner if n not in (".project", ".git", "__pycache__")]
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as f:
                out[os.path.relpath(path, root)] = f.read()
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("project")
    parser.add_argument("target")
    parser.add_argument("new")
    parser.add_argument("--also", action="append", default=[])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory(prefix="kill-apply-") as at:
        where = os.path.join(os.path.realpath(at), "projects")
        root = os.path.join(where, "project")
        os.environ["INFERD_USER_DIR"] = os.path.join(at, "user")
        ignored = shutil.ignore_patterns(".project", "__pycache__")
        shutil.copytree(given.project, root, symlinks=True, ignore=ignored)
        given.there = [os.path.join(where, f"also{i}") for i in range(len(given.also))]
        for other, there in zip(given.also, given.there, strict=True):
            shutil.copytree(other, there, symlinks=True, ignore=ignored)
        old = tree(where)
        write(given, root, "apply", None)
        new = tree(where)
        write(given, root, "undo", None)
        assert tree(where) == old != new, "undo does not bring back the bytes"
        print(f"{sum(old.get(p) != b for p, b in new.items())} files change", flush=True)
        took: dict[str, float] = {}
        ends: Counter[tuple[str, str]] = Counter()
        for i in range(given.kills):
            if i % 10 == 0:
                for what in ("apply", "undo"):
                    process = start(given, root, what)
                    begin = time.monotonic()
                    process.stdin.write("go\n")
                    process.stdin.flush()
                    process.stdout.readline()
                    took[what] = time.monotonic() - begin
                    process.communicate()
            what = "undo" if i % 3 == 2 else "apply"
            if what == "undo":
                write(given, root, "apply", None)
            was_killed = write(given, root, what, chance.random() * 1.15 * took[what])
            if i % 4 == 3:
                write(given, root, "recover", chance.random() * took["undo"] / 2)
            write(given, root, "recover", None)
            now = tree(where)
            side = "old" if now == old else "new" if now == new else "MIXED"
            ends[f"{what}, {'killed' if was_killed else 'done before the kill'}", side] += 1
            if side == "MIXED":
                print([p for p in {*now, *old, *new} if now.get(p) != old.get(p)][:20], flush=True)
                break
            if side == "new":
                write(given, root, "undo", None)
        for (what, side), n in sorted(ends.items()):
            print(f"{n:4} {side:5} {what}")
        if any(side == "MIXED" for _, side in ends):
            sys.exit(1)


if __name__ == "__main__":
    main()
