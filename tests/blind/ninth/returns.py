# case: each branch
# file: main.py
def kind(n):
    if n > 2:
        return "big"
    elif n > 1:
        return 2
    return None
a = kind(3)
b = kind(2)
c = kind(1)

# case: no return
# file: main.py
def nothing():
    pass
def bare(flag):
    if flag:
        return
    return 1
a = nothing()
b = bare(True)
c = bare(False)

# case: several values
# file: main.py
def three():
    return 1, "two", 3.0
a, b, c = three()
t = three()
second = t[1]
*rest, last = three()

# case: a function returned and called
# file: main.py
def make(kind):
    def up(s):
        return s.upper()
    def size(s):
        return len(s)
    if kind == "up":
        return up
    return size
f = make("up")
g = make("size")
a = f("a")
b = g("a")

# case: a class is returned
# file: main.py
class Cat:
    def say(self):
        return "meow"
class Cow:
    def say(self):
        return 0
def choose(name):
    if name == "cat":
        return Cat
    return Cow
a = choose("cat")()
b = choose("cow")().say()

# case: what or and and return
# file: main.py
def name_of(v):
    return v or "none"
def both(a, b):
    return a and b
a = name_of("")
b = name_of("x")
c = both(0, "s")
d = both(1, "s")
e = not a

# case: return in loops, try and with
# file: main.py
def find(items, wanted):
    for i, item in enumerate(items):
        if item == wanted:
            return i
    return -1.0
def parse(s):
    try:
        return int(s)
    except ValueError:
        return s
    finally:
        last = s
def read():
    import io
    with io.StringIO("text") as f:
        return f.read()
a = find(["x"], "x")
b = find(["x"], "y")
c = parse("1")
d = parse("z")
e = read()
