"""What one run of a program leaves in the spool, under each Python that is here."""

import hashlib
import sys

import helpers_runtime as h
import pytest

PROGRAM = """
# file: app.py
    import asyncio, collections, functools

    def rebound(x):
        x = str(x)
        return len(x)

    def rebound_inside(x):
        def inner():
            nonlocal x
            x = None
        inner()
        return 1

    def constant(): return 5
    def nothing(x, /, *rest, key=None, **more): pass
    def fails(x): raise KeyError(x)
    def fails_sometimes(x):
        try:
            return {}[x]
        except KeyError:
            return None
    def deletes(x):
        del x
        return 1

    def numbers(n):
        for i in range(n):
            yield i
    def echo():
        got = yield 1
        while got:
            got = yield got
    def delegates():
        yield from numbers(2)
    def closed():
        try:
            yield 1
        finally:
            pass

    class Cart:
        kind = 'cart'
        def __init__(self, owner): self.owner = owner; self.items = []
        @property
        def total(self): return sum(self.items)
        @classmethod
        def empty(cls): return cls(None)
        @staticmethod
        def tax(x): return x * 2.0
        def __len__(self): return 1
    class Slotted:
        __slots__ = ('a', 'b')
        def __init__(self): self.a = 1

    def log(f):
        @functools.wraps(f)
        def wrapper(*args, **kwargs): return f(*args, **kwargs)
        return wrapper
    @log
    def price(x): return x + 1

    def takes(value): return value
    def local(a):
        text = str(a)
        found = [text]
        return None
    async def fetch(x):
        await asyncio.sleep(0)
        return [x]
    async def stream():
        for i in range(2):
            await asyncio.sleep(0)
            yield str(i)
    async def main():
        async for part in stream(): pass
        return await fetch(1)

    if __name__ == '__main__':
        rebound(1); rebound_inside(1); constant(); nothing(1, 2, 'x', key=b'', a=1.5); nothing(None)
        try: fails(1)
        except KeyError: pass
        fails_sometimes(1); deletes(1)
        list(numbers(2)); list(delegates())
        e = echo(); next(e); e.send('x'); e.close()
        c = closed(); next(c); c.close()
        cart = Cart('me'); cart.total; Cart.empty(); Cart.tax(1); len(cart); Slotted()
        price(1)
        for value in ([], [1], [1, 'a'], [[1]], {'a': [1]}, {1}, (1, 'a'), (), tuple(range(9)), frozenset('a'),
                      collections.deque([1]), collections.OrderedDict(a=1), collections.Counter('a'),
                      Cart, constant, len, cart.__init__, numbers(1), asyncio, object(), int, lambda: 0, [None] * 10**6):
            takes(value)
        local(1)
        asyncio.run(main())
        (lambda q: q * 2)(21)
"""


@pytest.fixture
def run(python, tmp_path):
    h.write(tmp_path, PROGRAM)
    found = h.record(tmp_path, python, "app.py")
    assert (found.status, found.out, found.err) == (0, "", "")
    assert not found.off
    return found


EXPECTED = {
    "rebound": {"(int) -> int"},
    "rebound_inside": {"(int) -> int"},
    "constant": {"() -> int"},
    "nothing": {
        "(int, tuple[int, str], bytes, dict[str, float]) -> None",
        "(None, tuple[], None, dict[never, never]) -> None",
    },
    "fails": {"(int) raises KeyError"},
    "fails_sometimes": {"(int) -> None"},
    "numbers": {"(int) yields int", "(int) -> None"},
    "delegates": {"() yields int", "() -> None"},
    "echo": {"() yields int", "() yields str", "() takes str"},
    "closed": {"() yields int"},
    "Cart.__init__": {"(Cart, str) -> None", "(Cart, None) -> None"},
    "Cart.total": {"(Cart) -> int"},
    "Cart.empty": {"(type[Cart]) -> Cart"},
    "Cart.tax": {"(int) -> float"},
    "Cart.__len__": {"(Cart) -> int"},
    "Cart": {"() -> None"},
    "log": {"(func:price) -> func:log.<locals>.wrapper"},
    "log.<locals>.wrapper": {"(tuple[int], dict[never, never]) -> int"},
    "price": {"(int) -> int"},
    "local": {"(int) -> None"},
    "fetch": {"(int) -> list[int]"},
    "stream": {"() yields str", "() -> None"},
    "main": {"() -> list[int]"},
    "<lambda>": {"(int) -> int"},
    "<module>": {"() -> None"},
}
TAKEN = {
    "list[never]", "list[int]", "list[int | str]", "list[list[int]]", "dict[str, list[int]]", "set[int]", "tuple[int, str]", "tuple[]",
    "tuple[int]", "frozenset[str]", "collections.deque[int]", "collections.OrderedDict[str, int]", "collections.Counter[str, int]",
    "type[Cart]", "type[int]", "func:constant", "func:Cart.__init__", "func:<lambda>", "ext:builtins.len", "gen:numbers", "module:asyncio",
    "sentinel", "list[None]",
}  # fmt: skip


