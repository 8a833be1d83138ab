"""What functions give, as it is stored: read instead of found out, and as of before an edit until that is settled."""

import pytest

import inferd
from inferd.inference.flow import contexts

FILES = {
    "a.py": "def f(x):\n    return x\n",
    "b.py": "from a import f\ndef g():\n    return f('s')\n",
    "c.py": "from b import g\ndef h():\n    got = g()\n    return got\nh()\n",
}


@pytest.fixture
def project(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    with inferd.open(str(tmp_path)) as found:
        found.update()
        found.settle(keep=True)
        yield found


def run(project, place, monkeypatch):
    """The types at a place, the functions that were run to know what they give, and whether more may follow."""
    ran = set()
    started = contexts._run
    with monkeypatch.context() as patch:
        patch.setattr(contexts, "_run", lambda e, unit: ran.add(e.qualname(unit.where)) or started(e, unit))
        answer = project.types(place)
    return [t for row in answer.rows for t in row.types if row.kind != "return"], ran, answer.settling


def test_what_a_call_gives_is_read(project, monkeypatch):
    assert run(project, "c.py:3:5", monkeypatch) == (["str"], set(), False)


def test_an_edited_function_is_run_and_what_it_hangs_on_is_read(project, monkeypatch, tmp_path):
    (tmp_path / "c.py").write_text(FILES["c.py"].replace("got = g()", "got = [g()]"))
    project.update()
    assert run(project, "c.py:3:5", monkeypatch) == (["list[str]"], {"h"}, True)


def test_what_changed_elsewhere_is_as_before_until_it_is_settled(project, monkeypatch, tmp_path):
    (tmp_path / "a.py").write_text("def f(x):\n    return [x]\n")
    project.update()
    assert run(project, "b.py:2:5", monkeypatch)[2]
    assert run(project, "c.py:3:5", monkeypatch) == (["str"], set(), True)
    project.settle(keep=True)
    assert run(project, "c.py:3:5", monkeypatch) == (["list[str]"], set(), False)


def test_of_an_edited_file_what_its_other_functions_give_is_read(project, monkeypatch, tmp_path):
    (tmp_path / "c.py").write_text(FILES["c.py"] + "def k():\n    one = h()\n    return one\nk()\n")
    project.update()
    project.settle(keep=True)
    (tmp_path / "c.py").write_text(FILES["c.py"] + "def k():\n    one = [h()]\n    return one\nk()\n")
    project.update()
    assert run(project, "c.py:7:5", monkeypatch) == (["list[str]"], {"k"}, True)
    text = FILES["c.py"].replace("got = g()", "got = [g()]") + "def k():\n    one = [h()]\n    return one\nk()\n"
    (tmp_path / "c.py").write_text(text)
    project.update()
    assert run(project, "c.py:7:5", monkeypatch) == (["list[list[str]]"], {"h", "k"}, True)
    project.settle(keep=True)
    assert run(project, "c.py:7:5", monkeypatch) == (["list[list[str]]"], set(), False)


def test_unsaved_text_is_run_and_what_it_calls_is_read(project, monkeypatch):
    project.set_overlay("c.py", FILES["c.py"].replace("got = g()", "got = [g()]"))
    assert run(project, "c.py:3:5", monkeypatch) == (["list[str]"], {"h"}, False)
    project.set_overlay("b.py", FILES["b.py"].replace("f('s')", "1.5"))
    assert run(project, "c.py:3:5", monkeypatch) == (["list[float]"], {"g", "h"}, False)


def test_nothing_is_read_of_a_file_that_is_not_settled(project, monkeypatch, tmp_path):
    (tmp_path / "a.py").write_text("def f(x):\n    return [x]\n")
    project.update()
    project.find_flow(keep=True)  # what flows is known again, what that gives not yet
    assert run(project, "c.py:3:5", monkeypatch) == (["list[str]"], {"f", "g", "h"}, False)


def test_references_say_that_more_may_follow(project, tmp_path):
    (tmp_path / "c.py").write_text(FILES["c.py"] + "class P:\n    def upper(self): pass\nh().upper()\n")
    (tmp_path / "a.py").write_text("def f(x):\n    return [x]\n")
    project.update()
    assert project.references("c:P.upper").settling
    project.settle(keep=True)
    assert not project.references("c:P.upper").settling
