"""rope, held by us: its machinery for writing code, on our files, our facts and our journal.

Why
    rope knows how to extract, inline, move and reshape Python.  It also parses every file of a project for a name that
    stands in two, gives up on all of them for one that is broken, ignores annotations, and executes what it finds in a
    project's folder.  Here it does only the first.

The seams, each a subclass or a function of rope's that is replaced while this module is loaded
    - `RopeProject`: files and folders are those of a `Tree`.  It reads no configuration, makes no `.ropeproject`, looks
      for modules in the index instead of on `sys.path`, and cannot write: `do` raises.
    - `Manager` and `Hints` stand where rope keeps its object database: parameters, results and assignments that our
      types know to be of one class of the project.  Sets of several are unknown to rope, which holds one type a name.
    - `create_finder`: for the refactoring's target, rope is handed the places that our references know (`Aim`).  This
      is rope's `unsure` predicate carried to its end: what is sure, what is excluded and what is only possible is not
      decided by rope any more.
    - `rope_mended` holds the functions of rope whose results would not be the same program.

A refactoring
    `Work` is one of them under way.  It asks rope for the changes file by file (`each`), so that what breaks in one
    costs one line; it applies rope's change sets to texts in memory (`take`), turns these into bytes, makes sure that
    every file still parses, and gives a `ChangePlan`.

`forget_all_data`
    What rope concluded is dropped between files, so that an answer does not depend on the order of files.

Tests: tests/refactor/.
"""

import ast
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import rope.base.fscommands
import rope.base.libutils
import rope.base.oi.type_hinting.factory
import rope.base.project
import rope.refactor.occurrences
from rope.base import change, exceptions, pynames, pynamesdef, pyobjects
from rope.base.oi.objectinfo import ObjectInfoManager
from rope.base.resources import File, Folder, _ResourceMatcher
from rope.refactor.occurrences import Finder, Occurrence, _OccurrenceToolsCreator

from inferd.errors import InferdError, RefactorRefused, SourceError, one_line
from inferd.model import ChangePlan, Reference
from inferd.query import targets as T
from inferd.query.view import View
from inferd.refactor import rope_mended
from inferd.refactor.edits import FileChange
from inferd.refactor.rope_facts import Aim, Types, definition_of, is_taken_elsewhere, position_of
from inferd.refactor.rope_text import new_file
from inferd.refactor.rope_tree import Tree

_HINTS = "inferd.refactor.rope_seam.HINTS"


# ---------------------------------------------------------------------------------------------------------------------
# Files


class TreeFile(File):  # type: ignore[misc]
    r"""A file of the tree, as rope sees it: text with `\\n`, indented with spaces, without a byte order mark."""

    def read(self) -> str:
        self.newlines = "\n"
        text = self.project.texts.get(self.path)
        if text is not None:
            return str(text)
        try:
            return str(self.project.tree.seen(self.path).text)
        except SourceError as error:
            raise exceptions.ModuleSyntaxError(self.path, 1, error.reason) from error

    def read_bytes(self) -> bytes:
        data: bytes = rope.base.fscommands.unicode_to_file_data(self.read())
        return data

    def exists(self) -> bool:
        return self.path in self.project.texts or bool(self.project.tree.is_file(self.path))


class TreeFolder(Folder):  # type: ignore[misc]
    """A directory of the tree."""

    def exists(self) -> bool:
        return bool(self.project.tree.is_directory(self.path)) or self.path in self.project.folders

    def get_children(self) -> list[Any]:
        prefix = f"{self.path}/" if self.path else ""
        names = dict(self.project.tree.children(self.path))
        for path in self.project.texts:
            if path.startswith(prefix) and "/" not in path[len(prefix) :]:
                names.setdefault(path[len(prefix) :], False)
        make = (self.project.get_file, self.project.get_folder)
        return [make[is_directory](f"{prefix}{name}") for name, is_directory in sorted(names.items())]


class _Deaf:
    """Stands where rope watches files for changes: there are none here."""

    def add_resource(self, resource: Any) -> None:
        pass

    def remove_resource(self, resource: Any) -> None:
        pass


