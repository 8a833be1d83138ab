# ruff: noqa: E501 - programs read best with one item a line
"""Plans: each step sees what those before it have done, and one change comes out."""

import pytest
from small_projects import output, tree, write

import inferd
from inferd.errors import ConfigError, RefactorRefused
from inferd.refactor import planning

SHOP = {
    "shop/__init__.py": "",
    "shop/cart.py": "class Cart:\n    def total(self):\n        return 1\n\n\ndef total_of(cart):\n    return cart.total() + 1\n",
    "main.py": "from shop.cart import Cart, total_of\n\nprint(total_of(Cart()))\n",
}
PLAN = """
[[step]]
refactor = "move"
target = "shop.cart:total_of"
to = "shop.sums"

[[step]]
refactor = "rename"
target = "shop.sums:total_of"
to = "sum_of"

[[step]]
refactor = "signature"
target = "shop.sums:sum_of"
add = ["extra: int = 1"]
values = ["extra=1"]

[[step]]
refactor = "extract"
target = "shop/sums.py:2:12-2:24"
name = "own"
kind = "variable"

[[step]]
refactor = "move"
target = "shop.sums"
to = "."
"""


def test_steps_see_each_other(tmp_path):
    write(tmp_path, {**SHOP, "plan.toml": PLAN})
    before, printed = tree(tmp_path), output(tmp_path)
    with inferd.open(str(tmp_path)) as project:
        plan = project.plan(planning.read(str(tmp_path / "plan.toml")), "plan plan.toml")
        assert tree(tmp_path) == before
        assert [(c.path, c.before is None, c.after is None) for c in plan.changes] == [
            ("main.py", False, False), ("shop/cart.py", False, False), ("sums.py", True, False),
        ]  # fmt: skip
        project.apply(plan)
        after = tree(tmp_path)
        assert output(tmp_path) == printed
        assert {p: after[p].decode() for p in ("main.py", "shop/cart.py", "sums.py")} == {
            "main.py": "from shop.cart import Cart\nfrom sums import sum_of\n\nprint(sum_of(Cart(), extra=1))\n",
            "shop/cart.py": "class Cart:\n    def total(self):\n        return 1\n",
            "sums.py": "def sum_of(cart, extra: int = 1):\n    own = cart.total()\n    return own + 1\n",
        }
        assert "shop/sums.py" not in after
        project.undo()
    assert tree(tmp_path) == before


