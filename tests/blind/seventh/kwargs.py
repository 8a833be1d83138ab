# case: a keyword-only function
# file: main.py
def run(*, f, n=2):
    return f(n)
def dbl(x):
    return [x, x]
x = run(f=dbl)
y = run(n="s", f=dbl)

# case: kwargs are iterated
# file: main.py
def show(**kw):
    out = []
    for k, v in kw.items():
        out.append(v)
    return out
x = show(a=1, b=2)

# case: kwargs hold functions
# file: main.py
def call(**fs):
    return fs["f"](), fs["g"]()
def one():
    return 1
def two():
    return "2"
x = call(f=one, g=two)

# case: merged options
# file: main.py
def f(a, b=1, **rest):
    return a, b, rest
base = {"b": "s"}
x = f(1, **base, c=2.5)
y = f(**{"a": None})
