"""Names that are put together at run time: what is renamed may be got by one of them, and then nothing mentions it.

Put together   `getattr(self, "visit_" + kind)` in a class gets its members, `globals()["_OLD_" + name]` a module's
Visited        `getattr(visitor, "visit_" + kind)` of other objects gets methods of anybody
Named after    `getattr(self, "visit_" + type(node).__name__)`: the name of a class is a part of that of a member
"""

import ast
import re
import textwrap
from collections.abc import Collection, Mapping

from inferd.index.hierarchy import Class
from inferd.model import plain
from inferd.query import targets as T
from inferd.query.kin import Use
from inferd.query.view import Block, View
from inferd.refactor.rename.collisions import receivers
from inferd.refactor.rename.keys import last_name, line_of
from inferd.refactor.rename.made_names import beginning, computed_names, names_made
from inferd.refactor.rename.task import Task
from inferd.syntax import facts as F


def check_dispatch(task: Task, taken: Collection[Use]) -> None:
    """Members that their class gets by names which it puts together: `getattr(self, "visit_" + kind)`.

    Where the beginning of these names is known, it decides; else only a member that nothing mentions is taken for one,
    and only by a class in the same file: a base far away that looks up anything says little.
    """
    view, old = task.view, task.kin.name
    if not task.kin.classes:
        return
    if "looking up" not in view.kept:
        view.kept["looking up"] = _looking_up(view)
    lookers: dict[Class, list[Block]] = view.kept["looking up"]
    uses = (*taken, *task.kin.sure.values(), *task.kin.possible.values())
    mentioned = any(u.role not in (F.DEFINITION, F.WRITE) for u in uses)
    for cls in task.kin.classes:
        for block, k in view.members(old).get(cls, ()):
            if block.o[k * 6 + 3] & F.ROLE_MASK not in (F.DEFINITION, F.WRITE):
                continue
            for path, line, start, is_made in _dispatches(task, cls, lookers):
                is_near = path == block.file.path
                if not old.startswith(start) or (not start and not is_near and not is_made):
                    continue
                found = [b for b, is_among in _in_file(task, path, line) if is_among and old.startswith(b)]
                start = max(found, default="")
                if found and (start or (not mentioned and is_near)):
                    how = f"names that begin with {start}" if start else "names that are put together at run time"
                    task.refuse_at(block, k, f"{path}:{line} gets members of this class by {how}")
                    break
            else:
                if not mentioned:
                    _check_visited(task, block, k)
            break


def _parsed(task: Task, block: Block) -> ast.Module | None:
    """The tree of a block by itself; None where it cannot be parsed."""
    first = block.row.line
    lines = task.texts.lines(block.file.path)[first - 1 : first - 1 + block.row.lines]
    try:
        return ast.parse(textwrap.dedent("".join(lines)), "<inferd>")
    except (SyntaxError, ValueError, RecursionError):
        return None


def _check_visited(task: Task, block: Block, k: int) -> None:
    """A method that nothing mentions, whose name begins as those do that are asked of other objects: `visit_Name`."""
    view = task.view
    scope = T.scope_defined(block, k)
    if scope < 0 or block.s[scope * 7] != F.FUNCTION:
        return
    for other in view.blocks_of_name("getattr", 1 << F.CALL):
        if other.row.stale:
            continue
        tree = _parsed(task, other)
        if tree is None:
            continue
        first = other.row.line
        for line, start, _ in computed_names(tree, of_self=False):
            if len(start) > 2 and task.kin.name.startswith(start):
                where = f"{other.file.path}:{first + line - 1}"
                task.refuse_at(block, k, f"{where} gets members of objects by names that begin with {start}")
                return


def _dispatches(task: Task, cls: Class, lookers: Mapping[Class, list[Block]]) -> list[tuple[str, int, str, bool]]:
    """(path, line, how the names begin, whether a function makes them) of the calls of `getattr(self, ...)` in a class
    and its bases whose name is not written out.
    """
    view = task.view
    out = []
    for c in [n for n in view.hierarchy.mro(cls) if isinstance(n, Class)]:
        for block in lookers.get(c, ()):
            tree = _parsed(task, block)
            if tree is None:
                continue
            first = block.row.line
            for line, start, name in computed_names(tree):
                out.append((block.file.path, first + line - 1, start, isinstance(name, ast.Call)))
    return out


def _in_file(task: Task, path: str, line: int) -> list[tuple[str, bool]]:
    """(how the names begin, whether the old name is among them) of the same calls in a line, by the whole file: a table
    or a function elsewhere in it tells more.
    """
    try:
        tree = ast.parse("".join(task.texts.lines(path)), "<inferd>")
    except (SyntaxError, ValueError, RecursionError):
        return []
    old = task.kin.name
    return [(start, old in names_made(tree, name, old)) for at, start, name in computed_names(tree) if at == line]


