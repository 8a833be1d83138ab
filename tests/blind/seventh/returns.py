# case: returns its argument or a call of it
# file: main.py
def get(f, call):
    if call:
        return f()
    return f
def one():
    return 1
x = get(one, True)
y = get(one, False)

# case: returned from a loop and a with
# file: main.py
def find(items):
    for i in items:
        if i:
            return str(i)
    return None
def read(p):
    with open(p) as f:
        return f.read()
x = find([1])  # wide: x find

# case: an imported function returned
# file: lib.py
def low():
    return b"x"
def get():
    return low
# file: main.py
from lib import get
f = get()
x = f()

# case: a conditional expression of functions
# file: main.py
def a():
    return 1
def b():
    return "b"
def pick(n):  # wide: pick
    return a if n else b  # wide: pick
x = pick(1)()  # wide: x

# case: a dictionary of results
# file: main.py
def build():
    out = {}
    out["n"] = 1
    out["s"] = "s"
    return out
d = build()
x = d["n"]
y = d["s"]
