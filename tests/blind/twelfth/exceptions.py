# Exceptions: raised, caught, and what they carry.

# case: an exception with attributes, raised by a callee
# file: main.py
class Failed(Exception):
    def __init__(self, code, why):
        super().__init__(why)
        self.code = code
        self.why = why
    def hint(self):
        return f"{self.code}: {self.why}"
def work(n):
    raise Failed(n, "no")
try:
    work(3)
except Failed as f:
    code = f.code
    hint = f.hint()
    first = f.args[0]
    kept = f

# case: a tuple of exceptions in a variable
# file: main.py
class A(Exception):
    def text(self):
        return "a"
class B(Exception):
    def text(self):
        return 2
known = (A, B)
def attempt(cls):
    try:
        raise cls()
    except known as e:
        return e.text()
x = attempt(A)
y = attempt(B)

# case: raise from, and the cause
# file: main.py
class Outer(Exception):
    pass
def load():
    try:
        return {}["k"]
    except KeyError as e:
        raise Outer("bad") from e
try:
    load()
except Outer as o:
    cause = o.__cause__
    text = str(o)
    context = o.__context__

# case: except star
# file: main.py
def groups():
    raise ExceptionGroup("g", [ValueError(1), TypeError("t")])
try:
    groups()
except* ValueError as vs:
    v = vs.exceptions[0]
    n = v.args
except* TypeError as ts:
    t = ts.message

# case: a handler returns, and finally changes what is seen
# file: main.py
log = []
def run(f):
    try:
        return f()
    except ZeroDivisionError:
        return "div"
    except (IndexError, KeyError) as e:
        return type(e)
    finally:
        log.append(f)
def zero():
    return 1 / 0
def index():
    return [][0]
def good():
    return 1.5
a = run(zero)
b = run(index)
c = run(good)
d = log[-1]()

# case: an exception class that makes its instances
# file: main.py
class HttpError(Exception):
    status = 500
    @classmethod
    def because(cls, why):
        err = cls(why)
        err.why = why
        return err
class Missing(HttpError):
    status = 404
try:
    raise Missing.because("gone")
except HttpError as e:
    s = e.status
    w = e.why
    k = type(e)

# case: suppressed, and with an exit that tells
# file: main.py
from contextlib import suppress
class Guard:
    def __init__(self):
        self.error = None
    def __enter__(self):
        return self
    def __exit__(self, kind, error, tb):
        self.error = error
        return kind is ValueError
with Guard() as g:
    raise ValueError("x")
err = g.error
with suppress(KeyError):
    value = {"a": 1}["a"]
    other = {"a": 1}["b"]

# case: raised again in a loop until it works
# file: main.py
class Flaky:
    def __init__(self):
        self.left = 2
    def call(self):
        if self.left:
            self.left -= 1
            raise OSError(5, "io")
        return "done"
flaky = Flaky()
errors = []
while True:
    try:
        result = flaky.call()
    except OSError as e:
        errors.append(e)
        continue
    break
last = errors[-1]
number = last.errno
why = last.strerror
