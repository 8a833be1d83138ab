# Assignments of every form.

# case: one name, many lives
# file: main.py
import datetime
stamp = "2024-05-06"
parts = stamp.split("-")
parts = [int(p) for p in parts]
stamp = datetime.date(*parts)
year = stamp.year
stamp = stamp.isoformat()
again = stamp.replace("-", "")
stamp = int(again)
half = stamp / 2
stamp = None
empty = stamp

# case: swaps and chains
# file: main.py
a, b, c = 1, "two", 3.0
a, b = b, a
b, c, a = a, b, c
x = y = z = []
y.append(a)
z = z + [c]
first, *middle, last = range(5)
(p, (q, r)), s = ((1, ("in", b"ner")), None)
[m, n] = {"k": 1, "l": 2}
head, = ["single"]
i = j = 0
i, j = j + 1, str(i)
holder = {}
holder["k"], other = "value", holder

# case: augmented in every manner
# file: main.py
count = 0
count += 1.5
count //= 1
name = "ab"
name *= 2
name += "!"
items = [1]
items += (2, 3)
items *= 2
flags = {1, 2}
flags |= {3}
flags &= {2, 3}
table = {"a": 1}
table |= {"b": "two"}
bits = 0b1010
bits >>= 1
bits ^= 0xFF
text = "%d-%s"
text %= (count, name)
power = 2
power **= -1

# case: the walrus at work
# file: main.py
lines = ["a=1", "# note", "b = two", ""]
config = {}
while lines and (line := lines.pop(0)):
    if (cut := line.find("=")) < 0:
        continue
    key, value = line[:cut].strip(), line[cut + 1:].strip()
    config[key] = value
if (total := len(config)) > 1:
    message = f"{total} settings"
squares = [sq for n in range(4) if (sq := n * n) % 2 == 0]
final = sq
longest = max(config.values(), key=(measure := len))
size = measure(longest)

# case: state of a module changed from functions
# file: main.py
current = None
history = []
def start(name):
    global current
    if current is not None:
        history.append(current)
    current = {"name": name, "steps": 0}
    return current
def step(by=1):
    current["steps"] += by
    return current["steps"]
def stop():
    global current
    done, current = current, None
    return done
start("one")
n = step()
m = step(2)
start("two")
last = stop()
label = last["name"]
old = history[0]["name"]

# case: attributes and items as targets
# file: main.py
class Box:
    pass
box = Box()
box.size, box.name = 3, "box"
box.inner = Box()
box.inner.tags = {"a"}
box.inner.tags.add("b")
for box.index in range(2):
    pass
grid = [[0] * 3 for _ in range(2)]
grid[0][1], grid[1] = 5, [7, 8, 9]
row = grid[0]
cell = row[1]
(box.left, *box.others) = "abc"
index = box.index
others = box.others
tags = sorted(box.inner.tags)
del box.size
has = hasattr(box, "size")
