# case: match statements
# file: main.py
from dataclasses import dataclass
@dataclass
class Point:
    x: int
    y: float
class Old:
    __match_args__ = ("a", "b")
    def __init__(self, a, b):
        self.a = a
        self.b = b
def what(v):
    match v:
        case 0:
            return "zero"
        case int() | float() as num:
            n = num
            return n
        case str(s):
            return s.encode()
        case [x, y]:
            pair = (x, y)
            return pair
        case [first, *rest]:
            r = rest
            return r
        case {"k": val, **others}:
            o = others
            return val
        case Point(x=px, y=py):
            return py
        case Old(a, b):
            return {a: b}
        case None:
            return None
        case _:
            return b"other"
w0 = what(0)
w1 = what(2.5)
w2 = what("s")
w3 = what([1, "b"])
w4 = what([1, 2, 3])
w5 = what({"k": [1], "z": 2})
w6 = what(Point(1, 2.5))
w7 = what(Old("k", 1))
def guard(v):
    match v:
        case n if n > 3:
            return "big"
        case n:
            return n
g1 = guard(5)
def cmd(text):
    match text.split():
        case ["go", direction]:
            return direction
        case ["quit" | "exit" as word]:
            return [word]
        case [*words]:
            return tuple(words)
c1 = cmd("go north")
c2 = cmd("exit")
def lit(v):
    match v:
        case True:
            return 1
        case (1 | 2), other:
            return other
        case {"type": "a", "x": {"y": [z, *_]}}:
            return z
    return None
l1 = lit((1, "o"))
l2 = lit({"type": "a", "x": {"y": [2.5]}})

# case: walrus everywhere
# file: main.py
import re
data = [1, 2, 3]
if (n := len(data)) > 2:
    big = n
while (item := data.pop()) > 1:
    last = item
res = [last2 := x for x in "ab"]
after = last2
print(y := 3.5)
yy = y
if m := re.match("a", "abc"):
    g = m.group()
tup = (a := 1, b := "s")
f = lambda: (z := [1], z)
fz = f()
d = {(k := "key"): (v := 5)}
kk, vv = k, v
if (x := None) or (w := "w"):
    ww = w
def f2():
    if any((hit := s).startswith("b") for s in ["a", "b"]):
        return hit
h = f2()
c = (p := 1) + (q := 2.0)

# case: try in all shapes
# file: main.py
class AppError(Exception):
    def __init__(self, msg, code):
        super().__init__(msg)
        self.code = code
class NotFound(AppError):
    pass
def risky(n):
    try:
        if n == 0:
            raise NotFound("no", 404)
        if n == 1:
            raise ValueError
        r = 1 / n
    except AppError as e:
        c = e.code
        return c
    except (ValueError, TypeError) as e:
        err = e
        return str(err)
    else:
        ok = r
        return ok
    finally:
        done = True
a = risky(0)
b = risky(1)
c = risky(2)
try:
    int("x")
except ValueError as e:
    args = e.args
    tb = e.__traceback__
    ctx = e.__context__
try:
    try:
        {}["k"]
    except KeyError as inner:
        raise RuntimeError("bad") from inner
except RuntimeError as outer:
    cause = outer.__cause__
    msg = str(outer)
try:
    raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
except* ValueError as eg:
    exs = eg.exceptions
except* TypeError as eg2:
    t = eg2
def fin():
    try:
        return 1
    finally:
        x = "cleanup"
f = fin()
def swallow():
    for i in [1, 2]:
        try:
            return [i]
        except Exception:
            continue
    return None
s = swallow()
kinds = (KeyError, IndexError)
try:
    [][0]
except kinds as k:
    kk = k
try:
    import nothing_here
except ImportError as imp:
    nothing_here = None
    iname = imp.name
nh = nothing_here
try:
    open("/nope/nope")
except OSError as ose:
    no = ose.errno
    fn = ose.filename
    st = ose.strerror

# case: context managers
# file: main.py
from contextlib import contextmanager, suppress, closing, ExitStack, nullcontext, redirect_stdout, AbstractContextManager, ContextDecorator
import io
class Res:
    def __init__(self, name):
        self.name = name
    def __enter__(self):
        return self.name
    def __exit__(self, et, ev, tb):
        self.failed = ev
        return True
    def close(self):
        pass
class Own(AbstractContextManager):
    def __exit__(self, *exc):
        return None
@contextmanager
def opened(n):
    yield [n]
@contextmanager
def typed():
    d = {}
    try:
        yield d
    finally:
        d.clear()
with Res("a") as r:
    rr = r
with opened(1) as l, opened("s") as s:
    both = (l, s)
with (opened(2.5) as f, Res("z") as z):
    fz = (f, z)
with closing(Res("c")) as c:
    cn = c.name
