# case: two level registry
# file: main.py
reg = {}
def on(kind, name, fn):
    reg.setdefault(kind, {})[name] = fn
def emit(kind, name):
    return reg[kind][name]()
def hello():
    return "hello"
on("a", "x", hello)
r = emit("a", "x")
k = list(reg)
# case: dict of lists of tuples
# file: main.py
log = {"err": [("a", 1)], "ok": []}
log["ok"].append(("b", 2))
for level, entries in log.items():
    for name, code in entries:
        out = code
first = log["err"][0]
nm = first[0]
n = sum(len(v) for v in log.values())
# case: copies and views
# file: main.py
a = {"x": 1}
b = a.copy()
b["y"] = "s"
c = dict(b)
ks = sorted(b)
y = b["y"]
has = "y" in a
m = {k: str(v) for k, v in b.items()}
z = m["x"]
