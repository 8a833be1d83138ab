# case: a wrapper that counts calls
# file: main.py
def counted(fn):
    calls = 0
    def wrapper(*args, **kwargs):
        nonlocal calls
        calls += 1
        value = fn(*args, **kwargs)
        return value
    return wrapper
@counted
def add(a, b):
    return a + b
x = add(1, 2)
y = add("a", b="b")
# case: a decorator factory with defaults
# file: main.py
import functools
def retry(times=3, fallback=None):
    def decorate(fn):
        @functools.wraps(fn)
        def run(*args):  # wide: run
            for i in range(times):
                try:
                    return fn(*args)
                except ValueError as e:
                    last = e
            return fallback
        return run
    return decorate
@retry(times=2, fallback=0)
def parse(text):
    return int(text)
@retry()
def half(n):
    return n / 2
a = parse("12")
b = half(3)  # wide: b
# case: stacked
# file: main.py
def bold(fn):
    def w(t):
        return "<b>" + fn(t) + "</b>"
    return w
def italic(fn):
    def v(t):
        return "<i>" + fn(t) + "</i>"
    return v
@bold
@italic
def text(t):
    return t
r = text("x")
# case: a class with __call__ that keeps the function
# file: main.py
class Memo:
    def __init__(self, fn):
        self.fn = fn
        self.cache = {}
    def __call__(self, n):
        if n not in self.cache:
            self.cache[n] = self.fn(n)
        return self.cache[n]
@Memo
def square(n):
    return n * n
a = square(3)
b = square(4)
c = square.cache
# case: a class decorator with arguments
# file: main.py
class Tag:
    def __init__(self, name):
        self.name = name
    def __call__(self, fn):
        def inner(*args):
            body = fn(*args)
            return f"<{self.name}>{body}</{self.name}>"
        return inner
@Tag("p")
def para(text):
    return text
p = para("hello")
# case: registering by name in a dictionary, then dispatch
# file: main.py
handlers = {}
def handler(event):
    def register(fn):
        handlers[event] = fn
        return fn
    return register
@handler("start")
def on_start(payload):
    return len(payload)
@handler("stop")
def on_stop(payload):
    return payload + "!"
a = handlers["start"]("abc")
b = handlers["stop"]("x")
c = on_start("zz")
# case: methods decorated
# file: main.py
def logged(method):
    def wrapper(self, *args):
        self.log.append(method.__name__)
        return method(self, *args)
    return wrapper
class Machine:
    def __init__(self):
        self.log = []
    @logged
    def run(self, speed):
        return speed * 2
    @logged
    def stop(self):
        return None
m = Machine()
r = m.run(1.5)
s = m.stop()
l = m.log
# case: a decorator that returns the function unchanged after a call
# file: main.py
def immediately(fn):
    fn()
    return fn
def replace(fn):
    return 42
def check(fn):
    def inner(x):
        if not isinstance(x, int):
            return None
        return fn(x)
    return inner
@immediately
def hello():
    return "hello"
@replace
def gone():
    return "never"
@check
def inc(x):
    return x + 1
a = hello()
b = gone
c = inc(1)
# case: from another module, aliased
# file: deco.py
def trace(fn):
    def traced(x):
        out = fn(x)
        return out
    return traced
class Once:
    def __init__(self, fn):
        self.fn = fn
        self.value = None
    def __call__(self):
        if self.value is None:
            self.value = self.fn()
        return self.value
# file: main.py
import deco as d
from deco import Once as single
@d.trace
def f(x):
    return [x]
@single
def config():
    return {"a": 1}
a = f(1)
b = config()
# case: decorators on a class
# file: main.py
registry = []
def plugin(cls):
    registry.append(cls)
    cls.kind = "plugin"
    return cls
def with_repr(fmt):
    def deco(cls):
        def __repr__(self):
            return fmt
        cls.__repr__ = __repr__
        return cls
    return deco
@plugin
class A:
    def go(self):
        return 1
@plugin
@with_repr("B!")
class B:
    def go(self):
        return "b"
a = A()
k = a.kind
for cls in registry:
    made = cls()
    went = made.go()
t = repr(B())
# case: a decorator as a lambda and partial
# file: main.py
import functools
twice = lambda fn: lambda x: fn(fn(x))
@twice
def inc(n):
    return n + 1
def prefix(p, fn):
    def run(*args):
        return p + fn(*args)
    return run
@functools.partial(prefix, "pre-")
def name(n):
    return n
a = inc(1)
b = name("x")
# case: static and class methods decorated further
# file: main.py
def double(fn):
    def inner(*args):
        return fn(*args) * 2
    return inner
class Calc:
    base = 10
    @staticmethod
    @double
    def plus(a, b):
        return a + b
    @classmethod
    @double
    def scaled(cls, n):
        return cls.base * n
    @property
    @double
    def size(self):
        return "s"
a = Calc.plus(1, 2)
b = Calc.scaled(1.5)
c = Calc().size
# case: a decorator that passes extra arguments
# file: main.py
def inject(fn):
    conn = Connection("db")
    def run(arg):
        return fn(conn, arg)
    return run
class Connection:
    def __init__(self, name):
        self.name = name
    def query(self, sql):
        return [sql]
@inject
def users(conn, limit):
    rows = conn.query("select")
    return rows[:limit]
u = users(3)
# case: decorators by hand and nested factories
# file: main.py
def outer(a):
    def middle(b):
        def deco(fn):
            def inner():
                return (a, b, fn())
            return inner
        return deco
    return middle
@outer(1)("b")
def f():
    return 2.5
def g():
    return None
g2 = outer("x")(b"y")(g)
r = f()
s = g2()
