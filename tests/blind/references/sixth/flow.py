# case: parameters known from calls in another file
# file: zoo.py
class «4:Duck»:
    «1:legs» = 2
    def «2:quack»(self, «3:loud»=False):
        return self.«1:legs», «3:loud»
class Robot:
    legs = 4
    def quack(self, loud):
        return loud
def feed(bird, *more):
    return bird.«2:quack»(«3:loud»=True), [m.«1:legs» for m in more]
def «5:lead»(kind, amount):
    one = kind()
    return one.«2:quack»(), amount
# file: main.py
import zoo
from zoo import «4:Duck» as «4:D», «5:lead» as «5:guide»
print(zoo.feed(«4:D»(), zoo.«4:Duck»()), «5:guide»(«4:D», 1), zoo.Robot().quack(1))

# case: parameters known from their defaults and their annotations
# file: main.py
import typing
class Red:
    «1:shade» = 1
    def «2:mix»(self):
        return self.«1:shade»
class Blue:
    «3:shade» = 2
    def «4:mix»(self):
        return self.«3:shade»
RED = Red()
def by_default(c=RED, d=Blue()):
    return c.«1:shade», d.«4:mix»()
def by_note(c: "Blue", *d: Red, **e: "typing.Optional[Blue]"):
    return c.«3:shade», d[0].«2:mix»(), e["k"].«4:mix»()
def by_union(c: "Red | None" = None, d: typing.Union[Blue, str] = ""):
    if c is not None and not isinstance(d, str):
        return c.«2:mix»(), d.«3:shade»
print(by_default(), by_note(Blue(), Red(), k=Blue()), by_union(Red(), Blue()))

# case: types in docstrings of four kinds
# file: main.py
class Pen:
    def «1:draw»(self, «2:ink»=1):
        return self
    «3:tip» = 1
class Card:
    tip = 0
    def draw(self):
        return 2
def epydoc(tool, other):
    """Draws.

    @param tool: what draws
    @type tool: Pen
    @type other: L{Card}
    @rtype: Pen
    """
    return tool.«1:draw»(«2:ink»=2)
def sphinx(tools, first=None):
    """Draws.

    :param tools: some
    :type tools: list[Pen]
    :param Pen first: one
    :returns: one
    :rtype: Pen
    """
    for t in tools:
        t.«1:draw»()
    return first.«3:tip»
def numpy(tool, other=None):
    """Draws.

    Parameters
    ----------
    tool : Pen
        What draws.
    other : Card, optional
        Another.

    Returns
    -------
    Pen
    """
    return tool.«1:draw»(«2:ink»=3), other.tip
def google(tool, many):
    """Draws.

    Args:
        tool (Pen): what draws.
        many (list): others.

    Returns:
        Pen: the same.
    """
    return tool.«3:tip», tool.«1:draw»()
print(Pen().«1:draw»(), Card().draw(), epydoc, sphinx, numpy, google)

# case: zip, enumerate, reversed and stars
# file: main.py
class Key:
    def __init__(self, «1:name»):
        self.«2:name» = «1:name»
class Value:
    def __init__(self, «3:name»):
        self.«4:name» = «3:name»
keys, values = [Key(«1:name»="a"), Key("b")], (Value(«3:name»="v"), Value("w"))
for n, (k, v) in enumerate(zip(keys, values)):
    print(n, k.«2:name», v.«4:name»)
table = {k.«2:name»: v for k, v in zip(keys, values) if v.«4:name»}
first, *others = reversed(keys)
*heads, last = [*keys, *keys]
(a, b), c = values, keys
print(first.«2:name», others[0].«2:name», heads[-1].«2:name», last.«2:name», a.«4:name», b.«4:name», c[0].«2:name», table["a"].«4:name»)
print([(x.«2:name», y.«4:name») for x in keys for y in values if x.«2:name» != y.«4:name»], [p[1].«4:name» for p in zip(keys, values)])
print({**table, "z": values[0]}["z"].«4:name», [*zip(*[(keys[0], values[0])])][0][0].«2:name»)

