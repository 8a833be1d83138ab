"""What the recorder of a next run need not look at again, as a file for it (docs/spool.md, *What is known*).

Why
    On unchanged code a run says what the one before said.  A function whose body stands there as it ran, and whose
    signatures have settled, is left alone by the next run, but for a sample; only which tests run it is still noticed.

When a function is known
    Its body is current, in a file that the index holds as it is on disk; a run under the same Python has seen all of
    its calls or so many that a next one hardly brings anything new (`inferd.store.known.unsettled`).

When it is looked at all the same
    In a test (an import, a fixture) that no run has seen end, or for which a body ran that has changed, or that relies
    on such a one: there arguments may have other types.  So what a changed function returns to those who call it, and
    what it hands on to those that it calls, is found out.  And one known function of twenty is looked at in each run,
    another one each time, because data, packages and the machine change too.

What it costs: a read of the scopes of the files that ran; 20 ms for 300 files.
"""

import os
from collections.abc import Sequence

from inferd.errors import from_os_error
from inferd.store import connection
from inferd.store import known as store
from inferd.store.observations import Observations

FORMAT = 1
_SHARE = 0.02  # chance of a new signature above which a function is looked at from the start


def file_name(token: str) -> str:
    """The name of the file in the spool of a run."""
    return f"{token}.known"


def write(directory: str, spool: str, token: str, command: Sequence[str]) -> str:
    """Write what is known into the spool of a run about to begin; the file, or '' where nothing is known.

    The index is to be true for the files.
    """
    path = os.path.join(directory, "callinfo.db")
    if not os.path.exists(path):
        return ""
    try:
        db = connection.connect(path)
        try:
            lines = _lines(db, command)
        finally:
            db.close()
    except connection.ERRORS as error:
        raise connection.explain(error, path) from error
    if not lines:
        return ""
    folder = os.path.join(spool, "sources")
    name = os.path.join(folder, file_name(token))
    try:
        os.makedirs(spool, mode=0o700, exist_ok=True)
        os.makedirs(folder, mode=0o700, exist_ok=True)
        with open(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    except OSError as error:
        raise from_os_error(error, name) from error
    return name


def _lines(db: connection.Connection, command: Sequence[str]) -> list[str]:
    seen = Observations(db)
    python, runs = store.runs_of_latest(seen)
    if not runs:
        return []
    ran = store.bodies(seen, runs)
    files: dict[str, tuple[int, int, int]] = {}
    counts: dict[tuple[str, str, bytes], int] = {}
    places: dict[tuple[str, str, bytes, int], tuple[int, str]] = {}
    on_line: dict[tuple[str, int, str], int] = {}
    for path, size, time, inode, qualname, kind, line, body_hash in store.scopes(db):
        files[path] = size, time, inode
        rank = counts.get((path, qualname, body_hash), 0)
        counts[path, qualname, body_hash] = rank + 1
        name = "<module>" if kind == "module" else qualname.rpartition(".")[2]
        places[path, qualname, body_hash, rank] = line, name
        on_line[path, line, name] = on_line.get((path, line, name), 0) + 1
    unsettled = store.unsettled(seen, ran, runs, _SHARE)
    changed: list[int] = []
    by_file: dict[str, list[str]] = {}
    for body, path, qualname, body_hash, rank, kind, shown in ran:
        if kind == "lambda":  # has the hash of what it lies in, and no place of its own
            around = qualname.removesuffix("<lambda>").removesuffix(".").removesuffix(".<locals>")
            if (path, around, body_hash, 0) not in places:
                changed.append(body)
            continue
        place = places.get((path, qualname, body_hash, rank))
        if place is None:
            changed.append(body)
        elif body not in unsettled and on_line[path, *place] == 1:
            line, name = place
            row = f"body\t{line}\t{name}\t{kind}\t{qualname}\t{body_hash.hex()}\t{rank}\t{' '.join(shown)}"
            by_file.setdefault(path, []).append(row)
    from shlex import join

    mine = join(command)
    lines = [f"inferd-known\t{FORMAT}\t{python}"]
    for path, rows in sorted(by_file.items()):
        if files[path][1] and _plain(path):  # no time: it was written so lately that the time tells nothing
            lines.append("file\t{}\t{}\t{}\t{}".format(path, *files[path]))
            lines += rows
    for kind, name in sorted(store.owners(seen, runs, changed)):
        if kind == "process":
            if name == mine:
                lines.append("owner\tprocess\t")
        elif _plain(name):
            lines.append(f"owner\t{kind}\t{name}")
    return lines if len(lines) > 1 else []


def _plain(text: str) -> bool:
    """Whether a text stands on a line of its own, between tabs."""
    return text.isprintable() or not any(c in text for c in "\t\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")


class Known:
    """The bodies of such a file, by their number in it."""

    def __init__(self, data: bytes):
        self.rows: list[tuple[str, str, bytes, int, str, list[str], str]] = []
        of = ""
        try:
            for line in data.decode().split("\n"):
                words = line.split("\t")
                if words[0] == "file":
                    of = words[1]
                elif words[0] == "body":
                    _, _, name, kind, qualname, digest, rank, parameters = words
                    row = (of, qualname, bytes.fromhex(digest), int(rank), kind, parameters.split(), name)
                    self.rows.append(row)
        except (ValueError, IndexError):
            self.rows.clear()  # then what refers to it is counted as not readable
