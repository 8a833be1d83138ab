# Functions.

# case: a function is kept in a class attribute and called from an instance's dictionary
# file: main.py
def func1(x):
    return x
class Keep:
    call = func1
    table = {"f": func1}
k = Keep()
a = k.call()
b = k.table["f"](1)
c = Keep.call("s")

# case: an inner function with a default from the loop
# file: main.py
def func1():
    made = []
    for word in ["a", "b"]:
        def inner(w=word):
            return w
        made.append(inner)
    return made
fs = func1()
a = fs[0]()
b = [f() for f in fs]

# case: a recursive function returns lists of itself
# file: main.py
def tree(depth):
    if depth == 0:
        return None
    left = tree(depth - 1)
    return [left, depth]
a = tree(2)
b = a[0]
c = a[1]

# case: a function with a nested function that changes a nonlocal's type
# file: main.py
def func1():
    value = None
    def put(new):
        nonlocal value
        old = value
        value = new
        return old
    def get():
        return value
    return put, get
put, get = func1()
a = put(1)
b = get()

# case: currying by hand
# file: main.py
def add(a):
    def with_b(b):
        def with_c(c):
            return [a, b, c]
        return with_c
    return with_b
one = add(1)
two = one("b")
three = two(2.5)
x = three[0]

# case: a function assigned to its own attribute
# file: main.py
def func1(n=0):
    if n:
        return "again"
    return func1.again(1)
func1.again = func1
a = func1()
b = func1.again(2)

# case: a global list of functions that functions extend
# file: main.py
hooks = []
def func1():
    return 1
def func2():
    return "s"
def install():
    hooks.append(func1)
    hooks.append(func2)
    return len(hooks)
n = install()
results = [h() for h in hooks]
first = results[0]
