# case: chained and tuple
# file: main.py
def f():
    return 1
def g():
    return "g"
a = b = f
c, d = f, g
x = a()
y = b()
z = d()
w = c()

# case: a list target and nesting
# file: main.py
def pair():
    return 1, ("a", 2.0)
[p, (q, r)] = pair()
first, *others = [q, q, q]
s = others[0]

# case: rebinding a name with each type
# file: main.py
v = 1
v = "text"
v = [v]
v = {"k": v}
w = v["k"]

# case: an attribute chain is assigned
# file: main.py
class Box:
    pass
b = Box()
b.inner = Box()
b.inner.value = 3
x = b.inner.value
c = b.inner
c.value = "s"
y = c.value

# case: augmented on several types
# file: main.py
n = 1
n += 2.5
t = (1,)
t += ("a",)
s = "a"
s *= 3
l = [1]
l += [2]
k = t[1]

# case: conditional and boolean values
# file: main.py
def pick(flag):
    x = 1 if flag else "a"  # wide: x
    return x  # wide: pick
a = pick(True)  # wide: a
b = None or "default"
c = 0 or 2.5
d = "x" and [1]

# case: unpacking a dictionary and its items
# file: main.py
d = {"a": 1, "b": 2}
k1, k2 = d
for key, value in d.items():
    last = (key, value)
pairs = list(d.items())
k, v = pairs[0]

# case: swap of two types
# file: main.py
a = 1
b = "b"
a, b = b, a
c = a
d = b

# case: a global changed by a function
# file: main.py
state = None
def set_state():
    global state
    state = 5
def get_state():
    return state  # wide: get_state
set_state()
now = get_state()  # wide: now
