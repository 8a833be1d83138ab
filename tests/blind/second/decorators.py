# case: plain wrapper
# file: main.py
def log(fn):
    def wrapper(*args, **kwargs):
        result = fn(*args, **kwargs)
        return result
    return wrapper
@log
def add(a, b):
    return a + b
@log
def hello(name="x"):
    return "hi " + name
r = add(1, 2)
s = hello(name="y")
# case: two stacked
# file: main.py
def bold(fn):
    def inner():
        return "<b>" + fn() + "</b>"
    return inner
def count(fn):
    def inner2():
        return len(fn())
    return inner2
@count
@bold
def text():
    return "t"
n = text()
# case: with arguments
# file: main.py
def repeat(times):
    def deco(fn):
        def wrapper(arg):
            out = []
            for _ in range(times):
                out.append(fn(arg))
            return out
        return wrapper
    return deco
@repeat(3)
def square(x):
    return x * x
@repeat(times=2)
def up(s):
    return s.upper()
a = square(2)
b = up("q")
# case: a class as decorator
# file: main.py
class Count:
    def __init__(self, fn):
        self.fn = fn
        self.calls = 0
    def __call__(self, *args):
        self.calls += 1
        return self.fn(*args)
@Count
def f(x):
    return [x]
r = f(1)
c = f.calls
# case: a class with arguments as decorator
# file: main.py
class Tag:
    def __init__(self, name):
        self.name = name
    def __call__(self, fn):
        def wrapped(value):
            return self.name + fn(value)
        return wrapped
@Tag("p")
def para(v):
    return v.strip()
x = para(" x ")
# case: registering
# file: main.py
handlers = {}
def register(name):
    def deco(fn):
        handlers[name] = fn
        return fn
    return deco
@register("a")
def on_a(event):
    return 1
@register("b")
def on_b(event):
    return "b"
def fire(name, event):
    h = handlers[name]
    return h(event)
r = on_a("e")
x = handlers["b"]("q")
# case: wraps
# file: main.py
import functools
def timed(fn):
    @functools.wraps(fn)
    def wrapper(*a, **k):
        r = fn(*a, **k)
        return r, 0.5
    return wrapper
@timed
def work(n):
    return "x" * n
t = work(3)
v, s = t
# case: optional arguments
# file: main.py
def deco(fn=None, *, flag=False):
    if fn is None:
        def outer(g):
            return deco(g, flag=flag)
        return outer
    def inner(*args):
        return fn(*args)
    return inner
@deco
def a(x):
    return x
@deco(flag=True)
def b(x):
    return str(x)
p = a(1)
q = b(2)
# case: on methods
# file: main.py
def check(method):
    def wrapper(self, *args):
        if self.ok:
            return method(self, *args)
        return None
    return wrapper
class Svc:
    ok = True
    def __init__(self, base):
        self.base = base
    @check
    def get(self, key):
        return self.base + key
s = Svc("b")
g = s.get("k")   # wide: g
# case: class decorator
# file: main.py
def add_repr(cls):
    def rep(self):
        return cls.__name__
    cls.rep = rep
    cls.version = 2
    return cls
@add_repr
class Thing:
    pass
t = Thing()
r = t.rep()
v = t.version
# case: returns something else
# file: main.py
def const(fn):
    value = fn()
    return value
@const
def answer():
    return 42
x = answer
def swap(fn):
    return other
def other():
    return "other"
@swap
def mine():
    return 1.0
y = mine()
# case: decorated in another module
# file: main.py
from deco import cached
@cached
def slow(n):
    return n + 1
r = slow(4)
# file: deco.py
def cached(fn):
    memo = {}
    def lookup(key):
        if key not in memo:
            memo[key] = fn(key)
        return memo[key]
    return lookup
# case: called without syntax
# file: main.py
def trace(fn):
    def w(x):
        return fn(x)
    return w
def base(x):
    return x
g = trace(base)
a = g(1)
b = trace(lambda s: s + "!")("z")
# case: lru_cache, contextmanager, total_ordering
# file: main.py
from functools import lru_cache, cached_property, total_ordering
from contextlib import contextmanager
@lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
@contextmanager
def opened(name):
    yield name.upper()
@total_ordering
class V:
    def __init__(self, n):
        self.n = n
    def __eq__(self, o):
        return self.n == o.n
    def __lt__(self, o):
        return self.n < o.n
    @cached_property
    def big(self):
        return self.n > 10
f = fib(5)
with opened("q") as h:
    u = h
v = V(1) >= V(2)
w = V(3).big
