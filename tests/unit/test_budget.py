"""What is found out where a project is so large that few rounds are run."""

import inferd
from inferd.inference.flow import flows


def test_a_fixture_is_run_before_anything_has_called_it(tmp_path, monkeypatch):
    (tmp_path / "test_cart.py").write_text(
        "import pytest\n"
        "class Cart:\n"
        "    def total(self): return 1\n"
        "@pytest.fixture\n"
        "def made():\n"
        "    return Cart()\n"
        "@pytest.fixture\n"
        "def cart(made):\n"
        "    found = made\n"
        "    return found\n"
        "def test_total(cart):\n"
        "    cart.total()\n"
    )
    monkeypatch.setattr(flows, "BUDGET", 0)
    with inferd.open(str(tmp_path)) as project:
        project.update()
        project.settle()
        assert [(r.line, r.confidence) for r in project.references("test_cart:Cart.total").rows] == [
            (3, "exact"), (12, "inferred"),
        ]  # fmt: skip
