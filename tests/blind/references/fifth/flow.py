# case: dynamic parameters known by their calls
# file: main.py
class Cat:
    def «1:speak»(self):
        return "meow"
    «2:legs» = 4
class Clock:
    def speak(self):
        return "tick"
    legs = 0
def hear(who, times=1):
    return [who.«1:speak»() for _ in range(times)]
def count(pets):
    return sum(p.«2:legs» for p in pets)
def both(a, *rest, **named):
    return a.«2:legs», [r.«1:speak»() for r in rest], named["x"].«1:speak»()
print(hear(Cat()), count([Cat(), Cat()]), both(Cat(), Cat(), x=Cat()), Clock().speak(), Clock.legs)

# case: values through containers of every kind
# file: main.py
class Gem:
    def __init__(self, «1:hue»):
        self.«2:hue» = «1:hue»
    def «3:cut»(self):
        return self
class Paper:
    hue = 0
    def cut(self):
        return None
pair = (Gem(1), Paper())
rows = [Gem(«1:hue»=2)]
table = {"a": Gem(3), "b": [Gem(4)]}
sets = {Gem(5)}
first, second = pair
print(first.«3:cut»().«2:hue», second.cut(), pair[0].«2:hue», pair[1].hue, rows[0].«3:cut»().«2:hue», rows[-1:][0].«2:hue»)
for key, gem in {"k": Gem(1)}.items():
    print(gem.«2:hue»)
print(table["a"].«2:hue», table["b"][0].«3:cut»(), next(iter(sets)).«2:hue», sets.pop().«3:cut»())
print([g.«2:hue» for g in rows + [Gem(6)]], {g.«2:hue»: g.«3:cut»() for g in sets}, sorted(rows, key=lambda g: g.«2:hue»)[0].«3:cut»())
print([*map(lambda g: g.«3:cut»(), rows)][0].«2:hue», dict(x=Gem(7))["x"].«2:hue», list(zip(rows, [Paper()]))[0][0].«2:hue»)

# case: closures and factories
# file: main.py
class Item:
    def «1:use»(self, «2:n»=1):
        return «2:n»
class Tool:
    def use(self):
        return 0
def factory(kind):
    def make():
        return kind()
    return make
def holder():
    item = Item()
    def get():
        return item
    def put(new):
        nonlocal item
        item = new
    return get, put
get, put = holder()
put(Item())
print(factory(Item)().«1:use»(«2:n»=2), get().«1:use»(), factory(Tool)().use())
makers = {"item": factory(Item), "tool": lambda: Tool()}
print(makers["item"]().«1:use»(), makers["tool"]().use())
apply = lambda f, *a: f(*a)
print(apply(Item).«1:use»(), (lambda x: x)(Item()).«1:use»(«2:n»=3))

# case: decorators that keep the function
# file: main.py
import functools
def «1:logged»(«2:fn»):
    @functools.wraps(«2:fn»)
    def wrapper(*args, **kw):
        return «2:fn»(*args, **kw)
    return wrapper
def «3:times»(«4:n»):
    def deco(fn):
        def inner(*a, **k):
            return [fn(*a, **k) for _ in range(«4:n»)][0]
        return inner
    return deco
class Result:
    def «5:show»(self):
        return 1
@«1:logged»
def «6:one»(«7:who»):
    return Result()
@«3:times»(«4:n»=2)
def «8:two»(«9:who», «10:how»=1):
    return Result()
class Box:
    @«1:logged»
    def «11:three»(self, «12:deep»):
        return self
    @functools.lru_cache(maxsize=None)
    def «13:four»(self, «14:key»):
        return Result()
print(«6:one»(«7:who»=1).«5:show»(), «8:two»(«9:who»=2, «10:how»=3).«5:show»(), Box().«11:three»(«12:deep»=1).«13:four»(«14:key»=2).«5:show»())

# case: partial, attrgetter and methodcaller
# file: main.py
from functools import partial, reduce
from operator import attrgetter, itemgetter
class Unit:
    def __init__(self, «1:side», «2:name»="u"):
        self.«3:side», self.«4:name» = «1:side», «2:name»
    def «5:merge»(self, «6:other»):
        return Unit(self.«3:side» + «6:other».«3:side», «2:name»=self.«4:name»)
make = partial(Unit, «2:name»="p")
units = [make(1), make(«1:side»=2)]
print(make(3).«4:name», reduce(lambda a, b: a.«5:merge»(b), units).«3:side», reduce(Unit.«5:merge», units).«4:name»)
print(sorted(units, key=attrgetter("«3:side»"))[0].«4:name», itemgetter(0)(units).«5:merge»(«6:other»=units[1]).«3:side»)

