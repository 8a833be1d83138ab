# ruff: noqa: E501 - whole reports read best as they are
"""The impact report: what it lists, why, and what it does not claim."""

import json

import pytest

import inferd
from inferd.cli import reports
from inferd.index.outside import outside_member
from inferd.query.impact import id_of_test, is_test_path
from inferd.source.lines import Sources

FILES = {
    "pkg/__init__.py": "from .m import helper\n__all__ = ['helper']\n",
    "pkg/m.py": (
        "import threading\n"
        "class Base:\n    def run(self): return self.step()\n"
        "class A(Base):\n    def step(self): return 1\n"
        "class B(A, threading.Thread):\n    def step(self): return super().step()\n    def start(self): return 1\n"
        "    def __init__(self, n): self.n = n\n"
        "def helper(x): return getattr(x, 'step')()\n"
        "def middle(**kwargs): return helper(**kwargs)\n"
        "def other(x):\n    helper(x)\n    return [helper(y) for y in x.step]\n"
    ),
    "pkg/broken.py": b"\x00",
    "use.py": "from pkg.m import *\nb = B(1)\nb2 = B(n=2)\n",
    "tests/test_m.py": (
        "from unittest import mock\n"
        "from pkg.m import helper, middle\n"
        "def test_direct(): helper(1)\n"
        "def test_through(): middle()\n"
        "def test_other(): mock.patch('pkg.m.helper')\n"
        "class TestX:\n    def setup_method(self): helper(2)\n    def test_y(self):\n        def inner(): helper(3)\n"
    ),
}


@pytest.fixture
def project(tmp_path):
    for path, text in FILES.items():
        place = tmp_path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
    with inferd.open(str(tmp_path)) as opened:
        opened.update()
        yield opened


def risks(report):
    return {r["kind"]: r for r in report.risks}


def test_function(project):
    report = project.impact("pkg.m:helper")
    assert [f["symbol"] for f in report.family] == ["pkg.m:helper"]
    assert {(c["caller"], c["count"]) for c in report.callers} >= {("pkg.m:middle", 1), ("pkg.m:other", 2)}
    assert [t["id"] for t in report.tests] == [
        "tests/test_m.py::TestX",
        "tests/test_m.py::TestX::test_y",
        "tests/test_m.py::test_direct",
        "tests/test_m.py::test_through",
    ]
    assert all(t["why"].startswith("static") for t in report.tests)
    assert "pkg.m:middle" in report.tests[-1]["why"]
    found = risks(report)
    assert found["patched"]["places"] == [["tests/test_m.py", 5, 37]]
    assert risks(project.impact("pkg.m:helper", "signature"))["**kwargs"]["count"] == 1
    assert {"public", "re-exported", "star imports", "not analysed", "tests"} <= found.keys()


def test_method_with_its_family(project):
    report = project.impact("pkg.m:A.step")
    reasons = {f["symbol"]: f["reason"] for f in report.family}
    assert set(reasons) == {"pkg.m:A.step", "pkg.m:B.step"}
    assert "overrides" in reasons["pkg.m:B.step"]
    assert [(r.line, r.symbol) for r in report.inferred] == [(3, "pkg.m:A.step")]
    assert {c["caller"]: c["confidence"] for c in report.callers} == {
        "pkg.m:Base.run": "inferred",
        "pkg.m:B.step": "exact",
    }
    found = risks(report)
    assert found["receivers"]["count"] == 1
    assert found["getattr"]["count"] == 1
    assert "overrides outside" not in found


def test_override_of_the_standard_library_is_a_risk(project):
    assert "threading.Thread" in risks(project.impact("pkg.m:B.start"))["overrides outside"]["why"]


def test_a_call_of_the_class_is_a_call_of_its_constructor(project):
    report = project.impact("pkg.m:B.__init__", "signature")
    assert {(c["caller"], c["count"]) for c in report.callers} == {("use", 2)}
    assert "dunder" in risks(report)


def test_json_is_the_contract(project):
    data = project.impact("pkg.m:A.step").to_json()
    assert list(data) == [
        "target", "for", "revision", "family", "references", "callers", "dependants", "tests", "risks", "not_analysed",
    ]  # fmt: skip
    assert list(data["references"]) == ["exact", "inferred", "possible"]
    assert json.loads(json.dumps(data)) == data
    assert data["not_analysed"] == [{"path": "pkg/broken.py", "reason": "null bytes"}]


