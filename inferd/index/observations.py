"""What a recorder has spooled, folded into the database: one shard in, one transaction.

Why
    The recorder runs in somebody else's interpreter and only appends (docs/spool.md).  Here its ids become keys that
    outlive edits, other Pythons and other machines, and its counts are added up, each line once: a shard that is folded
    again, or after a kill, or while it grows, adds only what stands behind the last byte that was folded.

The algorithm
    1. Read the whole lines of the shard.  What introduces ids is taken from all, what counts only from new ones.
    2. Each function is filed under a body: the text of its file as it was loaded gives the definitions (`bodies`), from
       the index where that holds the same bytes.  A function whose text is not known, or does not hold the definition
       where the recorder saw it, with these parameters (it was compiled from something else, then), is counted with
       the reason; the first kind is kept, without a hash, and so is never current.
    3. Signatures, calls, values and owners follow, under bodies and terms.  The class of an object is named by the
       module that the index knows its file by.
    4. What tests rely on is closed over (fixtures, imports); a file of tests relies on the imports of every file that
       it reaches by import statements, because only the first importer runs a module.
    5. The number of bytes is written, and all of it committed.

Nothing that a spool says is trusted further than that: texts are checked against their digests, lines that are not what
the format says are counted and left out.

What it costs: 1 ms for each hundred lines, and the extraction of files that the index does not hold as they were.
"""

import os
import re
import stat
from collections.abc import Callable, Iterable
from hashlib import sha256
from json import loads
from typing import Any, NamedTuple

from inferd.errors import InferdError, SourceError, from_os_error
from inferd.index.bodies import Definition, Version
from inferd.index.known import Known, file_name
from inferd.index.resolve import Resolver
from inferd.index.spooled import SOURCES, is_own, places
from inferd.source.collector import uncollected
from inferd.source.lock import WriterLock
from inferd.source.text import content_hash
from inferd.store import connection
from inferd.store import observations as store
from inferd.store.observations import NO_SITE, Keeper
from inferd.store.rows import FileRow, Reader

FORMAT = 1
SHARD = re.compile(r"([0-9a-f]{16})\.(\d+)\.(\d+)\.jsonl")
_MOST_SOURCE = 64 << 20  # bytes of a text that is read
_MOST_SHARD = 1 << 31
_PARAMETER = {"v": "*", "w": "**"}
_MODULES = {"_io": "io", "pathlib._local": "pathlib", "pathlib._abc": "pathlib", "_collections": "collections"}
_SINGLE = {  # classes of one value, which say that they are of `builtins`, and the names that there are for them
    "NoneType": "None", "ellipsis": "types:EllipsisType", "NotImplementedType": "types:NotImplementedType",
}  # fmt: skip
_GENERATORS = {
    "g": "collections.abc:Generator", "c": "collections.abc:Coroutine", "a": "collections.abc:AsyncGenerator",
}  # fmt: skip
_BODIES = frozenset(("module", "class"))
_OUTCOMES = frozenset(("return", "raise", "yield", "send"))
UNKNOWN = "?"
_MAKES_A_CLASS = "function __build_class__"

#: why a function was not filed; the words are shown
NO_TEXT = "functions whose source as loaded is not known"
NOT_FOUND = "functions that the source does not define where they were seen"
NOT_PARSED = "functions in files that do not parse"
ALIKE = "lambdas that cannot be told apart"
OUTSIDE = "functions outside the project"
ASLEEP = "tests and fixtures that earlier runs know, not looked at again (as below Python 3.12)"
KNOWN = "functions that earlier runs know well, not looked at again"
FOREIGN = "shards that are not this user's, or not this project's (`inferd runs import` takes them in)"
BAD_LINES = "lines of the spool that cannot be read"


class Folded(NamedTuple):
    """What folding did."""

    runs: tuple[int, ...]  # the runs that something was added to
    shards: int
    notes: dict[str, int]  # what was not recorded or not filed: reason -> how often


def shards_in(spool: str) -> list[str]:
    """The names of the shards in a spool directory, in order."""
    try:
        names = os.listdir(spool)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise from_os_error(error, spool) from error
    return sorted(n for n in names if SHARD.fullmatch(n))


def fold(directory: str, spool: str, *, timeout: float = 60.0, names: Iterable[str] | None = None) -> Folded:
    """Fold the shards of a spool (or some of them) into the database in *directory*, which must be ready."""
    runs: dict[int, None] = {}
    notes: dict[str, int] = {}
    done = 0
    lock = WriterLock(directory)
    lock.acquire(timeout)
    with lock, uncollected():
        path = os.path.join(directory, "callinfo.db")
        db = connection.connect(path, write=True)
        try:
            texts = _Texts(Reader(db), spool)
            for name in shards_in(spool) if names is None else names:
                db.execute("BEGIN IMMEDIATE")
                try:
                    run, more = fold_shard(db, texts, spool, name)
                    db.execute("COMMIT")
                except BaseException as error:
                    if db.in_transaction:
                        db.execute("ROLLBACK")
                    if isinstance(error, FileNotFoundError):
                        continue  # somebody else has folded it and taken it away
                    raise
                done += 1
                if run is not None:
                    runs[run] = None
                for why, n in more.items():
                    notes[why] = notes.get(why, 0) + n
        except connection.ERRORS as error:
            raise connection.explain(error, path) from error
        except OSError as error:
            raise from_os_error(error, spool) from error
        finally:
            db.close()
    return Folded(tuple(runs), done, notes)


