"""Which refactorings can be done at a target, and why others cannot.

Each check goes as far as the refactoring itself goes before it looks at other files: the target is resolved, rope's
object for it is made, and what that refuses is the reason.  What only the uses tell (a function that is handed on and
so not inlined) shows when it is done.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from rope.contrib import generate as rope_generate
from rope.refactor.encapsulate_field import EncapsulateField
from rope.refactor.inline import create_inline
from rope.refactor.introduce_factory import IntroduceFactory
from rope.refactor.localtofield import LocalToField
from rope.refactor.method_object import MethodObject
from rope.refactor.move import create_move
from rope.refactor.usefunction import UseFunction

from inferd.errors import InferdError
from inferd.query import targets as T
from inferd.query.view import View
from inferd.refactor import extracting, inlining, removing
from inferd.refactor.catalogue import REFACTORINGS
from inferd.refactor.rope_seam import Work, refused


class Row(NamedTuple):
    """A refactoring at a target: whether it can be done, else why not, and the command that does it."""

    refactoring: str
    short: str
    available: bool
    why: str
    command: str


def available(view: View, root: str, target: str, overlays: dict[str, bytes | None] | None = None) -> list[Row]:
    """The refactorings in the order of the catalogue, rename first.  Raises what says that there is no such target."""
    work = Work(view, root, overlays)
    if "-" in target.rpartition(":")[2] or (target.count("-") and extracting._RANGE.fullmatch(target)):
        return _of_range(work, target)
    subjects = work.subjects(target)
    out = [_rename(work, subjects, target)]
    is_module = all(isinstance(s, T.ModuleSubject) for s in subjects)
    is_place = target.count(":") >= 2
    for r in REFACTORINGS:
        if r.name in ("extract", "restructure"):
            continue
        check = _MODULE.get(r.name) if is_module else _CHECKS.get(r.name)
        metavars = [metavar for _, metavar in r.arguments]
        try:
            if check is None:
                raise refused("this is a module" if is_module else "this is not a module")
            if metavars[0] == "PLACE" and not is_place and r.name != "local-to-field":
                raise refused("it needs a place: path/file.py:LINE:COL")
            work.project.aim = None
            work.project.forget()
            check(work, target)
            why = ""
        except InferdError as error:
            why = _reason(error)
        out.append(Row(r.name, r.short, not why, why, _command(r.name, target, metavars[1:])))
    return out


def _reason(error: InferdError) -> str:
    reasons = getattr(error, "reasons", ())
    return str(reasons[0][2]) if reasons else error.message


def _command(name: str, target: str, rest: list[str]) -> str:
    return " ".join(["inferd refactor", name, target, *rest])


def _rename(work: Work, subjects: list[T.Subject], target: str) -> Row:
    outside = next((s for s in subjects if isinstance(s, T.External)), None)
    why = f"{T.symbol_of(work.view, outside)} is defined outside the project" if outside is not None else ""
    short = "Rename a symbol everywhere it is used."
    return Row("rename", short, not why, why, _command("rename", target, ["NEW"]))


def _of_range(work: Work, target: str) -> list[Row]:
    out = []
    short = next(r.short for r in REFACTORINGS if r.name == "extract")
    for kind in extracting.KINDS:
        work.texts.clear()
        work.project.forget()
        try:
            extracting.extract(work, target, "extracted", kind=kind)
            why = ""
        except InferdError as error:
            why = _reason(error)
        command = _command("extract", target, ["NAME", "--as", kind])
        out.append(Row(f"extract --as {kind}", short, not why, why, command))
    return out


def _with(make: Callable[..., Any], *, at_place: bool = False) -> Callable[[Work, str], None]:
    """A check that lets rope make its object for the definition of the target, or for the place that it is."""

    def check(work: Work, target: str) -> None:
        if at_place and target.count(":") >= 2:
            resource, offset = work.place(target)
        else:
            resource, offset = work.definition(work.aim_at(target))
        line = work.tree.seen(resource.path).position(offset)[0]
        work.ask(lambda: make(work.project, resource, offset), resource.path, line)

    return check


def _signature(work: Work, target: str) -> None:
    from inferd.refactor import signatures

    aim = signatures._aim(work, target, only=False)
    path = work.definition(aim)[0].path
    file = signatures._read(work, path)
    found = [u for u in aim.uses_in(path) if signatures._offset(work, u) in file.definitions]
    if not found:
        raise refused(f"{aim.name} is not a function")
    if signatures._kind(*file.definitions[signatures._offset(work, found[0])]) == "property":
        raise refused(f"{aim.name} is a property: it takes nothing")


def _inline(work: Work, target: str) -> None:
    inlining.check_subject(work.aim_at(target))
    _with(create_inline)(work, target)


def _parameter(work: Work, target: str) -> None:
    extracting.parameter_task(work, *work.place(target))


def _place(work: Work, target: str) -> None:
    work.place(target)


def _generate(work: Work, target: str) -> None:
    resource, offset = work.place(target)
    extracting._check_free(work, resource.path, offset)
    line = work.tree.seen(resource.path).position(offset)[0]
    work.ask(lambda: rope_generate.create_generate("function", work.project, resource, offset), resource.path, line)


def _field(work: Work, target: str) -> None:
    _with(lambda project, resource, offset: LocalToField(project, resource, offset).get_changes(), at_place=True)(
        work, target
    )


_CHECKS: dict[str, Callable[[Work, str], object]] = {
    "move": _with(create_move),
    "signature": _signature,
    "inline": _inline,
    "introduce-parameter": _parameter,
    "introduce-factory": _with(IntroduceFactory),
    "encapsulate-field": _with(EncapsulateField),
    "local-to-field": _field,
    "method-object": _with(MethodObject),
    "use-function": _with(UseFunction),
    "change-occurrences": _place,
    "generate": _generate,
    "remove": removing.subjects_of,
}


def _module_file(work: Work, target: str) -> str:
    module = work.subjects(target)[0]
    assert isinstance(module, T.ModuleSubject)
    found = work.tree.find_module(module.module)
    if found is None:
        raise refused(f"{module.module} is no Python module of the project")
    return found


def _is_module(work: Work, target: str) -> None:
    _module_file(work, target)


def _to_package(work: Work, target: str) -> None:
    if work.tree.is_directory(_module_file(work, target)):
        raise refused("it is a package already")


_MODULE: dict[str, Callable[[Work, str], None]] = {
    "move": _is_module,
    "to-package": _to_package,
    "imports": _is_module,
}
