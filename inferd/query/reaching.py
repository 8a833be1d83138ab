"""The tests whose text may reach a symbol: what is known of that where no run is recorded.

Why
    Two steps back from a function are few of its tests; all tests that import its module are most of the suite.  In
    between are the uses: who mentions the symbol, who mentions them, and so on until the tests.

How
    Breadth first, from use to the function around it.  A use is every row of `references`, possible ones too, that can
    run what the symbol names: no import, annotation or string.  Of the family of a method only what may run this member
    counts: a use of it, of one that it overrides, or of an unknown receiver.  With a method go the classes that `self`
    may be of on the way: `self.save()` in a base leads on as a method of those that get to this `save` alone.
    - What Python calls by itself (`__init__`, `__eq__`) runs where its class is mentioned, or one below it.
    - A call or a decorator at the level of a module or a class runs when the file is imported: every test of a file
      that imports it, at any depth, is reached.  A mere mention there goes on with what the statement binds.
    - What stands under `if __name__ == "__main__":` runs when no test imports the file.
    - A use in a lambda of such a statement runs with it only where the lambda is given to a call there; else when what
      the statement binds is used.
    - An operator (`__mul__`) runs only where it is written: tests that reach no function with that operator, on
      something that may be of the class, are left out again (`operating`).
    - A use inside a function of a function (a decorator's wrapper) runs when what is decorated does, not at import.
    - A fixture is used by the tests and fixtures in sight of it that have a parameter of its name, or by all of them
      where it is `autouse`; what prepares tests (`setUp`), by those of its class and of the classes below.
    A test whose file does not import the symbol's file, at any depth, is not reached.

    - A member is used, too, where a name is put together that may be its own (`dispatching`).

What it does not see
    Other names in strings (plugins), doctests, subprocesses, and C code that calls back.

What it costs: one `references` for each function on the way; bounded by MAX_SYMBOLS and MAX_ROWS, and it is said where
that was met.  The imports of all files are resolved once; in projects of more than MAX_FILES that takes longer than a
report may, and `impact` looks two steps back instead.
"""

from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

from inferd.index.hierarchy import Class, Opaque
from inferd.index.resolve import Symbol
from inferd.model import EXACT, plain
from inferd.query import dispatching, operating
from inferd.query import references as R
from inferd.query import targets as T
from inferd.query.kin import Use, located
from inferd.query.view import Block, View
from inferd.store.rows import FileRow, ScopeRow
from inferd.syntax import facts as F

MAX_SYMBOLS = 400
MAX_ROWS = 6_000
MAX_FILES = 1_000

_PREPARES = frozenset((
    "setUp", "setUpClass", "setUpTestData", "tearDown", "tearDownClass", "asyncSetUp", "asyncTearDown", "setup_method",
    "teardown_method", "setup_class", "teardown_class", "setup", "teardown",
))  # fmt: skip
_PREPARES_FILE = frozenset(("setUpModule", "tearDownModule", "setup_module", "teardown_module", "setup_function"))
_MAKE = frozenset(("__init__", "__new__", "__post_init__", "__init_subclass__", "__set_name__", "__class_getitem__"))
_RUNS = frozenset((F.READ, F.CALL, F.ATTRIBUTE, F.CAPTURE))


class Reaching(NamedTuple):
    """Test (as pytest names it, without parameters) -> why; and whether the search was cut off."""

    tests: dict[str, str]
    is_bounded: bool


def is_test_path(path: str) -> bool:
    """Whether a file is one that test runners look into, by its name or its directory."""
    *directories, name = path.split("/")
    stem = name.removesuffix(".py")
    return (
        stem.startswith("test_")
        or stem.endswith("_test")
        or stem in ("tests", "test", "conftest")
        or any(d in ("tests", "test") for d in directories)
    )


