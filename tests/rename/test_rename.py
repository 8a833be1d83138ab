# ruff: noqa: E501 - programs and tables read best with one item a line
"""Renames: the program does after it what it did before, or the rename is refused with the place and the reason.

A case is a small program with a `main.py`; it is run before and after.
"""

import pytest
from renaming import run, tree, write

import inferd
from inferd.errors import JournalError, RefactorRefused
from inferd.refactor import journal

SHOP = {
    "shop/__init__.py": "from .cart import Cart, helper as h\n__all__ = ['Cart']\n",
    "shop/cart.py": (
        "class Cart:\n"
        "    __slots__ = ('items', '__secret')\n"
        "    def __init__(self, items=()):\n"
        "        self.items = list(items)\n"
        "        self.__secret = 1\n"
        "    def total(self, tax=0):\n"
        "        return sum(self.items) + tax + self.__secret\n"
        "class Big(Cart):\n"
        "    def total(self, tax=1):\n"
        "        return super().total(tax=tax)\n"
        "def helper(cart: 'Cart'): return isinstance(cart, Cart)\n"
    ),
    "main.py": (
        "from shop import *\n"
        "from shop.cart import helper, Big\n"
        "c = Cart((1,))\n"
        "print(Cart.total(c, tax=2), Big.total(Big((2,)), tax=5), helper(c), c._Cart__secret)\n"
    ),
}


# --- what is renamed -------------------------------------------------------------------------------------------------


def test_class_with_reexport_star_import_all_and_string_annotation(renamed):
    files = {**SHOP, "main.py": SHOP["main.py"].replace("c._Cart__secret", "''")}
    _, texts = renamed(files, "shop.cart:Cart", "Basket")
    assert texts["shop/__init__.py"] == "from .cart import Basket, helper as h\n__all__ = ['Basket']\n"
    assert "class Big(Basket)" in texts["shop/cart.py"]
    assert "cart: 'Basket'" in texts["shop/cart.py"]
    assert "c = Basket((1,))" in texts["main.py"]


def test_method_with_its_overrides_super_and_calls_on_the_class(renamed):
    plan, texts = renamed(SHOP, "shop.cart:Big.total", "add_up")
    assert "total" not in texts["shop/cart.py"] + texts["main.py"]
    assert {r.symbol for r in plan.rows} == {"shop.cart:Cart.total", "shop.cart:Big.total"}


def test_function_under_an_alias_keeps_the_alias(renamed):
    _, texts = renamed(SHOP, "shop.cart:helper", "assist")
    assert texts["shop/__init__.py"].startswith("from .cart import Cart, assist as h\n")
    assert "assist(c)" in texts["main.py"]


def test_attribute_with_its_slot(renamed):
    _, texts = renamed(SHOP, "shop.cart:Cart.items", "lines")
    assert "__slots__ = ('lines', '__secret')" in texts["shop/cart.py"]
    assert "def __init__(self, items=())" in texts["shop/cart.py"]


def test_private_name_is_written_short_inside_and_in_full_outside(renamed):
    _, texts = renamed(SHOP, "shop.cart:Cart.__secret", "__hidden")
    assert "'__hidden')" in texts["shop/cart.py"]
    assert "self.__hidden = 1" in texts["shop/cart.py"]
    assert "c._Cart__hidden" in texts["main.py"]


def test_private_name_becomes_an_ordinary_one(renamed):
    _, texts = renamed(SHOP, "shop.cart:Cart.__secret", "hidden")
    assert "self.hidden = 1" in texts["shop/cart.py"]
    assert "c.hidden)" in texts["main.py"]


def test_parameter_passed_by_keyword_changes_in_the_whole_family(renamed):
    _, texts = renamed(SHOP, "shop.cart:Cart.total.<locals>.tax", "vat")
    assert "tax" not in texts["shop/cart.py"] + texts["main.py"]


