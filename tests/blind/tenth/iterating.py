# case: builtin functions over iterables
# file: main.py
nums = [3, 1, 2]
z = zip(nums, "abc", strict=False)
one = next(z)
rest = list(z)
m = map(str, nums)
s = next(m)
f = filter(None, [0, 1, None])
kept = list(f)
fl = [x for x in filter(lambda v: v is not None, [1, None])]
e = enumerate(["a"], start=1)
ie = next(e)
r = reversed(nums)
last = next(r)
so = sorted({"b": 1, "a": 2}.items(), key=lambda kv: kv[1])
k, v = so[0]
mi = min(nums, default=None)
ma = max("ab", "c", key=len)
mx = max(1, 2.5)
su = sum([1.5, 2])
sl = sum([[1], [2]], [])
an = any(x > 1 for x in nums)
al = all(nums)
nx = next(iter({}), "none")
un = [*map(len, ["a", "bb"])]
to = tuple(reversed("ab"))
di = dict(zip("ab", [1, 2]))
dk = dict(a=1, b="x")
dp = dict([("a", 1.5)])
st = set(map(int, "12"))
fs = frozenset("ab")
tu = tuple(nums)
ma3 = list(map(lambda a, b: a + b, [1, 2], [3, 4]))
ra = range(3)
ri = ra[0]
rs = ra[1:]
rl = list(range(0, 10, 2))
ln = len(ra)
it = iter(nums)
i0 = next(it)
sent = iter(lambda: 1, 1)
sv = list(sent)
sli = slice(1, 2)
ss = sli.start

# case: unpacking with stars
# file: main.py
first, *mid, last = [1, 2, 3, 4]
head, *tail = "abc"
(a, b), c = (1, "x"), 2.5
*init, end = range(3)
x, (y, *z) = 1, ["a", "b"]
[p, q] = {"k": 1, "l": 2}
d, e = {"k": 1, "l": 2}.values()
for i, (name, score) in enumerate([("n", 1.5)]):
    row = (i, name, score)
merged = [*mid, *tail]
both = {**{"a": 1}, "b": "s"}
tup = (*mid, "end")
sett = {*tail, 1}
m = n = [1]
a, b = b, a
(only,) = [b"x"]
g, *empty = (1,)
h, i2, *j = (1, "s", 2.0, None)
def swap(t):
    u, v = t
    return v, u
sw = swap((1, "a"))
(xx, yy), *pairs = [(1, 2), (3, 4)]
k1, k2 = dict(a=1, b=2)

# case: comprehensions
# file: main.py
matrix = [[1, 2], [3, 4]]
flat = [c for row in matrix for c in row]
t = [[row[i] for row in matrix] for i in range(2)]
sq = {n: n * n for n in range(3)}
inv = {v: k for k, v in {"a": 1}.items()}
ss = {len(w) for w in ["a", "bb"]}
gen = (str(n) for n in range(3))
g0 = next(gen)
cond = ["even" if n % 2 == 0 else None for n in range(3)]
pairs = [(x, y) for x in "ab" for y in [1, 2] if y > 1]
nest = {k: [v.upper() for v in vs] for k, vs in {"a": ["x"]}.items()}
total = sum(len(w) for w in ["a"])
wal = [y for x in [1, 2] if (y := x + 0.5)]
fun = [lambda i=i: i for i in range(2)]
val = fun[0]()
lst = [f() for f in fun]
dd = dict((k, v) for k, v in [("a", 1)])
star = [*(x for x in "ab")]
idx = {w: i for i, w in enumerate(["a", "b"])}
filt = [x.strip() for x in "a,b".split(",") if x]

# case: generators with everything
# file: main.py
def count_to(n):
    i = 0
    while i < n:
        step = yield i
        if step:
            i += step
        i += 1
    return "done"
g = count_to(3)
a = next(g)
b = g.send(1)
def outer():
    res = yield from count_to(2)
    yield res.upper()
items = list(outer())
def tree(node):
    if node:
        left, v, right = node
        yield from tree(left)
        yield v
        yield from tree(right)
vals = list(tree(((None, 1, None), 2, None)))
def closing():
    try:
        yield 1
        yield 2
    finally:
        print("closed", end="")
c = closing()
one = next(c)
c.close()
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
for n in fib():
    if n > 10:
        big = n
        break
try:
    h = count_to(0)
    next(h)
except StopIteration as stop:
    ret = stop.value
def thrower():
    try:
        yield 1
    except ValueError as err:
        yield str(err)
t = thrower()
next(t)
msg = t.throw(ValueError("x"))

