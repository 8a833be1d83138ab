"""What a change of a symbol would touch, as one report.

Everything here is read off the index; nothing is guessed into certainty.  The report has, in this order:

    family       what changes together, and why (`query.kin`)
    references   every occurrence, in the three grades, with their evidence
    callers      the scopes that contain a sure call, or that a recorded run saw call it
    dependants   who depends on these, and so on (`query.dependants`)
    tests        those that a change can affect (`query.affected`)
    risks        what may go wrong, by what is planned (`query.risks`)

What is followed is bounded, and it is said where a bound was met.  Evidence for the types of receivers costs more than
all the rest; `explain` says for how many references of a grade it is wanted.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from inferd.index.hierarchy import Class
from inferd.index.resolve import Symbol
from inferd.model import EXACT, INFERRED, Impact, Reference, plain
from inferd.query import affected, receiver_shapes, receivers, risks
from inferd.query import dependants as D
from inferd.query import references as R
from inferd.query import symbols as S
from inferd.query import targets as T
from inferd.query.affected import id_of_test
from inferd.query.kin import Kin, Use, kin, located
from inferd.query.reaching import is_test_path
from inferd.query.view import Member, View
from inferd.source.lines import Sources
from inferd.syntax import facts as F

KINDS = ("rename", "signature", "remove", "move", "retype")

MAX_PLACES = 20  # places that a caller lists

_CONSTRUCTORS = ("__init__", "__new__")


def impact(
    view: View, subject: T.Subject | list[T.Subject], kind: str = "rename", root: str = "", explain: int | None = None,
    to: str = "",
) -> Impact:  # fmt: skip
    """The impact report of a subject (or of several that one target names).

    *root*: where the project's files are; without it no text is searched.  *explain*: of how many references of each
    grade the evidence for the receiver's type is wanted; None for all.  *to*: the module that it moves to.
    """
    if kind not in KINDS:
        raise ValueError(f"kind: {kind!r} is none of {', '.join(KINDS)}")
    subjects = subject if isinstance(subject, list) else [subject]
    view.explains = False
    known = kin(view, subjects)
    ties = receiver_shapes.told(view, known, receiver_shapes.MAX_TOLD, receiver_shapes.MAX_CLASSES)
    uses = list(ties.sure.values())
    calls = [u for u in uses if u.is_call or (u.code & F.DECORATOR and u.role == F.READ)]
    calls += _constructor_calls(view, ties) + _calls_with_parameter(view, subjects, ties)
    callers = _callers(calls) + _observed_callers(view, ties, calls)
    further = D.dependants(view, subjects, callers)
    tests = affected.of_symbol(view, subjects, known, kind, list(known.sure.values()), further.rows)
    plan = risks.Plan(view, subjects, ties, kind, calls, Sources(root), root, tuple(_cut_off(further)), tests.said, to)
    found = risks.risks(plan)
    uses.sort(key=lambda u: u.row[:5])
    possible = R._ranked(view, subjects[0], [u.row for u in ties.possible.values()])
    view.explains = True
    return Impact(
        view.reader.revision(),
        ", ".join(T.symbol_of(view, s) for s in subjects),
        kind,
        tuple(_family(view, ties)),
        tuple(u.row for u in uses if u.row.confidence == EXACT),
        tuple(_explained(view, ties, (u for u in uses if u.row.confidence == INFERRED), explain)),
        tuple(possible),
        tuple(callers),
        tuple(further.rows),
        tuple(tests.tests),
        tuple(found),
        tuple(view.reader.not_analysed()),
    )


def with_refusals(found: Sequence[risks.Risk], refusals: Iterable[tuple[str, int, str]]) -> list[risks.Risk]:
    """Risks, and before them the reasons for which the change would be refused, each with its places."""
    places: dict[str, list[tuple[str, int, int]]] = {}
    for path, line, reason in refusals:
        places.setdefault(reason, []).extend([(path, line, 0)] if path else [])
    first = [risks.risk("collision", risks.BREAKS, why, where) for why, where in places.items()]
    return [*first, *found]


def _explained(view: View, ties: Kin, uses: Iterable[Use], most: int | None) -> list[Reference]:
    """The rows of inferred references, with the evidence for the types of the first *most* receivers."""
    out = []
    of = {f"{s.cls.symbol}.{s.name}": s.cls for s in ties.subjects if isinstance(s, T.Attribute)}
    for n, use in enumerate(uses):
        row = use.row
        if (most is None or n < most) and use.role == F.ATTRIBUTE and not row.evidence:
            told = receivers.evidence(view, use.block, use.k, ties.name, list(of.values()), of.get(row.symbol))
            row = row._replace(evidence=told)
        out.append(row)
    return out


def _cut_off(found: D.Found) -> list[str]:
    out = []
    common = sorted(s for s, why in found.left.items() if why == "common")
    far = [s for s, why in found.left.items() if why == "far"]
    if common:
        few = ", ".join(common[:3]) + (f" and {len(common) - 3} more" if len(common) > 3 else "")
        verb, names = ("was", "the name stands") if len(common) == 1 else ("were", "their names stand")
        out.append(f"who calls {few} {verb} not followed: {names} in too many places")
    if far:
        said = "1 further function was" if len(far) == 1 else f"{len(far)} further functions were"
        out.append(f"{said} not followed to the callers: too far off, or too many before")
    return out


def _family(view: View, ties: Kin) -> list[dict[str, Any]]:
    out = []
    for s, reason in ties.subjects.items():
        found = S.definitions(view, s)
        places = [{"path": d.path, "line": d.line, "column": d.column, "kind": d.kind} for d in found]
        out.append({"symbol": T.symbol_of(view, s), "reason": reason, "definitions": places})
    return out


# ---------------------------------------------------------------------------------------------------------------------
# Callers


def _constructor_calls(view: View, ties: Kin) -> list[Use]:
    """For `__init__` and `__new__`: the calls of the classes that are constructed by it."""
    if ties.name not in _CONSTRUCTORS:
        return []
    out: list[Use] = []
    family = set(ties.classes)
    for cls in list(family):
        for c in (cls, *view.hierarchy.descendants(cls)):
            found = view.lookup(c, ties.name)
            if not isinstance(found, Member) or found.cls not in family or (c != cls and c in family):
                continue
            named = T.subject_of(view, Symbol(c.module, c.name))
            uses = located(view, R.references(view, named, False).rows)
            out += [u for u in uses if u.is_call and u.row.confidence == EXACT]
    return list({(u.block.row.id, u.k): u for u in out}.values())


def _calls_with_parameter(view: View, subjects: list[T.Subject], ties: Kin) -> list[Use]:
    """For a parameter: the calls of its function, which may pass it."""
    if not any(u.role == F.PARAMETER for u in ties.sure.values()):
        return []
    out: list[Use] = []
    for s in subjects:
        module, _, qualname = T.symbol_of(view, s).partition(":")
        around = plain(qualname.rpartition(".<locals>.")[0])
        owner, _, name = around.rpartition(".")
        if not isinstance(s, T.Variable) or not around or "<locals>" in around:
            continue
        if owner and name in D.MAKES:
            owner, _, name = owner.rpartition(".")
        called: T.Subject = T.Attribute(Class(module, owner), name) if owner else T.Global(module, name)
        out += [u for u in D.uses_of(view, called) if u.is_call]
    return out


def _callers(calls: list[Use]) -> list[dict[str, Any]]:
    """The scopes that contain sure calls, those with most of them first."""
    found: dict[str, list[Use]] = {}
    for use in calls:
        found.setdefault(use.row.scope, []).append(use)
    out = []
    for scope, uses in found.items():
        uses.sort(key=lambda u: u.row[:3])
        exact = any(u.row.confidence == EXACT for u in uses)
        out.append(
            {
                "caller": scope,
                "path": uses[0].row.path,
                "line": uses[0].row.line,
                "count": len(uses),
                "confidence": EXACT if exact else INFERRED,
                "places": [[u.row.path, u.row.line, u.row.column] for u in uses[:MAX_PLACES]],
            }
        )
    return sorted(out, key=lambda c: (-c["count"], c["path"], c["line"]))


def _observed_callers(view: View, ties: Kin, calls: list[Use]) -> list[dict[str, Any]]:
    """The scopes that recorded runs saw call it at places of which the text does not tell."""
    if not view.reader.is_recorded():
        return []
    from inferd.query import runtime

    known = [u.row[:3] for u in (*ties.sure.values(), *calls)]
    return runtime.callers_besides(view, ties.subjects, known)


__all__ = ["KINDS", "id_of_test", "impact", "is_test_path", "with_refusals"]
