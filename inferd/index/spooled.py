"""Whether recorders have left something to take in: the look that every question about a project pays for.

Where they have not, it is one look into a directory, so it stands apart from what folds (`observations`).
"""

import os
import stat

SUFFIX = ".jsonl"
SOURCES = "sources"


def places(directory: str, root: str = "") -> list[str]:
    """Where recorders write: below the index's directory, and where a plugin that knows no settings of ours does."""
    own = os.path.join(directory, "spool")
    usual = os.path.join(root, ".project", "spool") if root else own
    return [own] if usual == own else [own, usual]


def is_spooled(directory: str, root: str = "") -> bool:
    """Whether there are shards of this user's recorder."""
    return any(_has_shards(place) for place in places(directory, root))


def _has_shards(spool: str) -> bool:
    try:
        names = os.listdir(spool)
    except OSError:
        return False  # there is none, or none that can be read
    for name in names:
        path = os.path.join(spool, name)
        if name.endswith(SUFFIX):
            if is_own(path):
                return True
        elif name != SOURCES and not os.path.islink(path):
            try:
                inside = os.listdir(path)
            except OSError:
                continue
            if any(n.endswith(SUFFIX) and is_own(os.path.join(path, n)) for n in inside):
                return True
    return False


def is_own(path: str) -> bool:
    """Whether this user's recorder wrote a shard: nobody else may read it, which hardly any repository brings about."""
    try:
        info = os.lstat(path)
    except OSError:
        return False
    if not stat.S_ISREG(info.st_mode):
        return False
    return not hasattr(os, "getuid") or (info.st_uid == os.getuid() and not info.st_mode & 0o077)
