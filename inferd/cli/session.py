"""Opening a project for a command, bringing its index up to date, and saying on standard error what people should know.

A question never waits for a writer that it can do without: where another process holds the writer lock, or the index
cannot be written, the question is answered from what there is, and the revision is said.  Only where there is no index
at all does it wait for the one that is being made.

Whether the files have changed is told by a scan or, where a daemon watches the project, by that: it answers when every
write that ended before the question is in the index.  A first index is made here in any case.
"""

import os
import sys
from typing import Any

from inferd.errors import DiskFull, InferdError, StoreForeign, StoreLocked, StoreReadOnly, one_line
from inferd.opened import SMALL
from inferd.project import Project
from inferd.source import layout
from inferd.store import connection
from inferd.syntax.facts import ANALYSIS_VERSION

_WATCHED = 20.0  # seconds that a question waits for a daemon that begins to watch its project
PATIENCE = 0.3  # seconds that a question waits for the writer lock; most updates are done by then
_FOLDING = 5.0  # seconds that it waits for another process that writes, before it does without what runs have left
_FIRST_INDEX = 3600.0  # seconds that a question waits for another process to make the first index
_MOST_WORKERS = 8
_BAR_FROM = 50  # files; below, a progress bar would only flicker


def open_project(path: str | None = None, project_dir: str | None = None) -> Project:
    """The project that a path (the current folder by default) lies in."""
    project = Project(path or os.curdir, project_dir or None)
    project.on_following = note
    return project


def note(text: str) -> None:
    """One line for people, apart from the results."""
    try:
        print(f"inferd: {one_line(text)}", file=sys.stderr)
    except OSError:
        pass  # nobody listens; the answer goes to standard output all the same


def workers() -> int:
    """How many processes analyse files on a large run."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(count, _MOST_WORKERS))


#: what to say of a database that is not ready, by the kind of its state
WHY_NOT_READY = {
    "absent": "there is no index yet",
    "foreign": "it is not used, because it is {0}",
    "corrupt": "the database is damaged: {0}",
    "outdated": "it was made by another version of inferd and will be built again",
}


def state_of(project: Project) -> connection.State:
    """What stands at the place of the project's database."""
    return connection.examine(project.database, layout.user_key(), ANALYSIS_VERSION)


def set_aside(project: Project) -> list[tuple[str, int, str]]:
    """The databases that were set aside beside the project's: name, bytes, and what is said of them."""
    found = []
    for path in [] if project.in_memory else connection.copies(project.database):
        name = os.path.basename(path)
        why = "it is not of your inferd" if ".foreign-" in name else "it is damaged"
        try:
            found.append((name, os.lstat(path).st_size, why))
        except OSError:
            continue  # it has just gone
    return found


def need_index(project: Project) -> None:
    """Raise what says why there is no index to read, and what to do."""
    state = state_of(project)
    if state.kind == "ready":
        return
    if state.kind == "foreign":
        raise StoreForeign(project.database, state.detail)
    raise InferdError(f"{project.database}: {WHY_NOT_READY[state.kind].format(state.detail)}", "run `inferd index`")


def make_ready(project: Project, update: bool = True, fold: bool = True) -> None:
    """Let the index be true for the files before a question, as far as that can be had now, and know the recorded runs.

    Without *fold* these are left where recorders have spooled them.
    """
    if not update:
        need_index(project)
        return
    _bring_up_to_date(project)
    if fold and project.is_spooled():
        _take_in(project)


def _take_in(project: Project) -> None:
    """Fold what recorders have left, as `pytest --inferd` does; who watches the project may be doing so just now."""
    try:
        runs = project.fold(timeout=_FOLDING, every=False).runs
    except InferdError as error:
        note(f"what was recorded last is not known yet: {error.message}")
        return
    if runs:
        for found in project.runs():
            if found["run"] in runs:
                note(f"recorded since: {line_of(found)}")


