"""Numbers of scopes and steps that hold over edits, as long as what they stand for is the same text.

Why
---
Inference speaks of places by numbers: the scopes of a file, the steps of a flow program.  In the programs as they are
stored these run from 0 on, so a statement that is put in moves all behind it, and whatever was found out of a step
behind it would have to be found out anew.  Who keeps what was found out, from one edit to the next, reads files by a
*layout* in which most of what was not edited has the number that it had.

Terms
-----
unit    Steps of a module's or a class's program that belong together: a statement, or a part of one; no step behind it
        names a step of it.
base    The number of the first step of a unit.
dense   A number as it is in the program as it is stored.

The algorithm
-------------
Between units lie `GAP` numbers that no step has.  After an edit, units with the same text are paired in order; each
keeps its base unless those put in before it have pushed it away, and the gaps soon take that up.  Units that stand in
the place of others take over their bases where they fit.  Scopes keep their numbers by name; new ones are numbered
behind all others, so the numbers tell nothing of the order of scopes (`order` does).  A step that makes a function or a
class names it by the number of its scope.  Programs of functions stay as they are stored: an edit of a body concerns
all of it.

What it costs
-------------
One look at each step of a module's and a class's program, and 128 bytes for each unit.
"""

from bisect import bisect_right
from collections.abc import Collection, Mapping
from typing import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inferd.inference.program import Program, ScopeText

GAP = 16
_MOST = 1_000_000  # pairs of units that are compared with each other; where there are more, they are all new
_NONE: tuple[int, ...] = ()
#: which words of a step are numbers of steps
_FIELDS: dict[str, tuple[int, ...]] = {
    "c": _NONE, "l": _NONE, "a": (1,), "i": (1, 2), "sl": (1, 2, 3), "b": (2, 3), "u": (2,), "q": (1,), "st": (1,),
    "fm": (1, 3), "w": (2,), "y": (1,), "yf": (1,), "aw": (1,), "im": _NONE, "fr": _NONE, "s": (2,), "sm": _NONE,
    "i*": _NONE, "S": (2,), "AS": (1, 3), "A": (1, 3), "I": (1, 2, 3), "sa": (2, 3), "sp": (2, 3), "Aa": (1, 3, 4),
    "Ia": (1, 2, 3, 4), "B": (2, 3), "un": (1,), "x": _NONE, "X": (1,), "Y": (1, 2), "p": _NONE, "g": _NONE,
    "n": _NONE, "ta": (2,), "r": (1,), "R": (1, 2), "as": (1,), "am": (1,), "br": _NONE, "co": _NONE, "if": (1,),
    "el": _NONE, "fi": _NONE, "ph": (1, 2), "and": _NONE, "or": _NONE, "T": (1,), "F": (1,), "it": (1,), "ai": (1,),
    "nx": (1,), "lp": _NONE, "pl": _NONE, "le": _NONE, "lf": _NONE, "wh": (1,), "en": (1,), "ae": (1,), "ex": _NONE,
    "try": _NONE, "try*": _NONE, "exc": (1,), "tel": _NONE, "fin": _NONE, "yrt": _NONE, "[": _NONE, "M": (1,),
    "mt": (1,), "cs": _NONE, "tm": _NONE, "gd": (1,), "pv": (1, 2), "ps": (1,), "pq": (1,), "pe": (1,), "pm": (1,),
    "pk": (1, 2), "pr": (1,), "pc": (1, 2), "pi": (1,), "pa": (1,), "po": (1,), "p|": _NONE, "op": _NONE,
}  # fmt: skip
#: the first word of those of which all that follow may hold one, behind a mark: `*V`, `NAME=V`, `:PARAMETER:V`
_LISTS = {
    "(": 1, "t": 2, "h": 1, "J": 1, "f": 3, "fa": 3, "k": 3, "tp": 3, ";": 2, "]": 2, "L": 1, "C": 1,
}  # fmt: skip
_MARKS = "=:*@>"
_OPENS = frozenset(("if", "lp", "try", "try*", "mt", "[", "L", "and", "or", "en", "ae", "po"))
_CLOSES = frozenset(("fi", "lf", "yrt", "tm", "]", "M", ";", "op"))
_MAKING = frozenset(("f", "fa", "k", "ta"))
_TEXTS = {"c": 1, "q": 2}  # whose last word is a text


class Unit(NamedTuple):
    """See the module's docstring.  *start*, *size*: its steps in the program as it is stored; *digest*: of its text,
    with numbers counted from its first step.
    """

    base: int
    start: int
    size: int
    digest: int


