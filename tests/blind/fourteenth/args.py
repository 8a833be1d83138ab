# Arguments, positional and by name.

# case: an event bus that forwards everything
# file: bus.py
class Bus:
    def __init__(self):
        self._subs = {}
    def on(self, name, f, *fixed, **bound):
        self._subs.setdefault(name, []).append((f, fixed, bound))
    def emit(self, name, *args, **kwargs):
        results = []
        for f, fixed, bound in self._subs.get(name, ()):
            results.append(f(*fixed, *args, **{**bound, **kwargs}))
        return results
# file: main.py
from bus import Bus
def saved(prefix, doc, user="anon"):
    return prefix + doc, user
class Stats:
    def __init__(self):
        self.counts = {}
    def count(self, doc, **info):
        self.counts[doc] = self.counts.get(doc, 0) + 1
        return self.counts[doc]
bus = Bus()
stats = Stats()
bus.on("save", saved, "doc:", user="bob")
bus.on("save", stats.count)
out = bus.emit("save", "readme")
none = bus.emit("other", 1, x=2)
c = stats.counts

# case: defaults that are made late
# file: main.py
MISSING = object()
def lookup(table, key, default=MISSING, factory=None):
    try:
        return table[key]
    except KeyError:
        if factory is not None:
            table[key] = made = factory()
            return made
        if default is not MISSING:
            return default
        raise
def append_to(item, target=None):
    if target is None:
        target = []
    target.append(item)
    return target
t = {"a": 1}
a = lookup(t, "a")
b = lookup(t, "b", default="none")
c = lookup(t, "c", factory=dict)
d = append_to(1)
e = append_to("x", [2.5])
try:
    lookup(t, "zz")
except KeyError as err:
    key = err.args[0]

# case: a function that takes functions and their arguments
# file: main.py
def compose(*fs):
    def run(x):
        for f in reversed(fs):
            x = f(x)
        return x
    return run
def apply(f, args=(), kwargs=None):
    return f(*args, **(kwargs or {}))
def curry(f, n):
    def collect(*got):
        if len(got) >= n:
            return f(*got)
        return lambda *more: collect(*got, *more)
    return collect
def area(w, h, unit="m"):
    return (w * h, unit)
length_text = compose(str, len)
a = length_text("abc")
b = apply(area, (2, 3), {"unit": "cm"})
c = curry(area, 2)(1.5)(2)
d = apply(dict, kwargs={"k": 1})
e = apply(sorted, ([3, 1],))
