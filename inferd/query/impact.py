"""What a change of a symbol would touch, as one report.

Everything here is read off the index; nothing is guessed into certainty.  The family and the references are those of
`query.kin`; callers are the scopes that contain a sure call; tests are those that recorded runs saw reach it, or, where
none is recorded, those whose text may (`query.reaching`; in large projects, and for tests that no run has tried, in two
steps); risks are what the index knows that it does not know.  What is followed is bounded, and it is said where a bound
was met.
"""

from typing import Any

from inferd.index.hierarchy import Opaque
from inferd.index.outside import outside_member
from inferd.index.resolve import Symbol
from inferd.model import EXACT, INFERRED, Impact
from inferd.query import affected
from inferd.query import references as R
from inferd.query import symbols as S
from inferd.query import targets as T
from inferd.query.affected import MAX_CALLERS, id_of_test
from inferd.query.kin import Kin, Use, kin, located
from inferd.query.reaching import is_test_path
from inferd.query.view import Block, Member, View
from inferd.syntax import facts as F

KINDS = ("rename", "signature", "remove", "move", "retype")

MAX_PLACES = 20  # places that a risk or a caller lists

_CONSTRUCTORS = ("__init__", "__new__")


def impact(view: View, subject: T.Subject | list[T.Subject], kind: str = "rename") -> Impact:
    """The impact report of a subject (or of several that one target names)."""
    if kind not in KINDS:
        raise ValueError(f"kind: {kind!r} is none of {', '.join(KINDS)}")
    subjects = subject if isinstance(subject, list) else [subject]
    ties = kin(view, subjects)
    uses = list(ties.sure.values())
    rows = sorted((u.row for u in uses), key=lambda r: (r.confidence != EXACT, r[:5]))
    possible = R._ranked(view, subjects[0], [u.row for u in ties.possible.values()])
    calls = [u for u in uses if u.is_call or (u.code & F.DECORATOR and u.role == F.READ)]
    calls += _constructor_calls(view, ties)
    callers = _callers(calls) + _observed_callers(view, ties, calls)
    found = affected.of_symbol(view, subjects, ties, kind, uses, callers)
    return Impact(
        view.reader.revision(),
        ", ".join(T.symbol_of(view, s) for s in subjects),
        kind,
        tuple(_family(view, ties)),
        tuple(r for r in rows if r.confidence == EXACT),
        tuple(r for r in rows if r.confidence == INFERRED),
        tuple(possible),
        tuple(callers),
        tuple(found.tests),
        tuple(_risks(view, ties, kind, calls, found.followed, found.said)),
        tuple(view.reader.not_analysed()),
    )


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


# ---------------------------------------------------------------------------------------------------------------------
# Risks


def _risk(kind: str, why: str, places: list[tuple[str, int, int]], count: int | None = None) -> dict[str, Any]:
    return {
        "kind": kind,
        "why": why,
        "count": len(places) if count is None else count,
        "places": [list(p) for p in sorted(set(places))[:MAX_PLACES]],
    }


def _place(block: Block, k: int) -> tuple[str, int, int]:
    line, column, _, _ = block.place(k)
    return block.file.path, line, column


