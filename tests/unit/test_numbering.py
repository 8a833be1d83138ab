"""Numbers of scopes and steps that hold over edits."""

import sys

import pytest
from test_syntax_flow import CONSTRUCTS, NEWER, read, sources

from inferd.inference.keeping import numbering
from inferd.inference.keeping.numbering import GAP, Layouts
from inferd.inference.program import ScopeText, Tree


def scopes(text):
    return [ScopeText(s.qualname, s.nth, s.kind, None, s.flow) for s in read(text).scopes]


class File:
    def __init__(self, text):
        self.layouts = Layouts()
        self.tree = Tree(scopes(text), 1, self.layouts, 7)

    def edit(self, text):
        self.layouts = self.layouts.edited([7], [7])
        self.tree = Tree(scopes(text), 1, self.layouts, 7)

    def stores(self, scope=0):
        """Name -> the steps that store it, in the module or a class."""
        return {name: tuple(steps) for name, steps in self.tree.program(scope).stores.items()}

    def scope(self, name):
        return self.tree.by_name[name][0]


@pytest.mark.parametrize("count", [40])
def test_steps_that_are_moved_name_what_they_named(count):
    """Two statements more at the beginning: what is extracted then names steps that lie so much further behind."""
    newer = NEWER if sys.version_info >= (3, 12) else ""
    for text in [CONSTRUCTS + newer, *(text for text, _ in sources(count, 31))]:
        if "from __future__" in text:
            continue
        before, now = read(text).scopes[0].flow.split("\n"), read("zz = 0\nzz += 0\n" + text).scopes[0].flow.split("\n")
        added = len(now) - len(before)
        same = list(range(len(read(text).scopes)))
        assert [numbering._moved(line, added, same) for line in before if line] == now[added:] or before == [""]


def test_each_step_has_one_number_and_back():
    for text, _ in sources(30, 32):
        dense, laid_out = Tree(scopes(text), 1), File(text).tree
        for i, own in zip(dense.order, laid_out.order, strict=True):
            numbers = [n for n, words in enumerate(laid_out.program(own).steps) if words != ["-"]]
            assert [laid_out.dense(own, n) for n in numbers] == list(range(len(dense.program(i).steps)))


def test_a_unit_is_a_statement():
    branches = "if a:\n    c = 3\nelse:\n    c = 4\nfor d in b:\n    print(d)\n"
    file = File(f"a = 1\nb = [a,\n     2]\n{branches}class E(a): pass\n")
    assert len(file.layouts.known[7].units[0]) == 5
    assert all(file.tree.unit(0, n) is not None for n in (s[0] for s in file.stores().values()))
    assert file.tree.unit(0, 0) is None  # before the first


@pytest.mark.skipif(sys.version_info < (3, 12), reason="type parameters are of Python 3.12")
def test_type_parameters_are_in_the_unit_of_what_has_them():
    file = File("x = 1\ndef f[T: int = str](a=x): pass\n")
    parameter, made = file.stores()["T"][0], file.stores()["f"][0]
    assert file.tree.unit(0, parameter) == file.tree.unit(0, made)


TEXT = "one = 1\ntwo = [one]\n\ndef f(): pass\n\nclass C:\n    three = 3\n    def get(self): pass\n\nfour = f() or C\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("one = 1\n", "zero = 0\none = 1\n"),
        ("two = ", "between = {1: one}\ntwo = "),
        ("def f", "def other(x, y=1): return lambda: x\n\ndef f"),
        ("class C", "class D(object): pass\n\nclass C"),
        ("    three", "    inner = 2\n    three"),
        ("    def get", "    def new(self): pass\n    def get"),
        ("four", "import os, sys\nfrom a import b as c, d\nfour"),
        ("four = f() or C\n", "four = f() or C\nfive = 5\n"),
    ],
)
def test_what_is_put_in_leaves_the_others_where_they_are(old, new):
    file = File(TEXT)
    before, inner, labels = file.stores(), file.stores(file.scope("C")), dict(file.tree.by_name)
    file.edit(TEXT.replace(old, new))
    assert before.items() <= file.stores().items()
    assert inner.items() <= file.stores(file.scope("C")).items()
    assert labels.items() <= file.tree.by_name.items()
    file.edit(TEXT)
    assert (before, inner, labels) == (file.stores(), file.stores(file.scope("C")), file.tree.by_name)


def test_what_stands_in_the_place_of_another_has_its_number():
    file = File(TEXT)
    before = file.stores()
    file.edit(TEXT.replace("two = [one]", "two = {one}"))
    assert file.stores() == before
    assert [unit.base for _, unit in file.layouts.changed(7)] == [before["two"][0] - 2]
    assert file.layouts.stands(7, 0, before["one"][0])
    assert not file.layouts.stands(7, 0, before["two"][0])


def test_what_is_too_long_for_a_gap_pushes_only_what_is_near():
    lines = [f"x{i} = {i}\n" for i in range(20)]
    file = File("".join(lines))
    before = file.stores()
    long = f"new = [{', '.join('1' * (GAP + 3))}]\n"  # a step each, and two
    file.edit("".join([*lines[:5], long, *lines[5:]]))
    assert {name for name, steps in before.items() if file.stores()[name] != steps} == {"x5"}


def test_a_scope_that_is_gone_leaves_its_number_free():
    file = File("def f(): pass\nclass C:\n    def get(self): pass\n")
    f, get = file.scope("f"), file.scope("C.get")
    file.edit("class C:\n    def get(self): pass\ndef g(): pass\n")
    assert not file.tree.has(f)
    assert file.scope("C.get") == get
    assert file.scope("g") not in (f, get)
    assert [file.tree.scopes[i].qualname for i in file.tree.order] == ["", "C", "C.get", "g"]
    assert file.tree.child(0, file.scope("g")) == file.scope("g")
