"""What is wrong in the code, as far as it is certain: for diagnostics.

Why
---
A reader who meets three false alarms looks at no fourth.  Everything else in inferd would rather name one occurrence
too many and grade it; a problem is reported only where nothing speaks for the code.

Terms
-----
finding     A code (`unknown-attribute`), a place, a message, a grade and its evidence.  docs/problems.md has a section
            for each code.
doubt       Whatever may make a name or an attribute exist although no text defines it (`doubt`).
guard       Code that expects the exception which the finding would raise (`guards`).

The algorithm
-------------
1. Names and imports (`names`): an occurrence that the binding rules leave without a meaning.
2. Each scope of the file is run once, as inference runs it for references, and each step looked at: an attribute that
   every value of a completely known receiver lacks (`attributes`), a call that every definition of a completely known
   callee refuses (`calls`).  One unknown value, one that has the attribute, and nothing is said.
3. What recorded runs saw against what is declared (`contradictions`).

What it does not do
-------------------
It compares no types of arguments with parameters, and says nothing of `None`, of variables that may be unbound, or of
what cannot be reached: type checkers do.  While what flows between functions is being found out anew, parameters that
declare nothing count as unknown.

What it costs: what running each scope costs, some milliseconds a file of 300 lines, once the classes it uses are known.
"""

import re
from collections.abc import Callable, Iterator

from inferd.errors import SourceError
from inferd.inference.engine import Where
from inferd.inference.scopes import frames
from inferd.inference.types import UNKNOWN
from inferd.model import EXACT, Answer, Problem, Undecided
from inferd.query import targets as T
from inferd.query.contradictions import contradictions
from inferd.query.problems import attributes, calls, names
from inferd.query.problems.doubt import Doubt
from inferd.query.problems.guards import Guards
from inferd.query.types import Typing
from inferd.query.view import View
from inferd.store.rows import FileRow

#: code -> what it says, in a few words; docs/problems.md has a section for each
CODES = {
    "undefined-name": "a name that nothing binds",
    "undefined-export": "a name in `__all__` that the module does not have",
    "unresolved-import": "a module that is not there",
    "missing-package": "a package that is not installed",
    "unknown-import": "a name that a module does not have",
    "unknown-attribute": "an attribute that nothing its receiver can be has",
    "too-many-arguments": "a call with more arguments than there are parameters",
    "missing-argument": "a call without an argument that has no default",
    "unknown-keyword": "a keyword argument that no parameter takes",
    "repeated-argument": "an argument that is given by position and by name",
    "no-overload": "a call that none of several definitions takes",
    "contradicted-annotation": "an annotation that a recorded run contradicts",
}
HELP = "problems.md#"  # where the section of a code begins, in the documentation


class Counts:
    """What could not be decided."""

    def __init__(self) -> None:
        self.attributes = 0
        self.calls = 0

    def undecided(self) -> tuple[Undecided, ...]:
        out = []
        if self.attributes:
            out.append(Undecided("attributes of something that is not known", self.attributes, ""))
        if self.calls:
            out.append(Undecided("calls of something that is not known", self.calls, ""))
        return tuple(out)


class Finder:
    """The problems of one view, file by file."""

    def __init__(self, view: View, root: str, flows: bool = True):
        """*flows*: whether what is known of calls is that of this view's files as they stand."""
        assert view.shelf is not None
        typing = Typing(view, view.shelf)
        typing.world.project.documents = False
        typing.reads_flow = flows and not typing.is_settling
        self.view = view
        self.root = root
        self.flows = flows
        self.counts = Counts()
        self.typing = typing
        self.doubt = Doubt(view, typing)
        self.guards = Guards(typing.engine)

    def of_file(self, file_id: int) -> list[Problem]:
        """The problems of one file, in order."""
        file = self.view.file(file_id)
        if file.status == "skipped":
            return []
        found = list(names.of_file(self.view, self.doubt, self.guards, file, self.root))
        for i in range(len(self.typing.engine.tree("", file_id).scopes)):
            found += self._of_scope(Where("", file_id, i))
        out = {r[:7]: r for r in map(self._row, [f for f in found if not self._is_silenced(f)])}
        return sorted(out.values(), key=lambda r: r[:7])

    def _is_silenced(self, f: names.Finding) -> bool:
        """Whether a comment silences it that stands where the call, or the import, begins, in another line."""
        if f.callee < 0:
            return False
        begins, here = f.block.place(f.callee)[0], f.block.place(f.k)[0]
        return begins != here and _is_silenced(source_lines(self.view, self.root, f.block.file.path), begins, f.code)

    def names_of(self, file_id: int) -> list[Problem]:
        """Those of one file that concern names and imports."""
        file = self.view.file(file_id)
        return list(map(self._row, names.of_file(self.view, self.doubt, self.guards, file, self.root)))

    def tell(self, counts: Counts) -> None:
        """Add what could not be decided since this was last asked."""
        counts.attributes += self.counts.attributes
        counts.calls += self.counts.calls
        self.counts = Counts()

    def renewed(self) -> "Finder":
        """Forget what only questions about the files so far needed; another finder, where it remembers too much."""
        self.typing.forget_files()
        self.view.forget_blocks()
        if not self.typing.engine.is_large():
            return self
        return Finder(self.view, self.root, self.flows)

    def _of_scope(self, where: Where) -> Iterator[names.Finding]:
        frame = frames.run(self.typing.engine, where)
        for words in frame.steps:
            if words[0] == "a":
                self.counts.attributes += UNKNOWN in frame.types[int(words[1])]
            elif words[0] == "(":
                self.counts.calls += UNKNOWN in frame.types[int(words[1])]
        yield from attributes.of_frame(self.doubt, self.guards, frame, self.root)
        yield from calls.of_frame(self.doubt, self.guards, frame)

    def _row(self, f: names.Finding) -> Problem:
        line, column, end_line, end_column = f.block.place(f.k)
        scope = f.block.enclosing(f.block.o[f.k * 6 + 4])
        return Problem(
            f.block.file.path, line, column, end_line, end_column, f.code, f.message, scope, f.symbol, f.confidence,
            HELP + f.code, f.evidence,
        )  # fmt: skip


