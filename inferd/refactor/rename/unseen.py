"""What uses names without mentioning them: pytest, `locals()`, `**`, files that are no Python."""

import ast
import os
import re
import textwrap
from collections.abc import Collection, Mapping, Set

from inferd.errors import JournalError, SourceError
from inferd.index.hierarchy import Class, Opaque
from inferd.index.outside import outside_member
from inferd.model import plain
from inferd.query import targets as T
from inferd.query.impact import is_test_path
from inferd.query.kin import Use
from inferd.query.view import Block, View
from inferd.refactor.rename.collisions import receivers
from inferd.refactor.rename.family import files_that_call, method_of, siblings
from inferd.refactor.rename.keys import last_name, line_of
from inferd.refactor.rename.task import Task, is_dunder
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
    stars = 0
    for file_id in near:
        file = view.file(file_id)
        if file.status != "skipped":
            called = function
            if function in ("__init__", "__new__"):
                called = block.class_around(s.scope).rpartition(".")[2]
            stars += _starred_calls(task, file.path, called)
    if stars:
        calls = f"{stars} calls of {function} pass" if stars > 1 else f"a call of {function} passes"
        task.warnings.append(f"{calls} a dictionary with **, which may hold {old!r}")


def _first_parameter(block: Block, s: T.Variable) -> bool:
    first = block.s[s.scope * 7 + 5]
    return first >= 0 and block.names[first] == s.name


def _starred_calls(task: Task, path: str, function: str) -> int:
    """How many calls in a file that are written with this name pass `**something`."""
    try:
        text = "".join(task.texts.lines(path))
        if "**" not in text:
            return 0
        tree = ast.parse(text, "<inferd>")
    except (SyntaxError, ValueError, RecursionError, SourceError, JournalError):
        return 0
    count = 0
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and any(k.arg is None for k in node.keywords):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            count += called == function
    return count


def _within(block: Block, scope: int, outer: int) -> bool:
    while scope >= 0:
        if scope == outer:
            return True
        scope = block.s[scope * 7 + 2]
    return False


def _is_fixture(block: Block) -> bool:
    return any(block.o[k * 6 + 3] & F.DECORATOR for k in block.positions("fixture"))


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
        for line, start, _ in _computed_names(tree, of_self=False):
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
            for line, start, name in _computed_names(tree):
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
    return [(start, old in names_made(tree, name, old)) for at, start, name in _computed_names(tree) if at == line]


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


def _computed_names(tree: ast.AST, of_self: bool = True) -> list[tuple[int, str, ast.expr]]:
    """(line, how the name begins, the name) of the calls of `getattr(self, ...)`, or of others, with a name that is put
    together.
    """
    made: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            made.setdefault(node.targets[0].id, []).append(node.value)
    out = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "getattr":
            receiver, name = (*node.args, None, None)[:2]
            is_own = isinstance(receiver, ast.Name) and receiver.id in ("self", "cls")
            if is_own != of_self or name is None or isinstance(name, ast.Constant):
                continue
            texts = made.get(name.id, []) if isinstance(name, ast.Name) else []
            made_of = _returned(tree, texts[0] if len(texts) == 1 else name)
            out.append((node.lineno, _beginning(made_of), made_of))
    return out


def _returned(tree: ast.AST, name: ast.expr) -> ast.expr:
    """What a function of the same file returns, where a name is a call of one that has one `return`."""
    if not isinstance(name, ast.Call) or not isinstance(name.func, (ast.Name, ast.Attribute)):
        return name
    if isinstance(name.func, ast.Attribute) and not isinstance(name.func.value, ast.Name):
        return name
    called = last_name(name.func)
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == called]
    returns = [r.value for f in functions for r in ast.walk(f) if isinstance(r, ast.Return) and r.value is not None]
    return returns[0] if len(functions) == len(returns) == 1 else name


def check_named_after(task: Task) -> None:
    """Classes by whose name members are got: `getattr(self, "visit_" + type(node).__name__)`."""
    view, old = task.view, task.kin.name
    kinds: set[str] = set()
    for s in task.kin.subjects:
        if isinstance(s, T.Global):
            kinds |= view.definition_kinds(s.module, s.name)
    if "c" not in kinds:
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
        for line, start, _ in (*_computed_names(tree), *_computed_names(tree, of_self=False)):
            for name in sorted(n for n, beginning in made.items() if beginning == start):
                where = min((b.file.path, b.place(k)[0]) for ps in view.members(name).values() for b, k in ps)
                why = f"{block.file.path}:{line} may get {name} ({where[0]}:{where[1]}) by the name of this class"
                task.refuse(*_home(task), why)
                return