def fold_shard(db: connection.Connection, texts: "_Texts", spool: str, name: str) -> tuple[int | None, dict[str, int]]:
    """Fold one shard inside the caller's transaction; (run, what was not filed), no run where the shard tells none."""
    data = _bytes_of(os.path.join(spool, name), _MOST_SHARD)
    data = data[: data.rfind(b"\n") + 1]
    header = _header(data)
    if header is None:
        return None, {BAD_LINES: 1} if data else {}
    token = header["run"]
    run = store.begin_run(
        db, token, _command(header), _time(header.get("started")), _python(header.get("python"))
    )  # fmt: skip
    folded = store.Observations(db).shards(run).get(name, 0)
    if folded >= len(data):
        return run, {}
    shard = _Shard(Keeper(db, run), texts, token)
    shard.take(data, folded)
    parent = _parent(header, spool)
    shard.credit(header, lambda: _tests_of(spool, parent)[0] if parent is not None else [])
    shard.close_needs()
    shard.keep.folded(name, len(data))
    shard.keep.flush()
    store.note(db, run, shard.notes)
    if shard.ended:
        store.end_run(db, run, _time(shard.ended))
    return run, shard.notes


def _bytes_of(path: str, most: int) -> bytes:
    """The bytes of a regular file; of nothing else: a spool may come from anybody."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags), "rb") as file:
        info = os.fstat(file.fileno())
        if not stat.S_ISREG(info.st_mode) or info.st_size > most:
            raise InferdError(f"{path}: not a file that a recorder has written")
        return file.read()


def is_finished(spool: str, name: str) -> bool:
    """Whether nobody will add to a shard: it has its last line, or its process is gone."""
    try:
        with open(os.path.join(spool, name), "rb") as file:
            file.seek(max(0, os.path.getsize(file.name) - 4096))
            last = file.read().rstrip(b"\n").rpartition(b"\n")[2]
    except OSError:
        return True
    if last.startswith(b'["end"'):
        return True
    match = SHARD.fullmatch(name)
    return match is None or not _runs(int(match[2]))


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True  # somebody else's
    return True


# ---------------------------------------------------------------------------------------------------------------------
# Headers


def _header(data: bytes) -> dict[str, Any] | None:
    line = data[: data.find(b"\n")] if data else b""
    try:
        words = loads(line)
        if words[0] != "spool" or not isinstance(words[2], dict):
            return None
        if words[1] != FORMAT:
            raise InferdError(
                f"the spool is of format {words[1]}, this inferd reads {FORMAT}", "use the inferd that recorded it"
            )
        header: dict[str, Any] = words[2]
        return header if isinstance(header["run"], str) and re.fullmatch("[0-9a-f]{16}", header["run"]) else None
    except (ValueError, TypeError, IndexError, KeyError, RecursionError):
        return None


def _command(header: dict[str, Any]) -> str:
    words = header.get("command") or header.get("argv") or []
    from shlex import join

    return join(w for w in words if isinstance(w, str)) if isinstance(words, list) else ""


def _python(version: object) -> str:
    return ".".join(str(n) for n in version if isinstance(n, int)) if isinstance(version, list) else ""


def _time(seconds: object) -> str:
    """A time as `2026-08-01T12:00:00Z`."""
    import time

    if isinstance(seconds, int | float):
        try:
            return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
        except (OverflowError, ValueError, OSError):
            pass
    return ""


def _tests_of(spool: str, shard: str) -> tuple[list[tuple[str, float, float]], bool]:
    """(id, start, stop) of the tests that a shard says have ended, and whether it names any test."""
    owners: dict[int, str] = {}
    out = []
    try:
        data = _bytes_of(os.path.join(spool, shard), _MOST_SHARD)
    except (OSError, InferdError):
        return [], False
    lines = _lines(data[: data.rfind(b"\n") + 1])
    homes = _Homes(lines)
    for words in lines:
        try:
            if words[0] == "owner" and words[2] == "test":
                owners[words[1]] = homes.node(str(words[3]), words[4])[0]
            elif words[0] == "test" and words[1] in owners:
                out.append((owners[words[1]], float(words[2]), float(words[3])))
        except (ValueError, TypeError, IndexError):
            continue
    return out, bool(owners)


# ---------------------------------------------------------------------------------------------------------------------
# Texts


class _Texts:
    """The versions of files that the shards of a spool name, and how the index knows the files."""

    def __init__(self, reader: Reader, spool: str):
        self.reader = reader
        self.spool = spool
        self._versions: dict[tuple[str, str], Version | str] = {}
        self._known: dict[str, Known] = {}
        self._modules: dict[str, str | None] = {}
        self._reach: dict[str, frozenset[str]] = {}
        self._imports: dict[str, tuple[str, ...]] = {}
        self._resolver: Resolver | None = None

    def version(self, path: str, sha: str) -> "Version | str":
        """The version of a file, or why there is none."""
        known = self._versions.get((path, sha))
        if known is None:
            known = self._versions[path, sha] = self._read(path, sha)
        return known

    def known(self, token: str) -> Known:
        """What the recorder of a run was told; nothing where that is not there any more."""
        found = self._known.get(token)
        if found is None:
            try:
                data = _bytes_of(os.path.join(self.spool, "sources", file_name(token)), _MOST_SOURCE)
            except (OSError, InferdError):
                data = b""
            found = self._known[token] = Known(data)
        return found

    def _read(self, path: str, sha: str) -> "Version | str":
        if not re.fullmatch("[0-9a-f]{64}", sha):
            return NO_TEXT
        try:
            data = _bytes_of(os.path.join(self.spool, SOURCES, sha), _MOST_SOURCE)
        except (OSError, InferdError):
            return NO_TEXT
        if sha256(data).hexdigest() != sha:
            return NO_TEXT
        try:
            for row in self.reader.states_of((path,)):
                if row[5] == content_hash(data) and row[6] == "ok":
                    return Version.stored(self.reader, row[0]).with_text(data)
            from inferd.syntax.parse import facts_of

            return Version.of(facts_of(data)).with_text(data)
        except SourceError:
            return NOT_PARSED

    def module(self, path: str) -> str | None:
        """The module that a file of the project is; None where the index has no such file."""
        if path not in self._modules:
            found = self.reader.file_at(path)
            self._modules[path] = found.module if found is not None else None
        return self._modules[path]

    def reach(self, path: str) -> frozenset[str]:
        """The files that importing a file, as a test, runs: what it imports, at any depth, and what pytest loads."""
        known = self._reach.get(path)
        if known is None:
            seen: dict[str, None] = {}
            stack = [path]
            directory = path
            while directory:
                directory = directory.rpartition("/")[0]
                stack.append(f"{directory}/conftest.py" if directory else "conftest.py")
            while stack:
                at = stack.pop()
                if at not in seen:
                    seen[at] = None
                    stack += self._imported_by(at)
            known = self._reach[path] = frozenset(seen)
        return known

    def _imported_by(self, path: str) -> tuple[str, ...]:
        known = self._imports.get(path)
        if known is None:
            file = self.reader.file_at(path)
            known = self._imports[path] = tuple(self._targets(file)) if file is not None else ()
        return known

    def _targets(self, file: FileRow) -> Iterable[str]:
        if self._resolver is None:
            self._resolver = Resolver(self.reader, tuple(loads(self.reader.meta("roots", '[""]'))))
        resolver = self._resolver
        modules: dict[str, None] = {file.module: None}
        namespace = next((n for n in resolver.namespaces(file.module) if n.file.id == file.id), None)
        if namespace is None:
            return ()
        for level, module, name, _ in self.reader.imports_of(file.id):
            target, inside = resolver.imported_module(namespace, level, module or "")
            if not inside:
                continue
            modules[target] = None
            if name and resolver.is_module(f"{target}.{name}"):
                modules[f"{target}.{name}"] = None
        for module in list(modules):
            while module := module.rpartition(".")[0]:
                modules[module] = None  # importing a.b.c runs a and a.b
        return (f.path for m in modules for f in self.reader.files_of_module(m) if not f.path.endswith(".pyi"))


# ---------------------------------------------------------------------------------------------------------------------
# One shard


class _Function:
    """Where a function, class body or module body of a shard is filed; a body is made of it when something is."""

    __slots__ = (
        "_body", "_keep", "flags", "key", "kind", "name", "names", "parameters", "scope", "told", "version",
    )  # fmt: skip

    def __init__(
        self, keep: Keeper, key: tuple[str, str, bytes, int], kind: str, shown: list[str], names: list[str],
        version: Version | None, scope: int, name: str, flags: str,
    ):  # fmt: skip
        self._keep = keep
        self._body = 0
        self.key = key  # path, qualified name, hash, rank
        self.kind = kind
        self.parameters = shown
        self.names = names
        self.version = version
        self.scope = scope  # of the version; -1 where calls in it have no place
        self.name = name
        self.flags = flags
        self.told: set[tuple[str, str]] = set()  # (parameter, type) of its signatures

    @property
    def body(self) -> int:
        if not self._body:
            self._body = self._keep.body(*self.key, self.kind, self.parameters)
        return self._body


class _Shard:
    """The ids of one shard, and where they are filed."""

    def __init__(self, keep: Keeper, texts: _Texts, token: str):
        self.keep = keep
        self.texts = texts
        self.token = token  # of the run
        self.notes: dict[str, int] = {}
        self.ended: float | None = None
        self.files: dict[int, tuple[str, str | None]] = {}
        self.functions: dict[int, _Function | None] = {}
        self.classes: dict[int, tuple[str, _Function | None]] = {}  # symbol, and the body that made it
        self.types: dict[int, str] = {}
        self.signatures: dict[int, tuple[int, tuple[str, ...], str, str]] = {}
        self.sites: dict[int, tuple[int, list[Any]]] = {}
        self.calls: dict[int, tuple[int, int, int, str, str]] = {}
        self.owners: dict[int, int] = {}
        self.kinds: dict[int, tuple[str, str, str]] = {}  # owner of the store -> kind, name, path
        self.process: int | None = None
        self.needs: dict[int, set[int]] = {}
        self.ran: list[tuple[int, list[int]]] = []
        self.bodies: dict[tuple[str, str], _Function] = {}  # (path, qualified name) -> body of a class
        self.homes = _Homes(())
        self.is_new = False

    def count(self, why: str, n: int = 1) -> None:
        self.notes[why] = self.notes.get(why, 0) + n

    def take(self, data: bytes, folded: int) -> None:
        """Read the lines; those before *folded* count no more."""
        before = data.count(b"\n", 0, folded)
        lines = _lines(data)
        self.homes = _Homes(lines)
        for number, words in enumerate(lines):
            self.is_new = number >= before
            try:
                do = _LINES.get(words[0])
                if do is not None:
                    do(self, words)
            except (ValueError, TypeError, IndexError, KeyError, AttributeError):
                if self.is_new:
                    self.count(BAD_LINES)

    # -- what introduces ids --------------------------------------------------------------------------------------

    def _file(self, words: list[Any]) -> None:
        _, number, path, sha, proof = words[:5]
        self.files[number] = (_text(path), _text(sha) if sha is not None and proof is not None else None)

    def _func(self, words: list[Any]) -> None:
        _, number, file, qualname, line, kind, parameters, flags, span = words[:9]
        path, sha = self.files[file]
        shown = [_PARAMETER.get(k, "") + _text(n) for n, k in parameters]
        self.functions[number] = self._filed(
            path, sha, _text(qualname), int(line), kind, shown, [_text(n) for n, _ in parameters], _text(flags), span
        )

    def _filed(
        self, path: str, sha: str | None, qualname: str, line: int, kind: str, shown: list[str], names: list[str],
        flags: str, span: list[int] | None,
    ) -> _Function | None:  # fmt: skip
        if os.path.isabs(path) or path.startswith("../") or not path:
            self._not_filed(OUTSIDE)
            return None
        name = qualname.rpartition(".")[2]
        version = self.texts.version(path, sha) if sha is not None else NO_TEXT
        if isinstance(version, str):
            self._not_filed(version)
            if kind == "module":
                qualname = ""
            return _Function(self.keep, (path, qualname, b"", 0), kind, shown, names, None, -1, name, flags)
        found: Definition | None
        rank = 0
        if kind == "module":
            found = version.definitions[0] if version.definitions else None
            qualname = ""
        elif kind == "lambda":
            lambda_ = version.lambda_(line, names, span)
            if lambda_ is None:
                self._not_filed(ALIKE)
                return None
            found, rank = lambda_
            prefix = f"{found.qualname}.<locals>." if found.kind == "function" else f"{found.qualname}."
            qualname = f"{prefix if found.qualname else ''}<lambda>"
        else:
            found = version.definition(qualname, line)
            if found is not None and kind == "function" and not version.takes(found, names):
                found = None  # it was compiled from something else
            if found is not None:
                qualname, rank = found.qualname, found.rank
        if found is None:
            self._not_filed(NOT_FOUND)
            return None
        key = (path, qualname, found.body_hash, rank)
        filed = _Function(self.keep, key, kind, shown, names, version, found.scope, name, flags)
        if kind == "class":
            self.bodies[path, qualname] = filed
        return filed

    def _known(self, words: list[Any]) -> None:
        _, number, row, flags = words[:4]
        path, qualname, body_hash, rank, kind, shown, name = self.texts.known(self.token).rows[_number(row)]
        names = [n.lstrip("*") for n in shown]
        key = (path, qualname, body_hash, rank)
        self.functions[number] = _Function(self.keep, key, kind, shown, names, None, -1, name, _text(flags))
        self._not_filed(KNOWN)

    def _not_filed(self, why: str) -> None:
        if self.is_new:
            self.count(why)

    def _cls(self, words: list[Any]) -> None:
        _, number, module, qualname, path = words[:5]
        module, qualname = _text(module), _text(qualname)
        known = self.texts.module(_text(path)) if path is not None and not os.path.isabs(_text(path)) else None
        module = known if known is not None else _MODULES.get(module, module)
        body = self.bodies.get((path, qualname)) if path is not None else None
        if module == "builtins":
            symbol = _SINGLE.get(qualname, qualname)
        else:
            symbol = f"{module}:{qualname}"
        self.classes[number] = (symbol, body)

    def _type(self, words: list[Any]) -> None:
        number, op = words[1:3]
        self.types[number] = self._type_text(op, words[3:])

    def _type_text(self, op: str, rest: list[Any]) -> str:
        if op == "inst":
            name = self.classes[rest[0]][0]
            parts = [_inside(self.types[t]) for t in rest[1]] if len(rest) > 1 else []
            if name == "tuple" and parts:
                return f"tuple[{parts[0]}, ...]"
            return f"{name}[{', '.join(parts)}]" if parts else name
        if op == "tuple":
            return f"tuple[{', '.join(_inside(self.types[t]) for t in rest[1]) or '()'}]"
        if op == "class":
            return f"type[{self.classes[rest[0]][0]}]"
        if op == "func":
            function = self.functions.get(rest[0])
            return f"function {self._symbol(*function.key[:2])}" if function is not None else "function ?"
        if op == "gen":
            function = self.functions.get(rest[0])
            return _GENERATORS.get(function.flags[:1] if function is not None else "g", _GENERATORS["g"])
        if op == "ext":
            module, name = rest[:2]
            return f"function {_outside(module, name)}"
        if op == "module":
            return f"module {_text(rest[0])}"
        if op == "union":
            members = {_inside(self.types[t]) for t in rest[0]}
            return " | ".join(sorted(members, key=lambda t: (t == UNKNOWN, t == "None", t))) or UNKNOWN
        return {"never": "Never", "sentinel": "object"}.get(op, UNKNOWN)

    def _symbol(self, path: str, qualname: str) -> str:
        module = self.texts.module(path)
        return f"{module if module is not None else path}:{qualname}"

    def _site(self, words: list[Any]) -> None:
        _, number, function, *place = words[:7]
        self.sites[number] = (function, place)

    def _owner(self, words: list[Any]) -> None:
        _, number, kind, name, file = words[:5]
        kind, name = _text(kind), _text(name)
        path = self.files[file][0] if file is not None else ""
        if kind == "test":
            name, path = self.homes.node(name, file)
        if kind == "process":
            self.process = number
            return
        if kind not in ("test", "fixture", "import"):
            return
        owner = self.owners[number] = self.keep.owner(kind, name, path)
        self.kinds[owner] = (kind, name, path)
        if kind == "test":
            self.keep.test(owner, "")

    # -- what counts ----------------------------------------------------------------------------------------------

    def _sig(self, words: list[Any]) -> None:
        _, number, function, arguments, outcome, result = words[:6]
        if outcome not in _OUTCOMES:
            raise ValueError(outcome)
        filed = self.functions[function]
        if filed is None or (outcome == "return" and filed.kind in _BODIES):
            return
        types = tuple(self.types[t] for t in arguments)
        filed.told.update(zip(filed.names, types, strict=False))
        known = (filed.body, types, outcome, self.types[result])
        self.signatures[number] = known
        if self.is_new:
            self.keep.signature(*known, 1)

    def _seen(self, words: list[Any]) -> None:
        known = self.signatures.get(words[1])
        if known is not None and self.is_new:
            self.keep.signature(*known, _number(words[2]))

    def _call(self, words: list[Any]) -> None:
        _, number, site, callee, receiver = words[:5]
        function, place = self.sites[site]
        caller = self.functions[function]
        if caller is None:
            return
        called, outside, name = self._callee(callee)
        if outside == _MAKES_A_CLASS:
            return
        where = NO_SITE
        if caller.version is not None:
            where = caller.version.site(caller.scope, place, name)
        if called == caller.body and where & 1:
            return  # a comprehension or a generator expression, which is filed under the function around it
        known = (caller.body, where, called, outside, self.types[receiver] if receiver is not None else "")
        self.calls[number] = known
        if self.is_new:
            self.keep.call(*known, 1)

    def _callee(self, callee: list[Any]) -> tuple[int, str, str]:
        """(body, or 0; what is outside, or ''; plain name) of what was called."""
        kind = callee[0]
        if kind == "func":
            function = self.functions[callee[1]]
            if function is None:
                return 0, "function ?", ""
            return function.body, "", function.name
        if kind == "class":
            return 0, f"class {self.classes[callee[1]][0]}", ""
        if kind == "inst":
            return 0, f"instance {self.classes[callee[1]][0]}", ""
        module, name = callee[1:3]
        return 0, f"function {_outside(module, name)}", _text(name).rpartition(".")[2]

    def _called(self, words: list[Any]) -> None:
        known = self.calls.get(words[1])
        if known is not None and self.is_new:
            self.keep.call(*known, _number(words[2]))

    def _attr(self, words: list[Any]) -> None:
        _, cls, name, type_, n = words[:5]
        body = self.classes[cls][1]
        if body is not None and self.is_new and self.types[type_] != UNKNOWN:
            self.keep.value(body.body, 1, _text(name), self.types[type_], _number(n))

    def _local(self, words: list[Any]) -> None:
        _, number, name, type_, n = words[:5]
        function = self.functions[number]
        told = _text(name), self.types[type_]
        if function is not None and self.is_new and told[1] != UNKNOWN and told not in function.told:
            self.keep.value(function.body, 0, *told, _number(n))  # a parameter is told as long as it is what came in

    def _ran(self, words: list[Any]) -> None:
        self.ran.append((words[1], [int(n) for n in words[2]]))

    def _needs(self, words: list[Any]) -> None:
        self.needs.setdefault(words[1], set()).update(words[2])

    def _test(self, words: list[Any]) -> None:
        owner = self.owners[words[1]]
        self.keep.test(owner, _text(words[4]) if words[4] is not None else "")

    def _sampled(self, words: list[Any]) -> None:
        if self.is_new:
            self.count("functions whose counts are lower bounds", len(words[1]))

    def _asleep(self, _: list[Any]) -> None:
        self._not_filed(ASLEEP)

    def _lost(self, words: list[Any]) -> None:
        if self.is_new:
            self.count(f"lost: {_text(words[1])}", _number(words[3]))

    def _off(self, words: list[Any]) -> None:
        if self.is_new:
            self.count(f"the recorder switched itself off: {_text(words[1])}")

    def _end(self, words: list[Any]) -> None:
        time = words[1].get("time")
        self.ended = float(time) if time is not None else None

    # -- owners ---------------------------------------------------------------------------------------------------

    def credit(self, header: dict[str, Any], tests_above: Callable[[], list[tuple[str, float, float]]]) -> None:
        """File what ran under its owners: what a subprocess ran belongs to the test that started it."""
        if self.process is not None:
            started = header.get("started")
            test = None
            if isinstance(started, int | float):
                running = [name for name, start, stop in tests_above() if start <= started <= stop]
                test = running[-1] if running else None
            if test is not None:
                owner = self.keep.owner("test", test)
                self.keep.test(owner, "")
            else:
                owner = self.keep.owner("process", _command(header))
            self.owners[self.process] = owner
            self.kinds.setdefault(owner, ("test", test, "") if test else ("process", "", ""))
        for number, functions in self.ran:
            owned = self.owners.get(number)
            if owned is None:
                continue
            for n in functions:
                filed = self.functions.get(n)
                if filed is not None:
                    self.keep.ran(filed.body, (owned,))

    def close_needs(self) -> None:
        """Write who relies on whom, at any depth: tests on fixtures and imports, files of tests on imports."""
        below: dict[int, set[int]] = {}
        for number, others in self.needs.items():
            if number in self.owners:
                below.setdefault(self.owners[number], set()).update(
                    self.owners[n] for n in others if n in self.owners
                )  # fmt: skip
        imports = {name: owner for owner, (kind, name, _) in self.kinds.items() if kind == "import"}
        files: dict[str, list[int]] = {}
        for owner, (kind, name, path) in self.kinds.items():
            if kind != "test":
                continue
            for other in _closed(below, (owner,)) - {owner}:
                self.keep.needed(other, (owner,))
            path = path or name.partition("::")[0]
            files.setdefault(path, []).append(owner)
        for path, tests in files.items():
            if not imports or self.texts.module(path) is None:
                continue
            by_file = [t for t in tests if not self.kinds[t][1].startswith(path + "::")]
            who = by_file if len(by_file) == len(tests) else [*by_file, self.keep.owner("file", path, path)]
            reached = [imports[p] for p in self.texts.reach(path) if p in imports]
            for other in _closed(below, reached):
                self.keep.needed(other, who)


class _Homes:
    """Where the tests of a shard stand: pytest names files from its own root, which may lie inside the project."""

    def __init__(self, lines: Iterable[Any]):
        self.files: dict[Any, str] = {}
        self._of: dict[str, set[str]] = {}  # qualified name -> files
        for words in lines:
            try:
                if words[0] == "file":
                    self.files[words[1]] = str(words[2])
                elif words[0] == "func" and words[5] == "function":
                    self._of.setdefault(words[3], set()).add(self.files[words[2]])
            except (TypeError, IndexError, KeyError):
                continue  # `_Shard` says so

    def node(self, name: str, file: int | None) -> tuple[str, str]:
        """(id, path) of a test, as the project has them; the path is '' where its file is not known."""
        head, colons, rest = name.partition("::")
        if not colons:
            return name, self.files.get(file, "")
        path = self.files.get(file, "")
        if not path:
            qualname = rest.partition("[")[0].replace("::", ".")
            found = [p for p in self._of.get(qualname, ()) if p == head or p.endswith(f"/{head}")]
            path = found[0] if len(found) == 1 else ""
        return (f"{path}::{rest}" if path.endswith(f"/{head}") else name), path


def _lines(data: bytes) -> list[Any]:
    """The lines of a shard, decoded; None for one that cannot be: all at once, or else one by one."""
    lines = data.split(b"\n")
    del lines[-1]
    try:
        found = loads(b"[" + b",".join(lines) + b"]")
        if len(found) == len(lines):
            return list(found)
    except (ValueError, RecursionError):
        pass
    out = []
    for line in lines:
        try:
            out.append(loads(line))
        except (ValueError, RecursionError):
            out.append(None)
    return out


_LINES: dict[str, Callable[[_Shard, list[Any]], None]] = {
    "file": _Shard._file, "func": _Shard._func, "known": _Shard._known, "cls": _Shard._cls, "type": _Shard._type,
    "sig": _Shard._sig,
    "seen": _Shard._seen, "site": _Shard._site, "call": _Shard._call, "called": _Shard._called, "attr": _Shard._attr,
    "local": _Shard._local, "owner": _Shard._owner, "ran": _Shard._ran, "needs": _Shard._needs, "test": _Shard._test,
    "sampled": _Shard._sampled, "asleep": _Shard._asleep, "lost": _Shard._lost, "off": _Shard._off, "end": _Shard._end,
}  # fmt: skip


def _closed(below: dict[int, set[int]], start: Iterable[int]) -> set[int]:
    seen = set(start)
    stack = list(seen)
    while stack:
        for other in below.get(stack.pop(), ()):
            if other not in seen:
                seen.add(other)
                stack.append(other)
    return seen


def _inside(term: str) -> str:
    """A type as an argument of another: functions are told apart only where they are values of their own."""
    return "function" if term.startswith("function ") else term


def _outside(module: object, name: object) -> str:
    if module is None:
        return _text(name)
    home = _MODULES.get(_text(module), _text(module))
    return _text(name) if home == "builtins" else f"{home}:{_text(name)}"


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    value.encode()  # lone surrogates are no text: UnicodeEncodeError is a ValueError
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or not 0 <= value < 1 << 53:
        raise ValueError(value)
    return value


# ---------------------------------------------------------------------------------------------------------------------
# Spools and runs of a project


def spools(directory: str, root: str = "") -> list[str]:
    """The spool directories of a project: the one that plugins write to, and one for each `inferd record`."""
    out = []
    for top in places(directory, root):
        try:
            inside = [os.path.join(top, name) for name in sorted(os.listdir(top)) if name != SOURCES]
        except OSError:
            continue
        out += [top, *(p for p in inside if os.path.isdir(p) and not os.path.islink(p))]
    return out


def fold_all(
    directory: str, root: str = "", token: str = "", status: int | None = None, timeout: float = 60.0,
    every: bool = True,
) -> Folded:  # fmt: skip
    """Fold whatever stands in a project's spools, and take away the runs that nobody will add to.

    *token*, *status*: the run that has ended, and its exit status.  Without *every*, a shard that grows is left alone
    until there is half as much again of it as was folded: so whoever asks often reads it two or three times in all.
    """
    runs: dict[int, None] = {}
    notes: dict[str, int] = {}
    shards = 0
    tops = places(directory, root)
    for spool in spools(directory, root):
        found = shards_in(spool)
        mine = [n for n in found if is_own(os.path.join(spool, n)) and _is_about(os.path.join(spool, n), root)]
        if len(mine) < len(found):
            notes[FOREIGN] = notes.get(FOREIGN, 0) + len(found) - len(mine)
        if mine:
            growing = {n for n in mine if not is_finished(spool, n)}
            done = fold(directory, spool, timeout=timeout, names=_due(directory, spool, mine, growing, every))
            runs.update(dict.fromkeys(done.runs))
            shards += done.shards
            for why, n in done.notes.items():
                notes[why] = notes.get(why, 0) + n
            alive = {n.partition(".")[0] for n in growing}
            for name in mine:  # a shard may be asked by its children for its tests: a run goes as a whole
                if name.partition(".")[0] not in alive:
                    _remove(os.path.join(spool, name))
            if alive:
                continue
        if spool not in tops and shards_in(spool):
            continue
        is_done = bool(mine) or os.path.basename(spool) == token  # another recorder may be about to begin in it
        clear(spool, 0 if spool not in tops and (is_done or _age(spool) > _OLD) else _OLD)
    if token:  # somebody else may have folded it meanwhile
        change(directory, lambda db: store.set_status(db, token, status), timeout)
    return Folded(tuple(runs), shards, notes)


def _due(directory: str, spool: str, names: list[str], growing: set[str], every: bool) -> list[str]:
    """The shards to fold now."""
    if not growing:
        return names
    known: dict[str, int] = {}
    if not every:
        db = connection.connect(os.path.join(directory, "callinfo.db"))
        try:
            known = store.Observations(db).folded()
        finally:
            db.close()
    out = []
    for name in names:
        if name in growing and not every:
            before = known.get(name, 0)
            try:
                if os.path.getsize(os.path.join(spool, name)) < before + before // 2 + 1:
                    continue
            except OSError:
                continue
        if not _waits(spool, name, growing):
            out.append(name)
    return out


def _waits(spool: str, name: str, growing: set[str]) -> bool:
    """Whether the process that started this one is still in the test that it did so for: what ran here is that test's,
    and the other shard tells of it only when it ends.
    """
    header = _header_of(os.path.join(spool, name))
    started = header.get("started") if header is not None else None
    parent = _parent(header, spool) if header is not None else None
    if parent not in growing or not isinstance(started, int | float):
        return False
    tests, has_tests = _tests_of(spool, parent)
    if any(stop >= started for _, _, stop in tests):
        return False
    return has_tests or _now() - started < _JUST


def _parent(header: dict[str, Any], spool: str) -> str | None:
    """The shard of the nearest process above that left one."""
    named = header.get("parents")
    above = named if isinstance(named, list) and named else [header.get("parent")]
    for name in above:
        if isinstance(name, str) and SHARD.fullmatch(name) and os.path.exists(os.path.join(spool, name)):
            return name
    return None


def _header_of(path: str) -> dict[str, Any] | None:
    """The header of a shard, as far as it is one."""
    try:
        with open(path, "rb") as file:
            line = file.readline(1 << 20)
        return _header(line) if line.endswith(b"\n") else None
    except (OSError, InferdError):
        return None


def _is_about(path: str, root: str) -> bool:
    """Whether a shard tells of this project: its paths are meant from its root, and what came along with a copy of the
    project, as if this user had recorded it, names another.
    """
    header = _header_of(path)
    told = header.get("root") if header is not None else None
    if not root or not isinstance(told, str):
        return True  # `fold` says what is wrong with it
    try:
        return os.path.samefile(told, root)
    except (OSError, ValueError):
        return False


_JUST = 10.0  # seconds for a process to say that a test runs in it


_OLD = 3600.0  # seconds after which a text in a spool that others may write to is no longer about to be named


def clear(spool: str, older: float = 0.0) -> None:
    """Take away the texts in a spool directory without shards, and the directory; what is not a spool's stays."""
    sources = os.path.join(spool, SOURCES)
    try:
        names = os.listdir(sources)
    except OSError:
        names = []
    for name in names:
        path = os.path.join(sources, name)
        if not older or _age(path) > older:
            _remove(path)
    if not older:
        for directory in (sources, spool):
            try:
                os.rmdir(directory)
            except OSError:
                pass  # it is not there, or not empty


