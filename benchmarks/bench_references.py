"""References in process, over 48 seeded symbols of all kinds: median / p95 / max, and the cost per location of large
answers.

    python benchmarks/bench_references.py PROJECT [--seed N]

The project's index is brought up to date first.  Each question is asked five times on a fresh view (nothing is
remembered between questions but SQLite's page cache); the median of CPU time counts (wall time tells about
the neighbours, on a shared machine).  `floor` is `ast.parse` of all files in the same run, so that
figures of different machines and hours can be compared.
"""

import argparse
import ast
import random
import statistics
import time

import inferd
from inferd.query import references, targets
from inferd.syntax import facts as F


def floor(project) -> float:
    """CPU seconds of ast.parse over the project's files, with the interpreter's default settings."""
    import warnings

    warnings.simplefilter("ignore")
    from inferd.source import files

    limit = project.config.max_file_size
    sources = [files.read(project.root, e.path, limit) for e in files.scan(project.root, project.config).entries]
    start = time.process_time()
    for s in sources:
        try:
            ast.parse(s)
        except (SyntaxError, ValueError):
            continue
    return time.process_time() - start


def sample(project, seed: int) -> list[tuple[str, str]]:
    """48 symbols: 12 functions, 12 classes, 12 methods, 6 module variables, 6 parameters."""
    rng = random.Random(seed)
    pools: dict[str, list[str]] = {"function": [], "class": [], "method": [], "variable": [], "parameter": []}
    with project.snapshot() as view:
        for f in view.reader.files():
            for block in view.blocks_of_file(f.id):
                o = block.o
                for k in range(len(o) // 6):
                    code, link = o[k * 6 + 3], o[k * 6 + 5]
                    role = code & F.ROLE_MASK
                    name = block.names[o[k * 6]]
                    if name.startswith("__"):
                        continue
                    if role == F.DEFINITION and link == F.GLOBAL:
                        pools["class" if code & F.IS_CLASS else "function"].append(block.symbol_in(-1, name))
                    elif role == F.DEFINITION and link == F.OWNER and not code & F.IS_CLASS and name[:4] != "test":
                        pools["method"].append(block.symbol_in(-1, name))
                    elif role == F.WRITE and link == F.GLOBAL and o[k * 6 + 4] < 0:
                        pools["variable"].append(block.symbol_in(-1, name))
                    elif role == F.PARAMETER and name not in ("self", "cls"):
                        pools["parameter"].append(block.symbol_in(link, name))
    out = []
    for kind, count in (("function", 12), ("class", 12), ("method", 12), ("variable", 6), ("parameter", 6)):
        pool = sorted(set(pools[kind]))
        out += [(kind, s) for s in rng.sample(pool, min(count, len(pool)))]
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("project")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--big", nargs="*", default=[], help="further targets, e.g. frequent names")
    options = parser.parse_args()
    with inferd.open(options.project) as project:
        project.ensure_fresh()
        rows = []
        for kind, symbol in [*sample(project, options.seed), *(("big", b) for b in options.big)]:
            times = []
            count = 0
            for _ in range(5):
                with project.snapshot_over({}) as view:  # nothing kept from the question before
                    start = time.process_time()
                    count = sum(
                        len(references.references(view, s).rows) for s in targets.parse(view, symbol, project.root)
                    )
                    times.append((time.process_time() - start) * 1000)
            rows.append((statistics.median(times), kind, symbol, count))
        base = floor(project)
    sampled = sorted(r[0] for r in rows if r[1] != "big")
    print(f"floor (ast.parse of the same files): {base:.2f} s CPU")
    print(
        f"{len(sampled)} symbols: median {statistics.median(sampled):.2f} ms, "
        f"p95 {sampled[int(len(sampled) * 0.95)]:.2f} ms, "
        f"max {sampled[-1]:.2f} ms"
    )
    for ms, kind, symbol, count in sorted(rows, reverse=True)[:12]:
        print(f"{ms:8.2f} ms  {count:6} rows  {ms * 1000 / max(count, 1):6.1f} us/row  {kind:9} {symbol}")


if __name__ == "__main__":
    main()
