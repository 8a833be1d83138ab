# Generators.

# case: a generator is given the next one
# file: main.py
def numbers():
    yield 1
    yield 2
def texts(source):
    for n in source:
        yield str(n)
def pairs(source):
    for t in source:
        yield t, len(t)
p = pairs(texts(numbers()))
first = next(p)
word, size = first
rest = list(p)

# case: a generator returns a function
# file: main.py
def func1():
    return "done"
def gen():
    yield 1
    return func1
def outer():
    f = yield from gen()
    yield f()
out = list(outer())
last = out[-1]

# case: a closed generator with a finally
# file: main.py
log = []
def gen():
    try:
        yield 1
        yield "two"
    finally:
        log.append("closed")
g = gen()
a = next(g)
b = g.close()
c = log[0]

# case: a recursive generator over nested lists
# file: main.py
def flat(rows):
    for row in rows:
        if isinstance(row, list):
            yield from flat(row)
        else:
            yield row
out = list(flat([1, [2, [3]]]))
one = out[0]

# case: sent functions are called
# file: main.py
def func1():
    return 1
def func2():
    return "two"
def runner():
    result = None
    while True:
        f = yield result
        result = f()
r = runner()
a = next(r)
b = r.send(func1)
c = r.send(func2)

# case: a class with __iter__ and __next__ that yields instances
# file: main.py
class Node:
    def __init__(self, value, after=None):
        self.value = value
        self.after = after
class Chain:
    def __init__(self, head):
        self.at = head
    def __iter__(self):
        return self
    def __next__(self):
        if self.at is None:
            raise StopIteration
        node = self.at
        self.at = node.after
        return node
values = []
for node in Chain(Node(1, Node("s"))):
    v = node.value
    values.append(v)

# case: generator expressions with two loops and a condition
# file: main.py
rows = [[1, 2], [3]]
g = (n * 0.5 for row in rows for n in row if n > 1)
a = next(g)
h = (f(1) for f in (str, float))
b = next(h)
c = tuple(h)
