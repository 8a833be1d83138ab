# case: the key is a parameter
# file: main.py
def f():
    return 1
def g():
    return "g"
def call(d, key):
    return d[key]()
x = call({"a": f, "b": g}, "b")

# case: the key is a default
# file: main.py
def f():
    return 1
def g():
    return "g"
table = {"a": f, "b": g}
def call(key="a"):
    return table[key]()
x = call()

# case: a dictionary filled by a function
# file: main.py
def f():
    return [1]
def add(d):
    d["new"] = f
    return d
d = add({"old": len})
x = d["new"]()
y = d["old"]("abc")

# case: int keys and a variable key
# file: main.py
def f():
    return 1
def g():
    return "g"
d = {0: f, 1: g}
i = 1
x = d[i]()
for k in d:
    y = d[k]()

# case: a dictionary of lists of functions
# file: main.py
def f():
    return 1
def g():
    return "g"
d = {"one": [f], "both": [f, g]}
x = d["one"][0]()
y = d["both"][1]()
d["one"].append(g)
z = d["one"][1]()

# case: values and items are called
# file: main.py
def f():
    return 1
def g():
    return 2
d = {"f": f, "g": g}
for fn in d.values():
    a = fn()
for name, fn in d.items():
    b = (name, fn())
c = {name: fn() for name, fn in d.items()}

# case: nested update through an alias
# file: main.py
d = {"a": {"b": 1}}
inner = d["a"]
inner["c"] = "s"
x = d["a"]["c"]
y = d["a"]["b"]

# case: from keys and a default dictionary
# file: main.py
from collections import defaultdict
d = dict.fromkeys(["a"], 0)
x = d["a"]
groups = defaultdict(list)
for w in ["x", "yy"]:
    groups[len(w)].append(w)
y = groups[1]
z = y[0]
