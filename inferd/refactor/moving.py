"""Move a function, a class or a variable to another module, a method to another class, a module to another package;
make a module a package.

Why not rope alone
    rope's move parses every file, removes every unused import of the module that it moves from, loses re-exports
    (`from .cart import total` in `pkg/__init__.py`), does not see imports in functions, and needs the destination to
    exist.  What moves, and which imports it needs where it goes, is rope's; what others see of it is ours:

Elsewhere
    An occurrence reaches what moves *through* a module (`rope_facts.reached_through`).  Only those that reach it
    through the one that it leaves are written anew: `from old import f as g` names the new module, `old.f` becomes
    `f`, imported, and strings that are dotted paths (`"old.f"`) follow.  Who takes it from somewhere else in between is
    not touched, and who takes it by a star or by `__all__` still finds it: then the old module imports it.

Tests: tests/refactor/test_move.py.
"""

import ast
import re
from typing import Any

from rope.base import libutils
from rope.refactor import importutils, sourceutils
from rope.refactor.move import (
    ModuleSkipRenamer,
    MoveGlobal,
    MoveMethod,
    _ChangeMoveOccurrencesHandle,
    create_move,
)
from rope.refactor.topackage import ModuleToPackage

from inferd.errors import InferdError
from inferd.index.hierarchy import Class
from inferd.model import ChangePlan
from inferd.query import targets as T
from inferd.query.kin import Use
from inferd.query.reaching import Search
from inferd.refactor.loading import absolute, first_failure, imports_at_load, in_full
from inferd.refactor.naming import check_name
from inferd.refactor.parameters import Words
from inferd.refactor.rope_facts import Aim, reached_through
from inferd.refactor.rope_seam import Work, refused, syntax_problem
from inferd.syntax import facts as F


def move(work: Work, target: str, to: str, *, name: str | None = None) -> ChangePlan:
    """Move a target.

    *to*: for what a module defines, a module (`pkg.mod` or `pkg/mod.py`, which need not exist); for a module, the
    package that it is to be in (`''` or `.` for the root); for a method, the attribute of `self` whose class gets it.
    *name*: what a moved method is called there.
    """
    subjects = work.subjects(target)
    if all(isinstance(s, T.ModuleSubject) for s in subjects):
        return move_module(work, target, to)
    aim = work.aim_at(target)
    resource, offset = work.definition(aim)
    line = work.tree.seen(resource.path).position(offset)[0]
    task = work.ask(lambda: create_move(work.project, resource, offset), resource.path, line)
    if isinstance(task, MoveMethod):
        return _move_method(work, task, aim, to, name)
    if name is not None:
        raise InferdError("--name is for methods", "move first, then `inferd refactor rename`")
    if not isinstance(task, MoveGlobal):
        raise refused("only functions, classes and variables of a module, modules, and methods are moved")
    return _move_global(work, aim, resource, offset, to)


# ---------------------------------------------------------------------------------------------------------------------
# Functions, classes, variables


class _Global(MoveGlobal):  # type: ignore[misc]
    """rope's, but that the module that is left keeps the imports which nobody has asked it to drop, and has the name
    itself where others get it from there without naming it.
    """

    is_handed_on = False

    def _source_module_changes(self, dest: Any) -> Any:
        placeholder = f"__rope_moving_{self.old_name}_"
        handle = _ChangeMoveOccurrencesHandle(placeholder)
        finder = self.tools._create_finder(True)
        start, end = self._get_moving_region()
        moving = self.source.read()[start:end]
        renamer = ModuleSkipRenamer(finder, self.source, handle, start, end)
        source = renamer.get_changed_module()
        pymodule = libutils.get_string_module(self.project, source, self.source)
        self.project.removable = {n.id for n in ast.walk(ast.parse(moving)) if isinstance(n, ast.Name)}
        source = self.import_tools.organize_imports(pymodule, sort=False, duplicates=False, selfs=False)
        self.project.removable = None
        if end >= len(self.source.read()) and source.strip():
            source = source.rstrip("\n") + "\n"
        if handle.occurred or self.is_handed_on:
            self.project.prefs.imports.preferred_import_style = "from-global"
            pymodule = libutils.get_string_module(self.project, source, self.source)
            source, imported = importutils.add_import(self.project, pymodule, self._new_modname(dest), self.old_name)
            source = source.replace(placeholder, imported)
            source = re.sub(
                rf"(?m)^(from {re.escape(self._new_modname(dest))} import .*\n)(?=class |def |async |@)",
                r"\1\n\n",
                source,
            )
            own = libutils.modname(self.source)
            package = own if self.source.name == "__init__.py" else own.rpartition(".")[0]
            source = _in_style(source, self._new_modname(dest), package)
        return source


