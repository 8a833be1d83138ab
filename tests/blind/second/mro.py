# case: diamond
# file: main.py
class A:
    def f(self):
        return "a"
class B(A):
    pass
class C(A):
    def f(self):
        return 1
class D(B, C):
    pass
d = D()
x = d.f()
# case: super chain in a diamond
# file: main.py
class Root:
    def setup(self):
        self.log = ["root"]
        return 1
class Left(Root):
    def setup(self):
        r = super().setup()
        self.left = True
        return r
class Right(Root):
    def setup(self):
        r = super().setup()
        self.right = r
        return "r"
class Bottom(Left, Right):
    def setup(self):
        return super().setup()
b = Bottom()
s = b.setup()
l = b.log
k = b.left
# case: explicit base call
# file: main.py
class A:
    def __init__(self, x):
        self.x = x
class B:
    def __init__(self, y):
        self.y = y
class C(A, B):
    def __init__(self):
        A.__init__(self, 1)
        B.__init__(self, "b")
c = C()
x = c.x
y = c.y
# case: mixins use what the other gives
# file: main.py
class NameMixin:
    def show(self):
        return self.name()
class Shout:
    def show(self):
        return super().show().upper()
class Person(Shout, NameMixin):
    def name(self):
        return "ann"
p = Person()
s = p.show()
# case: class attributes
# file: main.py
class A:
    v = 1
    w = "w"
class B(A):
    v = "b"
class C(A):
    w = 2.5
class D(B, C):
    pass
a = D.v
b = D.w
c = D().v
# case: super in class methods and properties
# file: main.py
class A:
    @classmethod
    def make(cls):
        return cls()
    @property
    def kind(self):
        return "a"
class B(A):
    @classmethod
    def make(cls):
        o = super().make()
        o.extra = 1
        return o
    @property
    def kind(self):
        return super().kind + "b"
b = B.make()
k = b.kind
e = b.extra
# case: template method
# file: main.py
class Base:
    def run(self):
        self.before()
        r = self.step()
        return r
    def before(self):
        return None
    def step(self):
        raise NotImplementedError
class One(Base):
    def step(self):
        return 1
class Two(One):
    def before(self):
        return "b"
    def step(self):
        return [super().step()]
a = One().run()
b = Two().run()
# case: three levels with init
# file: main.py
class A:
    def __init__(self, n):
        self.n = n
class B(A):
    def __init__(self, n, m):
        super().__init__(n)
        self.m = m
class C(B):
    def __init__(self):
        super().__init__(1, "m")
        self.k = self.n
c = C()
n, m, k = c.n, c.m, c.k
# case: super with arguments
# file: main.py
class A:
    def f(self):
        return "a"
class B(A):
    def f(self):
        return 1
class C(B):
    def f(self):
        return super(B, self).f()
    def g(self):
        return super(C, self).f()
x = C().f()
y = C().g()
# case: bases from elsewhere
# file: main.py
from bases import Base, get_base
class A(Base):
    pass
class B(get_base()):
    def own(self):
        return self.ping()
a = A().ping()
b = B().own()
# file: bases.py
class Base:
    def ping(self):
        return "pong"
def get_base():
    return Base
# case: type mro and abstract
# file: main.py
from abc import ABC, abstractmethod
class Shape(ABC):
    @abstractmethod
    def area(self):
        pass
    def twice(self):
        return self.area() * 2
class Sq(Shape):
    def area(self):
        return 4
class Ci(Shape):
    def area(self):
        return 3.14
shapes = [Sq(), Ci()]
for s in shapes:
    a = s.area()
t = Sq().twice()
u = Ci().twice()
m = Sq.__mro__
nm = Sq.mro()