def test_parameter_that_nobody_passes_by_keyword_changes_alone(renamed):
    files = {
        "main.py": "class A:\n    def f(self, x): return x\nclass B(A):\n    def f(self, x): return -x\n"
        "print(A().f(1), B().f(2))\n"
    }
    plan, texts = renamed(files, "main:A.f.<locals>.x", "y")
    assert "def f(self, y): return y" in texts["main.py"]
    assert "def f(self, x): return -x" in texts["main.py"]
    assert any("same family" in w for w in plan.warnings)


def test_classes_that_one_self_call_reaches_change_together(renamed):
    files = {
        "main.py": "class Base:\n    def run(self): return self.step()\n"
        "class A(Base):\n    def step(self): return 1\n"
        "class B(Base):\n    def step(self): return 2\n"
        "print(A().run(), B().run())\n"
    }
    _, texts = renamed(files, "main:A.step", "stride")
    assert "step" not in texts["main.py"]


def test_fallback_import_and_the_function_it_stands_for_change_together(renamed):
    files = {
        "fast.py": "def f(): return 1\n",
        "main.py": "try:\n    from fast import f\nexcept ImportError:\n    def f(): return 2\nprint(f())\n",
    }
    _, texts = renamed(files, "fast:f", "g")
    assert texts["main.py"].count("g()") == 2
    assert texts["fast.py"] == "def g(): return 1\n"


def test_import_in_a_function_that_assigns_the_name_too(renamed):
    files = {
        "m.py": "def old(): return 1\n",
        "main.py": "def f(x):\n    from m import old\n    if x:\n        old = lambda: 2\n    return old()\nprint(f(0), f(1))\n",
    }
    _, texts = renamed(files, "m:old", "new")
    assert "old" not in texts["main.py"]


def test_import_in_a_class_body(renamed):
    files = {
        "m.py": "def old(self): return 1\n",
        "main.py": "class C:\n    from m import old\n    def g(self): return self.old()\nprint(C().g())\n",
    }
    _, texts = renamed(files, "m:old", "new")
    assert "self.new()" in texts["main.py"]


def test_dataclass_field_and_its_keyword_argument(renamed):
    files = {
        "main.py": "from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int = 0\n    def twice(self): return self.x * 2\n"
        "@dataclass\nclass Q(P):\n    y: int = 1\nprint(P(x=3).twice(), Q(x=4, y=5).twice())\n"
    }
    _, texts = renamed(files, "main:P.x", "abscissa")
    assert "P(abscissa=3)" in texts["main.py"]
    assert "Q(abscissa=4, y=5)" in texts["main.py"]


def test_keyword_argument_of_cls_and_of_partial(renamed):
    files = {
        "main.py": "import functools\nclass P:\n    def __init__(self, x=0): self.v = x\n"
        "    @classmethod\n    def make(cls): return cls(x=3)\n"
        "def f(x): return x\nprint(P.make().v)\n"
    }
    _, texts = renamed(files, "main:P.__init__.<locals>.x", "y")
    assert "cls(y=3)" in texts["main.py"]


def test_local_closure_comprehension_walrus_and_nonlocal(renamed):
    files = {
        "main.py": "def f(n):\n    total = 0\n    def add(x):\n        nonlocal total\n        total += x\n"
        "    [add(total) for total in range(n)]\n    if (total := total + 1) > 0:\n        add(1)\n    return total\nprint(f(3))\n"
    }
    _, texts = renamed(files, "main:f.<locals>.total", "result")
    assert "[add(total) for total in range(n)]" in texts["main.py"]
    assert "nonlocal result" in texts["main.py"]


def test_global_statement_del_and_pattern_capture(renamed):
    files = {
        "main.py": "def f():\n    global g\n    match [1, 2]:\n        case [g, *_]:\n            pass\nf()\nprint(g)\ndel g\n"
    }
    _, texts = renamed(files, "main:g", "first")
    assert texts["main.py"].split().count("first") == 2
    assert "case [first, *_]" in texts["main.py"]
    assert "del first" in texts["main.py"]


