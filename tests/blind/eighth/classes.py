# case: a class counts its instances
# file: main.py
class Item:
    made = []
    def __init__(self, name):
        self.name = name
        self.index = len(Item.made)
        Item.made.append(self)
    @classmethod
    def latest(cls):
        return cls.made[-1]
Item("a")
Item("b")
x = Item.latest()
y = x.name
z = x.index

# case: a builder returns itself
# file: main.py
class Query:
    def __init__(self):
        self.parts = []
    def where(self, text):
        self.parts.append(text)
        return self
    def limit(self, n):
        self.count = n
        return self
    def run(self):
        return self.parts, self.count
q = Query().where("a").where("b").limit(3)
r = q.run()
p, n = r

# case: operators with different operands
# file: main.py
class Money:
    def __init__(self, amount):
        self.amount = amount
    def __add__(self, other):
        if isinstance(other, Money):
            return Money(self.amount + other.amount)
        return Money(self.amount + other)
    __radd__ = __add__
    def __eq__(self, other):
        return self.amount == other.amount
    def __neg__(self):
        return Money(-self.amount)
    def __bool__(self):
        return self.amount != 0
a = Money(1) + Money(2)
b = Money(1) + 5
c = 3 + Money(4)
d = -a
e = a == b
f = c.amount
g = sum([Money(1), Money(2)])

# case: an iterator class
# file: main.py
class Down:
    def __init__(self, start):
        self.now = start
    def __iter__(self):
        return self
    def __next__(self):
        if self.now <= 0:
            raise StopIteration
        self.now -= 1
        return self.now
for n in Down(3):
    last = n
rest = list(Down(2))
first = next(Down(1))

# case: a property with a setter that converts
# file: main.py
class Temp:
    def __init__(self, value):
        self.value = value
    @property
    def value(self):
        return self._value
    @value.setter
    def value(self, new):
        self._value = float(new)
t = Temp("3")
a = t.value
t.value = 5
b = t._value

# case: a nested class made by the outer one
# file: main.py
class Tree:
    class Leaf:
        def __init__(self, load):
            self.load = load
    def grow(self, load):
        leaf = self.Leaf(load)
        self.leaf = leaf
        return leaf
t = Tree()
a = t.grow("x")
b = t.leaf.load
c = Tree.Leaf(1).load

# case: getattr hook makes methods
# file: main.py
class Proxy:
    def __init__(self, inner):
        self._inner = inner
    def __getattr__(self, name):
        return getattr(self._inner, name)
class Real:
    size = 3
    def work(self):
        return "done"
p = Proxy(Real())
a = p.size
b = p.work()

# case: a dataclass with a factory and post init
# file: main.py
from dataclasses import dataclass, field
@dataclass
class Cart:
    owner: str
    items: list = field(default_factory=list)
    def __post_init__(self):
        self.label = self.owner.upper()
    def add(self, item):
        self.items.append(item)
        return len(self.items)
c = Cart("me")
n = c.add(3.5)
i = c.items
l = c.label

# case: slots and a class constant read through self
# file: main.py
class Cell:
    __slots__ = ("value", "row")
    WIDTH = 4
    def __init__(self, value):
        self.value = value
        self.row = [value] * self.WIDTH
    def first(self):
        return self.row[0]
c = Cell("v")
a = c.first()
b = c.row
w = c.WIDTH
