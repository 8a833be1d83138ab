"""The direction of imports, as pyproject.toml states it."""

import os
import subprocess
import sys

import pytest

_ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


_LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def test_imports_run_downward_only(tmp_path):
    pytest.importorskip("importlinter")
    ran = subprocess.run(
        [sys.executable, "-c", _LINT, "--cache-dir", str(tmp_path)],
        cwd=_ROOT, env={**os.environ, "PYTHONPATH": os.pathsep.join([_ROOT, os.path.join(_ROOT, "lsp")])},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr


_HEAVY = (
    "click rich rope watchdog pygls lsprotocol sqlite_utils typeshed_client platformdirs inspect asyncio "
    "multiprocessing dataclasses"
).split()


def test_a_question_about_a_fresh_project_imports_nothing_heavy(tmp_path):
    (tmp_path / "a.py").write_text("def f(): pass\nf()\n")
    script = (
        "import sys, inferd\n"
        "with inferd.open(sys.argv[1]) as project:\n"
        "    project.ensure_fresh()\n"
        "    before = set(sys.modules)\n"
        "    assert len(project.references('a:f').rows) == 2\n"
        "print(*sorted(sys.modules))\n"
    )
    environment = {**os.environ, "PYTHONPATH": _ROOT, "INFERD_USER_DIR": str(tmp_path / "user")}
    for _ in range(2):  # the first one makes the index, which needs more
        ran = subprocess.run(
            [sys.executable, "-S", "-c", _WITH_PATH + script, str(tmp_path)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
    loaded = set(ran.stdout.split())
    assert not loaded & set(_HEAVY), sorted(loaded & set(_HEAVY))
    assert not {
        m for m in loaded if m.startswith(("inferd.cli", "inferd.refactor", "inferd_lsp", "inferd.syntax.extract"))
    }


_WITH_PATH = f"import sys; sys.path += {sys.path!r}\n"


def test_importing_inferd_costs_nothing():
    ran = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = [{_ROOT!r}]; import inferd; print(*sys.modules)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert [m for m in ran.stdout.split() if m.startswith("inferd.")] == []
