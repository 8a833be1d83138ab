"""The commands, as click sees them: everything but the fast way of `inferd query`, and all help.

A command opens the project, calls one or two methods of `Project`, prints, and returns its exit status; whatever it
raises ends in `main.guarded`.  Results go to standard output; notes, warnings and progress to standard error.  The help
of each command is one sentence, its arguments and an example; docs/reference/cli.md is generated from it.
"""

import inspect
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from inferd import __version__
from inferd.cli import options, verifying
from inferd.errors import InferdError

if TYPE_CHECKING:
    from inferd.model import ChangePlan
    from inferd.project import Project
    from inferd.refactor.journal import Entry

FOUND, NOTHING, ERROR = 0, 1, 2
_WORTH_SAYING = 0.5  # seconds
_AT_ONCE = 8_000  # scopes of a project whose calls are followed as soon as it is indexed
_MOST_PROBLEMS = 100  # printed by `check`; the rest is counted
_WIDEST = 240  # characters of one of them
_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def run(words: list[str]) -> int:
    """Run the command in these words and return its exit status."""
    try:
        with cli.make_context("inferd", words) as context:
            return cli.invoke(context) or FOUND
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx is not None else "inferd"
        raise InferdError(error.format_message().rstrip("."), f"see `{where} --help`") from None
    except click.ClickException as error:
        raise InferdError(error.format_message().rstrip(".")) from None


def _project_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The two options by which every command finds its project, as `inferd query` has them."""
    for option in reversed(options.OPTIONS):
        if option.name in ("project", "project_dir"):
            command = click.option(*option.spellings, option.name, metavar=option.metavar, help=option.help)(command)
    return command


_as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")


def _no_daemon(command: Callable[..., Any]) -> Callable[..., Any]:
    """For the help only: `main` takes the option away before click sees it."""
    return click.option(
        "--no-daemon", is_flag=True, expose_value=False, help="Leave a running daemon alone (INFERD_NO_DAEMON=1)."
    )(command)


_no_update = click.option("--no-update", is_flag=True, help="Answer from the index as it is.")


class Group(click.Group):
    """A group that lists its commands in the order of this file, and shows its help where none is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click gives it
        return list(self.commands)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, args or ["--help"])


@click.group(cls=Group, context_settings=_SETTINGS)
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
def cli() -> None:
    """Say what is defined where, where it is used, and what a change would touch, for whole Python projects.

    TARGET is package.module:Class.method, path/file.py:LINE:COL (both from 1), path/file.py, or a unique name.
    The exit status is 0 where something was found, 1 where nothing was, and 2 after an error.

    Example:
      inferd query refs shop.cart:Cart.total
    """


# ---------------------------------------------------------------------------------------------------------------------
# The index


@cli.command(short_help="Make the .project/ directory.")
@click.argument("path", default=".")
@click.option("--project-dir", metavar="PATH", help="Keep the index here instead of in .project/.")
def init(path: str, project_dir: str | None) -> int:
    """Make the project's .project/ directory, with a README and an empty configuration, and say where it is.

    PATH is the project or any file or folder in it. No command needs this: the first one that needs an index does it.

    Example:
      inferd init
    """
    import os

    from inferd.cli.session import open_project
    from inferd.source import layout

    with open_project(path, project_dir) as project:
        exists = os.path.isfile(os.path.join(project.directory, "config.toml"))
        layout.create(project.layout)
        _notes(project)
        said = "was there already" if exists else "is ready"
        click.echo(f"{project.directory} {said}; `inferd index` brings it up to date")
    return FOUND


