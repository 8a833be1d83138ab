"""Names that are put together at run time: what is renamed may be got by one of them, and then nothing mentions it.

Put together   `getattr(self, "visit_" + kind)` in a class gets its members, `globals()["_OLD_" + name]` a module's
Enums          `Unit[word.upper()]` gets members of an Enum
Visited        `getattr(visitor, "visit_" + kind)` of other objects gets methods of anybody
Named after    `getattr(self, "visit_" + type(node).__name__)`: the name of a class is a part of that of a member
"""

import ast
import builtins
import re
from collections.abc import Collection, Mapping

from inferd.index.hierarchy import Class
from inferd.index.resolve import Outside
from inferd.model import plain
from inferd.query import targets as T
from inferd.query.kin import Use
from inferd.query.reaching import is_test_path
from inferd.query.view import Block, View
from inferd.refactor.rename.collisions import receivers
from inferd.refactor.rename.made_names import Computed, beginning, by_class_name, computed_names, ending, names_made
from inferd.refactor.rename.task import Task
from inferd.refactor.rename.trees import last_name, line_of, may_compute
from inferd.syntax import facts as F


def check_dispatch(task: Task, taken: Collection[Use]) -> None:
    """Members that their class gets by names which it puts together: `getattr(self, "visit_" + kind)`.

    Where the beginning of these names is known, it decides; else only a member that nothing mentions is taken for one,
    and only by a class in the same file, or where some string reads as its name: a base far away that looks up anything
    says little.  A method that is kept as a value, as in a table, is got from there.
    """
    view, old = task.view, task.kin.name
    if not task.kin.classes:
        return
    if "looking up" not in view.kept:
        view.kept["looking up"] = _looking_up(view)
    lookers: dict[Class, list[Block]] = view.kept["looking up"]
    known: dict[str | int, list[Computed]] = {}  # the calls of files and of blocks
    uses = (*taken, *task.kin.sure.values(), *task.kin.possible.values())
    mentioned = any(u.role not in (F.DEFINITION, F.WRITE, F.STRING) for u in uses)
    mentioned = mentioned or any(u.role == F.STRING for u in taken)  # it is known what that string is
    if any(u.role == F.ATTRIBUTE and not u.code & (F.CALLED | F.STORE) and not is_test_path(u.row.path) for u in uses):
        return  # it is kept somewhere, as in a table of methods, and got from there
    is_said = not mentioned and bool(view.blocks_of_name(old, 1 << F.STRING))
    for cls in task.kin.classes:
        for block, k in view.members(old).get(cls, ()):
            if block.o[k * 6 + 3] & F.ROLE_MASK not in (F.DEFINITION, F.WRITE):
                continue
            for path, line, start, is_made in _dispatches(task, cls, lookers, known):
                is_near = is_said or path == block.file.path
                if not old.startswith(start) or (not start and not is_made and (mentioned or not is_near)):
                    continue
                found = [b for b, is_among in _in_file(task, path, line, known) if is_among and old.startswith(b)]
                start = max(found, default="")
                if found and (start or (not mentioned and is_near)):
                    how = f"names that begin with {start}" if start else "names that are put together at run time"
                    task.refuse_at(block, k, f"{path}:{line} gets members of this class by {how}")
                    break
            else:
                if not mentioned:
                    _check_visited(task, block, k)
            break


def _check_visited(task: Task, block: Block, k: int) -> None:
    """A method that nothing mentions, whose name begins as those do that are asked of other objects: `visit_Name`."""
    view = task.view
    scope = T.scope_defined(block, k)
    if scope < 0 or block.s[scope * 7] != F.FUNCTION:
        return
    beginning_with = re.compile("[\"']" + re.escape(task.kin.name[:3]))
    for other in view.blocks_of_name("getattr", 1 << F.CALL):
        if other.is_stale:
            continue
        if not may_compute(other):
            continue
        tree, before = task.texts.part(other, beginning_with)
        for call in computed_names(tree):
            if not call.is_own and len(call.start) > 2 and task.kin.name.startswith(call.start):
                where = f"{other.file.path}:{before + call.line}"
                task.refuse_at(block, k, f"{where} gets members of objects by names that begin with {call.start}")
                return


def _dispatches(
    task: Task, cls: Class, lookers: Mapping[Class, list[Block]], known: dict[str | int, list[Computed]]
) -> list[tuple[str, int, str, bool]]:  # fmt: skip
    """(path, line, how the names begin, whether a function makes them) of the calls of `getattr(self, ...)` in a class
    and its bases whose name is not written out.
    """
    view = task.view
    out = []
    for c in [n for n in view.hierarchy.mro(cls) if isinstance(n, Class)]:
        for block in lookers.get(c, ()):
            if block.row.id not in known:
                known[block.row.id] = computed_names(task.texts.part(block, in_place=True)[0])
            found = [c for c in known[block.row.id] if c.is_own]
            out += [(block.file.path, c.line, c.start, isinstance(c.name, ast.Call)) for c in found]
    return out


def _in_file(task: Task, path: str, line: int, known: dict[str | int, list[Computed]]) -> list[tuple[str, bool]]:
    """(how the names begin, whether the old name is among them) of the same calls in a line, by the whole file: a table
    or a function elsewhere in it tells more.
    """
    tree = task.texts.tree(path)
    if tree is None:
        return []
    old = task.kin.name
    if path not in known:
        known[path] = computed_names(tree)
    found = [c for c in known[path] if c.is_own and c.line == line]
    return [(c.start, old in names_made(tree, c.name, old) and _may_end(task, tree, c.name)) for c in found]


def _may_end(task: Task, tree: ast.Module, name: ast.expr) -> bool:
    return task.kin.name.endswith(ending(name)) and _may_be_class(task, tree, name)


