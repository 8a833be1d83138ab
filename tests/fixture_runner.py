"""The fixture language: Python files with comment markers, checked as exact sets, after each edit against a cold
index too.

A fixture file holds cases.  A case is a project in one or more states:

    # case: a method through self
    # file: shop/cart.py
    class Cart:
        def total(self):            # def: shop.cart:Cart.total
            return 0
    # file: shop/view.py
    def show(cart):                 # def: $cart
        cart.total()                # ref: shop.cart:Cart.total possible; ref: $cart

    # edit: shop/cart.py
    class Cart: pass
    # redone: shop/cart.py:Cart

Headers stand in the first column.  `case`, `file: PATH [as MODULE]`, and, for later states, `edit: PATH [as MODULE]`,
`delete: PATH`, `move: OLD -> NEW`, `config: pyproject.toml text` and `state: what happens`, which begins another
state (so does the first edit, delete or move after files).  A file keeps its text and markers until it is edited;
markers are not written to the disk, so an edit that changes markers only changes nothing.  In paths,
`\\n`, `\\t` and `\\xNN` are escapes.  `common: PATH`, before the first case, begins a file that each case of the
fixture file starts with.  In a case, `todo: reason` says that it fails as yet (the run fails as soon as it passes),
and `python: 3.12` that it needs that version.

Markers stand at the end of lines, several with `;` between:

    def: TARGET              the definitions of TARGET, all of them and no other
    ref: TARGET [GRADE]      the references to TARGET that are not its definitions; GRADE is `exact` if not given;
                             `inferred by WORD` asks for evidence of that kind (declared, stub, static) or that says so
    is: EXPR = TYPE          the types of a name or dotted name in the line (of a binding: right after the statement;
                             of `a.b`: of the attribute); PEP 604/585 text with full dotted paths, builtins
                             unqualified, the members of a union in any order, `?` for what is unknown; `by` as above
    string: NAME             the strings that read as NAME
    returns: FUNC = TYPE     the types of the results of the function that the line defines, as `query types FILE` says
    unresolved: NAME         names and imports that nothing explains (where `# check: unresolved` stands)
    problem: CODE [GRADE]    the findings of `query problems` (where `# check: problems` stands)

TARGET is what a user may write (`module:Class.name`, a unique bare name), or a label `$name` (`$name-2` for the
second of that name), which stands for the place in the line of its `def:` where that name is.  `TARGET@5` or
`TARGET@5,9` says the columns (from 1); without, it stands for one place in the line, wherever.  Each TARGET that a
case mentions is asked in every state in which it is mentioned.

Query-level checks, each for the state it stands in:

    # members: TARGET = Cart.total, Cart.add      # mro: TARGET = Cart, Base, outside:thing, ?
    # means: TARGET = other:Symbol, ...           # error: TARGET = TargetNotFound
    # none: TARGET                                # not-analysed: PATH = part of the reason
    # redone: path:block, ...                     # report: changed=1 moved=0 removed=0
    # check: unresolved                           # undecided: TARGET = part of the text
    # check: problems                             # says: CODE = MESSAGE
    # impls: TARGET = a:Sub, a:Sub.f, ...         # overrides: TARGET = a:Base.f, a:Sub.f, ...
    # calls: SCOPE = a:f, a:C.__init__, builtins.print, ...

`impls` of a class are the classes below it, of a Protocol also those that have its members; of a method, its
definitions in those classes.  `overrides` of a method are the definitions that it overrides and those that override it,
and what a Protocol ties to it.  Neither lists TARGET itself.  A name may have a grade behind it, `exact` if not given.

`calls` are all callees that the code of SCOPE (`a:f`, `a:C` for a class body, `a` for a module body, `a:f.<locals>.g`,
`a:<lambda>`) is known to call, those that are only possible left out: the call of a class of the project is its
`__init__`, or that which it inherits in the project, else the class itself; what is not the project's stands under its
own name, a class for itself (`builtins.len`, `builtins.list.append`, `builtins.int`, `json.dumps`).  What an operator,
a property, `for`, `with` or a decorator calls counts where it is the project's, and so does what a builtin is given to
call (`map(f, many)`).  Comprehensions belong to the scope around them.

`INFERD_UPDATE=1 pytest tests/test_fixtures.py` rewrites the def and ref markers of failing cases to what is answered;
the diff is the review.  `INFERD_UPDATE=todo` takes away the `todo` of cases that pass by now.
"""

