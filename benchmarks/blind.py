"""How much of what a run of small programs shows is inferred, for programs without a marker.

    python benchmarks/blind.py FOLDER [CATEGORY ...] [--misses]

What is done, and how to read it
* FOLDER holds files like those of `tests/fixtures/flow` (`# case:`, `# file:`), a category each; markers are not read.
  A sample is blind as long as it was written without a look at what inferd answers. After one look it is not.
* Each program is run under `tests/oracle/flow_tracer.py`, which sees the values of all that is bound; every call is
  wrapped, so that what it calls is seen whatever it is.
* A fact is one place where a variable, an attribute or a parameter is bound, or a function; `self`, `cls`, imports and
  the names of classes and functions are none, nor is what the run never reaches. *exact*: each type that was seen is
  told and each that is told was seen, elements left aside; *deep*: the elements are the same, too; *unknown*: `?` is
  told; *wrong*: anything else.
* A program's call graph is *sound* if no call that was seen is missing, *complete* if none is told that was not seen,
  *exact* if both. What runs without a call written (`__eq__`, properties, what a library calls back) may be told.
  Libraries' functions are compared by their last name.
* `# wide: NAME` behind a line says that more than this run shows is right there: another branch, another argument.
"""

import argparse
import ast
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HERE), str(HERE / "tests"), str(HERE / "tests" / "oracle")]

import fixture_runner  # noqa: E402
import flow_programs  # noqa: E402
import flow_tracer  # noqa: E402

import inferd  # noqa: E402

_HOLDING = frozenset(("list", "dict", "set", "tuple", "frozenset", "deque", "defaultdict"))


# ---- the child: a program under the tracer, with every call wrapped


class Wrap(ast.NodeTransformer):
    """`f(x)` becomes `__seen__("scope", line, f)(x)`; decorators likewise."""

    def __init__(self, module):
        self.module = module
        self.around = []

    def scope(self):
        return flow_tracer.scope_of(self.module, self.around[-1][0] if self.around else "<module>")

    def wrapped(self, node, is_decorator=False):
        words = [ast.Constant(self.scope()), ast.Constant(node.lineno), node, ast.Constant(is_decorator)]
        new = ast.Call(ast.Name("__seen__", ast.Load()), words, [])
        return ast.fix_missing_locations(ast.copy_location(new, node))

    def visit_Call(self, node):
        self.generic_visit(node)
        node.func = self.wrapped(node.func)
        return node

    def inside(self, node, name, is_function, outer, inner):
        for field in outer:
            value = getattr(node, field)
            if isinstance(value, list):
                value[:] = [self.visit(v) for v in value]
            elif value is not None:
                setattr(node, field, self.visit(value))
        if hasattr(node, "decorator_list"):
            node.decorator_list = [self.wrapped(d, True) for d in node.decorator_list]
        around = self.around[-1] if self.around else None
        qualname = name if around is None else f"{around[0]}.<locals>.{name}" if around[1] else f"{around[0]}.{name}"
        self.around.append((qualname, is_function))
        for field in inner:
            value = getattr(node, field)
            setattr(node, field, [self.visit(v) for v in value] if isinstance(value, list) else self.visit(value))
        self.around.pop()
        return node

    def visit_FunctionDef(self, node):
        return self.inside(node, node.name, True, ("decorator_list", "args"), ("body",))

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815 - as `ast` names it

    def visit_Lambda(self, node):
        return self.inside(node, "<lambda>", True, ("args",), ("body",))

    def visit_ClassDef(self, node):
        return self.inside(node, node.name, False, ("decorator_list", "bases", "keywords"), ("body",))


def child():
    import builtins
    import functools
    import importlib.machinery
    import types

    program = json.load(sys.stdin)
    edges = set()

    def name_of(called):
        """What a call of a value calls: a symbol of the program, or `=` and the last name of something else."""
        while isinstance(called, functools.partial):
            called = called.func
        if isinstance(called, types.MethodType):
            called = called.__func__
        if isinstance(called, types.FunctionType):
            if called.__code__.co_filename not in modules and hasattr(called, "__wrapped__"):
                return name_of(called.__wrapped__)
            module = modules.get(called.__code__.co_filename)
            if called.__code__.co_filename == "<string>" and called.__module__ in ours:
                module = called.__module__  # what `exec` has made
            if module is None:
                return "=" + called.__name__
            return flow_tracer.scope_of(module, called.__code__.co_qualname)
        if isinstance(called, type):
            if called.__module__ in ours:
                made = called.__init__
                if isinstance(made, types.FunctionType) and made.__code__.co_filename in modules:
                    return name_of(made)
                return f"{called.__module__}:{called.__qualname__}"
            return "=" + called.__name__
        own = type(called)
        if own.__module__ in ours and callable(called):
            return name_of(own.__call__)
        if hasattr(called, "__wrapped__"):
            return name_of(called.__wrapped__)
        return "=" + getattr(called, "__name__", own.__name__)

    def seen(scope, line, called, is_decorator):
        name = name_of(called)
        if not is_decorator or name[0] != "=":
            edges.add((scope, name, line))
        return called

    def source_to_code(_, data, path, *, _optimize=-1):
        tree = ast.parse(data, path)
        if path in modules:
            tree = Wrap(modules[path]).visit(tree)
        return compile(tree, path, "exec", dont_inherit=True)

    modules = {}
    ours = set(program["modules"].values())
    importlib.machinery.SourceFileLoader.source_to_code = source_to_code
    builtins.__seen__ = seen
    begin = flow_tracer.Tracer.__init__

    def begun(self, given, folder):
        begin(self, given, folder)
        modules.update(self.modules)

    flow_tracer.Tracer.__init__ = begun
    sys.dont_write_bytecode = True
    found = flow_tracer.run(program)
    found["calls"] = sorted(edges)
    json.dump(found, sys.stdout)


