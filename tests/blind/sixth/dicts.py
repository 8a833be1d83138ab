# case: functions by key
# file: main.py
def f1():
    return 1
def f2():
    return "b"
d = {"a": f1, "b": f2}
x = d["a"]()
y = d["b"]()

# case: added later
# file: main.py
def f():
    return 2.5
d = {}
d["f"] = f
d["n"] = 1
x = d["f"]()
n = d["n"]

# case: nested
# file: main.py
def g():
    return [1]
d = {"outer": {"inner": g, "n": 1}}
x = d["outer"]["inner"]()
y = d["outer"]["n"]
d["outer"]["more"] = "s"
z = d["outer"]["more"]

# case: updated
# file: main.py
def old():
    return 1
def new():
    return "n"
d = {"k": old}
d.update({"k": new})
x = d["k"]()
d2 = dict(a=old, b=new)
y = d2["b"]()

# case: the key in a variable
# file: main.py
def f():
    return 1
def g():
    return "g"
key = "b"
d = {"a": f, "b": g}
x = d[key]()
key = "a"
y = d[key]()

# case: returned and given
# file: main.py
def make():
    return {"cb": len, "n": 3}
def use(d):
    return d["cb"]("abc")
a = use(make())
b = make()["n"]

# case: a comprehension
# file: main.py
squares = {n: n * n for n in [1, 2]}
a = squares[1]
names = {str(k): v for k, v in squares.items()}
b = names["1"]
keys = list(names)

# case: get, pop and setdefault
# file: main.py
d = {"a": 1, "b": "s"}
a = d.get("a")
b = d.get("zzz", 2.5)
c = d.pop("b")
e = d.setdefault("l", [])
e.append(1)
g = d["l"]

# case: a dictionary in an attribute
# file: main.py
class Reg:
    def __init__(self):
        self.table = {}
    def add(self, k, f):
        self.table[k] = f
    def call(self, k):
        return self.table[k]()
def hello():
    return "hi"
r = Reg()
r.add("h", hello)
x = r.call("h")

# case: merged and deleted
# file: main.py
a = {"x": 1}
b = {"y": "s"}
c = {**a, **b}
d = a | b
x = c["x"]
y = d["y"]
del c["x"]
c["x"] = 2.5
z = c["x"]