def test_signatures_are_the_same_under_every_python(run):
    found = run.signatures
    for name, texts in EXPECTED.items():
        assert found.get(name) == texts, name
    deleted = {text.replace("unknown", "int") for text in found["deletes"]}
    assert deleted == {"(int) -> int"}
    assert {text.split(" -> ")[1] for text in found["takes"]} == TAKEN
    assert all("(%s)" % text.split(" -> ")[1] == text.split(" -> ")[0] for text in found["takes"])


def test_attributes_locals_and_class_variables(run):
    (shard,) = run.shards
    attributes = shard.attributes
    assert {("Cart", "owner", "str"), ("Cart", "owner", "None"), ("Cart", "items", "list[never]")} <= attributes
    assert ("Slotted", "a", "int") in attributes
    assert not {name for _, name, _ in attributes} & {"b"}
    found = shard.locals
    assert {("local", "text", "str"), ("local", "found", "list[str]"), ("Cart", "kind", "str")} <= found
    assert ("rebound", "x", "str") in found


def test_who_calls_whom_from_where(run):
    (shard,) = run.shards
    pairs = {(caller, callee) for caller, _, callee, _ in shard.calls}
    assert {("delegates", "numbers"), ("Cart.empty", "Cart.__init__")} <= pairs or {
        ("delegates", "numbers"),
        ("Cart.empty", "type[Cart]"),
    } <= pairs
    assert ("log.<locals>.wrapper", "price") in pairs
    assert ("<module>", "log.<locals>.wrapper") in pairs
    receivers = {callee: receiver for _, _, callee, receiver in shard.calls}
    assert receivers["Cart.empty"] == "type[Cart]"
    assert receivers["Cart.tax"] is None
    lines = (run.spool.parent / "app.py").read_text().split("\n")
    for _, line, callee, _ in shard.calls:
        if callee == "price":
            assert "f(*args" in lines[line - 1]
    if shard.header["engine"] == "monitoring":
        assert ("Cart.total", "ext:builtins.sum") in pairs


def test_what_a_library_method_is_called_on(tmp_path, python):
    h.write(
        tmp_path,
        """
        # file: app.py
        class Own:
            def __init__(self, *args):
                super().__init__(*args)


        class Said(classmethod):
            def __get__(self, instance, cls=None):
                return super().__get__(instance, cls)


        class User:
            @Said
            def said(cls):
                return 1


        Own()
        User.said()
        """,
    )
    (shard,) = h.record(tmp_path, python, "app.py").shards
    receivers = {
        caller: receiver for caller, _, callee, receiver in shard.calls
        if callee.endswith(("init__", "get__")) and caller != "<module>"
    }  # fmt: skip
    if shard.header["engine"] == "monitoring":
        assert receivers == {"Own.__init__": "Own", "Said.__get__": "Said"}
    else:
        assert receivers == {}


def test_what_a_coroutine_is_called_on_where_another_function_makes_it(tmp_path, python):
    h.write(
        tmp_path,
        """
        # file: app.py
        import asyncio


        class Rows:
            async def count(self):
                return 1


        class Manager:
            def count(self):
                return Rows().count()


        async def main():
            return await Manager().count()


        asyncio.run(main())
        """,
    )
    (shard,) = h.record(tmp_path, python, "app.py").shards
    found = {receiver for caller, _, callee, receiver in shard.calls if caller == "main" and callee.endswith("count")}
    assert "Manager" in found and "Rows" not in found


def test_columns_of_call_sites_are_those_of_the_call(tmp_path, python):
    h.write(
        tmp_path,
        """
        # file: app.py
            class A:
                def f(self): return self
            def g(x): return x
            é = A(); g(é.f().f())
        """,
    )
    run = h.record(tmp_path, python, "app.py")
    (shard,) = run.shards
    places = {
        shard.name(callee[1]): shard.sites[site][4:]
        for _, _, site, callee, *_ in shard.of("call")
        if callee[0] == "func"
    }
    if shard.header["columns"]:
        assert shard.header["python"] >= [3, 11]
        line = "é = A(); g(é.f().f())".encode()
        assert places["g"] == [line.index(b"g("), 4, len(line)]
    else:
        assert places["g"] == [None, None, None]


def test_sources_are_kept_as_loaded(run):
    (shard,) = run.shards
    (line,) = shard.of("file")
    data = (run.spool.parent / "app.py").read_bytes()
    assert line[2:] == ["app.py", hashlib.sha256(data).hexdigest(), "import"]
    assert (run.spool / "sources" / line[3]).read_bytes() == data


def test_parameters_flags_and_kinds(run):
    (shard,) = run.shards
    found = {line[3]: line for line in shard.of("func")}
    assert found["nothing"][6] == [["x", "p"], ["rest", "v"], ["key", "k"], ["more", "w"]]
    assert (found["numbers"][7], found["fetch"][7], found["stream"][7], found["constant"][7]) == ("g", "c", "a", "")
    assert (found["Cart"][5], found["<module>"][5], found["<lambda>"][5], found["price"][5]) == (
        "class", "module", "lambda", "function",
    )  # fmt: skip
    lines = (run.spool.parent / "app.py").read_text().split("\n")
    assert lines[found["price"][4] - 1] == "@log"
    span = [line[8] for line in shard.of("func") if line[3] == "<lambda>"][-1]
    if shard.header["columns"]:
        row = lines[span[0] - 1]
        assert row[span[1] : span[3]] in ("q * 2", "lambda: 0", "0", "lambda q: q * 2")
    else:
        assert span is None


