"""Which exceptions code expects where it stands: what it means to try is no mistake.

`try: import tomllib` with `except ImportError`, `with pytest.raises(TypeError): f()`, `assertRaises(TypeError, lambda:
f())`: what goes wrong there is meant to.  A statement is guarded by the `try` bodies and `with` blocks around it, those
around the class that it stands in, and, for a function that is made inside another, by how that one uses it.  What is
imported in place of what could not be imported, both ways of a test for the version of Python, a function of which the
handlers of its `try` make another one, and tests that are skipped somewhere, are meant for another one; what stands
behind `pytest.skip()` is not run.
"""

import re
from typing import NamedTuple

from inferd.inference.engine import Engine, Where

ANYTHING = frozenset(("Exception", "BaseException", "?"))
#: what a call or a `with` is named that expects something to be raised, or leaves it unsaid
_EXPECTING = re.compile(
    r"raises|suppress|assert_?(raises|warns|error)|expect|catch|ignore_error|warns|skip|xfail", re.IGNORECASE
)
#: names of what tells which version of Python runs
_VERSION = re.compile(r"^(is_?|_)*py(thon)?_?[23]|^version_info$|^hexversion$", re.IGNORECASE)
_OTHER_PYTHON = "version"  # in place of an exception: all that stands there may be for another version
_STOPS = re.compile(r"^(skip|skipTest|xfail)$")
_SKIPPED = re.compile(r"skip|xfail", re.IGNORECASE)  # decorators of tests that are not always run
_ERROR = re.compile(r"(Error|Exception|Warning|Exit|Interrupt|Iteration)$")


class _Region(NamedTuple):
    first: int
    last: int  # the first step behind it
    caught: frozenset[str]


class Guards:
    """The guarded regions of the scopes of one engine, each scope looked at once."""

    def __init__(self, engine: Engine):
        self.engine = engine
        self._regions: dict[Where, list[_Region]] = {}
        self._expected: dict[Where, dict[str, set[str]]] = {}

    def expects(self, where: Where, step: int, *names: str) -> bool:
        """Whether one of these exceptions is expected at a step of a scope."""
        meant = wanted = ANYTHING.union(names, (_OTHER_PYTHON,))
        at: Where | None = where
        while at is not None:
            if self._is_in(at, step, wanted):
                return True
            made = self.engine.made_at(at)
            if made is None:
                return False
            kind = self.engine.kind(at)
            at, step = made
            steps = self.engine.program(at).steps
            words = steps[step]
            if any(w[0] == "@" and _SKIPPED.search(_named(steps, int(w[1:]))) for w in words[3:]):
                return True
            if kind == "function":
                if not meant.isdisjoint(self._used_expecting(at).get(words[2], ())):
                    return True
                wanted = frozenset((_OTHER_PYTHON,))
        return False

    def _is_in(self, where: Where, step: int, wanted: frozenset[str]) -> bool:
        regions = self._of(where)
        return any(r.first <= step < r.last and not wanted.isdisjoint(r.caught) for r in regions)

    def _of(self, where: Where) -> list[_Region]:
        known = self._regions.get(where)
        if known is None:
            known = self._regions[where] = list(_regions(self.engine.program(where).steps))
        return known

    def _used_expecting(self, where: Where) -> dict[str, set[str]]:
        """What a scope reads where it expects exceptions, or gives to what expects some: name -> what is caught."""
        known = self._expected.get(where)
        if known is None:
            steps = self.engine.program(where).steps
            known = self._expected[where] = {}
            for region in self._of(where):
                for words in steps[region.first : region.last]:
                    if words[0] == "l":
                        known.setdefault(words[1], set()).update(region.caught)
            for words in steps:
                if words[0] == "(" and _EXPECTING.search(_named(steps, int(words[1]))):
                    for w in words[2:]:
                        if w.isdigit() and steps[int(w)][0] == "l":
                            known.setdefault(steps[int(w)][1], set()).add("?")
        return known


