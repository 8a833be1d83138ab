"""What is done to a piece of one file: extract, introduce a parameter, change occurrences in a scope, generate.

A *range* is `path:LINE:COL-LINE:COL`, from the first character to the one behind the last, or `path:LINE-LINE`, whole
lines.
"""

import ast
import re

from rope.contrib import generate as rope_generate
from rope.refactor.extract import ExtractMethod, ExtractVariable
from rope.refactor.introduce_parameter import IntroduceParameter
from rope.refactor.rename import ChangeOccurrences

from inferd.errors import InferdError
from inferd.index.resolve import Outside
from inferd.model import ChangePlan
from inferd.query import targets as T
from inferd.query.view import Dangling
from inferd.refactor import parameters as P
from inferd.refactor import rope_mended
from inferd.refactor.naming import check_name
from inferd.refactor.parameters import Malformed
from inferd.refactor.rope_seam import TreeFile, Work, refused

KINDS = ("function", "method", "staticmethod", "classmethod", "variable")
GENERATED = ("function", "class", "variable", "module", "package")
_RANGE = re.compile(r"(?P<path>.+?):(?P<line>\d+)(?::(?P<column>\d+))?-(?P<end>\d+)(?::(?P<end_column>\d+))?")


def span(work: Work, target: str) -> tuple[TreeFile, int, int]:
    """The file and the offsets of a range."""
    found = _RANGE.fullmatch(target)
    if found is None or (found["column"] is None) != (found["end_column"] is None):
        raise InferdError(f"{target} is not a range", "give path/file.py:LINE:COL-LINE:COL, or path/file.py:LINE-LINE")
    path = work.known(found["path"])
    resource = work.resource(path)
    seen = work.tree.seen(path)
    line, end = int(found["line"]), int(found["end"])
    if not 1 <= line <= end <= len(seen.lines):
        raise InferdError(f"{target}: the file has {len(seen.lines)} lines")
    if found["column"] is None:
        return resource, seen.starts[line - 1], seen.starts[end]
    start, stop = seen.offset(line, int(found["column"]) - 1), seen.offset(end, int(found["end_column"]) - 1)
    if start >= stop:
        raise InferdError(f"{target}: the range is empty")
    return resource, start, stop


def extract(
    work: Work, target: str, name: str, *, kind: str = "function", similar: bool = False, everywhere: bool = False
) -> ChangePlan:
    """Make a function, a method or a variable of a range, and use it there.

    *similar*: elsewhere in the same scope too, where the same stands.  *everywhere*: let it be one of the module.
    """
    if kind not in KINDS:
        raise InferdError(f"kind: {kind} is none of {', '.join(KINDS)}")
    check_name(name)
    resource, start, stop = span(work, target)
    what = ExtractVariable if kind == "variable" else ExtractMethod
    line = work.tree.seen(resource.path).position(start)[0]

    def ask() -> object:
        rope_kind = None if kind in ("variable", "function") else kind
        task = what(work.project, resource, start, stop)
        return task.get_changes(name, similar=similar, global_=everywhere, kind=rope_kind)

    work.take(work.ask(ask, resource.path, line))
    return work.plan(f"extract {kind} {name} from {resource.path}:{line}", target)


