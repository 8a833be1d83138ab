"""What the files of a project were at another revision of git, read without running anything of the repository.

Only plumbing is asked (`rev-parse`, `merge-base`, `ls-tree`, `cat-file`), which runs no hooks, filters or textconv;
file system monitors and lazy fetches of partial clones are switched off, and no optional lock is taken.  Whether a file
differs is decided from its bytes by the hash that git gives them, so git never looks at the working tree at all.
"""

import hashlib
import os
import subprocess
from collections.abc import Iterable
from typing import NamedTuple

from inferd.errors import InferdError, one_line

_TIME = 120.0  # seconds
_PLAIN = ("--no-optional-locks", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")


class Tree(NamedTuple):
    """A revision: the full name of the commit, and path (below the project's root) -> name of its content."""

    commit: str
    blobs: dict[str, str]


def base_of(root: str, revision: str) -> tuple[str, str]:
    """The commit that a branch is compared with: where it left *revision*; and a note where that is not known.

    Raises InferdError: no repository, no such revision, no git.
    """
    if revision.startswith("-"):
        raise InferdError(f"--since: {one_line(revision)} is no revision")
    _said(root, ["rev-parse", "--show-prefix"], f"{root}: not in a git repository", "--since compares with a revision")
    shown = one_line(revision)
    named = _said(
        root, ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"],
        f"--since: git knows no revision {shown} here",
        "a shallow clone lacks what lies before: `git fetch --unshallow`, or fetch that branch",
    )  # fmt: skip
    commit = named.decode("ascii").strip()
    try:
        common = _git(root, ["merge-base", commit, "HEAD"]).decode("ascii").split()
    except subprocess.CalledProcessError:
        return commit, f"where this branch left {shown} is not known here: it is compared with {shown} itself"
    return (common[0], "") if common else (commit, "")


def tree(root: str, commit: str) -> Tree:
    """The files below the project's root at a commit."""
    out: dict[str, str] = {}
    for line in _git(root, ["ls-tree", "-r", "-z", commit]).split(b"\0"):
        head, tab, path = line.partition(b"\t")
        words = head.split()
        if tab and words[1] == b"blob" and words[0] != b"120000":
            out[path.decode("utf-8", "surrogateescape")] = words[2].decode("ascii")
    return Tree(commit, out)


def name_of(data: bytes, like: str) -> str:
    """The name that git gives to content, in a repository whose names look like *like*."""
    digest = hashlib.sha256 if len(like) == 64 else hashlib.sha1
    return digest(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def contents(root: str, blobs: Iterable[str]) -> dict[str, bytes]:
    """The contents of blobs by their names."""
    wanted = sorted(set(blobs))
    if not wanted:
        return {}
    out: dict[str, bytes] = {}
    data = _git(root, ["cat-file", "--batch"], "".join(f"{b}\n" for b in wanted).encode())
    at = 0
    while at < len(data):
        end = data.index(b"\n", at)
        words = data[at:end].split()
        if len(words) != 3:
            at = end + 1  # `missing`: a partial clone
            continue
        size = int(words[2])
        out[words[0].decode("ascii")] = data[end + 1 : end + 1 + size]
        at = end + 1 + size + 1
    return out


def _said(root: str, words: list[str], otherwise: str, hint: str) -> bytes:
    try:
        return _git(root, words)
    except subprocess.CalledProcessError as error:
        said = one_line(error.stderr.decode("utf-8", "replace").strip().partition("\n")[0])
        if "dubious ownership" in said:
            raise InferdError(
                f"git refuses to look at {root}: {said}", "see `git help config`, safe.directory"
            ) from None
        raise InferdError(otherwise, hint) from None


def _git(root: str, words: list[str], given: bytes = b"") -> bytes:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    environment |= {"LC_ALL": "C", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
    try:
        done = subprocess.run(
            ["git", *_PLAIN, *words], cwd=root, input=given, capture_output=True, timeout=_TIME, check=True,
            env=environment,
        )  # fmt: skip
    except FileNotFoundError:
        raise InferdError("--since needs git, which is not installed here") from None
    except subprocess.TimeoutExpired:
        raise InferdError(f"git took more than {_TIME:.0f} seconds for {words[0]}") from None
    return done.stdout


__all__ = ["Tree", "base_of", "contents", "name_of", "tree"]
