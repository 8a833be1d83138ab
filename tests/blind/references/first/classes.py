# case: a method through self and an instance
# file: main.py
class Cart:
    def «1:total»(self):
        return 0
    def show(self):
        return self.«1:total»()
class Order:
    def «2:total»(self):
        return 1
Cart().«1:total»()
c = Cart()
c.«1:total»()
Order().«2:total»()

# case: an instance attribute set in several methods
# file: main.py
class Timer:
    def __init__(self):
        self.«1:start» = None
    def begin(self):
        self.«1:start» = 1
    def elapsed(self, «2:start»):
        return self.«1:start» - «2:start»
t = Timer()
t.begin()
t.«1:start» = 5
print(t.«1:start», t.elapsed(«2:start»=1))

# case: a class attribute by class, instance and inheritance
# file: main.py
class Base:
    «kind» = "base"
    @classmethod
    def make(cls):
        return cls.«kind»
class Sub(Base):
    def show(self):
        return self.«kind», Base.«kind», Sub.«kind»
Sub().«kind»
kind = 1

# case: super
# file: main.py
class A:
    def «run»(self):
        return 1
class B(A):
    def «run»(self):
        return super().«run»() + 1
class C(B):
    def go(self):
        return super().«run»()
class Other:
    def run(self):
        return 2
C().«run»()
Other().run()

# case: an attribute that only the base sets
# file: main.py
class A:
    def __init__(self, name):
        self.«name» = name
class B(A):
    def hello(self):
        return "hi " + self.«name»
b = B("x")
print(b.«name»)
class Unrelated:
    def __init__(self):
        self.name = 1
print(Unrelated().name)

# case: a property with a setter
# file: main.py
class Temp:
    def __init__(self):
        self.«1:_c» = 0
    @property
    def «2:c»(self):
        return self.«1:_c»
    @«2:c».setter
    def «2:c»(self, value):
        self.«1:_c» = value
    @«2:c».deleter
    def «2:c»(self):
        del self.«1:_c»
t = Temp()
t.«2:c» = 3
t.«2:c» += 1
del t.«2:c»

# case: property made by a call
# file: main.py
class P:
    def «1:get»(self):
        return 1
    def «2:set»(self, v):
        pass
    «3:value» = property(«1:get», «2:set»)
P().«3:value» = 2
print(P().«3:value»)

# case: static and class methods
# file: main.py
class M:
    @staticmethod
    def «1:add»(«2:a», b):
        return «2:a» + b
    @classmethod
    def «3:make»(cls, «4:n»):
        return cls.«1:add»(«4:n», 1)
M.«1:add»(1, 2)
M().«1:add»(«2:a»=1, b=2)
M.«3:make»(«4:n»=3)

# case: constructor keyword arguments
# file: main.py
class User:
    def __init__(self, «1:name», «2:age»=0):
        self.«3:name» = «1:name»
        self.«4:age» = «2:age»
u = User(«1:name»="a", «2:age»=3)
print(u.«3:name», u.«4:age»)

# case: keyword arguments of an inherited constructor and of super
# file: main.py
class A:
    def __init__(self, «x»=1):
        self.y = «x»
class B(A):
    pass
class C(A):
    def __init__(self, z):
        super().__init__(«x»=z)
B(«x»=2)
C(z=3)
A(«x»=4)

# case: nested classes
# file: main.py
class Outer:
    class «1:Inner»:
        «2:depth» = 2
        def get(self):
            return self.«2:depth»
    def make(self):
        return self.«1:Inner»(), Outer.«1:Inner»()
    default = «1:Inner»()
x = Outer.«1:Inner»()
print(x.«2:depth», Outer.«1:Inner».«2:depth»)

# case: a class used as base, in isinstance, as annotation and in except
# file: main.py
class «Err»(Exception):
    pass
class Sub(«Err»):
    pass
def f(x: «Err») -> "«Err»":
    if isinstance(x, «Err»):
        raise «Err»()
    try:
        pass
    except («Err», ValueError) as e:
        return e

# case: class attribute overridden on an instance
# file: main.py
class Conf:
    «debug» = False
    def on(self):
        self.«debug» = True
conf = Conf()
conf.«debug» = True
Conf.«debug» = None
def is_on():
    return conf.«debug»

# case: methods chained
# file: main.py
class Query:
    def «1:filter»(self, x):
        return self
    def «2:limit»(self, n):
        return self
Query().«1:filter»(1).«2:limit»(2).«1:filter»(3)
q = Query().«2:limit»(1)
q.«1:filter»(0)
filter(None, [])

# case: same name in unrelated classes
# file: main.py
class Dog:
    def «1:speak»(self):
        return "woof"
class Robot:
    def «2:speak»(self):
        return "beep"
def pet(d):
    return d.«1:speak»()
def service(r):
    return r.«2:speak»()
pet(Dog())
service(Robot())

# case: an attribute of an attribute
# file: main.py
class Engine:
    def __init__(self):
        self.«1:power» = 100
class Car:
    def __init__(self):
        self.«2:engine» = Engine()
    def boost(self):
        self.«2:engine».«1:power» += 10
car = Car()
print(car.«2:engine».«1:power»)
class Lamp:
    power = 3