def test_property_with_its_setter(renamed):
    files = {
        "main.py": "class C:\n    @property\n    def v(self): return self._v\n    @v.setter\n    def v(self, x): self._v = x\n"
        "    def go(self):\n        self.v = 3\n        return self.v\nprint(C().go())\n"
    }
    _, texts = renamed(files, "main:C.v", "value")
    assert "@value.setter" in texts["main.py"]
    assert "self.value = 3" in texts["main.py"]


def test_encoding_line_ends_and_byte_order_mark_survive(renamed):
    files = {
        "latin.py": "# coding: latin-1\r\nA = 'é'; old = 'ü'\r\n".encode("latin-1"),
        "marked.py": b"\xef\xbb\xbffrom latin import old\n\tuse = old\n".replace(b"\n\tuse", b"\nif 1:\n\tuse"),
        "main.py": "from marked import use\nprint(ascii(use))\n",
    }
    _, texts = renamed(files, "latin:old", "new")
    assert "\r\nA" in texts["latin.py"]
    assert texts["marked.py"] == "\ufefffrom latin import new\nif 1:\n\tuse = new\n"


def test_name_in_another_normal_form(renamed):
    files = {"main.py": "ﬁle = 1\nprint(file)\n"}
    _, texts = renamed(files, "main:file", "path")
    assert texts["main.py"] == "path = 1\nprint(path)\n"


def test_stub_beside_its_module_with_class_bodies_on_one_line(renamed):
    files = {
        "m.py": "class Old(Exception): pass\nclass Other(Old): pass\n",
        "m.pyi": "class Old(Exception): ...\nclass Other(Old): ...\n",
        "main.py": "import m\nprint(issubclass(m.Other, m.Old))\n",
    }
    _, texts = renamed(files, "m:Old", "New")
    assert texts["m.pyi"] == "class New(Exception): ...\nclass Other(New): ...\n"


def test_unrelated_namesakes_stay(renamed):
    files = {
        "main.py": "class A:\n    def f(self): return 1\nclass B:\n    def f(self): return 2\nf = 3\nprint(A.f(0), B.f(0), f)\n"
    }
    _, texts = renamed(files, "main:A.f", "g")
    assert texts["main.py"].count("g") == 2


def test_two_namesakes_get_two_names(tmp_path):
    files = {
        "shapes.py": "class Square:\n    def area(self): return 4\nclass Field:\n    def area(self): return 'hay'\ndef area(x): return x\n",
        "main.py": (
            "from shapes import Square, Field, area\ndef one(s: Square): return s.area()\ndef two(f: Field): return f.area()\n"
            "def three(a, area): return a(area)\nprint(one(Square()), two(Field()), three(area, 5), Square().area(), Field.area(None))\n"
        ),
    }
    write(tmp_path, files)
    output = run(tmp_path)
    with inferd.open(str(tmp_path)) as project:
        for target, new in (("shapes:Square.area", "surface"), ("shapes:Field.area", "place"), ("shapes:area", "same")):
            project.apply(project.rename(target, new))
            assert run(tmp_path) == output
    assert (tmp_path / "main.py").read_text() == (
        "from shapes import Square, Field, same\ndef one(s: Square): return s.surface()\ndef two(f: Field): return f.place()\n"
        "def three(a, area): return a(area)\nprint(one(Square()), two(Field()), three(same, 5), Square().surface(), Field.place(None))\n"
    )


# --- what is left out, and said --------------------------------------------------------------------------------------

TIED = {
    "m.py": "class C:\n    def old(self): return 1\nclass D:\n    def old(self): return 2\n",
    "main.py": (
        "import m\ndef f(x): return x.old()\n"
        "print(m.C(), getattr(m.C(), 'old')(), 'old')\ndef g(x): return getattr(x, 'old')()\n"
    ),
}


def test_what_is_not_sure_is_left_out_with_a_reason(tmp_path):
    write(tmp_path, TIED)
    with inferd.open(str(tmp_path)) as project:
        plan = project.rename("m:C.old", "new")
    assert {(r.line, r.role, r.evidence[-1]["why"]) for r in plan.left_out} == {
        (2, "attribute", "its receiver is not known"),
        (3, "string", "a string that reads as the name"),
        (4, "string", "getattr and its like, receiver unknown"),
    }
    assert b"print(m.C(), getattr(m.C(), 'new')(), 'old')\n" in {c.path: c.after for c in plan.changes}["main.py"]
    assert all(r.confidence == "possible" for r in plan.left_out)


