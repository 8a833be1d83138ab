# case: passed by keyword
# file: main.py
def greet(name, greeting="hi", times=1):
    text = (greeting + name) * times
    return text
a = greet(name="x")
b = greet("x", times=2)
c = greet(times=3, greeting="yo", name="z")
# case: collected
# file: main.py
def collect(**options):
    for key, value in options.items():
        k, v = key, value
    return options
r = collect(a=1, b=2)
a = r["a"]
def size(**kw):
    n = len(kw)
    return n
s = size(x=1)
# case: functions by keyword
# file: main.py
def ok(x):
    return x
def fail(x):
    return str(x)
def run(value, on_ok=None, on_fail=None):
    if value:
        return on_ok(value)
    return on_fail(value)
a = run(1, on_ok=ok, on_fail=fail)  # wide: a
b = run(0, on_fail=fail, on_ok=ok)  # wide: b
# case: a dictionary unpacked
# file: main.py
def box(w, h, label=None):
    return w * h, label
conf = {"w": 2, "h": 1.5}
a = box(**conf)
b = box(**conf, label="x")
full = dict(w=1, h=2, label=b"l")
c = box(**full)
# case: defaults taken out of kwargs
# file: main.py
def connect(host, **kw):
    port = kw.get("port", 80)
    tls = kw.pop("tls", False)
    name = kw.setdefault("name", "n")
    rest = kw
    return port, tls, name
a = connect("h")
b = connect("h", port=443, tls=True)
# case: kwargs through super().__init__
# file: main.py
class Base:
    def __init__(self, name=None, **kw):
        self.name = name
        self.extra = kw
class Sub(Base):
    def __init__(self, size, **kw):
        super().__init__(**kw)
        self.size = size
s = Sub(3, name="x", color="red")
n = s.name
z = s.size
e = s.extra
# case: keyword only with functions
# file: main.py
def sort(items, *, key=lambda x: x, reverse=False):
    pairs = [(key(i), i) for i in items]
    pairs.sort(reverse=reverse)
    return [i for _, i in pairs]
def length(s):
    return len(s)
a = sort(["bb", "a"], key=length)
b = sort([2, 1], reverse=True)
# case: forwarded by a wrapper
# file: main.py
def target(a, b=None, *rest, c=0, **more):
    return a, b, rest, c, more
def wrapper(*args, **kwargs):
    kwargs["c"] = 5
    return target(*args, **kwargs)
r = wrapper(1, "b", 2.5, d=b"")
x, y, z, w, m = r
# case: callbacks in a dictionary of keywords
# file: main.py
def a(**kw):
    return kw["x"]
def b(x=0, y=""):
    return y
def call(fn, **kw):
    return fn(**kw)
p = call(a, x=1)
q = call(b, x=1, y="s")
r = call(fn=b)
# case: keyword arguments of classes
# file: main.py
class Widget:
    def __init__(self, parent=None, text=""):
        self.parent = parent
        self.text = text
        self.opts = {}
    def configure(self, **opts):
        self.opts.update(opts)
        return self
w = Widget(text="root")
k = Widget(parent=w)
t = k.parent.text
c = w.configure(width=3)
o = c.opts["width"]
# case: partial with keywords
# file: main.py
from functools import partial
def fmt(value, prefix="", suffix=""):
    return prefix + value + suffix
quote = partial(fmt, prefix="<", suffix=">")
a = quote("x")
b = partial(fmt, suffix="!")("y", prefix="?")
print_all = partial(sorted, reverse=True)
c = print_all([1, 2])
# case: a function assigned then called by keyword
# file: main.py
def f(x, y):
    return y
g = f
a = g(y=1, x=2)
def h(fn):
    alias = fn
    return alias(x="a", y=None)
b = h(g)
c = h(fn=f)
# case: names that shadow
# file: main.py
def outer(fn=None, **fn_kw):
    def inner(fn=fn):
        return fn(**fn_kw)
    return inner()
def leaf(z=1, **_):
    return z
a = outer(leaf, z="zz")
b = outer(fn=leaf)
