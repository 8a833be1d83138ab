# case: class and instance attributes of one name
# file: main.py
class «1:Counter»:
    «2:total» = 0
    «3:names»: list = []
    def __init__(self, «4:total»=0):
        self.«2:total» = «4:total»
        «1:Counter».«2:total» += 1
        type(self).«3:names».append("x")
    @classmethod
    def «5:reset»(cls, «6:to»=0):
        cls.«2:total» = «6:to»
        return cls()
    @staticmethod
    def «7:pure»(total):
        return total
class Other:
    total = 1
print(«1:Counter»(«4:total»=2).«2:total», «1:Counter».«5:reset»(«6:to»=1).«2:total», «1:Counter».«7:pure»(1), Other.total)
print(«1:Counter»().«5:reset»().«7:pure»(Other().total), vars(«1:Counter»)["total"])

# case: a diamond with super through siblings
# file: main.py
class «1:Root»:
    def «2:ping»(self, «3:n»=0):
        return "root"
    «4:tag» = "r"
class Left(«1:Root»):
    def «2:ping»(self, «5:n»=0):
        return "left" + super().«2:ping»(«5:n»)
class Right(«1:Root»):
    «4:tag» = "right"
    def «2:ping»(self, «6:n»=0):
        return "right" + super(Right, self).«2:ping»(«3:n»=«6:n»)
class Both(Left, Right):
    def go(self):
        return self.«2:ping»(«5:n»=1), self.«4:tag», super().«4:tag»
class Lonely:
    tag = "l"
    def ping(self):
        return self.tag
print(Both().go(), Both.«4:tag», Lonely().ping(), [c.__name__ for c in Both.__mro__])

# case: properties by decorator, call, and overridden below
# file: main.py
class «1:Base»:
    def __init__(self):
        self.«2:_size» = 1
    @property
    def «3:size»(self):
        return self.«2:_size»
    @«3:size».setter
    def «3:size»(self, «4:value»):
        self.«2:_size» = «4:value»
    def «5:_get»(self):
        return self.«3:size» * 2
    def «6:_set»(self, value):
        self.«3:size» = value
    «7:double» = property(«5:_get», «6:_set», doc="size")
class Sub(«1:Base»):
    @property
    def «3:size»(self):
        return super().«3:size» + 1
    @«1:Base».«3:size».getter
    def other(self):
        return self.«7:double»
b = Sub()
«8:a» = «1:Base»()
«8:a».«3:size» = 4
«8:a».«7:double» += b.«3:size»
print(«8:a».«2:_size», b.«7:double», b.other)

# case: descriptors of own make
# file: main.py
class «1:Field»:
    def __set_name__(self, owner, «2:name»):
        self.«3:slot» = "_" + «2:name»
    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return getattr(obj, self.«3:slot», self.«4:default»)
    def __set__(self, obj, value):
        setattr(obj, self.«3:slot», value)
    def __init__(self, «5:default»=None):
        self.«4:default» = «5:default»
class «6:Row»:
    «7:title» = «1:Field»(«5:default»="t")
    «8:count» = «1:Field»(0)
    def show(self):
        return self.«7:title», self.«8:count», «6:Row».«7:title».«3:slot»
row = «6:Row»()
row.«7:title» = "x"
row.«8:count» += 1
print(row.show(), row.«7:title», «6:Row».«8:count».«4:default»)

# case: a descriptor that gives objects
# file: main.py
class Engine:
    def «1:start»(self, «2:speed»):
        return «2:speed»
    «3:power» = 1
class Stone:
    power = 0
    def start(self):
        return 0
class Lazy:
    def __init__(self, factory):
        self.factory = factory
    def __get__(self, obj, owner):
        return self.factory()
class Car:
    engine = Lazy(Engine)
    def drive(self):
        return self.engine.«1:start»(«2:speed»=3), self.engine.«3:power»
print(Car().drive(), Car().engine.«1:start»(1), Stone().start(), Stone.power)

# case: metaclasses with attributes and calls
# file: main.py
class «1:Meta»(type):
    def «2:describe»(cls, «3:deep»=False):
        return cls.__name__, cls.«4:label», «3:deep»
    @property
    def «5:short»(cls):
        return cls.«4:label»[:1]
    def __call__(cls, *args, **kw):
        made = super().__call__(*args, **kw)
        made.«6:born» = 1
        return made
class «7:Thing»(metaclass=«1:Meta»):
    «4:label» = "thing"
    def __init__(self, «8:n»=0):
        self.«9:n» = «8:n»
class Special(«7:Thing»):
    «4:label» = "special"
print(«7:Thing».«2:describe»(«3:deep»=True), Special.«5:short», «7:Thing»(«8:n»=2).«9:n», Special(3).«6:born», Special.«4:label»)

# case: attributes by getattr and a wrapped object
# file: main.py
class Target:
    «1:color» = "red"
    def «2:paint»(self, «3:how»):
        return self.«1:color», «3:how»
class Proxy:
    def __init__(self, target):
        self.«4:_target» = target
    def __getattr__(self, name):
        return getattr(self.«4:_target», name)
    def own(self):
        return self.«4:_target».«1:color»
p = Proxy(Target())
print(p.own(), p.«2:paint»(«3:how»=1), p.«1:color», p.«4:_target».«2:paint»(2))
class Unrelated:
    color = 1
print(Unrelated().color)

# case: setattr, getattr and vars with constants
# file: main.py
class Options:
    «1:level» = 1
    def «2:load»(self, path):
        setattr(self, "«3:source»", path)
        if hasattr(self, "«3:source»") and getattr(self, "«1:level»", None):
            return self.«3:source»
        delattr(self, "«3:source»")
        return getattr(Options, "«2:load»")
