"""The tests that a change can affect.

Two sources, each named in the reason that a test comes with.

Runs
    `inferd record` saw which test ran which body, in itself, in its fixtures, or by importing the file
    (`query.runtime`).  A test that ran, still stands there as it ran, and did not reach what changes is not affected.
    Evidence of a body that was changed since is named as such.

Text
    For tests that no run has tried as they are now, or where no run is recorded at all: those whose text may reach it
    (`query.reaching`).  In projects of more than `reaching.MAX_FILES` files a report has no time for that: tests are
    those that mention the symbol, and those among its dependants (`query.dependants`), which are followed less far.

`of_symbol` answers for one symbol and its family, as the impact report wants it; `of_scopes` for the scopes that a
branch has changed or that a refactoring is about to change, where there is time for the longer way.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from inferd.model import plain
from inferd.query import changed
from inferd.query import targets as T
from inferd.query.kin import Kin, Use
from inferd.query.reaching import MAX_FILES, MAX_SYMBOLS, Search, is_test_path, reaching
from inferd.query.view import View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inferd.query.runtime import Reached, Seen

_BY_TEXT = "no run is recorded: tests are named by what their text may reach; others may be affected"
_BY_STEPS = "no run is recorded: tests are named by what their text reaches in a few steps; others may be affected"
_BY_IMPORT = (
    "no run is recorded, so every test that imports what changes counts; `inferd record -- pytest` makes them few"
)
_CUT_OFF = "; the search was cut off after {:,} symbols, the nearest first"
_PREPARES = (
    "setUp", "setUpClass", "setUpTestData", "tearDown", "tearDownClass", "setup_method", "teardown_method",
    "setup_class",
)  # fmt: skip


class Affected(NamedTuple):
    """Tests as {"id", "why"}, those that ran it first, and what to say of what is not known."""

    tests: list[dict[str, str]]
    said: str


def of_symbol(
    view: View, subjects: list[T.Subject], ties: Kin, kind: str, uses: list[Use], dependants: list[dict[str, Any]]
) -> Affected:  # fmt: skip
    """The tests that a change of a symbol can affect.  *uses*: its sure occurrences; *dependants*: see `Impact`."""
    if view.reader.is_recorded():
        tests, said = _with_runs(view, subjects, ties, kind, _by_steps(uses, dependants))
        return Affected(tests, said)
    if len(view.reader.files()) > MAX_FILES:
        found = _by_steps(uses, dependants)
        known = {t["id"] for t in found}
        search = Search(view)
        for s in subjects:
            for file in view.reader.files_of_module(s.module) if isinstance(s, T.ModuleSubject) else ():
                search.imports(file.path, "is the module itself")
        found += [{"id": t, "why": why} for t, why in sorted(search.reached().items()) if t not in known]
        return Affected(found, _BY_STEPS)
    return _by_text(view, subjects, uses)


def id_of_test(path: str, symbol: str) -> str | None:
    """The test (or class of tests) that a scope belongs to, as pytest names it; None where it belongs to none."""
    if not is_test_path(path):
        return None
    qualname = symbol.partition(":")[2].partition(".<locals>")[0]
    if not qualname:
        return None
    parts = [p.split("#")[0] for p in qualname.split(".")]
    if parts[-1].startswith("test"):
        return "::".join((path, *parts))
    if len(parts) > 1 and parts[-1] in _PREPARES:
        return "::".join((path, *parts[:-1]))
    return None


def _by_steps(uses: list[Use], dependants: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The tests that mention the symbol, then those among its dependants."""
    found: dict[str, str] = {}
    for use in uses:
        test = id_of_test(use.row.path, use.row.scope)
        if test is not None:
            found.setdefault(test, f"static: it mentions the symbol, line {use.row.line}")
    indirect: dict[str, str] = {}
    for d in dependants:
        test = id_of_test(d["path"], d["symbol"])
        if test is not None and test not in found:
            how = "which calls the symbol" if d["depth"] == 2 else f"which leads to it in {d['depth'] - 1} steps"
            indirect.setdefault(test, f"static: it calls {d['through']}, {how}, line {d['line']}")
    return [{"id": t, "why": w} for part in (found, indirect) for t, w in sorted(part.items())]


def _by_text(view: View, subjects: list[T.Subject], uses: list[Use]) -> Affected:
    """The tests that mention the symbol, then the others that may reach it; and what to say of that."""
    own = {T.symbol_of(view, s) for s in subjects}
    found: dict[str, str] = {}
    for use in uses:
        test = id_of_test(use.row.path, use.row.scope) if use.row.symbol in own else None
        if test is not None:
            found.setdefault(test, f"static: it mentions the symbol, line {use.row.line}")
    search = reaching(view, subjects)
    others = sorted((t, why) for t, why in search.tests.items() if t not in found)
    said = _BY_TEXT + (_CUT_OFF.format(MAX_SYMBOLS) if search.is_bounded else "")
    return Affected([{"id": t, "why": w} for t, w in [*sorted(found.items()), *others]], said)


