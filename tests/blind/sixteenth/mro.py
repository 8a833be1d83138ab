# The order in which methods are found.

# case: a diamond in which each calls the next
# file: main.py
class Root:
    def run(self):
        return ["root"]
class Left(Root):
    def run(self):
        return super().run() + [1]
class Right(Root):
    def run(self):
        return super().run() + [2.5]
class Both(Left, Right):
    def run(self):
        return super().run()
class Other(Right, Left):
    pass
a = Both().run()
b = Left().run()
c = Other().run()
d = super(Left, Both()).run()
e = super(Right, Both()).run()
f = [k.__name__ for k in Both.__mro__]

# case: mixins that wrap, and one that is not a subclass
# file: main.py
class Plain:
    def render(self):
        return "text"
    def size(self):
        return len(self.render())
class Bold:
    def render(self):
        return ["b", super().render()]
class Logged:
    log = ()
    def render(self):
        out = super().render()
        self.log += (out,)
        return out
class A(Bold, Plain):
    pass
class B(Logged, Bold, Plain):
    pass
class C(Plain, Bold):
    pass
a = A().render()
b = B()
c = b.render()
d = b.log
e = C().render()
f = B().size()

# case: attributes, properties and methods of one name along the order
# file: main.py
class A:
    value = 1
    def name(self):
        return "a"
class B(A):
    @property
    def value(self):
        return "property"
    name = "attribute"
class C(A):
    def __init__(self):
        self.value = 2.5
    def name(self):
        return super().name() + "c"
class D(C, B):
    pass
class E(A):
    def value(self):
        return [super().value]
a = A().value
b = B().value
c = C().value
d = B().name
e = C().name()
f = E().value()
g = D.mro()[1]
h = D.name

# case: class methods, static methods and constructors through super
# file: main.py
class Base:
    made = []
    def __new__(cls, *args, **kwargs):
        self = super().__new__(cls)
        cls.made.append(cls)
        return self
    @classmethod
    def create(cls, *args):
        return cls(*args)
    @staticmethod
    def tag():
        return "base"
class Named(Base):
    def __init__(self, name):
        self.name = name
    @classmethod
    def create(cls, *args):
        obj = super().create(*args)
        obj.extra = cls.tag()
        return obj
class Loud(Named):
    @staticmethod
    def tag():
        return 1, Base.tag()
    def __init__(self, name):
        Named.__init__(self, [name])
a = Named.create("n").extra
b = Loud.create("l")
c = b.extra
d = b.name
e = Base.create()
f = Base.made[0]

# case: builtin bases, generic bases and abstract ones in one order
# file: main.py
from typing import Generic, TypeVar
from collections.abc import Mapping
T = TypeVar("T")
class Store(Generic[T]):
    def __init__(self):
        self.items = []
    def add(self, item):
        self.items.append(item)
        return self
class Names(Store[str], list):
    def first(self):
        return self.items[0]
class Low(dict):
    def __getitem__(self, key):
        return super().__getitem__(key.lower())
    def __missing__(self, key):
        return None
class Fixed(Mapping):
    def __getitem__(self, key):
        return len(key)
    def __iter__(self):
        return iter(["k"])
    def __len__(self):
        return 1
n = Names()
n.append(1)
a = n.add("x").first()
b = n[0]
c = Low(a=2.5)["A"]
d = Low()["B"]
e = Fixed().get("abc")
f = list(Fixed().items())
g = dict(Fixed())