import os
import re
import textwrap
from pathlib import Path
from typing import NamedTuple

import inferd
from inferd import config as configuration
from inferd.errors import InferdError
from inferd.index.hierarchy import Class, Opaque
from inferd.query import targets
from inferd.store.rows import Reader

_HEADER = re.compile(
    r"# (case|common|todo|python|file|edit|delete|move|state|config|members|mro|means|error|none|not-analysed|redone"
    r"|report|check|undecided|impls|overrides|calls|says):(?: (.*))?$"
)
_MARKER = re.compile(r"\s*# ((?:def|ref|is|returns|string|unresolved|problem): .*)$")
_ONE = re.compile(
    r"(def|ref|string|unresolved|problem): (\S+?)(?:@([\d,]+))?(?: (exact|inferred|possible)(?: by ([\w-]+))?)?$"
)
_IS = re.compile(r"(is|returns): ([\w.]+)(?:@(\d+))? = (.+?)(?: by ([\w-]+))?$")
_CHECKS = frozenset(
    "members mro means error none not-analysed redone report check undecided impls overrides calls says".split()
)


class Marker(NamedTuple):
    kind: str
    target: str
    columns: tuple[int, ...]  # () for one place, wherever
    grade: str  # of an `is` or `returns`: the types
    by: str = ""  # what the evidence has to be, or to say


class Line(NamedTuple):
    code: str
    markers: tuple[Marker, ...]
    number: int  # in the fixture file, from 0


class Step(NamedTuple):
    """What one state does to the files, and the checks at its end."""

    actions: list[tuple[str, str, list[Line], str]]  # (kind, path, lines, module)
    checks: list[tuple[str, str, int]]
    said: str


class Case(NamedTuple):
    name: str
    path: Path
    steps: list[Step]
    notes: dict[str, str]  # todo: the reason why it fails as yet; python: the version that it needs


def cases(path: Path) -> list[Case]:
    """The cases of a fixture file."""
    out: list[Case] = []
    common: list[tuple[str, str, list[Line], str]] = []
    lines: list[Line] | None = None
    for number, text in enumerate(path.read_text(encoding="utf-8").split("\n")):
        m = _HEADER.match(text)
        if m is None:
            if lines is not None:
                lines.append(parse_line(text, number, path))
            elif text.strip() and not text.startswith("#") and out and out[-1].steps:
                raise SyntaxError(f"{path}:{number + 1}: a line in no file: {text}")
            continue
        kind, rest = m[1], (m[2] or "").strip()
        if kind in _CHECKS:
            out[-1].steps[-1].checks.append((kind, rest, number))
            continue
        lines = None
        if kind == "common":
            lines = []
            common.append(("file", rest, lines, ""))
            continue
        if kind == "case":
            out.append(Case(rest, path, [Step(list(common), [], "")] if common else [], {}))
            continue
        if kind in ("todo", "python"):
            out[-1].notes[kind] = rest
            continue
        steps = out[-1].steps
        if kind == "state":
            steps.append(Step([], [], rest))
            continue
        if not steps or (kind in ("edit", "delete", "move") and len(steps) == 1 and not steps[0].said):
            steps.append(Step([], [], ""))
        if kind in ("file", "edit"):
            name, _, module = rest.partition(" as ")
            lines = []
            steps[-1].actions.append((kind, _unescape(name), lines, module))
        elif kind == "move":
            old, _, new = rest.partition(" -> ")
            steps[-1].actions.append((kind, old, [], new))
        else:
            steps[-1].actions.append((kind, rest, [], ""))
    return out


def _unescape(text: str) -> str:
    return text.encode("latin-1", "backslashreplace").decode("unicode_escape") if "\\" in text else text


def parse_line(text: str, number: int, path: Path) -> Line:
    m = _MARKER.search(text)
    if m is None:
        return Line(text, (), number)
    markers = []
    for part in m[1].split(";"):
        one = _ONE.match(part.strip()) or _IS.match(part.strip())
        if one is None:
            raise SyntaxError(f"{path}:{number + 1}: no marker: {part.strip()}")
        columns = tuple(int(c) for c in one[3].split(",")) if one[3] else ()
        markers.append(Marker(one[1], one[2], columns, one[4] or "exact", one[5] or ""))
    return Line(text[: m.start()], tuple(markers), number)


