"""A recorded run as a file of its own: written on one machine, taken in on another.

The file is JSON, an array a line, compressed where its name ends with `.gz`.  Everything in it is symbolic (paths in
the project, names, hashes of bodies, types), so it means the same wherever the project lies; nothing of the sources is
in it.  What is read is checked line by line and never trusted: a line that is not what it should be refuses the file,
and nothing of it is taken in.

    ["run", 1, {"token", "command", "started", "ended", "python", "status", "notes"}]      the first line
    ["body", N, path, qualified name, hash, rank, kind, [parameter...]]
    ["signature", N, [type...], outcome, type, times]
    ["call", N, site, N or 0, what is outside, receiver, times]
    ["value", N, 0 or 1, name, type, times]
    ["test", id, outcome]
    ["ran", N, [[kind, name]...]]
    ["needed", [kind, name], [[kind, name]...]]
"""

import os
import re
from collections.abc import Iterable, Iterator
from json import dumps, loads
from typing import Any

from inferd.errors import InferdError, from_os_error
from inferd.store import connection
from inferd.store import observations as store
from inferd.store.observations import Keeper, Observations, Run

FORMAT = 1
_MOST = 1 << 30  # bytes of a file that is taken in
_KINDS = frozenset(("module", "class", "function", "lambda"))
_OUTCOMES = frozenset(("return", "raise", "yield", "send"))
_OWNERS = frozenset(("test", "fixture", "import", "process", "file"))


def lines(o: Observations, run: Run) -> Iterator[str]:
    """A run as the lines of a file."""

    def line(*words: Any) -> str:
        return dumps(words, separators=(",", ":"), ensure_ascii=False) + "\n"

    told = run._asdict()
    del told["id"]
    yield line("run", FORMAT, told)
    bodies = {b.id: b for b in o.bodies()}
    signatures = [s for s in o.signatures_of(bodies) if s.run == run.id]
    calls = [c for c in o.calls_from(bodies) if c.run == run.id]
    values = [v for v in o.values_in(bodies) if v.run == run.id]
    ran = {b: [w for w, runs in of.items() if run.id in runs] for b, of in o.owners_of(bodies).items()}
    needed = {w: [x for x, runs in of.items() if run.id in runs] for w, of in o.needing(o.owner_ids()).items()}
    used = {s.body for s in signatures} | {c.caller for c in calls} | {c.callee for c in calls}
    used |= {v.body for v in values} | {b for b, of in ran.items() if of}
    numbers = {b: i for i, b in enumerate((b for b in sorted(bodies) if b in used), 1)}
    for b, n in numbers.items():
        body = bodies[b]
        yield line(
            "body", n, body.path, body.qualname, body.body_hash.hex(), body.rank, body.kind, list(body.parameters)
        )  # fmt: skip
    for s in signatures:
        yield line("signature", numbers[s.body], s.arguments, s.outcome, s.result, s.times)
    for c in calls:
        callee = numbers[c.callee] if c.callee else 0
        yield line("call", numbers[c.caller], c.site, callee, c.outside, c.receiver, c.times)
    for v in values:
        yield line("value", numbers[v.body], v.attribute, v.name, v.type, v.times)
    for test, outcomes in o.tests(run.id).items():
        yield line("test", test, outcomes[run.id])
    names = o.owners({w for of in ran.values() for w in of} | {*needed} | {w for of in needed.values() for w in of})
    for b, of in sorted(ran.items()):
        if of:
            yield line("ran", numbers[b], [names[w] for w in of])
    for w, of in sorted(needed.items()):
        if of:
            yield line("needed", names[w], [names[x] for x in of])


def write(path: str, found: Iterable[str]) -> None:
    """Write a file, whole or not at all."""
    part = f"{path}.{os.getpid()}.part"
    try:
        with _open(part, path, "wt") as file:
            file.writelines(found)
        os.replace(part, path)
    except OSError as error:
        if os.path.exists(part):
            os.unlink(part)
        raise from_os_error(error, path) from error


def _open(path: str, named: str, mode: str) -> Any:
    if named.endswith(".gz"):
        import gzip

        return gzip.open(path, mode, encoding="utf-8")
    return open(path, mode, encoding="utf-8")


