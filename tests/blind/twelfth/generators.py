# Generators: what is yielded, sent and returned.

# case: yielded from a dictionary of generators
# file: main.py
def ints():
    yield 1
def texts():
    yield "a"
    yield "b"
gens = {"i": ints, "t": texts}
a = next(gens["i"]())
b = list(gens["t"]())
def both(names):
    for n in names:
        yield from gens[n]()
c = list(both(["i", "t"]))

# case: a generator that receives its functions
# file: main.py
def worker():
    result = None
    while True:
        fn = yield result
        result = fn()
def one():
    return 1
def two():
    return "2"
w = worker()
start = next(w)
a = w.send(one)
b = w.send(two)
w.close()

# case: a method generator that delegates to the children
# file: main.py
class Tree:
    def __init__(self, value, *kids):
        self.value = value
        self.kids = kids
    def __iter__(self):
        yield self.value
        for kid in self.kids:
            yield from kid
    def leaves(self):
        if not self.kids:
            yield self
        for kid in self.kids:
            yield from kid.leaves()
t = Tree(1, Tree("two"), Tree(3.0, Tree(None)))
values = list(t)
leaf = next(t.leaves())
v = leaf.value

# case: an exception thrown into a generator gives a value
# file: main.py
def listen():
    try:
        yield "waiting"
    except ValueError as e:
        yield e
    yield 3
g = listen()
first = next(g)
err = g.throw(ValueError("x"))
last = next(g)

# case: a generator expression over a generator expression, with a condition
# file: main.py
def words():
    yield "a 1"
    yield "b 2"
pairs = (w.split() for w in words())
nums = ((k, int(v)) for k, v in pairs if v)
d = dict(nums)
a = d["a"]
squares = (n * n for n in d.values())
s = sum(squares)

# case: zip and enumerate over own generators
# file: main.py
def up(n):
    i = 0
    while i < n:
        yield i
        i += 1
def letters():
    for c in "abc":
        yield c
out = []
for i, (n, c) in enumerate(zip(up(3), letters())):
    out.append((i, n, c))
last = out[-1]
m = max(up(3))
everything = [*up(2), *letters()]
a, b = up(2)

# case: a generator as a stack of actions
# file: main.py
def undoable(log):
    log.append("do")
    value = yield len(log)
    log.append(value)
    return log
log = []
u = undoable(log)
n = next(u)
try:
    u.send(2.5)
except StopIteration as stop:
    result = stop.value
r = result[-1]

# case: an asynchronous generator under run
# file: main.py
import asyncio
class Feed:
    def __init__(self, items):
        self.items = items
    def __aiter__(self):
        self.i = iter(self.items)
        return self
    async def __anext__(self):
        try:
            return next(self.i)
        except StopIteration:
            raise StopAsyncIteration
async def double(feed):
    async for x in feed:
        yield x * 2
async def main():
    got = [y async for y in double(Feed([1, "a"]))]
    first = await anext(double(Feed([2.5])))
    return got, first
got, first = asyncio.run(main())
