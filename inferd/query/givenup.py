"""Where inference gave up, and why: the causes for which receivers of attributes are not known.

For each attribute whose receiver no rule and no type decides, what it is read from is followed back to where the
unknown first comes in: a parameter of which no call is known, a result that nothing tells, an import that leads
nowhere, an attribute that no class is known to have.  One row for each such place, with the number of attributes that
hang on it: what is worth an annotation, a stub, or work on inference.
"""

from collections.abc import Iterable
from typing import Any

from inferd.inference.definitions import members
from inferd.inference.engine import Where
from inferd.inference.scopes import frames, lazy
from inferd.inference.types import ANY, UNKNOWN, Types, text
from inferd.model import POSSIBLE, Reference
from inferd.query import evidence
from inferd.query.rows import row
from inferd.query.types import Step, Typing
from inferd.query.view import View, some_roles
from inferd.syntax import facts as F

_ATTRIBUTES = some_roles(F.ATTRIBUTE)
_DEEPEST = 20  # steps back
_STORES = frozenset(("s", "sa", "sp", "p", "w", "S", "sm"))
Cause = tuple[Where, int, str]


def given_up(view: View, files: Iterable[int]) -> list[Reference]:
    """The causes for the receivers in some files that are not known, in the order of their places."""
    typing = view.typing
    if typing is None:
        return []
    found: dict[Cause, int] = {}
    for file in files:
        for block in view.blocks_of_file(file):
            for k, *_ in block.having(_ATTRIBUTES):
                if view.meaning(block, k):
                    continue
                types = typing.computed(block, k)
                step = typing.step_of(block, k)
                if UNKNOWN not in types or step is None:
                    continue
                words = typing.engine.program(step.where).steps[step.number]
                if words[0] not in ("a", "A", "X", "Aa"):
                    continue
                cause = _cause(typing, Step(step.where, int(words[1])))
                found[cause] = found.get(cause, 0) + 1
    out = []
    for (where, n, why), count in found.items():
        place = typing.ties(where.file).place_of(where.scope, _named(typing, where, n))
        if place is not None:
            said: dict[str, Any] = {"kind": "static", "why": why, "attributes": count}
            out.append(row(*place, "", POSSIBLE, (said,)))
    return sorted(out, key=lambda r: (r.path, r.line, r.column, r.evidence[0]["why"]))


def _named(typing: Typing, where: Where, n: int) -> int:
    """The nearest step before, or at, a step that names something; what an import binds stands behind it."""
    words = typing.engine.program(where).steps
    if words[n][0] in ("fr", "im"):
        n = next((m for m in range(n + 1, len(words)) if words[m][0] == "s" and words[m][2] == str(n)), n)
    steps = typing.ties(where.file).steps(where.scope)
    near = [m for m in steps if m <= n]
    return near[-1] if near else steps[0] if steps else n


def _types(typing: Typing, where: Where, n: int) -> Types:
    types = frames.run(typing.engine, where).types[n]
    return types or lazy.value(typing.engine, where, n)


def _cause(typing: Typing, step: Step) -> Cause:
    """Where the unknown comes in that a step's value has in it."""
    seen: set[Step] = set()
    while True:
        found = _before(typing, step) if len(seen) < _DEEPEST else "what it is read from goes back too far"
        if isinstance(found, str):
            return step.where, step.number, found
        if not isinstance(found, Step):
            return found
        if found in seen:
            return step.where, step.number, "it is made from itself"
        seen.add(step)
        step = found


def _before(typing: Typing, step: Step) -> "Step | Cause | str":
    """The step that makes another one unknown, or why, and perhaps where, that begins."""
    where, n = step
    words = typing.engine.program(where).steps[n]
    op = words[0]
    if op == "l":
        return _variable(typing, where, n, words[1])
    if op in ("a", "i", "nx", "it", "ai", "un", "aw", "en", "ae", "w", "(", "u", "b", "B", "M", "ph", ";", "]"):
        parts = [int(w) for w in words[1:] if w.isdigit()] if op not in ("a", "un") else [int(words[1])]
        if op == "(" or op == "i":
            parts = parts[:1]
        elif op == "w":
            parts = [int(words[2])]
        for part in parts:
            if UNKNOWN in _types(typing, where, part):
                return Step(where, part)
        of = _types(typing, where, parts[0]) if parts else ()
        named = " or ".join(sorted({text(v) for v in typing.engine.widened(of)})[:2])
        if op == "a":
            return _attribute(typing, of, words[2], named or "it")
        if op == "(":
            return f"what {named or 'this'} gives is not known"
        return f"what {named or 'this'} holds is not known"
    if op == "fr" or op == "im":
        return _import(typing, words)
    if op == "y":
        return "what is sent into a generator is not known"
    return "what is written there is not understood"


def _attribute(typing: Typing, receiver: Types, name: str, named: str) -> "Step | str":
    """The step of what is put into an attribute that makes it unknown, or why that is."""
    is_there = False
    for v in typing.engine.widened(receiver):
        found = members.find(typing.engine, v.cls, name) if v[-1] in ("instance", "class") else None
        for where, n in found[1].places if found is not None else ():
            is_there = True
            words = typing.engine.program(where).steps[n]
            if words[0] == "A" and not where.space and UNKNOWN in _types(typing, where, int(words[3])):
                return Step(where, int(words[3]))
    return f"what {name} of {named} is, is not known" if is_there else f"{named} is not known to have {name}"


def _variable(typing: Typing, where: Where, n: int, name: str) -> "Step | Cause | str":
    engine = typing.engine
    at: Where | None = where
    while at is not None:
        program = engine.program(at)
        if name in program.outer:
            at = Where(where.space, where.file, 0) if program.outer[name] == "g" else engine.parent(at)
            continue
        stores = [m for m, w in enumerate(program.steps) if w[0] in _STORES and w[1] == name]
        if stores and (at is where or engine.kind(at) != "class"):
            chosen = evidence.reaching(typing, at, name, n) if at is where else stores
            for m in chosen or stores:
                words = program.steps[m]
                if words[0] == "p":
                    return at, m, _parameter(typing, at, m, name)
                if words[0] == "sm":
                    return _import(typing, ["im", "0", words[2]])
                value = words[3] if words[0] in ("sa", "sp") else words[2]
                if value != "-" and UNKNOWN in _types(typing, at, int(value)):
                    return Step(at, int(value))
            return f"what {name} holds here is not known"
        at = engine.parent(at)
    return f"what the name {name} stands for is not known"


def _parameter(typing: Typing, where: Where, n: int, name: str) -> str:
    if typing.engine.program(where).is_of_lambda(n):
        return f"what the lambda's {name} is given is not known"
    function = typing.engine.qualname(where).rpartition(".")[2]
    if typing.engine.flow is None:
        return f"{name} has no annotation, and calls are not followed in a project of this size"
    if not lazy.calls_known(typing.engine, where):
        return f"no call of {function} is known, and {name} has no annotation"
    if many := lazy.given_too_many(typing.engine, where, name):
        return f"{name} of {function} is given {many} types, more than are told apart"
    if lazy.passed(typing.engine, where, name) == ANY:
        return f"no call shows what {name} of {function} is, and it has no annotation"
    return f"{name} of {function} is given what is known, and something that is not"


def _import(typing: Typing, words: list[str]) -> str:
    module = "." * int(words[1]) + words[2]
    if not int(words[1]) and typing.world.outside(words[2].partition(".")[0]) is None:
        return f"{module} is neither in the project nor in its environment"
    name = f"{words[3]} of {module}" if words[0] == "fr" else module
    return f"what {name} is, is not known"


__all__ = ["given_up"]
