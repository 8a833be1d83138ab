# Assignments.

# case: chained, swapped and starred
# file: main.py
def f():
    return 1
def g():
    return "g"
a = b = f
b, a = g, b
x = a()
y = b()
first, *middle, last = (f, g, 2.5, g)
m = middle[0]
n = middle[1]
p = last()
(q, (r, *s)), t = (1, ("x", f, g)), None
u = s[-1]()

# case: reassigned in branches, in loops and after
# file: main.py
def pick(n):
    value = None
    if n > 1:
        value = n
    elif n == 1:
        value = "one"
    before = value
    value = [before]
    return value
a = pick(0)
b = pick(1)
c = pick(2)
total = 0
for i in (1, 2.5):
    total = total + i
name = total
name = str(name)
while name:
    name = name[1:] or None
end = name

# case: assignment to items, slices and attributes in one statement
# file: main.py
class Node:
    pass
node = Node()
items = [1, 2, 3]
node.left = items[0] = "first"
node.right, items[1:] = (2.5, [b"x", None])
a = node.left
b = node.right
c = items[0]
d, node.next = Node(), Node()
node.next.value = d
e = node.next.value
e.mark = node.mark = True

# case: augmented assignments change types
# file: main.py
class Sum:
    def __init__(self, n):
        self.n = n
    def __iadd__(self, other):
        self.n += other
        return self
    def __mul__(self, k):
        return [self.n] * k
    def __rsub__(self, other):
        return "minus"
x = 1
x += 0.5
y = [1]
y += ("a",)
z = Sum(1)
z += 2
w = z
w *= 3
v = 10
v -= z
t = (1,)
t += ("b",)
u = z.n

# case: walrus, conditional expressions and boolean operators
# file: main.py
def maybe(n):
    return n if n > 1 else None
def default():
    return "default"
a = maybe(2) or default()
b = maybe(0) or default()
if (c := maybe(3)) is not None:
    d = c
e = (f := default()).upper() and [f]
g = not e
h = 1 < 2 < 3
i = maybe(5) and default()
k = [last := n for n in (1, 2)]
j = last
