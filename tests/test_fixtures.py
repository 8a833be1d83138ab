"""Every case of every fixture; see fixture_runner for the language."""

from pathlib import Path

import fixture_runner
import pytest

_CASES = [c for p in sorted((Path(__file__).parent / "fixtures").rglob("*.py")) for c in fixture_runner.cases(p)]


@pytest.mark.parametrize("case", _CASES, ids=lambda c: f"{c.path.stem}:{c.name}")
def test_fixture(case, tmp_path):
    wrong = fixture_runner.run(case, tmp_path)
    assert not wrong, "\n".join(["", *wrong])


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