with ExitStack() as stack:
    e = stack.enter_context(opened(b"x"))
    cb = stack.callback(print, end="")
with nullcontext(5) as five:
    n = five
with suppress(ValueError) as nothing:
    int("x")
buf = io.StringIO()
with redirect_stdout(buf) as target:
    print("x")
with Own() as own:
    me = own
with opened((1, "t")) as [(a, b)]:
    ab = (a, b)
class Timer(ContextDecorator):
    def __enter__(self):
        self.t = 1.5
        return self
    def __exit__(self, *exc):
        return False
@Timer()
def timed():
    return "timed"
t = timed()
with Timer() as tm:
    pass
tt = tm.t
with typed() as td:
    td["k"] = 1
mgr = opened(3)
x = mgr.__enter__()

# case: closures, nonlocal and global
# file: main.py
counter = 0
state = None
def bump():
    global counter, state
    counter += 1
    state = "bumped"
    return counter
b = bump()
s = state
def make_counter():
    n = 0
    history = []
    def inc(by=1):
        nonlocal n
        n += by
        history.append(n)
        return n
    def get():
        return history
    return inc, get
inc, get = make_counter()
i = inc()
g = get()
def adder(x):
    def add(y):
        def third(z):
            return x, y, z
        return third
    return add
r = adder(1)("b")(2.5)
fs = []
for k in range(3):
    fs.append(lambda k=k: [k])
f0 = fs[0]()
def acc():
    total = None
    def add(v):
        nonlocal total
        total = v if total is None else total + v
        return total
    return add
a = acc()(1.5)
def define():
    global made_late
    made_late = {"x": 1}
define()
ml = made_late
def late():
    return helper()
def helper():
    return "help"
lt = late()
cells = inc.__closure__
def rec(n):
    if n == 0:
        return []
    return [n] + rec(n - 1)
rr = rec(2)
def even(n):
    return True if n == 0 else odd(n - 1)
def odd(n):
    return False if n == 0 else even(n - 1)
ev = even(4)

# case: arguments of all kinds
# file: main.py
def f(a, b=2, /, c="c", *args, d, e=None, **kw):
    return a, b, c, args, d, e, kw
r = f(1, d=1.5)
r2 = f(1, 2.5, "x", b"y", d=[], z=1)
ra = r2[3]
rk = r2[6]
def star(*args):
    first, *rest = args
    return first, rest
s = star(1, "a")
def kws(**kw):
    return kw, list(kw), kw.get("x")
k = kws(x=1, y="s")
def fwd(*args, **kw):
    return star(*args), kws(**kw)
w = fwd(2.5, q=b"q")
opts = {"c": "opt", "d": 4}
o = f(0, **opts)
lst = [1, 2]
st = star(*lst, *"ab")
def kwonly(*, key=len):
    return key("abc")
ko = kwonly()
kf = kwonly(key=str.upper)
def mutable(x, acc=[]):
    acc.append(x)
    return acc
m = mutable(1)
def defs(n, fn=lambda v: v + 1.5):
    return fn(n)
df = defs(1)
g = lambda *a, **k: (a, k)
gl = g(1, x="s")
def posonly(x, /, **kw):
    return x, kw
po = posonly(1, x="kw")
def default_expr(n=len("abc"), t=(1, "x")):
    return n, t[1]
de = default_expr()
def anno(x: int = None):
    return x
an = anno()

# case: decorators
# file: main.py
import functools
def plain(f):
    return f
def replace(f):
    return "replaced"
def count(f):
    @functools.wraps(f)
    def inner(*a, **k):
        inner.calls += 1
        return f(*a, **k)
    inner.calls = 0
    return inner
class Deco:
    def __init__(self, f):
        self.f = f
        self.n = 0
    def __call__(self, *a):
        self.n += 1
        return [self.f(*a)]
    def __get__(self, obj, owner):
        return functools.partial(self, obj)
class Arg:
    def __init__(self, k):
        self.k = k
    def __call__(self, f):
        def inner(*a):
            return {self.k: f(*a)}
        return inner
def opt(f=None, *, tag="t"):
    if f is None:
        return lambda g: opt(g, tag=tag)
    f.tag = tag
    return f
def register(cls):
    cls.registered = True
    return cls
@plain
def a(): return 1
@replace
def b(): return 1
@count
def c(x): return x
@Deco
def d(x): return x
@Arg("k")
def e(x): return x
@opt
def f1(): return 1.5
@opt(tag="z")
def f2(): return b"2"
@register
class R:
    @Deco
    def m(self, x): return x
@plain
@count
@Arg(1)
def many(s): return s.upper()
ra = a()
rb = b
rc = c(1)
cc = c.calls
rd = d("x")
dn = d.n
re = e(2.5)
r1 = f1()
rt = f1.tag
r2 = f2()
rr = R.registered
rm = R().m(3)
ma = many("x")
def typed(kind):
    def deco(f):
        def conv(*a):
            return kind(f(*a))
        return conv
    return deco
