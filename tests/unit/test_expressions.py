"""`Project.type_of`: any expression, as it would be after a line."""

import pytest

import inferd
from inferd.errors import InferdError, TargetNotFound
from inferd.query.expressions import placed

VIEW = '''"""Doc."""
class Cart:
    def __init__(self):
        self.items = [1, "a"]
        self.rows = []  # type: list[str]

    def total(self, how=None):
        if how:
            for x in self.items:
                if isinstance(x, int):
                    return x
                else:
                    x
            return 3; z = 1

def show(cart, n):
    if n: q = cart.items
    def inner(): return n
    return cart.total()


class Other(Cart):
    @property
    def p(self): return 1
show(Cart(), 2.5)  # é
'''

CASES = [
    (1, "Cart", "type[view.Cart]"),
    (5, "self.rows[0]", "str"),
    (7, "how", "None"),
    (9, "x", "int | str"),
    (10, "x", "int"),
    (11, "[x]", "list[int]"),
    (12, "x", "str"),
    (14, "self.items", "list[int | str]"),
    (16, "(cart, n)", "tuple[view.Cart, float]"),
    (17, "q[0]", "int | str"),
    (17, "cart.rows", "list[str]"),
    (18, "inner()", "float"),
    (19, "{'a': cart}['a']", "view.Cart"),
    (21, "show", "function show"),
    (24, "self", "view.Other"),
    (25, "Cart().items[1].upper()", "str"),
    (25, "[c\nfor c in (1, 2)]", "list[int]"),
]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = tmp_path_factory.mktemp("expressions")
    (root / "view.py").write_text(VIEW)
    (root / "empty.py").write_text("")
    (root / "broken.py").write_text("def f(:\n")
    with inferd.open(root, store=":memory:") as project:
        project.update()
        yield project


@pytest.mark.parametrize(("line", "expression", "wanted"), CASES)
def test_an_expression_is_what_it_would_be_after_the_line(project, line, expression, wanted):
    (row,) = project.type_of(f"view.py:{line}", expression).rows
    assert " | ".join(row.types) == wanted
    assert (row.path, row.line, row.kind, row.name) == ("view.py", line, "expression", expression)


def test_evidence_names_the_lines_of_the_file_as_it_is(project):
    (row,) = project.type_of("view.py:1", "show(Cart(), 1)").rows
    assert {e["line"] for e in row.evidence if "line" in e} == {16}


def test_nothing_is_kept_of_the_question(project):
    before = project.types("view.py").rows
    project.type_of("view.py:3", "1 + 1")
    assert project.types("view.py").rows == before


def test_an_empty_file_has_a_first_line(project):
    assert project.type_of("empty.py:1", "len('a')").rows[0].types == ("int",)


@pytest.mark.parametrize(
    ("target", "expression", "error", "said"),
    [
        ("view.py:99", "x", InferdError, "has no line 99"),
        ("view.py:1", "x +", InferdError, "--expr: x +"),
        ("view.py:1", "x = 1", InferdError, "--expr: x = 1"),
        ("view.py:1", "nowhere", InferdError, "--expr: nowhere: nowhere is not defined there"),
        ("view.py:1", "[len(nowhere)]", InferdError, "nowhere is not defined"),
        ("empty.py:1", "nowhere.x", InferdError, "nowhere is not defined"),
        ("broken.py:1", "x", InferdError, "does not parse"),
        ("gone.py:1", "x", TargetNotFound, "gone.py"),
        ("view.py", "x", TargetNotFound, "view.py"),
    ],
)
def test_what_cannot_be_asked_is_said(project, target, expression, error, said):
    with pytest.raises(error, match=said.replace("+", r"\+")):
        project.type_of(target, expression)


def test_a_file_is_asked_beside_what_does_not_parse_in_it(tmp_path):
    text = "class A:\n    def m(self): return 1\n    def n(self:\n    v = 's'\na = A()\na.\nb = a.v\nif a.\n"
    (tmp_path / "m.py").write_text(text)
    with inferd.open(str(tmp_path), store=":memory:") as project:
        project.update()
        assert project.type_of("m.py:5", "a.m()").rows[0].types == ("int",)
        assert project.type_of("m.py:7", "b").rows[0].types == ("str",)
        with pytest.raises(InferdError, match="does not parse there"):
            project.type_of("m.py:6", "a")


def test_the_text_with_the_expression_has_the_same_lines_before_it():
    for line in range(1, len(VIEW.splitlines()) + 1):
        at = placed(VIEW, "view.py", line, "1")
        compile(at.text, "view.py", "exec")
        assert at.text.splitlines()[: at.line - 1] == VIEW.splitlines()[: at.line - 1]
        assert at.text.splitlines()[at.line - 1][at.column - 1 :].startswith(f"{at.name} = 1")
        assert len(at.text.splitlines()) == len(VIEW.splitlines()) + at.added