class Layout(NamedTuple):
    """The numbers in one file.  *labels*: scope as (name, which of that name, kind,
    number of the scope around) -> its number, in their order.
    """

    labels: dict[tuple[str, int, str, int], int]
    order: tuple[int, ...]  # the numbers of the scopes as they stand in the file
    behind: int  # the first number that no scope has had
    units: dict[int, tuple[Unit, ...]]  # of the programs of the module and of classes, by scope

    def unit(self, scope: int, step: int) -> Unit | None:
        """The unit that a step of a scope is in; None where there is no such step, or the scope is a function."""
        units = self.units.get(scope, ())
        at = bisect_right(units, step, key=_base) - 1
        return units[at] if at >= 0 and step < units[at].base + units[at].size else None

    def dense(self, scope: int, step: int) -> int:
        """The number of a step in the program as it is stored."""
        if step < 0 or scope not in self.units:
            return step
        unit = self.unit(scope, step)
        assert unit is not None, (scope, step)
        return unit.start + step - unit.base


def _base(unit: Unit) -> int:
    return unit.base


def made(scopes: "list[ScopeText]", parents: list[int], before: Layout | None) -> Layout:
    """The layout of a file, given its scopes in their order and the position of each one's parent (-1: none).

    *before*: that which it had before an edit.
    """
    known = before.labels if before is not None else {}
    behind = before.behind if before is not None else 0
    labels: dict[tuple[str, int, str, int], int] = {}
    of: list[int] = []
    for scope, parent in zip(scopes, parents, strict=True):
        key = (scope.qualname, scope.nth, scope.kind, of[parent] if parent >= 0 else -1)
        label = known.get(key, -1) if key not in labels else -1
        if label < 0:
            label = behind
            behind += 1
        labels[key] = label
        of.append(label)
    children: dict[int, list[int]] = {}
    for i, parent in enumerate(parents):
        children.setdefault(parent, []).append(of[i])
    units: dict[int, tuple[Unit, ...]] = {}
    for i, scope in enumerate(scopes):
        if scope.kind == "function":
            continue
        found = _units(scope.program, children.get(i, []))
        held = before.units.get(of[i], ()) if before is not None else ()
        units[of[i]] = _placed(found, held)
    return Layout(labels, tuple(of), behind, units)


def lines(program: str, units: tuple[Unit, ...], children: list[int]) -> list[str]:
    """A program's steps by a layout; *children*: the scopes that begin in it, in order."""
    stored = program.split("\n") if program else []
    out: list[str] = []
    for unit in units:
        out += [_GAP] * (unit.base - len(out))
        delta = unit.base - unit.start
        out += [_moved(line, delta, children) for line in stored[unit.start : unit.start + unit.size]]
    return out


_GAP = "-"  # a number that no step has


def _moved(line: str, delta: int, children: list[int]) -> str:
    """A step as it reads where all that it names lies so much further behind."""
    words = _words(line)
    op = words[0]
    for i, begin in _numbers(words):
        word = words[i]
        words[i] = f"{word[:begin]}{int(word[begin:]) + delta}"
    if op == "h":
        words[1:] = [_item(word, delta) for word in words[1:]]
    elif op in ("f", "fa", "k"):
        words[1] = str(children[int(words[1])])
    return " ".join(words)


def _words(line: str) -> list[str]:
    return line.split(" ", _TEXTS.get(line.partition(" ")[0], -1))


def _item(word: str, delta: int) -> str:
    """The key of an item of a dictionary, moved; the value is already."""
    key, colon, value = word.partition(":")
    return f"{int(key) + delta}:{value}" if colon else word


def _numbers(words: list[str]) -> list[tuple[int, int]]:
    """(word, where in it) of the numbers of steps in a step, but for keys of dictionaries."""
    op = words[0]
    fields = _FIELDS.get(op)
    if fields is not None:
        return [(i, 0) for i in fields if i < len(words) and words[i] != "-"]
    out: list[tuple[int, int]] = []
    for i in range(_LISTS[op], len(words)):
        word = words[i]
        begin = max(map(word.rfind, _MARKS)) + 1
        if word[begin:].isdigit():
            out.append((i, begin))
    return out


def _named(words: list[str]) -> list[int]:
    """The steps that a step names."""
    out = [int(words[i][begin:]) for i, begin in _numbers(words)]
    if words[0] == "h":
        out += [int(word.partition(":")[0]) for word in words[1:] if ":" in word]
    return out


def _units(program: str, children: list[int]) -> list[tuple[int, int, int]]:
    """(first step, steps, digest) of the units of a program."""
    if not program:
        return []
    steps = program.split("\n")
    least = [0] * len(steps)
    depths = [0] * len(steps)
    depth = 0
    is_waiting = False  # type parameters stand before what they are of, which does not name them
    for n, line in enumerate(steps):
        words = _words(line)
        least[n] = min(_named(words), default=n)
        depths[n] = depth + is_waiting
        op = words[0]
        depth += (op in _OPENS) - (op in _CLOSES) - (int(words[1]) if op == "ex" else 0)
        is_waiting = op == "tp" or (is_waiting and op not in _MAKING)
    starts: list[int] = []
    lowest = len(steps)
    for n in range(len(steps) - 1, -1, -1):
        lowest = min(lowest, least[n])
        if lowest >= n and not depths[n]:
            starts.append(n)
    starts.reverse()
    if not starts or starts[0]:
        starts.insert(0, 0)
    ends = [*starts[1:], len(steps)]
    return [
        (a, b - a, hash("\n".join([_moved(line, -a, children) for line in steps[a:b]])))
        for a, b in zip(starts, ends, strict=True)
    ]


