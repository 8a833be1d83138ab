# case: result objects
# file: main.py
class Ok:
    def __init__(self, value):
        self.value = value
    def unwrap(self):
        return self.value
class Err:
    def __init__(self, msg):
        self.msg = msg
    def unwrap(self):
        raise RuntimeError(self.msg)
def div(a, b):
    if b == 0:
        return Err("zero")
    return Ok(a / b)
r = div(4, 2)   # wide: r
v = Ok(5.5).unwrap()
# case: function by kind
# file: main.py
def reader(kind):
    if kind == "json":
        def read(s):
            return {"s": s}
    elif kind == "csv":
        def read(s):
            return s.split(",")
    else:
        def read(s):
            return s
    return read
j = reader("json")("a")
c = reader("csv")("a,b")
