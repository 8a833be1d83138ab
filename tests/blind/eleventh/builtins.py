# Builtins, with what they call back.

# case: a report out of numbers
# file: main.py
readings = {"north": [1, 4, 2], "south": [3.5, 2.5], "east": []}
sums = {k: sum(v) for k, v in readings.items()}
best = max(readings, key=lambda k: sum(readings[k]))
fewest = min(readings.values(), key=len)
ranked = sorted(readings.items(), key=lambda pair: len(pair[1]), reverse=True)
top_name, top_values = ranked[0]
everything = sum(readings.values(), [])
any_big = any(x > 3 for x in everything)
all_small = all(map(lambda x: x < 9, everything))
rounded = [round(x) for x in everything]
exact = round(2.567, 2)
width = max(map(len, readings))
bars = ["#" * n for n in map(int, everything)]
lowest, highest = min(everything), max(everything)

# case: conversions
# file: main.py
n = int("12")
f = float(n)
s = str(f)
b = bytes(s, "ascii")
ba = bytearray(b)
mv = memoryview(b)
chunk = mv[0:2]
h = hex(n)
o = ord("a")
ch = chr(o + 1)
l = list(b)
t = tuple("ab")
fs = frozenset(t)
d = dict(zip("ab", range(2)))
d2 = dict([("x", 1.5)], y=2.5)
c = complex(1, 2)
mag = abs(c)
neg = abs(-3)
q, r = divmod(17, 5)
qf = divmod(7.5, 2)
p = pow(2, 8)
pm = pow(3, 4, 5)
flag = bool(n)
text = repr(d)
sl = slice(1, 3)
cut = "abcdef"[sl]

# case: iterators by hand
# file: main.py
it = iter([1, 2, 3])
first = next(it)
rest = list(it)
gone = next(it, "none left")
chars = reversed("abc")
word = "".join(chars)
numbered = enumerate(["x", "y"], start=1)
index, value = next(numbered)
pairs = zip([1, 2], "ab", (True, False))
one = next(pairs)
evens = filter(None, [0, 1, 2])
kept = list(evens)
data = iter(["go", "on", "stop", "never"])
def read():
    return next(data)
words = [w for w in iter(read, "stop")]
backwards = list(reversed(range(3)))
table = {i: w for i, w in enumerate(words)}

# case: asking objects about themselves
# file: main.py
class Point:
    scale = 2
    def __init__(self, x):
        self.x = x
    def __len__(self):
        return self.x
    def __abs__(self):
        return float(self.x)
    def __round__(self, digits=None):
        return Point(round(self.x, digits))
    def __format__(self, spec):
        return "<" + spec + ">"
    def __contains__(self, item):
        return item == self.x
    def __iter__(self):
        return iter(range(self.x))
p = Point(3)
size = len(p)
mag = abs(p)
near = round(p)
shown = format(p, "wide")
inside = 3 in p
listed = list(p)
most = max(p)
kind = type(p)
other = kind(5)
known = isinstance(other, Point)
sub = issubclass(kind, object)
fields = vars(p)
names = sorted(fields)
can = callable(p.__len__)
got = getattr(p, "scale")
missing = getattr(p, "nope", None)

# case: printing and reading through objects
# file: main.py
import io
out = io.StringIO()
print("a", 1, sep=",", file=out)
print(f"{3.14159:.2f}", end="", file=out)
text = out.getvalue()
lines = text.splitlines()
last = lines[-1]
value = float(last)
src = io.StringIO("x\ny\n")
for line in src:
    stripped = line.rstrip()
src.seek(0)
whole = src.read()
raw = io.BytesIO(b"\x01\x02")
two = raw.read(2)
number = int.from_bytes(two, "big")
back = number.to_bytes(2, "little")
up = str.upper("low")
joined = str.join("-", ["a", "b"])
lens = list(map(str.lower, ["A", "B"]))
keys = list(map(dict.keys, [{"a": 1}]))
