# case: a class defined twice, and one in both branches
# file: main.py
import sys
class «1:Conf»:
    «2:path» = "a"
    def «3:load»(self):
        return self.«2:path»
old = «1:Conf»()
class «1:Conf»:
    «4:path» = "b"
    def «5:load»(self, «6:deep»=False):
        return self.«4:path», «6:deep»
new = «1:Conf»()
print(old.«3:load»(), new.«5:load»(«6:deep»=True), new.«4:path», old.«2:path»)
if len(sys.argv) > 5:
    class «7:Sep»:
        «8:char» = ";"
else:
    class «7:Sep»:
        «9:char» = ":"
print(«7:Sep»().«8,9:char»)

# case: attributes that only others bind
# file: model.py
class «1:Record»:
    pass
class «2:Shadow»:
    «3:label» = ""
def «4:tagged»(record, «5:label»):
    record.«6:label» = «5:label»
    record.«7:count» = 0
    return record
# file: main.py
from model import «1:Record», «2:Shadow», «4:tagged»
r = «1:Record»()
«4:tagged»(r, «5:label»="x")
r.«7:count» += 1
r.«8:extra», other = [], 1
«1:Record».«9:default» = r.«6:label»
print(r.«6:label», r.«7:count», r.«8:extra», r.«9:default», «2:Shadow»().«3:label», «1:Record»().«9:default»)

# case: class attributes that instances hide, over two levels
# file: main.py
class Base:
    «1:mode» = "base"
    «2:limit» = 1
    def «3:describe»(self):
        return self.«1:mode», type(self).«1:mode», Base.«2:limit»
class Middle(Base):
    def __init__(self, «4:mode»):
        self.«1:mode» = «4:mode»
class Low(Middle):
    «2:limit» = Middle.«2:limit» + 1
    def __init__(self, «5:mode»="low", «6:limit»=None):
        super().__init__(«4:mode»=«5:mode»)
        if «6:limit» is not None:
            self.«2:limit» = «6:limit»
class Apart:
    mode, limit = "apart", 9
    def describe(self):
        return self.mode
print(Low(«6:limit»=2).«3:describe»(), Low("z").«1:mode», Low().«2:limit», Apart().describe(), Apart.limit)

# case: keywords up a diamond of constructors
# file: main.py
class Root:
    def __init__(self, *, «1:log»=None):
        self.«2:log» = «1:log»
    def «3:close»(self):
        return self.«2:log»
class A(Root):
    def __init__(self, «4:a», **kw):
        super().__init__(**kw)
        self.«5:a» = «4:a»
    def «3:close»(self):
        return self.«5:a», super().«3:close»()
class B(Root):
    def __init__(self, «6:b»=1, **kw):
        super().__init__(**kw)
        self.«7:b» = «6:b»
class C(A, B):
    def «3:close»(self):
        return self.«7:b», super().«3:close»(), B.«3:close»(self)
class D:
    a = b = log = 1
    def close(self):
        return self.a, self.b, self.log
print(C(«4:a»=1, «6:b»=2, «1:log»=3).«3:close»(), A(2, «1:log»=4).«2:log», B(«6:b»=5).«3:close»(), D().close())

# case: mixins that use what the host has
# file: main.py
class Saving:
    «1:table» = None
    def «2:save»(self):
        return self.«1:table», self.«3:pk», self.«4:validate»()
class Loud:
    def «4:validate»(self):
        return "loud", super().«4:validate»()
class Plain:
    def __init__(self, «5:pk»):
        self.«3:pk» = «5:pk»
    def «4:validate»(self):
        return self.«3:pk»
class User(Saving, Loud, Plain):
    «1:table» = "user"
class Stranger:
    pk = table = 1
    def save(self):
        return self.validate()
    def validate(self):
        return self.pk
print(User(«5:pk»=1).«2:save»(), User(2).«4:validate»(), Stranger().save(), User.«1:table»)

# case: class methods that count, register and make
# file: main.py
class Shape:
    «1:made» = 0
    «2:known» = {}
    def __init__(self, «3:side»):
        self.«4:side» = «3:side»
    @classmethod
    def «5:unit»(cls, **kw):
        cls.«1:made» += 1
        return cls(«3:side»=1, **kw)
    @classmethod
    def «6:register»(cls, «7:key»):
        cls.«2:known»[«7:key»] = cls
        return cls.«5:unit»
    @staticmethod
    def «8:parse»(text):
        return Shape.«2:known»[text].«5:unit»()
class Square(Shape):
    def «9:area»(self):
        return self.«4:side» ** 2
class Clay:
    made, side = 1, 2
    @classmethod
    def unit(cls):
        return cls.made
print(Square.«6:register»(«7:key»="sq")().«9:area»(), Square.«5:unit»().«9:area»(), Shape.«8:parse»("sq").«4:side», Square.«1:made», Clay.unit())

