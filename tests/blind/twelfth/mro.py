# The order of classes: whose method it is.

# case: super in a property, and in a setter
# file: main.py
class Base:
    def __init__(self):
        self._v = 1
    @property
    def v(self):
        return self._v
    @v.setter
    def v(self, new):
        self._v = new
class Child(Base):
    @property
    def v(self):
        return str(super().v)
    @v.setter
    def v(self, new):
        Base.v.fset(self, new * 2)
c = Child()
a = c.v
c.v = 4
b = c.v

# case: a method from the side, through super in a mixin
# file: main.py
class Root:
    def save(self):
        return ["root"]
class Log(Root):
    def save(self):
        return ["log"] + super().save()
class Cache(Root):
    def save(self):
        return super().save() + ["cache"]
class Model(Log, Cache):
    pass
m = Model().save()
order = [k.__name__ for k in Model.__mro__]
nearest = Model.__mro__[1]

# case: a class attribute found through three lines
# file: main.py
class A:
    kind = 1
    def get(self):
        return self.kind
class B(A):
    pass
class C(A):
    kind = "c"
class D(B, C):
    pass
x = D().get()
y = B().get()
A.kind = 2.5
z = B().get()

# case: abstract methods, and one that is called by the base
# file: main.py
from abc import ABC, abstractmethod
class Reader(ABC):
    def read(self):
        return [self.parse(l) for l in self.lines()]
    def lines(self):
        return ["1", "2"]
    @abstractmethod
    def parse(self, line): ...
class IntReader(Reader):
    def parse(self, line):
        return int(line)
class PairReader(Reader):
    def lines(self):
        return super().lines() + ["3"]
    def parse(self, line):
        return (line, len(line))
i = IntReader().read()
p = PairReader().read()

# case: super with two arguments skips a class
# file: main.py
class A:
    def who(self):
        return "a"
class B(A):
    def who(self):
        return 2
class C(B):
    def who(self):
        return super(B, self).who()
    @classmethod
    def make(cls):
        return super().__new__(cls)
    def both(self):
        return super().who(), B.who(self)
c = C()
w = c.who()
m = C.make()
x, y = c.both()

# case: __new__ along the line
# file: main.py
class Base:
    made = 0
    def __new__(cls, *args):
        Base.made += 1
        self = super().__new__(cls)
        self.number = Base.made
        return self
class Named(Base):
    def __init__(self, name):
        self.name = name
class Alias:
    def __new__(cls):
        return Named("alias")
n = Named("n")
k = n.number
a = Alias()
t = a.name

# case: a base that is a tuple of bases
# file: main.py
class Say:
    def say(self):
        return "say"
class Count:
    def count(self):
        return 3
bases = (Say, Count)
Both = type("Both", bases, {})
b = Both()
s = b.say()
c = b.count()
class Third(*bases):
    pass
t = Third().count()

# case: builtins as bases
# file: main.py
class Stack(list):
    def push(self, x):
        self.append(x)
        return self
    @property
    def top(self):
        return self[-1]
class Upper(str):
    def __new__(cls, s):
        return super().__new__(cls, s.upper())
    def twice(self):
        return self + self
class Total(int):
    def __add__(self, o):
        return Total(super().__add__(o))
s = Stack().push(1).push("x")
top = s.top
u = Upper("a")
tw = u.twice()
t = Total(3) + 4
p = t - 1

# case: a generic class and what it holds
# file: main.py
from typing import Generic, TypeVar
T = TypeVar("T")
class Box(Generic[T]):
    def __init__(self, item: T):
        self.item = item
    def get(self) -> T:
        return self.item
    def map(self, fn):
        return Box(fn(self.item))
class IntBox(Box[int]):
    def plus(self):
        return self.get() + 1
b = Box("x").get()
n = IntBox(1).plus()
m = Box(1).map(str).get()
