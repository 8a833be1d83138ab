"""Flow programs as steps (see docs/flow-programs.md), and the scopes of a file as a tree."""

from collections.abc import Container
from sys import intern
from typing import Any, NamedTuple

from inferd.inference.keeping.numbering import Layouts, Unit, lines
from inferd.inference.scopes.handing import Path, handed_out, kept

_MOST_LINES = 200_000
_NEAR = 12  # steps after a `yield` in which its value is used
_split: dict[str, list[str]] = {}  # most steps occur many times
_NO: dict[Any, Any] = {}  # for all that is empty, for good
_OPEN = frozenset(("if", "lp", "try", "try*", "mt", "[", "L", "and", "or"))
_CLOSE = frozenset(("fi", "lf", "yrt", "tm", "]", "M", ";"))
_BRANCHES = frozenset(("if", "try", "try*", "lp", "mt"))
_JOINS = frozenset(("fi", "yrt", "lf", "tm"))
_SETTING = frozenset(("A", "AS", "Aa"))  # steps that store into attributes
_SETS = _SETTING | {"I", "Y", "("}  # and those that may put something into what stands there
_FILLING = frozenset(("append", "update", "pop", "insert", "extend", "setdefault", "clear", "remove", "popitem"))


def _words(line: str) -> list[str]:
    """A step's words; of a constant and of a quoted annotation the text is one."""
    known = _split.get(line)
    if known is None:
        most = {"c": 1, "q": 2}.get(line.partition(" ")[0], -1)
        if len(_split) > _MOST_LINES:
            _split.clear()
        # interned, and copied to its exact length: programs are most of what inference holds
        known = _split[line] = [intern(word) for word in line.split(" ", most)][:]
    return known


class Head(NamedTuple):
    """What a caller sees of a function's program."""

    params: tuple[tuple[str, str], ...]
    yields: bool
    takes_sent: bool
    gives: bool  # whether it returns or yields a value: one that only raises, or says `...`, stands for others
    only_raises: bool  # see `Program.only_raises`
    never_ends: bool  # whether it ends in an exception whichever way it takes
    reports: bool  # whether it does so with what it is given, but for the first
    hands: tuple[Path, ...]  # see `handing`
    keeps: tuple[tuple[str, Path], ...]  # the same
    sets: tuple[tuple[str, str], ...]  # see `Program.sets`


