# Builtins: what the language has without an import.

# case: word counting and ranking
# file: main.py
text = "the cat and the dog and the bird"
counts = {}
for word in text.split():
    counts[word] = counts.get(word, 0) + 1
ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
best, times = ranked[0]
longest = max(counts, key=len)
total = sum(counts.values())
by_length = {}
for w in counts:
    by_length.setdefault(len(w), set()).add(w)
threes = by_length[3]
shortest = min(by_length)
lines = [f"{w:<5}{n:>3}" for w, n in ranked]
width = max(map(len, lines))

# case: a table that is turned and summed
# file: main.py
rows = [("a", 1, 2.5), ("b", 2, 3.5)]
names, ints, floats = zip(*rows)
sums = [sum(column) for column in (ints, floats)]
pairs = dict(zip(names, ints))
numbered = list(enumerate(names, start=1))
n, name = numbered[-1]
flags = [any(r[1] > 1 for r in rows), all(names)]
merged = [*names, *ints]
backwards = list(reversed(rows))
last = backwards[0][2]
bits = format(ints[0], "b")
chars = [chr(ord(c) + 1) for c in "abc"]
ratio, rest = divmod(7, 2)
power = pow(2, 10)
r = round(2.567, 1)
whole = round(2.567)

# case: asking objects about themselves
# file: main.py
class Shape:
    sides = 0
    def __repr__(self):
        return f"{type(self).__name__}({self.sides})"
class Square(Shape):
    sides = 4
    def area(self, side=1):
        return side ** 2
def describe(thing):
    name = type(thing).__name__
    kinds = [c.__name__ for c in type(thing).__mro__]
    area = getattr(thing, "area", None)
    size = area() if callable(area) else None
    return name, kinds, size
s = Square()
n, kinds, size = describe(s)
m = describe(Shape())[2]
is_shape = isinstance(s, Shape)
below = issubclass(Square, Shape)
attrs = vars(s)
setattr(s, "color", "red")
color = s.color
has = hasattr(s, "sides")
rep = repr(s)
key = id(s)

# case: bytes to numbers and back
# file: main.py
def encode(n):
    out = bytearray()
    while True:
        byte = n & 0x7F
        n >>= 7
        if n:
            out.append(byte | 0x80)
        else:
            out.append(byte)
            return bytes(out)
def decode(data):
    n = shift = 0
    for byte in data:
        n |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            break
    return n
packed = encode(300)
back = decode(packed)
first = packed[0]
part = packed[:1]
hexed = packed.hex()
num = int.from_bytes(packed, "little")
raw = (5).to_bytes(2, "big")
view = memoryview(packed)[0]

# case: iterators by hand
# file: main.py
def chunks(iterable, size):
    it = iter(iterable)
    while chunk := [x for x, _ in zip(it, range(size))]:
        yield chunk
def peek(iterator, default=None):
    for item in iterator:
        return item
    return default
parts = list(chunks("abcde", 2))
first = parts[0]
last = parts[-1][0]
p = peek(iter([1, 2]))
q = peek(iter(()), "none")
lines = iter(["a", "b", "END", "c"])
until = list(iter(lambda: next(lines), "END"))
rest = next(lines)
gone = next(lines, None)

# case: filters and maps of mixed values
# file: main.py
values = [0, 1, "", "x", None, 2.5]
true = list(filter(None, values))
strings = [v for v in values if isinstance(v, str)]
numbers = list(filter(lambda v: isinstance(v, (int, float)), values))
texts = list(map(str, values))
lengths = list(map(len, strings))
sliced = values[slice(1, 3)]
total = sum((v for v in values if type(v) is int), 0)
pairs = list(map(lambda a, b: (a, b), "ab", [1, 2]))
s = set("abc") - {"a"}
f = frozenset(s) | {1}
o = sorted(s, reverse=True)
u = {1, 2} ^ {2, "a"}
