# case: money and wallet
# file: main.py
class Money:
    def __init__(self, n, cur="EUR"):
        self.n = n
        self.cur = cur
    def __add__(self, o):
        return Money(self.n + o.n, self.cur)
    def __eq__(self, o):
        return self.n == o.n
    def __str__(self):
        return f"{self.n} {self.cur}"
class Wallet:
    def __init__(self):
        self.coins = []
    def put(self, m):
        self.coins.append(m)
        return self
    def total(self):
        t = Money(0)
        for c in self.coins:
            t = t + c
        return t
w = Wallet().put(Money(1)).put(Money(2))
t = w.total()
s = str(t)
e = t == Money(3)
# case: inner helper object
# file: main.py
class Cursor:
    def __init__(self, doc):
        self.doc = doc
        self.at = 0
    def move(self, n):
        self.at = self.at + n
        return self
    def char(self):
        return self.doc.text[self.at]
class Doc:
    def __init__(self, text):
        self.text = text
        self.cursor = Cursor(self)
d = Doc("abc")
c = d.cursor.move(1).char()
p = d.cursor.at
b = d.cursor.doc.text
# case: class level counter and ids
# file: main.py
class Ent:
    last = 0
    all = {}
    def __init__(self):
        Ent.last += 1
        self.id = Ent.last
        Ent.all[self.id] = self
    @classmethod
    def get(cls, id):
        return cls.all[id]
    @classmethod
    def count(cls):
        return len(cls.all)
a = Ent()
b = Ent.get(1)
n = Ent.count()
i = b.id