# case: keys of sorted, min, groupby and what map and filter give
# file: main.py
from itertools import chain, groupby, islice
from functools import reduce
from operator import attrgetter, itemgetter, methodcaller
class Town:
    def __init__(self, «1:size», «2:land»):
        self.«3:size», self.«4:land» = «1:size», «2:land»
    def «5:grown»(self, «6:by»=1):
        return Town(self.«3:size» + «6:by», «2:land»=self.«4:land»)
class Land:
    «7:size» = 9
    «8:lord» = "l"
towns = [Town(2, Land()), Town(«1:size»=1, «2:land»=Land())]
big = max(towns, key=lambda t: (t.«3:size», t.«4:land».«7:size»))
by_land = sorted(towns, key=attrgetter("«4:land».«8:lord»", "«3:size»"))
for lord, group in groupby(by_land, key=lambda t: t.«4:land».«8:lord»):
    print(lord, [t.«3:size» for t in group])
grown = list(map(Town.«5:grown», filter(lambda t: t.«3:size», towns)))
print(big.«5:grown»(«6:by»=2).«4:land».«8:lord», grown[0].«3:size», next(islice(chain(towns, grown), 1, 2)).«3:size»)
print([*map(methodcaller("«5:grown»", «6:by»=3), towns)][0].«3:size», reduce(lambda a, t: a + t.«3:size», towns, 0), itemgetter(0)(towns).«4:land».«7:size»)

# case: what dictionaries give
# file: main.py
from collections import ChainMap, Counter, OrderedDict, defaultdict
class Job:
    «1:state» = "new"
    def «2:start»(self, «3:when»=0):
        self.«1:state» = "run"
        return self
class Stop:
    state = "s"
    def start(self):
        return self
jobs = {"a": Job(), "b": Job()}
for key, job in jobs.items():
    print(key, job.«1:state»)
for job in jobs.values():
    job.«2:start»(«3:when»=1)
got = jobs.get("a")
if got:
    print(got.«1:state», jobs.get("z", Job()).«2:start»().«1:state», jobs.setdefault("q", Job()).«1:state»)
print(jobs.pop("a").«1:state», jobs.popitem()[1].«2:start»().«1:state», dict(sorted(jobs.items())), jobs.copy())
lazy = defaultdict(Job)
lazy["x"].«2:start»(2)
nested = {"in": {"deep": [Stop(), Job()]}}
print(nested["in"]["deep"][0].start().state, OrderedDict(a=Job())["a"].«1:state», ChainMap(jobs)["b"].«2:start»())
moved = {k: v for k, v in ((1, Job()), (2, Job())) if v.«1:state»}
moved.update({3: Job()})
print(moved[1].«2:start»().«1:state», [v.«1:state» for k, v in moved.items() if k and v.«2:start»()])

# case: generators that get, give and hand on
# file: main.py
class Order:
    «1:price» = 1
    def «2:pay»(self):
        return Receipt(self)
class Receipt:
    def __init__(self, order):
        self.«3:order» = order
    def «4:pay»(self):
        return self.«3:order».«1:price»
def clerk(first):
    receipt = None
    while True:
        order = yield receipt
        if order is None:
            return first.«1:price»
        receipt = order.«2:pay»()
def shop():
    total = yield from clerk(Order())
    print(total)
    yield from (o.«2:pay»() for o in [Order()])
desk = shop()
next(desk)
print(desk.send(Order()).«4:pay»(), [r.«4:pay»() for r in shop() if r])
def pairs():
    yield Order(), Receipt(Order())
for o, r in pairs():
    print(o.«2:pay»().«4:pay»(), r.«3:order».«2:pay»().«3:order».«1:price»)

# case: async for, with, gather and queues
# file: main.py
import asyncio
class Page:
    def __init__(self, «1:url»):
        self.«2:url» = «1:url»
    async def «3:text»(self, «4:raw»=False):
        return Text(self.«2:url»)
class Text:
    def __init__(self, body):
        self.«5:body» = body
class Client:
    async def __aenter__(self):
        return self
    async def __aexit__(self, *a):
        return None
    async def «6:get»(self, «7:url»):
        return Page(«1:url»=«7:url»)
    async def __aiter__(self):
        for u in "ab":
            yield await self.«6:get»(u)
class Mirror:
    url = body = ""
    def get(self, url):
        return self
