"""What an edit does to the three hashes of the scopes in a file (the table in DESIGN, "Facts")."""

import pytest

from inferd.source.text import split_lines
from inferd.syntax.parse import parse

BASE = '''\
import os


class A(B):
    """Doc."""

    x = 1

    def m(self, a=1):
        self.y = a
        return [a, "text", f"{a}!"]

    @property
    def p(self):
        return self.y


def f(a, b: int = 2, *, c=None) -> str:
    total = a + b
    if total:
        total = g(total, key=c)

    def inner(q=total):
        return q

    return inner
'''


def scopes(text):
    facts = parse(text, split_lines(text))
    return {f"{s.qualname}#{s.nth}" if s.nth > 1 else s.qualname: s for s in facts.scopes}


def check(old, new, text="", body="", interface=""):
    """Exactly the named scopes ('<module>' for the module) change in each hash when *old* becomes *new* in BASE."""
    assert BASE.count(old) == 1
    before, after = scopes(BASE), scopes(BASE.replace(old, new))
    assert before.keys() == after.keys()
    for field, names in (("text_hash", text), ("body_hash", body), ("interface_hash", interface)):
        changed = {name or "<module>" for name in before if getattr(before[name], field) != getattr(after[name], field)}
        assert changed == set(names.split()), field


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("    total = a + b\n", "    # why\n    total = a + b\n", "f"),
        ("    total = a + b\n", "\n\n    total = a + b\n", "f"),
        ("    total = a + b\n", '    """Doc."""\n    total = a + b\n', "f"),
        ("total = a + b", "total = (a +\n        b)", "f"),
        ("a + b", "a  +  b", "f"),
        ('"text"', "'text'", "A.m"),
        ('"text"', '"te" "xt"', "A.m"),
        ('"text"', r'"te\x78t"', "A.m"),
        ('f"{a}!"', "f'''{ a }!'''", "A.m"),
        ('"""Doc."""', '"""Another."""', "A"),
        ("import os\n", "import os  # why\n", "<module>"),
        ("    if total:\n        total = g(total, key=c)\n", "    if total: total = g(total, key=c)\n", "f"),
        ("        return q\n", "        pass; return q\n", "f.<locals>.inner"),
        ("*, c=None)", "*, c=None,)", "f"),
        ("b: int = 2", "b:int=2", "f"),
        ("class A(B):", "class A( B ):", "A"),
    ],
)
def test_formatting_changes_only_the_text_hash_of_its_scope(old, new, where):
    check(old, new, text=where)


def test_a_line_above_changes_only_the_module():
    check("import os\n", "\nimport os\n", text="<module>")


def test_a_body_keeps_its_interface():
    check("a + b", "a - b", text="f", body="f")
    check("total:\n", "not total:\n", text="f", body="f")
    check("key=c", "other=c", text="f", body="f")
    check("return self.y", "return self.z", text="A.p", body="A.p")


def test_what_a_nested_function_does_is_its_own():
    check("return q", "return q + 1", text="f.<locals>.inner", body="f.<locals>.inner")


def test_defaults_are_evaluated_around_the_function_and_seen_by_callers():
    check("b: int = 2", "b: int = 3", text="f", body="<module> f", interface="f")
    check("a=1", "a=2", text="A.m", body="A A.m", interface="A.m")
    check("c=None", "c=()", text="f", body="<module> f", interface="f")
    check("q=total", "q=None", text="f.<locals>.inner", body="f f.<locals>.inner", interface="f.<locals>.inner")


def test_annotations_change_body_and_interface():
    check("b: int", "b: float", text="f", body="<module> f", interface="f")
    check("b: int", "b: 'int'", text="f", body="<module> f", interface="f")
    check("-> str", "-> bytes", text="f", body="<module> f", interface="f")


def test_decorators_change_body_and_interface():
    check("@property", "@cached", text="A.p", body="A A.p", interface="A.p")
    check("def f(", "@d\ndef f(", text="f", body="<module> f", interface="f")


def test_which_parameter_has_a_default_or_annotation_counts():
    one, other = scopes("def f(a: int, b): pass\n"), scopes("def f(a, b: int): pass\n")
    assert one["f"].interface_hash != other["f"].interface_hash
    one, other = scopes("def f(a, *, b=1): pass\n"), scopes("def f(a=1, *, b): pass\n")
    assert one["f"].body_hash != other["f"].body_hash
    one, other = scopes("@x\ndef f(a): pass\n"), scopes("def f(a=x): pass\n")
    assert one["f"].body_hash != other["f"].body_hash


def test_kinds_of_parameters_and_functions_count():
    texts = [
        "def f(a): pass",
        "def f(a, /): pass",
        "def f(*, a): pass",
        "def f(*a): pass",
        "def f(**a): pass",
        "async def f(a): pass",
    ]
    for field in ("body_hash", "interface_hash"):
        assert len({getattr(scopes(text + "\n")["f"], field) for text in texts}) == len(texts)


