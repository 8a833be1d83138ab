# case: lambda table over objects
# file: main.py
class S:
    def __init__(self, n):
        self.n = n
get = lambda s: s.n
rules = [("big", lambda s: s.n > 5), ("even", lambda s: s.n % 2 == 0)]
hits = [name for name, rule in rules if rule(S(6))]
h = hits[0]
v = get(S("q"))
inc = (lambda k: lambda v: v + k)(1)
r = inc(2)
