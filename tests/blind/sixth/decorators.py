# case: a plain decorator
# file: main.py
def deco(f):
    def inner():
        return f()
    return inner
@deco
def work():
    return 1
x = work()

# case: returns the function itself
# file: main.py
def mark(f):
    f.marked = True
    return f
@mark
def work(x):
    return x
y = work("a")
m = work.marked

# case: a decorator with an argument
# file: main.py
def times(n):
    def deco(f):
        def inner(x):
            return [f(x)] * n
        return inner
    return deco
@times(2)
def one(x):
    return x + 1
r = one(1)

# case: two decorators
# file: main.py
def a(f):
    def wa(x):
        return str(f(x))
    return wa
def b(f):
    def wb(x):
        return f(x) * 2
    return wb
@a
@b
def base(x):
    return x
z = base(1.5)

# case: a class as decorator
# file: main.py
class Cached:
    def __init__(self, f):
        self.f = f
        self.calls = 0
    def __call__(self, x):
        self.calls += 1
        return self.f(x)
@Cached
def slow(x):
    return x / 2
v = slow(4)
n = slow.calls

# case: a decorator on a method
# file: main.py
def logged(f):
    def inner(self, *args):
        r = f(self, *args)
        return r
    return inner
class K:
    @logged
    def go(self, a):
        return [a]
out = K().go(1)

# case: a decorator that replaces by a value
# file: main.py
def call_now(f):
    return f()
@call_now
def value():
    return {"a": 1}
x = value["a"]

# case: called by hand
# file: main.py
def deco(f):
    def inner(*a, **k):
        return f(*a, **k)
    return inner
def work(x):
    return x
wrapped = deco(work)
r = wrapped(3)
s = deco(len)("abc")

# case: a decorator from another module
# file: tools.py
import functools
def trace(f):
    @functools.wraps(f)
    def inner(*args):
        return f(*args)
    return inner
# file: main.py
from tools import trace
@trace
def add(a, b):
    return a + b
r = add(1, 2)
