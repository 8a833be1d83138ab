# case: a generator of generators
# file: main.py
def inner(n):
    for i in range(n):
        yield i
def outer():
    yield inner(1)
    yield inner(2)
for g in outer():
    for x in g:
        y = x
flat = [v for g in outer() for v in g]

# case: a pipeline
# file: main.py
def read():
    yield "1"
    yield "2"
def parse(lines):
    for l in lines:
        yield int(l)
def double(ns):
    return (n * 2.0 for n in ns)
r = list(double(parse(read())))
x = r[0]

# case: enumerate over a generator with a tuple
# file: main.py
def pairs():
    yield "a", 1
    yield "b", 2
for i, (name, n) in enumerate(pairs()):
    t = (i, name, n)
d = dict(pairs())

# case: return in a generator by yield from
# file: main.py
def sub():
    yield 1
    return "r"
def main():
    x = yield from sub()
    yield [x]
l = list(main())

# case: a method that yields
# file: main.py
class T:
    def __init__(self):
        self.kids = []
    def add(self, k):
        self.kids.append(k)
        return self
    def walk(self):
        yield self
        for k in self.kids:
            yield from k.walk()
t = T().add(T())
for n in t.walk():
    kids = n.kids
