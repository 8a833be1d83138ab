# case: simple
# file: main.py
def gen():
    yield 1
    yield "a"
g = gen()
a = next(g)   # wide: a
for v in gen():
    w = v
l = list(gen())
# case: fib
# file: main.py
def fib(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b
nums = list(fib(10))
s = sum(fib(10))
first = next(fib(5))
# case: yield from
# file: main.py
def inner():
    yield 1
    return "ret"
def outer():
    r = yield from inner()
    yield r
def flat(xs):
    for x in xs:
        yield from x
l = list(outer())
f = list(flat([["a"], ["b"]]))
# case: send
# file: main.py
def acc():
    total = 0
    while True:
        got = yield total
        if got is None:
            break
        total += got
g = acc()
a = next(g)
b = g.send(5)
c = g.send(6)
# case: send of own object
# file: main.py
class Cmd:
    def run(self):
        return "ran"
def loop():
    out = None
    while True:
        cmd = yield out
        out = cmd.run()
g = loop()
next(g)
r = g.send(Cmd())   # wide: r
# case: expression
# file: main.py
sq = (n * n for n in range(3))
a = next(sq)
l = list(sq)
m = max(len(s) for s in ["a", "bb"])
t = tuple(str(i) for i in [1])
d = dict((k, 1) for k in "ab")
j = ",".join(str(i) for i in range(2))
# case: an iterator class
# file: main.py
class Count:
    def __init__(self, n):
        self.n = n
        self.i = 0
    def __iter__(self):
        return self
    def __next__(self):
        if self.i >= self.n:
            raise StopIteration
        self.i += 1
        return self.i
c = Count(2)
for x in c:
    y = x
l = list(Count(3))
n = next(Count(1))
it = iter(c)
# case: pipeline of generators
# file: main.py
def read():
    for line in ["1", "2"]:
        yield line
def parse(lines):
    for l in lines:
        yield int(l)
def scale(ns, k):
    for n in ns:
        yield n * k
p = scale(parse(read()), 0.5)
vals = list(p)
s = vals[0]
# case: generator method and __iter__
# file: main.py
class Tree:
    def __init__(self, v, kids=()):
        self.v = v
        self.kids = kids
    def walk(self):
        yield self.v
        for k in self.kids:
            yield from k.walk()
    def __iter__(self):
        return self.walk()
t = Tree(1, [Tree(2)])
vs = list(t)
for n in t:
    m = n
w = t.walk()
# case: functions yielded
# file: main.py
def f():
    return 1
def g():
    return "g"
def funcs():
    yield f
    yield g
for fn in funcs():
    r = fn()
a = next(funcs())()   # wide: a
# case: a generator given to a function
# file: main.py
def gen(n):
    for i in range(n):
        yield str(i)
def consume(it):
    out = []
    for x in it:
        out.append(x)
    return out
l = consume(gen(3))
k = [x + "!" for x in gen(2)]
en = list(enumerate(gen(1)))
# case: return value
# file: main.py
def g():
    yield 1
    return "done"
it = g()
next(it)
try:
    next(it)
except StopIteration as stop:
    v = stop.value
# case: infinite with islice
# file: main.py
import itertools
def naturals():
    n = 0
    while True:
        yield n
        n += 1
ev = (x for x in naturals() if x % 2 == 0)
l = list(itertools.islice(ev, 3))
z = list(zip(naturals(), "ab"))
a, b = z[0]
# case: async generator
# file: main.py
import asyncio
async def ticks(n):
    for i in range(n):
        yield i
async def main():
    out = []
    async for t in ticks(2):
        out.append(t)
    more = [x async for x in ticks(1)]
    return out
r = asyncio.run(main())