def _with_runs(
    view: View, subjects: list[T.Subject], ties: Kin, kind: str, static: list[dict[str, str]]
) -> tuple[list[dict[str, str]], str]:  # fmt: skip
    """The tests that recorded runs saw reach what changes, and of those that only their text names the ones that no run
    has tried; and what to say of the rest.

    Unless what it names is taken away, a test that ran and did not reach it is not affected.  Those that ran a relative
    alone (an override, what is overridden) are named where none ran the symbol itself, and counted otherwise.
    """
    from inferd.query import runtime

    seen = runtime.of(view)
    assert seen is not None
    reached = runtime.tests_of(view, subjects)
    relatives = [s for s in ties.subjects if s not in subjects]
    related = runtime.tests_of(view, relatives) if relatives else []
    if not reached:
        reached, related = related, []
    out, without = _joined(seen, reached, static, kind == "remove")
    said = "" if kind == "remove" or not without else _untried(without, "reaches in a few steps")
    if not any(why.startswith("runtime") for why in out.values()):
        said = "no recorded test reached it" + (f"; {said}" if said else "")
    more = len({t.id for t in related} - out.keys())
    if more:
        ran = f"{more} more ran what changes together with it, not itself (`inferd query tests` of that names them)"
        said = f"{said}; {ran}" if said else ran
    return [{"id": t, "why": w} for t, w in out.items()], said


def _joined(
    seen: "Seen", reached: Iterable["Reached"], static: Iterable[dict[str, str]], every: bool
) -> tuple[dict[str, str], int]:  # fmt: skip
    """Test -> why: those that runs saw, then of those that the text names the ones that no run has tried (*every* one,
    where that is wanted), and how many these are.
    """
    from inferd.query import runtime

    out: dict[str, str] = {}
    for test in reached:
        out[test.id] = f"runtime: {test.why}" + (", before it was changed" if test.status == runtime.RETIRED else "")
    tried = runtime.standing_tests(seen)
    known = {runtime.node_of_test(seen, t) for t in out}
    without = 0
    for found in static:
        inside = found["id"] + "::"  # of a class of tests: what prepares each of them
        if found["id"] in known or any(t.startswith(inside) for t in known):
            continue
        if every or not (found["id"] in tried or any(t.startswith(inside) for t in tried)):
            without += found["id"] not in out
            out.setdefault(found["id"], found["why"])
    return out, without


def _untried(count: int, how: str) -> str:
    return f"{count} {'test was' if count == 1 else 'tests were'} not recorded as now: named by what their text {how}"


def as_arguments(tests: Iterable[dict[str, str]]) -> list[str]:
    """The tests of a report as the arguments of what ran them, each once: ids of pytest, dotted names of unittest."""
    return list(
        dict.fromkeys(
            t["id"].removeprefix("unittest:").partition(" ")[0] if t["id"].startswith("unittest:") else t["id"]
            for t in tests
        )
    )


# ---------------------------------------------------------------------------------------------------------------------
# Of scopes


def of_scopes(view: View, scopes: Sequence[changed.Scope], is_proof: bool = False) -> Affected:
    """The tests that scopes matter to, which differ between two versions of their files.

    The index may stand at either version: what is gone now is known by who still names it, what is not there yet by who
    changes to use it.  *is_proof*: who relies on it that no other test can be affected gets, beside those that the text
    names, every test that imports one of the files; of those that no run has tried, where one is recorded.
    """
    search = Search(view, 50 * len(scopes))
    for scope in scopes:
        file = view.reader.file_at(scope.path)
        if file is None:
            continue
        if scope.kind != "function":
            if scope.at_import:
                search.imports(scope.path, "was changed" if scope.what != changed.ADDED else "is new")
            continue
        around = scope.qualname.partition(".<locals>")[0]
        is_one = id_of_test(scope.path, f"{file.module}:{around}") is not None
        if is_one and not search.is_defined(file.module, around):
            continue  # a test that is gone, or is not there yet
        search.function(file.module, scope.path, around, "it was changed itself", "<locals>" in scope.qualname)
    search.run()
    for path in sorted({s.path for s in scopes}) if is_proof else ():
        search.imports(path, "changes")
    static = [{"id": t, "why": w} for t, w in sorted(search.reached().items())]
    cut = _CUT_OFF.format(search.most) if search.is_bounded else ""
    if not view.reader.is_recorded():
        return Affected(static, _BY_IMPORT if is_proof else _BY_TEXT + cut)
    from inferd.query import runtime

    seen = runtime.of(view)
    assert seen is not None
    bodies = [
        b
        for s in scopes
        if s.kind == "function" or s.at_import
        for b in seen.bodies_of(s.path)
        if plain(b.qualname) == s.qualname
    ]
    out, without = _joined(seen, runtime.tests_running(seen, bodies), static, False)
    if is_proof:  # to be run by pytest, whatever ran them before
        out = {runtime.node_of_test(seen, t) if t.startswith("unittest:") else t: why for t, why in out.items()}
    said = ""
    if without and is_proof:
        said = f"{without} {'test was' if without == 1 else 'tests were'} not recorded as now, and import what changes"
    elif without:
        said = _untried(without, "may reach") + cut
    return Affected([{"id": t, "why": w} for t, w in out.items()], said)


__all__ = ["Affected", "id_of_test", "of_scopes", "of_symbol"]
