# Lambdas everywhere.

# case: tables of operations
# file: main.py
ops = {
    "+": (1, lambda a, b: a + b),
    "*": (2, lambda a, b: a * b),
    "max": (3, max),
}
def calc(op, a, b):
    rank, func = ops[op]
    return func(a, b)
s = calc("+", 1, 2)
p = calc("*", 1.5, 2)
m = calc("max", "a", "b")
rules = [
    (lambda n: n % 15 == 0, lambda n: "fizzbuzz"),
    (lambda n: n % 3 == 0, lambda n: b"fizz"),
    (lambda n: True, lambda n: n),
]
def say(n):
    return next(then(n) for test, then in rules if test(n))
said = [say(n) for n in (15, 3, 1)]

# case: sorting and grouping
# file: main.py
from itertools import groupby
from functools import reduce, cmp_to_key
people = [("ann", 30), ("bob", 25), ("cid", 30)]
by_age = sorted(people, key=lambda p: p[1])
youngest = by_age[0]
decades = {k: [n for n, _ in g] for k, g in groupby(by_age, key=lambda p: p[1] // 10)}
oldest_name = max(people, key=lambda p: p[1])[0]
total = reduce(lambda acc, p: acc + p[1], people, 0)
longest = reduce(lambda a, b: a if len(a) >= len(b) else b, ["x", "yyy", "zz"])
people.sort(key=lambda p: (-p[1], p[0]))
first_name, first_age = people[0]
down = sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a))
names = list(map(lambda p: p[0].title(), people))
thirty = list(filter(lambda p: p[1] == 30, people))
index = dict(map(lambda p: (p[0], p), people))
ann = index["ann"]
sums = list(map(lambda a, b: a + b, [1, 2], [0.5, 1.5]))

# case: lambdas that capture
# file: main.py
class Signal:
    def __init__(self):
        self.slots = []
    def connect(self, slot):
        self.slots.append(slot)
        return lambda: self.slots.remove(slot)
    def fire(self, *args):
        return [slot(*args) for slot in self.slots]
seen = []
sig = Signal()
undo = sig.connect(lambda x: seen.append(x))
sig.connect(lambda x: x * 2)
out = sig.fire(4)
nothing = undo()
after = sig.fire("ab")
adders = {n: (lambda n: lambda x: x + n)(n) for n in range(3)}
three = adders[2](1)
Y = lambda f: (lambda x: x(x))(lambda x: f(lambda *a: x(x)(*a)))
fact = Y(lambda rec: lambda n: 1 if n < 2 else n * rec(n - 1))
six = fact(3)

# case: lambdas with every parameter
# file: main.py
opt = lambda x, y=2, *rest, z="z", **more: (x, y, rest, z, more)
a = opt(1)
b = opt("a", 2.5, 3, 4, z=None, w=b"")
rest = b[2]
more = b[4]
always = lambda: {"k": 1}
k = always()["k"]
nest = lambda: (lambda: (lambda: [1.5]))
deep = nest()()()
cond = lambda n: "neg" if n < 0 else n
neg, pos = cond(-1), cond(1)
lazy = lambda f: f() if callable(f) else f
l1 = lazy(lambda: 3)
l2 = lazy("plain")
ignore = lambda *_, **__: None
n = ignore(1, 2, a=3)
walrus = lambda s: (t := s.strip(), len(t))
text, size = walrus(" ab ")
star = (lambda *args: args)(*[1, 2])

# case: lambdas in classes
# file: main.py
from collections import defaultdict
import dataclasses
class Shape:
    area = lambda self: self.w * self.h
    name = property(lambda self: f"{self.w}x{self.h}")
    unit = staticmethod(lambda: "cm")
    square = classmethod(lambda cls, s: cls(s, s))
    key = lambda s: s.area()
    def __init__(self, w, h):
        self.w, self.h = w, h
        self.scale = lambda by: Shape(w * by, h * by)
s = Shape(2, 3)
a = s.area()
n = s.name
u = Shape.unit()
q = Shape.square(1.5)
qa = q.area()
big = s.scale(10)
ordered = sorted([big, s], key=Shape.key)
small = ordered[0]
nested = defaultdict(lambda: defaultdict(int))
nested["a"]["b"] += 1
one = nested["a"]["b"]
zero = nested["x"]["y"]
@dataclasses.dataclass
class Job:
    run: object = lambda: None
    tags: list = dataclasses.field(default_factory=lambda: ["new"])
tags = Job().tags