# case: factories that give classes
# file: main.py
def make_base(«1:prefix»):
    class Base:
        «2:tag» = «1:prefix»
        def «3:label»(self, «4:end»=""):
            return self.«2:tag» + «4:end»
    return Base
def choose(fast):
    return Fast if fast else Slow
class Fast(make_base(«1:prefix»="f")):
    def «5:run»(self):
        return self.«3:label»(«4:end»="!")
class Slow(make_base("s")):
    «2:tag» = "slow"
    def «6:run»(self):
        return self.«2:tag»
class Stone:
    tag = "x"
    def label(self):
        return self.run()
    def run(self):
        return 0
Local = make_base("l")
print(Fast().«5:run»(), choose(1)().«5,6:run»(), Local().«3:label»(«4:end»="?"), Slow().«6:run»(), Stone().label())

# case: a property that is read, set, deleted and handed on
# file: main.py
class Temp:
    def __init__(self, «1:degrees»=0):
        self.«2:_degrees» = «1:degrees»
    @property
    def «3:degrees»(self):
        """The degrees."""
        return self.«2:_degrees»
    @«3:degrees».setter
    def «3:degrees»(self, «4:value»):
        self.«2:_degrees» = «4:value»
    @«3:degrees».deleter
    def «3:degrees»(self):
        del self.«2:_degrees»
    «5:alias» = «3:degrees»
    @classmethod
    def of(cls, «6:degrees»):
        made = cls()
        made.«3:degrees» = «6:degrees»
        return made
class Hot(Temp):
    @Temp.«3:degrees».setter
    def «3:degrees»(self, value):
        Temp.«3:degrees».fset(self, value + 1)
t = Temp.of(«6:degrees»=3)
t.«3:degrees» += 1
t.«5:alias» = 2
del t.«3:degrees»
h = Hot(«1:degrees»=1)
h.«3:degrees» = 5
print(h.«3:degrees», h.«5:alias», Temp(«1:degrees»=2).«3:degrees»)

# case: fields of dataclasses by keyword, replace and pattern
# file: main.py
from dataclasses import KW_ONLY, InitVar, asdict, astuple, dataclass, field, fields, replace
@dataclass(slots=True)
class Part:
    «1:code»: str
    _: KW_ONLY
    «2:price»: float = 0.0
    «3:tags»: list = field(default_factory=list, repr=False)
    «4:scale»: InitVar[int] = 1
    def __post_init__(self, «5:scale»):
        self.«2:price» *= «5:scale»
@dataclass
class Kit:
    «6:parts»: list[Part]
    code: str = "kit"
    def «7:total»(self):
        return sum(p.«2:price» for p in self.«6:parts»), {p.«1:code»: p for p in self.«6:parts»}
def show(x):
    match x:
        case Part(«8:c», «2:price»=«9:price»):
            return «8:c», «9:price»
        case Kit(«6:parts»=[Part(«1:code»="a"), *_]):
            return x.«7:total»()
part = Part("a", «2:price»=2.0, «4:scale»=3)
kit = Kit(«6:parts»=[part, replace(part, «1:code»="b", «3:tags»=["t"], «4:scale»=1)], code="k")
print(show(part), show(kit), kit.«6:parts»[1].«3:tags», kit.code, fields(kit)[0].name, replace(kit, «6:parts»=[]).«7:total»())

# case: named tuples with fields in one string, a list and a class
# file: main.py
from collections import namedtuple
from typing import NamedTuple
Size = namedtuple("Size", "«1:wide» «2:high»")
Point = namedtuple("Point", "«3:x», «4:y»", defaults=[0])
Line = namedtuple("Line", ["«5:start»", "«6:end»"])
class Span(NamedTuple):
    «7:low»: int
    «8:high»: int = 0
    def «9:mid»(self):
        return (self.«7:low» + self.«8:high») / 2
class Area(namedtuple("Area", "«10:size» «11:at»")):
    __slots__ = ()
    @property
    def «12:wide»(self):
        return self.«10:size».«1:wide», self.«11:at».«3:x»
size = Size(«1:wide»=1, «2:high»=2)
line = Line(«5:start»=Point(«3:x»=1), «6:end»=Point(2, «4:y»=3))
area = Area(size, «11:at»=line.«5:start»)
print(area.«12:wide», size._replace(«2:high»=5).«2:high», line.«6:end».«4:y», Span(«7:low»=1)._replace(«8:high»=4).«9:mid»())
for low, high in [Span(1, 2)]:
    print(low, high, getattr(size, "«2:high»"))

# case: enumerations with auto, properties, aliases and namesakes
# file: main.py
import enum
from enum import Enum, Flag, auto
class Color(Enum):
    «1:RED» = auto()
    «2:BLUE» = auto()
    «3:CRIMSON» = «1:RED»
    @property
    def «4:warm»(self):
        return self is Color.«1:RED» or self in (self.«3:CRIMSON»,)
    @classmethod
    def «5:pick»(cls, «6:name»):
        return cls[«6:name»]