class RopeProject(rope.base.project.Project):  # type: ignore[misc]
    """A project of rope's over a tree.  *texts*: files that stand in memory only, by path, as rope sees them."""

    def __init__(self, tree: Tree, indent: int = 4):
        self.tree = tree
        self.texts: dict[str, str] = {}
        self.folders: set[str] = set()
        self.aim: Aim | None = None
        self.is_moving = False  # then `__all__` of the module that is left is nothing to import
        self.removable: set[str] | None = None  # the only names whose imports may go, where there are some
        self.types = Types(tree)
        self._address = tree.root
        self._ropefolder_name = None
        self.ignored = _ResourceMatcher()
        self.ignored.set_patterns([])
        # not Project's own: that reads configuration, which may be code, and walks the file system
        super(rope.base.project.Project, self).__init__(rope.base.fscommands.FileSystemCommands())
        self.prefs.set("indent_size", indent)
        self.prefs.set("automatic_soa", False)
        self.prefs.set("save_objectdb", False)
        self.prefs.set("pull_imports_to_top", False)
        self.prefs.set("type_hinting_factory", _HINTS)
        self.pycore.module_cache.observer = _Deaf()
        self.pycore.object_info = Manager(self)

    def get_file(self, path: str) -> TreeFile:
        return TreeFile(self, path)

    def get_folder(self, path: str) -> TreeFolder:
        return TreeFolder(self, path)

    def get_resource(self, resource_name: str) -> Any:
        if self.tree.is_file(resource_name) or resource_name in self.texts:
            return self.get_file(resource_name)
        if resource_name == "" or self.tree.is_directory(resource_name) or resource_name in self.folders:
            return self.get_folder(resource_name)
        raise exceptions.ResourceNotFoundError(f"{resource_name} is not in the project")

    def get_files(self) -> list[Any]:
        return [self.get_file(path) for path in self.tree.paths()]

    def get_source_folders(self) -> list[Any]:
        return [self.get_folder(root) for root in self.tree.roots]

    def get_python_path_folders(self) -> list[Any]:
        return []

    def find_module(self, modname: str, folder: Any = None) -> Any:
        found = self.tree.find_module(modname)
        if found is not None:
            return self.get_resource(found)
        del folder  # where Python 2 would have looked
        for path in self.texts:
            if path.endswith(".py") and self.tree.module_of(path) == modname:
                return self.get_file(path)
        return None

    def is_needed(self, path: str, name: str) -> bool:
        """Whether another file takes a name from this one."""
        return is_taken_elsewhere(self.tree, path, name)

    def do(self, changes: Any, task_handle: Any = None) -> None:
        raise AssertionError(f"rope wants to write by itself: {changes}, {task_handle}")

    def forget(self) -> None:
        """Drop what rope has concluded so far."""
        self.pycore.module_cache.forget_all_data()


# ---------------------------------------------------------------------------------------------------------------------
# Facts


