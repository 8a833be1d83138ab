"""Constructors that nobody wrote: what dataclasses are given is what their instances have."""

import helpers_runtime as h
import pytest

PROGRAM = """
# file: shop/__init__.py
# file: shop/model.py
    from dataclasses import dataclass, field
    from typing import Any

    @dataclass
    class Item:
        name: Any
        price: Any
        tags: Any = field(default_factory=list)

    @dataclass(slots=True)
    class Slotted:
        x: Any

    @dataclass
    class Below(Item):
        weight: Any = None

    class Plain:
        def __init__(self, x): self.x = x
# file: main.py
    import collections, sys
    from dataclasses import dataclass
    sys.path.insert(0, "site-packages")
    import other
    from shop.model import Below, Item, Plain, Slotted

    class Strange(type):
        def __getattribute__(cls, name): raise SystemExit(7)
    for i in range(100):
        Item("a", 1)
    Item("b", 2.5, ["x"])
    Slotted(1), Slotted(b"")
    Below("c", None, [], 3)
    Plain(1)
    other.Other(1)
    try:
        Item()
    except TypeError:
        pass
    @dataclass
    class Local:
        y: object
    Local(1), Local("s")
    for i in range(3000):  # a program that makes classes as it goes
        exec("class Made:\\n  def __init__(self, x): self.x = x")
        Made(i)
# file: site-packages/other.py
    from dataclasses import dataclass
    @dataclass
    class Other:
        z: object
"""


def test_what_dataclasses_are_given(python, tmp_path):
    if python in [h.PYTHONS.get(version) for version in ("3.9", "3.10", "3.11")]:
        pytest.skip("the hook is not told of single functions")
    h.write(tmp_path, PROGRAM)
    run = h.record(tmp_path, python, "main.py")
    assert run.status == 0, run.err
    assert not run.off
    found = {a for shard in run.shards for a in shard.attributes}
    assert {(n, t) for c, n, t in found if c.endswith("Item")} == {
        ("name", "str"), ("price", "int"), ("price", "float"), ("tags", "list[never]"), ("tags", "list[str]"),
    }  # fmt: skip
    assert {(n, t) for c, n, t in found if c.endswith("Slotted")} == {("x", "int"), ("x", "bytes")}
    assert {(n, t) for c, n, t in found if c.endswith("Below")} >= {("price", "None"), ("weight", "int")}
    assert {(n, t) for c, n, t in found if c.endswith("Local")} == {("y", "int"), ("y", "str")}
    assert not [c for c, _, _ in found if c.endswith("Other")]
