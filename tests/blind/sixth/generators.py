# case: yields several types
# file: main.py
def gen():
    yield 1
    yield "a"
g = gen()
a = next(g)  # wide: a
for x in gen():
    pass
l = list(gen())

# case: yield from
# file: main.py
def inner():
    yield 1.5
    return "done"
def outer():
    r = yield from inner()
    yield r
items = list(outer())

# case: send
# file: main.py
def echo():
    got = None
    while True:
        got = yield got  # wide: got
g = echo()
next(g)
x = g.send(3)  # wide: x

# case: a generator expression
# file: main.py
g = (n * 2 for n in [1, 2])
a = next(g)
s = sum(n for n in [1.5, 2.5])
l = [c for c in (str(i) for i in range(3))]

# case: a class that iterates
# file: main.py
class Count:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        return self
    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n
for i in Count(3):
    last = i
all_ = list(Count(2))

# case: __iter__ as a generator
# file: main.py
class Bag:
    def __init__(self):
        self.items = ["a"]
    def __iter__(self):
        for i in self.items:
            yield i
for b in Bag():
    x = b
first, = Bag()

# case: a generator of functions
# file: main.py
def a():
    return 1
def b():
    return 2
def gen():
    yield a
    yield b
for f in gen():
    r = f()

# case: a generator given to a function
# file: main.py
def numbers(n):
    i = 0
    while i < n:
        yield i
        i += 1
def first(it):
    for x in it:
        return x  # wide: first
v = first(numbers(3))  # wide: v
