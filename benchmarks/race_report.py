"""The tables of a race, from its JSON.

    python benchmarks/race_report.py FILE.json
"""

import json
import statistics
import sys

KINDS = ("function", "class", "import", "method", "attribute", "parameter", "variable")


def shown(value: float | None, digits: int = 1) -> str:
    if value is None:
        return "-"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.{digits}f}"


def spread(values: list) -> str:
    """median / p95 / max."""
    found = sorted(v for v in values if v is not None)
    if not found:
        return "-"
    p95 = found[min(len(found) - 1, int(len(found) * 0.95))]
    return " / ".join(shown(v) for v in (statistics.median(found), p95, found[-1]))


def median(values: list, digits: int = 1) -> str:
    found = [v for v in values if v is not None]
    return shown(statistics.median(found), digits) if found else "-"


def table(head: list[str], rows: list[list[str]]) -> str:
    out = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(out + ["| " + " | ".join(r) + " |" for r in rows]) + "\n"


def share(rows: list, key: str = "right") -> str:
    known = [r for r in rows if r and r.get(key) is not None]
    return f"{sum(bool(r[key]) for r in known)}/{len(known)}" if known else "-"


def times(rows: list, key: str = "ms") -> list:
    return [r.get(key) for r in rows if r]


def report(result: dict) -> str:
    if not result:
        return ""
    servers = result["servers"]
    floor = result["floor"]
    loads = ", ".join(f"{k} {v['load before']:.1f}" for k, v in result["phases"].items())
    versions = ", ".join(f"{n} {s['version']}" for n, s in servers.items() if not n.startswith("inferd"))
    phases = f"load when a phase began: {loads}. Seed {result['seed']}, {len(result['symbols'])} symbols."
    floors = f"`ast.parse` of every file {floor['ast.parse CPU s']:.2f} CPU s"
    if "git grep ms" in floor:
        floors += f"; `git grep -nw NAME` {spread(floor['git grep ms'])} ms"
    out = [
        f"# {result['corpus']}: {floor['files']} files, {floor['lines']} lines\n",
        f"{result['date']}, Python {result['python']}, {result['cpus']} CPUs; {phases}  Peers: {versions}.\n",
        f"Floor in the same run: {floors}.\n",
        f"Times in ms: median / p95 / max. Files switched at once: {result.get('switched', '-')}.\n",
    ]
    if any("start cold" in s for s in servers.values()):
        out += ["## Starts: process start to the first answer that holds every true place\n", _starts(servers)]
    if any("references" in s for s in servers.values()):
        out += ["## References\n", _references(servers), *_slowest(result["symbols"], servers)]
    if any("edit above" in s or "disk" in s or "switch" in s for s in servers.values()):
        out += ["## After a change\n", _changes(servers)]
    if any("hover" in s for s in servers.values()):
        out += ["## Navigation\n", _navigation(servers)]
    if any("features" in s for s in servers.values()):
        out += ["## What else an editor asks\n", _features(servers), "## Who offers what\n", _offers(servers)]
    out += ["## Cost\n", _cost(servers)]
    if result.get("agreement") and any(r["servers"] for r in result["agreement"]):
        out += ["## Agreement\n", *_agreement(result["agreement"], list(servers))]
    failed = {n: s["errors"] for n, s in servers.items() if s["errors"]}
    if failed:
        out.append("## Failures\n")
        for name, phases in failed.items():
            for phase, errors in phases.items():
                kinds = sorted({e[:110] for e in errors})
                out.append(f"* {name}, {phase}: {len(errors)}: " + "; ".join(kinds[:3]))
    return "\n".join(out) + "\n"


def _starts(servers: dict) -> str:
    rows = []
    for name, s in servers.items():
        row = [name]
        for kind in ("cold", "second", "stopped"):
            found = s.get(f"start {kind}", [])
            right = sum(r.get("ms") is not None for r in found)
            row.append(f"{spread(times(found))} ({right}/{len(found)})" if found else "-")
        cold = s.get("start cold", [])
        row.append(median(times(cold, "cpu"), 2))
        row.append(median(times(s.get("start second", []), "cpu"), 2))
        row.append(f"{sum(r.get('first recall') == 1 for r in cold)}/{len(cold)}")
        row.append(median(times(cold, "settled"), 1))
        early = s.get("early", [])
        row += [spread(times(early)), share(early, "same")]
        rows.append(row)
    head = [
        "server", "cold (right)", "second start", "index kept, daemon stopped", "CPU s cold", "CPU s second",
        "first cold answer complete", "at rest after s", "further references meanwhile", "same as later",
    ]  # fmt: skip
    return table(head, rows)


