"""Running a command under the recorder: in the interpreter that the command uses, whichever it is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from .recorder import Options
from .start import VARIABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

HOOK = os.path.join(os.path.dirname(os.path.abspath(__file__)), "hook")


def new_run() -> str:
    """The id of a run: 16 hexadecimal digits."""
    return os.urandom(8).hex()


def default_spool(root: str) -> str:
    return os.path.join(_index_of(root), "spool")


def project_of(start: str) -> str:
    """The root of the project that a folder lies in, as `inferd.source.layout.find_root` has it: where its index is, or
    else the nearest folder with a project file, not above one with `.git`.
    """
    folder = start = os.path.abspath(start)
    home = os.path.realpath(os.path.expanduser("~"))
    nearest = ""
    while True:
        if any(os.path.isfile(os.path.join(folder, name, "callinfo.db")) for name in _INDEXES):
            return folder
        has_git = os.path.lexists(os.path.join(folder, ".git"))
        if not nearest and (has_git or any(os.path.isfile(os.path.join(folder, name)) for name in _MARKERS)):
            nearest = folder
        parent = os.path.dirname(folder)
        if has_git or parent in (folder, os.path.dirname(parent)) or os.path.realpath(parent) == home:
            return nearest or start
        folder = parent


_INDEXES = (".project", ".inferproject")
_MARKERS = ("pyproject.toml", "setup.py", "setup.cfg")


def _index_of(root: str) -> str:
    """The directory of a project's index."""
    named = os.environ.get("INFERD_PROJECT_DIR")
    if named:
        return os.path.abspath(os.path.expanduser(named))
    usual, other = [os.path.join(root, name) for name in _INDEXES]
    return other if os.path.isfile(usual) or os.path.isfile(os.path.join(other, "callinfo.db")) else usual


def make_options(spool_dir: str, options: Mapping[str, Any] | None = None) -> Options:
    """`options`: `root` (the project; the working directory by default), and those of `Options`."""
    given = dict(options or {})
    root = os.path.abspath(given.pop("root", None) or os.getcwd())
    made = Options(os.path.abspath(spool_dir), root, given.pop("run", None) or new_run(), **given)
    made.version = made.version or _version()
    return made


def _version() -> str:
    from .. import __version__

    return str(__version__)


def environment(options: Options, env: Mapping[str, str]) -> dict[str, str]:
    """What to add to the environment of a command so that it is recorded."""
    before = env.get("PYTHONPATH")
    parts = [HOOK] + [part for part in before.split(os.pathsep) if part != HOOK] if before else [HOOK]
    return {VARIABLE: options.to_text(), "PYTHONPATH": os.pathsep.join(parts)}


def run(command: list[str], spool_dir: str, options: Mapping[str, Any] | None = None) -> int:
    """Run `command` under the recorder; what it writes and reads is left alone. Its exit status, as a shell has it."""
    settings = make_options(spool_dir, options)
    settings.command = list(command)
    os.makedirs(settings.spool, mode=0o700, exist_ok=True)
    env = dict(os.environ)
    env.update(environment(settings, env))
    try:
        child = subprocess.Popen(command, env=env)
    except FileNotFoundError as error:
        sys.stderr.write("inferd: %s: %s\n" % (command[0], error.strerror))
        return 127
    except OSError as error:
        sys.stderr.write("inferd: %s: %s\n" % (command[0], error.strerror))
        return 126
    passed = [number for number in (signal.SIGTERM, getattr(signal, "SIGHUP", None)) if number is not None]
    before: dict[Any, Any] = {}
    try:
        before[signal.SIGINT] = signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to the command too
        for number in passed:
            before[number] = signal.signal(number, lambda found, _: child.send_signal(found))
    except ValueError:
        pass  # not the main thread
    try:
        status = child.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 128 - status if status < 0 else status
