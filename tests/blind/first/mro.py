# case: a chain of super
# file: main.py
class A:
    def f(self, x):
        return [x]
class B(A):
    def f(self, x):
        r = super().f(x)
        return r[0]
class C(B):
    def f(self, x):
        return super().f(x), 1
a = C().f("s")
b = B().f(2.5)
# case: diamond with cooperative calls
# file: main.py
class Root:
    def setup(self):
        return "root"
class L(Root):
    def setup(self):
        return "l" + super().setup()
class R(Root):
    def setup(self):
        return "r" + super().setup()
class D(L, R):
    def setup(self):
        return super().setup()
d = D().setup()
l = L().setup()
# case: __init__ along a diamond
# file: main.py
class Base:
    def __init__(self, **kw):
        self.ready = True
class Named(Base):
    def __init__(self, name, **kw):
        super().__init__(**kw)
        self.name = name
class Sized(Base):
    def __init__(self, size, **kw):
        super().__init__(**kw)
        self.size = size
class Both(Named, Sized):
    pass
b = Both(name="n", size=3)
n = b.name
s = b.size
r = b.ready
# case: mixins
# file: main.py
class JsonMixin:
    def to_json(self):
        return str(self.to_dict())
class EqMixin:
    def same(self, other):
        return self.to_dict() == other.to_dict()
class Point(JsonMixin, EqMixin):
    def __init__(self, x):
        self.x = x
    def to_dict(self):
        return {"x": self.x}
p = Point(1)
j = p.to_json()
e = p.same(Point(2))
# case: template method
# file: main.py
class Report:
    def render(self):
        head = self.header()
        body = self.body()
        return head + body
    def header(self):
        return "h"
    def body(self):
        raise NotImplementedError
class Sales(Report):
    def body(self):
        return "sales"
class Stock(Report):
    def header(self):
        return "S"
    def body(self):
        return "stock"
a = Sales().render()
b = Stock().render()
# case: attributes overridden
# file: main.py
class Model:
    table = None
    fields = ()
    def name(self):
        return self.table
    @classmethod
    def count(cls):
        return len(cls.fields)
class User(Model):
    table = "users"
    fields = ("id", "name")
class Log(Model):
    pass
a = User().name()
b = User.count()
c = Log().name()
d = User.fields
# case: a base in another module
# file: base.py
class Handler:
    def handle(self, req):
        return self.respond(req)
    def respond(self, req):
        return 404
# file: main.py
import base
from base import Handler as H
class Page(H):
    def respond(self, req):
        return "page " + req
class Api(base.Handler):
    pass
a = Page().handle("x")
b = Api().handle("y")
# case: explicit base calls
# file: main.py
class A:
    def hi(self):
        return 1
class B:
    def hi(self):
        return "b"
class C(A, B):
    def hi(self):
        x = A.hi(self)
        y = B.hi(self)
        return x, y
    def other(self):
        return super(A, self).hi()
c = C().hi()
d = C().other()
# case: abstract base
# file: main.py
from abc import ABC, abstractmethod
class Shape(ABC):
    def __init__(self, name):
        self.name = name
    @abstractmethod
    def area(self):
        ...
    def describe(self):
        return self.name, self.area()
class Sq(Shape):
    def __init__(self, s):
        super().__init__("sq")
        self.s = s
    def area(self):
        return self.s ** 2
s = Sq(2)
d = s.describe()
shapes = [Sq(1), Sq(2)]
total = sum(x.area() for x in shapes)
# case: class methods and super
# file: main.py
class Base:
    @classmethod
    def create(cls, *args):
        obj = cls()
        obj.args = args
        return obj
class Sub(Base):
    @classmethod
    def create(cls, n):
        obj = super().create(n, "x")
        return obj
    def get(self):
        return self.args
s = Sub.create(1)
g = s.get()
b = Base.create()
# case: property overridden and base by function
# file: main.py
class A:
    @property
    def v(self):
        return 1
    def twice(self):
        return self.v, self.v
class B(A):
    @property
    def v(self):
        return "v"
a = A().twice()
b = B().twice()
def pick(flag):  # wide: pick
    return A if flag else B
class C(pick(False)):
    pass
c = C().v
# case: base chosen by a condition
# file: main.py
import sys
class Fast:
    def run(self):
        return 1
class Slow:
    def run(self):
        return "s"
Base = Fast if sys.maxsize > 0 else Slow  # wide: Base
class Impl(Base):
    def go(self):
        return self.run
i = Impl()
g = i.go()
# case: __init_subclass__ and metaclass
# file: main.py
class Plugin:
    registry = []
    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        cls.registry.append(cls)
class P1(Plugin):
    def run(self):
        return 1
class P2(Plugin):
    def run(self):
        return "2"
for p in Plugin.registry:
    r = p().run()
class Meta(type):
    def __call__(cls, *args):
        obj = super().__call__(*args)
        obj.tag = "meta"
        return obj
    def describe(cls):
        return cls.__name__
class M(metaclass=Meta):
    pass
m = M()
t = m.tag
d = M.describe()
