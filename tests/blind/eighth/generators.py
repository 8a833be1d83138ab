# case: a pipeline of generators
# file: main.py
def numbers():
    yield 1
    yield 2
def squares(source):
    for n in source:
        yield n * n
def texts(source):
    for n in source:
        yield str(n)
out = list(texts(squares(numbers())))
first = out[0]

# case: the value of a finished generator
# file: main.py
def average():
    total = 0.0
    count = 0
    while True:
        got = yield
        if got is None:
            break
        total += got
        count += 1
    return total, count
def outer(results):
    while True:
        r = yield from average()
        results.append(r)
results = []
g = outer(results)
next(g)
g.send(2)
g.send(4)
g.send(None)
last = results[-1]

# case: stop iteration carries a value
# file: main.py
def gen():
    yield 1
    return "done"
g = gen()
x = next(g)
try:
    next(g)
except StopIteration as stop:
    value = stop.value

# case: a recursive walk
# file: main.py
class Node:
    def __init__(self, value, *children):
        self.value = value
        self.children = children
    def __iter__(self):
        yield self.value
        for c in self.children:
            yield from c
tree = Node("a", Node("b"), Node("c"))
all_ = list(tree)
one = all_[0]

# case: a generator that reads a file like object
# file: main.py
import io
def lines(stream):
    for number, line in enumerate(stream, 1):
        text = line.strip()
        if text:
            yield number, text
found = list(lines(io.StringIO("a\n\nb")))
n, t = found[0]

# case: async generator and comprehension
# file: main.py
import asyncio
async def ticks(n):
    for i in range(n):
        yield i
        await asyncio.sleep(0)
async def main():
    got = [t async for t in ticks(2)]
    total = 0
    async for t in ticks(2):
        total += t
    return got, total
r = asyncio.run(main())

# case: a generator expression handed to a function
# file: main.py
def longest(words):
    best = ""
    for w in words:
        if len(w) > len(best):
            best = w
    return best
x = longest(w.upper() for w in ["a", "bb"])
