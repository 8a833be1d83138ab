"""Put the value of a variable, the body of a function, or the default of a parameter where it is used.

rope's `Inline*`, file by file, on the places that our references know.  A function is removed only where every place
could be inlined: rope refuses references that are no calls, and a file that fails keeps the definition alive.
"""

from rope.base import pynames, pyobjects
from rope.refactor.inline import InlineMethod, InlineParameter, InlineVariable, create_inline

from inferd.errors import RefactorRefused
from inferd.model import ChangePlan
from inferd.query import targets as T
from inferd.refactor import signatures
from inferd.refactor.rope_facts import Aim
from inferd.refactor.rope_seam import Work, refused
from inferd.syntax import facts as F


def inline(work: Work, target: str, *, keep: bool = False, here: bool = False) -> ChangePlan:
    """Inline a function, a method, a variable or a parameter's default.

    *keep* the definition; *here*: only at the place that is the target (`path:LINE:COL`).
    """
    aim = work.aim_at(target)
    aim.aliases = True
    check_subject(aim)
    resource, offset = work.place(target) if here else work.definition(aim)
    line = work.tree.seen(resource.path).position(offset)[0]
    task = work.ask(lambda: create_inline(work.project, resource, offset), resource.path, line)
    if isinstance(task, InlineParameter):
        return _parameter(work, task, aim)
    what = "method" if isinstance(task, InlineMethod) else "variable"
    if isinstance(task, InlineMethod):
        _check_method(task, aim, resource.path, line, here)
    home = task.resource.path
    description = f"inline {what} {task.name}"
    remove = not keep and not here
    if here:
        work.each(
            [resource.path], lambda file: task.get_changes(remove=False, only_current=True, resources=[file]), aim.paths
        )
        return work.plan(description, target, [r for r in aim.rows if r.path in work.texts])
    paths = sorted({home, *aim.paths})
    local = isinstance(task, InlineVariable) and set(paths) == {home}
    try:
        work.each(paths, lambda file: task.get_changes(remove=remove, resources=[file]), [home] if local else ())
    except RefactorRefused as told:
        why = told.reasons[0][2]
        if _OF_THE_BODY in why:  # whoever calls it
            raise refused(why, home, line) from told
        raise
    if work.failures and remove:
        raise RefactorRefused([(path, 0, why) for path, why in work.failures])  # who still uses it needs it
    if aim.left_out and remove and not work.force:
        rows = [(r.path, r.line, "this may be one of its uses, and would be left without it") for r in aim.left_out]
        error = RefactorRefused(rows[:20])
        error.hint = "give --keep to keep the definition, --include possible to inline these too, or --force"
        raise error
    return work.plan(description, target, [r for r in aim.rows if r.path in work.texts])


_OF_THE_BODY = "cannot inline functions"


def check_subject(aim: Aim) -> None:
    """What an attribute holds is the matter of each instance; only methods have one value."""
    is_attribute = any(isinstance(s, T.Attribute) for s in aim.ties.subjects)
    if is_attribute and not any(u.role == F.DEFINITION for u in aim.ties.sure.values()):
        raise refused(f"{aim.name} is an attribute, and each instance has its own")


def _check_method(task: InlineMethod, aim: Aim, path: str, line: int, here: bool) -> None:
    node = task.pyfunction.get_ast()
    decorators = [d for d in task.pyfunction.decorators or () if _name(d) not in ("staticmethod", "classmethod")]
    if decorators:
        raise refused(f"{node.name} is decorated: its body is not all of it", path, line)
    other = [
        (u.row.path, u.row.line, f"{node.name} is handed on here, not called")
        for u in aim.ties.sure.values()
        if not u.is_call and u.role not in (F.DEFINITION, F.IMPORT, F.STRING)
    ]
    if other and not here:
        raise RefactorRefused(sorted(other))
    if len(aim.ties.classes) > 1:
        raise refused(
            f"{node.name} is overridden, or overrides: which body a call runs is not decided",
            path, line, "inline one place with --here, or change the calls by hand",
        )  # fmt: skip
    if isinstance(task.pyname, pynames.ImportedName) or not isinstance(task.pyname.get_object(), pyobjects.PyFunction):
        raise refused(f"{node.name} is not a function of the project", path, line)


def _name(node: object) -> str:
    return getattr(node, "attr", getattr(node, "id", ""))


def _parameter(work: Work, task: InlineParameter, aim: Aim) -> ChangePlan:
    """Calls that leave a parameter out pass its default."""
    name = aim.name
    where, offset = task._function_location()
    line, column = work.tree.seen(where.path).position(offset)
    return signatures.signature(work, f"{where.path}:{line}:{column + 1}", fill_in=(name,))
