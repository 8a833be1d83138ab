"""A project, a spool beside it, and what the database holds of it in plain tuples."""

import os

import pytest
from spools import Spool

import inferd
from inferd.index import observations
from inferd.store import connection
from inferd.store.observations import Observations

SHOP = {
    "pyproject.toml": "[project]\nname = 'shop'\n",
    "shop/__init__.py": "",
    "shop/cart.py": '''\
"""What is bought."""


class Cart:
    rate = 2

    def __init__(self, lines):
        self.lines = lines

    def total(self, tax=0):
        return sum(price for price in self.lines) + tax


class Gift(Cart):
    def total(self, tax=0):
        return super().total(tax) - 1
''',
    "shop/view.py": '''\
from shop.cart import Cart, Gift


def show(cart, width):
    text = str(cart.total())
    return text.rjust(width)


def total_of(carts, key=lambda c: c.total()):
    return sum(key(c) for c in carts)


def numbers(n):
    while n:
        yield n
        n -= 1
''',
    "tests/test_cart.py": '''\
from shop.cart import Cart


def test_total():
    assert Cart([1]).total() == 1


def test_tax():
    assert Cart([]).total(2) == 2
''',
    "tests/test_view.py": '''\
from shop.cart import Gift
from shop.view import show


def test_show():
    assert show(Gift([3]), 2) == " 2"
''',
}


class Observed:
    """The project under test: files, the spool, and what was folded in."""

    def __init__(self, root):
        self.root = root
        self.spool_directory = root / ".project" / "spool" / "one"

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def edit(self, path, before, after):
        text = (self.root / path).read_text(encoding="utf-8")
        assert text.count(before) == 1, (before, text.count(before))
        self.write(path, text.replace(before, after))

    def open(self):
        project = inferd.open(str(self.root))
        project.ensure_fresh()
        return project

    def spool(self, **options):
        return Spool(self.root, self.spool_directory, **options)

    def fold(self):
        with self.open() as project:
            return observations.fold(project.directory, str(self.spool_directory))

    def reading(self):
        return Reading(str(self.root / ".project" / "callinfo.db"))


class Reading:
    def __init__(self, path):
        self.path = path

    def __enter__(self):
        self.db = connection.connect(self.path)
        self.o = Observations(self.db)
        self.bodies = {b.id: b for b in self.o.bodies()}
        return self

    def __exit__(self, *_):
        self.db.close()

    def name(self, body):
        b = self.bodies[body]
        return f"{b.path}:{b.qualname}" + (f"^{b.rank}" if b.rank else "")

    def signatures(self):
        return {
            (self.name(s.body), s.arguments, s.outcome, s.result, s.times) for s in self.o.signatures_of(self.bodies)
        }

    def calls(self):
        return {
            (self.name(c.caller), c.site, self.name(c.callee) if c.callee else c.outside, c.receiver, c.times)
            for c in self.o.calls_from(self.bodies)
        }

    def values(self):
        return {(self.name(v.body), v.attribute, v.name, v.type, v.times) for v in self.o.values_in(self.bodies)}

    def ran(self):
        """(owner, body)."""
        found = self.o.owners_of(self.bodies)
        names = self.o.owners({o for of in found.values() for o in of})
        return {(names[o], self.name(b)) for b, of in found.items() for o in of}

    def needed(self):
        """(owner, who needs it)."""
        ids = {r[0] for r in self.db.execute("SELECT owner_id FROM needed_by")}
        found = self.o.needing(ids)
        names = self.o.owners(ids | {o for of in found.values() for o in of})
        return {(names[a], names[b]) for a, of in found.items() for b in of}

    def everything(self):
        return self.signatures(), self.calls(), self.values(), self.ran(), self.needed(), self.o.tests()


@pytest.fixture
def observed(tmp_path):
    out = Observed(tmp_path / "project")
    for path, text in SHOP.items():
        out.write(path, text)
        os.utime(out.root / path, (1_700_000_000, 1_700_000_000))
    return out
