# Dictionaries.

# case: counting and grouping
# file: main.py
words = "the cat and the dog and the bird".split()
counts = {}
for word in words:
    counts[word] = counts.get(word, 0) + 1
groups = {}
for word in words:
    groups.setdefault(len(word), []).append(word)
threes = groups[3]
missing = groups.get(9)
nothing = groups.get(9, [])
best = max(counts, key=counts.get)
order = sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))
top, times = order[0]
inverse = {}
for w, c in counts.items():
    inverse.setdefault(c, set()).add(w)
rare = sorted(inverse[1])

# case: merging configurations
# file: main.py
defaults = {"host": "localhost", "port": 80, "tls": None}
given = {"port": 8080, "tls": {"cert": "a.pem"}}
merged = {**defaults, **given}
also = defaults | given
host = merged["host"]
port = also["port"]
tls = merged["tls"]
cert = merged["tls"]["cert"]
defaults.update(given)
late = defaults["tls"]
defaults.update(host="example.org", retries=3)
retries = defaults["retries"]
gone = defaults.pop("port")
default = defaults.pop("nope", "fallback")
key, value = {"only": 1.5}.popitem()
copy = dict(given)
copy.clear()
left = len(copy)

# case: a dispatch table of methods
# file: main.py
class Machine:
    def __init__(self):
        self.stack = []
        self.ops = {
            "push": self.push,
            "add": self.add,
            "dup": self.dup,
        }
    def push(self, n):
        self.stack.append(n)
        return n
    def add(self):
        n = self.stack.pop() + self.stack.pop()
        return self.push(n)
    def dup(self):
        top = self.stack[-1]
        self.stack.append(top)
        return None
    def run(self, program):
        result = None
        for op, *args in program:
            result = self.ops[op](*args)
        return result
m = Machine()
out = m.run([("push", 2), ("dup",), ("add",)])
last = m.stack
direct = m.ops["push"](7)

# case: keys of other kinds
# file: main.py
board = {(0, 0): "rook", (0, 1): "knight"}
piece = board[0, 0]
for (x, y), what in board.items():
    line = f"{x}{y}{what}"
moves = {int: "number", str: "text", type(None): None}
def name_of(value):
    return moves[type(value)]
a = name_of(3)
cache = {None: 0, True: "yes", 2.5: b"half"}
zero = cache[None]
yes = cache[True]
yes2 = cache[1]
half = cache[2.5]
frozen = {frozenset("ab"): [1]}
found = frozen[frozenset("ba")]
flipped = {v: k for k, v in board.items()}
place = flipped["rook"]
col = place[1]

# case: nested records edited
# file: main.py
users = {
    "ann": {"age": 30, "langs": ["py", "c"], "boss": None},
    "bob": {"age": 25, "langs": [], "boss": "ann"},
}
ann = users["ann"]
langs = ann["langs"]
langs.append("go")
boss = users["bob"]["boss"]
older = {n: u["age"] + 1 for n, u in users.items()}
known = [lang for u in users.values() for lang in u["langs"]]
users["eve"] = {"age": 41.5, "langs": ("ml",), "boss": "bob"}
eve = users["eve"]
age = eve["age"]
eve["age"] = int(eve["age"])
fixed = eve["age"]
del users["bob"]["boss"]
names = list(users)
has = "bob" in users
first = next(iter(users.values()))
it = iter(users.items())
who, record = next(it)

# case: views and their sets
# file: main.py
old = {"a": 1, "b": 2, "c": 3}
new = {"b": 2, "c": 4, "d": "new"}
added = new.keys() - old.keys()
common = old.keys() & new.keys()
changed = {k: (old[k], new[k]) for k in common if old[k] != new[k]}
before, after = changed["c"]
rows = list(zip(old, old.values()))
by_value = dict(sorted(old.items(), key=lambda i: i[1], reverse=True))
biggest = next(iter(by_value))
fixed = dict.fromkeys(["x", "y"], 0)
blank = dict.fromkeys("xy")
total = sum(fixed.values())
last = list(reversed(old))[0]
size = len(old.items())
