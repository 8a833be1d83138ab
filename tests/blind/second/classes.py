# case: class attribute through an instance of another module
# file: main.py
from shapes import Square
import registry
sq = Square(3)
a = sq.area()
registry.current = sq
k = registry.current.kind
s = registry.describe()
Square.kind = 7
z = Square.kind
# file: shapes.py
class Shape:
    kind = "shape"
    def area(self):
        return 0
class Square(Shape):
    def __init__(self, side):
        self.side = side
    def area(self):
        return self.side ** 2
# file: registry.py
current = None
def describe():
    return current.kind
# case: instance shadows class attribute
# file: main.py
class Conf:
    debug = False
    level = None
    def enable(self):
        self.level = 3
        return self.level
c = Conf()
a = c.level
b = c.enable()
c.debug = "yes"
d = c.debug
e = Conf.debug
# case: linked list
# file: main.py
class Node:
    def __init__(self, value, nxt=None):
        self.value = value
        self.nxt = nxt
class LinkedList:
    def __init__(self):
        self.head = None
        self.size = 0
    def push(self, value):
        node = Node(value, self.head)
        self.head = node
        self.size += 1
    def pop(self):
        node = self.head
        self.head = node.nxt
        self.size -= 1
        return node.value
    def __iter__(self):
        cur = self.head
        while cur:
            yield cur.value
            cur = cur.nxt
ll = LinkedList()
ll.push(1)
ll.push(2)
v = ll.pop()
vs = list(ll)
s = ll.size
# case: factory class method, alternative constructors
# file: main.py
class Date:
    def __init__(self, y, m):
        self.y = y
        self.m = m
    @classmethod
    def parse(cls, text):
        y, m = text.split("-")
        return cls(int(y), int(m))
    @classmethod
    def today(cls):
        return cls.parse("2020-01")
    @staticmethod
    def is_valid(text):
        return "-" in text
class UTC(Date):
    zone = "UTC"
d = Date.parse("2020-01")
t = UTC.today()
z = t.zone
y = t.y
v = UTC.is_valid("1-1")
# case: property with setter
# file: main.py
class Temp:
    def __init__(self, c):
        self._c = c
    @property
    def c(self):
        return self._c
    @c.setter
    def c(self, value):
        self._c = value
    @property
    def f(self):
        return self._c * 9 / 5 + 32
t = Temp(20)
a = t.c
t.c = 30
b = t.f
# case: nested classes
# file: main.py
class Outer:
    class Inner:
        tag = "in"
        def hello(self):
            return self.tag
        class Deep:
            def __init__(self):
                self.n = 1
    def make(self):
        return self.Inner()
    def deep(self):
        return Outer.Inner.Deep().n
o = Outer()
i = o.make()
h = i.hello()
d = o.deep()
x = Outer.Inner()
# case: callable instances
# file: main.py
class Adder:
    def __init__(self, n):
        self.n = n
    def __call__(self, x):
        return self.n + x
add = Adder(2)
r = add(3)
fs = [Adder(1), Adder(2.5)]
q = fs[0](1)
def use(f):
    return f(1)
u = use(add)
# case: chain of methods returning self
# file: main.py
class Query:
    def __init__(self, table):
        self.table = table
        self.parts = []
    def where(self, cond):
        self.parts.append(cond)
        return self
    def limit(self, n):
        self.max = n
        return self
    def build(self):
        text = " ".join(self.parts)
        return text
q = Query("t").where("a").where("b").limit(3)
s = q.build()
m = q.max
t = q.table
# case: a method replaced on the instance
# file: main.py
class Greeter:
    def greet(self):
        return "hi"
def other():
    return 42
g = Greeter()
a = g.greet()
g.greet = other
b = g.greet()
# case: function as class attribute from outside
# file: main.py
def describe(self):
    return self.name
class Cat:
    name = "cat"
    show = describe
class Dog:
    name = 5
Dog.show = describe
a = Cat().show()
b = Dog().show()
# case: method stored and called later
# file: main.py
class Task:
    def __init__(self, action):
        self.action = action
    def run(self):
        return self.action()
class Job:
    def work(self):
        return [1]
def say():
    return "said"
t1 = Task(say)
t2 = Task(Job().work)
a = t1.run()
b = t2.run()
# case: slots, class variables counted
# file: main.py
class Point:
    __slots__ = ("x", "y")
    made = 0
    def __init__(self, x, y):
        self.x = x
        self.y = y
        Point.made += 1
    def moved(self, dx=0, dy=0):
        return Point(self.x + dx, self.y + dy)
p = Point(1, 2)
q = p.moved(dx=0.5)
m = Point.made
x = q.x
# case: dunder getattr and item access
# file: main.py
class Proxy:
    def __init__(self, target):
        self._target = target
    def __getattr__(self, name):
        return getattr(self._target, name)
    def __getitem__(self, key):
        return key * 2
    def __setitem__(self, key, value):
        self.last = value
class T:
    size = 3
p = Proxy(T())
i = p["a"]
p[0] = 1.5
l = p.last
# case: mutually aware objects
# file: main.py
class Parent:
    def __init__(self):
        self.kids = []
    def add(self):
        kid = Kid(self)
        self.kids.append(kid)
        return kid
class Kid:
    def __init__(self, parent):
        self.parent = parent
    def siblings(self):
        return [k for k in self.parent.kids if k is not self]
p = Parent()
k = p.add()
s = k.siblings()
b = k.parent
f = p.kids[0]
# case: enum and dataclass
# file: main.py
from enum import Enum, auto
from dataclasses import dataclass, field
class Color(Enum):
    RED = 1
    BLUE = "b"
    def lower(self):
        return self.name.lower()
@dataclass
class Pen:
    color: Color
    width: int = 1
    tags: list = field(default_factory=list)
    def thick(self):
        return self.width > 3
pen = Pen(Color.RED)
c = pen.color
w = pen.width
l = c.lower()
v = Color.BLUE.value
t = pen.thick()
g = pen.tags
by = Color["RED"]
