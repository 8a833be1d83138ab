"""git knows of files that moved, and runs nothing of the repository."""

import shutil
import subprocess

import pytest
from small_projects import tree, write

import inferd

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")

FILES = {
    "pkg/__init__.py": "", "pkg/a.py": "from . import b\n", "pkg/b.py": "X = 1\n", "main.py": "import pkg.a\n",
    "untracked.py": "import pkg\n",
}  # fmt: skip


def git(root, *words):
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@b", *words]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout


def test_moves_are_moves_for_git_and_undo_takes_them_back(tmp_path):
    write(tmp_path, FILES)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "pkg", "main.py")
    git(tmp_path, "commit", "-qm", "one")
    proof = tmp_path / "ran"
    git(tmp_path, "config", "core.fsmonitor", f"touch {proof}; false")
    write(tmp_path, {"pkg/b.py": "X = 2\n"})
    status = git(tmp_path, "-c", "core.fsmonitor=false", "status", "--porcelain")
    proof.unlink(missing_ok=True)
    before = tree(tmp_path)
    with inferd.open(str(tmp_path)) as project:
        project.apply(project.refactor("move", {"target": "pkg", "to": "inner"}))
        assert not project.notes
        shown = git(tmp_path, "-c", "core.fsmonitor=false", "status", "--porcelain").splitlines()
        assert [line for line in shown if line.startswith("R")] == [
            "R  pkg/__init__.py -> inner/pkg/__init__.py",
            "R  pkg/a.py -> inner/pkg/a.py",
            "RM pkg/b.py -> inner/pkg/b.py",
        ]
        assert " M main.py" in shown
        project.undo()
    assert tree(tmp_path) == before
    assert git(tmp_path, "-c", "core.fsmonitor=false", "status", "--porcelain") == status
    assert not proof.exists()


def test_a_module_that_becomes_a_package_and_one_that_git_does_not_know(tmp_path):
    write(tmp_path, FILES)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "pkg", "main.py")
    git(tmp_path, "commit", "-qm", "one")
    with inferd.open(str(tmp_path)) as project:
        project.apply(project.refactor("to-package", {"target": "pkg/b.py"}))
        project.apply(project.refactor("to-package", {"target": "untracked.py"}))
    shown = git(tmp_path, "status", "--porcelain").splitlines()
    assert "R  pkg/b.py -> pkg/b/__init__.py" in shown
    assert "?? untracked/" in shown