def test_a_generator_is_another_interface():
    one, other = scopes("def f(a): return a\n")["f"], scopes("def f(a): yield a\n")["f"]
    assert one.interface_hash != other.interface_hash


def test_attributes_of_self_are_seen_by_others():
    check("self.y = a", "self.y = self.z = a", text="A.m", body="A.m", interface="A.m")
    check("self.y = a", "a.y = a", text="A.m", body="A.m", interface="A.m")


def test_members_and_bases_are_the_interface_of_a_class():
    check("x = 1", "x = 2", text="A", body="A")
    check("x = 1", "x = w = 1", text="A", body="A", interface="A")
    check("A(B)", "A(C)", text="A", body="<module> A", interface="A")


def test_the_name_is_not_the_body():
    one, other = scopes("def f(a): return a\n")["f"], scopes("def g(a): return a\n")["g"]
    assert one.body_hash == other.body_hash
    assert one.interface_hash != other.interface_hash


def test_equal_text_elsewhere_has_equal_hashes():
    one, other = scopes("def f(a):\n    return a\n")["f"], scopes("x = 1\n\n\ndef f(a):\n    return a\n")["f"]
    assert one[6:] == other[6:]


def test_repeated_definitions_are_told_apart_by_order():
    text = "def f(): return 1\ndef f(): return 2\nif x:\n    def f(): return 3\n"
    assert [(s.qualname, s.nth) for s in parse(text, split_lines(text)).scopes] == [
        ("", 1),
        ("f", 1),
        ("f", 2),
        ("f", 3),
    ]


@pytest.mark.parametrize(
    "texts",
    [
        ("a[x:]", "a[:x]", "a[::x]", "a[x]"),
        ("N", "None", "T", "True", "'N'"),
        ("i5", "5", "5.0", "'5'", "b'5'", "5j"),
        ("f(a)", "f(*a)", "f(**a)", "f(a=a)"),
        ("yy", "await_", "lambda: a", "lambda a: a", "lambda *a: a", "lambda a=a: a"),
        ("(a, b)", "[a, b]", "{a, b}", "{a: b}", "{**a}", "(*a, b)"),
        ("[a for a in b]", "(a for a in b)", "{a for a in b}", "{a: a for a in b}", "[a for a in b if a]"),
        ("a and b or c", "a and (b or c)", "a or b and c"),
        ("a < b < c", "(a < b) < c", "a < (b < c)"),
        ("f'{a}'", "f'{a!r}'", "f'{a:x}'", "f'{a}x'", "'{a}'", "f'a'", "'a'"),
        ("-0.0", "0.0", "0", "False"),
    ],
)
def test_different_expressions_have_different_hashes_in_bodies_and_in_headers(texts):
    for pattern in (
        "def f(): return {}\n",
        "def f(x={}): pass\n",
        "@d({})\ndef f(): pass\n",
        "def f(x: y[{}]): pass\n",
    ):
        assert len({scopes(pattern.format(text))["f"].body_hash for text in texts}) == len(texts), pattern


@pytest.mark.parametrize(
    "texts",
    [
        ("try: a()\n  except E: b()", "try: a()\n  except* E: b()",
         "try: a()\n  finally: b()", "try: a()\n  except: b()"),
        ("with a: b", "with a, b: pass", "with a as b: pass", "async with a: b"),
        ("for a in b: c", "async for a in b: c", "while b: c", "for a in b: pass\n  else: c"),
        ("yield a", "await a", "yield from a", "return a", "yield"),
        ("x: int", "x: 'int'", "x: int = a", "x: 'int '", "(x): int = a"),
        ("global x", "nonlocal x", "x", "del x"),
        ("import a.b", "import a.b as a", "import a", "from a import b", "from .a import b", "from . import a"),
        ("a = b = c", "a = c; b = c", "a, b = c", "*a, b = c", "a, *b = c", "(a, b), = c"),
        ("x += 1", "x -= 1", "x = x + 1", "x.a += 1", "x[a] += 1"),
        ("if a: b\n  elif c: d", "if a: b\n  if c: d", "if a:\n    b\n    if c: d", "if a: b\n  else: d"),
        ("match a:\n    case [b]: c", "match a:\n    case [*b]: c", "match a:\n    case b: c",
         "match a:\n    case b.c: c",
         "match a:\n    case {'k': b}: c", "match a:\n    case {**b}: c", "match a:\n    case b(): c",
         "match a:\n    case c(b): c", "match a:\n    case c(b=b): c", "match a:\n    case _ as b: c",
         "match a:\n    case _ if b: c"),
    ],
)  # fmt: skip
def test_different_statements_have_different_hashes(texts):
    assert len({scopes(f"async def f():\n  {text}\n")["f"].body_hash for text in texts}) == len(set(texts)) - (
        1 if any("_ as b" in text for text in texts) else 0  # `case _ as b` is `case b`
    )
