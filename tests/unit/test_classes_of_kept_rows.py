"""That what a call in a function makes is a class of its bases for whoever reads of it first, in kept rows."""

from pathlib import Path

import pytest

import inferd
from inferd.inference.definitions import classes
from inferd.inference.types import Cls

_TEXT = """\
from collections import namedtuple
class Meta(type):
    pass
def make(name):
    cls = Meta(name, (Meta,), {})
    return cls
def pair():
    return namedtuple("Pair", "a b")(1, 2)
def inner():
    class C:
        P = namedtuple("Pair", "a b")
    return C.P(1, 2)
A, B, C = make("A"), pair(), inner()
"""


@pytest.mark.parametrize(
    ("name", "base"),
    [("make.<locals>.cls", "Meta"), ("pair.<locals>.Pair", "NamedTuple"), ("inner.<locals>.C.P", "NamedTuple")],
)
def test_what_a_call_in_a_function_makes(tmp_path: Path, name: str, base: str) -> None:
    (tmp_path / "m.py").write_text(_TEXT)
    with inferd.open(str(tmp_path)) as project:
        project.ensure_fresh()
        project.find_flow()
        with project.snapshot() as view:
            found = classes.info(view.typing.engine, Cls("", "m", name))
            assert [a.cls.name for a in found.bases] == [base]