def _destination(work: Work, to: str, near: str) -> str:
    """The file that a module name or a path leads to; it may not exist yet."""
    if to.endswith(".py") or "/" in to:
        path = T.relative(to, work.root)
        if work.tree.is_directory(path):
            path = f"{path.rstrip('/')}/__init__.py"
        if not path.endswith(".py") or path.startswith(("../", "/")):
            raise InferdError(f"{to}: is not a place for a module in the project", "give pkg.mod or pkg/mod.py")
    else:
        if not all(part.isidentifier() for part in to.split(".")):
            raise InferdError(f"{to}: is not a module", "give pkg.mod or pkg/mod.py")
        found = work.tree.find_module(to)
        if found is None:
            path = work.tree.place_for(to, near)
        elif work.tree.is_directory(found):
            path = f"{found}/__init__.py"
        else:
            path = found
    for part in path.removesuffix(".py").split("/"):
        if part in ("..", "", "."):
            raise InferdError(f"{to}: is not a place for a module in the project", "give pkg.mod or pkg/mod.py")
    return path


def make_module(work: Work, path: str, near: str) -> None:
    """Let an empty module stand at a path where there is none, in packages as far as its neighbours are in some."""
    if work.tree.is_file(path):
        return
    import os

    if os.path.lexists(os.path.join(work.root, path)) and work.tree.changes.get(path, b"") is not None:
        raise refused("is there already, and no module of the project", path, 0, "give another place")
    work.project.texts[path] = ""
    work.texts[path] = ""
    directory = path.rpartition("/")[0]
    is_packaged = work.tree.is_file(f"{near.rpartition('/')[0]}/__init__.py" if "/" in near else "__init__.py")
    while directory and not work.tree.is_directory(directory):
        init = f"{directory}/__init__.py"
        work.project.folders.add(directory)
        if is_packaged or work.tree.is_file(f"{directory.rpartition('/')[0]}/__init__.py"):
            work.project.texts.setdefault(init, "")
            work.texts.setdefault(init, "")
        directory = directory.rpartition("/")[0]


