# case: a diamond with cooperating constructors
# file: main.py
class Base:
    def __init__(self, «1:name»):
        self.«2:name» = «1:name»
class Left(Base):
    def __init__(self, «3:left», **kw):
        super().__init__(**kw)
        self.«4:left» = «3:left»
class Right(Base):
    def __init__(self, «5:right», **kw):
        super().__init__(**kw)
        self.«6:right» = «5:right»
class Both(Left, Right):
    def show(self):
        return self.«2:name», self.«4:left», self.«6:right»
print(Both(«3:left»=1, «5:right»=2, «1:name»="x").show())

# case: mixins that call what the other base has
# file: main.py
class LoudMixin:
    def speak(self):
        return self.«1:voice»().upper()
    def «2:volume»(self):
        return super().«2:volume»() + 1
class Animal:
    def «1:voice»(self):
        return "..."
    def «2:volume»(self):
        return 1
class Dog(LoudMixin, Animal):
    def «1:voice»(self):
        return "wuff"
class Radio:
    def volume(self):
        return 11
print(Dog().speak(), Dog().«2:volume»(), Animal().«2:volume»(), Radio().volume())

# case: a property with setter below a property
# file: main.py
class Shape:
    @property
    def «1:size»(self):
        return self.«2:_size»
    @«1:size».setter
    def «1:size»(self, «3:value»):
        self.«2:_size» = «3:value»
class Square(Shape):
    def __init__(self, «4:size»):
        self.«1:size» = «4:size»
    def grow(self):
        self.«1:size» += 1
        return self.«1:size»
s = Square(«4:size»=3)
s.«1:size» = s.grow() + s.«2:_size»

# case: slots and class bodies
# file: main.py
class Cell:
    __slots__ = ["«1:row»", "«2:col»"]
    def __init__(self, «3:row», «4:col»):
        self.«1:row», self.«2:col» = «3:row», «4:col»
    def __eq__(self, other):
        return isinstance(other, Cell) and (self.«1:row», self.«2:col») == (other.«1:row», other.«2:col»)
c = Cell(1, «4:col»=2)
print(c.«1:row», c == Cell(«3:row»=1, «4:col»=2))

# case: dataclasses below each other, with a field function and post init
# file: main.py
from dataclasses import dataclass, field
@dataclass
class Item:
    «1:title»: str
    «2:tags»: list = field(default_factory=list)
@dataclass(order=True)
class Book(Item):
    «3:pages»: int = 0
    «4:short»: bool = field(init=False)
    def __post_init__(self):
        self.«4:short» = self.«3:pages» < 100
book = Book(«1:title»="x", «3:pages»=5, «2:tags»=["a"])
print(book.«4:short», book.«1:title», Item("y").«2:tags»)
match book:
    case Book(«1:title»="x", «3:pages»=«5:count»):
        print(«5:count»)

# case: named tuples in both forms
# file: main.py
from collections import namedtuple
from typing import NamedTuple
Size = namedtuple("Size", ["«1:width»", "«2:height»"])
class Place(NamedTuple):
    «3:x»: int
    «4:size»: Size
    def area(self):
        return self.«4:size».«1:width» * self.«4:size».«2:height»
p = Place(«3:x»=1, «4:size»=Size(«1:width»=2, «2:height»=3))
q = p._replace(«3:x»=4)
print(q.«3:x», q.«4:size»._replace(«2:height»=1).«2:height»)

# case: an enumeration with values, methods and lookups
# file: main.py
from enum import Enum, auto
class Level(Enum):
    «1:LOW» = auto()
    «2:HIGH» = auto()
    @property
    def «3:is_low»(self):
        return self is Level.«1:LOW»
    @classmethod
    def parse(cls, text):
        return cls.«2:HIGH» if text else cls.«1:LOW»
def check(level):
    match level:
        case Level.«1:LOW»:
            return 1
        case Level.«2:HIGH»:
            return level.«3:is_low»
print(check(Level.parse("x")), Level.«1:LOW».«3:is_low»)

# case: class patterns with keywords and positions
# file: main.py
class Point:
    __match_args__ = ("«1:x»", "«2:y»")
    def __init__(self, «3:x», «4:y»):
        self.«1:x» = «3:x»
        self.«2:y» = «4:y»
class Line:
    def __init__(self, start):
        self.«5:start» = start
def f(shape):
    match shape:
        case Point(0, «6:y»):
            return «6:y»
        case Point(«1:x»=«7:px», «2:y»=1):
            return «7:px»
        case Line(«5:start»=Point(«1:x»=«8:sx»)):
            return «8:sx»
f(Point(1, «4:y»=2))
f(Line(Point(«3:x»=1, «4:y»=1)))

# case: class methods, static methods and decorators in the body
# file: main.py
class Money:
    def «1:rounded»(«2:fn»):
        def wrapper(*args):
            return round(«2:fn»(*args))
        return wrapper
    «3:rates» = {"a": 1.5}
    @«1:rounded»
    def «4:total»(self):
        return self.«5:rate»("a") * 2
    @staticmethod
    def «5:rate»(«6:name»):
        return Money.«3:rates»[«6:name»]
    @classmethod
    def «7:of»(cls, «8:name»):
        cls.«3:rates»[«8:name»] = cls.«5:rate»(«6:name»="a")
        return cls()
print(Money.«7:of»(«8:name»="b").«4:total»())

# case: the same attribute in classes that nothing ties together
# file: main.py
class Tank:
    def __init__(self):
        self.«1:level» = 0
    def fill(self, «2:level»):
        self.«1:level» = «2:level»
        return self
class Logger:
    «3:level» = "info"
    def set(self, level):
        self.«3:level» = level
        return self
def both(tank, logger):
    return tank.«1:level», logger.«3:level»
print(both(Tank().fill(«2:level»=3), Logger().set("debug")))
print(Tank().fill(1).«1:level», Logger().set("x").«3:level»)
