"""A change waits until what flows between functions is known, however large the project is."""

import inferd

MANY = "".join(f"def f{i}():\n    return {i}\n" for i in range(700))
SHOP = """
class Cart:
    def total(self):
        return 1

class Order:
    def total(self):
        return 2

def show(cart):
    return cart.total()

def tell(order):
    return order.total()

show(Cart())
tell(Order())
"""


def test_the_first_change_of_a_project_knows_what_functions_are_called_with(tmp_path):
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "many.py").write_text(MANY)
    (tmp_path / "shop.py").write_text(SHOP)
    told = []
    with inferd.open(str(tmp_path)) as project:
        project.on_following = told.append
        project.ensure_fresh()
        assert {r.confidence for r in project.references("shop:Cart.total").rows if r.line > 9} == {"possible"}
        plan = project.rename("shop:Cart.total", "grand")
        assert [e.line for e in plan.edits] == [3, 11]
        assert told == ["following calls through the project (a daemon does it in the background)"]
        project.impact("shop:Cart.total")
        assert len(told) == 1


def test_what_cannot_be_known_now_is_said(tmp_path, monkeypatch):
    from inferd import opened

    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "many.py").write_text(MANY)
    (tmp_path / "shop.py").write_text(SHOP)
    monkeypatch.setattr(opened, "FOLLOWED", 650)
    with inferd.open(str(tmp_path)) as project:
        project.ensure_fresh()
        plan = project.rename("shop:Cart.total", "grand")
        assert [e.line for e in plan.edits] == [3]
        assert "`inferd index` finds it out" in project.notes[-1]
