# Keyword arguments.

# case: keyword-only and positional-only parameters of one name
# file: main.py
def f(a, /, b, *, c=None, **rest):
    return a, b, c, rest
def g(a, /, **a_and_more):
    return a, a_and_more
def h(*, f, g=None):
    return f, g
x = f(1, "b")
y = f(1, b=2.5, c="c", a=b"rest")
z = g(1, a="kw")
w = z[1]["a"]
v = h(f=1)
u = h(g="g", f=f)
t = u[0](0, 0)

# case: keywords handed on through three functions
# file: main.py
def last(host="h", port=1, **options):
    return host, port, options
def middle(port=None, **kwargs):
    kwargs.setdefault("host", b"default")
    return last(port=port, **kwargs)
def first(*args, verbose=False, **kwargs):
    if verbose:
        kwargs["debug"] = verbose
    return middle(*args, **kwargs)
a = first()
b = first(2.5, verbose=True)
c = first(port="p", host="x")
d = first(host=None, extra=[1])
host, port, options = c

# case: functions by keyword, in constructors and partials
# file: main.py
from functools import partial
def double(n):
    return n * 2
def text(n):
    return str(n)
class Field:
    def __init__(self, *, load=None, dump=text):
        self.load = load
        self.dump = dump
    def convert(self, value):
        if self.load is not None:
            value = self.load(value)
        return self.dump(value)
def make(**hooks):
    return Field(**hooks)
a = Field().convert(1)
b = Field(load=double).convert(2)
c = make(dump=double, load=int).convert("3")
Numeric = partial(Field, dump=float)
d = Numeric(load=double).convert(1)
e = make(**{"dump": repr}).convert(None)

# case: dictionaries become keywords, and keywords become attributes
# file: main.py
class Options:
    def __init__(self, **values):
        for key, value in values.items():
            setattr(self, key, value)
        self.__dict__.update(kept=values)
def area(width=1, height=1):
    return width * height
sizes = {"width": 2, "height": 2.5}
a = area(**sizes)
b = area(**{**sizes, "height": "x"})
o = Options(name="n", size=3)
c = o.name
d = o.kept
e = area(**dict(zip(("width", "height"), (3, 4))))
def collect(**kw):
    return sorted(kw), kw.get("a"), list(kw.values())
f = collect(a=1, b="s")
g = {k: v for k, v in Options(z=None).kept.items()}

# case: keywords of decorators, of classes and of super
# file: main.py
class Base:
    registry = {}
    def __init_subclass__(cls, /, name=None, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.name = name
        Base.registry[name] = cls
    def __init__(self, *, size=1, **rest):
        self.size = size
        self.rest = rest
class A(Base, name="a"):
    def __init__(self, *, color="red", **kwargs):
        super().__init__(**kwargs)
        self.color = color
class B(A, name=2):
    pass
def build(name, **kwargs):
    return Base.registry[name](**kwargs)
a = build("a")
b = build("a", size=2.5).size
c = build(2, color=None, size="xl")
d = c.color
e = A(extra=1).rest
f = B.name