@cli.command(short_help="Bring the index up to date.")
@click.argument("path", default=".")
@click.option("--stats", is_flag=True, help="Print what the index holds, the time, and bytes per line.")
@click.option("--workers", type=click.IntRange(1, 64), metavar="N", help="Processes that analyse; one a core.")
@click.option("--rebuild", is_flag=True, help="Forget the index and build it again; observations of runs are kept.")
@click.option(
    "--types", is_flag=True, help="Settle the types of all receivers as well, as the daemon does in the background."
)
@click.option("--project-dir", metavar="PATH", help="Keep the index here instead of in .project/.")
def index(path: str, stats: bool, workers: int | None, rebuild: bool, types: bool, project_dir: str | None) -> int:
    """Bring the index up to date with the files; make it if there is none.

    PATH is the project or any file or folder in it. Only files that changed are read.

    Example:
      inferd index --stats
    """
    import time

    from inferd.cli import session
    from inferd.errors import StoreLocked

    with session.open_project(path, project_dir) as project:
        count = workers or session.workers()
        started = time.perf_counter()
        try:
            with session.Progress() as progress:
                report = project.update(progress, count, rebuild, timeout=0.0)
        except StoreLocked as error:
            session.note(f"{error.message}; waiting for it")
            with session.Progress() as progress:
                report = project.update(progress, count, rebuild)
        seconds = time.perf_counter() - started
        _notes(project)
        started = time.perf_counter()
        found_flow = False
        if types or project.config.infer == "on-change":
            with session.Progress("following calls") as progress:
                found_flow = project.find_flow(None if types else _AT_ONCE, progress=progress, settles=types)
        following = time.perf_counter() - started
        files = report.changed + report.moved + report.unchanged
        if report.is_change:
            parts = [f"{report.changed:,} read", f"{report.moved:,} moved", f"{report.removed:,} removed"]
            parts = [p for p in parts if not p.startswith("0 ")]
            what = f"{_count(files, 'file')}, {', '.join(parts)}"
        else:
            what = f"up to date: {_count(files, 'file')}"
        broken = f", {report.not_analysed} not analysed (`inferd status` lists them)" if report.not_analysed else ""
        click.echo(f"{project.root}: {what}{broken}; revision {report.revision}, {seconds:.2f} s")
        if found_flow and following > _WORTH_SAYING:
            click.echo(f"calls followed, {following:.2f} s")
        if types:
            started = time.perf_counter()
            with session.Progress() as progress:
                project.settle(progress)
            click.echo(f"types settled, {time.perf_counter() - started:.2f} s")
        if stats:
            _stats(project, seconds)
    return FOUND


def _stats(project: "Project", seconds: float) -> None:
    from inferd.errors import SourceError
    from inferd.source import files

    status = project.status()
    lines = 0
    for entry in files.scan(project.root, project.config).entries:
        try:
            lines += files.read(project.root, entry.path, project.config.max_file_size).count(b"\n")
        except SourceError:
            continue  # it is among those that were not analysed
    rows = [(f"{name}s", f"{n:,}") for name, n in status.counts.items()]
    rows += [("source lines", f"{lines:,}"), ("seconds", f"{seconds:.2f}"), ("database bytes", f"{status.size:,}")]
    rows += [("bytes a line", f"{status.size / lines:.1f}" if lines else "-")]
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        click.echo(f"  {name.ljust(width)}  {value:>12}")


@cli.command(short_help="Say where the index is and what it holds.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")
@_project_options
def status(as_json: bool, project: str | None, project_dir: str | None) -> int:
    """Say where the project and its index are, whether the index is true for the files, and what was not analysed.

    Example:
      inferd status --json
    """
    import json

    from inferd.cli import session
    from inferd.errors import first_place, one_line

    with session.open_project(project, project_dir) as opened:
        state = session.state_of(opened)
        if state.kind != "ready":
            said = session.WHY_NOT_READY[state.kind].format(state.detail)
            if as_json:
                where = {"root": opened.root, "database": opened.database}
                click.echo(json.dumps({**where, "state": state.kind, "reason": said}))
            else:
                click.echo(f"project   {one_line(opened.root)}\nindex     {one_line(opened.database)}: {said}")
            return NOTHING
        found = opened.status()
        aside = session.set_aside(opened)
        if as_json:
            out = {
                "root": found.root, "database": found.database, "state": "ready", "revision": found.revision,
                "fresh": found.fresh, "size": found.size, "counts": found.counts, "notes": found.notes,
                "unsettled": found.unsettled,
                "set_aside": [{"name": name, "size": size, "why": why} for name, size, why in aside],
                "not_analysed": [{"path": path, "reason": reason} for path, reason in found.not_analysed],
            }  # fmt: skip
            click.echo(json.dumps(out))
            return FOUND
        _notes(opened)
        fresh = "true for the files" if found.fresh else "behind the files (`inferd index` brings it up to date)"
        click.echo(f"project   {one_line(found.root)}")
        click.echo(f"index     {one_line(found.database)}, {found.size / 1e6:,.1f} MB")
        click.echo(f"revision  {found.revision}, {fresh}")
        click.echo("holds     " + ", ".join(_count(n, name) for name, n in found.counts.items()))
        types = "settled"
        if found.unsettled:
            left = _count(found.unsettled, "file")
            if opened.config.infer == "on-change":
                types = f"not settled yet for {left}; the daemon does that, or `inferd index --types`"
            else:
                types = f"not settled for {left}; `inferd index --types` does that (infer is \"{opened.config.infer}\")"
        click.echo(f"types     {types}")
        for name, size, why in aside:
            click.echo(f"set aside {one_line(name)}, {size / 1e6:,.1f} MB: {why}; nothing reads it")
        if found.not_analysed:
            click.echo(f"not analysed, or in part only: {_count(len(found.not_analysed), 'file')}")
            for path, reason in found.not_analysed:
                click.echo(f"  {one_line(path)}: {first_place(one_line(reason))}")
    return FOUND


