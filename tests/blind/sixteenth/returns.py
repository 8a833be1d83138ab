# Returns.

# case: functions, out of conditions, tables and loops
# file: main.py
def add(a, b):
    return a + b
def mul(a, b):
    return a * b
def by_name(name):
    if name == "add":
        return add
    elif name == "mul":
        return mul
    return lambda a, b: None
def by_table(name):
    return {"add": add, "mul": mul}.get(name)
def by_loop(name):
    for f in (add, mul):
        if f.__name__ == name:
            return f
a = by_name("add")(1, 2)
b = by_name("?")(1, 2)
c = by_table("mul")("a", 2)
d = by_loop("mul")(2, 1.5)
e = (add if a else mul)([1], ["x"])
f = by_loop("nope")

# case: classes, instances and bound methods in tuples
# file: main.py
class Door:
    def __init__(self, open=False):
        self.open = open
    def toggle(self):
        self.open = not self.open
        return self
def parts():
    d = Door()
    return Door, d, d.toggle
def kinds(flag):
    return (Door, True) if flag else (dict, {"open": 1})
cls, inst, method = parts()
a = cls().open
b = method()
c = parts()[2]().open
make, arg = kinds(True)
d = make(arg)
make, arg = kinds(False)
e = make(arg)
f = [p for p in parts()][1].toggle().open

# case: through with, try, loops and match
# file: main.py
class Lock:
    def __enter__(self):
        return "locked"
    def __exit__(self, *exc):
        return True
def inside(f):
    with Lock() as state:
        return state, f()
    return "swallowed"
def matched(x):
    match x:
        case int(n) if n > 5:
            return n
        case [first, *_]:
            return first
        case {"name": name}:
            return (name,)
        case str() | bytes():
            return x
    return None
a = inside(lambda: 1)
b = inside(lambda: 1 / 0)
c = matched(9)
d = matched(["x"])
e = matched({"name": 2.5})
f = matched(b"raw")
g = matched(1)

# case: what is returned twice, later, and never
# file: main.py
def never():
    raise SystemError
def maybe(flag):
    if flag:
        return never()
    return 1
def gen(flag):
    if flag:
        return "value"
    yield 1
def cached(_memo={}):
    if "v" not in _memo:
        _memo["v"] = [2.5]
    return _memo["v"]
def loop():
    while True:
        try:
            return "try"
        finally:
            break
    return b"after"
a = maybe(False)
b = list(gen(False))
c = list(gen(True))
d = cached()
e = cached()
f = loop()
try:
    g = maybe(True)
except SystemError as error:
    g = error

# case: results of methods that return what they were given
# file: main.py
class Chain:
    def __init__(self, value=None):
        self.value = value
    def then(self, f, *args):
        return Chain(f(self.value, *args))
    def tap(self, f):
        f(self.value)
        return self
    def get(self, default=None):
        return default if self.value is None else self.value
    def swap(self, other):
        return other, self
seen = []
a = Chain("a").then(len).tap(seen.append).get()
b = Chain().get("d")
c = Chain([1]).then(lambda v, w: v + [w], "x").value
first, second = Chain(1).swap(Chain(2.5))
d = first.value
e = second.get()
f = seen[0]
