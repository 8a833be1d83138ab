"""What changes the shape of a class or a function and all its uses: encapsulate a field, let a local be a field, make a
function a class, construct through a factory, use a function where its body stands, restructure by patterns.
"""

import ast
from collections.abc import Iterable, Sequence

from rope.base import libutils, pynames
from rope.refactor import occurrences, rename, sourceutils
from rope.refactor.encapsulate_field import EncapsulateField
from rope.refactor.introduce_factory import IntroduceFactory
from rope.refactor.localtofield import LocalToField
from rope.refactor.method_object import MethodObject
from rope.refactor.restructure import Restructure
from rope.refactor.usefunction import UseFunction

from inferd.errors import InferdError
from inferd.model import ChangePlan
from inferd.query import targets as T
from inferd.refactor.naming import check_name
from inferd.refactor.rope_seam import Work, refused
from inferd.syntax import facts as F


class _MethodObject(MethodObject):  # type: ignore[misc]
    """rope's, but that names of keyword arguments stay what they are."""

    def _get_body(self) -> str:
        body: str = sourceutils.get_body(self.pyfunction)
        for name in self._get_parameter_names():
            body = f"{name} = None\n{body}"
            pymodule = libutils.get_string_module(self.project, body, self.resource)
            finder = occurrences.create_finder(self.project, name, pymodule[name], keywords=False)
            changed = rename.rename_in_module(finder, f"self.{name}", pymodule=pymodule)
            body = changed[changed.index("\n") + 1 :]
        return body


def encapsulate_field(work: Work, target: str, *, getter: str | None = None, setter: str | None = None) -> ChangePlan:
    """Read and write an attribute through methods, everywhere but in those that define it."""
    aim = work.aim_at(target)
    for name in (getter, setter):
        if name is not None:
            check_name(name)
    attribute = [s for s in aim.ties.subjects if isinstance(s, T.Attribute)]
    if not attribute:
        raise refused("only attributes of classes are encapsulated")
    for use in aim.ties.sure.values():
        if use.role == F.KEYWORD:
            raise refused(
                f"{aim.name} is passed by keyword here: who constructs it that way needs the name as it is",
                use.row.path, use.row.line,
            )  # fmt: skip
        if use.code & F.ROLE_MASK == F.DELETE:
            raise refused(f"{aim.name} is deleted here, which no setter does", use.row.path, use.row.line)
    resource, offset = work.definition(aim)
    line = work.tree.seen(resource.path).position(offset)[0]
    task = work.ask(lambda: EncapsulateField(work.project, resource, offset), resource.path, line)
    home = task.resource.path
    get, put = getter or f"get_{task.name}", setter or f"set_{task.name}"
    for s in attribute:
        for name in (get, put):
            if work.view.members(name).get(s.cls):
                raise refused(
                    f"{s.cls.symbol} has a member {name} already", home, 0, "choose another with --getter or --setter"
                )
    work.each(sorted({home, *aim.paths}), lambda f: task.get_changes(getter=get, setter=put, resources=[f]), [home])
    return work.plan(f"encapsulate {task.name}", target, [r for r in aim.rows if r.path in work.texts])


def local_to_field(work: Work, target: str) -> ChangePlan:
    """Let a local variable of a method be an attribute of its `self`."""
    if target.count(":") >= 2:
        resource, offset = work.place(target)
        work.aim_at(target)
    else:
        resource, offset = work.definition(work.aim_at(target))
    line = work.tree.seen(resource.path).position(offset)[0]
    work.take(work.ask(lambda: LocalToField(work.project, resource, offset).get_changes(), resource.path, line))
    return work.plan(f"let the local at {resource.path}:{line} be a field", target)


def method_object(work: Work, target: str, name: str) -> ChangePlan:
    """Let a function's body be the `__call__` of a class of its own, so that its locals can become attributes."""
    check_name(name)
    aim = work.aim_at(target)
    resource, offset = work.definition(aim)
    path = resource.path
    line = work.tree.seen(path).position(offset)[0]
    task = work.ask(lambda: _MethodObject(work.project, resource, offset), path, line)
    node = task.pyfunction.get_ast()
    if isinstance(node, ast.AsyncFunctionDef) or any(isinstance(n, (ast.Yield, ast.YieldFrom)) for n in ast.walk(node)):
        raise refused(f"{aim.name} is a generator or a coroutine: its class would give neither", path, line)
    if any(isinstance(n, ast.Call) and getattr(n.func, "id", "") == "super" and not n.args for n in ast.walk(node)):
        raise refused(f"{aim.name} calls super(), which means something else in another class", path, line)
    if work.tree.seen(path).text and work.view.resolver.resolve(work.tree.module_of(path), name):
        raise refused(f"there is a {name} in {path} already", path, line)
    work.project.aim = None  # the body goes into texts that are not the file's
    work.take(work.ask(lambda: task.get_changes(classname=name), path, line))
    return work.plan(f"make {aim.name} a class {name}", target)