def _may_be_class(task: Task, tree: ast.Module, name: ast.expr) -> bool:
    """Whether the old name may be made of the name of a class, where a string is: one of the project, of Python, or
    that a file imports (`typing` has none that objects are of).
    """
    around = by_class_name(tree, name)
    if around is None:
        return True
    view, old = task.view, task.kin.name
    start, end = around
    if not (old.startswith(start) and old.endswith(end) and len(old) > len(start) + len(end)):
        return False
    word = old[len(start) : len(old) - len(end)].lower()
    for known in [n for n in view.reader.visible_names(F.VISIBLE | 1 << F.IMPORT) if n.lower() == word]:
        for block in view.blocks_of_name(known):
            for k in block.positions(known):
                code = block.o[k * 6 + 3]
                if code & F.ROLE_MASK == F.DEFINITION and code & F.IS_CLASS:
                    return True
                if code & F.ROLE_MASK == F.IMPORT and not all(
                    isinstance(e, Outside) and e.module in _NO_CLASSES for e in view.meaning(block, k)
                ):
                    return True
    return any(n.lower() == word for n in dir(builtins))


_NO_CLASSES = frozenset(("typing", "typing_extensions"))


def _looking_up(view: View) -> dict[Class, list[Block]]:
    """The blocks of classes in which `getattr(self, ...)` is called with a name that is not written out."""
    out: dict[Class, list[Block]] = {}
    for block in (*view.blocks_of_name("getattr", 1 << F.CALL), *view.blocks_of_name("__getattribute__")):
        if not block.row.owner or block.row.stale:
            continue
        o = block.o
        for k in (*block.positions("getattr"), *block.positions("__getattribute__")):
            after = o[(k + 1) * 6 : (k + 3) * 6]
            role = o[k * 6 + 3] & F.ROLE_MASK
            if role not in (F.CALL, F.ATTRIBUTE) or not after or block.names[after[0]] not in ("self", "cls"):
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
    variants = sorted({old, snake, old.lower()})
    takes_names = set(view.reader.posting_files("__name__"))
    for file_id in sorted(f for f, _, _ in view.reader.postings("getattr", 1 << F.CALL) if f in takes_names):
        path = view.file(file_id).path
        for line, start in _beginnings(task, file_id, path):
            for name in [start + v for v in variants if len(start) > 2]:
                places = [(b.file.path, b.place(k)[0]) for ps in view.members(name).values() for b, k in ps]
                if places:
                    where = min(places)
                    why = f"{path}:{line} may get {name} ({where[0]}:{where[1]}) by the name of this class"
                    task.refuse(*_home(task), why)
                    return


_KNOWN: dict[tuple[str, bytes], tuple[tuple[int, str], ...]] = {}  # what `_beginnings` told, by path and content
_MOST_KNOWN = 5_000


def _beginnings(task: Task, file_id: int, path: str) -> tuple[tuple[int, str], ...]:
    """(line, how the name begins) of the calls of `getattr` in a file with a name that is put together."""
    states = task.view.reader.states_of((path,)) if path not in task.texts.overlays else ()
    key = (path, states[0][5]) if states and states[0][5] else None
    found = _KNOWN.get(key) if key is not None else None
    if found is None:
        found = tuple(_read_beginnings(task, file_id, path))
        if key is not None:
            if len(_KNOWN) >= _MOST_KNOWN:
                _KNOWN.clear()
            _KNOWN[key] = found
    return found


def _read_beginnings(task: Task, file_id: int, path: str) -> list[tuple[int, str]]:
    view = task.view
    out: list[tuple[int, str]] = []
    for block in view.blocks_by_id(view.reader.posted_blocks("getattr", file_id)):
        tree, before = task.texts.part(block) if may_compute(block) else (ast.Module([], []), 0)
        for call in computed_names(tree):
            maker = last_name(call.name.func) if isinstance(call.name, ast.Call) else ""
            if any(b.row.name == maker for b in view.blocks_by_id(view.reader.posted_blocks(maker, file_id))):
                whole = task.texts.tree(path)  # a function of the file makes the name
                return [(c.line, c.start) for c in computed_names(whole)] if whole is not None else []
            out.append((before + call.line, call.start))
    return out


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
            tree = task.texts.tree(file.path) if _LOOKS_UP.search(text) else None
            if tree is None:
                continue
            for line, name in _looked_up(tree):
                start = beginning(name)
                if len(start) > 2 and old.startswith(start) and old in names_made(tree, name, old):
                    why = f"{file.path}:{line} gets names of the module that begin with {start}"
                    task.refuse(*place, why)


def check_enums(task: Task) -> None:
    """Members of an Enum that somebody gets by a name which is not written out: `Unit[word.upper()]`."""
    view, old = task.view, task.kin.name
    for cls in task.kin.classes:
        if not any((getattr(n, "symbol", "") or "").startswith("enum:") for n in view.hierarchy.mro(cls)):
            continue
        places = view.members(old).get(cls, [])
        if not places or T.scope_defined(*places[0]) >= 0:
            continue
        word = cls.name.rpartition(".")[2]
        for path in sorted({b.file.path for b in view.blocks_of_name(word) if not b.row.stale}):
            is_asked = any(f"{word}[" in line for line in task.texts.lines(path))
            tree = task.texts.tree(path) if is_asked else None
            for node in ast.walk(tree) if tree is not None else ():
                if not isinstance(node, ast.Subscript) or last_name(node.value) != word:
                    continue
                key = node.slice
                if isinstance(key, (ast.Call, ast.BinOp, ast.JoinedStr)) and tree and old in names_made(tree, key, old):
                    why = f"{path}:{node.lineno} gets members of {word} by names that are made there"
                    task.refuse_at(*places[0], why)
                    return


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