# ---------------------------------------------------------------------------------------------------------------------


class Failure(AssertionError):
    pass


def run(case: Case, root: Path) -> list[str]:
    """Play a case in an empty directory; returns what was wrong in which state (empty: all is well)."""
    files: dict[str, tuple[list[Line], str]] = {}
    wrong: list[str] = []
    with inferd.open(str(root), store=":memory:") as project:
        for index, step in enumerate(case.steps):
            for action in step.actions:
                act(root, files, action)
            project.config = configuration.load(str(root))
            report = project.update()
            state = f"state {index + 1}" + (f" ({step.said})" if step.said else "")
            found = _check(project, files, step, report)
            found += [f"differs from a cold index: {line[:300]}" for line in project.verify()[:10]]
            wrong += [f"{state}: {line}" for line in found]
            if os.environ.get("INFERD_UPDATE", "todo") != "todo" and found:
                rewrite(case.path, project, files)
    return wrong


def act(root: Path, files: dict, action: tuple) -> None:
    kind, path, lines, extra = action
    full = root / path
    if kind in ("file", "edit"):
        full.parent.mkdir(parents=True, exist_ok=True)
        text = "\n".join(line.code.rstrip(" ") for line in lines)
        full.write_bytes((text.rstrip("\n") + "\n").encode() if text.strip() else b"")
        files[path] = (lines, extra or files.get(path, ((), ""))[1])
    elif kind == "delete":
        if full.is_dir():
            for p in [p for p in files if p.startswith(path.rstrip("/") + "/")]:
                (root / p).unlink()
                del files[p]
        else:
            full.unlink()
            del files[path]
    elif kind == "move":
        target = root / extra
        target.parent.mkdir(parents=True, exist_ok=True)
        full.rename(target)
        for p in list(files):
            if p == path or p.startswith(path.rstrip("/") + "/"):
                files[extra + p[len(path) :]] = (files.pop(p)[0], "")
    else:
        assert kind == "config", kind
        (root / "pyproject.toml").write_text("[tool.inferd]\n" + path + "\n")


def _places(files: dict, kinds: tuple[str, ...]) -> dict[str, list[tuple[str, int, Marker]]]:
    out: dict[str, list[tuple[str, int, Marker]]] = {}
    for path, (lines, _) in files.items():
        for number, line in enumerate(lines, 1):
            for m in line.markers:
                if m.kind in kinds:
                    out.setdefault(m.target, []).append((path, number, m))
    return out


def question(files: dict, target: str) -> str:
    """What to ask for a marker's target: itself, or the place of a label's first definition."""
    if not target.startswith("$"):
        return target
    for path, number, m in _places(files, ("def",)).get(target, ()):
        column = m.columns[0] if m.columns else _column(files[path][0][number - 1].code, label_name(target))
        return f"{path}:{number}:{column}"
    raise Failure(f"the label {target} has no `def:`")


def label_name(target: str) -> str:
    return target[1:].partition("-")[0]


def _column(code: str, name: str) -> int:
    """Where a name, or the last part of a dotted name, first stands in a line of code."""
    m = re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", code) or re.search(rf"(?<!\w){re.escape(name)}(?!\w)", code)
    if m is None:
        raise Failure(f"no {name} in {code!r}")
    return m.end() - len(name.rpartition(".")[2]) + 1


def place_of(code: str, marker: Marker) -> tuple[int, ...]:
    """The columns that a marker of an expression or label stands for; raises Failure where there are none."""
    if marker.columns:
        return marker.columns
    if marker.kind in ("is", "returns"):
        return (_column(code, marker.target),)
    if marker.kind in ("def", "ref"):
        name = label_name(marker.target) if marker.target.startswith("$") else re.split(r"[.:]", marker.target)[-1]
        return (_column(code, name),)
    return ()


def union(text: str) -> frozenset[str]:
    """The members of a union, with the unions inside of them in one order."""
    parts, depth, begin = [], 0, 0
    for i, c in enumerate(text):
        depth += (c == "[") - (c == "]")
        if c == "|" and not depth:
            parts.append(text[begin:i])
            begin = i + 1
    return frozenset(_ordered(p.strip()) for p in [*parts, text[begin:]])