# ---- what is compared


def watches_of(path, text):
    """Every place that binds: ((path, line, scope, expression, kind, first line), column)."""
    places = flow_programs.Places(text).found
    names, skipped, lambdas = {}, set(), {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Lambda):
            lambdas.setdefault(node.lineno, []).append(node)
    for several in lambdas.values():  # two of one line cannot be told apart in a run
        if len(several) > 1:
            given = [a for n in several for a in ast.walk(n.args) if isinstance(a, ast.arg)]
            skipped.update((a.lineno, a.col_offset + 1) for a in given)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name | ast.Attribute) and not isinstance(node.ctx, ast.Store):
            continue
        if isinstance(node, ast.Name):
            names[node.lineno, node.col_offset + 1] = node.id
        elif isinstance(node, ast.arg) and node.arg not in ("self", "cls"):
            names[node.lineno, node.col_offset + 1] = node.arg
        elif isinstance(node, ast.Attribute) and node.end_lineno == node.lineno:
            written = ast.unparse(node)
            if all(part.isidentifier() for part in written.split(".")):
                names[node.lineno, node.end_col_offset - len(node.attr) + 1] = written
        elif isinstance(node, ast.ExceptHandler) and node.name:
            line = text.split("\n")[node.lineno - 1]
            names[node.lineno, line.rindex(f" {node.name}") + 2] = node.name
        elif isinstance(node, ast.MatchAs | ast.MatchStar) and node.name:
            names[node.lineno, node.end_col_offset - len(node.name) + 1] = node.name
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            start = node.col_offset + len("def " if isinstance(node, ast.FunctionDef) else "async def ")
            names[node.lineno, start + 1] = node.name
        elif isinstance(node, ast.comprehension):
            skipped.update((n.lineno, n.col_offset + 1) for n in ast.walk(node.target) if isinstance(n, ast.Name))
    out = []
    for (line, column), (scope, kind, first) in sorted(places.items()):
        if kind != "read" and (line, column) in names and (line, column) not in skipped:
            out.append(((path, line, scope, names[line, column], kind, first), column))
    return out


def shape(text):
    """A told type as {head: [shape of each argument]}; functions and generators are one head each."""
    out = {}
    for member in flow_programs.parts(text, "|"):
        name, bracket, rest = member.partition("[")
        if name.endswith("Callable"):
            name, bracket = "callable Callable", ""
        elif member.startswith(("function ", "method ")):
            name, bracket = "callable " + member.split(" ")[-1].rpartition(".")[2], ""
        elif name.startswith("module "):
            bracket = ""
        elif name == "type":
            name, bracket = f"type {rest[:-1].partition('[')[0].rpartition('.')[2]}", ""
        else:
            name = name.rpartition(".")[2]
        arguments = flow_programs.parts(rest[:-1]) if bracket else []
        if name in ("Generator", "AsyncGenerator"):
            name, arguments = "Generator", []
        if name in ("Coroutine", "CoroutineType"):
            name, arguments = "Generator", []
        if name == "tuple" and arguments == ["()"]:
            arguments = []
        merge(out, name, [shape(a) for a in arguments])
    return out


def merge(into, name, arguments):
    old = into.setdefault(name, arguments)
    if old is not arguments:
        for i, a in enumerate(arguments):
            if i < len(old):
                for k, v in a.items():
                    merge(old[i], k, v)
            else:
                old.append(a)


