# External modules: packages of several files, and what the library has.

# case: a shop in a package with relative imports
# file: main.py
from shop import Cart, checkout
from shop.pricing import Discount
cart = Cart()
cart.add("pen", 2, price=1.5)
cart.add("ink", 1, price=4.0)
total = checkout(cart)
less = checkout(cart, Discount(10))
line = cart.lines[0]
name = line.name
# file: shop/__init__.py
from .cart import Cart
from .checkout import checkout
__all__ = ["Cart", "checkout"]
# file: shop/cart.py
from .models import Line
class Cart:
    def __init__(self):
        self.lines = []
    def add(self, name, count=1, *, price):
        line = Line(name, count, price)
        self.lines.append(line)
        return line
    def __iter__(self):
        return iter(self.lines)
# file: shop/models.py
class Line:
    def __init__(self, name, count, price):
        self.name = name
        self.count = count
        self.price = price
    @property
    def sum(self):
        return self.count * self.price
# file: shop/pricing.py
class Rule:
    def apply(self, amount):
        return amount
class Discount(Rule):
    def __init__(self, percent):
        self.percent = percent
    def apply(self, amount):
        return super().apply(amount) * (100 - self.percent) / 100
# file: shop/checkout.py
from . import pricing
def checkout(cart, rule=None):
    rule = rule or pricing.Rule()
    return rule.apply(sum(line.sum for line in cart))

# case: plugins that register themselves when they are imported
# file: main.py
import plugins
from plugins import registry
text = plugins.run("shout", "hi")
number = plugins.run("measure", "hi")
names = registry.names()
every = [tool("x") for tool in registry.TOOLS.values()]
# file: plugins/__init__.py
from . import registry
from . import shout, measure
def run(name, value):
    return registry.get(name)(value)
# file: plugins/registry.py
TOOLS = {}
def register(function):
    TOOLS[function.__name__] = function
    return function
def get(name):
    return TOOLS[name]
def names():
    return sorted(TOOLS)
# file: plugins/shout.py
from .registry import register
@register
def shout(value):
    return value.upper() + "!"
# file: plugins/measure.py
from plugins.registry import register
@register
def measure(value):
    return len(value)

# case: two modules that import each other
# file: main.py
import parent
p = parent.Parent("p")
c = p.make_child("c")
name = c.path()
same = c.parent is p
kids = p.children
kind = c.sibling("d").name
# file: parent.py
import child
class Parent:
    def __init__(self, name):
        self.name = name
        self.children = []
    def make_child(self, name):
        made = child.Child(name, self)
        self.children.append(made)
        return made
# file: child.py
import parent
class Child:
    def __init__(self, name, owner):
        assert isinstance(owner, parent.Parent)
        self.name = name
        self.parent = owner
    def path(self):
        return f"{self.parent.name}/{self.name}"
    def sibling(self, name):
        return self.parent.make_child(name)

# case: a log file that is parsed with the library
# file: main.py
import io
import re
from collections import Counter, namedtuple
from datetime import datetime
Entry = namedtuple("Entry", "when level text")
LINE = re.compile(r"(\S+) \[(\w+)\] (.*)")
def parse(stream):
    for raw in stream:
        match = LINE.match(raw)
        if match is None:
            continue
        when, level, text = match.groups()
        yield Entry(datetime.fromisoformat(when), level.lower(), text)
stream = io.StringIO("2024-01-02T10:00:00 [INFO] up\nrubbish\n2024-01-02T11:00:00 [WARN] hot\n")
entries = list(parse(stream))
first = entries[0]
level = first.level
gap = entries[1].when - first.when
seconds = gap.total_seconds()
levels = Counter(e.level for e in entries)
most = levels.most_common()[0]
year = first.when.year

# case: a configuration from json and the environment
# file: main.py
import json
import os
import pathlib
from config import Config, load
c = load('{"port": 80, "name": "x"}')
port = c.get("port", int)
name = c.get("name", str)
missing = c.get("none", list)
home = c.path("a", "b.txt")
suffix = home.suffix
# file: config.py
import json
from pathlib import Path
class Config:
    root = Path("/etc")
    def __init__(self, values):
        self.values = values
    def get(self, key, kind):
        if key in self.values:
            return kind(self.values[key])
        return kind()
    def path(self, *parts):
        return self.root.joinpath(*parts)
def load(text):
    return Config(json.loads(text))

# case: a package of geometry with aliases
# file: main.py
import geometry as g
import geometry.shapes.circle as circle_module
from geometry.shapes import Square as Sq
from geometry import area as measure
c = circle_module.Circle(1)
s = Sq(2)
a = measure(c)
b = g.area(s)
both = g.total([c, s])
k = g.shapes.circle.PI
# file: geometry/__init__.py
from . import shapes
def area(shape):
    return shape.area()
def total(shapes):
    result = 0
    for shape in shapes:
        result += area(shape)
    return result
# file: geometry/shapes/__init__.py
from .circle import Circle
from .square import Square
# file: geometry/shapes/circle.py
from .base import Shape
PI = 3.14
class Circle(Shape):
    def __init__(self, radius):
        self.radius = radius
    def area(self):
        return PI * self.radius ** 2
# file: geometry/shapes/square.py
from .base import Shape
class Square(Shape):
    def __init__(self, side):
        self.side = side
    def area(self):
        return self.side ** 2
# file: geometry/shapes/base.py
class Shape:
    def area(self):
        raise NotImplementedError

# case: a queue of jobs with heapq and itertools
# file: main.py
import heapq
import itertools
class Scheduler:
    def __init__(self):
        self.queue = []
        self.counter = itertools.count()
        self.done = []
    def add(self, priority, job, *args):
        entry = (priority, next(self.counter), job, args)
        heapq.heappush(self.queue, entry)
        return entry[1]
    def run(self):
        while self.queue:
            priority, number, job, args = heapq.heappop(self.queue)
            self.done.append((number, job(*args)))
        return dict(self.done)
def greet(name):
    return "hi " + name
def add(a, b):
    return a + b
s = Scheduler()
n = s.add(2, greet, "ann")
m = s.add(1, add, 1, 2)
results = s.run()
first = s.done[0]

# case: a text wrapper with textwrap and string
# file: main.py
import string
import textwrap
from functools import partial
class Wrapper:
    def __init__(self, width=20, indent=""):
        self.fill = partial(textwrap.fill, width=width, initial_indent=indent)
        self.template = string.Template("$who says: $what")
    def wrap(self, text):
        return [self.fill(p) for p in text.split("\n\n")]
    def say(self, who, what):
        return self.template.substitute(who=who, what=what)
w = Wrapper(10, "* ")
paragraphs = w.wrap("one two three four\n\nfive")
first = paragraphs[0]
said = w.say("a", "b")
d = textwrap.dedent("  x")
short = textwrap.shorten("a b c d e f", 5)
letters = [c for c in "a1b" if c in string.ascii_letters]
