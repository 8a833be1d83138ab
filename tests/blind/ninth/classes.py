# case: attributes of the class and of the instance
# file: main.py
class Shelf:
    label = "none"
    count = 0
    def __init__(self, label):
        self.label = label
        self.books = []
    def put(self, book):
        self.books.append(book)
        Shelf.count += 1
        self.last = book
        return self
s = Shelf("a")
t = s.put("x").put("y")
n = Shelf.count
books = s.books
last = t.last
label = Shelf.label

# case: an attribute set in another method
# file: main.py
class Door:
    def __init__(self):
        self.handler = None
    def on_open(self, handler):
        self.handler = handler
    def open(self):
        if self.handler is not None:
            return self.handler(self)
        return None
def ring(door):
    return "ring"
d = Door()
before = d.open()
d.on_open(ring)
after = d.open()

# case: nested classes
# file: main.py
class Tree:
    class Node:
        def __init__(self, value):
            self.value = value
        def get(self):
            return self.value
    def __init__(self):
        self.root = Tree.Node(1)
    def top(self):
        return self.root.get()
t = Tree()
a = t.top()
n = Tree.Node("s")

# case: class methods as constructors of the class below
# file: main.py
class Base:
    @classmethod
    def make(cls):
        return cls()
    @staticmethod
    def version():
        return 1
    def me(self):
        return self
class Child(Base):
    def extra(self):
        return "extra"
b = Base.make()
c = Child.make()
d = c.me().extra()
v = Child.version()

# case: properties with setters
# file: main.py
class Circle:
    def __init__(self, r):
        self._r = r
    @property
    def r(self):
        return self._r
    @r.setter
    def r(self, value):
        self._r = value
    @property
    def area(self):
        return self.r * 3.14
c = Circle(2)
a = c.area
c.r = 3
b = c.r

# case: operators
# file: main.py
class Vec:
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def __add__(self, other):
        return Vec(self.x + other.x, self.y + other.y)
    def __mul__(self, k):
        return Vec(self.x * k, self.y * k)
    def __rmul__(self, k):
        return self * k
    def __getitem__(self, i):
        return (self.x, self.y)[i]
    def __eq__(self, other):
        return self.x == other.x
    def __neg__(self):
        return self * -1
    def __call__(self):
        return "called"
u = Vec(1, 2)
v = u + u
w = u * 2
x = 3 * u
y = -v
z = u[0]
e = u == v
s = u()

# case: dataclass, enum and named tuple
# file: main.py
from collections import namedtuple
from dataclasses import dataclass, field
from enum import Enum
@dataclass
class Item:
    name: str
    price: float = 1.0
    tags: list = field(default_factory=list)
    def total(self, n):
        return self.price * n
class Color(Enum):
    RED = 1
    BLUE = "b"
    def nice(self):
        return self.name.lower()
Pair = namedtuple("Pair", "left right")
i = Item("a")
t = i.total(2)
tags = i.tags
c = Color.RED
n = c.nice()
v = Color.BLUE.value
p = Pair(1, "r")
left, right = p
r = p.right