def _risks(view: View, ties: Kin, kind: str, calls: list[Use], followed: int, seen: str) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    name = ties.name
    attributes = [u.row[:3] for u in ties.possible.values() if u.role == F.ATTRIBUTE]
    if attributes:
        out.append(
            _risk("receivers", f"attributes {name} whose receiver is not known may or may not be this one", attributes)
        )
    keywords = [u.row[:3] for u in ties.possible.values() if u.role == F.KEYWORD]
    if keywords:
        out.append(_risk("keywords", f"keyword arguments {name} of calls whose callee is not known", keywords))
    out += _strings(view, ties)
    if any(s for s in ties.subjects if isinstance(s, T.Attribute)):
        out += _outside_bases(view, ties)
    if len(name) > 4 and name.startswith("__") and name.endswith("__"):
        why = f"Python itself calls {name}: by operators, statements or builtins, which name it nowhere"
        out.append(_risk("dunder", why, []))
    if ties.fixed:
        places = [u.row[:3] for u, _ in ties.fixed]
        out.append(_risk("tied outside", "the same name stands here for something outside the project too", places))
    out += _exports(ties)
    out += _stars(view, ties)
    if kind in ("rename", "signature", "remove"):
        out += _forwarding(calls)
    missing = view.reader.not_analysed()
    if missing:
        out.append(
            _risk("not analysed", "files, or parts of them, that could not be read", [(p, 0, 0) for p, _ in missing])
        )
    if followed >= MAX_CALLERS:
        out.append(_risk("limits", f"only {MAX_CALLERS} callers were followed to the tests that call them", []))
    if seen:
        out.append(_risk("tests", seen, []))
    return out


def _strings(view: View, ties: Kin) -> list[dict[str, Any]]:
    """Strings that read as the name, by what they are."""
    name = ties.name
    if not any(isinstance(s, (T.Global, T.Attribute, T.External)) for s in ties.subjects):
        return []
    getattrs, dotted, others = [], [], []
    for block in view.blocks_of_name(name, 1 << F.STRING):
        for k in block.positions(name):
            code = block.o[k * 6 + 3]
            if code & F.ROLE_MASK != F.STRING or code & F.IN_ALL:
                continue
            place = _place(block, k)
            ours = (block.row.id, k) in ties.possible
            if code & F.DOTTED:
                if ours:
                    dotted.append(place)
            elif code & F.BY_GETATTR:
                if ours or not view.meaning(block, k):
                    getattrs.append(place)
            else:
                others.append(place)
    out = []
    if getattrs:
        out.append(_risk("getattr", f"getattr and its like are given {name!r}", getattrs))
    if dotted:
        out.append(_risk("dotted strings", "dotted strings name it, as mock.patch and settings do", dotted))
    if others:
        why = f"strings read {name!r}; some may mean it (dictionary keys, monkeypatching, templates)"
        out.append(_risk("strings", why, others))
    return out


def _outside_bases(view: View, ties: Kin) -> list[dict[str, Any]]:
    """Classes outside the project that have, or may have, the same member."""
    name = ties.name
    places = view.members(name)
    sure: dict[str, list[tuple[str, int, int]]] = {}
    unknown: dict[str, list[tuple[str, int, int]]] = {}
    for cls in ties.classes:
        where = [_place(b, k) for b, k in places.get(cls, ())[:1]]
        for node in view.hierarchy.mro(cls):
            if isinstance(node, Opaque):
                known = outside_member(node.symbol, name) if node.symbol else None
                base = (node.symbol or node.expression).replace(":", ".")
                if known:
                    sure.setdefault(base, []).extend(where)
                elif known is None:
                    unknown.setdefault(base, []).extend(where)
    out = [
        _risk("overrides outside", f"it overrides a member of {b}, which is not in the project", p)
        for b, p in sorted(sure.items())
    ]
    out += [
        _risk("unknown base", f"whether {b}, a base outside the project, has this member is not known", p)
        for b, p in sorted(unknown.items())
    ]
    return out


def _exports(ties: Kin) -> list[dict[str, Any]]:
    """Names that others outside the project may import."""
    listed, again = [], []
    for use in ties.sure.values():
        if use.role == F.STRING and use.code & F.IN_ALL:
            listed.append(use.row[:3])
        elif (
            use.role == F.IMPORT and use.code & F.BINDS and use.block.o[use.k * 6 + 4] < 0
            and use.row.path.endswith("__init__.py") and not use.row.text.startswith("_")
        ):  # fmt: skip
            again.append(use.row[:3])
    out = []
    if listed:
        out.append(_risk("public", "it is listed in __all__: code outside the project may import it", listed))
    if again:
        why = "packages offer it under their own name: code outside the project may import it"
        out.append(_risk("re-exported", why, again))
    return out


