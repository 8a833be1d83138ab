# Builtins: functions that are always there.

# case: zip strict and unzip
# file: main.py
names = ["a", "b"]
ages = [1, 2]
pairs = list(zip(names, ages, strict=True))
back_names, back_ages = zip(*pairs)
one = back_ages[0]
d = dict(pairs)
age = d["a"]

# case: type with three arguments and a lambda
# file: main.py
def greet(self):
    return self.name
Thing = type("Thing", (), {"name": "thing", "greet": greet, "size": lambda self: 3})
t = Thing()
g = t.greet()
s = t.size()
n = Thing.name

# case: sum with a start, and of lists
# file: main.py
a = sum([1, 2], 0.5)
b = sum([[1], ["x"]], [])
c = sum(len(w) for w in ("a", "bb"))
d = sum((), 0)
e = sum([0.5, 1.5])

# case: getattr with a default that is a function
# file: main.py
class Plug:
    def start(self):
        return "started"
def nothing():
    return None
plug = Plug()
start = getattr(plug, "start", nothing)
stop = getattr(plug, "stop", nothing)
a = start()
b = stop()

# case: callable decides
# file: main.py
def value_of(x):
    if callable(x):
        return x()
    return x
def three():
    return 3
a = value_of(three)
b = value_of("text")
c = value_of(list)

# case: iter with a method and a sentinel
# file: main.py
class Source:
    def __init__(self):
        self.n = 0
    def read(self):
        self.n += 1
        return self.n
source = Source()
got = []
for item in iter(source.read, 3):
    got.append(item * 1.5)
first = got[0]

# case: bytes, bytearray and int conversions
# file: main.py
raw = "hé".encode()
first = raw[0]
buf = bytearray(raw)
buf.append(33)
part = buf[1:]
num = int.from_bytes(raw[:2], "big")
back = num.to_bytes(2, "little")
text = raw.decode("utf-8", "ignore")
hexed = raw.hex()
again = bytes.fromhex(hexed)
bits = (5).bit_length()
ratio = (0.5).as_integer_ratio()
whole = (2.0).is_integer()
real = (3 + 4j).real
size = abs(3 + 4j)
conj = (1j).conjugate()

# case: str methods that are given functions' results
# file: main.py
def sep():
    return ","
parts = "a,b".split(sep())
head, mark, tail = "k=v".partition("=")
table = str.maketrans("ab", "ba")
swapped = "ab".translate(table)
lines = "x\ny".splitlines()
count = "aab".count("a")
found = "abc".find(sep())
upper = list(map(str.upper, parts))
joined = sep().join(upper)
is_up = joined.isupper()

# case: reversed, sorted and slices of own sequences
# file: main.py
class Deck:
    def __init__(self, cards):
        self.cards = cards
    def __len__(self):
        return len(self.cards)
    def __getitem__(self, i):
        return self.cards[i]
deck = Deck(["k", "a"])
back = list(reversed(deck))
order = sorted(deck)
top = deck[0]
for card in deck:
    name = card
has = "k" in deck
together = list(deck)

# case: format and its dunder
# file: main.py
class Temp:
    def __init__(self, d):
        self.d = d
    def __format__(self, spec):
        return str(self.d) + spec
    def __index__(self):
        return 2
    def __round__(self, n=None):
        return self.d if n is None else self
    def __divmod__(self, o):
        return (self, o)
    def __pow__(self, o):
        return [o]
t = Temp(3.5)
f = format(t, "C")
g = f"{t:K}"
h = "{:F}".format(t)
i = ["a", "b", "c"][t]
j = hex(t)
k = round(t)
l = round(t, 1)
q, r = divmod(t, "x")
p = t ** 2