@cli.command(short_help="Check the database, or compare it with a cold index.")
@click.option("--verify", is_flag=True, help="Bring it up to date and compare it with a cold one.")
@_project_options
def check(verify: bool, project: str | None, project_dir: str | None) -> int:
    """Check that the database is whole and, with --verify, that it holds what a fresh index would.

    The exit status is 1 where something is wrong.

    Example:
      inferd check --verify
    """
    from inferd.cli import session
    from inferd.errors import one_line

    with session.open_project(project, project_dir) as opened:
        session.need_index(opened)
        problems = [f"{opened.database}: {p}" for p in opened.integrity()]
        if verify and not problems:
            with session.Progress() as progress:
                opened.update(progress, session.workers())
            problems = opened.verify()
        for problem in problems[:_MOST_PROBLEMS]:
            click.echo(one_line(problem if len(problem) <= _WIDEST else problem[:_WIDEST] + "…"))
        if len(problems) > _MOST_PROBLEMS:
            click.echo(f"and {len(problems) - _MOST_PROBLEMS} more")
        if problems:
            session.note(f"{_count(len(problems), 'difference' if verify else 'problem')}")
            return NOTHING
        session.note("the database is whole" + (" and equals a cold index of the same files" if verify else ""))
    return FOUND


# ---------------------------------------------------------------------------------------------------------------------
# Questions


@cli.group(cls=Group)
def query() -> None:
    """Ask about definitions and uses.

    TARGET is package.module:Class.method, path/file.py:LINE:COL (both from 1), path/file.py, or a unique name.
    Each row is graded: exact (Python's own rules bind it), inferred (the receiver's class is known) or possible (the
    same name on a receiver that is not known). An index that is missing or behind the files is brought up to date
    first.

    Example:
      inferd query refs shop.cart:Cart.total --json
    """


def _add_questions() -> None:
    """The questions as click commands.  They do what the fast way does, and are here for their help."""
    for question in options.QUESTIONS:
        metavar = "[TARGET]..." if question.whole_project else "TARGET..."
        params: list[click.Parameter] = [click.Argument(["targets"], nargs=-1, metavar=metavar)]
        for o in options.OPTIONS:
            flag = not o.metavar
            params.append(click.Option([*o.spellings, o.name], is_flag=flag, metavar=o.metavar or None, help=o.help))
        examples = "\n".join(f"  {example}" for example in question.examples)
        every = " Without a TARGET: in the whole project." if question.whole_project else ""
        target = "TARGET is package.module:Class.method, path/file.py:LINE:COL, path/file.py, or a unique name."
        text = f"{question.summary}\n\n{target}{every}\n\nExample:\n{examples}"
        ask = _asker(question)
        short = question.short
        query.add_command(click.Command(question.name, callback=ask, params=params, help=text, short_help=short))


def _asker(question: options.Question) -> Callable[..., int]:
    def ask(targets: tuple[str, ...], **values: Any) -> int:
        from inferd.cli import query as fast

        words = [question.name]
        for o in options.OPTIONS:
            if values[o.name]:
                words += [o.spellings[0], str(values[o.name])] if o.metavar else [o.spellings[0]]
        return fast.run([*words, "--", *targets])

    return ask


_add_questions()