def test_possible_and_strings_are_taken_when_asked_for(tmp_path):
    write(tmp_path, TIED)
    with inferd.open(str(tmp_path)) as project:
        plan = project.rename("m:C.old", "new", include=("possible", "strings"))
        project.apply(plan)
    assert (tmp_path / "main.py").read_text() == TIED["main.py"].replace("old", "new")
    assert (tmp_path / "m.py").read_text() == TIED["m.py"].replace("old", "new", 1)
    assert plan.left_out == ()


def test_a_file_that_is_not_analysed_is_named(tmp_path):
    write(tmp_path, {"m.py": "def old(): pass\n", "broken.py": b"old = \x00\n"})
    with inferd.open(str(tmp_path)) as project:
        plan = project.rename("m:old", "new")
    assert any("broken.py" in w and "mentions old once" in w for w in plan.warnings)


def test_a_mention_that_is_changed_is_none_to_be_named(tmp_path):
    write(tmp_path, {"m.py": "def old(): pass\n", "n.py": "from m import old\ndef broken(:\n    # old\n"})
    with inferd.open(str(tmp_path)) as project:
        plan = project.rename("m:old", "new")
    assert [w for w in plan.warnings if "not analysed" in w] == [
        "n.py is not analysed (line 2: syntax error: invalid syntax, line 2) and mentions old once"
    ]
    assert {c.path: c.after for c in plan.changes}["n.py"] == b"from m import new\ndef broken(:\n    # old\n"


def test_what_is_outside_is_said_to_be(tmp_path):
    write(tmp_path, {"m.py": "import os\n"})
    with inferd.open(str(tmp_path)) as project, pytest.raises(inferd.InferdError, match="outside this project, and not"):
        project.rename("os.path:join", "glue")


def test_unsaved_text_is_what_counts(tmp_path):
    write(tmp_path, {"m.py": "def old(): pass\n", "n.py": ""})
    with inferd.open(str(tmp_path)) as project:
        project.update()
        project.set_overlay("n.py", "from m import old\nold()\n")
        plan = project.rename("m:old", "new")
    assert {c.path: c.after for c in plan.changes}["n.py"] == b"from m import new\nnew()\n"


# --- what is refused -------------------------------------------------------------------------------------------------

