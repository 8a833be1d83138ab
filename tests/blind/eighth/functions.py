# case: a counter closure with nonlocal
# file: main.py
def counter(start):
    n = start
    def step(by=1):
        nonlocal n
        n += by
        return n
    return step
c = counter(0)
a = c()
b = c(2)

# case: compose
# file: main.py
def compose(*fs):
    def run(x):
        for f in fs:
            x = f(x)
        return x
    return run
def inc(n):
    return n + 1
both = compose(inc, str)
r = both(1)

# case: mutual recursion
# file: main.py
def even(n):
    return True if n == 0 else odd(n - 1)
def odd(n):
    return False if n == 0 else even(n - 1)
x = even(4)

# case: a recursive sum of nested lists
# file: main.py
def flat(value):
    out = []
    for v in value:
        if isinstance(v, list):
            out.extend(flat(v))
        else:
            out.append(v)
    return out
x = flat([1, [2, [3]]])
y = x[0]

# case: function attributes
# file: main.py
def work():
    work.count += 1
    return work.name
work.count = 0
work.name = "w"
a = work()
b = work.count
n = work.__name__

# case: a function stored in an attribute of an instance
# file: main.py
class Button:
    def __init__(self, on_click):
        self.on_click = on_click
    def press(self):
        return self.on_click(self)
def clicked(button):
    return button, "clicked"
b = Button(clicked)
r = b.press()
t = r[1]

# case: an inner function that uses a parameter of the outer one
# file: main.py
def greet(name):
    def message(mark):
        return name + mark
    return message("!"), message
m, f = greet("bob")
again = f("?")

# case: early returns of several types
# file: main.py
def parse(s):
    if not s:
        return None
    if s.isdigit():
        return int(s)
    if "," in s:
        return [parse(p) for p in s.split(",")]
    return s
a = parse("")
b = parse("1")
c = parse("1,x")
