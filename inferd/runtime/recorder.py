"""What the engines have in common: the functions that ran, their signatures, call sites, attributes and locals.

An *engine* (`monitoring`, `profiling`) turns the interpreter's events into calls of `outcome`. A call's *key* is the
identities of the classes of its arguments, its outcome and the class of its result. A key that was seen costs one
dictionary look-up; a new one is *news*: types are made with a look inside containers, attributes and locals are read,
and lines go to the shard. The inside of containers is looked at at the first 6 calls with a key, then at the 12th,
24th … one.

How long a function stays on (docs/decisions/0003-recorder.md): for 24 calls, then until it has brought nothing
new for `factor` times as many calls as it has keys, at most `cap`. It is on again after 1, 2, 4 … 256 tests, after 1 if
it had news since. Where no tests run, a stretch of CPU time counts as one (`tick`).

The guard: an exception in here is either the program's own (a signal handler that raised while we ran, an interrupt):
then it goes on to the program; or the recursion limit, which the program is about to meet: then the event is dropped;
or a fault of ours: then the recorder switches itself off, writes an `off` line, and the program goes on.
"""

from __future__ import annotations

import os
import stat
import sys
import time
import types
from _thread import RLock
from functools import wraps
from operator import itemgetter

from . import codes, known
from .shapes import (
    CONTAINERS,
    Function,
    Method,
    Shapes,
    dict_of,
    exact_text,
    module_of,
    mro_of,
    qualname_of,
)
from .spool import Shard, dump, quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType, FrameType
    from typing import Any, Protocol

    class Engine(Protocol):
        name: str
        sleeps: bool  # tests that are known are not looked at, but for a sample
        accelerator: Any
        by_site: bool  # each arming looks at each call site once; else each call is looked at

        def start(self) -> None: ...
        def stop(self) -> None: ...
        def arm(self, info: Info) -> None: ...
        def disarm(self, info: Info) -> None: ...
        def rearm_owners(self, ids: set[int]) -> None: ...
        def owner_changed(self, is_asleep: bool, in_test: bool) -> None: ...
        def settle(self) -> None: ...
        def forget(self, infos: list[Info] | None) -> None: ...
        def tick(self) -> None: ...


_HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep
_MOST_KEYS = 512  # of one function
_MOST_ATTRIBUTES = 64
_MOST_SHAPES = 32  # different sets of variables at return, of one function
_LONGEST_WAIT = 256
_COUNT_EVERY = 3  # seconds
_EACH = 6  # calls with one key whose containers are looked into each time
_NEVER = 1 << 62
_WARM_UP = -24  # calls of a function that never count as quiet
_MOST_LOSSES = 25  # named one by one, of each reason
_MOST_PIECES = 5000
_SLICE = 0.2  # seconds of CPU without a test that count as one test
_now, _process_time = time.time, time.process_time
_realpath, _stat, _is_file = os.path.realpath, os.stat, os.path.isfile
_io_open = open

__all__ = ["UNBOUND", "Info", "Options", "RLock", "Recorder", "locked"]


def locked(method: Any) -> Any:
    """One thread at a time. Not for what each call goes through: that changes a number, or an entry of a dictionary."""

    @wraps(method)
    def under_lock(self: Any, *args: Any, **kwargs: Any) -> Any:
        with self.lock:
            return method(self, *args, **kwargs)

    return under_lock


class _Unbound:
    __slots__ = ()


UNBOUND: Any = _Unbound()  # there is no such value
_BUILTIN, _MODULE = types.BuiltinFunctionType, types.ModuleType
_DESCRIPTORS = (types.MethodDescriptorType, types.WrapperDescriptorType, types.MethodWrapperType)


class Options:
    """How to record. Travels to other processes as text in the environment."""

    __slots__ = (
        "accelerate", "cap", "command", "exhaustive", "factor", "known", "parent", "root", "run", "spool", "version",
    )  # fmt: skip

    def __init__(self, spool: str, root: str, run: str, **more: Any) -> None:
        self.spool = spool
        self.root = root
        self.run = run
        self.factor = int(more.get("factor", 2))
        self.cap = int(more.get("cap", 256))
        self.exhaustive = bool(int(more.get("exhaustive", 0)))
        self.parent: str = more.get("parent", "")  # shards of the processes above, the nearest first, with commas
        self.version: str = more.get("version", "")
        self.known: str = more.get("known", "")  # a file of what need not be looked at
        self.accelerate: str = more.get("accelerate", "")  # where compiled accelerators lie, if one is to be used
        self.command: list[str] = more.get("command") or []

    def to_text(self) -> str:
        fields = [(name, getattr(self, name)) for name in self.__slots__ if name not in ("command", "exhaustive")]
        fields.append(("exhaustive", int(self.exhaustive)))
        fields.append(("command", "\x1f".join(self.command)))
        return "\x1e".join("%s=%s" % field for field in fields)

    @classmethod
    def from_text(cls, text: str) -> Options:
        fields: dict[str, Any] = dict(part.split("=", 1) for part in text.split("\x1e"))
        fields["command"] = fields["command"].split("\x1f") if fields.get("command") else []
        return cls(**fields)


