"""What a change does to the order in which modules are loaded: imports that find a module half loaded.

Python runs a module from top to bottom, and an import in it runs the other module first. Where modules import each
other, one of them is asked for names that it does not have yet. Whether that fails depends on which of them is imported
first and on every line before; so the loading is played through, on the syntax trees, before the change and after it.

Steps
    1. The imports that the change adds, module by module. Where none of the modules that they lead to gets back to the
       importing one, at any depth, nothing can go wrong.
    2. Else each module that gets such an import is loaded first once, with the packages above it. What fails after the
       change, and did not before, is told with its line and the way that led there.

What is played: imports, star imports, definitions and assignments in the order of the text, both branches of an `if`
(of `TYPE_CHECKING` the other one alone), the body of a `try`, whose failures its handlers catch; attributes of modules
that bases, decorators, defaults and other expressions of a module or class read. Not played: calls, and what these
import.

Cost: step 1 reads the import rows of the index; step 2 parses the modules that are loaded.
"""

import ast
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

Text = Callable[[str], str | None]  # of a path
Path = Callable[[str], str | None]  # of a module: the file that is run


class Failure(NamedTuple):
    """An import, or an attribute, that a module does not have yet when it is asked for."""

    path: str
    line: int
    name: str
    module: str  # that is asked
    way: tuple[str, ...]  # the modules that are being loaded, the first imported first


class _Fails(Exception):
    def __init__(self, failure: Failure):
        super().__init__(failure)
        self.failure = failure


def first_failure(entry: str, path_of: Path, text_of: Text) -> Failure | None:
    """What goes wrong when a module is imported before all others; None where nothing does, or nobody can tell."""
    try:
        _Loading(path_of, text_of).load(entry)
    except _Fails as fails:
        return fails.failure
    except RecursionError:
        return None
    return None


