# case: result called at once
# file: main.py
def outer():
    def inner():
        return "in"
    return inner
x = outer()()
# case: chain of three
# file: main.py
def a():
    return b
def b():
    return c
def c():
    return 1.0
r = a()()()
# case: class and method at once
# file: main.py
class A:
    def m(self):
        return self
    def n(self, v):
        return v
x = A().m().n("q")
y = A().n(A)().n(1)
# case: from a tuple
# file: main.py
def f():
    return 1
def g():
    return "g"
x = (f, g)[1]()
y = [f, g][0]()
z = {"f": f}["f"]()
# case: conditional callee
# file: main.py
def f():
    return 1
def g():
    return "g"
import os
x = (f if os.sep else g)()   # wide: x
y = (f or g)()
# case: a lambda called at once
# file: main.py
x = (lambda v: v + 1)(2)
y = (lambda: "s")()
z = (lambda f: f())(lambda: None)
# case: call within call
# file: main.py
def inc(n):
    return n + 1
def to_text(n):
    return str(n)
r = to_text(inc(inc(1)))
s = inc(len(to_text(5)))
# case: imported chain
# file: main.py
from make import factory
r = factory("a")()
s = factory("a")
# file: make.py
def factory(name):
    def product():
        return name
    return product
# case: method of a result of a method
# file: main.py
class Conn:
    def cursor(self):
        return Cursor(self)
class Cursor:
    def __init__(self, conn):
        self.conn = conn
    def fetch(self):
        return [("a", 1)]
def connect():
    return Conn()
rows = connect().cursor().fetch()
row = rows[0]
name, n = row
c = connect().cursor().conn
# case: recursion
# file: main.py
def fact(n):
    if n <= 1:
        return 1
    return n * fact(n - 1)
def even(n):
    return True if n == 0 else odd(n - 1)
def odd(n):
    return False if n == 0 else even(n - 1)
f = fact(5)
e = even(4)
def depth(tree):
    if not tree:
        return 0
    return 1 + max(depth(t) for t in tree)
d = depth([[], [[]]])