_NONE: dict[Any, Any] = {}
_NO_SHAPES: set[Any] = set()


class Info:
    """A code object of the project that ran."""

    __slots__ = (
        "argument_types", "awaited", "bound", "calls", "code", "folded", "folds", "get", "is_method", "keys", "kind",
        "known", "limited", "met", "met_sites", "names", "number", "on", "parent", "path", "pending", "placed",
        "qualname", "quiet", "raw",
        "sampled", "seen", "sends", "shapes", "sites", "start", "suspends", "wait", "yields",
    )  # fmt: skip

    def __init__(self, code: CodeType) -> None:
        self.code = code
        self.number: int | None = None  # id in the shard
        self.placed: int | None = None  # id in the shard of a known function, where places in it are told
        self.known: int | None = None  # number among what earlier runs know: it is not looked at
        self.folds: list[Info] = []  # comprehensions in it that ran
        self.path = ""
        self.qualname = ""
        self.kind = ""
        self.names: tuple[str, ...] = ()
        self.get: Callable[[Any], tuple[Any, ...]] = _nothing
        self.start = False  # its arguments must be read at its start
        self.suspends = False
        self.yields = False
        self.sends = False
        self.folded = False
        self.is_method = False
        self.parent: Info | None = None  # of a comprehension: the function around it
        # These are made where they are needed (`_describe`): the collector feels each container of each function.
        self.seen: dict[Any, list[Any]] = _NONE  # key -> [count, count of the next look, signature, count written]
        self.argument_types: dict[Any, list[Any]] = _NONE  # key -> [(key, types), count, look again?]
        self.pending: dict[int, Any] = _NONE  # id of a frame -> key and types of its arguments
        self.awaited: dict[int, str] = _NONE  # id of a frame -> variable that takes what was sent
        self.shapes: set[Any] = _NO_SHAPES
        self.sites: dict[int, int] = {}
        self.calls: dict[Any, int] = {}  # (offset, callee, receiver) -> id of the call
        self.raw: bytes | None = None  # its instructions, below 3.12
        self.quiet = _WARM_UP
        self.bound = 1
        self.keys = 0  # that there were, those of dead classes too
        self.wait = 1
        self.met = False
        self.met_sites: set[Any] = set()  # what is called from where, roughly: not looked at again
        self.on = False
        self.sampled = False
        self.limited = False


def _nothing(_: Any) -> tuple[Any, ...]:
    return ()