def read(path: str) -> list[list[Any]]:
    """The lines of a file, decoded."""
    out = []
    size = 0
    try:
        with _open(path, path, "rt") as file:
            for number, line in enumerate(file, 1):
                size += len(line)
                if size > _MOST:
                    raise InferdError(f"{path}: too long for a run")
                try:
                    words = loads(line)
                    if not isinstance(words, list) or not words:
                        raise ValueError
                except (ValueError, RecursionError):
                    raise InferdError(f"{path}:{number}: not a line of a run", _MADE_BY) from None
                out.append(words)
    except (EOFError, UnicodeDecodeError) as error:
        raise InferdError(f"{path}: not a run: {error}", _MADE_BY) from None
    except OSError as error:
        raise InferdError(f"{path}: {error.strerror or error}", _MADE_BY) from error
    if not out or out[0][0] != "run" or out[0][1:2] != [FORMAT]:
        raise InferdError(f"{path}: not a run of format {FORMAT}", _MADE_BY)
    return out


_MADE_BY = "`inferd runs export` makes such files; a spool directory can be imported as it is"


def take_in(db: connection.Connection, path: str, found: list[list[Any]]) -> int:
    """Add a run that was read to the database, inside the caller's transaction; its number."""
    number = 1
    try:
        told = found[0][2]
        token = _text(told["token"])
        if not re.fullmatch("[0-9a-f]{1,64}", token):
            raise ValueError("token")
        if store.run_named(db, token) is not None:
            raise InferdError(f"{path}: this run is here already", "`inferd runs drop` forgets it")
        python = _text(told["python"])
        run = store.begin_run(db, token, _text(told["command"]), _text(told["started"]), python)
        status = told["status"]
        store.end_run(db, run, _text(told["ended"]), None if status is None else _count(status, -256))
        store.note(db, run, {_text(k): _count(v) for k, v in told["notes"].items()})
        keep = Keeper(db, run)
        bodies: dict[int, int] = {}
        for words in found[1:]:
            number += 1
            _take(keep, bodies, words)
        keep.flush()
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        raise InferdError(f"{path}:{number}: not a line of a run", _MADE_BY) from None
    return run


def _take(keep: Keeper, bodies: dict[int, int], words: list[Any]) -> None:
    kind = words[0]
    if kind == "body":
        _, n, path, qualname, digest, rank, what, parameters = words
        _among(what, _KINDS)
        if os.path.isabs(path) or ".." in path.split("/"):
            raise ValueError(path)
        names = [_text(p) for p in parameters]
        if any(" " in p for p in names):
            raise ValueError(names)
        bodies[n] = keep.body(_text(path), _text(qualname), bytes.fromhex(digest), _count(rank), what, names)
    elif kind == "signature":
        _, n, arguments, outcome, result, times = words
        _among(outcome, _OUTCOMES)
        keep.signature(bodies[n], [_term(a) for a in arguments], outcome, _term(result), _count(times))
    elif kind == "call":
        _, n, site, callee, outside, receiver, times = words
        called = bodies[callee] if callee else 0
        keep.call(bodies[n], _count(site, -1), called, _text(outside), _text(receiver), _count(times))
    elif kind == "value":
        _, n, attribute, name, type_, times = words
        keep.value(bodies[n], _count(attribute) and 1, _term(name), _term(type_), _count(times))
    elif kind == "test":
        keep.test(keep.owner("test", _text(words[1])), _text(words[2]))
    elif kind == "ran":
        keep.ran(bodies[words[1]], [_owner(keep, w) for w in words[2]])
    elif kind == "needed":
        keep.needed(_owner(keep, words[1]), [_owner(keep, w) for w in words[2]])
    else:
        raise ValueError(kind)


def _owner(keep: Keeper, words: list[Any]) -> int:
    kind, name = words
    _among(kind, _OWNERS)
    return keep.owner(kind, _text(name))


def _among(value: Any, known: frozenset[str]) -> None:
    if value not in known:
        raise ValueError(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    value.encode()
    return value


def _term(value: Any) -> str:
    if not _text(value):
        raise ValueError(value)
    return str(value)


def _count(value: Any, least: int = 0) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value < 1 << 53:
        raise ValueError(value)
    return value
