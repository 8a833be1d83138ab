# case: called with a function
# file: main.py
def do(action):
    res = action()
    return res
def job():
    return 1
def other():
    return "o"
a = do(job)
b = do(other)
def nest(a1, a2):
    return a1(a2)
c = nest(do, job)
# case: imported and called
# file: steps.py
def first(x):
    return x
def second(x):
    return first(x)
# file: main.py
import steps
from steps import second
def run(step, *params):
    out = step(*params)
    return out
a = run(steps.first, 1)
b = run(second, "b")
# case: containers
# file: main.py
def total(items, weights):  # wide: total
    s = 0
    for i, w in zip(items, weights):
        s += i * w
    return s
t = total([1, 2], (0.5, 1.5))  # wide: t
def keys(d):
    for k, v in d.items():
        pass
    return list(d)
k = keys({"a": [1]})
# case: defaults of every type
# file: main.py
def f(a=1, b="x", c=None, d=(), e=[], g=len, h=True):
    return g(b)
x = f()
y = f(b=[1])
z = f(c=2.5)
# case: reassigned
# file: main.py
def norm(v, base=None):
    if base is None:
        base = 10
    if isinstance(v, str):
        v = int(v)
    v = v / base
    return v
a = norm("3")
b = norm(4, 2)
# case: methods with callbacks
# file: main.py
class Timer:
    def __init__(self, cb):
        self.cb = cb
    def fire(self, *args):
        return self.cb(*args)
class Owner:
    def __init__(self):
        self.timer = Timer(self.tick)
        self.n = 0
    def tick(self, step):
        self.n += step
        return self.n
o = Owner()
a = o.timer.fire(1)
b = Timer(lambda: "x").fire()
c = Timer(str).fire(1)
# case: classes and instances
# file: main.py
class Dog:
    def speak(self):
        return "w"
class Robot:
    def speak(self):
        return 7
def talk(thing):
    return thing.speak()
def make(cls):
    thing = cls()
    return talk(thing)
a = talk(Dog())
b = make(Robot)
many = [talk(t) for t in (Dog(), Robot())]
# case: recursive with accumulator
# file: main.py
def walk(node, path=(), out=None):
    if out is None:
        out = []
    out.append("/".join(path))
    for name, child in node.items():
        walk(child, path + (name,), out)
    return out
w = walk({"a": {"b": {}}})
# case: parameters of nested functions and closures
# file: main.py
def make(prefix):
    def tag(name, text=""):
        full = prefix + name + text
        return full
    return tag
h = make("h")
a = h("1")
b = h("2", text="x")
c = make("p")("q")
# case: star parameters
# file: main.py
def args_only(*a):
    for x in a:
        y = x
    return a
def kw_only(**k):
    return k
r = args_only(1, 2)
s = args_only("a")
t = kw_only(x=1)
u = args_only(*r)
v = kw_only(**t)
# case: tuple parameter unpacked
# file: main.py
def dist(p, q):
    x1, y1 = p
    x2, y2 = q
    dx = x1 - x2
    return abs(dx) + abs(y1 - y2)
d = dist((1, 2), (3.5, 4.5))
def swap(pair):
    a, b = pair
    return b, a
e = swap((1, "x"))
f = swap(e)
# case: callbacks that get callbacks
# file: main.py
def later(fn, then):
    value = fn()
    return then(value)
def produce():
    return {"n": 1}
def consume(d):
    def show(x):
        return str(x)
    return later(lambda: d["n"], show)
r = later(produce, consume)
# case: a generator, a file and a module
# file: main.py
import json
import math
def use(mod, x):
    return mod.floor(x)
def dump(m, data):
    text = m.dumps(data)
    return text
def take(gen):
    head = next(gen)
    return head
a = use(math, 2.5)
b = dump(json, [1])
c = take(x for x in "ab")
