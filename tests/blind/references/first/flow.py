# case: a parameter known from call sites
# file: main.py
class Cart:
    def __init__(self):
        self.«items» = []
class Box:
    def __init__(self):
        self.items = []
def count(cart):
    return len(cart.«items»)
count(Cart())
print(Box().items)

# case: duck typing
# file: main.py
class Duck:
    def «1:quack»(self):
        return "q"
class Person:
    def «2:quack»(self):
        return "hello"
class Bird:
    def quack(self):
        return "tweet"
def listen(thing):
    return thing.«1,2:quack»()
listen(Duck())
listen(Person())
Bird().quack()

# case: functions stored in a dictionary
# file: main.py
def «1:add»(a, b):
    return a + b
def «2:sub»(a, b):
    return a - b
ops = {"+": «1:add», "-": «2:sub»}
def calc(op, a, b):
    return ops[op](a, b)
calc("+", 1, 2)

# case: callbacks
# file: main.py
def «1:on_done»(«2:result»):
    print(«2:result»)
def start(«3:callback»):
    «3:callback»(1)
start(«1:on_done»)
start(«3:callback»=«1:on_done»)

# case: a keyword through a stored function
# file: main.py
def shout(text, «loud»=False):
    return text.upper() if «loud» else text
speak = shout
speak("a", «loud»=True)

# case: a keyword through partial
# file: main.py
from functools import partial
def send(to, «body»):
    return to + «body»
mail = partial(send, "me", «body»="x")
mail()
partial(send, "you")(«body»="y")

# case: decorators
# file: main.py
import functools
def «1:logged»(«2:fn»):
    @functools.wraps(«2:fn»)
    def «3:wrapper»(*args, **kwargs):
        return «2:fn»(*args, **kwargs)
    return «3:wrapper»
@«1:logged»
def «4:work»(x):
    return x
«4:work»(1)

# case: a keyword argument through a decorated function
# file: main.py
import functools
def deco(fn):
    @functools.wraps(fn)
    def inner(*args, **kwargs):
        return fn(*args, **kwargs)
    return inner
@deco
def work(«depth»):
    return «depth»
work(«depth»=3)

# case: a decorator with arguments
# file: main.py
def «1:repeat»(«2:times»):
    def deco(fn):
        def inner():
            for _ in range(«2:times»):
                fn()
        return inner
    return deco
@«1:repeat»(«2:times»=3)
def hi():
    pass
@«1:repeat»(2)
def ho():
    pass

# case: elements of a dictionary
# file: main.py
class Account:
    def __init__(self):
        self.«balance» = 0
accounts = {}
def open_account(name):
    accounts[name] = Account()
open_account("a")
accounts["a"].«balance» += 5
for account in accounts.values():
    print(account.«balance»)
for name, acc in accounts.items():
    acc.«balance» = 0

# case: what append puts in
# file: main.py
class Task:
    def «1:run»(self):
        pass
class Queue:
    def __init__(self):
        self.tasks = []
    def add(self, task):
        self.tasks.append(task)
    def «2:run»(self):
        for task in self.tasks:
            task.«1:run»()
q = Queue()
q.add(Task())
q.«2:run»()

# case: tuples returned
# file: main.py
class Left:
    «1:tag» = 1
class Right:
    «2:tag» = 2
def both():
    return Left(), Right()
l, r = both()
print(l.«1:tag», r.«2:tag»)
print(both()[0].«1:tag»)

# case: a generator of instances
# file: main.py
class Row:
    def __init__(self, n):
        self.«cells» = [n]
def rows():
    for i in range(3):
        yield Row(i)
for row in rows():
    print(row.«cells»)
first = next(rows())
first.«cells».append(1)
print([r.«cells» for r in rows()])

# case: closures keep a receiver
# file: main.py
class Log:
    def «write»(self, text):
        pass
def make(log):
    def emit(text):
        log.«write»(text)
    return emit
make(Log())("x")
import sys
sys.stdout.write("x")

# case: rebound to another class
# file: main.py
class A:
    def «1:act»(self): pass
class B:
    def «2:act»(self): pass
x = A()
x.«1:act»()
x = B()
x.«2:act»()

# case: overloaded names in one function
# file: main.py
class A:
    def __init__(self):
        self.«1:val» = 1
class B:
    def __init__(self):
        self.«2:val» = 1
def f(a, b):
    a.«1:val» = b.«2:val»
    val = a.«1:val»
    return val
f(A(), B())

# case: an attribute whose receiver is what another method returns
# file: main.py
class Token:
    def __init__(self, kind):
        self.«1:kind» = kind
class Lexer:
    def next(self):
        return Token("x")
class Parser:
    def __init__(self, lexer):
        self.lexer = lexer
    def peek(self):
        return self.lexer.next()
    def parse(self):
        tok = self.peek()
        if tok.«1:kind» == "x":
            return tok
class Ast:
    kind = 1
p = Parser(Lexer())
print(p.parse().«1:kind», Ast.kind)

# case: a linked list
# file: main.py
class Node:
    def __init__(self, value, «1:next»=None):
        self.«2:value» = value
        self.«3:next» = «1:next»
class List:
    def __init__(self):
        self.head = None
    def push(self, value):
        self.head = Node(value, «1:next»=self.head)
    def walk(self):
        node = self.head
        while node:
            yield node.«2:value»
            node = node.«3:next»
lst = List()
lst.push(1)
print(list(lst.walk()), next(lst.walk()))

# case: callable instances
# file: main.py
class Adder:
    def __init__(self, «1:n»):
        self.«2:n» = «1:n»
    def «3:__call__»(self, «4:x»):
        return self.«2:n» + «4:x»
add = Adder(«1:n»=3)
add(«4:x»=1)
add.«3:__call__»(2)

# case: a registry filled by a decorator
# file: main.py
«1:handlers» = {}
def «2:register»(name):
    def deco(«3:fn»):
        «1:handlers»[name] = «3:fn»
        return «3:fn»
    return deco
@«2:register»("a")
def «4:on_a»(event):
    return event.«5:code»
class Event:
    «5:code» = 1
«1:handlers»["a"](Event())
«4:on_a»(Event())
