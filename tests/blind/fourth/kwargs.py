# case: keywords become attributes through a loop
# file: main.py
class Rec:
    def __init__(self, **fields):
        for name, value in fields.items():
            setattr(self, name, value)
r = Rec(a=1)
x = r.a
# case: star kwargs into constructor
# file: main.py
class P:
    def __init__(self, x, y=0):
        self.x = x
        self.y = y
    @classmethod
    def from_dict(cls, d):
        return cls(**d)
p = P.from_dict({"x": 1, "y": "s"})
a = p.x
b = p.y
# case: optional callbacks
# file: main.py
def fetch(url, on_done=None, on_fail=None):
    data = url.upper()
    if on_done is not None:
        return on_done(data)
    if on_fail is not None:
        return on_fail(1)
    return data
a = fetch("u")
b = fetch("u", on_done=len)
c = fetch("u", on_fail=lambda n: n + 0.5)
# case: kw only after star args
# file: main.py
def join(*parts, sep="-", end=None):
    text = sep.join(parts)
    return text if end is None else text + end
a = join("a", "b")
b = join("a", sep="", end="!")
opts = dict(sep=" ")
c = join(*["x", "y"], **opts)
# case: keywords renamed on the way
# file: main.py
def low(value, kind=None):
    return kind
def high(v, **more):
    return low(value=v, kind=more.get("k"))
a = high(1, k="s")