def contradicted(view: View, subject: T.Subject | None) -> list[Problem]:
    """The annotations that runs contradict."""
    out = []
    for r in contradictions(view, subject):
        if r.evidence and r.evidence[0]["kind"] == "declared":
            what = "the result" if r.kind == "return" else f"parameter {r.name}"
            said = f"{what} is declared {r.evidence[0]['why'].rpartition(': ')[2]}, and runs saw {' | '.join(r.types)}"
            width = len(r.name) if r.kind == "parameter" else len(r.scope.rpartition(":")[2].rpartition(".")[2])
            out.append(
                Problem(
                    r.path, r.line, r.column, r.line, r.column + width, "contradicted-annotation", said, r.scope,
                    r.scope, EXACT, f"{HELP}contradicted-annotation", r.evidence,
                )
            )  # fmt: skip
    return out


def answer(
    view: View, target: str | None, root: str, flows: bool = True,
    progress: Callable[[int, int, str], None] | None = None, tell: Callable[[list[Problem]], None] | None = None,
) -> Answer:  # fmt: skip
    """The problems in what a target names (a file, a folder, a module, a symbol), or in the whole project.

    *flows*: as of `Finder`.  *progress*(files done, files, path), *tell*(the rows of a file): called on the way.
    """
    files, inside, named = _asked(view, target, root)
    finder = Finder(view, root, flows)
    out: list[Problem] = []
    counts = Counts()
    seen: dict[str, list[Problem]] = {}
    for p in contradicted(view, None) if view.reader.is_recorded() else ():
        seen.setdefault(p.path, []).append(p)
    for n, f in enumerate(files):
        if progress is not None:
            progress(n, len(files), f.path)
        found = without_silenced(view, root, [*finder.of_file(f.id), *seen.get(f.path, ())])
        found = [p for p in found if not inside or p.scope == inside or p.scope.startswith(f"{inside}.")]
        found.sort(key=lambda r: r[:7])
        out += found
        if tell is not None and found:
            tell(found)
        finder.tell(counts)
        finder = finder.renewed()
    return Answer(
        view.reader.revision(), named, tuple(out), counts.undecided(), tuple(view.reader.not_analysed()),
        finder.typing.is_settling,
    )  # fmt: skip


def _asked(view: View, target: str | None, root: str) -> tuple[list[FileRow], str, str]:
    """(files in the order of their paths, the symbol that rows have to be in, what was asked about)."""
    if target is None:
        return sorted(view.reader.files(), key=lambda f: f.path), "", ""
    file = T.file_of(view, target, root)
    if file is not None:
        return [view.file(file)], "", view.file(file).path
    folder = T.relative(target, root).strip("/").removeprefix("./")
    if ":" not in target:
        below = [f for f in view.reader.files() if folder in ("", ".") or f.path.startswith(f"{folder}/")]
        if below:
            return sorted(below, key=lambda f: f.path), "", folder
    files: dict[int, FileRow] = {}
    symbols = []
    inside = ""
    for subject in T.parse(view, target, root):
        symbol = T.symbol_of(view, subject)
        module, _, name = symbol.partition(":")
        symbols.append(symbol)
        inside = symbol if name else ""
        for m in [module] if name else [module, *view.reader.modules_under(module)]:
            files.update((f.id, f) for f in view.reader.files_of_module(m))
    return sorted(files.values(), key=lambda f: f.path), inside, ", ".join(symbols)


_SILENCED = re.compile(
    r"#.*\b(noqa|type:\s*ignore|(?:pyright|ty|pyrefly|zuban|mypy):\s*ignore|pylint:\s*disable|nosec)\b"
)
_OURS = re.compile(r"#.*\binferd:\s*ignore(?:\[([\w\s,-]*)\])?")


def without_silenced(view: View, root: str, found: list[Problem]) -> list[Problem]:
    """The problems of one file whose lines have no comment that silences them."""
    lines: dict[str, list[str]] = {}
    out = []
    for p in found:
        if p.path not in lines:
            lines[p.path] = source_lines(view, root, p.path)
        if not _is_silenced(lines[p.path], p.line, p.code):
            out.append(p)
    return out


def _is_silenced(lines: list[str], at: int, code: str) -> bool:
    """Whether a comment in a line, counted from 1, silences findings of a code there."""
    line = lines[at - 1] if at <= len(lines) else ""
    ours = _OURS.search(line)
    if ours is not None:
        codes = [c.strip() for c in (ours[1] or "").split(",") if c.strip()]
        if not codes or code in codes:
            return True
    return _SILENCED.search(line) is not None


def source_lines(view: View, root: str, path: str) -> list[str]:
    """The lines of a file as the view shows it; [] where it cannot be read now."""
    from inferd.source import files
    from inferd.source.text import decode, split_lines

    unsaved = view.reader.text_at(path)
    if unsaved is not None:
        return split_lines(unsaved)
    try:
        return split_lines(decode(files.read(root, path))[0])
    except SourceError:
        return []


__all__ = ["CODES", "HELP", "Counts", "Finder", "answer", "contradicted", "without_silenced"]
