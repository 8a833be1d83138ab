"""After an edit of one function's body: the first answer with the new facts, a type in unsaved text, and the settling.

    python benchmarks/bench_edit.py PROJECT [--edits 60] [--settles 15] [--seed 1]

What is done, and how to read it
* The project is copied, indexed, and its types are settled by another process, which goes on to do that, as a settler.
  Updates and questions happen in one process, which keeps what an indexer and a session keep; the way from one to the
  other (0.1 ms over a pipe) is not in the figures.
* Functions that others call are drawn by chance. A statement is put into the body of one and a `return` of something
  else before its end, and the file is written.
* *first answer*: update by the path, and what the function takes and returns. Median, 95th and 99th percentile. In how
  many answers the new type is seen stands beside it (what is declared, and generators, return something else). Who
  refers to the function is asked after that, and told apart: of a frequent name that takes longer, edit or not.
* *floor*: `ast.parse` of all files, to compare machines (they are busy, and some are slow).
* *unsaved*: the same text as an overlay, and the type of the name that the edit binds.
* *settling*: what the edit took away of stored types and call info is made again: median and the slowest. It happens in
  the background, at a low priority. How many files had to be settled again stands beside it.
* Figures are CPU milliseconds of this process; wall times are about the same on a quiet machine.
"""

import argparse
import ast
import contextlib
import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection

import inferd

VALUES = {"memoryview(b'')": "memoryview", "slice(1)": "slice", "range(3)": "range", "1j": "complex"}  # rare ones


def functions(project: inferd.Project, chance: random.Random) -> Iterator[tuple[str, str, ast.FunctionDef]]:
    """(path, text, function) of functions that have a body of their own lines, in a random order, without end."""
    with project.snapshot() as view:
        paths = [f.path for f in view.reader.files() if f.status == "ok" and f.path.endswith(".py")]
    paths = [p for p in paths if "test" not in p]
    while True:
        path = chance.choice(paths)
        with open(os.path.join(project.root, path), encoding="utf-8", errors="replace", newline="") as f:
            text = f.read()
        if "\ufffd" in text or "\r" in text or "\f" in text:
            continue
        found = [
            n for n in ast.walk(ast.parse(text))
            if isinstance(n, ast.FunctionDef) and n.body[0].lineno > n.lineno and len(n.body) > 1
        ]  # fmt: skip
        if found:
            yield path, text, chance.choice(found)


def edited(text: str, n: ast.FunctionDef, value: str) -> tuple[str, int]:
    """The text with a name that is bound and returned in a function, and the line that binds it."""
    lines = text.splitlines(keepends=True)
    at = n.body[1].lineno - 1
    indent = " " * n.body[1].col_offset
    if isinstance(n.body[1], ast.FunctionDef | ast.ClassDef) and n.body[1].decorator_list:
        at = n.body[1].decorator_list[0].lineno - 1
    lines[at:at] = [f"{indent}edited = {value}\n", f"{indent}if {n.name}:\n", f"{indent}    return edited\n"]
    return "".join(lines), at + 1


def write(project: inferd.Project, path: str, text: str) -> None:
    with open(os.path.join(project.root, path), "w", encoding="utf-8", newline="") as f:
        f.write(text)


def answer(project: inferd.Project, path: str, n: ast.FunctionDef) -> list[str]:
    """What a function returns."""
    place = f"{path}:{n.lineno}:{n.col_offset + 5}"
    return [t for row in project.types(place).rows if row.kind == "return" for t in row.types]


def shown(name: str, times: list[float], wanted: str) -> None:
    times.sort()
    p95, p99 = (times[min(len(times) - 1, int(len(times) * q))] for q in (0.95, 0.99))
    print(
        f"{name}: median {statistics.median(times):.1f} ms, p95 {p95:.1f}, p99 {p99:.1f}, most {times[-1]:.1f}"
        f" ({len(times)} times; wanted {wanted})",
        flush=True,
    )


def floor(folder: str) -> float:
    """CPU seconds of `ast.parse` of all files in a folder."""
    texts = []
    for at, _, names in os.walk(folder):
        for name in names:
            if name.endswith(".py"):
                with open(os.path.join(at, name), "rb") as f:
                    texts.append(f.read())
    started = time.process_time()
    for text in texts:
        with contextlib.suppress(SyntaxError, ValueError):
            ast.parse(text)
    return time.process_time() - started


def settler(root: str, ours: Connection) -> None:
    """Settle whenever something is received, and send (files that were settled, CPU seconds)."""
    with inferd.open(root) as project:
        while ours.recv():
            with project.snapshot() as view:
                count = view.reader.untyped_count(True)
            started = time.process_time()
            project.settle(keep=True)
            ours.send((count, time.process_time() - started))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("project")
    parser.add_argument("--edits", type=int, default=60)
    parser.add_argument("--settles", type=int, default=15)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--slow", type=float, default=1e9, help="name answers that take longer, in ms")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as directory:
        copy = os.path.join(directory, os.path.basename(os.path.abspath(options.project)))
        shutil.copytree(options.project, copy, ignore=shutil.ignore_patterns(".git", ".project"), symlinks=True)
        with inferd.open(copy) as project:
            project.update(workers=os.cpu_count() or 1)
            settling, theirs = Pipe()
            other = Process(target=settler, args=(copy, theirs), daemon=True)
            other.start()
            settling.send(True)
            print(f"floor: {floor(copy):.2f} s CPU for ast.parse of all files")
            print(f"settled at first: {settling.recv()[1]:.1f} s CPU", flush=True)
            drawn = functions(project, chance)
            updates, firsts, uses, unsaved, settles = [], [], [], [], []
            again = []
            seen = 0
            for i in range(options.edits):
                path, text, n = next(drawn)
                value = chance.choice(sorted(VALUES))
                after, line = edited(text, n, value)
                started = time.process_time()
                project.set_overlay(path, after)
                row = project.type_at(f"{path}:{line}:{n.body[1].col_offset + 1}")
                unsaved.append((time.process_time() - started) * 1000)
                if unsaved[-1] > options.slow:
                    print(f"    {unsaved[-1]:.0f} ms for a type in unsaved text: {path}:{line}")
                assert VALUES[value] in row.types[0], (path, line, row)
                project.set_overlay(path, None)
                write(project, path, after)
                started = time.process_time()
                project.update(only=[path], keep=True)
                updates.append((time.process_time() - started) * 1000)
                now = answer(project, path, n)
                firsts.append((time.process_time() - started) * 1000)
                project.references(f"{path}:{n.lineno}:{n.col_offset + 5}")
                uses.append((time.process_time() - started) * 1000)
                if firsts[-1] > options.slow:
                    print(f"    {firsts[-1]:.0f} ms: {path}:{n.lineno} {n.name}, {updates[-1]:.0f} ms for the update")
                seen += any(VALUES[value] in t for t in now)
                if i < options.settles:
                    settling.send(True)
                    count, seconds = settling.recv()
                    again.append(count)
                    settles.append(seconds * 1000)
                write(project, path, text)
                project.update(only=[path], keep=True)
                if i < options.settles:
                    settling.send(True)
                    settling.recv()
            settling.send(False)
            other.join()
            shown("update alone", updates, "no figure of its own")
            shown("edit to the first answer", firsts, "20/100/500 ms")
            print(f"answers with the new type: {seen} of {options.edits}")
            shown("and who uses it", uses, "no figure of its own")
            shown("type in unsaved text", unsaved, "30 ms")
            if settles:
                shown("settling after it", settles, "3000 ms")
                print(f"files settled again: median {statistics.median(again):.0f}, most {max(again)}")


if __name__ == "__main__":
    main()
