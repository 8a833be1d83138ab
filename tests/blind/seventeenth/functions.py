# Functions.

# case: a function is defined again
# file: main.py
def value():
    return 1
a = value()
def value():
    return "one"
b = value()
old = value
def value():
    return None
c = old()

# case: a counter in a closure
# file: main.py
def counter():
    n = 0
    def step():
        nonlocal n
        n += 1
        return n
    def name():
        return "counter"
    return step, name
step, name = counter()
a = step()
b = name()

# case: an attribute on a function
# file: main.py
def tool():
    return tool.label
tool.label = "hammer"
tool.helper = lambda: 3
a = tool()
b = tool.helper()

# case: a global is assigned within a function
# file: main.py
handler = None
def first():
    return "first"
def install(func):
    global handler
    handler = func
    return handler
x = install(first)
y = handler()

# case: composition of a list of functions
# file: main.py
def strip(s):
    return s.strip()
def size(s):
    return len(s)
def compose(*funcs):
    def run(value):
        for f in funcs:
            value = f(value)
        return value
    return run
trim = compose(strip)
measure = compose(strip, size)
a = trim(" x ")
b = measure(" xy ")

# case: mutual recursion
# file: main.py
def even(n):
    if n == 0:
        return "even"
    return odd(n - 1)
def odd(n):
    if n == 0:
        return "odd"
    return even(n - 1)
a = even(4)
b = odd(4)
