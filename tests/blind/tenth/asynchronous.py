# case: coroutines
# file: main.py
import asyncio
async def fetch(n):
    await asyncio.sleep(0)
    return n * 2
async def named(name):
    return {"name": name}
async def main():
    a = await fetch(1)
    b = await named("x")
    both = await asyncio.gather(fetch(1), named("y"))
    x, y = both
    task = asyncio.create_task(fetch("s"))
    r = await task
    many = await asyncio.gather(*[fetch(i) for i in range(2)])
    w = await asyncio.wait_for(fetch(2.5), timeout=1)
    done, pending = await asyncio.wait([asyncio.create_task(fetch(1))])
    for d in done:
        dr = d.result()
    loop = asyncio.get_running_loop()
    ex = await loop.run_in_executor(None, len, "abc")
    th = await asyncio.to_thread(sorted, [2, 1])
    ns = [await f for f in asyncio.as_completed([fetch(1)])]
    async with asyncio.timeout(1):
        inside = await fetch(3)
    async with asyncio.TaskGroup() as tg:
        t1 = tg.create_task(named("tg"))
    tr = t1.result()
    return a, b
res = asyncio.run(main())
coro = fetch(1)
coro.close()

# case: async generators and managers
# file: main.py
import asyncio
from contextlib import asynccontextmanager, AsyncExitStack
async def ticks(n):
    for i in range(n):
        yield i
        await asyncio.sleep(0)
class Conn:
    async def __aenter__(self):
        self.open = True
        return self
    async def __aexit__(self, *exc):
        self.open = False
    async def query(self, sql):
        return [sql]
    def __aiter__(self):
        self.n = 0
        return self
    async def __anext__(self):
        self.n += 1
        if self.n > 2:
            raise StopAsyncIteration
        return str(self.n)
    def __await__(self):
        yield from asyncio.sleep(0).__await__()
        return 2.5
@asynccontextmanager
async def session(name):
    yield {"s": name}
async def main():
    async for t in ticks(2):
        last = t
    lst = [t async for t in ticks(3)]
    dct = {t: str(t) async for t in ticks(2) if t}
    async with Conn() as c:
        q = await c.query("sql")
        rows = [r async for r in c]
        async for row in c:
            one = row
    async with session("n") as s:
        name = s["s"]
    aw = await Conn()
    async with AsyncExitStack() as stack:
        ss = await stack.enter_async_context(session("k"))
    g = ticks(1)
    first = await g.__anext__()
    nx = await anext(ticks(2))
    it = aiter(ticks(1))
    gen = (x async for x in ticks(2))
    total = 0
    async for x in gen:
        total += x
    return lst
r = asyncio.run(main())

# case: queues and events of asyncio
# file: main.py
import asyncio
async def producer(q):
    for i in range(2):
        await q.put(i)
    await q.put(None)
async def consumer(q):
    out = []
    while True:
        item = await q.get()
        if item is None:
            break
        out.append(item)
    return out
async def main():
    q = asyncio.Queue()
    p = asyncio.create_task(producer(q))
    got = await consumer(q)
    await p
    lock = asyncio.Lock()
    async with lock as l:
        locked = lock.locked()
    ev = asyncio.Event()
    ev.set()
    ok = await ev.wait()
    fut = asyncio.get_running_loop().create_future()
    fut.set_result("f")
    fr = await fut
    sem = asyncio.Semaphore(2)
    async with sem:
        pass
    return got
r = asyncio.run(main())

# case: async methods and decorators
# file: main.py
import asyncio
import functools
def retry(times):
    def deco(fn):
        @functools.wraps(fn)
        async def wrapper(*a, **k):
            for _ in range(times):
                try:
                    return await fn(*a, **k)
                except ValueError as e:
                    err = e
            raise err
        return wrapper
    return deco
class Svc:
    @retry(2)
    async def get(self, key):
        return key.upper()
    @classmethod
    async def create(cls):
        self = cls()
        await asyncio.sleep(0)
        return self
    @property
    async def ready(self):
        return True
async def pipeline(*steps):
    value = 1
    for step in steps:
        value = await step(value)
    return value
async def to_s(v):
    return str(v)
async def main():
    s = await Svc.create()
    g = await s.get("k")
    rd = await s.ready
    p = await pipeline(to_s)
    fn = s.get
    h = await fn("z")
    return g
r = asyncio.run(main())
