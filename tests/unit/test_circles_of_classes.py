"""Classes that are bases of each other: their lines do not hang on which of them is asked first."""

from itertools import permutations

import pytest
from solving import Project

import inferd
from inferd.inference.definitions import classes
from inferd.inference.types import Cls

TEXT = """\
class A(C):
    def f(self):
        return 1


class B(A):
    def g(self):
        return "g"


class C(B):
    def h(self):
        return self.f(), self.g()


class D(C):
    pass


class S(S):
    pass
"""


def test_the_line_of_a_circle_is_the_same_from_wherever_it_is_asked(tmp_path):
    (tmp_path / "m.py").write_text(TEXT, encoding="utf-8")
    found = set()
    for order in permutations("ABCD"):
        with inferd.open(tmp_path, store=":memory:") as project:
            project.update()
            with project.snapshot() as view:
                engine = view.typing.engine
                for name in order:
                    classes.info(engine, Cls("", "m", name))
                lines = [[a.cls.name for a in classes.info(engine, Cls("", "m", n)).line] for n in "ABCD"]
                assert all(classes.info(engine, Cls("", "m", n)).open for n in "ABCD")
                found.add(repr(lines))
    assert found == {"[['A', 'C', 'B'], ['B', 'A', 'C'], ['C', 'B', 'A'], ['D', 'C', 'B', 'A']]"}


#: where a circle is entered differs between a first time and an edit: files, and what is edited in which
CLOSED = [
    (
        {
            "m0.py": (
                "class K00:\n"
                "    def q(self, x):\n        return f21(K00(f22(1)))\n"
                "def f00(x):\n    return f00(f20((lambda z: z)))\n"
            ),
            "m1.py": (
                "from m0 import K00\nfrom m2 import K20, f20\n"
                "class K10(K00):\n"
                "    def q(self, x):\n        return (lambda z: [self.q(None), K20(None)])\n"
                "    def q(self, x):\n        return v.a\n"
            ),
            "m2.py": (
                "from m1 import K10\n"
                "class K20(K10):\n"
                "    def q(self, x):\n        if self: return self.c\n        self.a = self.b\n"
                "    def q(self, x):\n        return f20(f03(f20(self)))\n"
                "    @classmethod\n    def p(cls, x):\n        return x.b\n"
                "def f20(x):\n    return x.b\n"
            ),
        },
        ("m1.py", "class K10(K00)", "class K10(K20)"),
    ),
    (
        {
            "m0.py": (
                "from m1 import K11\n"
                "class K00:\n"
                "    def __getattr__(self, name):\n        if self: return f02(self.q('s'))\n"
                "class K01(K00):\n"
                "    def q(cls, x):\n        u = f21(K01(cls.c))\n"
                "    def __getattr__(self, name):\n"
                "        if self: return K11(1)\n        return f20(f10(self.q(self)))\n"
            ),
            "m1.py": (
                "from m0 import K00, K01\n"
                "class K10(K01):\n    def w(self, x):\n        return (lambda z: K12(z))\n"
                "class K11(K01):\n"
                "    def w(self, x):\n        return f22([self.b, f20(1)])\n"
                "    def w(self, x):\n        v = [x, f23(x.p(1))]\n"
            ),
        },
        ("m0.py", "class K00:", "class K00(K11):"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("files", "edit"), CLOSED)
def test_an_edit_that_closes_a_circle(tmp_path, files, edit):
    made = Project(tmp_path, files)
    made.again()
    made.edit(*edit)
    made.edit(edit[0], edit[2], edit[1])
    made.project.close()
