"""One change in several projects (`--also`): what it writes, how it is undone, and what is refused."""

import json
import os
import subprocess
import sys

import pytest

import inferd
from inferd.errors import InferdError, JournalError, RefactorRefused
from inferd.refactor.planning import Step

SHOP = {
    "pyproject.toml": "[project]\nname = 'shop'\n",
    "src/shop/__init__.py": "",
    "src/shop/cart.py": "class Cart:\n    def total(self, tax=0):\n        return tax\n\n"
    "def total_of(cart):\n    return cart.total()\n",
    "tests/test_cart.py": "from shop.cart import Cart\n\ndef test_total():\n    assert Cart().total(tax=2) == 2\n",
}
VIEW = {
    "pyproject.toml": "[project]\nname = 'view'\n",
    "view/__init__.py": "",
    "view/app.py": "from shop.cart import Cart, total_of\nimport shop.cart\nfrom view import helper\n\n"
    "def show(cart: Cart):\n"
    "    return cart.total(tax=1), total_of(cart), shop.cart.total_of(cart)\n",
    "view/helper.py": "class Order:\n    def total(self, tax=0):\n        return tax\n",
    "tests/test_cart.py": "from view.app import show\nfrom shop.cart import Cart\n\n"
    "def test_show():\n    assert show(Cart())[0] == 1\n",
}
TOOL = {
    "run.py": "import helper\nfrom shop import cart\n\nprint(helper.NAME, cart.Cart().total(tax=3))\n",
    "helper.py": "NAME = 1\n",
}


def write(root, files):
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


def tree(root):
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*.py")}


@pytest.fixture
def shop(tmp_path):
    write(tmp_path / "view", VIEW)
    write(tmp_path / "tools" / "run", TOOL)
    return write(tmp_path / "shop", SHOP)