def test_a_step_that_fails_is_named_and_nothing_changes(tmp_path):
    write(tmp_path, SHOP)
    steps = planning.steps_of(
        {"step": [
            {"refactor": "rename", "target": "shop.cart:total_of", "to": "sum_of"},
            {"refactor": "inline", "target": "shop.cart:total_of"},
        ]}, "p.toml",
    )  # fmt: skip
    before = tree(tmp_path)
    with inferd.open(str(tmp_path)) as project:
        with pytest.raises(inferd.InferdError) as caught:
            project.plan(steps)
        assert (
            str(caught.value) == "step 2 (inline shop.cart:total_of): nothing is known by the name shop.cart:total_of"
        )
        bad = planning.steps_of(
            {"step": [{"refactor": "rename", "target": "shop.cart:total_of", "to": "class"}]}, "p.toml"
        )
        with pytest.raises(RefactorRefused) as refused:
            project.plan(bad)
        assert refused.value.reasons == [("", 0, "step 1 (rename shop.cart:total_of): class is a word of the language")]
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "p.toml: there is no step"),
        ("[[step]]\n", "p.toml: step 1: names no refactoring"),
        ("[[step]]\nrefactor = 'mvoe'\n", "p.toml: step 1: there is no refactoring mvoe"),
        ("[[steps]]\nrefactor = 'move'\n", "p.toml: steps: is not known"),
        ("[[step]]\nrefactor = 'rename'\ntarget = 'x'\n", "p.toml: step 1: rename takes target and to"),
        ("[[step]]\nrefactor = 'move'\nforce = 'yes'\n", "p.toml: step 1: force is true or false"),
        ("[[step", "p.toml: is not TOML: "),
    ],
)
def test_what_is_wrong_in_a_plan_is_said(tmp_path, monkeypatch, text, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        planning.read("p.toml")
    assert str(caught.value).startswith(said)


def test_arguments_that_are_not_known_are_said(tmp_path):
    write(tmp_path, SHOP)
    with inferd.open(str(tmp_path)) as project:
        with pytest.raises(inferd.InferdError, match="move: there is no tagret") as caught:
            project.refactor("move", {"tagret": "x", "to": "y"})
        assert caught.value.hint == "did you mean target?"
        with pytest.raises(inferd.InferdError, match="move: to is missing"):
            project.refactor("move", {"target": "x"})
        with pytest.raises(inferd.InferdError, match="there is no refactoring mvoe"):
            project.refactor("mvoe", {})


def test_modules_are_renamed_into_a_style(tmp_path):
    write(tmp_path, {
        "Shop/__init__.py": "", "Shop/CartView.py": "X = 1\n", "Shop/plain.py": "from .CartView import X\n",
        "main.py": "import Shop.CartView\nfrom Shop import plain\nprint(Shop.CartView.X, plain.X)\n",
    })  # fmt: skip
    printed = output(tmp_path)
    with inferd.open(str(tmp_path)) as project:
        project.ensure_fresh()
        with project.snapshot() as view:
            paths = [f.path for f in view.reader.files()]
        steps = planning.module_names(paths, "snake")
        assert [(s.given["target"], s.given["to"]) for s in steps] == [
            ("Shop/CartView.py", "cart_view"), ("Shop/__init__.py", "shop"),
        ]  # fmt: skip
        project.apply(project.plan(steps, "module names"))
        assert output(tmp_path) == printed
        after = tree(tmp_path)
        assert sorted(after) == ["main.py", "shop/__init__.py", "shop/cart_view.py", "shop/plain.py"]
        assert after["main.py"] == b"import shop.cart_view\nfrom shop import plain\nprint(shop.cart_view.X, plain.X)\n"


def test_nothing_of_a_project_is_run_and_rope_leaves_nothing(tmp_path):
    proof = tmp_path.parent / "proof"
    write(tmp_path, {
        **SHOP,
        ".ropeproject/config.py": f"open({str(proof)!r}, 'w').write('ran')\n",
        ".ropeproject/objectdb": b"cos\nsystem\n(S'touch proof'\ntR.",
        "pyproject.toml": '[tool.rope]\ntype_hinting_factory = "evil.factory"\nsave_objectdb = true\n',
        "evil.py": f"open({str(proof)!r}, 'w').write('ran')\nfactory = 1\n",
    })  # fmt: skip
    before = tree(tmp_path)
    with inferd.open(str(tmp_path)) as project:
        assert project.refactor("inline", {"target": "shop.cart:total_of"}).changes
        assert project.refactor("move", {"target": "shop.cart:total_of", "to": "x"}).changes
        assert project.refactorings("shop.cart:Cart")
    assert not proof.exists()
    assert tree(tmp_path) == before


def test_a_file_that_changed_since_is_never_written_over(tmp_path):
    write(tmp_path, SHOP)
    with inferd.open(str(tmp_path)) as project:
        plan = project.refactor("inline", {"target": "shop.cart:total_of"})
        write(tmp_path, {"main.py": SHOP["main.py"] + "# mine\n"})
        before = tree(tmp_path)
        with pytest.raises(inferd.InferdError, match=r"main\.py: changed since it was read"):
            project.apply(plan)
    assert tree(tmp_path) == before


def test_a_project_in_memory_and_unsaved_text(tmp_path):
    write(tmp_path, SHOP)
    with inferd.open(str(tmp_path), store=":memory:") as project:
        project.update()
        project.set_overlay("main.py", SHOP["main.py"].replace("total_of(Cart())", "total_of(Cart()) + 1"))
        plan = project.refactor("signature", {"target": "shop.cart:total_of", "add": ["b=1"], "values": ["b=2"]})
        (main,) = [c for c in plan.changes if c.path == "main.py"]
        assert main.after.decode().endswith("print(total_of(Cart(), b=2) + 1)\n")
