"""The programs of tests/fixtures/flow, run under `flow_tracer`: what to watch in them, and whether what was seen fits.

The child is a process of its own, one a fixture file; nothing of a fixture is imported here.
"""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import fixture_runner

FLOW = Path(__file__).parents[1] / "fixtures" / "flow"
PATHS = sorted(FLOW.glob("*.py"))
ONLY = (3, 11)  # the version whose frames the tracer knows
_TRACER = Path(__file__).with_name("flow_tracer.py")
_SIMPLE = frozenset("int str bool float complex bytes list dict set frozenset tuple None object".split())
_INNER = {ast.ListComp: "<listcomp>", ast.SetComp: "<setcomp>", ast.DictComp: "<dictcomp>"}


class Places(ast.NodeVisitor):
    """Where names, attributes, parameters and functions stand: (line, column from 1) -> (scope, kind,
    first line of the function)."""

    def __init__(self, text):
        self.lines = text.split("\n")
        self.found = {}
        self.around = []  # (qualified name, whether it is a function)
        self.visit(ast.parse(text))

    def scope(self):
        return self.around[-1][0] if self.around else "<module>"

    def inner(self, name):
        if not self.around:
            return name
        qualname, is_function = self.around[-1]
        return f"{qualname}.<locals>.{name}" if is_function else f"{qualname}.{name}"

    def note(self, node, column, kind, scope=None, first=0):
        self.found[node.lineno, column + 1] = (scope or self.scope(), kind, first)

    def visit_Name(self, node):
        self.note(node, node.col_offset, "read" if isinstance(node.ctx, ast.Load) else "name")

    def visit_Attribute(self, node):
        if node.end_lineno == node.lineno:
            kind = "read" if isinstance(node.ctx, ast.Load) else "name"
            self.note(node, node.end_col_offset - len(node.attr), kind)
        self.generic_visit(node)

    def visit_ExceptHandler(self, node):
        if node.name:
            text = self.lines[node.lineno - 1]
            self.note(node, re.search(rf"\bas\s+({node.name})\b", text).start(1), "name")
        self.generic_visit(node)

    def visit_alias(self, node):
        name = node.asname or node.name
        self.note(node, node.end_col_offset - len(name) if node.asname else node.col_offset, "name")

    def visit_MatchAs(self, node):
        if node.name:
            self.note(node, node.end_col_offset - len(node.name), "name")
        self.generic_visit(node)

    def visit_MatchStar(self, node):
        if node.name:
            self.note(node, node.end_col_offset - len(node.name), "name")

    def visit_ClassDef(self, node):
        for child in [*node.decorator_list, *node.bases, *node.keywords]:
            self.visit(child)
        self.note(node, node.col_offset + len("class "), "name")
        self.around.append((self.inner(node.name), False))
        for child in node.body:
            self.visit(child)
        self.around.pop()

    def function(self, node):
        is_lambda = isinstance(node, ast.Lambda)
        a = node.args
        for child in [*getattr(node, "decorator_list", ()), *a.defaults, *(d for d in a.kw_defaults if d)]:
            self.visit(child)
        qualname = self.inner("<lambda>" if is_lambda else node.name)
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))])
        if not is_lambda:
            start = node.col_offset + len("async def " if isinstance(node, ast.AsyncFunctionDef) else "def ")
            self.note(node, start, "return", qualname, first)
        for arg in [*a.posonlyargs, *a.args, *a.kwonlyargs, *filter(None, [a.vararg, a.kwarg])]:
            self.note(arg, arg.col_offset, "parameter", qualname, first)
        self.around.append((qualname, True))
        for child in [node.body] if is_lambda else node.body:
            self.visit(child)
        self.around.pop()

    def comprehension_of(self, node):
        name = _INNER.get(type(node), "<genexpr>")
        self.visit(node.generators[0].iter)
        self.around.append((self.inner(name), True))
        for i, generator in enumerate(node.generators):
            for child in [generator.target, *([generator.iter] if i else []), *generator.ifs]:
                self.visit(child)
        for child in [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]:
            self.visit(child)
        self.around.pop()


for _kind in (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda):
    setattr(Places, f"visit_{_kind.__name__}", Places.function)
for _kind in (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp):
    setattr(Places, f"visit_{_kind.__name__}", Places.comprehension_of)


def watched(path, lines):
    """What to watch for each marker of a file: ((path, line, scope, expression, kind, first line), marker)."""
    places = Places("\n".join(line.code for line in lines))
    out = []
    for number, line in enumerate(lines, 1):
        for m in line.markers:
            if m.kind not in ("is", "returns"):
                continue
            column = fixture_runner.place_of(line.code, m)[0]
            scope, kind, first = places.found.get((number, column), (None, None, 0))
            assert scope is not None, f"{path}:{number}: nothing that is known stands at {m.target}"
            if m.kind == "is" and kind == "return":  # the function itself
                scope, kind = (scope.rpartition(".")[0].removesuffix(".<locals>") or "<module>"), "name"
            assert (m.kind == "returns") == (kind == "return"), f"{path}:{number}: {m}"
            out.append(((path, number, scope, m.target, kind, first), m))
    return out


# ---------------------------------------------------------------------------------------------------------------------
# Whether what was seen fits what a marker says


