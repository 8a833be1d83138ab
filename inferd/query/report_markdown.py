"""An impact report as Markdown, for the description of a pull request or a comment on one.

What has to be dealt with is a list with boxes to tick; the long lists are folded.  It stays well below the 65,536
characters that GitHub allows a comment.  Names, code and reasons from the project are escaped: none of them can end a
code span, start a list or a link, mention a person, or bring HTML in.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from inferd.errors import first_place, one_line
from inferd.model import Impact, Reference
from inferd.source.lines import Sources

MOST = 80  # items of a folded list
_PLACES = 3
_WIDE = 90  # characters of a line of code

DOING = {
    "rename": "Renaming",
    "signature": "Changing the signature of",
    "remove": "Removing",
    "move": "Moving",
    "retype": "Changing the type of",
}
_LEVELS = {"breaks": "Breaks unless it is dealt with", "check": "Has to be looked at", "note": "Good to know"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~$])")


def code(value: object) -> str:
    """A code span: fenced by more backticks than it holds."""
    inside = one_line(str(value))
    longest = max((len(run) for run in re.findall(r"`+", inside)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if inside.startswith("`") or inside.endswith("`") or not inside.strip() else ""
    return f"{fence}{pad}{inside}{pad}{fence}"


def prose(value: object) -> str:
    """A sentence in which names from a project stand; what is in backquotes is code."""
    parts = re.split(r"`([^`]+)`", one_line(str(value)))
    return "".join(code(part) if i % 2 else _plain(part) for i, part in enumerate(parts))


def _plain(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _SPECIAL.sub(r"\\\1", text)
    return text.replace("@", "@<!-- -->").replace("://", ":<!-- -->//").replace("www.", "www<!-- -->.")


def render(found: Impact, sources: Sources) -> str:
    """The report as Markdown, with a newline at the end."""
    return "\n".join(_lines(found, sources)) + "\n"


def _lines(found: Impact, sources: Sources) -> Iterator[str]:
    every = (*found.exact, *found.inferred, *found.possible)
    files = len({r.path for r in every})
    yield f"### {DOING[found.kind]} {code(found.target)}"
    yield ""
    grades = (
        f"**{len(found.exact):,} exact, {len(found.inferred):,} inferred, {len(found.possible):,} possible** references"
    )
    said = [f"{grades} in {count(files, 'file')}"]
    if len(found.family) > 1:
        said.append(f"{len(found.family):,} definitions change together")
    said += [count(len(found.callers), "caller"), count(len(found.tests), "test")]
    yield "; ".join(said) + "."
    yield from risks(found.risks)
    if len(found.family) > 1:
        yield from folded("Changes together", found.family, _member, MOST)
    yield from folded("Exact references", found.exact, lambda r: _reference(r, sources), MOST)
    yield from folded("Inferred references", found.inferred, lambda r: _reference(r, sources), MOST)
    yield from folded("Possible references", found.possible, lambda r: _reference(r, sources), MOST // 2)
    yield from folded("Callers", found.callers, _caller, MOST // 2)
    yield from folded("Depend on these", found.dependants, _dependant, MOST // 2)
    yield from folded("Tests that can be affected", found.tests, test, MOST)
    unread = [(path, first_place(reason)) for path, reason in found.not_analysed]
    yield from folded("Not analysed", unread, lambda f: f"{code(f[0])} {prose(f[1])}", MOST // 4)


def risks(found: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Risks by their level; what asks for something to be done has a box to tick."""
    for level, title in _LEVELS.items():
        of_level = [r for r in found if r["level"] == level]
        if not of_level:
            continue
        yield ""
        yield f"**{title}**"
        yield ""
        for r in of_level:
            box = "" if level == "note" else "[ ] "
            where = places(r["places"], r["count"])
            yield f"- {box}**{_plain(r['kind'])}**: {prose(r['why'])}{where}"


def places(found: Sequence[Sequence[Any]], total: int) -> str:
    """The first places, and how many more."""
    if not found:
        return ""
    shown = ", ".join(code(f"{p[0]}:{p[1]}" if p[1] else p[0]) for p in found[:_PLACES])
    more = max(total, len(found)) - min(len(found), _PLACES)
    return f" ({shown}{f' and {more:,} more' if more > 0 else ''})"


def folded(title: str, items: Sequence[Any], show: Callable[[Any], str], most: int) -> Iterator[str]:
    """A list that opens when it is asked to."""
    if not items:
        return
    yield ""
    yield f"<details><summary>{title}: {len(items):,}</summary>"
    yield ""
    for item in items[:most]:
        yield f"- {show(item)}"
    if len(items) > most:
        yield f"- and {len(items) - most:,} more"
    yield ""
    yield "</details>"


def count(n: int, what: str) -> str:
    """So many of something."""
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def test(item: dict[str, str]) -> str:
    """A test with its reason."""
    return f"{code(item['id'])} {prose(item['why'])}"


def _member(item: dict[str, Any]) -> str:
    where = ", ".join(code(f"{d['path']}:{d['line']}") for d in item["definitions"][:_PLACES])
    return f"{code(item['symbol'])} {prose(item['reason'])}" + (f", {where}" if where else "")


def _reference(r: Reference, sources: Sources) -> str:
    line = sources.line(r.path, r.line).strip()
    if len(line) > _WIDE:
        line = line[:_WIDE] + "..."
    why = "; ".join(e["why"] for e in r.evidence[:1] if "why" in e)
    return f"{code(f'{r.path}:{r.line}')} {code(line or r.text)}" + (f" ({prose(why)})" if why else "")


def _caller(c: dict[str, Any]) -> str:
    times = f", {c['count']} times" if c["count"] > 1 else ""
    where = f"{c['path']}:{c['line']}"
    return f"{code(c['caller'])} {code(where)}, {c['confidence']}{times}"


def _dependant(d: dict[str, Any]) -> str:
    return f"{code(d['symbol'])} through {code(d['through'])}, step {d['depth']}"


__all__ = ["code", "count", "folded", "places", "prose", "render", "risks", "test"]
