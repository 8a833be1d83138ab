# Assignments, lists, lambdas, functions, parameters, returns, keyword arguments, direct calls, built-ins.

# case: a matrix
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
        if isinstance(key, tuple):
            i, j = key
            return self.rows[i][j]
        return self.rows[key]
    def __setitem__(self, key, value):
        i, j = key
        self.rows[i][j] = value
    def __matmul__(self, other):
        columns = list(zip(*other.rows))
        return Matrix([[sum(a * b for a, b in zip(row, col)) for col in columns] for row in self.rows])
    def transpose(self):
        return Matrix(zip(*self.rows))
m = Matrix([[1, 2], [3, 4]])
i = Matrix.identity(2)
p = m @ i
cell = p[0, 1]
row = p[0]
p[0, 0] = 9.5
t = m.transpose()
h, w = m.shape

# case: sorting algorithms
# file: main.py
def quick(items, key=None):
    if len(items) <= 1:
        return items
    key = key or (lambda x: x)
    pivot, *rest = items
    low = [x for x in rest if key(x) < key(pivot)]
    high = [x for x in rest if key(x) >= key(pivot)]
    return quick(low, key) + [pivot] + quick(high, key)
def merge_sort(items):
    if len(items) < 2:
        return list(items)
    mid = len(items) // 2
    left, right = merge_sort(items[:mid]), merge_sort(items[mid:])
    out = []
    while left and right:
        out.append((left if left[0] <= right[0] else right).pop(0))
    return out + left + right
a = quick([3, 1, 2])
b = quick(["bb", "a"], key=len)
c = merge_sort((2.5, 1.5))
d = a[0]

# case: a tokenizer and a calculator
# file: lexer.py
import re
from typing import NamedTuple
class Token(NamedTuple):
    kind: str
    value: object
SPEC = [("NUM", r"\d+(\.\d+)?"), ("OP", r"[-+*/()]"), ("WS", r"\s+")]
PATTERN = re.compile("|".join(f"(?P<{n}>{p})" for n, p in SPEC))
def tokenize(text):
    for m in PATTERN.finditer(text):
        kind = m.lastgroup
        value = m.group()
        if kind == "WS":
            continue
        if kind == "NUM":
            value = float(value) if "." in value else int(value)
        yield Token(kind, value)
    yield Token("END", None)
# file: parser.py
from lexer import Token, tokenize
class Num:
    def __init__(self, value):
        self.value = value
    def eval(self):
        return self.value
class Bin:
    OPS = {"+": lambda a, b: a + b, "*": lambda a, b: a * b}
    def __init__(self, op, left, right):
        self.op, self.left, self.right = op, left, right
    def eval(self):
        f = self.OPS[self.op]
        return f(self.left.eval(), self.right.eval())
class Parser:
    def __init__(self, text):
        self.tokens = tokenize(text)
        self.current = next(self.tokens)
    def advance(self):
        token = self.current
        self.current = next(self.tokens, token)
        return token
    def expr(self):
        node = self.term()
        while self.current.value == "+":
            op = self.advance().value
            node = Bin(op, node, self.term())
        return node
    def term(self):
        node = self.atom()
        while self.current.value == "*":
            op = self.advance().value
            node = Bin(op, node, self.atom())
        return node
    def atom(self):
        token = self.advance()
        if token.value == "(":
            inner = self.expr()
            self.advance()
            return inner
        return Num(token.value)
# file: main.py
from parser import Parser
tree = Parser("1 + 2 * (3 + 4)").expr()
result = tree.eval()
left = tree.left

# case: a graph and its searches
# file: main.py
from collections import deque
import heapq
class Graph:
    def __init__(self):
        self.edges = {}
    def add(self, a, b, weight=1):
        self.edges.setdefault(a, {})[b] = weight
        self.edges.setdefault(b, {})[a] = weight
    def neighbors(self, node):
        return self.edges.get(node, {}).items()
    def bfs(self, start):
        seen, todo = {start}, deque([start])
        order = []
        while todo:
            node = todo.popleft()
            order.append(node)
            for other, _ in self.neighbors(node):
                if other not in seen:
                    seen.add(other)
                    todo.append(other)
        return order
    def shortest(self, start, goal):
        heap = [(0, start, [])]
        done = set()
        while heap:
            cost, node, path = heapq.heappop(heap)
            if node in done:
                continue
            done.add(node)
            path = path + [node]
            if node == goal:
                return cost, path
            for other, w in self.neighbors(node):
                heapq.heappush(heap, (cost + w, other, path))
        return None
g = Graph()
g.add("a", "b", 2)
g.add("b", "c")
order = g.bfs("a")
found = g.shortest("a", "c")
if found:
    cost, path = found