def line_of(run: dict[str, Any]) -> str:
    """A recorded run, as people read it."""
    when = run["started"].replace("T", " ").removesuffix("Z")
    parts = [
        count(run["functions"], "function"), count(run["signatures"], "signature"), count(run["calls"], "call"),
        count(run["tests"], "test"),
    ]  # fmt: skip
    status = "" if run["status"] in (None, 0) else f", exit status {run['status']}"
    command = one_line(run["command"]) or "?"
    return f"run {run['run']}: {command}: {', '.join(parts)} ({when} UTC, Python {one_line(run['python'])}{status})"


def count(n: int, what: str) -> str:
    """So many of something."""
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def _bring_up_to_date(project: Project) -> None:
    if state_of(project).kind != "ready":
        _say_notes(project, 0)
        _make_first_index(project)
        _ask_daemon(project, 0.0)  # a daemon that runs watches it from now on, and settles its types
        return
    watched = _ask_daemon(project, 0.0)
    if watched == "ok" or project.is_fresh():
        return
    if watched in ("starting", "indexing", "busy") and _ask_daemon(project, _WATCHED) == "ok":
        return
    said = len(project.notes)
    try:
        with Progress() as progress:
            project.update(progress, workers(), timeout=PATIENCE)
    except (StoreLocked, StoreReadOnly, DiskFull) as error:
        note(f"{error.message}; files have changed since, and this answer is of revision {_revision(project)}")
    _say_notes(project, said)
    _find_flow(project)


def _find_flow(project: Project) -> None:
    """What flows between the functions of a small project is found out again with each change, if that is soon done."""
    try:
        with Progress("following calls") as progress:
            project.find_flow(SMALL, PATIENCE, progress=progress, soon=True)
    except (StoreLocked, StoreReadOnly, DiskFull) as error:
        note(f"{error.message}; what functions are called with is known as of an earlier revision")


def _ask_daemon(project: Project, wait: float) -> str:
    """What a running daemon says of the project's index: 'ok', why not, or '' where none may be asked."""
    if project.in_memory or os.environ.get("INFERD_NO_DAEMON", "served") != "served":
        return ""
    from inferd.daemon import client

    return client.sync(project.root, project.directory, wait)


def _make_first_index(project: Project) -> None:
    said = len(project.notes)
    inside = os.path.dirname(project.directory) == project.root
    where = os.path.basename(project.directory) if inside else project.directory
    note(f"making the index of {project.root} in {where}")
    try:
        with Progress() as progress:
            project.update(progress, workers(), timeout=0.0)
    except StoreLocked as error:
        note(f"{error.message}; waiting for it")
        with Progress() as progress:
            project.update(progress, workers(), timeout=_FIRST_INDEX)
    _say_notes(project, said)
    _find_flow(project)


def _revision(project: Project) -> int:
    with project.snapshot() as view:
        return view.reader.revision()


def _say_notes(project: Project, since: int) -> None:
    for text in project.notes[since:]:
        note(text)


class Progress:
    """A progress bar on standard error, if that is a terminal and there is enough to do; otherwise nothing."""

    def __init__(self, label: str = "indexing") -> None:
        self._label = label
        self._shown = sys.stderr.isatty()
        self._bar: Any = None  # rich's, imported only when there is one to show
        self._task: Any = None
        self._running = False

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        self.pause()

    def __call__(self, done: int, total: int, path: str) -> None:
        if not self._shown or total < _BAR_FROM:
            return
        if self._bar is None:
            self._start(total)
        if not self._running:
            self._bar.start()
            self._running = True
        self._bar.update(self._task, completed=done, total=total, path=one_line(path))

    def pause(self) -> None:
        """Take the bar away until there is more to show, so that something can be written."""
        if self._bar is not None and self._running:
            self._bar.stop()
            self._running = False

    def _start(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
        from rich.table import Column

        self._bar = Progress(
            TextColumn(self._label),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[path]}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis")),
            console=Console(stderr=True),
            transient=True,
            redirect_stdout=False,  # what is written there is a result
        )
        self._task = self._bar.add_task(self._label, total=total, path="")