def test_counts_add_up(tmp_path, python):
    h.write(
        tmp_path,
        """
        # file: app.py
            def f(x): return x
            for n in range(1000):
                f(n)
            for n in range(10):
                f([n]); f(['a'])
        """,
    )
    run = h.record(tmp_path, python, "app.py", options=("--exhaustive",))
    (shard,) = run.shards
    assert shard.count["f"] == 1020
    assert shard.signatures["f"] == {"(int) -> int", "(list[int]) -> list[int]", "(list[str]) -> list[str]"}
    assert not shard.of("sampled")


def test_functions_that_rest_are_named(tmp_path, python):
    h.write(
        tmp_path,
        """
        # file: app.py
            def f(x): return x
            for n in range(1000):
                f(n)
        """,
    )
    run = h.record(tmp_path, python, "app.py")
    (shard,) = run.shards
    if h.accelerator:  # then none does
        assert shard.count["f"] == 1000
        assert not shard.of("sampled")
        return
    assert shard.count["f"] < 100
    assert [shard.name(n) for line in shard.of("sampled") for n in line[1]] == ["f"]


def test_mocks_are_no_types(tmp_path, python):
    h.write(
        tmp_path,
        """
        # file: app.py
            from unittest import mock
            class Service:
                def get(self): return 1
            def use(service): return 1
            use(mock.Mock()); use(mock.MagicMock(spec=Service)); use(mock.create_autospec(Service)); use(mock.sentinel.x)
            use(Service())
        """,
    )
    run = h.record(tmp_path, python, "app.py")
    assert run.signatures["use"] == {"(mock) -> int", "(Service) -> int"}


def test_call_inside_a_generator_expression_is_of_the_function_around(tmp_path, python):
    h.write(
        tmp_path,
        """
        # file: app.py
            def one(x): return x
            def f(): return sum(one(n) for n in range(2)) + sum([one(n) for n in [1]])
            f()
        """,
    )
    run = h.record(tmp_path, python, "app.py")
    (shard,) = run.shards
    assert ("f", 2, "one", None) in shard.calls
    assert {caller for caller, _, callee, _ in shard.calls if callee == "one"} == {"f"}


def test_virtual_environments_and_other_packages_are_not_recorded(tmp_path, python):
    h.write(
        tmp_path,
        """
        # file: app.py
            import sys; sys.path.append("env/lib/site-packages"); sys.path.append("lib")
            import foreign, mine
            foreign.f(1); mine.f(1)
        # file: env/lib/site-packages/foreign.py
            def f(x): return x
        # file: lib/mine.py
            def f(x): return x
        """,
    )
    run = h.record(tmp_path, python, "app.py")
    (shard,) = run.shards
    assert {line[2] for line in shard.of("file")} == {"app.py", "lib/mine.py"}


@pytest.mark.skipif(sys.version_info < (3, 11), reason="needs the running Python")
def test_embedding(tmp_path, python):
    h.write(
        tmp_path,
        """
        # file: app.py
            import sys
            sys.path.insert(0, sys.argv[1])
            from inferd.runtime import recording
            def f(x): return x
            with recording(spool=sys.argv[2], root="."):
                f(1)
            f("not recorded")
        """,
    )
    spool = tmp_path / ".spool"
    assert h.plain(tmp_path, python, "app.py", str(h.HERE), str(spool)) == (0, "", "")
    (shard,) = h.read(spool)
    assert shard.signatures == {"f": {"(int) -> int"}}
    assert shard.of("file")[0][4] in ("older", None)


def test_generated_code_is_no_loss(tmp_path, python):
    """What dataclasses and named tuples are made of is not the program's own; what it executes itself is."""
    h.write(
        tmp_path,
        """
        # file: app.py
            import collections, dataclasses, typing
            @dataclasses.dataclass(order=True)
            class Point:
                x: int
                y: int = 0
            Pair = collections.namedtuple('Pair', 'a b')
            class Typed(typing.NamedTuple):
                a: int
            def use():
                p = Point(1); repr(p); p == p; p < Point(2)
                return Pair(1, 2), Typed(3)
            use()
        # file: other.py
            space = {}
            exec("def f(x): return x", space)
            space['f'](1)
        """,
    )
    run = h.record(tmp_path, python, "app.py")
    assert run.signatures["use"] == {"() -> tuple[Pair, Typed]"}
    assert not [line for shard in run.shards for line in shard.of("lost")]
    run = h.record(tmp_path, python, "other.py")
    assert [line[1:] for line in run.shards[0].of("lost")] == [["exec", "<string>", 2]]
