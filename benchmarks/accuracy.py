"""How much of what the fixtures of `tests/fixtures/flow` expect is answered, fact by fact.

    python benchmarks/accuracy.py [CATEGORY ...] [--misses]

What is done, and how to read it
* Each case is indexed on its own, in memory, and asked for each `is:` and `returns:` marker and each `calls` check of
  its last state. `tests/test_fixtures.py` asks the same and demands all of a case; this counts, so that a case of ten
  facts does not hide the nine that are known.
* exact: the set of types is the expected one; unknown: `?` is in it (a gap that is said); wrong: another complete set.
* scopes: those whose callees are exactly the expected; edges: how many are expected, found, and found rightly.
* The fixtures were written by hand from the language reference, and hold what a run of the program shows
  (`tests/oracle/test_flow_observed.py`). They are the project's own: a figure here says how far the work is, not how
  inferd does on programs that it has never met.
"""

import argparse
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HERE), str(HERE / "tests")]

import fixture_runner  # noqa: E402

import inferd  # noqa: E402

KINDS = ("parameter", "variable", "attribute", "return")


class Count:
    def __init__(self):
        self.facts = {kind: [0, 0, 0] for kind in KINDS}  # exact, unknown, wrong
        self.cases = [0, 0]  # all right, all
        self.scopes = [0, 0]
        self.edges = [0, 0, 0]  # expected, found, both

    def __iadd__(self, other):
        for kind in KINDS:
            self.facts[kind] = [a + b for a, b in zip(self.facts[kind], other.facts[kind], strict=True)]
        self.cases = [a + b for a, b in zip(self.cases, other.cases, strict=True)]
        self.scopes = [a + b for a, b in zip(self.scopes, other.scopes, strict=True)]
        self.edges = [a + b for a, b in zip(self.edges, other.edges, strict=True)]
        return self


def files_of(case, root):
    """Write the last state of a case; returns its files as the runner keeps them."""
    files = {}
    for step in case.steps:
        for action in step.actions:
            fixture_runner.act(root, files, action)
    return files


def measure(case, misses):
    count = Count()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        files = files_of(case, root)
        with inferd.open(folder, store=":memory:") as project:
            project.update()
            for path, number, m, said in fixture_runner.typed(project, files):
                kind = "return" if m.kind == "returns" else kind_of(files[path][0][number - 1].code, m)
                types = {"?"} if isinstance(said, str) else said[0]
                right = types == fixture_runner.union(m.grade)
                count.facts[kind][0 if right else 1 if "?" in types else 2] += 1
                if misses and not right:
                    code = files[path][0][number - 1].code.strip()
                    text = " | ".join(sorted(types))
                    print(f"{case.path.stem}: {case.name}: {path}:{number}: {m.target} {text}, not {m.grade}: {code}")
            for kind, text, _ in case.steps[-1].checks:
                if kind != "calls":
                    continue
                scope, _, names = (part.strip() for part in f"{text} ".partition(" = "))
                expected = {n.strip().replace(":", ".") for n in names.split(",") if n.strip()}
                found = fixture_runner.callees(project, scope)
                count.scopes[0] += found == expected
                count.scopes[1] += 1
                for i, edges in enumerate((expected, found, expected & found)):
                    count.edges[i] += len(edges)
                if misses and found != expected:
                    more, less = sorted(found - expected), sorted(expected - found)
                    print(f"{case.path.stem}: {case.name}: {scope} calls also {more}, not {less}")
    right = all(not f[1] and not f[2] for f in count.facts.values()) and count.scopes[0] == count.scopes[1]
    count.cases = [int(right), 1]
    return count


def kind_of(code, marker):
    if "." in marker.target:
        return "attribute"
    head = code.lstrip()
    before = code[: fixture_runner.place_of(code, marker)[0] - 1]
    if head.startswith(("def ", "async def ")) and "(" in before:
        return "parameter"
    tail = before.rpartition("lambda")
    return "parameter" if tail[1] and ":" not in tail[2] else "variable"


def row(name, count):
    facts = [count.facts[k] for k in KINDS]
    total = [sum(f[i] for f in facts) for i in range(3)]
    cells = [f"{f[0]}/{sum(f)}" for f in facts]
    expected, found, both = count.edges
    return (
        f"{name:<14}{'/'.join(map(str, count.cases)):>9}" + "".join(f"{c:>11}" for c in cells)
        + f"{total[0]:>6}/{sum(total):<5}{total[1]:>8}{total[2]:>7}"
        + f"{'/'.join(map(str, count.scopes)):>9}{f'{both}/{expected} of {found}':>16}"
    )  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("category", nargs="*")
    parser.add_argument("--misses", action="store_true", help="print each fact that is not exact")
    chosen = parser.parse_args()
    print(
        f"{'':<14}{'cases':>9}{'parameters':>11}{'variables':>11}{'attributes':>11}{'returns':>11}"
        f"{'all types':>12}{'unknown':>8}{'wrong':>7}{'scopes':>9}{'edges':>16}"
    )
    everything = Count()
    for path in sorted((HERE / "tests" / "fixtures" / "flow").glob("*.py")):
        if chosen.category and path.stem not in chosen.category:
            continue
        of_file = Count()
        for case in fixture_runner.cases(path):
            if sys.version_info >= tuple(int(n) for n in case.notes.get("python", "3").split(".")):
                of_file += measure(case, chosen.misses)
        print(row(path.stem, of_file), flush=True)
        everything += of_file
    print(row("all", everything))


if __name__ == "__main__":
    main()