def _references(servers: dict) -> str:
    rows = []
    for name, s in servers.items():
        idle, load = s.get("references", []), s.get("load", [])
        answered = sum(v is not None for v in idle)
        asked = len(idle) + len(s.get("references again", []))
        cpu = s["cpu"].get("references")
        writes = sum(s.get("load writes", []))
        rows.append(
            [
                name, f"{answered}/{len(idle)}", spread(idle), spread(s.get("references again", [])),
                shown(cpu * 1000 / asked if cpu is not None and asked else None), spread(times(load)),
                share(load, "same"), shown(s["cpu"].get("load")), str(writes), spread(s.get("switch others", [])),
            ]
        )  # fmt: skip
    head = ["server", "answered", "idle", "second pass", "CPU ms each", "while files are rewritten", "same as idle",
            "CPU s under load", "writes", "after many files were switched"]  # fmt: skip
    return table(head, rows)


def _slowest(symbols: list, servers: dict) -> list[str]:
    """Where the first server took longest, both passes considered."""
    first = next(iter(servers))

    def took(name: str, n: int) -> float | None:
        passes = [servers[name].get(k, []) for k in ("references", "references again")]
        found = [p[n] for p in passes if n < len(p) and p[n] is not None]
        return min(found) if found else None

    order = sorted(range(len(symbols)), key=lambda n: -(took(first, n) or 0))[:8]
    rows = []
    for n in order:
        kind, name, path, line, _ = symbols[n]
        rows.append([kind, f"`{name}`", f"{path}:{line + 1}", *(shown(took(s, n)) for s in servers)])
    head = ["kind", "name", "place", *servers]
    return [f"The slowest of {first} (ms, the better of two passes):\n", table(head, rows)]


def _changes(servers: dict) -> str:
    rows = []
    for name, s in servers.items():
        above = s.get("edit above", [])
        row = [name]
        for low, high in ((0, 1500), (1500, 10**9)):
            part = [r for r in above if low <= r["lines"] < high]
            row.append(f"{spread(times(part))}, right {share(part)}" if part else "-")
        other = s.get("edit elsewhere", [])
        row.append(f"{spread(times(other))}, right {share(other)}" if other else "-")
        for phase in ("disk", "switch"):
            found = s.get(phase, [])
            row += [spread(times(found, "first")), share(found, "first right"), spread(times(found))]
        rows.append(row)
    head = [
        "server", "line above in a buffer (file < 1,500 lines)", "(longer)", "new call in another buffer",
        "new call on disk: first answer", "right at once", "right after", "many files switched: first answer",
        "right at once", "right after",
    ]  # fmt: skip
    return table(head, rows)


def _navigation(servers: dict) -> str:
    rows = []
    for name, s in servers.items():
        rows.append(
            [
                name, spread(times(s.get("hover", []))), share(s.get("hover", []), "empty"),
                spread(times(s.get("documentSymbol", []))),
                f"{spread(times(s.get('definition of a use', [])))}, right {share(s.get('definition of a use', []))}",
                f"{spread(times(s.get('rename', [])))}, exact {share(s.get('rename', []))}",
                f"{spread(times(s.get('workspace/symbol', [])))}, found {share(s.get('workspace/symbol', []))}",
                spread(times(s.get("subtypes", []))),
                " ".join(f"{r['n']}/{r['true']}" for r in s.get("subtypes", [])) or "-",
            ]
        )  # fmt: skip
    head = ["server", "hover", "empty", "documentSymbol", "definition", "rename", "workspace/symbol", "subtypes",
            "subtypes found / by name"]  # fmt: skip
    return table(head, rows)


