"""Runs small programs under a tracer and writes what was seen; the child of `test_flow_observed`.

Standard library only, and nothing of the project.  Standard input: a JSON list of programs, {"files": {path: text},
"modules": {path: module}, "watch": [[path, line, scope, expression, kind, first line of the function], ...]}.  Standard
output: a JSON list of {"seen": [[description, ...] for each watch], "edges": [[caller, callee, line], ...], "through":
[[caller, callee], ...], "error": text}; *through* are calls that a library makes, '' where nothing of the program waits
for it.  Each program is run by importing its module `main`.

A description of a value is a list: ["none"], ["class", names of it and its bases, those of its metaclass], ["module",
its names], ["function", name], ["method", name], ["generator function"] or ["instance", names of its classes and of the
abstract ones that it satisfies, arguments], arguments being the descriptions of what a container holds: [[...]],
[[keys], [values]], for a tuple one list an item.
"""

import builtins
import collections.abc
import dis
import importlib
import inspect
import io
import json
import os
import re
import sys
import tempfile
import types

_ABSTRACT = [getattr(collections.abc, n) for n in collections.abc.__all__ if n not in ("ByteString", "Buffer")]
_GENERATORS = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
_INNER = (".<listcomp>", ".<setcomp>", ".<dictcomp>", ".<genexpr>")
_COMPREHENSION = re.compile(r"<(listcomp|setcomp|dictcomp|genexpr)>(\.<locals>)?\.")
_PUBLIC = {"posix": "os", "nt": "os"}
_HIDDEN = {"__build_class__"}
_SEQUENCES = (list, set, frozenset, collections.deque)


def class_name(cls):
    module = cls.__module__
    return cls.__qualname__ if module == "builtins" else f"{module}.{cls.__qualname__}"


def class_names(cls):
    names = [class_name(c) for c in cls.__mro__]
    return names + [f"types.{n}" for n, c in vars(types).items() if c is cls]


def describe(value, depth=4):
    if value is None:
        return ["none"]
    if isinstance(value, type):
        return ["class", class_names(value), class_names(type(value))]
    if isinstance(value, types.ModuleType):
        return ["module", [value.__name__, *sorted(n for n, m in sys.modules.items() if m is value)]]
    if isinstance(value, types.FunctionType):
        return ["function", value.__code__.co_name]
    if isinstance(value, types.MethodType):
        f = value.__func__
        return ["method", f.__code__.co_name if isinstance(f, types.FunctionType) else type(f).__name__]
    if isinstance(value, (types.BuiltinFunctionType, types.MethodWrapperType)):
        own = value.__self__
        return ["function" if own is None or isinstance(own, types.ModuleType) else "method", value.__name__]
    if isinstance(value, types.MethodDescriptorType):
        return ["function", value.__name__]
    cls = type(value)
    names = class_names(cls)
    names += ["collections.abc." + a.__name__ for a in _ABSTRACT if isinstance(value, a)]
    arguments = []
    if depth:
        if isinstance(value, dict):
            arguments = [_all(value, depth), _all(value.values(), depth)]
        elif isinstance(value, tuple):
            arguments = [[describe(v, depth - 1)] for v in value]
        elif isinstance(value, _SEQUENCES):
            arguments = [_all(value, depth)]
    return ["instance", names, arguments]


def _all(values, depth):
    out = []
    for v in values:
        d = describe(v, depth - 1)
        if d not in out:
            out.append(d)
    return sorted(out, key=repr)


def scope_of(module, qualname):
    """The scope that a code object belongs to, as `inferd query calls` names it."""
    qualname = _COMPREHENSION.sub("", qualname)
    while True:
        for tail in _INNER:
            if qualname.endswith(tail):
                qualname = qualname[: -len(tail)].removesuffix(".<locals>")
                break
        else:
            break
        continue
    qualname = "" if qualname in ("<module>", *(t[1:] for t in _INNER)) else qualname
    return f"{module}:{qualname}" if qualname else module


def builtin_name(called):
    own = getattr(called, "__self__", None)
    if own is not None and not isinstance(own, types.ModuleType):
        cls = own if isinstance(own, type) else type(own)
        for base in cls.__mro__:
            if called.__name__ in vars(base):
                cls = base
                break
        return f"{cls.__module__}.{cls.__qualname__}.{called.__name__}"
    of = getattr(called, "__objclass__", None)
    if of is not None:
        return f"{of.__module__}.{of.__qualname__}.{called.__name__}"
    module = called.__module__ or "builtins"
    return f"{_PUBLIC.get(module, module.removeprefix('_'))}.{called.__qualname__}"


