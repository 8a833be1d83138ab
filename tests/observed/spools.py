"""A spool as docs/spool.md says it, written without a recorder: what ran is stated, its code objects are compiled."""

import ast
import hashlib
import json
import types
from pathlib import Path

RUN = "0123456789abcdef"
BUILTINS = ("int", "str", "float", "list", "dict", "tuple", "set", "bytes", "bool", "NoneType", "ValueError")


def codes(code, prefix="", shown=""):
    """(qualified name, code) of a module's code objects, comprehensions looked through."""
    yield shown or "<module>", code
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            if inner.co_name in ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"):
                yield from list(codes(inner, prefix, shown))[1:]
                continue
            name = prefix + inner.co_name
            is_class = "__module__" in inner.co_names and not inner.co_flags & 1
            yield from codes(inner, f"{name}." if is_class else f"{name}.<locals>.", name)


def kind_of(name, code):
    if name == "<module>":
        return "module"
    if code.co_name == "<lambda>":
        return "lambda"
    return "function" if code.co_flags & 1 else "class"


class Spool:
    """One shard; functions are named `path:qualname`, with `@LINE` where several have that name."""

    def __init__(self, root, directory, run=RUN, process=4711, number=0, **header):
        self.root, self.directory = Path(root), Path(directory)
        (self.directory / "sources").mkdir(parents=True, exist_ok=True)
        self.path = self.directory / f"{run}.{process}.{number}.jsonl"
        self.name = self.path.name
        self.lines = []
        self.ids = {}
        self.time = 1795227600.0
        self.line("spool", 1, {
            "run": run, "root": str(root), "command": ["pytest", "-q"], "python": [3, 12, 1], "started": self.time,
            "parent": None, "pid": process, **header,
        })  # fmt: skip

    def line(self, *words):
        self.lines.append(json.dumps(words))

    def write(self, *, end=True):
        if end:
            self.line("end", {"time": self.time + 10})
        self.path.write_text("".join(f"{line}\n" for line in self.lines), encoding="utf-8")
        self.path.chmod(0o600)
        return self

    def new(self, kind, key):
        """(number, whether it is new) of an id."""
        known = self.ids.setdefault(kind, {})
        fresh = key not in known
        return known.setdefault(key, len(known)), fresh

    def file(self, path, proof="import"):
        data = (self.root / path).read_bytes()
        sha = hashlib.sha256(data).hexdigest()
        number, fresh = self.new("file", (path, sha))
        if fresh:
            (self.directory / "sources" / sha).write_bytes(data)
            self.line("file", number, path, sha, proof)
        return number

    def func(self, name, **changes):
        path, _, qualname = name.partition(":")
        qualname, _, at = qualname.partition("@")
        qualname = qualname or "<module>"
        file = self.file(path)
        number, fresh = self.new("func", (file, name))
        if fresh:
            source = (self.root / path).read_text(encoding="utf-8")
            found = [(q, c) for q, c in codes(compile(source, path, "exec")) if q == qualname]
            if at:
                found = [(q, c) for q, c in found if c.co_firstlineno == int(at.partition("+")[0])]
                found = found[int(at.partition("+")[2] or 0) :][:1]
            assert len(found) == 1, (name, found)
            code = found[0][1]
            kind = kind_of(qualname, code)
            span = None
            if kind == "lambda":
                places = [p for i, p in enumerate(code.co_positions()) if i and None not in p and p[0] != p[1] - 1]
                places = [p for p in places if p[2:] != (0, 0)]
                if places:
                    span = [*min((p[0], p[2]) for p in places), *max((p[1], p[3]) for p in places)]
            count = code.co_argcount + code.co_kwonlyargcount
            parameters = [[n, "n"] for n in code.co_varnames[: code.co_argcount]]
            extra = list(code.co_varnames[count:])
            if code.co_flags & 4:
                parameters.append([extra.pop(0), "v"])
            parameters += [[n, "k"] for n in code.co_varnames[code.co_argcount : count]]
            if code.co_flags & 8:
                parameters.append([extra.pop(0), "w"])
            flags = "g" if code.co_flags & 0x20 else "c" if code.co_flags & 0x80 else ""
            words = {"kind": kind, "line": code.co_firstlineno, "span": span, **changes}
            if kind == "class" or kind == "module":
                parameters = []
            self.line(
                "func", number, file, qualname, words["line"], words["kind"], parameters, flags, words["span"]
            )
        return number

    def cls(self, name):
        """A class: `int`, or `path:qualname` of the project, or `module:qualname`."""
        number, fresh = self.new("cls", name)
        if fresh:
            home, _, qualname = name.rpartition(":")
            path = home if home.endswith(".py") else None
            module = home.removesuffix(".py").replace("/", ".") if home else "builtins"
            self.line("cls", number, module, qualname, path, None)
        return number

    def type(self, text):
        """A type: `int`, `list[int]`, `tuple(int, str)`, `type[C]`, `def path:f`, `mock`, `never`, `int | str`."""
        known = self.ids.setdefault("type", {})
        if text in known:
            return known[text]
        if text in ("mock", "never", "unknown", "sentinel"):
            words = [text]
        elif " | " in text and "[" not in text.partition(" | ")[0]:
            words = ["union", [self.type(t) for t in text.split(" | ")]]
        elif text.startswith("def "):
            words = ["func", self.func(text[4:])]
        elif text.startswith("gen "):
            words = ["gen", self.func(text[4:])]
        elif text.startswith("type["):
            words = ["class", self.cls(text[5:-1])]
        elif text.startswith("tuple("):
            words = ["tuple", self.cls("tuple"), [self.type(t) for t in text[6:-1].split(", ") if t]]
        elif text.endswith("]"):
            head, _, inner = text[:-1].partition("[")
            words = ["inst", self.cls(head), [self.type(t) for t in inner.split(", ")]]
        else:
            words = ["inst", self.cls("NoneType" if text == "None" else text), []]
        number = known[text] = len(known)
        self.line("type", number, *words)
        return number

    def sig(self, name, arguments, result, outcome="return", times=1):
        function = self.func(name)
        types_ = [self.type(t) for t in arguments]
        value = self.type(result)
        number, fresh = self.new("sig", (function, tuple(types_), outcome, value))
        self.time += 1
        if fresh:
            self.line("sig", number, function, types_, outcome, value, self.time)
        if times - fresh:
            self.line("seen", number, times - fresh, self.time)

    def call(self, caller, text, callee, receiver=None, times=1, columns=True):
        """A call in *caller* whose expression reads *text* (with `@N` the N-th of them); *callee*: `path:f` of the
        project, `type[C]`, or `module.name` of what is outside.
        """
        text, _, nth = text.partition("@")
        function = self.func(caller)
        path = caller.partition(":")[0]
        source = (self.root / path).read_text(encoding="utf-8")
        found = [
            n for n in ast.walk(ast.parse(source))
            if isinstance(n, ast.Call | ast.Attribute | ast.BinOp) and ast.get_source_segment(source, n) == text
        ]  # fmt: skip
        found.sort(key=lambda n: (n.lineno, n.col_offset))
        n = found[int(nth or 1) - 1]
        place = [n.lineno, n.col_offset, n.end_lineno, n.end_col_offset] if columns else [n.lineno, None, None, None]
        if callee.startswith("type["):
            what = ["class", self.cls(callee[5:-1])]
        elif ".py:" in callee:
            what = ["func", self.func(callee)]
        else:
            module, _, name = callee.partition(":")
            what = ["ext", module, name]
        site, fresh = self.new("site", (function, *place))
        if fresh:
            self.line("site", site, function, *place)
        type_ = self.type(receiver) if receiver else None
        number, fresh = self.new("call", (site, json.dumps(what), type_))
        if fresh:
            self.line("call", number, site, what, type_, self.time)
        if times - fresh:
            self.line("called", number, times - fresh, self.time)

    def owner(self, kind, name, path=None):
        number, fresh = self.new("owner", (kind, name))
        if fresh:
            self.line("owner", number, kind, name, self.file(path) if path else None, 1)
        return number

    def test(self, name, *functions, outcome="passed", needs=()):
        owner = self.owner("test", name, name.partition("::")[0])
        self.line("ran", owner, [self.func(f) for f in functions])
        if needs:
            self.line("needs", owner, [self.owner(*n) for n in needs])
        start, self.time = self.time, self.time + 2
        self.line("test", owner, start, self.time, outcome)
        return owner

    def imported(self, path, *functions):
        self.line("ran", self.owner("import", path, path), [self.func(f"{path}:"), *map(self.func, functions)])
