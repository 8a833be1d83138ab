# case: return of nested data
# file: main.py
def load():
    return {"users": [{"name": "a", "age": 3}], "n": 1}
d = load()
u = d["users"][0]
n = u["name"]
g = d["users"][0]["age"]
def user():
    return load()["users"][0]
k = user()["name"]
# case: return what was stored
# file: main.py
class Cell:
    def __init__(self, v):
        self.v = v
    def swap(self, new):
        old, self.v = self.v, new
        return old
c = Cell("a")
o = c.swap("b")
p = c.v
# case: return in nested loops
# file: main.py
def find(grid, what):
    for r, row in enumerate(grid):
        for c, v in enumerate(row):
            if v == what:
                return r, c
    raise LookupError(what)
pos = find([["a", "b"]], "b")
r, c = pos
# case: several functions of one name by branch
# file: main.py
import sys
try:
    from nowhere_at_all import speed
except ImportError:
    def speed():
        return 1.5
s = speed()   # wide: s
# case: method returns methods
# file: main.py
class Menu:
    def __init__(self):
        self.items = {"a": self.add, "q": self.quit}
    def add(self):
        return "added"
    def quit(self):
        return False
    def pick(self, key):
        return self.items[key]
m = Menu()
f = m.pick("a")   # wide: f
r = m.items["q"]()
