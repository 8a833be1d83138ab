# MRO.

# case: super in a method that only the sibling has
# file: main.py
class Root:
    def run(self):
        return "root"
class A(Root):
    def run(self):
        got = super().run()
        return [got]
class B(Root):
    def run(self):
        return 1
class C(A, B):
    pass
a = C().run()
b = A().run()
names = [k.__name__ for k in C.__mro__]

# case: an attribute of the first base hides a method of the second
# file: main.py
class A:
    name = "a"
class B:
    def name(self):
        return 1
class AB(A, B):
    pass
class BA(B, A):
    pass
a = AB().name
b = BA().name()

# case: five classes, and a method from the far end
# file: main.py
class V:
    def far(self):
        return self.near()
class W(V):
    pass
class X(W):
    def near(self):
        return "x"
class Y(X):
    pass
class Z(Y):
    def near(self):
        return [super().near()]
a = Y().far()
b = Z().far()

# case: a base is rebound after the class was made
# file: main.py
class Base:
    def run(self):
        return 1
class Child(Base):
    pass
class Base:
    def run(self):
        return "new"
class Other(Base):
    pass
a = Child().run()
b = Other().run()

# case: super of a class method and of a property
# file: main.py
class A:
    @classmethod
    def make(cls):
        return cls()
    @property
    def size(self):
        return 1
class B(A):
    @classmethod
    def make(cls):
        made = super().make()
        return [made]
    @property
    def size(self):
        return (super().size, "b")
a = A.make()
b = B.make()
c = b[0].size
d = a.size

# case: __init_subclass__ keeps the classes below
# file: main.py
class Base:
    known = []
    def __init_subclass__(cls, tag=None):
        cls.tag = tag
        Base.known.append(cls)
class One(Base, tag="one"):
    def go(self):
        return 1
class Two(Base, tag=2):
    def go(self):
        return "two"
a = One.tag
b = Two.tag
out = [k().go() for k in Base.known]

# case: a class with __mro_entries__ in its bases
# file: main.py
class Real:
    def run(self):
        return "real"
class Stand:
    def __mro_entries__(self, bases):
        return (Real,)
class Child(Stand()):
    pass
c = Child()
a = c.run()
