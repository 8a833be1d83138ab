"""Calls of methods that a class does not have itself: one below it defines them, or has them from another base."""

from pathlib import Path

import inferd

MIXED = """\
class Mixin:
    def go(self):
        self.pop()
        later = lambda: self.pop()
        kept = self.pop
        return kept, later
    def other(self, thing):
        thing.pop()
class Base:
    def pop(self):
        return self.step()
class Real(Mixin, Base):
    def step(self):
        return 2
class Namesake:
    def pop(self):
        return 3
    def step(self):
        return 4
"""


def _callers(root: Path, symbol: str) -> list[tuple]:
    with inferd.open(str(root)) as project:
        project.ensure_fresh()
        project.find_flow()
        rows = project.callers(symbol).rows
        return [(r.line, r.column, r.caller, r.callee, r.confidence, r.evidence[0]["why"]) for r in rows]


def test_callers_of_what_another_base_brings(tmp_path: Path) -> None:
    """Each call with the lambda it stands in; what takes the method and does not call it is no call.  Of more classes
    below than the mixin's methods are run with.
    """
    (tmp_path / "a.py").write_text(MIXED + "".join(f"class Real{i}(Mixin, Base): pass\n" for i in range(20)))
    why = "a class below inherits it from another base"
    assert _callers(tmp_path, "a:Base.pop") == [
        (3, 14, "a:Mixin.go", "a:Base.pop", "inferred", why),
        (4, 30, "a:Mixin.go.<locals>.<lambda>", "a:Base.pop", "inferred", why),
    ]
    assert _callers(tmp_path, "a:Namesake.pop") == []


def test_callers_of_what_a_class_below_defines(tmp_path: Path) -> None:
    more = "".join(f"class Real{i}(Mixin, Base):\n    def step(self): pass\n" for i in range(20))
    for text, why in ((MIXED, "what is called there"), (MIXED + more, "a class below defines it")):
        (tmp_path / "a.py").write_text(text)
        assert _callers(tmp_path, "a:Real.step") == [(11, 21, "a:Base.pop", "a:Real.step", "inferred", why)]


def test_a_call_that_inference_finds_is_told_once(tmp_path: Path) -> None:
    """Where somebody calls the mixin's method on the class below, inference knows the receiver."""
    (tmp_path / "a.py").write_text(MIXED + "Real().go()\n")
    assert [(line, why) for line, _, _, _, _, why in _callers(tmp_path, "a:Base.pop")] == [
        (3, "what is called there"),
        (4, "a class below inherits it from another base"),
    ]