class Program:
    """One scope's program: `steps[n]` is step n as words.

    `stores`: name -> the steps that bind it in this scope (those of comprehensions and lambdas are theirs alone);
    `outer`: names declared `global` or `nonlocal`;  `children`: number of a child -> the step (`f`, `fa`, `k`) that
    makes it.
    """

    __slots__ = (
        "_assigned", "_changes", "_head", "_inside", "_lambdas", "_level", "_stars", "_takes_sent", "_tested", "bit",
        "body_node", "children", "choices", "generic", "makes", "outer", "params", "steps", "stores",
        "walrus",
        "yields",
    )  # fmt: skip

    def __init__(self, text: str):
        steps = [_words(line) for line in text.split("\n")] if text else []
        self.steps = steps
        self.bit = 0  # of its file, see `Tree`
        self.stores: dict[str, list[int]] = {}
        self.outer: dict[str, str] = {}
        self.children: dict[int, int] = {}
        self.params: list[tuple[str, str]] = []
        self.walrus: dict[int, str] = {}  # step -> the name that `:=` gives its value
        self._tested: frozenset[str] | None = None
        self._level: frozenset[int] | None = None
        self._stars: tuple[tuple[bool, int, str], ...] | None = None
        self.choices: Any = None  # see `versions`
        self._takes_sent: bool | None = None
        self._inside: dict[str, list[int]] | None = None
        self._lambdas: dict[int, int] | None = None
        self._assigned: frozenset[tuple[str, str]] | None = None
        self._changes: frozenset[str] | None = None
        self._head: Head | None = None
        self.body_node: Any = None  # what stands for it, and for its head, where it is noted who reads what
        self.yields = False
        self.makes = False  # whether it makes functions
        self.generic = False  # whether something in it has `[T]` parameters
        stores = self.stores
        inside = 0  # comprehensions around
        lambdas = 0
        for n, step in enumerate(steps):
            op = step[0]
            if op == "s" or op == "sa" or op == "sp" or op == "S":
                if not inside and not lambdas:
                    stores.setdefault(step[1], []).append(n)
            elif op == "f" or op == "k" or op == "fa":
                self.children[int(step[1])] = n
                self.makes = True
            elif op == "[":
                inside += 1
            elif op == "]":
                inside -= 1
            elif op == "L":
                lambdas += 1
                self.makes = True
            elif op == "M":
                lambdas -= 1
            elif op == "w":
                self.walrus[int(step[2])] = step[1]
                if not lambdas:
                    stores.setdefault(step[1], []).append(n)
            elif op == "p":
                if not lambdas:
                    stores.setdefault(step[1], []).append(n)
                    self.params.append((step[1], step[2]))
            elif op == "sm" or op == "ta" or op == "tp":
                self.generic = self.generic or op != "sm"
                stores.setdefault(step[1], []).append(n)
            elif op == "g" or op == "n":
                for name in step[1:]:
                    self.outer[name] = op
            elif op == "y" or op == "yf":
                self.yields = self.yields or not lambdas
        self.stores = stores or _NO
        self.outer = self.outer or _NO
        self.children = self.children or _NO
        self.walrus = self.walrus or _NO

    @property
    def whole(self) -> "Program":
        """Itself, as all of it is looked at; see `noted`."""
        return self

    @property
    def head(self) -> Head:
        if self._head is None:
            steps = self.steps
            ends = {words[0] for words in steps}
            gives = any(w[0] in ("y", "yf") or (w[0] == "r" and w[1] != "-") for w in steps)
            never_ends = "R" in ends and "r" not in ends and not falls_through(steps)
            others = {name for name, _ in self.params[1:]}
            reports = never_ends and any(w[0] == "l" and w[1] in others for w in steps)
            hands = handed_out(steps, self.stores, self.outer) if gives else ()
            keeps = kept(steps, self.stores, self.outer, dict(self.params)) if len(self.params) > 1 else ()
            self._head = Head(
                tuple(self.params), self.yields, self.takes_sent, gives, self.only_raises(), never_ends, reports, hands,
                keeps, self.sets() if ends & _SETS else (),
            )
        return self._head

    def sets(self) -> tuple[tuple[str, str], ...]:
        """The attributes that a function stores, in order, with the variable that holds what they are of; "" where
        that is something else: `self.inner.x = 1`.  Those in which it puts something, with `[` behind them.
        """
        steps = self.steps
        held = [(steps[int(words[1])], words[2]) for words in steps if words[0] in _SETTING]
        found = {(holder[1] if holder[0] == "l" else "", name) for holder, name in held}
        for words in steps:
            filled = steps[int(words[1])] if words[0] == "(" else words
            if (filled is not words and filled[0] == "a" and filled[2] in _FILLING) or words[0] in ("I", "Y"):
                holder = steps[int(filled[1])]
                found.update([("", f"{holder[2]}[")] if holder[0] == "a" else ())
        return tuple(sorted(found))

    def read_of_first(self) -> list[str]:
        """The attributes of its first parameter that a function reads, in order."""
        first, steps = self.params[0][0] if self.params else "", self.steps
        return list(dict.fromkeys(w[2] for w in steps if w[0] == "a" and steps[int(w[1])] == ["l", first]))

    @property
    def changes(self) -> frozenset[str]:
        """The attributes that are assigned, of whatever."""
        if self._changes is None:
            self._changes = frozenset(words[2] for words in self.steps if words[0] == "A" or words[0] == "Aa")
        return self._changes

    @property
    def starred(self) -> list[str]:
        """The names that a star import may bind anew: of several, also those that are only read."""
        found = dict.fromkeys(self.stores)
        if sum(words[0] == "i*" for words in self.steps) > 1:
            found.update(dict.fromkeys(words[1] for words in self.steps if words[0] == "l"))
        return list(found)

    def only_raises(self) -> bool:
        """Whether it ends with a `raise` and returns nothing before: what is put in its place may."""
        return bool(self.steps) and self.steps[-1][0] == "R" and all(words[0] not in ("r", "y") for words in self.steps)

    def is_never_true(self) -> bool:
        """Whether it returns nothing but `False` and `None`, as they are written."""
        returned = [words[1] for words in self.steps if words[0] == "r"]
        return all(w == "-" or self.steps[int(w)] in (["c", "F"], ["c", "N"]) for w in returned)

    def catches_at_yield(self) -> bool:
        """Whether an exception that is raised where it yields may end there, in a handler that does not raise it."""
        tries: list[bool] = []  # whether the body yields; of those whose handlers have begun, too
        handler, depth = -1, 0
        for n, words in enumerate(self.steps):
            op = words[0]
            if op == "y" or op == "yf":
                tries = [True] * len(tries)
            elif op == "try" or op == "try*":
                tries.append(False)
            if handler >= 0 and depth == len(tries) and op in ("exc", "tel", "fin", "yrt"):
                body = self.steps[handler + 1 : n]
                if falls_through(body) or any(w[0] == "r" for w in body):
                    return True
                handler = -1
            if op == "exc" and tries[-1] and handler < 0:
                handler, depth = n, len(tries)
            elif op == "yrt":
                tries.pop()
        return False

    @property
    def level(self) -> Container[int]:
        """The steps that run under no condition, and in no loop."""
        if self._level is None:
            found = []
            depth = 0
            for n, words in enumerate(self.steps):
                op = words[0]
                if op in _OPEN:
                    depth += 1
                elif op in _CLOSE:
                    depth -= 1
                elif op == "en" or op == "ae":
                    depth += 1
                elif op == "ex":
                    depth -= int(words[1])
                elif not depth:
                    found.append(n)
            self._level = frozenset(found)
        return self._level

    @property
    def star_imports(self) -> tuple[tuple[bool, int, str], ...]:
        """(whether it stands in a branch, level, module) of each."""
        if self._stars is None:
            found = []
            depth = 0
            for words in self.steps:
                op = words[0]
                depth += (op in _BRANCHES) - (op in _JOINS)
                if op == "i*":
                    found.append((depth > 0, int(words[1]), words[2]))
            self._stars = tuple(found)
        return self._stars

    def is_of_lambda(self, n: int) -> bool:
        """Whether a parameter is that of a lambda."""
        while n >= 0 and self.steps[n][0] == "p":
            n -= 1
        return n >= 0 and self.steps[n][0] == "L"

    def root_of(self, n: int) -> str | None:
        """The variable that a step is read from: `x` of `x.y[0]`."""
        while True:
            if n in self.walrus:
                return self.walrus[n]
            words = self.steps[n]
            if words[0] == "l" or words[0] == "w":
                return words[1]
            if words[0] != "a" and words[0] != "i":
                return None
            n = int(words[1])

    @property
    def tested(self) -> frozenset[str]:
        """The variables that a call (`isinstance(x, C)`, `type(x) is C`) or a class pattern asks about, and those that
        a star import may bind anew.
        """
        if self._tested is None:
            found: set[str] = set()
            matched = False
            for words in self.steps:
                if words[0] in ("if", "as", "wh", "gd", "T", "F"):
                    self._collect(int(words[1]), found)
                elif words[0] == "mt":
                    matched = True
                    name = self.root_of(int(words[1]))
                    if name is not None:
                        found.add(name)
                elif words[0] == "s" and matched:  # perhaps a capture
                    found.add(words[1])
                elif words[0] == "i*":  # binds what the module may bind as well
                    found.update(self.stores)
            self._tested = frozenset(found)
        return self._tested

    def _collect(self, n: int, out: set[str]) -> None:
        words = self.steps[n]
        op = words[0]
        if op == "u":
            self._collect(int(words[2]), out)
        elif op == ";":
            for w in words[2:]:
                self._collect(int(w), out)
        elif op == "C":
            self._collect(int(words[1]), out)
        elif op == "(":
            for w in words[2:]:
                if w.isdigit():
                    name = self.root_of(int(w))
                    if name is not None:
                        out.add(name)
                    break

    @property
    def inside(self) -> dict[str, list[int]]:
        """Name -> the steps that store it or are its parameters, those in comprehensions and lambdas included."""
        if self._inside is None:
            self._inside = {}
            for n, words in enumerate(self.steps):
                if words[0] == "s" or words[0] == "p":
                    self._inside.setdefault(words[1], []).append(n)
        return self._inside

    def bound_around(self, first: int, name: str) -> int:
        """The step that stores a variable of a comprehension around the lambda that begins at a step; -1 for none, or
        where a lambda in between has a parameter of that name.
        """
        found = self.binder(first, name)
        return found if found < 0 or self.steps[found][0] == "s" else -1

    def binder(self, first: int, name: str) -> int:
        """The step that binds a name for a step, in a comprehension or a lambda around it; -1 for none."""
        bound = [n for n in self.inside.get(name, ()) if n < first]
        if not any(n not in self.stores.get(name, ()) for n in bound):
            return -1
        depth, found = 0, -1
        for n in range(first - 1, -1, -1):
            op = self.steps[n][0]
            if op == "]" or op == "M":
                depth += 1
            elif depth:
                depth -= op == "[" or op == "L"
            elif op == "[" and found >= 0:
                return found
            elif n in bound:
                if op == "p":
                    return n if self.is_of_lambda(n) else -1
                found = n
        return -1

    @property
    def lambdas(self) -> dict[int, int]:
        """The step that begins a lambda -> how many there are around it, itself counted."""
        if self._lambdas is None:
            self._lambdas = {}
            depth = 0
            for n, words in enumerate(self.steps):
                if words[0] == "L":
                    depth += 1
                    self._lambdas[n] = depth
                elif words[0] == "M":
                    depth -= 1
        return self._lambdas

    @property
    def takes_sent(self) -> bool:
        """Whether the value of a `yield` is used, here or in a generator that it hands on to: what is sent into it."""
        if self._takes_sent is None:
            found = False
            for n, words in enumerate(self.steps):
                if words[0] == "yf":
                    found = True  # it hands on what it is sent
                elif words[0] == "y":
                    text = str(n)
                    found = found or any(text in w[1:] for w in self.steps[n + 1 : n + _NEAR] if w[0] != "c")
            self._takes_sent = found
        return self._takes_sent

    @property
    def assigned(self) -> frozenset[tuple[str, str]]:
        """(variable, attribute) of what is stored into attributes: `self.x = ...`."""
        if self._assigned is None:
            found = set()
            for words in self.steps:
                if words[0] in ("A", "Aa", "AS"):
                    name = self.root_of(int(words[1]))
                    if name is not None:
                        found.add((name, words[2]))
            self._assigned = frozenset(found)
        return self._assigned


