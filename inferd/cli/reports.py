"""Reports that are longer than rows: what a change would touch, and what a plan changes and leaves alone."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from inferd.errors import first_place, one_line
from inferd.model import Impact

if TYPE_CHECKING:
    from inferd.model import ChangePlan, Reference
    from inferd.query.since import Since
    from inferd.refactor.verify import Verification
    from inferd.source.lines import Sources

_DOING = {
    "rename": "renaming",
    "signature": "changing the signature of",
    "remove": "removing",
    "move": "moving",
    "retype": "changing the type of",
}
_LEVELS = {"breaks": "breaks unless it is dealt with", "check": "has to be looked at", "note": "good to know"}
_FEW = 12  # items shown of a section; the rest is counted
_MOST = 40  # exact references shown
_WIDE = 80  # characters of a line of code
_WHY = 2  # reasons that an occurrence is shown with
EXPLAINED = _MOST  # inferred references whose evidence is shown


def written(found: "Impact | Since", form: str, root: str) -> Iterator[str]:
    """The lines of a report in one of its formats: text, json, markdown, html, or tests (their ids alone).

    *root*: where the lines of code are read that are shown.
    """
    from inferd.source.lines import Sources

    if form == "json":
        import json

        yield json.dumps(found.to_json())
    elif form == "tests":
        from inferd.query.affected import as_arguments

        yield from as_arguments(found.tests)
    elif isinstance(found, Impact):
        if form == "text":
            yield from impact(found, Sources(root))
            return
        from inferd.query import report_html, report_markdown

        render = report_html.render if form == "html" else report_markdown.render
        yield render(found, Sources(root)).rstrip("\n")
    else:
        from inferd.query import report_since

        if form == "text":
            yield from report_since.text(found)
        else:
            yield (report_since.html if form == "html" else report_since.markdown)(found).rstrip("\n")


def impact(found: Impact, sources: "Sources") -> Iterator[str]:
    """An impact as text: what it comes to, the risks, then each section, cut to its first items.

    *sources*: where the lines are read that are shown.
    """

    def use(row: "Reference") -> str:
        return _use(row, sources)

    every = (*found.exact, *found.inferred, *found.possible)
    files = len({row.path for row in every})
    yield f"{_DOING[found.kind]} {one_line(found.target)} touches, at revision {found.revision}:"
    grades = f"{len(found.exact)} exact, {len(found.inferred)} inferred and {len(found.possible)} possible"
    references = "reference" if len(every) == 1 else "references"
    yield f"  {grades} {references} in {files} file{'s' if files != 1 else ''}"
    others = [_count(found.callers, "caller"), f"{len(found.dependants)} further dependants"]
    others += [_count(found.tests, "test"), _count(found.risks, "risk")]
    if len(found.family) > 1:
        others.insert(0, f"{len(found.family)} definitions that change together")
    yield f"  {', '.join(others)}"
    for level, title in _LEVELS.items():
        yield from _section(title, [r for r in found.risks if r["level"] == level], _risk, _MOST)
    yield from _section("changes together", found.family, _member, _FEW)
    yield from _section("exact references", found.exact, use, _MOST)
    yield from _section("inferred references", found.inferred, use, _MOST)
    yield from _section("possible references (the same name, receiver not known)", found.possible, use, _FEW)
    yield from _section("callers", found.callers, _caller, _FEW)
    yield from _section("depend on these", found.dependants, _dependant, _FEW)
    yield from _section("tests", found.tests, _test, _FEW)
    yield from _section("not analysed", found.not_analysed, _not_analysed, _FEW)


def _count(items: Sequence[Any], what: str) -> str:
    return f"{len(items)} {what}{'s' if len(items) != 1 else ''}"


def _section(title: str, items: Sequence[Any], show: Callable[[Any], str], most: int) -> Iterator[str]:
    if not items:
        return
    yield ""
    yield f"{title}: {len(items)}"
    for item in items[:most]:
        yield f"  {one_line(show(item))}"
    if len(items) > most:
        yield f"  and {len(items) - most} more (--format json or html has all)"


def reference(row: "Reference") -> str:
    """An occurrence on one line."""
    why = "".join(f", {e['why']}" for e in row.evidence if "why" in e)
    return f"{row.path}:{row.line}:{row.column}  {row.role}  {row.text}  in {row.scope}  [{row.confidence}{why}]"


def _use(row: "Reference", sources: "Sources") -> str:
    """An occurrence with its line of code."""
    why = "".join(f", {e['why']}" for e in row.evidence[:_WHY] if "why" in e)
    line = sources.line(row.path, row.line).strip().replace("\t", " ")
    if len(line) > _WIDE:
        start = max(0, row.column - 1 - (len(sources.line(row.path, row.line)) - len(line)) - _WIDE // 2)
        line = ("..." if start else "") + line[start : start + _WIDE] + "..."
    return f"{row.path}:{row.line}:{row.column}  {line or row.role}  in {row.scope}  [{row.confidence}{why}]"


def _member(item: dict[str, Any]) -> str:
    places = ", ".join(f"{d['path']}:{d['line']}:{d['column']}" for d in item["definitions"])
    return f"{item['symbol']}  {item['reason']}" + (f"  ({places})" if places else "")


def _risk(item: dict[str, Any]) -> str:
    places = [":".join(str(part) for part in place if part) for place in item["places"]]
    more = max(item["count"], len(places)) - 3
    shown = ", ".join(places[:3]) + (f" and {more} more" if more > 0 and places else "")
    return f"{item['kind']}: {item['why']}" + (f"  ({shown})" if shown else "")


def _dependant(item: dict[str, Any]) -> str:
    return f"{item['path']}:{item['line']}  {item['symbol']}  through {item['through']}, step {item['depth']}"


def _caller(item: dict[str, Any]) -> str:
    times = f", {item['count']} times" if item["count"] > 1 else ""
    why = f", {item['evidence'][0]['why']}" if item.get("evidence") else ""
    return f"{item['path']}:{item['line']}  {item['caller']}  [{item['confidence']}{times}{why}]"


def _test(item: dict[str, str]) -> str:
    return f"{item['id']}  {item['why']}"


def _not_analysed(item: tuple[str, str]) -> str:
    return f"{item[0]}: {first_place(item[1])}"


def plan_json(plan: "ChangePlan", applied: bool, tried: "Verification | None" = None) -> dict[str, Any]:
    """A plan as one JSON object: what it says of itself, whether it was applied, the diff, and what the tests said."""
    from inferd.refactor.edits import unified_diff

    out = {**plan.to_json(), "applied": applied, "diff": unified_diff(plan.changes, moves=plan.moves)}
    if tried is not None:
        out["verification"] = tried.to_json()
    return out


def left_out(rows: Iterable["Reference"]) -> Iterator[str]:
    """What a plan leaves alone: how many occurrences, and the first few."""
    rows = list(rows)
    if not rows:
        return
    yield f"left alone: {len(rows)}"
    for row in rows[:_FEW]:
        yield f"  {one_line(reference(row))}"
    if len(rows) > _FEW:
        yield f"  and {len(rows) - _FEW} more (--json has all)"
