"""Where very many functions hang on each other in one circle, it is given up to find out what flows, and remembered;
where some are run in very many contexts there, they are joined.
"""

import pytest

import inferd
from inferd.inference import questions
from inferd.query import flowing

CIRCLE = (
    "".join(
        f"def f{n}(x):\n    if x:\n        return f{n + 1}(x)\n    return f{(n * 7) % 30}([x])\n" for n in range(30)
    )
    + "def f30(x): return f0(x)\nf0(1)\n"
)


def test_it_is_given_up_once(tmp_path, monkeypatch):
    (tmp_path / "a.py").write_text("def f0(x): return x\nf0(1)\n")
    with inferd.open(tmp_path) as project:
        said = []
        project.on_following = said.append
        project.update()
        project.settle(keep=True)
        with project.snapshot() as view:
            assert flowing.is_known(view.reader)
        assert project.type_at("a.py:1:19").types == ("int",)
        monkeypatch.setattr(questions, "MOST_IN_CIRCLE", 20)
        monkeypatch.setattr(questions, "_LOOKED_AT", 8)
        (tmp_path / "a.py").write_text(CIRCLE)
        project.update()
        assert project.settle(keep=True) == 0
        assert said == ["too many functions hang on each other here: it is not followed what calls pass"]
        assert project.type_at("a.py:1:8").types == ("?",)  # as in a project whose calls are not followed
        monkeypatch.setattr(flowing.Solver, "rows", None)  # it is not tried again
        assert project.settle(keep=True) == 0
        (tmp_path / "a.py").write_text(CIRCLE + "f0(2)\n")
        project.update()
        assert project.settle(keep=True) == 0
    with inferd.open(tmp_path) as project:
        assert project.settle() == 0


SPREADING = """\
class Leaf:
    def size(self): return 1
def turn(a, b, c):
    if a:
        return turn(b, c, [a])
    return other(a, b, c)
def other(a, b, c):
    if c:
        return turn(c, a, (b,))
    return Leaf()
def apart(x): return x
found = turn(1, "x", 2.0)
n = found.size()
k = apart(b"")
"""


def told(path):
    """What is stored of a project that is inferred from nothing, and what is told of its file."""
    with inferd.open(path, store=":memory:") as project:
        project.update()
        rows = project.types("a.py").rows
    return [(r.line, r.column, r.name, r.types) for r in rows]


def kept(project):
    rows = project.types("a.py").rows
    return [(r.line, r.column, r.name, r.types) for r in rows]


def test_functions_that_spread_in_a_circle_are_joined(tmp_path):
    (tmp_path / "a.py").write_text(SPREADING)
    with inferd.open(tmp_path) as project:
        project.update()
        assert project.settle(keep=True) == 0
        assert project._solver.solution.has_spread
        types = {(line, name): types for line, _, name, types in kept(project)}
        assert types[12, "found"] == ("a.Leaf",)
        assert types[13, "n"] == ("int",)
        assert types[11, "x"] == ("bytes",)


@pytest.mark.parametrize("first, then", [(0, 1), (1, 0), (1, 2), (2, 1), (0, 2)])
def test_edits_of_what_spreads_equal_a_cold_run(tmp_path, first, then):
    versions = [
        SPREADING.replace("return turn(b, c, [a])", "return other(b, c, a)"),
        SPREADING,
        SPREADING.replace("Leaf()", "Leaf(), c").replace("found.size()", "found[1]"),
    ]
    (tmp_path / "a.py").write_text(versions[first])
    with inferd.open(tmp_path) as project:
        project.update()
        assert project.settle(keep=True) == 0
        assert project._solver.solution.has_spread == (first > 0)
        (tmp_path / "a.py").write_text(versions[then])
        project.update()
        assert project.settle(keep=True) == 0
        assert project._solver.solution.has_spread == (then > 0)
        assert kept(project) == told(tmp_path)


def trailing(many):
    """A function that calls itself with ever larger sets, in so many ways that there are 2 ** many of them."""
    made = "    def __init__(self, first, second):\n        self.first, self.second = first, second"
    out = [f"class C{i}:\n{made}" for i in range(many)]
    out.append("def resolve(what, trail=[]):")
    out += [
        f"    if isinstance(what, C{i}):\n        resolve(what.{side}, trail + [what])"
        for i in range(many) for side in ("first", "second")
    ]  # fmt: skip
    out.append("    return what")
    out += [f"x{i} = C{i}(C{(i + 1) % many}(1, 2), C{(i + 3) % many}(1, 2))" for i in range(many)]
    out += [f"y{i} = resolve(x{i})\ny{i}.first" for i in range(many)]
    return "\n".join(out) + "\n"


def test_a_function_that_calls_itself_in_ever_more_contexts_is_joined(tmp_path):
    (tmp_path / "a.py").write_text(trailing(6))
    with inferd.open(tmp_path) as project:
        project.update()
        assert project.settle(keep=True) == 0
        assert project._solver.solution.has_spread
        types = {name: types for _, _, name, types in kept(project)}
        assert {f"a.C{i}" for i in range(6)} <= set(types["y3"])


@pytest.mark.parametrize("first, then", [(2, 6), (6, 2), (6, 7), (2, 3)])
def test_edits_of_such_a_function_equal_a_cold_run(tmp_path, first, then):
    (tmp_path / "a.py").write_text(trailing(first))
    with inferd.open(tmp_path) as project:
        project.update()
        assert project.settle(keep=True) == 0
        assert project._solver.solution.has_spread == (first > 5)
        (tmp_path / "a.py").write_text(trailing(then) + "y0 = 1\n")
        project.update()
        assert project.settle(keep=True) == 0
        assert project._solver.solution.has_spread == (then > 5)
        assert kept(project) == told(tmp_path)
