# case: events with payload
# file: main.py
class Event:
    def __init__(self, name, payload=None):
        self.name = name
        self.payload = payload
def handle(event, *listeners, **extra):
    results = [l(event, **extra) for l in listeners]
    return results
def by_name(ev, flag=False):
    return ev.name
def by_load(ev, flag=False):
    return ev.payload
r = handle(Event("e", [1]), by_name)
s = handle(Event("f", [2]), by_load, flag=True)
