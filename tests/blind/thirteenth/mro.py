# MRO: mixins, super, diamonds, abstract bases.

# case: mixins around a handler
# file: main.py
class Handler:
    def handle(self, request):
        return {"body": request}
class LogMixin:
    log = []
    def handle(self, request):
        self.log.append(request)
        response = super().handle(request)
        self.log.append(response)
        return response
class AuthMixin:
    user = None
    def handle(self, request):
        if self.user is None:
            return 401
        return super().handle(request)
class CacheMixin:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.cache = {}
    def handle(self, request):
        if request not in self.cache:
            self.cache[request] = super().handle(request)
        return self.cache[request]
class App(LogMixin, AuthMixin, CacheMixin, Handler):
    pass
class Open(CacheMixin, Handler):
    pass
a = App()
r = a.handle("x")
a.user = "ann"
s = a.handle("y")
o = Open().handle("z")
entry = App.log[0]
c = a.cache

# case: a template method in three levels
# file: main.py
from abc import ABC, abstractmethod
class Report(ABC):
    def render(self):
        parts = [self.header()]
        for row in self.rows():
            parts.append(self.format(row))
        parts.append(self.footer())
        return "\n".join(p for p in parts if p)
    def header(self):
        return type(self).__name__
    @abstractmethod
    def rows(self): ...
    @abstractmethod
    def format(self, row): ...
    def footer(self):
        return None
class Numbers(Report):
    def __init__(self, *values):
        self.values = values
    def rows(self):
        return sorted(self.values)
    def format(self, row):
        return f"{row:.2f}"
class Total(Numbers):
    def header(self):
        return "== " + super().header()
    def footer(self):
        return f"total {sum(self.values)}"
n = Numbers(2.5, 1).render()
t = Total(1, 2)
text = t.render()
h = t.header()
f = t.footer()

# case: a diamond that collects from all
# file: main.py
class Root:
    def parts(self):
        return ["root"]
    def size(self):
        return len(self.parts())
class Left(Root):
    def parts(self):
        return super().parts() + ["left"]
class Right(Root):
    def parts(self):
        return super().parts() + [2]
class Bottom(Left, Right):
    def parts(self):
        return ["bottom", *super().parts()]
b = Bottom()
p = b.parts()
n = b.size()
l = Left().parts()
order = [c.__name__ for c in Bottom.mro()]
skip = super(Left, b).parts()
r = Right.parts(b)

# case: cooperative setup with a registry of bases
# file: main.py
class Component:
    registry = {}
    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        Component.registry[cls.__name__] = cls
    def setup(self):
        return []
class Database(Component):
    url = "db://"
    def setup(self):
        return super().setup() + [("db", self.url)]
class Mail(Component):
    port = 25
    def setup(self):
        return super().setup() + [("mail", self.port)]
class Service(Database, Mail):
    url = "db://service"
    def start(self):
        return dict(self.setup())
s = Service()
started = s.start()
steps = s.setup()
name, value = steps[0]
cls = Component.registry["Mail"]
made = cls().setup()
every = {n: c().setup() for n, c in Component.registry.items()}

# case: classmethods and attributes down the line
# file: main.py
class Model:
    table = None
    columns = ()
    def __init__(self, **values):
        for c in self.columns:
            setattr(self, c, values.get(c))
    @classmethod
    def create(cls, **values):
        obj = cls(**values)
        obj.saved = cls.table
        return obj
    @classmethod
    def describe(cls):
        return cls.table, cls.columns
class Animal(Model):
    table = "animals"
    columns = ("name", "legs")
    def speak(self):
        return self.sound() * 2
    def sound(self):
        return "..."
class Dog(Animal):
    columns = Animal.columns + ("breed",)
    def sound(self):
        return "wuff"
    @classmethod
    def create(cls, **values):
        made = super().create(**values)
        made.good = True
        return made
d = Dog.create(name="rex", legs=4)
s = d.speak()
table, columns = Dog.describe()
g = d.good
saved = d.saved
a = Animal.create(name="it")
sa = a.speak()

# case: properties and operators that are inherited
# file: main.py
from functools import total_ordering
@total_ordering
class Version:
    def __init__(self, *numbers):
        self.numbers = numbers
    @property
    def major(self):
        return self.numbers[0]
    def __eq__(self, other):
        return self.numbers == other.numbers
    def __lt__(self, other):
        return self.numbers < other.numbers
    def __str__(self):
        return ".".join(map(str, self.numbers))
    def bump(self):
        first, *rest = self.numbers
        return type(self)(first + 1, *[0] * len(rest))
class Named(Version):
    def __init__(self, name, *numbers):
        super().__init__(*numbers)
        self.name = name
    @property
    def major(self):
        return f"{self.name}{super().major}"
    def bump(self):
        return Named(self.name, *super(Named, self).bump_numbers())
    def bump_numbers(self):
        return [n + 1 for n in self.numbers]
try:
    Named("n", 1).bump()
except AttributeError as e:
    bad = str(e)
v = Version(1, 2)
b = v.bump()
newer = b > v
m = v.major
n = Named("x", 1, 5)
nm = n.major
top = max(v, b)
text = str(n)