def reaching(view: View, subjects: Iterable[T.Subject]) -> Reaching:
    """The tests that may reach any of some subjects."""
    subjects = list(subjects)
    search = Search(view)
    for s in subjects:
        module = T.symbol_of(view, s).partition(":")[0]
        search.homes.update(f.path for f in view.reader.files_of_module(module))
        if isinstance(s, T.ModuleSubject):
            for file in view.reader.files_of_module(module):
                search.imports(file.path, "is the module itself")
        search.roots.add(s)
        search.add(s, False)
    search.run()
    found, is_bounded = search.reached(), search.is_bounded
    scopes = operating.scopes(view, subjects) if found else None
    if scopes is not None:
        narrow = Search(view)
        narrow.homes = search.homes
        for module, path, qualname in scopes:
            if qualname:
                narrow.function(module, path, qualname, "uses the operator", False)
            else:
                narrow.imports(path, "uses the operator")
        narrow.homes = search.homes
        narrow.run()
        if not narrow.is_bounded:
            kept = narrow.reached()
            found = {t: why for t, why in found.items() if t in kept}
    return Reaching(found, is_bounded)


class Search:
    """The search: what begins it is given by `add`, `function` or `imports`, then `run`, then `reached`.

    *more*: symbols that are followed beyond MAX_SYMBOLS, and rows in proportion.
    """

    def __init__(self, view: View, more: int = 0):
        self.view = view
        self.most = MAX_SYMBOLS + more
        self.homes: set[str] = set()  # files of which a test's file must reach one
        self.queue: deque[T.Subject] = deque()
        self.roots: set[T.Subject] = set()
        self.seen: dict[T.Subject, tuple[bool, frozenset[Class] | None]] = {}  # as `add` was told
        self._found: dict[T.Subject, list[Use]] = {}
        self._below_of: dict[Class, frozenset[Class]] = {}
        self.tests: dict[str, str] = {}
        self.is_bounded = False
        self._rows = 0
        self._files: set[str] = set()  # whose import was followed
        self._fixtures: set[tuple[str, str]] = set()
        self._imports: dict[str, tuple[str, ...]] = {}
        self._reach: dict[str, frozenset[str]] = {}
        self._test_paths: list[str] | None = None
        self._whole: set[str] = set()  # files of tests all of which are reached
        self._in_file: dict[str, list[str]] = {}
        self._importing: dict[tuple[str, str], list[str]] = {}
        self._scopes: dict[int, list[ScopeRow]] = {}

    def add(self, subject: T.Subject, later: bool, who: frozenset[Class] | None = None) -> None:
        """Follow a subject; *later*: only what it gives back runs, not itself; *who*: of a method, the classes that
        `self` may be of.
        """
        if isinstance(subject, T.Attribute) and who is None:
            who = frozenset((subject.cls, *self.view.hierarchy.descendants(subject.cls)))
        known = self.seen.get(subject)
        if known is not None:
            later = later and known[0]
            who = known[1] | who if known[1] is not None and who is not None else None
        if known != (later, who):
            self.seen[subject] = (later, who)
            self.queue.append(subject)

    def function(self, module: str, path: str, qualname: str, via: str, later: bool) -> None:
        """Begin with a function; a test is itself reached, for the reason *via*."""
        owner, _, name = qualname.rpartition(".")
        self.homes.add(path)
        self.roots.add(T.Attribute(Class(module, owner), name) if owner else T.Global(module, name))
        self._function(module, path, qualname, via, later)

    def imports(self, path: str, what: str) -> None:
        """Begin with what importing a file runs; *what* happened to it."""
        self.homes.add(path)
        self._import(path, what)

    def is_defined(self, module: str, qualname: str) -> bool:
        return bool(self._definitions(module, qualname))

    def reached(self) -> dict[str, str]:
        """Test -> why, of the files of tests that import what it began with."""
        files = {t.partition("::")[0] for t in self.tests}
        near = {path for path in files if not self.homes.isdisjoint(self.reach(path))}
        return {t: why for t, why in self.tests.items() if t.partition("::")[0] in near}

    def run(self) -> None:
        while self.queue:
            if len(self.seen) > self.most or self._rows > MAX_ROWS * self.most // MAX_SYMBOLS:
                self.is_bounded = True
                return
            subject = self.queue.popleft()
            later, who = self.seen[subject]
            for use in self._uses(subject):
                self._use(use, subject, later, who)
            if isinstance(subject, T.Attribute):
                self._looked_up(subject, later, who)
            if isinstance(subject, T.Attribute) and _is_called_by_python(subject.name):
                is_late = subject.name not in _MAKE
                for c in sorted(who or ()):
                    self.add(T.subject_of(self.view, Symbol(c.module, c.name)), is_late)
            if isinstance(subject, T.Global) and _is_called_by_python(subject.name):
                for file in self.view.reader.files_of_module(subject.module):  # `from m import x` asks for `__path__`
                    self._import(file.path, f"has {subject.name}, which imports ask")

    # -- uses -----------------------------------------------------------------------------------------------------

    def _uses(self, subject: T.Subject) -> list[Use]:
        known = self._found.get(subject)
        if known is not None:
            return known
        if isinstance(subject, T.External):
            return []
        rows = R.references(self.view, subject, False).rows
        self._rows += len(rows)
        if isinstance(subject, T.Attribute):
            above = [c for c in self.view.hierarchy.mro(subject.cls) if isinstance(c, Class)]
            mine = {f"{c.symbol}.{subject.name}" for c in (subject.cls, *above)}
            rows = [r for r in rows if r.symbol in mine]
        uses = located(self.view, [r for r in rows if r.role not in ("import", "string", "keyword")])
        found = [u for u in uses if u.role in _RUNS and not u.code & (F.ANNOTATION | F.IN_STRING)]
        self._found[subject] = found
        return found

    def _use(self, use: Use, subject: T.Subject, later: bool, who: frozenset[Class] | None) -> None:
        module, _, qualname = use.row.scope.partition(":")
        path = use.row.path
        around, has_inner, _ = qualname.partition(".<locals>")
        around = plain(around)
        is_function = bool(around) and "c" not in self.view.definition_kinds(module, around)
        within = around.rpartition(".")[0] if is_function else around
        mine = self._instances(module, within)
        of_self: frozenset[Class] | None = None
        if mine and who is not None and use.role == F.ATTRIBUTE and isinstance(subject, T.Attribute):
            link = use.block.o[use.k * 6 + 5]
            is_self = link >= 0 and bool(self.view.self_class(use.block, link))
            if is_self or use.row.confidence == EXACT:  # `self`, `super()` or a class: of what both are of
                of_self = who & mine or None
                is_own = use.row.symbol == f"{subject.cls.symbol}.{subject.name}"
                if of_self is None and (is_self or not is_own or self._is_below(subject.cls, module, within)):
                    return
        if mine and use.role == F.READ and self._is_of(subject, module, within):
            return  # a class that is mentioned in its own methods: who runs them has mentioned it before
        if is_function:
            via = f"it {self._said(subject, 'mentions', use.row.line)}"
            self._function(module, path, around, via, bool(has_inner), of_self)
            return
        if operating.is_of_script(self.view, use.block, use.k):
            return
        if (use.is_call or use.code & F.DECORATOR) and not later and not operating.waits(self.view, use.block, use.k):
            self._import(path, self._said(subject, "runs", use.row.line))
        for name in self._bound_by(use):
            self._follow(module, f"{around}.{name}" if around else name, later, of_self)

    def _looked_up(self, subject: T.Attribute, later: bool, who: frozenset[Class] | None) -> None:
        """Who gets a member by a name that is put together."""
        for looker in dispatching.lookers(self.view):
            if not looker.may_get(subject.name):
                continue
            of_self = None
            if looker.cls is not None:
                of_self = self._instances(looker.cls.module, looker.cls.name) & (who or frozenset())
                if who is not None and not of_self:
                    continue
            via = f"it {self._said(subject, 'may look up', looker.line)}"
            if looker.qualname:
                self._function(looker.module, looker.path, looker.qualname, via, looker.is_inner, of_self)
            elif not later:
                self._import(looker.path, self._said(subject, "may look up", looker.line))

    def _instances(self, module: str, qualname: str) -> frozenset[Class]:
        """The classes that what stands in a class has instances of; none for what is no class."""
        if not qualname or "c" not in self.view.definition_kinds(module, qualname):
            return frozenset()
        cls = Class(module, qualname)
        known = self._below_of.get(cls)
        if known is None:
            known = self._below_of[cls] = frozenset((cls, *self.view.hierarchy.descendants(cls)))
        return known

    def _is_of(self, subject: T.Subject, module: str, qualname: str) -> bool:
        """Whether a subject is a class that another one is, or is below."""
        if isinstance(subject, T.Global):
            cls = Class(subject.module, subject.name)
        elif isinstance(subject, T.Attribute):
            cls = Class(subject.cls.module, f"{subject.cls.name}.{subject.name}")
        else:
            return False
        return self._is_below(cls, module, qualname)

    def _is_below(self, cls: Class, module: str, qualname: str) -> bool:
        return cls in self.view.hierarchy.mro(Class(module, qualname))

    def _said(self, subject: T.Subject, verb: str, line: int) -> str:
        if subject in self.roots:
            return f"{verb} the symbol, line {line}"
        return f"{verb} {T.symbol_of(self.view, subject)}, line {line}, which leads to the symbol"

    def _bound_by(self, use: Use) -> list[str]:
        """What a statement of a module or a class binds: the names that it writes, or what it defines."""
        scope = use.block.o[use.k * 6 + 4]
        while scope >= 0 and use.block.s[scope * 7] in (F.LAMBDA, F.COMPREHENSION):
            scope = use.block.s[scope * 7 + 2]
        return _bound(use.block, scope, F.WRITE, F.DEFINITION)

    def _follow(self, module: str, qualname: str, later: bool, who: frozenset[Class] | None = None) -> None:
        owner, _, name = qualname.rpartition(".")
        subject: T.Subject = T.Attribute(Class(module, owner), name) if owner else T.Global(module, name)
        self.add(subject, later, who if owner else None)

    # -- functions ------------------------------------------------------------------------------------------------

    def _function(
        self, module: str, path: str, qualname: str, via: str, later: bool, who: frozenset[Class] | None = None
    ) -> None:  # fmt: skip
        """A function that may reach the symbol."""
        owner, _, name = qualname.rpartition(".")
        if is_test_path(path):
            if name.startswith("test"):
                for test in self._ids(module, path, owner, name, who):
                    self.tests.setdefault(test, f"static: {via}")
                return
            if name in _PREPARES and owner:
                for c in who or (Class(module, owner), *self.view.hierarchy.descendants(Class(module, owner))):
                    for file in self.view.reader.files_of_module(c.module):
                        self._all_of(file.path, f"{file.path}::{plain(c.name).replace('.', '::')}::", via)
                return
            if name in _PREPARES_FILE:
                self._all_of(path, f"{path}::", via)
            if name.startswith("pytest_"):
                self._below(path, via)
            self._fixture(module, path, qualname)
        self._follow(module, qualname, later, who)

    def _ids(self, module: str, path: str, owner: str, name: str, who: frozenset[Class] | None) -> list[str]:
        """The ids of a test: its own, and those of the classes that inherit it; of *who* alone."""
        if not owner:
            return [f"{at}::{name}" for at in (path, *self._importers(module, name))]
        return [
            f"{at}::{plain(c.name).replace('.', '::')}::{name}"
            for c in (Class(module, owner), *self.view.hierarchy.descendants(Class(module, owner)))
            if who is None or c in who
            for at in (*(f.path for f in self.view.reader.files_of_module(c.module)), *self._importers(*c))
        ]

    def _importers(self, module: str, name: str) -> list[str]:
        """The other files of tests that import a test or a class of tests: pytest collects it there, too."""
        found = self._importing.get((module, name))
        if found is None:
            blocks = self.view.blocks_of_name(name, 1 << F.IMPORT) if "." not in name else []
            files = {b.file.path: b.file for b in blocks if is_test_path(b.file.path) and b.file.module != module}
            resolve, symbol = self.view.resolver.resolve, Symbol(module, name)
            found = sorted(path for path, file in files.items() if symbol in resolve(file.module, name))
            self._importing[module, name] = found
        return found

    def _imported(self, file: FileRow) -> list[Class]:
        """The classes of tests that a file of tests imports by their own names."""
        view = self.view
        found: dict[Class, None] = {}
        for _, _, name, _ in view.reader.imports_of(file.id):
            for e in view.resolver.resolve(file.module, name) if name else ():
                if not isinstance(e, Symbol) or e.name != name or e.module == file.module:
                    continue
                cls = Class(e.module, name)
                if "c" not in view.definition_kinds(*cls) or not self._methods(cls):
                    continue
                above = view.hierarchy.mro(cls)
                is_case = any(isinstance(n, Opaque) and (n.symbol or "").startswith("unittest") for n in above)
                if is_case or name.startswith("Test"):
                    found[cls] = None
        return list(found)

    def _fixture(self, module: str, path: str, qualname: str) -> None:
        name = qualname.rpartition(".")[2]
        blocks = [b for b, _ in self._definitions(module, qualname)]
        if (name, path) in self._fixtures or not any("fixture" in b.names for b in blocks):
            return
        self._fixtures.add((name, path))
        why = f"its fixture {name} leads to the symbol"
        directory = path.rpartition("/")[0] if path.endswith("conftest.py") else None
        if any("autouse" in b.names for b in blocks):
            if directory is None:
                self._all_of(path, f"{path}::", why)
            else:
                self._below(path, why)
            return
        for block in self.view.blocks_of_name(name, 1 << F.PARAMETER | 1 << F.STRING):
            at = block.file.path
            if at != path and (directory is None or not at.startswith(f"{directory}/" if directory else "")):
                continue
            if not is_test_path(at):
                continue
            for k in block.positions(name):
                role = block.o[k * 6 + 3] & F.ROLE_MASK
                if role in (F.PARAMETER, F.STRING):
                    self._requested(block, k, role, why)

    def _requested(self, block: Block, k: int, role: int, why: str) -> None:
        scope = block.o[k * 6 + (5 if role == F.PARAMETER else 4)]
        module, _, qualname = block.enclosing(scope).partition(":")
        at = plain(qualname.partition(".<locals>")[0])
        if role == F.STRING:  # `usefixtures("it")`, `getfixturevalue("it")`, `parametrize(..., ["it"])`
            defined = next(iter(_bound(block, scope, F.DEFINITION)), "")  # what the string decorates
            at = f"{at}.{defined}" if at and defined else defined or at
            is_function = bool(at) and "c" not in self.view.definition_kinds(module, at)
            if not is_function and "usefixtures" not in block.names:
                return
        elif not at:
            return
        if at and "c" not in self.view.definition_kinds(module, at):
            self._function(module, block.file.path, at, why, False)
        else:
            prefix = f"{block.file.path}::" + (f"{at.replace('.', '::')}::" if at else "")
            self._all_of(block.file.path, prefix, why)

    def _definitions(self, module: str, qualname: str) -> list[tuple[Block, int]]:
        owner, _, name = qualname.rpartition(".")
        if owner:
            return self.view.members(name).get(Class(module, owner), [])
        return self.view.definitions(module, qualname)

    # -- files ----------------------------------------------------------------------------------------------------

    def _import(self, path: str, runs: str) -> None:
        """Importing a file runs what is asked about."""
        if path in self._files:
            return
        self._files.add(path)
        why = f"it imports {path}, which {runs}"
        for other in self.test_paths():
            if other not in self._whole and path in self.reach(other):
                self._all_of(other, f"{other}::", why)

    def _below(self, path: str, via: str) -> None:
        directory = path.rpartition("/")[0]
        for other in self.test_paths():
            if other not in self._whole and other.startswith(f"{directory}/" if directory else ""):
                self._all_of(other, f"{other}::", via)

    def _all_of(self, path: str, prefix: str, via: str) -> None:
        """All tests of a file whose id begins with a prefix."""
        if prefix == f"{path}::":
            self._whole.add(path)
        for test in self._tests_in(path):
            if test.startswith(prefix):
                self.tests.setdefault(test, f"static: {via}")

    def _tests_in(self, path: str) -> list[str]:
        known = self._in_file.get(path)
        if known is not None:
            return known
        out: dict[str, None] = {}
        file = self.view.reader.file_at(path)
        for scope in self._scopes_of(file) if file is not None else ():
            if "<locals>" in scope.qualname:
                continue
            if scope.kind == "function" and scope.qualname.rpartition(".")[2].startswith("test"):
                out[f"{path}::{scope.qualname.replace('.', '::')}"] = None
            elif scope.kind == "class" and file is not None:
                for c in self.view.hierarchy.mro(Class(file.module, scope.qualname))[1:]:
                    if isinstance(c, Class):
                        for name in self._methods(c):
                            out[f"{path}::{scope.qualname.replace('.', '::')}::{name}"] = None
        for cls in self._imported(file) if file is not None and is_test_path(path) else ():
            for c in self.view.hierarchy.mro(cls):
                if isinstance(c, Class):
                    for name in self._methods(c):
                        out[f"{path}::{cls.name}::{name}"] = None
        self._in_file[path] = found = list(out)
        return found

    def _methods(self, cls: Class) -> list[str]:
        """The tests of a class."""
        prefix = f"{plain(cls.name)}."
        return [
            s.qualname.removeprefix(prefix)
            for file in self.view.reader.files_of_module(cls.module)
            for s in self._scopes_of(file)
            if s.kind == "function" and s.qualname.startswith(f"{prefix}test") and "." not in s.qualname[len(prefix) :]
        ]

    def _scopes_of(self, file: FileRow) -> list[ScopeRow]:
        known = self._scopes.get(file.id)
        if known is None:
            known = self._scopes[file.id] = self.view.reader.scopes_of_file(file.id)
        return known

    def test_paths(self) -> list[str]:
        """The files of tests."""
        if self._test_paths is None:
            files = (f.path for f in self.view.reader.files())
            self._test_paths = [path for path in files if path.endswith(".py") and is_test_path(path)]
        return self._test_paths

    def reach(self, path: str) -> frozenset[str]:
        """The files that a file of tests imports, at any depth, with what pytest loads for it."""
        known = self._reach.get(path)
        if known is None:
            seen: set[str] = set()
            stack = [path]
            directory = path
            while directory:
                directory = directory.rpartition("/")[0]
                stack.append(f"{directory}/conftest.py" if directory else "conftest.py")
            while stack:
                at = stack.pop()
                if at not in seen:
                    seen.add(at)
                    stack += self.imported_by(at)
            known = self._reach[path] = frozenset(seen)
        return known

    def imported_by(self, path: str) -> tuple[str, ...]:
        """The files that importing a file runs, one step deep."""
        known = self._imports.get(path)
        if known is None:
            file = self.view.reader.file_at(path)
            known = self._imports[path] = tuple(self._targets(file)) if file is not None else ()
        return known

    def _targets(self, file: FileRow) -> Iterable[str]:
        """The files that importing a file runs, one step deep: packages above and submodules included."""
        reader, resolver = self.view.reader, self.view.resolver
        modules: dict[str, None] = {file.module: None}
        namespace = next((n for n in resolver.namespaces(file.module) if n.file.id == file.id), None)
        if namespace is None:
            return ()
        for level, module, name, _ in reader.imports_of(file.id):
            target, inside = resolver.imported_module(namespace, level, module or "")
            if not inside:
                continue
            modules[target] = None
            if name and resolver.is_module(f"{target}.{name}"):
                modules[f"{target}.{name}"] = None
        for module in list(modules):
            while module := module.rpartition(".")[0]:
                modules[module] = None  # importing a.b.c runs a and a.b
        return (f.path for m in modules for f in reader.files_of_module(m) if not f.path.endswith(".pyi"))


def _bound(block: Block, scope: int, *roles: int) -> list[str]:
    """The names that a block binds in one of its scopes, by the roles that they have there."""
    found: dict[str, None] = {}
    for j in range(0, len(block.o), 6):
        if block.o[j + 3] & F.ROLE_MASK in roles and block.o[j + 4] == scope:
            found[block.names[block.o[j]]] = None
    return list(found)


def _is_called_by_python(name: str) -> bool:
    return len(name) > 4 and name.startswith("__") and name.endswith("__")


__all__ = ["MAX_FILES", "MAX_ROWS", "MAX_SYMBOLS", "Reaching", "Search", "is_test_path", "reaching"]