def test_text_for_people(project):
    """The whole report, as it is printed."""
    report = project.impact("pkg.m:A.step", "signature")
    assert (
        "\n".join(reports.impact(report, Sources(project.root)))
        == """\
changing the signature of pkg.m:A.step touches, at revision 1:
  3 exact, 1 inferred and 2 possible references in 1 file
  2 definitions that change together, 2 callers, 0 further dependants, 0 tests, 3 risks

has to be looked at: 1
  receivers: `.step` of receivers that are not known, in 1 file: each may be this one or not  (pkg/m.py:14:34)

good to know: 2
  not analysed: files, or parts of them, that could not be analysed; the word stands in none that can be read  (pkg/broken.py)
  tests: no run is recorded: tests are named by what their text may reach; others may be affected

changes together: 2
  pkg.m:A.step  the symbol itself  (pkg/m.py:5:9)
  pkg.m:B.step  overrides pkg.m:A  (pkg/m.py:7:9)

exact references: 3
  pkg/m.py:5:9  def step(self): return 1  in pkg.m:A  [exact]
  pkg/m.py:7:9  def step(self): return super().step()  in pkg.m:B  [exact]
  pkg/m.py:7:36  def step(self): return super().step()  in pkg.m:B.step  [exact]

inferred references: 1
  pkg/m.py:3:32  def run(self): return self.step()  in pkg.m:Base.run  [inferred, a class below defines it]

possible references (the same name, receiver not known): 2
  pkg/m.py:10:35  def helper(x): return getattr(x, 'step')()  in pkg.m:helper  [possible, getattr and its like, receiver unknown]
  pkg/m.py:14:34  return [helper(y) for y in x.step]  in pkg.m:other  [possible]

callers: 2
  pkg/m.py:3  pkg.m:Base.run  [inferred]
  pkg/m.py:7  pkg.m:B.step  [exact]

not analysed: 1
  pkg/broken.py: null bytes"""
    )


DEEP = {
    "deep.py": (
        "def f(): return 1\n"
        "def g(): return f()\n"
        "class C:\n    def __init__(self): self.x = g()\n    def m(self): return 1\n"
        "def h(): return C()\n"
        "def use():\n    def inner(): return h()\n    return inner\n"
        "value = use()\n"
    )
}


def test_who_depends_on_the_callers(tmp_path):
    (tmp_path / "deep.py").write_text(DEEP["deep.py"])
    with inferd.open(str(tmp_path)) as opened:
        opened.update()
        report = opened.impact("deep:f")
    assert [c["caller"] for c in report.callers] == ["deep:g"]
    assert [(d["symbol"], d["depth"], d["through"], d["line"]) for d in report.dependants] == [
        ("deep:C.__init__", 2, "deep:g", 4),
        ("deep:h", 3, "deep:C.__init__", 6),
        ("deep:use.<locals>.inner", 4, "deep:h", 8),
        ("deep", 5, "deep:use", 10),
    ]


def test_the_calls_of_a_function_matter_to_its_parameter(project):
    report = project.impact("pkg/m.py:10:12")
    assert report.target == "pkg.m:helper.<locals>.x"
    assert [(c["caller"], c["count"]) for c in report.callers if c["path"] == "pkg/m.py"] == [
        ("pkg.m:other", 2), ("pkg.m:middle", 1),
    ]  # fmt: skip
    assert risks(report)["**kwargs"]["places"] == [["pkg/m.py", 11, 30]]


def test_who_imports_a_module_is_affected_by_it(project):
    assert {t["id"]: t["why"] for t in project.impact("pkg.m", "move").tests} == dict.fromkeys(
        [f"tests/test_m.py::{t}" for t in ("test_direct", "test_through", "test_other", "TestX::test_y")],
        "static: it imports pkg/m.py, which is the module itself",
    )


def test_unknown_kind_is_a_mistake_of_the_caller(project):
    with pytest.raises(ValueError, match="paint"):
        project.impact("pkg.m:helper", "paint")


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("tests/a.py", True), ("a/test_b.py", True), ("a/b_test.py", True), ("app/tests.py", True),
        ("a/contest.py", False),
    ],
)  # fmt: skip
def test_test_files(path, is_one):
    assert is_test_path(path) is is_one


def test_ids_of_tests():
    assert id_of_test("tests/t.py", "tests.t:C.test_x.<locals>.f") == "tests/t.py::C::test_x"
    assert id_of_test("tests/t.py", "tests.t:C.setUp") == "tests/t.py::C"
    assert id_of_test("tests/t.py", "tests.t:helper") is None
    assert id_of_test("src/t.py", "t:test_x") is None


@pytest.mark.parametrize(
    ("symbol", "name", "answer"),
    [
        ("unittest:TestCase", "setUp", True),
        ("unittest.case:TestCase", "no_such", False),
        ("threading:Thread", "_target", True),
        ("enum:IntEnum", "_missing_", True),
        ("logging.handlers:SocketHandler", "emit", True),
        ("collections:OrderedDict", "zz", False),
        ("typing:Generic", "x", False),
        ("typing:TypedDict", "items", True),
        ("typing:TypedDict", "zz", False),
        ("builtins:dict", "items", True),
        ("builtins:no_such", "x", None),
        ("requests:Session", "get", None),
        ("no_such", "x", None),
    ],
)
def test_members_of_classes_outside(symbol, name, answer):
    assert outside_member(symbol, name) is answer