class Manager(ObjectInfoManager):  # type: ignore[misc]
    """Our types where rope asks its object database; what rope infers itself is used and not kept."""

    def __init__(self, project: RopeProject):
        self.project = project

    def get_returned(self, pyobject: Any, args: Any) -> Any:
        del args
        node = pyobject.get_ast()
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return None
        found = self.classes_at(pyobject.get_module(), node.lineno, node.col_offset, result=True)
        return pyobjects.PyObject(found[0]) if len(found) == 1 else None

    def get_exact_returned(self, *_: Any) -> Any:
        return None

    def get_parameter_objects(self, pyobject: Any) -> Any:
        found = [self._passed(pyobject, name) for name in pyobject.get_param_names(special_args=False)]
        if not any(len(classes) == 1 for classes in found):
            return None
        unknown = pyobjects.get_unknown()
        return [pyobjects.PyObject(classes[0]) if len(classes) == 1 else unknown for classes in found]

    def get_passed_objects(self, pyfunction: Any, parameter_index: int) -> list[Any]:
        names = pyfunction.get_param_names(special_args=False)
        if parameter_index >= len(names):
            return []
        return [pyobjects.PyObject(c) for c in self._passed(pyfunction, names[parameter_index])]

    def _passed(self, pyfunction: Any, name: str) -> list[Any]:
        arguments = pyfunction.get_ast().args
        for node in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
            if node.arg == name:
                return self.classes_at(pyfunction.get_module(), node.lineno, node.col_offset)
        return []

    def classes_at(self, pymodule: Any, line: int, column: int, result: bool = False) -> list[Any]:
        """Rope's classes for what stands at a place of `ast`'s, or for the *result* of the function that is defined
        there; empty where that is not all.
        """
        resource = pymodule.get_resource()
        if resource is None or resource.is_folder():
            return []
        place = position_of(self.project.tree, resource.path, pymodule.source_code, line, column)
        found = self.project.types.at(resource.path, *place, result) if place is not None else None
        out = []
        for path, qualname in found or ():
            pyclass = self.class_called(path, qualname)
            if pyclass is None:
                return []
            out.append(pyclass)
        return out

    def class_called(self, path: str, qualname: str) -> Any:
        """Rope's class for a path and a qualified name; None where rope does not see it."""
        if "<" in qualname:
            return None
        try:
            found = self.project.get_pymodule(self.project.get_resource(path))
            for part in qualname.split("#", maxsplit=1)[0].split("."):
                found = found[part].get_object()
        except exceptions.RopeError:
            return None
        return found if isinstance(found, pyobjects.PyClass) else None

    def function_called(self, pyfunction: Any, params: Any, returned: Any = None) -> None:
        pass

    def doa_data_received(self, data: Any) -> None:
        pass

    def save_per_name(self, scope: Any, name: str, data: Any) -> None:
        pass

    def get_per_name(self, *_: Any) -> Any:
        return None

    def sync(self) -> None:
        pass


class Hints:
    """rope's documented seam for declared types, asked last: assignments that our types know.  Parameters are the
    manager's.
    """

    def make_param_provider(self) -> Callable[[Any, str], Any]:
        return lambda *_: None

    def make_return_provider(self) -> Callable[[Any], Any]:
        return lambda _: None

    def make_assignment_provider(self) -> Callable[[Any], Any]:
        return self._assigned

    @staticmethod
    def _assigned(pyname: Any) -> Any:
        pymodule, line = pyname.get_definition_location()
        if line is None:
            return None
        project = pymodule.pycore.project
        for assignment in pyname.assignments:
            target = rope_mended.target_of(pymodule, assignment.ast_node)
            if target is not None:
                found = project.pycore.object_info.classes_at(
                    pymodule, target.end_lineno, rope_mended.last_word(target)
                )
                if len(found) == 1:
                    return found[0]
        return None


HINTS = Hints()


class _Occurrence(Occurrence):  # type: ignore[misc]
    """A place that we know to be one of the target, whether rope can evaluate it or not."""

    def __init__(self, tools: Any, offset: int, pyname: Any):
        super().__init__(tools, offset)
        self._known = pyname

    def get_pyname(self) -> Any:
        return self._known

    def get_primary_and_pyname(self) -> Any:
        found = super().get_primary_and_pyname()
        primary = found[0] if found is not None else None
        function = self._known.get_object()
        holder = getattr(function, "parent", None)
        if isinstance(holder, pyobjects.PyClass) and (
            primary is None or primary.get_object() == pyobjects.get_unknown()
        ):
            primary = pynames.UnboundName(pyobjects.PyObject(holder))
        return primary, self._known


class AimFinder:
    """Finds the places of an aim; in texts that rope has changed already, what rope itself finds there."""

    def __init__(self, project: RopeProject, aim: Aim, pyname: Any, plain: Finder, tests: list[Any]):
        self.project = project
        self.aim = aim
        self.pyname = pyname
        self.plain = plain
        self.tests = tests

    def find_occurrences(self, resource: Any = None, pymodule: Any = None) -> Any:
        tools = _OccurrenceToolsCreator(self.project, resource=resource, pymodule=pymodule)
        where = tools.resource
        if where is None or not self.project.tree.is_file(where.path):
            return self.plain.find_occurrences(resource, pymodule)
        text = where.read() if pymodule is None else tools.source_code
        if text != self.project.tree.seen(where.path).text:
            return self.plain.find_occurrences(resource, pymodule)
        found = (_Occurrence(tools, place.offset, self.pyname) for place in self.aim.wanted(where.path))
        return (o for o in found if not any(test(o) is False for test in self.tests))


