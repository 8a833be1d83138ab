# Classes: attributes, properties, descriptors, operators.

# case: money
# file: main.py
import functools
@functools.total_ordering
class Money:
    __slots__ = ("cents", "currency")
    def __init__(self, cents, currency="EUR"):
        self.cents = cents
        self.currency = currency
    @classmethod
    def parse(cls, text):
        amount, currency = text.split()
        return cls(int(float(amount) * 100), currency)
    @property
    def amount(self):
        return self.cents / 100
    def __add__(self, other):
        if isinstance(other, int):
            return Money(self.cents + other, self.currency)
        return Money(self.cents + other.cents, self.currency)
    __radd__ = __add__
    def __neg__(self):
        return type(self)(-self.cents, self.currency)
    def __eq__(self, other):
        return self.cents == other.cents
    def __lt__(self, other):
        return self.cents < other.cents
    def __bool__(self):
        return self.cents != 0
    def __str__(self):
        return f"{self.amount:.2f} {self.currency}"
a = Money.parse("12.50 EUR")
b = Money(250)
total = a + b
more = total + 5
summed = sum([a, b])
debt = -a
bigger = max(a, b, debt)
text = str(bigger)
worth = bigger.amount
less = b < a
at_least = a >= b
empty = not Money(0)

# case: a descriptor that checks
# file: main.py
class Checked:
    def __init__(self, kind, default=None):
        self.kind = kind
        self.default = default
    def __set_name__(self, owner, name):
        self.name = "_" + name
    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return obj.__dict__.get(self.name, self.default)
    def __set__(self, obj, value):
        if not isinstance(value, self.kind):
            raise TypeError(self.name)
        obj.__dict__[self.name] = value
class Person:
    name = Checked(str)
    age = Checked(int, 0)
    def __init__(self, name):
        self.name = name
ann = Person("Ann")
who = ann.name
young = ann.age
ann.age = 33
descriptor = Person.age
slot = descriptor.name
try:
    ann.age = "old"
except TypeError as exc:
    message = exc.args[0]

# case: instances in a registry of the class
# file: main.py
class Node:
    count = 0
    all = {}
    def __init__(self, name, parent=None):
        self.name = name
        self.parent = parent
        self.children = []
        Node.count += 1
        Node.all[name] = self
        if parent:
            parent.children.append(self)
    def path(self):
        if self.parent is None:
            return [self.name]
        return self.parent.path() + [self.name]
    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()
    @staticmethod
    def find(name):
        return Node.all.get(name)
    def depth(self):
        return 1 + max((c.depth() for c in self.children), default=0)
root = Node("root")
leaf = Node("leaf", Node("mid", root))
way = leaf.path()
names = [n.name for n in root.walk()]
found = Node.find("mid")
up = found.parent
how_many = Node.count
deep = root.depth()
kids = up.children

# case: a vector with operators
# file: main.py
import math
class Vec:
    def __init__(self, *parts):
        self.parts = parts
    def __iter__(self):
        return iter(self.parts)
    def __getitem__(self, index):
        if isinstance(index, slice):
            return Vec(*self.parts[index])
        return self.parts[index]
    def __len__(self):
        return len(self.parts)
    def __mul__(self, other):
        if isinstance(other, Vec):
            return sum(a * b for a, b in zip(self, other))
        return Vec(*(p * other for p in self))
    def __rmul__(self, other):
        return self * other
    def __matmul__(self, other):
        return [[a * b for b in other] for a in self]
    def __abs__(self):
        return math.hypot(*self)
    def __call__(self, func):
        return Vec(*map(func, self))
v = Vec(1, 2, 3)
one = v[0]
part = v[1:]
double = v * 2
left = 2 * v
dot = v * double
outer = v @ part
norm = abs(v)
halved = v(lambda p: p / 2)
x, y, z = halved
size = len(outer[0])

# case: computed once
# file: main.py
from functools import cached_property
class Document:
    def __init__(self, text):
        self.text = text
        self._title = None
    @cached_property
    def words(self):
        return self.text.split()
    @property
    def title(self):
        if self._title is None:
            self._title = self.words[0].title()
        return self._title
    @title.setter
    def title(self, value):
        self._title = value.strip()
    @title.deleter
    def title(self):
        self._title = None
    def __getattr__(self, name):
        if name.startswith("count_"):
            return self.text.count(name[6:])
        raise AttributeError(name)
doc = Document("some text of some length")
words = doc.words
title = doc.title
doc.title = "  Other "
other = doc.title
del doc.title
back = doc.title
many = doc.count_some
try:
    doc.missing
except AttributeError as exc:
    problem = str(exc)

# case: a builder whose methods chain
# file: main.py
class Query:
    def __init__(self, table):
        self._table = table
        self._where = []
        self._limit = None
    def where(self, **conditions):
        self._where.extend(conditions.items())
        return self
    def limit(self, n):
        self._limit = n
        return self
    def copy(self):
        new = self.__class__(self._table)
        new._where = list(self._where)
        new._limit = self._limit
        return new
    def build(self):
        sql = f"SELECT * FROM {self._table}"
        if self._where:
            sql += " WHERE " + " AND ".join(f"{k}=?" for k, _ in self._where)
        if self._limit is not None:
            sql += f" LIMIT {self._limit}"
        return sql, [v for _, v in self._where]
base = Query("users")
q = base.where(name="ann").where(age=3).limit(5)
sql, params = q.build()
clone = q.copy().limit(1)
again = clone.build()[0]
limit = clone._limit
plain = Query("t").build()
