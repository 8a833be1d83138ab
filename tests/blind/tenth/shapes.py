# case: a small parser
# file: main.py
import re
from collections import namedtuple
Token = namedtuple("Token", "kind text")
SPEC = [("NUM", r"\d+"), ("OP", r"[+*]"), ("WS", r"\s+")]
RX = re.compile("|".join(f"(?P<{n}>{p})" for n, p in SPEC))
def tokens(src):
    for m in RX.finditer(src):
        kind = m.lastgroup
        if kind != "WS":
            yield Token(kind, m.group())
class Parser:
    def __init__(self, src):
        self.toks = list(tokens(src))
        self.pos = 0
    def peek(self):
        if self.pos < len(self.toks):
            return self.toks[self.pos]
        return None
    def take(self):
        tok = self.peek()
        self.pos += 1
        return tok
    def expr(self):
        left = self.term()
        while (t := self.peek()) and t.text == "+":
            self.take()
            left = ("+", left, self.term())
        return left
    def term(self):
        tok = self.take()
        return int(tok.text)
p = Parser("1 + 2")
tree = p.expr()
first = p.toks[0]
kind = first.kind

# case: an event system
# file: main.py
from collections import defaultdict
class Bus:
    def __init__(self):
        self.handlers = defaultdict(list)
    def on(self, name):
        def deco(fn):
            self.handlers[name].append(fn)
            return fn
        return deco
    def emit(self, name, *args):
        return [h(*args) for h in self.handlers[name]]
bus = Bus()
@bus.on("start")
def started(n):
    return n * 2
@bus.on("start")
def also(n):
    return str(n)
out = bus.emit("start", 3)
direct = started(1.5)
hs = bus.handlers["start"]

# case: a registry and a factory
# file: main.py
class Registry:
    def __init__(self):
        self._items = {}
    def register(self, key=None):
        def deco(cls):
            self._items[key or cls.__name__] = cls
            return cls
        return deco
    def create(self, key, *args):
        return self._items[key](*args)
    def __getitem__(self, key):
        return self._items[key]
    def __contains__(self, key):
        return key in self._items
reg = Registry()
@reg.register("dog")
class Dog:
    def speak(self):
        return "woof"
@reg.register()
class Cat:
    def speak(self):
        return b"meow"
d = Dog()
s = d.speak()
made = reg.create("dog")
cls = reg["Cat"]
inn = "dog" in reg

# case: a visitor
# file: main.py
class Num:
    def __init__(self, v):
        self.v = v
class Add:
    def __init__(self, l, r):
        self.l, self.r = l, r
class Visitor:
    def visit(self, node):
        meth = getattr(self, "visit_" + type(node).__name__)
        return meth(node)
class Eval(Visitor):
    def visit_Num(self, node):
        return node.v
    def visit_Add(self, node):
        return self.visit(node.l) + self.visit(node.r)
class Show(Visitor):
    def visit_Num(self, node):
        return str(node.v)
    def visit_Add(self, node):
        return f"({self.visit(node.l)} + {self.visit(node.r)})"
tree = Add(Num(1), Num(2))
val = Eval().visit(tree)
txt = Show().visit(tree)
left = tree.l
lv = left.v

# case: a cache and a chain of results
# file: main.py
class Cache:
    def __init__(self):
        self.data = {}
    def get(self, key, make):
        try:
            return self.data[key]
        except KeyError:
            value = self.data[key] = make(key)
            return value
c = Cache()
a = c.get("k", len)
class Maybe:
    def __init__(self, v):
        self.v = v
    def then(self, f):
        if self.v is None:
            return self
        return Maybe(f(self.v))
    def or_else(self, d):
        return d if self.v is None else self.v
m = Maybe(2).then(str)
r = m.or_else(None)
class Ok:
    def __init__(self, value):
        self.value = value
class Err:
    def __init__(self, error):
        self.error = error
def div(a, b):
    if b == 0:
        return Err("zero")
    return Ok(a / b)
res = div(1, 2)
if isinstance(res, Ok):
    v = res.value
else:
    v = res.error

