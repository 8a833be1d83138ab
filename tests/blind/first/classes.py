# case: attributes set in methods
# file: main.py
class Account:
    bank = "B"
    def __init__(self, owner, amount=0):
        self.owner = owner
        self.amount = amount
        self.log = []
    def deposit(self, n):
        self.amount += n
        self.log.append(("in", n))
        return self
    def last(self):
        kind, n = self.log[-1]
        return n
acc = Account("me").deposit(5).deposit(7)
x = acc.last()
o = acc.owner
b = acc.bank
l = acc.log
# case: class and static methods
# file: main.py
class Temp:
    unit = "C"
    def __init__(self, deg):
        self.deg = deg
    @classmethod
    def parse(cls, text):
        made = cls(float(text))
        return made
    @staticmethod
    def valid(text):
        return text.isdigit()
class Kelvin(Temp):
    unit = "K"
t = Temp.parse("3")
k = Kelvin.parse("5")
v = Kelvin.valid("5")
w = t.valid("1")
d = k.deg
# case: composition and delegation
# file: main.py
class Engine:
    def start(self):
        return "brum"
    def rpm(self):
        return 900
class Car:
    def __init__(self):
        self.engine = Engine()
        self.wheels = [Wheel(i) for i in range(4)]
    def start(self):
        noise = self.engine.start()
        for wheel in self.wheels:
            wheel.turn()
        return noise
class Wheel:
    def __init__(self, i):
        self.i = i
    def turn(self):
        return self.i
c = Car()
n = c.start()
w = c.wheels[0].turn()
r = c.engine.rpm()
# case: properties
# file: main.py
class Rect:
    def __init__(self, w, h):
        self.w, self.h = w, h
        self._name = None
    @property
    def area(self):
        return self.w * self.h
    @property
    def name(self):
        return self._name
    @name.setter
    def name(self, value):
        self._name = value
r = Rect(2, 3)
a = r.area
r.name = "box"
n = r.name
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
    def __eq__(self, other):
        return self.x == other.x
    def __neg__(self):
        return Vec(-self.x, -self.y)
    def __iter__(self):
        yield self.x
        yield self.y
a = Vec(1, 2) + Vec(3, 4)
b = a * 2
c = 2 * a
d = a == b
e = -a
x, y = e
f = list(a)
# case: inheritance and attributes of the base
# file: main.py
class Animal:
    legs = 4
    def __init__(self, name):
        self.name = name
    def speak(self):
        return self.sound() + self.name
    def sound(self):
        return "..."
class Dog(Animal):
    def sound(self):
        return "wuff"
class Bird(Animal):
    legs = 2
    def __init__(self, name, wings):
        super().__init__(name)
        self.wings = wings
    def sound(self):
        return "piep"
d = Dog("rex")
b = Bird("tweety", (1, 2))
s = d.speak()
t = b.speak()
n = b.name
l = b.legs
w = b.wings
# case: callable instances
# file: main.py
class Adder:
    def __init__(self, n):
        self.n = n
    def __call__(self, m):
        return self.n + m
add = Adder(3)
x = add(4)
def use(f):
    return f(1.5)
y = use(add)
z = list(map(add, [1, 2]))
# case: class attribute changed through the class
# file: main.py
class Registry:
    items = {}
    count = 0
    def __init__(self, name):
        Registry.items[name] = self
        Registry.count += 1
        self.name = name
    @classmethod
    def get(cls, name):
        return cls.items[name]
    def label(self):
        return self.name.upper()
Registry("a")
Registry("b")
g = Registry.get("a")
l = g.label()
c = Registry.count
# case: nested classes
# file: main.py
class Tree:
    class Node:
        def __init__(self, value):
            self.value = value
            self.children = []
        def add(self, value):
            child = Tree.Node(value)
            self.children.append(child)
            return child
    def __init__(self, value):
        self.root = self.Node(value)
t = Tree(1)
c = t.root.add(2)
d = c.add(3)
v = d.value
k = t.root.children
# case: methods handed on
# file: main.py
class Button:
    def __init__(self):
        self.handlers = []
    def on(self, handler):
        self.handlers.append(handler)
        return handler
    def click(self):
        results = []
        for h in self.handlers:
            results.append(h(self))
        return results
class App:
    def __init__(self):
        self.button = Button()
        self.button.on(self.clicked)
        self.seen = None
    def clicked(self, button):
        self.seen = button
        return "ok"
app = App()
r = app.button.click()
s = app.seen
# case: __new__, class made in a function, instance of it returned
# file: main.py
class Single:
    instance = None
    def __new__(cls):
        if cls.instance is None:
            cls.instance = super().__new__(cls)
        return cls.instance
    def hello(self):
        return "h"
a = Single()
h = a.hello()
def factory(base):
    class Made(base):
        instance = None
        def extra(self):
            return self.hello() * 2
    return Made
Made = factory(Single)
m = Made()
e = m.extra()
# case: context manager and container protocols
# file: main.py
class Session:
    def __init__(self, url):
        self.url = url
        self.open = False
    def __enter__(self):
        self.open = True
        return self
    def __exit__(self, kind, value, tb):
        self.open = False
        return False
    def fetch(self):
        return {"url": self.url}
with Session("u") as s:
    data = s.fetch()
class Store:
    def __init__(self):
        self.data = {}
    def __setitem__(self, k, v):
        self.data[k] = v
    def __getitem__(self, k):
        return self.data[k]
st = Store()
st["a"] = 1
v = st["a"]
# case: dataclass and namedtuple and enum
# file: main.py
from dataclasses import dataclass, field
from collections import namedtuple
from enum import Enum
@dataclass
class Point:
    x: int
    y: int = 0
    tags: list = field(default_factory=list)
    def norm(self):
        return (self.x ** 2 + self.y ** 2) ** 0.5
p = Point(1)
n = p.norm()
t = p.tags
Pair = namedtuple("Pair", "left right")
q = Pair(1, "r")
l = q.left
class Color(Enum):
    RED = 1
    BLUE = "b"
    def show(self):
        return self.name
c = Color.RED
s = c.show()
k = c.value
# case: methods called through the class
# file: main.py
class Shape:
    def __init__(self, n):
        self.n = n
    def area(self):
        return self.n
    def compare(self, other):
        return self.area() > other.area()
s = Shape(2)
a = Shape.area(s)
f = Shape.compare
b = f(s, Shape(3))
m = s.area
Shape.perimeter = lambda self: self.n * 4.0
p = s.perimeter()