def _home(task: Task) -> tuple[str, int]:
    for s in task.kin.subjects:
        for block, k in task.view.definitions(s.module, s.name) if isinstance(s, T.Global) else ():
            return block.file.path, block.place(k)[0]
    return "", 0


def names_made(tree: ast.Module, name: ast.expr, any_other: str) -> set[str]:
    """The strings that an expression makes, where its parts are constants and variables of loops over tables of
    constants (`for n in ("a", "b"): getattr(self, "_" + n)`, the table in a variable or an attribute, too); any string,
    of which *any_other* is one, where not.
    """
    if isinstance(name, ast.Constant):
        return {str(name.value)}
    if isinstance(name, ast.JoinedStr):
        parts = [v.value if isinstance(v, ast.FormattedValue) and v.conversion < 0 else v for v in name.values]
    elif isinstance(name, ast.BinOp) and isinstance(name.op, ast.Add):
        parts = [name.left, name.right]
    elif isinstance(name, ast.Name):
        found = _looped_over(tree, name)
        return found if found is not None else {any_other}
    else:
        return {any_other}
    made = {""}
    for part in parts:
        told = names_made(tree, part, "\0")
        if "\0" in told or len(made) * len(told) > _MOST_MADE:
            return {any_other}
        made = {a + b for a in made for b in told}
    return made


_MOST_MADE = 10_000


def _looped_over(tree: ast.Module, name: ast.Name) -> set[str] | None:
    """What the variable of a loop may be, where every binding of it around this place is a loop over constants."""
    functions = [
        f for f in ast.walk(tree)
        if isinstance(f, (ast.FunctionDef, ast.AsyncFunctionDef)) and f.lineno <= name.lineno <= (f.end_lineno or 0)
    ]  # fmt: skip
    within: ast.AST = functions[-1] if functions else tree
    found: set[str] = set()
    loops = 0
    for node in ast.walk(within):
        if isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
            target = node.target
            if isinstance(target, ast.Name) and target.id == name.id:
                told = _constants(tree, node.iter)
                if told is None:
                    return None
                found |= told
                loops += 1
    stores = sum(
        (isinstance(n, ast.Name) and n.id == name.id and not isinstance(n.ctx, ast.Load))
        or (isinstance(n, ast.arg) and n.arg == name.id)
        for n in ast.walk(within)
    )
    return found if loops and stores == loops else None


def _constants(tree: ast.Module, table: ast.expr, follow: bool = True) -> set[str] | None:
    """The strings in a table that is written out, or in what a variable or an attribute is given throughout a file."""
    if isinstance(table, (ast.Tuple, ast.List, ast.Set)):
        if all(isinstance(e, ast.Constant) and isinstance(e.value, str) for e in table.elts):
            return {str(e.value) for e in table.elts if isinstance(e, ast.Constant)}
        return None
    if not follow or not isinstance(table, (ast.Name, ast.Attribute)):
        return None
    last = table.id if isinstance(table, ast.Name) else table.attr
    found: set[str] = set()
    for node in ast.walk(tree):
        if (isinstance(node, ast.AugAssign) and last_name(node.target) == last) or (
            isinstance(node, ast.Attribute) and node.attr in _GROWS and last_name(node.value) == last
        ):
            return None
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value and any(last_name(t) == last for t in targets):
            told = _constants(tree, node.value, False)
            if told is None:
                return None
            found |= told
    return found or None


_GROWS = frozenset(("append", "extend", "insert", "add", "update"))


def _beginning(name: ast.expr) -> str:
    """How a string begins that an expression makes; '' where that is not known."""
    if isinstance(name, ast.JoinedStr) and name.values:
        return _beginning(name.values[0])
    if isinstance(name, ast.BinOp):
        text = _beginning(name.left)
        return text.partition("%")[0] if isinstance(name.op, ast.Mod) else text
    if isinstance(name, ast.Call) and isinstance(name.func, ast.Attribute) and name.func.attr == "format":
        return _beginning(name.func.value).partition("{")[0]
    return name.value if isinstance(name, ast.Constant) and isinstance(name.value, str) else ""


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
                start = _beginning(name)
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
    """Text that is not analysed and mentions the name: files that could not be parsed, and entry points."""
    old = task.kin.name
    if not any(isinstance(s, (T.Global, T.Attribute, T.ModuleSubject)) for s in task.kin.subjects):
        return
    for path, reason in task.view.reader.not_analysed():
        count = _mentions(os.path.join(root, path), old)
        if count:
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
