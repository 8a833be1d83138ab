# Parameters.

# case: a parameter is a class, which is subclassed inside
# file: main.py
def extend(base):
    class Sub(base):
        def more(self):
            return [self.one()]
    return Sub
class A:
    def one(self):
        return 1
class B:
    def one(self):
        return "b"
x = extend(A)().more()
y = extend(B)().more()

# case: a parameter is narrowed by isinstance and returned changed
# file: main.py
def func1(value):
    if isinstance(value, str):
        value = [value]
    elif value is None:
        value = ()
    return value
a = func1("s")
b = func1(None)
c = func1(2.5)

# case: positional-only parameters beside keywords of the same name
# file: main.py
def func1(name, /, **kw):
    own = name
    other = kw.get("name")
    return own
a = func1("n", name=1)
b = func1(2.5)

# case: a star parameter of functions, called in turn
# file: main.py
def func1(x):
    return [x]
def func2(x):
    return (x,)
def pipe(value, *fs):
    for f in fs:
        value = f(value)
    return value
a = pipe(1, func1)
b = pipe("s", func2)
c = pipe(2.5)

# case: a parameter's method is called with another parameter
# file: main.py
class Text:
    def put(self, x):
        return str(x)
class Rows:
    def put(self, x):
        return [x]
def func1(target, x):
    out = target.put(x)
    return out
a = func1(Text(), 1)
b = func1(Rows(), 2.5)

# case: a default is read when the function is made
# file: main.py
size = 1
def func1(n=size):
    return n
size = "large"
a = func1()
b = func1(size)

# case: the parameter self under another name
# file: main.py
class Node:
    def __init__(this, value):
        this.value = value
    def get(me):
        return me.value
a = Node(1).get()
b = Node("s").get()
