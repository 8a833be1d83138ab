"""What shows where a parameter's types come from: the first calls, found without running the scopes around them."""

from pathlib import Path

import inferd

_MANY = "".join(f"def use_{i}():\n    return other_{i}.add({i})\n" for i in range(200))


def _evidence(root: Path, target: str) -> list[dict]:
    with inferd.open(str(root)) as project:
        project.ensure_fresh()
        project.find_flow()
        return list(project.type_at(target).evidence)


def test_the_first_calls_are_shown_and_that_there_are_others(tmp_path: Path) -> None:
    """Namesakes are not among them."""
    (tmp_path / "shop.py").write_text(
        "class Cart:\n    def add(self, item):\n        return item\n"
        "class Other:\n    def add(self, item):\n        return item\n"
    )
    (tmp_path / "a.py").write_text("from shop import Cart, Other\nOther().add('x')\nCart().add(1)\nCart().add(2)\n")
    (tmp_path / "b.py").write_text("from shop import Cart\nc = Cart()\nc.add(3)\nc.add(4)\n")
    (entry,) = _evidence(tmp_path, "shop.py:2:19")
    assert entry["why"] == "what item is given in calls such as those at a.py:3, a.py:4, b.py:3"
    assert (entry["path"], entry["line"]) == ("a.py", 3)
    (entry,) = _evidence(tmp_path, "shop.py:5:19")
    assert entry["why"] == "what item is given in calls at a.py:2"


def test_a_class_that_is_called(tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text("class Cart:\n    def __init__(self, item):\n        self.item = item\n")
    (tmp_path / "a.py").write_text("import shop\n\ndef make():\n    return shop.Cart(1)\nmake()\n")
    (entry,) = _evidence(tmp_path, "shop.py:2:24")
    assert entry["why"] == "what item is given in calls at a.py:4"


def test_no_more_than_some_calls_are_looked_at(tmp_path: Path) -> None:
    """Where most calls that have the name are of something else, some are looked at, and it does not wait for more."""
    (tmp_path / "shop.py").write_text("class Cart:\n    def add(self, item):\n        return item\n")
    (tmp_path / "a.py").write_text(_MANY)
    (tmp_path / "b.py").write_text("from shop import Cart\nCart().add('x')\n")
    (entry,) = _evidence(tmp_path, "shop.py:2:19")
    assert entry["why"] == "what item is given in calls"
