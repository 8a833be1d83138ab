# case: functions by key
# file: main.py
def add(a, b):
    return a + b
def div(a, b):
    return a / b
ops = {"+": add, "/": div}
x = ops["+"](1, 2)
y = ops["/"](1, 2)
f = ops["+"]

# case: a table of lambdas
# file: main.py
table = {"int": lambda s: int(s), "str": lambda s: s}
a = table["int"]("1")
b = table["str"]("1")

# case: nested dictionaries
# file: main.py
conf = {"db": {"port": 5, "host": "h"}, "on": True}
port = conf["db"]["port"]
host = conf["db"]["host"]
conf["db"]["user"] = None
on = conf.get("on")
conf["extra"] = {}
conf["extra"]["n"] = 1.5
n = conf["extra"]["n"]

# case: update and setdefault
# file: main.py
def one():
    return 1
def two():
    return "2"
d = {"a": one}
d.update({"b": two})
d.update(c=one)
x = d["b"]()
y = d["c"]()
groups = {}
groups.setdefault("k", []).append(1)
g = groups["k"]

# case: a key is overwritten
# file: main.py
def old():
    return 1
def new():
    return "n"
d = {"f": old}
a = d["f"]()
d["f"] = new
b = d["f"]()

# case: iterating items, keys and values
# file: main.py
d = {"a": 1, "b": 2}
for k, v in d.items():
    key, value = k, v
for k2 in d:
    last = k2
names = sorted(d.keys())
total = sum(d.values())
swapped = {v: k for k, v in d.items()}
merged = {**d, "c": 3}
popped = d.pop("a")

# case: a dispatch method
# file: main.py
class Machine:
    def __init__(self):
        self.state = "idle"
        self.actions = {"idle": self.start, "run": self.stop}
    def start(self):
        self.state = "run"
        return 1
    def stop(self):
        self.state = "idle"
        return "stopped"
    def step(self):
        action = self.actions[self.state]
        return action()
m = Machine()
a = m.step()
b = m.step()
