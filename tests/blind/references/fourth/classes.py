# case: class attributes through instances, classes and what is below
# file: main.py
class «1:Config»:
    «2:debug» = False
    «3:name»: str = "base"
    @classmethod
    def load(cls):
        cls.«2:debug» = True
        return cls
    def dump(self):
        return self.«2:debug», type(self).«3:name», self.__class__.«2:debug»
class Test(«1:Config»):
    «3:name» = "test"
    flags = [«1:Config».«2:debug», «3:name»]
Test.«2:debug» = None
name = debug = 1
print(Test().«3:name», Test.load().«2:debug», «1:Config».«3:name», Test().dump(), debug)

# case: overriding over three levels, super and the base by name
# file: main.py
class «1:Shape»:
    def «2:area»(self, «3:scale»=1):
        return self.«4:sides»() * «3:scale»
    def «4:sides»(self):
        raise NotImplementedError
class «5:Poly»(«1:Shape»):
    def «4:sides»(self):
        return 3
class Square(«5:Poly»):
    def «2:area»(self, «6:scale»=2):
        return «1:Shape».«2:area»(self, «6:scale») + super().«2:area»(«3:scale»=1)
    def «4:sides»(self):
        return super().«4:sides»() + 1
class Room:
    def area(self):
        return 1
for s in («5:Poly»(), Square()):
    print(s.«2:area»(), s.«4:sides»())
print(Room().area(), Square().«2:area»(«6:scale»=3))

# case: a property with setter and deleter, and property as a function
# file: main.py
from functools import cached_property
class Temp:
    def __init__(self, «1:deg»):
        self.«2:_deg» = «1:deg»
    @property
    def «3:deg»(self):
        return self.«2:_deg»
    @«3:deg».setter
    def «3:deg»(self, «4:new»):
        self.«2:_deg» = «4:new»
    @«3:deg».deleter
    def «3:deg»(self):
        del self.«2:_deg»
    def «5:get_k»(self):
        return self.«3:deg» + 273
    «6:kelvin» = property(«5:get_k»)
    @cached_property
    def «7:shown»(self):
        return f"{self.«3:deg»} {self.«6:kelvin»}"
t = Temp(«1:deg»=3)
t.«3:deg» += 1
print(t.«6:kelvin», t.«7:shown», t.«5:get_k»())
del t.«3:deg», t.«7:shown»

# case: methods under a second name
# file: main.py
class Vec:
    def __init__(self, «1:x»):
        self.«2:x» = «1:x»
    def «3:__add__»(self, «4:other»):
        return Vec(self.«2:x» + «4:other».«2:x»)
    «5:__radd__» = «3:__add__»
    def «6:norm»(self):
        return abs(self.«2:x»)
    «7:length» = «6:norm»
v = Vec(1) + Vec(«1:x»=2)
print(v.«7:length»(), v.«6:norm»(), v.«3:__add__»(Vec(3)).«2:x», Vec.«5:__radd__»(v, v).«7:length»())

# case: special methods called by name
# file: main.py
class Bag:
    def __init__(self):
        self.«1:rows» = []
    def «2:__len__»(self):
        return len(self.«1:rows»)
    def «3:__getitem__»(self, «4:key»):
        return self.«1:rows»[«4:key»]
class Loud(Bag):
    def «2:__len__»(self):
        return super().«2:__len__»() + 1
    def «3:__getitem__»(self, «5:key»):
        print(«5:key»)
        return Bag.«3:__getitem__»(self, «5:key»)
b = Loud()
b.«1:rows».append(1)
print(len(b), b[0], b.«2:__len__»(), [].__len__(), b.«3:__getitem__»(0))

# case: dataclasses with replace, keyword-only fields and InitVar
# file: main.py
from dataclasses import InitVar, dataclass, field, replace
@dataclass
class «1:Job»:
    «2:name»: str
    «3:cost»: float = 1.0
    _: int = 0
    «4:tags»: list[str] = field(default_factory=list, repr=False)
@dataclass(kw_only=True)
class Task(«1:Job»):
    «5:owner»: "str | None" = None
    «6:factor»: InitVar[int] = 1
    def __post_init__(self, «7:factor»):
        self.«3:cost» *= «7:factor»
        self.«5:owner» = self.«5:owner» or self.«2:name»
t = Task(«2:name»="x", «3:cost»=2, «6:factor»=3)
u = replace(t, «2:name»="y", «6:factor»=1, «5:owner»="z")
print(u.«5:owner», u.«2:name», t.«4:tags», isinstance(u, «1:Job»))

