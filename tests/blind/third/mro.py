# case: cooperative init with keywords
# file: main.py
class Root:
    def __init__(self, **kw):
        self.rest = kw
class Named(Root):
    def __init__(self, name=None, **kw):
        super().__init__(**kw)
        self.name = name
class Sized(Root):
    def __init__(self, size=0, **kw):
        super().__init__(**kw)
        self.size = size
class Box(Named, Sized):
    def label(self):
        return self.name * self.size
b = Box(name="b", size=2)
n = b.name
s = b.size
l = b.label()
# case: chain through four classes
# file: main.py
class A:
    def go(self):
        return ["a"]
class B(A):
    def go(self):
        return super().go() + ["b"]
class C(A):
    def go(self):
        return super().go() + [1]
class D(B, C):
    def go(self):
        out = super().go()
        return out
d = D().go()
b = B().go()
# case: method found in the second base
# file: main.py
class Fly:
    def move(self):
        return "fly"
    def land(self):
        return 0
class Swim:
    def move(self):
        return 1
    def dive(self):
        return 2.5
class Duck(Fly, Swim):
    pass
class Fish(Swim, Fly):
    pass
a = Duck().move()
b = Fish().move()
c = Duck().dive()
d = Fish().land()
# case: overridden property and class method
# file: main.py
class Base:
    @classmethod
    def create(cls, *args):
        return cls(*args)
    @property
    def size(self):
        return 0
    def info(self):
        return self.size
class Sub(Base):
    def __init__(self, n):
        self.n = n
    @property
    def size(self):
        return self.n
s = Sub.create("x")
i = s.info()
j = Base.create().info()
# case: attribute defined in the sibling's init
# file: main.py
class A:
    def __init__(self):
        super().__init__()
        self.a = 1
class B:
    def __init__(self):
        super().__init__()
        self.b = "b"
class C(A, B):
    def both(self):
        return self.a, self.b
c = C()
x, y = c.both()
# case: mixin calls what the host defines
# file: main.py
class Json:
    def dump(self):
        return str(self.data())
class Logged:
    def save(self):
        self.log = ["saved"]
        return super().save()
class Store:
    def save(self):
        return True
class Model(Json, Logged, Store):
    def data(self):
        return {"k": 1}
m = Model()
a = m.dump()
b = m.save()
c = m.log
# case: generic base with metaclass
# file: main.py
class Meta(type):
    def __new__(mcs, name, bases, ns):
        cls = super().__new__(mcs, name, bases, ns)
        cls.tag = name.lower()
        return cls
    def make(cls):
        return cls()
class A(metaclass=Meta):
    def f(self):
        return 1
class B(A):
    pass
t = A.tag
b = B.make()
r = b.f()
u = B.tag