def imports_at_load(tree: ast.Module, package: str) -> set[str]:
    """The modules that a module imports when it is loaded; for `from m import n` both `m` and `m.n`."""
    out: set[str] = set()
    for node in _statements(tree.body):
        if isinstance(node, ast.Import):
            out.update(a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = absolute(node, package)
            out.update((module, *(f"{module}.{a.name}" for a in node.names)))
    return out


def absolute(node: ast.ImportFrom, package: str) -> str:
    """The module that `from ... import` names, inside of a package."""
    return in_full(node.module or "", node.level, package)


def in_full(module: str, level: int, package: str) -> str:
    """A module that is named with so many leading dots, inside of a package."""
    if not level:
        return module
    parts = package.split(".") if package else []
    parts = parts[: len(parts) - level + 1]
    return ".".join([*parts, *([module] if module else [])])


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that run when a module is loaded, those of classes included."""
    for node in body:
        yield node
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        if isinstance(node, ast.If) and is_for_checkers(node.test):
            yield from _statements(node.orelse)
            continue
        for field in ("body", "handlers", "orelse", "finalbody"):
            for inner in getattr(node, field, ()):
                yield from _statements(inner.body if isinstance(inner, ast.ExceptHandler) else (inner,))


def is_for_checkers(test: ast.expr) -> bool:
    """Whether a condition holds for type checkers, or for a script, alone."""
    if isinstance(test, ast.Compare):
        return isinstance(test.left, ast.Name) and test.left.id == "__name__"
    return (test.id if isinstance(test, ast.Name) else getattr(test, "attr", "")) == "TYPE_CHECKING"


class _Loading:
    """One run of the interpreter, as far as it imports."""

    def __init__(self, path_of: Path, text_of: Text):
        self.path_of, self.text_of = path_of, text_of
        self.bound: dict[str, set[str]] = {}  # of modules that are loaded or being loaded
        self.stands_for: dict[str, dict[str, str]] = {}  # names of a module that are modules
        self.way: list[str] = []

    def load(self, module: str) -> None:
        parent, _, name = module.rpartition(".")
        if module in self.bound or not module:
            return
        if parent:
            self.load(parent)
        path = self.path_of(module)
        text = self.text_of(path) if path is not None and module not in self.bound else None
        if path is None or text is None:
            return
        self.bound[module], self.stands_for[module] = set(), {}
        try:
            tree = ast.parse(text, "<inferd>")
        except (SyntaxError, ValueError):
            tree = ast.Module([], [])
        self.way.append(module)
        package = module if path.endswith("/__init__.py") or path == "__init__.py" else parent
        _Body(self, module, package, path, self.bound[module]).run(tree.body)
        self.way.pop()
        if parent in self.bound:
            self.bound[parent].add(name)

    def is_partial(self, module: str) -> bool:
        return module in self.way

    def has(self, module: str, name: str) -> bool:
        return name in self.bound[module] or name.startswith("__") or "__getattr__" in self.bound[module]


class _Body:
    """A module, or a class in it, that is run."""

    def __init__(self, loading: _Loading, module: str, package: str, path: str, bound: set[str]):
        self.loading, self.module, self.package, self.path, self.bound = loading, module, package, path, bound

    def run(self, body: Iterable[ast.stmt]) -> None:
        for node in body:
            self.statement(node)

    def statement(self, node: ast.stmt) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                self.loading.load(alias.name)
                first = alias.name.partition(".")[0]
                self.bind(alias.asname or first, alias.name if alias.asname else first)
        elif isinstance(node, ast.ImportFrom):
            self.import_from(node)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            self.read(*node.decorator_list, *node.args.defaults, *(d for d in node.args.kw_defaults if d))
            self.bound.add(node.name)
        elif isinstance(node, ast.ClassDef):
            self.read(*node.decorator_list, *node.bases, *(k.value for k in node.keywords))
            _Body(self.loading, self.module, self.package, self.path, set()).run(node.body)
            self.bound.add(node.name)
        elif isinstance(node, ast.Try):
            self.tries(node)
        else:
            self.other(node)

    def other(self, node: ast.stmt) -> None:
        self.read(*(v for _, v in ast.iter_fields(node) if isinstance(v, ast.expr)))
        for name in ast.walk(node):
            if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store):
                self.bound.add(name.id)
        if isinstance(node, ast.If) and is_for_checkers(node.test):
            self.run(node.orelse)
            return
        for field in ("body", "orelse"):
            self.run(getattr(node, field, ()))

    def tries(self, node: ast.Try) -> None:
        try:
            self.run(node.body)
        except _Fails:
            if not any(_catches(h) for h in node.handlers):
                raise
            for handler in node.handlers:
                self.run(handler.body)
        else:
            self.run(node.orelse)
        self.run(node.finalbody)

    def import_from(self, node: ast.ImportFrom) -> None:
        loading, target = self.loading, absolute(node, self.package)
        loading.load(target)
        for alias in node.names:
            inner = f"{target}.{alias.name}"
            if alias.name == "*":
                self.bound |= {n for n in loading.bound.get(target, ()) if not n.startswith("_")}
                continue
            if target in loading.bound and not loading.has(target, alias.name):
                loading.load(inner)
                if inner not in loading.bound and loading.is_partial(target):
                    self.fail(node.lineno, alias.name, target)
            self.bind(alias.asname or alias.name, inner)

    def bind(self, name: str, module: str) -> None:
        self.bound.add(name)
        names = self.loading.stands_for[self.module]
        names.pop(name, None)
        if module in self.loading.bound:
            names[name] = module

    def read(self, *values: ast.expr) -> None:
        for value in values:
            for node in _evaluated(value):
                if not isinstance(node, ast.Attribute):
                    continue
                module = self.meant(node.value)
                if not module or not self.loading.is_partial(module) or self.loading.has(module, node.attr):
                    continue
                if f"{module}.{node.attr}" not in self.loading.bound:
                    self.fail(node.lineno, node.attr, module)

    def meant(self, value: ast.expr) -> str:
        """The module that an expression stands for; "" for none."""
        if isinstance(value, ast.Name):
            return self.loading.stands_for[self.module].get(value.id, "")
        if isinstance(value, ast.Attribute):
            outer = self.meant(value.value)
            return f"{outer}.{value.attr}" if outer and f"{outer}.{value.attr}" in self.loading.bound else ""
        return ""

    def fail(self, line: int, name: str, module: str) -> None:
        raise _Fails(Failure(self.path, line, name, module, tuple(self.loading.way)))


def _evaluated(value: ast.expr) -> Iterator[ast.expr]:
    """The parts of an expression that are evaluated where it stands: not the bodies of lambdas."""
    stack: list[ast.AST] = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.expr):
            yield node
        stack += ast.iter_child_nodes(node.args if isinstance(node, ast.Lambda) else node)


def _catches(handler: ast.ExceptHandler) -> bool:
    """Whether a handler catches what an import raises."""
    if handler.type is None:
        return True
    words = {getattr(n, "id", getattr(n, "attr", "")) for n in ast.walk(handler.type)}
    return not words.isdisjoint(("ImportError", "AttributeError", "Exception", "BaseException"))


__all__ = ["Failure", "absolute", "first_failure", "imports_at_load", "in_full", "is_for_checkers"]
