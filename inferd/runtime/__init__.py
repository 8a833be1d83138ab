"""The recorder: what really flows through a program, seen from inside the interpreter that runs it.

Standard library only, Python 3.9 and later, only relative imports: `hook/sitecustomize.py` loads this package by its
place, under another name, into interpreters that do not have inferd. What it writes is described in docs/spool.md.

    from inferd.runtime import recording

    with recording(root="."):
        main()
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["recording"]


class recording:  # noqa: N801 - it is used like a function
    """Record this process while the block runs. Does nothing if the process is recorded already.

    `spool` is where to write (`.project/spool` under `root` by default), `root` the project (by default the one that
    the working directory lies in); `factor`, `cap` and `exhaustive` say how much to look at, `accelerate` where
    compiled accelerators are. `run` is the id of the run.
    """

    def __init__(self, spool: str | None = None, root: str | None = None, **options: Any) -> None:
        import os

        from . import launch

        root = os.path.abspath(root) if root else launch.project_of(os.getcwd())
        self.options = launch.make_options(spool or launch.default_spool(root), dict(options, root=root))
        self.run = self.options.run
        self._recorder: Any = None

    def __enter__(self) -> recording:
        import os

        from . import start

        os.makedirs(self.options.spool, mode=0o700, exist_ok=True)
        self._recorder = start.begin(self.options)
        return self

    def __exit__(self, *_: object) -> None:
        from . import start

        if self._recorder is not None and start.current is self._recorder:
            start.end()