def introduce_parameter(work: Work, target: str, name: str) -> ChangePlan:
    """Let a function take what an expression in it is, with that expression as the default."""
    check_name(name)
    resource, offset = work.place(target)
    path = resource.path
    seen = work.tree.seen(path)
    line = seen.position(offset)[0]
    task = parameter_task(work, resource, offset)
    node, primary = task.pyfunction.get_ast(), task._get_primary()
    words = P.Words(seen.text, {})
    at = seen.text.index("def", words.span(node)[0]) + 3
    at += len(seen.text[at:]) - len(seen.text[at:].lstrip(" \t\\\n")) + len(node.name)
    try:
        inside = P.brackets(seen.text, at)
        found = P.parameters(seen.text, node)
    except Malformed as error:
        raise refused(str(error), path, node.lineno) from error
    if inside.has_comment:
        raise refused("a comment stands between the parameters", path, node.lineno, "move it out of the brackets")
    new = P.Parameter(name, P.NORMAL, name, primary)
    cut = next((i for i, p in enumerate(found) if p.kind in (P.STAR, P.KEYWORD, P.DOUBLE)), len(found))
    wrong = P.problem([*found[:cut], new, *found[cut:]])
    if wrong:
        raise refused(f"the signature would be none: {wrong}", path, node.lineno)
    words.changes[inside.start, inside.end] = P.laid_out(seen.text, inside, P.listed([*found[:cut], new, *found[cut:]]))
    collected: list[tuple[int, int]] = []

    class Collector:
        def add_change(self, start: int, end: int, text: str) -> None:
            del text
            collected.append((start, end))

    start, stop = words.span(node.body[0])[0], words.span(node)[1]
    work.ask(lambda: task._change_function_occurrences(Collector(), start, stop, name), path, line)
    for region in collected:
        words.changes[region] = name
    work.texts[path] = words.whole()
    return work.plan(f"introduce the parameter {name} in {path}:{node.lineno}", target)


def parameter_task(work: Work, resource: TreeFile, offset: int) -> IntroduceParameter:
    """The refactoring of rope's at a place, where what stands there can be a default."""
    path = resource.path
    seen = work.tree.seen(path)
    line = seen.position(offset)[0]
    task = work.ask(lambda: IntroduceParameter(work.project, resource, offset), path, line)
    node = task.pyfunction.get_ast()
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        raise refused("only a function takes a parameter", path, line)
    primary = task._get_primary()
    names = [n.id for n in _names(primary) if isinstance(n, ast.Name)]
    if not names:
        raise refused("no name or attribute stands here", path, line)
    own = set(task.pyfunction.get_scope().get_names())
    inner = next((n for n in names if n in own), None)
    if inner is not None:
        raise refused(f"{primary} hangs on {inner}, which is the function's own: a default cannot", path, line)
    return task


def _check_free(work: Work, path: str, offset: int) -> None:
    """What is to be generated does not exist yet."""
    line, column = work.tree.seen(path).position(offset)
    found = T.at_position(work.view, path, line, column + 1)
    if found is None:
        raise refused("no name stands here", path, line)
    if any(not isinstance(e, (Dangling, Outside)) for e in T.entities_at(work.view, *found)):
        block, k = found
        raise refused(f"{block.names[block.o[k * 6]]} stands for something already", path, line)


def _names(expression: str) -> list[ast.AST]:
    try:
        return list(ast.walk(ast.parse(expression, mode="eval")))
    except (SyntaxError, ValueError):
        return []


def change_occurrences(
    work: Work, target: str, text: str, *, calls: bool = False, reads: bool = True, writes: bool = True
) -> ChangePlan:
    """Put other words where a name stands in the scope around a place; what the name stands for stays as it is."""
    resource, offset = work.place(target)
    try:
        ast.parse(text, mode="eval")
    except (SyntaxError, ValueError):
        raise InferdError(f"{text!r} is no expression", "occurrences are replaced by a name or an expression") from None
    line = work.tree.seen(resource.path).position(offset)[0]

    def ask() -> object:
        task = ChangeOccurrences(work.project, resource, offset)
        if task.old_pyname is None:
            raise refused("nothing is known of what stands here", resource.path, line)
        return task.get_changes(text, only_calls=calls, reads=reads, writes=writes)

    work.take(work.ask(ask, resource.path, line))
    return work.plan(f"change occurrences at {resource.path}:{line} to {text}", target)


def generate(work: Work, target: str, kind: str = "function") -> ChangePlan:
    """Make what a name that is used at a place, and does not exist, should stand for."""
    if kind not in GENERATED:
        raise InferdError(f"kind: {kind} is none of {', '.join(GENERATED)}")
    resource, offset = work.place(target)
    path = resource.path
    line = work.tree.seen(path).position(offset)[0]
    _check_free(work, path, offset)

    def ask() -> object:
        task = rope_generate.create_generate(kind, work.project, resource, offset)
        changes = task.get_changes()
        rope_mended.root_paths(work.project, changes)
        return changes

    work.take(work.ask(ask, path, line))
    return work.plan(f"generate a {kind} at {path}:{line}", target)