M = "def old(): return 1\n"
REFUSED = {
    "no name": ({"m.py": M}, "m:old", "a b", "not a name", True),
    "keyword": ({"m.py": M}, "m:old", "class", "word of the language", True),
    "same name": ({"m.py": M}, "m:old", "old", "already has this name", True),
    "outside": ({"m.py": "import os\nos.getcwd()\n"}, "os:getcwd", "cwd", "outside the project", True),
    "dunder": ({"m.py": "class C:\n    def __len__(self): return 1\n"}, "m:C.__len__", "size", "means something", True),
    "alias": ({"m.py": M, "n.py": "from m import old as x\nx()\n"}, "n.py:2:1", "y", "another name for m:old", True),
    "bound in the module": ({"m.py": M + "new = 1\n"}, "m:old", "new", "already bound in m", True),
    "bound in an importer": ({"m.py": M, "n.py": "from m import old\nnew = 1\n"}, "m:old", "new", "already bound in n", True),
    "bound in a star importer": ({"m.py": M, "n.py": "from m import *\nnew = 1\n"}, "m:old", "new", "already bound in n", True),
    "brought by a star": (
        {"m.py": M, "k.py": "new = 1\n", "n.py": "from k import *\nfrom m import old\n"}, "m:old", "new", "by a star import", True,
    ),
    "a submodule": ({"p/__init__.py": M, "p/new.py": ""}, "p:old", "new", "is a module", False),
    "builtin in use": ({"m.py": M + "print(len([]))\n"}, "m:old", "len", "builtin len", False),
    "captured by a local": ({"m.py": M + "def f(new): return old()\n"}, "m:old", "new", "bound by something else", True),
    "captures a global": ({"m.py": "new = 1\ndef f(x):\n    return x + new\n"}, "m:f.<locals>.x", "new", "come to mean", True),
    "captures in a closure": (
        {"m.py": "new = 1\ndef f(x):\n    def g(): return new\n    return x, g\n"}, "m:f.<locals>.x", "new", "come to mean", True,
    ),
    "two locals become one": ({"m.py": "def f(a, b): return a - b\n"}, "m:f.<locals>.a", "b", "already a name", True),
    "member exists": ({"m.py": "class C:\n    def a(self): ...\n    def b(self): ...\n"}, "m:C.a", "b", "has a member b", True),
    "member exists above": (
        {"m.py": "class A:\n    def b(self): ...\nclass C(A):\n    def a(self): ...\n"}, "m:C.a", "b", "would be overridden", False,
    ),
    "member exists below": (
        {"m.py": "class A:\n    def a(self): ...\nclass C(A):\n    def b(self): ...\n"}, "m:A.a", "b", "would override", False,
    ),
    "used though nothing defines it": (
        {"m.py": "class C:\n    a = 1\n    def f(self):\n        setattr(self, 'b', 2)\n        return self.b\n"},
        "m:C.a", "b", "though nothing defines it", False,
    ),
    "overrides the standard library": (
        {"m.py": "import threading\nclass T(threading.Thread):\n    def run(self): ...\n"}, "m:T.run", "go", "threading.Thread", True,
    ),
    "would override the standard library": (
        {"m.py": "import threading\nclass T(threading.Thread):\n    def go(self): ...\n"}, "m:T.go", "run", "threading.Thread", False,
    ),
    "unknown base": (
        {"m.py": "import foo\nclass T(foo.Bar):\n    def run(self): ...\n"}, "m:T.run", "go", "cannot be seen", False,
    ),
    "unknown base in a variable": (
        {"m.py": "import foo\nB = foo.make()\nclass T(B):\n    def run(self): ...\n"}, "m:T.run", "go", "cannot be seen", False,
    ),
    "builtin base in a variable": (
        {"m.py": "import sys\nB = dict if sys.argv else object\nclass T(B):\n    def pop(self): ...\n"}, "m:T.pop", "go", "overrides a member", True,
    ),
    "called by prefix": (
        {"m.py": "import ast\nclass V(ast.NodeVisitor):\n    def visit_Thing(self, n): ...\n"}, "m:V.visit_Thing", "name", "prefix", False,
    ),
    "tied to something outside": (
        {"m.py": M, "n.py": "try:\n    from foo import old\nexcept ImportError:\n    from m import old\n"},
        "m:old", "new", "stands here for foo:old", True,
    ),
    "locals()": ({"m.py": "def f(a, s): return s % locals()\n"}, "m:f.<locals>.a", "b", "locals()", False),
    "fixture": (
        {"conftest.py": "import pytest\n@pytest.fixture\ndef db(): return 1\n", "test_m.py": "def test_x(db): ...\n"},
        "conftest:db", "database", "fixture db", False,
    ),
    "fixture by parameter": (
        {"test_m.py": "def test_x(tmp_path): assert tmp_path\n"}, "test_m:test_x.<locals>.tmp_path", "where", "pytest passes", False,
    ),
    "public to private under a star": (
        {"m.py": M, "n.py": "from m import *\nold()\n"}, "m:old", "_new", "would not take", False,
    ),
    "mangled elsewhere": ({"m.py": M + "class C:\n    def f(self): return old()\n"}, "m:old", "__new", "is read as _C__new", True),
    "written in pieces": ({"m.py": M + "__all__ = ['o' 'ld']\n"}, "m:old", "new", "in pieces", True),
    "generated file": (
        {"m_pb2.py": "# -*- coding: utf-8 -*-\n# Generated by a compiler.  DO NOT EDIT!\ndef old(): return 1\n"},
        "m_pb2:old", "new", "says that it is generated", False,
    ),
    "name put together": (
        {"m.py": "class V:\n    def visit(self, n): return getattr(self, 'on_' + n)()\n    def on_old(self): ...\n    def f(self): self.on_old()\n"},
        "m:V.on_old", "on_new", "names that begin with on_", False,
    ),
    "name put together from a table": (
        {"m.py": "class V:\n    def __init__(self): self.kinds = ['old', 'low']\n    def f(self): return [getattr(self, f'_{k}') for k in self.kinds]\n    _old = 1\n    _low = 2\n"},
        "m:V._old", "_new", "names that begin with _", False,
    ),
    "table whose names are keys, too": (
        {"m.py": "class V:\n    def __init__(self, **kw):\n        self.kinds = ['old']\n        for k in self.kinds: setattr(self, k, kw[k])\n    @property\n    def old(self): return 1\n"},
        "m:V.old", "new", "keys or parts of other names", False,
    ),
    "variable by a name that is put together": (
        {"m.py": "OLD_A = 1\ndef get(n, its_globals): return its_globals.get(f'OLD_{n}')\ndef __getattr__(n): return get(n, globals())\n"},
        "m:OLD_A", "NEW_A", "names of the module that begin with OLD_", False,
    ),
    "name that a function puts together": (
        {"m.py": "class V:\n    def made(self, n): return 'on_' + n\n    def visit(self, n): return getattr(self, self.made(n))()\n    def on_old(self): ...\n    def f(self): self.on_old()\n"},
        "m:V.on_old", "on_new", "names that begin with on_", False,
    ),
    "class by whose name a member is got": (
        {"m.py": "class OldThing: pass\n", "n.py": "class V:\n    def visit(self, n): return getattr(self, 'on_' + snake(type(n).__name__))\n    def on_old_thing(self): ...\n"},
        "m:OldThing", "New", "may get on_old_thing (n.py:3) by the name of this class", False,
    ),
    "name from elsewhere, and nothing mentions it": (
        {"m.py": "class B:\n    def visit(self, n): return getattr(self, n.upper())()\nclass V(B):\n    OLD = 1\n"},
        "m:V.OLD", "NEW", "put together at run time", False,
    ),
    "does not parse at present": (None, "m:old", "new", "does not parse at present", False),
}  # fmt: skip


