# Assignments.

# case: chained assignment of a function
# file: main.py
def base():
    return 1
first = second = third = base
a = first()
b = third()
second = str
c = second(a)
d = first()

# case: a tuple swap of functions
# file: main.py
def left():
    return "l"
def right():
    return 2.0
x, y = left, right
a = x()
x, y = y, x
b = x()
c = y()

# case: three names rotate
# file: main.py
def red():
    return "red"
def green():
    return 2
def blue():
    return None
a, b, c = red, green, blue
a, b, c = b, c, a
r = a()
s = b()
t = c()
a, (b, c) = c, (a, b)
u = a()
v = b()

# case: starred targets take functions apart
# file: main.py
def head():
    return 1
def body():
    return "b"
def tail():
    return b"t"
start, *rest = head, body, tail
a = start()
b = rest[0]()
*most, last = [head, body, tail]
c = last()
d = [f() for f in most]

# case: an attribute and an item are assigned in one statement
# file: main.py
class Box:
    pass
def make():
    return Box()
box = make()
table = {}
box.value = table["k"] = kept = 12
box.next, table["n"] = make(), len
a = box.value
b = table["k"]
c = box.next
d = table["n"]("abc")

# case: an assignment expression in a condition and in a call
# file: main.py
def find(key):
    return {"a": 1}.get(key)
def show(n):
    return f"<{n}>"
if (hit := find("a")) is not None:
    text = show(hit)
else:
    text = "none"
size = len(word := text.upper())
letters = [last := c for c in word]
end = last

# case: augmented assignment with a method of the class
# file: main.py
class Tally:
    def __init__(self, n):
        self.n = n
    def __iadd__(self, other):
        self.n = self.n + other
        return self
    def __sub__(self, other):
        return self.n - other
t = Tally(3)
t += 4
kept = t
t -= 1
total = t
