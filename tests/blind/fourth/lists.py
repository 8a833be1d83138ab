# case: matrix by functions
# file: main.py
def zeros(n):
    return [[0] * n for _ in range(n)]
def transpose(m):
    return [[row[i] for row in m] for i in range(len(m))]
z = zeros(2)
z[0][1] = 5
t = transpose(z)
c = t[0][0]
d = [sum(r) for r in t]
# case: list of callables from several sources
# file: main.py
class A:
    def m(self):
        return "m"
def f():
    return 1
calls = [f, A().m, lambda: 2.5, A]
x = calls[0]()
y = calls[1]()
z = calls[2]()
w = calls[3]()
# case: partition and merge
# file: main.py
def split(xs):
    lo, hi = [], []
    for x in xs:
        (lo if x < 2 else hi).append(x)
    return lo, hi
def qsort(xs):
    if len(xs) <= 1:
        return xs
    p = xs[0]
    lo = [x for x in xs[1:] if x < p]
    hi = [x for x in xs[1:] if x >= p]
    return qsort(lo) + [p] + qsort(hi)
s = qsort([3, 1, 2])
f = s[0]
# case: extend, insert, remove, in
# file: main.py
xs = ["a"]
xs.extend(c for c in "bc")
xs.insert(0, "z")
xs.remove("a")
i = xs.index("b")
has = "b" in xs
ys = xs[:] + [1]
last = ys[-1]   # wide: last
n = len(xs) * 2
xs *= 2
j = xs[0]
# case: sorted and reversed copies
# file: main.py
data = [("x", 3), ("y", 1)]
a = sorted(data, key=lambda d: d[1])[0]
name, num = a
b = list(reversed(data))[0][0]
c = data[::-1][0][1]
d = max(n for _, n in data)