lost = g.shortest("a", "zzz")

# case: an inventory with keyword arguments
# file: main.py
def item(name, /, *, price, qty=1, **extra):
    return {"name": name, "price": price, "qty": qty, **extra}
def total(*items, discount=None, **options):
    amount = sum(i["price"] * i["qty"] for i in items)
    if callable(discount):
        amount = discount(amount)
    elif discount:
        amount -= discount
    if options.get("round"):
        amount = round(amount)
    return amount
def ten_percent(n):
    return n * 0.9
defaults = {"qty": 3, "color": "red"}
tea = item("tea", price=2.5, **defaults)
pot = item("pot", price=10)
a = total(tea, pot)
b = total(tea, pot, discount=ten_percent)
c = total(pot, discount=1, round=True)
color = tea["color"]
q = pot["qty"]

# case: closures and lambdas as objects
# file: main.py
def make_account(balance):
    def deposit(n):
        nonlocal balance
        balance += n
        return balance
    def show():
        return f"{balance:.2f}"
    return {"deposit": deposit, "show": show, "raw": lambda: balance}
def memo(f):
    seen = {}
    return lambda x: seen[x] if x in seen else seen.setdefault(x, f(x))
account = make_account(10)
a = account["deposit"](2.5)
b = account["show"]()
c = account["raw"]()
square = memo(lambda n: n ** 2)
d = square(3)
adders = [lambda x, n=n: x + n for n in range(3)]
e = adders[1](1.5)
f = (lambda *fs: [g("x") for g in fs])(str.upper, len)
thunks = {name: (lambda name=name: name * 2) for name in ("p", "q")}
h = thunks["p"]()

# case: returns of many kinds
# file: main.py
def split_name(full):
    if not full:
        return None, None
    first, _, last = full.partition(" ")
    return first, last or None
def find(items, test=bool, many=False):
    hits = [i for i in items if test(i)]
    if many:
        return hits
    return hits[0] if hits else None
def self_returning():
    return self_returning
def stop():
    raise SystemExit(1)
def maybe(n):
    if n > 0:
        return n
    elif n < 0:
        stop()
a, b = split_name("ann lee")
c = find([0, "x"])
d = find([1, 2], lambda n: n > 1, many=True)
e = self_returning()()
f = maybe(1)
g = maybe(0)
h = split_name("")[0]

# case: an LRU cache by hand
# file: main.py
from collections import OrderedDict
class LRU:
    def __init__(self, load, size=2):
        self.load = load
        self.size = size
        self.data = OrderedDict()
        self.stats = {"hit": 0, "miss": 0}
    def __call__(self, key):
        if key in self.data:
            self.stats["hit"] += 1
            self.data.move_to_end(key)
            return self.data[key]
        self.stats["miss"] += 1
        value = self.data[key] = self.load(key)
        if len(self.data) > self.size:
            old, dropped = self.data.popitem(last=False)
            self.dropped = dropped
        return value
def fetch(url):
    return {"url": url, "body": url.encode()}
get = LRU(fetch)
for u in ("a", "b", "a", "c"):
    page = get(u)
body = page["body"]
hits = get.stats["hit"]
dropped = get.dropped
rate = hits / sum(get.stats.values())

# case: text statistics with built-ins
# file: main.py
TEXT = "the cat and the dog and the bird"
words = TEXT.split()
counts = {w: words.count(w) for w in set(words)}
longest = max(words, key=len)
pairs = list(zip(words, words[1:]))
by_len = {}
for w in words:
    by_len.setdefault(len(w), set()).add(w)
three = sorted(by_len[3])
caps = " ".join(w.capitalize() for w in words)
letters = sorted(set("".join(words)))
vowels = sum(map(TEXT.count, "aeiou"))
average = sum(map(len, words)) / len(words)
index = {w: [i for i, x in enumerate(words) if x == w] for w in counts}
where = index["the"][0]
any_long = any(len(w) > 4 for w in words)
initials = [*map(lambda w: w[0], words)]
rev = TEXT[::-1].title()
table = str.maketrans("aeiou", "*****")
masked = TEXT.translate(table)
top = sorted(counts.items(), key=lambda p: (-p[1], p[0]))[:2]
(w1, n1), (w2, n2) = top

# case: calls that are chained and nested
# file: main.py
class Query:
    def __init__(self, rows):
        self._rows = rows
    def where(self, test):
        return Query([r for r in self._rows if test(r)])
    def map(self, f):
        return Query([f(r) for r in self._rows])
    def first(self, default=None):
        return self._rows[0] if self._rows else default
    def all(self):
        return self._rows
def table(name):
    return Query(TABLES[name])
