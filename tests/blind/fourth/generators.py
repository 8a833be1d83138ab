# case: windows
# file: main.py
def window(xs, n):
    buf = []
    for x in xs:
        buf.append(x)
        if len(buf) == n:
            yield tuple(buf)
            buf.pop(0)
w = list(window([1, 2, 3], 2))
p = w[0]
a = p[0]
# case: grep coroutine
# file: main.py
def grep(word):
    found = 0
    while True:
        line = yield found
        if word in line:
            found += 1
g = grep("a")
next(g)
n = g.send("abc")
m = g.send("x")
# case: generator expression passed and chained
# file: main.py
def total(it):
    t = 0
    for x in it:
        t += x
    return t
def only(it, kind):
    return (x for x in it if isinstance(x, kind))
a = total(x * 2 for x in range(3))
b = list(only([1, "a"], str))
c = total(len(w) for w in ["a", "b"])
# case: yield dictionaries and objects
# file: main.py
class Row:
    def __init__(self, d):
        self.d = d
def rows(data):
    for k, v in data.items():
        yield Row({k: v})
def keyed(rs):
    for r in rs:
        for k in r.d:
            yield k, r
rs = list(rows({"a": 1}))
r = rs[0]
d = r.d
for k, row in keyed(rs):
    q = row.d
# case: tree iteration with yield from self
# file: main.py
class Node:
    def __init__(self, v):
        self.v = v
        self.l = None
        self.r = None
    def insert(self, v):
        if v < self.v:
            if self.l is None:
                self.l = Node(v)
            else:
                self.l.insert(v)
        else:
            if self.r is None:
                self.r = Node(v)
            else:
                self.r.insert(v)
    def __iter__(self):
        if self.l:
            yield from self.l
        yield self.v
        if self.r:
            yield from self.r
root = Node(2)
root.insert(1)
root.insert(3)
vs = list(root)
s = sum(root)
# case: next with default and exhaustion
# file: main.py
def count(n):
    while n:
        yield n
        n -= 1
c = count(2)
a = next(c, None)   # wide: a
rest = [x for x in c]
e = list(c)
z = dict(enumerate(count(1)))