def _move_global(work: Work, aim: Aim, resource: Any, offset: int, to: str) -> ChangePlan:
    home = resource.path
    path = _destination(work, to, home)
    if path == home:
        raise refused(f"{aim.name} is in {path} already", home)
    symbol = T.symbol_of(work.view, next(iter(aim.ties.subjects)))
    definitions = [u for u in aim.ties.sure.values() if u.role == F.DEFINITION and u.row.path == home]
    elsewhere = {u.row.path for u in aim.ties.sure.values() if u.role == F.DEFINITION} - {home}
    for stub in sorted(p for p in elsewhere if p.endswith(".pyi")):
        elsewhere.discard(stub)
        work.warnings.append(f"{stub} declares {aim.name}, too: move it there by hand")
    if len(definitions) > 1 or elsewhere:
        raise refused(f"{aim.name} is defined {len(definitions) + len(elsewhere)} times: move it by hand", home)
    for use in definitions:
        if work.tree.seen(home).own[use.row.line - 1][:1] in (" ", "\t"):
            raise refused(f"{aim.name} is defined inside of another statement: move it by hand", home, use.row.line)
    module = work.tree.module_of(path)
    if work.tree.is_file(path) and work.view.resolver.namespaces(module):
        taken = work.view.resolver.resolve(module, aim.name)
        if taken and not any(T.symbol_of(work.view, T.subject_of(work.view, e)) == symbol for e in taken):
            raise refused(f"{module} has a {aim.name} already", path)
    _check_globals(work, aim, home, {u.row.line for u in definitions})
    make_module(work, path, home)
    dest = work.project.get_file(path)
    if work.tree.is_file(path):
        work.resource(path)
    task = work.ask(lambda: _Global(work.project, work.resource(home), offset), home)
    old, new = work.tree.module_of(home), module
    task.is_handed_on = _is_handed_on(work, aim, home, old)
    work.texts[home] = work.ask(lambda: task._source_module_changes(dest), home)
    work.project.forget()
    work.project.is_moving = True
    text = work.ask(lambda: task._dest_module_changes(dest), path).new_contents
    work.project.is_moving = False
    work.texts[path] = text if work.tree.is_file(path) else text.lstrip("\n")
    for other in aim.paths:
        if other in (home, path):
            continue
        _elsewhere(work, aim, other, old, new)
    for where in (home, path):
        _strings(work, aim, where, old, new)
    _check_cycle(work, home, path, old, new)
    check_loading(work)
    return work.plan(f"move {symbol} to {new}", symbol, [r for r in aim.rows if r.path in work.texts])


def _check_globals(work: Work, aim: Aim, home: str, lines: set[int]) -> None:
    """A variable that functions of its module assign (`global x`) is one of that module, and so is who reads it: an
    import would bind what it was.
    """
    tree = ast.parse(work.tree.seen(home).text)
    assigned = {name for node in ast.walk(tree) if isinstance(node, ast.Global) for name in node.names}
    used: dict[str, int] = {}
    if aim.name in assigned:
        used[aim.name] = min((u.row.line for u in aim.uses_in(home) if u.role == F.WRITE), default=0)
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and node.lineno in lines:
            for inner in ast.walk(node):
                if isinstance(inner, ast.Name) and inner.id in assigned:
                    used.setdefault(inner.id, inner.lineno)
    if used and not work.force:
        name, line = next(iter(used.items()))
        raise refused(
            f"functions of this module assign {name} (global {name}): elsewhere it would be another variable",
            home, line, "move what uses it by hand, or --force",
        )  # fmt: skip


def _elsewhere(work: Work, aim: Aim, path: str, old: str, new: str) -> None:
    """Let a file take what moved from where it is now."""
    why = work.tree.why_not(path)
    if why:
        work.failures.append((path, why))
        return
    seen = work.tree.seen(path)
    reaching = [u for u in aim.uses_in(path) if reached_through(work.view, u) == old and not u.block.row.stale]
    words = Words(seen.text, {})
    try:
        tree = ast.parse(seen.text)
    except (SyntaxError, ValueError) as error:
        work.failures.append((path, str(error)))
        return
    imported = {work.tree.seen(path).offset(u.row.line, u.row.column - 1) for u in reaching if u.role == F.IMPORT}
    package = _package(work, path)
    bound = ""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if words.offset(alias.lineno, alias.col_offset) in imported:
                    _rewrite_import(words, node, alias, new, package)
                    bound = bound or (alias.asname or alias.name)
    placeholder = f"__inferd_moving_{aim.name}_"
    attributes = [u for u in reaching if u.role == F.ATTRIBUTE]
    ends = {seen.offset(u.row.line, u.row.column - 1) + len(u.row.text) for u in attributes}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and words.span(node)[1] in ends:
            words.changes[words.span(node)] = bound or placeholder
    _change_strings(words, seen, [u for u in reaching if u.role == F.STRING], old, new)
    text = words.whole()
    if placeholder in text:
        text = _with_import(work, path, text, new, aim.name, placeholder)
    if attributes and text != seen.text:
        text = _without_import(work, path, text, old)
    if text != seen.text:
        work.texts[path] = text


