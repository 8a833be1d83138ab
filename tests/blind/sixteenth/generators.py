# Generators.

# case: send, throw and return values
# file: main.py
def talk():
    got = yield "ready"
    while got is not None:
        try:
            got = yield [got]
        except KeyError as e:
            got = yield e
    return 2.5
g = talk()
a = next(g)
b = g.send(1)
c = g.throw(KeyError("k"))
d = g.send("s")
try:
    g.send(None)
except StopIteration as stop:
    e = stop.value
g.close()

# case: yield from lists, generators, and with a result
# file: main.py
def letters():
    yield from "ab"
    return 1
def both():
    n = yield from letters()
    yield n
    m = yield from [2.5]
    yield m
def nested(depth):
    if depth:
        yield depth
        yield from nested(depth - 1)
    return depth
a = list(both())
b = list(nested(2))
first, *rest = both()
def result():
    x = yield from nested(0)
    yield str(x)
c = next(result())
it = both()
d = next(it)

# case: generator expressions that call, nest and are handed on
# file: main.py
def load(n):
    return {"n": n}
def only(items):
    for i in items:
        if i["n"]:
            yield i
def names(items):
    return (str(i["n"]) for i in items)
rows = (load(n) for n in range(3))
good = only(rows)
texts = names(good)
a = next(texts)
b = list(texts)
c = sum(len(t) for t in names([load(10)]))
d = dict((t, load) for t in "ab")["a"](1)
e = any(r["n"] for r in only([load(1)]))
f = tuple(x * y for x in (1, 2) for y in (0.5,))
g = next((f for f in [load, only] if f is only), None)

# case: generators of functions and of pairs
# file: main.py
def one():
    return 1
def two(x):
    return [x]
def jobs():
    yield one, ()
    yield two, ("a",)
def run(source):
    for f, args in source:
        yield f(*args)
a = [r for r in run(jobs())]
it = run(jobs())
b = next(it)
c = next(it)
def makers():
    for n in (1, 2):
        yield lambda k: (n, k)
d = [m("k") for m in makers()]
e = dict(enumerate(makers()))[0](None)
f = max(run([(one, ())]))

# case: iterators of classes, and a generator that is one
# file: main.py
class Tree:
    def __init__(self, value, *kids):
        self.value = value
        self.kids = kids
    def __iter__(self):
        yield self
        for kid in self.kids:
            yield from kid
    def values(self):
        return (t.value for t in self)
class Pages:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        return self
    def __next__(self):
        self.n -= 1
        if self.n < 0:
            raise StopIteration
        return f"page {self.n}"
t = Tree(1, Tree("s"), Tree(2.5))
a = list(t.values())
b = [x for x in t][0].value
c = list(Pages(2))
first, *others = Pages(3)
for n, page in enumerate(Pages(1)):
    d = page
e = max(Pages(2), key=len)
f = dict(zip(Pages(1), t))