# case: a graph search
# file: main.py
from collections import deque
import heapq
graph = {"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}
def bfs(start, goal):
    queue = deque([(start, [start])])
    seen = {start}
    while queue:
        node, path = queue.popleft()
        if node == goal:
            return path
        for nxt in graph[node]:
            if nxt not in seen:
                seen.add(nxt)
                queue.append((nxt, path + [nxt]))
    return None
path = bfs("a", "d")
def dijkstra(g, src):
    dist = {n: float("inf") for n in g}
    dist[src] = 0
    heap = [(0, src)]
    while heap:
        d, n = heapq.heappop(heap)
        for m in g[n]:
            nd = d + 1
            if nd < dist[m]:
                dist[m] = nd
                heapq.heappush(heap, (nd, m))
    return dist
ds = dijkstra(graph, "a")
dd = ds["d"]
def topo(g):
    order, seen = [], set()
    def visit(n):
        if n in seen:
            return
        seen.add(n)
        for m in g[n]:
            visit(m)
        order.append(n)
    for n in g:
        visit(n)
    return order[::-1]
t = topo(graph)

# case: an inventory
# file: main.py
from dataclasses import dataclass, field
from typing import Iterator
@dataclass
class Line:
    sku: str
    qty: int
    price: float
    @property
    def total(self) -> float:
        return self.qty * self.price
@dataclass
class Order:
    lines: list[Line] = field(default_factory=list)
    meta: dict[str, object] = field(default_factory=dict)
    def add(self, *args, **kw):
        self.lines.append(Line(*args, **kw))
        return self
    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)
    def __getitem__(self, sku):
        return next(l for l in self.lines if l.sku == sku)
    def totals(self):
        return {l.sku: l.total for l in self}
o = Order().add("a", 1, 2.5).add(sku="b", qty=2, price=1.0)
ts = o.totals()
line = o["a"]
tot = sum(l.total for l in o)
best = max(o, key=lambda l: l.total)
bs = best.sku
skus, qtys = zip(*[(l.sku, l.qty) for l in o])
srt = sorted(o.lines, key=lambda l: (-l.qty, l.sku))
groups = {}
for l in o:
    groups.setdefault(l.qty > 1, []).append(l)
g = groups[True]

# case: a state machine
# file: main.py
class State:
    def next(self, ch):
        return self
class Start(State):
    def next(self, ch):
        return Digit(ch) if ch.isdigit() else Word([ch])
class Digit(State):
    def __init__(self, text):
        self.text = text
    def next(self, ch):
        self.text += ch
        return self
class Word(State):
    def __init__(self, chars):
        self.chars = chars
def run(text):
    state = Start()
    for ch in text:
        state = state.next(ch)
    return state
st = run("12")
if isinstance(st, Digit):
    tx = st.text
table = {"idle": {"go": "busy"}, "busy": {"stop": "idle"}}
cur = "idle"
for event in ["go", "stop"]:
    cur = table[cur][event]
from enum import Enum
class S(Enum):
    A = "a"
    B = "b"
trans = {(S.A, "x"): S.B}
nx = trans.get((S.A, "x"), S.A)
nv = nx.value

# case: units with operators
# file: main.py
from functools import total_ordering
@total_ordering
class Money:
    def __init__(self, amount, cur="EUR"):
        self.amount = amount
        self.cur = cur
    def __add__(self, other):
        if isinstance(other, Money):
            return Money(self.amount + other.amount, self.cur)
        if isinstance(other, (int, float)):
            return Money(self.amount + other, self.cur)
        return NotImplemented
    __radd__ = __add__
    def __eq__(self, other):
        return self.amount == other.amount
    def __lt__(self, other):
        return self.amount < other.amount
    def __mul__(self, k):
        return type(self)(self.amount * k, self.cur)
    def __truediv__(self, o):
        return self.amount / o.amount if isinstance(o, Money) else Money(self.amount / o)
    def __str__(self):
        return f"{self.amount} {self.cur}"
a = Money(1) + Money(2)
s = sum([Money(1), Money(2)])
m = a * 3
r = a / Money(2)
q = a / 2
mx = max(a, m)
am = q.amount
ge = a >= m
st = str(a)
ps = [str(x) for x in sorted([a, m])]

# case: trees
# file: main.py
class Tree:
    def __init__(self, key, left=None, right=None):
        self.key = key
        self.left = left
        self.right = right
    def insert(self, key):
        if key < self.key:
            if self.left is None:
                self.left = Tree(key)
            else:
                self.left.insert(key)
        elif self.right is None:
            self.right = Tree(key)
        else:
            self.right.insert(key)
        return self
    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.key
        if self.right:
            yield from self.right
    def depth(self):
        l = self.left.depth() if self.left else 0
        r = self.right.depth() if self.right else 0
        return 1 + max(l, r)
    def find(self, key):
        node = self
        while node is not None and node.key != key:
            node = node.left if key < node.key else node.right
        return node
t = Tree(5).insert(3).insert(8)
keys = list(t)
d = t.depth()
f = t.find(3)
if f:
    fk = f.key
ll = t.left
nest = {"v": 1, "kids": [{"v": 2, "kids": []}]}
def total(n):
    return n["v"] + sum(total(k) for k in n["kids"])
tt = total(nest)
def paths(n, pre=()):
    here = pre + (n["v"],)
    yield here
    for k in n["kids"]:
        yield from paths(k, here)
pp = list(paths(nest))