# case: iterator protocols
# file: main.py
class Range:
    def __init__(self, stop):
        self.stop = stop
    def __iter__(self):
        return RangeIter(self)
    def __reversed__(self):
        i = self.stop
        while i:
            i -= 1
            yield float(i)
class RangeIter:
    def __init__(self, r):
        self.r = r
        self.i = 0
    def __iter__(self):
        return self
    def __next__(self):
        if self.i >= self.r.stop:
            raise StopIteration
        self.i += 1
        return self.i
r = Range(3)
it = iter(r)
one = next(it)
all_of = [x for x in r]
back = list(reversed(r))
a, b, c = r
st = set(r)
zipped = list(zip(r, "abc"))
mp = list(map(float, r))
sm = sum(r)
class Old:
    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return "abc"[i]
for ch in Old():
    letter = ch
ol = list(Old())
hasb = "b" in Old()
e = list(enumerate(Old()))
star = [*Old()]
x, *y = Old()

# case: dictionary views
# file: main.py
d = {"a": 1, "b": 2}
ks = d.keys()
vs = d.values()
its = d.items()
common = ks & {"a"}
for k, v in its:
    kk, vv = k, v
got = d.get("a")
dflt = d.get("z", "none")
popd = d.pop("a")
popn = d.pop("q", None)
sd = d.setdefault("c", 3)
last = d.popitem()
lst = list(d)
mrg = d | {"z": 0.5}
d |= {"y": 9}
fk = dict.fromkeys(["a", "b"])
fz = dict.fromkeys("ab", 0)
srt = sorted(d)
mxk = max(fz, key=fz.get)
mxv = max(fz.values())
its2 = sorted(fz.items(), key=lambda p: -p[1])
inn = "a" in d
ln = len(d)
cp = d.copy()
nested = {"x": {"y": [1, 2]}}
deep = nested["x"]["y"][0]
for key in nested:
    sub = nested[key]
lk = list(d.items())[0]
rv = list(reversed(fz))
fst = next(iter(fz.values()))

# case: lists and slices
# file: main.py
l = [1, "a", 2.5]
s = l[0:2]
last = l[-1]
first = l[0]
st = l[::2]
l2 = [1, 2] + ["x"]
l3 = [0] * 3
l4 = 2 * ["a"]
nested = [[0] * 2 for _ in range(2)]
cell = nested[0][1]
n = [3, 1]
n.sort(reverse=True)
srt = n.sort()
p = n.pop()
n.insert(0, 7)
n.extend([8])
n += [9]
n[0] = 5
n[1:2] = [4, 4]
cnt = n.count(4)
idx = n.index(4)
cp = n.copy()
rv = n[::-1]
cl = n.clear()
t = (1, "a", None)
t0 = t[0]
ts = t[1:]
tt = t + (2,)
tm = (0,) * 3
ti = t.index("a")
rem = [1, 2]
del rem[0]
eq = [1] == [1]
sub = tuple([1, 2])[0]
ma = max([[1], [2]])
tl = t[-2]
ta, *tb = t[1:]
mix = [None, 1][True]
ident = l[1] if True else None

# case: sets
# file: main.py
a = {1, 2}
b = {"x"}
u = a | b
i = a & {2}
d = a - {1}
x = a ^ {3}
un = a.union([1.5])
df = a.difference({1})
po = a.pop()
ad = a.add(4)
a.update([5])
e = set()
e.add("new")
one = next(iter(e))
sub = a.issubset({1})
cp = b.copy()
fs = frozenset(a)
for el in b:
    elem = el
e |= {"more"}
lst = sorted(b)
mn = min({3, 4})
dis = a.isdisjoint(b)

# case: loops and else
# file: main.py
for i in range(3):
    if i == 5:
        found = i
        break
else:
    found = "none"
n = 3
while n:
    n -= 1
else:
    done = True
total = 0
for a, b in [(1, 2.0), (3, 4.0)]:
    total += a * b
rows = []
for line in ["1 2", "3 4"]:
    nums = [int(p) for p in line.split()]
    rows.append(nums)
first = rows[0][0]
seen = {}
for ch in "aab":
    seen[ch] = seen.get(ch, 0) + 1
best = max(seen, key=lambda c: seen[c])
stack = [1, [2, [3]]]
out = []
while stack:
    cur = stack.pop()
    if isinstance(cur, list):
        stack.extend(cur)
    else:
        out.append(cur)
res = None
for item in ["a", "b"]:
    res = item if res is None else res + item
d = {}
for k, *vs in [("a", 1, 2)]:
    d[k] = vs
while (line := "x" if not rows else None):
    rows.clear()
prev = None
for cur2 in [1, 2]:
    pair = (prev, cur2)
    prev = cur2
