"""Where the fields of classes that calls make are defined, and what they are called."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import inferd
from inferd.errors import TargetNotFound

_TEXT = """\
from collections import namedtuple
from typing import NamedTuple
P = namedtuple("P", "x y")
class Q(namedtuple("Q", ["left", "right"])):
    def both(self):
        return self.left, self.right
R = NamedTuple("R", [("one", int), ("two", str)])
def show(p, q, r):
    return p.x, q.left, r.one
show(P(1, 2), Q(3, 4), R(1, "s"))
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[inferd.Project]:
    folder: Path = tmp_path_factory.mktemp("fields")
    (folder / "main.py").write_text(_TEXT)
    with inferd.open(str(folder), store=":memory:") as opened:
        opened.update()
        yield opened


@pytest.mark.parametrize(
    ("target", "symbol", "line"),
    [
        ("main:P.x", "main:P.x", 3), ("main.py:9:14", "main:P.x", 3),
        ("main:Q.left", "main:Q.left", 4), ("main.py:9:19", "main:Q.left", 4), ("main.py:6:22", "main:Q.left", 4),
        ("main:R.two", "main:R.two", 7), ("main.py:9:27", "main:R.one", 7),
    ],
)  # fmt: skip
def test_a_field_is_defined_where_its_class_gets_its_name(
    project: inferd.Project, target: str, symbol: str, line: int
) -> None:  # fmt: skip
    assert [(r.symbol, r.kind, r.line) for r in project.definitions(target).rows] == [(symbol, "attribute", line)]


def test_a_field_is_used(project: inferd.Project) -> None:
    assert [(r.line, r.confidence) for r in project.references("main:Q.left").rows] == [
        (6, "exact"), (4, "inferred"), (9, "inferred"),
    ]  # fmt: skip


def test_what_is_no_field_is_not_known(project: inferd.Project) -> None:
    with pytest.raises(TargetNotFound):
        project.definitions("main:P.z")


def test_parameters_of_a_stub_and_of_its_module_are_one(tmp_path: Path) -> None:
    (tmp_path / "fast.py").write_text("def tune(engine, level=1):\n    return level\n")
    (tmp_path / "fast.pyi").write_text("def tune(engine: int, level: int = ...) -> int: ...\n")
    (tmp_path / "main.py").write_text("import fast\nfast.tune(1, level=2)\n")
    with inferd.open(str(tmp_path), store=":memory:") as opened:
        opened.update()
        for target in ("fast.py:1:18", "fast.py:2:12", "fast.pyi:1:23"):
            found = {(r.path, r.line, r.column) for r in opened.references(target).rows}
            assert found == {("fast.py", 1, 18), ("fast.py", 2, 12), ("fast.pyi", 1, 23), ("main.py", 2, 14)}, target
