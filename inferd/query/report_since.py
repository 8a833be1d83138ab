"""A report on a branch as text for the terminal, as Markdown and as one HTML page (see `report_html` and
`report_markdown`, whose escaping and parts these use).
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from inferd.errors import one_line
from inferd.query import report_html as H
from inferd.query import report_markdown as M
from inferd.query.reaching import is_test_path
from inferd.query.since import Since

_SAID = {
    "removed": "removed",
    "signature": "signature or decorators changed",
    "changed": "changed",
    "moved": "moved",
    "added": "added",
}
_FEW = 12
_MOST = 40


def markdown(found: Since) -> str:
    """The report as Markdown, with a newline at the end."""
    return "\n".join(_markdown(found)) + "\n"


def html(found: Since) -> str:
    """The report as one HTML page."""
    return H.page(f"Changes since {found.since}", _html(found))


def text(found: Since) -> Iterator[str]:
    """The lines of the report for a terminal."""
    yield f"since {one_line(found.since)} (compared with {found.base[:12]}), at revision {found.revision}:"
    yield f"  {summary(found)}"
    for level, title in H.LEVELS.items():
        of_level = [r for r in found.risks if r["level"] == level]
        if of_level:
            yield ""
            yield f"{title[0].lower()}: {len(of_level)}"
            for r in of_level:
                yield f"  {one_line(r['kind'])}: {one_line(r['why'])}{_places(r)}"
    for change, rows in _groups(found, False):
        yield ""
        yield f"{_SAID[change]}: {len(rows)}"
        for c in rows[:_MOST]:
            came = f"  from {one_line(c['from'])}" if "from" in c else ""
            yield f"  {one_line(c['path'])}:{c['line']}  {one_line(c['symbol'])}{came}{_used(c)}"
        yield from _rest(len(rows), _MOST)
    tests = [c for c in found.changes if is_test_path(c["path"])]
    if tests:
        yield ""
        yield f"in tests: {len(tests)}"
        for c in tests[:_FEW]:
            yield f"  {one_line(c['path'])}:{c['line']}  {one_line(c['symbol'])}  {_SAID[c['change']]}"
        yield from _rest(len(tests), _FEW)
    if found.tests:
        yield ""
        yield f"tests that can be affected: {len(found.tests)}"
        for t in found.tests[:_MOST]:
            yield f"  {one_line(t['id'])}  {one_line(t['why'])}"
        if len(found.tests) > _MOST:
            yield f"  and {len(found.tests) - _MOST} more (--format tests has all)"


def summary(found: Since) -> str:
    """What it comes to, in one line."""
    code = sum(1 for c in found.changes if not is_test_path(c["path"]))
    inside = len(found.changes) - code
    parts = [
        f"{M.count(found.files, 'Python file')} changed",
        f"{M.count(code, 'definition')} in the code and {inside} in tests",
        f"{M.count(len(found.tests), 'test')} can be affected",
    ]
    if found.text_only:
        parts.insert(1, f"{found.text_only} of them in layout, comments or docstrings alone")
    return ", ".join(parts)


def _groups(found: Since, with_tests: bool) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    rows = [c for c in found.changes if with_tests or not is_test_path(c["path"])]
    for change, group in groupby(sorted(rows, key=lambda c: list(_SAID).index(c["change"])), key=lambda c: c["change"]):
        yield change, list(group)


def _places(r: dict[str, Any]) -> str:
    shown = [":".join(str(part) for part in place if part) for place in r["places"][:3]]
    more = max(r["count"], len(r["places"])) - len(shown)
    return f"  ({one_line(', '.join(shown))}{f' and {more} more' if more > 0 else ''})" if shown else ""


def _used(c: dict[str, Any]) -> str:
    if not c["uses"]:
        return ""
    return "  [used: " + ", ".join(f"{n} {grade}" for grade, n in c["uses"].items()) + "]"


def _rest(total: int, most: int) -> Iterator[str]:
    if total > most:
        yield f"  and {total - most} more (--format json has all)"


# ---------------------------------------------------------------------------------------------------------------------


def _markdown(found: Since) -> Iterator[str]:
    yield f"### Changes since {M.code(found.since)}"
    yield ""
    yield f"{M.prose(summary(found))}."
    yield from M.risks(found.risks)
    for change, rows in _groups(found, False):
        yield from M.folded(_SAID[change].capitalize(), rows, _row, M.MOST)
    tests = [c for c in found.changes if is_test_path(c["path"])]
    yield from M.folded("In tests", tests, lambda c: f"{_row(c)}, {_SAID[c['change']]}", M.MOST // 2)
    yield from M.folded("Tests that can be affected", found.tests, M.test, 2 * M.MOST)


def _row(c: dict[str, Any]) -> str:
    where = f"{c['path']}:{c['line']}"
    came = f" from {M.code(c['from'])}" if "from" in c else ""
    return f"{M.code(c['symbol'])} {M.code(where)}{came}{M.prose(_used(c)).replace('  ', ' ')}"


def _html(found: Since) -> Iterator[str]:
    groups = list(_groups(found, True))
    yield '<header class="top"><div class="inner"><p class="doing">Changes since</p>'
    yield f"<h1>{H.text(found.since)}</h1>"
    yield f'<p class="where"><span>compared with {H.text(found.base[:12])}</span>'
    yield f"<span>revision {found.revision:,}</span></p>"
    yield '<div class="figures"><dl>'
    for title, count in (("files", found.files), ("definitions", len(found.changes)), ("tests", len(found.tests))):
        yield f"<div><dt>{title}</dt><dd>{count:,}</dd></div>"
    yield "</dl></div></div></header>"
    yield '<div class="page"><nav class="parts" aria-label="Parts of the report"><ul>'
    parts = [("risks", "Risks", len(found.risks))] if found.risks else []
    parts += [(change, _SAID[change].capitalize().partition(" or ")[0], len(rows)) for change, rows in groups]
    for key, title, count in [*parts, ("tests", "Tests", len(found.tests))]:
        yield f'<li><a href="#{key}">{title} <b>{count:,}</b></a></li>'
    yield "</ul></nav><main>"
    yield from H.risks(found.risks)
    for change, rows in groups:
        yield f'<section id="{change}"><h2>{_SAID[change].capitalize()} <b>{len(rows):,}</b></h2><ul class="plain">'
        for c in rows:
            came = f'<span class="why">from {H.text(c["from"])}</span>' if "from" in c else ""
            used = f'<span class="why">{H.text(_used(c).strip(" []"))}</span>' if c["uses"] else ""
            yield f'<li><div><span class="mono name">{H.text(c["symbol"])}</span> {came}{used}</div>'
            yield f'<span class="mono at">{H.place(c["path"], c["line"])}</span></li>'
        yield "</ul></section>"
    yield from H.tests(found.tests, found.risks)
    yield "</main></div>"
    yield H.FOOTER


__all__ = ["html", "markdown", "summary", "text"]
