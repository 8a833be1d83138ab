# Arguments, by place, by name and starred.

# case: functions given by place, by name and by default
# file: main.py
def one():
    return 1
def two():
    return "2"
def three():
    return 3.0
def call(first, second=two, *, third=three):
    a = first()
    b = second()
    c = third()
    return a, b, c
x = call(one)
y = call(one, one)
z = call(third=one, first=two)

# case: starred arguments of several containers
# file: main.py
def take(a, b=None, *rest):
    return rest
pair = (1, "x")
more = [2.5]
r1 = take(*pair)
r2 = take(*pair, *more)
r3 = take(*more, *pair, b"b")
r4 = take(*{"k": 1}, *range(3))
n = len(r4)

# case: a class, a method and a lambda as arguments of one function
# file: main.py
class Box:
    def __init__(self, content):
        self.content = content
    def peek(self, extra):
        return (self.content, extra)
def use(maker, value):
    made = maker(value)
    return made
a = use(Box, 1)
b = use(a.peek, "e")
c = use(lambda v: [v], 2.5)
d = use(str, 3)
e = use(use, Box) if False else a.content

# case: an argument that is changed by who gets it
# file: main.py
def fill(target, value):
    target.append(value)
    return target
def rename(record, **new):
    record.update(new)
def reset(value):
    value = "none"
    return value
items = []
same = fill(items, 1)
fill(same, "s")
first = items[0]
record = {"a": 1}
rename(record, b="two")
kept = record["b"]
number = 5
text = reset(number)

# case: arguments that are evaluated by calls within calls
# file: main.py
def left():
    return 1
def right(n):
    return str(n)
def join(a, b, sep=", "):
    return a + sep + b
def outer(f, *args):
    return f(*args)
a = join(right(left()), right(n=2))
b = outer(join, right(3), right(left()))
c = outer(outer, right, left())
d = outer(lambda *xs: xs, left(), left)
