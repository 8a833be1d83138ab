# Calls, written directly, of whatever an expression gives.

# case: what a call gives is called
# file: main.py
def maker(kind):
    def of_int(x):
        return int(x)
    def of_list(x):
        return [x]
    return of_int if kind == "int" else of_list
def twice(func):
    return lambda x: func(func(x))
def curry(f):
    return lambda a: lambda b: f(a, b)
n = maker("int")("12")
l = maker("list")(b"x")
s = twice(lambda w: w + "!")("hey")
t = curry(pow)(2)(5)
u = curry(lambda a, b: {a: b})("k")(1.5)
fs = [maker, twice]
deep = fs[0]("int")(3.7)
picked = (n and twice)(str)(4)

# case: constructors, alternative and nested
# file: main.py
class Color:
    def __init__(self, r, g, b):
        self.rgb = (r, g, b)
    @classmethod
    def from_hex(cls, text):
        return cls(*bytes.fromhex(text.lstrip("#")))
    @classmethod
    def grey(cls, level):
        return cls(level, level, level)
    def mix(self, other):
        return Color(*((a + b) // 2 for a, b in zip(self.rgb, other.rgb)))
class Palette:
    Default = Color
    def __init__(self, *colors):
        self.colors = list(colors) or [self.Default(0, 0, 0)]
    def first(self):
        return self.colors[0]
red = Color.from_hex("#ff0000")
mid = red.mix(Color.grey(128))
level = mid.rgb[0]
palette = Palette()
black = palette.first()
more = Palette(red, mid).first().mix(black)
made = Palette.Default(1, 2, 3)
bound = red.mix
blend = bound(made)

# case: recursion, mutual
# file: main.py
def is_even(n):
    return True if n == 0 else is_odd(n - 1)
def is_odd(n):
    return False if n == 0 else is_even(n - 1)
def flatten(tree):
    if isinstance(tree, list):
        out = []
        for part in tree:
            out += flatten(part)
        return out
    return [tree]
def depth(tree):
    return 1 + max(map(depth, tree), default=0) if isinstance(tree, list) else 0
def gcd(a, b):
    return a if not b else gcd(b, a % b)
even = is_even(6)
flat = flatten([1, [2, [3]], 4])
deep = depth([[], [[]]])
common = gcd(12, 18)

# case: objects that are called
# file: main.py
class Adder:
    def __init__(self, n):
        self.n = n
    def __call__(self, x):
        return self.n + x
class Chain:
    def __init__(self, *steps):
        self.steps = steps
    def __call__(self, value):
        for step in self.steps:
            value = step(value)
        return value
    def __or__(self, step):
        return Chain(*self.steps, step)
add = Adder(2)
three = add(1)
other = Adder("a")("b")
pipe = Chain(add, str) | len
size = pipe(40)
worked = Chain(add, add)(1.5)
handlers = [Adder(1), Adder(2)]
sums = [h(10) for h in handlers]
last = handlers[-1](0.5)

# case: calls between modules
# file: main.py
import geometry
from geometry import shapes
from geometry.shapes import Square as Sq
def area_of(shape):
    return shape.area()
sq = Sq(3)
a = area_of(sq)
c = area_of(shapes.Circle(1.0))
unit = geometry.unit()
u = unit.area()
built = geometry.build("circle", 2)
b = built.area()
scaled = sq.scaled(2)
side = scaled.side
# file: geometry/__init__.py
from . import shapes
from .shapes import Square
_kinds = {"square": Square, "circle": shapes.Circle}
def unit():
    return Square(1)
def build(kind, size):
    return _kinds[kind](size)
# file: geometry/shapes.py
from math import pi
class Square:
    def __init__(self, side):
        self.side = side
    def area(self):
        return self.side ** 2
    def scaled(self, by):
        return Square(self.side * by)
class Circle:
    def __init__(self, radius):
        self.radius = radius
    def area(self):
        return pi * self.radius ** 2