def _features(servers: dict) -> str:
    """A row a question: median / p95 in ms, and how many answers held nothing."""
    keys = list(dict.fromkeys(k for s in servers.values() for k in s.get("features", ())))
    rows = []
    for key in keys:
        row = [key]
        for s in servers.values():
            found = s.get("features", {}).get(key, [])
            failed = len(s["errors"].get(key, ()))
            if not found:
                row.append(f"{failed} failed" if failed else "-")
                continue
            ms = sorted(f[0] for f in found)
            empty = sum(not f[1] for f in found)
            text = f"{shown(statistics.median(ms))} / {shown(ms[min(len(ms) - 1, int(len(ms) * 0.95))])}"
            if key != "cancelled":
                text += f", {empty} of {len(found)} empty" if empty else ""
                text += f", {failed} failed" if failed else ""
            row.append(text)
        rows.append(row)
    return table(["median / p95 in ms", *servers], rows)


def _offers(servers: dict) -> str:
    """A row a method, generated from what the servers said."""
    keys = list(dict.fromkeys(k for s in servers.values() for k in s.get("offers", ())))
    rows = []
    for key in keys:
        row = [key]
        for s in servers.values():
            value = s.get("offers", {}).get(key)
            row.append(value if isinstance(value, str) else "yes" if value else "-")
        rows.append(row)
    return table(["offers", *servers], rows)


def _cost(servers: dict) -> str:
    rows = []
    for name, s in servers.items():
        processes = ", ".join(f"{p['peak MB']:.0f}" for p in s.get("processes", []))
        idle = s.get("idle cpu share")
        rows.append(
            [
                name, shown(s.get("resident")), shown(s.get("peak")), processes or "-", shown(sum(s["cpu"].values())),
                "-" if idle is None else f"{idle * 100:.1f} %", str(s["restarts"]),
            ]
        )  # fmt: skip
    head = [
        "server", "resident MB at the end", "peak MB", "peak of each process", "CPU s, starts not counted", "idle CPU",
        "restarts",
    ]  # fmt: skip
    return table(head, rows)


def _agreement(rows: list[dict], names: list[str]) -> list[str]:
    def scored(name: str, key: str, kind: str | None = None) -> tuple[list, list, int, int]:
        found = [
            r["servers"][name][key] for r in rows
            if key in r["servers"].get(name, ()) and (kind is None or r["kind"] == kind)
        ]  # fmt: skip
        return [f[0] for f in found if f[0] is not None], [f[1] for f in found], sum(f[2] for f in found), len(found)

    def pair(precisions: list, recalls: list) -> str:
        if not recalls:
            return "-"
        return f"{statistics.mean(precisions):.2f} / {statistics.mean(recalls):.2f}" if precisions else f"- / {0:.2f}"

    lines = []
    for name in names:
        p, r, same, n = scored(name, "majority")
        methods = scored(name, "of three", "method")
        line = [name, f"{n} of {len(rows)}", pair(p, r), f"{same} of {n}", pair(*methods[:2])]
        lines.append(line + [pair(*scored(name, "majority", kind)[:2]) for kind in KINDS])
    head = ["server", "symbols", "precision / recall", "same set", "methods, majority of ty, pyright, pyrefly", *KINDS]
    out = ["Mean over the symbols, against the majority of the engines other than inferd.\n", table(head, lines)]
    ours = next((n for n in names if n.startswith("inferd")), None)
    differing = [r for r in rows if ours and not r["servers"].get(ours, {}).get("majority", [0, 0, True])[2]]
    if differing:
        out.append(f"Where {ours} has another set than the majority (number of places):\n")
        body = []
        for r in differing:
            place = f"{r['place'][0]}:{r['place'][1] + 1}"
            counts = [str(r["servers"][n]["n"]) if n in r["servers"] else "-" for n in names]
            first = [
                sign + f"{p[0]}:{p[1] + 1}"
                for sign, key in (("-", "missing"), ("+", "extra"))
                for p in r["servers"][ours].get(key, [])[:2]
            ]
            body.append([r["kind"], f"`{r['name']}`", place, str(r["majority"]), *counts, " ".join(first)])
        out.append(table(["kind", "name", "place", "majority", *names, "for instance"], body))
    return out


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as source:
        print(report(json.load(source)))
