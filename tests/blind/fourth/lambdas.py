# case: lambda stored on an instance and called by a method
# file: main.py
class Field:
    def __init__(self, conv=lambda v: v):
        self.conv = conv
    def load(self, raw):
        return self.conv(raw)
a = Field().load("x")   # wide: a
b = Field(conv=lambda v: [v])
# case: nested lambdas with different parameters
# file: main.py
mul = lambda a: lambda b: a * b
d = mul(2)
x = d(3)
y = mul("a")(2)
z = (lambda f, v: f(f(v)))(lambda n: n + 1, 0)
# case: lambdas as keys and filters
# file: main.py
words = ["bb", "a"]
by = {"len": lambda w: len(w), "up": lambda w: w.upper()}
s = sorted(words, key=by["len"])
u = list(map(by["up"], words))
f = list(filter(lambda w: len(w) > 1, words))
m = min(words, key=lambda w: (len(w), w))
# case: lambda in a comprehension and default argument
# file: main.py
tests = [(lambda v: v > 1), (lambda v: v < 5)]
ok = [t(3) for t in tests]
def apply_all(v, *fns):
    return [f(v) for f in fns]
r = apply_all(2, lambda v: v * 2, lambda v: v + 1)
k = apply_all("s", lambda v: v * 2)
