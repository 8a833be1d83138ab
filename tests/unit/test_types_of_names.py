"""`Project.types` of what has a name within a function; and what is no place for an expression."""

from pathlib import Path

import pytest

import inferd

_TEXT = """\
def outer(n):
    import re as patterns
    def inner(k):
        return "x"
    total = n
    total = 2.5
    return inner
outer(1)
"""


@pytest.fixture
def project(tmp_path: Path) -> inferd.Project:
    (tmp_path / "m.py").write_text(_TEXT)
    found = inferd.open(str(tmp_path))
    found.ensure_fresh()
    found.find_flow()
    return found


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("m:outer.<locals>.inner", ["inner: function inner", "k: ?", "inner: str"]),
        ("m:outer.<locals>.total", ["total: int", "total: float"]),
        ("m:outer.<locals>.n", ["n: int"]),
        ("m:outer.<locals>.patterns", ["patterns: module re"]),
    ],
)
def test_a_name_of_a_function(project: inferd.Project, target: str, expected: list[str]) -> None:
    with project:
        rows = project.types(target).rows
    assert [f"{row.name}: {' | '.join(row.types)}" for row in rows] == expected


def test_an_expression_needs_a_line(project: inferd.Project) -> None:
    with project, pytest.raises(inferd.errors.TargetNotFound, match="m is no line of a file") as raised:
        project.type_of("m", "outer")
    assert "path/file.py:7" in str(raised.value.hint)


def test_what_returns_something_unknown_does_not_return_never(tmp_path):
    (tmp_path / "m.py").write_text(
        "class Node:\n"
        "    def set(self): self.next = self.next.next\n"
        "    def get(self): return self.next\n"
        "def fail(): raise KeyError\n"
        "Node().get()\n"
    )
    with inferd.open(str(tmp_path)) as project:
        project.ensure_fresh()
        project.find_flow()
        given = {name: project.types(f"m:{name}").rows[-1] for name in ("Node.get", "fail")}
    assert {name: (row.kind, row.types) for name, row in given.items()} == {
        "Node.get": ("return", ("?",)), "fail": ("return", ("Never",)),
    }  # fmt: skip
