# Classes: how instances come to have what they have.

# case: an attribute that another instance sets
# file: main.py
class Node:
    def __init__(self, value):
        self.value = value
        self.next = None
    def link(self, other):
        self.next = other
        other.prev = self
        return other
a = Node(1)
b = a.link(Node("two"))
back = b.prev
v = a.next.value
w = back.value

# case: __getattribute__ counts
# file: main.py
class Spy:
    def __init__(self):
        self.log = []
    def __getattribute__(self, name):
        if name != "log":
            self.log.append(name)
        return object.__getattribute__(self, name)
    def hello(self):
        return "hi"
s = Spy()
h = s.hello()
seen = s.log

# case: a class with __class_getitem__
# file: main.py
class Box:
    kinds = []
    def __class_getitem__(cls, item):
        cls.kinds.append(item)
        return cls
    def __init__(self, v):
        self.v = v
B = Box[int]
b = B(3)
c = Box[str]("x")
v = b.v
kinds = Box.kinds

# case: a metaclass that has a method and a property
# file: main.py
class Meta(type):
    def make(cls, n):
        return [cls() for _ in range(n)]
    @property
    def title(cls):
        return cls.__name__.upper()
    def __len__(cls):
        return 3
    def __iter__(cls):
        return iter((1, 2))
    def __contains__(cls, x):
        return x == 1
    def __getitem__(cls, key):
        return (cls, key)
class Model(metaclass=Meta):
    def run(self):
        return "ran"
ms = Model.make(2)
r = ms[0].run()
t = Model.title
n = len(Model)
i = list(Model)
has = 1 in Model
made, key = Model["k"]

# case: an instance takes its class from an argument
# file: main.py
class Small:
    def size(self):
        return 1
class Large:
    def size(self):
        return "large"
class Shelf:
    factory = Small
    def __init__(self, factory=None):
        if factory is not None:
            self.factory = factory
    def put(self):
        return self.factory()
x = Shelf().put()
y = Shelf(Large).put()
sx = x.size()
sy = y.size()

# case: a property deleted and cached by hand
# file: main.py
class Lazy:
    def __init__(self):
        self._v = None
    @property
    def v(self):
        if self._v is None:
            self._v = self.load()
        return self._v
    @v.deleter
    def v(self):
        self._v = None
    def load(self):
        return [1]
z = Lazy()
one = z.v
del z.v
two = z.v
raw = z._v

# case: class attributes made by a comprehension and a loop
# file: main.py
class Ops:
    names = ["a", "b"]
    table = {n: n.upper() for n in ["x", "y"]}
    pairs = [(n, 1) for n in names]
    def pick(self, k):
        return self.table[k]
o = Ops()
p = o.pick("x")
first = Ops.pairs[0]
name, one = first

# case: the instance replaces its class
# file: main.py
class Off:
    def press(self):
        self.__class__ = On
        return "on"
class On:
    def press(self):
        self.__class__ = Off
        return 0
lamp = Off()
a = lamp.press()

# case: rich comparison that gives something else
# file: main.py
class Col:
    def __init__(self, name):
        self.name = name
    def __eq__(self, other):
        return Expr(self, "=", other)
    def __lt__(self, other):
        return Expr(self, "<", other)
    def __and__(self, other):
        return [self, other]
    def __invert__(self):
        return self.name
    def __hash__(self):
        return 1
class Expr:
    def __init__(self, l, op, r):
        self.l = l
        self.op = op
        self.r = r
    def __and__(self, other):
        return Expr(self, "and", other)
c = Col("c")
e = (c == 1) & (c < 2.5)
op = e.op
left = e.l
lr = left.r
both = c & c
inv = ~c
neg = 5 > c
d = {c: "v"}
dv = d[c]

# case: copies of instances
# file: main.py
import copy
class Cell:
    def __init__(self, v):
        self.v = v
    def __copy__(self):
        return Cell(str(self.v))
class Plain:
    def __init__(self):
        self.cells = [Cell(1)]
a = copy.copy(Cell(1))
v = a.v
p = copy.deepcopy(Plain())
cell = p.cells[0]

# case: an instance method stored in a class dictionary
# file: main.py
class Machine:
    def go(self):
        return 1
    def halt(self):
        return "halted"
    steps = {"go": go, "halt": halt}
    def do(self, name):
        return self.steps[name](self)
m = Machine()
a = m.do("go")
b = Machine.steps["halt"](m)
