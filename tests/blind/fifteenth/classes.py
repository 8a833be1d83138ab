# Classes.

# case: class attributes and instance attributes of one name
# file: main.py
class Conf:
    value = 1
    names = []
    def change(self):
        self.value = "changed"
        return self.value
    def add(self, name):
        self.names.append(name)
        return self.names
a = Conf()
b = Conf()
before = b.value
c = a.change()
after = a.value
shared = b.add("x")
of_class = Conf.value
Conf.value = None
last = Conf.value

# case: static and class methods, called in every way
# file: main.py
class Shape:
    count = 0
    @staticmethod
    def unit(n=1):
        return n
    @classmethod
    def make(cls, *args):
        cls.count += 1
        return cls(*args)
    def __init__(self, size=0):
        self.size = size
    def again(self):
        return self.make(self.size)
class Square(Shape):
    def __init__(self, size=0, color="red"):
        super().__init__(size)
        self.color = color
a = Shape.make()
b = Square.make(2.5)
c = b.again()
d = Shape.unit()
e = c.unit("x")
f = Square.count
g = b.color
h = Square.make(1, None).color

# case: properties, setters and a class that counts
# file: main.py
class Temp:
    def __init__(self, c):
        self.celsius = c
    @property
    def celsius(self):
        return self._c
    @celsius.setter
    def celsius(self, value):
        self._c = float(value)
    @property
    def text(self):
        return self.show()
    def show(self):
        return str(self._c)
t = Temp(3)
a = t.celsius
t.celsius = "4"
b = t.text
t.celsius += 1
c = t._c

# case: nested classes, and classes that functions make
# file: main.py
class Tree:
    class Node:
        def __init__(self, value):
            self.value = value
            self.kids = []
        def add(self, value):
            kid = Tree.Node(value)
            self.kids.append(kid)
            return kid
    def __init__(self):
        self.root = self.Node(0)
def make(base, label):
    class Named(base):
        name = label
        def get(self):
            return self.name
    return Named
t = Tree()
k = t.root.add("x")
v = t.root.kids[0]
w = k.value
Labelled = make(Tree, "l")
x = Labelled()
y = x.get()
z = x.root

# case: operators, slots and comparison
# file: main.py
class Vec:
    __slots__ = ("x", "y")
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def __add__(self, other):
        return Vec(self.x + other.x, self.y + other.y)
    def __matmul__(self, other):
        return self.x * other.x
    def __neg__(self):
        return Vec(-self.x, -self.y)
    def __eq__(self, other):
        return (self.x, self.y) == (other.x, other.y)
    def __lt__(self, other):
        return self.x < other.x
    def __iter__(self):
        return iter((self.x, self.y))
a = Vec(1, 2.5) + Vec(3, 4.5)
b = a.x
c = a @ -a
d = a == c if False else a == a
e, f = a
g = sorted([a, Vec(0, 0.5)])[0]
h = max(a, g)
i = [*a]
