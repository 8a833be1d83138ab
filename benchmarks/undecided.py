"""How long the lists of `possible` references are: of the places where a method's name stands behind a dot, the share
that is left undecided.

    python benchmarks/undecided.py PROJECT [--methods 40] [--least 5] [--seed 1] [--store DIR] [--list]

Methods are drawn with a seed from all that the project's own files define (tests and dunder names are left out), of
names that stand behind a dot at least so often.  Counted are attributes (`x.name`) in all files of the project, by
`ast`; `exact` and `inferred` rows are uses of the method, `possible` ones are undecided, and the others are known to
be something else.  Prints the share over all places of all methods together, the mean over the methods, and how long
the answers took.  `--store` is an index that was made before, with its types; without it one is made, and settled.
"""

import argparse
import ast
import random
import statistics
import tempfile
import time
import warnings
from collections import Counter

import inferd


def names_and_methods(root: str, paths: list[str]) -> tuple[Counter[str], list[tuple[str, str]]]:
    """How often each name stands behind a dot, and the methods: (path:line:column of the name, name)."""
    dotted: Counter[str] = Counter()
    methods: list[tuple[str, str]] = []
    warnings.simplefilter("ignore")
    for path in paths:
        with open(f"{root}/{path}", "rb") as f:
            source = f.read()
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError):
            continue
        dotted.update(n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute))
        if "test" in path:
            continue
        lines = source.decode("utf-8", "replace").splitlines()
        for cls in ast.walk(tree):
            if not isinstance(cls, ast.ClassDef):
                continue
            for n in cls.body:
                if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef) and not n.name.startswith("__"):
                    column = lines[n.lineno - 1].find(n.name, n.col_offset) + 1
                    methods.append((f"{path}:{n.lineno}:{column}", n.name))
    return dotted, methods


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("project")
    parser.add_argument("--methods", type=int, default=40)
    parser.add_argument("--least", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--store")
    parser.add_argument("--list", action="store_true")
    given = parser.parse_args()
    project = inferd.open(given.project, store=given.store or tempfile.mkdtemp())
    project.ensure_fresh()
    if not given.store:
        project.settle()
    with project.snapshot() as view:
        paths = sorted(view.file(f).path for f in view.reader.file_ids())
    dotted, methods = names_and_methods(given.project, paths)
    methods = [m for m in methods if dotted[m[1]] >= given.least]
    random.Random(given.seed).shuffle(methods)
    places = undecided = settling = 0
    shares, seconds = [], []
    for target, name in methods[: given.methods]:
        began = time.process_time()
        answer = project.references(target, definitions=False)
        seconds.append(time.process_time() - began)
        rows = {(r.path, r.line, r.column): r.confidence for r in answer.rows if r.role == "attribute"}
        grades = Counter(rows.values())
        places += dotted[name]
        undecided += grades["possible"]
        settling += answer.settling
        shares.append(grades["possible"] / dotted[name])
        if given.list:
            print(f"{target} {name}: {grades['possible']} of {dotted[name]} undecided, {dict(grades)}")
    print(
        f"{len(shares)} methods, {places} places: {undecided} undecided ({undecided / places:.1%}); "
        f"mean of the methods {statistics.mean(shares):.1%}, median {statistics.median(shares):.1%}; "
        f"{settling} answers were settling; CPU median {statistics.median(seconds) * 1000:.0f} ms, "
        f"max {max(seconds) * 1000:.0f} ms"
    )


if __name__ == "__main__":
    main()