def _age(path: str) -> float:
    try:
        return _now() - os.stat(path).st_mtime
    except OSError:
        return 0.0


def _now() -> float:
    import time

    return time.time()


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        pass  # it is folded: it counts no more when it is met again


def change(directory: str, act: Callable[[connection.Connection], object], timeout: float = 60.0) -> None:
    """Change the durable tables in one transaction under the writer lock."""
    lock = WriterLock(directory)
    lock.acquire(timeout)
    path = os.path.join(directory, "callinfo.db")
    with lock:
        db = connection.connect(path, write=True)
        try:
            db.execute("BEGIN IMMEDIATE")
            act(db)
            db.execute("COMMIT")
        except connection.ERRORS as error:
            raise connection.explain(error, path) from error
        finally:
            db.close()  # what is not committed is taken back


def drop(directory: str, runs: Iterable[int]) -> None:
    """Forget runs, and what no other run saw."""

    def act(db: connection.Connection) -> None:
        for run in runs:
            store.drop_run(db, run)

    change(directory, act)


def merge(directory: str, runs: list[int]) -> None:
    """Let the first of some runs have seen what all of them saw, and forget the others."""
    change(directory, lambda db: store.merge_runs(db, runs[0], runs[1:]))


def bring_in(directory: str, path: str) -> Folded:
    """Take in a run from a file, or the runs of a spool directory, which stays as it is."""
    if os.path.isdir(path):
        if not shards_in(path):
            raise InferdError(f"{path}: no recorder has written anything there", "name the spool directory itself")
        return fold(directory, path)
    from inferd.index import transfer

    found = transfer.read(path)
    runs: list[int] = []
    change(directory, lambda db: runs.append(transfer.take_in(db, path, found)))
    return Folded(tuple(runs), 0, {})