def _placed(found: list[tuple[int, int, int]], before: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Units with their bases; *before*: those of the same scope before an edit."""
    wanted, limits = _wanted(found, before)
    out: list[Unit] = []
    behind = 0
    for i, (start, size, digest) in enumerate(found):
        base = behind
        if wanted[i] >= behind and wanted[i] + size <= limits[i]:
            base = wanted[i]
        elif wanted[i] < 0 and limits[i] == _FAR:
            base = behind + GAP
        out.append(Unit(base, start, size, digest))
        behind = base + size
    return tuple(out)


_FAR = 1 << 40


def _wanted(found: list[tuple[int, int, int]], before: tuple[Unit, ...]) -> tuple[list[int], list[int]]:
    """For each unit the base that it should have (-1: any), and the base behind it that another one should keep."""
    pairs: list[tuple[int, int]] = []
    low = 0
    while low < len(found) and low < len(before) and found[low][2] == before[low].digest:
        pairs.append((low, low))
        low += 1
    end, old_end = len(found), len(before)
    tail: list[tuple[int, int]] = []
    while end > low and old_end > low and found[end - 1][2] == before[old_end - 1].digest:
        end, old_end = end - 1, old_end - 1
        tail.append((end, old_end))
    if 0 < (end - low) * (old_end - low) <= _MOST:
        from difflib import SequenceMatcher

        one, two = [d for _, _, d in found[low:end]], [u.digest for u in before[low:old_end]]
        for a, b, size in SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks():
            pairs += [(low + a + i, low + b + i) for i in range(size)]
    pairs += reversed(tail)
    wanted, limits = [-1] * len(found), [_FAR] * len(found)
    i = j = 0
    for a, b in [*pairs, (len(found), len(before))]:
        limit = before[b].base if b < len(before) else _FAR
        for k in range(a - i):  # what stands in the place of others
            wanted[i + k] = before[j + k].base if j + k < b else -1
            limits[i + k] = limit
        if a < len(found):
            wanted[a] = limit
        i, j = a + 1, b + 1
    return wanted, limits


class Layouts:
    """The layouts of a project's files, and those that files had before they were edited.

    *programs*: file -> the programs of its module and classes by scope, which are read again after each edit of others.
    """

    def __init__(self) -> None:
        self.known: dict[int, Layout] = {}
        self.before: Mapping[int, Layout] = {}
        self.programs: dict[int, dict[int, Program]] = {}

    def edited(self, files: list[int], there: Collection[int]) -> "Layouts":
        """The same after an edit of some files; *there*: all that there are now."""
        out = Layouts()
        others = frozenset(there).difference(files)
        out.known = {f: layout for f, layout in self.known.items() if f in others}
        out.programs = {f: programs for f, programs in self.programs.items() if f in others}
        out.before = {f: self.known[f] for f in files if f in self.known}
        return out

    def of(self, file: int, scopes: "list[ScopeText]", parents: list[int]) -> Layout:
        found = self.known.get(file)
        if found is None:
            found = self.known[file] = made(scopes, parents, self.before.get(file))
        return found

    def stands(self, file: int, scope: int, step: int) -> bool:
        """Whether a step of a module or a class is what it was before the edit."""
        before, now = self.before.get(file), self.known.get(file)
        if before is None or now is None:
            return True
        unit = now.unit(scope, step)
        return unit is not None and _is_among(unit, before.units.get(scope, ()))

    def keeps_names(self, file: int) -> bool:
        """Whether all that had a name in the rows of files before the edit, be it a scope or a step of one that is no
        function, has the same one now.
        """
        before, now = self.before.get(file), self.known.get(file)
        if before is None or now is None or not before.labels.items() <= now.labels.items():
            return False
        return all(
            {(u.base, u.start, u.size) for u in units} <= {(u.base, u.start, u.size) for u in now.units.get(scope, ())}
            for scope, units in before.units.items()
        )

    def changed(self, file: int) -> list[tuple[int, Unit]]:
        """The scopes and units of a file that were not in it before the edit."""
        before, now = self.before.get(file), self.known.get(file)
        if before is None or now is None:
            return []
        return [
            (scope, unit) for scope, units in now.units.items() for unit in units
            if not _is_among(unit, before.units.get(scope, ()))
        ]  # fmt: skip


def _is_among(unit: Unit, units: tuple[Unit, ...]) -> bool:
    at = bisect_right(units, unit.base, key=_base) - 1
    return at >= 0 and (units[at].base, units[at].digest) == (unit.base, unit.digest)


__all__ = ["Layout", "Layouts", "Unit", "lines", "made"]
