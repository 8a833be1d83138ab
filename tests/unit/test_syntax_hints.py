"""Types told in docstrings and in type comments."""

import ast
import json
import textwrap
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inferd.syntax.hints import docstring_types, has_type_comments, normalised, type_comments
from inferd.syntax.parse import facts_of


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("Cart", "Cart"),
        ("shop.cart.Cart", "shop.cart.Cart"),
        (":class:`Cart`", "Cart"),
        (":class:`~shop.Cart`", "shop.Cart"),
        (":py:class:`the cart <shop.Cart>`", "shop.Cart"),
        ("``Cart``", "Cart"),
        ("`Cart`_", "Cart"),
        ("L{Cart}", "Cart"),
        ("C{int}", "int"),
        ("Cart or None", "Cart | None"),
        ("Cart, Order or None", "Cart | Order | None"),
        ("Cart | None", "Cart | None"),
        ("None or :class:`Cart`", "None | Cart"),
        ("either int or str", "int | str"),
        ("str, optional", "str"),
        ("str, optional, default 'x'", "str"),
        ("int, default: 3", "int"),
        ("int (optional)", "int"),
        ("int, defaults to 3", "int"),
        ("ndarray of shape (n, m)", "ndarray"),
        ("bool, default=True", "bool"),
        ("list of Cart", "list[Cart]"),
        ("List of str", "list[str]"),
        ("list of list of int", "list[list[int]]"),
        ("tuple of int", "tuple[int, ...]"),
        ("iterable of Cart", "Iterable[Cart]"),
        ("list of (str, int)", "list[tuple[str, int]]"),
        ("dict of str to Cart", "dict[str, Cart]"),
        ("dict mapping str to Cart", "dict[str, Cart]"),
        ("dict of {str: int}", "dict[str, int]"),
        ("dict(str, Cart)", "dict[str, Cart]"),
        ("list(Cart)", "list[Cart]"),
        ("(int, str)", "tuple[int, str]"),
        ("Optional[Cart]", "Cart | None"),
        ("typing.Optional[shop.Cart]", "shop.Cart | None"),
        ("Union[int, List[str]]", "int | list[str]"),
        ("Dict[str, typing.List[int]]", "dict[str, list[int]]"),
        ("Callable[[int, str], Cart]", "Callable[[int, str], Cart]"),
        ("Tuple[int, ...]", "tuple[int, ...]"),
        ("string", "str"),
        ("integer", "int"),
        ("boolean or none", "bool | None"),
        ("a Cart", "Cart"),
        ("an instance of Cart", "Cart"),
        ("Cart instance", "Cart"),
        ("Cart object", "Cart"),
        ("function", "Callable"),
        ("{'a', 'b'}", "str"),
        ("{1, 'a', None}", "None | int | str"),
        ("str.", "str"),
        ("Literal['a', 'b']", "Literal['a', 'b']"),
    ],
)
def test_words_become_annotations(words, text):
    assert normalised(words) == text
    assert normalised(text) == text or text.startswith("None")


@pytest.mark.parametrize(
    "words",
    [
        "the cart to be used", "some kind of cart", "", " ", "3", "3D array", "1 +", "f(x)", "x if y else z", "a" * 500,
        "lambda: 1", "list of", "(", ")", "[", "list[", "| |", "or", "of of of", "{1:", "x=1", "not None", "-1",
        "list[[int]", "a.b[0]", "what the function gives back", "`", ":class:``", "dict of str", "\\d", "\0", "日本 語",
    ],
)  # fmt: skip
def test_prose_is_no_type(words):
    assert normalised(words) == ""


def test_sphinx_fields():
    doc = """Do it.

    :param Cart cart: the cart
    :param order: the order
    :type order: Order or
        None
    :param list[int] *args: numbers
    :param dict(str, int) \\**kw: more
    :arg :class:`~shop.Cart` other: another
    :param plain: the one: and only
    :type missing:
    :keyword str word: x
    :ivar int size: x
    :vartype name: str
    :returns: the Cart
    :rtype: list of Cart
    """
    assert docstring_types(doc) == {
        "cart": "Cart", "order": "Order | None", "args": "list[int]", "kw": "dict[str, int]", "other": "shop.Cart",
        "word": "str", "self.size": "int", "self.name": "str", "return": "list[Cart]",
    }  # fmt: skip
    assert docstring_types(":rtype: int") == {"return": "int"}
    assert docstring_types("Give it. :rtype: int") == {}


def test_epytext_fields():
    doc = """Do it.

    @param cart: the cart
    @type cart: L{Cart}
    @type kw: C{dict}
    @rtype: C{int} or C{None}
    @return: a number
    """
    assert docstring_types(doc) == {"cart": "Cart", "kw": "dict", "return": "int | None"}


