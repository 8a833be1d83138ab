# case: decorator from a class method
# file: main.py
class Reg:
    items = {}
    @classmethod
    def add(cls, name):
        def deco(fn):
            cls.items[name] = fn
            return fn
        return deco
@Reg.add("x")
def fx(v):
    return v * 2
a = fx(2)
b = Reg.items["x"]("s")
# case: decorated twice by one
# file: main.py
def plus(fn):
    def inner(n):
        return fn(n) + 1
    return inner
@plus
@plus
def one(n):
    return n
r = one(1)
@plus
def size(s):
    return len(s)
q = size("abc")
# case: decorator changes arguments
# file: main.py
def as_ints(fn):
    def inner(*texts):
        nums = [int(t) for t in texts]
        return fn(*nums)
    return inner
@as_ints
def add(a, b):
    return a + b
r = add("1", "2")
# case: a decorator with optional state object
# file: main.py
class Stats:
    def __init__(self):
        self.n = 0
    def count(self, fn):
        def inner(*args):
            self.n += 1
            return fn(*args)
        return inner
stats = Stats()
@stats.count
def work(x):
    return [x]
a = work("s")
b = stats.n
# case: property like descriptor written by hand
# file: main.py
class lazy:
    def __init__(self, fn):
        self.fn = fn
        self.name = fn.__name__
    def __get__(self, obj, owner):
        value = self.fn(obj)
        return value
class Page:
    def __init__(self, t):
        self.t = t
    @lazy
    def words(self):
        return self.t.split()
p = Page("a b")
w = p.words
f = w[0]
# case: dataclass with methods and post init
# file: main.py
from dataclasses import dataclass, field
@dataclass
class Order:
    item: str
    qty: int = 1
    notes: list = field(default_factory=list)
    def __post_init__(self):
        self.total = self.qty * 2.5
    def add(self, note):
        self.notes.append(note)
        return self
o = Order("x", qty=2).add("n")
t = o.total
q = o.qty
