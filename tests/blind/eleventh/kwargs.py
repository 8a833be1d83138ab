# Keyword arguments.

# case: options pass through layers
# file: main.py
def request(method, url, *, headers=None, timeout=10, **params):
    headers = dict(headers or {}, agent="x")
    return {"method": method, "headers": headers, "timeout": timeout, "params": params}
def get(url, **kwargs):
    kwargs.setdefault("timeout", 2.5)
    return request("GET", url, **kwargs)
def post(url, data=None, **kwargs):
    return request("POST", url, data=data, **kwargs)
a = get("/a", q="term")
t = a["timeout"]
q = a["params"]
b = post("/b", b"raw", headers={"k": "v"})
p = b["params"]
h = b["headers"]
u = b["timeout"]

# case: cooperative keywords
# file: main.py
class Base:
    def __init__(self, **kwargs):
        self.rest = kwargs
class Named(Base):
    def __init__(self, *, name="anon", **kwargs):
        super().__init__(**kwargs)
        self.name = name
class Sized(Base):
    def __init__(self, *, size, **kwargs):
        super().__init__(**kwargs)
        self.size = size
class Widget(Named, Sized):
    def __init__(self, color, **kwargs):
        super().__init__(**kwargs)
        self.color = color
w = Widget("red", size=3, name="w", z=1.5)
name = w.name
size = w.size
rest = w.rest
z = rest["z"]
other = Sized(size=(1, 2))
dims = other.size

# case: names decide
# file: main.py
def build(kind, /, kind_name="k", *rest, kind_size=None, **kind_opts):
    return kind, kind_name, rest, kind_size, kind_opts
first = build(1)
second = build("a", "b", 2.5, kind_size=3, kind=b"free")
kind, kname, rest, size, opts = second
free = opts["kind"]
third = build(*[None], **{"kind_name": 5})
def swap(a, b):
    return b, a
x, y = swap(b=1, a="s")
def pick(**choices):
    for name, value in choices.items():
        return name, value
n, v = pick(only=[1])
names = sorted(second[-1])
def mandatory(*, key):
    return key
k = mandatory(key={1})
try:
    mandatory(1)
except TypeError as exc:
    error = exc

# case: defaults merged with what is given
# file: main.py
class Plot:
    defaults = {"color": "black", "width": 1}
    def __init__(self, **style):
        self.style = {**self.defaults, **style}
        self.color = self.style["color"]
    def line(self, *points, **override):
        style = self.style | override
        return points, style["width"]
plot = Plot(width=2.5)
color = plot.color
points, width = plot.line((0, 1), (2, 3))
thick = plot.line(width=10)[1]
start = points[0]
def table(**columns):
    names = list(columns)
    rows = list(zip(*columns.values()))
    return names, rows
names, rows = table(id=[1, 2], label=["a", "b"])
row = rows[0]

# case: keywords for callables in variables
# file: main.py
from functools import partial
from string import Formatter
def scale(value, *, factor=2, offset=0.0):
    return value * factor + offset
def shout(text, *, mark="!"):
    return text.upper() + mark
jobs = [
    (scale, (3,), {"factor": 4}),
    (shout, ("hi",), {"mark": "?"}),
    (dict, (), {"a": 1}),
]
outs = [func(*args, **kw) for func, args, kw in jobs]
triple = partial(scale, factor=3)
six = triple(2)
off = triple(2, offset=1)
loud = shout(text="a", mark="..")
text = "{a}-{b}".format(a=1, b="x")
mapped = "%(a)s" % {"a": 1}
made = dict(x=1, y="z")
ordered = sorted("cab", reverse=True, key=lambda c: c)
val = int(x) if (x := "7").isdigit() else None
