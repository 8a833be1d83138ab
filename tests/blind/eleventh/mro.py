# Inheritance and the order of classes.

# case: a diamond that cooperates
# file: main.py
class Root:
    def setup(self):
        return ["root"]
    def name(self):
        return "root"
class Left(Root):
    def setup(self):
        return ["left"] + super().setup()
class Right(Root):
    def setup(self):
        return ["right"] + super().setup()
    def name(self):
        return 2
class Both(Left, Right):
    def setup(self):
        return super().setup() + ["both"]
    def skip(self):
        return super(Left, self).name()
b = Both()
order = b.setup()
n = b.name()
s = b.skip()
l = Left().name()
mro = [c.__name__ for c in Both.__mro__]
direct = Root.name(b)
bases = Both.__bases__

# case: a template with hooks
# file: main.py
import abc
class Exporter(abc.ABC):
    suffix = ".txt"
    def export(self, rows):
        body = [self.line(r) for r in rows]
        return self.finish(self.header() + body)
    def header(self):
        return []
    @abc.abstractmethod
    def line(self, row):
        ...
    def finish(self, lines):
        return "\n".join(lines)
class Csv(Exporter):
    suffix = ".csv"
    def header(self):
        return ["h"]
    def line(self, row):
        return ",".join(map(str, row))
class Size(Exporter):
    def line(self, row):
        return str(len(row))
    def finish(self, lines):
        return sum(int(l) for l in lines)
c = Csv().export([(1, 2), ("a",)])
z = Size().export([(1, 2), ()])
suffixes = [k.suffix for k in Exporter.__subclasses__()]
def run(exporter):
    return exporter.export([(1,)])
x = run(Csv())
y = run(Size())

# case: mixins that rely on others
# file: main.py
import json
class JsonMixin:
    def to_json(self):
        return json.dumps(self.to_dict())
class ReprMixin:
    def __repr__(self):
        inner = ", ".join(f"{k}={v!r}" for k, v in self.to_dict().items())
        return f"{type(self).__name__}({inner})"
class CompareMixin:
    def __eq__(self, other):
        return self.key() == other.key()
    def __lt__(self, other):
        return self.key() < other.key()
class Track(JsonMixin, ReprMixin, CompareMixin):
    def __init__(self, title, seconds):
        self.title = title
        self.seconds = seconds
    def to_dict(self):
        return {"title": self.title, "seconds": self.seconds}
    def key(self):
        return self.seconds, self.title
t = Track("a", 90)
u = Track("b", 60)
text = t.to_json()
shown = repr(u)
first = min(t, u)
ordered = sorted([t, u])
title = ordered[0].title
same = t == u

# case: a metaclass that collects
# file: main.py
class Meta(type):
    registry = {}
    def __new__(mcs, name, bases, namespace, **options):
        cls = super().__new__(mcs, name, bases, namespace)
        cls.fields = [k for k, v in namespace.items() if isinstance(v, Field)]
        cls.options = options
        mcs.registry[name] = cls
        return cls
    def __call__(cls, *args, **kwargs):
        obj = super().__call__(*args, **kwargs)
        obj.ready = True
        return obj
    def describe(cls):
        return cls.__name__, len(cls.fields)
    def __len__(cls):
        return len(cls.fields)
class Field:
    def __init__(self, kind):
        self.kind = kind
class Model(metaclass=Meta):
    def __init__(self, **values):
        self.values = values
class User(Model, table="users"):
    name = Field(str)
    age = Field(int)
u = User(name="ann")
fields = User.fields
options = User.options
told = User.describe()
size = len(User)
ready = u.ready
kind = User.age.kind
found = Meta.registry["User"]
again = found(age=3)
values = again.values

# case: class attributes down the line
# file: main.py
class A:
    limit = 10
    tags = []
    def __init_subclass__(cls, /, code=None, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.code = code
        A.tags.append(cls.__name__)
    def get(self):
        return self.limit
    @classmethod
    def create(cls):
        return cls()
    def clone(self):
        return type(self)()
class B(A, code=1):
    limit = "ten"
class C(B, code="c"):
    def __init__(self):
        self.limit = 2.5
    def get(self):
        value = super().get()
        return [value]
class D(B):
    limit = None
a = A().get()
b = B.create().get()
c = C.create().get()
d = D().clone().get()
code = C.code
none = D.code
tags = A.tags
made = C().clone()
inner = made.limit
shared = B.tags is A.tags

# case: builtins extended
# file: main.py
class Bag(dict):
    def __missing__(self, key):
        self[key] = value = [key]
        return value
    def __getattr__(self, name):
        return self[name]
class Upper(str):
    def __new__(cls, text):
        return super().__new__(cls, text.upper())
    def shout(self):
        return self + "!"
class Ratio(float):
    def __add__(self, other):
        return Ratio(float(self) + other)
    def percent(self):
        return f"{self * 100:.0f}%"
class Failing(KeyError):
    def __str__(self):
        return "failed " + self.args[0]
bag = Bag()
made = bag["x"]
also = bag.y
u = Upper("abc")
loud = u.shout()
low = u.lower()
r = Ratio(0.25) + 0.5
p = r.percent()
plain = r - 1
e = str(Failing("k"))
got = bag.get("zzz")
count = len(bag)