def _getter(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    if not names:
        return _nothing
    if len(names) == 1:
        name = names[0]
        return lambda found: (found[name],)
    return itemgetter(*names)


class Recorder:
    """Everything that one process records."""

    def __init__(self, options: Options, engine: Callable[[Recorder], Engine], version: str) -> None:
        self.options = options
        self.version = version
        self.lock: Any = RLock()
        self.root = _realpath(options.root)
        self._prefix = self.root.rstrip(os.sep) + os.sep
        self._environment = _environments(self._prefix)
        self.started = _now()
        self.shard = Shard(options.spool, options.run)
        self.known: known.Known | None = None
        if options.known and not options.exhaustive:
            self.known = known.read(options.known, self._prefix, options.run)
        self.trusted = False  # what runs is what ran before, as long as it is unchanged
        self.shapes = Shapes(self.shard, self.function_id, self.relative)
        self.shapes.on_death = self._class_died
        self.infos: dict[int, Info] = {}
        self.numbers: dict[int, int] = {}  # id of a code -> id in the shard
        self.inside: dict[int, Info] = {}  # id of a comprehension's code -> function around it
        self.active = False
        self.last_error = ""
        self.test_number = 0
        self.news = 0
        self.due: dict[int, list[Info]] = {}
        self.attributes: dict[tuple[int, str, int], int] = {}
        self.locals: dict[tuple[int, str, int], int] = {}
        self._attribute_shapes: set[Any] = set()
        self._attribute_classes: set[int] = set()
        self._folders: dict[str, str] = {}
        self._projects: dict[str, str | None] = {}
        self._homes: dict[
            int, tuple[int | None, str]
        ] = {}  # id of a code -> file it was loaded from, qualified name (below 3.11)
        self._modules: list[CodeType] = []  # keeps the ids above true
        self._lost: dict[tuple[str, str], int] = {}
        self._pieces: set[tuple[str, str, int]] = set()  # of code without a file, that were met
        self._lost_kinds: dict[str, int] = {}
        self._sampled: list[int] = []
        self._counted = _now()
        self._stamped, self._stamp = 0.0, "0"
        self._cpu = _process_time()
        self.on_module: Callable[[Info], None] | None = None
        self.on_module_end: Callable[[Info], None] | None = None
        self.on_fork: Callable[[], None] | None = None
        self.on_flush: Callable[[], None] | None = None
        self.on_stop: Callable[[], None] | None = None
        self._new_shard()
        self.exhaustive = options.exhaustive  # or the engine looks at every call anyway
        self.entry: list[Any] | None = None  # of `seen`, where the last outcome was counted
        self.engine = engine(self)
        self._header()

    # -- life

    def start(self) -> None:
        self.active = True
        self.engine.start()

    @locked
    def stop(self, final: bool = True) -> None:
        """Write the rest. No event is looked at any more."""
        if not self.active:
            return
        self.active = False
        try:
            self.engine.stop()
        finally:
            if self.on_stop is not None:
                self.on_stop()
            if final and (self.shard.begun or self.shard.lines):
                self.flush(counts=True)
                count = sum([entry[0] for info in self.infos.values() for entry in info.seen.values()])
                self.shard.put(
                    dump(
                        [
                            "end",
                            {
                                "time": _now(),
                                "functions": self._functions,
                                "signatures": self._signature_count,
                                "callbacks": count,
                            },
                        ]
                    )
                )
            self.flush(counts=not final)

    def fault(self, error: BaseException, what: str) -> None:
        """Called with what a callback of ours raised. Raises it again if it is the program's."""
        if isinstance(error, RecursionError):
            self.lose("limit", "recursion")
            return
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise error
        trace, last = error.__traceback__, ""
        while trace is not None:
            last = trace.tb_frame.f_code.co_filename
            where = "%s:%d" % (os.path.basename(last), trace.tb_lineno)
            trace = trace.tb_next
        if last and not last.startswith(_HERE) and not last.startswith("<") and self.project(last) is not None:
            raise error  # a signal handler of the program ran while we did
        self.last_error = "%s in %s, %s" % (qualname_of(type(error)), what, where)
        self.shard.put(dump(["off", "fault", self.last_error]))
        try:
            self.stop()
        except Exception:  # noqa: BLE001 - it is being switched off because it does not work
            self.active = False
            self.shard.flush()

    def _new_shard(self) -> None:
        """State that belongs to a shard; again after a fork."""
        self._signatures: dict[Any, int] = {}
        self._signature_count = 0
        self._files: dict[str, int] = {}
        self._file_texts: dict[tuple[str, str | None], int] = {}
        self._file_count = 0
        self._functions = 0
        self._sites = 0
        self._places: dict[int, list[tuple[int, int, int]]] = {}  # id of a code -> (offset, site, function) not written
        self._edges: list[str] = []
        self._call_counts: list[int] = []  # of each call, what is not written yet

    def _header(self) -> None:
        info = sys.version_info
        options = self.options
        parents = options.parent.split(",") if options.parent else []
        policy = {"name": "exhaustive" if self.exhaustive else "decay", "factor": options.factor, "cap": options.cap}
        argv = getattr(sys, "argv", None)
        if type(argv) is list and all(type(item) is str for item in argv):
            argv = list(argv)
        else:
            argv = None
        try:
            cwd = os.getcwd()
        except OSError:
            cwd = ""
        self.shard.header = {
            "run": options.run, "root": self.root, "cwd": cwd, "command": options.command, "argv": argv,
            "executable": sys.executable or "", "python": [info[0], info[1], info[2]],
            "implementation": sys.implementation.name, "pid": os.getpid(), "ppid": os.getppid(),
            "parent": parents[0] if parents else None, "parents": parents, "started": self.started,
            "inferd": self.version, "engine": self.engine.name, "policy": policy, "columns": info >= (3, 11),
            "worker": None, "accelerated": self.engine.accelerator is not None,
        }  # fmt: skip

    @locked
    def forked(self) -> None:
        """In the child: begin a shard of its own. What was off stays off; what is known has to be introduced again."""
        options = self.options
        options.parent = ",".join([name for name in (self.shard.name, options.parent) if name])
        self.shard.reserve()
        self.started = _now()
        self._header()
        self._new_shard()
        self.shapes.forget()
        self.engine.forget(None)
        self._lost.clear()
        self.numbers.clear()
        self._sampled = []
        self.attributes.clear()
        self.locals.clear()
        self._attribute_shapes.clear()
        for info in self.infos.values():
            info.number = info.placed = None
            info.seen.clear()
            info.argument_types.clear()
            info.pending.clear()
            info.awaited.clear()
            info.shapes.clear()
            info.sites.clear()
            info.calls.clear()
            info.met_sites.clear()
        if self.on_fork is not None:
            self.on_fork()

    # -- files and functions

    def project(self, filename: str) -> str | None:
        """The path of a file of the project, from the root; None for any other."""
        try:
            return self._projects[filename]
        except KeyError:
            if filename[:1] == "<":
                return None  # not kept: `discover` looks at each code without a file
            self._projects[filename] = found = self._project(filename)
            return found

    def _project(self, filename: str) -> str | None:
        path = self._real(filename)
        if not path.startswith(self._prefix) or path.startswith(_HERE):
            return None
        inside = path[len(self._prefix) :].replace(os.sep, "/")
        parts = inside.split("/")
        if "site-packages" in parts or "dist-packages" in parts or path.startswith(self._environment):
            return None
        if not parts[-1].endswith((".py", ".pyw")):
            for n in range(1, len(parts)):
                if os.path.isfile(self._prefix + "/".join(parts[:n])):
                    self.lose("zip", "/".join(parts[:n]))
                    return None
            if "." in parts[-1] or not os.path.isfile(path):
                self.lose("no-source", inside)
                return None
        elif not _is_file(path):
            zipped = [n for n in range(1, len(parts)) if os.path.isfile(self._prefix + "/".join(parts[:n]))]
            self.lose("zip" if zipped else "no-source", inside)
            return None
        return inside

    def _real(self, filename: str) -> str:
        """The real path, links within its folder left alone: asking for each file would cost 30 microseconds."""
        folder, name = os.path.split(filename)
        found = self._folders.get(folder)
        if found is None:
            self._folders[folder] = found = _realpath(folder)
        return os.path.join(found, name)

    def relative(self, filename: str) -> str:
        path = self._real(filename)
        return path[len(self._prefix) :].replace(os.sep, "/") if path.startswith(self._prefix) else path

    def file_id(self, filename: str, path: str, at_import: bool) -> int:
        """The id of the `file` line; the bytes are read at the first code, and at each start of its module."""
        found = self._files.get(path)
        if found is not None and not at_import:
            return found
        proof: str | None = "import" if at_import else None
        if not at_import and self.known is not None and self.known.is_same(path):
            proof = "import"
        digest = None
        try:
            with _io_open(filename if os.path.isabs(filename) else self._prefix + path, "rb") as stream:
                data = stream.read()
            if proof is None:
                told = _stat(_realpath(filename))
                if max(told.st_mtime, told.st_ctime) < self.started - 0.01 and stat.S_ISREG(told.st_mode):
                    proof = "older"
            digest = self.shard.keep_source(data)
        except OSError:
            proof = None
            self.lose("no-source", path)
        known = self._file_texts.get((path, digest))
        if known is not None:
            self._files[path] = known
            return known
        number = self._file_count
        self._file_count += 1
        self.shard.put('["file", %d, %s, %s, %s]' % (number, quote(path), dump(digest), dump(proof)))
        self._files[path] = self._file_texts[path, digest] = number
        return number

    def function_id(self, code: CodeType) -> int | None:
        """The id of a function of the project, introduced if it was not; None for any other."""
        with self.lock:
            info = self.infos.get(id(code))
            if info is None:
                info = self.discover(code)
                if info is None:
                    return None
            while info.parent is not None:
                info = info.parent
            number = info.number
            return self._introduce(info) if number is None else number

    @locked
    def discover(self, code: CodeType) -> Info | None:
        """Look at a code object that was not met; None if it is not of the project."""
        filename = code.co_filename
        path = self.project(filename)
        if path is None:
            piece = (filename, code.co_name, code.co_firstlineno)
            if filename[:1] == "<" and piece not in self._pieces and len(self._pieces) < _MOST_PIECES:
                self._pieces.add(piece)
                if not codes.is_generated(code):
                    self.lose("exec", filename[:80])
            return None
        kind = codes.kind(code)
        if kind is None:
            around = self.inside.get(id(code))
            if around is None:
                return None
            info = Info(code)
            info.folded = True
            info.parent = around
            around.folds.append(info)
        else:
            info = Info(code)
            info.kind = kind
            info.path = path
            if kind == "module":
                self._module_starts(code, filename, path)
            if self.known is not None and kind != "lambda":
                info.known = self.known.number(path, code.co_firstlineno, code.co_name)
            if info.known is None:
                self._describe(info)
        self.infos[id(code)] = info
        for inner in codes.nested(code):
            if codes.is_folded(inner):
                self.inside[id(inner)] = info
        if kind is not None:
            self._introduce(info)
        return info

    def _describe(self, info: Info) -> None:
        """Find out how its calls are to be looked at."""
        code = info.code
        info.names = names = tuple([name for name, _ in codes.parameters(code)])
        info.get = _getter(names)
        info.suspends = suspends = codes.suspends(code)
        info.yields = (
            bool(code.co_flags & (codes.GENERATOR | codes.ASYNC_GENERATOR))
            and not code.co_flags & codes.ITERABLE_COROUTINE
        )
        info.sends = info.yields and codes.takes_sends(code)
        info.start = suspends or codes.rebinds(code, len(names))
        info.seen, info.shapes = {}, set()
        if info.start:
            info.argument_types, info.pending = {}, {}
        if info.sends:
            info.awaited = {}

    @locked
    def wake(self, info: Info) -> bool:
        """Look at a function that is known, as it runs for something new; False where its text is another one now."""
        if self.known is None or info.known is None or not self.known.is_same(info.path):
            return False
        self._describe(info)
        info.known = info.number = None
        self.numbers.pop(id(info.code), None)
        for inner in info.folds:
            if inner.met:
                inner.on = True
                self.engine.arm(inner)
        return True

    def module_again(self, info: Info) -> None:
        """The same code of a module body starts once more, or another one of the same file."""
        self._module_starts(info.code, info.code.co_filename, info.path)

    def _module_starts(self, code: CodeType, filename: str, path: str) -> None:
        number: int | None = None
        if self.known is None or not self.known.begins(path):
            number = self.file_id(filename, path, at_import=True)
        if sys.version_info < (3, 11):
            self._modules.append(code)
            for inner, name in codes.qualnames(code):
                self._homes[id(inner)] = (number, name)

    def _introduce(self, info: Info) -> int:
        code = info.code
        kind = info.kind
        if info.known is not None:
            info.number = self.numbers[id(code)] = number = self._functions
            self._functions += 1
            self.shard.put('["known", %d, %d, "%s"]' % (number, info.known, codes.flags(code)))
            return number
        home = self._homes.get(id(code))
        file: int | None
        if home is not None:
            file, qualname = home
            if file is None or self._files.get(info.path) is None:  # known until now; after a fork
                file = self.file_id(code.co_filename, info.path, at_import=False)
        else:
            file = self.file_id(code.co_filename, info.path, at_import=False)
            qualname = getattr(code, "co_qualname", code.co_name)
        info.qualname = qualname
        parts = qualname.split(".")
        info.is_method = kind == "function" and len(parts) > 1 and parts[-2] != "<locals>" and bool(code.co_argcount)
        number = self._functions
        self._functions += 1
        parameters = ", ".join(['[%s, "%s"]' % (quote(name), how) for name, how in codes.parameters(code)])
        self.shard.put(
            '["func", %d, %d, %s, %d, "%s", [%s], "%s", %s]'
            % (
                number, file, quote(qualname), code.co_firstlineno, kind, parameters,
                codes.flags(code), dump(codes.span(code)) if kind == "lambda" else "null",
            )
        )  # fmt: skip
        info.number = self.numbers[id(code)] = number
        return number

    def _place(self, info: Info) -> int:
        """Introduce a known function once more, with its text, as a place in it is to be told."""
        if info.placed is None:
            known, number = info.known, info.number
            info.known = None
            try:
                info.placed = self._introduce(info)
            finally:
                info.known, info.number = known, number
                if number is not None:
                    self.numbers[id(info.code)] = number
        return info.placed

    # -- signatures

    def read(self, info: Info, frame: FrameType) -> tuple[Any, ...]:
        """The arguments of a frame; what a parameter deleted or not yet bound would hold is `UNBOUND`."""
        if not info.names:
            return ()
        found = frame.f_locals
        try:
            return info.get(found)
        except KeyError:
            return tuple([found.get(name, UNBOUND) for name in info.names])

    def begun(self, info: Info, frame: FrameType) -> None:
        """A call starts whose arguments cannot be read at its end."""
        with self.lock:
            values = self.read(info, frame)
            key = self.shapes.key(values)
            entry = info.argument_types.get(key)
            if entry is None:
                if self.shapes.meet(values, info):
                    key = self.shapes.key(values)
                info.argument_types[key] = entry = [(key, self._types(values)), 1, not CONTAINERS.isdisjoint(key)]
            elif entry[2]:
                entry[1] = count = entry[1] + 1
                if count <= _EACH or not count & (count - 1):  # as often as a key is looked at again, or more
                    entry[0] = (key, self._types(values))
            info.pending[id(frame)] = entry[0]

    def begun_again(self, info: Info, frame: FrameType) -> list[Any]:
        """For the accelerator, which does not ask more often than is useful: the entry of these arguments."""
        with self.lock:
            values = self.read(info, frame)
            key = self.shapes.key(values)
            entry = info.argument_types.get(key)
            if entry is None and self.shapes.meet(values, info):
                key = self.shapes.key(values)
                entry = info.argument_types.get(key)
            if entry is None:
                info.argument_types[key] = entry = [None, 1, not CONTAINERS.isdisjoint(key)]
            entry[0] = (key, self._types(values))
            return entry

    def _types(self, values: tuple[Any, ...]) -> tuple[int, ...]:
        found: tuple[Any, ...] = tuple(map(self.shapes.plain.get, map(id, map(type, values))))
        if None in found:
            of = self.shapes.of
            found = tuple([self.shapes.unknown() if value is UNBOUND else of(value) for value in values])
        return found

    def outcome(
        self, info: Info, arguments: Any, values: Any, types: Any, how: str, value: Any, frame: FrameType
    ) -> bool:
        """A call had this outcome: the key of its arguments, and either these themselves or (read before) their types.
        True if the function may be switched off for a while.
        """
        with self.lock:
            shapes = self.shapes
            if how == "raise":  # the value is a class of exceptions, or None where it is not known
                cls = id(value)
            else:
                cls = id(type(value))
                if cls in shapes.special:
                    cls = shapes.itself(value)
            key = (arguments, how, cls)
            self.entry = entry = info.seen.get(key)
            if entry is not None:
                entry[0] = count = entry[0] + 1
                if count < entry[1]:
                    info.quiet = quiet = info.quiet + 1
                    return quiet >= info.bound
                entry[1] = count + 1 if count < _EACH else count * 2
                self._look_again(info, entry, values, types, how, value)
                info.quiet += 1
                return False
            if info.limited:
                info.quiet += 1
                return info.quiet >= info.bound
            self._news(info, key, arguments, values, types, how, value, frame)
            return False

    def _news(
        self, info: Info, key: Any, arguments: Any, values: Any, types: Any, how: str, value: Any, frame: FrameType
    ) -> None:
        shapes = self.shapes
        if how == "raise":
            again = False
            if value is not None:
                shapes.meet_class(value, info)
        else:
            again = shapes.meet((value,), info)
        if values is not None and shapes.meet(values, info):
            again = True
            arguments = shapes.key(values)
        if again:
            key = (arguments, how, id(value) if how == "raise" else shapes.itself(value))
        if values is not None:
            types = self._types(values)
        signature = self._signature(info, types, how, shapes.result(how, value))
        self.entry = info.seen.get(key)
        if self.entry is None:
            looks = key[2] in CONTAINERS or not CONTAINERS.isdisjoint(key[0])
            self.entry = info.seen[key] = [1, 2 if looks else _NEVER, signature, 1]
        info.keys += 1
        if info.keys >= _MOST_KEYS:
            info.limited = True
            self.lose("limit", info.path + ":" + info.qualname)
        if info.quiet > 0:
            info.quiet = 0
        options = self.options
        info.bound = _NEVER if self.exhaustive else min(options.factor * len(info.seen), options.cap)
        info.wait = 1
        self.news += 1
        self._read_more(info, frame, how)
        if self.engine.by_site and not info.suspends:
            self._called_from(info, frame)
        if self.shard.due():
            self.flush()

    def _look_again(self, info: Info, entry: list[Any], values: Any, types: Any, how: str, value: Any) -> None:
        if values is not None:
            types = self._types(values)
        number = self._signatures.get((info.number, types, how, self.shapes.result(how, value)))
        if number != entry[2]:
            ended = entry[0] - 1 - entry[3]
            if ended > 0:
                self._seen(entry[2], ended)
            entry[2] = self._signature(info, types, how, self.shapes.result(how, value))
            entry[3] = entry[0]

    def _signature(self, info: Info, types: tuple[int, ...], how: str, result: int) -> int:
        number = info.number if info.number is not None else self._introduce(info)
        key = (number, types, how, result)
        found = self._signatures.get(key)
        if found is None:
            found = self._signature_count
            self._signature_count += 1
            self.shard.put(
                '["sig", %d, %d, %r, "%s", %d, %s]' % (found, number, list(types), how, result, self.stamp())
            )
            self._signatures[key] = found
        else:
            self._seen(found, 1)
        return found

    def _seen(self, signature: int, count: int) -> None:
        self.shard.put('["seen", %d, %d, %s]' % (signature, count, self.stamp()))

    def _read_more(self, info: Info, frame: FrameType, how: str) -> None:
        """On news only: the variables at return, the attributes of `self`."""
        if how != "return":
            return
        if info.kind == "class" and codes.loses_class(info.code):
            return
        found = frame.f_locals
        shapes = self.shapes
        if info.kind == "module" or info.kind == "class":
            names = [
                name
                for name, value in list(found.items())
                if type(name) is str and id(type(value)) not in shapes.special and name[:2] != "__"
            ]
        elif len(found) > len(info.names) or info.start:
            names = [name for name in found if name[0] not in "@."]  # not pytest's and the compiler's own
        else:
            names = []
        number = info.number
        if names and number is not None:
            names = names[:_MOST_ATTRIBUTES]
            values = tuple([found[name] for name in names])
            shape = (tuple(names), tuple(map(id, map(type, values))))
            if shape not in info.shapes and len(info.shapes) < _MOST_SHAPES:
                info.shapes.add(shape)
                shapes.meet(values, info)
                for name, value in zip(names, values):
                    key = (number, name, shapes.of(value))
                    self._found("local", self.locals, key)
        if info.is_method and info.names and info.names[0] in found:
            self.read_attributes(found[info.names[0]])

    def read_attributes(self, value: Any) -> None:
        shapes = self.shapes
        cls = type(value)
        if id(cls) in shapes.special or id(cls) in shapes.mocks:
            return
        if id(cls) not in shapes.known:
            shapes.hold(cls)
        names, values = shapes.attributes(value, _MOST_ATTRIBUTES)
        if not names:
            return
        shape = (id(cls), names, tuple(map(id, map(type, values))))
        if shape in self._attribute_shapes:
            return
        self._attribute_shapes.add(shape)
        self._attribute_classes.add(id(cls))
        self._attribute_classes.update(shape[2])
        number = shapes.class_id(cls)
        for name, found in zip(names, values):
            if id(type(found)) not in shapes.known:
                shapes.hold(type(found))
            self._found("attr", self.attributes, (number, name, shapes.of(found)))

    def _found(self, word: str, table: dict[tuple[int, str, int], int], key: tuple[int, str, int]) -> None:
        count = table.get(key)
        if count is None:
            table[key] = 0
            self.shard.put('["%s", %d, %s, %d, 1]' % (word, key[0], quote(key[1]), key[2]))
        else:
            table[key] = count + 1

    def _class_died(self, at: int, users: list[Any]) -> None:
        self.engine.forget(users)
        for info in users:
            for key in [key for key in list(info.seen) if key[2] in (at, -at) or at in key[0] or -at in key[0]]:
                entry = info.seen.pop(key, None)
                if entry is not None and entry[0] > entry[3]:
                    self._seen(entry[2], entry[0] - entry[3])
            for key in [key for key in list(info.argument_types) if at in key or -at in key]:
                info.argument_types.pop(key, None)
                info.pending = {frame: found for frame, found in info.pending.items() if found[0] != key}
            info.shapes = {shape for shape in info.shapes if at not in shape[1]}
        if at in self._attribute_classes:
            self._attribute_classes.discard(at)
            self._attribute_shapes = {
                shape for shape in self._attribute_shapes if shape[0] != at and at not in shape[2]
            }

    # -- call sites

    @locked
    def called(self, caller: Info, offset: int, target: Any, first: Any) -> None:
        """The instruction at `offset` of `caller` calls `target`, the first argument being `first` (or `UNBOUND`)."""
        shapes = self.shapes
        receiver: Any = UNBOUND
        kind = type(target)
        if kind is Method:
            receiver = target.__self__
            target = target.__func__
            kind = type(target)
        if kind is Function:
            code = target.__code__
            if receiver is UNBOUND and first is not UNBOUND and reaches(first, code, shapes.special, target.__name__):
                receiver = first
            number = self.function_id(code)
            if number is not None:
                self.edge(caller, offset, '["func", %d]' % number, receiver)
                return
            module, name = exact_text(target.__module__), exact_text(target.__qualname__) or "?"
        elif kind is _BUILTIN:
            module, name = shapes.builtin_name(target)
            owner = target.__self__
            if owner is not None and type(owner) is not _MODULE:
                receiver = owner
        elif kind in _DESCRIPTORS:
            owner = target.__objclass__
            module, name = module_of(owner), qualname_of(owner) + "." + target.__name__
            receiver = target.__self__ if kind is types.MethodWrapperType else first
        else:
            if id(kind) not in shapes.known:
                shapes.hold(kind)
            if id(kind) in shapes.mocks:
                return
            if id(kind) in shapes.special and id(type) in map(id, mro_of(kind)):
                if id(target) not in shapes.known:
                    shapes.hold(target)
                if id(target) not in shapes.mocks:
                    self.edge(caller, offset, '["class", %d]' % shapes.class_id(target), UNBOUND)
            else:
                self.edge(caller, offset, '["inst", %d]' % shapes.class_id(kind), UNBOUND)
            return
        self.edge(
            caller, offset, '["ext", %s, %s]' % ("null" if module is None else quote(module), quote(name)), receiver
        )

    def _called_from(self, info: Info, frame: FrameType) -> None:
        """The site behind a call that brought news: sees what no event of a call tells (operators, callbacks)."""
        back = frame.f_back
        caller = None if back is None else self.infos.get(id(back.f_code))
        if back is None or caller is None:
            return
        receiver: Any = UNBOUND
        first = frame.f_locals.get(info.names[0], UNBOUND) if info.is_method else UNBOUND
        key = (back.f_lasti, id(info.code), id(type(first)), True)
        if key in caller.met_sites:
            return
        caller.met_sites.add(key)
        if first is not UNBOUND and reaches(first, info.code, self.shapes.special):
            receiver = first
        if caller.raw is None:
            caller.raw = caller.code.co_code
        number = info.number if info.number is not None else self._introduce(info)
        self.edge(caller, codes.without_caches(caller.raw, back.f_lasti), '["func", %d]' % number, receiver)

    def edge(self, caller: Info, offset: int, callee: str, receiver: Any) -> None:
        """A call from a site, `callee` as it stands in the line."""
        with self.lock:
            kind = "null" if receiver is UNBOUND else str(self.shapes.of(receiver))
            entry = caller.calls.get((offset, callee, kind))
            if entry is not None:
                self._call_counts[entry] += 1
                return
            top = caller
            while top.parent is not None:
                top = top.parent
            if top.known is not None:
                number = self._place(top)
            else:
                number = top.number if top.number is not None else self._introduce(top)
            site = caller.sites.get(offset)
            if site is None:
                site = self._sites
                self._sites += 1
                self._places.setdefault(id(caller.code), []).append((offset, site, number))
                caller.sites[offset] = site
            call = len(self._call_counts)
            self._edges.append('["call", %d, %d, %s, %s, %s]' % (call, site, callee, kind, self.stamp()))
            self._call_counts.append(0)
            caller.calls[offset, callee, kind] = call
            if self.shard.due():
                self.flush()

    def _write_sites(self) -> None:
        """The lines of the call sites that were met since the last time: positions are decoded once per function."""
        if not self._edges:
            return
        lines: list[str] = []
        put = lines.append
        fast = self.engine.accelerator
        places = codes.places if fast is None else fast.positions
        for at, sites in self._places.items():
            where = places(self.infos[at].code, [offset for offset, _, _ in sites])
            for (_, site, number), (line, col, end_line, end_col) in zip(sites, where):
                if col is None or end_line is None:
                    put('["site", %d, %d, %d, null, null, null]' % (site, number, line))
                else:
                    put('["site", %d, %d, %d, %d, %d, %d]' % (site, number, line, col, end_line, end_col))
        lines += self._edges
        self.shard.lines += lines
        self._places = {}
        self._edges = []

    # -- policy

    @locked
    def rest(self, info: Info) -> None:
        """Switch a function off for a while."""
        info.on = False
        info.pending.clear()
        info.awaited.clear()
        self.engine.disarm(info)
        if not info.sampled:
            info.sampled = True
            if info.number is not None:
                self._sampled.append(info.number)
        self.due.setdefault(self.test_number + info.wait, []).append(info)
        info.wait = min(info.wait * 2, _LONGEST_WAIT)

    def on_collection(self, phase: str, _: Any) -> None:
        """Where no tests mark the time, CPU time does: a garbage collection is a moment when code of ours may run."""
        if phase != "stop" or not self.active:
            return
        used = _process_time()
        if used - self._cpu < _SLICE:
            return
        self._cpu = used
        try:
            package = sys._getframe(1).f_globals.get("__package__")
            if package != __package__:  # else a callback is under way
                self.tick()
        except ValueError:
            return
        except BaseException as error:  # noqa: BLE001
            self.fault(error, "tick")

    @locked
    def tick(self) -> None:
        """A test begins, or as much time has passed as one takes: what has rested long enough is on again."""
        self.test_number += 1
        self.engine.tick()
        for info in self.due.pop(self.test_number, ()):
            if not info.on:
                info.quiet = 0
                info.on = True
                self.engine.arm(info)
        if self.shard.due() or _now() - self._counted > _COUNT_EVERY:
            self.flush()

    # -- writing

    def stamp(self) -> str:
        """The time, as it stands in lines; written anew each twentieth of a second."""
        now = _now()
        if not 0 <= now - self._stamped < 0.05:
            self._stamped = now
            self._stamp = "%.3f" % now
        return self._stamp

    def lose(self, reason: str, what: str, count: int = 1) -> None:
        key = (reason, what)
        if key not in self._lost:
            self._lost_kinds[reason] = kinds = self._lost_kinds.get(reason, 0) + 1
            if kinds > _MOST_LOSSES:
                key = (reason, "(others)")
        self._lost[key] = self._lost.get(key, 0) + count

    @locked
    def flush(self, counts: bool = False) -> None:
        if self.on_flush is not None:
            self.on_flush()
        self._write_sites()
        if counts or _now() - self._counted > _COUNT_EVERY:
            self._write_counts()
        self.shard.flush()
        if self.shard.dropped:
            self.shard.dropped = 0
            self.lose("spool", "")

    def _write_counts(self) -> None:
        self._counted = _now()
        self.engine.settle()
        put = self.shard.put
        for info in list(self.infos.values()):
            for entry in list(info.seen.values()):
                if entry[0] > entry[3]:
                    self._seen(entry[2], entry[0] - entry[3])
                    entry[3] = entry[0]
        counts = self._call_counts
        for call, count in enumerate(counts):
            if count:
                put('["called", %d, %d, %.3f]' % (call, count, self._counted))
                counts[call] = 0
        for word, table in (("attr", self.attributes), ("local", self.locals)):
            for key, count in list(table.items()):
                if count:
                    put('["%s", %d, %s, %d, %d]' % (word, key[0], quote(key[1]), key[2], count))
                    table[key] = 0
        if self._sampled:
            put(dump(["sampled", self._sampled]))
            self._sampled = []
        if self._lost and (self.shard.begun or self._functions):
            for (reason, what), number in self._lost.items():
                put(dump(["lost", reason, what, number]))
            self._lost.clear()


def reaches(value: Any, code: CodeType, metaclasses: set[int], name: str | None = None) -> bool:
    """Whether the function with this code is called as a method of `value`: an attribute of its class has that code, or
    one of it, if it is a class. A static method has it too, but is not called on anything.
    """
    cls = type(value)
    places = mro_of(cls)
    if id(cls) in metaclasses and id(type) in map(id, places):
        places = mro_of(value)
    name = exact_text(name)
    for place in places:
        inside = dict_of(place)
        for key in (code.co_name, name):
            found = inside.get(key)
            kind = type(found)
            if kind is classmethod:
                found = found.__func__
            elif kind is property:
                found = found.fget if _has(found.fget, code) else found.fset
            if _has(found, code):
                return True
    return False


def _has(function: Any, code: CodeType) -> bool:
    return type(function) is Function and function.__code__ is code


def _environments(prefix: str) -> tuple[str, ...]:
    """Virtual environments and the interpreter, where they lie inside of the project."""
    found = {_realpath(path) + os.sep for path in (sys.prefix, sys.base_prefix, sys.exec_prefix)}
    return tuple([path for path in found if path.startswith(prefix)]) or ("\0",)
