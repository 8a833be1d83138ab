# Dictionaries: keys of many kinds, methods, merges.

# case: keys that are ints, tuples, None and bools
# file: main.py
def one():
    return 1
def two():
    return "2"
def three():
    return 2.5
def four():
    return None
table = {1: one, (1, 2): two, None: three, False: four}
a = table[1]()
b = table[1, 2]()
c = table[None]()
d = table[False]()
e = table[0]()
key = (1, 2)
f = table[key]()
table[True] = two
g = table[1]()
table[-1] = three
h = table[-1]()

# case: dictionaries of dictionaries of functions, and of lists of tuples
# file: main.py
def add(a, b):
    return a + b
def neg(a):
    return -a
ops = {"num": {"add": add, "neg": neg}, "text": {"add": lambda a, b: f"{a}{b}"}}
a = ops["num"]["add"](1, 2)
b = ops["text"]["add"](1, 2)
c = ops["num"]["neg"](2.5)
steps = {"go": [(add, (1, 2)), (neg, (3,))], "stop": []}
for f, args in steps["go"]:
    d = f(*args)
e = steps["go"][0][0]("a", "b")
ops["num"]["sub"] = lambda a, b: [a, b]
g = ops["num"]["sub"](1, None)
inner = ops["text"]
inner["neg"] = neg
h = ops["text"]["neg"](1)

# case: get, pop, setdefault and popitem of functions
# file: main.py
def hit():
    return 1
def miss():
    return "m"
table = {"a": hit}
a = table.get("a", miss)()
b = table.get("b", miss)()
c = table.setdefault("c", miss)()
d = table.setdefault("a", miss)()
e = table.pop("c")()
f = table.pop("zz", hit)()
g = table.get("nope")
h = (table.get("nope") or miss)()
name, func = table.popitem()
i = func()
j = table.setdefault("list", [])
j.append(hit)
k = table["list"][0]()

# case: merged by |, |=, update, unpacking and a comprehension
# file: main.py
def red():
    return "r"
def green():
    return 1
def blue():
    return None
base = {"x": red}
more = {"x": green, "y": blue}
a = (base | more)["x"]()
b = (more | base)["x"]()
c = {**more, "x": blue}["x"]()
base |= {"z": green}
d = base["z"]()
base.update(more)
e = base["x"]()
base.update([("w", red)], v=blue)
f = base["w"]()
g = base["v"]()
flipped = {v: k for k, v in more.items()}
h = flipped[green]
upper = {k.upper(): v for k, v in base.items()}
i = upper["W"]()

# case: items and values in loops, and what is kept of them
# file: main.py
class Item:
    def __init__(self, price):
        self.price = price
    def cost(self):
        return self.price
shelf = {"a": Item(1), "b": Item(2.5)}
for name, item in shelf.items():
    a = item.cost()
b = [i.cost() for i in shelf.values()]
c = {n: i.cost() for n, i in shelf.items()}
d = max(shelf, key=lambda n: shelf[n].price)
e = sorted(shelf.items(), key=lambda p: p[1].cost())[0][1].price
f = list(shelf)[0]
g = dict(zip("ab", shelf.values()))["a"].price
h = next(iter(shelf.values())).price
i = sum(c.values())
j = {k: v for k, v in c.items() if isinstance(v, float)}
