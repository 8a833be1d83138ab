"""Every case of every fixture; see fixture_runner for the language."""

import ast
import os
import sys
from pathlib import Path

import fixture_runner
import pytest

_FIXTURES = Path(__file__).parent / "fixtures"
_CASES = [c for p in sorted(_FIXTURES.rglob("*.py")) for c in fixture_runner.cases(p)]


def _parameter(case):
    marks = [pytest.mark.xfail(strict=True, reason=case.notes["todo"])] if "todo" in case.notes else []
    if not _parses_here(case):
        marks = [pytest.mark.skip(reason=f"needs Python {case.notes['python']}")]
    return pytest.param(case, id=f"{case.path.stem}:{case.name}", marks=marks)


def _parses_here(case):
    return sys.version_info >= tuple(int(n) for n in case.notes.get("python", "3").split("."))


@pytest.mark.parametrize("case", [_parameter(c) for c in _CASES])
def test_fixture(case, tmp_path):
    wrong = fixture_runner.run(case, tmp_path)
    if "todo" in case.notes and not wrong and os.environ.get("INFERD_UPDATE") == "todo":
        fixture_runner.drop_todo(case)
    assert not wrong, "\n".join(["", *wrong])


_TYPED = [p for d in ("declared", "flow") for p in sorted((_FIXTURES / d).glob("*.py"))]


@pytest.mark.parametrize("path", _TYPED, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_fixtures_of_types_are_well_formed(path):
    """That a case waits as `todo` must not hide a slip in its text."""
    for case in fixture_runner.cases(path):
        for step in case.steps:
            for kind, name, lines, _ in step.actions:
                if kind not in ("file", "edit"):
                    continue
                if _parses_here(case) and name.endswith((".py", ".pyi")):
                    ast.parse("\n".join(line.code for line in lines), name)
                for line in lines:
                    for m in line.markers:
                        fixture_runner.place_of(line.code, m)


def test_the_runner_sees_missing_extra_and_misgraded_markers(tmp_path):
    source = """
        # file: a.py
        def f(): pass    # def: a:f
        f()
        f.x              # ref: a:f possible
        g = f            # ref: a:f
        1 + 1            # ref: a:f
        """
    with pytest.raises(AssertionError) as failure:
        fixture_runner.check(source, tmp_path)
    said = str(failure.value)
    assert "a.py:2:1: extra ref a:f exact" in said
    assert "a.py:3: ref a:f is exact, not possible" in said
    assert "a.py:5: missing ref a:f exact" in said
    assert "a.py:4" not in said


def test_the_runner_sees_wrong_types_evidence_and_implementations(tmp_path):
    source = """
        # file: a.py
        class A:
            def f(self) -> int: return 1
        class B(A): pass
        # impls: a:A =
        def g(x: A, y: "list[A | None]"):    # is: x = a.B; is: y = list[None | a.A]; is: y = list[a.A] by declared
            x.f()                            # ref: a:A.f inferred by docstring
        # overrides: a:A.f = a:B.f
        """
    with pytest.raises(AssertionError) as failure:
        fixture_runner.check(source, tmp_path)
    said = str(failure.value)
    assert "a.py:4: x is a.A, not a.B" in said
    assert said.count("y is list[") == 1
    assert "no evidence docstring" in said
    assert "impls: a:A =: found a:B" in said
    assert "overrides: a:A.f = a:B.f: found " in said


def test_the_runner_sees_wrong_returns_and_calls(tmp_path):
    source = """
        # file: a.py
        def f(): return 1    # returns: f = str
        f()
        # calls: a = a:g
        """
    with pytest.raises(AssertionError) as failure:
        fixture_runner.check(source, tmp_path)
    said = str(failure.value)
    assert "a.py:1: f returns " in said
    assert "calls: a = a:g: found " in said


@pytest.mark.parametrize(
    ("one", "other"),
    [("int | None", "None | int"), ("list[int | str]", "list[str | int]"), ("d[A, B | C] | D", "D | d[A, C | B]")],
)
def test_unions_are_compared_in_any_order(one, other):
    assert fixture_runner.union(one) == fixture_runner.union(other)
    assert fixture_runner.union(one) != fixture_runner.union(other + " | x")
