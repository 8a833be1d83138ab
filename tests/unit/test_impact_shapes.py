"""Impact reports of members that unknown receivers are asked for, in the grades that a rename gives them."""

import inferd


def _impact(tmp_path, text, target):
    (tmp_path / "m.py").write_text(text)
    with inferd.open(str(tmp_path)) as project:
        project.ensure_fresh()
        return project.impact(target)


def test_what_nothing_else_has_is_inferred_as_a_rename_takes_it(tmp_path):
    text = "class Reader:\n    def read_eof(self): return 1\ndef call(x): return x.read_eof()\n"
    found = _impact(tmp_path, text, "m:Reader.read_eof")
    assert [(r.line, r.evidence[0]["why"]) for r in found.inferred] == [
        (3, "nothing else that the project knows has an attribute of this name")
    ]
    assert found.possible == ()
    assert [c["caller"] for c in found.callers] == ["m:call"]
    assert [r["kind"] for r in found.risks] == ["tests"]


def test_what_another_class_has_too_stays_possible(tmp_path):
    text = (
        "class Reader:\n    def read_eof(self, a): return 1\nclass Other:\n    def read_eof(self): return 2\n"
        "def call(x): return x.read_eof()\n"
    )
    found = _impact(tmp_path, text, "m:Reader.read_eof")
    assert [r.line for r in found.possible] == [5]
    assert not found.inferred


def test_classes_of_which_one_place_takes_the_same_belong_together(tmp_path):
    text = (
        "class Cart:\n    def pay(self, sum): return 1\n    def ship(self): return 1\n    def weigh(self): return 1\n"
        "class Order:\n    def pay(self, sum): return 2\n    def ship(self): return 2\n    def weigh(self): return 2\n"
        "def finish(x): return x.pay(1), x.ship(), x.weigh()\n"
    )
    found = _impact(tmp_path, text, "m:Cart.pay")
    assert [(m["symbol"], m["reason"]) for m in found.family] == [
        ("m:Cart.pay", "the symbol itself"), ("m:Order.pay", "one place takes the same names of either"),
    ]  # fmt: skip
    assert [r.line for r in found.inferred] == [9]
