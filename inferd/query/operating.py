"""What flow programs tell of when something runs: special methods, lambdas of modules and classes, scripts.

`scopes`   Who calls `__mul__` never mentions it, so the search for tests follows everybody who mentions the class.  But
           the operator has to be written somewhere: the scopes that have it, on something that may be of the class; or
           a function that is known to use it (`sum`, `copy`).
`is_of_script`  Whether it stands under `if __name__ == "__main__":`.
`waits`    Whether what stands in a lambda, in a statement of a module or a class, runs later than that statement.

Only what has to be written is told so: `==`, `[]`, iteration, truth and calls are asked for by much that does not show
it, so `__eq__`, `__getitem__` and the like are left to the search alone.
"""

import operator
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from inferd.index.hierarchy import Class
from inferd.inference.definitions.classes import info
from inferd.inference.engine import Engine, Where
from inferd.inference.scopes import frames
from inferd.inference.types import UNKNOWN, Types
from inferd.query import targets as T
from inferd.query.types import Typing
from inferd.query.view import Block, View

_BINARY = {
    "add": "Add", "sub": "Sub", "mul": "Mult", "matmul": "MatMult", "truediv": "Div", "floordiv": "FloorDiv",
    "mod": "Mod", "pow": "Pow", "lshift": "LShift", "rshift": "RShift", "and": "BitAnd", "or": "BitOr",
    "xor": "BitXor",
}  # fmt: skip
_UNARY = {"neg": "USub", "pos": "UAdd", "invert": "Invert"}
_COMPARED = {"lt": ("Lt", "Gt"), "gt": ("Lt", "Gt"), "le": ("LtE", "GtE"), "ge": ("LtE", "GtE")}
_COPIED = (
    "copy deepcopy pickle dill cloudpickle dump dumps load loads Pool Process ProcessPoolExecutor Manager submit "
    "shelve multiprocessing"
)
_SHOWN = (
    "repr str format ascii print format_map pprint pformat write debug info warning warn error "
    "exception critical log fatal raises warns assertRaisesRegex assertWarnsRegex echo render reprlib exit fail"
)
_ORDERED = (
    "sorted sort min max bisect bisect_left bisect_right insort insort_left insort_right heapify heappush heappop "
    "merge nlargest nsmallest heapreplace heappushpop assertLess assertLessEqual assertGreater assertGreaterEqual "
    "total_ordering"
)
_FUNCTIONS = frozenset(name for name in dir(operator) if not name.startswith("_"))
_TOLD = frozenset(("instance", "literal", "none", "tuple", "module", "function", "bound", "class"))
_MOST = 400  # scopes whose operands are looked at


Steps = Sequence[Sequence[str]]


class Written(NamedTuple):
    """What has to be written somewhere for a special method to run: steps (their first words, `*` for any), or one of
    the names of functions that use it for those who call them.
    """

    steps: frozenset[tuple[str, str]]
    names: frozenset[str]


def written(name: str) -> Written | None:
    """What shows that a method of this name runs; None for one that runs without."""
    if not (name.startswith("__") and name.endswith("__")):
        return None
    word = name[2:-2]
    if word in _UNARY:
        return _of([("u", _UNARY[word])])
    for lead in ("", "r", "i"):
        bare = word.removeprefix(lead) if word.startswith(lead) else ""
        if bare in _BINARY:
            also = {"add": "sum", "pow": "pow", "floordiv": "divmod", "mod": "divmod format"}.get(bare, "")
            return _of([("b", _BINARY[bare]), ("B", _BINARY[bare])], f"{also} reduce accumulate")
    if word in _COMPARED:
        return _of([("C", op) for op in _COMPARED[word]], _ORDERED)
    if word == "contains":
        return _of([("C", "In"), ("C", "NotIn")], "assertIn assertNotIn")
    if word in ("enter", "exit", "aenter", "aexit"):
        return _of([("en", "*"), ("ae", "*")], "enter_context push enter_async_context contextmanager")
    if word in ("getstate", "setstate", "reduce", "reduce_ex", "copy", "deepcopy", "getnewargs", "getnewargs_ex"):
        return _of([], _COPIED)
    if word in ("repr", "str", "format"):
        return _of([("fm", "*"), ("b", "Mod"), ("B", "Mod")], _SHOWN)
    return None


