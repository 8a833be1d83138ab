# Of several categories at once.

# case: a match over classes, sequences and mappings
# file: main.py
class Circle:
    __match_args__ = ("r",)
    def __init__(self, r):
        self.r = r
class Group:
    def __init__(self, *items):
        self.items = items
def size(shape):
    match shape:
        case Circle(r):
            return r
        case Group(items=[first, *rest]):
            return [size(first), *map(size, rest)]
        case {"size": n, **more}:
            return n, more
        case str() | bytes() as text:
            return text
        case _:
            return None
a = size(Circle(1.5))
b = size(Group(Circle(1), "x"))
c = size({"size": 2, "k": None})
d = size(3)
e = size(b"b")

# case: a registry of handlers by class
# file: main.py
class Dispatcher:
    def __init__(self):
        self.table = {}
    def on(self, cls):
        def deco(fn):
            self.table[cls] = fn
            return fn
        return deco
    def __call__(self, value):
        for cls in type(value).__mro__:
            if cls in self.table:
                return self.table[cls](value)
        raise TypeError(cls)
show = Dispatcher()
@show.on(int)
def show_int(n):
    return n + 1
@show.on(str)
def show_str(s):
    return s.split()
a = show(1)
b = show("a b")
c = show(True)
try:
    show(None)
except TypeError as e:
    d = e.args

# case: coroutines
# file: main.py
import asyncio
class Conn:
    async def __aenter__(self):
        return self
    async def __aexit__(self, *a):
        return None
    async def get(self, n):
        await asyncio.sleep(0)
        return str(n)
async def rows(conn):
    for n in (1, 2):
        yield await conn.get(n)
async def job():
    async with Conn() as conn:
        texts = [r async for r in rows(conn)]
        both = await asyncio.gather(conn.get(3), other(2.5))
        return texts, both
async def other(x):
    return [x]
result = asyncio.run(job())
texts = result[0]
first = texts[0]

# case: an interpreter of small programs
# file: main.py
import operator
OPS = {"+": operator.add, "*": operator.mul}
def tokens(text):
    for word in text.split():
        yield int(word) if word.isdigit() else word
def evaluate(text, env=None):
    stack = []
    for tok in tokens(text):
        if tok in OPS:
            right, left = stack.pop(), stack.pop()
            stack.append(OPS[tok](left, right))
        elif isinstance(tok, str):
            stack.append((env or {})[tok])
        else:
            stack.append(tok)
    return stack.pop()
a = evaluate("1 2 +")
b = evaluate("x 3 *", {"x": 2})

# case: descriptors and __getattr__
# file: main.py
class Typed:
    def __init__(self, default):
        self.default = default
    def __set_name__(self, owner, name):
        self.name = name
    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return obj.__dict__.get(self.name, self.default)
    def __set__(self, obj, value):
        obj.__dict__[self.name] = value
class Model:
    age = Typed(0)
    def __getattr__(self, name):
        return name + "?"
m = Model()
a = m.age
m.age = 5
b = m.age
c = Model.age
d = m.unknown
e = Model.age.name