@cli.command(short_help="Say what a change would touch, or a branch has touched.")
@click.argument("target", required=False)
@click.option(
    "--for", "purpose", type=click.Choice(("rename", "signature", "remove", "move", "retype")), default="rename",
    show_default=True, help="What is planned; it decides what counts as a risk.",
)  # fmt: skip
@click.option("--to", metavar="NAME", help="The new name, or the module that it moves to; says what is in the way.")
@click.option(
    "--since", metavar="REV", help="What the files have changed since the branch left this revision of git, instead.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(("text", "json", "markdown", "html", "tests")), default="text",
    show_default=True,
    help="Text for the terminal, JSON, Markdown for a pull request, an HTML page that needs nothing else, or the tests "
    "alone, one a line.",
)  # fmt: skip
@click.option("--output", "-o", metavar="FILE", help="Write the report to this file instead of standard output.")
@_no_update
@_no_daemon
@_project_options
def impact(
    target: str | None, purpose: str, to: str | None, since: str | None, form: str, output: str | None,
    no_update: bool, project: str | None, project_dir: str | None,
) -> int:  # fmt: skip
    """Say what a change of a symbol would touch, before it is made: what is certain, what is possible, and the risks.

    TARGET is package.module:Class.method, path/file.py:LINE:COL, or a unique name. With --since it says what a branch
    has changed, who uses that, and which tests matter; TARGET, a path or a module, then limits it to what lies there.
    The exit status is 1 if nothing has changed.

    Example:
      inferd impact shop.cart:Cart.total --for signature
      inferd impact shop.cart:Cart.total --to sum
      inferd impact --since origin/main --format tests | xargs pytest
    """
    from inferd.cli import query as fast
    from inferd.cli import reports, session
    if target is None and since is None:
        raise InferdError("impact of what? Name a TARGET, or a revision with --since", "see `inferd impact --help`")
    if to and (since is not None or purpose not in ("rename", "move")):
        raise InferdError("--to is for --for rename and --for move", "see `inferd impact --help`")
    status = FOUND
    with session.open_project(project, project_dir) as opened:
        session.make_ready(opened, not no_update)
        if since is not None:
            branch = opened.impact_since(since, fast.from_here(opened.root, target) if target else "")
            lines = reports.written(branch, form, opened.root)
            status = FOUND if branch.changes else NOTHING
        else:
            assert target is not None
            explain = reports.EXPLAINED if form == "text" else 0 if form == "tests" else None
            found = opened.impact(fast.from_here(opened.root, target), purpose, explain, to or "")
            lines = reports.written(found, form, opened.root)
        if output is None or output == "-":
            for line in lines:
                click.echo(line)
        else:
            _write(output, "".join(f"{line}\n" for line in lines))
    return status