# case: generators, sends and delegation
# file: main.py
class Event:
    «1:kind» = "e"
    def «2:handle»(self, «3:by»=None):
        return self.«1:kind», «3:by»
class Noise:
    kind = "n"
    def handle(self):
        return self.kind
def source(n):
    for _ in range(n):
        yield Event()
def relay(n):
    got = yield from source(n)
    yield Event()
    return Noise()
def total():
    last = yield from relay(1)
    print(last.kind, last.handle())
    return (e.«1:kind» for e in source(1))
for e in relay(2):
    print(e.«2:handle»(«3:by»=1))
print([x.«1:kind» for x in total()], next(source(1)).«2:handle»(), list(source(2))[0].«1:kind», max(source(2), key=lambda v: v.«1:kind»).«2:handle»())

# case: async values
# file: main.py
import asyncio
from contextlib import asynccontextmanager, contextmanager
class Conn:
    def __init__(self, «1:url»):
        self.«2:url» = «1:url»
    async def «3:query»(self, «4:sql»):
        return Row(self)
class Row:
    def __init__(self, conn):
        self.«5:conn» = conn
    def «6:first»(self):
        return self.«5:conn».«2:url»
class Fake:
    def first(self):
        return 0
@asynccontextmanager
async def connect(url):
    yield Conn(«1:url»=url)
@contextmanager
def opened():
    yield Conn("y")
async def stream():
    async with connect("x") as conn:
        yield await conn.«3:query»(«4:sql»="s")
async def main():
    async for row in stream():
        print(row.«6:first»())
    rows = [r async for r in stream()]
    task = asyncio.create_task(Conn("z").«3:query»("q"))
    done = await asyncio.wait_for(task, 1)
    return rows[0].«5:conn».«2:url», done.«6:first»()
with opened() as c:
    print(c.«2:url», asyncio.run(main()), Fake().first())

# case: context managers of own classes, and exits
# file: main.py
class Lock:
    def __init__(self, «1:name»):
        self.«2:name» = «1:name»
        self.«3:depth» = 0
    def __enter__(self):
        self.«3:depth» += 1
        return Guard(self)
    def __exit__(self, kind, error, trace):
        self.«3:depth» -= 1
class Guard:
    def __init__(self, lock):
        self.«4:lock» = lock
    def «5:check»(self):
        return self.«4:lock».«3:depth»
class Thing:
    depth = 0
    def check(self):
        return self.depth
lock = Lock(«1:name»="l")
with lock as g, Lock("m") as h:
    print(g.«5:check»(), h.«4:lock».«2:name», lock.«3:depth»)
print(Thing().check())

# case: narrowing by isinstance and friends
# file: main.py
class Dog:
    def «1:bark»(self):
        return 1
    «2:size» = 1
class Fish:
    size = 2
    def bark(self):
        return 3
def talk(x):
    if isinstance(x, Dog):
        return x.«1:bark»(), x.«2:size»
    elif isinstance(x, (int, str)):
        return x
    assert isinstance(x, Fish)
    return x.bark(), x.size
def maybe(flag):
    d = Dog() if flag else None
    if d is None:
        return 0
    return d.«2:size»
def kind(x):
    if type(x) is Dog:
        return x.«1:bark»()
    match x:
        case Dog():
            return x.«1:bark»()
        case Fish() as f:
            return f.size
    return callable(x) and x
print(talk(Dog()), talk(Fish()), talk(1), maybe(True), kind(Dog()), kind(Fish()))

# case: star arguments and unpacked calls
# file: main.py
class Spec:
    def __init__(self, «1:a», «2:b»=0, *, «3:flag»=False):
        self.«4:a», self.«5:b», self.«6:flag» = «1:a», «2:b», «3:flag»
def build(*args, **kw):
    return Spec(*args, **kw)
def pick(first, *others):
    return others[0]
def spread(«7:x», **«8:opts»):
    return inner(«7:x», **«8:opts»)
def inner(«9:y», «10:color»=None, «11:size»=None):
    return «9:y», «10:color», «11:size»
row = [Spec(1), Spec(«1:a»=2)]
print(build(1, «2:b»=2, «3:flag»=True).«6:flag», pick(*row).«4:a», spread(«7:x»=1, «10:color»=2, «11:size»=3))
a, *mid, z = [Spec(1), Spec(2), Spec(3)]
print(a.«5:b», mid[0].«4:a», z.«6:flag», inner(*[1], **{"«10:color»": 3}))

# case: instances made by names of classes
# file: main.py
class Plugin:
    «1:registry» = {}
    «2:order» = 0
    def __init_subclass__(cls, «3:key»=None, **kw):
        super().__init_subclass__(**kw)
        Plugin.«1:registry»[«3:key»] = cls
    def «4:run»(self):
        return self.«2:order»
class First(Plugin, «3:key»="first"):
    «2:order» = 1
