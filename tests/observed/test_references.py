"""References that runs decide: receivers that were seen, as long as what ran stands there."""

import pytest

FILES = {
    "zoo.py": '''\
class Cat:
    def speak(self):
        return "meow"


class Lion(Cat):
    pass


class Radio:
    def speak(self):
        return "news"


class Cage:
    def __init__(self, animal):
        self.animal = animal

    def listen(self):
        return self.animal.speak()


def hear(x):
    return x.speak()


def hear_again(x):
    if not x:
        x = other()
    return x.speak()


def hear_all(things):
    return [t.speak() for t in things]


def open_all(cages):
    for cage in cages:
        cage.listen()


def call(f, name):
    return getattr(f, "speak")()


print(hear_all([]), other().speak())
''',
}
CAT, RADIO = "zoo.py:Cat", "zoo.py:Radio"


@pytest.fixture
def zoo(observed):
    for path, text in FILES.items():
        observed.write(path, text)
    return observed


def references(zoo, target="zoo:Cat.speak"):
    """(line, grade, why) of the mentions, but for the definition."""
    with zoo.open() as project:
        found = project.references(target, definitions=False)
    return {(r.line, r.confidence, *(e["why"] for e in r.evidence if e["kind"] == "runtime")) for r in found.rows}


PLAIN = {(n, "possible") for n in (20, 24, 30, 34, 43, 46)}


def test_without_a_run_nothing_is_known(zoo):
    assert references(zoo) == PLAIN


def test_a_receiver_at_a_call_site(zoo):
    spool = zoo.spool()
    spool.call("zoo.py:hear", "x.speak()", f"{CAT}.speak", "zoo.py:Lion", times=2)
    spool.call("zoo.py:hear", "x.speak()", f"{CAT}.speak", CAT, times=3)
    spool.call("zoo.py:hear_all", "t.speak()", f"{CAT}.speak", CAT)
    spool.call("zoo.py:hear_all", "t.speak()", "zoo.py:Radio.speak", RADIO)
    spool.call("zoo.py:hear_again", "x.speak()@2", "zoo.py:Radio.speak", RADIO)
    spool.call("zoo.py:", "other().speak()", f"{CAT}.speak", CAT)
    spool.write()
    zoo.fold()
    assert references(zoo) == {
        (20, "possible"), (43, "possible"),
        (24, "inferred", "seen 5 times, on zoo.Cat | zoo.Lion"),
        (30, "possible", "seen once, on zoo.Radio only"),
        (34, "inferred", "seen once, on zoo.Cat"),
        (46, "inferred", "seen once, on zoo.Cat"),
    }  # fmt: skip
    assert {r for r in references(zoo, "zoo:Radio.speak") if r[1] == "inferred"} == {
        (30, "inferred", "seen once, on zoo.Radio"), (34, "inferred", "seen once, on zoo.Radio"),
    }  # fmt: skip


def test_the_evidence_says_where_and_when(zoo):
    spool = zoo.spool()
    spool.call("zoo.py:hear", "x.speak()", f"{CAT}.speak", CAT)
    spool.write()
    zoo.fold()
    with zoo.open() as project:
        (row,) = [r for r in project.references("zoo:Cat.speak").rows if r.line == 24]
    assert row.symbol == "zoo:Cat.speak"
    assert row.evidence == (
        {"kind": "runtime", "why": "seen once, on zoo.Cat", "status": "current", "count": 1, "runs": [1],
         "when": "2026-11-21T02:20:10Z"},
    )  # fmt: skip


def test_what_is_not_current_raises_no_grade(zoo):
    spool = zoo.spool()
    spool.call("zoo.py:hear", "x.speak()", f"{CAT}.speak", CAT)
    spool.write()
    zoo.fold()
    zoo.edit("zoo.py", 'return "meow"', 'return "purr"')
    assert (24, "possible", "seen once, on zoo.Cat, before something that it calls was changed") in references(zoo)
    zoo.edit("zoo.py", 'return "purr"', 'return "meow"')
    assert (24, "inferred", "seen once, on zoo.Cat") in references(zoo)
    zoo.edit("zoo.py", "def hear(x):\n", "def hear(x):\n    print(x)\n")
    assert (25, "possible") in references(zoo)


