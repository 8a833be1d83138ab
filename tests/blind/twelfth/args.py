# Arguments: what is handed over, and in what order.

# case: an argument is called, and its result is handed to the next
# file: main.py
def first():
    return 1
def second(n):
    return str(n)
def pipe(a, b):
    x = a()
    y = b(x)
    return y
out = pipe(first, second)

# case: a star of a dictionary's values
# file: main.py
def join(a, b, c):
    return [a, b, c]
parts = {"x": 1, "y": "two", "z": 3.0}
got = join(*parts.values())
keys = join(*parts)
x, *rest = keys

# case: an instance's method over an argument that is its own method
# file: main.py
class Door:
    def __init__(self):
        self.steps = []
    def on(self, action):
        self.steps.append(action)
        return action()
    def open(self):
        return "open"
    def shut(self):
        return 0
door = Door()
a = door.on(door.open)
b = door.on(door.shut)
last = door.steps[-1]
c = last()

# case: the argument is a star of a call's tuple and a keyword from another
# file: main.py
def pair():
    return 1, "a"
def opts():
    return {"flag": True}
def take(n, s, flag=False, *more):
    return (n, s, flag, more)
t = take(*pair(), **opts())
u = take(*pair(), False, b"x", None)
n = t[0]
more = u[3]

# case: two functions swap their arguments
# file: main.py
def left(f, g):
    return f(), g()
def right(f, g):
    return left(g, f)
def one():
    return 1
def text():
    return "t"
a, b = left(one, text)
c, d = right(one, text)

# case: an argument with a method of the same name as a function
# file: main.py
def run(x):
    return x.run()
class Job:
    def run(self):
        return run(Step())
class Step:
    def run(self):
        return 7
result = run(Job())

# case: the function's own attribute as a default
# file: main.py
def size():
    return 3
size.unit = "cm"
def show(n=size(), unit=size.unit):
    return f"{n}{unit}"
s = show()
t = show(4.5)
u = show(unit=None)
