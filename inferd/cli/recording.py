"""`inferd record` and `inferd runs`: running a command under the recorder, and what has been recorded."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from inferd.cli.session import count, line_of
from inferd.errors import InferdError, one_line

if TYPE_CHECKING:
    from inferd.project import Project

FOUND, NOTHING = 0, 1
_FEW = 4


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def commands(options: Decorator, group: type[click.Group]) -> list[click.Command]:
    """The commands; *options* are those by which every command finds its project."""

    @click.command(
        short_help="Run a command and keep what was seen.",
        context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
    )
    @click.option(
        "--exhaustive", is_flag=True,
        help="Record every call, however long it takes; without it, functions that bring nothing new rest.",
    )  # fmt: skip
    @click.option(
        "--fresh", is_flag=True,
        help="Look at every function; without it, those that earlier runs know well and that have not changed rest.",
    )  # fmt: skip
    @click.option(
        "--accelerate", is_flag=True,
        help="Use the compiled accelerator, which looks at every call, and compile it where that was not done yet: for "
        "CPython 3.12 and 3.13, with a C compiler.",
    )  # fmt: skip
    @options
    @click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
    def record(
        exhaustive: bool, fresh: bool, accelerate: bool, project: str | None, project_dir: str | None,
        command: tuple[str, ...],
    ) -> int:  # fmt: skip
        """Run a command under the recorder, in the interpreter that it uses, and keep what was seen.

        COMMAND is any that runs Python: a test run, a program, a script. Its output and its exit status are its own;
        what is said of the recording goes to standard error. Types, calls and tests that were seen are evidence from
        then on, as long as the code that ran stands there: see `inferd query type --evidence runtime`, `inferd query
        callers` and `inferd query tests`.

        Example:
          inferd record -- pytest -q
        """
        from inferd.cli import session

        with session.open_project(project, project_dir) as opened:
            return run_recorded(opened, list(command), exhaustive, fresh, accelerate)

    @click.group(cls=group, name="runs", short_help="List, drop, merge and move recorded runs.")
    def runs() -> None:
        """Recorded runs: what was run, when, and what it brought.

        Example:
          inferd runs list
        """

    as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")

    @runs.command("list", short_help="List the recorded runs.")
    @as_json
    @options
    def list_runs(as_json: bool, project: str | None, project_dir: str | None) -> int:
        """List the recorded runs, the oldest first. The exit status is 1 if there is none.

        Example:
          inferd runs list
        """
        import json

        with _ready(project, project_dir) as opened:
            found = opened.runs()
            if as_json:
                click.echo(json.dumps({"runs": found}))
            for r in () if as_json else found:
                click.echo(line_of(r))
            if not found and not as_json:
                click.echo("no run is recorded; `inferd record -- pytest` records one", err=True)
            return FOUND if found else NOTHING

    @runs.command("show", short_help="Say what a run brought.")
    @click.argument("run", type=int)
    @as_json
    @options
    def show(run: int, as_json: bool, project: str | None, project_dir: str | None) -> int:
        """Say what a run brought, and what could not be recorded or filed. RUN is its number in `inferd runs list`.

        Example:
          inferd runs show 1
        """
        import json

        with _ready(project, project_dir) as opened:
            found = _known(opened, run)
            if as_json:
                click.echo(json.dumps(found))
                return FOUND
            click.echo(line_of(found))
            for why, n in found["notes"].items():
                click.echo(f"  {n:,} {one_line(_SAID.get(why, why))}")
        return FOUND

    @runs.command(short_help="Forget runs.")
    @click.argument("run", type=int, nargs=-1, required=True)
    @options
    def drop(run: tuple[int, ...], project: str | None, project_dir: str | None) -> int:
        """Forget runs, and what no other run saw. RUN is a number in `inferd runs list`.

        Example:
          inferd runs drop 1
        """
        with _ready(project, project_dir) as opened:
            for number in run:
                _known(opened, number)
            opened.drop_runs(run)
            click.echo(f"forgot {count(len(set(run)), 'run')}")
        return FOUND

    @runs.command(short_help="Make one run of several.")
    @click.argument("run", type=int, nargs=-1, required=True)
    @options
    def merge(run: tuple[int, ...], project: str | None, project_dir: str | None) -> int:
        """Make one run of several: the first has seen what all of them saw. RUN is a number in `inferd runs list`.

        Example:
          inferd runs merge 1 2
        """
        chosen = tuple(dict.fromkeys(run))
        if len(chosen) < 2:
            raise InferdError("one run alone cannot be merged", "name two or more, as in `inferd runs merge 1 2`")
        with _ready(project, project_dir) as opened:
            for number in chosen:
                _known(opened, number)
            opened.merge_runs(chosen)
            click.echo(line_of(_known(opened, chosen[0])))
        return FOUND

    @runs.command("export", short_help="Write a run into a file.")
    @click.argument("run", type=int)
    @click.option("-o", "--output", required=True, metavar="FILE", help="The file; compressed where it ends with .gz.")
    @options
    def export_run(run: int, output: str, project: str | None, project_dir: str | None) -> int:
        """Write a run into a file that `inferd runs import` takes in, on this machine or on another.

        The file holds names, types and hashes, no source text. RUN is a number in `inferd runs list`.

        Example:
          inferd runs export 1 -o run.jsonl.gz
        """
        with _ready(project, project_dir) as opened:
            _known(opened, run)
            opened.export_run(run, output)
            click.echo(f"wrote {output}")
        return FOUND

    @runs.command("import", short_help="Take in a run from a file or a spool.")
    @click.argument("source")
    @options
    def import_run(source: str, project: str | None, project_dir: str | None) -> int:
        """Take in a run that was recorded elsewhere, as it came from CI.

        SOURCE is a file of `inferd runs export`, or a directory that a recorder has spooled to. What it says is taken
        for what it says of this project's files.

        Example:
          inferd runs import run.jsonl.gz
        """
        from inferd.cli import session

        with _ready(project, project_dir) as opened:
            folded = opened.import_runs(source)
            for r in opened.runs():
                if r["run"] in folded.runs:
                    click.echo(line_of(r))
            _say_notes(folded.notes, session.note)
            return FOUND if folded.runs else NOTHING

    @click.command(short_help="Write annotations from what runs saw.")
    @click.argument("target")
    @click.option("--diff", is_flag=True, help="Print a diff; so it is without any option, too.")
    @click.option("--apply", is_flag=True, help="Write the files, all of them or none, with a journal for undo.")
    @click.option("--stubs", is_flag=True, help="Print stubs instead.")
    @options
    def annotate(
        target: str, diff: bool, apply: bool, stubs: bool, project: str | None, project_dir: str | None
    ) -> int:  # fmt: skip
        """Write annotations from what recorded runs saw, as a diff or, with --apply, in the files.

        TARGET is path/file.py, package.module:Class.method, a module, or a package. Annotations that are there stay;
        only what ran as it stands there now counts. What only type checkers need is imported for them alone.

        Example:
          inferd annotate shop/cart.py --apply
        """
        from inferd.cli import query as fast
        from inferd.cli.commands import show_plan

        if stubs and (apply or diff):
            raise InferdError("--stubs prints stubs, and neither a diff nor files", "leave one of them out")
        with _ready(project, project_dir) as opened:
            target = fast.from_here(opened.root, target)
            if stubs:
                found = opened.stubs(target)
                for path, text in found:
                    click.echo(f"# {path}\n{text}")
                return FOUND if found else NOTHING
            plan = opened.annotate(target)
            entry = opened.apply(plan) if apply and plan.changes else None
            show_plan(plan, entry)
            return FOUND if plan.changes else NOTHING

    return [record, runs, annotate]


def _ready(project: str | None, project_dir: str | None) -> "Project":
    from inferd.cli import session

    opened = session.open_project(project, project_dir)
    session.make_ready(opened, fold=False)
    _fold_leftovers(opened)
    return opened


def _fold_leftovers(project: "Project") -> None:
    """Take in what plugins, or recorders whose `inferd record` was killed, have left."""
    from inferd.cli import session
    from inferd.index.observations import FOREIGN

    try:
        foreign = project.fold().notes.get(FOREIGN, 0)
        if foreign:
            session.note(f"{foreign:,} {FOREIGN}")
    except InferdError as error:
        session.note(f"what was spooled is kept for the next time: {error.message}")


def _known(project: "Project", number: int) -> dict[str, Any]:
    for r in project.runs():
        if r["run"] == number:
            return r
    raise InferdError(f"there is no run {number}", "`inferd runs list` lists them")


def run_recorded(
    project: "Project", command: list[str], exhaustive: bool, fresh: bool = False, accelerate: bool = False
) -> int:  # fmt: skip
    """Run a command under the recorder and fold in what it spooled; the command's exit status."""
    from shlex import join

    from inferd.cli import session
    from inferd.index import known
    from inferd.runtime import launch

    if not project.config.record:
        raise InferdError("this project's settings say `record = false`", "change that in .project/config.toml")
    session.make_ready(project, fold=False)
    token = launch.new_run()
    spool = os.path.join(project.directory, "spool", token)
    session.note(f"recording: {join(command)}")
    settings = {"root": project.root, "run": token, "exhaustive": int(exhaustive)}
    if accelerate:
        settings["accelerate"] = _accelerator(command)
    if not exhaustive and not fresh:
        settings["known"] = known.write(project.directory, spool, token, command)
    status = launch.run(command, spool, settings)
    try:
        session.make_ready(project, fold=False)
        project.fold(token, status)
    except InferdError as error:
        session.note(f"{error.message}; what was recorded is kept in {spool} for the next question")
        return status
    found = [r for r in project.runs() if r["token"] == token]
    if not found:
        session.note("nothing of the project ran under the recorder")
        session.note("  does the command run Python, on files of this project? --project says where that is")
        return status
    session.note(f"recorded as {line_of(found[0])}")
    _say_notes(found[0]["notes"], session.note)
    return status


