"""What is answered without an index is what the index answers, whatever way a name takes to where it is used."""

import pytest

import inferd
from inferd.index.overlay import Overlay
from inferd.index.unindexed import NeedsIndex, OverlaidSources, SourceReader, Sources
from inferd.model import POSSIBLE
from inferd.query import references
from inferd.query import targets as T
from inferd.query.view import View

FILES = {
    "pyproject.toml": "",
    "shop/__init__.py": "from shop.cart import *\nfrom shop.cart import make as build\n",
    "shop/cart.py": (
        "__all__ = ['Cart', 'Line']\n\n\nclass Cart:\n    def total(self):\n        return LIMIT\n\n\n"
        "class Line(Cart):\n    Cart = 3\n\n    def up(self):\n        return self.Cart\n\n\n"
        "LIMIT = 3\n_Cart__hidden = 1\n\n\ndef make():\n    local = Cart()\n    return local\n"
    ),
    "shop/star.py": "from shop import *\n\n\nCart()\n",
    "shop/alias.py": "from shop import Cart as Basket\nfrom shop import build\n\nBasket\nbuild()\n",
    "shop/attribute.py": "import shop.cart as c, shop\n\nc.Cart, shop.Basket, shop.Cart, c.LIMIT\n",
    "shop/again.py": (
        "from .alias import Basket as Bin\n\n\n"
        "def f(x: 'Bin') -> 'list[Bin]':\n    return getattr(c, 'Cart')\n"
    ),
    "shop/wide.py": "# é\nfrom shop import Ｃart\n\nＣart()\n",
    "shop/latin.py": b"# coding: latin-1\nfrom shop import Cart\nx = '\xe9', Cart\n",
    "shop/broken.py": "from shop import Cart\n\n\ndef f(:\n    Cart\n\n\nCart\n",
    "shop/private.py": "from shop import cart\n\n\nclass Cart:\n    def f(self):\n        return cart.__hidden\n",
    "other.py": "Cart = 1\nprint(Cart)\n",
}


@pytest.fixture
def project(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with inferd.open(str(tmp_path), ":memory:") as opened:
        opened.update()
        yield opened


def found(view, target):
    rows = set()
    for subject in T.parse(view, target):
        rows |= {r for r in references.references(view, subject).rows if r.confidence != POSSIBLE}
    return rows


def bare(project):
    sources = Sources(project.root, project.config)
    sources.refresh()
    return sources


@pytest.mark.parametrize(
    "target",
    [
        "shop.cart:Cart",
        "shop.cart:make",
        "shop.cart:LIMIT",
        "shop.cart:Line",
        "shop.cart:_Cart__hidden",
        "shop.cart",
        "shop",
        "other:Cart",
    ],
)
def test_the_same_as_with_an_index(project, target):
    got = found(View(SourceReader(bare(project))), target)
    with project.snapshot() as view:
        view.shelf = None
        assert got == found(view, target)
    assert got


def test_only_the_files_that_hold_the_name_are_analysed(project):
    sources = bare(project)
    assert {r.path for r in found(View(SourceReader(sources)), "shop.cart:LIMIT")} == {
        "shop/attribute.py",
        "shop/cart.py",
    }
    assert {f.row.path for f in sources.analysed()} <= {"shop/cart.py", "shop/attribute.py", "shop/__init__.py"}


def test_what_needs_all_files_is_refused(project, monkeypatch):
    view = View(SourceReader(bare(project)))
    with pytest.raises(NeedsIndex):
        found(view, "shop.cart:Cart.total")
    with pytest.raises(NeedsIndex):
        view.reader.visible_names(1)
    monkeypatch.setattr("inferd.index.unindexed.MOST", 3)
    with pytest.raises(NeedsIndex):
        found(View(SourceReader(bare(project))), "shop.cart:Cart")


def test_changes_of_files_count(project, tmp_path):
    sources = bare(project)
    before = found(View(SourceReader(sources)), "other:Cart")
    (tmp_path / "third.py").write_text("from other import Cart\n")
    (tmp_path / "other.py").write_text("\nCart = 1\n")
    sources.refresh()
    after = found(View(SourceReader(sources)), "other:Cart")
    assert [len(before), sorted((r.path, r.line) for r in after)] == [2, [("other.py", 2), ("third.py", 1)]]


def test_unsaved_text_lies_over_the_files(project):
    sources = bare(project)
    text = "from shop import Cart\n\n\nclass New(Cart): ...\n"
    overlays = {"shop/new.py": Overlay.of(SourceReader(sources), "shop/new.py", text)}
    rows = found(View(OverlaidSources(sources, overlays)), "shop.cart:Cart")
    assert {(r.path, r.line) for r in rows if r.path == "shop/new.py"} == {("shop/new.py", 1), ("shop/new.py", 4)}
    assert len(rows) == len(found(View(SourceReader(sources)), "shop.cart:Cart")) + 2
