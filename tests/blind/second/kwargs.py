# case: by name in other order
# file: main.py
def f(a, b):
    return b
x = f(b="s", a=1)
y = f(1, b=None)
# case: functions by name
# file: main.py
def cb():
    return 1
def err():
    return "e"
def run(on_ok=None, on_err=None):
    r = on_ok()
    if on_err:
        e = on_err()
        return e
    return r
a = run(on_ok=cb)
b = run(on_err=err, on_ok=cb)
# case: gathered
# file: main.py
def f(**kw):
    a = kw["a"]
    b = kw.get("b")
    keys = list(kw)
    for k, v in kw.items():
        last = v
    return kw
r = f(a=1, b=2)
s = r["a"]
# case: handed on with an addition
# file: main.py
def base(name, size=1, tag=None):
    return name, size, tag
def mid(name, **kw):
    kw["tag"] = "t"
    return base(name, **kw)
def top(*a, **kw):
    kw.setdefault("size", 2.5)
    return mid(*a, **kw)
t = top("n")
n, s, g = t
# case: popped
# file: main.py
class W:
    def __init__(self, **kw):
        self.title = kw.pop("title", "none")
        self.rest = kw
    def __repr__(self):
        return self.title
w = W(title="x", width=3)
t = w.title
r = w.rest
q = r["width"]
# case: keyword only with default functions
# file: main.py
def dflt():
    return 0.5
def f(*, fn=dflt, n):
    return fn()
x = f(n=1)
y = f(n=2, fn=lambda: "l")
# case: update of attributes from keywords
# file: main.py
class Obj:
    def __init__(self, **kw):
        self.__dict__.update(kw)
class Obj2:
    def __init__(self, **kw):
        for k, v in kw.items():
            setattr(self, k, v)
o = Obj(a=1)
x = o.a
o2 = Obj2(b="s")
y = o2.b
# case: mixture
# file: main.py
def f(a, b=2, *args, c, d=4.0, **kw):
    return args, kw
x = f(1, c="c")
y = f(1, "b", 3, 4, c=None, e=5)
args, kw = y
# case: keywords to a class and super
# file: main.py
class A:
    def __init__(self, *, name, **kw):
        super().__init__(**kw)
        self.name = name
class B:
    def __init__(self, *, size=0):
        self.size = size
class C(A, B):
    def __init__(self, **kw):
        super().__init__(**kw)
c = C(name="n", size=2)
n = c.name
s = c.size
