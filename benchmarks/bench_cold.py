"""A cold index in one process, beside the floor: `ast.parse` of the same files with the interpreter's default settings.

    python benchmarks/bench_cold.py PROJECT [--times 5]     (nothing in the project is touched)

Each measurement is a process of its own; floor and index take turns, and the median of the paired ratios of CPU time
is what counts: on a shared machine both are slowed alike.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile

FLOOR = """
import ast, json, os, sys, time, warnings
warnings.simplefilter("ignore")
texts = []
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        if name.endswith((".py", ".pyi")):
            with open(os.path.join(folder, name), "rb") as f:
                texts.append(f.read())
start = time.process_time()
for text in texts:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        pass
print(json.dumps({"cpu": time.process_time() - start, "lines": sum(t.count(b"\\n") for t in texts)}))
"""

INDEX = """
import json, os, resource, sys, time
from inferd import config
from inferd.index import bring
root, directory = sys.argv[1:]
settings = config.load(root, directory)
start = time.process_time()
bring.bring_up_to_date(root, directory, settings, b"benchmark" * 4)
cpu = time.process_time() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform != "darwin" else 1024**2)
print(json.dumps({"cpu": cpu, "peak": peak, "size": os.path.getsize(os.path.join(directory, bring.FILE))}))
"""


def run(program: str, *arguments: str) -> dict:
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("project")
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    root = os.path.abspath(options.project)
    floors, indexes, last = [], [], {}
    for _ in range(options.times):
        floor = run(FLOOR, root)
        with tempfile.TemporaryDirectory() as directory:
            last = run(INDEX, root, directory)
        floors.append(floor["cpu"])
        indexes.append(last["cpu"])
        print(f"floor {floor['cpu']:.2f} s, index {last['cpu']:.2f} s: {last['cpu'] / floor['cpu']:.2f} x", flush=True)
    ratios = [i / f for i, f in zip(indexes, floors, strict=True)]
    print(
        f"median: floor {statistics.median(floors):.2f} s, index {statistics.median(indexes):.2f} s, "
        f"ratio {statistics.median(ratios):.2f}; peak {last['peak']} MB, database {last['size'] / 1e6:.1f} MB, "
        f"{last['size'] / floor['lines']:.1f} bytes a line"
    )


if __name__ == "__main__":
    main()
