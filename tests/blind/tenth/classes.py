# case: properties
# file: main.py
class Temp:
    def __init__(self, c):
        self._c = c
    @property
    def f(self):
        return self._c * 9 / 5 + 32
    @f.setter
    def f(self, value):
        self._c = (value - 32) * 5 / 9
    @property
    def name(self):
        return "temp"
    @name.deleter
    def name(self):
        self.gone = True
    def _get(self):
        return [self._c]
    def _set(self, v):
        self._c = v
    both = property(_get, _set, doc="both")
t = Temp(10)
f = t.f
t.f = 50
n = t.name
del t.name
gone = t.gone
b = t.both
t.both = 3
prop = Temp.f
getter = Temp.both.fget(t)

# case: descriptors
# file: main.py
class Typed:
    def __init__(self, kind):
        self.kind = kind
    def __set_name__(self, owner, name):
        self.name = name
        self.owner = owner
    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return obj.__dict__.get(self.name, self.kind())
    def __set__(self, obj, value):
        obj.__dict__[self.name] = value
class Lazy:
    def __init__(self, func):
        self.func = func
    def __get__(self, obj, owner):
        if obj is None:
            return self
        value = self.func(obj)
        setattr(obj, self.func.__name__, value)
        return value
class Rec:
    size = Typed(int)
    @Lazy
    def heavy(self):
        return [1.5]
r = Rec()
d = Rec.size
n = d.name
h = r.heavy
h2 = r.heavy
hd = Rec.heavy
class ClassProp:
    def __init__(self, f):
        self.f = f
    def __get__(self, obj, owner):
        return self.f(owner)
class K:
    tag = "k"
    @ClassProp
    def label(cls):
        return cls.tag + "!"
l = K.label
l2 = K().label

# case: super in all shapes
# file: main.py
class A:
    kind = "a"
    def __init__(self, x):
        self.x = x
    def name(self):
        return "A"
    @classmethod
    def make(cls, *args):
        return cls(*args)
    @staticmethod
    def helper():
        return 1
    @property
    def prop(self):
        return 1.5
class B(A):
    kind = b"b"
    def __init__(self, x, y):
        super().__init__(x)
        self.y = y
    def name(self):
        base = super().name()
        old = super(B, self).name()
        return [base, old]
    @classmethod
    def make(cls, *args):
        made = super().make(*args)
        return made
    @property
    def prop(self):
        p = super().prop
        return str(p)
    def kinds(self):
        k = super().kind
        h = super().helper()
        return k, h
class C(B):
    def __init__(self):
        B.__init__(self, 1, "y")
    def name(self):
        grand = super(B, self).name()
        return grand
b = B(1, 2.5)
n = b.name()
m = B.make(1, 2)
p = b.prop
ks = b.kinds()
c = C()
cn = c.name()
cx = c.x
cy = c.y
mb = super(B, b).name()

# case: class-level code
# file: main.py
class Config:
    base = 10
    items = [base * 2]
    if base > 5:
        mode = "big"
    else:
        mode = None
    for i in range(3):
        last = i
    table = {k: v for k, v in zip("ab", [1, 2])}
    def double(x):
        return x * 2
    twice = double(base)
    try:
        import nope_nothing
    except ImportError:
        nope_nothing = None
    with open(__file__) as f:
        size = len(f.read())
    class Inner:
        z = 1
        def up(self):
            return Config()
    inner = Inner()
    a, b = 1, "x"
    del a
m = Config.mode
i = Config.items
t = Config.twice
l = Config.last
tb = Config.table
n = Config.nope_nothing
s = Config.size
z = Config.Inner.z
u = Config.inner.up()
ub = u.b
q = Config.__name__
qn = Config.Inner.__qualname__

# case: nested classes and shadowing
# file: main.py
x = "global"
class Outer:
    x = 1
    class Mid:
        x = 2.5
        class In:
            def get(self):
                return x
            def up(self):
                return Outer.x
        def get_in(self):
            return self.In()
    def mid(self):
        return self.Mid()
    def local(self):
        x = [1]
        class L:
            y = x
        return L
o = Outer()
m = o.mid()
mx = m.x
i = m.get_in()
g = i.get()
u = i.up()
L = o.local()
ly = L.y
li = L()
alias = Outer.Mid.In
al = alias().get()

# case: metaclasses
# file: main.py
class Meta(type):
    registry = {}
    def __new__(mcls, name, bases, ns, **kw):
        cls = super().__new__(mcls, name, bases, ns)
        mcls.registry[name] = cls
        return cls
    def __init__(cls, name, bases, ns, **kw):
        super().__init__(name, bases, ns)
        cls.label = kw.get("label", name.lower())
    def describe(cls):
        return f"class {cls.__name__}"
    @property
    def size(cls):
        return len(cls.__name__)
    def __len__(cls):
        return 7
    def __getitem__(cls, key):
        return [key]
    def __iter__(cls):
        return iter(["i"])
    def __contains__(cls, item):
        return True
    def __add__(cls, other):
        return (cls, other)
class Base(metaclass=Meta, label="base"):
    pass
class Kid(Base):
    def who(self):
        return type(self).describe()
