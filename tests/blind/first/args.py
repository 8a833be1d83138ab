# case: a function taken as an argument and called with another argument
# file: main.py
def shout(text):
    return text.upper()
def apply(fn, arg):
    result = fn(arg)
    return result
said = apply(shout, "hi")
same = apply(lambda n: n + 1, 4)
# case: positional and default mixed
# file: main.py
def scale(value, factor=2.0, label=None):
    out = value * factor
    if label is None:
        label = "plain"
    return label, out
one = scale(3)
two = scale(3, 1)
three = scale(3, label="x")
name, size = scale(4, 0.5)
# case: star args unpacked into a call
# file: main.py
def area(w, h, unit):
    total = w * h
    return f"{total}{unit}"
dims = (3, 4)
text = area(*dims, "cm")
rest = [5, 6, "mm"]
other = area(*rest)
# case: an argument that is an instance, whose method is called
# file: main.py
class Lamp:
    def __init__(self, watts):
        self.watts = watts
    def power(self):
        return self.watts
def use(device):
    p = device.power()
    return p
lamp = Lamp(60)
drawn = use(lamp)
half = use(Lamp(1.5))
# case: arguments handed through three functions
# file: main.py
def outer(cb, value):
    return middle(cb, value)
def middle(fn, item):
    return inner(item, fn)
def inner(x, g):
    r = g(x)
    return r
def length(s):
    return len(s)
n = outer(length, "abc")
# case: an imported function as an argument
# file: tools/__init__.py
# file: tools/text.py
def clean(s):
    t = s.strip()
    return t
def words(s):
    return s.split()
# file: main.py
from tools.text import clean
from tools import text as tx
def run(step, data):
    return step(data)
a = run(clean, " x ")
b = run(tx.words, "a b")
# case: a bound method as an argument
# file: main.py
class Counter:
    def __init__(self):
        self.total = 0
    def add(self, n):
        self.total += n
        return self.total
def feed(sink, numbers):  # wide: feed
    last = None
    for n in numbers:
        last = sink(n)
    return last
c = Counter()
end = feed(c.add, [1, 2, 3])  # wide: end
# case: a class as an argument
# file: main.py
class Square:
    def __init__(self, side):
        self.side = side
class Circle:
    def __init__(self, r):
        self.r = r
def build(kind, size):
    made = kind(size)
    return made
s = build(Square, 2)
c = build(Circle, 1.5)
side = s.side
# case: the same parameter with several types
# file: main.py
def echo(v):
    w = v
    return w
a = echo(1)
b = echo("s")
c = echo([1])
d = echo(None)
# case: keyword only and positional only
# file: main.py
def make(a, /, b, *, c=b"", d):
    parts = [a, b]
    return parts, c, d
r = make(1, 2, d="x")
q = make(1, b=2, c=b"z", d="y")
first = r[0]
last = q[2]
# case: varargs collected and iterated
# file: main.py
def join(sep, *items):
    out = ""
    for item in items:
        out = out + sep + item
    return out
def count(*things):
    return len(things)
j = join("-", "a", "b")
k = count(1, "x", None)
def first(*xs):
    head = xs[0]
    return head
f = first("q", "r")
# case: a nested function gets an argument of the outer one
# file: main.py
def process(data, convert):
    def step(x):
        y = convert(x)
        return y
    done = []
    for d in data:
        done.append(step(d))
    return done
res = process(["1", "2"], int)
def twice(n):
    return n * 2
res2 = process([1, 2], twice)
# case: the result of a call as an argument
# file: main.py
def load():
    return {"k": 1}
def keys(mapping):
    names = list(mapping)
    return names
def first(seq):
    return seq[0]
k = first(keys(load()))
def pick():
    return first
z = pick()((2.5, 1))
# case: mutable default
# file: main.py
def collect(x, acc=[]):
    acc.append(x)
    return acc
one = collect(1)
def tagged(x, tags={}):
    tags[x] = True
    return tags
two = tagged("t")
# case: kwargs dictionary passed on
# file: main.py
def base(x, y, z=0):
    s = x + y + z
    return s
def forward(*args, **kwargs):
    r = base(*args, **kwargs)
    return r
a = forward(1, 2)
b = forward(1, y=2, z=3.5)
opts = {"x": 1, "y": 5}
c = base(**opts)
