# case: a function given and called with a value
# file: main.py
def shout(word):
    return word.upper()
def run(f, value):
    result = f(value)
    return result
a = run(shout, "x")
b = run(len, "abc")
# case: a function given through two hands
# file: main.py
def leaf():
    return 3
def middle(cb):
    return cb()
def outer(cb):
    inner = cb
    return middle(inner)
n = outer(leaf)
# case: a different function on each call
# file: main.py
def one():
    return 1
def two():
    return "two"
def call(f):
    return f()
def both():
    x = call(one)
    y = call(two)
    return x, y
p, q = both()
# case: the parameter is assigned again
# file: main.py
def start():
    return 1
def stop():
    return "s"
def go(f):
    f = stop
    return f()
r = go(start)
# case: nested call as argument
# file: main.py
def make():
    def made():
        return 1.5
    return made
def use(f):
    return f()
z = use(make())
# case: starred call of three
# file: main.py
def take(a, b, c):
    return c
items = [1, "b", 2.0]
r = take(*items)
s = take(*(1, 2), None)
t = take(1, *["x", "y"])
# case: collected and passed on
# file: main.py
def target(a, b=None):
    return b
def forward(*args, **kwargs):
    first = args
    named = kwargs
    return target(*args, **kwargs)
r = forward(1, "x")
s = forward(1, b=2.5)
u = forward("z")
# case: positional only and keyword only
# file: main.py
def f(a, /, b, *, c="c"):
    return a, b, c
x = f(1, b=2.0)
y = f("q", None, c=b"c")
i, j, k = y
# case: imported function given
# file: main.py
from lib import helper, apply
def own(v):
    return [v]
a = apply(helper, 1)
b = apply(own, "s")
# file: lib.py
def helper(v):
    return v
def apply(fn, v):
    got = fn(v)
    return got
# case: a class given as argument
# file: main.py
class Dog:
    def __init__(self, name):
        self.name = name
    def bark(self):
        return self.name + "!"
def build(cls, arg):
    thing = cls(arg)
    return thing
d = build(Dog, "Rex")
s = d.bark()
n = build(int, "5")
# case: bound method given
# file: main.py
class Store:
    def __init__(self):
        self.items = []
    def put(self, item):
        self.items.append(item)
        return len(self.items)
def each(values, fn):
    out = None
    for v in values:
        out = fn(v)
    return out
st = Store()
c = each(["a", "b"], st.put)
i = st.items
# case: args indexed and sliced
# file: main.py
def pick(first, *rest):
    second = rest[0]
    others = rest[1:]
    size = len(rest)
    return second
r = pick(1, "a", 2.0)
# case: default of another parameter
# file: main.py
BASE = 10
def scale(value, factor=BASE, *, label=None):
    if label is None:
        label = "none"
    return value * factor
a = scale(2)
b = scale(2.5, label="x")
