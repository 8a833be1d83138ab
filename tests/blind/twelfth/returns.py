# Returns: what comes back.

# case: finally overrides the return
# file: main.py
def f():
    try:
        return 1
    finally:
        return "f"
def g():
    for x in (1.5, 2.5):
        try:
            return x
        finally:
            y = x
a = f()
b = g()

# case: a return of a conditional lambda or a bound method
# file: main.py
class Op:
    def go(self):
        return "go"
def choose(flag, op):
    return op.go if flag else lambda: 0
a = choose(True, Op())()
b = choose(False, Op())()

# case: a dictionary of bound methods is returned
# file: main.py
class Door:
    def __init__(self):
        self.open = False
    def actions(self):
        return {"open": self.do_open, "shut": self.do_shut}
    def do_open(self):
        self.open = True
        return self
    def do_shut(self):
        self.open = False
        return None
d = Door()
a = d.actions()["open"]()
b = a.actions()["shut"]()
c = a.open

# case: a returned tuple is unpacked in the call
# file: main.py
def pair():
    return "k", [1]
def use(k, v, *rest):
    return {k: v}, rest
d, r = use(*pair())
e, s = use(*pair(), *pair())
x = d["k"]
y = s[0]

# case: nothing but in one branch
# file: main.py
def find(items, want):
    for item in items:
        if item == want:
            return item
def first(items):
    while items:
        return items.pop()
    else:
        return None
a = find([1, 2], 2)
b = find(["a"], "b")
c = first(["x"])
d = first([])

# case: the function returned is a wrapper of the argument's method
# file: main.py
class Conn:
    def query(self, q):
        return [q]
def bound(conn):
    def ask(q, *more):
        return conn.query(q) + list(more)
    return ask
ask = bound(Conn())
a = ask("q")
b = ask("q", 1)

# case: a generator, a coroutine or an iterator is returned
# file: main.py
import asyncio
def gen(n):
    return (i for i in range(n))
def it(xs):
    return iter(xs)
async def later(x):
    return x
def start(x):
    return later(x)
g = next(gen(3))
i = next(it({"k": 1}))
c = asyncio.run(start("done"))

# case: recursion with an accumulator of two kinds
# file: main.py
def split(items, ints=(), texts=()):
    if not items:
        return ints, texts
    head, *tail = items
    if isinstance(head, int):
        return split(tail, ints + (head,), texts)
    return split(tail, ints, texts + (head,))
ints, texts = split([1, "a", 2])

# case: a property returns a class, which is called
# file: main.py
class Row:
    def cell(self):
        return 5
class Table:
    @property
    def row(self):
        return Row
    @property
    def rows(self):
        return [self.row() for _ in range(2)]
t = Table()
r = t.row()
c = r.cell()
d = t.rows[0].cell()