def _looking_up(view: View) -> dict[Class, list[Block]]:
    """The blocks of classes in which `getattr(self, ...)` is called with a name that is not written out."""
    out: dict[Class, list[Block]] = {}
    for block in view.blocks_of_name("getattr", 1 << F.CALL):
        if not block.row.owner or block.row.stale:
            continue
        o = block.o
        for k in block.positions("getattr"):
            after = o[(k + 1) * 6 : (k + 3) * 6]
            if o[k * 6 + 3] & F.ROLE_MASK != F.CALL or not after or block.names[after[0]] not in ("self", "cls"):
                continue
            if len(after) < 12 or after[9] & F.ROLE_MASK != F.STRING or not after[9] & F.BY_GETATTR:
                out.setdefault(Class(block.file.module, plain(block.row.owner)), []).append(block)
                break
    return out


def check_named_after(task: Task) -> None:
    """Classes by whose name members are got: `getattr(self, "visit_" + type(node).__name__)`."""
    view, old = task.view, task.kin.name
    if "c" not in task.kinds():
        return
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", old).lower()
    made: dict[str, str] = {}  # what a member may be called -> how that begins
    for variant in {old, snake, old.lower()}:
        for name in view.reader.names_like("%" + variant.replace("_", "\\_"), 200):
            if name.endswith(variant) and len(name) > len(variant) + 2 and view.members(name):
                made[name] = name[: len(name) - len(variant)]
    if not made:
        return
    for block in view.blocks_of_name("getattr", 1 << F.CALL):
        lines = task.texts.lines(block.file.path) if not block.row.stale else []
        if not any("__name__" in line for line in lines):
            continue
        try:
            tree = ast.parse("".join(lines), "<inferd>")
        except (SyntaxError, ValueError, RecursionError):
            continue
        for line, start, _ in (*computed_names(tree), *computed_names(tree, of_self=False)):
            for name in sorted(n for n, lead in made.items() if lead == start):
                where = min((b.file.path, b.place(k)[0]) for ps in view.members(name).values() for b, k in ps)
                why = f"{block.file.path}:{line} may get {name} ({where[0]}:{where[1]}) by the name of this class"
                task.refuse(*_home(task), why)
                return


def _home(task: Task) -> tuple[str, int]:
    for s in task.kin.subjects:
        for block, k in task.view.definitions(s.module, s.name) if isinstance(s, T.Global) else ():
            return block.file.path, block.place(k)[0]
    return "", 0


_LOOKS_UP = re.compile(
    r"globals\w*\s*(?:\(\))?\s*(?:\[|\.\w)|getattr\(\s*(?:sys\.modules\[|(?:importlib\.)?import_module\()"
)


def check_namespaces(task: Task) -> None:
    """Variables of modules that the modules which have them get by names that are put together:
    `globals()[f"_OLD_{name}"]`.
    """
    if not any(isinstance(s, T.Global) for s in task.kin.subjects):
        return
    old = task.kin.name
    for module, place in receivers(task).items():
        for file in task.view.reader.files_of_module(module):
            text = "".join(task.texts.lines(file.path)) if file.status != "skipped" else ""
            if not _LOOKS_UP.search(text):
                continue
            try:
                tree = ast.parse(text, "<inferd>")
            except (SyntaxError, ValueError, RecursionError):
                continue
            for line, name in _looked_up(tree):
                start = beginning(name)
                if len(start) > 2 and old.startswith(start) and old in names_made(tree, name, old):
                    why = f"{file.path}:{line} gets names of the module that begin with {start}"
                    task.refuse(*place, why)


def _looked_up(tree: ast.Module) -> list[tuple[int, ast.expr]]:
    """(line, name) of the look-ups by names that are put together in `globals()`, in what is called like it, and in
    modules.
    """
    out = []
    for node in ast.walk(tree):
        space: ast.expr | None = None
        name: ast.expr | None = None
        if isinstance(node, ast.Subscript):
            space, name = node.value, node.slice
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            if node.func.attr in ("get", "pop", "setdefault", "__getitem__"):
                space, name = node.func.value, node.args[0]
        elif isinstance(node, ast.Call) and last_name(node.func) == "getattr" and len(node.args) > 1:
            module = ast.unparse(node.args[0])
            if module.startswith(("sys.modules[", "import_module(", "importlib.import_module(")):
                out.append((node.lineno, node.args[1]))
        if name is not None and space is not None and not isinstance(name, ast.Constant):
            told = last_name(space.func) if isinstance(space, ast.Call) else last_name(space)
            if "globals" in told:
                out.append((line_of(node), name))
    return out
