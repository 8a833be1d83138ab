# Decorators.

# case: a decorator with and without arguments
# file: main.py
def tag(fn=None, *, name="t"):
    def deco(f):
        def wrapper(*args):
            return (name, f(*args))
        return wrapper
    return deco if fn is None else deco(fn)
@tag
def one(x):
    return x
@tag(name="two")
def two(x, y):
    return [x, y]
a = one(1)
b = two(1, "x")
c = a[1]
d = b[1]

# case: decorators above each other change what is returned
# file: main.py
def as_list(f):
    def inner(n):
        return [f(n)]
    return inner
def as_text(f):
    def inner(n):
        return str(f(n))
    return inner
@as_list
@as_text
def square(n):
    return n * n
@as_text
@as_list
def cube(n):
    return n ** 3
a = square(2)
b = cube(2)
c = as_list(as_list(len))("abc")

# case: class decorators that register, replace and add
# file: main.py
registry = {}
def register(cls):
    registry[cls.__name__] = cls
    return cls
def with_size(size):
    def deco(cls):
        cls.size = size
        return cls
    return deco
def singleton(cls):
    return cls()
@register
class A:
    def go(self):
        return 1
@register
@with_size(2.5)
class B:
    def go(self):
        return "b"
@singleton
class only:
    def hi(self):
        return None
a = registry["A"]().go()
b = B.size
c = B().go()
d = only.hi()
e = only

# case: a class as a decorator, of functions and methods
# file: main.py
class Counted:
    def __init__(self, fn):
        self.fn = fn
        self.calls = 0
    def __call__(self, *args, **kwargs):
        self.calls += 1
        return self.fn(*args, **kwargs)
    def __get__(self, obj, owner=None):
        return lambda *a: self(obj, *a)
@Counted
def add(a, b):
    return a + b
class K:
    @Counted
    def double(self, n):
        return n * 2
x = add(1, b=2)
y = add("a", "b")
n = add.calls
z = K().double(2.5)
f = add.fn

# case: memoised and wrapped by functools
# file: main.py
import functools
def log(fn):
    @functools.wraps(fn)
    def inner(*args, **kwargs):
        result = fn(*args, **kwargs)
        return result
    inner.calls = []
    return inner
@log
def greet(name, punct="!"):
    return name + punct
@functools.lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
class Lazy:
    @functools.cached_property
    def data(self):
        return {"k": greet("me")}
a = greet("x")
b = greet("y", punct="?")
c = greet.__name__
d = fib(5)
e = Lazy().data
f = e["k"]
g = fib.cache_info().hits
