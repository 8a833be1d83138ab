# case: hook methods in a plugin tree
# file: main.py
class Base:
    name = "base"
    def title(self):
        return self.prefix() + self.name
    def prefix(self):
        return ""
class Loud(Base):
    def prefix(self):
        return super().prefix() + "!"
class Quiet(Base):
    name = "quiet"
class Both(Loud, Quiet):
    pass
a = Both().title()
n = Both.name
p = Both().prefix()
# case: different return types up the chain
# file: main.py
class A:
    def v(self):
        return 1
class B(A):
    def v(self):
        return str(super().v())
class C(B):
    def v(self):
        return [super().v()]
a = A().v()
b = B().v()
c = C().v()
# case: super init skipping
# file: main.py
class A:
    def __init__(self):
        self.x = "a"
class B(A):
    def __init__(self):
        self.y = 1
class C(B):
    def __init__(self):
        super().__init__()
        A.__init__(self)
c = C()
x = c.x
y = c.y
# case: class method resolution through super
# file: main.py
class Shape:
    registry = []
    @classmethod
    def new(cls, *a):
        obj = cls(*a)
        cls.registry.append(obj)
        return obj
class Sq(Shape):
    def __init__(self, n):
        self.n = n
    @classmethod
    def new(cls, n):
        return super().new(n * 2)
s = Sq.new(2)
n = s.n
r = Shape.registry[0]
# case: mixin order changes the result
# file: main.py
class X:
    def who(self):
        return "x"
class Y:
    def who(self):
        return 2
class XY(X, Y):
    pass
class YX(Y, X):
    def who(self):
        return super().who()
a = XY().who()
b = YX().who()
c = super(XY, XY()).who()
d = X.who(XY())
