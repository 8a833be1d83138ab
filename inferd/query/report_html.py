"""An impact report as one HTML page that needs nothing else: no network, no fonts, no scripts but the one inside.

The page is whole without its script; the script only filters.  A policy in its head forbids everything but the page's
own style and that very script (by its hash), so that nothing a project holds could run; and everything from a project
is escaped besides.  Light and dark follow the reader's system.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from html import escape
from typing import Any

from inferd.errors import first_place, one_line
from inferd.model import Impact, Reference
from inferd.query.drawing import drawing
from inferd.query.page_style import SCRIPT, STYLE
from inferd.query.reaching import is_test_path
from inferd.source.lines import Sources

MOST_POSSIBLE = 1_500  # possible references on the page; the rest is counted
_MOST_TESTS = 600
_DEFINED = 14  # lines of the definition that are shown
_WIDE = 400  # characters of a line of code

DOING = {
    "rename": "Renaming",
    "signature": "Changing the signature of",
    "remove": "Removing",
    "move": "Moving",
    "retype": "Changing the type of",
}
LEVELS = {
    "breaks": ("Breaks", "stops working, or works in another way, unless it is dealt with"),
    "check": ("Look at", "may break: somebody has to look at the places"),
    "note": ("Note", "good to know"),
}
FOOTER = '<footer>Made by <span class="mono">inferd impact</span>. Only what is <i>exact</i> is certain.</footer>'
_GRADES = {
    "exact": "bound by the language’s own rules",
    "inferred": "the receiver’s type is known, by the evidence given",
    "possible": "the same name, receiver not known",
}


def text(value: object) -> str:
    """Anything from a project as text of the page: escaped, control characters shown."""
    return escape(one_line(str(value)))


def prose(value: object) -> str:
    """A sentence of ours with names from a project in it: what stands in backquotes is code."""
    return _QUOTED.sub(r"<code>\1</code>", text(value))


_QUOTED = re.compile(r"`([^`<>]+)`")


def page(title: str, body: Iterable[str]) -> str:
    """A whole page around its parts."""
    digest = b64encode(sha256(SCRIPT.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; base-uri 'none'"
    return "".join(
        f"{part}\n"
        for part in (
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            '<meta name="generator" content="inferd">',
            f"<title>{text(title)}</title>",
            f"<style>{STYLE}</style>",
            "</head>",
            "<body>",
            *body,
            f"<script>{SCRIPT}</script>",
            "</body>",
            "</html>",
        )
    )


def render(found: Impact, sources: Sources) -> str:
    """The page of an impact report."""
    return page(f"{DOING[found.kind]} {found.target}", _body(found, sources))


def _body(found: Impact, sources: Sources) -> Iterator[str]:
    every = (*found.exact, *found.inferred, *found.possible)
    files = len({r.path for r in every})
    module, _, qualname = found.target.partition(":")
    drawn = drawing(found)
    parts = [
        ("risks", "Risks", len(found.risks), bool(found.risks)),
        ("together", "Changes together", len(found.family), True),
        ("drawing", "Who calls whom", None, bool(drawn)),
        ("references", "References", len(every), bool(every)),
        ("callers", "Callers", len(found.callers), bool(found.callers)),
        ("dependants", "Depend on these", len(found.dependants), bool(found.dependants)),
        ("tests", "Tests", len(found.tests), True),
        ("unread", "Not analysed", len(found.not_analysed), bool(found.not_analysed)),
    ]
    yield '<header class="top"><div class="inner">'
    yield f'<p class="doing">{escape(DOING[found.kind])}</p>'
    yield f"<h1>{text(qualname or module)}</h1>"
    yield (
        f'<p class="where"><span>{text(module)}</span> <span>revision {found.revision:,}</span></p>' if qualname else ""
    )
    yield from _grades(found, files)
    yield "</div></header>"
    yield '<div class="page">'
    yield '<nav class="parts" aria-label="Parts of the report"><ul>'
    for key, title, count, shown in parts:
        if shown:
            number = f" <b>{count:,}</b>" if count is not None else ""
            yield f'<li><a href="#{key}">{escape(title)}{number}</a></li>'
    yield "</ul></nav><main>"
    yield from risks(found.risks)
    yield from _family(found, sources)
    if drawn:
        yield '<section id="drawing"><h2>Who calls whom</h2>'
        yield f'<div class="scroll" tabindex="0">{drawn}</div>'
        yield '<p class="legend"><span class="stroke exact">exact</span><span class="stroke inferred">inferred</span>'
        yield '<span class="swatch test">a test</span></p></section>'
    yield from _references(found, sources)
    yield from _callers(found.callers)
    yield from _dependants(found.dependants)
    yield from tests(found.tests, found.risks)
    if found.not_analysed:
        yield f'<section id="unread"><h2>Not analysed <b>{len(found.not_analysed):,}</b></h2><ul class="plain">'
        yield from (
            f'<li><div><span class="mono">{text(p)}</span> <span class="why">{text(first_place(r))}</span></div></li>'
            for p, r in found.not_analysed
        )
        yield "</ul></section>"
    yield "</main></div>"
    yield FOOTER


def _grades(found: Impact, files: int) -> Iterator[str]:
    """The three grades: figures, and a bar of their shares."""
    counts = {"exact": len(found.exact), "inferred": len(found.inferred), "possible": len(found.possible)}
    total = sum(counts.values())
    yield '<div class="figures"><dl>'
    for grade, count in counts.items():
        yield f'<div class="{grade}"><dt>{grade}</dt><dd>{count:,}</dd></div>'
    yield f"<div><dt>{'file' if files == 1 else 'files'}</dt><dd>{files:,}</dd></div>"
    yield f"<div><dt>{'test' if len(found.tests) == 1 else 'tests'}</dt><dd>{len(found.tests):,}</dd></div></dl>"
    if total:
        shares = "".join(f'<i class="{g}" style="flex-grow:{n}"></i>' for g, n in counts.items() if n)
        yield f'<div class="share" aria-hidden="true">{shares}</div>'
    yield "</div>"


def risks(found: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Risks by their level."""
    every = list(found)
    if not every:
        return
    yield f'<section id="risks"><h2>Risks <b>{len(every):,}</b></h2>'
    for level, (title, meaning) in LEVELS.items():
        of_level = [r for r in every if r["level"] == level]
        if not of_level:
            continue
        yield f'<h3 class="level {level}">{title} <small>{escape(meaning)}</small></h3><ul class="risks">'
        for r in of_level:
            yield f'<li class="{level}"><p><b>{text(r["kind"])}</b> {prose(r["why"])}</p>'
            if r["places"]:
                yield from _places(r["places"], r["count"])
            yield "</li>"
        yield "</ul>"
    yield "</section>"


