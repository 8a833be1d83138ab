"""Starting the recorder in this process, and what makes it follow the process's children and its end.

`INFERD_RECORD` in the environment carries the options; a path entry with a `sitecustomize` (`hook/`) makes every Python
that inherits the environment begin with `from_environment`. What is changed in the program's interpreter, and nothing
else: functions that end a process without running exit handlers (`os._exit`, `os.exec*`) write the shard first; a fork
begins another shard; and when pytest or unittest are imported, they are asked which test runs.
"""

from __future__ import annotations

import atexit
import os
import sys
from functools import wraps

from . import patches
from .owners import Owners
from .recorder import Options, Recorder, RLock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

VARIABLE = "INFERD_RECORD"
OTHER_COPY = "_inferd_runtime"  # the name of this package when the start-up hook has loaded it

current: Recorder | None = None
owners: Owners | None = None


def from_environment() -> Recorder | None:
    text = os.environ.get(VARIABLE)
    if not text:
        return None
    return begin(Options.from_text(text))


def is_active() -> bool:
    """Whether this process is recorded, by this copy of the package or by another."""
    if current is not None and current.active:
        return True
    for name in (OTHER_COPY + ".start", "inferd.runtime.start"):
        other = getattr(sys.modules.get(name), "current", None)
        if other is not None and other.active:
            return True
    return False


def begin(options: Options, follow: bool = True) -> Recorder | None:
    """Record this process from here on. None if it is recorded already."""
    global current, owners
    if is_active():
        return None
    recorder = Recorder(options, _engine, options.version)
    owners = Owners(recorder)
    recorder.shard.reserve()
    current = recorder
    _write_environment()
    recorder.start()
    if follow:
        atexit.register(end)
        _follow()
    patches.install(owners)
    return recorder


def end() -> None:
    """Write what is left; the process goes on unrecorded."""
    global current
    recorder, current = current, None
    if recorder is not None:
        recorder.stop()


def _engine(recorder: Recorder) -> Any:
    if sys.version_info >= (3, 12):
        from . import monitoring

        if monitoring.is_available():
            return monitoring.Monitoring(recorder)
        recorder.lose("tests", "")
    from . import profiling

    return profiling.Profiling(recorder)


def _write_environment() -> None:
    """Children of this process shall name it as theirs; only if the program has not taken our variable away."""
    if current is not None and VARIABLE in os.environ:
        mine = current.shard.name or ""
        before = current.options.parent
        current.options.parent = ",".join([name for name in (mine, before) if name])
        os.environ[VARIABLE] = current.options.to_text()
        current.options.parent = before


_followed = False


def _follow() -> None:
    global _followed
    if _followed:
        return
    _followed = True
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(before=_before_fork, after_in_child=_after_fork)
    for name in ("_exit", "execv", "execve"):
        if hasattr(os, name):
            setattr(os, name, _flushing(getattr(os, name), final=name == "_exit"))


def _flushing(function: Any, final: bool) -> Any:
    @wraps(function)
    def before_the_end(*args: Any, **kwargs: Any) -> Any:
        recorder = current
        if recorder is not None and recorder.active:
            try:
                if final:
                    end()
                else:
                    recorder.flush(counts=True)
            except Exception as error:  # noqa: BLE001 - the process ends: there is nobody left to tell
                recorder.last_error = repr(type(error))
        return function(*args, **kwargs)

    return before_the_end


def _before_fork() -> None:
    if current is not None and current.active:
        try:
            current.flush(counts=True)
        except Exception as error:  # noqa: BLE001
            current.fault(error, "fork")


def _after_fork() -> None:
    if current is not None and current.active:
        try:
            current.lock = RLock()  # a thread that does not exist here may have held it
            current.forked()
            _write_environment()
        except Exception as error:  # noqa: BLE001
            current.fault(error, "fork")
