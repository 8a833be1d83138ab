# Functions: values like others.

# case: a function that redefines itself
# file: main.py
def setup():
    global setup
    setup = ready
    return "first"
def ready():
    return 2
a = setup()
b = setup()

# case: a chain of functions that return functions by name
# file: main.py
def a():
    return b
def b():
    return c
def c():
    return "end"
x = a()()()
f = a()
y = f()

# case: a function with an inner class that closes over an argument
# file: main.py
def kind(default):
    class Field:
        def get(self):
            return default
        def like(self):
            return Field()
    return Field
Int = kind(0)
Text = kind("")
i = Int().get()
t = Text().get()
l = Int().like()

# case: nonlocal in two closures that share
# file: main.py
def cell(value):
    def get():
        return value
    def put(new):
        nonlocal value
        old, value = value, new
        return old
    return get, put
get, put = cell(1)
old = put("two")
now = get()

# case: a trampoline
# file: main.py
def trampoline(f, *args):
    while callable(f):
        f = f(*args)
        args = ()
    return f
def down(n):
    if n == 0:
        return "done"
    return lambda: down(n - 1)
r = trampoline(down, 2)

# case: composition of any number
# file: main.py
def compose(*fns):
    def run(x):
        for fn in fns:
            x = fn(x)
        return x
    return run
def inc(n):
    return n + 1
both = compose(inc, str)
r = both(1)
three = compose(inc, str, list)
s = three(9)

# case: attributes and a doc of a function
# file: main.py
def f(a, b=2, *, c="x"):
    "doc"
    f.calls += 1
    return f.calls
f.calls = 0
n = f(1)
name = f.__name__
doc = f.__doc__
defaults = f.__defaults__
kw = f.__kwdefaults__
mod = f.__module__
again = f.__call__(3)

# case: memo by a default dictionary
# file: main.py
def fib(n, memo={}):
    if n in memo:
        return memo[n]
    if n < 2:
        return n
    memo[n] = fib(n - 1) + fib(n - 2)
    return memo[n]
v = fib(6)

# case: a function is a class attribute and called through it
# file: main.py
def size(x):
    return len(x)
class Tool:
    measure = staticmethod(size)
    raw = size
    def __len__(self):
        return 4
    def use(self):
        return self.measure("abc")
t = Tool()
a = t.use()
b = Tool.raw([1])
c = t.raw()

# case: functions that return different things by depth
# file: main.py
def depth(x):
    if isinstance(x, list):
        return [depth(y) for y in x]
    return str(x)
def flat(x):
    if not isinstance(x, list):
        return [x]
    out = []
    for y in x:
        out += flat(y)
    return out
d = depth([1, [2]])
f = flat([1, ["a"]])
