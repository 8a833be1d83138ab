# case: validating decorator
# file: main.py
def validate(*types):
    def deco(fn):
        def inner(*args):
            for a, t in zip(args, types):
                if not isinstance(a, t):
                    raise TypeError(t.__name__)
            return fn(*args)
        return inner
    return deco
@validate(int, str)
def rep(n, s):
    return s * n
r = rep(2, "a")
# case: command table by decorator class
# file: main.py
class Commands:
    def __init__(self):
        self.by_name = {}
    def __call__(self, fn):
        self.by_name[fn.__name__] = fn
        return fn
cmds = Commands()
@cmds
def start():
    return "started"
@cmds
def stop():
    return 0
a = start()
b = stop()
n = len(cmds.by_name)
# case: decorator that memoises with a dict argument
# file: main.py
def memo(store):
    def deco(fn):
        def inner(k):
            if k not in store:
                store[k] = fn(k)
            return store[k]
        return inner
    return deco
cache = {}
@memo(cache)
def double(k):
    return k * 2.0
x = double(2)
v = cache[2]
