# Generators and coroutines.

# case: a running average
# file: main.py
def averager():
    total, count, average = 0.0, 0, None
    while True:
        term = yield average
        if term is None:
            break
        total += term
        count += 1
        average = total / count
    return count, average
def grouper(results, key):
    while True:
        results[key] = yield from averager()
avg = averager()
start = next(avg)
first = avg.send(10)
second = avg.send(20)
try:
    avg.send(None)
except StopIteration as stop:
    result = stop.value
results = {}
g = grouper(results, "k")
next(g)
g.send(3)
g.send(None)
stored = results["k"]

# case: a tokenizer
# file: main.py
import re
TOKEN = re.compile(r"\s*(?:(\d+)|(.))")
def tokens(text):
    for number, op in TOKEN.findall(text):
        if number:
            yield "num", int(number)
        else:
            yield "op", op
def evaluate(text):
    stream = tokens(text)
    kind, value = next(stream)
    for kind, op in stream:
        _, right = next(stream)
        value = value + right if op == "+" else value - right
    return value
listed = list(tokens("1+2"))
kind, one = listed[0]
total = evaluate("1+2-3")
numbers = [v for k, v in tokens("4-5") if k == "num"]

# case: pipelines
# file: main.py
def read(lines):
    for line in lines:
        yield line.strip()
def only(lines, prefix):
    return (l for l in lines if l.startswith(prefix))
def numbered(lines, start=1):
    n = start
    for line in lines:
        yield n, line
        n += 1
source = [" a1\n", "b2\n", "a3"]
pipe = numbered(only(read(source), "a"))
n, line = next(pipe)
rest = list(pipe)
def chunks(items, size):
    for i in range(0, len(items), size):
        yield items[i:i + size]
halves = list(chunks([1, 2, 3], 2))
texts = [c for c in chunks("abcd", 3)]
def countdown(n):
    if n:
        yield n
        yield from countdown(n - 1)
down = list(countdown(3))
total = sum(x * x for x in countdown(2))
def interleave(*its):
    its = [iter(i) for i in its]
    while its:
        for it in list(its):
            try:
                yield next(it)
            except StopIteration:
                its.remove(it)
mixed = list(interleave([1, 2], "ab"))

# case: throw, close and cleaning up
# file: main.py
log = []
def worker():
    try:
        while True:
            try:
                job = yield len(log)
                log.append(job)
            except ValueError as exc:
                log.append(exc)
                yield "recovered"
    finally:
        log.append("closed")
w = worker()
ready = next(w)
n = w.send("job")
answer = w.throw(ValueError("bad"))
w.close()
last = log[-1]
def two():
    x = yield 1
    y = yield x
    return [x, y]
def outer():
    got = yield from two()
    yield got
o = outer()
a = next(o)
b = o.send("x")
c = o.send(2.5)
def empty():
    return
    yield
none = list(empty())

# case: iterators as classes
# file: main.py
class Countdown:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        return self
    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n
class Tree:
    def __init__(self, value, left=None, right=None):
        self.value, self.left, self.right = value, left, right
    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right
class Pages:
    def __getitem__(self, i):
        if i > 1:
            raise IndexError(i)
        return f"page {i}"
down = [n for n in Countdown(3)]
top = next(Countdown(5))
tree = Tree(2, Tree(1), Tree(3, right=Tree(4)))
values = list(tree)
biggest = max(tree)
first, *others = tree
pages = list(Pages())
last = sorted(Pages(), reverse=True)[0]
for number, page in enumerate(Pages()):
    shown = page.title()

# case: coroutines
# file: main.py
import asyncio
class Resource:
    async def __aenter__(self):
        await asyncio.sleep(0)
        return self
    async def __aexit__(self, *exc):
        return None
    async def fetch(self, n):
        await asyncio.sleep(0)
        return {"n": n}
async def ticks(limit):
    for i in range(limit):
        yield i
async def double(x):
    return x * 2
async def main():
    async with Resource() as res:
        one = await res.fetch(1)
    many = await asyncio.gather(double(2), double("a"))
    seen = [t async for t in ticks(2)]
    total = 0
    async for t in ticks(3):
        total += t
    task = asyncio.create_task(double(1.5))
    late = await task
    soon = await asyncio.wait_for(double([1]), 1)
    return one, seen, late, soon
one, seen, late, soon = asyncio.run(main())