def _of(steps: list[tuple[str, str]], names: str = "") -> Written:
    return Written(frozenset(steps), frozenset(names.split()))


def scopes(view: View, subjects: Iterable[T.Subject]) -> list[tuple[str, str, str]] | None:
    """(module, path, qualified name) of the functions, of the variables of modules that hold lambdas, and '' for what
    runs at import, with the operators that subjects are, on something that may be of their classes; None where not all
    of them are operators.
    """
    typing = view.typing
    if typing is None:
        return None
    found: set[Written] = set()
    classes: set[Class] = set()
    own: set[str] = set()
    for s in subjects:
        shows = written(s.name) if isinstance(s, T.Attribute) else None
        if shows is None or not isinstance(s, T.Attribute):
            return None
        found.add(shows)
        own.add(s.name)
        classes |= {s.cls, *view.hierarchy.descendants(s.cls)}
    if not found:
        return None
    steps_of = frozenset(step for shows in found for step in shows.steps)
    names_of = frozenset({*own, *(name for shows in found for name in shows.names)})
    operators = {b.row.file_id for b in view.blocks_of_name("operator")} if steps_of else set()
    out: dict[tuple[str, str, str], None] = {}
    looked = 0
    for file in view.reader.files():
        if not file.path.endswith(".py") or file.status == "skipped":
            continue
        names = names_of | _FUNCTIONS if file.id in operators else names_of
        for number, scope in enumerate(typing.engine.tree("", file.id).scopes):
            where = Where("", file.id, number)
            steps = typing.engine.program(where).steps
            in_class = scope.kind == "class"
            named = [
                n
                for n, w in enumerate(steps)
                if (w[0] == "l" and w[1] in names and not (in_class and w[1] in own))  # `__rmul__ = __mul__`
                or (w[0] == "a" and w[2] in names)
            ]
            called = {int(w[1]): n for n, w in enumerate(steps) if w[0] == "(" and w[1].isdigit()} if named else {}
            named = [n for n in named if n in called or _is_handed(steps, n)]
            by_name = any(n not in called for n in named)
            used = [n for n, w in enumerate(steps) if _is(w, steps_of)] if not by_name else []
            used += [called[n] for n in named] if not by_name else []
            if not by_name and not used:
                continue
            qualname = scope.qualname.partition(".<locals>")[0]
            shows_too = written(qualname.rpartition(".")[2])
            if shows_too is not None and shows_too in found:
                continue  # who gets here has used it before
            looked += len(used) > 0
            if used and looked <= _MOST and not _may_be(typing, where, used, classes):
                continue
            is_function = qualname and "c" not in view.definition_kinds(file.module, qualname)
            later = _kept_in(steps, [*named, *used]) if not qualname else None
            for name in [qualname if is_function else ""] if later is None else later:
                out[file.module, file.path, name] = None
    return list(out)


def _is_handed(steps: Steps, n: int) -> bool:
    """Whether a function that is not called where it is named goes on from there; not so in an annotation."""
    for m in range(n + 1, len(steps)):
        words = steps[m]
        if words[0] == "c" or not _takes(words, n):
            continue
        if words[0] in ("sa", "sp", "Aa"):
            is_on = words[-1] == str(n)
        elif words[0] in ("f", "fa"):
            is_on = f"={n}" in words or f"@{n}" in words
        else:
            is_on = words[0] != "i" and (words[0] != "t" or _is_handed(steps, m))
        if is_on:
            return True
    return False


def _takes(words: Sequence[str], n: int) -> bool:
    """Whether a step takes what another one makes."""
    begin = 3 if words[0] in ("f", "fa", "k") else 1
    return any(str(n) in p.lstrip("*@>=").replace("=", ":").split(":") for p in words[begin:])


def _kept_in(steps: Steps, used: Iterable[int]) -> list[str] | None:
    """The variables that hold the lambdas of a module in which steps are; None where one is in no lambda."""
    out: dict[str, None] = {}
    for n in used:
        depth = sum({"L": 1, "M": -1}.get(w[0], 0) for w in steps[:n])
        if not depth:
            return None
        for m in range(n, len(steps)):
            depth += {"L": 1, "M": -1}.get(steps[m][0], 0)
            if not depth and steps[m][0] in ("s", "sa"):
                out[steps[m][1]] = None
                break
        else:
            return None
    return list(out)


