"""The impact report as Markdown, for an editor to show: what a change of a name would touch.

Unlike the one for pull requests (`query.report_markdown`), its places are links that an editor opens; what comes from
the project is escaped by the same functions.
"""

from typing import Any
from urllib.parse import quote

from inferd.errors import first_place
from inferd.model import Impact
from inferd.query.report_markdown import code, count, prose

_FEW = 50
_LEVELS = {"breaks": "**breaks** ", "check": "**check** ", "note": ""}


def markdown(found: Impact, folder_uri: str) -> str:
    """The report; places are links that editors open."""
    data = found.to_json()
    references = data["references"]
    grades = [(g, references[g]) for g in ("exact", "inferred", "possible")]
    out = [f"# What a change of {code(found.target)} touches", ""]
    counts = [f"{len(rows)} {grade}" for grade, rows in grades]
    out.append(
        f"{', '.join(counts)} references; {count(len(found.callers), 'caller')}; {count(len(found.tests), 'test')}; "
        f"{count(len(found.risks), 'risk')}. Revision {found.revision}."
    )
    if len(found.family) > 1:
        out += ["", "## Changes together", ""]
        out += [f"* {code(member['symbol'])}: {prose(member['reason'])}" for member in found.family[:_FEW]]
    if found.risks:
        out += ["", "## Risks", ""]
        for risk in found.risks[:_FEW]:
            places = [_link(folder_uri, *map(str, _three(p))) for p in risk.get("places", ())[:5]]
            said = f"* {_LEVELS[risk['level']]}{risk['kind']}: {prose(risk['why'])}"
            out.append(said + (f" ({', '.join(places)})" if places else ""))
    for grade, rows in grades:
        if rows:
            out += ["", f"## {grade.capitalize()} references", ""]
            for row in rows[:_FEW]:
                why = "; ".join(e["why"] for e in row["evidence"][:2] if e.get("why"))
                link = _link(folder_uri, row["path"], str(row["line"]), str(row["column"]))
                out.append(f"* {link} {row['role']} in {code(row['scope'])}" + (f": {prose(why)}" if why else ""))
            _more(out, rows)
    if found.callers:
        out += ["", "## Callers", ""]
        for caller in found.callers[:_FEW]:
            link = _link(folder_uri, caller["path"], str(caller["line"]), "1")
            times = f", {caller['count']} times" if caller["count"] > 1 else ""
            out.append(f"* {link} {code(caller['caller'])}{times} ({caller['confidence']})")
        _more(out, found.callers)
    if found.tests:
        out += ["", "## Tests", ""]
        out += [f"* {code(test['id'])}: {prose(test['why'])}" for test in found.tests[:_FEW]]
        _more(out, found.tests)
    if found.not_analysed:
        out += ["", "## Not analysed", ""]
        out += [f"* {code(path)}: {prose(first_place(reason))}" for path, reason in found.not_analysed[:_FEW]]
    return "\n".join(out) + "\n"


def _three(place: Any) -> tuple[Any, Any, Any]:
    parts = [*list(place), 1, 1]
    return parts[0], parts[1], parts[2]


def _link(folder_uri: str, path: str, line: str, column: str) -> str:
    if line == "0":  # the file as a whole
        return f"[{code(path)}]({folder_uri}/{quote(path)})"
    return f"[{code(f'{path}:{line}')}]({folder_uri}/{quote(path)}#L{line},{column})"


def _more(out: list[str], rows: Any) -> None:
    if len(rows) > _FEW:
        out.append(f"* and {len(rows) - _FEW} more")
