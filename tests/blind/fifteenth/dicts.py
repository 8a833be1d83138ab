# Dictionaries.

# case: functions in a dictionary of dictionaries
# file: main.py
def add(a, b):
    return a + b
def show(a, b):
    return f"{a}{b}"
ops = {"num": {"+": add}, "text": {}}
ops["text"]["+"] = show
a = ops["num"]["+"](1, 2)
b = ops["text"]["+"](1, 2)
key = "num"
c = ops[key]["+"](1.5, 2)
inner = ops.get("text", {})
d = inner["+"]("x", None)
for kind, table in ops.items():
    f = table["+"]
    e = kind

# case: update, setdefault, pop and popitem
# file: main.py
def f():
    return 1
def g():
    return "g"
table = {"a": f}
table.update({"b": g})
table.update(c=len)
a = table["a"]()
b = table["b"]()
c = table["c"]("abc")
d = table.pop("a")()
e = table.setdefault("z", f)()
k = table.setdefault("b", f)()
removed = table.pop("missing", None)
name, last = table.popitem()
x = {**{"n": 1}, "m": "x"}
x |= {"o": 2.5}
y = x["o"]
z = x["n"]

# case: merged, unpacked and made from pairs
# file: main.py
def one():
    return 1
def two():
    return "2"
base = {"f": one, "g": one}
over = {**base, "g": two}
a = over["f"]()
b = over["g"]()
merged = base | {"h": two}
c = merged["h"]()
pairs = dict([("k", one), ("l", two)])
d = pairs["l"]()
made = dict(zip(("p", "q"), (one, two)))
e = made["q"]()
keys = dict.fromkeys(["r", "s"], 0)
f = keys["r"]
comp = {n: fn() for n, fn in base.items()}
g = comp["f"]

# case: what is read by items, keys and values
# file: main.py
stock = {"apple": (3, 1.5), "pear": (2, 2.5)}
total = 0
for name, (count, price) in stock.items():
    total += count * price
names = sorted(stock)
first = names[0]
counts = [c for c, _ in stock.values()]
best = max(stock, key=lambda n: stock[n][1])
value = stock[best]
by_count = {c: n for n, (c, _) in stock.items()}
got = by_count[3]
flipped = {v[0]: k.upper() for k, v in stock.items() if v[1] > 2}
nested = {"x": {"y": [1, "z"]}}
nested["x"]["y"].append(2.5)
deep = nested["x"]["y"][1]

# case: default dictionaries, counters and own keys
# file: main.py
from collections import Counter, OrderedDict, defaultdict
class Key:
    def __init__(self, n):
        self.n = n
    def __hash__(self):
        return self.n
    def __eq__(self, other):
        return self.n == other.n
groups = defaultdict(list)
for word in ("a", "bb", "c"):
    groups[len(word)].append(word)
a = groups[1]
b = a[0]
words = Counter("abca")
c = words["a"]
d = words.most_common(1)[0]
o = OrderedDict()
o["first"] = Key(1)
e = o["first"].n
f = {Key(1): "one"}[Key(1)]
nested = defaultdict(lambda: defaultdict(int))
nested["x"]["y"] += 1
g = nested["x"]["y"]