def ran(shop):
    """What the tests of the other project and the script say."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(shop / "src"), str(shop.parent / "view")])}
    env["PYTHONDONTWRITEBYTECODE"] = "1"
    code = "import runpy; runpy.run_path('tests/test_cart.py')['test_show']()"
    subprocess.run([sys.executable, "-c", code], cwd=shop.parent / "view", env=env, check=True)
    done = subprocess.run(
        [sys.executable, "run.py"], cwd=shop.parent / "tools/run", env=env, check=True, capture_output=True
    )
    return done.stdout


def test_a_method_is_renamed_in_all_of_them_and_back(shop):
    others = [str(shop.parent / "view"), str(shop.parent / "tools" / "run")]
    before, said = tree(shop.parent), ran(shop)
    with inferd.open(str(shop)) as project:
        plan = project.together(Step("rename", {"target": "shop.cart:Cart.total", "to": "grand"}), others)
        assert [c.path for c in plan.changes] == [
            "../tools/run/run.py", "../view/view/app.py", "src/shop/cart.py", "tests/test_cart.py",
        ]  # fmt: skip
        assert {(r.path, r.line) for r in plan.rows if r.path.startswith("..")} == {
            ("../tools/run/run.py", 4), ("../view/view/app.py", 6),
        }  # fmt: skip
        assert tree(shop.parent) == before
        project.apply(plan)
        after = tree(shop.parent)
        assert b"cart.grand(tax=1)" in after["view/view/app.py"] and b"def total" in after["view/view/helper.py"]
        assert ran(shop) == said
        project.undo()
        assert tree(shop.parent) == before
        project.redo()
        assert tree(shop.parent) == after
        assert project.verify() == []
    assert not (shop.parent / "view" / ".project").exists()


@pytest.mark.parametrize(("step", "there"), [
    (Step("move", {"target": "shop.cart:total_of", "to": "shop.sums"}), b"from shop.sums import total_of"),
    (Step("signature", {"target": "shop.cart:Cart.total", "remove": ("tax",)}), b"cart.total()"),
    (Step("rename", {"target": "shop.cart", "to": "basket"}), b"from shop.basket import Cart, total_of"),
    (Step("rename", {"target": "src/shop/cart.py:2:21", "to": "vat"}), b"cart.total(vat=1)"),
])  # fmt: skip
def test_other_refactorings_reach_the_other_project(shop, step, there):
    before = tree(shop.parent)
    with inferd.open(str(shop)) as project:
        project.apply(project.together(step, [str(shop.parent / "view")]))
        assert there in (shop.parent / "view/view/app.py").read_bytes()
        project.undo()
    assert tree(shop.parent) == before


MORE = {
    "src/shop/sums.py": "import math\n\n\nRATE = 2\n\n\ndef area(r):\n    wide = math.floor(r)\n"
    "    return wide * RATE\n\n\ndef more(n):\n    return n * 2 + 1\n",
    "src/shop/page.py": "class Page:\n    def __init__(self, size=1):\n        self.size = size\n",
}
OTHER = (
    "from __future__ import annotations\nfrom shop.page import Page\nfrom shop.sums import area\nimport shop.sums\n"
    "import math\n\np = Page(size=2)\np.size = 3\nwide = 5\nprint(area(wide), shop.sums.area(2), p.size)\n"
    "wide = math.floor(7.5)\nprint(wide * 2 + 1)\n"
)


@pytest.mark.parametrize(("step", "there"), [
    (Step("inline", {"target": "shop.sums:area"}), [
        "from shop.sums import RATE\nimport shop.sums\nimport math\n",
        "print(__0__wide * RATE, __1__wide * RATE, p.size)\n",
    ]),
    (Step("introduce-factory", {"target": "shop.page:Page", "name": "make"}), ["p = Page.make(size=2)\n"]),
    (Step("encapsulate-field", {"target": "shop.page:Page.size"}), ["p.set_size(3)\n", "p.get_size())\n"]),
    (Step("use-function", {"target": "shop.sums:more"}), ["print(shop.sums.more(wide))\n"]),
    (Step("restructure", {"pattern": "${x}.size = ${y}", "goal": "${x}.size = int(${y})"}), ["p.size = int(3)\n"]),
    (Step("to-package", {"target": "shop.sums"}), []),
])  # fmt: skip
def test_the_others_reach_the_other_project_and_it_runs_as_before(shop, step, there):
    write(shop, MORE)
    app = write(shop.parent / "view", {"view/more.py": OTHER}) / "view/more.py"
    before, said = tree(shop.parent), output(shop, app)
    with inferd.open(str(shop)) as project:
        project.apply(project.together(step, [str(shop.parent / "view")]))
        assert [text for text in there if text not in app.read_text()] == []
        assert output(shop, app) == said and tree(shop.parent) != before
        project.undo()
    assert tree(shop.parent) == before


def output(shop, script):
    env = {**os.environ, "PYTHONPATH": str(shop / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([sys.executable, str(script)], env=env, check=True, capture_output=True).stdout


def test_refusals_name_the_places_of_the_other_project(shop):
    app = shop.parent / "view/view/app.py"
    app.write_text(
        "from shop.cart import Cart\n\ngrand = 1\n\nclass Large(Cart):\n    def grand(self):\n        return 1\n"
    )
    with inferd.open(str(shop)) as project, pytest.raises(RefactorRefused) as caught:
        project.together(Step("rename", {"target": "shop.cart:Cart.total", "to": "grand"}), [str(shop.parent / "view")])
    assert [(path, line) for path, line, _ in caught.value.reasons] == [("../view/view/app.py", 6)]


def test_nothing_is_written_where_a_file_of_the_other_project_changed_meanwhile(shop):
    with inferd.open(str(shop)) as project:
        plan = project.together(
            Step("rename", {"target": "shop.cart:Cart", "to": "Basket"}), [str(shop.parent / "view")]
        )
        app = shop.parent / "view/view/app.py"
        app.write_text(app.read_text() + "# mine\n")
        before = tree(shop.parent)
        with pytest.raises(JournalError, match="changed since it was read"):
            project.apply(plan)
        assert tree(shop.parent) == before


@pytest.mark.parametrize("what", ["nowhere", ".", "..", "src"])
def test_what_is_no_other_project_is_refused(shop, what):
    with inferd.open(str(shop)) as project, pytest.raises(InferdError) as caught:
        project.together(Step("rename", {"target": "shop.cart:Cart", "to": "Basket"}), [str(shop / what)])
    assert caught.value.hint


def test_a_journal_leads_to_no_other_place_than_the_projects_that_it_names(shop):
    import inferd.refactor.journal as journal
    from inferd.refactor.edits import FileChange

    change = FileChange("../view/view/app.py", VIEW["view/app.py"].encode(), b"")
    project = str(shop), str(shop / ".project")
    (shop / ".project").mkdir()
    with pytest.raises(JournalError, match="not a path inside"):
        journal.apply(*project, [change], "no other project")
    for path in ("../view/../tools/run/run.py", "../view/.project/x.py", "../view/.git/x.py"):
        with pytest.raises(JournalError):
            journal.apply(*project, [change._replace(path=path, before=None)], "out of it", ["../view"])
    entry = journal.apply(*project, [change], "in it", ["../view"])
    record = shop / ".project/journal" / f"{entry.number:06d}" / "entry.json"
    for also in (["."], ["view"], [""], ["../view/.."], ["/"]):
        record.write_text(json.dumps({**json.loads(record.read_text()), "also": also}))
        with pytest.raises(JournalError, match="nothing to undo"):
            journal.undo(*project)


def test_the_command_line_does_it_from_any_folder(shop, monkeypatch, capfd):
    from inferd.cli.main import main

    monkeypatch.setenv("INFERD_NO_DAEMON", "1")
    monkeypatch.chdir(shop / "src")
    before = tree(shop.parent)
    assert main(["refactor", "rename", "shop.cart:total_of", "sum_of", "--also", "../../view", "--apply"]) == 0
    assert b"sum_of(cart), shop.cart.sum_of(cart)" in (shop.parent / "view/view/app.py").read_bytes()
    assert main(["undo"]) == 0
    assert tree(shop.parent) == before
    assert main(["refactor", "move", "shop.cart:total_of", "shop.sums", "--also", "../../view"]) == 0
    assert "+++ b/../view/view/app.py" in capfd.readouterr().out
