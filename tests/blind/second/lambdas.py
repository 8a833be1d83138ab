# case: as a value
# file: main.py
inc = lambda n: n + 1
a = inc(1)
f = inc
b = f(2)
c = (lambda: "x")()
# case: as argument
# file: main.py
def apply(fn, v):
    return fn(v)
a = apply(lambda s: s.upper(), "a")
b = apply(lambda n: n / 2, 1)
# case: returned
# file: main.py
def adder(n):
    return lambda x: x + n
plus = adder(2)
a = plus(3)
b = adder("a")("b")
# case: in containers
# file: main.py
ops = {"add": lambda a, b: a + b, "neg": lambda a: -a}
x = ops["add"](1, 2)
y = ops["neg"](1.5)
fs = [lambda: 1, lambda: "s"]
z = fs[1]()
# case: as default
# file: main.py
def f(v, key=lambda q: q):
    return key(v)
a = f(1)
b = f("s", key=lambda w: len(w))
# case: calling functions
# file: main.py
def g(x):
    return [x]
h = lambda v: g(v)
r = h("q")
def run(f):
    return f()
s = run(lambda: g(1))
# case: closures in a loop
# file: main.py
fs = []
for i in range(2):
    fs.append(lambda k=i: k * 2)
a = fs[0]()
b = [f() for f in fs]
# case: keys
# file: main.py
people = [("ann", 3), ("bob", 2)]
s = sorted(people, key=lambda p: p[1])
m = max(people, key=lambda p: p[1])
n, age = m
d = {}
d["f"] = lambda x: x
q = d["f"](1)
# case: conditional and nested
# file: main.py
pick = lambda flag: (lambda: 1) if flag else (lambda: "n")
a = pick(True)()   # wide: a
cur = lambda a: lambda b: a + b
b = cur(1)(2)
# case: in classes
# file: main.py
class A:
    size = lambda self: self.n
    def __init__(self):
        self.n = 3
        self.cb = lambda v: v
a = A()
s = a.size()
c = a.cb("x")
# case: map filter reduce
# file: main.py
from functools import reduce
m = list(map(lambda n: str(n), [1, 2]))
f = list(filter(lambda n: n > 1, [1, 2]))
r = reduce(lambda a, b: a * b, [1, 2, 3])
p = list(map(lambda a, b: (a, b), [1], "x"))
# case: star lambdas
# file: main.py
f = lambda *a, **k: (a, k)
x = f(1, b="c")
a, k = x
g = lambda *xs: xs[0]
y = g("s", 1)
