"""`inferd refactor …`: the commands that `inferd.refactor.catalogue` lists, and what else works on them."""

import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from inferd.cli import verifying
from inferd.errors import InferdError, RefactorRefused
from inferd.refactor.catalogue import CROSSING, REFACTORINGS, Knob, Refactoring
from inferd.refactor.planning import STYLES

if TYPE_CHECKING:
    from inferd.model import ChangePlan
    from inferd.project import Project

FOUND, NOTHING = 0, 1
Options = Callable[[Callable[..., Any]], Callable[..., Any]]

_COMMON = (
    click.Option(["--apply"], is_flag=True, help="Write the files, all of them or none, with a journal for undo."),
    click.Option(["--include"], multiple=True, metavar="WHAT",
                 help="Change these too: possible (same name, receiver not known)."),
    click.Option(["--force"], is_flag=True, help="Go on in spite of what a person may overrule."),
    click.Option(["--json", "as_json"], is_flag=True, help="Print one JSON object instead of a diff."),
)  # fmt: skip


def commands(no_daemon: Options, project_options: Options) -> list[click.Command]:
    """The commands of the group `inferd refactor` that are made of the catalogue."""
    made = [_command(r, no_daemon, project_options) for r in REFACTORINGS]
    plans = [_plan_command(no_daemon, project_options), _names_command(no_daemon, project_options)]
    return [_list_command(no_daemon, project_options), *made, *plans]


_NAMES_HELP = """Rename all modules and packages whose names are not in a style, with every import of them.

lower: no capitals; snake: no capitals, and _ where one stood inside of the name.

Example:
  inferd refactor module-names --style snake
"""


def _names_command(no_daemon: Options, project_options: Options) -> click.Command:
    wrapped = verifying.options(no_daemon(project_options(_names)))
    more = list(reversed(getattr(wrapped, "__click_params__", [])))
    style = click.Option(
        ["--style"],
        type=click.Choice(STYLES),
        default="lower",
        show_default=True,
        help="How names are to be.",
    )
    own = [o for o in _COMMON if o.name != "include"]
    return click.Command(
        "module-names", callback=wrapped, params=[style, *own, *more], help=_NAMES_HELP,
        short_help="Rename all modules into one style.",
    )  # fmt: skip


def _names(**values: Any) -> int:
    """Compute the renames of modules, print them, and write them where that is asked for."""
    from inferd.cli import session
    from inferd.refactor import planning

    with session.open_project(values["project"], values["project_dir"]) as opened:
        _recover(opened)
        session.make_ready(opened)
        with opened.snapshot() as view:
            steps = planning.module_names((f.path for f in view.reader.files()), values["style"])
        if not steps:
            session.note("nothing to change: every module has a name in this style")
            return NOTHING
        plan = opened.plan([s._replace(force=values["force"]) for s in steps], "module names")
        return finish(
            opened,
            plan,
            values["apply"],
            values["force"],
            values["as_json"],
            values["verify"],
            values["verify_command"],
        )


_LIST_HELP = """Say which refactorings there are for a target, each with its command.

TARGET is package.module:Class.method, path/file.py:LINE:COL, path/file.py, a unique name, or a range,
path/file.py:LINE:COL-LINE:COL. With --all the others follow, with the reason why not.

Example:
  inferd refactor list shop.cart:Cart.total
"""


def _list_command(no_daemon: Options, project_options: Options) -> click.Command:
    wrapped = no_daemon(project_options(_list))
    more = list(reversed(getattr(wrapped, "__click_params__", [])))
    own = [
        click.Argument(["target"], metavar="TARGET"),
        click.Option(["--all", "every"], is_flag=True, help="Those that cannot be done, too, and why."),
        click.Option(["--json", "as_json"], is_flag=True, help="Print one JSON object instead of text."),
    ]
    return click.Command(
        "list", callback=wrapped, params=[*own, *more], help=_LIST_HELP, short_help="Say what can be done at a target."
    )


def _list(target: str, every: bool, as_json: bool, project: str | None, project_dir: str | None) -> int:
    """Print what can be done at a target."""
    from inferd.cli import session
    from inferd.errors import one_line

    with session.open_project(project, project_dir) as opened:
        session.make_ready(opened)
        rows = opened.refactorings(_from_here(opened.root, target))
        if as_json:
            print(json.dumps({"target": target, "rows": [row._asdict() for row in rows]}))
        else:
            shown = [row for row in rows if row.available or every]
            width = max((len(row.refactoring) for row in shown), default=0)
            for row in shown:
                what = f"{row.short}  {row.command}" if row.available else f"- {row.why}"
                print(one_line(f"{row.refactoring.ljust(width)}  {what}"))
        return FOUND if any(row.available for row in rows) else NOTHING


def _plan_command(no_daemon: Options, project_options: Options) -> click.Command:
    wrapped = verifying.options(no_daemon(project_options(_plan)))
    more = list(reversed(getattr(wrapped, "__click_params__", [])))
    own = [o for o in _COMMON if o.name != "include"]
    return click.Command(
        "plan", callback=wrapped, params=[click.Argument(["file"], metavar="FILE"), *own, *more], help=_PLAN_HELP,
        short_help="Do several refactorings, one after the other.",
    )  # fmt: skip


