# case: several types
# file: main.py
def pick(n):
    if n == 0:
        return 1
    elif n == 1:
        return "one"
    elif n == 2:
        return [n]
    return None
a = pick(0)  # wide: a
b = [pick(i) for i in range(4)]
# case: functions returned and called
# file: main.py
def f():
    return 1
def g():
    return f
def h():
    return g()
a = g()
b = a()
c = h()()
def k():
    return g, f
x, y = k()
z = x()()
# case: by a closure over a parameter
# file: main.py
def const(v):
    def get():
        return v
    return get
a = const(1)
b = a()
c = const("x")()
def multi(v):
    return [const(v), const([v])]
d = multi(2.5)[1]()
# case: instances and classes
# file: main.py
class Item:
    def __init__(self, v):
        self.v = v
    def me(self):
        return self
    def cls(self):
        return type(self)
    def other(self):
        return Item("o")
def new():
    return Item(1)
def kind():
    return Item
a = new()
b = new().me().v
c = kind()(2.5)
d = a.cls()
e = a.other().me()
# case: tuples
# file: main.py
def minmax(xs):
    return min(xs), max(xs)
lo, hi = minmax([1, 2])
def stats(xs):
    n = len(xs)
    return {"n": n, "mean": sum(xs) / n}
s = stats([1.5])
n = s["n"]
m = s["mean"]
def nested():
    return (1, ("a", [2.5]))
one, (two, three) = nested()
# case: imported functions' results
# file: a.py
from b import make
def get():
    return make()
# file: b.py
class Thing:
    def use(self):
        return {1}
def make():
    return Thing()
# file: main.py
from a import get
import a
t = get()
u = t.use()
v = a.make().use()
# case: returns in loops and with
# file: main.py
def find(items, x):
    for i, item in enumerate(items):
        if item == x:
            return i
    else:
        return -1
def loop():
    while True:
        return "out"
def managed():
    with Res() as r:
        return r.get()
class Res:
    def __enter__(self):
        return self
    def __exit__(self, *a):
        return None
    def get(self):
        return b"x"
a = find("abc", "b")
b = loop()
c = managed()
# case: boolean operators and conditionals
# file: main.py
def either(a, b):  # wide: either
    return a or b
def both(a, b):  # wide: both
    return a and b
def cond(f):  # wide: cond
    return 1 if f else "no"
def neg(x):
    return not x
def cmp(a, b):
    return a < b <= 3
a = either(0, "x")  # wide: a
b = both(1, 2.5)  # wide: b
c = cond(True)  # wide: c
d = neg(3)
e = cmp(1, 2)
# case: recursion with containers
# file: main.py
def build(n):
    if n == 0:
        return []
    return [n] + build(n - 1)
def tree(n):
    if n == 0:
        return None
    return {"n": n, "next": tree(n - 1)}
a = build(3)
b = tree(2)
c = b["n"]
# case: star results
# file: main.py
def args():
    return (1, "a")
def kw():
    return {"x": 1, "y": "b"}
def use(x, y):
    return y
a = use(*args())
b = use(**kw())
head, *rest = args()
# case: self returned along a chain with subclasses
# file: main.py
class Query:
    def __init__(self):
        self.parts = []
    def where(self, c):
        self.parts.append(c)
        return self
    def all(self):
        return list(self.parts)
class Special(Query):
    def limit(self, n):
        self.n = n
        return self
q = Special().where("a").limit(3).where("b")
r = q.all()
p = Query().where("z")
# case: by exceptions and finally
# file: main.py
def safe(fn, default=None):
    try:
        return fn()
    except Exception:
        return default
def bad():
    raise ValueError
def good():
    return 1.5
a = safe(good)  # wide: a
b = safe(bad)
c = safe(bad, default="d")
# case: methods returned
# file: main.py
class Calc:
    def __init__(self, n):
        self.n = n
    def add(self, m):
        return self.n + m
    def op(self, name):
        if name == "add":
            return self.add
        return self.neg
    def neg(self):
        return -self.n
c = Calc(1)
f = c.op("add")  # wide: f
a = f(2)
g = c.op("neg")  # wide: g
b = g()
