"""`Project.unresolved`: beside imports and names, where inference gave up."""

import pytest

import inferd
from inferd.query import targets

SHOP = """import nowhere
class Cart:
    def total(self):
        return 1
def lost(a, b=None):
    a.go()
    a.stop()
    nowhere.thing().go()
    for x in b.items():
        x.y
def found(cart):
    return cart.total()
found(Cart())
def half(cart):
    return cart.total()
half(Cart())
half(nowhere.cart)
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "shop.py").write_text(SHOP)
    (tmp_path / "other.py").write_text("def f(z):\n    z.go()\n")
    with inferd.open(tmp_path, store=":memory:") as project:
        project.update()
        yield project


def told(rows):
    return [(r.path, r.line, r.text, r.evidence[0]["why"], r.evidence[0].get("attributes")) for r in rows]


def test_each_cause_is_told_once_with_what_hangs_on_it(project):
    assert told(project.unresolved("shop").rows) == [
        ("shop.py", 5, "a", "no call shows what a of lost is, and it has no annotation", 2),
        ("shop.py", 5, "b", "b of lost is given what is known, and something that is not", 2),
        ("shop.py", 8, "nowhere", "nowhere is neither in the project nor in its environment", 1),
        ("shop.py", 14, "cart", "cart of half is given what is known, and something that is not", 1),
    ]


def test_the_whole_project_and_names_alone(project):
    assert {r.path for r in project.unresolved().rows} == {"shop.py", "other.py"}
    assert project.unresolved(inference=False).rows == ()


def test_a_large_project_is_asked_module_by_module(project):
    project.config = project.config._replace(follow_calls=1)
    answer = project.unresolved()
    assert answer.rows == ()
    assert "ask of a module" in answer.undecided[0].hint


def test_an_attribute_is_followed_to_what_is_put_into_it(tmp_path):
    (tmp_path / "shop.py").write_text(
        "class Cart:\n"
        "    def __init__(self, lines):\n"
        "        self.lines = lines\n"
        "    def show(self):\n"
        "        return self.lines.show() + self.nothing.show()\n"
    )
    with inferd.open(tmp_path, store=":memory:") as project:
        project.update()
        assert told(project.unresolved("shop").rows) == [
            ("shop.py", 2, "lines", "no call shows what lines of __init__ is, and it has no annotation", 1),
            ("shop.py", 5, "nothing", "shop.Cart is not known to have nothing", 1),
        ]


def test_an_import_is_told_where_it_binds_its_name(tmp_path):
    text = "import sys\nfrom far.away import (\n    cart,\n    till as box)\ncart().a, box().b\n"
    (tmp_path / "shop.py").write_text(text)
    with inferd.open(tmp_path, store=":memory:") as project:
        project.update()
        why = "far.away is neither in the project nor in its environment"
        assert told(project.unresolved("shop").rows) == [
            ("shop.py", 3, "cart", why, 1), ("shop.py", 4, "box", why, 1),
        ]  # fmt: skip


def test_a_parameter_that_is_given_too_many_types_says_so(tmp_path):
    classes = "".join(f"class V{i}:\n    def go(self): pass\n" for i in range(30))
    calls = "".join(f"run(V{i}())\n" for i in range(30))
    (tmp_path / "shop.py").write_text(f"{classes}def run(v):\n    v.go()\n{calls}")
    with inferd.open(tmp_path, store=":memory:") as project:
        project.update()
        assert told(project.unresolved("shop").rows) == [
            ("shop.py", 61, "v", "v of run is given 30 types, more than are told apart", 1)
        ]
        row = project.type_at("shop.py:61:9")
        assert row.types == ("?",)
        assert row.evidence == ({"kind": "static", "why": "v is given 30 types in calls, more than are told apart"},)


_STORED = """class Line:
    def __init__(self, strict):
        self.split = self.strict if strict else self.lax
    @staticmethod
    def strict(value, at): return 1
    @staticmethod
    def lax(value, at): return ""
    def go(self):
        return self.split(1, 2)
"""


def test_a_function_that_an_instance_keeps_is_no_method_of_it_where_calls_are_not_followed(tmp_path):
    (tmp_path / "line.py").write_text(_STORED)
    with inferd.open(tmp_path, store=":memory:") as project:
        project.update()
        with project.snapshot() as view:
            view.typing.reads_flow = False
            block, k = targets.place(view, "line.py:9:21", project.root)
            assert view.typing.show(view.typing.at(block, k)) == ["function lax", "function strict"]
        assert project.problems().rows == ()
