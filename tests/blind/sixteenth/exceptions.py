# Exceptions.

# case: attributes of own exceptions, through a hierarchy
# file: main.py
class AppError(Exception):
    code = 1
    def __init__(self, message, **extra):
        super().__init__(message)
        self.message = message
        self.extra = extra
    def explain(self):
        return self.code, self.message
class NotFound(AppError):
    code = "404"
    def __init__(self, key):
        super().__init__(f"no {key}", key=key)
        self.key = key
def find(key):
    if key is None:
        raise AppError("none")
    raise NotFound(key)
for k in (None, 3):
    try:
        find(k)
    except NotFound as e:
        a = e.key
        b = e.explain()
        c = e.extra["key"]
    except AppError as e:
        d = e.explain()
        f = e.extra

# case: raised again, from others and in other threads of control
# file: main.py
class Low(Exception):
    pass
class High(Exception):
    def __init__(self, cause):
        self.cause = cause
def low(x):
    raise Low(x)
def middle(x):
    try:
        low(x)
    except Low as e:
        if x is None:
            raise
        raise High(e) from e
def high(x):
    try:
        middle(x)
    except (Low, High) as e:
        return e
a = high(None)
b = high(1)
c = b.cause
d = b.__cause__
e = a.__context__
f = b.__cause__.args[0]

# case: else, finally and what each returns
# file: main.py
def run(f, log):
    try:
        value = f()
    except ZeroDivisionError as e:
        log.append(e)
        return "zero"
    except Exception:
        value = None
    else:
        value = [value]
    finally:
        log.append("done")
    return value
def ok():
    return 1.5
def zero():
    return 1 / 0
def bad():
    return {}["k"]
log = []
a = run(ok, log)
b = run(zero, log)
c = run(bad, log)
d = log[0]
e = [run(f, []) for f in (ok, zero, bad)]

# case: handlers chosen at run time, by tuples, calls and classes
# file: main.py
class Retry(Exception):
    errors = (ValueError, KeyError)
    def handle(self):
        return 1
def kinds():
    return LookupError, TypeError
def attempt(f, catch):
    try:
        return f()
    except catch as e:
        return e
def boom():
    raise Retry("again")
def parse():
    return int("x")
def index():
    return [][0]
a = attempt(boom, Retry)
b = a.handle()
c = attempt(parse, Retry.errors)
d = attempt(index, kinds())
e = attempt(lambda: "fine", Exception)
f = attempt(lambda: len(3), (*kinds(), OSError))

# case: raising classes, instances, and what a function makes
# file: main.py
class Stop(Exception):
    def __init__(self, n=0):
        self.n = n
class Signal(Stop, ValueError):
    pass
def make(kind, *args):
    return kind(*args)
def catch(thing):
    try:
        raise thing
    except Signal as s:
        return "signal", s.n
    except Stop as s:
        return s.n
    except ValueError as v:
        return v
a = catch(Stop)
b = catch(Stop(2.5))
c = catch(make(Signal, "n"))
d = catch(make(ValueError, "v"))
try:
    raise make(Stop, b"x") from make(KeyError, 1)
except Stop as last:
    e = last.n
    f = last.__cause__

# case: contexts that handle, replace and collect
# file: main.py
from contextlib import contextmanager, suppress, ExitStack
class Collect:
    def __init__(self):
        self.errors = []
    def __enter__(self):
        return self.errors.append
    def __exit__(self, kind, error, trace):
        if error is not None:
            self.errors.append(error)
        return kind is KeyError
@contextmanager
def convert(to):
    try:
        yield to.__name__
    except ValueError as e:
        raise to(str(e))
c = Collect()
with c as note:
    note("start")
    raise KeyError("k")
try:
    with convert(TypeError) as name:
        int("x")
except TypeError as t:
    a = t
with suppress(ZeroDivisionError):
    b = 1
    b = 1 / 0
with ExitStack() as stack:
    d = stack.enter_context(Collect())
    d(2.5)
e = c.errors[0]
