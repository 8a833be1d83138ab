# case: nested targets with a star
# file: main.py
(a, *b), [c, d] = (1, "x", "y"), [2.0, None]
e = b[0]
f = b

# case: swap through a tuple
# file: main.py
left, right = 1, "r"
left, right = right, left
x = left
y = right

# case: a chained assignment to a name and an item
# file: main.py
table = {}
table["k"] = value = [1]
n = table["k"]
m = value[0]

# case: an attribute chain as target
# file: main.py
class Node:
    def __init__(self):
        self.next = None
        self.load = 0
root = Node()
root.next = Node()
root.next.load = "deep"
a = root.next
b = a.load
c = root.load

# case: augmented on an attribute that changes its type
# file: main.py
class Count:
    total = 0
c = Count()
c.total += 1.5
x = c.total
y = Count.total
c.total = f"{c.total}"
z = c.total

# case: for target is an attribute
# file: main.py
class Seen:
    last = None
s = Seen()
for s.last in ["a", "b"]:
    pass
x = s.last

# case: with target is a tuple
# file: main.py
class Both:
    def __enter__(self):
        return 1, "one"
    def __exit__(self, kind, error, trace):
        return None
with Both() as (n, s):
    r = n
t = s

# case: a conditional expression and an or
# file: main.py
def pick(flag):
    first = 1 if flag else "no"
    second = None or first
    return second
x = pick(True)
y = pick(False)
z = [] or {} or (1,)
