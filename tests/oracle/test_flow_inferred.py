"""What the programs of tests/fixtures/flow really do is in what is inferred of them.

Without the markers: every variable that is bound and every parameter, result and attribute of a program is watched in a
run of it (`flow_tracer`), and what is seen there has to fit the types that are answered for the place, and each call
that is seen has to be among those of the scope, if anything is said of it.  So an answer may be too wide or unknown
here, but not leave out what happens.

Names are looked at right after their line.  What is read in a line that decides about it (`a if a else b`), or that
binds it, is not asked, nor what an annotation declares.  An instance of a class is one of those below it too.  A case
that waits as `todo` may fail; `-s` prints what is wrong there.
"""

import ast
import sys
import tempfile
from pathlib import Path

import fixture_runner
import flow_programs
import pytest

import inferd
from inferd.errors import InferdError

pytestmark = pytest.mark.skipif(sys.version_info[:2] != flow_programs.ONLY, reason="the tracer is for another version")

_DECIDES = (ast.BoolOp, ast.IfExp, ast.NamedExpr, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def everything(path, text):
    """What to watch in a file: each place with its column; only reads of lines that do nothing to what they read."""
    places = flow_programs.Places(text).found
    tree = ast.parse(text)
    names, deciding, taken, declared = {}, set(), set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt | ast.expr | ast.arg) and node.end_lineno == node.lineno:
            written = dotted(node)
            if written is not None:
                column = node.end_col_offset - len(node.attr) if isinstance(node, ast.Attribute) else node.col_offset
                names[node.lineno, column + 1] = written
                if not isinstance(getattr(node, "ctx", ast.Store()), ast.Load):
                    taken.add((node.lineno, written.split(".")[0]))
        if isinstance(node, ast.AnnAssign):
            declared.add((node.lineno, node.target.col_offset + 1))
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


def answer(project, path, line, column, kind):
    """The types that are told of a place; None where nothing is."""
    try:
        if kind == "return":
            rows = [r for r in project.types(path).rows if (r.kind, r.line) == ("return", line)]
        else:
            rows = [project.type_at(f"{path}:{line}:{column}")]
    except InferdError:
        return None
    return [t for r in rows for t in r.types] or None


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
            for ((path, line, _, written, kind, _), column), values in zip(watches, seen["seen"], strict=True):
                types = answer(project, path, line, column, kind) if values else None
                if types is None:
                    continue
                for value in values:
                    if not any(flow_programs.fits(t, value, modules, below=True) for t in types):
                        what = f"{kind} {written} was {flow_programs.told(value)}, not {' | '.join(types)}"
                        yield f"{name}: {path}:{line}:{column}: {what}: {files[path][line - 1].code.strip()}"
            edges = {}
            for caller, callee in seen["edges"]:
                edges.setdefault(caller, set()).add(callee.replace(":", "."))
            for scope, observed in sorted(edges.items()):
                told = fixture_runner.callees(project, scope)
                for callee in sorted(observed - told if told else ()):
                    yield f"{name}: {scope} calls {callee}, not only {', '.join(sorted(told))}"


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
    wrong = []
    for (case, name, files, watches), seen in zip(runs, found, strict=True):
        for line in missed(name, files, watches, seen):
            if "todo" in case.notes:
                print(f"todo: {line}")
            else:
                wrong.append(line)
    assert not wrong, "\n".join(["", *wrong])
