# case: receivers from containers of containers
# file: main.py
class Player:
    def __init__(self, «1:name»):
        self.«2:name» = «1:name»
    def «3:score»(self):
        return len(self.«2:name»)
class Team:
    def __init__(self, name):
        self.name = name
    def score(self):
        return 0
teams = {"red": [Player(«1:name»="a")], "blue": []}
teams["blue"].append(Player("b"))
for members in teams.values():
    for member in members:
        print(member.«3:score»(), member.«2:name»)
best = max((p for ps in teams.values() for p in ps), key=lambda p: p.«3:score»())
print(best.«2:name», Team("x").score())

# case: partial keyword arguments
# file: main.py
from functools import partial
def draw(shape, «1:color», «2:width»=1):
    return shape, «1:color», «2:width»
thin = partial(draw, "line", «2:width»=1)
red = partial(thin, «1:color»="red")
class Pen:
    def __init__(self, «3:width»):
        self.«4:width» = «3:width»
make = partial(Pen, «3:width»=3)
print(thin(«1:color»="blue"), red(«2:width»=5), make().«4:width»)

# case: getattr, hasattr and setattr with names
# file: main.py
class Service:
    «1:timeout» = 3
    def «2:start»(self):
        return self.«1:timeout»
class Other:
    timeout = 1
    def start(self):
        return 0
def boot(service):
    if hasattr(service, "«2:start»"):
        getattr(service, "«2:start»")()
    setattr(service, "«1:timeout»", 5)
    return getattr(service, "«1:timeout»", None)
boot(Service())
print(Other().start(), Service().«1:timeout»)

# case: overloads
# file: main.py
from typing import overload
@overload
def «1:parse»(«2:text»: str) -> int: ...
@overload
def «1:parse»(«2:text»: bytes) -> float: ...
def «1:parse»(«2:text»):
    return len(«2:text»)
print(«1:parse»("a"), «1:parse»(«2:text»=b"b"))

# case: receivers that functions return in tuples and dictionaries
# file: main.py
class Reader:
    def «1:open»(self): return self
class Writer:
    def «2:open»(self): return self
def pair():
    return Reader(), Writer()
def table():
    return {"r": Reader(), "w": Writer()}
r, w = pair()
r.«1:open»()
w.«2:open»().«2:open»()
table()["r"].«1:open»()
(x, *ys) = [Writer(), Writer()]
ys[0].«2:open»()
open("x")

# case: a decorator with arguments on a method keeps the keywords
# file: main.py
import functools
def «1:retry»(«2:times»):
    def deco(fn):
        @functools.wraps(fn)
        def inner(*args, **kwargs):
            for _ in range(«2:times»):
                return fn(*args, **kwargs)
        return inner
    return deco
class Client:
    @«1:retry»(«2:times»=2)
    def «3:send»(self, «4:body», *, «5:urgent»=False):
        return «4:body», «5:urgent»
Client().«3:send»(«4:body»="x", «5:urgent»=True)
Client().«3:send»("x")

# case: keywords through star-star into a constructor
# file: main.py
class Window:
    def __init__(self, «1:title», «2:width»=10):
        self.«3:title» = «1:title»
        self.«4:width» = «2:width»
class Dialog(Window):
    def __init__(self, «5:modal»=False, **kwargs):
        super().__init__(**kwargs)
        self.«6:modal» = «5:modal»
def show(cls, **options):
    return cls(**options)
d = show(Dialog, «1:title»="x", «5:modal»=True)
print(d.«3:title», d.«6:modal», Dialog(«2:width»=3, «1:title»="y").«4:width»)

# case: generators, sends and iterators of own classes
# file: main.py
class Job:
    def __init__(self, «1:cost»):
        self.«2:cost» = «1:cost»
class Plan:
    def __init__(self):
        self.«3:jobs» = []
    def __iter__(self):
        yield from self.«3:jobs»
    def add(self, job):
        self.«3:jobs».append(job)
        return self
plan = Plan().add(Job(1)).add(Job(«1:cost»=2))
print(sum(j.«2:cost» for j in plan), [job.«2:cost» for job in list(plan)], plan.«3:jobs»[0].«2:cost»)
cost = 1

# case: receivers narrowed by several tests
# file: main.py
class Ham:
    def «1:cook»(self): return self
    def «2:slice»(self): return self
class Egg:
    def «3:cook»(self): return self
    def «4:crack»(self): return self
def prepare(food):
    if isinstance(food, (Ham, Egg)):
        food.«1,3:cook»()
    if isinstance(food, Egg):
        return food.«4:crack»().«3:cook»()
    if type(food) is Ham:
        return food.«2:slice»().«1:cook»()
    return None
prepare(Ham())
prepare(Egg())

# case: a context manager that gives a new object
# file: main.py
import contextlib
class Session:
    def «1:commit»(self): pass
    def «2:close»(self): pass
class Pool:
    def __enter__(self):
        self.«3:session» = Session()
        return self.«3:session»
    def __exit__(self, *exc):
        self.«3:session».«2:close»()
@contextlib.contextmanager
def scope(«4:pool»):
    with «4:pool» as session:
        yield session
        session.«1:commit»()
with scope(«4:pool»=Pool()) as s:
    s.«1:commit»()
class File:
    def close(self): pass
File().close()
