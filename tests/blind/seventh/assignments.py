# case: starred in the middle
# file: main.py
def f():
    return 1
a, *b, c = f, "x", "y", f
r = a()
s = c()
t = b[0]

# case: recursive tuple of functions
# file: main.py
def f():
    return 1
def g():
    return "g"
(a, (b, c)), d = (f, (g, f)), g
w = b()
x = c()
y = d()

# case: an alias of an alias in a function
# file: main.py
def target():
    return [0]
def run():
    a = target
    b = a
    a = None
    return b()
x = run()

# case: type changes through a loop
# file: main.py
x = 1
for item in ["a", "b"]:
    x = item
y = x  # wide: y

# case: walrus and chained comparison
# file: main.py
data = [1, 2, 3]
if (n := len(data)) > 2:
    m = n
t = [y := 1, y + 1.5]
z = y

# case: annotated without and with a value
# file: main.py
a: int = 3
b: "str" = "s"
c: list = []
c.append(a)
d = c[0]

# case: a slice is assigned
# file: main.py
l = [1, 2, 3]
l[0:2] = ["a"]
x = l[2]  # wide: x
l[1:] = []
