# External modules: the standard library, and several files.

# case: named tuples, their makers and fields
# file: main.py
from collections import namedtuple
Point = namedtuple("Point", "x y", defaults=[0])
p = Point(1)
q = p._replace(y="two")
x = q.x
d = q._asdict()
names = Point._fields
made = Point._make([1.5, None])
a, b = made
i = p.index(0)

# case: regular expressions with a function as replacement
# file: main.py
import re
def shout(match):
    return match.group(0).upper()
text = re.sub(r"\w+", shout, "a b")
m = re.match(r"(?P<k>\w+)=(\w*)", "k=v")
if m:
    key = m["k"]
    both = m.groups()
    span = m.span()
    byname = m.groupdict()
found = re.findall(r"\d", "1a2")
starts = [x.start() for x in re.finditer("a", "aba")]
pat = re.compile(b"x")
parts = re.split(r",", "a,b")

# case: itertools with functions of the program
# file: main.py
import itertools
def parity(n):
    return n % 2
groups = {k: list(g) for k, g in itertools.groupby([1, 3, 2], parity)}
odd = groups[1]
run = list(itertools.accumulate([1, 2], lambda a, b: a * b))
star = list(itertools.starmap(pow, [(2, 3)]))
prod = list(itertools.product("ab", [1]))
chained = list(itertools.chain([1], "a"))
first = next(itertools.count(5))
taken = list(itertools.takewhile(parity, [1, 2]))
longest = list(itertools.zip_longest([1], ["a", "b"], fillvalue=0.0))
comb = list(itertools.combinations([1, 2], 2))
c = itertools.cycle("xy")
one = next(c)

# case: functools: reduce, partial, cmp_to_key, cache
# file: main.py
import functools
class Acc:
    def __init__(self):
        self.items = []
    def add(self, x):
        self.items.append(x)
        return self
acc = functools.reduce(Acc.add, [1, "x"], Acc())
items = acc.items
def compare(a, b):
    return len(a) - len(b)
s = sorted(["bb", "a"], key=functools.cmp_to_key(compare))
@functools.cache
def fact(n):
    return n * fact(n - 1) if n else 1
f = fact(4)
info = fact.cache_info()
hits = info.hits
p = functools.partial(compare, "abc")
r = p("a")
fn = p.func

# case: dates and times
# file: main.py
from datetime import date, datetime, timedelta
d = date(2024, 1, 31)
e = d + timedelta(days=1)
gap = e - d
days = gap.days
t = datetime(2024, 1, 1, 12)
later = t - timedelta(hours=1)
diff = later - t
secs = diff.total_seconds()
text = d.isoformat()
y = d.year
ratio = gap / timedelta(hours=1)
only = t.date()
early = d < e

# case: paths and their parts
# file: main.py
from pathlib import Path, PurePosixPath
base = PurePosixPath("/a")
full = base / "b" / "c.txt"
name = full.name
parent = full.parent
stem = full.stem
parts = full.parts
up = [p.name for p in full.parents]
new = full.with_suffix(".md")
text = str(new)
here = Path("x").exists()

# case: a shop in three files
# file: main.py
from shop import Cart
from shop.items import Book, Toy
cart = Cart()
cart.put(Book("b", 3)).put(Toy("t"))
total = cart.total()
names = cart.names()
first = cart.items[0]
price = first.price
best = cart.best()
# file: shop/__init__.py
from .cart import Cart
# file: shop/cart.py
class Cart:
    def __init__(self):
        self.items = []
    def put(self, item):
        self.items.append(item)
        return self
    def total(self):
        return sum(i.cost() for i in self.items)
    def names(self):
        return [i.name for i in self.items]
    def best(self):
        return max(self.items, key=lambda i: i.cost())
# file: shop/items.py
class Item:
    price = 1.5
    def __init__(self, name):
        self.name = name
    def cost(self):
        return self.price
class Book(Item):
    def __init__(self, name, price):
        super().__init__(name)
        self.price = price
class Toy(Item):
    def cost(self):
        return super().cost() * 2

# case: json there and back, and a default
# file: main.py
import json
class Pt:
    def __init__(self, x):
        self.x = x
def encode(o):
    return {"x": o.x}
def decode(d):
    return Pt(d["x"]) if "x" in d else d
text = json.dumps(Pt(1), default=encode)
raw = text.encode()
def load(s):
    return json.loads(s, object_hook=decode)
size = len(raw)

# case: collections: deque, Counter, OrderedDict, ChainMap
# file: main.py
from collections import ChainMap, Counter, OrderedDict, deque
q = deque([1, 2], maxlen=2)
q.append("x")
left = q.popleft()
c = Counter("aab")
top, n = c.most_common(1)[0]
more = c + Counter(b=2)
total = c["zz"]
od = OrderedDict(a=1)
od.move_to_end("a")
k, v = od.popitem(last=False)
cm = ChainMap({"a": 1}, {"b": "x"})
b = cm["b"]
child = cm.new_child()

# case: operator functions
# file: main.py
import operator
class P:
    def __init__(self, n):
        self.n = n
    def twice(self):
        return [self.n] * 2
get = operator.attrgetter("n")
ns = sorted([P(2), P(1)], key=get)
low = get(ns[0])
two = operator.methodcaller("twice")(ns[0])
item = operator.itemgetter(1)([1, "b"])
both = operator.itemgetter("a", "b")({"a": 1, "b": 2})
s = operator.add(1, 2)
t = operator.add("a", "b")
u = operator.truediv(1, 2)
v = operator.not_(1)
w = operator.concat([1], [2])
