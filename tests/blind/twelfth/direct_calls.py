# Direct calls: what is called is an expression.

# case: a call of an item of a call
# file: main.py
def one():
    return 1
def text():
    return "t"
def table():
    return {"one": one, "text": [text, one]}
a = table()["one"]()
b = table()["text"][0]()
c = table().get("one")()

# case: a call of what or and and give
# file: main.py
def yes():
    return "yes"
def no():
    return 0
a = (None or yes)()
b = (yes and no)()
c = (lambda f: f())(yes)
d = (yes if a else no)()

# case: a call of a walrus
# file: main.py
def make():
    def inner():
        return [1]
    return inner
if (f := make())():
    r = f()
(g := make)()
s = g()()

# case: a class called at once, then its instance, then the result
# file: main.py
class Adder:
    def __init__(self, n):
        self.n = n
    def __call__(self, m):
        return Adder(self.n + m)
    def done(self):
        return self.n
total = Adder(1)(2)(3).done()
inst = Adder(0)(0.5)
v = inst.n

# case: a call of an attribute of a module's function
# file: main.py
import shop
def local():
    return 1
shop.find.fallback = local
a = shop.find("x")
b = shop.find.fallback()
c = shop.Cart().add("x").add("y").items
# file: shop.py
def find(name):
    return name + "!"
class Cart:
    def __init__(self):
        self.items = []
    def add(self, item):
        self.items.append(item)
        return self

# case: calls in subscripts, slices, and comparisons
# file: main.py
def lo():
    return 0
def hi():
    return 2
def data():
    return ["a", "b", "c"]
part = data()[lo():hi()]
item = data()[hi()]
ok = lo() < hi() <= 3
pick = [lo, hi][lo() + 1]()
name = {lo(): "zero"}[0]
text = f"{data()[0]!r:>{hi()}}"

# case: a call with itself as an argument
# file: main.py
def apply(f, *args):
    return f(*args)
def add(a, b):
    return a + b
r = apply(apply, apply, add, 1, 2)
s = apply(apply, add, "a", "b")