async def main():
    async with Client() as client:
        page = await client.«6:get»(«7:url»="x")
        async for p in client:
            print(p.«2:url», (await p.«3:text»(«4:raw»=True)).«5:body»)
        texts = await asyncio.gather(*[p.«3:text»() for p in [page]])
        urls = [q.«2:url» async for q in client if (await q.«3:text»()).«5:body»]
        queue = asyncio.Queue()
        await queue.put(page)
        return texts[0].«5:body», urls, (await queue.get()).«2:url», Mirror().get(url=1).url
print(asyncio.run(main()))

# case: context managers of functions, classes and stacks
# file: main.py
import contextlib
class Wire:
    «1:open» = True
    def «2:cut»(self):
        self.«1:open» = False
    def close(self):
        self.«2:cut»()
class Plug:
    def __init__(self, «3:size»=1):
        self.«4:size», self.«5:wire» = «3:size», Wire()
    def __enter__(self):
        return self.«5:wire»
    def __exit__(self, *a):
        self.«5:wire».«2:cut»()
    @contextlib.contextmanager
    def «6:held»(self, «7:hand»="l"):
        yield self, self.«5:wire»
class Leaf:
    def cut(self):
        return self
@contextlib.contextmanager
def leaf():
    yield Leaf()
with Plug(«3:size»=2) as w, Plug().«6:held»(«7:hand»="r") as (p, x), leaf() as l:
    print(w.«1:open», p.«4:size», x.«2:cut»(), l.cut())
with contextlib.ExitStack() as stack, contextlib.closing(Wire()) as c:
    e = stack.enter_context(Plug())
    print(e.«1:open», c.«2:cut»(), stack.enter_context(leaf()).cut())
with contextlib.suppress(KeyError), contextlib.nullcontext(Plug()) as n:
    print(n.«4:size»)

# case: conditional expressions, or, and, and what is not
# file: main.py
class Yes:
    «1:say» = "y"
    def «2:back»(self):
        return self if self.«1:say» else None
class No:
    «3:say» = "n"
    def «4:back»(self):
        return None
def answer(flag, other=None):
    other = other or No()
    one = Yes() if flag else No()
    two = flag and Yes()
    print(one.«1,3:say», other.«4:back»(), other.«3:say»)
    if two:
        print(two.«1:say»)
    return (Yes().«2:back»() or No()).«1,3:say»
print(answer(True), answer(False), (Yes() if True else None).«1:say»)
three = None
three = three or Yes()
print(three.«1:say», three.«2:back»())

# case: isinstance with tuples, early returns and subclasses
# file: main.py
class Num:
    def __init__(self, «1:v»):
        self.«2:v» = «1:v»
class Whole(Num):
    def «3:half»(self):
        return self.«2:v» // 2
class Text:
    def __init__(self, «4:v»):
        self.«5:v» = «4:v»
    def «6:half»(self):
        return self.«5:v»
class Foe:
    v = 1
    def half(self):
        return self.v
def cut(x):
    if isinstance(x, (int, str)):
        return x
    if not isinstance(x, (Whole, Text)):
        return None
    if isinstance(x, Num):
        return x.«3:half»(), x.«2:v»
    return x.«6:half»(), x.«5:v»
def kind(x):
    if isinstance(x, Text) and x.«5:v»:
        return x.«6:half»()
    elif issubclass(type(x), Whole) or x is None:
        return 1
    return [y.«3:half»() for y in [Whole(2), None] if isinstance(y, Whole)]
print(cut(Whole(«1:v»=2)), cut(Text(«4:v»="t")), cut(1), cut(None), kind(Text(1)), kind(None), Foe().half())

# case: class patterns by position, nested
# file: main.py
from dataclasses import dataclass
@dataclass
class Num:
    «1:value»: int
    def «2:show»(self):
        return str(self.«1:value»)
@dataclass
class Add:
    «3:left»: object
    «4:right»: object = None
    def «5:show»(self):
        return "+"
class Sub:
    value = left = right = 1
    def show(self):
        return "-"
def run(e):
    match e:
        case Num(v) if v:
            return e.«2:show»(), e.«1:value»
        case Add(Num() as a, Num(«1:value»=1) as b):
            return a.«2:show»(), b.«1:value», e.«5:show»()
        case Add(«3:left»=Num(value), «4:right»=None):
            return value, e.«3:left»
        case (Num() | Add()) as both:
            return both.«2,5:show»()
        case [Num() as one, *rest]:
            return one.«1:value», rest