def _stars(view: View, ties: Kin) -> list[dict[str, Any]]:
    wanted = {Symbol(s.module, s.name) for s in ties.subjects if isinstance(s, T.Global)}
    if not wanted:
        return []
    places = []
    for file_id, _, _ in view.reader.postings("*", 1 << F.IMPORT):
        file = view.file(file_id)
        if not wanted.isdisjoint(view.resolver.resolve(file.module, ties.name)):
            for row in view.reader.blocks_of_name_in("*", (file_id,)):
                block = view.wrap(row)
                places += [_place(block, k) for k in block.positions("*")]
    return [_risk("star imports", "star imports take it along", places)] if places else []


def _forwarding(calls: list[Use]) -> list[dict[str, Any]]:
    """Callers that take `**kwargs`, and so may hand on keyword arguments that nobody sees."""
    places = []
    for use in calls:
        scope = use.block.o[use.k * 6 + 4]
        while scope >= 0 and use.block.s[scope * 7] != F.FUNCTION:
            scope = use.block.s[scope * 7 + 2]
        if scope >= 0 and any(
            use.block.o[k * 6 + 3] & F.ROLE_MASK == F.PARAMETER and use.block.o[k * 6 + 4] == scope
            for word in ("kwargs", "kw", "kwds", "options")
            for k in use.block.positions(word)
        ):
            places.append(use.row[:3])
    if not places:
        return []
    return [_risk("**kwargs", "callers that take **kwargs may pass keyword arguments on unseen", places)]


# ---------------------------------------------------------------------------------------------------------------------
# For people


def render_text(report: Impact, places: int = 6) -> str:
    """The report as a person reads it; *places*: how many of each kind are shown."""
    lines = [f"{report.kind} of {report.target}", ""]
    for member in report.family:
        where = ", ".join(f"{d['path']}:{d['line']}" for d in member["definitions"][:places]) or "not in the project"
        kinds = sorted({d["kind"] for d in member["definitions"]})
        lines.append(f"  {member['symbol']}  ({'/'.join(kinds) or 'external'}; {member['reason']})")
        lines.append(f"      {where}{_more(len(member['definitions']), places)}")
    lines.append("")
    for grade, rows in (("exact", report.exact), ("inferred", report.inferred), ("possible", report.possible)):
        files = len({r.path for r in rows})
        lines.append(f"  {len(rows)} {grade} {_noun(len(rows), 'reference')} in {files} {_noun(files, 'file')}")
    lines.append("")
    lines.append(f"  {len(report.callers)} direct {_noun(len(report.callers), 'caller')}")
    lines += [
        f"      {c['caller']}  {c['path']}:{c['line']}" + (f"  x{c['count']}" if c["count"] > 1 else "")
        for c in report.callers[:places]
    ]
    if len(report.callers) > places:
        lines.append(f"      and {len(report.callers) - places} more")
    lines.append("")
    lines.append(f"  {len(report.tests)} {_noun(len(report.tests), 'test')} seen to reach it")
    lines += [f"      {t['id']}  ({t['why']})" for t in report.tests[:places]]
    if len(report.tests) > places:
        lines.append(f"      and {len(report.tests) - places} more")
    if report.risks:
        lines.append("")
        lines.append("  what nobody can tell from here")
    for risk in report.risks:
        count = f"{risk['count']} x " if risk["count"] else ""
        lines.append(f"      {risk['kind']}: {count}{risk['why']}")
        shown = [f"{p[0]}:{p[1]}" if p[1] else p[0] for p in risk["places"][:places]]
        if shown:
            lines.append(f"          {', '.join(shown)}{_more(risk['count'], places)}")
    return "\n".join(lines) + "\n"


def _noun(count: int, word: str) -> str:
    return word if count == 1 else word + "s"


def _more(count: int, shown: int) -> str:
    return f" and {count - shown} more" if count > shown else ""


__all__ = ["KINDS", "id_of_test", "impact", "is_test_path", "render_text"]
