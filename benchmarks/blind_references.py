"""How many of the places where a name occurs are answered, for small programs that say them all.

    python benchmarks/blind_references.py FOLDER [FILE ...] [--misses]

What is done, and how to read it
* FOLDER holds files of programs (`# case:`, `# file:`), in which each place of a symbol is written «name», or «2:name»
  where a program has several symbols, «1,2:name» where it may be either of them; asked there, all places of both are
  right. What they hold was written by the language reference, before inferd was asked.
* Each program is written into a folder and indexed. Each of its places is asked for, as `inferd query refs
  FILE:LINE:COL` and the language server ask: through `Project.references`. What is exact or inferred counts.
* symbols: those for which every place gives exactly all places; programs: those with such symbols only; questions:
  places that give exactly all. precision, recall: of the places in all answers. What is `possible` is counted apart.
* A module's own definition is its file, not a name in a text, and is left away.
"""

import argparse
import re
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HERE)]

import inferd  # noqa: E402
from inferd.errors import InferdError  # noqa: E402

_PLACE = re.compile(r"«(?:([\w,]+):)?(\w+)»")


class Program(NamedTuple):
    name: str
    files: dict[str, str]
    symbols: dict[str, list[tuple[str, int, int]]]  # (path, line, column from 1)


def programs(path):
    """The programs of a file."""
    out, here, number = [], None, 0
    for text in path.read_text(encoding="utf-8").split("\n"):
        header = re.match(r"# (case|file): (.*)", text)
        if header and header[1] == "case":
            out.append(Program(header[2], {}, {}))
            here = None
        elif header:
            here, number = header[2], 0
            out[-1].files[here] = ""
        elif here:
            number += 1
            plain, end = "", 0
            for m in _PLACE.finditer(text):
                plain += text[end : m.start()]
                for symbol in (m[1] or f":{m[2]}").split(","):
                    out[-1].symbols.setdefault(symbol, []).append((here, number, len(plain) + 1))
                plain += m[2]
                end = m.end()
            out[-1].files[here] += plain + text[end:] + "\n"
    return out


def answers(program):
    """What each place of each symbol gives: symbol -> [(place, places, possible places)]."""
    out = {}
    with tempfile.TemporaryDirectory() as folder:
        for path, text in program.files.items():
            full = Path(folder, path)
            full.parent.mkdir(parents=True, exist_ok=True)
            full.write_text(text, encoding="utf-8")
        with inferd.open(folder, store=":memory:") as project:
            project.update()
            for symbol, places in program.symbols.items():
                for path, line, column in places:
                    try:
                        rows = project.references(f"{path}:{line}:{column}").rows
                    except InferdError as error:
                        rows = []
                        print(f"{program.name}: {path}:{line}:{column}: {error}", file=sys.stderr)
                    rows = [r for r in rows if names_something(program, r)]
                    sure = {(r.path, r.line, r.column) for r in rows if r.confidence != "possible"}
                    unsure = {(r.path, r.line, r.column) for r in rows if r.confidence == "possible"}
                    out.setdefault(symbol, []).append(((path, line, column), sure, unsure))
    return out


def names_something(program, row):
    """Not the beginning of a file, which is where its module is defined."""
    code = program.files[row.path].split("\n")[row.line - 1]
    return (row.line, row.column) != (1, 1) or re.match(r"\w", code[row.column - 1 : row.column]) is not None


class Count:
    def __init__(self):
        self.programs, self.symbols, self.questions = [0, 0], [0, 0], [0, 0]
        self.expected = self.found = self.both = self.possible = 0

    def __iadd__(self, other):
        for name, value in vars(other).items():
            mine = getattr(self, name)
            is_list = isinstance(value, list)
            setattr(self, name, [a + b for a, b in zip(mine, value, strict=True)] if is_list else mine + value)
        return self

    def row(self, name):
        parts = [f"{a}/{b}".rjust(12) for a, b in (self.programs, self.symbols, self.questions)]
        precision, recall = self.both / max(1, self.found), self.both / max(1, self.expected)
        return f"{name:<12}{''.join(parts)}{precision:>11.1%}{recall:>9.1%}{self.possible:>10}"


def measure(program, misses, of):
    count = Count()
    all_right = True
    for asked in answers(program).values():
        right = True
        said = set()
        for place, sure, unsure in asked:
            expected = {p for places in program.symbols.values() if place in places for p in places}
            exact = sure == expected
            right &= exact
            count.questions[0] += exact
            count.questions[1] += 1
            count.expected += len(expected)
            count.found += len(sure)
            count.both += len(sure & expected)
            count.possible += len(unsure)
            wrong = (tuple(sorted(expected - sure)), tuple(sorted(sure - expected)))
            if misses and not exact and wrong not in said:
                said.add(wrong)
                path, line, column = place
                print(f"{of}: {program.name}: from {path}:{line}:{column} {text_of(program, place)}")
                for kind, places in zip(("MISSING", "EXTRA"), wrong, strict=True):
                    for p in places:
                        note = " (possible)" if p in unsure else ""
                        print(f"    {kind} {p[0]}:{p[1]}:{p[2]}{note}: {text_of(program, p)}")
        count.symbols[0] += right
        count.symbols[1] += 1
        all_right &= right
    count.programs = [int(all_right), 1]
    return count


def text_of(program, place):
    return program.files[place[0]].split("\n")[place[1] - 1].strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("file", nargs="*", help="which files of it, without .py")
    parser.add_argument("--misses", action="store_true", help="print each answer that is not exact")
    chosen = parser.parse_args()
    print(f"{'':<12}{'programs':>12}{'symbols':>12}{'questions':>12}{'precision':>11}{'recall':>9}{'possible':>10}")
    every = Count()
    for path in sorted(chosen.folder.glob("*.py")):
        if chosen.file and path.stem not in chosen.file:
            continue
        count = Count()
        for program in programs(path):
            count += measure(program, chosen.misses, path.stem)
        print(count.row(path.stem), flush=True)
        every += count
    print(every.row("all"))


if __name__ == "__main__":
    main()