def seen_shape(values):
    out = {}
    for value in values:
        kind = value[0]
        if kind == "none":
            merge(out, "None", [])
        elif kind == "generator function":
            merge(out, "Generator", [])
        elif kind == "module":
            merge(out, f"module {value[1][0]}", [])
        elif kind in ("function", "method"):
            merge(out, f"callable {value[1]}", [])
        elif kind == "class":
            merge(out, f"type {value[1][0].rpartition('.')[2]}", [])
        else:
            name = value[1][0].rpartition(".")[2]
            if name in ("generator", "async_generator", "coroutine"):
                name = "Generator"
            merge(out, name, [seen_shape(a) for a in value[2]] if name in _HOLDING else [])
    return out


def heads_fit(told, values, wide=False):
    """Whether each value is told and each told head was seen; names of libraries' classes may be those of bases."""
    seen = [seen_shape([v]) for v in values]
    left = set(told)
    for value, one in zip(values, seen, strict=True):
        (head,) = one
        hit = {t for t in told if t == head}
        if not hit and value[0] == "instance":
            names = {n.rpartition(".")[2].lstrip("_") for n in value[1]} - {"object"}
            hit = {t for t in told if t.lstrip("_") in names and not value[1][0].startswith("main.")}
        if not hit and value[0] in ("function", "method", "instance"):
            hit = {t for t in told if t == "callable Callable"}
        if not hit and value[0] in ("function", "method"):  # a lambda, or a function of another name
            hit = {t for t in told if t.startswith("callable ") and "lambda" in value[1] and "lambda" in t}
        if not hit:
            return False
        left -= hit
    return wide or not left


def deep_fit(told, values):
    def plain(shape):
        return {k: [plain(a) for a in v] for k, v in shape.items()}

    def same(a, b):
        if "Any" in a or "?" in a:
            return False
        if a.keys() != b.keys():
            return set(a) in ({"Never"}, set()) and not b
        for k, args in a.items():
            if k not in _HOLDING:
                continue
            if args and b[k] and k == "tuple" and "..." in args[-1]:
                one = {}
                for x in b[k]:
                    for n, v in x.items():
                        merge(one, n, v)
                if not same(args[0], one):
                    return False
                continue
            if len(args) != len(b[k]):
                return False
            if not all(same(x, y) for x, y in zip(args, b[k], strict=True)):
                return False
        return True

    return same(plain(told), plain(seen_shape(values)))


IMPLIED = ("__init__", "__call__", "__new__")


def normal(callee, modules):
    if callee.startswith("="):
        return callee
    callee = callee.replace(":", ".")
    return callee if callee.split(".")[0] in modules else "=" + callee.rpartition(".")[2]


class Program:
    """What a program does and what is told of it."""

    def __init__(self, case):
        (self.found,) = flow_programs.states(case)
        self.name, self.files, _ = self.found
        texts = {p: "\n".join(line.code for line in lines) for p, lines in self.files.items()}
        self.watches = [w for p, t in texts.items() if p.endswith(".py") for w in watches_of(p, t)]
        self.program = flow_programs.program_of(self.files, [w for w, _ in self.watches])
        run = subprocess.run(
            [sys.executable, __file__, "--child"], input=json.dumps(self.program), capture_output=True, text=True,
            timeout=60, check=False,
        )  # fmt: skip
        assert run.returncode == 0, f"{self.name}: {run.stderr}"
        self.seen = json.loads(run.stdout)
        if self.seen["error"]:
            print(f"{case.path.stem}: {self.name} raised {self.seen['error']}", file=sys.stderr)
        modules = {m.split(".")[0] for m in self.program["modules"].values()}
        self.calls = {(caller, normal(callee, modules)) for caller, callee, _ in self.seen["calls"]}
        # What C calls back: a function that is entered from a line of the program and is not called there.
        self.back = {
            (caller, normal(callee, modules)) for caller, callee, _ in self.seen["edges"]
            if normal(callee, modules)[0] != "="
        }  # fmt: skip
        # What a library's own code calls back: in a thread or at the end, nobody of the program waits for it.
        self.through = {(caller, normal(callee, modules)) for caller, callee in self.seen["through"]}
        self.modules = modules

    def told(self):
        types, calls = [], set()
        with tempfile.TemporaryDirectory() as folder:
            for path, lines in self.files.items():
                full = Path(folder, path)
                full.parent.mkdir(parents=True, exist_ok=True)
                full.write_text("\n".join(line.code for line in lines), encoding="utf-8")
            with inferd.open(folder, store=":memory:") as project:
                project.update()
                with fixture_runner.Types(project) as answers:
                    for (path, line, _, _, kind, _), column in self.watches:
                        try:
                            is_return = kind == "return"
                            rows = answers.returned(path, line) if is_return else [answers.at(path, line, column)]
                            types.append(" | ".join(sorted({t for r in rows for t in r.types})) or "?")
                        except Exception as error:  # noqa: BLE001 - a fact that cannot be asked is an unknown one
                            types.append(f"? {error}")
                for r in project.calls().rows:
                    if r.confidence != "possible":
                        calls.add((r.caller, normal(r.callee, self.modules)))
        return types, calls


