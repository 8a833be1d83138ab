# Inheritance and the order of it.

# case: mixins that cooperate
# file: base.py
class Base:
    def __init__(self, **kw):
        if kw:
            raise TypeError(sorted(kw))
        self.ready = True
    def describe(self):
        return []
class Named(Base):
    def __init__(self, name, **kw):
        super().__init__(**kw)
        self.name = name
    def describe(self):
        return super().describe() + [self.name]
class Sized(Base):
    def __init__(self, size=0, **kw):
        super().__init__(**kw)
        self.size = size
    def describe(self):
        return super().describe() + [self.size]
# file: main.py
from base import Base, Named, Sized
class Box(Named, Sized):
    def describe(self):
        parts = super().describe()
        parts.append(None)
        return parts
b = Box("b", size=2)
d = b.describe()
n = b.name
s = b.size
r = b.ready
names = [c.__name__ for c in Box.__mro__]
try:
    Box("x", color=1)
except TypeError as e:
    extra = e.args[0]

# case: a template method with hooks
# file: main.py
class Exporter:
    extension = ".txt"
    def export(self, rows):
        out = [self.header()] if self.header() else []
        for row in rows:
            out.append(self.line(row))
        return self.finish(out)
    def header(self):
        return None
    def line(self, row):
        raise NotImplementedError
    def finish(self, lines):
        return "\n".join(lines)
class Csv(Exporter):
    extension = ".csv"
    def header(self):
        return "a,b"
    def line(self, row):
        return ",".join(map(str, row))
class Json(Exporter):
    def line(self, row):
        return str(list(row))
    def finish(self, lines):
        return {"lines": lines, "ext": self.extension}
rows = [(1, "x"), (2, "y")]
a = Csv().export(rows)
b = Json().export(rows)
ext = b["ext"]
def export_all(kinds):
    return {k.__name__: k().export([(1,)]) for k in kinds}
every = export_all([Csv, Json])

# case: overriding with class attributes and super in class methods
# file: main.py
class Model:
    table = None
    fields = {}
    def __init__(self, **values):
        for name in self.fields:
            setattr(self, name, values.get(name))
    @classmethod
    def create(cls, **values):
        made = cls(**values)
        cls.objects().append(made)
        return made
    @classmethod
    def objects(cls):
        if "_all" not in cls.__dict__:
            cls._all = []
        return cls._all
    @staticmethod
    def quote(v):
        return f"'{v}'"
class User(Model):
    table = "users"
    fields = {"name": str, "age": int}
    @classmethod
    def create(cls, name, **rest):
        made = super().create(name=name.title(), **rest)
        made.greeting = cls.quote(name)
        return made
class Admin(User):
    level = 1
    @classmethod
    def objects(cls):
        return super().objects()
u = User.create("ann", age=3)
a = Admin.create("root")
g = a.greeting
name = u.name
all_users = User.objects()
first = all_users[0]
lvl = a.level
