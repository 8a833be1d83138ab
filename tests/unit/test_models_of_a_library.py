"""Models of a project that has Django installed; the outline of Django is that of `fixtures/flow/models.py`."""

from pathlib import Path

import fixture_runner
import pytest

import inferd
from inferd.inference.definitions import classes
from inferd.query import completing

FIXTURES = Path(__file__).parent.parent / "fixtures" / "flow" / "models.py"
MODELS = """\
from django.db import models
class OpenQuery(models.QuerySet):
    def opened(self):
        return self.filter(open=True)
    def delete(self):
        return 1.5
class Cart(models.Model):
    title = models.CharField()
    objects = OpenQuery.as_manager()
    def total(self):
        return 1
class Line(models.Model):
    cart = models.ForeignKey("Cart", related_name="lines")
class Other:
    def opened(self):
        return 2
    def filter(self):
        return 3
    def total(self):
        return 4
"""
USE = """\
from django.shortcuts import get_object_or_404
from shop import Cart, Line
def show(request, pk):
    cart = get_object_or_404(Cart, pk=pk)
    some = Cart.objects.opened()
    found = Line.objects.filter(a=1).first()
    other = found.cart if found else None
    Cart.objects.filter(a=2).delete()
    return cart.total(), some[0].total(), cart.lines.get(), other.total()
"""


@pytest.fixture
def project(tmp_path):
    site = tmp_path / ".venv" / "lib" / "python3.12" / "site-packages"
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "pyvenv.cfg").write_text("version = 3.12.0\n")
    outline = fixture_runner.cases(FIXTURES)[0].steps[0].actions
    files = {path: "\n".join(line.code for line in lines) + "\n" for _, path, lines, _ in outline}
    files["django/shortcuts.py"] = "def get_object_or_404(klass, *args, **kwargs):\n    return klass.get(**kwargs)\n"
    for path, text in files.items():
        if path.startswith("django/"):
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_text(text)
    (tmp_path / "shop.py").write_text(MODELS)
    (tmp_path / "use.py").write_text(USE)
    with inferd.open(str(tmp_path)) as opened:
        opened.update()
        opened.settle()
        yield opened


def uses(project, target):
    return [(r.path, r.line, r.confidence) for r in project.references(target).rows if r.role != "definition"]


def test_what_rows_are(project):
    types = {r.name: set(r.types) for r in project.types("use.py").rows if r.kind == "variable"}
    assert types["cart"] == {"shop.Cart"}
    assert types["some"] == {"shop.OpenQuery[shop.Cart]"}
    assert types["found"] == {"shop.Line", "None"}
    assert types["other"] == {"shop.Cart", "None"}


def test_uses_of_what_a_manager_hands_on(project):
    assert uses(project, "shop:OpenQuery.opened") == [("use.py", 5, "inferred")]
    assert uses(project, "shop:Other.opened") == []
    assert [u for u in uses(project, "shop:Other.filter") if u[0] == "use.py"] == []
    assert uses(project, "shop:Cart.total") == [("use.py", 9, "inferred")] * 3
    assert uses(project, "shop:Other.total") == []
    assert uses(project, "shop:OpenQuery.delete") == [("use.py", 8, "inferred")]


def test_what_may_be_asked_of_a_manager(project):
    with project.snapshot() as view:
        engine = view.typing.engine
        model = engine.symbol("", "shop", "Cart")
        assert classes.info(engine, model[0].cls).orm == classes.MODEL
        offered = {o.name for o in completing.members(view.typing, model)}
        assert "objects" in offered
        from inferd.inference.definitions import attributes

        manager = attributes.attribute_of(engine, model, "objects")
        assert {"opened", "filter", "get"} <= {o.name for o in completing.members(view.typing, manager)}
