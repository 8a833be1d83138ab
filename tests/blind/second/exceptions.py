# case: own exception with attributes
# file: main.py
class AppError(Exception):
    def __init__(self, code, msg):
        super().__init__(msg)
        self.code = code
    def describe(self):
        return "E%d" % self.code
def fail():
    raise AppError(5, "bad")
try:
    fail()
except AppError as err:
    c = err.code
    d = err.describe()
    a = err.args
# case: several kinds
# file: main.py
def conv(v):
    try:
        return int(v)
    except (ValueError, TypeError) as e:
        kind = type(e).__name__
        return kind
    finally:
        done = True
a = conv("1")
b = conv(None)   # wide: b
# case: else and finally
# file: main.py
def read(d):
    try:
        v = d["k"]
    except KeyError:
        v = None
        state = "missing"
    else:
        state = 1
    finally:
        end = 0.5
    return v, state
x = read({"k": "v"})
y = read({})
# case: reraise and chain
# file: main.py
class Low(Exception):
    pass
class High(Exception):
    pass
def low():
    raise Low("x")
def mid():
    try:
        low()
    except Low as e:
        raise High("y") from e
def top():
    try:
        mid()
    except High as h:
        cause = h.__cause__   # wide: cause
        return h
r = top()
# case: hierarchy
# file: main.py
class Base(Exception):
    level = 1
class Sub(Base):
    level = "s"
def go(which):
    if which:
        raise Sub()
    raise Base()
def catch(w):
    try:
        go(w)
    except Sub as s:
        l = s.level
        return l
    except Base as b:
        return b.level
x = catch(True)
y = catch(False)
# case: functions called in handlers
# file: main.py
def risky():
    return 1 / 0
def recover(err):
    return str(err)
def cleanup():
    return None
def run():
    try:
        r = risky()
    except ZeroDivisionError as e:
        r = recover(e)
    finally:
        c = cleanup()
    return r
o = run()   # wide: o
# case: exceptions as values
# file: main.py
def check(n):
    if n < 0:
        return ValueError("neg")
    return n
r = check(-1)
s = check(1)
errs = []
errs.append(KeyError("k"))
f = errs[0]
k = f.args
# case: suppress and context managers
# file: main.py
from contextlib import suppress
class Guard:
    def __enter__(self):
        return self
    def __exit__(self, kind, value, tb):
        self.seen = value
        return True
with Guard() as g:
    raise RuntimeError("r")
s = g.seen
with suppress(KeyError):
    v = {}["x"]
after = 1
# case: assert, exception in generator
# file: main.py
def gen():
    try:
        yield 1
    except ValueError as e:
        yield str(e)
g = gen()
a = next(g)
b = g.throw(ValueError("t"))   # wide: b
def safe(fn, default):
    try:
        return fn()
    except Exception:
        return default
c = safe(lambda: 1, "d")   # wide: c
# case: nested handlers
# file: main.py
import sys
def inner():
    try:
        raise KeyError("a")
    except KeyError:
        try:
            raise IndexError("b")
        except IndexError as ie:
            ctx = ie
            return ctx
r = inner()
def info():
    try:
        raise OSError(2, "x")
    except OSError as o:
        num = o.errno   # wide: num
        t = sys.exc_info()[0]   # wide: t
    return o is None if False else "done"