@pytest.mark.parametrize("case", [c for c in REFUSED if REFUSED[c][0] is not None])
def test_refused(refused, tmp_path, case):
    files, target, new, words, final = REFUSED[case]
    reasons = refused(files, target, new)
    assert any(words in reason for _, _, reason in reasons), reasons
    if final:
        assert any(words in reason for _, _, reason in refused(files, target, new, force=True))
    else:
        with inferd.open(str(tmp_path)) as project:
            assert any(words in w for w in project.rename(target, new, force=True).warnings)


def test_refused_where_the_file_does_not_parse_at_present(tmp_path):
    write(tmp_path, {"m.py": M, "n.py": "from m import old\ndef f(): return old()\n"})
    with inferd.open(str(tmp_path)) as project:
        project.update()
        write(tmp_path, {"n.py": "from m import old\ndef f(): return old(\n"})
        with pytest.raises(RefactorRefused) as caught:
            project.rename("m:old", "new")
    assert [r[0] for r in caught.value.reasons] == ["n.py"]


def test_a_member_that_is_mentioned_is_not_taken_for_one_that_is_looked_up(renamed):
    files = {"main.py": "class V:\n    def get(self, n): return getattr(self, n)\n    def old(self): return 1\nprint(V().old(), V().get('x') if 0 else 2)\n"}
    _, texts = renamed(files, "main:V.old", "new")
    assert "V().new()" in texts["main.py"]


def test_a_member_whose_name_is_not_in_the_table_that_names_are_put_together_from(renamed):
    files = {
        "main.py": (
            "class V:\n    def __init__(self): self.kinds = ['low']\n    _low = 2\n    def _old(self): return 1\n"
            "    def f(self): return [getattr(self, f'_{k}') for k in self.kinds], self._old()\nprint(V().f())\n"
        ),
    }
    _, texts = renamed(files, "main:V._old", "_new")
    assert "self._new()" in texts["main.py"]


