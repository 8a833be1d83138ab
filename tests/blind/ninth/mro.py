# case: the nearest base wins
# file: main.py
class A:
    def f(self):
        return 1
    def g(self):
        return "a"
class B(A):
    def f(self):
        return 2.0
class C(B):
    pass
c = C()
x = c.f()
y = c.g()

# case: a diamond with super in each
# file: main.py
class Top:
    def go(self):
        return ["top"]
class Left(Top):
    def go(self):
        return ["left"] + super().go()
class Right(Top):
    def go(self):
        return ["right"] + super().go()
class Bottom(Left, Right):
    def go(self):
        return ["bottom"] + super().go()
b = Bottom()
r = b.go()

# case: super in init, with arguments
# file: main.py
class Base:
    def __init__(self, name):
        self.name = name
class Mid(Base):
    def __init__(self, name, n):
        super().__init__(name)
        self.n = n
class Low(Mid):
    def __init__(self):
        super(Low, self).__init__("low", 1)
        self.done = True
low = Low()
a = low.name
b = low.n

# case: super in class methods and static lookups
# file: main.py
class Base:
    @classmethod
    def create(cls):
        return cls()
    @staticmethod
    def tag():
        return "base"
class Child(Base):
    @classmethod
    def create(cls):
        made = super().create()
        made.extra = 1
        return made
    @staticmethod
    def tag():
        return Base.tag() + "child"
c = Child.create()
t = Child.tag()
e = c.extra

# case: mixins that call what only the class has
# file: main.py
class Loud:
    def speak(self):
        return self.word().upper()
class Named:
    def word(self):
        return "name"
class Person(Loud, Named):
    pass
p = Person()
s = p.speak()
order = [k.__name__ for k in Person.__mro__]

# case: the first of two bases
# file: main.py
class A:
    kind = "a"
    def do(self):
        return 1
class B:
    kind = 2
    def do(self):
        return "b"
class AB(A, B):
    pass
class BA(B, A):
    pass
w = AB().do()
x = BA().do()
y = AB.kind
z = BA.kind

# case: a template method
# file: main.py
class Report:
    def render(self):
        return self.head() + self.body()
    def head(self):
        return "head"
    def body(self):
        raise NotImplementedError
class Short(Report):
    def body(self):
        return "short"
class Long(Report):
    def body(self):
        return "long"
    def head(self):
        return super().head() + "!"
a = Short().render()
b = Long().render()