def _package(work: Work, path: str) -> str:
    module = work.tree.module_of(path)
    return module if path.endswith("__init__.py") else module.rpartition(".")[0]


def _rewrite_import(
    words: Words, node: ast.ImportFrom, alias: ast.alias, new: str, package: str, of_module: bool = False
) -> None:
    """Take one name out of a `from` import and import it from the new module, in the same place and manner."""
    written = f"{alias.name} as {alias.asname}" if alias.asname else alias.name
    if of_module:
        new = new.rpartition(".")[0]
    module = _relative(new, package) if node.level and package else new
    statement = f"from {module} import {written}" if module else f"import {written}"
    start, end = words.span(node)
    left = [a for a in node.names if a is not alias]
    if not left:
        words.changes[start, end] = statement
        return
    line = words.text.rfind("\n", 0, start) + 1
    blank = words.text[line:start]
    first = words.offset(alias.lineno, alias.col_offset)
    stop = words.offset(alias.end_lineno or 0, alias.end_col_offset or 0)
    after = words.text[stop:end]
    if after.lstrip().startswith(","):
        gap = len(after) - len(after.lstrip())
        stop += gap + 1
        rest = words.text[stop:end]
        newline = rest.lstrip(" \t")
        # a line of its own goes altogether; otherwise the blank behind the comma does
        stop += len(rest) - len(newline)
        own_line = words.text[words.text.rfind("\n", 0, first) + 1 : first]
        if newline.startswith("\n") and not own_line.strip():
            first -= len(own_line)
            stop += 1
    else:
        before = words.text[start:first]
        first = start + len(before.rstrip().removesuffix(",").rstrip())
    words.changes[first, stop] = ""
    separator = f"\n{blank}" if not blank.strip() else "; "
    words.changes[end, end] = f"{separator}{statement}"


def _relative(module: str, package: str) -> str:
    """A module as a relative import names it from a package; absolute where they have nothing in common."""
    parts, own = module.split("."), package.split(".")
    same = 0
    while same < min(len(parts), len(own)) and parts[same] == own[same]:
        same += 1
    if not same:
        return module
    return "." * (len(own) - same + 1) + ".".join(parts[same:])


def _with_import(work: Work, path: str, text: str, module: str, name: str, placeholder: str) -> str:
    """The text with a name imported, and put where the placeholder stands."""
    resource = work.project.get_file(path)
    taken = {n.id for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Name)}
    style = "normal-import" if name in taken and placeholder in text else "from-global"
    work.project.prefs.imports.preferred_import_style = style

    def ask() -> Any:
        pymodule = libutils.get_string_module(work.project, text, resource)
        return importutils.add_import(work.project, pymodule, module, name)

    changed, imported = work.ask(ask, path)
    return _in_style(str(changed).replace(placeholder, imported), module, _package(work, path))


def _in_style(text: str, module: str, package: str) -> str:
    """A file that imports from its package by relative imports alone gets this one like them."""
    froms = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.ImportFrom)]
    top = module.partition(".")[0]
    by_name = {n.module for n in froms if not n.level and n.module and n.module.partition(".")[0] == top}
    if not package or by_name != {module} or not any(n.level for n in froms):
        return text
    return re.sub(rf"(?m)^([ \t]*from ){re.escape(module)}(?= import\b)", rf"\1{_relative(module, package)}", text)