def test_what_tests_expect_to_be_shown_of_a_class_changes_with_it(renamed):
    files = {
        "shop.py": (
            "class Cart:\n    def __repr__(self): return '<%s: 1>' % type(self).__name__\nclass Other:\n    pass\n"
            "class Said:\n    def __repr__(self): return '<Said by itself>'\n"
        ),
        "main.py": "import test_shop\nprint('Cart(1)' and 1)\n",
        "test_shop.py": (
            "import shop\nassert repr(shop.Cart()) == '<Cart: 1>'\nassert '(Cart|Other) object at' and 'a Cart'\n"
            "assert repr(shop.Cart) == \"<class 'shop.Cart'>\"\nassert repr(shop.Said()) == '<Said by itself>'\n"
        ),
    }
    _, texts = renamed(files, "shop:Cart", "Bag")
    assert texts["test_shop.py"] == files["test_shop.py"].replace("Cart", "Bag").replace("a Bag", "a Cart")
    assert texts["main.py"] == files["main.py"]


def test_what_the_code_says_by_itself_is_not_shown_of_a_class(renamed):
    files = {
        "shop.py": "class Said:\n    def __repr__(self): return '<Said by itself>'\n",
        "main.py": "import test_shop\n",
        "test_shop.py": "import shop\nassert repr(shop.Said()) == '<Said by itself>'\n",
    }
    _, texts = renamed(files, "shop:Said", "Told")
    assert texts["test_shop.py"].endswith("assert repr(shop.Told()) == '<Said by itself>'\n")


def test_a_use_in_a_generated_file_is_a_warning(renamed):
    files = {"m.py": "def old(): return 1\n", "main.py": "# @generated\nfrom m import old\nprint(old())\n"}
    plan, texts = renamed(files, "m:old", "new")
    assert texts["main.py"] == "# @generated\nfrom m import new\nprint(new())\n"
    assert plan.warnings == ("main.py says that it is generated; what is changed there may come back",)


def test_a_base_that_the_project_makes_is_no_base_from_outside(renamed):
    files = {
        "main.py": (
            "class Query:\n    def all(self): return [1]\nclass Base:\n    @classmethod\n"
            "    def of(cls, query): return type('Made', (cls,), {'all': query.all})\n"
            "class Manager(Base.of(Query)):\n    def old(self): return self.all()\nprint(Manager().old())\n"
        ),
    }
    _, texts = renamed(files, "main:Manager.old", "new")
    assert texts["main.py"].endswith("def new(self): return self.all()\nprint(Manager().new())\n")


def test_a_base_in_a_variable_that_the_project_gives_its_value_is_no_base_from_outside(renamed):
    files = {
        "made.py": "def hinted(cls): return object\n",
        "main.py": (
            "from made import hinted\nclass Table:\n    def all(self): return [1]\nBase: type[Table] = hinted(Table)\n"
            "class Database(Base):\n    def old(self): return 1\nprint(Database().old())\n"
        ),
    }
    _, texts = renamed(files, "main:Database.old", "new")
    assert texts["main.py"].endswith("def new(self): return 1\nprint(Database().new())\n")


def test_a_class_in_a_function_has_bases_that_are_known(tmp_path):
    write(tmp_path, {"m.py": "def f():\n    class A(object):\n        def old(self): return 1\n    return A().old()\n"})
    with inferd.open(str(tmp_path)) as project:
        plan = project.rename("m.py:3:13", "new")
    assert (len(plan.rows), plan.warnings) == (2, ())


def test_builtin_name_is_free_where_the_builtin_is_not_used(renamed):
    plan, _ = renamed({"m.py": M, "main.py": "import m\nprint(m.old())\n"}, "m:old", "len")
    assert any("builtin" in w for w in plan.warnings)