def test_google_sections():
    doc = """Do it.

    Args:
        cart (Cart): the cart
            that goes over (two) lines
        many (:obj:`list` of :obj:`str`, optional): some
        table (Dict[str, List[int]]): with: colons
        plain: says (nothing): of types
        *args (int): numbers
        **kw: more

    Keyword Args:
        size (int): x

    Returns:
        Tuple[int, str]: two
            things

    Raises:
        ValueError: never
    """
    assert docstring_types(doc) == {
        "cart": "Cart", "many": "list[str]", "table": "dict[str, list[int]]", "args": "int", "size": "int",
        "return": "tuple[int, str]",
    }  # fmt: skip
    assert docstring_types("X\n\nReturns:\n    The cart: as it is\n") == {}
    assert docstring_types("X\n\nReturns:\n    Cart\n") == {"return": "Cart"}
    assert docstring_types("X\n\nReturns:\n    True if so\n") == {}
    doc = "X\n\nYields:\n    int: a\n\nAttributes:\n    x (str): y\n"
    assert docstring_types(doc) == {"yield": "int", "self.x": "str"}
    assert docstring_types("Args:\n  a (int): x\nReturns:\n  str: y") == {"a": "int", "return": "str"}


def test_numpy_sections():
    doc = """Do it.

    Parameters
    ----------
    cart : Cart
        the cart : as it is
    x, y : {'a', 'b'}, optional
    many : list of int or None, default None

        more of it
    plain
        no type
    *args : str
    **kw
    tight: int

    Other Parameters
    ----------------
    size : int

    Returns
    -------
    Cart

    Yields
    ------
    a : int
    b : str

    Notes
    -----
    this : that
    """
    assert docstring_types(doc) == {
        "cart": "Cart", "x": "str", "y": "str", "many": "list[int] | None", "args": "str", "tight": "int",
        "size": "int", "return": "Cart", "yield": "tuple[int, str]",
    }  # fmt: skip


def test_numpy_sections_underlined_otherwise():
    """By `===`, as SymPy and others draw it; a table, which has such lines too, heads nothing."""
    doc = """Do it.

    Parameters
    ==========

    cart : Cart
        the cart
    n : int, optional

    Returns
    =======

    Order

    See Also
    ========

    other : thing

    Returned
    ======  =====
    a : b   c
    ======  =====
    """
    assert docstring_types(doc) == {"cart": "Cart", "n": "int", "return": "Order"}


def test_a_docstring_without_markers_tells_nothing_and_costs_next_to_nothing():
    docs = ["Give the cart.", "Do it.\n\n    A paragraph that says more of it, at some length.\n    And ends.\n" * 5]
    for doc in docs:
        assert docstring_types(doc) == {}
        best = min(_seconds(lambda doc=doc: docstring_types(doc)) for _ in range(20))
        assert best < 20e-6  # generous: it is half a microsecond on a quiet machine


def _seconds(call):
    begin = time.process_time()
    for _ in range(1000):
        call()
    return (time.process_time() - begin) / 1000


@given(st.text(alphabet=":@ \n-abcparmtyes{}[]()`|,.'\"\\*0 Args:Returns:\n", max_size=300))
def test_docstrings_never_raise(doc):
    for text in (doc, f":param {doc} x:\n:type y: {doc}", f"Args:\n  x ({doc}): y", f"Returns\n-------\n{doc}"):
        assert all(isinstance(t, str) and t for t in docstring_types(text).values())


def test_long_docstrings_take_linear_time():
    docs = (
        ":param " + " " * 100_000, ":param a" * 20_000, "Args:\n" + "  x (" * 20_000, "x : " * 20_000 + "---",
        "`" * 100_000 + ":type x: " + "`" * 100_000, ":type x: " + "list of " * 50, "a\n---\n" * 20_000,
    )  # fmt: skip
    begin = time.process_time()
    for doc in docs:
        docstring_types(doc)
        docstring_types("Parameters\n----------\n" + doc)
    assert time.process_time() - begin < 5


# ---------------------------------------------------------------------------------------------------------------------


def comments(source):
    source = textwrap.dedent(source)
    out = {}
    for hint in type_comments(ast.parse(source), source.splitlines(keepends=True))[0]:
        known = out.setdefault(hint.scope, {})
        for name, text in hint.types.items():
            known.setdefault(name, text)
    return out


def test_comments_of_assignments_loops_and_with():
    found = comments("""
        x = load()  # type: Cart
        a = b = load()  # type: Optional[Cart]
        c, (d, *e) = load()  # type: int, (str, List[str])
        for i in y:  # type: Cart
            pass
        for j, k in (
            y
        ):  # type: (int, str)
            pass
        with y as z:  # type: Order
            v = 1 # type: int  # noqa
        w = load(
            1,
        )       #type:str
        x.attr = 3  # type: int
        x[0] = 3  # type: int
        """)
    assert found == {0: {
        "x": "Cart", "a": "Cart | None", "b": "Cart | None", "c": "int", "d": "str", "e": "List[str]", "i": "Cart",
        "j": "int", "k": "str", "z": "Order", "v": "int", "w": "str", "x.attr": "int",
    }}  # fmt: skip


