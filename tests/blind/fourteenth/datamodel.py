# The data model, chapter by chapter: what Python calls by itself.

# case: new, init and del
# file: main.py
class Thing:
    count = 0
    def __new__(cls, *args):
        made = super().__new__(cls)
        made.args = args
        return made
    def __init__(self, name):
        self.name = name
    def __del__(self):
        Thing.count += 1
t = Thing("a")
args = t.args
name = t.name
del t
seen = Thing.count

# case: new gives something else
# file: main.py
class Number:
    def __new__(cls, text):
        if text.isdigit():
            return int(text)
        made = object.__new__(cls)
        return made
    def __init__(self, text):
        self.text = text
a = Number("12")
b = Number("x")
def show(n):
    return n
c = show(Number("5"))

# case: representations
# file: main.py
class P:
    def __repr__(self):
        return "P"
    def __str__(self):
        return "p"
    def __bytes__(self):
        return b"p"
    def __format__(self, spec):
        return spec + "!"
p = P()
a = repr(p)
b = str(p)
c = bytes(p)
d = format(p, "x")
e = f"{p:>3} {p!r}"

# case: comparisons and hash
# file: main.py
class V:
    def __init__(self, n):
        self.n = n
    def __lt__(self, other):
        return self.n < other.n
    def __eq__(self, other):
        if not isinstance(other, V):
            return NotImplemented
        return self.n == other.n
    def __hash__(self):
        return hash(self.n)
    def __bool__(self):
        return self.n > 0
a = V(1) < V(2)
b = V(1) == 3
c = V(1) != V(1)
first = sorted([V(3), V(2)])[0]
low = min(V(3), V(2))
word = "yes" if V(0) else None

# case: getattr, getattribute, setattr, delattr, dir
# file: main.py
class Lazy:
    def __init__(self):
        object.__setattr__(self, "data", {})
    def __getattr__(self, name):
        return len(name)
    def __setattr__(self, name, value):
        self.data[name] = value
    def __delattr__(self, name):
        del self.data[name]
    def __dir__(self):
        return ["x", "y"]
z = Lazy()
z.color = "red"
size = z.anything
held = z.data["color"]
names = dir(z)
del z.color
left = z.data

# case: getattribute alone
# file: main.py
class Loud:
    kind = "loud"
    def __getattribute__(self, name):
        value = super().__getattribute__(name)
        return [value] if name == "kind" else value
l = Loud()
k = l.kind
first = k[0]

# case: a module's getattr
# file: conf.py
DEBUG = True
def __getattr__(name):
    if name == "missing":
        return 1.5
    raise AttributeError(name)
def __dir__():
    return ["DEBUG"]
# file: main.py
import conf
from conf import missing
a = conf.missing
b = conf.DEBUG
c = missing

# case: a data descriptor with set_name
# file: main.py
class Field:
    def __set_name__(self, owner, name):
        self.name = name
        self.owner = owner
    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return instance.__dict__[self.name]
    def __set__(self, instance, value):
        instance.__dict__[self.name] = value
    def __delete__(self, instance):
        instance.__dict__.pop(self.name)
class Person:
    age = Field()
    name = Field()
p = Person()
p.age = 3
p.name = "x"
own = Person.age
label = Person.name.name
del p.age

# case: a non-data descriptor that makes a value
# file: main.py
class cached:
    def __init__(self, f):
        self.f = f
        self.name = f.__name__
    def __get__(self, obj, cls):
        value = self.f(obj)
        obj.__dict__[self.name] = value
        return value
class Page:
    @cached
    def words(self):
        return ["a", "b"]
page = Page()
w = page.words
n = len(page.words)

# case: slots
# file: main.py
class Point:
    __slots__ = ("x", "y")
    def __init__(self, x, y):
        self.x = x
        self.y = y
p = Point(1, 2.5)
a = p.x
b = p.y
for name in Point.__slots__:
    value = getattr(p, name)

# case: init_subclass with a keyword
# file: main.py
class Plugin:
    known = {}
    def __init_subclass__(cls, /, key="none", **kwargs):
        super().__init_subclass__(**kwargs)
        cls.key = key
        Plugin.known[key] = cls
class A(Plugin, key="a"):
    def run(self):
        return 1
class B(Plugin):
    def run(self):
        return "b"
k = A.key
made = Plugin.known["a"]()
ran = made.run()
other = B().key

# case: a metaclass with prepare and new
# file: main.py
class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw):
        return {"made": "early"}
    def __new__(mcs, name, bases, space, **kw):
        space["tag"] = name.lower()
        return super().__new__(mcs, name, bases, space)
    def __init__(cls, name, bases, space, **kw):
        super().__init__(name, bases, space)
        cls.options = kw
class Model(metaclass=Meta, table="models"):
    pass
a = Model.tag
b = Model.made
c = Model.options
d = Model.options["table"]

