"""`--verify`: what every refactoring command offers, and how it is told.

A command is decorated with `options`, hands what it got to `rehearsed`, applies its plan only where that gives None or
something safe, prints it with `show`, and returns `status`.
"""

import shlex
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import click

from inferd.cli.session import count, note
from inferd.errors import InferdError, one_line

if TYPE_CHECKING:
    from inferd.model import ChangePlan
    from inferd.project import Project
    from inferd.refactor.verify import Verification

_FEW = 12  # tests of a kind that are named


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a command that can verify what it is about to do."""
    command = click.option(
        "--verify-command", metavar="COMMAND",
        help="What runs the tests instead of pytest: {tests} in it stands for their files; without that, all count.",
    )(command)  # fmt: skip
    return click.option(
        "--verify",
        is_flag=True,
        help="Run the tests that it can affect on a copy, before and after; --apply then writes only if none breaks.",
    )(command)


ALSO_HELP = "Another project that uses it, by its folder: what it uses changes there, too. May be given again."


def rehearsed(
    project: "Project", plan: "ChangePlan", verify: bool, command: str | None
) -> "Verification | None":  # fmt: skip
    """What came of the rehearsal of a plan; None where none was wanted, or there is nothing to change."""
    if not (verify or command) or not plan.changes:
        return None
    words: list[str] | None = None
    if command is not None:
        try:
            words = shlex.split(command)
        except ValueError as error:
            raise InferdError(f"--verify-command: {str(error).lower()}") from None
        if not words:
            raise InferdError("--verify-command names no command", "for example --verify-command 'tox -e py'")
    return project.rehearse(plan, words, note)


def show(found: "Verification | None", apply: bool) -> None:
    """What came of it, on standard error."""
    if found is not None:
        for line in lines(found, apply):
            print(line, file=sys.stderr)


def status(found: "Verification | None", otherwise: int) -> int:
    """The exit status: 2 where the change is not safe."""
    return otherwise if found is None or found.is_safe else 2


def lines(found: "Verification", apply: bool) -> Iterator[str]:
    """What came of a rehearsal, for people."""
    if not found.is_counted:
        before, after = found.statuses
        yield f"verified: the command ended with status {before} before the change, and with {after} after it"
    else:
        yield (
            f"verified: {count(found.passed_before, 'test')} passed before the change, {found.passed_after:,} after it"
            + (", none of them broke" if found.is_safe else "")
        )
    yield from _tests("broken by it", [(d.test, f"{d.before}, then {d.after or 'gone'}", d.why) for d in found.broken])
    yield from _tests("mended by it", [(d.test, f"{d.before}, then {d.after}", "") for d in found.mended])
    yield from _tests("unsteady: failed once, then passed", [(t, "", "") for t in found.unsteady])
    yield from _tests("called otherwise now", [(a, f"now {b}", "") for a, b in found.renamed])
    for text in found.notes:
        yield f"note: {one_line(text)}"
    if not found.is_safe:
        yield "nothing was written" if apply else "--apply with --verify would write nothing"


def _tests(title: str, rows: list[tuple[str, str, str]]) -> Iterator[str]:
    if not rows:
        return
    yield f"{title}: {len(rows)}"
    for test, how, why in rows[:_FEW]:
        yield f"  {one_line(test)}" + (f"  {one_line(how)}" if how else "")
        said = [line for line in why.splitlines() if line.strip()]
        if said:
            yield f"      {one_line(said[0].strip())}"
    if len(rows) > _FEW:
        yield f"  and {len(rows) - _FEW} more (--json has all)"
