# Exceptions.

# case: the arguments of an exception
# file: main.py
class Bad(Exception):
    pass
def func1():
    raise Bad("text", 3)
try:
    func1()
except Bad as e:
    a = e.args[0]
    b = e.args[1]
    c = e.args
    d = str(e)

# case: an exception is made first, and raised later
# file: main.py
class Stop(Exception):
    def __init__(self, code):
        super().__init__(code)
        self.code = code
def make():
    return Stop(7)
problem = make()
try:
    raise problem
except Stop as e:
    same = e
    code = e.code

# case: a class is raised without brackets
# file: main.py
class Empty(Exception):
    def label(self):
        return "empty"
def func1(n):
    if n:
        raise Empty
    return n
try:
    r = func1(0)
    r = func1(1)
except Empty as e:
    what = e
    label = e.label()

# case: a handler assigns what the body did not reach
# file: main.py
def func1(text):
    try:
        number = int(text)
    except ValueError:
        number = None
    return number
a = func1("1")
b = func1("x")

# case: a handler's class is an attribute of an instance
# file: main.py
class Door:
    class Locked(Exception):
        key = "k"
    def open(self):
        raise self.Locked()
d = Door()
try:
    d.open()
except d.Locked as e:
    k = e.key
    kind = type(e)

# case: nested handlers, the inner raises another
# file: main.py
class Low(Exception):
    pass
class High(Exception):
    def __init__(self, low):
        self.low = low
def func1():
    raise Low
def func2():
    try:
        func1()
    except Low as e:
        raise High(e)
try:
    func2()
except High as e:
    inner = e.low
    cause = e.__context__

# case: finally rebinds what the body bound
# file: main.py
def func1():
    state = 1
    try:
        state = "body"
        return state
    finally:
        state = 2.5
        print(state)
a = func1()
def func2():
    out = None
    try:
        out = [1]
    finally:
        out = (out,)
    return out
b = func2()