# case: a metaclass with call, iter, len, getitem, contains
# file: main.py
class Registry(type):
    def __call__(cls, *args, **kwargs):
        made = super().__call__(*args, **kwargs)
        cls.all.append(made)
        return made
    def __iter__(cls):
        return iter(cls.all)
    def __len__(cls):
        return len(cls.all)
    def __getitem__(cls, i):
        return cls.all[i]
    def __contains__(cls, item):
        return item in cls.all
class Job(metaclass=Registry):
    all = []
    def __init__(self, name):
        self.name = name
j = Job("a")
n = len(Job)
for each in Job:
    label = each.name
first = Job[0]
has = j in Job

# case: instancecheck and subclasscheck
# file: main.py
class Duck(type):
    def __instancecheck__(cls, obj):
        return hasattr(obj, "quack")
    def __subclasscheck__(cls, sub):
        return True
class Quacks(metaclass=Duck):
    pass
class Toy:
    def quack(self):
        return "squeak"
t = Toy()
a = isinstance(t, Quacks)
b = issubclass(int, Quacks)
def voice(x):
    if isinstance(x, Quacks):
        return x.quack()
    return None
c = voice(t)
d = voice(3)

# case: class_getitem
# file: main.py
class Box:
    def __class_getitem__(cls, item):
        return (cls, item)
    def __init__(self):
        self.n = 1
pair = Box[int]
kind = Box[int][1]
made = pair[0]()
zero = kind()

# case: generics by type parameters
# file: main.py
from typing import Generic, TypeVar
T = TypeVar("T")
class Stack(Generic[T]):
    def __init__(self):
        self.items: list[T] = []
    def push(self, item: T) -> None:
        self.items.append(item)
    def pop(self) -> T:
        return self.items.pop()
s = Stack[int]()
s.push(1)
top = s.pop()

# case: callable objects
# file: main.py
class Adder:
    def __init__(self, n):
        self.n = n
    def __call__(self, x, *more, scale=1):
        return (self.n + x) * scale
add = Adder(2)
a = add(3)
b = add(1.5, scale=2)
c = list(map(Adder(1), [1, 2]))
d = add.__call__(4)

# case: containers
# file: main.py
class Row:
    def __init__(self, cells):
        self.cells = dict(cells)
    def __len__(self):
        return len(self.cells)
    def __getitem__(self, key):
        return self.cells[key]
    def __setitem__(self, key, value):
        self.cells[key] = value
    def __delitem__(self, key):
        del self.cells[key]
    def __iter__(self):
        return iter(self.cells)
    def __contains__(self, key):
        return key in self.cells
r = Row({"a": 1})
r["b"] = "two"
n = len(r)
v = r["a"]
for k in r:
    pass
has = "a" in r
del r["b"]
keys = list(r)

# case: missing of a dictionary
# file: main.py
class Zero(dict):
    def __missing__(self, key):
        return (key, 0)
z = Zero(a=1)
a = z["a"]
b = z["q"]
c = z.get("q")

# case: reversed and length_hint
# file: main.py
class Tape:
    def __init__(self, items):
        self.items = items
    def __reversed__(self):
        return iter(self.items[::-1])
    def __length_hint__(self):
        return 3
    def __iter__(self):
        yield from self.items
t = Tape([1, 2])
for x in reversed(t):
    last = x
all_ = [y for y in t]

# case: getitem alone makes an iterable
# file: main.py
class Squares:
    def __getitem__(self, i):
        if i > 3:
            raise IndexError
        return i * 0.5
total = 0
for s in Squares():
    total += s
held = list(Squares())
a, b, *rest = Squares()
has = 1.0 in Squares()

# case: slices given to getitem
# file: main.py
class Text:
    def __init__(self, s):
        self.s = s
    def __getitem__(self, key):
        if isinstance(key, slice):
            return Text(self.s[key])
        if isinstance(key, tuple):
            return [self.s[k] for k in key]
        return self.s[key]
t = Text("hello")
one = t[0]
part = t[1:3]
several = t[0, 2]

# case: arithmetic, reflected and in place
# file: main.py
class Money:
    def __init__(self, n):
        self.n = n
    def __add__(self, other):
        if isinstance(other, Money):
            return Money(self.n + other.n)
        return NotImplemented
    def __radd__(self, other):
        return Money(self.n + other)
    def __isub__(self, other):
        self.n -= other
        return self
    def __mul__(self, k):
        return [self] * k
    def __rmul__(self, k):
        return (self, k)
m = Money(1) + Money(2)
s = sum([Money(1), Money(2)])
m -= 1
row = m * 2
pair = 2 * m