def _without_import(work: Work, path: str, text: str, module: str) -> str:
    """The text without `import module`, where nothing in it needs that any more."""
    resource = work.project.get_file(path)
    package = _package(work, path)

    def is_it(statement: Any) -> bool:
        info = statement.import_info
        if isinstance(info, importutils.NormalImport):
            return any(name == module for name, _ in info.names_and_aliases)
        parent, _, last = module.rpartition(".")
        full = in_full(info.module_name, info.level, package) if isinstance(info, importutils.FromImport) else ""
        return bool(parent) and full == parent and any(name == last for name, _ in info.names_and_aliases)

    def ask() -> Any:
        pymodule = libutils.get_string_module(work.project, text, resource)
        return importutils.ImportTools(work.project).organize_imports(
            pymodule, sort=False, duplicates=False, selfs=False, import_filter=is_it
        )

    found = work.ask(ask, path)
    return text if found is None else str(found)


def _strings(work: Work, aim: Aim, path: str, old: str, new: str) -> None:
    """Dotted paths in strings of the two modules themselves, if those strings still stand there."""
    if not work.tree.is_file(path) or path not in work.texts:
        return
    uses = [u for u in aim.uses_in(path) if u.role == F.STRING and reached_through(work.view, u) == old]
    if uses and f"{old}.{aim.name}" in work.texts[path]:
        work.texts[path] = (
            work.texts[path]
            .replace(f'"{old}.{aim.name}"', f'"{new}.{aim.name}"')
            .replace(f"'{old}.{aim.name}'", f"'{new}.{aim.name}'")
        )


def _change_strings(words: Words, seen: Any, uses: list[Use], old: str, new: str) -> None:
    for use in uses:
        at = seen.offset(use.row.line, use.row.column - 1)
        found = seen.text.rfind(old, 0, at + 1)
        if found >= 0 and seen.text[found + len(old) : at] in (".", ":", ""):
            words.changes[found, found + len(old)] = new


def _check_cycle(work: Work, home: str, path: str, old: str, new: str) -> None:
    """Two modules that import each other when they are loaded cannot be loaded."""
    one, other = _imports(work, home, new), _imports(work, path, old)
    if not (one and other):
        return
    said = f"{home}:{one} and {path}:{other} would import each other"
    if not work.force:
        hint = f"move what {path} needs as well, or import in a function and give --force"
        raise refused(said, home, one, hint)
    work.warnings.append(said)


def check_loading(work: Work) -> None:
    """Refuse what would find a module half loaded, where nothing did before: see `refactor.loading`."""
    tree = work.tree
    moved = dict(work.moves)
    came_from = {new: old for old, new in moved.items()}
    module_now = {moved.get(p, p): tree.module_of(moved.get(p, p)) for p in (*work.texts, *moved)}
    path_now = {m: p for p, m in module_now.items() if p.endswith(".py")}
    gone = {*work.gone, *moved}

    def path_before(module: str) -> str | None:
        found = tree.find_module(module)
        if found is not None and tree.is_directory(found):
            found = f"{found}/__init__.py"
        return found if found is not None and tree.is_file(found) else None

    def text_before(path: str) -> str | None:
        return tree.seen(path).text if tree.is_file(path) and not tree.why_not(path) else None

    def path_after(module: str) -> str | None:
        if module in path_now:
            return path_now[module]
        found = path_before(module)
        return None if found in gone else found

    def text_after(path: str) -> str | None:
        old = came_from.get(path, path)
        return work.texts[old] if old in work.texts else text_before(old)

    search = Search(work.view)
    entries: dict[str, None] = {}
    for path in sorted(path_now.values()):
        text, was = text_after(path), text_before(came_from.get(path, path)) or ""
        if text is None or syntax_problem(text) or syntax_problem(was):
            continue
        package = _package(work, path)
        added = imports_at_load(ast.parse(text), package) - imports_at_load(ast.parse(was), package)
        reached = {p for m in added if (p := path_after(m)) is not None and p != path}
        back = [p for p in sorted(reached) if {path, came_from.get(path, path)} & _reach(search, work, p)]
        entries.update(
            dict.fromkeys(m for p in (path, *back) if back and (m := module_now.get(p) or tree.module_of(p)))
        )
    for entry in entries:
        failure = first_failure(entry, path_after, text_after)
        if failure is None or first_failure(entry, path_before, text_before) is not None:
            continue
        way = " imports ".join((*failure.way, failure.module))
        said = f"{failure.path}:{failure.line} would ask {failure.module} for {failure.name} before it has it ({way})"
        if not work.force:
            raise refused(said, failure.path, failure.line, "import in a function, or --verify --force tries it")
        work.warnings.append(said)