d = Base.describe()
s = Kid.size
l = len(Kid)
g = Kid["k"]
it = list(Kid)
inn = 1 in Kid
k = Kid().who()
reg = Meta.registry["Kid"]
mt = type(Kid)
ad = Base + Kid
class Single(type):
    _made = {}
    def __call__(cls, *args):
        if cls not in cls._made:
            cls._made[cls] = super().__call__(*args)
        return cls._made[cls]
class Db(metaclass=Single):
    def __init__(self, url):
        self.url = url
a = Db("x")
b = Db("y")
url = a.url

# case: attribute hooks
# file: main.py
class Proxy:
    def __init__(self, target):
        object.__setattr__(self, "_target", target)
    def __getattr__(self, name):
        return getattr(self._target, name)
    def __setattr__(self, name, value):
        setattr(self._target, name, value)
class Real:
    kind = "real"
    def run(self):
        return 42
p = Proxy(Real())
k = p.kind
r = p.run()
p.extra = 2
class Dyn:
    def __getattr__(self, name):
        if name.startswith("is_"):
            return True
        raise AttributeError(name)
    def __delattr__(self, name):
        pass
d = Dyn()
f = d.is_ok
h = hasattr(d, "x")
df = getattr(d, "nope", None)
class Attr(dict):
    __getattr__ = dict.get
at = Attr(a=1)
aa = at.a
class Rec:
    def __getattribute__(self, name):
        return super().__getattribute__(name)
    v = 1
rv = Rec().v

# case: callables and containers of one's own
# file: main.py
class Adder:
    def __init__(self, n):
        self.n = n
    def __call__(self, x):
        return self.n + x
    def __getitem__(self, key):
        if isinstance(key, slice):
            return [key.start]
        return str(key)
    def __setitem__(self, key, value):
        self.stored = value
    def __delitem__(self, key):
        self.deleted = key
    def __contains__(self, x):
        return x == self.n
    def __len__(self):
        return self.n
    def __bool__(self):
        return True
a = Adder(3)
r = a(2.5)
i = a[1]
t = a[1, 2]
a["k"] = b"v"
st = a.stored
del a["z"]
dl = a.deleted
inn = 3 in a
n = len(a)
bo = bool(a)
mapped = list(map(a, [1, 2]))
neg = not a
cal = callable(a)
fn = a.__call__
fr = fn(1)

# case: operators of one's own
# file: main.py
class Vec:
    def __init__(self, x, y):
        self.x, self.y = x, y
    def __add__(self, o):
        return Vec(self.x + o.x, self.y + o.y)
    def __mul__(self, k):
        if isinstance(k, Vec):
            return self.x * k.x + self.y * k.y
        return Vec(self.x * k, self.y * k)
    __rmul__ = __mul__
    def __sub__(self, o):
        return NotImplemented
    def __rsub__(self, o):
        return "rsub"
    def __neg__(self):
        return Vec(-self.x, -self.y)
    def __abs__(self):
        return (self.x ** 2 + self.y ** 2) ** 0.5
    def __eq__(self, o):
        return self.x == o.x
    def __lt__(self, o):
        return self.x < o.x
    def __iter__(self):
        yield self.x
        yield self.y
    def __matmul__(self, o):
        return [self, o]
    def __iadd__(self, o):
        self.x += o.x
        return self
    def __divmod__(self, o):
        return (1, 2)
    def __round__(self, n=None):
        return "round"
    def __int__(self):
        return 5
    def __float__(self):
        return 5.0
    def __index__(self):
        return 1
    def __hash__(self):
        return 1
    def __invert__(self):
        return b"inv"
    def __rshift__(self, o):
        return o
    def __pow__(self, n, mod=None):
        return {n: mod}
    def __repr__(self):
        return "Vec"
v, w = Vec(1, 2), Vec(3, 4)
s = v + w
d = v * w
m = v * 2
rm = 3 * v
rs = 1 - v
ng = -v
ab = abs(v)
eq = v == w
ne = v != w
lt = v < w
gt = v > w
x, y = v
mm = v @ w
v += w
dm = divmod(v, w)
rd = round(v)
ii = int(v)
ff = float(v)
el = ["a", "b"][v]
hs = hash(v)
iv = ~v
sh = v >> "piped"
pw = v ** 2
tot = sum([v, w], Vec(0, 0))
rp = repr(v)
tl = tuple(v)
srt = sorted([v, w])

# case: creating classes at run time
# file: main.py
def hello(self):
    return "hi"
Dyn = type("Dyn", (), {"x": 1, "hello": hello})
d = Dyn()
dx = d.x
dh = d.hello()
Sub = type("Sub", (Dyn,), {"y": 2.5})
s = Sub()
sy = s.y
sx = s.x
def make(base):
    class Made(base):
        def both(self):
            return self.x
    return Made
M = make(Dyn)
mb = M().both()
classes = {"dyn": Dyn, "sub": Sub}
picked = classes["sub"]()
for cls in (Dyn, Sub):
    inst = cls()
same = d.__class__
again = type(d)()
nm = type(d).__name__
def factory(kind):
    return {"int": int, "str": str}[kind]
