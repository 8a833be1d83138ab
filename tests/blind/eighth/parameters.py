# case: a parameter is rebound
# file: main.py
def norm(value):
    if value is None:
        value = []
    elif isinstance(value, str):
        value = [value]
    return value
a = norm(None)
b = norm("x")
c = norm([1])

# case: a callback gets what the caller has
# file: main.py
def each(items, f):
    for i in items:
        r = f(i)
    return r
def show(item):
    return item, len(item)
x = each(["a"], show)

# case: objects of two classes through one function
# file: main.py
class Csv:
    def write(self, row):
        return ",".join(row)
class Raw:
    def write(self, row):
        return row
def save(writer, row):
    return writer.write(row)
a = save(Csv(), ["x"])
b = save(Raw(), ["y"])

# case: a class is passed and made
# file: main.py
class Red:
    code = 1
class Blue:
    code = "b"
def make(kind, n):
    return [kind() for _ in range(n)]
a = make(Red, 2)
b = make(Blue, 1)
x = a[0].code
y = b[0].code

# case: a default that is a mutable list
# file: main.py
def add(item, to=[]):
    to.append(item)
    return to
x = add(1)
y = add("s")

# case: a parameter passed on to itself
# file: main.py
def depth(node, level=0):
    if node is None:
        return level
    return depth(node[0], level + 1)
x = depth(((None,),))

# case: match on a parameter
# file: main.py
class Circle:
    __match_args__ = ("r",)
    def __init__(self, r):
        self.r = r
def area(shape):
    match shape:
        case Circle(r):
            return r * 3.14
        case {"w": w, "h": h}:
            return w * h
        case [a, b, *_]:
            return a
        case str() as s:
            return s
        case _:
            return None
u = area(Circle(1.0))
v = area({"w": 2, "h": 3})
w = area([b"1", 2])
x = area("s")
y = area(3)