print(run(Num(1)), run(Add(Num(2), Num(1))), run(Add(«3:left»=Num(«1:value»=2))), run(Num(0)), run([Num(1)]), Sub().show())

# case: closures that rebind what they keep
# file: main.py
class Cold:
    def «1:warm»(self):
        return Hot()
    «2:temp» = 0
class Hot:
    def «3:cool»(self):
        return Cold()
    «4:temp» = 9
def switch():
    state = Cold()
    def heat():
        nonlocal state
        state = Hot()
        return state.«3:cool»().«2:temp»
    def look():
        return state.«2,4:temp»
    return heat, look
heat, look = switch()
print(heat(), look(), Cold().«1:warm»().«4:temp»)
def counter(«5:step»=1):
    «6:n» = 0
    def tick(«7:times»=1):
        nonlocal «6:n»
        «6:n» += «5:step» * «7:times»
        return tick if «6:n» < 2 else Cold()
    tick.«8:peek» = lambda: «6:n»
    return tick
t = counter(«5:step»=2)
print(t(«7:times»=1).«2:temp», t.«8:peek»(), counter(3)().«1:warm»())

# case: decorators that give something else
# file: main.py
import functools
class Command:
    def __init__(self, fn, «1:label»=""):
        self.«2:fn», self.«3:label» = fn, «1:label»
        functools.update_wrapper(self, fn)
    def __call__(self, *args, **kw):
        return self.«2:fn»(*args, **kw)
    def «4:alias»(self, «5:name»):
        self.«3:label» = «5:name»
        return self
class Loose:
    label = fn = 0
    def alias(self, name):
        return name
def command(«6:label»):
    return lambda fn: Command(fn, «1:label»=«6:label»)
def made(cls):
    return cls()
def twice(fn):
    return [fn, fn]
@Command
def «7:build»(«8:target»):
    return «8:target»
@command(«6:label»="c")
def «9:clean»(«10:deep»=False):
    return «10:deep»
@made
class «11:settings»:
    «12:debug» = False
@twice
def «13:both»(«14:x»):
    return Loose()
print(«7:build».«3:label», «7:build»(«8:target»=1), «9:clean».«4:alias»(«5:name»="d").«3:label», «9:clean»(«10:deep»=True))
print(«11:settings».«12:debug», «13:both»[0](«14:x»=2).label, Loose().alias(name=1))

# case: partials, and getters of paths
# file: main.py
from functools import partial
from operator import attrgetter, methodcaller
class Wheel:
    def __init__(self, «1:size»=1):
        self.«2:size» = «1:size»
    def «3:turn»(self, «4:by»):
        return self.«2:size» * «4:by»
class Car:
    def __init__(self, wheel, «5:name»="car"):
        self.«6:wheel», self.«7:name» = wheel, «5:name»
class Clock:
    size = wheel = 0
    def turn(self, by):
        return by
get_size = attrgetter("«6:wheel».«2:size»")
make = partial(Car, Wheel(«1:size»=3))
small = partial(Wheel, «1:size»=0)
cars = [make(«5:name»="a"), Car(small())]
print(get_size(cars[0]), sorted(cars, key=get_size)[0].«7:name», sorted(cars, key=attrgetter("«7:name»")), methodcaller("«3:turn»", «4:by»=2)(cars[1].«6:wheel»))
turn = partial(Wheel.«3:turn», «4:by»=3)
print(turn(Wheel()), turn(small()), attrgetter("«7:name»", "«6:wheel».«2:size»")(make()), Clock().turn(by=2))

# case: fixtures and parameters of tests, several in one string
# file: conftest.py
import pytest
class «1:Shop»:
    def «2:buy»(self, «3:thing», «4:count»=1):
        return «3:thing», «4:count»
@pytest.fixture(params=[1, 2], ids=["one", "two"])
def «5:stock»(request):
    return request.param
@pytest.fixture
def «6:shop»(«5:stock»):
    made = «1:Shop»()
    made.«2:buy»("a", «4:count»=«5:stock»)
    return made
@pytest.fixture
def «7:make_shop»():
    def «8:make»(«9:n»=1):
        return [«1:Shop»() for _ in range(«9:n»)]
    return «8:make»