def _reach(search: Search, work: Work, path: str) -> set[str]:
    """The files that importing a file may run, at any depth, with the changes."""
    seen: set[str] = set()
    stack = [path]
    while stack:
        at = stack.pop()
        if at in seen:
            continue
        seen.add(at)
        stack += search.imported_by(at)
        text = work.texts.get(at)
        if text is not None and not syntax_problem(text):
            modules = imports_at_load(ast.parse(text), _package(work, at))
            modules |= {m.rpartition(".")[0] for m in modules}
            found = (work.tree.find_module(m) for m in modules if m)
            stack += [f"{p}/__init__.py" if work.tree.is_directory(p) else p for p in found if p is not None]
    return seen


def _imports(work: Work, path: str, module: str) -> int:
    """The line at which a module is imported when this one is."""
    text = work.texts.get(path, "")
    if syntax_problem(text):
        return 0
    package = _package(work, path)
    for node in ast.parse(text).body:
        if isinstance(node, ast.ImportFrom) and absolute(node, package) == module:
            return node.lineno
        if isinstance(node, ast.Import) and any(a.name == module for a in node.names):
            return node.lineno
    return 0


def _is_handed_on(work: Work, aim: Aim, home: str, module: str) -> bool:
    """Whether others get a name from its module without naming it: by `__all__`, or by a star."""
    if any(u.role == F.STRING and u.code & F.IN_ALL for u in aim.uses_in(home)):
        return True
    if aim.name.startswith("_"):
        return False
    return any(
        imported == "*" and work.view.resolver.imported_module(work.view._bare(block.file), level, dotted)[0] == module
        for block in work.view.blocks_of_name("*")
        if block.file.path != home
        for level, dotted, imported, _ in (entry[:4] for entry in block.i)
    )


# ---------------------------------------------------------------------------------------------------------------------
# Methods


class _Method(MoveMethod):  # type: ignore[misc]
    """rope's, with the class of the attribute as our types know it."""

    def _get_changes_made_by_new_class(self, dest_attr: str, new_name: str) -> Any:
        holder = self.pyfunction.parent
        if dest_attr not in holder:
            raise refused(f"{holder.get_name()} has no attribute {dest_attr}")
        known = _class_of_attribute(self.project, holder, dest_attr)
        if known is None:
            return super()._get_changes_made_by_new_class(dest_attr, new_name)
        start, end = sourceutils.get_body_region(known)
        pymodule = known.get_module()
        blanks = "\n"
        if pymodule.source_code[start:end].strip() != "pass":
            blanks, start = "\n\n", end
        indents = self._get_scope_indents(known)
        body = blanks + sourceutils.fix_indentation(self.get_new_method(new_name), indents)
        return pymodule.get_resource(), start, end, body


def _class_of_attribute(project: Any, holder: Any, name: str) -> Any:
    """Rope's class for what our types say that an attribute of a class is; None where that is not one class."""
    tree = project.tree
    path = holder.get_module().get_resource().path
    qualname = holder.get_name()
    scope = holder.get_scope().parent
    while scope is not None and scope.get_kind() == "Class":
        qualname = f"{scope.pyobject.get_name()}.{qualname}"
        scope = scope.parent
    found: set[tuple[str, str]] = set()
    for block, k in tree.view.members(name).get(Class(tree.module_of(path), qualname), ()):
        line, column, _, _ = block.place(k)
        types = project.types.at(block.file.path, line, column - 1)
        if types is None:
            return None
        found.update(types)
    return project.pycore.object_info.class_called(*found.pop()) if len(found) == 1 else None


