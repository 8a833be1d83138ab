"""Annotations from what runs saw: exact texts, and files that still run."""

import subprocess
import sys

import pytest

from inferd.errors import InferdError
from inferd.refactor.annotate import shapes

ZOO = "zoo.py"
CODE = '''\
"""Animals."""
import abc


class Cat:
    def __init__(self, name, age=None):
        self.name = name

    @staticmethod
    def make(name):
        return Cat(name)

    @classmethod
    def many(cls, *names, **options):
        return [cls(n) for n in names]

    @property
    def size(self):
        return 1


class Lion(Cat):
    pass


def feed(cats, how, count=1, *, done: bool = False, each=lambda c: c):
    for cat in cats:
        yield how(cat)


def talk():
    got = yield 1
    return got


async def hear(cat):
    return cat.name


def fails(x):
    raise ValueError


def local():
    class L:
        pass
    return L()


def same(x: int, y) -> int:
    return x


def never_ran(x):
    return x
'''


@pytest.fixture
def zoo(observed):
    observed.write(ZOO, CODE)
    spool = observed.spool()
    cat, lion = "zoo.py:Cat", "zoo.py:Lion"
    spool.sig("zoo.py:Cat.__init__", [cat, "str", "None"], "None")
    spool.sig("zoo.py:Cat.__init__", [lion, "str", "int"], "None")
    spool.sig("zoo.py:Cat.make", ["str"], cat)
    spool.sig("zoo.py:Cat.many", [f"type[{cat}]", "tuple(str, bytes)", "dict[str, int]"], f"list[{cat}]")
    spool.sig("zoo.py:Cat.many", [f"type[{lion}]", "tuple[str]", "dict[never, never]"], f"list[{lion}]")
    spool.sig("zoo.py:Cat.size", [cat], "int")
    arguments = [f"list[{cat}]", "def zoo.py:same", "bool", "bool", "def zoo.py:same"]
    spool.sig("zoo.py:feed", arguments, "int", outcome="yield")
    spool.sig("zoo.py:feed", ["tuple(int, str)", *arguments[1:]], "float", outcome="yield")
    spool.sig("zoo.py:feed", arguments, "None")
    spool.sig("zoo.py:talk", [], "int", outcome="yield")
    spool.sig("zoo.py:talk", [], "str", outcome="send")
    spool.sig("zoo.py:talk", [], "str")
    spool.sig("zoo.py:hear", [lion], "str")
    spool.sig("zoo.py:hear", [cat], "str")
    spool.sig("zoo.py:fails", ["pathlib:Path"], "ValueError", outcome="raise")
    spool.sig("zoo.py:local", [], "zoo.py:local.<locals>.L")
    spool.sig("zoo.py:same", ["str", "mock"], "str")
    spool.sig("zoo.py:same", ["str", "collections:OrderedDict"], "str")
    spool.write()
    observed.fold()
    return observed


EXPECTED = {
    "def __init__(self, name: str, age: \"int | None\" = None) -> None:",
    "def make(name: str) -> \"Cat\":",
    "def many(cls, *names: \"bytes | str\", **options: int) -> \"list[Cat]\":",
    "def size(self) -> int:",
    "def feed(",
    "def talk() -> \"Generator[int, str, str]\":",
    "async def hear(cat: \"Cat\") -> str:",
    "def fails(x: \"Path\"):",
    "def local():",
    "def same(x: int, y: \"OrderedDict\") -> int:",
    "def never_ran(x):",
}  # fmt: skip


def plan(zoo, target=ZOO):
    with zoo.open() as project:
        return project.annotate(target)