def introduce_factory(work: Work, target: str, name: str, *, everywhere: bool = False) -> ChangePlan:
    """Construct a class through a function: a static method of the class, or one of its module (*everywhere*)."""
    check_name(name)
    aim = work.aim_at(target)
    resource, offset = work.definition(aim)
    line = work.tree.seen(resource.path).position(offset)[0]
    task = work.ask(lambda: IntroduceFactory(work.project, resource, offset), resource.path, line)
    home = task.resource.path
    work.each(
        sorted({home, *aim.paths}),
        lambda f: task.get_changes(name, global_factory=everywhere, resources=[f]), [home],
    )  # fmt: skip
    return work.plan(f"construct {task.old_name} through {name}", target, [r for r in aim.rows if r.path in work.texts])


def use_function(work: Work, target: str, *, within: Sequence[str] = ()) -> ChangePlan:
    """Call a function wherever its body stands.  *within*: only in these files and directories."""
    aim = work.aim_at(target)
    resource, offset = work.definition(aim)
    line = work.tree.seen(resource.path).position(offset)[0]
    task = work.ask(lambda: UseFunction(work.project, resource, offset), resource.path, line)
    home = task.resource.path
    work.project.aim = None
    paths = _mentioning_all(work, _words_of_body(task), within) or [home]
    work.each(
        sorted({*paths} & {*_within(work, within)}),
        # rope wants the file of the function among them, and leaves it as it is where it is not asked for
        lambda f: _but(task.get_changes(resources=[work.project.get_file(home), f] if f.path != home else [f]), f.path),
    )
    return work.plan(f"use {aim.name} where its body stands", target)


def restructure(
    work: Work, pattern: str, goal: str, *, where: Sequence[str] = (), imports: Sequence[str] = (),
    within: Sequence[str] = (),
) -> ChangePlan:  # fmt: skip
    """Replace code that looks like a pattern; `${name}` stands for an expression.

    *where*: what these may stand for, as `name: type=shop.cart.Cart` or `name: exact`; *imports*: statements that
    changed files need; *within*: only in these files and directories.
    """
    args = {}
    for text in where:
        name, colon, what = text.partition(":")
        if not colon or not name.strip().isidentifier():
            raise InferdError(
                f"--where: {text!r} is not NAME: CONDITION", "for example --where 'x: type=shop.cart.Cart'"
            )
        args[name.strip()] = what.strip()
    for code in imports:
        try:
            tree = ast.parse(code).body
        except SyntaxError:
            tree = []
        if not tree or not all(isinstance(n, (ast.Import, ast.ImportFrom)) for n in tree):
            raise InferdError(f"--import: {code!r} is no import statement")
    plain = _plain(pattern)
    try:
        words = {n.id for n in ast.walk(ast.parse(plain)) if isinstance(n, ast.Name)}
        words |= {n.attr for n in ast.walk(ast.parse(plain)) if isinstance(n, ast.Attribute)}
    except SyntaxError as error:
        raise InferdError(
            f"the pattern is not Python: {error.msg}", "expressions or statements, with ${name} in them"
        ) from None
    words = {w for w in words if not w.startswith("__wild_")}
    task = work.ask(lambda: Restructure(work.project, pattern, goal, args=args, imports=list(imports)))
    paths = _mentioning_all(work, words, within)
    work.each(paths, lambda f: task.get_changes(resources=[f]))
    return work.plan(f"restructure {pattern} to {goal}", pattern)


def _plain(pattern: str) -> str:
    out, rest = "", pattern
    while "${" in rest:
        before, _, rest = rest.partition("${")
        name, closed, rest = rest.partition("}")
        if not closed:
            raise InferdError(f"the pattern has a ${{ that nothing closes: {pattern}")
        out += before + "__wild_" + name.lstrip("?").strip()
    return out + rest


def _words_of_body(task: UseFunction) -> set[str]:
    """What must stand in every file in which the body of a function stands: attributes and global names."""
    node = task.pyfunction.get_ast()
    own = set(task.pyfunction.get_param_names()) | {
        name for name, p in task.pyfunction.get_scope().get_names().items()
        if isinstance(p, (pynames.AssignedName, pynames.ParameterName))
    }  # fmt: skip
    words = {n.attr for s in node.body for n in ast.walk(s) if isinstance(n, ast.Attribute)}
    words |= {n.id for s in node.body for n in ast.walk(s) if isinstance(n, ast.Name)} - own
    return words


def _mentioning_all(work: Work, words: Iterable[str], within: Sequence[str]) -> list[str]:
    """The files in which all of some words stand; every file where there is no word."""
    found: set[str] | None = None
    for word in sorted(words):
        paths = set(work.tree.mentioning((word,)))
        found = paths if found is None else found & paths
    allowed = _within(work, within)
    return sorted(allowed if found is None else found & set(allowed))


def _within(work: Work, within: Sequence[str]) -> list[str]:
    if not within:
        return work.tree.paths()
    out: list[str] = []
    for place in within:
        path = T.relative(place, work.root).rstrip("/")
        if work.tree.is_file(path):
            out.append(path)
        elif path in ("", ".") or work.tree.is_directory(path):
            out += work.tree.below("" if path == "." else path)
        else:
            raise InferdError(f"{place}: there is no such file or directory in the project")
    return sorted(set(out))


def _but(changes: object, path: str) -> object:
    """The changes of one file among several."""
    changes.changes = [c for c in changes.changes if c.resource.path == path]  # type: ignore[attr-defined]
    return changes