fv = factory("int")("3")
inst_list = [c() for c in (list, dict)]
bases = Sub.__bases__
mro = Sub.__mro__

# case: new, slots and init subclass
# file: main.py
class Singleton:
    _inst = None
    def __new__(cls, *args):
        if cls._inst is None:
            cls._inst = super().__new__(cls)
        return cls._inst
    def __init__(self, v):
        self.v = v
a = Singleton(1)
b = Singleton(2)
av = a.v
class Slots:
    __slots__ = ("p", "q")
    def __init__(self):
        self.p = 1
s = Slots()
s.q = "q"
sp, sq = s.p, s.q
class Plugin:
    plugins = []
    def __init_subclass__(cls, /, name=None, **kw):
        super().__init_subclass__(**kw)
        cls.plugins.append(cls)
        cls.tag = name
class One(Plugin, name="one"):
    def go(self):
        return 1
first = Plugin.plugins[0]
tag = One.tag
went = One.plugins[0]().go()
class Celsius(float):
    def __new__(cls, v):
        return super().__new__(cls, v + 1)
    def to_f(self):
        return self * 9
c = Celsius(3)
f = c.to_f()
half = c / 2
class Other:
    def __new__(cls):
        return 42
o = Other()
class Up(str):
    def __new__(cls, v):
        return str.__new__(cls, v.upper())
u = Up("a")
uu = u + "b"
ul = u.lower()

# case: inheritance from many
# file: main.py
class Base:
    def go(self):
        return ["base"]
class Left(Base):
    def go(self):
        return super().go() + ["left"]
class Right(Base):
    def go(self):
        r = super().go()
        return tuple(r)
    side = "r"
class Both(Left, Right):
    def go(self):
        below = Right.go(self)
        return below
class Mixin:
    def label(self):
        return self.title() + "!"
class Doc(Mixin):
    def title(self):
        return "doc"
b = Both()
g = b.go()
s = b.side
lab = Doc().label()
order = Both.mro()
nxt = Both.__mro__[1]
isb = issubclass(Both, Base)

# case: abstract bases and class methods
# file: main.py
from abc import ABC, abstractmethod
class Shape(ABC):
    count = 0
    def __init__(self):
        Shape.count += 1
    @abstractmethod
    def area(self): ...
    @property
    @abstractmethod
    def name(self): ...
    @classmethod
    def unit(cls):
        return cls(1)
    def describe(self):
        return self.name, self.area()
class Sq(Shape):
    def __init__(self, side):
        super().__init__()
        self.side = side
    def area(self):
        return self.side ** 2
    @property
    def name(self):
        return "sq"
class Circ(Shape):
    def __init__(self, r):
        super().__init__()
        self.r = r
    def area(self):
        return 3.14 * self.r
    name = "circ"
shapes = [Sq(2), Circ(1)]
areas = [s.area() for s in shapes]
d = Sq(3).describe()
u = Sq.unit()
cu = Circ.unit()
cn = Circ(2).name
big = max(shapes, key=lambda s: s.area())
n = Shape.count

# case: attributes from outside
# file: main.py
class Bag:
    pass
def fill(bag):
    bag.color = "red"
    bag.items = []
    bag.items.append(1)
    return bag
b = fill(Bag())
c = b.color
i = b.items
setattr(b, "late", 2.5)
l = b.late
v = getattr(b, "color")
dv = getattr(b, "none", 0)
Bag.shared = {"k": 1}
sh = b.shared
b.count = getattr(b, "count", 0) + 1
n = b.count
dct = b.__dict__
vr = vars(b)
def meth(self):
    return self.color
Bag.meth = meth
m = b.meth()
b.fn = lambda: "plain"
pf = b.fn()
name = "color"
gv = getattr(b, name)
for nm in ("color", "late"):
    av = getattr(b, nm)

# case: fluent builders
# file: main.py
class Query:
    def __init__(self, parts=None):
        self.parts = parts or []
    def where(self, **conds):
        new = type(self)(self.parts + [conds])
        return new
    def limit(self, n):
        self.n = n
        return self
    def __iter__(self):
        return iter(self.parts)
    @property
    def first(self):
        return next(iter(self), None)
class Sub(Query):
    def extra(self):
        return self.__class__()
q = Sub().where(a=1).limit(3)
e = q.extra()
f = q.first
n = q.n
for part in q:
    p = part
keys = [k for part in q for k in part]

# case: bound and unbound methods
# file: main.py
class T:
    def m(self, x):
        return [x]
    @classmethod
    def c(cls, x):
        return cls, x
    @staticmethod
    def s(x):
        return {x}
t = T()
bm = t.m
r1 = bm(1)
um = T.m
r2 = um(t, "a")
r3 = T.c(1.5)
r4 = T.s(b"x")
fn = bm.__func__
sf = bm.__self__
r5 = fn(t, 2)
ms = [t.m, T.s]
r6 = [m(1) for m in ms]
dm = {"m": t.m}
r7 = dm["m"]("z")
nm = bm.__name__
r8 = t.s(1)
r9 = t.c(2)[0]()
