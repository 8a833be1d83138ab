# Dictionaries, as somebody writes them.

# case: grouping, counting and inverting
# file: main.py
people = [
    {"name": "ann", "age": 30, "tags": ["a", "b"]},
    {"name": "bob", "age": 25, "tags": []},
]
def group_by(rows, key):
    groups = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups
def invert(d):
    out = {}
    for k, vs in d.items():
        for v in vs:
            out.setdefault(v, set()).add(k)
    return out
by_age = group_by(people, lambda p: p["age"] // 10)
tags = {p["name"]: p["tags"] for p in people}
back = invert(tags)
ages = {p["name"]: p["age"] for p in people}
oldest = max(ages, key=ages.get)
ranked = sorted(ages.items(), key=lambda kv: -kv[1])
top_name, top_age = ranked[0]
first = by_age[3][0]
n = first["name"]

# case: dispatch tables
# file: main.py
import operator
def parse(tokens):
    stack = []
    for token in tokens:
        if token in OPS:
            right, left = stack.pop(), stack.pop()
            stack.append(OPS[token](left, right))
        elif token in FUNCS:
            stack.append(FUNCS[token]["call"](stack.pop()))
        else:
            stack.append(float(token))
    return stack[-1]
OPS = {"+": operator.add, "-": operator.sub, "/": lambda a, b: a / b}
def negate(x):
    return -x
FUNCS = {"neg": {"call": negate, "arity": 1}, "abs": {"call": abs, "arity": 1}}
a = parse("1 2 +".split())
b = parse(["3", "neg"])
entry = FUNCS["neg"]
arity = entry["arity"]
f = entry["call"]
c = f(2)
commands = dict(help=lambda: "help", quit=lambda: None)
d = commands["help"]()
e = commands.get("quit", print)()

# case: nested settings with a merge
# file: main.py
import copy
DEFAULTS = {"db": {"host": "localhost", "port": 5432}, "debug": False, "paths": ["a"]}
def merge(base, over):
    result = copy.deepcopy(base)
    for key, value in over.items():
        if isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = merge(result[key], value)
        else:
            result[key] = value
    return result
class Settings:
    def __init__(self, data):
        self._data = data
    def __getattr__(self, name):
        try:
            value = self._data[name]
        except KeyError:
            raise AttributeError(name) from None
        if isinstance(value, dict):
            return Settings(value)
        return value
    def get(self, dotted, default=None):
        node = self._data
        for part in dotted.split("."):
            if part not in node:
                return default
            node = node[part]
        return node
merged = merge(DEFAULTS, {"db": {"port": 1}, "name": "x"})
s = Settings(merged)
port = s.db.port
debug = s.debug
host = s.get("db.host")
zip_ = s.get("zip", 2.5)