class _Every:
    """Stands for all files, where rope asks whether one is among them."""

    def __contains__(self, resource: object) -> bool:
        return True


def _move_method(work: Work, task: MoveMethod, aim: Aim, to: str, name: str | None) -> ChangePlan:
    if name is not None:
        check_name(name)
    use = next(u for u in aim.ties.sure.values() if u.role == F.DEFINITION)
    if len(aim.ties.classes) > 1:
        raise refused(
            f"{aim.name} is overridden, or overrides: only one of them would move", use.row.path, use.row.line
        )
    node = task.pyfunction.get_ast()
    if isinstance(node, ast.AsyncFunctionDef):
        raise refused(f"{aim.name} is a coroutine: what is left of it would have to await", use.row.path, use.row.line)
    work.project.aim = None  # the body is renamed in texts of its own
    task.__class__ = _Method
    changes = work.ask(lambda: task.get_changes(to, name, resources=_Every()), use.row.path, use.row.line)
    work.take(changes)
    return work.plan(f"move {aim.name} to the class of {to}", use.row.symbol)


# ---------------------------------------------------------------------------------------------------------------------
# Modules


def move_module(work: Work, target: str, to: str) -> ChangePlan:
    """Move a module or a package into a package."""
    aim = work.aim_at(target)
    module = next(iter(aim.ties.subjects))
    assert isinstance(module, T.ModuleSubject)
    old = module.module
    source = work.tree.find_module(old)
    if source is None:
        raise refused(f"{old} is no Python module of the project")
    if source in work.tree.roots or (work.tree.is_directory(source) and not work.tree.is_file(f"{source}/__init__.py")):
        raise refused(f"{old} is a directory without __init__.py: its modules are moved one by one", source)
    dest = _package_at(work, to, source)
    if dest == source.rpartition("/")[0]:
        raise refused(f"{old} is there already", source)
    if work.tree.is_directory(source) and (dest == source or dest.startswith(f"{source}/")):
        raise refused("a package cannot be moved into itself", source)
    files = work.tree.below(source) if work.tree.is_directory(source) else [source]
    around = work.tree.module_of(dest) if dest not in work.tree.roots else ""
    new = f"{around}.{aim.name}" if around else aim.name
    place = f"{dest}/{source.rpartition('/')[2]}" if dest else source.rpartition("/")[2]
    if work.tree.is_file(place) or work.tree.is_directory(place):
        raise refused("is there already", place)
    for path in sorted({*aim.paths, *files}):
        why = work.tree.why_not(path)
        if why and path in files:
            raise refused(why, path)
        if why:
            work.failures.append((path, why))
            continue
        try:
            text = _mended(work, aim, path, old, new, path in files)
        except (SyntaxError, ValueError, RecursionError) as error:
            work.failures.append((path, str(error)))
            continue
        if text != work.tree.seen(path).text:
            work.texts[path] = text
    work.move(source, place)
    check_loading(work)
    return work.plan(f"move {old} to {new}", old, [r for r in aim.rows if r.path in work.texts])