_PLAN_HELP = """Do several refactorings one after the other, each on what those before it have done, as one change.

FILE is TOML: a [[step]] for each, with refactor (the command), its arguments and options by name (target, to, name …),
and include and force where they are needed.

Example:
  inferd refactor plan split-cart.toml
"""


def _plan(**values: Any) -> int:
    """Compute a plan's change, print it, and write it where that is asked for."""
    import os

    from inferd.cli import session
    from inferd.refactor import planning

    steps = planning.read(values["file"])
    with session.open_project(values["project"], values["project_dir"]) as opened:
        _recover(opened)
        session.make_ready(opened)
        name = os.path.basename(values["file"])
        plan = opened.plan([s._replace(force=s.force or values["force"]) for s in steps], f"plan {name}")
        return finish(
            opened,
            plan,
            values["apply"],
            values["force"],
            values["as_json"],
            values["verify"],
            values["verify_command"],
        )


def _command(r: Refactoring, no_daemon: Options, project_options: Options) -> click.Command:
    def act(**values: Any) -> int:
        return run(r, values)

    act.__name__ = r.name.replace("-", "_")
    wrapped = verifying.options(no_daemon(project_options(act)))
    more = list(reversed(getattr(wrapped, "__click_params__", [])))
    params: list[click.Parameter] = [click.Argument([name], metavar=metavar) for name, metavar in r.arguments]
    params += [_option(k) for k in r.knobs]
    if r.name in CROSSING:
        params.append(click.Option(["--also"], multiple=True, metavar="PROJECT", help=verifying.ALSO_HELP))
    text = f"{r.summary}\n\nExample:\n  {r.example}"
    return click.Command(r.name, callback=wrapped, params=[*params, *_COMMON, *more], help=text, short_help=r.short)


def _option(k: Knob) -> click.Option:
    if not k.metavar:
        return click.Option([k.spelling, k.name], is_flag=True, help=k.help)
    if k.choices:
        return click.Option(
            [k.spelling, k.name], type=click.Choice(k.choices), default=k.choices[0], show_default=True, help=k.help
        )
    kind = click.IntRange(1) if k.metavar == "LINE" else None
    return click.Option([k.spelling, k.name], metavar=k.metavar, help=k.help, multiple=k.many, type=kind)


def run(r: Refactoring, values: dict[str, Any]) -> int:
    """Compute one refactoring, print it, and write it where that is asked for."""
    from inferd.cli import session
    from inferd.refactor import planning

    apply, force, as_json = values.pop("apply"), values.pop("force"), values.pop("as_json")
    include = {w.strip() for words in values.pop("include") for w in words.split(",") if w.strip()}
    for what in include - {"possible"}:
        raise InferdError(f"--include: {what} is not possible", "the one word that it takes is: possible")
    verify, command = values.pop("verify"), values.pop("verify_command")
    project, project_dir = values.pop("project"), values.pop("project_dir")
    also = values.pop("also", ())
    given = {name: value for name, value in values.items() if value not in (None, (), False)}
    if "order" in given:
        given["order"] = tuple(w.strip() for words in given["order"] for w in words.split(",") if w.strip())
    with session.open_project(project, project_dir) as opened:
        _recover(opened)
        session.make_ready(opened)
        for name, metavar in r.arguments:
            if metavar in ("TARGET", "PLACE", "RANGE", "PATH"):
                given[name] = _from_here(opened.root, given[name])
        if "within" in given:
            given["within"] = tuple(_from_here(opened.root, path) for path in given["within"])
        if also:
            plan = opened.together(planning.Step(r.name, given, tuple(include), force), also)
        else:
            plan = opened.refactor(r.name, given, force=force, possible="possible" in include)
        return finish(opened, plan, apply, force, as_json, verify, command)


def _recover(project: "Project") -> None:
    from inferd.cli import commands as own

    own._recover(project)


def finish(
    project: "Project", plan: "ChangePlan", apply: bool, force: bool, as_json: bool, verify: bool, command: str | None
) -> int:
    """Print a plan and, where it is to be, write it."""
    from inferd.cli import commands as own
    from inferd.cli import reports
    from inferd.errors import one_line

    if apply and plan.failures and not force:
        error = RefactorRefused([(path, 0, reason) for path, reason in plan.failures])
        error.hint = "without --apply the rest is shown; --force writes it and leaves these files as they are"
        raise error
    tried = verifying.rehearsed(project, plan, verify, command)
    entry = project.apply(plan) if apply and plan.changes and (tried is None or tried.is_safe) else None
    if as_json:
        print(json.dumps(reports.plan_json(plan, entry is not None, tried)))
    else:
        own.show_plan(plan, entry, apply)
        verifying.show(tried, apply)
        for path, reason in plan.failures:
            print(f"not changed: {one_line(path)}: {one_line(reason)}", file=sys.stderr)
    return verifying.status(tried, FOUND if plan.changes else NOTHING)


def _from_here(root: str, target: str) -> str:
    """A target as the project's root sees it, where a path in it is meant from the current folder."""
    from inferd.cli import query as fast

    path, colon, rest = target.partition(":")
    if not rest or "-" not in rest:
        return fast.from_here(root, target)
    return f"{fast.from_here(root, path)}{colon}{rest}"