def test_what_a_parameter_was(zoo):
    spool = zoo.spool()
    spool.sig("zoo.py:hear", [CAT], "str", times=3)
    spool.sig("zoo.py:hear_again", [CAT], "str")
    spool.sig("zoo.py:hear_all", ["list[int]"], "str")
    spool.write()
    zoo.fold()
    assert references(zoo) == {
        *(PLAIN - {(24, "possible")}), (24, "inferred", "seen 3 times, on zoo.Cat as parameter x"),
    }  # fmt: skip


def test_what_an_attribute_was(zoo):
    spool = zoo.spool()
    spool.func("zoo.py:Cage")
    spool.line("attr", spool.cls("zoo.py:Cage"), "animal", spool.type("zoo.py:Lion"), 4)
    spool.write()
    zoo.fold()
    assert references(zoo) == {
        *(PLAIN - {(20, "possible")}), (20, "inferred", "seen 4 times, on zoo.Lion as attribute animal of Cage"),
    }  # fmt: skip


def test_what_a_variable_was(zoo):
    zoo.edit(
        "zoo.py",
        "print(hear_all",
        "def keep(make):\n    got = make()\n    return later(got.speak)\n\n\n"
        "def loop(makes):\n    for make in makes:\n        got = make()\n        later(got.speak)\n\n\n"
        "def twice(make):\n    got = make()\n    got = got.other\n    return later(got.speak)\n\n\nprint(hear_all",
    )
    spool = zoo.spool()
    for name in ("keep", "loop", "twice"):
        spool.line("local", spool.func(f"zoo.py:{name}"), "got", spool.type("zoo.py:Lion"), 2)
    spool.write()
    zoo.fold()
    found = {r for r in references(zoo) if 46 <= r[0] <= 62}
    assert found == {
        (48, "inferred", "seen 2 times, on zoo.Lion as variable got"), (54, "possible"), (60, "possible"),
    }  # fmt: skip


def test_unsaved_text(zoo):
    spool = zoo.spool()
    spool.call("zoo.py:hear", "x.speak()", f"{CAT}.speak", CAT)
    spool.write()
    zoo.fold()
    with zoo.open() as project:
        project.set_overlay("zoo.py", "\n" + FILES["zoo.py"])
        rows = project.references("zoo:Cat.speak").rows
        assert [r.confidence for r in rows if r.line == 25] == ["inferred"]
        project.set_overlay("zoo.py", FILES["zoo.py"].replace("return x.speak()", "return 1, x.speak()"))
        rows = project.references("zoo:Cat.speak").rows
        assert [r.confidence for r in rows if r.line == 24] == ["possible"]


def test_the_receiver_of_something_else_says_nothing_of_the_attribute(zoo):
    zoo.edit("zoo.py", "class Radio:\n", "class Radio:\n    def __init__(self): pass\n    def __call__(self): pass\n")
    spool = zoo.spool()
    spool.call("zoo.py:hear", "x.speak()", "zoo.py:Radio.__call__", RADIO)  # `x.speak` holds a Radio
    spool.call("zoo.py:hear_again", "x.speak()@2", "zoo.py:Radio.__init__", RADIO)  # or a class
    spool.call("zoo.py:hear_all", "t.speak()", "zoo.py:hear", CAT)
    spool.write()
    zoo.fold()
    assert references(zoo) == {(n + 2, "possible") for n in (20, 24, 30, 34, 43, 46)}


def test_a_rename_takes_along_all_that_a_run_saw_at_one_place(zoo):
    zoo.write(
        "fake.py",
        "import zoo\n\n\ndef act():\n    class Fake:\n        def speak(self):\n            return 1\n\n"
        "    return zoo.hear(Fake())\n",
    )
    spool = zoo.spool()
    spool.call("zoo.py:hear", "x.speak()", f"{CAT}.speak", CAT)
    spool.call("zoo.py:hear", "x.speak()", "fake.py:act.<locals>.Fake.speak", "fake.py:act.<locals>.Fake")
    spool.call("zoo.py:hear_all", "t.speak()", "zoo.py:Radio.speak", RADIO)
    spool.write()
    zoo.fold()
    with zoo.open() as project:
        plan = project.rename("zoo:Cat.speak", "talk")
    assert {(r.path, r.line) for r in plan.rows} == {("zoo.py", 2), ("zoo.py", 24), ("fake.py", 6)}
    assert {r.symbol for r in plan.rows} == {"zoo:Cat.speak", "fake:act.<locals>.Fake.speak"}
