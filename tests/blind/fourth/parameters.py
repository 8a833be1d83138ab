# case: builder passed along
# file: main.py
class Html:
    def __init__(self):
        self.out = []
    def tag(self, name):
        self.out.append("<%s>" % name)
        return self
def head(h):
    h.tag("head")
    return h
def body(h, depth):
    if depth > 0:
        body(h.tag("div"), depth - 1)
    return h
h = body(head(Html()), 2)
o = h.out[0]
# case: the same parameter through three functions
# file: main.py
def a(x):
    return b(x)
def b(x):
    return c(x)
def c(x):
    return x
p = a(1)
q = a("s")
r = b([1])
# case: parameter types by isinstance of own classes
# file: main.py
class Dir:
    def __init__(self, kids):
        self.kids = kids
class File:
    def __init__(self, size):
        self.size = size
def size(node):
    if isinstance(node, File):
        return node.size
    total = 0
    for k in node.kids:
        total += size(k)
    return total
s = size(Dir([File(1), Dir([File(2)])]))
# case: mutable parameter shared
# file: main.py
def push(stack, item):
    stack.append(item)
def pop(stack):
    return stack.pop()
st = []
push(st, "a")
push(st, "b")
x = pop(st)
# case: parameter used as callee and argument
# file: main.py
def tap(f, x):
    y = f(x)
    return y
def inc(n):
    return n + 1
a = tap(inc, 1)
b = tap(tap, inc) if False else tap(str, 2.5)
c = tap(lambda g: g("z"), str.upper)
