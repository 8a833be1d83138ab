"""The tests that a function may be reached by, from the text alone."""

import pytest

import inferd

LIB = '''\
import functools


def deep(x):
    return x


def middle(x):
    return deep(x)


def outer(x):
    return middle(x)


def apart(x):
    return x


def at_import(x):
    return x


CONSTANT = at_import(3)
TABLE = {"deep": deep}


def logged(f):
    @functools.wraps(f)
    def wrapper(*args):
        return apart(f(*args))
    return wrapper


@logged
def decorated(x):
    return x


class Cart:
    def __init__(self, lines):
        self.lines = lines

    def __eq__(self, other):
        return True

    def total(self):
        return outer(1)


class Gift(Cart):
    def total(self):
        return 0
'''


@pytest.fixture
def tests_of(tmp_path):
    def write(files):
        for path, text in {"pyproject.toml": "[project]\nname='lib'\n", "lib/__init__.py": "", **files}.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")

    def ask(target, **files):
        if files or not (tmp_path / "lib").exists():
            write({"lib/core.py": LIB, **{f"tests/{name}.py": text for name, text in files.items()}})
        with inferd.open(str(tmp_path)) as project:
            project.ensure_fresh()
            report = project.impact(target)
        assert all(t["why"].startswith("static: ") for t in report.tests)
        return {t["id"].removeprefix("tests/").replace(".py::", "::") for t in report.tests}

    return ask


def test_at_any_depth(tests_of):
    text = "from lib.core import Cart, apart, outer\n\n\ndef test_a():\n    outer(1)\n\n\ndef test_b():\n    apart(1)\n"
    assert tests_of("lib.core:deep", test_x=text) == {"test_x::test_a"}


def test_a_method_and_what_overrides_it(tests_of):
    text = (
        "from lib.core import Cart, Gift\n\n\ndef test_a():\n    Cart([]).total()\n\n\n"
        "def test_b():\n    Gift([]).total()\n\n\ndef test_c(thing):\n    thing.total()\n"
    )
    assert tests_of("lib.core:deep", test_x=text) == {"test_x::test_a", "test_x::test_c"}
    assert "test_x::test_a" in tests_of("lib.core:Gift.total")  # a Cart may be a Gift


def test_what_a_script_runs_no_import_runs(tests_of):
    text = (
        "import lib.core\n\n\ndef main(x):\n    return lib.core.apart(x)\n\n\ndef test_a():\n    main(1)\n\n\n"
        "def test_b():\n    lib.core.outer(1)\n\n\nif '__main__' == __name__:\n    main(2)\n"
        "    found = lib.core.apart\n"
        "else:\n    lib.core.middle(3)\n"
    )
    assert tests_of("lib.core:apart", test_x=text) == {"test_x::test_a"}
    assert tests_of("lib.core:middle") == {"test_x::test_a", "test_x::test_b"}


def test_tests_that_another_file_imports_are_collected_there_too(tests_of):
    text = "from lib.core import apart\n\n\nclass TestIt:\n    def test_a(self):\n        apart(1)\n"
    more = (
        "from test_x import TestIt\n\n\nclass TestMore(TestIt):\n    def test_b(self):\n        pass\n\n\n"
        "def test_c():\n    pass\n"
    )
    assert tests_of("lib.core:apart", test_x=text, test_y=more) == {
        "test_x::TestIt::test_a", "test_y::TestIt::test_a", "test_y::TestMore::test_a",
    }  # fmt: skip
    every = {"test_y::TestIt::test_a", "test_y::TestMore::test_a", "test_y::TestMore::test_b", "test_y::test_c"}
    assert tests_of("lib.core:at_import") == every | {"test_x::TestIt::test_a"}


def test_members_that_are_got_by_names_put_together(tests_of):
    text = """\
class Visitor:
    def visit(self, node):
        name = f"visit_{type(node).__name__}"
        return getattr(self, name)(node)

    def visit_int(self, node):
        return node

    def other_int(self, node):
        return node


class Loud(Visitor):
    def visit_str(self, node):
        return node


class Apart:
    def visit_str(self, node):
        return node


def test_one():
    Visitor().visit(1)


def test_loud():
    Loud().visit("a")


def test_none():
    Visitor()


def test_named():
    getattr(Apart(), "visit_" + "str")(1)
"""
    assert tests_of("tests.test_x:Visitor.visit_int", test_x=text) == {"test_x::test_one", "test_x::test_loud"}
    assert tests_of("tests.test_x:Visitor.other_int") == set()
    either = {"test_x::test_one", "test_x::test_loud", "test_x::test_named"}  # a Visitor may be a Loud
    assert tests_of("tests.test_x:Loud.visit_str") == either
    assert tests_of("tests.test_x:Apart.visit_str") == {"test_x::test_named"}


