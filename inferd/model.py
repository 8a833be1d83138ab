"""What every part of inferd answers with: plain, frozen data in the editor's terms.

Lines and columns count from 1, columns in code points; paths are relative to the project, with `/`.
"""

from typing import Any, NamedTuple

EXACT, INFERRED, POSSIBLE = "exact", "inferred", "possible"
CONFIDENCES = (EXACT, INFERRED, POSSIBLE)


def plain(qualname: str) -> str:
    """A qualified name without the ordinals of repeated definitions."""
    return ".".join(p.split("#")[0] for p in qualname.split(".")) if "#" in qualname else qualname


class Location(NamedTuple):
    """A place in a file; lines and columns from 1, columns in code points."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


class Reference(NamedTuple):
    """One occurrence of a symbol.

    `role` is one of `inferd.syntax.facts.ROLE_NAMES`; `scope` the symbol of the enclosing module, class or function;
    `symbol` the member of the family that this occurrence belongs to; `evidence` says why it is graded as it is.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    role: str
    scope: str
    symbol: str
    confidence: str
    evidence: tuple[dict[str, Any], ...] = ()


class Definition(NamedTuple):
    """Where a symbol is defined.  `kind`: module, class, function, method, property, attribute, variable, parameter
    ...; `ordinal` counts the definitions of one symbol (`#1`, `#2`); the range is that of the name, `body_*` of the
    whole.  `confidence` says how sure it is that it belongs to the answer: whoever has the members of a Protocol
    without naming it is `inferred`, and `evidence` says so.
    """

    symbol: str
    kind: str
    ordinal: int
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    body_line: int
    body_end_line: int
    stale: bool = False
    confidence: str = EXACT
    evidence: tuple[dict[str, Any], ...] = ()


class TypeRow(NamedTuple):
    """The types of a name or expression at a place.

    `kind`: variable, parameter, return, attribute or expression.  `types` are sorted texts (PEP 604/585, builtins
    unqualified); `?` among them says that there may be others.
    """

    path: str
    line: int
    column: int
    kind: str
    name: str
    scope: str
    types: tuple[str, ...]
    evidence: tuple[dict[str, Any], ...] = ()


class CallRow(NamedTuple):
    """A call: the symbols of the scope that it stands in and of what is called, and the place of the callee's name."""

    path: str
    line: int
    column: int
    caller: str
    callee: str
    confidence: str
    evidence: tuple[dict[str, Any], ...] = ()


class TestRow(NamedTuple):
    """A test that ran something, or relies on what ran it, with the reason.  `outcome`: how it ended last."""

    path: str
    line: int
    column: int
    id: str
    why: str
    outcome: str
    confidence: str
    evidence: tuple[dict[str, Any], ...] = ()


class Problem(NamedTuple):
    """Something that is wrong in the code: a finding of `inferd query problems`.

    `code` is one of `inferd.query.problems.CODES`; `message` a sentence without its end; `scope` the symbol of the
    enclosing module, class or function; `symbol` what it is about (the class that lacks an attribute, the function that
    is called), '' where that has no name; `help` the section of the documentation.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    code: str
    message: str
    scope: str
    symbol: str
    confidence: str
    help: str
    evidence: tuple[dict[str, Any], ...] = ()


class Undecided(NamedTuple):
    """What could not be decided: a reason, how many occurrences it concerns, and how to see them."""

    reason: str
    count: int  # type: ignore[assignment]  # instead of the tuple's method, which nobody calls on it
    hint: str = ""


class Answer(NamedTuple):
    """An answer with what it rests on: the revision, what stayed undecided, and the files that were not analysed."""

    revision: int
    target: str
    rows: tuple[Any, ...]  # of one kind: `Reference`, `Definition`, `TypeRow`, `CallRow` ...
    undecided: tuple[Undecided, ...] = ()
    not_analysed: tuple[tuple[str, str], ...] = ()
    settling: bool = False
    candidates: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "revision": self.revision,
            "settling": self.settling,
            "target": self.target,
            "rows": [row_json(r) for r in self.rows],
            "undecided": [u._asdict() for u in self.undecided],
            "not_analysed": [{"path": p, "reason": r} for p, r in self.not_analysed],
        }


class Impact(NamedTuple):
    """What a change of a symbol would touch: see `inferd.query.impact`.

    `family`: {"symbol", "reason", "definitions": [{"path", "line", "column", "kind"}]}, the symbol itself first.
    `callers`: {"caller", "path", "line", "count", "confidence", "places": [[path, line, column], ...]},
    and "evidence" where only recorded runs saw the call.
    `dependants`: {"symbol", "path", "line", "depth", "through", "confidence"}; depth 2 is who uses a caller.
    `tests`: {"id", "why"}.  `risks`: {"kind", "level", "why", "count", "places"}, see `inferd.query.risks`.
    """

    revision: int
    target: str
    kind: str
    family: tuple[dict[str, Any], ...]
    exact: tuple[Reference, ...]
    inferred: tuple[Reference, ...]
    possible: tuple[Reference, ...]
    callers: tuple[dict[str, Any], ...]
    dependants: tuple[dict[str, Any], ...]
    tests: tuple[dict[str, str], ...]
    risks: tuple[dict[str, Any], ...]
    not_analysed: tuple[tuple[str, str], ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "target": self.target,
            "for": self.kind,
            "revision": self.revision,
            "family": list(self.family),
            "references": {
                "exact": [row_json(r) for r in self.exact],
                "inferred": [row_json(r) for r in self.inferred],
                "possible": [row_json(r) for r in self.possible],
            },
            "callers": list(self.callers),
            "dependants": list(self.dependants),
            "tests": list(self.tests),
            "risks": list(self.risks),
            "not_analysed": [{"path": p, "reason": r} for p, r in self.not_analysed],
        }


class ChangePlan(NamedTuple):
    """A change that is computed and not yet written: `Project.apply` writes it.

    `changes` are the files before and after (`refactor.edits.FileChange`), `edits` the single replacements behind them
    (`refactor.edits.TextEdit`); `rows` the occurrences that change.  `left_out` are occurrences that may belong to it
    and do not change; the last item of their evidence says why.  `warnings` are sentences for the person who decides;
    `failures` are (path, reason) of files that should change and could not be.  `moves` are the files that move, old
    path and new one; edits count from the old one.  Rows of text that is no code have the role "string", "comment" or
    "docstring", and no symbol.  `also` are other projects in which it changes files, as paths from this one.
    """

    description: str
    target: str
    changes: tuple[Any, ...]
    edits: tuple[Any, ...]
    rows: tuple[Reference, ...]
    left_out: tuple[Reference, ...]
    warnings: tuple[str, ...]
    moves: tuple[tuple[str, str], ...] = ()
    failures: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "description": self.description,
            "target": self.target,
            "files": sorted({e.path for e in (self.edits or self.changes)}),
            "moves": [list(m) for m in self.moves],
            "rows": [row_json(r) for r in self.rows],
            "left_out": [row_json(r) for r in self.left_out],
            "warnings": list(self.warnings),
            "failures": [{"path": p, "reason": r} for p, r in self.failures],
        }


def row_json(row: NamedTuple) -> dict[str, Any]:
    """A row as a JSON object; `evidence` becomes a list."""
    out = row._asdict()
    for listed in ("evidence", "types"):
        if listed in out:
            out[listed] = list(out[listed])
    return out
