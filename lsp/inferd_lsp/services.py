"""What a session needs of the process that hosts it: projects, and that their databases follow the files.

The daemon hands its own `Services` to `session.serve`; `standalone.Standalone` is the one for a process with a single
session.  Every method may be called from any thread.  *root* is `Project.root` of a project that `project` gave.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from inferd.project import Project

Event = dict[str, Any]


class Services(Protocol):
    """See the module's docstring."""

    def project(self, root: str) -> Project:
        """The project at a root (as `layout.find_root` gives it), shared by all sessions.

        From now on its index is made and kept true; this does not wait for it.  Another object than before means that
        the settings have changed.
        """

    def sync(self, root: str, deadline: float = 0.1) -> bool:
        """Return when every write that ended before the call is in the database; False where that cannot be said.

        *deadline*: seconds after which a cheap proof (a cookie through the watcher) is given up for a scan.
        """

    def changed(self, root: str, paths: Sequence[str]) -> None:
        """Somebody says that these files (relative) may have changed; none: that something is wrong with the index."""

    def subscribe(self, root: str, callback: Callable[[Event], None]) -> Callable[[], None]:
        """Call back, from any thread, with what happens to the index, until the function that is returned is called.

        `{"event": "progress", "done": n, "total": n}`, `{"event": "committed", "notes": [...]}`,
        `{"event": "failed", "message": ..., "hint": ...}`.
        """

    def state(self, root: str) -> dict[str, Any]:
        """`{"ready": bool, "indexing": bool, "pending": n}` and more; not ready: `sync` waits for a process."""
