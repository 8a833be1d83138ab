"""Single rules of what is an occurrence, what it hangs on and where it stands; the oracles check the same over real
code."""

import json

import pytest

from inferd.source.text import split_lines
from inferd.syntax import facts as F
from inferd.syntax.parse import parse


def read(text):
    return parse(text, split_lines(text))


def occurrences(text):
    """[(role and flags, name as written, line, column, link)] of a module, links of attributes as their receiver's
    text."""
    lines = split_lines(text)
    out = []
    for block in read(text).blocks:
        data = json.loads(block.facts)
        names, o, widths = data["n"], data["o"], data.get("w", {})
        for i in range(0, len(o), 6):
            n, line, col, code, _, link = o[i : i + 6]
            width = widths.get(str(i // 6), len(names[n]))
            written = lines[block.line + line - 1][col : col + width] if isinstance(width, int) else "(literal)"
            out.append((F.ROLE_NAMES[code & 15], names[n], written, block.line + line, col, code, link))
    return out


def roles(text):
    return " ".join(f"{name}:{role.split()[0]}" for role, name, *_ in occurrences(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.b.c(d=e)", "a:read b:attribute c:attribute d:keyword e:read"),
        ("a = b", "b:read a:write"),
        ("a += b", "a:write b:read"),
        ("del a, b.c", "a:delete b:read c:attribute"),
        ("import a.b as c", "a:import b:import c:import"),
        ("from a.b import c as d", "a:import b:import c:import d:import"),
        ("from a import *", "a:import *:import"),
        ("def f(a, *b): pass", "f:definition a:parameter b:parameter"),
        ("@a\nclass B(C): pass", "a:read C:read B:definition"),
        ("try: pass\nexcept A as b: pass", "A:read b:write"),
        ("match a:\n case B(c=d): pass", "a:read B:read c:attribute d:pattern"),
        ("global a", "a:global"),
        ("a: 'B[C]'", "B:read C:read a:write"),
        ("a: Literal['B']", "Literal:read B:string a:write"),
        ("a: Annotated[B, 'c']", "Annotated:read B:read c:string a:write"),
        ("a: 'no names here!'", "a:write"),
        ("getattr(a, 'b')", "getattr:call a:read b:string"),
        ("'a.b:c'", ""),  # a statement that is a constant is a comment
        ("f('a.b:c', 'd e', 'f.')", "f:call a:string b:string c:string"),
    ],
)
def test_roles(text, expected):
    assert roles(text + "\n") == expected


def test_strings_that_are_not_written_as_they_read_are_found_as_a_whole():
    for text in (
        "f('a' '.b')\n",
        "f('a\\x2eb')\n",
        "f('a'\n  '.b')\n",
        "x: 'a\\x2eb'\n",
        'x: """\\\na.b"""\n',
        "f('\\x61')\n",
    ):
        found = [(name, written) for role, name, written, *_ in occurrences(text) if name in "ab"]
        assert found == [("a", "(literal)"), ("b", "(literal)")][: len(found)], text
        assert found


def test_string_annotations_in_string_annotations():
    assert [(n, w, c) for _, n, w, _, c, _, _ in occurrences("x: \"  A['B.c']\"\n")] == [
        ("A", "A", 6), ("B", "B", 9), ("c", "c", 11), ("x", "x", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "exports"),
    [
        ("__all__ = ['a', 'b']", ["a", "b"]),
        ("__all__ = ('a',) + ('b',)", ["a", "b"]),
        ("__all__: list[str] = ['a']", ["a"]),
        ("__all__ = ['a']\n__all__ += ['b']", ["a", "b"]),
        ("__all__ = ['a']\n__all__.append('b')", ["a", "b"]),
        ("__all__ = ['a']\n__all__.extend(['b', c.__name__])", ["a", "b", "c"]),
        ("__all__ = ['a', f.__name__]", ["a", "f"]),
        ("__all__ = ['a'] + m.n.__all__", ["a", ["@", "m.n"]]),
        ("__all__ = [*m.__all__, 'a']", [["@", "m"], "a"]),
        ("__all__ = make()", [["?"]]),
        ("a = 1", None),
    ],
)
def test_exports(text, exports):
    assert json.loads(read(text + "\n").namespace).get("a") == exports


def test_names_of_all_are_posted():
    bits, blocks = read("__all__ = ['a']\n").postings["a"]
    assert bits & F.POSTED_ALL
    assert blocks == [0]


def test_private_names():
    text = (
        "class _A:\n"
        "    def __m(self, __p):\n"
        "        self.__x = __p\n"
        "        f(__k=__g.__h)\n"
        "        import __i.__j\n"
        "        from m import __n as __o\n"
        "        y = __dunder__\n"
        "class __:\n"
        "    def m(self): self.__x\n"
        "__x = 1\n"
    )
    found = {(name, written) for _, name, written, *_ in occurrences(text) if "__" in name}
    assert found == {
        ("_A__m", "__m"), ("_A__p", "__p"), ("_A__x", "__x"), ("__k", "__k"), ("_A__g", "__g"), ("_A__h", "__h"),
        ("_A__i", "__i"), ("__j", "__j"), ("__n", "__n"), ("_A__o", "__o"),
        ("__dunder__", "__dunder__"), ("__x", "__x"),
        ("__", "__"),
    }  # fmt: skip


def test_imports_into_a_global():
    for text in ("class A:\n    global os\n    import os\n", "def f():\n    global os\n    import os\n"):
        (found,) = [o for o in occurrences(text) if o[0] == "import"]
        assert found[5] & F.INTO_GLOBAL
        assert "os" in json.loads(read(text).namespace)["b"]


def test_the_class_cell():
    text = (
        "class A:\n    def m(self):\n        __class__\n        return [__class__ for _ in self]\n    x = __class__\n"
        "__class__\n"
    )
    links = [link for _, name, *_, link in occurrences(text) if name == "__class__"]
    assert links == [F.OWNER, F.OWNER, F.GLOBAL, F.GLOBAL]


def test_a_walrus_stands_in_its_comprehension_and_is_bound_around_it():
    text = "def f(a):\n    return [b for x in a if (b := x)]\n"
    data = json.loads(read(text).blocks[0].facts)
    o, names = data["o"], data["n"]
    found = [(o[i + 4], o[i + 5]) for i in range(0, len(o), 6) if names[o[i]] == "b"]
    assert found == [(1, 0), (1, 0)]


def posted(facts):
    """The postings of a file, computed from what is stored of its blocks."""
    out = {}
    for i, block in enumerate(facts.blocks):
        for name, bits in F.postings_of(block.names, block.occurrences, block.wide).items():
            have, blocks = out.get(name, (0, []))
            out[name] = (have | bits, [*blocks, i])
    return out


def test_facts_are_packed_wide_where_they_must_be():
    facts = read("x = " + " " * 40_000 + "y\n")
    assert facts.blocks[0].wide
    assert [place[4] for place in occurrences("x = " + " " * 40_000 + "y\n")] == [40_004, 0]
    assert posted(facts) == facts.postings


def test_postings_can_be_computed_again():
    text = (
        "import a, b.c as d\nfrom e import f\nclass G(H, I[J]):\n    __all__ = ['k']\n    def l(self, m=n):\n"
        "        global o\n"
        "        import o, p\n        self.q = getattr(r, 's')\n        del t\nx = lambda: x\n__all__ = ['u']\n"
        "class A:\n    def a(self): a\n    class B:\n        def b(self): a\n"
        "    def c(self): (d for d in (e := [])), (f[0])\n"
        "    global g\n    g = h = 1\n"
    )
    facts = read(text)
    assert posted(facts) == facts.postings
