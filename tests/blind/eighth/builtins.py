# case: enumerate over zip with a start
# file: main.py
for i, (name, size) in enumerate(zip(["a", "b"], (1.0, 2.0)), 1):
    row = i, name, size
last = row[2]

# case: sorted by a key with reverse
# file: main.py
words = {"a": 2, "b": 1}
order = sorted(words.items(), key=lambda p: p[1], reverse=True)
first = order[0]
name, count = first

# case: divmod round abs pow
# file: main.py
d = divmod(7, 2)
q, r = d
x = round(2.5)
y = round(2.567, 1)
z = abs(-3)
w = pow(2, 3)

# case: map with two iterables
# file: main.py
def glue(a, b):
    return a * b
made = list(map(glue, [1, 2], ["x", "y"]))
one = made[0]

# case: next with a default
# file: main.py
found = next((w for w in ["a", "bb"] if len(w) > 1), None)
missing = next(iter(()), 0)

# case: type as a maker and isinstance on it
# file: main.py
def same(value):
    kind = type(value)
    return kind(value)
a = same(3)
b = same("s")
c = same([1.5])

# case: bytes and memory
# file: main.py
data = bytes([1, 2])
n = data[0]
part = data[:1]
text = data.hex()
array = bytearray(data)
array.append(3)
view = memoryview(array)

# case: max of objects by a key
# file: main.py
class Box:
    def __init__(self, size):
        self.size = size
boxes = [Box(1), Box(3)]
big = max(boxes, key=lambda b: b.size)
size = big.size
total = sum(b.size for b in boxes)

# case: filter and reversed
# file: main.py
kept = list(filter(None, [0, 1, 2]))
back = list(reversed(["x", "y"]))
yes = any(k > 1 for k in kept)
parts = "a,b".partition(",")
sep = parts[1]
