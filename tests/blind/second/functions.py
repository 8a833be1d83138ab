# case: functions in containers
# file: main.py
def a():
    return 1
def b():
    return "b"
fs = [a, b]
x = fs[0]()
for f in fs:
    r = f()
t = (a, b)
g, h = t
y = h()
# case: closure with state
# file: main.py
def make(start):
    total = start
    def add(n):
        nonlocal total
        total = total + n
        return total
    def get():
        return total
    return add, get
add, get = make(0)
s = add(2)
g = get()
# case: default functions
# file: main.py
def ident(x):
    return x
def apply(v, fn=ident):
    return fn(v)
a = apply(1)
b = apply(2, str)
# case: nested definitions shadow
# file: main.py
def helper():
    return "outer"
def run():
    def helper():
        return 1
    return helper()
a = run()
b = helper()
# case: chain of returned functions
# file: main.py
def level1(a):
    def level2(b):
        def level3(c):
            return a, b, c
        return level3
    return level2
one = level1(1)
two = one("b")
t = two(2.5)
x, y, z = t
# case: function attributes
# file: main.py
def f():
    f.calls += 1
    return f.calls
f.calls = 0
f.tag = "t"
n = f()
t = f.tag
nm = f.__name__
# case: recursion over a tree
# file: main.py
class Tree:
    def __init__(self, v, left=None, right=None):
        self.v = v
        self.left = left
        self.right = right
def total(t):
    if t is None:
        return 0
    return t.v + total(t.left) + total(t.right)
def flat(t):
    if t is None:
        return []
    return flat(t.left) + [t.v] + flat(t.right)
tr = Tree(1, Tree(2))
s = total(tr)
l = flat(tr)
# case: recursion over nested lists
# file: main.py
def flatten(x):
    out = []
    for i in x:
        if isinstance(i, list):
            out.extend(flatten(i))
        else:
            out.append(i)
    return out
l = flatten([1, [2, [3]]])
# case: composition
# file: main.py
def compose(f, g):
    def composed(x):
        return f(g(x))
    return composed
def parse(s):
    return int(s)
def half(n):
    return n / 2
c = compose(half, parse)
r = c("4")
d = compose(str, c)
q = d("8")
# case: rebound by import time condition
# file: main.py
import sys
if sys.platform == "nowhere":
    def get():
        return b"bytes"
else:
    def get():   # wide: get
        return "text"
v = get()   # wide: v
# case: redefinition
# file: main.py
def f():
    return 1
a = f()
def f():
    return "s"
b = f()
def user():
    return f()
c = user()
# case: function passed to itself
# file: main.py
def rec(self, n):
    return 1 if n == 0 else self(self, n - 1)
r = rec(rec, 2)
def twice(f):
    return lambda x: f(f(x))
q = twice(twice)(lambda v: v + 1)(0)
# case: pipeline
# file: main.py
def strip(s):
    return s.strip()
def words(s):
    return s.split()
def count(ws):
    return len(ws)
def pipe(value, *steps):
    for step in steps:
        value = step(value)
    return value
r = strip(" a b ")
p = pipe(" a b ", strip)
l = words(p)
# case: memo
# file: main.py
cache = {}
def memo(n):
    if n in cache:
        return cache[n]
    v = n * 1.5
    cache[n] = v
    return v
a = memo(2)
k = cache[2]
# case: async
# file: main.py
import asyncio
async def fetch(n):
    await asyncio.sleep(0)
    return n * 2
async def main():
    a = await fetch(1)
    bs = await asyncio.gather(fetch(2), fetch(3))
    return a
r = asyncio.run(main())
