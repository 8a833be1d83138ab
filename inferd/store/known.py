"""What recorded runs know well enough that the next one need not look again: what `inferd.index.known` reads."""

from collections.abc import Iterable, Sequence

from inferd.store.connection import Connection
from inferd.store.observations import Body, Observations

_FEW = 24  # calls that the recorder always looks at (inferd/runtime/recorder.py), so that all of so few were seen


def runs_of_latest(o: Observations) -> tuple[str, set[int]]:
    """The `major.minor` of the Python of the latest run, and the runs under it."""
    known = {r.id: ".".join(r.python.split(".")[:2]) for r in o.runs()}
    if not known:
        return "", set()
    latest = known[max(known)]
    return latest, {i for i, python in known.items() if python == latest}


def bodies(o: Observations, runs: set[int]) -> list[Body]:
    """What ran in these runs."""
    every = o.bodies()
    ran = o.runs_of(b.id for b in every)
    return [b for b in every if not runs.isdisjoint(ran.get(b.id, ()))]


def scopes(db: Connection) -> list[tuple[str, int, int, int, str, str, int, bytes]]:
    """(path, size, time, inode, qualified name, kind, line, hash) of all scopes of the files that ran, in order."""
    return db.execute(
        "SELECT f.path, f.size, f.mtime_ns, f.inode, s.qualname, s.kind, coalesce(b.line + s.line, 1), s.body_hash "
        "FROM source JOIN file f ON f.path = source.path JOIN scope s ON s.file_id = f.id "
        "LEFT JOIN block b ON b.id = s.block_id WHERE f.status = 'ok' ORDER BY s.id"
    ).fetchall()


def unsettled(o: Observations, known: Sequence[Body], runs: set[int], share: float) -> set[int]:
    """Those bodies of which a next call brings a new signature with a chance above *share*.

    The chance is the share of the calls whose signature was seen once (Good and Turing), in the run that saw most. What
    takes functions or classes, as a decorator does, has a signature for each: here all of them are one.  A function of
    which no signature is kept was left alone by these runs for what one has seen that is dropped since.
    """
    seen: dict[int, dict[int, list[tuple[tuple[str, ...], int]]]] = {}
    for body, arguments, outcome, result, run, times in o.signatures_of(b.id for b in known):
        if run in runs:
            seen.setdefault(body, {}).setdefault(run, []).append(((*arguments, outcome, result), times))
    out = {b.id for b in known if b.kind in ("function", "lambda") and b.id not in seen}  # the run that looked is gone
    for body, by_run in seen.items():
        most = max(by_run.values(), key=lambda found: sum(times for _, times in found))
        calls = sum(times for _, times in most)
        if calls < _FEW or sum(times == 1 for _, times in most) <= share * calls:
            continue
        alike: dict[tuple[str, ...], int] = {}
        for types, times in most:
            told = tuple([t[:4] if t.startswith(("function ", "type[")) else t for t in types])
            alike[told] = alike.get(told, 0) + times
        if list(alike.values()).count(1) > share * calls:
            out.add(body)
    return out


def owners(o: Observations, runs: set[int], changed: Iterable[int]) -> set[tuple[str, str]]:
    """(kind, name) of the owners of these runs for which none of the *changed* bodies ran, and that rely on no such."""
    stale = {owner for found in o.owners_of(changed).values() for owner in found}
    new = stale
    while new:
        new = {other for found in o.needing(new).values() for other in found} - stale
        stale |= new
    every = o.owners(o.owner_ids())
    files = {every[i][1] for i in stale if i in every and every[i][0] == "file"}
    ended = {name for name, ends in o.tests().items() if any(run in runs and end for run, end in ends.items())}
    return {
        (kind, name) for i, (kind, name) in every.items()
        if i not in stale and kind != "file"
        and (kind != "test" or (name in ended and name.partition("::")[0] not in files))
    }  # fmt: skip
