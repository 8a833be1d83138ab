# Parameters.

# case: called in loops, with what came before
# file: main.py
def fold(f, items, start):
    for item in items:
        start = f(start, item)
    return start
def until(test, step, value):
    while not test(value):
        value = step(value)
    return value
def repeat(f, n):
    out = []
    for i in range(n):
        out.append(f(i))
    else:
        out.append(f(n))
    return out
def join(a, b):
    return f"{a}{b}"
a = fold(join, [1, 2], "")
b = fold(lambda x, y: x + [y], "ab", [])
c = until(lambda v: v > 9, lambda v: v * 2, 1)
d = repeat(str, 2)
e = repeat(lambda i: i / 2, 1)

# case: a parameter of many types, told apart in many ways
# file: main.py
def kind(x):
    if x is None:
        return "none"
    if isinstance(x, (list, tuple)):
        return [kind(i) for i in x]
    if callable(x):
        return kind(x())
    if type(x) is dict:
        return {k: kind(v) for k, v in x.items()}
    if hasattr(x, "read"):
        return x.read()
    return x
class File:
    def read(self):
        return b"data"
a = kind(None)
b = kind([1, None])
c = kind(lambda: (2.5,))
d = kind({"k": None})
e = kind(File())
f = kind("s")
g = kind(File)

# case: parameters that are changed and given back
# file: main.py
class State:
    value = None
def put(state, value):
    state.value, old = value, state.value
    return old
def push(stack, *items):
    stack.extend(items)
    return stack.pop()
def move(source, target, key="k"):
    target[key] = source.pop(key, None)
    return target
s = State()
a = put(s, 1)
b = put(s, "two")
c = s.value
d = push([], 1, "x")
e = move({"k": 2.5}, {})
f = move({}, {"k": 1})["k"]
g = put(State(), s)

# case: parameters of inner functions, classes and comprehensions
# file: main.py
def outer(items, extra=None):
    def inner(item, extra=extra):
        return item, extra
    class Holder:
        first = items[0]
        def all(self, n=len(items)):
            return [inner(i) for i in items[:n]]
    return Holder
H = outer([1, "s"])
a = H.first
b = H().all()
c = H().all(1)
K = outer(("t",), extra=2.5)
d = K().all()[0]
e = K.first
def nest(f):
    return [f(x) for f in (f, str) for x in (1,)]
g = nest(float)

# case: variable parameters that are unpacked, counted and looked up
# file: main.py
def head(first, *rest, **options):
    if rest:
        return rest[-1]
    if options:
        return options.popitem()
    return first
def spread(*args):
    return head(*args[1:], args[0])
def named(**kw):
    return head(None, **kw)
a = head(1)
b = head(1, "x", 2.5)
c = head(1, k=None)
d = spread("a", 1)
e = named(z=b"z")
f = named()
def types(*classes):
    return [c() for c in classes]
g = types(int, str, list)
def swap(a, b, *, back=False):
    return swap(b, a) if back else (a, b)
h = swap(1, "s", back=True)