# case: slots and setattr names
# file: main.py
class Node:
    __slots__ = ("«1:value»", "«2:next»")
    def __init__(self, value):
        self.«1:value» = value
        self.«2:next» = None
n = Node(1)
n.«2:next» = Node(2)
print(n.«2:next».«1:value»)

# case: private names
# file: main.py
class A:
    def __init__(self):
        self.«1:__secret» = 1
    def get(self):
        return self.«1:__secret»
class B(A):
    def __init__(self):
        self.«2:__secret» = 2
    def get2(self):
        return self.«2:__secret»

# case: a dataclass
# file: main.py
from dataclasses import dataclass, field, replace
@dataclass
class Point:
    «1:x»: int
    «2:y»: int = 0
    def norm(self):
        return self.«1:x» ** 2 + self.«2:y» ** 2
p = Point(«1:x»=1, «2:y»=2)
q = replace(p, «1:x»=3)
print(q.«1:x», p.«2:y»)

# case: a named tuple
# file: main.py
from typing import NamedTuple
class Pair(NamedTuple):
    «1:left»: int
    «2:right»: int = 1
pair = Pair(«1:left»=1)
print(pair.«1:left», pair._replace(«2:right»=2).«2:right»)

# case: an enum
# file: main.py
from enum import Enum
class Color(Enum):
    «1:RED» = 1
    BLUE = 2
    def is_red(self):
        return self is Color.«1:RED»
print(Color.«1:RED».name, Color.BLUE, Color["«1:RED»"])

# case: attributes through with
# file: main.py
class Res:
    def __enter__(self):
        return self
    def __exit__(self, *a):
        return None
    def «1:read»(self):
        return 1
with Res() as r:
    r.«1:read»()
with open("x") as f:
    f.read()

# case: attributes of loop elements
# file: main.py
class Item:
    def __init__(self, price):
        self.«price» = price
items = [Item(1), Item(2)]
for item in items:
    print(item.«price»)
total = sum(i.«price» for i in items)
best = max(items, key=lambda i: i.«price»)
print(best.«price»)

# case: abstract base and implementations
# file: main.py
from abc import ABC, abstractmethod
class Shape(ABC):
    @abstractmethod
    def «area»(self):
        ...
class Square(Shape):
    def «area»(self):
        return 4
class Circle(Shape):
    def «area»(self):
        return 3
def total(shapes):
    return sum(s.«area»() for s in shapes)
total([Square(), Circle()])
area = 3

# case: mixin
# file: main.py
class Named:
    def hello(self):
        return self.«title»
class Book(Named):
    def __init__(self):
        self.«title» = "x"
Book().hello()
print(Book().«title»)

# case: diamond
# file: main.py
class Root:
    def «ping»(self):
        pass
class Left(Root):
    def «ping»(self):
        super().«ping»()
class Right(Root):
    def «ping»(self):
        super().«ping»()
class Bottom(Left, Right):
    def «ping»(self):
        super().«ping»()
Bottom().«ping»()

# case: method alias in a class body
# file: main.py
class L:
    def «1:add»(self, x):
        return x
    «2:append» = «1:add»
L().«2:append»(1)
L().«1:add»(2)
[].append(1)

# case: a method stored and called later
# file: main.py
class Job:
    def «run»(self):
        return 1
jobs = [Job().«run», Job.«run»]
handlers = {"a": Job().«run»}
f = Job().«run»
f()

# case: class decorator and attributes added to the class from outside
# file: main.py
class Plugin:
    pass
Plugin.«version» = 1
def show(p):
    return p.«version»
show(Plugin())
print(Plugin.«version»)

# case: monkeypatched method
# file: main.py
class Api:
    def «get»(self):
        return 1
def fake(self):
    return 2
Api.«get» = fake
Api().«get»()

# case: an instance from a factory
# file: main.py
class Conn:
    def «close»(self):
        pass
def connect():
    return Conn()
def pool(n):
    return [connect() for _ in range(n)]
connect().«close»()
for c in pool(2):
    c.«close»()
open("x").close()

# case: conditional receivers
# file: main.py
class A:
    def «1:go»(self):
        pass
class B:
    def «2:go»(self):
        pass
class C:
    def go(self):
        pass
def pick(flag):
    x = A() if flag else B()
    return x.«1,2:go»()
C().go()

# case: isinstance narrowing
# file: main.py
class Cat:
    def «1:meow»(self): pass
    def «2:name»(self): pass
class Cow:
    def «3:name»(self): pass
def f(animal):
    if isinstance(animal, Cat):
        animal.«1:meow»()
        animal.«2:name»()
    elif isinstance(animal, Cow):
        animal.«3:name»()

# case: getattr with a constant
# file: main.py
class S:
    def «stop»(self):
        pass
getattr(S(), "«stop»")()
S().«stop»()

# case: a descriptor class
# file: main.py
class Field:
    def __get__(self, obj, owner):
        return obj.«1:_v»
    def __set__(self, obj, value):
        obj.«1:_v» = value
class Model:
    «2:age» = Field()
m = Model()
m.«2:age» = 3
print(m.«2:age»)

# case: metaclass attribute
# file: main.py
class Meta(type):
    def «1:create»(cls):
        return cls()
class K(metaclass=Meta):
    def «2:use»(self):
        return 1
K.«1:create»().«2:use»()