_create_finder = rope.refactor.occurrences.create_finder


def create_finder(project: Any, name: str, pyname: Any, *args: Any, **options: Any) -> Any:
    """rope's, but for the target of a refactoring of ours."""
    plain = _create_finder(project, name, pyname, *args, **options)
    aim = getattr(project, "aim", None)
    if aim is None or pyname is None or options.get("docs"):
        return plain
    pymodule, line = pyname.get_definition_location()
    resource = pymodule.get_resource() if pymodule is not None else None
    if resource is None or line is None or not aim.is_bound_at(resource.path, line, name):
        return plain
    tests: list[Any] = []
    if options.get("only_calls") or (args and args[0]):
        tests.append(rope.refactor.occurrences.CallsFilter())
    if options.get("imports") is False:
        tests.append(rope.refactor.occurrences.NoImportsFilter())
    if options.get("keywords") is False:
        tests.append(rope.refactor.occurrences.NoKeywordsFilter())
    return AimFinder(project, aim, pyname, plain, tests)


_modname = rope.base.libutils.modname


def modname(resource: Any) -> str:
    """The dotted name that the index has for a file."""
    tree = getattr(resource.project, "tree", None)
    return str(_modname(resource)) if tree is None else str(tree.module_of(resource.path))


rope.refactor.occurrences.create_finder = create_finder
rope.base.libutils.modname = modname
rope_mended.mend()


# ---------------------------------------------------------------------------------------------------------------------
# One refactoring