def test_comments_that_are_no_types():
    assert comments("""
        x = load()  # type: ignore
        x = load()  # type: ignore[misc]
        x = load()  # type:ignore # and more
        x = "# type: Cart"
        x = load("# type: Cart")
        x = load()  # a type: Cart
        x = load()  # type: 1 +
        x = load()  # type:
        x = load()
        # type: Cart
        x += 1  # type: int
        load()  # type: int
        a, b = load()  # type: Cart
        """) == {}
    assert comments("x = load()  # type: ignored\n") == {0: {"x": "ignored"}}


def test_comments_of_signatures():
    found = comments('''
        def f(x, y=None):
            # type: (Cart, Order) -> List[Cart]
            """Say it."""
        class C:
            size = 0  # type: int
            @deco
            def g(self, *args, **kw):
                # type: (*str, **int) -> None
                self.a = 1  # type: int
                self.__b = 1  # type: int
            def h(self, x): # type: (C, int) -> "C"
                def inner(y):
                    # type: (int) -> int
                    return y
            async def i(self):
                # a comment
                # type: () -> int
                pass
            def j(self, x, y):
                # type: (int) -> str
                pass
            def k(self, x: int) -> str:
                # type: (bytes) -> bytes
                pass
        ''')
    assert found == {
        2: {"x": "Cart", "y": "Order", "return": "List[Cart]"},
        5: {"size": "int"},
        7: {"args": "str", "kw": "int", "return": "None", "self.a": "int", "self._C__b": "int"},
        12: {"self": "C", "x": "int", "return": "'C'"},
        13: {"y": "int", "return": "int"},
        16: {"return": "int"},
        20: {"return": "str"},
    }


def test_comments_of_single_parameters():
    found = comments("""
        def f(
            x,      # type: Cart
            y=None, # type: Order
            *args,  # type: int
            z="#",  # a comment
            w = ( 1,
                2), # type: Tuple[int, int]
            **kw    # type: "Cart"  # noqa
        ):
            # type: (...) -> Cart
            v = 1   # type: int
        def g(x,  # type: int
              y): return x
        """)
    assert found == {
        2: {
            "x": "Cart", "y": "Order", "args": "int", "w": "Tuple[int, int]", "kw": "'Cart'", "return": "Cart",
            "v": "int",
        },
        13: {"x": "int"},
    }  # fmt: skip


def test_comments_after_characters_beyond_ascii():
    assert comments("naïve = 'ü日'  # type: str\n") == {0: {"naïve": "str"}}
    assert comments("x = '日本 # type: int'\n") == {}


def test_files_without_type_comments_are_told_by_one_search():
    assert not has_type_comments("x = 1\n")
    assert not has_type_comments("x = 1  # type: ignore\ny = 2  # type: ignore[misc]\n")
    assert has_type_comments("x = 1  # type: ignore\ny = 2  # type: int\n")
    assert has_type_comments("x = 1  #type: int\n")


# ---------------------------------------------------------------------------------------------------------------------


def test_hints_stand_in_the_blocks_by_the_ordinal_of_their_scope():
    source = textwrap.dedent('''
        """:type x: not of the module"""
        x = load()  # type: int
        class C:
            """:ivar int size: a size"""
            name = None  # type: str
            def f(self, a):
                """:type a: C"""
                def g(b):
                    # type: (int) -> str
                    return lambda: b
                class D:
                    """:ivar str d: x"""
            class E: e = 1  # type: int
        if x:
            def h(a):
                """:rtype: int"""
        """:type x: no docstring"""
        ''').lstrip()
    facts = facts_of(source.encode())
    found = []
    for b in facts.blocks:
        hints = {key: value for key, value in json.loads(b.more or "{}").items() if key in "dt"}
        if hints:
            found.append((b.kind, b.owner, b.name, hints))
    assert found == [
        ("run", "", "", {"t": {"-1": {"x": "int"}}}),
        ("run", "C", "", {"d": {"-1": {"self.size": "int"}}, "t": {"-1": {"name": "str"}}}),
        ("def", "C", "f", {"d": {"0": {"a": "C"}, "2": {"self.d": "str"}}, "t": {"1": {"b": "int", "return": "str"}}}),
        ("run", "C.E", "", {"t": {"-1": {"e": "int"}}}),
        ("run", "", "", {"d": {"0": {"return": "int"}}}),
    ]
