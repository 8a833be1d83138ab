# case: own exceptions with data
# file: main.py
class AppError(Exception):
    def __init__(self, code, detail=None):
        super().__init__(code)
        self.code = code
        self.detail = detail
    def describe(self):
        return f"{self.code}"
class NotFound(AppError):
    pass
def fetch(k):
    if k == "x":
        raise NotFound(404, k)
    return k
try:
    r = fetch("x")
except NotFound as err:
    c = err.code
    d = err.detail
    t = err.describe()
# case: value from try, else and finally
# file: main.py
def read(text):
    try:
        n = int(text)
    except ValueError:
        n = None
    else:
        n = n + 1
    finally:
        done = True
    return n, done
a = read("1")
b = read("x")
def last():
    try:
        return 1
    finally:
        cleanup()
def cleanup():
    return "c"
c = last()
# case: several in one handler
# file: main.py
def conv(x):  # wide: conv
    try:
        return {"a": 1}[x]
    except (KeyError, TypeError) as e:
        problem = e
        args = e.args
    except Exception as other:
        problem = other
    return problem
a = conv("b")  # wide: a
b = conv([])  # wide: b
# case: raise from, and the cause
# file: main.py
class Wrapped(Exception):
    def __init__(self, inner):
        self.inner = inner
def work():
    try:
        {}["k"]
    except KeyError as e:
        raise Wrapped(e) from e
try:
    work()
except Wrapped as w:
    i = w.inner
    c = w.__cause__
    a = w.args
# case: a class raised without a call
# file: main.py
class Stop(Exception):
    reason = "stop"
    def why(self):
        return self.reason
def run():
    raise Stop
try:
    run()
except Stop as s:
    r = s.reason
    w = s.why()
# case: handlers that call functions
# file: main.py
def handle(error):
    return str(error)
def ok(value):
    return value
def guard(fn, *args):
    try:
        res = fn(*args)
        return ok(res)
    except ZeroDivisionError as e:
        return handle(e)
def div(a, b):
    return a / b
x = guard(div, 1, 2)  # wide: x
y = guard(div, 1, 0)  # wide: y
# case: an exception class chosen by a parameter
# file: main.py
class A(Exception):
    n = 1
class B(Exception):
    n = "b"
def throw(kind):
    raise kind()
def catch(kind):
    try:
        throw(kind)
    except (A, B) as e:
        return e.n
x = catch(A)
y = catch(B)
# case: context managers that swallow
# file: main.py
class Quiet:
    def __init__(self):
        self.error = None
    def __enter__(self):
        return self
    def __exit__(self, kind, value, tb):
        self.error = value
        return True
with Quiet() as q:
    n = 1
    raise ValueError("x")
e = q.error
m = n
# case: nested try and re-raise
# file: main.py
def inner():
    try:
        raise KeyError("k")
    except KeyError as k:
        first = k
        raise
def outer():
    try:
        inner()
    except LookupError as e:
        found = e
        return found
    return None
r = outer()
# case: retry loop
# file: main.py
class Flaky:
    def __init__(self):
        self.tries = 0
    def call(self):
        self.tries += 1
        if self.tries < 3:
            raise OSError(self.tries)
        return "ok"
f = Flaky()
result = None
errors = []
while result is None:
    try:
        result = f.call()
    except OSError as e:
        errors.append(e)
n = f.tries
first = errors[0]
# case: StopIteration and its value
# file: main.py
def gen():
    yield 1
    return "end"
g = gen()
a = next(g)
try:
    next(g)
except StopIteration as s:
    v = s.value
try:
    [].pop()
except IndexError as e:
    t = type(e)
    m = str(e)
# case: exceptions kept and raised later
# file: main.py
class Result:
    def __init__(self, value=None, error=None):
        self.value = value
        self.error = error
    def unwrap(self):  # wide: unwrap
        if self.error is not None:
            raise self.error
        return self.value
def attempt(fn):
    try:
        return Result(fn())
    except Exception as e:
        return Result(error=e)
def good():
    return 1
def bad():
    raise RuntimeError("no")
a = attempt(good)
b = attempt(bad)
v = a.unwrap()  # wide: v