def test_a_method_may_take_the_name_of_a_builtin_that_it_calls(renamed):
    files = {"main.py": "class C:\n    def old(self): return sum([1])\n    def g(self): return self.old()\nprint(C().g())\n"}
    _, texts = renamed(files, "main:C.old", "sum")
    assert "def sum(self): return sum([1])" in texts["main.py"]


# --- writing ---------------------------------------------------------------------------------------------------------


def test_apply_refuses_when_a_file_changed_since(tmp_path):
    write(tmp_path, SHOP)
    with inferd.open(str(tmp_path)) as project:
        plan = project.rename("shop.cart:helper", "assist")
        (tmp_path / "main.py").write_text("# other\n")
        before = tree(tmp_path)
        with pytest.raises(JournalError):
            project.apply(plan)
        assert tree(tmp_path) == before


def test_interrupted_change_is_finished_by_the_next_writer(tmp_path, monkeypatch):
    write(tmp_path, SHOP)
    with inferd.open(str(tmp_path)) as project:
        plan = project.rename("shop.cart:helper", "assist")

        class Killed(BaseException):
            pass

        def die(*_, **__):
            raise Killed

        with monkeypatch.context() as patched:
            patched.setattr(journal, "_commit", die)
            with pytest.raises(Killed):
                project.apply(plan)
        assert project.recover()
        assert "assist" in (tmp_path / "main.py").read_text()
        assert project.references("shop.cart:assist").rows


def test_unknown_include_is_a_mistake_of_the_caller(tmp_path):
    write(tmp_path, SHOP)
    with inferd.open(str(tmp_path)) as project, pytest.raises(ValueError, match="prose"):
        project.rename("shop.cart:helper", "assist", include=("prose",))


# --- text that is no code --------------------------------------------------------------------------------------------

PROSE = {
    "m.py": '"""About old and bold: m.old."""\ndef old():\n    """Old is old."""\n    return 1  # old, not older\n',
    "main.py": "from m import old\nprint(old())  # the old one\n",
    "other.py": "# old times\nx = 'old'\n",
    "pyproject.toml": '[project.scripts]\nrun = "m:old"\nother = "m.older:old"\n[tool.x]\npath = "m.old"\nword = "old"\n',
}


def test_prose_is_left_alone_until_it_is_asked_for(renamed):
    plan, texts = renamed(PROSE, "m:old", "new")
    assert texts["m.py"] == PROSE["m.py"].replace("def old", "def new")
    assert texts["main.py"] == "from m import new\nprint(new())  # the old one\n"
    assert texts["other.py"] == PROSE["other.py"]
    assert [w for w in plan.warnings if "pyproject" in w] == ["pyproject.toml mentions old 2 times; that is not changed"]


def test_entry_points_follow(renamed):
    _, texts = renamed(PROSE, "m:old", "new")
    assert texts["pyproject.toml"] == PROSE["pyproject.toml"].replace('"m:old"', '"m:new"').replace('"m.old"', '"m.new"')


def test_comments_and_docstrings_have_switches_of_their_own(tmp_path):
    write(tmp_path, PROSE)
    with inferd.open(str(tmp_path)) as project:
        comments = {c.path: c.after.decode() for c in project.rename("m:old", "new", include=("comments",)).changes}
        documents = {c.path: c.after.decode() for c in project.rename("m:old", "new", include=("docstrings",)).changes}
    assert comments["m.py"] == PROSE["m.py"].replace("def old", "def new").replace("# old,", "# new,")
    assert comments["main.py"].endswith("# the new one\n")
    assert "other.py" not in comments
    assert documents["m.py"] == (
        '"""About new and bold: m.new."""\ndef new():\n    """Old is new."""\n    return 1  # old, not older\n'
    )


def test_locals_that_are_formatted_on_the_spot_are_no_reason_to_refuse(renamed):
    files = {"main.py": "def f(old, other=1):\n    return '{old} %s {{old}}'.format(**locals()) + '%(old)s' % vars()\nprint(f(2))\n"}
    _, texts = renamed(files, "main:f.<locals>.old", "new")
    assert "'{new} %s {{old}}'.format(**locals()) + '%(new)s' % vars()" in texts["main.py"]
