# case: assigned, stored, passed
# file: main.py
inc = lambda n: n + 1
a = inc(1)
def apply(f, x):
    return f(x)
b = apply(lambda s: s.upper(), "a")
fs = [lambda: 1, lambda: "x"]
c = fs[0]()
d = fs[1]()
for f in fs:
    e = f()
# case: chained
# file: main.py
add = lambda a: lambda b: a + b
x = add(1)(2)
y = add("a")("b")
curry = lambda f: lambda a: lambda b: f(a, b)
z = curry(lambda p, q: [p, q])(1)(2)
# case: returned from functions
# file: main.py
def power(n):
    return lambda x: x ** n
sq = power(2)
a = sq(3)
def choose(flag):
    if flag:
        return lambda: "yes"
    return lambda: 0
b = choose(True)()  # wide: b
def pair():
    return (lambda x: x), (lambda x: [x])
f, g = pair()
c = f(1.5)
d = g(None)
# case: default arguments
# file: main.py
f = lambda x, y=2: x * y
a = f(3)
b = f("a", 3)
fs = [lambda i=i: i for i in range(3)]
c = fs[0]()
g = lambda *xs, **kw: (xs, kw)
d = g(1, k="v")
h = lambda fn=len: fn("abc")
e = h()
# case: that call functions
# file: main.py
def load(p):
    return [p]
def save(p, q):
    return None
go = lambda p: load(p)
a = go("x")
do = lambda: save(1, load(2))
b = do()
run = lambda fn, *args: fn(*args)
c = run(load, 2.5)
# case: in classes
# file: main.py
class Cell:
    double = lambda self: self.value * 2
    def __init__(self, value, fmt=lambda v: str(v)):
        self.value = value
        self.fmt = fmt
        self.reset = lambda: self.set(0)
    def set(self, v):
        old = self.value
        self.value = v
        return old
    def show(self):
        return self.fmt(self.value)
c = Cell(3)
a = c.double()
b = c.show()
d = c.reset()
e = Cell("x", fmt=lambda v: len(v)).show()
# case: as keys
# file: main.py
people = [("ann", 30), ("bob", 25)]
s = sorted(people, key=lambda p: p[1])
m = max(people, key=lambda p: len(p[0]))
people.sort(key=lambda p: p[0])
names = list(map(lambda p: p[0], people))
old = list(filter(lambda p: p[1] > 26, people))
first = names[0]
# case: a table
# file: main.py
ops = {"+": lambda a, b: a + b, "n": lambda a: -a, "s": lambda *a: str(a)}
x = ops["+"](1, 2)
y = ops["n"](2.5)
z = ops["s"](1)
def run(name, *args):
    return ops[name](*args)
w = run("+", "a", "b")
# case: immediately invoked with closures
# file: main.py
make = lambda: (lambda state: (lambda: state["n"]))({"n": 1})
a = make()()
b = (lambda f: f(f))(lambda f: "self")
c = (lambda x: (lambda y: (x, y)))(1)("s")
# case: recursion
# file: main.py
fact = lambda n: 1 if n < 2 else n * fact(n - 1)
a = fact(4)
walk = lambda t: t if isinstance(t, int) else walk(t[0])
b = walk([[1]])
# case: conditional and boolean
# file: main.py
pick = lambda x: x if x > 0 else None
a = pick(1)  # wide: a
b = pick(-1)  # wide: b
f = (lambda: 1) if a else (lambda: 1)
c = f()
either = lambda p, q: p or q
d = either("", "z")
g = None or (lambda v: (v,))
e = g(1)
# case: compose and reduce
# file: main.py
from functools import reduce
compose = lambda *fs: reduce(lambda f, g: lambda x: g(f(x)), fs)
h = compose(lambda x: x + 1, lambda x: str(x))
a = h(1)
total = reduce(lambda acc, x: acc + x, [1, 2, 3], 0)
text = reduce(lambda acc, x: acc + str(x), [1, 2], "")
# case: callbacks with objects
# file: main.py
class Event:
    def __init__(self, name):
        self.name = name
class Bus:
    def __init__(self):
        self.subs = {}
    def on(self, name, fn):
        self.subs.setdefault(name, []).append(fn)
    def emit(self, name):
        ev = Event(name)
        return [fn(ev) for fn in self.subs.get(name, [])]
bus = Bus()
bus.on("a", lambda ev: ev.name)
bus.on("a", lambda e: e.name.upper())
r = bus.emit("a")
