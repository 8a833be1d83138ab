# case: a tuple of several things
# file: main.py
def load(path):
    ok = path.endswith("x")
    return ok, path, [len(path)]
ok, path, sizes = load("ax")
n = sizes[0]

# case: a lazily made attribute is returned
# file: main.py
class Lazy:
    def __init__(self):
        self._conn = None
    def conn(self):
        if self._conn is None:
            self._conn = {"open": True}
        return self._conn
c = Lazy().conn()
o = c["open"]

# case: functions returned by name
# file: main.py
def reader():
    return "r"
def writer():
    return 1
def get(mode):
    if mode == "r":
        return reader
    return writer
f = get("r")
g = get("w")
a = f()
b = g()

# case: a named tuple is returned
# file: main.py
from collections import namedtuple
Point = namedtuple("Point", "x y")
def mid(a, b):
    return Point((a.x + b.x) / 2, (a.y + b.y) / 2)
p = mid(Point(0, 0), Point(1, 3))
x = p.x
x2, y2 = p
q = p._replace(x="s")
d = p._asdict()

# case: return in a loop with else
# file: main.py
def find(items, wanted):
    for n, item in enumerate(items):
        if item == wanted:
            return n
    else:
        return "none"
a = find(["a", "b"], "b")
b = find(["a"], "z")

# case: an instance of the class that it is called on
# file: main.py
class Model:
    fields = ()
    @classmethod
    def create(cls, *values):
        self = cls()
        self.values = dict(zip(cls.fields, values))
        return self
    def get(self, name):
        return self.values[name]
class User(Model):
    fields = ("name", "email")
u = User.create("n", "e")
x = u.get("name")

# case: a coroutine returns
# file: main.py
import asyncio
async def fetch(n):
    await asyncio.sleep(0)
    return n * 2
async def main():
    one = await fetch(1)
    many = await asyncio.gather(fetch(2), fetch("x"))
    return one, many
r = asyncio.run(main())
o = r[0]

# case: cached and lru
# file: main.py
from functools import cached_property, lru_cache
class Circle:
    def __init__(self, r):
        self.r = r
    @cached_property
    def area(self):
        return self.r * 3.14
@lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
a = Circle(2).area
b = fib(5)