def test_siblings_that_share_no_instance_do_not_reach_each_other(tests_of):
    text = """\
class Base:
    def save(self):
        pass

    def both(self):
        self.save()


class One(Base):
    def save(self):
        super().save()


class Two(Base):
    def save(self):
        super().save()


def test_one():
    One().save()


def test_two():
    Two().save()


def test_both():
    Base().both()
"""
    assert tests_of("tests.test_x:One.save", test_x=text) == {"test_x::test_one", "test_x::test_both"}


def test_what_python_calls(tests_of):
    text = (
        "from lib.core import Cart, Gift, apart\n\n\ndef test_a():\n    assert Cart([])\n\n\n"
        "def test_b():\n    assert Gift([])\n\n\ndef test_c():\n    apart(1)\n"
    )
    assert tests_of("lib.core:Cart.__init__", test_x=text) == {"test_x::test_a", "test_x::test_b"}
    assert tests_of("lib.core:Cart.__eq__") == {"test_x::test_a", "test_x::test_b"}


def test_what_runs_at_import_is_run_for_every_test_of_who_imports_it(tests_of):
    files = {
        "test_x": "from lib import core\n\n\ndef test_a():\n    pass\n\n\ndef test_b():\n    pass\n",
        "test_y": "from tests.test_x import core\n\n\nclass TestC:\n    def test_c(self):\n        pass\n",
        "test_z": "def test_d():\n    pass\n",
        "__init__": "",
    }
    assert tests_of("lib.core:at_import", **files) == {"test_x::test_a", "test_x::test_b", "test_y::TestC::test_c"}


def test_a_wrapper_runs_when_what_is_decorated_does(tests_of):
    text = "from lib.core import decorated, deep\n\n\ndef test_a():\n    decorated(1)\n\n\ndef test_b():\n    deep(1)\n"
    assert tests_of("lib.core:apart", test_x=text) == {"test_x::test_a"}
    assert tests_of("lib.core:logged") == {"test_x::test_a", "test_x::test_b"}


def test_a_table_of_functions_is_followed(tests_of):
    text = "from lib.core import TABLE\n\n\ndef test_a():\n    TABLE['deep'](1)\n\n\ndef test_b():\n    pass\n"
    assert tests_of("lib.core:deep", test_x=text) == {"test_x::test_a"}


def test_what_stands_in_a_lambda_runs_when_that_is_called(tests_of):
    text = """\
from lib.core import at_import, deep, outer

SHOWN = {"d": lambda x: deep(x), "o": [lambda x, y=1: outer(x)]}
MADE = list(map(lambda x: at_import(x), [1]))


def show(key):
    return SHOWN[key]


def test_a():
    show("d")(1)


def test_b():
    pass
"""
    assert tests_of("lib.core:outer", test_x=text) == {"test_x::test_a"}
    assert tests_of("lib.core:at_import") == {"test_x::test_a", "test_x::test_b"}


def test_an_operator_runs_where_it_is_written(tests_of):
    text = """\
from operator import mul


class Money:
    def __init__(self, n):
        self.n = n

    def __mul__(self, other):
        return Money(self.n * other)

    def __rmul__(self, other):
        return self * other

    def __neg__(self):
        return Money(-self.n)


def double(money):
    return money * 2


def test_a():
    assert double(Money(1))


def test_b():
    assert Money(1) and 2 * 3


def test_c():
    assert -Money(1)


def test_d():
    assert mul(Money(1), 2)


def test_e():
    thing = Money(1)
    thing *= 2


def test_f():
    assert 3 * Money(2)


def test_g():
    assert Money(2).__mul__(2)
"""
    assert tests_of("tests.test_x:Money.__mul__", test_x=text) == {f"test_x::test_{x}" for x in "adefg"}
    assert tests_of("tests.test_x:Money.__neg__") == {"test_x::test_c", "test_x::test_d"}


def test_what_lambdas_of_a_module_do_is_done_by_who_uses_them(tests_of):
    text = """\
from typing import Union


class Money:
    def __mul__(self, other):
        return 1

    __rmul__ = __mul__

    def __str__(self):
        return "Money"


Kind = Union[int, str]
TABLE = {"a": lambda x: x * 2}


def test_a(thing):
    assert TABLE["a"](thing) and Money()


def test_b():
    assert Money()
"""
    assert tests_of("tests.test_x:Money.__mul__", test_x=text) == {"test_x::test_a"}
    assert tests_of("tests.test_x:Money.__str__") == set()