# case: matmul, divmod, pow and shifts
# file: main.py
class Op:
    def __matmul__(self, other):
        return "at"
    def __divmod__(self, other):
        return (1, "rest")
    def __pow__(self, n, mod=None):
        return 1.5
    def __lshift__(self, other):
        return self
    def __rshift__(self, other):
        return [other]
    def __or__(self, other):
        return {other}
    def __rfloordiv__(self, other):
        return b""
o = Op()
a = o @ 1
q, r = divmod(o, 2)
b = o ** 2
c = o << 1 << 2
d = o >> "x"
e = o | 3
f = 7 // o

# case: unary operators and conversions
# file: main.py
class N:
    def __neg__(self):
        return "neg"
    def __pos__(self):
        return self
    def __invert__(self):
        return [1]
    def __abs__(self):
        return 2.5
    def __int__(self):
        return 3
    def __float__(self):
        return 0.5
    def __complex__(self):
        return 1j
    def __index__(self):
        return 1
    def __round__(self, digits=None):
        return "round"
n = N()
a = -n
b = +n
c = ~n
d = abs(n)
e = int(n)
f = float(n)
g = complex(n)
h = ["x", "y"][n]
i = round(n)
j = hex(n)

# case: math's trunc, floor and ceil
# file: main.py
import math
class N:
    def __trunc__(self):
        return 1
    def __floor__(self):
        return "floor"
    def __ceil__(self):
        return "ceil"
n = N()
a = math.trunc(n)
b = math.floor(n)
c = math.ceil(n)

# case: context managers
# file: main.py
class Open:
    def __init__(self, path):
        self.path = path
    def __enter__(self):
        return [self.path]
    def __exit__(self, kind, error, trace):
        self.kind = kind
        self.error = error
        return True
manager = Open("x")
with manager as held:
    first = held[0]
    raise ValueError("no")
kind = manager.kind
error = manager.error

# case: awaitables
# file: main.py
import asyncio
class Soon:
    def __init__(self, value):
        self.value = value
    def __await__(self):
        yield from asyncio.sleep(0).__await__()
        return self.value
async def main():
    a = await Soon(1)
    b = await Soon("x")
    return a, b
pair = asyncio.run(main())

# case: asynchronous iteration and managers
# file: main.py
import asyncio
class Ticks:
    def __init__(self, n):
        self.n = n
    def __aiter__(self):
        return self
    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        return str(self.n)
class Conn:
    async def __aenter__(self):
        return self
    async def __aexit__(self, *exc):
        return None
    async def fetch(self):
        return {"rows": 1}
async def main():
    async for t in Ticks(2):
        last = t
    async with Conn() as c:
        row = await c.fetch()
    return last, row
out = asyncio.run(main())

# case: copying and pickling hooks
# file: main.py
import copy
class Node:
    def __init__(self, n):
        self.n = n
    def __copy__(self):
        return Node(str(self.n))
    def __deepcopy__(self, memo):
        made = Node(copy.deepcopy(self.n, memo))
        return made
    def __getstate__(self):
        return {"n": self.n}
    def __reduce__(self):
        return (Node, (self.n,))
a = copy.copy(Node(1))
b = copy.deepcopy(Node(2))
c = a.__getstate__()
d = b.__reduce__()

# case: what functions, methods and classes have
# file: main.py
def f(a, b=2, *, c="x"):
    """Doc."""
    return a
f.mark = 1.5
class C:
    """Class doc."""
    def m(self):
        return self
name = f.__name__
doc = f.__doc__
defaults = f.__defaults__
kwd = f.__kwdefaults__
module = f.__module__
code = f.__code__
count = code.co_argcount
names = code.co_varnames
mark = f.mark
c = C()
bound = c.m
owner = bound.__self__
plain = bound.__func__
base = C.__bases__
mro = C.__mro__
own = c.__class__
space = vars(c)
qual = C.m.__qualname__

# case: closures seen from outside
# file: main.py
def outer(n):
    def inner():
        return n
    return inner
f = outer(3)
cells = f.__closure__
held = cells[0].cell_contents
free = f.__code__.co_freevars
g = f.__globals__

# case: match_args and positional patterns
# file: main.py
class Pair:
    __match_args__ = ("left", "right")
    def __init__(self, left, right):
        self.left = left
        self.right = right
def look(p):
    match p:
        case Pair(int(a), str(b)):
            return a
        case Pair(left=a, right=None):
            return [a]
    return None
x = look(Pair(1, "s"))
y = look(Pair(2.5, None))

# case: the order of bases
# file: main.py
class Root:
    def who(self):
        return 0
class Left(Root):
    def who(self):
        return ["left", super().who()]
class Right(Root):
    def who(self):
        return ("right", super().who())
class Both(Left, Right):
    pass
w = Both().who()
x = Both.__mro__[1]

# case: mro_entries
# file: main.py
class Base:
    def hi(self):
        return "hi"
class Stand:
    def __mro_entries__(self, bases):
        return (Base,)
class Sub(Stand()):
    pass
h = Sub().hi()
