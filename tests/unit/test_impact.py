"""The impact report: what it lists, why, and what it does not claim."""

import json

import pytest

import inferd
from inferd.index.outside import outside_member
from inferd.query.impact import id_of_test, is_test_path, render_text

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
    assert found["dotted strings"]["places"] == [["tests/test_m.py", 5, 37]]
    assert found["**kwargs"]["count"] == 1
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
    assert list(data) == ["target", "family", "references", "callers", "tests", "risks", "not_analysed"]
    assert list(data["references"]) == ["exact", "inferred", "possible"]
    assert json.loads(json.dumps(data)) == data
    assert data["not_analysed"] == [{"path": "pkg/broken.py", "reason": "null bytes"}]


def test_text_for_people(project):
    text = render_text(project.impact("pkg.m:helper"))
    assert "4 tests seen to reach it" in text
    assert "pkg.m:other" in text
    assert text.isprintable() or "\n" in text


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
