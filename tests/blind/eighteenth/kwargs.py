# Keyword arguments.

# case: keywords overlap with positional ones of another function
# file: main.py
def func1(a, b=1, *, c=None):
    x = a
    y = b
    z = c
    return x
r = func1("s")
s = func1(1.5, c=[1])
t = func1(b="b", a=2)

# case: keywords set attributes
# file: main.py
class Opt:
    def __init__(self, **kw):
        for key, value in kw.items():
            setattr(self, key, value)
o = Opt(size=1, name="n")
a = o.size
b = o.name

# case: a dictionary is made by dict with keywords, and given with two stars
# file: main.py
def func1(x, y):
    p = x
    q = y
    return q
conf = dict(x=1, y="s")
a = func1(**conf)
conf["y"] = 2.5
b = func1(**conf)
c = func1(**{**conf, "y": None})

# case: a wrapper adds a keyword, and the callee takes the rest
# file: main.py
def show(*, sep, **rest):
    s = sep
    r = rest
    return r
def wrap(**kw):
    return show(sep="-", **kw)
a = wrap(n=1)
b = a["n"]
c = wrap()

# case: keywords are functions, called by name within
# file: main.py
def ok():
    return 1
def bad():
    return "bad"
def run(flag, on_ok=None, on_bad=None):
    if flag:
        return on_ok()
    if on_bad:
        return on_bad()
    return None
a = run(True, on_ok=ok)
b = run(False, on_bad=bad)
c = run(False)

# case: a keyword is popped, and the default stays for others
# file: main.py
def func1(**kw):
    size = kw.pop("size", 1)
    name = kw.pop("name", None)
    left = len(kw)
    return size
a = func1(size="big")
b = func1(name="n", other=1)