def _ordered(text: str) -> str:
    head, bracket, rest = text.partition("[")
    if not bracket or not rest.endswith("]"):
        return text
    arguments, depth, begin, rest = [], 0, 0, rest[:-1]
    for i, c in enumerate(rest):
        depth += (c == "[") - (c == "]")
        if c == "," and not depth:
            arguments.append(rest[begin:i])
            begin = i + 1
    return f"{head}[{', '.join(' | '.join(sorted(union(a))) for a in [*arguments, rest[begin:]])}]"


def says(evidence, word: str) -> bool:
    """Whether evidence is of a kind, or tells a word."""
    return any(word == value or re.search(rf"\b{word}\b", str(value)) for e in evidence for value in e.values())


def answers(project, files: dict, target: str) -> tuple[set, set]:
    """(definitions, other references) of a target: sets of (path, line, column, grade)."""
    asked = question(files, target)
    defined = {(d.path, d.line, d.column, "exact") for d in project.definitions(asked).rows}
    places = {d[:3] for d in defined}
    rows = project.references(asked).rows
    for path, number, m in _places(files, ("ref",)).get(target, ()):
        here = [r for r in rows if (r.path, r.line) == (path, number) and (not m.columns or r.column in m.columns)]
        if m.by and here and not any(says(r.evidence, m.by) for r in here):
            raise Failure(f"{path}:{number}: no evidence {m.by}: {here[0].evidence}")
    listed = [r[:3] for r in rows]
    if len(set(listed)) != len(listed):
        raise Failure(f"{target}: a place is listed twice")
    return defined, {(r.path, r.line, r.column, r.confidence) for r in rows if r[:3] not in places}


def _check(project, files: dict, step: Step, report) -> list[str]:
    wrong: list[str] = []
    marked = _places(files, ("def", "ref"))
    for target, expected in marked.items():
        try:
            defined, others = answers(project, files, target)
        except (InferdError, Failure) as error:
            wrong.append(f"{target}: {error}")
            continue
        if any(m.kind == "def" for *_, m in expected):
            wrong += _compare(target, "def", [e for e in expected if e[2].kind == "def"], defined, files)
        wrong += _compare(target, "ref", [e for e in expected if e[2].kind == "ref"], others, files)
    for name, expected in _places(files, ("string",)).items():
        rows = {(r.path, r.line, r.column, "exact") for r in project.strings(name).rows}
        wrong += _compare(name, "string", [(p, n, m._replace(grade="exact")) for p, n, m in expected], rows, files)
    for path, number, m, said in typed(project, files):
        at, code = f"{path}:{number}", files[path][0][number - 1].code
        if isinstance(said, str):
            wrong.append(f"{at}: {m.target}: {said}")
            continue
        types, evidence = said
        if types != union(m.grade):
            verb = "is" if m.kind == "is" else "returns"
            wrong.append(f"{at}: {m.target} {verb} {' | '.join(sorted(types))}, not {m.grade}: {code.strip()}")
        elif m.by and not says(evidence, m.by):
            wrong.append(f"{at}: {m.target}: no evidence {m.by}: {evidence}")
    modules = {path: module for path, (_, module) in files.items() if module}
    with project.snapshot() as view:
        known = {f.path: f.module for f in view.reader.files()}
    wrong += [f"{p}: module {known.get(p)}, not {m}" for p, m in modules.items() if known.get(p) != m]
    for kind, text, _ in step.checks:
        try:
            said = _query_check(project, files, kind, text, report)
        except (InferdError, Failure) as error:
            said = str(error)
        if said:
            wrong.append(f"{kind}: {text}: {said}")
    return wrong


def typed(project, files: dict):
    """What is answered for each `is` and `returns`: (path, line, marker, (types, evidence) or what went wrong)."""
    with Types(project) as types:
        for places in _places(files, ("is", "returns")).values():
            for path, number, m in places:
                try:
                    if m.kind == "is":
                        rows = [types.at(path, number, place_of(files[path][0][number - 1].code, m)[0])]
                    else:
                        rows = types.returned(path, number)
                except (InferdError, Failure) as error:
                    yield path, number, m, str(error)
                else:
                    said = frozenset(_ordered(t) for r in rows for t in r.types) or frozenset("?")
                    yield path, number, m, (said, [e for r in rows for e in r.evidence])