def fits(text, seen, modules, below=False):
    """Whether a described value fits a member of a union; *below*: a class of the program stands for those below it."""
    text = text.strip()
    if text == "?":
        return True
    kind = seen[0]
    if text.startswith("collections.abc.Callable") and kind in ("function", "method", "class"):
        return True
    if kind == "none":
        return text == "None"
    if kind == "generator function":
        return re.match(r"(typing|collections\.abc)\.(Async)?(Generator|Coroutine)|.*Coroutine", text) is not None
    if kind == "module":
        return text in [f"module {n}" for n in seen[1]]
    if kind in ("function", "method"):
        return text == f"{kind} {seen[1]}"
    if kind == "class":
        m = re.fullmatch(r"type\[(.*?)(\[.*\])?\]", text)
        if m is None:
            return below and same_class(text, seen[2], modules, below)  # an instance of its metaclass
        return same_class(m[1], seen[1] if below else seen[1][:1], modules, below)
    name, bracket, rest = text.partition("[")
    if not same_class(name, seen[1], modules, below):
        return False
    if not bracket:
        return True
    wanted = parts(rest[:-1])
    arguments = seen[2]
    if seen[1][0] == "tuple":
        if wanted == ["()"]:
            return not arguments
        if wanted[-1] == "...":
            wanted = wanted[:1] * len(arguments)
        return len(wanted) == len(arguments) and all(
            fits_any(w, d, modules, below) for w, a in zip(wanted, arguments, strict=True) for d in a
        )
    return all(fits_any(w, d, modules, below) for w, a in zip(wanted, arguments, strict=False) for d in a)


def same_class(name, names, modules, below=False):
    if name == names[0]:
        return True
    if name.split(".")[0] in modules:
        return below and name in names
    if name in _SIMPLE:
        return False
    return last(name) in {last(n) for n in names}


def last(name):
    return name.rpartition(".")[2].lstrip("_")


def told(seen):
    """A description as a text to read."""
    if seen == ["none"]:
        return "None"
    if seen[0] != "instance":
        return " ".join([seen[0], *([seen[1] if isinstance(seen[1], str) else seen[1][0]] if seen[1:] else [])])
    inner = ", ".join(" | ".join(sorted(map(told, a))) for a in seen[2])
    return f"{seen[1][0]}[{inner}]" if inner else seen[1][0]


def fits_any(text, seen, modules, below=False):
    return any(fits(t, seen, modules, below) for t in parts(text, "|"))


def parts(text, separator=","):
    out, depth, begin = [], 0, 0
    for i, c in enumerate(text):
        depth += (c == "[") - (c == "]")
        if c == separator and not depth:
            out.append(text[begin:i].strip())
            begin = i + 1
    return [*out, text[begin:].strip()]


# ---------------------------------------------------------------------------------------------------------------------


def module_of(path):
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def states(case):
    """(name, files, checks) of each state of a case that can be run."""
    files = {}
    for number, step in enumerate(case.steps, 1):
        for kind, path, lines, extra in step.actions:
            if kind in ("file", "edit"):
                files[path] = lines
            elif kind == "delete":
                del files[path]
            elif kind == "move":
                files[extra] = files.pop(path)
        if "main.py" in files:
            yield case.name if len(case.steps) == 1 else f"{case.name}, state {number}", dict(files), step.checks


def program_of(files, watch):
    return {
        "files": {path: "\n".join(line.code for line in lines) for path, lines in files.items()},
        "modules": {path: module_of(path) for path in files if path.endswith(".py")},
        "watch": watch,
    }


def prepared(case):
    """(name, program for the tracer, markers, calls checks) of each state of a case that can be run."""
    for name, files, checks in states(case):
        watches = [w for path, lines in files.items() if path.endswith(".py") for w in watched(path, lines)]
        calls = {}
        for kind, text, _ in checks:
            if kind == "calls":
                scope, _, callees = (part.strip() for part in f"{text} ".partition(" = "))
                calls[scope] = {c.strip().replace(":", ".") for c in callees.split(",") if c.strip()}
        yield name, program_of(files, [w for w, _ in watches]), [m for _, m in watches], calls


def compared(name, program, markers, calls, found):
    modules = {m.split(".")[0] for m in program["modules"].values()}
    if found["error"]:
        yield f"{name}: raised {found['error']}"
    for (path, line, _, expression, *_), m, seen in zip(program["watch"], markers, found["seen"], strict=True):
        at = f"{name}: {path}:{line}: {m.kind} {expression}"
        if not seen:
            yield f"{at}: never reached"
        members = parts(m.grade, "|")
        for d in seen:
            if not any(fits(t, d, modules) for t in members):
                yield f"{at} was {told(d)}, not {m.grade}"
        if os.environ.get("INFERD_UNSEEN"):
            for t in members:
                if t != "?" and not any(fits(t, d, modules) for d in seen):
                    print(f"{at}: {t} was not seen")
    edges = {}
    for caller, callee, _ in found["edges"]:
        edges.setdefault(caller, set()).add(callee.replace(":", "."))
    for scope, expected in calls.items():
        for callee in sorted(edges.get(scope, set()) - expected):
            yield f"{name}: {scope} calls {callee}"
        if os.environ.get("INFERD_UNSEEN"):
            for callee in sorted(expected - edges.get(scope, set())):
                print(f"{name}: {scope}: the call of {callee} was not seen")


def traced(programs):
    """What the tracer saw of each program."""
    child = subprocess.run(
        [sys.executable, "-I", str(_TRACER)], input=json.dumps(programs), capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip
    assert child.returncode == 0, child.stderr
    return json.loads(child.stdout)
