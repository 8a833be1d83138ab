# Classes: data with behaviour.

# case: a linked list with iteration and slices
# file: main.py
class Node:
    def __init__(self, value, after=None):
        self.value = value
        self.after = after
class Linked:
    def __init__(self, values=()):
        self.head = None
        self.size = 0
        for v in reversed(list(values)):
            self.push(v)
    def push(self, value):
        self.head = Node(value, self.head)
        self.size += 1
    def pop(self):
        if self.head is None:
            raise IndexError("empty")
        node = self.head
        self.head = node.after
        self.size -= 1
        return node.value
    def __iter__(self):
        node = self.head
        while node is not None:
            yield node.value
            node = node.after
    def __getitem__(self, index):
        if isinstance(index, slice):
            return Linked(list(self)[index])
        for i, value in enumerate(self):
            if i == index:
                return value
        raise IndexError(index)
    def reverse(self):
        before, node = None, self.head
        while node:
            node.after, before, node = before, node, node.after
        self.head = before
        return self
l = Linked(["a", "b", "c"])
x = l.pop()
y = l[0]
part = l[0:1]
z = part[0]
every = list(l.reverse())
top = l.head.value

# case: a matrix with operators
# file: main.py
class Matrix:
    def __init__(self, rows):
        self.rows = [list(r) for r in rows]
    @classmethod
    def identity(cls, n):
        return cls([[1 if i == j else 0 for j in range(n)] for i in range(n)])
    @property
    def shape(self):
        return len(self.rows), len(self.rows[0])
    def __getitem__(self, key):
        i, j = key
        return self.rows[i][j]
    def __setitem__(self, key, value):
        i, j = key
        self.rows[i][j] = value
    def __mul__(self, other):
        if isinstance(other, Matrix):
            columns = list(zip(*other.rows))
            return Matrix([sum(a * b for a, b in zip(r, c)) for c in columns] for r in self.rows)
        return Matrix([x * other for x in r] for r in self.rows)
    def transpose(self):
        return type(self)(zip(*self.rows))
    def __eq__(self, other):
        return self.rows == other.rows
m = Matrix([[1, 2], [3, 4]])
i = Matrix.identity(2)
p = m * i
same = p == m
m[0, 1] = 2.5
half = m * 0.5
t = half.transpose()
v = t[0, 1]
rows, columns = t.shape

# case: a descriptor that checks, as mappers have
# file: main.py
class Field:
    def __init__(self, kind, default=None):
        self.kind = kind
        self.default = default
    def __set_name__(self, owner, name):
        self.name = name
        owner.fields = {**getattr(owner, "fields", {}), name: self}
    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return instance.__dict__.get(self.name, self.default)
    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError(self.name)
        instance.__dict__[self.name] = value
class Model:
    def __init__(self, **values):
        for name, value in values.items():
            setattr(self, name, value)
    def as_dict(self):
        return {name: getattr(self, name) for name in self.fields}
class User(Model):
    name = Field(str)
    age = Field(int, 0)
u = User(name="ann")
n = u.name
u.age = 3
a = u.age
field = User.name
kind = field.kind
d = u.as_dict()
try:
    u.age = "old"
except TypeError as e:
    wrong = e.args

# case: a temperature with properties and setters
# file: main.py
class Temperature:
    scale = "C"
    def __init__(self, celsius=0.0):
        self._celsius = celsius
        self.readings = 0
    @property
    def celsius(self):
        self.readings += 1
        return self._celsius
    @celsius.setter
    def celsius(self, value):
        if value < -273.15:
            raise ValueError("too cold")
        self._celsius = float(value)
    @property
    def fahrenheit(self):
        return self.celsius * 9 / 5 + 32
    @fahrenheit.setter
    def fahrenheit(self, value):
        self.celsius = (value - 32) * 5 / 9
    @fahrenheit.deleter
    def fahrenheit(self):
        self._celsius = None
t = Temperature()
t.fahrenheit = 212
c = t.celsius
f = t.fahrenheit
n = t.readings
del t.fahrenheit
gone = t._celsius

# case: a visitor of an expression tree
# file: main.py
class Expr:
    def accept(self, visitor):
        method = getattr(visitor, "visit_" + type(self).__name__.lower())
        return method(self)
class Num(Expr):
    def __init__(self, value):
        self.value = value
class Add(Expr):
    def __init__(self, left, right):
        self.left, self.right = left, right
class Neg(Expr):
    def __init__(self, inner):
        self.inner = inner
class Evaluate:
    def visit_num(self, node):
        return node.value
    def visit_add(self, node):
        return node.left.accept(self) + node.right.accept(self)
    def visit_neg(self, node):
        return -node.inner.accept(self)
class Show:
    def visit_num(self, node):
        return str(node.value)
    def visit_add(self, node):
        return f"({node.left.accept(self)} + {node.right.accept(self)})"
    def visit_neg(self, node):
        return "-" + node.inner.accept(self)
tree = Add(Num(1), Neg(Num(2)))
value = tree.accept(Evaluate())
text = tree.accept(Show())

# case: a class that counts and lists its instances
# file: main.py
class Tracked:
    instances = []
    count = 0
    def __new__(cls, *args, **kwargs):
        self = super().__new__(cls)
        cls.count += 1
        Tracked.instances.append(self)
        return self
    def __init__(self, label):
        self.label = label
    @classmethod
    def find(cls, label):
        for one in cls.instances:
            if isinstance(one, cls) and one.label == label:
                return one
        return None
    @staticmethod
    def labels():
        return [i.label for i in Tracked.instances]
class Special(Tracked):
    def shout(self):
        return self.label.upper()
a = Tracked("a")
b = Special("b")
found = Special.find("b")
loud = found.shout()
missing = Special.find("a")
labels = Tracked.labels()
n = Special.count

# case: dataclasses with inheritance and post-init
# file: main.py
from dataclasses import dataclass, field, replace, asdict, fields
@dataclass
class Item:
    name: str
    price: float
    tags: list = field(default_factory=list)
    def cost(self, count=1):
        return self.price * count
@dataclass(order=True)
class Discounted(Item):
    off: float = 0.0
    final: float = field(init=False)
    def __post_init__(self):
        self.final = self.price * (1 - self.off)
    def cost(self, count=1):
        return super().cost(count) * (1 - self.off)
i = Item("pen", 2.0)
i.tags.append("blue")
d = Discounted("ink", 5.0, ["x"], off=0.1)
c = d.cost(2)
f = d.final
e = replace(d, price=10.0)
tags = e.tags
as_dict = asdict(i)
names = [x.name for x in fields(i)]
less = d < e
first = i.tags[0]

# case: an enumeration with behaviour
# file: main.py
from enum import Enum, auto, IntEnum
class Level(IntEnum):
    LOW = 1
    HIGH = 2
class Color(Enum):
    RED = "r"
    GREEN = "g"
    def next(self):
        members = list(Color)
        return members[(members.index(self) + 1) % len(members)]
    @classmethod
    def of(cls, letter):
        for member in cls:
            if member.value == letter:
                return member
        raise KeyError(letter)
class State(Enum):
    IDLE = auto()
    BUSY = auto()
    @property
    def working(self):
        return self is State.BUSY
c = Color.RED.next()
name = c.name
value = c.value
r = Color.of("r")
same = Color("g") is c
by = Color["RED"]
level = Level.HIGH + 1
big = max(Level)
work = State.BUSY.working
n = State.IDLE.value
