# Decorators, as somebody writes them.

# case: retries, timings and tracing
# file: deco.py
import functools
import time
def retry(times=3, on=(Exception,)):
    def deco(f):
        @functools.wraps(f)
        def run(*args, **kwargs):
            error = None
            for attempt in range(times):
                try:
                    return f(*args, **kwargs)
                except on as e:
                    error = e
            raise error
        return run
    return deco
def timed(f):
    @functools.wraps(f)
    def run(*args, **kwargs):
        start = time.perf_counter()
        result = f(*args, **kwargs)
        run.elapsed = time.perf_counter() - start
        return result
    run.elapsed = 0.0
    return run
class traced:
    def __init__(self, f):
        functools.update_wrapper(self, f)
        self.f = f
        self.calls = []
    def __call__(self, *args):
        self.calls.append(args)
        return self.f(*args)
    def __get__(self, instance, owner):
        return functools.partial(self, instance)
# file: main.py
from deco import retry, timed, traced
tries = []
@retry(times=2, on=(KeyError,))
def flaky(key):
    tries.append(key)
    if len(tries) < 2:
        raise KeyError(key)
    return {"key": key}
@timed
def slow(n):
    return [n] * 2
class Service:
    def __init__(self):
        self.base = 2
    @traced
    def scale(self, n):
        return n * self.base
    @timed
    def name(self):
        return "svc"
@traced
def plus(a, b):
    return a + b
a = flaky("k")
b = slow(1.5)
c = slow.elapsed
s = Service()
d = s.scale(4)
e = s.name()
f = plus("x", "y")
g = plus.calls
h = flaky.__name__

# case: optional arguments of a decorator
# file: main.py
import functools
def logged(f=None, *, level="info", sink=None):
    if f is None:
        return functools.partial(logged, level=level, sink=sink)
    target = sink if sink is not None else lines
    @functools.wraps(f)
    def inner(*args, **kwargs):
        target.append((level, f.__name__))
        return f(*args, **kwargs)
    return inner
lines = []
mine = []
@logged
def one(x):
    return x
@logged(level="debug", sink=mine)
def two(x, y=None):
    return [x, y]
a = one(1)
b = two("s", y=2.5)
level, name = lines[0]
c = mine[0]

# case: routes, validation and classes as handlers
# file: web.py
class App:
    def __init__(self):
        self.routes = {}
        self.before = []
    def route(self, path, methods=("GET",)):
        def deco(handler):
            for m in methods:
                self.routes[m, path] = handler
            return handler
        return deco
    def before_request(self, f):
        self.before.append(f)
        return f
    def handle(self, method, path, **params):
        handler = self.routes.get((method, path))
        if handler is None:
            return 404, "not found"
        for f in self.before:
            early = f(path)
            if early is not None:
                return 403, early
        result = handler(**params)
        if isinstance(result, tuple):
            return result
        return 200, result
def needs(*names):
    def deco(f):
        def check(**params):
            missing = [n for n in names if n not in params]
            if missing:
                return 400, missing
            return f(**params)
        return check
    return deco
# file: main.py
from web import App, needs
app = App()
@app.before_request
def guard(path):
    if path.startswith("/admin"):
        return "denied"
@app.route("/hello", methods=("GET", "POST"))
@needs("name")
def hello(name, greeting="hi"):
    return f"{greeting} {name}"
@app.route("/items")
def items():
    return [{"id": 1}]
status, body = app.handle("GET", "/hello", name="x")
code, bad = app.handle("GET", "/hello")
s2, rows = app.handle("GET", "/items")
s3, none = app.handle("GET", "/zzz")
