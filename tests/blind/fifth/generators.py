# case: batches with send
# file: main.py
def collector():
    items = []
    while True:
        item = yield len(items)
        items.append(item)
c = collector()
next(c)
n = c.send("a")
m = c.send("b")
# case: scanner
# file: main.py
def tokens(text):
    word = ""
    for ch in text:
        if ch == " ":
            yield word
            word = ""
        else:
            word += ch
    if word:
        yield word
def numbered(ts):
    for i, t in enumerate(ts, 1):
        yield i, t
ts = list(tokens("a bc"))
ns = list(numbered(ts))
i, t = ns[0]
j = max(numbered(tokens("x y")))
# case: generator stored and resumed
# file: main.py
class Feed:
    def __init__(self):
        self.gen = self._run()
    def _run(self):
        n = 0
        while True:
            yield n
            n += 1
    def pull(self):
        return next(self.gen)
f = Feed()
a = f.pull()
b = f.pull()
