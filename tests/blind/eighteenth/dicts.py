# Dictionaries.

# case: functions by int keys, which a variable gives
# file: main.py
def func1():
    return 1
def func2():
    return "two"
table = {0: func1, 1: func2}
key = 1
a = table[key]()
key = 0
b = table[key]()

# case: a dictionary is copied before it is changed
# file: main.py
def func1():
    return 1
def func2():
    return "two"
old = {"f": func1}
new = dict(old)
new["f"] = func2
other = old.copy()
a = old["f"]()
b = new["f"]()
c = other["f"]()

# case: a key is deleted, popped with a default, and cleared
# file: main.py
d = {"a": 1, "b": "s", "c": 2.5}
del d["a"]
x = d.pop("b")
y = d.pop("none", None)
z = d.get("a", b"gone")
d.clear()
n = len(d)

# case: the result of a function is a key
# file: main.py
def key():
    return "k"
def other():
    return ("k", 1)
def func1():
    return 1.5
d = {key(): func1, other(): "pair"}
a = d["k"]()
b = d[("k", 1)]
c = d[key()]()

# case: a dictionary inside a dictionary is made by setdefault
# file: main.py
groups = {}
for name, n in [("a", 1), ("b", 2), ("a", 3)]:
    inner = groups.setdefault(name, {})
    inner[n] = str(n)
one = groups["a"]
text = one[1]
keys = list(groups)
first = keys[0]

# case: a comprehension turns keys and values around
# file: main.py
def func1():
    return 1
def func2():
    return "x"
names = {"one": func1, "two": func2}
turned = {f: name for name, f in names.items()}
name = turned[func1]
results = {name: f() for name, f in names.items()}
r = results["one"]

# case: an instance's dictionary of handlers, of bound methods
# file: main.py
class Server:
    def __init__(self):
        self.routes = {"/": self.index, "/n": self.number}
    def index(self):
        return "index"
    def number(self):
        return 1
    def get(self, path):
        handler = self.routes[path]
        return handler()
s = Server()
a = s.get("/")
b = s.get("/n")
c = s.routes["/n"]()