def _places(places: list[list[Any]], count: int) -> Iterator[str]:
    more = max(count, len(places)) - len(places)
    shown = "".join(f'<li class="mono">{place(p[0], p[1])}</li>' for p in places)
    shown += f"<li>and {more:,} more</li>" if more > 0 else ""
    if len(places) <= 3:
        yield f'<ul class="places">{shown}</ul>'
        return
    number = f"{max(count, len(places)):,} places"
    yield f'<details><summary>{number}</summary><ul class="places">{shown}</ul></details>'


def place(path: str, line: int) -> str:
    """A place; without its line where that is 0."""
    return f"{text(path)}<i>:{line}</i>" if line else text(path)


def _family(found: Impact, sources: Sources) -> Iterator[str]:
    yield f'<section id="together"><h2>Changes together <b>{len(found.family):,}</b></h2>'
    for i, member in enumerate(found.family):
        where = ", ".join(place(d["path"], d["line"]) for d in member["definitions"]) or "outside the project"
        if i == 0:
            yield f'<div class="self"><p><span class="mono name">{text(member["symbol"])}</span>'
            yield f'<span class="mono at">{where}</span></p>'
            for d in member["definitions"][:1]:
                yield from _definition(d["path"], d["line"], sources)
            yield "</div>"
            if len(found.family) > 1:
                yield '<ul class="plain">'
        else:
            yield f'<li><div><span class="mono name">{text(member["symbol"])}</span> '
            yield f'<span class="why">{text(member["reason"])}</span></div><span class="mono at">{where}</span></li>'
    yield "</ul></section>" if len(found.family) > 1 else "</section>"