class Tracer:
    def __init__(self, program, root):
        self.modules = {os.path.join(root, path): module for path, module in program["modules"].items()}
        self.seen = [[] for _ in program["watch"]]
        self.edges = set()
        self.through = set()  # (caller, callee) of calls that a library makes; '' where nothing of the program waits
        self.lines = {}  # (file, line, scope) -> watches of names and attributes
        self.entered = {}  # (file, scope, its first line) -> watches of parameters
        self.returned = {}  # the same -> watches of results
        for number, (path, line, scope, expression, kind, first) in enumerate(program["watch"]):
            file = os.path.join(root, path)
            if kind == "parameter":
                self.entered.setdefault((file, scope, first), []).append((number, expression))
            elif kind == "return":
                self.returned.setdefault((file, scope, first), []).append(number)
            else:
                self.lines.setdefault((file, line, scope), []).append((number, expression, kind))
        self.pending = {}  # frame -> line that began in it
        self.resumed = set()  # frames of generators that have begun
        self.busy = False

    def note(self, number, value):
        d = describe(value)
        if d not in self.seen[number]:
            self.seen[number].append(d)

    def start(self):
        sys.setprofile(self.profile)
        sys.settrace(self.trace)

    def stop(self):
        sys.settrace(None)
        sys.setprofile(None)

    def trace(self, frame, event, arg):
        code = frame.f_code
        if self.busy or code.co_filename not in self.modules:
            return None
        if event == "call":
            self.call(frame, code)
            return self.local
        return None

    def call(self, frame, code):
        file, scope = code.co_filename, code.co_qualname
        if code.co_flags & _GENERATORS:
            if frame in self.resumed:
                self.pending[frame] = frame.f_lineno  # the statement of the `yield` goes on
                return
            self.resumed.add(frame)
            for number in self.returned.get((file, scope, code.co_firstlineno), ()):
                if ["generator function"] not in self.seen[number]:
                    self.seen[number].append(["generator function"])
        for number, name in self.entered.get((file, scope, code.co_firstlineno), ()):
            if name in frame.f_locals:
                self.note(number, frame.f_locals[name])
        if not code.co_flags & inspect.CO_OPTIMIZED or code.co_flags & _GENERATORS or self.is_inner(code):
            return
        back = frame.f_back
        if back is not None and back.f_code.co_filename in self.modules:
            self.edge(back, scope_of(self.modules[file], scope))
            return
        while back is not None and back.f_code.co_filename not in self.modules:
            back = back.f_back
        caller = "" if back is None else scope_of(self.modules[back.f_code.co_filename], back.f_code.co_qualname)
        self.through.add((caller, scope_of(self.modules[file], scope)))

    def is_inner(self, code):
        return any(("." + code.co_name) == t for t in _INNER)

    def edge(self, frame, callee):
        code = frame.f_code
        self.edges.add((scope_of(self.modules[code.co_filename], code.co_qualname), callee, frame.f_lineno))

    def local(self, frame, event, arg):
        if self.busy:
            return self.local
        code = frame.f_code
        if event == "exception":
            # `await`, `yield from` and loops end by an exception that nobody sees.
            if dis.opname[code.co_code[frame.f_lasti]] not in ("SEND", "FOR_ITER", "GET_ANEXT"):
                self.pending.pop(frame, None)
            return self.local
        if event == "return" and code.co_flags & _GENERATORS and self.is_suspended(frame):
            if frame in self.pending:  # the statement goes on later; what it only reads can be seen now
                self.look(frame, self.pending[frame], ("read",))
            return self.local
        line = self.pending.pop(frame, None)
        if line is not None:
            self.look(frame, line)
        if event == "line":
            self.pending[frame] = frame.f_lineno
        elif event == "return" and not code.co_flags & _GENERATORS and frame.f_lasti >= 0:
            if self.is_left_by_exception(frame):
                return self.local
            for number in self.returned.get((code.co_filename, code.co_qualname, code.co_firstlineno), ()):
                self.note(number, arg)
        return self.local

    def is_suspended(self, frame):
        return dis.opname[frame.f_code.co_code[frame.f_lasti]] in ("YIELD_VALUE", "SEND", "YIELD_FROM")

    def is_left_by_exception(self, frame):
        """A frame that an exception leaves "returns" too: only the instruction tells."""
        return dis.opname[frame.f_code.co_code[frame.f_lasti]] != "RETURN_VALUE"

    def look(self, frame, line, kinds=("read", "name")):
        code = frame.f_code
        for number, expression, kind in self.lines.get((code.co_filename, line, code.co_qualname), ()):
            if kind not in kinds:
                continue
            name, *attributes = expression.split(".")
            if name in frame.f_locals:
                value = frame.f_locals[name]
            elif name in frame.f_globals:
                value = frame.f_globals[name]
            else:
                continue
            self.busy = True
            try:
                for attribute in attributes:
                    value = getattr(value, attribute)
            except AttributeError:
                continue
            finally:
                self.busy = False
            self.note(number, value)

    def profile(self, frame, event, arg):
        if event == "c_call" and not self.busy and frame.f_code.co_filename in self.modules:
            module, _, name = builtin_name(arg).partition(".")
            # Methods of classes that have no name (generators) are a matter of taste, and so not compared.
            if module != "builtins" or (hasattr(builtins, name.split(".")[0]) and name not in _HIDDEN):
                self.edge(frame, f"{module}.{name}")


def run(program):
    with tempfile.TemporaryDirectory() as root:
        root = os.path.realpath(root)
        for path, text in program["files"].items():
            full = os.path.join(root, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as file:
                file.write(text)
        before = set(sys.modules)
        sys.path.insert(0, root)
        importlib.invalidate_caches()
        tracer, error, output = Tracer(program, root), "", sys.stdout
        sys.stdout = io.StringIO()
        tracer.start()
        try:
            importlib.import_module("main")
        except BaseException as raised:  # noqa: BLE001 - whatever a program raises is told
            error = f"{type(raised).__name__}: {raised}"
        finally:
            tracer.stop()
            sys.stdout = output
            sys.path.remove(root)
            for name in set(sys.modules) - before:
                if (getattr(sys.modules[name], "__file__", None) or root).startswith(root):
                    del sys.modules[name]
        return {
            "seen": tracer.seen, "edges": sorted(tracer.edges), "through": sorted(tracer.through), "error": error,
        }  # fmt: skip


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    json.dump([run(p) for p in json.load(sys.stdin)], sys.stdout)
