"""git is told of files that moved, as `git mv` does: what it has staged of them goes along.

After the journal has moved files in the working tree, git's index still names the old paths.  Here the entry of each
old path is taken over under the new one, with the content that it had: `git status` then shows a rename, and what the
refactoring changed in the file is unstaged, as any edit is.  Undo calls the same with the pairs turned round.

Nothing of the repository is executed: hooks and file system monitors are switched off, contents are not filtered
(entries are written by their hashes).  A project that is not under git, files that git does not track, and a machine
without git are left alone; a repository that is locked is said.
"""

import os
import subprocess
from collections.abc import Iterable

_TIME = 20.0  # seconds
_PLAIN = (
    "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c", "core.untrackedCache=false",
)  # fmt: skip


def follow(root: str, moves: Iterable[tuple[str, str]]) -> list[str]:
    """Tell git of files that moved; what it did not take, as notes."""
    moves = [(old, new) for old, new in moves if old != new]
    if not moves or not _is_repository(root):
        return []
    try:
        staged = _git(root, ["ls-files", "--stage", "-z", "--", *(f":(literal){old}" for old, _ in moves)])
        known: dict[str, tuple[str, str]] = {}
        for line in staged.split("\0"):
            head, tab, path = line.partition("\t")
            mode, sha, stage = head.split(" ") if tab else ("", "", "")
            if stage == "0":
                known[path] = (mode, sha)
        lines = []
        for old, new in moves:
            if old in known:
                mode, sha = known[old]
                lines.append(f"0 {'0' * len(sha)}\t{old}\0{mode} {sha}\t{new}\0")
        if lines:
            _git(root, ["update-index", "-z", "--index-info"], "".join(lines))
    except FileNotFoundError:
        return []  # no git here
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", "") or str(error)
        return [f"git was not told of files that moved: {' '.join(str(said).split())[:200]}"]
    return []


def moved(entries: Iterable[tuple[str, str | None, str | None]]) -> list[tuple[str, str]]:
    """Which files of a change moved: (path, content before, content after) of each, contents as hashes or None."""
    rows = list(entries)
    went = [(path, before) for path, before, after in rows if after is None and before is not None]
    came = [(path, after) for path, before, after in rows if before is None and after is not None]
    out: list[tuple[str, str]] = []
    for how in ("content", "folder", "name", "rest"):
        for path, content in list(went):
            if how == "rest":
                found = came if len(went) == len(came) == 1 else []
            else:
                found = [c for c in came if _is_alike(how, path, content, *c)]
            if len(found) == 1 and (how == "rest" or sum(_is_alike(how, *w, *found[0]) for w in went) == 1):
                out.append((path, found[0][0]))
                went.remove((path, content))
                came.remove(found[0])
    return sorted(out)


def _is_alike(how: str, path: str, content: str | None, other: str, its: str | None) -> bool:
    if how == "content":
        return content == its
    parts = 2 if how == "folder" else 1
    return path.split("/")[-parts:] == other.split("/")[-parts:]


def _is_repository(root: str) -> bool:
    folder = os.path.realpath(root)
    while True:
        if os.path.lexists(os.path.join(folder, ".git")):
            return True
        above = os.path.dirname(folder)
        if above == folder:
            return False
        folder = above


def _git(root: str, words: list[str], given: str = "") -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C", "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", *_PLAIN, *words], cwd=root, input=given, capture_output=True, text=True, timeout=_TIME, check=True,
        env=environment, errors="surrogateescape",
    )  # fmt: skip
    return done.stdout
