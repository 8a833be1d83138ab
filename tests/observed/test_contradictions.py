"""What is declared against what was seen: only what is certain."""

import os
import sys
from pathlib import Path

import pytest

from inferd.runtime import launch

CODE = '''\
import io
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Base:
    pass


class Below(Base):
    pass


class Speaks(Protocol):
    def speak(self) -> str: ...


def declared(a: int, b: float, c: Base, d: "list[int]", e: str | None, f=0) -> str:
    return str(a)


def loose(a: Any, b: object, c: T, d: Iterable[int], e: Callable, f: Speaks, g: dict) -> Iterator[int]:
    yield 1


def body(x):
    return 1


def fine(x):
    return unknown(x)
'''


@pytest.fixture
def seen(observed):
    observed.write("m.py", CODE)
    return observed


def found(seen, target=None):
    with seen.open() as project:
        rows = project.contradictions(target).rows
    return {(r.line, r.column, r.kind, r.name, r.types, r.evidence[0]["kind"], r.evidence[0]["why"]) for r in rows}


def test_what_does_not_fit(seen):
    spool = seen.spool()
    fits = ["bool", "int", "m.py:Below", "list[str]", "None", "str"]
    spool.sig("m.py:declared", fits, "str", times=9)
    spool.sig("m.py:declared", ["str", "str", "type[m.py:Base]", "dict[str, int]", "int", "int"], "None")
    spool.sig("m.py:body", ["int"], "str")
    spool.sig("m.py:fine", ["int"], "float")
    spool.write()
    seen.fold()
    everything = {
        (21, 14, "parameter", "a", ("str",), "declared", "parameter a is declared: int"),
        (21, 22, "parameter", "b", ("str",), "declared", "parameter b is declared: float"),
        (21, 32, "parameter", "c", ("type[m.Base]",), "declared", "parameter c is declared: m.Base"),
        (21, 41, "parameter", "d", ("dict[str, int]",), "declared", "parameter d is declared: list[int]"),
        (21, 57, "parameter", "e", ("int",), "declared", "parameter e is declared: None | str"),
        (21, 5, "return", "return", ("None",), "declared", "the result is declared: str"),
        (29, 5, "return", "return", ("str",), "static", "what the body returns: int"),
    }
    assert found(seen) == everything
    assert found(seen, "m:body") == {r for r in everything if r[0] == 29}
    assert found(seen, "m:fine") == set()


def test_what_is_not_known_contradicts_nothing(seen):
    spool = seen.spool()
    spool.sig("m.py:loose", ["int", "int", "str", "list[str]", "def m.py:body", "m.py:Base", "collections:OrderedDict"],
              "int", outcome="yield")  # fmt: skip
    spool.sig("m.py:loose", ["mock", "None", "None", "tuple(str)", "type[m.py:Base]", "mock", "mock"], "None")
    spool.sig("m.py:declared", ["mock", "mock", "nowhere:C", "never", "mock", "int"], "str")
    spool.write()
    seen.fold()
    assert found(seen) <= {(25, 67, "parameter", "f", ("m.Base",), "declared", "parameter f is declared: m.Speaks")}


def test_what_is_not_current_contradicts_nothing(seen):
    spool = seen.spool()
    spool.sig("m.py:body", ["int"], "str")
    spool.write()
    seen.fold()
    assert found(seen)
    seen.edit("m.py", "return 1\n", "return 2\n")
    assert not found(seen)


def test_what_fits_in_unusual_ways_contradicts_nothing(observed):
    """A real run of calls that type checkers, or Python itself, allow: each is as it is meant."""
    observed.write("fits.py", (Path(__file__).parent.parent / "fixtures" / "observed" / "fits.py").read_text())
    with observed.open() as project:
        token = launch.new_run()
        spool = os.path.join(project.directory, "spool", token)
        command = [sys.executable, "-W", "ignore", str(observed.root / "fits.py")]
        assert launch.run(command, spool, {"root": project.root, "run": token}) == 0
        project.fold(token, 0)
        (run,) = project.runs()
        assert run["functions"] > 50
    assert found(observed) == set()


def test_what_may_be_decided_elsewhere_contradicts_nothing(observed):
    """And what is decided is told nonetheless."""
    observed.write("m.py", '''\
from abc import ABC
from typing import Literal, NewType, TypedDict

Id = NewType("Id", int)


class Shape(ABC): ...


class Movie(TypedDict):
    name: str


class Proxy:
    @property
    def __class__(self):
        return int


class Plain: ...


def f(a: Id, b: Shape, c: Movie, d: int, e: bytes, g: Literal["x"]): ...
''')  # fmt: skip
    spool = observed.spool()
    spool.sig("m.py:f", ["int", "m.py:Plain", "dict[str, str]", "m.py:Proxy", "bytes", "str"], "None")
    spool.sig("m.py:f", ["str", "None", "list[str]", "m.py:Plain", "str", "int"], "None")
    spool.write()
    observed.fold()
    assert {(r[3], r[4]) for r in found(observed)} == {
        ("a", ("str",)), ("b", ("None",)), ("c", ("list[str]",)), ("d", ("m.Plain",)), ("e", ("str",)), ("g", ("int",)),
    }  # fmt: skip


def test_documentation_of_what_is_called_is_not_held_to_its_word(observed):
    observed.write("m.py", '''\
def told(x):
    """Tell.

    :rtype: dict
    """
    return x.whatever()


def gives(x):
    return told(x)


def sums(rows):
    return sum([1 for row in rows])
''')  # fmt: skip
    spool = observed.spool()
    spool.sig("m.py:gives", ["int"], "int")
    spool.sig("m.py:sums", ["int"], "float")
    spool.write()
    observed.fold()
    assert found(observed) == set()


def test_a_class_without_a_name_may_be_of_any_metaclass(observed):
    """Runs write `type` of a class that nothing names: it may be what a metaclass has made, and is no `int`."""
    observed.write("m.py", '''\
class Meta(type): ...


def f(a: Meta, b: int, c: type): ...
''')  # fmt: skip
    spool = observed.spool()
    spool.sig("m.py:f", ["type", "type", "type"], "None")
    spool.write()
    observed.fold()
    assert {(r[3], r[4]) for r in found(observed)} == {("b", ("type",))}