class Foreign:
    level = 1
    source = 2
o = Options()
setattr(o, "«1:level»", 2)
print(o.«2:load»("x"), o.«3:source», o.«1:level», getattr(Foreign(), "level"), Foreign().source)

# case: slots, inheritance and class variables
# file: main.py
class «1:Base»:
    __slots__ = ["«2:left»", "«3:right»"]
    def __init__(self, «4:left», «5:right»=None):
        self.«2:left», self.«3:right» = «4:left», «5:right»
class Leaf(«1:Base»):
    __slots__ = "«6:value»",
    def __init__(self, «7:value»):
        super().__init__(«4:left»=None)
        self.«6:value» = «7:value»
    def sum(self):
        return self.«6:value», self.«2:left» or self.«3:right»
print(Leaf(«7:value»=1).sum(), «1:Base»(1, «5:right»=2).«3:right»)

# case: dataclasses with inheritance, post init and ordering
# file: main.py
import dataclasses
from dataclasses import dataclass, field
@dataclass(order=True)
class «1:Item»:
    «2:rank»: int
    «3:label»: str = field(default="", compare=False)
    def «4:moved»(self, «5:by»):
        return dataclasses.replace(self, «2:rank»=self.«2:rank» + «5:by»)
@dataclass(frozen=True)
class Key:
    «6:rank»: int
@dataclass
class Tool(«1:Item»):
    «7:parts»: "list[«1:Item»]" = field(default_factory=list)
    def __post_init__(self):
        self.«8:size» = len(self.«7:parts») + self.«2:rank»
t = Tool(1, «3:label»="t", «7:parts»=[«1:Item»(«2:rank»=2)])
print(t.«4:moved»(«5:by»=1).«2:rank», t.«7:parts»[0].«3:label», t.«8:size», Key(«6:rank»=1).«6:rank»)
for part in t.«7:parts»:
    print(part.«2:rank»)

# case: named tuples of both kinds
# file: main.py
from collections import namedtuple
from typing import NamedTuple
class «1:Pos»(NamedTuple):
    «2:x»: int
    «3:y»: int = 0
    def «4:norm»(self):
        return self.«2:x» + self.«3:y»
Size = namedtuple("Size", "«5:w» «6:h»")
p = «1:Pos»(«2:x»=1)
q = p._replace(«3:y»=2)
s = Size(«5:w»=1, «6:h»=2)
«7:a», «8:b» = q
print(p.«4:norm»(), q.«2:x», q.«3:y», s.«5:w», s._replace(«6:h»=3).«6:h», «7:a» + «8:b»)
class Big(Size):
    def area(self):
        return self.«5:w» * self.«6:h»

# case: enumerations with values and methods
# file: main.py
from enum import Enum, IntEnum
class «1:Level»(IntEnum):
    «2:LOW» = 1
    «3:HIGH» = 2
    @property
    def «4:nice»(self):
        return self.name.lower()
    @classmethod
    def «5:best»(cls):
        return cls.«3:HIGH»
class Planet(Enum):
    «6:EARTH» = (1, 2)
    def __init__(self, «7:mass», «8:radius»):
        self.«9:mass», self.«10:radius» = «7:mass», «8:radius»
    def «11:density»(self):
        return self.«9:mass» / self.«10:radius»
print(«1:Level».«5:best»().«4:nice», [l.«4:nice» for l in «1:Level»], «1:Level»(1) is «1:Level».«2:LOW», «1:Level»["«3:HIGH»"])
print(Planet.«6:EARTH».«11:density»(), getattr(«1:Level», "«2:LOW»").«4:nice», «1:Level».«2:LOW».«3:HIGH»)

# case: operators that give objects
# file: main.py
class Money:
    def __init__(self, «1:cents»):
        self.«2:cents» = «1:cents»
    def __add__(self, other):
        return Money(self.«2:cents» + other.«2:cents»)
    def __neg__(self):
        return Money(«1:cents»=-self.«2:cents»)
    def __matmul__(self, other):
        return Rate(self)
    def __getitem__(self, key):
        return Rate(self)
    def __lt__(self, other):
        return self.«2:cents» < other.«2:cents»
    def __iadd__(self, other):
        self.«2:cents» += other.«2:cents»
        return self
class Rate:
    def __init__(self, money):
        self.«3:money» = money
    def «4:percent»(self):
        return self.«3:money».«2:cents»
class Foe:
    cents = 1
    def percent(self):
        return self.cents
m = Money(1) + Money(2)
m += -m
print((-m).«2:cents», (m @ 2).«4:percent»(), m[0].«4:percent»(), m["x"].«3:money».«2:cents», max(m, -m).«2:cents», Foe().percent())

# case: nested functions in methods, and self under other names
# file: main.py
class «1:Tree»:
    def __init__(this, «2:kids»=()):
        this.«3:kids» = list(«2:kids»)
        this.«4:mark» = None
    def «5:walk»(me, «6:visit»):
        def step(node):
            «6:visit»(node)
            me.«4:mark» = node
            for k in node.«3:kids»:
                step(k)
        step(me)
        return me
    @classmethod
    def «7:chain»(klass, «8:n»):
        return klass(«2:kids»=[klass.«7:chain»(«8:n» - 1)] if «8:n» else [])
seen = []
t = «1:Tree».«7:chain»(«8:n»=2).«5:walk»(«6:visit»=lambda n: seen.append(n.«3:kids»))
print(t.«4:mark», t.«3:kids»[0].«3:kids»)
