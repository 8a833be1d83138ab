# case: grouping with setdefault
# file: main.py
groups = {}
for word in ["apple", "ant", "bee"]:
    groups.setdefault(word[0], []).append(word)
a = groups["a"]
for key, members in groups.items():
    k = key
    m = members

# case: a dispatch table of lambdas and functions
# file: main.py
def double(x):
    return x * 2
ops = {"neg": lambda x: -x, "dbl": double, "str": str}
a = ops["neg"](3)
b = ops["dbl"](1.5)
c = ops["str"](None)

# case: merge and update
# file: main.py
base = {"a": 1}
more = {**base, "b": "x"}
both = base | {"c": 2.0}
base.update(d=[1])
x = more["b"]
y = both["c"]
z = base["d"]

# case: a dict comprehension with tuple keys
# file: main.py
grid = {(x, y): x * y for x in range(2) for y in range(2)}
one = grid[0, 1]
spots = sorted(grid)
first = spots[0]

# case: counter and defaultdict
# file: main.py
from collections import Counter, defaultdict
c = Counter("hello")
n = c["l"]
top = c.most_common(1)
d = defaultdict(set)
d["x"].add(1)
s = d["x"]

# case: pop and get with defaults
# file: main.py
conf = {"port": 80, "host": "h"}
a = conf.pop("port")
b = conf.get("missing", 1.5)
c = conf.get("host")
d = conf.pop("nothing", None)
e = conf.popitem()

# case: a nested mutation through a loop
# file: main.py
people = {"ann": {"age": 3}, "bob": {"age": 4}}
for name, info in people.items():
    info["tags"] = [name]
x = people["ann"]["tags"]
y = people["bob"]["age"]

# case: a dict that is a subclass
# file: main.py
class Env(dict):
    def __missing__(self, key):
        return key.upper()
    def first(self):
        return next(iter(self.values()))
e = Env(a=1)
x = e.first()
y = e.get("a")
