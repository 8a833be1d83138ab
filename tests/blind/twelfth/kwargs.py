# Keyword arguments: by name, in any order.

# case: names that come from a dictionary's comprehension
# file: main.py
def area(w, h):
    return [w, h]
sizes = {n: v for n, v in [("h", "tall"), ("w", 1)]}
a = area(**sizes)
b = area(h=2.5, w=None)

# case: functions by keyword, called in another order
# file: main.py
def run(*, before, after=None):
    x = before()
    y = after() if after else None
    return x, y
def open_it():
    return "open"
def close_it():
    return 0
a, b = run(after=close_it, before=open_it)
c, d = run(before=close_it)

# case: a keyword is added, another is taken out
# file: main.py
def base(**kw):
    kind = kw.pop("kind", None)
    kw["made"] = True
    return final(**kw), kind
def final(made, size=0, **rest):
    return size, rest
(s, r), k = base(kind="k", size=2.5, x="x")
t, l = base()

# case: keywords become an object
# file: main.py
class Record:
    def __init__(self, **fields):
        self.__dict__.update(fields)
    def get(self, name):
        return self.__dict__[name]
r = Record(name="n", age=3)
n = r.name
a = r.age
g = r.get("name")

# case: keyword arguments of a class statement
# file: main.py
class Plugin:
    found = {}
    def __init_subclass__(cls, /, name=None, **kw):
        super().__init_subclass__(**kw)
        cls.label = name
        Plugin.found[name] = cls
class Csv(Plugin, name="csv"):
    def go(self):
        return ["csv"]
class Json(Plugin, name="json"):
    def go(self):
        return {}
c = Plugin.found["csv"]().go()
l = Json.label
j = Plugin.found["json"]().go()

# case: a partial of keywords, overridden
# file: main.py
from functools import partial
def tag(name, *, cls="a", sep=None):
    return (name, cls, sep)
p = partial(tag, cls=1)
a = p("x")
b = p("x", cls=2.5)
c = partial(p, sep=[])(name=b"n")

# case: keywords with the names of the parameters around
# file: main.py
def outer(x, y):
    def inner(y, x):
        return (x, y)
    return inner(x=x, y=y), inner(x, y)
a, b = outer(1, "y")

# case: a callback gets all keywords
# file: main.py
class Bus:
    def __init__(self):
        self.subs = {}
    def on(self, event, fn):
        self.subs.setdefault(event, []).append(fn)
    def fire(self, event, **data):
        return [fn(**data) for fn in self.subs.get(event, ())]
def log(text, level=0):
    return f"{level}{text}"
def count(text, **other):
    return len(other)
bus = Bus()
bus.on("msg", log)
bus.on("msg", count)
out = bus.fire("msg", text="t", level=2)
