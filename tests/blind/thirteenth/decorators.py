# Decorators: functions and classes that take functions and classes.

# case: a retry decorator with options
# file: main.py
import functools
def retry(times=3, on=(Exception,)):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            for left in range(times, 0, -1):
                try:
                    return function(*args, **kwargs)
                except on as error:
                    wrapper.errors.append(error)
                    if left == 1:
                        raise
        wrapper.errors = []
        wrapper.times = times
        return wrapper
    return decorate
state = {"calls": 0}
@retry(times=2, on=(ValueError,))
def flaky(x):
    state["calls"] += 1
    if state["calls"] < 2:
        raise ValueError("no")
    return [x]
r = flaky(1)
errors = flaky.errors
first = errors[0]
t = flaky.times

# case: a memo that is shared by methods
# file: main.py
class Memo:
    def __init__(self, function):
        self.function = function
        self.cache = {}
        self.hits = 0
    def __call__(self, *args):
        if args in self.cache:
            self.hits += 1
        else:
            self.cache[args] = self.function(*args)
        return self.cache[args]
    def __get__(self, instance, owner):
        import functools
        return functools.partial(self, instance)
@Memo
def square(n):
    return n * n
class Calc:
    factor = 2.5
    @Memo
    def scaled(self, n):
        return n * self.factor
a = square(3)
b = square(3)
hits = square.hits
c = Calc()
s = c.scaled(4)
keys = list(square.cache)

# case: a plugin registry with a decorator and a base
# file: main.py
PLUGINS = {}
def plugin(name=None):
    def register(cls):
        PLUGINS[name or cls.__name__.lower()] = cls
        cls.plugin_name = name or cls.__name__.lower()
        return cls
    return register
class Plugin:
    def run(self, data):
        raise NotImplementedError
@plugin()
class Upper(Plugin):
    def run(self, data):
        return data.upper()
@plugin("len")
class Length(Plugin):
    def run(self, data):
        return len(data)
def run_all(data):
    results = {}
    for name, cls in PLUGINS.items():
        results[name] = cls().run(data)
    return results
out = run_all("abc")
up = PLUGINS["upper"]().run("x")
n = PLUGINS["len"]().run("x")
label = Length.plugin_name

# case: tracing that keeps a log, stacked with a type check
# file: main.py
from functools import wraps
LOG = []
def traced(function):
    @wraps(function)
    def inner(*args, **kwargs):
        result = function(*args, **kwargs)
        LOG.append((function.__name__, args, result))
        return result
    return inner
def accepts(*types):
    def check(function):
        def inner(*args):
            for value, kind in zip(args, types):
                if not isinstance(value, kind):
                    raise TypeError(f"{value!r} is no {kind.__name__}")
            return function(*args)
        inner.accepted = types
        return inner
    return check
@traced
@accepts(int, int)
def add(a, b):
    return a + b
@accepts(str)
@traced
def shout(text):
    return text.upper()
three = add(1, 2)
loud = shout("a")
name, args, result = LOG[0]
try:
    shout(1)
except TypeError as e:
    text = str(e)
kinds = shout.accepted

# case: a class decorator that adds ordering and a repr
# file: main.py
def record(*names):
    def build(cls):
        def __init__(self, *values):
            for name, value in zip(names, values):
                setattr(self, name, value)
        def __repr__(self):
            inner = ", ".join(f"{n}={getattr(self, n)!r}" for n in names)
            return f"{cls.__name__}({inner})"
        cls.__init__ = __init__
        cls.__repr__ = __repr__
        cls.names = names
        return cls
    return build
@record("x", "y")
class Point:
    def total(self):
        return self.x + self.y
p = Point(1, 2)
text = repr(p)
t = p.total()
names = Point.names

# case: a route table
# file: main.py
class App:
    def __init__(self):
        self.routes = []
        self.before = None
    def route(self, path, method="GET"):
        def add(handler):
            self.routes.append((path, method, handler))
            return handler
        return add
    def before_request(self, function):
        self.before = function
        return function
    def handle(self, path, method="GET"):
        context = self.before(path) if self.before else None
        for known, verb, handler in self.routes:
            if known == path and verb == method:
                return 200, handler(context)
        return 404, None
app = App()
@app.before_request
def load(path):
    return {"path": path}
@app.route("/")
def index(context):
    return "index of " + context["path"]
@app.route("/items", method="POST")
def items(context):
    return [context]
status, body = app.handle("/")
made = app.handle("/items", "POST")[1]
missing = app.handle("/none")
direct = index({"path": "/x"})

# case: a timer as a decorator and as a context
# file: main.py
from contextlib import ContextDecorator, contextmanager
class Timer(ContextDecorator):
    total = 0
    def __init__(self, label):
        self.label = label
        self.runs = []
    def __enter__(self):
        self.runs.append(self.label)
        return self
    def __exit__(self, kind, value, trace):
        Timer.total += 1
        return False
timer = Timer("work")
@timer
def work(n):
    return n * "x"
w = work(2)
with timer as same:
    inside = same.label
runs = timer.runs
@contextmanager
def tag(name, out):
    out.append(f"<{name}>")
    yield len(out)
    out.append(f"</{name}>")
out = []
with tag("b", out) as depth:
    out.append("text")
joined = "".join(out)