def test_what_is_written(zoo):
    (change,) = plan(zoo).changes
    lines = change.after.decode().splitlines()
    assert {line.strip() for line in lines if "def " in line} == EXPECTED
    at = lines.index("def feed(")
    assert lines[at + 1 : at + 8] == [
        '    cats: "list[Cat] | tuple[int, str]",', '    how: "Callable[..., Any]",', "    count: int = 1,", "    *,",
        "    done: bool = False,", '    each: "Callable[..., Any]" = lambda c: c,', ') -> "Iterator[float]":',
    ]  # fmt: skip
    assert lines[:12] == [
        '"""Animals."""', "import abc", "from typing import TYPE_CHECKING", "", "if TYPE_CHECKING:",
        "    from collections import OrderedDict", "    from collections.abc import Callable, Generator, Iterator",
        "    from pathlib import Path", "    from typing import Any", "", "", "class Cat:",
    ]  # fmt: skip
    done = subprocess.run([sys.executable, "-c", change.after.decode()], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_one_function_only(zoo):
    (change,) = plan(zoo, "zoo:Cat.make").changes
    lines = [(a, b) for a, b in zip(change.before.splitlines(), change.after.splitlines(), strict=True) if a != b]
    assert lines == [(b"    def make(name):", b'    def make(name: str) -> "Cat":')]


def test_a_file_that_imports_annotations(zoo):
    zoo.write("later.py", "from __future__ import annotations\n\ndef f(x):\n    return x\n")
    spool = zoo.spool(run="c" * 16)
    spool.sig("later.py:f", ["zoo.py:Cat"], "None")
    spool.sig("later.py:f", ["int"], "None")
    spool.write()
    zoo.fold()
    (change,) = plan(zoo, "later.py").changes
    assert change.after.decode() == (
        "from __future__ import annotations\nfrom typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n"
        "    from zoo import Cat\n\ndef f(x: Cat | int) -> None:\n    return x\n"
    )


def test_an_import_that_is_there_and_names_that_are_taken(zoo):
    zoo.write(
        "later.py",
        "from typing import TYPE_CHECKING\nfrom zoo import Cat\nif TYPE_CHECKING:\n  import os\n"
        "Lion = 1\ndef f(x, y):\n    return x\n",
    )
    spool = zoo.spool(run="c" * 16)
    spool.sig("later.py:f", ["zoo.py:Cat", "zoo.py:Lion"], "decimal:Decimal")
    spool.write()
    zoo.fold()
    (change,) = plan(zoo, "later.py").changes
    assert change.after.decode() == (
        "from typing import TYPE_CHECKING\nfrom zoo import Cat\nif TYPE_CHECKING:\n  import os\n"
        "  from decimal import Decimal\n  import zoo\n"
        'Lion = 1\ndef f(x: "Cat", y: "zoo.Lion") -> "Decimal":\n    return x\n'
    )


def test_odd_layouts(zoo):
    text = 'def f(\r\n    a="é)",  # )\r\n    b = [1, (2)],\r\n):\r\n    return a\r\n\r\ndef é(ü): return ü'
    (zoo.root / "odd.py").write_bytes(text.encode())
    spool = zoo.spool(run="c" * 16)
    spool.line("func", 50, spool.file("odd.py"), "f", 1, "function", [["a", "n"], ["b", "n"]], "", None)
    spool.line("sig", 50, 50, [spool.type("str"), spool.type("list[int]")], "return", spool.type("str"), 1.0)
    spool.line("func", 51, spool.file("odd.py"), "é", 7, "function", [["ü", "n"]], "", None)
    spool.line("sig", 51, 51, [spool.type("zoo.py:Cat")], "return", spool.type("None"), 1.0)
    spool.write()
    zoo.fold()
    (change,) = plan(zoo, "odd.py").changes
    assert change.after.decode() == (
        'from typing import TYPE_CHECKING\r\n\r\nif TYPE_CHECKING:\r\n    from zoo import Cat\r\n'
        'def f(\r\n    a: str = "é)",  # )\r\n    b: list[int] = [1, (2)],\r\n) -> str:\r\n    return a\r\n\r\n'
        'def é(ü: "Cat") -> None: return ü'
    )


def test_writing_keeps_what_was_seen_and_can_be_undone(zoo):
    with zoo.open() as project:
        before = project.observed_types("zoo:Cat.make").rows
        project.apply(project.annotate(ZOO))
        after = project.observed_types("zoo:Cat.make").rows
        assert [r.types for r in after] == [r.types for r in before]
        assert {r.evidence[0]["status"] for r in after} == {"current"}
        assert not project.annotate(ZOO).changes
        project.undo()
        assert project.observed_types("zoo:Cat.make").rows == before


def test_only_what_is_current_counts(zoo):
    zoo.edit(ZOO, "return Cat(name)", "return Cat(name + '')")
    lines = plan(zoo).changes[0].after.decode().splitlines()
    assert "    def make(name):" in lines


def test_stubs(zoo):
    with zoo.open() as project:
        ((path, text),) = project.stubs("zoo:Cat")
        assert path == "zoo.pyi"
        assert text == (
            "class Cat:\n"
            "    def __init__(self, name: str, age: int | None = ...) -> None: ...\n"
            "    @staticmethod\n    def make(name: str) -> Cat: ...\n"
            "    @classmethod\n    def many(cls, *names: bytes | str, **options: int) -> list[Cat]: ...\n"
            "    @property\n    def size(self) -> int: ...\n"
        )
        ((_, text),) = project.stubs(ZOO)
        assert "async def hear(cat: Cat) -> str: ...\n" in text
        assert "def same(x: int, y: OrderedDict) -> int: ...\n" in text
        compile(text, "zoo.pyi", "exec")


def test_without_a_run(observed):
    with observed.open() as project, pytest.raises(InferdError, match="no run is recorded"):
        project.annotate("shop/cart.py")


def test_containers_of_one_kind_are_one():
    def shown(*terms):
        return {(s.head, tuple(sorted(x.head for a in s.arguments for x in a)), s.is_open) for s in shapes(terms)}

    assert shown("list[int]", "list[str]", "list[Never]") == {("list", ("int", "str"), False)}
    assert shown("list[Never]") == {("list", (), False)}
    assert shown("tuple[int, str]", "tuple[int]") == {("tuple", ("int", "str"), True)}
    assert shown("tuple[int, ...]") == {("tuple", ("int",), True)}
    assert shown("tuple[()]") == {("tuple", (), False)}
    assert shown("dict[str, list[int] | None]") == {("dict", ("None", "list", "str"), False)}
    assert shown("function a:b", "function c:d.<locals>.<lambda>") == {("function", (), False)}


# ---------------------------------------------------------------------------------------------------------------------
# Layout: as black has it


def annotated(observed, path, code, *signatures, settings=""):
    """The lines of a file after annotating it: (function, arguments, result[, outcome]) were seen."""
    if settings:
        observed.write("pyproject.toml", settings)
    observed.write(path, code)
    spool = observed.spool()
    for function, arguments, result, *outcome in signatures:
        spool.sig(f"{path}:{function}", arguments, result, **({"outcome": outcome[0]} if outcome else {}))
    spool.write()
    observed.fold()
    changes = plan(observed, path).changes
    return changes[0].after.decode().splitlines() if changes else []


PATHS = ["pathlib:Path", "pathlib:Path", "pathlib:Path"]


def test_a_signature_that_gets_too_long_has_its_parameters_on_a_line_of_their_own(observed):
    code = "def travel(start, end, *ways, by_train=False):  # where to\n    return 1\n"
    arguments = ["int", "int", "tuple(int, int)", "bool"]
    settings = "[tool.black]\nline-length = 70\n"
    lines = annotated(observed, "a.py", code, ("travel", arguments, "int"), settings=settings)
    assert lines == [
        "def travel(", "    start: int, end: int, *ways: int, by_train: bool = False",
        ") -> int:  # where to", "    return 1",
    ]  # fmt: skip


def test_or_one_parameter_a_line(observed):
    code = "class A:\n    async def travel(self, start, end=None, *, by='a,b', **more):\n        return 1\n"
    arguments = ["a.py:A", "dict[str, list[int]]", "dict[str, list[int]]", "str", "dict[str, list[float]]"]
    lines = annotated(observed, "a.py", code, ("A.travel", arguments, "int"))
    assert lines == [
        "class A:", "    async def travel(", "        self,", "        start: dict[str, list[int]],",
        '        end: "dict[str, list[int]] | None" = None,', "        *,", "        by: str = 'a,b',",
        "        **more: list[float],", "    ) -> int:", "        return 1",
    ]  # fmt: skip


def test_one_parameter_alone_has_a_comma(observed):
    code = "def a_rather_long_name_of_a_function(and_a_parameter):\n    return 1\n"
    lines = annotated(
        observed, "a.py", code, ("a_rather_long_name_of_a_function", ["dict[str, int]"], "int"),
        settings="[tool.ruff]\nline-length = 60\n",
    )  # fmt: skip
    assert lines[:3] == ["def a_rather_long_name_of_a_function(", "    and_a_parameter: dict[str, int],", ") -> int:"]


def test_comments_in_a_signature_stay_where_they_are(observed):
    code = (
        "def travel(\n    start,  # from here\n    end=1, # to there, (and back\n    # nothing more\n):\n"
        "    return 1\n"
    )
    settings = "[tool.black]\nline-length = 20\n"
    lines = annotated(observed, "a.py", code, ("travel", ["dict[str, int]", "int"], "int"), settings=settings)
    assert lines == [
        "def travel(", "    start: dict[str, int],  # from here", "    end: int = 1, # to there, (and back",
        "    # nothing more", ") -> int:", "    return 1",
    ]  # fmt: skip


def test_a_signature_of_several_lines_is_laid_out_again_where_a_line_gets_too_long(observed):
    code = "def travel(start, end,\n           by=(1, 2)):\n    return 1\n"
    lines = annotated(
        observed, "a.py", code, ("travel", ["list[int]", "list[int]", "tuple(int, int)"], "int"),
        settings="[tool.black]\nline-length = 44\n",
    )  # fmt: skip
    assert lines[:5] == [
        "def travel(", "    start: list[int],", "    end: list[int],", "    by: tuple[int, int] = (1, 2),", ") -> int:"
    ]


# ---------------------------------------------------------------------------------------------------------------------
# What is left alone, and what is said instead


def test_annotating_again_changes_nothing(zoo):
    with zoo.open() as project:
        project.apply(project.annotate(ZOO))
        assert not project.annotate(ZOO).changes


def test_overloads_and_type_comments_are_left_alone(observed):
    code = """\
from typing import overload


@overload
def f(x: int) -> int: ...
@overload
def f(x: str) -> str: ...
def f(x):
    return x


def g(x):
    # type: (int) -> int
    return x


def h(
    x,  # type: int
):
    return x


def i(x):  # type: ignore
    return x
"""
    seen = [(name, ["int"], "int") for name in ("f@8", "g", "h", "i")]
    lines = annotated(observed, "a.py", code, *seen)
    assert [n for n, line in enumerate(lines) if line not in code.splitlines()] == [22]
    assert lines[22] == "def i(x: int) -> int:  # type: ignore"


def test_unions_are_not_quoted_where_every_python_knows_them(observed):
    settings = "[project]\nname = 'a'\nrequires-python = '>=3.10'\n"
    code = "def f(x):\n    return x\n"
    lines = annotated(observed, "a.py", code, ("f", ["int"], "int"), ("f", ["str"], "str"), settings=settings)
    assert lines[0] == "def f(x: int | str) -> int | str:"


def test_classes_of_tests_are_not_named_outside_of_tests(observed):
    """The nearest base that is not of the tests stands for one; nothing does where there is none."""
    things = "from a import Thing\n\n\nclass Mine(Thing):\n    pass\n\n\nclass Other:\n    pass\n"
    observed.write("tests/things.py", things)
    code = "class Thing:\n    pass\n\n\ndef f(x, y, z):\n    return x\n"
    mine, other = "tests/things.py:Mine", "tests/things.py:Other"
    lines = annotated(observed, "a.py", code, ("f", [mine, other, f"list[{other}]"], mine))
    assert lines[-2] == 'def f(x: "Thing", y, z: "list[Any]") -> "Thing":'
    assert "Other" not in "".join(lines)


def test_a_class_that_its_module_does_not_have_is_not_named(observed):
    """A class made by `type(name, ...)` says that it is of a module, and is not in it."""
    code = "def f(x, y):\n    return x\n\n\nclass Here:\n    pass\n"
    observed.write("b.py", "")
    lines = annotated(observed, "a.py", code, ("f", ["a.py:Here", "b.py:Gone"], "a.py:Gone"))
    assert lines[0] == 'def f(x: "Here", y):'


def test_what_is_compared_is_any_object(observed):
    """Whatever was seen: `object.__eq__` takes all, and so must those that override it."""
    code = "class A:\n    def __eq__(self, other):\n        return True\n"
    lines = annotated(observed, "a.py", code, ("A.__eq__", ["a.py:A", "int"], "bool"))
    assert lines[1] == "    def __eq__(self, other: object) -> bool:"


def test_arguments_that_are_passed_on_are_any(observed):
    """`*args` that were of several kinds are no union that says anything."""
    code = "def f(*args, **more):\n    return 1\n\n\ndef g(*args):\n    return 1\n"
    seen = [("f", ["tuple(int, str, bytes, list)", "dict[str, int]"], "int"), ("g", ["tuple(int, str)"], "int")]
    lines = annotated(observed, "a.py", code, *seen)
    assert [line for line in lines if "def" in line] == [
        'def f(*args: "Any", **more: int) -> int:', 'def g(*args: "int | str") -> int:'
    ]  # fmt: skip


def test_stubs_have_the_names_that_they_use(observed):
    code = """\
import os
from pathlib import Path as P
from typing import TypeVar

T = TypeVar("T")


class Unused:
    pass


class Base:
    pass


class Kept(Base):
    def f(self, x: P, y):
        return y

    @property
    def size(self):
        return 1


def g(x: T, y: "Kept", z=os.sep) -> T:
    return x
"""
    observed.write("a.py", code)
    spool = observed.spool()
    spool.sig("a.py:Kept.f", ["a.py:Kept", "pathlib:PosixPath", "int"], "int")
    spool.sig("a.py:Kept.size", ["a.py:Kept"], "int")
    spool.sig("a.py:g", ["int", "a.py:Kept", "str"], "int")
    spool.write()
    observed.fold()
    with observed.open() as project:
        ((path, text),) = project.stubs("a")
    assert path == "a.pyi"
    assert text == """\
from pathlib import Path as P
from typing import TypeVar

T = TypeVar("T")

class Base: ...

class Kept(Base):
    def f(self, x: P, y: int) -> int: ...
    @property
    def size(self) -> int: ...

def g(x: T, y: Kept, z: str = ...) -> T: ...
"""
