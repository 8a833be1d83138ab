"""The intake: a short-lived process that folds in what recorders have left (`Project.fold`).

An indexer starts one when `pytest --inferd`, or a program that records itself, has written to the spool: a process of
its own, so that an edit or a question never waits for the reading of a spool.  Each shard is one transaction under the
writer lock; it may be killed at any instant, and ends with its indexer.
"""

import sys
import threading

from inferd.daemon.settler import end_with_parent

QUIET = 0.5  # seconds after the last line that was written
LONGEST = 10.0  # seconds that lines may come before some of them are taken in all the same
REST = 10.0  # seconds between two


def main(words: list[str]) -> int:
    """The process: ROOT, and the directory of the index."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    from inferd.errors import InferdError
    from inferd.project import Project

    root, place = words
    try:
        with Project(root, place or None) as project:
            if project.is_spooled() and project.is_ready():
                project.fold(every=False)
    except InferdError as error:
        print(f"inferd: what was recorded in {root} is not taken in: {error.message}", file=sys.stderr)
        return 3
    return 0
