"""What the programs of tests/fixtures/flow really do is in what is inferred of them.

Without the markers: every variable that is bound and every parameter, result and attribute of a program is watched in a
run of it (`flow_tracer`), and what is seen there has to fit the types that are answered for the place.  Of the calls
that are seen, those of the program's own functions are compared where a line holds one call, whose callees are known.
So an answer may be too wide or unknown here, but not leave out what happens.

Names are looked at right after their line.  What is read in a line that decides about it (`a if a else b`), that binds
it, or that calls a method of it or stores an item, is not asked, nor what an annotation or a type variable declares.
An instance of a class is one of those below it too.  The cases in which something is left out stand in `flow_gaps.txt`
(`-s` prints what), and have to leave it as soon as nothing is; INFERD_UPDATE=gaps writes that file anew.
"""

import ast
import os
import re
import sys
import tempfile
from pathlib import Path

import fixture_runner
import flow_programs
import pytest

import inferd
from inferd.errors import InferdError

pytestmark = pytest.mark.skipif(sys.version_info[:2] != flow_programs.ONLY, reason="the tracer is for another version")

_GAPS = Path(__file__).with_name("flow_gaps.txt")
_TYPE_VARIABLE = re.compile(r"^(\w+) = (?:TypeVar|ParamSpec)\(", re.MULTILINE)
_DECIDES = (ast.BoolOp, ast.IfExp, ast.NamedExpr, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def everything(path, text):
    """What to watch in a file: each place with its column; only reads of lines that do nothing to what they read."""
    places = flow_programs.Places(text).found
    tree = ast.parse(text)
    names, deciding, taken, changed, declared = {}, set(), set(), set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt | ast.expr | ast.arg) and node.end_lineno == node.lineno:
            written = dotted(node)
            if written is not None:
                column = node.end_col_offset - len(node.attr) if isinstance(node, ast.Attribute) else node.col_offset
                names[node.lineno, column + 1] = written
                if not isinstance(getattr(node, "ctx", ast.Store()), ast.Load):
                    taken.add((node.lineno, written.split(".")[0]))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            changed.add((node.lineno, dotted(node.func.value)))
        elif isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
            changed.add((node.lineno, dotted(node.value)))
        if isinstance(node, ast.AnnAssign):
            declared.add((node.lineno, node.target.col_offset + 1))
            declared.update((n.lineno, n.col_offset + 1) for n in ast.walk(node.annotation) if isinstance(n, ast.Name))
        if isinstance(node, _DECIDES):
            deciding.update(range(node.lineno, node.end_lineno + 1))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            start = node.col_offset + len("def " if isinstance(node, ast.FunctionDef) else "async def ")
            names[node.lineno, start + 1] = node.name
    out = []
    for (line, column), (scope, kind, first) in sorted(places.items()):
        written = names.get((line, column))
        if written is None or (line, column) in declared:
            continue
        if (line, written) in changed:
            continue
        if kind == "read" and (line in deciding or (line, written.split(".")[0]) in taken):
            continue
        out.append(((path, line, scope, written, kind, first), column))
    return out


def dotted(node):
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.arg):
        return node.arg
    if isinstance(node, ast.Attribute) and (inner := dotted(node.value)) is not None:
        return f"{inner}.{node.attr}"
    return None


def answer(types, path, line, column, kind):
    """The types that are told of a place; None where nothing is."""
    try:
        rows = types.returned(path, line) if kind == "return" else [types.at(path, line, column)]
    except InferdError:
        return None
    return [t for r in rows for t in r.types] or None


def single_calls(lines):
    """The lines of a file that hold one call and define nothing."""
    calls = {}
    for node in ast.walk(ast.parse("\n".join(line.code for line in lines))):
        if isinstance(node, ast.Call):
            calls[node.lineno] = calls.get(node.lineno, 0) + 1
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            calls.update((d.lineno, 2) for d in [node, *node.decorator_list])
    return {line for line, n in calls.items() if n == 1}