def _definition(path: str, line: int, sources: Sources) -> Iterator[str]:
    """The first lines of a definition: those that are indented more than it, and itself."""
    lines = sources.all(path)
    first = lines[line - 1].expandtabs(4).rstrip() if 0 < line <= len(lines) else ""
    if not first.strip():
        return
    indent = len(first) - len(first.lstrip())
    taken = [first]
    for raw in lines[line : line + _DEFINED - 1]:
        code = raw.expandtabs(4).rstrip()
        if code.strip() and len(code) - len(code.lstrip()) <= indent and code.lstrip()[:1] not in ")]}":
            break
        taken.append(code)
    while taken and not taken[-1].strip():
        taken.pop()
    shown = "\n".join(
        f"<i>{line + n}</i>{escape(_printable(code[indent:] if not code[:indent].strip() else code))}"
        for n, code in enumerate(taken)
    )
    yield f'<pre class="code" tabindex="0"><code>{shown}</code></pre>'


def _printable(code: str) -> str:
    return one_line(code[:_WIDE])


def _references(found: Impact, sources: Sources) -> Iterator[str]:
    every = [*found.exact, *found.inferred, *found.possible[:MOST_POSSIBLE]]
    if not every:
        return
    left = len(found.possible) - len(found.possible[:MOST_POSSIBLE])
    total = len(every) + left
    yield f'<section id="references"><h2>References <b>{total:,}</b></h2>'
    yield '<form class="filter" role="search" hidden><input type="search" placeholder="Filter by path, scope or code" '
    yield 'aria-label="Filter by path, scope or code"><span class="choices">'
    for grade, meaning in _GRADES.items():
        count = len(getattr(found, grade))
        if count:
            yield f'<label class="{grade}" title="{escape(meaning)}"><input type="checkbox" value="{grade}" checked>'
            yield f"{grade} <b>{count:,}</b></label>"
    yield '<label class="tests"><input type="checkbox" value="tests" checked>in tests</label></span>'
    yield '<output aria-live="polite"></output></form>'
    of_file: dict[str, list[Reference]] = {}
    for row in every:
        of_file.setdefault(row.path, []).append(row)
    best = {p: min(_RANK[r.confidence] for r in rows) for p, rows in of_file.items()}
    for path in sorted(of_file, key=lambda p: (best[p], is_test_path(p), p)):
        yield from _file(path, sorted(of_file[path], key=lambda r: r[1:3]), sources, best[path] < 2)
    if left:
        yield f'<p class="left">and {left:,} possible ones more: <span class="mono">--format json</span> has all</p>'
    yield '<p class="none" hidden>Nothing fits the filter.</p></section>'


_RANK = {"exact": 0, "inferred": 1, "possible": 2}


def _file(path: str, rows: list[Reference], sources: Sources, is_open: bool) -> Iterator[str]:
    kinds = "".join(
        f'<i class="dot {g}" title="{sum(r.confidence == g for r in rows)} {g}"></i>'
        for g in _GRADES
        if any(r.confidence == g for r in rows)
    )
    tests = " data-test" if is_test_path(path) else ""
    yield f'<details class="file"{tests}{" open" if is_open else ""}>'
    yield f'<summary><span class="mono">{text(path)}</span>{kinds}<b>{len(rows):,}</b></summary><ol>'
    for r in rows:
        yield from _reference(r, sources)
    yield "</ol></details>"


