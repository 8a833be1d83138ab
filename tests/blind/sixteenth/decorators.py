# Decorators: chains, arguments, classes.

# case: a chain with and without arguments
# file: main.py
from functools import wraps
def text(f):
    @wraps(f)
    def inner(*args):
        return str(f(*args))
    return inner
def times(n):
    def deco(f):
        def inner(*args):
            return [f(*args) for _ in range(n)]
        return inner
    return deco
@times(2)
@text
def add(a, b):
    return a + b
@text
@times(1)
def sub(a, b):
    return a - b
x = add(1, 2)
y = sub(3, 2)
z = x[0]

# case: classes as decorators with arguments, of methods and of classes
# file: main.py
class Tag:
    def __init__(self, name, *, kind=None):
        self.name = name
        self.kind = kind
        self.found = []
    def __call__(self, target):
        self.found.append(target)
        target.tag = self.name
        return target
tag = Tag("first", kind=3)
@tag
def f():
    return 1
@tag
class C:
    @Tag("m")
    def m(self):
        return self.tag
a = f.tag
b = C().m()
c = tag.found[0]()
d = C.m.tag
e = tag.kind

# case: a decorator that picks by the type of what it gets
# file: main.py
def flexible(arg=None, *, prefix="p"):
    if callable(arg):
        def plain(*a):
            return prefix, arg(*a)
        return plain
    def deco(f):
        def inner(*a):
            return arg, f(*a)
        return inner
    return deco
@flexible
def one():
    return 1
@flexible("x", prefix="q")
def two():
    return 2.5
@flexible()
def three(n):
    return n
a = one()
b = two()
c = three("s")

# case: a decorator that injects arguments and one that takes them out
# file: main.py
def with_log(f):
    log = []
    def inner(*args, **kwargs):
        log.append(f.__name__)
        return f(log, *args, **kwargs)
    inner.log = log
    return inner
def drop_first(f):
    return lambda _, *rest: f(*rest)
@with_log
def work(log, n, unit="m"):
    return len(log), n, unit
@drop_first
def show(a, b):
    return [a, b]
x = work(1)
y = work("n", unit=None)
z = work.log
w = show(1, "a", 2.5)

# case: a property and a method by decorators of one's own
# file: main.py
class lazy:
    def __init__(self, f):
        self.f = f
        self.name = f.__name__
    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        value = obj.__dict__[self.name] = self.f(obj)
        return value
class bound:
    def __init__(self, f):
        self.f = f
    def __get__(self, obj, owner):
        return lambda *args: self.f(obj, owner.__name__, *args)
class Page:
    @lazy
    def title(self):
        return "t"
    @bound
    def link(self, kind, n):
        return kind, n
    @lazy
    def size(self):
        return len(self.title)
p = Page()
a = p.title
b = p.size
c = p.link(1.5)
d = Page.title
e = d.name
