# case: chained assignment of functions
# file: main.py
def f():
    return 1
def g():
    return "s"
a = b = f
x = a()
y = b()
a = g
z = a()
w = b()

# case: swapping and rotating
# file: main.py
a, b = 1, "s"
a, b = b, a
c, d, e = 1.0, None, b"x"
c, d, e = e, c, d

# case: a starred name in each position
# file: main.py
head, *tail = [1, 2, 3]
*init, last = ("a", "b", 3.0)
left, *middle, right = "xyz"
(p, *q), r = (1, "a", "b"), None

# case: nested unpacking of functions
# file: main.py
def add(a, b):
    return a + b
def cat(a, b):
    return f"{a}{b}"
(plus, (concat, n)), m = (add, (cat, 2)), 3
x = plus(n, m)
y = concat(n, m)

# case: augmented assignment of every kind
# file: main.py
n = 1
n += 0.5
s = "a"
s *= 3
items = [1]
items += ("b", "c")
flags = {1}
flags |= {2}
d = {"a": 1}
d |= {"b": 2.0}
q = 7
q /= 2
k = 7
k //= 2
b = True
b &= False

# case: assigned in a loop and after it
# file: main.py
last = None
for word in ["a", "b"]:
    last = word
kept = last
total = 0
while total < 3:
    total += 1
else:
    done = True

# case: the walrus in conditions
# file: main.py
def read(parts):
    out = []
    while (part := parts.pop()) is not None:
        out.append(part)
    return out
got = read([None, 1, 2])
if (n := len(got)) > 1:
    size = n
big = [m for g in got if (m := g * 2.0)]