def test_what_shows_and_copies_objects_has_to_be_written(tests_of):
    text = """\
import copy


class Money:
    def __repr__(self):
        return "Money"

    def __getstate__(self):
        return {}


def test_a():
    assert f"{Money()}"


def test_b():
    assert copy.copy(Money())


def test_c():
    assert Money()


def test_d():
    assert "%s" % Money()


def test_e():
    assert str(1) and Money() and print(", ".join(["a"]))


def test_f():
    print([Money()])


def test_g():
    assert "a".replace("a", "b") and Money()


def test_h(thing):
    assert list(map(repr, thing)) and Money()
"""
    assert tests_of("tests.test_x:Money.__repr__", test_x=text) == {f"test_x::test_{x}" for x in "adfh"}
    assert tests_of("tests.test_x:Money.__getstate__") == {"test_x::test_b"}


def test_fixtures(tests_of):
    files = {
        "conftest": (
            "import pytest\nfrom lib.core import apart, outer\n\n\n"
            "@pytest.fixture\ndef ready():\n    return outer(1)\n\n\n"
            "@pytest.fixture\ndef more(ready):\n    return ready\n\n\n@pytest.fixture(autouse=True)\ndef always():\n"
            "    apart(1)\n"
        ),
        "test_x": (
            "import pytest\n\n\ndef test_a(more):\n    pass\n\n\ndef test_b():\n    pass\n\n\n"
            "@pytest.mark.usefixtures('ready')\nclass TestC:\n    def test_c(self):\n        pass\n"
        ),
    }
    assert tests_of("lib.core:deep", **files) == {"test_x::test_a", "test_x::TestC::test_c"}
    assert tests_of("lib.core:apart") == {"test_x::test_a", "test_x::test_b", "test_x::TestC::test_c"}


def test_fixtures_by_their_names_in_strings(tests_of):
    files = {
        "test_x": (
            "import pytest\nfrom lib.core import apart, outer\n\n\n"
            "@pytest.fixture\ndef ready():\n    return outer(1)\n\n\n"
            "@pytest.mark.parametrize('name', ['ready'])\n"
            "def test_a(name, request):\n    request.getfixturevalue(name)\n\n\n"
            "def test_b(request):\n    request.getfixturevalue('ready')\n\n\n"
            "def test_c():\n    apart(1)\n"
        ),
    }
    assert tests_of("lib.core:deep", **files) == {"test_x::test_a", "test_x::test_b"}


def test_what_a_module_is_asked_for_runs_when_it_is_imported(tests_of, tmp_path):
    files = {"test_x": "from lib.lazy import x\n\n\ndef test_a():\n    pass\n", "test_y": "def test_b(): pass\n"}
    tests_of("lib.core:deep", **files)
    (tmp_path / "lib/lazy.py").write_text("x = 1\n\n\ndef __getattr__(name):\n    raise AttributeError(name)\n")
    assert tests_of("lib.lazy:__getattr__") == {"test_x::test_a"}


def test_what_prepares_tests_and_tests_that_are_inherited(tests_of):
    text = (
        "import unittest\nfrom lib.core import apart, outer\n\n\n"
        "class Base:\n    def setUp(self):\n        outer(1)\n\n"
        "    def test_a(self):\n        apart(1)\n\n\nclass OneTest(Base, unittest.TestCase):\n    pass\n\n\n"
        "class TwoTest(Base, unittest.TestCase):\n    def test_b(self):\n        pass\n"
    )
    every = {f"test_x::{name}" for name in ("OneTest::test_a", "TwoTest::test_a", "TwoTest::test_b", "Base::test_a")}
    assert tests_of("lib.core:deep", test_x=text) == every
    assert tests_of("lib.core:apart") == {t for t in every if t.endswith("test_a")}


def test_an_inherited_test_of_what_its_class_names(tests_of):
    text = (
        "from lib.core import Cart, deep\n\n\nclass Base:\n    def test_a(self):\n        assert self.made\n\n\n"
        "class TestCart(Base):\n    made = Cart\n\n\nclass TestDeep(Base):\n    made = deep\n"
    )
    assert tests_of("lib.core:deep", test_x=text) == {"test_x::TestDeep::test_a"}


def test_a_test_that_does_not_import_the_file_does_not_reach_it(tests_of):
    text = "class Other:\n    pass\n\n\ndef test_a(thing):\n    thing.total()\n"
    assert tests_of("lib.core:Cart.total", test_x=text) == set()