@typed(str)
def num(): return 5
n = num()

# case: lambdas and higher order functions
# file: main.py
add = lambda a, b=1: a + b
x = add(1)
y = add("a", "b")
ops = {"+": lambda a, b: a + b, "s": lambda a, b: [a, b]}
p = ops["+"](1, 2.0)
q = ops["s"](1, "z")
def apply(f, *args):
    return f(*args)
ap = apply(max, 1, 2)
al = apply(lambda: {"k": 1})
comp = (lambda f, g: lambda v: f(g(v)))(str, len)
c = comp("abc")
cond = (lambda v: "neg" if v < 0 else v)(3)
imm = (lambda *a: a)(1, "b")
key = sorted([("b", 1), ("a", 2)], key=lambda t: t[0])[0]
fact = lambda n: 1 if n < 2 else n * fact(n - 1)
fa = fact(3)
def curry(f):
    return lambda a: lambda b: f(a, b)
cu = curry(lambda a, b: (a, b))(1)("x")
table = [str.upper, len, lambda s: s.split()]
out = [t("a b") for t in table]
t0 = table[0]("x")
def pick(flag):
    return (lambda: 1) if flag else (lambda: "s")
pk = pick(True)()
y2 = (lambda x: (yield x))
nd = (lambda d: d["k"])({"k": b"v"})

# case: operators on builtin types
# file: main.py
a = 1 + 1.5
b = "a" + "b"
c = [1] + [2.5]
d = (1,) + ("a",)
e = 3 / 2
f = 3 // 2
g = 2 ** 3
h = 2 ** 0.5
i = "ab" * 3
j = not 1
k = 1 < 2 < 3
l = 5 and "x"
m = 0 or []
n = None or "d"
o = "" and 1
p = -True
q = 1 if a else "z"
r = 7 % 3
s = "%s" % (1,)
t = b"a" + b"b"
u = {1} | {"a"}
v = {"a": 1} | {"b": 2.5}
w = 1 in [1]
x = 1 is not None
y = ~5
z = 1j * 2
aa = 3 & 1
ab = True | 2
ac = "a" "b"
ad = [1, 2][0]
ae = (1, "x")[1]
af = "abc"[::-1]
ag = {"a": 1}["a"]
ah = [[1.5]][0][0]
ai = +True
aj = 1.0 // 1
ak = 2 ** -1
al = divmod(1, 2)
am = (1, 2) < (3,)
an = [] == []
ao = ... 
ap = NotImplemented
aq = 5 or "never"
ar = "abc" > "b"
a_s = 1 << 2 | 1
at = (1).__add__(2)
au = "x".__len__()
av = int.__add__(1, 2)
aw = [1, 2].__getitem__(0)
ax = {"a": (1, "b")}["a"][1]

# case: del, augmented and chained assignment
# file: main.py
x = 1
x += 1.5
s = "a"
s += "b"
l = [1]
l += ("x",)
l *= 2
d = {"a": 1, "b": "s"}
del d["a"]
left = d
n = 5
del n
n = "again"
a = b = c = {}
a["k"] = 1
bv = b["k"]
t = ()
t += (1,)
t += ("s",)
y = 7
y //= 2
y /= 2
z = 1
z <<= 2
class O: pass
o = O()
o.v = 1
o.v += 0.5
ov = o.v
o.l = []
o.l += ["q"]
ol = o.l
m = {"n": 1}
m["n"] += 1.5
mn = m["n"]
i, l[0] = 0, "first"
l0 = l[0]
f = g = lambda: 1
gg = g()
e = {1}
e |= {"s"}
e -= {1}
k = None
k = k or []
w: list = []
w.append("w")

# case: conditional values
# file: main.py
import sys
if sys.version_info >= (3, 0):
    v = "three"
else:
    v = 2
if hasattr(sys, "maxsize"):
    big = sys.maxsize
x = None
if x is None:
    x = 3
y = x
def get(flag):
    if flag:
        val = 1
    else:
        val = "s"
    return val
g = get(True)
def noret(x):
    x = 1
nr = noret(2)
def partial_ret(n):
    if n > 1:
        return n
pr = partial_ret(3)
def multi(n):
    if n == 0:
        return None
    elif n == 1:
        return 1
    return "many"
m = multi(2)
try:
    unicode
except NameError:
    unicode = str
u = unicode("x")
if __name__ == "__main__":
    main = True
else:
    main = False
t = "x" if y > 2 else None
def gen_or_not(n):
    if n:
        yield n
gn = list(gen_or_not(1))
z = [] if y else {}
if y and (k := y + 1.5):
    kk = k
c = y and "yes" or "no"
while True:
    found = "f"
    break
ff = found
