"""A refactoring, applied to a small project on disk and taken back."""

import pytest
from small_projects import output, tree, write

import inferd


class Refactored:
    """What came of it: the plan, and the files that differ, as text (None for one that is gone)."""

    def __init__(self, plan, before, after):
        self.plan = plan
        self.bytes = {p: after.get(p) for p in sorted({*before, *after}) if before.get(p) != after.get(p)}
        self.files = {p: None if data is None else data.decode("utf-8", "replace") for p, data in self.bytes.items()}


@pytest.fixture
def refactored(tmp_path):
    """Compute a refactoring, apply it, take it back to the byte; what came of it.  *runs*: main.py prints the same."""

    def act(files, refactoring, force=False, possible=False, runs=False, **given):
        write(tmp_path, files)
        before = tree(tmp_path)
        printed = output(tmp_path) if runs else ""
        with inferd.open(str(tmp_path)) as project:
            plan = project.refactor(refactoring, given, force=force, possible=possible)
            assert tree(tmp_path) == before, "something was written before it was applied"
            if not plan.changes:
                return Refactored(plan, before, before)
            project.apply(plan)
            after = tree(tmp_path)
            assert not runs or output(tmp_path) == printed
            project.undo()
        assert tree(tmp_path) == before
        return Refactored(plan, before, after)

    return act


@pytest.fixture
def refused(tmp_path):
    """The reasons for which a refactoring is refused, as (path, line, reason)."""

    def act(files, refactoring, force=False, **given):
        write(tmp_path, files)
        before = tree(tmp_path)
        with inferd.open(str(tmp_path)) as project, pytest.raises(inferd.InferdError) as caught:
            project.refactor(refactoring, given, force=force)
        assert tree(tmp_path) == before
        return getattr(caught.value, "reasons", str(caught.value))

    return act