def _regions(steps: list[list[str]]) -> "list[_Region]":
    out: list[_Region] = []
    tries: list[list[int]] = []  # where the body begins and ends (-1: not yet), and where the handlers end
    tests: list[int] = []  # the tests for versions that are open, -1 for others
    caught: list[set[str]] = []
    managers: list[int] = []
    lambdas: list[int] = []
    for n, words in enumerate(steps):
        op = words[0]
        if op in ("try", "try*"):
            tries.append([n, -1, -1])
            caught.append(set())
        elif op in ("exc", "tel", "fin", "yrt") and tries:
            if tries[-1][1] < 0:
                tries[-1][1] = _first(steps, int(words[1])) if op == "exc" and words[1] != "-" else n
            if op != "exc" and tries[-1][2] < 0:
                tries[-1][2] = n
            if op == "exc":
                caught[-1] |= {"?"} if words[1] == "-" else _exceptions(steps, int(words[1]))
            elif op == "yrt":
                first, last, end = tries.pop()
                names = caught.pop()
                if names:
                    out.append(_Region(first, last, frozenset(names)))
                is_tried = not names.isdisjoint(_TRIED) and any(w[0] == "(" for w in steps[first:last])
                if is_tried and not _functions(steps, first, last).isdisjoint(_functions(steps, last, end)):
                    out.append(_Region(first, last, frozenset((_OTHER_PYTHON,))))
                if not names.isdisjoint(_NOT_IMPORTED | ANYTHING) and any(w[0] in _IMPORTS for w in steps[first:last]):
                    out.append(_Region(last, n, _NOT_IMPORTED))
                    out.append(_Region(last, end, frozenset((_OTHER_PYTHON,))))
        elif op == "(" and not tests and not tries and _STOPS.search(_named(steps, int(words[1]))):
            out.append(_Region(n, len(steps), frozenset("?")))  # a test that goes no further
        elif op == "if":
            tests.append(n if _tells_version(steps, int(words[1])) else -1)
        elif op == "fi" and tests:
            first = tests.pop()
            if first >= 0:
                out.append(_Region(first, n, frozenset((_OTHER_PYTHON,))))
        elif op in ("en", "ae"):
            managers.append(n)
        elif op == "ex":
            count = int(words[1])
            left = managers[len(managers) - count :]
            expecting = [at for at in left if _EXPECTING.search(_named(steps, int(steps[at][1])))]
            out += [_Region(at, n, frozenset("?")) for at in expecting]
            del managers[len(managers) - count :]
        elif op == "L":
            lambdas.append(n)
        elif op == "M" and lambdas:
            first = lambdas.pop()
            if _is_given_to_expecting(steps, n):
                out.append(_Region(first, n, frozenset("?")))
    return out


def _is_given_to_expecting(steps: list[list[str]], step: int) -> bool:
    """Whether a value, a lambda, is an argument of a call that expects something to be raised."""
    for words in steps[step + 1 :]:
        if words[0] == "(" and any(w.rpartition("=")[2].lstrip("*") == str(step) for w in words[2:]):
            return bool(_EXPECTING.search(_named(steps, int(words[1]))))
    return False


def _functions(steps: list[list[str]], first: int, last: int) -> set[str]:
    """The functions that are made between two steps."""
    return {w[1] for w in steps[first:last] if w[0] == "s" and steps[int(w[2])][0] in ("f", "fa")}


_TRIED = frozenset(("AttributeError", "TypeError", "NameError", *ANYTHING))  # what a call that is tried first raises
_IMPORTS = frozenset(("im", "sm", "fr"))
_NOT_IMPORTED = frozenset(("ImportError", "ModuleNotFoundError"))


def _tells_version(steps: list[list[str]], n: int) -> bool:
    """Whether a condition asks which version of Python runs."""
    words = steps[n]
    if words[0] in ("l", "a"):
        return bool(_VERSION.search(words[-1])) or (words[0] == "a" and _tells_version(steps, int(words[1])))
    if words[0] == "C":
        return any(_tells_version(steps, int(w)) for w in words[1::2])
    if words[0] in ("u", "i"):
        return _tells_version(steps, int(words[2 if words[0] == "u" else 1]))
    if words[0] == ";":
        return any(_tells_version(steps, int(w)) for w in words[2:])
    return False


def _exceptions(steps: list[list[str]], n: int) -> set[str]:
    """The names of what a handler catches; "?" for what has no name, or one that need not be a class."""
    words = steps[n]
    if words[0] == "l":
        return {words[1]} if _ERROR.search(words[1]) or words[1] in ANYTHING else {"?"}
    if words[0] == "a":
        return {words[2]} if _ERROR.search(words[2]) else {"?"}
    if words[0] == "t":
        return set().union(*(_exceptions(steps, int(w)) if w.isdigit() else {"?"} for w in words[2:]))
    return {"?"}


def _first(steps: list[list[str]], n: int) -> int:
    """Where the steps of what a handler catches begin: a name, a dotted one, or a tuple of these."""
    words = steps[n]
    if words[0] == "a":
        return _first(steps, int(words[1]))
    if words[0] == "t" and len(words) > 2 and words[2].isdigit():
        return _first(steps, int(words[2]))
    return n


def _named(steps: list[list[str]], n: int) -> str:
    """The last name of what is called, or of what a manager is made by."""
    words = steps[n]
    while words[0] == "(":
        words = steps[int(words[1])]
    return words[1] if words[0] == "l" else words[2] if words[0] == "a" else ""
