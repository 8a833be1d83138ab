# case: dataclasses
# file: main.py
from dataclasses import dataclass, field, asdict, astuple, replace, fields, InitVar, KW_ONLY
from typing import ClassVar, Optional
@dataclass(order=True)
class Item:
    name: str
    price: float = 0.0
    tags: list[str] = field(default_factory=list)
    total: ClassVar[int] = 0
    parent: Optional["Item"] = None
    def label(self):
        return self.name.title()
@dataclass(frozen=True)
class Point:
    x: int
    y: int
    scale: InitVar[int] = 1
    _: KW_ONLY
    tag: str = "p"
    def __post_init__(self, scale):
        object.__setattr__(self, "norm", self.x * scale)
i = Item("a", 1.5)
l = i.label()
tags = i.tags
par = i.parent
d = asdict(i)
t = astuple(i)
r = replace(i, name="b")
rn = r.name
fs = fields(i)
f0 = fs[0].name
lt = i < r
s = sorted([i, r])
p = Point(1, 2, tag="q")
px = p.x
nm = p.norm
tg = p.tag
@dataclass
class Sub(Item):
    qty: int = 1
    @property
    def cost(self):
        return self.price * self.qty
su = Sub("x", 2.0, qty=3)
co = su.cost
eq = i == r
match su:
    case Sub(name=n, qty=q):
        got = (n, q)

# case: enumerations
# file: main.py
from enum import Enum, IntEnum, Flag, auto, StrEnum, unique
class Color(Enum):
    RED = 1
    GREEN = "g"
    def pretty(self):
        return self.name.lower()
    @classmethod
    def default(cls):
        return cls.RED
    @property
    def hexa(self):
        return hex(1)
class Level(IntEnum):
    LOW = auto()
    HIGH = auto()
class Perm(Flag):
    R = auto()
    W = auto()
class Mode(StrEnum):
    A = "a"
    B = auto()
r = Color.RED
v = r.value
n = r.name
p = r.pretty()
d = Color.default()
b = Color(1)
k = Color["GREEN"]
all_of = list(Color)
for c in Color:
    each = c
names = [c.name for c in Color]
mem = Color.__members__
low = Level.LOW
cmp = Level.LOW < Level.HIGH
sm = Level.LOW + 1
lv = Level.HIGH.value
pw = Perm.R | Perm.W
inn = Perm.R in pw
pv = pw.value
md = Mode.A
up = md.upper()
mv = Mode.B.value
iss = Color.RED is Color.GREEN
hx = r.hexa
table = {Color.RED: "stop"}
st = table[Color.RED]
Fn = Enum("Fn", "X Y")
fx = Fn.X
class Planet(Enum):
    EARTH = (5.9, 6)
    def __init__(self, mass, radius):
        self.mass = mass
        self.radius = radius
    @property
    def density(self):
        return self.mass / self.radius
em = Planet.EARTH.mass
ed = Planet.EARTH.density
ev = Planet.EARTH.value

# case: type variables and generics
# file: main.py
from typing import Generic, TypeVar, Callable, Iterable, Sequence
T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")
N = TypeVar("N", int, float)
def first(xs: Sequence[T]) -> T:
    return xs[0]
def ident(x: T) -> T:
    return x
def apply(f: Callable[[T], V], x: T) -> V:
    return f(x)
def pair(a: K, b: V) -> tuple[K, V]:
    return a, b
def add(a: N, b: N) -> N:
    return a + b
class Stack(Generic[T]):
    def __init__(self) -> None:
        self.items: list[T] = []
    def push(self, x: T) -> "Stack[T]":
        self.items.append(x)
        return self
    def pop(self) -> T:
        return self.items.pop()
    def map(self, f: Callable[[T], V]) -> "Stack[V]":
        out: Stack[V] = Stack()
        for i in self.items:
            out.push(f(i))
        return out
class Pair(Generic[K, V]):
    def __init__(self, k: K, v: V):
        self.k = k
        self.v = v
    def swap(self) -> "Pair[V, K]":
        return Pair(self.v, self.k)
class IntStack(Stack[int]):
    pass