class Types:
    """What `type_at` and `types` of files answer, for many questions at once."""

    def __init__(self, project):
        self.project = project
        self.files = {}

    def __enter__(self):
        self.snapshot = self.project.snapshot()
        self.view = self.snapshot.__enter__()
        return self

    def __exit__(self, *problem):
        return self.snapshot.__exit__(*problem)

    def at(self, path: str, line: int, column: int):
        return self.view.typing.row(*targets.place(self.view, f"{path}:{line}:{column}", self.project.root))

    def returned(self, path: str, line: int) -> list:
        if path not in self.files:
            self.files[path] = [r for r in self.project.types(path).rows if r.kind == "return"]
        return [r for r in self.files[path] if r.line == line]


def callees(project, scope: str) -> set[str]:
    """What a scope is known to call; what is not the project's may stand with a dot, so all stand with dots."""
    rows = project.calls().rows
    return {r.callee.replace(":", ".") for r in rows if r.caller == scope and r.confidence != "possible"}


def _compare(target: str, kind: str, expected: list, actual: set, files: dict) -> list[str]:
    """Exact sets, place by place: a marker without columns stands for one place in its line."""
    left = set(actual)
    wrong = []
    for path, number, m in sorted(expected, key=lambda e: not e[2].columns):
        for column in m.columns or (0,):
            here = sorted(x for x in left if x[:2] == (path, number) and (not column or x[2] == column))
            same = [x for x in here if x[3] == m.grade]
            if same:
                left.discard(same[0])
            elif here:
                wrong.append(
                    f"{path}:{number}: {kind} {target} is {here[0][3]}, not {m.grade}: {_code(files, path, number)}"
                )
                left.discard(here[0])
            else:
                at = f":{column}" if column else ""
                wrong.append(f"{path}:{number}{at}: missing {kind} {target} {m.grade}: {_code(files, path, number)}")
    for path, number, column, grade in sorted(left):
        wrong.append(f"{path}:{number}:{column}: extra {kind} {target} {grade}: {_code(files, path, number)}")
    return wrong


def _code(files: dict, path: str, number: int) -> str:
    return files[path][0][number - 1].code.strip() if path in files and number <= len(files[path][0]) else ""


def _query_check(project, files: dict, kind: str, text: str, report) -> str:
    target, _, wanted = (part.strip() for part in f"{text} ".partition(" = "))
    listed = [x.strip() for x in wanted.split(",") if x.strip()]
    if kind == "members":
        found = sorted({d.symbol.rpartition(":")[2] for d in project.members(question(files, target)).rows})
        return "" if found == sorted(listed) else f"found {', '.join(found)}"
    if kind in ("impls", "overrides"):
        asked = question(files, target)
        rows = (project.implementations(asked) if kind == "impls" else project.overrides(asked)).rows
        found = sorted({d.symbol + ("" if d.confidence == "exact" else f" {d.confidence}") for d in rows})
        return "" if found == sorted(listed) else f"found {', '.join(found)}"
    if kind == "calls":
        found = callees(project, target)
        return "" if found == {n.replace(":", ".") for n in listed} else f"found {', '.join(sorted(found))}"
    if kind == "mro":
        with project.snapshot() as view:
            (subject,) = targets.parse(view, target)
            symbol = targets.symbol_of(view, subject)
            nodes = view.hierarchy.mro(Class(*symbol.split(":")))
            found = [(n.symbol or "?") if isinstance(n, Opaque) else n.name for n in nodes]
        return "" if found == listed else f"found {', '.join(found)}"
    if kind == "means":
        with project.snapshot() as view:
            found = sorted(
                targets.symbol_of(view, s) for s in targets.parse(view, question(files, target), project.root)
            )
        return "" if found == sorted(listed) else f"found {', '.join(found)}"
    if kind == "error":
        try:
            found = str(project.references(target).rows)
        except InferdError as error:
            found = type(error).__name__
        return "" if found == wanted else f"found {found}"
    if kind == "none":
        rows = project.references(question(files, target)).rows
        return f"found {rows}" if rows else ""
    if kind == "undecided":
        found = [u.reason for u in project.references(question(files, target)).undecided]
        return "" if any(wanted in r for r in found) else f"found {found}"
    if kind == "not-analysed":
        with project.snapshot() as view:
            found = dict(Reader(view.reader.db).not_analysed())
        if not target:
            return f"found {found}" if found else ""
        return "" if target in found and wanted in found[target] else f"found {found}"
    if kind == "redone":
        wished = sorted(x.strip() for x in text.split(",") if x.strip())
        return "" if sorted(report.redone) == wished else f"found {', '.join(sorted(report.redone))}"
    if kind == "report":
        for item in text.split():
            name, _, number = item.partition("=")
            if getattr(report, name) != int(number):
                return f"found {name}={getattr(report, name)}"
        return ""
    if kind == "check" and text == "unresolved":
        rows = {(r.path, r.line, r.column, "exact") for r in project.unresolved(inference=False).rows}
        expected = [e for places in _places(files, ("unresolved",)).values() for e in places]
        return "; ".join(_compare("unresolved", "name", expected, rows, files))
    if kind == "check" and text == "problems":
        found = project.problems().rows
        said = [
            line
            for code in sorted({r.code for r in found} | _places(files, ("problem",)).keys())
            for line in _compare(
                code, "problem", _places(files, ("problem",)).get(code, []),
                {(r.path, r.line, r.column, r.confidence) for r in found if r.code == code}, files,
            )
        ]  # fmt: skip
        return "; ".join(said)
    if kind == "says":
        messages = [r.message for r in project.problems().rows if r.code == target]
        return "" if wanted in messages else f"found {messages}"
    raise Failure(f"no such check: {kind}")


