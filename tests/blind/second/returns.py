# case: several returns
# file: main.py
def f(n):
    if n > 0:
        return 1
    if n < 0:
        return "neg"
    return None
a = f(1)   # wide: a
b = f(-1)   # wide: b
c = f(0)   # wide: c
# case: nothing
# file: main.py
def f():
    pass
def g(x):
    if x:
        return
    x = 1
def h():
    return f()
a = f()
b = g(1)
c = h()
# case: tuple, list, dict
# file: main.py
def t():
    return 1, "a"
def l():
    return [1, 2]
def d():
    return {"k": t}
x, y = t()
z = l()[0]
w = d()["k"]()
# case: a class, an instance, self
# file: main.py
class A:
    def me(self):
        return self
    def kind(self):
        return type(self)
class B(A):
    pass
def cls():
    return A
def inst():
    return B()
a = cls()()
b = inst().me()
k = b.kind()
n = k()
# case: a function with arguments
# file: main.py
def add(a, b):
    return a + b
def get():
    return add
s = get()(1, 2)
t = get()("a", "b")
f = get()
# case: result of an imported call
# file: main.py
from lib import build
b = build()
n = b.name
m = b.clone().name
# file: lib.py
class Built:
    name = "b"
    def clone(self):
        return build()
def build():
    return Built()
# case: through a ternary, or, and
# file: main.py
def a(x):
    return x or "dflt"
def b(x):
    return x and x[0]
def c(x):
    return 1 if x else 2.0
p = a(None)
q = b([1])
r = c(True)   # wide: r c
# case: from with, try, loop
# file: main.py
def find(xs, k):
    for x in xs:
        if x == k:
            return x
    else:
        return None
def openit():
    with open(__file__) as fh:
        return fh.read()
def tr():
    try:
        return int("1")
    except ValueError:
        return -1.0
a = find(["a"], "a")   # wide: a
b = openit()
c = tr()   # wide: c tr
def last(xs):
    res = None
    for x in xs:
        res = x
    return res
d = last([1])   # wide: d last
# case: conditional functions
# file: main.py
def up(s):
    return s.upper()
def size(s):
    return len(s)
def choose(flag):
    if flag:
        return up
    return size
f = choose(True)   # wide: f
g = choose(False)   # wide: g
r = f("a")   # wide: r
q = g("b")   # wide: q
# case: comprehension and arithmetic
# file: main.py
def evens(n):
    return [i for i in range(n) if i % 2 == 0]
def mean(xs):
    return sum(xs) / len(xs)
def table(n):
    return {i: str(i) for i in range(n)}
def cmp(a, b):
    return a == b
def neg(a):
    return not a
def gen():
    return (x for x in "ab")
a = evens(4)
b = mean(a)
c = table(2)
d = cmp(1, 2)
e = neg(a)
g = gen()