def number_of(kind):
    return {"parameter": 0, "return": 2}.get(kind, 1)


def measure(case, misses):
    program = Program(case)
    types, calls = program.told()
    counts = [[0, 0, 0, 0] for _ in range(3)]  # exact, deep, unknown, wrong
    seen = program.seen["seen"]
    for (watch, _), values, text in zip(program.watches, seen, types, strict=True):
        path, line, _, written, kind, _ = watch
        if not values:
            continue
        count = counts[number_of(kind)]
        told = shape(text)
        code = program.files[path][line - 1].code
        wide = re.search(r"# wide: (.*)", code)
        fits = heads_fit(told, values, wide is not None and written in wide[1].split())
        verdict = "unknown" if "?" in told or "Any" in told else "exact" if fits else "wrong"
        deep = verdict == "exact" and deep_fit(told, values)
        count[{"exact": 0, "unknown": 2, "wrong": 3}[verdict]] += 1
        count[1] += deep
        if misses and not deep:
            code = code.strip()
            was = " | ".join(sorted({flow_programs.told(v) for v in values}))
            mark = verdict if verdict != "exact" else "shallow"
            print(f"{case.path.stem}: {case.name}: {path}:{line}: {mark}: {kind} {written} = {text}, was {was}: {code}")

    def implied(edge):
        return edge[1].rpartition(".")[2].startswith("__") and edge[1].rpartition(".")[2] not in IMPLIED

    expected = {e for e in program.calls if e[1] != "=object"}
    anywhere = {callee for caller, callee in program.through if not caller}
    allowed = expected | program.back | program.through | {e for e in calls if e[1] in anywhere}
    less, more = expected - calls, {e for e in calls - allowed if not implied(e)}
    # What C calls back on behalf of a builtin has to be told too, if it is no special method or property.
    less |= {e for e in program.back - calls if not implied(e) and e not in expected and callback(program, e)}
    if misses:
        for e in sorted(less):
            print(f"{case.path.stem}: {case.name}: MISSING {e[0]} -> {e[1]}")
        for e in sorted(more):
            print(f"{case.path.stem}: {case.name}: EXTRA {e[0]} -> {e[1]}")
    graph = [int(not less and not more), int(not more), int(not less), 1]
    edges = [len(expected), len(calls), len(expected & calls)]
    return counts, graph, edges


def callback(program, edge):
    """Not a property, a class body or a module: those run without being called."""
    name = edge[1].rpartition(".")[2]
    for lines in program.files.values():
        text = [line.code for line in lines]
        for i, line in enumerate(text):
            if f"def {name}(" in line and i and "property" in text[i - 1]:
                return False
    return True


def row(name, counts, graph):
    total = [sum(c[i] for c in counts) for i in range(4)]
    facts = total[0] + total[2] + total[3]
    parts = [f"{c[0]}/{c[0] + c[2] + c[3]}" for c in counts]
    return (
        f"{name:<14}" + "".join(f"{p:>11}" for p in parts) + f"{total[0]}/{facts}".rjust(12) + f"{total[1]:>7}"
        + f"{total[2]:>8}{total[3]:>7}" + f"{graph[0]:>9}{graph[1]:>9}{graph[2]:>7}{graph[3]:>5}"
    )  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("category", nargs="*")
    parser.add_argument("--misses", action="store_true", help="print each fact and edge that is not exact")
    chosen = parser.parse_args()
    print(
        f"{'':<14}{'parameters':>11}{'variables':>11}{'returns':>11}{'exact':>12}{'deep':>7}{'unknown':>8}{'wrong':>7}"
        f"{'graphs':>9}{'complete':>9}{'sound':>7}{'of':>5}"
    )
    every, graphs = [[0] * 4 for _ in range(3)], [0] * 4
    for path in sorted(chosen.folder.glob("*.py")):
        if chosen.category and path.stem not in chosen.category:
            continue
        counts, graph = [[0] * 4 for _ in range(3)], [0] * 4
        for case in fixture_runner.cases(path):
            one, of_graph, _ = measure(case, chosen.misses)
            counts = [[a + b for a, b in zip(x, y, strict=True)] for x, y in zip(counts, one, strict=True)]
            graph = [a + b for a, b in zip(graph, of_graph, strict=True)]
        print(row(path.stem, counts, graph), flush=True)
        every = [[a + b for a, b in zip(x, y, strict=True)] for x, y in zip(every, counts, strict=True)]
        graphs = [a + b for a, b in zip(graphs, graph, strict=True)]
    print(row("all", every, graphs))


if __name__ == "__main__":
    child() if "--child" in sys.argv else main()