class Work:
    """One refactoring under way; `plan` is what comes out."""

    def __init__(
        self, view: View, root: str, overlays: Mapping[str, bytes | None] | None = None, force: bool = False,
        possible: bool = False,
    ):  # fmt: skip
        self.view = view
        self.root = root
        self.tree = Tree(view, root, overlays)
        self.project = RopeProject(self.tree)
        rope_mended.restart()
        self.force = force
        self.possible = possible
        self.texts: dict[str, str] = {}  # what files become, as rope sees them
        self.gone: set[str] = set()
        self.moves: list[tuple[str, str]] = []
        self.failures: list[tuple[str, str]] = []
        self.warnings: list[str] = []
        self.rows: list[Reference] = []
        self.left_out: list[Reference] = []

    # -- targets --------------------------------------------------------------------------------------------------

    def subjects(self, target: str) -> list[T.Subject]:
        return T.parse(self.view, target, self.root)

    def aim_at(self, target: str) -> Aim:
        """Let rope's finders have the places of a target."""
        subjects = self.subjects(target)
        for s in subjects:
            if isinstance(s, T.External):
                raise refused(f"{T.symbol_of(self.view, s)} is defined outside the project")
        aim = Aim.at(self.tree, subjects, self.possible)
        self.project.aim = aim
        self.left_out += aim.left_out
        return aim

    def resource(self, path: str) -> TreeFile:
        """A file for rope.  Raises where it cannot be worked on."""
        why = self.tree.why_not(path)
        if why:
            raise RefactorRefused([(path, 0, why)])
        self.project.prefs.set("indent_size", self.tree.seen(path).unit)
        return self.project.get_file(path)

    def definition(self, aim: Aim) -> tuple[TreeFile, int]:
        """The file and the offset at which the target is defined."""
        use = definition_of(self.view, aim)
        if use is None:
            raise refused(f"nothing in the project defines {aim.name}")
        resource = self.resource(use.row.path)
        return resource, self.tree.seen(use.row.path).offset(use.row.line, use.row.column - 1)

    def place(self, target: str) -> tuple[TreeFile, int]:
        """The file and the offset of `path:LINE:COL`."""
        head, _, column = target.rpartition(":")
        path, _, line = head.rpartition(":")
        if not (column.isdigit() and line.isdigit() and path):
            raise InferdError(f"{target} is not a place", "give path/file.py:LINE:COL, both from 1")
        path = self.known(path)
        resource = self.resource(path)
        return resource, self.tree.seen(path).offset(int(line), int(column) - 1)

    def known(self, path: str) -> str:
        """A path as the project has it.  Raises where there is none."""
        path = T.relative(path, self.root)
        if not self.tree.is_file(path):
            raise InferdError(f"{path}: is not a file of the project", "`inferd status` says what was left out")
        if not path.endswith(".py"):
            raise InferdError(f"{path}: is not a Python module", "stubs and other files are edited by hand")
        return path

    # -- rope's answers -------------------------------------------------------------------------------------------

    def ask(self, act: Callable[[], Any], path: str = "", line: int = 0) -> Any:
        """What rope answers, its errors as ours."""
        try:
            return act()
        except InferdError:
            raise
        except exceptions.ModuleSyntaxError as error:
            raise RefactorRefused([(error.filename, error.lineno or 0, error.message_)]) from error
        except exceptions.RopeError as error:
            raise RefactorRefused([(path, line, translated(str(error)))]) from error
        except Exception as error:
            raise RefactorRefused([(path, line, broke(error))]) from error

    def each(self, paths: Iterable[str], act: Callable[[TreeFile], Any], needed: Iterable[str] = ()) -> None:
        """Ask rope about one file after the other, and take what it answers.

        What fails in one file is one failure, unless that file is *needed*; a refusal of rope's own ends everything.
        """
        needed = set(needed)
        for path in paths:
            self.project.forget()
            why = self.tree.why_not(path)
            if why:
                if path in needed:
                    raise RefactorRefused([(path, 0, why)])
                self.failures.append((path, why))
                continue
            try:
                self.take(act(self.resource(path)))
            except InferdError:
                raise
            except exceptions.ModuleSyntaxError as error:
                self._fail(path, f"{error.filename}:{error.lineno}: {error.message_}", needed)
            except exceptions.RefactoringError as error:
                raise RefactorRefused([(path, 0, translated(str(error)))]) from error
            except Exception as error:  # noqa: BLE001 - one odd file costs one line
                self._fail(path, broke(error), needed)

    def _fail(self, path: str, why: str, needed: set[str]) -> None:
        if path in needed:
            raise RefactorRefused([(path, 0, why)])
        self.failures.append((path, why))

    def take(self, changes: Any) -> None:
        """Apply a change set of rope's to the texts in memory."""
        if changes is None:
            return
        if isinstance(changes, change.ChangeSet):
            for inner in changes.changes:
                self.take(inner)
        elif isinstance(changes, change.ChangeContents):
            if changes.new_contents is not None:
                self.texts[changes.resource.path] = changes.new_contents
        elif isinstance(changes, change.MoveResource):
            self.move(changes.resource.path, changes.new_resource.path)
        elif isinstance(changes, change.CreateResource):
            if not changes.resource.is_folder():
                self.texts.setdefault(changes.resource.path, "")
        else:
            raise AssertionError(f"a kind of change that nobody has told us of: {changes!r}")

    def move(self, path: str, to: str) -> None:
        """Let a file, or all files of a directory, stand elsewhere."""
        if self.tree.is_directory(path):
            files = self.tree.below(path)
            files += [p for p in sorted(self.tree._paths) if p.startswith(f"{path}/") and p not in set(files)]
        else:
            files = [path]
        for old in files:
            new = to + old[len(path) :]
            if self.tree.is_file(new):
                raise RefactorRefused([(new, 0, "is there already")])
            self.moves.append((old, new))

    # -- what comes out -------------------------------------------------------------------------------------------

    def plan(self, description: str, target: str, rows: Iterable[Reference] = ()) -> ChangePlan:
        """The change, as bytes.  Raises RefactorRefused where a file would not be Python any more."""
        moved = dict(self.moves)
        changes: list[FileChange] = []
        refusals = []
        like = next((self.tree.seen(p) for p in self.texts if self.tree.is_file(p)), None)
        for path in sorted({*self.texts, *moved, *self.gone}):
            exists = self.tree.is_file(path)
            before = self.tree.data(path) if exists else None
            after = before
            text = self.texts.get(path)
            if text is not None:
                after = self.tree.seen(path).back(text) if exists else new_file(text, like)
                if exists and text == self.tree.seen(path).text:
                    after = before
                elif path.endswith(".py"):
                    problem = syntax_problem(text)
                    if problem:
                        refusals.append((path, problem[0], f"the result would not be Python: {problem[1]}"))
            if path in self.gone:
                after = None
            to = moved.get(path)
            if to is not None:
                changes.append(FileChange(path, before, None))
                changes.append(FileChange(to, None, after))
            elif before != after:
                changes.append(FileChange(path, before, after))
        if refusals:
            raise RefactorRefused(refusals)
        places = sorted({r[:5]: r for r in (*rows, *self.rows)}.values(), key=lambda r: r[:5])
        return ChangePlan(
            description, target, tuple(sorted(changes, key=lambda c: c.path)), (), tuple(places),
            tuple({r[:5]: r for r in sorted(self.left_out, key=lambda r: r[:5])}.values()),
            tuple(dict.fromkeys(self.warnings)), tuple(self.moves), tuple(dict.fromkeys(self.failures)),
        )  # fmt: skip


