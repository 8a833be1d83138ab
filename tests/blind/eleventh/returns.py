# What functions return.

# case: early and late
# file: main.py
def classify(n):
    if n < 0:
        return None
    if n == 0:
        return "zero"
    while n > 10:
        n //= 10
    else:
        if n == 5:
            return [n]
    return n
neg = classify(-1)
zero = classify(0)
five = classify(5)
big = classify(1234)
def nothing():
    pass
def bare(flag):
    if flag:
        return
    return 1
def never():
    raise RuntimeError
n = nothing()
b = bare(False)
def search(items, wanted):
    for i, item in enumerate(items):
        if item == wanted:
            break
    else:
        return -1.0
    return i
found = search("abc", "b")
lost = search("abc", "z")

# case: several values
# file: main.py
def stats(values):
    ordered = sorted(values)
    middle = ordered[len(ordered) // 2]
    return min(values), max(values), middle, sum(values) / len(values)
low, high, mid, mean = stats([3, 1, 2])
lo, *_ = stats([1.5, 2.5])
def partition(items, test):
    yes, no = [], []
    for item in items:
        (yes if test(item) else no).append(item)
    return yes, no
evens, odds = partition([1, 2, 3], lambda n: n % 2 == 0)
texts, others = partition(["a", 1, None], lambda v: isinstance(v, str))
def parse(text):
    key, sep, value = text.partition("=")
    if not sep:
        return key, None
    return key, value
k, v = parse("a=b")
lone = parse("a")
def nested():
    return {"list": [1, 2], "fn": parse, "pair": (1, "x")}
got = nested()
again = got["fn"]("c=d")
one, ex = got["pair"]

# case: classes and functions given back
# file: main.py
class Circle:
    def area(self):
        return 3.14
class Square:
    def area(self):
        return 4
def shape_class(name):
    return {"circle": Circle, "square": Square}[name]
def shape(name):
    cls = shape_class(name)
    return cls()
def factory():
    class Hidden:
        def value(self):
            return "hidden"
    return Hidden
def bound(obj):
    return obj.area
c = shape("circle")
s = shape("square")
ca = c.area()
sa = s.area()
H = factory()
h = H()
value = h.value()
m = bound(c)
area = m()
def chain(n):
    return chain_end if n == 0 else lambda: chain(n - 1)
def chain_end():
    return "end"
e = chain(0)()

# case: match as a return
# file: main.py
class Num:
    __match_args__ = ("value",)
    def __init__(self, value):
        self.value = value
class Op:
    __match_args__ = ("sign", "left", "right")
    def __init__(self, sign, left, right):
        self.sign, self.left, self.right = sign, left, right
def evaluate(node):
    match node:
        case Num(value):
            return value
        case Op("+", left, right):
            return evaluate(left) + evaluate(right)
        case Op(sign=sign):
            return sign
def read(command):
    match command:
        case ["go", direction]:
            return direction
        case ["take", *things]:
            return things
        case {"op": op, **rest}:
            return op, rest
        case int() | float() as number:
            return number
        case str() if command.isdigit():
            return int(command)
        case _:
            return None
three = evaluate(Op("+", Num(1), Num(2)))
minus = evaluate(Op("-", Num(1), Num(2)))
d = read(["go", "north"])
t = read(["take", "a", "b"])
o = read({"op": "x", "n": 1})
f = read(2.5)
i = read("42")
n = read("no")

# case: through managers and handlers
# file: main.py
class Opened:
    def __init__(self, name):
        self.name = name
        self.closed = False
    def __enter__(self):
        return self
    def __exit__(self, *exc):
        self.closed = True
    def lines(self):
        return [self.name]
def load(name):
    with Opened(name) as f:
        return f.lines()
def attempt(func, *args):
    try:
        return True, func(*args)
    except Exception as exc:
        return False, exc
    finally:
        done.append(func)
done = []
lines = load("a")
ok, value = attempt(len, "abc")
bad, error = attempt(int, "x")
also = attempt(load, "b")
last = done[-1]
def ternary(x):
    return x and x[0] or None
a = ternary([1])
b = ternary("")
def logical(x, y):
    return x or y
c = logical(0, "y")
d = logical([1], None)
