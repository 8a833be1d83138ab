"""Inference where questions hang together in long chains and circles, and where it is interrupted."""

import sys

import pytest

import inferd
from inferd.inference.definitions import members
from inferd.inference.types import Cls, size
from inferd.query import settled


def project(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    found = inferd.open(folder)
    found.update()
    return found


def receivers(found, order=lambda files: files):
    """(path, block, occurrence) -> types, computed in an order."""
    out = {}
    with found.snapshot() as view:
        view.typing.reads_settled = False
        for f in order(list(view.reader.files())):
            rows = settled.compute(view, view.typing, f.id).receivers
            out |= {(f.path, block, k): types for block, k, types in rows}
    return out


class Stopped(Exception):
    pass


def test_a_chain_of_two_thousand_functions_is_followed_to_its_end(tmp_path):
    count = 2000
    chain = "".join(f"def f{i}(): return f{i + 1}()\n" for i in range(count))
    text = f"class Cart:\n    def total(self): return 1\n{chain}def f{count}(): return Cart()\n"
    text += "def use(): f0().total()\n"
    with project(tmp_path, chain=text) as found, found.snapshot() as view:
        where, typing = view.reader.files()[0], view.typing
        (types,) = {
            t
            for block in view.blocks_of_file(where.id)
            for k in range(len(block.o) // 6)
            if block.names[block.o[k * 6]] == "total" and block.row.name == "use"
            for t in typing.computed(block, k)
        }
    assert (types.cls.name, types[-1]) == ("Cart", "instance")


def test_a_circle_of_two_thousand_functions_ends(tmp_path):
    count = 2000
    chain = "".join(f"def f{i}(n): return f{(i + 1) % count}(n)\n" for i in range(count))
    with project(tmp_path, chain=f"{chain}def use(): f0(1).total()\n") as found:
        assert receivers(found) == {}


def test_each_of_a_circle_has_what_all_of_it_may_be(tmp_path):
    text = """class Cart:
    def total(self): return 1
class Box:
    def total(self): return 2
def f(n): return g(n) if n else Cart()
def g(n): return h(n) if n else Box()
def h(n): return f(n)
f(1).total()
g(1).total()
h(1).total()
"""
    with project(tmp_path, circle=text) as found:
        for order in (list, lambda files: files[::-1]):
            assert set(receivers(found, order).values()) == {'["icircle:Box","icircle:Cart"]'}


def test_what_was_interrupted_is_found_when_it_is_asked_again(tmp_path):
    text = "".join(f"class C{i}(C{i + 1}):\n    def m(self): return self.n().m()\n" for i in range(60))
    text += "class C60:\n    def n(self): return C0()\n    def m(self): return self\n"
    text += "".join(f"def f{i}(): return C{i}().m().n() if f{(i * 7 + 1) % 60}() else C{i}()\n" for i in range(60))
    text += "".join(f"f{i}().m()\n" for i in range(60))
    with project(tmp_path, many=text) as found:
        expected = receivers(found)
        assert len(expected) > 60
        stops = 0
        for patience in range(200):
            with found.snapshot() as view:
                view.typing.reads_settled = False
                left = [patience]

                def check(left=left):
                    left[0] -= 1
                    if left[0] < 0:
                        raise Stopped

                file = view.reader.files()[0]
                view.check = check
                try:
                    settled.compute(view, view.typing, file.id)
                    break
                except Stopped:
                    stops += 1
                view.check = None
                rows = settled.compute(view, view.typing, file.id).receivers
                assert {(file.path, block, k): types for block, k, types in rows} == expected
        assert 5 < stops < 200


def test_a_shallow_stack_changes_no_answer(tmp_path):
    text = "class Cart:\n    def total(self): return 1\n"
    text += "".join(f"def f{i}(): return f{i + 1}()\n" for i in range(150)) + "def f150(): return Cart()\n"
    with project(tmp_path, chain=text + "f0().total()\n") as found:
        expected = receivers(found)
        limit = sys.getrecursionlimit()
        with found.snapshot() as view:
            typing = view.typing
            typing.reads_settled = False
            try:
                sys.setrecursionlimit(400)
                rows = settled.compute(view, typing, view.reader.files()[0].id).receivers
            finally:
                sys.setrecursionlimit(limit)
        assert [types for _, _, types in rows] == list(expected.values()) == ['["ichain:Cart"]']


@pytest.mark.parametrize("line", ["break", "continue", "return f", "yield f", "await f", "nonlocal x", "super().f"])
def test_what_python_would_not_compile_is_read(tmp_path, line):
    text = f"def f():\n    {line}\nclass C:\n    {line}\n    def m(self):\n        {line}\n{line}\nf().x\nC().m().x\n"
    with project(tmp_path, odd=text) as found:
        assert receivers(found).keys() <= {("odd.py", block, k) for block in range(9) for k in range(99)}


def test_what_rests_on_a_part_of_a_circle_is_not_known_before_the_circle_is(tmp_path):
    """h asks a and then v; a asks n, which asks a, and then h; v asks n: what n was found to be then is not all."""
    with project(tmp_path, empty="") as found, found.snapshot() as view:
        engine = view.typing.engine
        asked = {
            "h": ((), "av"),
            "a": (("a",), "nh"),
            "n": (("n",), "a"),
            "v": ((), "n"),
        }

        def ask(name):
            own, others = asked[name]
            return engine.solve((name,), lambda: tuple(sorted({*own, *(x for o in others for x in ask(o))})))

        assert ask("h") == ("a", "n")
        assert {name: ask(name) for name in asked} == dict.fromkeys(asked, ("a", "n"))


NESTING = {
    "partial": "from functools import partial\ndef f(p): return f(partial(p, 1)) or p\nf(len)\n",
    "partial of itself": "from functools import partial\np = len\nwhile p:\n    p = partial(p, p)\n",
    "bound": "def f(g): return f([g].append)\nf(1)\n",
    "callable": 'from typing import Callable\nC = Callable[["C"], "C"]\ndef f(c: C) -> C: return c(c)(c)(c)\n',
    "callable of itself": "from typing import Callable\nC = Callable[[C], C]\ndef f(c: C): return c\n",
    "tuple": "def f(x): return f((x, x)) or x\nf(1)\n",
    "doubled": "x = (1,)\n" + "x = x + x\n" * 40 + "x = (*x, *x)\n" * 40,
}


@pytest.mark.parametrize("text", NESTING.values(), ids=NESTING)
def test_what_is_nested_deeper_each_time_comes_to_an_end(tmp_path, text):
    with project(tmp_path, nested=text) as found:
        shown = [t for row in found.types("nested.py").rows for t in row.types]
        assert shown
        assert max(map(len, shown)) < 4_000
        found.calls()


def test_a_partial_keeps_what_it_calls_and_what_it_was_given(tmp_path):
    text = """from functools import partial
class Cart:
    def total(self): return 1
def make(one, two, three): return three
def call(p): return p(Cart())
call(partial(partial(make, 1), 2)).total()
"""
    with project(tmp_path, kept=text) as found:
        rows = [(r.line, r.callee) for r in found.calls("kept.py").rows if r.callee.startswith("kept:")]
    assert rows == [(5, "kept:make"), (5, "kept:Cart"), (6, "kept:call"), (6, "kept:Cart.total")]


def test_of_very_many_attributes_of_one_scope_the_last_are_what_all_stores_say(tmp_path):
    count = 1_100
    text = "class Cart:\n    def total(self): return 1\nclass Box: pass\nbox = Box()\n"
    text += "".join(f"box.x{i} = None\nbox.x{i} = Cart()\n" for i in range(count))
    text += f"box.x0.total()\nbox.x{count - 1}.total()\n"
    with project(tmp_path, many=text) as found:
        rows = [r for r in found.references("many:Cart.total").rows if r.role != "definition"]
    assert [(r.line, r.confidence) for r in rows] == [(count * 2 + 5, "inferred"), (count * 2 + 6, "inferred")]


def test_circles_of_methods_of_classes_in_a_circle_end(tmp_path, monkeypatch):
    monkeypatch.setattr("inferd.inference.questions._DEEPEST", 10)
    monkeypatch.setattr("inferd.inference.questions._MOST_ASKED", 2)
    count = 20
    text = "".join(
        f"class K{i}(K{(i + 1) % count}):\n    def m{i}(self): return self.m{(i + 1) % count}().m{i}()\n"
        for i in range(count)
    )
    with project(tmp_path, circle=f"{text}K0().m0().total()\n") as found:
        found.settle()
        assert found.status().unsettled == 0
        assert [r.callee for r in found.calls("circle.py").rows if r.caller == "circle"][:1] == ["circle:K0"]


def test_an_attribute_that_is_made_of_itself_comes_to_an_end(tmp_path, monkeypatch):
    """Where calls are not followed: each turn of the circle puts a union of both results of `__getitem__` around."""
    text = """class Solid:
    def __init__(self, corners):
        self._corners = tuple(corners)
    @property
    def corners(self):
        return self._corners
    def turn(self, order):
        corners = [self.corners[i] for i in order]
        self._corners = tuple(corners)
    def show(self):
        return self.corners.count(1)
"""
    monkeypatch.setattr("inferd.query.flowing._AT_ONCE", 0)
    asked = []
    with project(tmp_path, solid=text) as found, found.snapshot() as view:
        engine = view.typing.engine
        engine.check = lambda: asked.append(1)
        solid = Cls("", "solid", "Solid")
        held = [size(members.member(engine, solid, name).types, 4_000) for name in ("corners", "_corners")]
    assert max(held) < 400
    assert len(asked) < 20