def _reference(r: Reference, sources: Sources) -> Iterator[str]:
    why = "; ".join(_evidence(e) for e in r.evidence[:3])
    _, _, scope = r.scope.partition(":")
    yield f'<li class="{r.confidence}"><span class="at">{r.line}</span><div><code>{_code(r, sources)}</code>'
    where = text(scope or "the module")
    yield f'<p><span class="grade">{r.confidence}</span> {text(r.role)} in <span class="mono">{where}</span>'
    yield (f'<span class="why">{text(why)}</span>' if why else "") + "</p></div></li>"


def _evidence(entry: dict[str, Any]) -> str:
    where = f" ({entry['path']}:{entry['line']})" if entry.get("path") and entry.get("line") else ""
    return f"{entry.get('why', entry.get('kind', ''))}{where}"


def _code(r: Reference, sources: Sources) -> str:
    """The line of an occurrence, with the occurrence marked."""
    line = sources.line(r.path, r.line)
    start = r.column - 1
    end = r.end_column - 1 if r.end_line == r.line else len(line)
    if not line.strip() or start > len(line):
        return f"<mark>{text(r.text)}</mark>"
    begin = max(len(line) - len(line.lstrip()), start - _WIDE // 2)
    before, name, after = line[begin:start], line[start:end], line[end : end + _WIDE // 2].rstrip()
    cut = "…" if begin > len(line) - len(line.lstrip()) else ""
    return f"{cut}{text(before)}<mark>{text(name)}</mark>{text(after)}"


def _callers(callers: Iterable[dict[str, Any]]) -> Iterator[str]:
    callers = list(callers)
    if not callers:
        return
    yield f'<section id="callers"><h2>Callers <b>{len(callers):,}</b></h2><ul class="plain many">'
    for c in callers:
        times = f' <b class="times">{c["count"]:,}×</b>' if c["count"] > 1 else ""
        why = f'<span class="why">{text(c["evidence"][0]["why"])}</span>' if c.get("evidence") else ""
        yield f'<li><div><span class="mono name">{text(c["caller"])}</span>{times} {why}</div>'
        yield f'<span class="mono at">{place(c["path"], c["line"])}</span></li>'
    yield "</ul></section>"


def _dependants(dependants: Iterable[dict[str, Any]]) -> Iterator[str]:
    dependants = list(dependants)
    if not dependants:
        return
    yield f'<section id="dependants"><h2>Depend on these <b>{len(dependants):,}</b></h2><ul class="plain many">'
    for d in dependants:
        yield f'<li><div><span class="mono name">{text(d["symbol"])}</span> '
        yield f'<span class="why">through {text(d["through"])}, step {d["depth"]}</span></div>'
        yield f'<span class="mono at">{place(d["path"], d["line"])}</span></li>'
    yield "</ul></section>"


def tests(found: Sequence[dict[str, str]], said: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Tests with their reasons; of the risks *said* that one which tells what is known of them."""
    yield f'<section id="tests"><h2>Tests that can be affected <b>{len(found):,}</b></h2>'
    for r in said:
        if r["kind"] == "tests":
            yield f'<p class="said">{text(r["why"][:1].upper() + r["why"][1:])}.</p>'
    if not found:
        yield '<p class="said">None is seen.</p></section>'
        return
    yield '<ul class="plain many">'
    for t in found[:_MOST_TESTS]:
        kind, _, why = t["why"].partition(": ")
        yield f'<li><div><span class="mono name">{text(t["id"])}</span> '
        yield f'<span class="why">{text(kind)}: {text(why)}</span></div></li>'
    yield "</ul>"
    if len(found) > _MOST_TESTS:
        left = len(found) - _MOST_TESTS
        yield f'<p class="left">and {left:,} more: <span class="mono">--format json</span> has all</p>'
    yield "</section>"


__all__ = ["FOOTER", "LEVELS", "page", "place", "prose", "render", "risks", "tests", "text"]