def is_implied(callee):
    """Whether what is called may be called by something else than a call."""
    name = callee.rpartition(".")[2]
    return name.startswith("__") and name not in ("__init__", "__call__", "__new__")


def missed_types(name, files, watches, seen, modules, answers):
    texts = {path: "\n".join(line.code for line in lines) for path, lines in files.items()}
    variables = {path: set(_TYPE_VARIABLE.findall(text)) for path, text in texts.items()}
    for ((path, line, _, written, kind, _), column), values in zip(watches, seen, strict=True):
        types = answer(answers, path, line, column, kind) if values else None
        if types is not None and not variables[path].isdisjoint(types):
            continue
        for value in values if types is not None else ():
            if not any(flow_programs.fits(t, value, modules, below=True) for t in types):
                what = f"{kind} {written} was {flow_programs.told(value)}, not {' | '.join(types)}"
                yield f"{name}: {path}:{line}:{column}: {what}: {files[path][line - 1].code.strip()}"


def missed(name, files, watches, seen):
    """What was seen and is not in what is inferred."""
    modules = {flow_programs.module_of(p).split(".")[0] for p in files}
    with tempfile.TemporaryDirectory() as folder:
        for path, lines in files.items():
            full = Path(folder, path)
            full.parent.mkdir(parents=True, exist_ok=True)
            full.write_text("\n".join(line.code for line in lines), encoding="utf-8")
        with inferd.open(folder, store=":memory:") as project:
            project.update()
            with fixture_runner.Types(project) as answers:
                yield from missed_types(name, files, watches, seen["seen"], modules, answers)
            told = {}
            for r in project.calls().rows:
                if r.confidence != "possible":
                    told.setdefault((r.caller, r.line), set()).add(r.callee.replace(":", "."))
            alone = {flow_programs.module_of(p): single_calls(lines) for p, lines in files.items() if p.endswith(".py")}
            for scope, callee, line in seen["edges"]:
                known = told.get((scope, line))
                callee = callee.replace(":", ".")
                if not known or callee in known or is_implied(callee) or line not in alone[scope.partition(":")[0]]:
                    continue
                if callee.split(".")[0] in modules and any(k.split(".")[0] in modules for k in known):
                    yield f"{name}: {scope} calls {callee} in line {line}, not {', '.join(sorted(known))}"


@pytest.mark.parametrize("path", flow_programs.PATHS, ids=lambda p: p.stem)
def test_what_is_observed_is_inferred(path):
    runs = []
    for case in fixture_runner.cases(path):
        if "python" in case.notes:
            continue
        for name, files, _ in flow_programs.states(case):
            watches = [
                w for p, lines in files.items() if p.endswith(".py")
                for w in everything(p, "\n".join(line.code for line in lines))
            ]  # fmt: skip
            runs.append((case, name, files, watches))
    found = flow_programs.traced([flow_programs.program_of(files, [w for w, _ in ws]) for _, _, files, ws in runs])
    known = gaps().get(path.stem, set())
    wrong, open_ = [], set()
    for (case, name, files, watches), seen in zip(runs, found, strict=True):
        for line in missed(name, files, watches, seen):
            open_.add(case.name)
            if case.name in known:
                print(f"{path.stem}: {line}")
            else:
                wrong.append(line)
    if os.environ.get("INFERD_UPDATE") == "gaps":
        everywhere = {**gaps(), path.stem: open_}
        lines = [f"{stem}: {name}" for stem in sorted(everywhere) for name in sorted(everywhere[stem])]
        _GAPS.write_text("\n".join([*lines, ""]), encoding="utf-8")
    assert not wrong, "\n".join(["", *wrong])
    assert not known - open_, f"no gaps any more: {', '.join(sorted(known - open_))}"


def gaps():
    """The cases, by category, in which something is known to be left out."""
    out = {}
    for line in _GAPS.read_text(encoding="utf-8").splitlines() if _GAPS.exists() else ():
        stem, _, name = line.partition(": ")
        out.setdefault(stem, set()).add(name)
    return out