def falls_through(steps: list[list[str]]) -> bool:
    """Whether control can reach the end of a program."""
    alive = True
    stack: list[list[Any]] = []  # whether control gets here before a statement, and through its part so far
    loops: list[list[bool]] = []
    lambdas = 0
    for words in steps:
        op = words[0]
        if op == "L":
            lambdas += 1
        elif op == "M":
            lambdas -= 1
        if lambdas:
            continue
        if op == "r" or op == "R":
            alive = False
        elif op == "if":
            stack.append([alive, None])
        elif op == "el":
            stack[-1][1] = alive
            alive = stack[-1][0]
        elif op == "fi":
            before, then = stack.pop()
            alive = (alive or before) if then is None else (alive or then)
        elif op == "lp":
            loops.append([alive, False, False])
        elif op == "wh":
            condition = steps[int(words[1])]
            loops[-1][2] = condition[0] == "c" and condition[1] in ("T", "i1")
        elif op == "br":
            if loops:  # outside of a loop it does not compile, but it is read
                loops[-1][1] = loops[-1][1] or alive
            alive = False
        elif op == "co":
            alive = False
        elif op == "pl":
            alive = loops[-1][0] and not loops[-1][2]
        elif op == "lf":
            _, broke, _ = loops.pop()
            alive = alive or broke
        elif op in ("try", "try*"):
            stack.append([alive, False])
        elif op == "exc":
            stack[-1][1] = stack[-1][1] or alive
            alive = stack[-1][0]
        elif op == "tel":
            pass
        elif op == "fin":
            stack[-1][1] = stack[-1][1] or alive
            alive = stack[-1][1]
        elif op == "yrt":
            before, reached = stack.pop()
            alive = alive or reached
        elif op == "mt":
            stack.append([alive, False])
        elif op == "cs":
            stack[-1][1] = stack[-1][1] or alive
            alive = stack[-1][0]
        elif op == "tm":
            before, reached = stack.pop()
            alive = before or reached or alive
    return alive