class Second(Plugin, «3:key»="second"):
    def «4:run»(self):
        return super().«4:run»()
class Stray:
    order = 1
    def run(self):
        return 0
def load(key):
    return Plugin.«1:registry»[key]()
print([load(k).«4:run»() for k in ("first", "second")], load("first").«2:order», Stray().run(), [k().«4:run»() for k in Plugin.__subclasses__()])

# case: recursion and linked structures
# file: main.py
class Node:
    def __init__(self, «1:value», «2:next»=None):
        self.«3:value» = «1:value»
        self.«4:next» = «2:next»
    def «5:tail»(self):
        return self.«4:next».«5:tail»() if self.«4:next» else self
class Value:
    value = next = 1
def build(items):
    head = None
    for item in reversed(items):
        head = Node(item, «2:next»=head)
    return head
def walk(node, depth=0):
    while node:
        print(node.«3:value»)
        node = node.«4:next»
    return depth
head = build([1, 2])
walk(head)
print(head.«4:next».«3:value», head.«5:tail»().«3:value», Node(«1:value»=1).«3:value», Value.next)

# case: a fluent builder over two modules with keywords
# file: query.py
class «1:Query»:
    def __init__(self, source):
        self.«2:source» = source
        self.«3:steps» = []
    def «4:where»(self, **«5:conds»):
        self.«3:steps».append(«5:conds»)
        return self
    def «6:limit»(self, «7:n»):
        self.«3:steps».append(«7:n»)
        return self.«8:copy»()
    def «8:copy»(self):
        other = self.__class__(self.«2:source»)
        other.«3:steps» = list(self.«3:steps»)
        return other
def table(name):
    return «1:Query»(source=name)
# file: main.py
import query
from query import table
class Fake:
    steps = source = None
    def where(self, **kw):
        return self
q = table("t").«4:where»(a=1).«6:limit»(«7:n»=2)
print(q.«3:steps», q.«8:copy»().«2:source», query.«1:Query»("s").«6:limit»(1).«4:where»().«3:steps», Fake().where().steps)
fresh = [table(n) for n in ("a", "b")]
print({x.«2:source»: x.«4:where»(b=2).«6:limit»(3) for x in fresh})

# case: pytest fixtures
# file: conftest.py
import pytest
class «1:Db»:
    def «2:insert»(self, «3:row»):
        return «3:row»
class Shelf:
    def insert(self):
        return 0
@pytest.fixture
def «4:db»():
    return «1:Db»()
@pytest.fixture(name="«5:filled»")
def «5:make_filled»(«4:db»):
    «4:db».«2:insert»(1)
    yield «4:db»
# file: test_db.py
import pytest
def test_insert(«4:db»):
    assert «4:db».«2:insert»(«3:row»=1)
class TestMany:
    @pytest.fixture
    def «6:extra»(self, «4:db»):
        return «4:db»
    def test_more(self, «5:filled», «6:extra»):
        «5:filled».«2:insert»(2)
        «6:extra».«2:insert»(3)
@pytest.mark.parametrize("«7:n», m", [(1, 2)])
@pytest.mark.usefixtures("«5:filled»")
def test_n(«7:n», m, «4:db»):
    assert «4:db».«2:insert»(«7:n»)

# case: type parameters told by annotations
# file: main.py
from typing import Callable, Dict, Generic, Iterator, List, Optional, Protocol, Type, TypeVar
T = TypeVar("T")
class «1:Animal»:
    def «2:name»(self) -> str:
        return "a"
    «3:legs»: int = 4
class Rock:
    legs = 0
    def «9:name»(self):
        return "r"
class «4:Stack»(Generic[T]):
    def __init__(self) -> None:
        self.«5:rows»: List[T] = []
    def «6:push»(self, item: T) -> "«4:Stack»[T]":
        self.«5:rows».append(item)
        return self
    def «7:top»(self) -> Optional[T]:
        return self.«5:rows»[-1]
class «8:Named»(Protocol):
    def «2,9:name»(self) -> str: ...
def use(stack: "«4:Stack»[«1:Animal»]", many: Dict[str, List["«1:Animal»"]], make: Callable[[], «1:Animal»], kind: Type[«1:Animal»]) -> Iterator["«1:Animal»"]:
    for a in many["x"]:
        print(a.«2:name»(), a.«3:legs»)
    top = stack.«7:top»()
    if top:
        print(top.«3:legs», make().«2:name»(), kind().«3:legs», kind.«3:legs»)
    yield top
def call(x: «8:Named»):
    return x.«2,9:name»()
print(list(use(«4:Stack»().«6:push»(«1:Animal»()), {"x": []}, «1:Animal», «1:Animal»))[0].«2:name»(), call(«1:Animal»()), Rock().legs)
