"""One edited file brought into the database: a change in a function's body, and a new function, in files of several
sizes.

    python benchmarks/bench_update.py PROJECT        (the project is copied; nothing in it is touched)

Figures are medians of CPU time over nine edits of each kind, with `ast.parse` of the same file beside them.
"""

import argparse
import ast
import os
import shutil
import statistics
import tempfile
import time

import inferd

SIZES = (200, 1000, 3000)
KEEP = True


def timed(project, path: str, text: str) -> tuple[float, object]:
    with open(os.path.join(project.root, path), "w", encoding="utf-8") as f:
        f.write(text)
    start = time.process_time()
    report = project.update(only=[path], keep=KEEP)
    return (time.process_time() - start) * 1000, report


def edits(text: str):
    """The same text with another statement in one function's body, then with one more function, nine times each."""
    lines = text.splitlines(keepends=True)
    tree = ast.parse(text)
    bodies = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.body[0].lineno > n.lineno]
    for i in range(9):
        n = bodies[len(bodies) * (i + 1) // 11]
        at = n.body[0].lineno - 1
        if n.body[0].col_offset and not (isinstance(n.body[0], ast.Expr) and isinstance(n.body[0].value, ast.Constant)):
            yield "body", "".join([*lines[:at], " " * n.body[0].col_offset + f"edited = {i}\n", *lines[at:]])
    for i in range(9):
        yield "new function", text + f"\n\ndef added_{i}(a):\n    return a + {i}\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("project")
    parser.add_argument("--open", action="store_true", help="open the database for each update, as a command does")
    options = parser.parse_args()
    global KEEP  # noqa: PLW0603
    KEEP = not options.open
    with tempfile.TemporaryDirectory() as directory:
        copy = os.path.join(directory, "project")
        shutil.copytree(options.project, copy, ignore=shutil.ignore_patterns(".git", ".project"), symlinks=True)
        with inferd.open(copy) as project:
            project.update(workers=os.cpu_count() or 1)
            by_size = []
            with project.snapshot() as view:
                for f in view.reader.files():
                    if f.status == "ok" and f.path.endswith(".py"):
                        with open(os.path.join(copy, f.path), encoding="utf-8", errors="replace", newline="") as source:
                            text = source.read()
                        if "\ufffd" not in text and text.count("def ") > 15:
                            by_size.append((text.count("\n"), f.path, text))
            for size in SIZES:
                count, path, text = min(by_size, key=lambda item: abs(item[0] - size))
                timed(project, path, text + "\n")
                results: dict[str, list[float]] = {}
                blocks: dict[str, int] = {}
                for kind, edited in edits(text):
                    ms, report = timed(project, path, edited)
                    results.setdefault(kind, []).append(ms)
                    blocks[kind] = report.blocks_written
                start = time.process_time()
                for _ in range(5):
                    ast.parse(text)
                parse = (time.process_time() - start) * 200
                for kind, times in results.items():
                    print(
                        f"{path} ({count} lines), {kind}: median {statistics.median(times):.1f} ms, "
                        f"{blocks[kind]} blocks written; ast.parse {parse:.1f} ms"
                    )
                timed(project, path, text)


if __name__ == "__main__":
    main()
