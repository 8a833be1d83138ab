"""A drawing of callers and family, as SVG: who depends on a caller, who calls, what changes together.

Three columns, read from left to right, lines following the calls.  Only so many boxes as one can look at; the rest is
counted in a box of its own.  Boxes are ordered so that lines cross little (each column by the mean place of what it
leads to).  Colours come from the classes of the page around (`report_html`); everything from the project is escaped.
"""

from html import escape
from typing import NamedTuple

from inferd.errors import one_line
from inferd.model import Impact
from inferd.query.reaching import is_test_path

MOST = 10  # boxes of a column
WIDTH, BOX, HIGH, STEP, TOP = 1060, 300, 40, 52, 34
_CHARACTERS = 34


class Box(NamedTuple):
    """A box: what it stands for, its two lines, its class, and what it leads to (box -> how surely)."""

    key: str
    name: str
    below: str
    look: str
    to: dict[str, str]


def drawing(found: Impact) -> str:
    """The drawing as an `<svg>` element; '' where nothing calls it and nothing belongs to it."""
    family = [_box(f["symbol"], "family" if i else "self", {}) for i, f in enumerate(found.family[:MOST])]
    if not found.callers and len(family) < 2:
        return ""
    of = {b.key for b in family}
    aims: dict[str, dict[str, str]] = {}
    for row in (*found.exact, *found.inferred):
        symbol = row.symbol if row.symbol in of else family[0].key
        known = aims.setdefault(row.scope, {})
        known[symbol] = row.confidence if known.get(symbol) != "exact" else "exact"
    callers = []
    for c in found.callers:
        aim = aims.get(c["caller"]) or {family[0].key: c["confidence"]}
        look = "test" if is_test_path(c["path"]) else "caller"
        if c["caller"] not in of:
            callers.append(_box(c["caller"], look, aim))
    leads = {d["through"] for d in found.dependants}
    callers.sort(key=lambda b: (b.look == "test", b.key not in leads))
    shown = {b.key for b in callers[:MOST]}
    further: dict[str, Box] = {}
    for d in found.dependants:
        if d["through"] in shown and d["depth"] == 2:
            look = "test" if is_test_path(d["path"]) else "caller"
            box = further.setdefault(d["symbol"], _box(d["symbol"], look, {}))
            box.to[d["through"]] = d["confidence"]
    behind = sorted(further.values(), key=lambda b: b.look == "test")
    left = len(found.dependants) - min(len(behind), MOST)
    columns = [
        _column(behind, left) if behind else [],
        _column(callers, len(callers) - min(len(callers), MOST)),
        _column(family, len(found.family) - len(family)),
    ]
    return _svg(columns if columns[0] else columns[1:])


def _box(symbol: str, look: str, to: dict[str, str]) -> Box:
    module, _, qualname = symbol.partition(":")
    parts = qualname.replace(".<locals>", "").split(".") if qualname else [module.rpartition(".")[2]]
    name = ".".join(parts[-2:])
    return Box(symbol, name if len(name) <= _CHARACTERS else parts[-1], module, look, dict(to))


def _column(boxes: list[Box], left: int) -> list[Box]:
    out = boxes[:MOST]
    if left > 0:
        out = [*out, Box("", f"and {left:,} more", "", "more", {})]
    return out


def _svg(columns: list[list[Box]]) -> str:
    """The columns from left to right; the last one stands still, the others are ordered by what they lead to."""
    last = len(columns) - 1
    at: dict[tuple[int, str], float] = {}
    tallest = max(len(c) for c in columns)
    height = TOP + tallest * STEP - (STEP - HIGH) + 2
    for n in range(last, -1, -1):
        boxes = columns[n]
        if n < last:
            aims = {b.key: [at[n + 1, k] for k in b.to if (n + 1, k) in at] for b in boxes}
            middle = sum(at.values()) / len(at)
            place = {key: sum(ys) / len(ys) if ys else middle for key, ys in aims.items()}
            boxes.sort(key=lambda b: (not b.key, place[b.key]))
        start = TOP + (tallest - len(boxes)) * STEP / 2
        for i, b in enumerate(boxes):
            at[n, b.key] = start + i * STEP
    x = [(WIDTH - BOX) * n // last for n in range(last + 1)] if last > 1 else [0, BOX + 160]
    together = "changes together" if len(columns[last]) > 1 else "changes"
    titles = ("depend on the callers", "call it", together)[2 - last :]
    wide = x[last] + BOX
    label = "Who calls it, who depends on the callers, and what changes together"
    size = f'viewBox="0 0 {wide} {height:.0f}" style="max-width:{wide}px"'
    out = [f'<svg class="drawing" {size} role="img" aria-label="{label}">']
    for n, title in enumerate(titles):
        out.append(f'<text class="column" x="{x[n]}" y="14">{escape(title)}</text>')
    for n in range(last):
        for b in columns[n]:
            for key, grade in b.to.items():
                if (n + 1, key) in at:
                    out.append(_line(x[n] + BOX, x[n + 1], at[n, b.key], at[n + 1, key], grade))
    for n, boxes in enumerate(columns):
        out += [_drawn(b, x[n], at[n, b.key]) for b in boxes]
    return "\n".join([*out, "</svg>"])


def _line(x: int, to: int, start: float, end: float, grade: str) -> str:
    a, b = start + HIGH / 2, end + HIGH / 2
    mid = (x + to) / 2
    return f'<path class="line {escape(grade)}" d="M{x} {a:.1f}C{mid} {a:.1f} {mid} {b:.1f} {to} {b:.1f}"/>'


def _drawn(b: Box, x: int, y: float) -> str:
    if not b.key:
        return f'<text class="name more" x="{x + 12}" y="{y + 25:.1f}">{escape(b.name)}</text>'
    return (
        f'<g class="box {b.look}"><title>{escape(one_line(b.key))}</title>'
        f'<rect x="{x + 0.5}" y="{y + 0.5:.1f}" width="{BOX - 1}" height="{HIGH - 1}" rx="6"/>'
        f'<text class="name" x="{x + 12}" y="{y + 17:.1f}">{_cut(b.name)}</text>'
        f'<text class="below" x="{x + 12}" y="{y + 31:.1f}">{_cut(b.below, 42)}</text></g>'
    )


def _cut(text: str, most: int = _CHARACTERS) -> str:
    text = one_line(text)
    return escape(text if len(text) <= most else f"…{text[1 - most :]}")


__all__ = ["drawing"]