TABLES = {"users": [{"id": 1, "name": "ann"}, {"id": 2, "name": "bob"}], "tags": ["x", "y"]}
name = table("users").where(lambda r: r["id"] > 1).map(lambda r: r["name"]).first()
tags = table("tags").map(str.upper).all()
none = table("tags").where(lambda t: t == "q").first("nothing")
lengths = table("tags").map(len).all()
get = table("users").first
row = get()
def outer(f=table):
    def inner(*names):
        return [f(n).first() for n in names]
    return inner
both = outer()("users", "tags")

# case: a text adventure's parameters
# file: game/__init__.py
from .world import World
def play(*commands, world=None, **options):
    world = world or World.default()
    return [world.do(c, **options) for c in commands]
# file: game/world.py
from . import rooms
from .rooms import Room
class World:
    def __init__(self, rooms, start):
        self.rooms = rooms
        self.here = rooms[start]
        self.bag = []
    @classmethod
    def default(cls):
        return cls({r.name: r for r in rooms.all_rooms()}, "hall")
    def do(self, command, loud=False):
        verb, _, noun = command.partition(" ")
        method = getattr(self, f"do_{verb}", None)
        if method is None:
            return self.say("what?", loud)
        return self.say(method(noun), loud)
    def do_go(self, noun):
        name = self.here.exits.get(noun)
        if name is None:
            return "no way"
        self.here = self.rooms[name]
        return self.here.name
    def do_take(self, noun):
        thing = self.here.take(noun)
        if thing:
            self.bag.append(thing)
        return thing
    @staticmethod
    def say(text, loud):
        text = text or "nothing"
        return text.upper() if loud else text
# file: game/rooms.py
class Room:
    def __init__(self, name, things=(), **exits):
        self.name = name
        self.things = list(things)
        self.exits = exits
    def take(self, thing):
        if thing in self.things:
            self.things.remove(thing)
            return thing
        return None
def all_rooms():
    yield Room("hall", ["lamp"], north="attic")
    yield Room("attic", south="hall")
# file: main.py
from game import World, play
w = World.default()
out = play("take lamp", "go north", "dance", world=w)
loud = play("go east", loud=True)
here = w.here
bag = w.bag
thing = bag[0]

# case: a template engine
# file: main.py
import re
class Template:
    cache = {}
    def __init__(self, source):
        self.source = source
        self.parts = []
        for i, piece in enumerate(re.split(r"{{(.*?)}}", source)):
            if i % 2:
                name, *filters = [p.strip() for p in piece.split("|")]
                self.parts.append(Var(name, filters))
            else:
                self.parts.append(piece)
    @classmethod
    def get(cls, source):
        if source not in cls.cache:
            cls.cache[source] = cls(source)
        return cls.cache[source]
    def render(self, **context):
        out = []
        for part in self.parts:
            if isinstance(part, Var):
                out.append(str(part.resolve(context)))
            else:
                out.append(part)
        return "".join(out)
class Var:
    FILTERS = {"upper": str.upper, "len": len}
    def __init__(self, name, filters):
        self.name = name
        self.filters = [self.FILTERS[f] for f in filters]
    def resolve(self, context):
        value = context
        for part in self.name.split("."):
            value = value[part]
        for f in self.filters:
            value = f(value)
        return value
t = Template.get("Hi {{ user.name | upper }}, {{ n }}!")
text = t.render(user={"name": "ann"}, n=3)
var = t.parts[1]
flt = var.filters[0]
same = Template.get("Hi") is t

# case: undo by commands
# file: main.py
from dataclasses import dataclass, field
from typing import Callable, Protocol
class Command(Protocol):
    def do(self) -> None: ...
    def undo(self) -> None: ...
@dataclass
class Insert:
    doc: "Document"
    text: str
    at: int = 0
    def do(self):
        self.doc.text = self.doc.text[: self.at] + self.text + self.doc.text[self.at :]
    def undo(self):
        self.doc.text = self.doc.text.replace(self.text, "", 1)
@dataclass
class Macro:
    steps: list[Command]
    def do(self):
        for s in self.steps:
            s.do()
    def undo(self):
        for s in reversed(self.steps):
            s.undo()
@dataclass
class Document:
    text: str = ""
    done: list[Command] = field(default_factory=list)
    hooks: list[Callable[[str], None]] = field(default_factory=list)
    def run(self, command: Command):
        command.do()
        self.done.append(command)
        for hook in self.hooks:
            hook(self.text)
    def undo(self):
        command = self.done.pop()
        command.undo()
        return command
seen = []
def record(text):
    seen.append(text)
d = Document(hooks=[record])
d.run(Insert(d, "hello"))
d.run(Macro([Insert(d, "a"), Insert(d, "b", at=1)]))
last = d.undo()
text = d.text
first = seen[0]

