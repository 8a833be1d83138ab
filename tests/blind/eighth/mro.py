# case: a diamond with cooperative super
# file: main.py
class Base:
    def parts(self):
        return ["base"]
class Left(Base):
    def parts(self):
        return ["left"] + super().parts()
class Right(Base):
    def parts(self):
        return ["right"] + super().parts()
class Bottom(Left, Right):
    pass
x = Bottom().parts()
y = Left().parts()

# case: a mixin calls what a sibling defines
# file: main.py
class Loud:
    def shout(self):
        return self.speak().upper()
class Dog:
    def speak(self):
        return "wuff"
class LoudDog(Loud, Dog):
    pass
x = LoudDog().shout()

# case: a template method
# file: main.py
class Report:
    def render(self):
        return self.head(), self.body()
    def head(self):
        return "head"
    def body(self):
        raise NotImplementedError
class Numbers(Report):
    def body(self):
        return 42
class Lines(Report):
    def body(self):
        return ["l"]
a = Numbers().render()
b = Lines().render()

# case: class attributes overridden below
# file: main.py
class Shape:
    sides = None
    def describe(self):
        return self.sides
class Tri(Shape):
    sides = 3
class Blob(Shape):
    sides = "many"
a = Tri().describe()
b = Blob().describe()
c = Shape().describe()

# case: super in a class method and a constructor chain
# file: main.py
class A:
    def __init__(self, n):
        self.n = n
    @classmethod
    def make(cls):
        return cls(1)
class B(A):
    def __init__(self, n):
        super().__init__(n)
        self.m = "m"
    @classmethod
    def make(cls):
        made = super().make()
        made.tag = 2.5
        return made
b = B.make()
x = b.n
y = b.m
z = b.tag

# case: an explicit call of a base's method
# file: main.py
class A:
    def go(self, n):
        return [n]
class B(A):
    def go(self, n):
        return A.go(self, n) + [None]
x = B().go("s")

# case: isinstance narrows in a hierarchy
# file: main.py
class Animal:
    pass
class Cat(Animal):
    def purr(self):
        return "prr"
class Fish(Animal):
    def swim(self):
        return 1
def act(a):
    if isinstance(a, Cat):
        return a.purr()
    elif isinstance(a, Fish):
        return a.swim()
    return None
x = act(Cat())
y = act(Fish())
z = act(Animal())
order = [c.__name__ for c in Cat.__mro__]
