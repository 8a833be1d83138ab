"""Renames of small programs, applied, run, undone and made again."""

import pytest
from renaming import run, tree, write

import inferd
from inferd.errors import RefactorRefused


@pytest.fixture
def renamed(tmp_path):
    """Rename, apply, run; then undo. Returns the plan and the texts after the rename."""

    def act(files, target, new, **options):
        write(tmp_path, files)
        before, output = tree(tmp_path), run(tmp_path)
        with inferd.open(str(tmp_path)) as project:
            plan = project.rename(target, new, **options)
            assert tree(tmp_path) == before, "a plan writes nothing"
            project.apply(plan)
            after = tree(tmp_path)
            assert run(tmp_path) == output
            assert project.verify() == []
            project.undo()
            assert tree(tmp_path) == before
            project.redo()
            assert tree(tmp_path) == after
        return plan, {path: data.decode("utf-8", "replace") for path, data in after.items()}

    return act


@pytest.fixture
def refused(tmp_path):
    def act(files, target, new, **options):
        write(tmp_path, files)
        before = tree(tmp_path)
        with inferd.open(str(tmp_path)) as project, pytest.raises(RefactorRefused) as caught:
            project.rename(target, new, **options)
        assert tree(tmp_path) == before
        return caught.value.reasons

    return act