def syntax_problem(text: str) -> tuple[int, str] | None:
    """The line and the reason for which a text is no Python."""
    try:
        ast.parse(text)
    except SyntaxError as error:
        return error.lineno or 0, error.msg
    except (ValueError, RecursionError) as error:
        return 0, str(error)
    return None


def refused(reason: str, path: str = "", line: int = 0, hint: str = "") -> RefactorRefused:
    """The error for a refactoring that cannot be done, with what to do next."""
    error = RefactorRefused([(path, line, reason)])
    error.hint = hint
    return error


def broke(error: BaseException) -> str:
    """A crash, of rope's or of ours, as one line that says where it was."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    module = at.tb_frame.f_globals.get("__name__", "") if at is not None else ""
    who = "inferd" if module.startswith("inferd.") else "rope"
    line = at.tb_lineno if at is not None else 0
    return one_line(f"{who} cannot work on this file ({type(error).__name__} at {module}:{line}: {error})")[:300]


_WORDS = (
    (r"Inline refactoring should be performed on.*", "only functions, methods, variables and parameters are inlined"),
    (r"Local variable should be assigned once for inlining\.",
     "it is assigned more than once, so no one value stands for it"),
    (r"Cannot inline functions with list and keyword arguments\.",
     "functions that take *args or **kwargs are not inlined"),
    (r"Cannot inline functions that reference themselves", "it calls itself"),
    (r"Move only works on.*|Move refactoring should be performed on.*",
     "only functions, classes and variables of a module, modules, and methods are moved"),
    (r"Extracted piece should contain complete statements\.", "the range cuts a statement in two: widen or narrow it"),
    (r"Convert local variable to field should.*", "only a local variable of a method becomes a field"),
    (r"Replace method with method object refactoring should.*", "only a function becomes a class"),
    (r"Use function works for global functions, only\.", "only functions of a module are used elsewhere"),
    (r"Cannot find the definition of <(?P<name>.*)>", r"what \g<name> is, is not known"),
    (r"Token <.*> at .* cannot be matched",
     "rope cannot take the file apart: a name in it is written in unusual letters"),
    (r"Introduce factory should be performed on a class\.", "only classes get a factory"),
    (r"Encapsulate field should be performed on class attributes\.", "only attributes of classes are encapsulated"),
    (r"Reference to inlining function other than function call in <file: (?P<file>[^,]*), offset: \d+>",
     r"it is used other than by a call, in \g<file>"),
)  # fmt: skip


def translated(message: str) -> str:
    """A message of rope's in our words."""
    message = " ".join(message.split())
    for pattern, ours in _WORDS:
        found = re.fullmatch(pattern, message)
        if found:
            return found.expand(ours) if "\\g" in ours else ours
    said = message.rstrip(".")
    return said[:1].lower() + said[1:] if said[1:2].islower() else said


__all__ = ["Aim", "RopeProject", "Work", "broke", "pynamesdef", "refused", "syntax_problem", "translated"]
