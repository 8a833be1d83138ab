"""What a question costs from the shell, over what starting Python costs.

    python benchmarks/bench_cli.py PROJECT SYMBOL [--rounds 15]

Interleaved, medians, in wall and CPU milliseconds: the bare interpreter (`python -c pass`), `inferd query refs SYMBOL`
whole, the same with --no-update (no scan), and the freshness scan alone, in a process that is warm. The index is made
first. Byte code is cached in a temporary folder, as an installed package has it. The target is bare + 100 ms on Django.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

import inferd


def run(command, environment):
    """Wall and CPU milliseconds of one command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, env=environment, check=False)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode > 1:
        sys.exit(f"exit status {done.returncode}: {' '.join(command)}")
    return wall * 1000, (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def scan(project):
    """The same of one look whether files have changed, in this process."""
    started, cpu = time.perf_counter(), time.process_time()
    assert project.is_fresh()
    return (time.perf_counter() - started) * 1000, (time.process_time() - cpu) * 1000


def median(values, column):
    return statistics.median(value[column] for value in values)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("project")
    parser.add_argument("symbol")
    parser.add_argument("--rounds", type=int, default=15)
    arguments = parser.parse_args()
    rounds = max(arguments.rounds, 11)
    script = "import sys; from inferd.cli.main import main; sys.exit(main())"  # what the console script does
    question = [sys.executable, "-c", script, "query", "refs", arguments.symbol, "-C", arguments.project]
    with tempfile.TemporaryDirectory() as cache, inferd.open(arguments.project) as project:
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = cache
        run(question, environment)  # makes the index and the byte code
        project.ensure_fresh()
        cases = {
            "python -c pass": lambda: run([sys.executable, "-c", "pass"], environment),
            "inferd query refs": lambda: run(question, environment),
            "inferd query refs --no-update": lambda: run([*question, "--no-update"], environment),
            "the freshness scan": lambda: scan(project),
        }
        times = {name: [] for name in cases}
        for _ in range(rounds):
            for name, measure in cases.items():
                times[name].append(measure())
        files = project.status().counts["file"]
    print(f"{arguments.symbol} in {files:,} files, {rounds} rounds, Python {sys.version.split()[0]}")
    print(f"{'ms':32}{'wall':>8}{'CPU':>8}{'min wall':>10}")
    for name, values in times.items():
        print(f"{name:32}{median(values, 0):8.1f}{median(values, 1):8.1f}{min(v[0] for v in values):10.1f}")
    whole, bare = times["inferd query refs"], times["python -c pass"]
    wall, cpu = (median(whole, i) - median(bare, i) for i in (0, 1))
    print(f"{'over the bare interpreter':32}{wall:8.1f}{cpu:8.1f}")


if __name__ == "__main__":
    main()
