# case: decorator keeps state in a closure
# file: main.py
def counter(fn):
    calls = 0
    def wrapper(*args):
        nonlocal calls
        calls += 1
        return fn(*args), calls
    return wrapper
@counter
def hello(name):
    return "hi " + name
a = hello("x")
text, n = a
# case: factory that returns different decorators
# file: main.py
def make(kind):
    def as_list(fn):
        def w(*a):
            return [fn(*a)]
        return w
    def as_str(fn):
        def w2(*a):
            return str(fn(*a))
        return w2
    return as_list if kind == "list" else as_str
@make("list")
def f(x):
    return x
r = f(1)   # wide: r
# case: method decorated with arguments
# file: main.py
def prefix(text):
    def deco(method):
        def inner(self, *args):
            out = method(self, *args)
            return text + out
        return inner
    return deco
class A:
    name = "n"
    @prefix("> ")
    def say(self, word):
        return self.name + word
    @prefix(text="# ")
    def head(self):
        return self.name
a = A()
s = a.say("w")
h = a.head()
# case: class based with methods
# file: main.py
class Cache:
    def __init__(self, fn):
        self.fn = fn
        self.data = {}
    def __call__(self, key):
        if key not in self.data:
            self.data[key] = self.fn(key)
        return self.data[key]
    def clear(self):
        self.data.clear()
        return len(self.data)
@Cache
def square(n):
    return n * n
x = square(3)
c = square.clear()
# case: three layers with wraps
# file: main.py
from functools import wraps
def a(fn):
    @wraps(fn)
    def wa(*args, **kw):
        return fn(*args, **kw)
    return wa
def b(times=1):
    def deco(fn):
        @wraps(fn)
        def wb(*args, **kw):
            out = None
            for _ in range(times):
                out = fn(*args, **kw)
            return out
        return wb
    return deco
@a
@b(times=2)
@a
def f(x, y=2):
    return x + y
r = f(1)   # wide: r wb wa
s = f(1, y=3)   # wide: s
# case: registering in a class
# file: main.py
class App:
    def __init__(self):
        self.routes = {}
    def route(self, path):
        def deco(fn):
            self.routes[path] = fn
            return fn
        return deco
    def handle(self, path, req):
        return self.routes[path](req)
app = App()
@app.route("/")
def index(req):
    return "index"
@app.route("/n")
def number(req):
    return 5
x = app.handle("/", "r")   # wide: x handle
y = index("q")
# case: property and static built by hand
# file: main.py
class A:
    def __init__(self):
        self._v = 1
    def get_v(self):
        return self._v
    v = property(get_v)
    def _make():
        return "made"
    make = staticmethod(_make)
    def _of(cls):
        return cls()
    of = classmethod(_of)
a = A()
v = a.v
m = a.make()
o = A.of()
# case: decorated generator and class returned
# file: main.py
def collect(fn):
    def w(*a):
        return list(fn(*a))
    return w
@collect
def nums(n):
    for i in range(n):
        yield i * 2
def singleton(cls):
    inst = cls()
    return inst
@singleton
class Conf:
    debug = True
    def on(self):
        return self.debug
ns = nums(3)
d = Conf.on()
