# Expressions, chapter by chapter.

# case: literals and displays
# file: main.py
a = 1_000
b = 0x1F
c = 1e3
d = 2j
e = rb"raw"
f = "one" "two"
g = ...
h = {*"ab", *[1]}
i = {**{"a": 1}, "b": 2.5}
j = [*range(2), None]
k = 1,
l = ()
m = {}
n = NotImplemented
o = __debug__
p = __name__

# case: comprehensions within each other
# file: main.py
grid = [[x * y for x in range(3)] for y in (1, 2)]
cell = grid[0][0]
flat = [c for row in grid for c in row if c]
index = {w: len(w) for w in ["a", "bb"]}
letters = {c for w in index for c in w}
lazy = (str(n) for n in flat)
first = next(lazy)
pairs = {(k, v) for k, v in index.items()}
one = pairs.pop()
nested = {k: [v] * 2 for k, v in index.items()}

# case: yield as an expression
# file: main.py
def gather():
    got = yield 1
    more = yield [got]
    return (got, more)
g = gather()
a = next(g)
b = g.send("x")
try:
    g.send(2.5)
except StopIteration as stop:
    result = stop.value

# case: throw and close
# file: main.py
def careful():
    try:
        yield 1
    except KeyError as error:
        yield error
    finally:
        done.append("end")
done = []
g = careful()
a = next(g)
b = g.throw(KeyError("k"))
g.close()
last = done[0]

# case: yield from with a result
# file: main.py
def inner():
    x = yield "a"
    return [x]
def outer():
    r = yield from inner()
    yield r
    s = yield from (1.5, None)
    return s
g = outer()
a = next(g)
b = g.send(3)
c = next(g)
every = list(outer())

# case: attribute and subscript targets in odd places
# file: main.py
class O:
    pass
o = O()
d = {}
l = [0, 0]
for o.x in [1, 2]:
    pass
for d["k"] in "ab":
    pass
for l[0], l[1] in [(1.5, "s")]:
    pass
with open(__file__) as o.f:
    line = o.f.readline()
x = o.x
k = d["k"]
first, second = l
class Hold:
    pass

# case: slicings of everything
# file: main.py
a = "abc"[1:]
b = b"abc"[0]
c = b"abc"[:1]
d = (1, "x", 2.5)[1:]
e = (1, "x", 2.5)[-1]
f = [1, 2][::2]
g = range(10)[2:5]
h = range(10)[1]
i = bytearray(b"abc")[0]
j = memoryview(b"abc")[1:]
k = slice(1, 2, 3)
start = k.start
triple = k.indices(10)
l = "abc"[k]

# case: calls with stars everywhere
# file: main.py
def f(a, /, b, *args, c=None, **kw):
    return a, args, kw
x = f(1, *"bc", *[2.5], c=3, **{"d": 4}, e="five")
first, rest, named = x
y = f(*[1, 2])
z = f(1, **{"b": "x"})
last = rest[-1]

# case: power, unary, binary and shifting
# file: main.py
a = 2 ** 3
b = 2 ** -1
c = 2.0 ** 2
d = 7 // 2
e = 7 / 2
f = 7.5 // 2
g = 7 % 2
h = "%s" % 3
i = b"%d" % 3
j = 1 << 3
k = True + True
l = ~True
m = True & False
n = 1 | True
o = not 1
p = -2.5
q = 2 + 3j
r = [1] * 2 + ["x"]
s = (1,) + ("a",)
t = {1} | {"x"}
u = {"a": 1} | {"b": "y"}
v = {1, 2} & {2}
w = {1, 2} - {"q"}
x = "a" * 3
y = divmod(7, 2)
z = divmod(7.5, 2)

# case: comparisons and chained ones
# file: main.py
a = 1 < 2 < 3
b = "x" in "xyz"
c = [] is not None
d = 1 == 1.0
e = {1} <= {1, 2}
f = (1, 2) < (1, 3)
g = not "x" in []

# case: and, or and the conditional
# file: main.py
def pick(x):
    return x or "default"
a = pick(0)
b = pick([1])
c = 0 or None
d = "x" and 2.5
e = [] or {} or ()
f = None and 1
g = 1 if [] else "no"
h = (lambda n: n and n.upper())("x")
i = not a or b

# case: assignment expressions
# file: main.py
if (n := len("abc")) > 2:
    m = n
held = [y := 3, y ** 2, str(y)]
while chunk := held.pop():
    last = chunk
    if not held:
        break
evens = [half for v in (1, 2) if (half := v / 2) > 0.5]
after = half
def f(x=(z := "z")):
    return x
g = f()

# case: lambdas of all forms
# file: main.py
a = (lambda: 1)()
b = (lambda x, *y, k=2.5, **z: (x, y, k, z))(1, "a", q=None)
c = (lambda x: lambda y: [x, y])(1)("z")
d = [f(2) for f in (lambda n: n + 1, lambda n: str(n))]
e = (lambda: (yield))()
f = {"add": lambda x, y: x + y}["add"]("a", "b")
g = (lambda *args: args)(*[1, 2])

# case: f-strings call
# file: main.py
class Money:
    def __init__(self, n):
        self.n = n
    def __format__(self, spec):
        return spec.upper()
    def text(self):
        return [1]
m = Money(1)
a = f"{m:eur} {m.text()!r} {m.n + 1}"
w = 5
b = f"{1.5:{w}.2f}"
c = f"{'x' if m.n else None}"

# case: await in expressions and async comprehensions
# file: main.py
import asyncio
async def num(n):
    return n
async def nums():
    for n in range(2):
        yield n
async def main():
    a = [await num(i) for i in range(2)]
    b = [n async for n in nums()]
    c = {n: str(n) async for n in nums() if n}
    d = await num("x") + "y"
    e = (n async for n in nums())
    f = await anext(e)
    return a, b, c, d, f
a, b, c, d, f = asyncio.run(main())
