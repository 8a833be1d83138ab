# case: map, filter, and zip of a program's functions
# file: main.py
def double(n):
    return n * 2
def odd(n):
    return n % 2 == 1
a = list(map(double, [1, 2]))
b = list(filter(odd, [1, 2, 3]))
c = dict(zip("ab", map(double, (1.5, 2.5))))
d = [x + y for x, y in zip([1], [2.0])]

# case: sorted, min and max with a key
# file: main.py
def weight(pair):
    return pair[1]
def size(word):
    return len(word)
pairs = [("a", 2), ("b", 1)]
best = max(pairs, key=weight)
name = best[0]
row = sorted(pairs, key=weight, reverse=True)
short = min("abc", "d", key=size)

# case: enumerate and reversed
# file: main.py
names = ["a", "b"]
for i, name in enumerate(names, start=1):
    at = i
    who = name
for back in reversed(names):
    final = back
numbered = list(enumerate(names))

# case: sum, any, all, round and divmod
# file: main.py
a = sum([1, 2])
b = sum([1.5, 2.5])
c = any(n > 1 for n in (1, 2))
d = all([])
e = round(2.5)
f = round(2.567, 1)
g, h = divmod(7, 2)
i = abs(-2)
j = pow(2, 3)

# case: isinstance decides in a function called with each
# file: main.py
def size(v):
    if isinstance(v, (list, tuple)):
        out = len(v)
    elif isinstance(v, str):
        out = v.upper()
    else:
        out = v
    return out
a = size([1])
b = size((1,))
c = size("s")
d = size(2.0)

# case: iter and next, with a sentinel and a default
# file: main.py
class Tap:
    def __init__(self):
        self.n = 0
    def drip(self):
        self.n += 1
        return self.n
tap = Tap()
drops = list(iter(tap.drip, 3))
it = iter(["a"])
first = next(it)
second = next(it, None)

# case: str, repr, len, bool and hash call the dunders
# file: main.py
class Box:
    def __init__(self, items):
        self.items = items
    def __len__(self):
        return len(self.items)
    def __repr__(self):
        return "Box"
    def __contains__(self, x):
        return x in self.items
    def __bool__(self):
        return True
box = Box([1])
n = len(box)
text = repr(box)
line = str(box)
has = 1 in box
ok = bool(box)
