# case: sorting objects and picking
# file: main.py
class P:
    def __init__(self, name, age):
        self.name = name
        self.age = age
ps = [P("a", 3), P("b", 1)]
ps.sort(key=lambda p: p.age)
y = ps[0].name
o = max(ps, key=lambda p: p.age).age
names = ", ".join(p.name for p in ps)
pairs = list(zip([p.name for p in ps], range(2)))
n, k = pairs[0]
# case: flatten and chunk
# file: main.py
nested = [[1], [2, 3]]
flat = []
for part in nested:
    flat += part
pairs = [flat[i:i + 2] for i in range(0, len(flat), 2)]
f = pairs[0][0]
e = [(i, v) for i, v in enumerate(flat) if v > 1]
i, v = e[0]
def rotate(xs, n):
    return xs[n:] + xs[:n]
r = rotate(flat, 1)
g = rotate("abc", 1)