def _accelerator(command: list[str]) -> str:
    """Where the accelerators are, that for the interpreter of the command among them if that can be."""
    from inferd.cli import session
    from inferd.runtime import build
    from inferd.source.layout import user_cache_dir

    directory = os.path.join(user_cache_dir(), "accelerator")
    python = build.interpreter_of(command)
    if python is None:
        session.note(
            f"it is not plain which interpreter {command[0]} uses: `python -m inferd.runtime.build --python PATH` "
            "compiles the accelerator for one"
        )
        return directory
    try:
        build.build(python, directory)
    except build.BuildError as error:
        session.note(f"recording without the accelerator: {error}")
        return ""
    return directory


_SAID = {  # docs/spool.md, Losses
    "lost: no-source": "calls of code whose source cannot be read as text, not recorded",
    "lost: zip": "calls of code in a zip file, not recorded",
    "lost: exec": "pieces of code without a file (exec), not recorded",
    "lost: accelerator": "processes for whose interpreter no accelerator was built: recorded without it",
    "lost: raise": "functions whose exceptions this Python does not show to the recorder",
    "lost: send": "values sent to generators, not recorded",
    "lost: call-sites": "processes whose call sites were not recorded: no tool id was free",
    "lost: tests": "processes in which it was not recorded which test ran what: no tool id was free",
    "lost: duty": "calls missed while the recorder rested, to be quick",
    "lost: profiler": "times the program set a profiler of its own, which was left alone",
    "lost: spool": "writes that failed, with what was pending",
    "lost: limit": "functions with more signatures than are kept",
}


def _say_notes(notes: dict[str, int], say: Callable[[str], None]) -> None:
    shown = sorted(notes.items(), key=lambda x: -x[1])
    for why, n in shown[:_FEW]:
        say(f"  {n:,} {_SAID.get(why, why)}")
    if len(shown) > _FEW:
        say(f"  and {len(shown) - _FEW} other notes: see `inferd runs show`")
