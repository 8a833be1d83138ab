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
    ('def feed(cats: "list[Cat] | tuple[int, str]", how: "Callable[..., Any]", count: int = 1, *, done: bool = False,'
    ' each: "Callable[..., Any]" = lambda c: c) -> "Iterator[float]":'),
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
