"""Realistic edits of a whole project, with types and call info: the live database is compared with a cold one.

    python benchmarks/edit_types.py --edits 2000 --every 50 --seed 1 CORPUS [CORPUS …]

What is done, and how to read it
* Each corpus is copied; `benchmarks/rewriting.py` edits the copy. After every edit the database is brought up to date
  as an indexer does (by the paths that changed, or by a scan), now and then a question is asked, and after some edits
  (always before a comparison) types are settled, over what the process kept in memory from the last time.
* Every *every* edits a new process takes over the database, with another PYTHONHASHSEED, and a cold index with types is
  made of the same files in a third process, with another seed and another number of workers. Compared are the facts,
  what is stored of flows (contexts of functions, attributes, what functions give), and the stored types of receivers:
  as lines of symbolic keys. Libraries are those that lie in `INFERD_USER_DIR`.
* A difference is taken apart: the round is played again from where it began, with fewer edits, until the first edit
  that makes it is known. What that needs is left in a folder that is named. Then the live database is made anew.
* Exits 1 if anything differed.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import rewriting

import inferd
from inferd.index import update
from inferd.query import settled
from inferd.store.rows import Reader


def lines_of(project: inferd.Project) -> list[str]:
    """All that is stored of the files, sorted, by symbolic keys."""
    with project.snapshot() as view:
        reader: Reader = view.reader
        out = list(update.dump(reader))
        sets = reader.type_sets()
        stored = settled.Settled(reader)
        for f in reader.files():
            out.append(f"flow {f.path} {reader.flow(f.id) or ''}")
            out.append(f"gives {f.path} {reader.summaries(f.id) or ''}")
            out.append(f"calls {f.path} {reader.called(f.id) or ''}")
            numbers = stored.numbers(f.id)
            if numbers is None:
                out.append(f"types {f.path} not settled")
                continue
            for b in reader.blocks_of_file(f.id):
                out += [
                    f"types {f.path} {b.line} {b.kind} {b.name} {k} {sets[n]}"
                    for k, n in (numbers.get(b.id) or {}).items()
                ]
    return sorted(out)


def ask(project: inferd.Project, files: rewriting.Files) -> None:
    """A question about something of the project: what it reads must change no later answer."""
    path = files.random.choice(files.paths())
    names = [n for n in (*files.functions(path), *files.classes(path)) if not n.decorator_list]
    if names:
        n = files.random.choice(names)
        column = n.col_offset + (11 if isinstance(n, rewriting.ast.AsyncFunctionDef) else 5)
        try:
            project.references(f"{path}:{n.lineno}:{column + 2 * isinstance(n, rewriting.ast.ClassDef)}")
        except inferd.InferdError:
            return


def live(root: str, seed: str, edits: int, workers: int, out: str) -> None:
    """Play *edits* edits, settle, and write (what was done, seconds of settling, lines)."""
    chance = random.Random(seed)
    state = os.path.join(os.path.dirname(root), "history.json")
    history = {}
    if os.path.exists(state):
        with open(state, encoding="utf-8") as f:
            history = json.load(f)
    files = rewriting.Files(root, chance, history)
    log = []
    times = []
    with inferd.open(root) as project:
        project.update(workers=workers)
        project.settle(keep=True)
        while len(log) < edits:
            files.changed.clear()
            said = rewriting.edit(files)
            if not said:
                continue
            log.append(said)
            by_scan, settles, asks = chance.random() < 0.3, chance.random() < 0.5, chance.random() < 0.2
            project.update(only=None if by_scan else sorted(set(files.changed)), keep=True, workers=workers)
            if asks:
                ask(project, files)
            if settles or len(log) == edits:
                started = time.process_time()
                project.settle(keep=True)
                times.append(time.process_time() - started)
        project.calls()
        lines = lines_of(project)
    with open(state, "w", encoding="utf-8") as f:
        json.dump(history, f)
    with open(out, "w", encoding="utf-8") as f:
        json.dump([log, times, lines], f)


def cold(root: str, workers: int, out: str) -> None:
    with inferd.open(root) as project:
        project.update(workers=workers)
        project.settle()
        project.calls()
        lines = lines_of(project)
    with open(out, "w", encoding="utf-8") as f:
        json.dump(lines, f)


def run(part: str, seed: int, arguments: list[str], out: str) -> list:
    environment = {**os.environ, "PYTHONHASHSEED": str(seed), "INFERD_NO_DAEMON": "1"}
    command = [sys.executable, os.path.abspath(__file__), "--part", part, *arguments, out]
    subprocess.run(command, env=environment, check=True)
    with open(out, encoding="utf-8") as f:
        return json.load(f)


def compare(place: str, seed: str, edits: int, numbers: random.Random) -> tuple[list[str], list[float], list[str]]:
    """Play a round in `place/project` and make a cold index of the files; what was done, and how they differ."""
    root, aside, out = (os.path.join(place, n) for n in ("project", "cold/project", "out.json"))
    workers = numbers.choice((1, 2))
    hash_seed = numbers.randrange(1, 1 << 30)
    log, times, lines = run("live", hash_seed, [root, seed, str(edits), str(workers)], out)
    shutil.rmtree(os.path.dirname(aside), ignore_errors=True)
    shutil.copytree(root, aside, ignore=shutil.ignore_patterns(".project"))
    fresh = run("cold", numbers.randrange(1, 1 << 30), [aside, str(3 - workers)], out)
    return log, times, list(update.differences(lines, fresh))


def take_apart(place: str, before: str, seed: str, edits: int) -> tuple[int, list[str], list[str]]:
    """The number of the first edit of a round after which the databases differ, what was done until then, and how."""
    low, high = 0, edits  # alike after *low*, as far as is known; different after *high*
    found: tuple[list[str], list[str]] = ([], [])
    while high - low > 1:
        middle = (low + high) // 2
        shutil.rmtree(place)
        shutil.copytree(before, place, symlinks=True)
        log, _, differences = compare(place, seed, middle, random.Random(seed))
        if differences:
            high, found = middle, (log, differences)
        else:
            low = middle
    if not found[1]:
        shutil.rmtree(place)
        shutil.copytree(before, place, symlinks=True)
        log, _, differences = compare(place, seed, high, random.Random(seed))
        found = (log, differences)
    return high, *found


def play(corpus: str, seed: int, edits: int, every: int) -> tuple[int, int, list[float]]:
    """(edits made, rounds that differed, CPU seconds of each settling)."""
    made = differing = rounds = 0
    times: list[float] = []
    work = tempfile.mkdtemp(prefix="inferd-edits-")
    place, before = os.path.join(work, "now"), os.path.join(work, "before")
    shutil.copytree(corpus, os.path.join(place, "project"), ignore=shutil.ignore_patterns(".project", ".git"))
    numbers = random.Random(seed)
    kept = False
    while made < edits:
        name = f"{seed}:{os.path.basename(corpus)}:{rounds}"
        rounds += 1
        shutil.rmtree(before, ignore_errors=True)
        shutil.copytree(place, before, symlinks=True)
        log, took, differences = compare(place, name, min(every, edits - made), numbers)
        made += len(log)
        times += took
        if not differences:
            print(f"round {name}: {len(log)} edits, {max(took):.1f} s CPU for the slowest settling", flush=True)
            continue
        differing += 1
        print(f"round {name}: {len(differences)} differences after {len(log)} edits", flush=True)
        after = os.path.join(work, f"after-{rounds}")
        shutil.copytree(place, after, symlinks=True)
        which, log, first = take_apart(place, before, name, len(log))
        left = os.path.join(work, f"round-{rounds}")
        shutil.copytree(before, left, symlinks=True)
        kept = True
        print(f"    the first after {which} edits; how it began: {left}")
        for line in [*log[-5:], *(d[:400] for d in first[:12] or differences[:12])]:
            print(f"    {line}", flush=True)
        shutil.rmtree(place)
        os.rename(after, place)
        shutil.rmtree(os.path.join(place, "project", ".project"), ignore_errors=True)
    if not kept:
        shutil.rmtree(work)
    return made, differing, times


def main() -> int:
    if sys.argv[1:2] == ["--part"]:
        part, root, *rest = sys.argv[2:]
        if part == "live":
            live(root, rest[0], int(rest[1]), int(rest[2]), rest[3])
        else:
            cold(root, int(rest[0]), rest[1])
        return 0
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", nargs="+", metavar="CORPUS")
    parser.add_argument("--edits", type=int, default=2000, help="over all corpora")
    parser.add_argument("--every", type=int, default=50, help="edits between two comparisons")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    differing = made = 0
    started = time.perf_counter()
    for corpus in arguments.corpora:
        share = arguments.edits // len(arguments.corpora)
        done, wrong, times = play(os.path.abspath(corpus), arguments.seed, share, arguments.every)
        times.sort()
        made, differing = made + done, differing + wrong
        print(
            f"{os.path.basename(corpus)}: {done} edits, {wrong} rounds that differ; settling after an edit: "
            f"median {times[len(times) // 2]:.2f} s, p95 {times[len(times) * 95 // 100]:.2f} s CPU",
            flush=True,
        )
    print(f"{made} edits, {time.perf_counter() - started:.0f} s: {differing} rounds differ from a cold index")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
