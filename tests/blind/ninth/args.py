# case: a function is passed and called
# file: main.py
def greet():
    return "hi"
def count():
    return 3
def run(f):
    return f()
a = run(greet)
b = run(count)

# case: an argument is passed on twice
# file: main.py
def inner(g, value):
    return g(value)
def middle(g, value):
    return inner(g, value)
def outer(g):
    return middle(g, 1)
def half(n):
    return n / 2
def text(n):
    return str(n)
x = outer(half)
y = outer(text)

# case: an argument is assigned to another name before it is called
# file: main.py
def shout(s):
    return s.upper()
def use(action, s):
    again = action
    last = again
    return last(s)
r = use(shout, "a")

# case: a function returns its argument, which is called
# file: main.py
def same(f):
    return f
def one():
    return 1
def two():
    return 2.0
a = same(one)()
b = same(two)()

# case: a starred list of functions
# file: main.py
def first():
    return 1
def second():
    return "b"
def run_all(*steps):
    out = []
    for step in steps:
        out.append(step())
    return out
todo = [first, second]
results = run_all(*todo)
count = len(results)

# case: an instance, its method and its class as arguments
# file: main.py
class Bell:
    def ring(self):
        return "ding"
def by_object(bell):
    return bell.ring()
def by_method(ring):
    return ring()
def by_class(kind):
    made = kind()
    return made.ring()
a = by_object(Bell())
b = by_method(Bell().ring)
c = by_class(Bell)

# case: arguments in both branches of a caller
# file: main.py
def show(v):
    return [v]
def pick(flag):
    if flag:
        out = show(1)
    else:
        out = show("s")
    return out
a = pick(True)
b = pick(False)