a = first([1, 2])
b = first("abc")
c = ident({"x": 1})
d = apply(len, "abc")
e = pair(1, "x")
f = add(1, 2)
s = Stack[str]()
s.push("x")
g = s.pop()
h = Stack[int]().push(3).map(str)
i = h.pop()
p = Pair(1, "one")
q = p.swap()
qk = q.k
qv = q.v
ist = IntStack()
ist.push(4)
ip = ist.pop()
def groups(xs: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    out: dict[K, list[T]] = {}
    for x in xs:
        out.setdefault(key(x), []).append(x)
    return out
gr = groups(["a", "bb"], len)
g1 = gr[1]

# case: protocols and overloads
# file: main.py
from typing import Protocol, overload, runtime_checkable, Union
@runtime_checkable
class HasArea(Protocol):
    def area(self) -> float: ...
class Sq:
    def area(self) -> float:
        return 1.0
def total(shapes: list[HasArea]) -> float:
    return sum(s.area() for s in shapes)
t = total([Sq()])
chk = isinstance(Sq(), HasArea)
@overload
def conv(x: int) -> str: ...
@overload
def conv(x: str) -> int: ...
@overload
def conv(x: None = None) -> None: ...
def conv(x=None):
    if isinstance(x, int):
        return str(x)
    if x is None:
        return None
    return int(x)
a = conv(1)
b = conv("1")
c = conv()
class Grid:
    @overload
    def __getitem__(self, key: int) -> str: ...
    @overload
    def __getitem__(self, key: slice) -> "list[str]": ...
    def __getitem__(self, key: Union[int, slice]) -> Union[str, list]:
        return "abc"[key] if isinstance(key, int) else list("abc"[key])
g = Grid()
g0 = g[0]
gs = g[0:2]
class Sized(Protocol):
    def __len__(self) -> int: ...
def size(x: Sized) -> int:
    return len(x)
n = size([1])

# case: typed dictionaries and literals
# file: main.py
from typing import TypedDict, Literal, Final, NotRequired, Required, Annotated, get_type_hints, cast, NewType
class Movie(TypedDict):
    title: str
    year: int
class More(Movie, total=False):
    rating: float
m: Movie = {"title": "x", "year": 1}
t = m["title"]
y = m.get("year")
for key in m:
    k = key
def mk() -> More:
    return {"title": "a", "year": 2, "rating": 1.5}
r = mk()["rating"]
Alt = TypedDict("Alt", {"a": int, "b": NotRequired[str]})
al: Alt = {"a": 1}
aa = al["a"]
Mode = Literal["r", "w"]
def op(mode: Mode) -> Literal[True]:
    return True
o = op("r")
MAX: Final = 10
LIM: Final[int] = 5
mx = MAX + LIM
Name = NewType("Name", str)
nm = Name("bob")
up = nm.upper()
Age = Annotated[int, "years"]
def older(a: Age) -> Age:
    return a + 1
ol = older(3)
cs = cast("list[int]", [1])
c0 = cs[0]
mv = Movie(title="t", year=2)
mt = mv["title"]

# case: annotations in all forms
# file: main.py
from __future__ import annotations
import typing as t
from typing import Any, Optional, Union, Callable, Type, Tuple, List, Dict
def a(x: int | None = None, *args: str, flag: bool = False, **kw: float) -> list[int] | None:
    first = args[0] if args else None
    val = kw.get("v")
    ks = kw["w"] if kw else None
    return [x] if x else None
ra = a(1, "s", w=1.5)
def b(x: "Node") -> "Optional[Node]":
    return x.next
class Node:
    next: Optional[Node] = None
    value: t.Union[int, str]
    def __init__(self, value: int | str):
        self.value = value
    def link(self, o: Node) -> t.Self:
        self.next = o
        return self
n = Node(1)
rb = b(n)
lk = n.link(Node("x"))
def c(cls: Type[Node]) -> Node:
    return cls(3)
rc = c(Node)
def d(f: Callable[..., Tuple[int, ...]]) -> List[Dict[str, int]]:
    tup = f()
    one = tup[0]
    return [{"a": one}]
rd = d(lambda: (1, 2))
rd0 = rd[0]["a"]
x: int
x = 5
Alias = t.Dict[str, t.List[int]]
def e(m: Alias) -> t.Iterator[int]:
    for k, v in m.items():
        yield v[0]
re = list(e({"a": [1]}))
Json: t.TypeAlias = "dict[str, int]"
def f(j: Json):
    return j["a"]
rf = f({"a": 1})
def g(x: t.Optional[str]):
    if x:
        return x.upper()
    return x
rg = g("a")
def h(*xs: int) -> t.NoReturn:
    raise ValueError(xs)
try:
    h(1)
except ValueError as err:
    er = err.args

# case: parameter specifications and variadic ones
# file: main.py
from typing import Callable, ParamSpec, TypeVar, Concatenate, TypeVarTuple, Generic, Unpack, Awaitable
P = ParamSpec("P")
R = TypeVar("R")
Ts = TypeVarTuple("Ts")
def logged(f: Callable[P, R]) -> Callable[P, R]:
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        return f(*args, **kwargs)
    return inner
@logged
def add(a: int, b: int) -> float:
    return a / b
def listed(f: Callable[P, R]) -> Callable[P, list[R]]:
    def inner(*args: P.args, **kwargs: P.kwargs) -> list[R]:
        return [f(*args, **kwargs)]
    return inner
@listed
def name(x: str) -> str:
    return x
class Req:
    pass
def with_req(f: Callable[Concatenate[Req, P], R]) -> Callable[P, R]:
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        return f(Req(), *args, **kwargs)
    return inner
@with_req
def handler(req: Req, n: int) -> tuple[Req, int]:
    return req, n
a = add(1, 2)
n = name("x")
h = handler(3)
def swap(t: tuple[R, *Ts]) -> tuple[*Ts, R]:
    return (*t[1:], t[0])
s = swap((1, "a", 2.5))
def args_of(*args: *Ts) -> tuple[*Ts]:
    return args
ao = args_of(1, "x")
class Arr(Generic[Unpack[Ts]]):
    def __init__(self, *dims: *Ts):
        self.dims = dims
ar = Arr(1, "b")
dims = ar.dims

# case: self types and class variables
# file: main.py
from typing import Self, ClassVar, Type, TypeVar
class Shape:
    registry: ClassVar[dict[str, "type[Shape]"]] = {}
    def scale(self, k: float) -> Self:
        self.k = k
        return self
    @classmethod
    def create(cls) -> Self:
        return cls()
    def __enter__(self) -> Self:
        return self
    def __exit__(self, *a) -> None:
        pass
class Circle(Shape):
    def radius(self) -> float:
        return 1.0
c = Circle().scale(2)
r = c.radius()
d = Circle.create()
with Circle() as e:
    er = e.radius()
Shape.registry["c"] = Circle
made = Shape.registry["c"]()
TS = TypeVar("TS", bound=Shape)
def build(cls: Type[TS]) -> TS:
    return cls()
b = build(Circle)
def twice(s: TS) -> list[TS]:
    return [s, s]
tw = twice(Circle())

# case: type comments and docstrings
# file: main.py
def add(a, b):
    # type: (int, str) -> float
    return float(a)
r = add(1, "x")
items = []  # type: list[int]
items.append(3)
one = items[0]
def doc(x, y):
    """Join.

    :param x: the first
    :type x: int
    :param str y: the second
    :rtype: str
    """
    return y * x
d = doc(2, "a")
def goog(n):
    """Sum.

    Args:
        n (int): how many

    Returns:
        float: the sum
    """
    return n * 1.0
g = goog(2)
for x in [1, 2]:  # type: int
    y = x
with open(__file__) as f:  # type: IO[str]
    t = f.read()

# case: isinstance narrowing
# file: main.py
def kind(x):
    if isinstance(x, str):
        a = x
        return len(a)
    elif isinstance(x, (list, tuple)):
        b = x
        return b
    elif x is None:
        c = x
        return "none"
    else:
        d = x
        return d + 1.5
k1 = kind("a")
k2 = kind([1])
k3 = kind(None)
k4 = kind(2)
k5 = kind((1,))
def opt(x: int | str | None):
    if not x:
        return x
    if not isinstance(x, int):
        s = x
        return s.upper()
    n = x
    return n
o1 = opt(1)
o2 = opt("a")
o3 = opt(None)
def sub(c):
    if issubclass(c, dict):
        return c()
    return c
s1 = sub(dict)
def call(f):
    if callable(f):
        return f()
    return f
c1 = call(lambda: 1)
c2 = call("x")
def tp(v):
    if type(v) is int:
        i = v
        return i
    w = v
    return [w]
t1 = tp(1)
t2 = tp("a")
def ass(v):
    assert isinstance(v, str), "no"
    z = v
    return z
a1 = ass("s")
def early(v=None):
    if v is None:
        v = []
    v.append(1)
    return v
e1 = early()
def cmp(v):
    if v == 1 or v is True:
        return "one"
    while v is not None:
        q = v
        v = None
    return v
cc = cmp(2)
