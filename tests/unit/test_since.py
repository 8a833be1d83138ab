# ruff: noqa: E501 - reports read best as they are
"""What a branch has changed since a revision: definitions, who uses them, the tests that matter."""

import json
import os
import shutil
import subprocess

import pytest

import inferd
from inferd.cli import commands
from inferd.errors import InferdError
from inferd.query import report_since
from inferd.source import history

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

FILES = {
    "shop/__init__.py": "from .cart import Cart, pay\n__all__ = ['Cart', 'pay']\n",
    "shop/cart.py": '''\
"""Carts."""
from shop.tax import rate


class Base:
    def total(self, tax=0):
        return tax


class Cart(Base):
    def total(self, tax=0):
        return rate() * tax

    def size(self):
        return 1


def pay(cart, tax):
    return cart.total(tax)


def unused():
    return 1
''',
    "shop/tax.py": "def rate():\n    return 2\n",
    "shop/view.py": "from shop.cart import Cart, pay\n\n\ndef view():\n    return pay(Cart(), 1), Cart().size()\n",
    "shop/old.py": "import shop.tax\n\n\ndef helper():\n    return shop.tax.rate()\n",
    "tests/test_cart.py": '''\
from shop.cart import Cart, pay, unused


def test_pay():
    assert pay(Cart(), 1) == 2


def test_unused():
    assert unused() == 1


def test_apart():
    assert 1
''',
    "tests/test_view.py": "from shop.view import view\n\n\ndef test_view():\n    assert view()\n",
    "tests/test_old.py": "from shop.old import helper\n\n\ndef test_helper():\n    assert helper()\n",
    "data/table.json": "{}\n",
}


def git(root, *words):
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    for who in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{who}_NAME": "a", f"GIT_{who}_EMAIL": "a@example.org"}
    done = subprocess.run(["git", *words], cwd=root, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    root = tmp_path_factory.mktemp("repository")
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    (root / ".gitignore").write_text(".project\n")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "first")
    return root


@pytest.fixture
def branch(repository, tmp_path):
    """A clone to change, and what it says then."""
    root = tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(repository), str(root))
    git(root, "checkout", "-qb", "work")

    class Branch:
        place = root

        def edit(self, path, *swaps):
            text = (root / path).read_text()
            for old, new in swaps:
                assert old in text
                text = text.replace(old, new)
            (root / path).write_text(text)

        def said(self, revision="main", within=""):
            with inferd.open(str(root)) as project:
                project.update()
                return project.impact_since(revision, within)

    return Branch()


def changes(found):
    return [(c["symbol"], c["change"]) for c in found.changes]


def named(found):
    return {t["id"].partition("::")[2]: t["why"] for t in found.tests}


def risks(found):
    return [(r["level"], r["kind"], r["why"], [f"{p}:{n}" for p, n, _ in r["places"]]) for r in found.risks if r["kind"] != "tests"]


def test_nothing_has_changed(branch):
    found = branch.said()
    assert (found.files, found.changes, found.tests, found.risks) == (0, (), (), ())
    assert found.base == git(branch.place, "rev-parse", "main").strip()


def test_a_changed_function_and_its_tests(branch):
    branch.edit("shop/tax.py", ("return 2", "return 3"))
    branch.edit("shop/cart.py", ('"""Carts."""', '"""Shopping carts."""'), ("return 1\n\n\ndef pay", "return (1)\n\n\ndef pay"))
    git(branch.place, "commit", "-qam", "half of it")
    branch.edit("tests/test_cart.py", ("assert 1\n", "assert 1 == 1\n"))
    found = branch.said()
    assert changes(found) == [("shop.tax:rate", "changed"), ("tests.test_cart:test_apart", "changed")]
    assert found.changes[0]["uses"] == {"exact": 3}
    assert found.changes[0]["callers"] == ["shop.cart:Cart.total", "shop.old:helper"]
    assert (found.files, found.text_only) == (3, 1)
    assert named(found) == {
        "test_apart": "static: it was changed itself",
        "test_helper": "static: it mentions shop.old:helper, line 5, which leads to the symbol",
        "test_pay": "static: it mentions shop.cart:pay, line 5, which leads to the symbol",
        "test_view": "static: it mentions shop.view:view, line 5, which leads to the symbol",
    }
    assert risks(found) == []


def test_a_signature_that_its_callers_do_not_follow(branch):
    branch.edit("shop/cart.py", ("def pay(cart, tax)", "def pay(cart, tax, extra)"))
    branch.edit("shop/view.py", ("pay(Cart(), 1)", "pay(Cart(), 1, 2)"))
    found = branch.said()
    assert risks(found) == [
        ("check", "signature", "the signature or the decorators of `shop.cart:pay` changed, and 1 use in 1 file did not",
         ["tests/test_cart.py:5"]),
    ]  # fmt: skip
    assert changes(found) == [("shop.cart:pay", "signature"), ("shop.view:view", "changed")]


