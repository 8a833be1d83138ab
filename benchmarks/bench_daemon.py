"""What the daemon costs and saves: commands through it, freshness, change sets, memory and idling.

    python benchmarks/bench_daemon.py PROJECT SYMBOL [--rounds 15] [--idle 60]

PROJECT is copied first, because files in the copy are changed, and has a user directory of its own. Interleaved;
medians and extremes in milliseconds. CPU of a command is the client's; what its forked child uses beside it shows in
the row without a daemon, which has all in one process. `sync` is asking whether the index is true for the files (the
cookie through the watcher); the rows of edits are from the end of the write to the answer, with the indexer's CPU.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from bench_cli import run

TICK = os.sysconf("SC_CLK_TCK")


def cpu(process):
    """CPU milliseconds that a process has used."""
    with open(f"/proc/{process}/stat") as file:
        return sum(map(int, file.read().rpartition(")")[2].split()[11:13])) / TICK * 1000


def memory(process):
    """What a process holds and its peak, in MB."""
    with open(f"/proc/{process}/status") as file:
        found = dict(line.split(":", 1) for line in file)
    return int(found["VmRSS"].split()[0]) / 1000, int(found["VmHWM"].split()[0]) / 1000


def line(name, times):
    print(f"{name:32} {statistics.median(times):8.1f} {min(times):8.1f} {max(times):8.1f}")


def commands(root, symbol, rounds):
    inferd = [sys.executable, "-P", "-m", "inferd"]
    rows = {
        "bare interpreter": [sys.executable, "-c", "pass"],
        "query refs": [*inferd, "query", "refs", symbol, "--json"],
        "query refs, no daemon": [*inferd, "query", "refs", symbol, "--json", "--no-daemon"],
        "query def": [*inferd, "query", "def", symbol],
        "impact": [*inferd, "impact", symbol],
        "impact, no daemon": [*inferd, "impact", symbol, "--no-daemon"],
    }
    found = {name: [] for name in rows}
    os.chdir(root)
    for _ in range(rounds):
        for name, words in rows.items():
            found[name].append(run(words, dict(os.environ)))
    print(f"\n{'command, wall':32} {'median':>8} {'min':>8} {'max':>8}")
    for name, times in found.items():
        line(name, [wall for wall, _ in times])
    print(f"\n{'command, CPU of the client':32} {'median':>8} {'min':>8} {'max':>8}")
    for name, times in found.items():
        line(name, [used for _, used in times])


def changes(root, rounds, control, client):
    place = os.path.join(root, ".project")

    def status():
        found = control.ask({"do": "status"})
        return found, next(p for p in found["projects"] if p["root"] == root)

    def sync(wait=60.0):
        started = time.perf_counter()
        said = client.sync(root, place, wait)
        assert said == "ok", said
        return (time.perf_counter() - started) * 1000

    indexer = status()[1]["indexer"]
    print(f"\n{'wall until it is known':32} {'median':>8} {'min':>8} {'max':>8}   CPU of the indexer, each")
    files = [os.path.join(d, f) for d, _, names in os.walk(root) for f in sorted(names) if f.endswith(".py")]
    files = sorted(f for f in files if "/.project/" not in f)

    def measure(name, act, times):
        before = cpu(indexer)
        found = []
        for n in range(times):
            act(n)
            found.append(sync())
        print(f"{name:32} {statistics.median(found):8.1f} {min(found):8.1f} {max(found):8.1f}"
              f"   {(cpu(indexer) - before) / times:8.1f} ms")  # fmt: skip

    def append(n):
        with open(files[n % 7 * 11 % len(files)], "a") as file:
            file.write(f"\n\ndef added_{n}():\n    pass\n")

    def create(n):
        with open(os.path.join(root, f"created_{n}.py"), "w") as file:
            file.write("def created():\n    pass\n")

    def switch(n):
        for path in files[:: max(1, len(files) // 500)][:500]:
            with open(path, "rb") as file:
                data = file.read()
            with open(path + "~", "wb") as file:
                file.write(data + b"\n\ndef switched_%d():\n    pass\n" % n)
            os.replace(path + "~", path)

    measure("sync, nothing changed", lambda _: None, 200)
    measure("a function added to a file", append, rounds)
    measure("a new file", create, rounds)
    measure("500 files switched", switch, 3)
    return status


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("project")
    parser.add_argument("symbol")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--idle", type=float, default=60.0)
    arguments = parser.parse_args()
    scratch = tempfile.mkdtemp(prefix="inferd-")
    os.environ["INFERD_USER_DIR"] = os.path.join(scratch, "user")
    from inferd.cli import control
    from inferd.daemon import client

    root = os.path.realpath(os.path.join(scratch, "project"))
    shutil.copytree(arguments.project, root, ignore=shutil.ignore_patterns(".project"), symlinks=True)
    try:
        os.mkdir(os.environ["INFERD_USER_DIR"])
        why = client.start()
        assert not why, why
        started = time.perf_counter()
        while client.sync(root, os.path.join(root, ".project"), 60) != "ok":
            pass
        print(f"first index by the indexer: {time.perf_counter() - started:.1f} s")
        found = control.ask({"do": "status"})
        indexer = found["projects"][0]["indexer"]
        print("indexer after it: {:.0f} MB, peak {:.0f} MB".format(*memory(indexer)))
        while found["projects"][0].get("types") in ("settling", "unsettled"):  # in the background, for a while
            time.sleep(1)
            found = control.ask({"do": "status"})
            if time.perf_counter() - started > 600:
                break
        print(f"types settled after {time.perf_counter() - started:.0f} s")
        commands(root, arguments.symbol, arguments.rounds)
        status = changes(root, arguments.rounds, control, client)
        time.sleep(10)
        while status()[1].get("types") == "settling" and time.perf_counter() - started < 1200:
            time.sleep(1)
        found, project = status()
        processes = {"daemon": found["process"], "fork server": found["commands"], "indexer": project["indexer"]}
        before = {name: cpu(process) for name, process in processes.items()}
        time.sleep(arguments.idle)
        print()
        for name, process in processes.items():
            share = (cpu(process) - before[name]) / arguments.idle / 10
            print("{:12} {:.0f} MB, peak {:.0f} MB, idle {:.2f} % CPU".format(name, *memory(process), share))
    finally:
        subprocess.run([sys.executable, "-P", "-m", "inferd", "daemon", "stop"], check=False)
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main()
