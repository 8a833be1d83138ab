"""What type checkers see of `inferd`: the names are loaded when they are asked for, and have types all the same."""

import importlib.util
import os
import subprocess
import sys

import pytest

import inferd

CLIENT = """\
import inferd

with inferd.open(".") as project:
    report = project.update()
    reveal_type(project)
    reveal_type(report.revision)
    reveal_type(project.references("a:f").revision)
    reveal_type(project.status().fresh)
try:
    inferd.open(1)
except inferd.InferdError as error:
    reveal_type(error.hint)
inferd.no_such_name
"""


@pytest.mark.skipif(importlib.util.find_spec("mypy") is None, reason="there is no mypy")
def test_a_client_is_checked(tmp_path):
    (tmp_path / "client.py").write_text(CLIENT)
    names = [name for name in inferd.__all__ if not name.startswith("_")]
    (tmp_path / "names.py").write_text("import inferd\n" + "".join(f"reveal_type(inferd.{name})\n" for name in names))
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", ".cache", "--follow-imports=silent", "client.py",
         "names.py"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    said = done.stdout
    assert 'client.py:5: note: Revealed type is "inferd.project.Project"' in said, said + done.stderr
    assert 'client.py:6: note: Revealed type is "int"' in said.replace("builtins.", "")
    assert 'client.py:7: note: Revealed type is "int"' in said.replace("builtins.", "")
    assert 'client.py:8: note: Revealed type is "bool"' in said.replace("builtins.", "")
    assert 'client.py:10: error: Argument 1 to "open" has incompatible type "int"; expected "str"' in said
    assert 'client.py:12: note: Revealed type is "str"' in said.replace("builtins.", "")
    assert "client.py:13: error: Module has no attribute" in said
    assert '"Any"' not in said
    assert said.count("names.py") == len(names)


def test_the_package_says_that_it_is_typed():
    for package in ("inferd", "inferd_lsp"):
        found = importlib.util.find_spec(package)
        assert found is not None and os.path.exists(os.path.join(os.path.dirname(found.origin or ""), "py.typed"))


def test_the_names_are_there_and_no_others():
    assert all(getattr(inferd, name) is not None for name in inferd.__all__)
    with pytest.raises(AttributeError, match="no attribute 'no_such_name'"):
        inferd.no_such_name  # noqa: B018