# ---------------------------------------------------------------------------------------------------------------------
# What is declared in comments and documentation


_NONE: dict[str, list[int]] = {}


class ScopeText(NamedTuple):
    """A scope as it is stored: its name, kind and flow program."""

    qualname: str
    nth: int
    kind: str
    block: int | None  # row id of the block it begins in
    program: str


_GONE = ScopeText("", 0, "gone", None, "")  # in the place of a scope that was there once


def _parents(scopes: list[ScopeText]) -> list[int]:
    """For each scope which one it lies in; -1 for the module."""
    out: list[int] = []
    last: dict[str, int] = {}  # name -> the last scope of that name
    for i, scope in enumerate(scopes):
        around = scope.qualname.rpartition(".")[0].removesuffix(".<locals>")
        out.append(last.get(around, 0) if scope.qualname else -1)
        last[scope.qualname] = i
    return out


class Tree:
    """The scopes of a file: parents and children by number, programs parsed when first asked for.

    *bit*: what stands for the file in a set of files.  *layouts*: by which the scopes of a *file*, and the steps of its
    module and of classes, are numbered; without it, as they are stored.
    """

    __slots__ = (
        "_asks_globals", "_globals", "_laid_out", "_layout", "_programs", "_shared", "bit", "by_name", "children",
        "numbers", "order", "parents", "scopes",
    )  # fmt: skip

    def __init__(self, scopes: list[ScopeText], bit: int, layouts: Layouts | None = None, file: int = -1):
        self.bit = bit
        self._globals: list[int] | None = None
        self._asks_globals: bool | None = None
        self._shared: dict[int, dict[str, list[int]]] | None = None
        around = _parents(scopes)
        self._layout = layout = layouts.of(file, scopes, around) if layouts is not None else None
        self._laid_out = layouts.programs.setdefault(file, {}) if layouts is not None else {}
        self.order = order = layout.order if layout is not None else tuple(range(len(scopes)))  # as they stand there
        count = layout.behind if layout is not None else len(scopes)
        self.scopes = scopes if layout is None else [_GONE] * count
        self._programs: list[Program | None] = [None] * count
        self.parents = [-1] * count
        self.children: list[list[int]] = [[] for _ in range(count)]
        self.numbers = [0] * count  # of each scope, by which the step that makes it names it
        self.by_name: dict[str, list[int]] = {}
        for i, scope, place in zip(order, scopes, around, strict=True):
            if layout is not None:
                self.scopes[i] = scope
            if place >= 0:
                parent = self.parents[i] = order[place]
                below = self.children[parent]
                self.numbers[i] = i if layout is not None and parent in layout.units else len(below)
                below.append(i)
            self.by_name.setdefault(scope.qualname, []).append(i)

    def dense(self, scope: int, step: int) -> int:
        """The number of a step in the program as it is stored; that of a step which is none (below 0) is itself."""
        return self._layout.dense(scope, step) if self._layout is not None else step

    def unit(self, scope: int, step: int) -> Unit | None:
        """What a step of a module or a class is in, see `numbering`; None where there is no such step."""
        return self._layout.unit(scope, step) if self._layout is not None else None

    def has_step(self, scope: int, step: int) -> bool:
        """Whether a scope has such a step."""
        steps = self.program(scope).steps
        return 0 <= step < len(steps) and steps[step][0] != "-"

    def has(self, scope: int) -> bool:
        """Whether there is such a scope."""
        return 0 <= scope < len(self.scopes) and self.scopes[scope] is not _GONE

    def note_told(self, scope: int) -> None:
        """Somebody reads what comments and documentation tell in a scope; see `noted`."""

    def note_unit(self, scope: int, step: int) -> None:
        """Somebody reads what a step of a scope is in."""

    def text_of(self, scope: int) -> str:
        """The program of a scope as it is stored."""
        return self.scopes[scope].program

    def forget_functions(self) -> None:
        """Forget the parsed programs of functions, which are hardly asked for again once their results are known."""
        programs = self._programs
        for i, s in enumerate(self.scopes):
            if s.kind == "function":
                programs[i] = None

    def declaring_globals(self) -> list[int]:
        """The functions with a `global` statement."""
        if self._globals is None:
            self._globals = [
                i for i in self.order
                if (s := self.scopes[i]).kind == "function" and ("\ng " in s.program or s.program.startswith("g "))
            ]  # fmt: skip
        return self._globals

    def asks_globals(self) -> bool:
        """Whether a function names `globals`: it may store variables of the module by their names, as texts."""
        if self._asks_globals is None:
            self._asks_globals = any(
                "l globals\n" in s.program for i in self.order if (s := self.scopes[i]).kind == "function"
            )
        return self._asks_globals

    def declaring_nonlocals(self) -> list[int]:
        """The functions with a `nonlocal` statement."""
        return [
            i for i in self.order
            if (s := self.scopes[i]).kind == "function" and ("\nn " in s.program or s.program.startswith("n "))
        ]  # fmt: skip

    def shared(self, scope: int) -> dict[str, list[int]]:
        """The variables of a scope that functions inside of it store (`nonlocal`): name -> these functions."""
        if self._shared is None:
            self._shared = {}
            for i in self.declaring_nonlocals():
                program = self.program(i)
                for name, how in program.outer.items():
                    owner = self._owner(i, name) if how == "n" and name in program.stores else -1
                    if owner > 0:
                        self._shared.setdefault(owner, {}).setdefault(name, []).append(i)
        return self._shared.get(scope, _NONE)

    def _owner(self, scope: int, name: str) -> int:
        """The function around that binds a variable; -1 where none does."""
        at = self.parents[scope]
        while at > 0:
            program = self.program(at)
            if self.scopes[at].kind == "function" and name in program.stores and name not in program.outer:
                return at
            at = self.parents[at]
        return -1

    def program(self, i: int) -> Program:
        known = self._programs[i]
        if known is None:
            text, layout = self.scopes[i].program, self._layout
            units = layout.units.get(i) if layout is not None else None
            if units is None:
                known = Program(text)
            else:
                known = self._laid_out.get(i)
                if known is None:
                    known = self._laid_out[i] = Program("\n".join(lines(text, units, self.children[i])))
            known.bit = self.bit
            self._programs[i] = known
        return known

    def child(self, scope: int, number: int) -> int:
        """The scope that a step of *scope* makes, by the number that the step names; -1 where it is not there."""
        below = self.children[scope]
        if self._layout is not None and scope in self._layout.units:
            return number if self.has(number) else -1
        return below[number] if number < len(below) else -1