def _write(path: str, text: str) -> None:
    try:
        with open(path, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
    except OSError as error:
        raise InferdError(f"{path}: cannot be written: {(error.strerror or str(error)).lower()}") from None


# ---------------------------------------------------------------------------------------------------------------------
# Changes


@cli.group(cls=Group, short_help="Change code, with a diff first and an undo after.")
def refactor() -> None:
    """Change code: each refactoring prints a diff, or writes the files with --apply; `inferd undo` takes that back.

    Example:
      inferd refactor rename shop.cart:Cart.total grand_total
    """


@refactor.command(short_help="Rename a symbol everywhere it is used.")
@click.argument("target")
@click.argument("new_name", metavar="NEW")
@click.option("--apply", is_flag=True, help="Write the files, all of them or none, with a journal for undo.")
@verifying.options
@click.option(
    "--include", multiple=True, metavar="WHAT",
    help="Rename these too: possible (same name, receiver not known), strings (that read as it), comments, docstrings.",
)  # fmt: skip
@click.option("--also", multiple=True, metavar="PROJECT", help=verifying.ALSO_HELP)
@click.option("--force", is_flag=True, help="Rename in spite of the reasons for which it would be refused.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a diff.")
@_no_daemon
@_project_options
def rename(
    target: str, new_name: str, apply: bool, verify: bool, verify_command: str | None, include: tuple[str, ...],
    also: tuple[str, ...], force: bool, as_json: bool, project: str | None, project_dir: str | None,
) -> int:  # fmt: skip
    """Rename a symbol everywhere it is used, as a diff or, with --apply, in the files.

    TARGET is package.module:Class.method, path/file.py:LINE:COL, or a unique name; NEW is its new name. What
    only shares the name is left alone and listed; a rename that would break the code is refused, with the reasons.
    With --verify the tests that it can affect are run first, on a copy, without the change and with it.
    A module or a package moves, with the imports of it and the dotted strings that name it.

    Example:
      inferd refactor rename shop.cart:Cart.total grand_total --apply
    """
    from inferd.cli import query as fast
    from inferd.cli import reports, session

    chosen = tuple(dict.fromkeys(w.strip() for words in include for w in words.split(",") if w.strip()))
    for what in chosen:
        if what not in ("possible", "strings", "comments", "docstrings"):
            raise InferdError(
                f"--include: {what} is none of possible, strings, comments and docstrings", "name one or more of them"
            )
    with session.open_project(project, project_dir) as opened:
        _recover(opened)
        session.make_ready(opened)
        target = fast.from_here(opened.root, target)
        if also:
            from inferd.refactor.planning import RENAME, Step

            plan = opened.together(Step(RENAME, {"target": target, "to": new_name}, chosen, force), also)
        else:
            plan = opened.rename(target, new_name, include=chosen, force=force)
        found = verifying.rehearsed(opened, plan, verify, verify_command)
        entry = opened.apply(plan) if apply and plan.changes and (found is None or found.is_safe) else None
        if as_json:
            import json

            click.echo(json.dumps(reports.plan_json(plan, entry is not None, found)))
        else:
            show_plan(plan, entry, apply)
            verifying.show(found, apply)
        return verifying.status(found, FOUND if plan.changes else NOTHING)


def show_plan(plan: "ChangePlan", entry: "Entry | None", is_final: bool = False) -> None:
    """The diff on standard output, fit for `git apply`; what was left out on standard error.  *is_final*: it is not for
    want of --apply that it was not written.
    """
    from inferd.cli import reports, session, text
    from inferd.refactor.edits import unified_diff, unified_diff_bytes

    for warning in plan.warnings:
        session.note(f"warning: {warning}")
    if entry is not None:
        click.echo(f"applied: {plan.description} ({_count(len(entry.files), 'file')}); `inferd undo` takes it back")
    elif not plan.changes:
        session.note(f"nothing to change: {plan.description}")
    elif text.colours_wanted():
        click.echo(unified_diff(plan.changes, True, plan.moves), nl=False)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(unified_diff_bytes(plan.changes, plan.moves))
    for line in reports.left_out(plan.left_out):
        print(line, file=sys.stderr)
    if entry is None and plan.changes and not is_final:
        session.note(f"{_count(len(plan.changes), 'file')} would change; --apply writes them")


@cli.command(short_help="Take back the last refactoring.")
@_project_options
def undo(project: str | None, project_dir: str | None) -> int:
    """Take back the last refactoring that was applied, to the byte; refused where a file has changed since.

    Example:
      inferd undo
    """
    return _turn(project, project_dir, "undo", "undone")


@cli.command(short_help="Make an undone refactoring again.")
@_project_options
def redo(project: str | None, project_dir: str | None) -> int:
    """Make the refactoring that was undone last again; refused where a file has changed since.

    Example:
      inferd redo
    """
    return _turn(project, project_dir, "redo", "done again")


def _turn(project: str | None, project_dir: str | None, verb: str, said: str) -> int:
    from inferd.cli import session

    with session.open_project(project, project_dir) as opened:
        _recover(opened)
        entry = opened.undo() if verb == "undo" else opened.redo()
        click.echo(f"{said}: {entry.description} ({_count(len(entry.files), 'file')})")
    return FOUND


# ---------------------------------------------------------------------------------------------------------------------
# The language server


@cli.command(short_help="Speak the language server protocol.")
@click.option("--standalone", is_flag=True, help="Run all of it in one process tree of its own.")
@_no_daemon
def lsp(standalone: bool) -> int:
    """Speak the language server protocol on standard input and output, for editors.

    The session runs in the daemon, which is started if none runs; this process only carries bytes. Where there can be
    no daemon, that is said, and the session runs here.

    Example:
      inferd lsp
    """
    del standalone  # without it, and without a reason to do so, `main` has not come here
    from inferd_lsp.standalone import main as serve

    return serve() or FOUND


# ---------------------------------------------------------------------------------------------------------------------
# The daemon


@cli.group(cls=Group, short_help="Start, stop and look at the daemon.")
def daemon() -> None:
    """The daemon keeps indexes true for the files while these change, and answers editors and commands at once.

    There is one for each user and version of inferd. `inferd lsp` starts it; commands use it when it runs, and answer
    the same without it. It ends after half an hour without a client.

    Example:
      inferd daemon status
    """


@daemon.command("start", short_help="Start the daemon.")
@click.option("--foreground", is_flag=True, help="Run it in this process, until it is interrupted; for supervisors.")
@_as_json
def start_daemon(foreground: bool, as_json: bool) -> int:
    """Start the daemon, if none runs, and say where it listens.

    Example:
      inferd daemon start
    """
    from inferd.daemon import client

    if foreground:
        from inferd.cli import service

        return service.daemon(foreground=True)
    before = _described()
    if before is not None and before["outdated"]:
        before = None  # it has made room
    if before is None:
        why = client.start()
        if why:
            raise InferdError(f"the daemon cannot be started: {why}")
    found = before or _described()
    if found is None:
        raise InferdError("the daemon ended right after it was started", "see `inferd daemon logs`")
    _say_or_json(
        as_json, {"started": before is None, **found},
        f"the daemon {'runs already' if before else 'was started'}: process {found['process']} in {found['place']}",
    )  # fmt: skip
    return FOUND


@daemon.command("stop", short_help="Stop the daemon.")
@_as_json
def stop_daemon(as_json: bool) -> int:
    """Stop the daemon: change sets under way are finished, sessions of editors end. The exit status is 1 if none ran.

    Example:
      inferd daemon stop
    """
    import time

    from inferd.cli import control
    from inferd.daemon import client

    found = control.ask({"do": "stop"})
    if found is None:
        _say_or_json(as_json, {"stopped": False}, "no daemon runs")
        return NOTHING
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and control.is_locked(client.address("lock")):
        time.sleep(0.01)
    control.wait_for_end(found["process"], deadline - time.monotonic())
    _say_or_json(as_json, {"stopped": True, "process": found["process"]}, f"process {found['process']} has ended")
    return FOUND


@daemon.command("status", short_help="Say what the daemon does.")
@_as_json
def daemon_status(as_json: bool) -> int:
    """Say whether the daemon runs, who uses it, and how each project's indexer is. The exit status is 1 if none runs.

    Example:
      inferd daemon status --json
    """
    from inferd.cli import control

    found = _described()
    if found is None:
        _say_or_json(as_json, {"running": False}, "no daemon runs")
        return NOTHING
    _say_or_json(as_json, {"running": True, **found}, *control.status(found))
    return FOUND


@daemon.command("logs", short_help="Print the daemon's log.")
@click.option("--lines", "-n", type=click.IntRange(1), default=50, show_default=True, help="The last so many lines.")
@click.option("--follow", "-f", is_flag=True, help="Go on printing what is added, until interrupted.")
@_as_json
@_project_options
def daemon_logs(lines: int, follow: bool, as_json: bool, project: str | None, project_dir: str | None) -> int:
    """Print the end of the daemon's log or, with --project, of the log of that project's indexer.

    Example:
      inferd daemon logs --follow
    """
    import os

    from inferd.cli import control, session
    from inferd.daemon import client

    path = client.address("log")
    if project or project_dir:
        with session.open_project(project, project_dir) as opened:
            path = os.path.join(opened.directory, "daemon.log")
    return control.print_log(path, lines, follow, as_json)


def _described() -> dict[str, Any] | None:
    """What a running daemon says of itself."""
    from inferd.cli import control

    return control.ask({"do": "status"})


def _say_or_json(as_json: bool, found: dict[str, Any], *lines: str) -> None:
    import json

    for line in [json.dumps(found)] if as_json else lines:
        click.echo(line)


# ---------------------------------------------------------------------------------------------------------------------


def _recover(project: "Project") -> None:
    """Finish, or take back, what an earlier refactoring left half done, and say so."""
    from inferd.cli.session import note

    for line in project.recover():
        note(line)


def _notes(project: "Project") -> None:
    from inferd import config
    from inferd.cli.session import note

    for text in [*project.notes, *filter(None, [config.complaint(project.root)])]:
        note(text)


def _count(n: int, what: str) -> str:
    return f"{n:,} {what if n == 1 else what.removesuffix('s') + ('es' if what.endswith('s') else 's')}"


def _keep_examples(command: click.Command) -> None:
    """Have click leave the lines of every example as they are (a paragraph that begins with a backspace)."""
    command.help = inspect.cleandoc(command.help or "").replace("\n\nExample:\n", "\n\n\b\nExample:\n")
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _keep_examples(inner)


def _add_refactorings() -> None:
    from inferd.cli import refactoring

    for command in refactoring.commands(_no_daemon, _project_options):
        refactor.add_command(command)


def _add_recording() -> None:
    from inferd.cli import recording

    for command in recording.commands(_project_options, Group):
        cli.add_command(command)


_add_refactorings()
_add_recording()
_keep_examples(cli)
