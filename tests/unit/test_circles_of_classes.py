"""Classes that are bases of each other: their lines do not hang on which of them is asked first."""

from itertools import permutations

import inferd
from inferd.inference import classes
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
