"""Kill `inferd` at random instants while it writes, and look at what is left.

    python benchmarks/kill_loop.py --kills 200 PROJECT

Works on a copy.  Each round changes many files (some at random: edits, deletions, moves) or takes the database away
(a cold run), starts indexing in another process, sends SIGKILL after a random share of the time that an undisturbed
run takes, and then checks: the database opens, passes its integrity check, and after one more update equals a cold
index of the same files. Prints how many rounds of each kind were killed in the middle and passed; exits 1 if any did
not.
"""

import argparse
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_INDEX = "import sys, inferd; inferd.open(sys.argv[1]).update(workers=int(sys.argv[2])); print('done')"


def start(root: str, workers: int = 1) -> subprocess.Popen:
    environment = {**os.environ, "PYTHONPATH": _ROOT}
    return subprocess.Popen(
        [sys.executable, "-c", _INDEX, root, str(workers)], env=environment, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def sources(root: str) -> list[str]:
    out = []
    for folder, inner, names in os.walk(root):
        inner[:] = [n for n in inner if not n.startswith(".")]
        out += [os.path.join(folder, n) for n in names if n.endswith(".py")]
    return sorted(out)


def change(root: str, chance: random.Random, share: float) -> int:
    """Edit, delete, copy and move a share of the files."""
    paths = sources(root)
    chosen = chance.sample(paths, max(1, int(len(paths) * share)))
    for path in chosen:
        what = chance.random()
        with open(path, "rb") as f:
            lines = f.read().splitlines(keepends=True)
        if what < 0.8 or len(paths) < 20:
            at = chance.randint(0, len(lines))
            lines[at:at] = [b"def added_%d(one, two=1): return one.two\n" % chance.randint(0, 9)]
            if len(lines) > 4000:
                lines = lines[:40]
        elif what < 0.85:
            os.unlink(path)
            continue
        elif what < 0.92:
            os.rename(path, os.path.join(os.path.dirname(path), f"moved_{chance.randint(0, 99)}.py"))
            continue
        else:
            lines = lines[: len(lines) // 2]
        with open(path, "wb") as f:
            f.writelines(lines)
    return len(chosen)


def killed(root: str, delay: float, workers: int) -> bool:
    """Start an index run and kill it, workers included, after a delay; whether it was still running."""
    process = start(root, workers)
    try:
        process.wait(delay)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return process.returncode != 0


def inspect(root: str) -> list[str]:
    """What is wrong with the database: as it is, and after one more update."""
    import inferd

    wrong: list[str] = []
    with inferd.open(root) as project:
        if os.path.exists(project.database):
            db = sqlite3.connect(f"file:{project.database}?mode=ro", uri=True)
            try:
                wrong += [f"as left: {r[0]}" for r in db.execute("PRAGMA integrity_check") if r[0] != "ok"]
            except sqlite3.Error as error:
                wrong.append(f"as left: {error}")
            finally:
                db.close()
        project.update()
        wrong += [f"after an update: {line}" for line in project.integrity()]
        wrong += [f"after an update: {line[:200]}" for line in project.verify()[:5]]
        wrong += [f"note: {note}" for note in project.notes if "aside" in note]
        left = [n for n in os.listdir(project.directory) if "building" in n]
        wrong += [f"left over: {n}" for n in left]
    return wrong


def undisturbed(root: str) -> float:
    before = time.perf_counter()
    process = start(root)
    _, error = process.communicate()
    if process.returncode:
        raise SystemExit(error.decode())
    return time.perf_counter() - before


def loop(project: str, kills: int, seed: int, workers: int, share: float, said=print) -> int:
    """Kill so many times; returns how many rounds went wrong."""
    chance = random.Random(seed)
    wrong = rounds = 0
    hits = {"cold": 0, "incremental": 0}
    with tempfile.TemporaryDirectory() as place:
        root = os.path.join(place, "project")
        shutil.copytree(project, root, symlinks=True, ignore=shutil.ignore_patterns(".project", ".git", "__pycache__"))
        cold = undisturbed(root)
        change(root, chance, share)
        warm = undisturbed(root)
        said(f"undisturbed: cold {cold:.2f} s, after a change of {share:.0%} of the files {warm:.2f} s")
        while sum(hits.values()) < kills:
            rounds += 1
            kind = "cold" if rounds % 4 == 0 else "incremental"
            if kind == "cold":
                shutil.rmtree(os.path.join(root, ".project"), ignore_errors=True)
            else:
                change(root, chance, share)
            span = cold if kind == "cold" else warm
            if not killed(root, chance.uniform(0.05, 1.0) * span, workers):
                continue  # it was done before
            hits[kind] += 1
            found = inspect(root)
            if found:
                wrong += 1
                said(f"round {rounds} ({kind}):")
                for line in found[:8]:
                    said(f"    {line}")
    said(
        f"{sum(hits.values())} kills ({hits['cold']} cold, {hits['incremental']} incremental): "
        f"{sum(hits.values()) - wrong} passed"
    )
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("project")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--share", type=float, default=0.5, help="of the files that change before each incremental run")
    arguments = parser.parse_args()
    return 1 if loop(arguments.project, arguments.kills, arguments.seed, arguments.workers, arguments.share) else 0


if __name__ == "__main__":
    sys.path.insert(0, _ROOT)
    sys.exit(main())
