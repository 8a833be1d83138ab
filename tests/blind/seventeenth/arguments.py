# Arguments.

# case: a bound method is handed on as an argument
# file: main.py
class Bell:
    def __init__(self, sound):
        self.sound = sound
    def ring(self):
        return self.sound
def twice(action):
    first = action()
    second = action()
    return first, second
bell = Bell("ding")
pair = twice(bell.ring)
other = twice(Bell(3).ring)

# case: star arguments re-packed between three functions
# file: main.py
def inner(a, b, c):
    return c
def middle(*args):
    return inner(*args[1:], args[0])
def outer(*args):
    return middle(1.5, *args)
x = outer("s", b"b")
def reversed_args(*args):
    return inner(*args[::-1])
y = reversed_args(1, "two", None)

# case: a function picks one of its function arguments
# file: main.py
def one():
    return 1
def two():
    return "2"
def pick(left, right, want_left):
    chosen = left if want_left else right
    return chosen
f = pick(one, two, True)
g = pick(one, two, False)
a = f()
b = g()

# case: an argument is called with an argument that is called
# file: main.py
def source():
    return b"data"
def decode(make):
    return make().decode()
def run(step, make):
    return step(make)
text = run(decode, source)
size = run(lambda m: len(m()), source)

# case: a class is an argument and is instantiated by the callee
# file: main.py
class Stack:
    def __init__(self):
        self.items = []
    def put(self, x):
        self.items.append(x)
        return self
class Queue(Stack):
    def put(self, x):
        self.items.insert(0, x)
        return self
def build(cls, *values):
    made = cls()
    for v in values:
        made.put(v)
    return made
s = build(Stack, 1, 2)
q = build(Queue, "a")
top = s.items[-1]
front = q.items[0]

# case: an argument in a tuple of pairs is unpacked and called
# file: main.py
def add(x, y):
    return x + y
def join(x, y):
    return f"{x}{y}"
def run(job):
    func, (left, right) = job
    return func(left, right)
a = run((add, (1, 2)))
b = run((join, ("p", "q")))
