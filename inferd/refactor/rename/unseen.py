"""What uses names without mentioning them: pytest, `locals()`, `**`, what writes files, files that are no Python."""

import ast
import os
import re
from collections.abc import Collection, Mapping, Set

from inferd.index.hierarchy import Opaque
from inferd.index.outside import outside_member
from inferd.query import targets as T
from inferd.query.impact import is_test_path
from inferd.query.kin import Use
from inferd.query.view import Block
from inferd.refactor.rename.family import files_that_call, method_of, siblings
from inferd.refactor.rename.task import Task, is_dunder
from inferd.refactor.rename.trees import nodes
from inferd.refactor.rename.written import SETTINGS
from inferd.syntax import facts as F

_SEES_LOCALS = frozenset(("locals", "eval", "exec"))


def check_variables(task: Task, handled: Set[tuple[str, int]]) -> None:
    """Locals and parameters: what reads them by name without naming them; *handled*: calls that were taken care of."""
    view, old = task.view, task.kin.name
    for s in task.kin.subjects:
        if not isinstance(s, T.Variable):
            continue
        record = view.reader.block(s.block)
        assert record is not None
        block = view.wrap(record)
        for word in sorted(_SEES_LOCALS):
            for k in block.positions(word):
                if (block.file.path, block.place(k)[0]) in handled:
                    continue
                if block.o[k * 6 + 3] & F.ROLE_MASK == F.CALL and _within(block, block.o[k * 6 + 4], s.scope):
                    task.refuse_at(block, k, f"{word}() may read the variable by its name")
        if block.s[s.scope * 7] != F.FUNCTION or not T.parameter_in(block, s.scope, old):
            continue
        _check_parameter(task, block, s, old)


def _check_parameter(task: Task, block: Block, s: T.Variable, old: str) -> None:
    view = task.view
    record = block.s[s.scope * 7 + 1]
    function = block.names[block.o[record * 6]]
    path, line = block.file.path, block.place(record)[0]
    flags = block.s[s.scope * 7 + 6]
    method = method_of(block, s)
    together = {(x.block, x.scope) for x in task.kin.subjects if isinstance(x, T.Variable)}
    for other, scope in siblings(view, s):
        if (other.row.id, scope) not in together:
            where = f"{other.file.path}:{other.row.line + other.s[scope * 7 + 3]}"
            task.warnings.append(
                f"{where}: {other.scope_name(scope)}, of the same family, has a parameter {old} too; it stays"
            )
    if method is not None:
        for node in view.hierarchy.mro(method[0]):
            if not isinstance(node, Opaque) or not node.symbol or is_dunder(function):
                continue
            if outside_member(node.symbol, function):
                base = node.symbol.replace(":", ".")
                task.warnings.append(f"{path}:{line}: {base} has a method {function}; it may pass {old} by its name")
    if flags & F.S_DECORATED:
        task.warnings.append(f"{path}:{line}: {function} is decorated; a decorator may pass {old} by its name")
    is_test = is_test_path(path) and (function.startswith("test") or _is_fixture(block))
    if is_test and not (method and _first_parameter(block, s)):
        task.refuse(path, line, f"pytest passes {old} to {function} by its name")
    near = files_that_call(task)
    called = block.class_around(s.scope).rpartition(".")[2] if function in ("__init__", "__new__") else function
    stars = 0
    for other in view.blocks_of_name(called):
        if other.row.file_id in near and other.file.status != "skipped":
            stars += _starred_calls(task, other, called)
    if stars:
        calls = f"{stars} calls of {function} pass" if stars > 1 else f"a call of {function} passes"
        task.warnings.append(f"{calls} a dictionary with **, which may hold {old!r}")


def _first_parameter(block: Block, s: T.Variable) -> bool:
    first = block.s[s.scope * 7 + 5]
    return first >= 0 and block.names[first] == s.name


