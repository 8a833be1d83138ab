# Classes, as somebody writes them.

# case: a bank with observers
# file: bank/account.py
class InsufficientFunds(Exception):
    def __init__(self, need, have):
        super().__init__(f"need {need}, have {have}")
        self.need = need
        self.have = have
class Account:
    _next = 1
    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
        self.number = Account._next
        Account._next += 1
        self._watchers = []
    def watch(self, f):
        self._watchers.append(f)
        return self
    def withdraw(self, amount):
        if amount > self.balance:
            raise InsufficientFunds(amount, self.balance)
        self.balance -= amount
        self._tell("withdraw", amount)
        return self.balance
    def _tell(self, kind, amount):
        for f in self._watchers:
            f(self, kind, amount)
class Savings(Account):
    def __init__(self, owner, rate, **kw):
        super().__init__(owner, **kw)
        self.rate = rate
    def interest(self):
        gain = self.balance * self.rate
        self._tell("interest", gain)
        return gain
# file: bank/__init__.py
from .account import Account, InsufficientFunds, Savings
# file: main.py
from bank import Account, InsufficientFunds, Savings
history = []
def note(account, kind, amount):
    history.append({"who": account.owner, "kind": kind, "amount": amount})
a = Account("ann", 10).watch(note)
left = a.withdraw(3)
s = Savings("bob", 0.5, balance=100)
s.watch(note)
gain = s.interest()
try:
    s.withdraw(1000)
except InsufficientFunds as e:
    need, have = e.need, e.have
    text = str(e)
last = history[-1]
who = last["who"]

# case: an abstract shape with class methods
# file: main.py
import abc
import math
class Shape(abc.ABC):
    registry = {}
    def __init_subclass__(cls):
        super().__init_subclass__()
        Shape.registry[cls.__name__.lower()] = cls
    @abc.abstractmethod
    def area(self):
        ...
    @classmethod
    def parse(cls, text):
        name, *numbers = text.split()
        made = cls.registry[name](*map(float, numbers))
        return made
    def __lt__(self, other):
        return self.area() < other.area()
class Circle(Shape):
    def __init__(self, r):
        self.r = r
    def area(self):
        return math.pi * self.r ** 2
class Rect(Shape):
    def __init__(self, w, h):
        self.w, self.h = w, h
    def area(self):
        return self.w * self.h
    @property
    def square(self):
        return self.w == self.h
shapes = [Shape.parse("circle 1"), Shape.parse("rect 2 3")]
biggest = max(shapes, key=lambda s: s.area())
ordered = sorted(shapes)
total = sum(s.area() for s in shapes)
squares = [s for s in shapes if isinstance(s, Rect) and s.square]
smallest = min(shapes)

# case: properties with setters and caches
# file: main.py
from functools import cached_property
class Temperature:
    def __init__(self, celsius=0.0):
        self._celsius = None
        self.celsius = celsius
        self.log = []
    @property
    def celsius(self):
        return self._celsius
    @celsius.setter
    def celsius(self, value):
        if value < -273:
            raise ValueError(value)
        self._celsius = value
    @celsius.deleter
    def celsius(self):
        self._celsius = None
    @property
    def fahrenheit(self):
        return self.celsius * 9 / 5 + 32
    @fahrenheit.setter
    def fahrenheit(self, value):
        self.celsius = (value - 32) * 5 / 9
    @cached_property
    def words(self):
        self.log.append("made")
        return {"c": str(self.celsius)}
t = Temperature()
t.fahrenheit = 212
c = t.celsius
f = t.fahrenheit
w = t.words
word = w["c"]
log = t.log
del t.celsius
gone = t.celsius

# case: a linked list with an iterator
# file: main.py
class Node:
    __slots__ = "value", "next"
    def __init__(self, value, next=None):
        self.value = value
        self.next = next
class Linked:
    def __init__(self, items=()):
        self.head = None
        self.size = 0
        for item in items:
            self.push(item)
    def push(self, value):
        self.head = Node(value, self.head)
        self.size += 1
    def pop(self):
        node = self.head
        if node is None:
            raise IndexError("empty")
        self.head = node.next
        self.size -= 1
        return node.value
    def __iter__(self):
        node = self.head
        while node is not None:
            yield node.value
            node = node.next
    def __len__(self):
        return self.size
    def reverse(self):
        made = Linked()
        for v in self:
            made.push(v)
        return made
l = Linked([1, 2, 3])
top = l.pop()
values = list(l)
r = l.reverse()
n = len(r)
head = r.head
biggest = max(r)
words = Linked(["a"])
w = words.pop()

# case: a fluent builder and a frozen result
# file: main.py
from dataclasses import dataclass
@dataclass(frozen=True)
class Query:
    table: str
    columns: tuple
    limit: int | None = None
    def sql(self):
        text = f"select {', '.join(self.columns)} from {self.table}"
        if self.limit is not None:
            text += f" limit {self.limit}"
        return text
class Builder:
    def __init__(self):
        self._parts = {"table": None, "columns": [], "limit": None}
    def table(self, name):
        self._parts["table"] = name
        return self
    def select(self, *columns):
        self._parts["columns"].extend(columns)
        return self
    def limit(self, n):
        self._parts["limit"] = n
        return self
    def build(self):
        parts = self._parts
        return Query(parts["table"], tuple(parts["columns"]), limit=parts["limit"])
q = Builder().table("t").select("a", "b").limit(3).build()
sql = q.sql()
cols = q.columns
limit = q.limit
