"""Instances that stand for the functions they were made with: only where calling one uses these."""

import inferd
from inferd.inference.flow import contexts
from inferd.inference.types import Cls

SHOP = """
class Direct:
    def __init__(self, f):
        self.f = f
    def __call__(self, x):
        return self.f(x)
class ByMethod:
    def __init__(self, f):
        self.fs = [f]
    def __call__(self, x):
        return self.run(x)
    def run(self, x):
        return self.fs[0](x)
class Read:
    def __init__(self, **named):
        self.get = named["get"]
    def __get__(self, holder, owner):
        return self.get(holder)
class Elsewhere:
    def __call__(self, x):
        return self.f(x)
class Machine:
    def __init__(self, before=None):
        self.before = before
        self.states = {}
        self.scope = None
    def __call__(self, scope):
        self.scope = self.states[scope]
        return self
    def go(self):
        return self.before()
class Plain:
    def __init__(self, f):
        self.f = f
"""


def test_what_calling_an_instance_uses(tmp_path):
    (tmp_path / "shop.py").write_text(SHOP)
    with inferd.open(tmp_path, store=":memory:") as project:
        project.update()
        with project.snapshot() as view:
            names = ("Direct", "ByMethod", "Read", "Elsewhere", "Machine", "Plain")
            engine = view.typing.engine
            stands = [name for name in names if contexts.asks_what_it_is_made_with(engine, Cls("", "shop", name))]
            assert stands == ["Direct", "ByMethod", "Read", "Elsewhere"]
