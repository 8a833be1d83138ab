# case: iterated, listed, nexted
# file: main.py
def up(n):
    i = 0
    while i < n:
        yield i
        i += 1
g = up(3)
a = next(g)
b = list(g)
for c in up(2):
    d = c
e = sum(up(3))
f = [x * 1.5 for x in up(2)]
first, *rest = up(3)
# case: send
# file: main.py
def echo():
    got = None
    while True:
        got = yield got
e = echo()
a = next(e)
b = e.send("x")
c = e.send("y")
def accumulate():
    total = 0
    while True:
        n = yield total
        if n is None:
            return total
        total += n
acc = accumulate()
z = next(acc)
y = acc.send(5)
# case: send to a method
# file: main.py
class Pipe:
    def __init__(self):
        self.seen = []
    def run(self):
        while True:
            item = yield len(self.seen)
            self.seen.append(item)
p = Pipe()
r = p.run()
n = next(r)
m = r.send("a")
s = p.seen
# case: pipelines
# file: main.py
def read():
    yield "1"
    yield "2"
def parse(lines):
    for line in lines:
        yield int(line)
def scale(nums, k):
    for n in nums:
        yield n * k
for v in scale(parse(read()), 1.5):
    w = v
total = sum(parse(read()))
# case: yield from with result
# file: main.py
def inner():
    x = yield 1
    return "r"
def outer():
    res = yield from inner()
    yield res
l = list(outer())
def flat(items):
    for it in items:
        if isinstance(it, list):
            yield from flat(it)
        else:
            yield it
f = list(flat([1, [2, [3]]]))
# case: generator expressions
# file: main.py
nums = [1, 2, 3]
g = (n * 2 for n in nums)
a = next(g)
t = tuple(str(n) for n in nums)
d = dict((n, str(n)) for n in nums)
m = max(n / 2 for n in nums)
j = ",".join(str(n) for n in nums)
h = next((n for n in nums if n > 5), None)  # wide: h
# case: classes as iterators
# file: main.py
class Count:
    def __init__(self, stop):
        self.n = 0
        self.stop = stop
    def __iter__(self):
        return self
    def __next__(self):
        if self.n >= self.stop:
            raise StopIteration
        self.n += 1
        return self.n
class Letters:
    def __iter__(self):
        yield "a"
        yield "b"
c = Count(3)
a = next(c)
for b in c:
    d = b
l = list(Letters())
for x in Letters():
    y = x
# case: yielding functions
# file: main.py
def one():
    return 1
def two():
    return "2"
def steps():
    yield one
    yield two
for step in steps():
    r = step()
s = next(steps())  # wide: s
t = s()  # wide: t
# case: context manager from a generator
# file: main.py
from contextlib import contextmanager
class Conn:
    def run(self):
        return [1]
@contextmanager
def connect(name):
    c = Conn()
    yield c
with connect("db") as conn:
    rows = conn.run()
# case: generator kept in an object, closed
# file: main.py
class Feed:
    def __init__(self, items):
        self.gen = self._make(items)
    def _make(self, items):
        for i in items:
            yield i.upper()
    def take(self):
        v = next(self.gen)
        return v
f = Feed(["a", "b"])
a = f.take()
b = f.gen
f.gen.close()
# case: a generator as an argument and result
# file: main.py
def evens(limit):
    for n in range(0, limit, 2):
        yield n
def first(gen):
    value = next(gen)
    return value
def make():
    return evens(4)
a = first(evens(3))
b = make()
c = first(b)
d = {k: v for k, v in zip("ab", evens(4))}
# case: tuples yielded
# file: main.py
def pairs(d):
    for k in d:
        yield k, d[k]
for name, value in pairs({"a": 1.5}):
    n, v = name, value
def walk(tree, depth=0):
    yield tree["name"], depth
    for kid in tree["kids"]:
        yield from walk(kid, depth + 1)
names = [n for n, _ in walk({"name": "r", "kids": [{"name": "k", "kids": []}]})]
# case: async
# file: main.py
import asyncio
async def fetch(n):
    await asyncio.sleep(0)
    return n * 2
async def ticks():
    for i in range(2):
        yield str(i)
async def main():
    a = await fetch(1)
    b = await asyncio.gather(fetch(2), fetch(3))
    c = []
    async for t in ticks():
        c.append(t)
    d = [t async for t in ticks()]
    return a, c
r = asyncio.run(main())