def _is(words: list[str], wanted: frozenset[tuple[str, str]]) -> bool:
    if words[0] == "C":
        return any(("C", w) in wanted for w in words[2::2])
    return (words[0], words[1] if len(words) > 1 else "") in wanted or (words[0], "*") in wanted


def _may_be(typing: Typing, where: Where, used: list[int], classes: set[Class]) -> bool:
    """Whether an operand of one of these steps may be of one of the classes."""
    frame = frames.run(typing.engine, where)
    for n in used:
        words = frame.steps[n]
        if words[0] == "(":
            callee = frame.steps[int(words[1])]
            given = [w.rpartition("=")[2].lstrip("*") for w in words[2:]] + (callee[1:2] if callee[0] == "a" else [])
            if any(_holds(typing.engine, frame.types[int(v)], classes) for v in given):
                return True
            continue
        given = words[1:2] if words[0] == "fm" else words[1:]
        if any(_may(frame.types[int(v)], classes) for v in given if v.isdigit()):
            return True
    return False


def _holds(engine: Engine, types: Types, classes: set[Class]) -> bool:
    """Whether a value may be of one of the classes, or hold one that is: an object of the project may hold any."""
    if _may(types, classes):
        return True
    for v in types:
        if v[-1] == "instance" and (not v.cls.space or (not v.args and info(engine, v.cls).params)):
            return True
        parts = v.args if v[-1] == "instance" else v.items if v[-1] == "tuple" else ()
        if any(part and _holds(engine, part, classes) for part in parts):
            return True
    return False


def _may(types: Types, classes: set[Class]) -> bool:
    for v in types:
        if v == UNKNOWN or v[-1] not in _TOLD:
            return True
        if v[-1] == "instance" and not v.cls.space and Class(v.cls.module, v.cls.name) in classes:
            return True
    return not types


def is_of_script(view: View, block: Block, k: int) -> bool:
    """Whether an occurrence runs only where its file is the script: under `if __name__ == "__main__":`."""
    typing = view.typing
    if typing is None or "__name__" not in block.names:
        return False
    step = typing.step_of(block, k)
    if step is None:
        return False
    steps = typing.engine.program(step.where).steps
    opened: list[bool] = []
    for n in range(step.number):
        word = steps[n][0]
        if word == "if":
            opened.append(_asks_for_script(steps, int(steps[n][1])))
        elif word == "el":
            opened[-1] = False
        elif word == "fi":
            opened.pop()
    return any(opened)


def _asks_for_script(steps: Steps, n: int) -> bool:
    words = steps[n]
    if words[0] != "C" or len(words) != 4 or words[2] != "Eq":
        return False
    sides = {" ".join(steps[int(side)]) for side in (words[1], words[3])}
    return sides == {"l __name__", 'c s"__main__"'}


def waits(view: View, block: Block, k: int) -> bool:
    """Whether an occurrence stands in a lambda that its statement only keeps: in a variable, a display, a default."""
    typing = view.typing
    step = typing.step_of(block, k) if typing is not None else None
    if typing is None or step is None:
        return False
    steps = typing.engine.program(step.where).steps
    opened: list[int] = []
    for n in range(step.number):
        if steps[n][0] == "L":
            opened.append(n)
        elif steps[n][0] == "M":
            opened.pop()
    if not opened:
        return False
    depth = 0
    end = opened[0]
    for n in range(opened[0], len(steps)):
        depth += {"L": 1, "M": -1}.get(steps[n][0], 0)
        if not depth:
            end = n
            break
    held = {str(opened[0]), str(end)}
    for n in range(end + 1, len(steps)):
        words = steps[n]
        parts = {p.rpartition("=")[2].rpartition(":")[2].lstrip("*@>") for p in words[1:]}
        if words[0] in ("t", "h") and not held.isdisjoint(parts | {p.partition(":")[0] for p in words[1:]}):
            held.add(str(n))
        elif words[0] == "(" and not held.isdisjoint(parts):
            return False
    return True
