"""`inferd refactor …`: the commands that `inferd.refactor.catalogue` lists, and what else works on them."""

import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from inferd.cli import verifying
from inferd.errors import InferdError, RefactorRefused
from inferd.refactor.catalogue import REFACTORINGS, Knob, Refactoring

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
    return [_command(r, no_daemon, project_options) for r in REFACTORINGS]


def _command(r: Refactoring, no_daemon: Options, project_options: Options) -> click.Command:
    def act(**values: Any) -> int:
        return run(r, values)

    act.__name__ = r.name.replace("-", "_")
    wrapped = verifying.options(no_daemon(project_options(act)))
    more = list(reversed(getattr(wrapped, "__click_params__", [])))
    params: list[click.Parameter] = [click.Argument([name], metavar=metavar) for name, metavar in r.arguments]
    params += [_option(k) for k in r.knobs]
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

    apply, force, as_json = values.pop("apply"), values.pop("force"), values.pop("as_json")
    include = {w.strip() for words in values.pop("include") for w in words.split(",") if w.strip()}
    for what in include - {"possible"}:
        raise InferdError(f"--include: {what} is not possible", "the one word that it takes is: possible")
    verify, command = values.pop("verify"), values.pop("verify_command")
    project, project_dir = values.pop("project"), values.pop("project_dir")
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