# case: enumerations with aliases, flags and a nested lookup
# file: main.py
from enum import Enum, Flag, auto
class «1:Color»(Enum):
    «2:RED» = 1
    «3:CRIMSON» = «2:RED»
    «4:BLUE» = 2
    def «5:mix»(self, «6:other»):
        return «1:Color».«4:BLUE» if «6:other» is self else self.«2:RED»
class Perm(Flag):
    «7:READ» = auto()
    «8:WRITE» = auto()
    «9:BOTH» = «7:READ» | «8:WRITE»
RED = 1
names = {«1:Color».«2:RED»: "r", «1:Color».«4:BLUE»: "b"}
print(«1:Color»["«2:RED»"], «1:Color».«3:CRIMSON».«5:mix»(«6:other»=«1:Color».«4:BLUE»), Perm.«9:BOTH» & Perm.«7:READ», Perm.«8:WRITE».name)

# case: a typed dictionary
# file: main.py
from typing import NotRequired, TypedDict
class «1:Movie»(TypedDict):
    «2:title»: str
    «3:year»: NotRequired[int]
class «4:Sequel»(«1:Movie», total=False):
    «5:part»: int
def show(movie: «1:Movie») -> str:
    return movie["«2:title»"] + str(movie.get("«3:year»"))
m: «4:Sequel» = {"«2:title»": "x", "«5:part»": 2}
m["«5:part»"] += 1
print(show(«1:Movie»(«2:title»="y", «3:year»=1)), show(m), {"title": 3})

# case: slots and private names
# file: main.py
class Base:
    __slots__ = ("«1:a»", "«2:__secret»")
    def __init__(self):
        self.«1:a» = 1
        self.«2:__secret» = 2
    def reveal(self):
        return self.«2:__secret»
class Sub(Base):
    __slots__ = {"«3:b»": "documented", "«4:__secret»": "mine"}
    def __init__(self):
        super().__init__()
        self.«3:b» = self.«1:a»
        self.«4:__secret» = 3
    def reveal(self):
        return super().reveal(), self.«4:__secret»
print(Sub().reveal(), Sub().«3:b», Base().«1:a»)

# case: nested classes and their attributes
# file: main.py
class Outer:
    «1:size» = 1
    class «2:Inner»:
        «3:size» = 2
        class Deep:
            «4:size» = 3
        def up(self):
            return Outer.«1:size», self.«3:size», self.Deep.«4:size», Outer.«2:Inner».Deep().«4:size»
    def make(self):
        return self.«2:Inner»()
    «5:default» = «2:Inner»()
print(Outer().make().up(), Outer.«2:Inner».«3:size», Outer().«5:default».«3:size», Outer.«5:default».up())
class Other(Outer.«2:Inner»):
    «3:size» = 5

# case: abstract classes, protocols and what fits them
# file: main.py
from abc import ABC, abstractmethod
from typing import Protocol
class «1:Store»(ABC):
    @abstractmethod
    def «2:load»(self, key): ...
    def both(self, key):
        return self.«2:load»(key), self.«2:load»(key)
class «3:Memory»(«1:Store»):
    def «2:load»(self, key):
        return key
class «4:Closes»(Protocol):
    def «5:close»(self) -> None: ...
class File:
    def «5:close»(self) -> None:
        print("closed")
class Door:
    def load(self):
        return 0
def end(«6:thing»: «4:Closes»):
    «6:thing».«5:close»()
end(File())
print(«3:Memory»().both(1), «3:Memory»().«2:load»(2), Door().load())

# case: generator expressions in a class body
# file: main.py
«1:step» = 10
class Table:
    «2:step» = 2
    «3:rows» = list(i * «1:step» for i in range(«2:step»))
    «4:cols» = {c: [d for d in range(«1:step»)] for c in [«2:step»]}
    first = min(«3:rows», key=lambda «5:r»: «5:r» + «1:step»)
    def get(self, step):
        return self.«3:rows»[step], self.«4:cols»[self.«2:step»]
print(Table().get(1), Table.«2:step», Table.first)

# case: mixins with a property and a class attribute that others give
# file: main.py
class JsonMixin:
    «1:indent» = 2
    def «2:dump»(self):
        return {k: getattr(self, k) for k in self.«3:fields»}, self.«1:indent»
class LogMixin:
    def «2:dump»(self):
        return super().«2:dump»()
class User(LogMixin, JsonMixin):
    «3:fields» = ["name"]
    «1:indent» = 4
    def __init__(self, «5:name»):
        self.«4:name» = «5:name»
class Report:
    fields = ()
    def dump(self):
        return self.fields
print(User(«5:name»="x").«2:dump»(), Report().dump(), User.«1:indent», User("y").«4:name»)