class Light(enum.IntEnum):
    RED = 1
    GREEN = 2
    def warm(self):
        return self == Light.RED
class Perm(Flag):
    «7:R» = 1
    «8:W» = auto()
    «9:RW» = «7:R» | «8:W»
print(Color.«5:pick»(«6:name»="RED").«4:warm», [c.«4:warm» for c in Color], Color["«2:BLUE»"].«4:warm», Color(1).«4:warm», Light(1).warm())
print(Perm.«9:RW» & Perm.«7:R», Color.«2:BLUE».name, {Color.«1:RED»: 1}[Color.«3:CRIMSON»], Perm["«8:W»"])

# case: five classes with the same method
# file: main.py
class A:
    def «1:run»(self, «2:x»):
        return «2:x»
class B(A):
    def «1:run»(self, «3:x»):
        return super().«1:run»(«3:x»)
class C:
    def «4:run»(self, «5:x»):
        return «5:x»
class D:
    «10:run» = C.«4:run»
class E:
    def __init__(self, inner):
        self.«7:inner» = inner
    def «8:run»(self, «9:x»):
        return self.«7:inner».«1:run»(«2:x»=«9:x»)
def run(x):
    return x
print(A().«1:run»(«2:x»=1), B().«1:run»(«3:x»=2), C().«4:run»(«5:x»=3), E(A()).«8:run»(«9:x»=4), run(x=5), A.«1:run»(B(), 6), D().«10:run»(7))

# case: private and slotted names in two classes
# file: main.py
class Safe:
    __slots__ = ("«2:__code»", "_tries")
    def __init__(self, code):
        self.«2:__code» = code
    def «3:__check»(self, «4:guess»):
        return self.«2:__code» == «4:guess»
    def open(self, guess):
        return self.«3:__check»(«4:guess»=guess)
class Vault(Safe):
    def __init__(self, code):
        super().__init__(code)
        self.«5:__code» = 2
    def peek(self, other: Safe):
        return self.«2:_Safe__code», other.open(self.«5:__code»)
print(Vault(1).open(1), Vault(2).peek(Safe(3)))

# case: cached and dispatched methods
# file: main.py
import functools
class Report:
    def __init__(self, «1:rows»):
        self.«2:rows» = «1:rows»
    @functools.cached_property
    def «3:summary»(self):
        return Summary(len(self.«2:rows»))
    @functools.singledispatchmethod
    def «4:add»(self, «5:row»):
        self.«2:rows».append(«5:row»)
    @«4:add».register
    def _(self, row: int):
        self.«2:rows».append(str(row))
        self.«3:summary».«6:count» += 1
    @functools.lru_cache
    def «7:page»(self, «8:n»):
        return self.«3:summary»
class Summary:
    def __init__(self, «9:count»):
        self.«6:count» = «9:count»
class Noise:
    summary = count = page = 0
r = Report(«1:rows»=[])
r.«4:add»("x")
r.«4:add»(1)
del r.«3:summary»
print(r.«3:summary».«6:count», r.«7:page»(«8:n»=1).«6:count», Noise.count, Summary(«9:count»=3).«6:count»)

# case: static and class methods made by calls
# file: main.py
def _helper(«1:a», «2:b»=1):
    return Tool(«1:a» + «2:b»)
class Tool:
    def __init__(self, «3:n»):
        self.«4:n» = «3:n»
    «5:build» = staticmethod(_helper)
    def «6:_clone»(cls, «7:of»):
        return cls(«7:of».«4:n»)
    «8:clone» = classmethod(«6:_clone»)
    def «9:_get»(self):
        return self.«4:n»
    «10:value» = property(fget=«9:_get»)
    __call__ = «9:_get»
    def «11:same»(self, other):
        return self.«10:value» == other.«4:n»
    __eq__ = «11:same»
t = Tool.«5:build»(«1:a»=1, «2:b»=2)
print(Tool.«8:clone»(«7:of»=t).«4:n», t.«5:build»(3).«10:value», t(), t == Tool(«3:n»=3), t.«11:same»(t))

# case: attributes of functions and of methods
# file: main.py
def «1:visit»(node):
    «1:visit».«2:calls» += 1
    return node, «1:visit».«2:calls»
«1:visit».«2:calls» = 0
def mark(«3:order»):
    def deco(f):
        f.«4:order» = «3:order»
        return f
    return deco
@mark(«3:order»=2)
def «5:late»():
    return «5:late».«4:order»
class Task:
    def «6:run»(self):
        return self.«6:run».«7:label»
    «6:run».«7:label» = "r"
    calls = label = order = 0
print(«1:visit»(1), «5:late»(), Task().«6:run»(), Task.label, Task.«6:run».«7:label», getattr(«1:visit», "«2:calls»"))