# file: test_shop.py
import pytest
@pytest.mark.parametrize("«10:thing», «11:count»", [("a", 1), ("b", 2)])
def test_buy(«6:shop», «10:thing», «11:count»):
    assert «6:shop».«2:buy»(«10:thing», «4:count»=«11:count»)
@pytest.mark.parametrize(("«12:count»", "«13:other»"), [(1, 2)])
@pytest.mark.parametrize("«14:thing»", ["x"])
def test_more(«7:make_shop», «14:thing», «12:count», «13:other», monkeypatch):
    monkeypatch.setattr("conftest.«1:Shop».«2:buy»", lambda *a: 1)
    for one in «7:make_shop»(«9:n»=2):
        assert one.«2:buy»(«3:thing»=«14:thing», «4:count»=«12:count») or «13:other»
class TestShop:
    @pytest.fixture(autouse=True)
    def «15:setup»(self, «6:shop»):
        self.«16:shop» = «6:shop»
    def test_it(self, «15:setup»):
        assert self.«16:shop».«2:buy»("q")
# file: main.py

# case: overloads, type variables and protocols
# file: main.py
from typing import Callable, Generic, Iterable, Optional, Protocol, Sequence, Type, TypeVar, overload
class Cat:
    «1:sound» = "meow"
    def «2:meow»(self):
        return self.«1:sound»
class Dog:
    «3:sound» = "woof"
    def «4:bark»(self):
        return self.«3:sound»
T = TypeVar("T")
C = TypeVar("C", bound=Cat)
class Cage(Generic[T]):
    def __init__(self, kept: T):
        self.«5:kept» = kept
    def «6:swap»(self, new: T) -> T:
        old, self.«5:kept» = self.«5:kept», new
        return old
class Pool(Cage[Cat]):
    def «7:top»(self):
        return self.«5:kept».«2:meow»()
@overload
def get(kind: Type[T]) -> T: ...
@overload
def get(kind: str, many: bool) -> "list[Dog]": ...
def get(kind, many=False):
    return [Dog()] if many else kind()
def first(many: Sequence[T], or_else: "Optional[T]" = None) -> T:
    return many[0] if many else or_else
def pet(one: C) -> C:
    one.«2:meow»()
    return one
def call(make: Callable[..., T], n: int) -> "Iterable[T]":
    return [make() for _ in range(n)]
print(get(Cat).«2:meow»(), get("d", True)[0].«4:bark»(), first([Dog()]).«3:sound», pet(Cat()).«1:sound», [c.«1:sound» for c in call(Cat, 1)])
print(Cage(Dog()).«5:kept».«4:bark»(), Pool(Cat()).«6:swap»(Cat()).«1:sound», Pool(Cat()).«7:top»(), Cage[Dog](Dog()).«6:swap»(Dog()).«3:sound»)

# case: handlers in tables, executors and loops over classes
# file: main.py
from concurrent.futures import ThreadPoolExecutor
import threading
class Add:
    «1:sign» = "+"
    def «2:apply»(self, «3:a», «4:b»):
        return «3:a» + «4:b»
class Mul:
    «5:sign» = "*"
    def «6:apply»(self, «7:a», «8:b»):
        return «7:a» * «8:b»
class Nope:
    sign = ""
    def apply(self, a, b):
        return a, b
OPS = {cls.«1,5:sign»: cls() for cls in (Add, Mul)}
def run(sign, «9:x», «10:y»=1):
    return OPS[sign].«2,6:apply»(«9:x», «10:y»)
def build(op, times):
    return [op for _ in range(times)]
TABLE = {"add": lambda **kw: Add().«2:apply»(**kw), "mul": Mul().«6:apply»}
with ThreadPoolExecutor() as pool:
    job = pool.submit(build, Add(), 2)
    print(job.result()[0].«2:apply»(«3:a»=1, «4:b»=2), [f.«5:sign» for f in pool.map(lambda n: Mul(), [1])])
print(run("+", «9:x»=1, «10:y»=2), TABLE["add"](«3:a»=1, «4:b»=2), TABLE["mul"](«7:a»=1, «8:b»=2), Nope().apply(a=1, b=2))
threading.Thread(target=run, args=("*", 1), kwargs={"«10:y»": 2}).start()
