# Method resolution order.

# case: a diamond with super in each
# file: main.py
class A:
    def run(self):
        return ["A"]
class B(A):
    def run(self):
        return ["B"] + super().run()
class C(A):
    def run(self):
        return ["C"] + super().run()
class D(B, C):
    def run(self):
        return ["D"] + super().run()
d = D().run()
b = B().run()
c = super(B, D()).run()
order = [k.__name__ for k in D.__mro__]

# case: mixins before and behind the base
# file: main.py
class Base:
    kind = "base"
    def save(self):
        return 1
class Json:
    kind = b"json"
    def save(self):
        return str(super().save())
class Log:
    def save(self):
        return [super().save()]
class First(Json, Log, Base):
    pass
class Second(Base, Json):
    pass
class Third(Log, Base):
    kind = None
a = First().save()
b = Second().save()
c = Third().save()
d = First.kind
e = Second.kind
f = Third().kind

# case: attributes and methods that skip a class
# file: main.py
class Root:
    def __init__(self):
        self.tag = self.name()
    def name(self):
        return "root"
class Mid(Root):
    pass
class Leaf(Mid):
    def name(self):
        return 1
    def parent_name(self):
        return Root.name(self)
    def mid_name(self):
        return super(Leaf, self).name()
a = Leaf().tag
b = Mid().tag
c = Leaf().parent_name()
d = Leaf().mid_name()
e = Root.name(Leaf())

# case: class methods, properties and class attributes along the order
# file: main.py
class Plain:
    size = 1
    @classmethod
    def make(cls):
        return cls()
    @property
    def label(self):
        return self.size
class Left(Plain):
    size = "left"
class Right(Plain):
    @property
    def label(self):
        return [super().label]
    @classmethod
    def make(cls):
        made = super().make()
        made.extra = 2.5
        return made
class Both(Left, Right):
    pass
a = Both.make()
b = a.label
c = a.extra
d = Left.make().label
e = Right().label
f = Both.size

# case: constructors that cooperate
# file: main.py
class Top:
    def __init__(self, **kw):
        self.left_over = kw
class Name(Top):
    def __init__(self, name, **kw):
        super().__init__(**kw)
        self.name = name
class Age(Top):
    def __init__(self, age=0, **kw):
        super().__init__(**kw)
        self.age = age
class Person(Name, Age):
    def __init__(self, *args, **kw):
        super().__init__(*args, **kw)
        self.both = (self.name, self.age)
p = Person("x", age=1)
a = p.both
b = p.left_over
c = Name(None, z=2.5).left_over
d = Age().age
q = Person(name=b"n")
e = q.both