# ---------------------------------------------------------------------------------------------------------------------


def rewrite(path: Path, project, files: dict) -> None:
    """Put what is answered now into the markers of a fixture file."""
    text = path.read_text(encoding="utf-8").split("\n")
    new: dict[tuple[str, int], list[str]] = {}
    asked = _places(files, ("def", "ref"))
    for target in asked:
        try:
            answered = answers(project, files, target)
        except (InferdError, Failure):
            continue
        with_defs = any(m.kind == "def" for *_, m in asked[target])
        for kind, places in zip(("def", "ref"), answered, strict=True):
            if kind == "def" and not with_defs:
                continue
            lines: dict[tuple, list[int]] = {}
            for p, number, column, grade in sorted(places):
                lines.setdefault((p, number, grade), []).append(column)
            for (p, number, grade), columns in lines.items():
                at = "@" + ",".join(map(str, columns)) if len(columns) > 1 else ""
                new.setdefault((p, number), []).append(
                    f"{kind}: {target}{at}" + ("" if grade == "exact" else f" {grade}")
                )
    for p, (lines, _) in files.items():
        for number, line in enumerate(lines, 1):
            kept = [f"{m.kind}: {m.target}" for m in line.markers if m.kind in ("string", "unresolved", "problem")]
            for m in line.markers:
                if m.kind in ("is", "returns"):
                    at = f"@{m.columns[0]}" if m.columns else ""
                    kept.append(f"{m.kind}: {m.target}{at} = {m.grade}" + (f" by {m.by}" if m.by else ""))
            markers = new.get((p, number), []) + kept
            if markers or line.markers:
                text[line.number] = f"{line.code.rstrip():<48}# {'; '.join(markers)}" if markers else line.code.rstrip()
    path.write_text("\n".join(text), encoding="utf-8")


def drop_todo(case: Case) -> None:
    """Take away the `todo` of a case."""
    text = case.path.read_text(encoding="utf-8").split("\n")
    del text[text.index(f"# todo: {case.notes['todo']}", text.index(f"# case: {case.name}"))]
    case.path.write_text("\n".join(text), encoding="utf-8")


def check(source: str, root: Path) -> None:
    """Play a case that is written in a test; raises with what was wrong."""
    path = root.parent / f"{root.name}.case"
    path.write_text("# case: inline\n" + textwrap.dedent(source), encoding="utf-8")
    (case,) = cases(path)
    wrong = run(case, root)
    assert not wrong, "\n".join(wrong)