def _starred_calls(task: Task, block: Block, function: str) -> int:
    """How many calls in a block that are written with this name pass `**something`."""
    count = 0
    for node in nodes(task.texts.part(block, _STARS)[0]):
        if isinstance(node, ast.Call) and any(k.arg is None for k in node.keywords):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            count += called == function
    return count


_STARS = re.compile(r"\*\*")


def _within(block: Block, scope: int, outer: int) -> bool:
    while scope >= 0:
        if scope == outer:
            return True
        scope = block.s[scope * 7 + 2]
    return False


def _is_fixture(block: Block) -> bool:
    return any(block.o[k * 6 + 3] & F.DECORATOR for k in block.positions("fixture"))


_GENERATED = re.compile(
    r"@generated\b|\bauto-?generated\b|\bgenerated\b.*\bdo(?: not|n't) (?:edit|modify|change)"
    r"|\bdo(?: not|n't) (?:edit|modify|change)\b.*\bgenerated\b",
    re.IGNORECASE,
)
_HEAD = 12  # lines in which a file says that it is generated


def check_generated(task: Task, taken: Collection[Use]) -> None:
    """Files that say of themselves that a program writes them: what is changed there comes back the next time."""
    told: dict[str, int] = {}
    for use in taken:
        path = use.block.file.path
        if path not in told:
            comments = [line for line in task.texts.lines(path)[:_HEAD] if line.lstrip().startswith("#")]
            told[path] = 1 if _GENERATED.search(" ".join(comments)) else 0
        if told[path]:
            told[path] += 1
            if use.role in (F.DEFINITION, F.PARAMETER):
                task.refuse_at(use.block, use.k, "the file says that it is generated: change what makes it")
    for path, count in sorted(told.items()):
        if count > 1:
            task.warnings.append(f"{path} says that it is generated; what is changed there may come back")


def check_pytest(task: Task) -> None:
    """Names that pytest reads: fixtures, hooks, and what it collects."""
    view, old, new = task.view, task.kin.name, task.new
    for s in task.kin.subjects:
        if isinstance(s, T.Global):
            places = view.definitions(s.module, s.name)
        elif isinstance(s, T.Attribute):
            places = view.members(s.name).get(s.cls, [])
        else:
            continue
        for block, k in places:
            if block.o[k * 6 + 3] & F.ROLE_MASK != F.DEFINITION:
                continue
            if _is_fixture(block):
                task.refuse_at(block, k, f"pytest passes the fixture {old} to parameters of this name")
            elif old.startswith("pytest_"):
                task.refuse_at(block, k, "pytest calls its hooks by their names")
            elif is_test_path(block.file.path):
                for prefix in ("test", "Test"):
                    if old.startswith(prefix) and not new.startswith(prefix):
                        where = f"{block.file.path}:{block.place(k)[0]}"
                        task.warnings.append(f"{where}: under its new name it may no longer be collected as a test")


def check_text(task: Task, root: str, mended: Mapping[str, int]) -> None:
    """Text that is not analysed and mentions the name: files that could not be parsed, and entry points; *mended*: how
    many mentions of a file are changed.
    """
    old = task.kin.name
    if not any(isinstance(s, (T.Global, T.Attribute, T.ModuleSubject)) for s in task.kin.subjects):
        return
    for path, reason in task.view.reader.not_analysed():
        count = _mentions(os.path.join(root, path), old) - mended.get(path, 0)
        if count > 0:
            task.warnings.append(f"{path} is not analysed ({reason}) and mentions {old} {_times(count)}")
    for path in SETTINGS:
        count = _mentions(os.path.join(root, path), old) - mended.get(path, 0)
        if count > 0:
            task.warnings.append(f"{path} mentions {old} {_times(count)}; that is not changed")


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _mentions(path: str, word: str) -> int:
    try:
        with open(path, "rb") as f:
            data = f.read(4 << 20)
    except OSError:
        return 0
    return len(re.findall(rb"(?<![\w])" + re.escape(word.encode()) + rb"(?![\w])", data))