def test_what_is_gone_and_still_named(branch):
    branch.edit("shop/cart.py", ("def pay(cart, tax):\n    return cart.total(tax)\n\n\n", ""), ("    def size(self):\n        return 1\n\n\n", "\n"))
    branch.edit("shop/cart.py", ("class Cart(Base):\n    def total(self, tax=0):\n        return rate() * tax\n", "class Cart(Base):\n    x = 1\n"))
    found = branch.said()
    assert risks(found) == [
        ("breaks", "removed", "`shop.cart:Cart.size` is gone, and 1 use names it still", ["shop/view.py:5"]),
        ("breaks", "removed", "`shop.cart:pay` is gone, and 6 uses name it still", [
            "shop/__init__.py:1", "shop/__init__.py:2", "shop/view.py:1", "shop/view.py:5", "tests/test_cart.py:1",
            "tests/test_cart.py:5",
        ]),
    ]  # fmt: skip
    assert {c["symbol"]: c["change"] for c in found.changes} == {
        "shop.cart:pay": "removed", "shop.cart:Cart.size": "removed", "shop.cart:Cart.total": "removed", "shop.cart:Cart": "changed",
    }  # fmt: skip
    assert set(named(found)) == {"test_pay", "test_unused", "test_apart", "test_view", "test_helper"}  # at import


def test_a_module_that_moved(branch):
    git(branch.place, "mv", "shop/old.py", "shop/new.py")
    found = branch.said()
    assert changes(found) == [("shop.new", "moved")]
    assert found.changes[0]["from"] == "shop/old.py"
    assert risks(found) == [
        ("breaks", "removed", "the module `shop.old` is gone, and 1 import names it still", ["tests/test_old.py:1"])
    ]


def test_files_that_are_no_python_are_counted(branch):
    branch.edit("data/table.json", ("{}", "[]"))
    (branch.place / "shop/more.py").write_text("def more(): return 1\n")
    found = branch.said()
    assert changes(found) == [("shop.more", "added")]
    assert risks(found) == [
        ("note", "other files", "1 file that is not Python differs: which tests read them is not known", [])
    ]


def test_within_a_folder_or_a_module(branch):
    branch.edit("shop/tax.py", ("return 2", "return 3"))
    branch.edit("tests/test_cart.py", ("assert 1\n", "assert 1 == 1\n"))
    assert changes(branch.said(within="tests")) == [("tests.test_cart:test_apart", "changed")]
    assert changes(branch.said(within="shop.tax")) == [("shop.tax:rate", "changed")]
    assert changes(branch.said(within="shop/cart.py")) == []


def test_the_branch_counts_not_what_came_to_main_since(branch):
    """What others have committed to main meanwhile is not this branch's change."""
    git(branch.place, "checkout", "-q", "main")
    branch.edit("shop/tax.py", ("return 2", "return 5"))
    git(branch.place, "commit", "-qam", "of another")
    git(branch.place, "checkout", "-q", "work")
    assert changes(branch.said()) == []


@pytest.mark.parametrize(("revision", "said"), [("nowhere", "git knows no revision nowhere"), ("--output=x", "is no revision")])
def test_a_revision_that_is_none(branch, revision, said):
    with pytest.raises(InferdError, match=said):
        branch.said(revision)
    assert not (branch.place / "x").exists()


def test_without_a_repository(tmp_path):
    with pytest.raises(InferdError, match="not in a git repository"):
        history.base_of(str(tmp_path), "main")


def test_nothing_of_a_repository_is_run(branch):
    """Monitors, hooks, filters and drivers that a hostile configuration names are left alone."""
    place = branch.place / "ran"
    for key in ("core.fsmonitor", "filter.x.clean", "filter.x.smudge", "diff.x.textconv", "diff.external", "core.pager"):
        git(branch.place, "config", key, f"touch {place}")
    (branch.place / ".gitattributes").write_text("*.py filter=x diff=x\n")
    branch.edit("shop/tax.py", ("return 2", "return 3"))
    assert changes(branch.said()) == [("shop.tax:rate", "changed")]
    assert not place.exists()


def test_the_command(branch, capsys, monkeypatch):
    monkeypatch.setenv("INFERD_NO_DAEMON", "1")
    monkeypatch.chdir(branch.place)
    assert commands.run(["impact", "--since", "main"]) == 1
    branch.edit("shop/tax.py", ("return 2", "return 3"))
    capsys.readouterr()
    assert commands.run(["impact", "--since", "main", "--format", "tests"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "tests/test_cart.py::test_pay", "tests/test_old.py::test_helper", "tests/test_view.py::test_view",
    ]  # fmt: skip
    assert commands.run(["impact", "--since", "main", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["since", "base", "revision", "files", "text_only", "changes", "tests", "risks", "not_analysed"]
    assert commands.run(["impact", "--since", "main"]) == 0
    text = capsys.readouterr().out.splitlines()
    assert text[1] == "  1 Python file changed, 1 definition in the code and 0 in tests, 3 tests can be affected"
    assert "  shop/tax.py:1  shop.tax:rate  [used: 3 exact]" in text
    with pytest.raises(InferdError, match="impact of what"):
        commands.run(["impact"])


def test_pages(branch):
    branch.edit("shop/tax.py", ("return 2", "return 3"))
    found = branch.said("main")
    page = report_since.html(found._replace(since="<b>main</b>"))
    assert "<h1>&lt;b&gt;main&lt;/b&gt;</h1>" in page
    assert '<section id="changed"><h2>Changed <b>1</b></h2>' in page
    assert report_since.markdown(found).splitlines()[:3] == [
        "### Changes since `main`",
        "",
        "1 Python file changed, 1 definition in the code and 0 in tests, 3 tests can be affected.",
    ]
