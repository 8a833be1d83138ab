# case: options handed through two functions
# file: main.py
def low(width=1, color=None):
    return width, color
def mid(**options):
    options.setdefault("color", "red")
    return low(**options)
def top(**kw):
    return mid(width=2.5, **kw)
a = top()
b = top(color=b"c")

# case: a constructor with keyword fields
# file: main.py
class Rec:
    def __init__(self, **fields):
        for k, v in fields.items():
            setattr(self, k, v)
r = Rec(a=1, b="x")
n = r.a
s = r.b

# case: keyword only with a default
# file: main.py
def sort(items, *, key=None, reverse=False):
    if key is None:
        return items
    return [key(i) for i in items]
a = sort([2, 1])
b = sort(["a"], key=len)

# case: the keys of the keywords
# file: main.py
def names(**kw):
    return list(kw), [v for v in kw.values()]
k, v = names(x=1, y=2)

# case: a dictionary built and then spread
# file: main.py
def make(kind, size, label=""):
    return {"kind": kind, "size": size, "label": label}
args = dict(kind="box", size=3)
args["label"] = "big"
d = make(**args)
x = d["size"]
y = d["label"]

# case: keywords to a parent constructor
# file: main.py
class Base:
    def __init__(self, name, size=0):
        self.name = name
        self.size = size
class Child(Base):
    def __init__(self, extra, **kw):
        super().__init__(**kw)
        self.extra = extra
c = Child([1], name="n", size=2)
a = c.name
b = c.size
e = c.extra
