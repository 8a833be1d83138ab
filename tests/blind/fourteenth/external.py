# Programs that lean on the standard library.

# case: a log analyser
# file: main.py
import re
from collections import Counter, defaultdict
from datetime import datetime
LINE = re.compile(r"(?P<when>\S+) (?P<level>[A-Z]+) (?P<msg>.*)")
TEXT = """2020-01-01T10:00:00 INFO started
2020-01-01T10:00:05 ERROR failed
bad line
2020-01-01T10:01:00 INFO done"""
class Entry:
    def __init__(self, when, level, msg):
        self.when = datetime.fromisoformat(when)
        self.level = level
        self.msg = msg
    @classmethod
    def parse(cls, line):
        m = LINE.match(line)
        return cls(**m.groupdict()) if m else None
entries = [e for e in map(Entry.parse, TEXT.splitlines()) if e]
levels = Counter(e.level for e in entries)
by_hour = defaultdict(list)
for e in entries:
    by_hour[e.when.hour].append(e.msg)
span = entries[-1].when - entries[0].when
seconds = span.total_seconds()
common, times = levels.most_common(1)[0]
ten = by_hour[10]
report = {level: n / len(entries) for level, n in levels.items()}
errors = next((e for e in entries if e.level == "ERROR"), None)

# case: a small store over sqlite and json
# file: main.py
import contextlib
import json
import sqlite3
class Store:
    def __init__(self, path=":memory:"):
        self.db = sqlite3.connect(path)
        self.db.execute("create table kv (k text primary key, v text)")
    def put(self, key, value):
        with self.db:
            self.db.execute("insert or replace into kv values (?, ?)", (key, json.dumps(value)))
    def get(self, key, default=None):
        row = self.db.execute("select v from kv where k = ?", (key,)).fetchone()
        if row is None:
            return default
        return json.loads(row[0])
    def items(self):
        for k, v in self.db.execute("select k, v from kv order by k"):
            yield k, json.loads(v)
    def close(self):
        self.db.close()
with contextlib.closing(Store()) as store:
    store.put("a", [1, 2])
    found = store.get("a")
    other = store.get("b", 0)
    keys = [k for k, _ in store.items()]
    n = len(keys)

# case: a command line tool
# file: cli.py
import argparse
import sys
from pathlib import Path
def build():
    parser = argparse.ArgumentParser(prog="tool")
    subs = parser.add_subparsers(dest="command", required=True)
    count = subs.add_parser("count")
    count.add_argument("paths", nargs="+", type=Path)
    count.set_defaults(run=cmd_count)
    hello = subs.add_parser("hello")
    hello.add_argument("--name", default="world")
    hello.set_defaults(run=cmd_hello)
    return parser
def cmd_count(args):
    total = 0
    for path in args.paths:
        if path.exists():
            total += len(path.read_text().splitlines())
    print(total)
    return 0
def cmd_hello(args):
    print("hello", args.name, file=sys.stderr)
    return 0
def main(argv=None):
    args = build().parse_args(argv)
    try:
        return args.run(args)
    except OSError as error:
        return str(error)
# file: main.py
import cli
a = cli.main(["hello"])
b = cli.main(["count", __file__])
p = cli.build()

# case: a worker pool with a queue
# file: main.py
import queue
import threading
class Pool:
    def __init__(self, size):
        self.jobs = queue.Queue()
        self.results = []
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self._loop, name=f"w{i}") for i in range(size)]
        for t in self.threads:
            t.start()
    def submit(self, f, *args):
        self.jobs.put((f, args))
    def _loop(self):
        while True:
            job = self.jobs.get()
            if job is None:
                break
            f, args = job
            value = f(*args)
            with self.lock:
                self.results.append(value)
    def close(self):
        for _ in self.threads:
            self.jobs.put(None)
        for t in self.threads:
            t.join()
        return self.results
def square(n):
    return n * n
pool = Pool(2)
pool.submit(square, 3)
pool.submit(square, 2.5)
results = pool.close()
top = max(results)

# case: enumerations and a state machine
# file: main.py
from enum import Enum
class State(Enum):
    IDLE = "idle"
    RUNNING = "running"
    DONE = "done"
    def can(self, other):
        return other in MOVES[self]
MOVES = {State.IDLE: {State.RUNNING}, State.RUNNING: {State.DONE}, State.DONE: set()}
class Machine:
    def __init__(self, on_change=None):
        self.state = State.IDLE
        self.on_change = on_change
        self.path = [self.state]
    def move(self, to):
        if isinstance(to, str):
            to = State(to)
        if not self.state.can(to):
            raise ValueError(f"{self.state.value} -> {to.value}")
        old, self.state = self.state, to
        self.path.append(to)
        if self.on_change:
            self.on_change(old, to)
        return self
def watch(old, new):
    seen[old.name] = new.name
seen = {}
m = Machine(on_change=watch).move("running").move(State.DONE)
s = m.state
last = m.path[-1].value
try:
    m.move("idle")
except ValueError as e:
    why = str(e)
