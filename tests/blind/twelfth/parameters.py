# Parameters: what they are when the function runs.

# case: a parameter that is a method of another parameter
# file: main.py
class Src:
    def read(self):
        return "data"
class Dst:
    def __init__(self):
        self.got = []
    def write(self, x):
        self.got.append(x)
        return len(self.got)
def copy(read, write):
    return write(read())
dst = Dst()
n = copy(Src().read, dst.write)
g = dst.got[0]

# case: a parameter is unpacked in the head of a loop
# file: main.py
def table(rows):
    out = {}
    for key, (a, *b) in rows:
        out[key] = b
    return out
t = table([("k", (1, "x", "y"))])
k = t["k"]

# case: a default from the class body
# file: main.py
class Menu:
    size = 3
    names = ["a"]
    def pick(self, n=size, names=names):
        return names[0] * n
    def more(self, extra=(), /, *, last=None):
        return [*extra, last]
m = Menu()
a = m.pick()
b = m.pick(2, [1])
c = m.more()
d = m.more("xy", last=0)

# case: a sentinel default
# file: main.py
_missing = object()
def get(d, key, default=_missing):
    if key in d:
        return d[key]
    if default is _missing:
        raise KeyError(key)
    return default
a = get({"x": 1}, "x")
b = get({}, "x", "none")

# case: parameters narrowed by early returns
# file: main.py
def norm(x):
    if x is None:
        return []
    if isinstance(x, str):
        return [x]
    if not isinstance(x, (list, tuple)):
        return [str(x)]
    return [str(i) for i in x]
a = norm(None)
b = norm("s")
c = norm(3)
d = norm((1, 2))

# case: match of classes with positional patterns
# file: main.py
class Num:
    __match_args__ = ("n",)
    def __init__(self, n):
        self.n = n
class Add:
    __match_args__ = ("l", "r")
    def __init__(self, l, r):
        self.l = l
        self.r = r
def ev(e):
    match e:
        case Num(n):
            return n
        case Add(Num(a), Num(b)):
            return a + b
        case Add(l, r):
            return ev(l) + ev(r)
        case [first, *_]:
            return ev(first)
        case {"val": v}:
            return v
        case str() as s:
            return s
r = ev(Add(Add(Num(1), Num(2)), Num(3)))
s = ev("lit")
d = ev({"val": 2.5})
f = ev([Num(4)])

# case: a parameter given by a chain of defaults
# file: main.py
def a(x=1):
    return b(x)
def b(y, z="z"):
    return c(y, w=z)
def c(*p, w):
    return p, w
(p, w) = a()
q, v = b(2.5, z=None)

# case: callbacks with two arguments, some of which are not used
# file: main.py
def each(items, fn):
    for i, item in enumerate(items):
        fn(item, i)
got = {}
def keep(item, index):
    got[index] = item
def drop(item, _):
    return item
each(["a", "b"], keep)
each([1.5], drop)
x = got[0]

# case: a class parameter with a class method
# file: main.py
class Cat:
    @classmethod
    def of(cls, n):
        return cls(n)
    def __init__(self, n):
        self.n = n
class Dog(Cat):
    pass
def build(kind, *args):
    return kind.of(*args)
c = build(Cat, 1)
d = build(Dog, "rex")
n = d.n
