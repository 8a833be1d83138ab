# MRO.

# case: super through a diamond
# file: main.py
class Base:
    def run(self):
        return "base"
class Left(Base):
    def run(self):
        return [super().run()]
class Right(Base):
    def run(self):
        return (super().run(),)
class Both(Left, Right):
    def run(self):
        return super().run()
a = Both().run()
b = Left().run()
c = Right().run()

# case: the first base wins
# file: main.py
class A:
    def name(self):
        return "a"
class B:
    def name(self):
        return 1
    def only(self):
        return self.name()
class AB(A, B):
    pass
class BA(B, A):
    pass
w = AB().name()
x = BA().name()
y = AB().only()
z = BA().only()

# case: a method of the base calls what the derived overrides
# file: main.py
class Report:
    def render(self):
        return self.head() + self.body()
    def head(self):
        return "head"
    def body(self):
        return ""
class Sales(Report):
    def body(self):
        return "sales"
plain = Report().render()
sales = Sales().render()

# case: constructors that cooperate
# file: main.py
class Root:
    def __init__(self):
        self.trail = ["root"]
class Named(Root):
    def __init__(self, name="n", **kw):
        super().__init__(**kw)
        self.name = name
class Sized(Root):
    def __init__(self, size=1, **kw):
        super().__init__(**kw)
        self.size = size
class Item(Named, Sized):
    pass
i = Item(name="x", size=2.5)
a = i.name
b = i.size
c = i.trail

# case: super with arguments skips a class
# file: main.py
class Grand:
    def hi(self):
        return "grand"
class Parent(Grand):
    def hi(self):
        return 1
class Child(Parent):
    def hi(self):
        return super(Parent, self).hi()
    def near(self):
        return super().hi()
    def by_name(self):
        return Grand.hi(self)
c = Child()
a = c.hi()
b = c.near()
d = c.by_name()

# case: class attributes along the order
# file: main.py
class Top:
    kind = "top"
    make = int
class Mid(Top):
    make = str
class Other(Top):
    kind = 2
class Low(Mid, Other):
    pass
a = Low.kind
b = Low.make
c = Low().make("7")
d = Mid.kind