def _mended(work: Work, aim: Aim, path: str, old: str, new: str, moves: bool) -> str:
    """A file with a module named anew in its imports, in what goes through packages, and in dotted strings.

    In a file that *moves*, relative imports that lead out of what moves are written in full.
    """
    seen = work.tree.seen(path)
    words = Words(seen.text, {})
    tree = ast.parse(seen.text)
    package = _package(work, path)
    parent, _, name = old.rpartition(".")
    uses = aim.uses_in(path)
    imported = {seen.offset(u.row.line, u.row.column - 1) for u in uses if u.role == F.IMPORT}
    bound = ""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name == old or alias.name.startswith(f"{old}."):
                    start = words.offset(alias.lineno, alias.col_offset)
                    words.changes[start, start + len(old)] = new
        elif isinstance(node, ast.ImportFrom):
            full = absolute(node, package)
            inside = full == old or full.startswith(f"{old}.")
            if inside and not (moves and node.level):
                words.changes[_module_span(words, node)] = _written(new + full[len(old) :], node, package, moves)
            elif moves and node.level and not inside:
                words.changes[_module_span(words, node)] = full
            if full == parent and not inside:
                for alias in node.names:
                    if alias.name == name and words.offset(alias.lineno, alias.col_offset) in imported:
                        bound = bound or (alias.asname or alias.name)
                        _rewrite_import(words, node, alias, new, "" if moves else package, of_module=True)
    placeholder = f"__inferd_moving_{name}_"
    ends = {seen.offset(u.row.line, u.row.column - 1) + len(u.row.text) for u in uses if u.role == F.ATTRIBUTE}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and words.span(node)[1] in ends:
            start, end = words.span(node)
            words.changes[start, end] = new if seen.text[start:end] == old else bound or placeholder
    for use in uses:
        if use.role == F.STRING and not use.code & F.IN_ALL:
            at = seen.offset(use.row.line, use.row.column - 1) + len(use.row.text)
            start = at - len(old)
            if seen.text[start:at] == old:
                words.changes[start, at] = new
    text = words.whole()
    if placeholder in text:
        text = (
            _with_import(work, path, text, around, name, placeholder)
            if (around := new.rpartition(".")[0])
            else (f"import {new}\n{text}".replace(placeholder, new))
        )
    return text


def _module_span(words: Words, node: ast.ImportFrom) -> tuple[int, int]:
    """Where a `from` import names its module, dots included."""
    start = words.span(node)[0] + len("from")
    start += len(words.text[start:]) - len(words.text[start:].lstrip(" \t\\\n"))
    dotted = "." * node.level + (node.module or "")
    return start, start + len(dotted)


def _written(module: str, node: ast.ImportFrom, package: str, moves: bool) -> str:
    """A module as an import is to name it: relative where it was, unless the file moves itself."""
    return _relative(module, package) if node.level and not moves else module


def _package_at(work: Work, to: str, near: str) -> str:
    """The directory of a package, which is made where there is none; '' for the root."""
    if to in ("", "."):
        return work.tree.root_of(near)
    path = T.relative(to, work.root).rstrip("/")
    if work.tree.is_directory(path) and ("/" in to or work.tree.is_file(f"{path}/__init__.py")):
        return path
    found = work.tree.find_module(to) if "/" not in to else None
    if found is not None:
        if not work.tree.is_directory(found):
            raise refused(f"{to} is a module, not a package", found, 0, "`inferd refactor to-package` makes it one")
        return found
    init = _destination(work, f"{path}/__init__.py" if "/" in to else f"{to}.__init__", near)
    make_module(work, init, near)
    return init.rpartition("/")[0]


def to_package(work: Work, target: str) -> ChangePlan:
    """Make a module the `__init__.py` of a package of the same name."""
    subjects = work.subjects(target)
    module = subjects[0]
    if not isinstance(module, T.ModuleSubject):
        raise refused(f"{target} is not a module")
    source = work.tree.find_module(module.module)
    if source is None or work.tree.is_directory(source):
        raise refused(f"{module.module} is a package already" if source else f"{module.module} is no Python module")
    place = f"{source.removesuffix('.py')}/__init__.py"
    if work.tree.is_directory(source.removesuffix(".py")):
        raise refused("a directory of that name is there already", source.removesuffix(".py"))
    work.project.aim = None
    changes = work.ask(lambda: ModuleToPackage(work.project, work.resource(source)).get_changes(), source)
    changes.changes = [c for c in changes.changes if hasattr(c, "new_contents")]
    work.take(changes)
    work.move(source, place)
    return work.plan(f"make {module.module} a package", module.module)


__all__ = ["move", "to_package"]
