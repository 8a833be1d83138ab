# Classes: shadowing, special methods, what instances hold.

# case: an attribute of the class is shadowed in one instance
# file: main.py
class Lamp:
    color = "red"
    def shine(self):
        return self.color
    mode = shine
lamp = Lamp()
other = Lamp()
lamp.color = 3
a = lamp.shine()
b = other.shine()
other.mode = lambda: None
c = lamp.mode()
d = other.mode()
Lamp.color = 2.5
e = Lamp().color
del lamp.color
f = lamp.color

# case: objects that are called, with state and with classes inside
# file: main.py
class Counter:
    class Step:
        def __init__(self, n):
            self.n = n
        def __call__(self, x):
            return x + self.n
    def __init__(self):
        self.calls = []
        self.step = self.Step(2)
    def __call__(self, *args):
        self.calls.append(args)
        return self.step(len(self.calls))
c = Counter()
a = c(1, "x")
b = c.calls[0]
d = c.step("s".__len__())
e = Counter.Step(0.5)(1)
f = callable(c)
handlers = {Counter.Step: c, "fn": c.step}
g = handlers["fn"](1)

# case: getattr hooks that make methods, and a fallback
# file: main.py
class Api:
    def __init__(self, path=""):
        self._path = path
    def __getattr__(self, name):
        return Api(self._path + "/" + name)
    def __call__(self, *args):
        return self._path
    def known(self):
        return 1
api = Api()
a = api.users.list()
b = api.known()
c = api.items
d = c._path
class Both:
    def __init__(self, inner):
        self.inner = inner
    def __getattr__(self, name):
        return getattr(self.inner, name)
both = Both(api)
e = both.known()
f = both.inner.known

# case: abstract, static and class methods through instances and subclasses
# file: main.py
from abc import ABC, abstractmethod
class Shape(ABC):
    sides = 0
    @abstractmethod
    def area(self):
        ...
    @classmethod
    def make(cls, *args):
        return cls(*args)
    @staticmethod
    def unit():
        return "cm"
    def describe(self):
        return self.area(), self.unit(), self.sides
class Square(Shape):
    sides = 4
    def __init__(self, a):
        self.a = a
    def area(self):
        return self.a ** 2
class Dot(Shape):
    def area(self):
        return None
    @staticmethod
    def unit():
        return b"px"
s = Square.make(2)
a = s.describe()
b = Dot.make().describe()
c = s.make(1.5).area()
d = Shape.unit()

# case: containers and contexts by special methods
# file: main.py
class Stack:
    def __init__(self, *items):
        self._items = list(items)
    def __enter__(self):
        self._items.append("in")
        return self
    def __exit__(self, kind, error, trace):
        self._items.clear()
    def __getitem__(self, key):
        if isinstance(key, slice):
            return Stack(*self._items[key])
        return self._items[key]
    def __contains__(self, item):
        return item in self._items
    def __len__(self):
        return len(self._items)
    def __bool__(self):
        return True
    def __reversed__(self):
        return iter(self._items[::-1])
with Stack(1, 2) as s:
    a = s[0]
    b = s[1:]
    c = "in" in s
    d = len(s)
    e = [x for x in s]
    f = next(reversed(s))
    g = b[0]

# case: a class that keeps what is made, by weak name and by key
# file: main.py
class Point:
    _made = {}
    def __new__(cls, x, y):
        key = (x, y)
        if key not in cls._made:
            self = super().__new__(cls)
            self.fresh = True
            cls._made[key] = self
        return cls._made[key]
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def __eq__(self, other):
        return isinstance(other, Point)
    def __hash__(self):
        return hash(self.x)
p = Point(1, "y")
q = Point(1, "y")
a = p.x
b = q.y
c = p.fresh
d = p == q
e = {p: 1, q: "two"}[p]
f = Point._made