# case: a dependency container
# file: di.py
import inspect
class Container:
    def __init__(self):
        self._makers = {}
        self._made = {}
    def provide(self, key, maker=None, single=True):
        self._makers[key] = (maker or key, single)
        return key
    def get(self, key):
        if key in self._made:
            return self._made[key]
        maker, single = self._makers[key]
        made = maker(self) if inspect.isfunction(maker) else maker()
        if single:
            self._made[key] = made
        return made
# file: main.py
from di import Container
class Config:
    def __init__(self):
        self.url = "db://"
class Db:
    def __init__(self, url):
        self.url = url
    def rows(self):
        return [self.url]
class Repo:
    def __init__(self, db):
        self.db = db
    def count(self):
        return len(self.db.rows())
c = Container()
c.provide(Config)
c.provide("db", lambda box: Db(box.get(Config).url))
c.provide("repo", lambda box: Repo(box.get("db")), single=False)
repo = c.get("repo")
n = repo.count()
db = c.get("db")
url = db.url

# case: a scheduler of coroutines
# file: main.py
from collections import deque
class Task:
    ids = iter(range(100))
    def __init__(self, gen, name=None):
        self.id = next(Task.ids)
        self.gen = gen
        self.name = name or gen.__name__
        self.value = None
class Loop:
    def __init__(self):
        self.ready = deque()
        self.finished = {}
    def spawn(self, gen, **kw):
        task = Task(gen, **kw)
        self.ready.append(task)
        return task
    def run(self):
        steps = 0
        while self.ready:
            task = self.ready.popleft()
            steps += 1
            try:
                task.value = task.gen.send(task.value)
            except StopIteration as stop:
                self.finished[task.id] = stop.value
            else:
                self.ready.append(task)
        return steps
def count(n):
    for i in range(n):
        got = yield i
    return n
def echo(words):
    for w in words:
        yield w
    return words[0]
loop = Loop()
t = loop.spawn(count(2))
u = loop.spawn(echo(["a"]), name="e")
steps = loop.run()
done = loop.finished
name = u.name
first = done[0]

# case: rolling assignments and swaps
# file: main.py
def fib(n):
    a, b = 0, 1
    while n:
        a, b, n = b, a + b, n - 1
    return a
def collatz(n):
    path = [n]
    while (n := n // 2 if n % 2 == 0 else 3 * n + 1) != 1:
        path.append(n)
    return path
def minmax(items):
    it = iter(items)
    low = high = next(it)
    for x in it:
        if x < low:
            low = x
        elif x > high:
            high = x
    return low, high
grid = [[None] * 3 for _ in range(2)]
grid[0][1], grid[1][0] = "x", "o"
cell = grid[0][1]
f = fib(10)
path = collatz(6)
low, high = minmax("hello")
lo2, hi2 = minmax([2.5, 1.5])
x = y = z = []
x.append(1)
head, *tail = y
first, second = sorted({"b": 1, "a": 2})
*init, last = (1, 2, "end")
obj = type("O", (), {})()
obj.a = obj.b = 1.5
obj.a, obj.b = obj.b, "b"
swapped = obj.b

# case: a plugin host with entry points
# file: host/__init__.py
from host.api import Plugin, hook
# file: host/api.py
from functools import wraps
hooks = {}
def hook(name=None, priority=0):
    def deco(f):
        hooks.setdefault(name or f.__name__, []).append((priority, f))
        @wraps(f)
        def call(*a, **k):
            return f(*a, **k)
        return call
    return deco
def run_hooks(name, *args):
    out = []
    for priority, f in sorted(hooks.get(name, []), key=lambda pair: pair[0]):
        out.append(f(*args))
    return out
class PluginMeta(type):
    plugins = []
    def __init__(cls, name, bases, space):
        super().__init__(name, bases, space)
        if bases:
            PluginMeta.plugins.append(cls)
class Plugin(metaclass=PluginMeta):
    name = "plugin"
    def setup(self, host):
        raise NotImplementedError
# file: ext.py
from host import Plugin, hook
class Greeter(Plugin):
    name = "greeter"
    def setup(self, host):
        host["greet"] = self.greet
        return self
    def greet(self, who):
        return "hi " + who
@hook("start", priority=2)
def starting(n):
    return n + 1
@hook()
def start(n):
    return str(n)
# file: main.py
import ext
from host.api import PluginMeta, run_hooks
host = {}
ready = [cls().setup(host) for cls in PluginMeta.plugins]
hi = host["greet"]("bob")
out = run_hooks("start", 1)
direct = ext.starting(1.5)
g = ready[0]
kind = g.name
