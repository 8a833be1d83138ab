"""What a call of a small function of the project tells about what it is given: tests that stand in a function.

`def is_text(value): return isinstance(value, TEXT)` tests its parameter: what a call's truth tells about the argument
is what the truth of that expression tells about the parameter.  `def need(value): if value is None: raise ...` lets
nothing pass but what is not None.  Both are read from the function's program: only a body without branches, loops or
stores is a *test*, and only `if`s that raise, at its very beginning, are *demands*.  What a body tests otherwise (by
another function, by a variable that it fills) tells nothing.
"""

from typing import Any, NamedTuple

from inferd.inference.definitions import signatures
from inferd.inference.engine import Engine, Where
from inferd.inference.scopes import lazy
from inferd.inference.scopes.narrowing import Env, Narrowing
from inferd.inference.types import Types, Value

_SIMPLE = frozenset("p l c a i t u b C ( and or ; T F".split())
_LONGEST = 60  # steps of a test
_DEEPEST = 3  # tests that consist of tests


class Tested(NamedTuple):
    """What a function of the project tests."""

    body: Where
    params: tuple[str, ...]  # that take positional arguments
    test: int  # the step whose truth the result has; -1
    demands: tuple[int, ...]  # the steps that are false where the call comes back


def told(engine: Engine, v: Value) -> Tested | None:
    """What a call of a value tests; None where it tests nothing that is known."""
    f = v.function if v[-1] == "bound" else v
    if f[-1] != "function" or f.space:
        return None
    made = signatures.definitions(engine, f)
    if len(made) != 1:
        return None
    s = signatures.signature(engine, *made[0])
    if s.body is None or s.is_async or (s.result is not None and not s.is_any and _is_guard(engine, s)):
        return None
    words = engine.program(s.where).steps[s.step]
    if any(w[0] == "@" for w in words[3:]) and v[-1] != "bound":
        return None  # behind a decorator
    known = tested(engine, s.body)
    if known is None:
        return None
    return known if v[-1] != "bound" else known._replace(params=known.params[1:])


def tested(engine: Engine, body: Where) -> Tested | None:
    """What a function tests: a question of its own, so that an edit in a body that still tests the same is not felt."""
    answer: Any = engine.solve(("tested", body), lambda: _read(engine, body))
    return answer if isinstance(answer, Tested) and (answer.test >= 0 or answer.demands) else None


def _is_guard(engine: Engine, s: signatures.Signature) -> bool:
    declared = signatures.result_of_definition(engine, s.where, s.step)
    return any(r[-1] == "special" for r in declared)


def _read(engine: Engine, body: Where) -> Tested:
    program = engine.program(body)
    steps = program.steps
    params = tuple(name for name, kind in program.params if kind in "/p")
    if program.yields:
        return Tested(body, (), -1, ())
    is_test = len(steps) <= _LONGEST and bool(steps) and steps[-1][0] == "r" and steps[-1][1] != "-"
    if is_test and all(w[0] in _SIMPLE for w in steps[:-1]):
        return Tested(body, params, int(steps[-1][1]), ())
    demands: list[int] = []
    n = 0
    while n < len(steps) and len(demands) < _LONGEST:
        words = steps[n]
        if words[0] == "if":
            end = _end_of_raise(steps, n)
            if end < 0:
                break
            demands.append(int(words[1]))
            n = end
        elif words[0] not in _SIMPLE:
            break
        n += 1
    return Tested(body, params, -1, tuple(demands))


def _end_of_raise(steps: list[list[str]], n: int) -> int:
    """The `fi` of an `if` whose only way raises; -1 for others."""
    for at in range(n + 1, len(steps)):
        op = steps[at][0]
        if op == "fi":
            return at if steps[at - 1][0] == "R" else -1
        if op not in _SIMPLE and op not in ("J", "fm", "R", "h"):
            return -1
    return -1


class _Lazily(dict[int, Types]):
    """The values of a body's steps over all its calls, each computed when it is asked for."""

    def __init__(self, engine: Engine, where: Where):
        super().__init__()
        self.engine = engine
        self.where = where

    def __missing__(self, n: int) -> Types:
        found = self[n] = lazy.value(self.engine, self.where, n)
        return found


class Inside(Narrowing):
    """The body of a function, asked what its conditions tell about a parameter."""

    def __init__(self, engine: Engine, where: Where, depth: int, given: Env):
        super().__init__(engine, where)
        self.types = _Lazily(engine, where)
        self.given = given
        self.deep = False
        self.helped = depth

    def operand(self, n: int) -> Types:
        return self.types[n]


def left(engine: Engine, t: Tested, name: str, known: Types, truth: bool | None, depth: int) -> Types | None:
    """What is left of the values of an argument; *truth*: of the result, None where the call just comes back.

    None: with an argument that has no other values this never happens.
    """
    program = engine.program(t.body)
    if depth >= _DEEPEST or len(program.stores.get(name, ())) != 1:
        return known
    env: Env = {name: known}
    inside = Inside(engine, t.body, depth + 1, dict(env))
    tests = [(t.test, truth)] if truth is not None else [(n, False) for n in t.demands]
    for step, wanted in tests:
        found = inside.narrowed(env, step, wanted) if step >= 0 else env
        if found is None:
            return None
        env = found
    return env[name]


def at_arguments(t: Tested, words: list[str]) -> list[tuple[str, int]]:
    """(parameter, the step of what is passed to it) of a call whose arguments are plain."""
    out = []
    for i, w in enumerate(words[2:]):
        name, _, step = w.rpartition("=")
        if w[0] == "*":
            break
        if not name and i < len(t.params):
            out.append((t.params[i], int(step)))
        elif name in t.params:
            out.append((name, int(step)))
    return out


__all__ = ["at_arguments", "left", "told"]
