# case: class attributes through several modules
# file: main.py
import models
from models import Base
from store import repo
class Local(Base):
    table = "local"
obj = Local()
t = obj.describe()
k = models.Base.table
u = repo.model.table
repo.register(Local)
m = repo.registered[0]
inst = m()
d = inst.describe()
# file: models.py
class Base:
    table = None
    def describe(self):
        return self.table
class User(Base):
    table = "users"
# file: store.py
from models import User
class Repo:
    model = User
    def __init__(self):
        self.registered = []
    def register(self, cls):
        self.registered.append(cls)
repo = Repo()
# case: state machine
# file: main.py
class State:
    def next(self):
        raise NotImplementedError
class Idle(State):
    def next(self):
        return Running()
class Running(State):
    def next(self):
        return Done(3)
class Done(State):
    def __init__(self, code):
        self.code = code
    def next(self):
        return self
s = Idle()
s = s.next()
s2 = s.next()
s3 = s2.next()
c = s3.code
# case: visitor
# file: main.py
class Num:
    def __init__(self, n):
        self.n = n
    def accept(self, v):
        return v.visit_num(self)
class Add:
    def __init__(self, l, r):
        self.l = l
        self.r = r
    def accept(self, v):
        return v.visit_add(self)
class Eval:
    def visit_num(self, node):
        return node.n
    def visit_add(self, node):
        return node.l.accept(self) + node.r.accept(self)
class Show:
    def visit_num(self, node):
        return str(node.n)
    def visit_add(self, node):
        return node.l.accept(self) + "+" + node.r.accept(self)
tree = Add(Num(1), Num(2))
e = tree.accept(Eval())
s = tree.accept(Show())
# case: singleton through new
# file: main.py
class Single:
    _inst = None
    def __new__(cls):
        if cls._inst is None:
            cls._inst = super().__new__(cls)
        return cls._inst
    def ping(self):
        return "pong"
a = Single()
b = Single()
p = b.ping()
# case: builder with class method chain
# file: main.py
class Url:
    def __init__(self, host, path=""):
        self.host = host
        self.path = path
    @classmethod
    def of(cls, text):
        host, _, path = text.partition("/")
        return cls(host, path)
    def join(self, part):
        return type(self)(self.host, self.path + part)
    @property
    def full(self):
        return f"{self.host}/{self.path}"
u = Url.of("a/b")
v = u.join("c")
f = v.full
h = v.host
# case: inheritance from builtins
# file: main.py
class Stack(list):
    def push(self, x):
        self.append(x)
        return self
    def top(self):
        return self[-1]
class Text(str):
    def shout(self):
        return self.upper() + "!"
class Conf(dict):
    def __getattr__(self, k):
        return self[k]
s = Stack()
s.push("a")
n = len(s)
t = Text("x")
sh = t.shout()
# case: descriptors
# file: main.py
class Upper:
    def __set_name__(self, owner, name):
        self.name = "_" + name
    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return "VALUE"
    def __set__(self, obj, value):
        obj.stored = value
class Person:
    name = Upper()
    def __init__(self, n):
        self.name = n
p = Person("x")
a = p.name   # wide: a
b = p.stored
# case: class with class-level registry
# file: main.py
class Plugin:
    registry = {}
    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        Plugin.registry[cls.__name__] = cls
    def run(self):
        return None
class A(Plugin):
    def run(self):
        return 1
class B(Plugin):
    def run(self):
        return "b"
x = Plugin.registry["A"]().run()   # wide: x
n = len(Plugin.registry)
# case: two instances calling each other
# file: main.py
class Ping:
    def __init__(self):
        self.other = None
    def connect(self, other):
        self.other = other
        other.other = self
    def hit(self, n):
        if n == 0:
            return "end"
        return self.other.hit(n - 1)
class Pong:
    other = None
    def hit(self, n):
        if n == 0:
            return "end"
        return self.other.hit(n - 1)
p = Ping()
q = Pong()
p.connect(q)
r = p.hit(3)
# case: named tuples and slots
# file: main.py
from typing import NamedTuple
from collections import namedtuple
class Pt(NamedTuple):
    x: int
    y: float = 1.0
    def norm(self):
        return self.x + self.y
Row = namedtuple("Row", ["id", "name"])
p = Pt(1)
n = p.norm()
x, y = p
r = Row(1, name="n")
i = r.id
nm = r[1]
