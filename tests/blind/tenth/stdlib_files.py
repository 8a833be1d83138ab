# case: paths
# file: main.py
from pathlib import Path, PurePosixPath
import tempfile
here = Path("a") / "b" / "c.txt"
name = here.name
stem = here.stem
suf = here.suffix
parent = here.parent
parts = here.parts
up = here.parents
top = here.parents[0]
full = here.resolve()
text = str(here)
exists = here.exists()
ren = here.with_suffix(".md")
rel = PurePosixPath("/a/b").relative_to("/a")
pos = here.as_posix()
cwd = Path.cwd()
joined = cwd.joinpath("x", "y")
with tempfile.TemporaryDirectory() as folder:
    root = Path(folder)
    f = root / "a.txt"
    wrote = f.write_text("hello")
    back = f.read_text()
    raw = f.read_bytes()
    stat = f.stat()
    size = stat.st_size
    for child in root.iterdir():
        kid = child
    found = sorted(root.glob("*.txt"))
    one = found[0]
    with f.open() as fh:
        lines = fh.readlines()
    with f.open("rb") as bh:
        data = bh.read()
    with open(f) as oh:
        first = oh.readline()
        for line in oh:
            rest = line
    with open(f, "wb") as out:
        n = out.write(b"x")
gone = f.is_file()
rooted = "root" / Path("x")
same = here == ren
parts_list = [p.name for p in here.parents]

# case: os and os.path
# file: main.py
import os
import os.path as osp
cwd = os.getcwd()
joined = os.path.join(cwd, "a", "b")
base = osp.basename(joined)
folder, tail = osp.split(joined)
root, ext = os.path.splitext("a.txt")
there = osp.exists(joined)
env = os.environ
home = os.environ.get("HOME")
user = os.environ.get("NOPE", "nobody")
names = os.listdir(".")
pid = os.getpid()
sep = os.sep
for where, dirs, files in os.walk("/nonexistent"):
    pass
ent = [e.name for e in os.scandir("/") if e.is_dir()]
ab = osp.abspath(".")
exp = os.path.expanduser("~")
nl = os.linesep
st = os.stat(".")
mt = st.st_mtime
path = os.fspath("x")
com = osp.commonprefix(["ab", "ac"])
cpu = os.cpu_count() or 1
urand = os.urandom(2)
got = os.getenv("NOPE")

# case: io in memory
# file: main.py
import io
s = io.StringIO("a\nb")
line = s.readline()
rest = s.read()
pos = s.tell()
val = s.getvalue()
b = io.BytesIO(b"abc")
chunk = b.read(2)
w = io.TextIOWrapper(b)
enc = w.encoding
out = io.StringIO()
print("hi", file=out)
shown = out.getvalue()
for l in io.StringIO("x\ny"):
    last = l
lines = s.readlines()
closed = s.closed
buf = b.getbuffer()

# case: json, csv and configparser
# file: main.py
import configparser
import csv
import io
import json
text = json.dumps({"a": [1, 2]})
class Enc(json.JSONEncoder):
    def default(self, o):
        return str(o)
made = Enc().encode([1])
other = json.dumps(object, cls=Enc)
rows = list(csv.reader(io.StringIO("a,b\n1,2")))
head = rows[0]
cell = head[0]
dicts = list(csv.DictReader(io.StringIO("a,b\n1,2")))
row = dicts[0]
val = row["a"]
names = csv.DictReader(io.StringIO("a,b")).fieldnames
out = io.StringIO()
writer = csv.writer(out)
n = writer.writerow(["x", 1])
cfg = configparser.ConfigParser()
cfg.read_string("[s]\nk = v\nn = 3")
sect = cfg["s"]
k = sect["k"]
got = cfg.get("s", "k")
num = cfg.getint("s", "n")
secs = cfg.sections()
has = cfg.has_option("s", "k")
try:
    json.loads("{")
except json.JSONDecodeError as e:
    where = e.pos
    msg = str(e)

# case: shutil, glob, fnmatch, sys
# file: main.py
import fnmatch
import glob
import shutil
import sys
found = glob.glob("/nope/*")
ok = fnmatch.fnmatch("a.py", "*.py")
some = fnmatch.filter(["a.py", "b"], "*.py")
which = shutil.which("no-such-program")
usage = shutil.disk_usage("/")
free = usage.free
total, used, left = usage
v = sys.version_info
major = v.major
minor = v[1]
old = sys.version_info >= (3, 8)
args = sys.argv
plat = sys.platform
mods = sys.modules
path = sys.path
big = sys.maxsize
enc = sys.getdefaultencoding()
size = sys.getsizeof(1)
rec = sys.getrecursionlimit()
exe = sys.executable
order = sys.byteorder

# case: subprocess, argparse, logging
# file: main.py
import argparse
import logging
import subprocess
import sys
res = subprocess.run([sys.executable, "-c", "print(1)"], capture_output=True, text=True)
code = res.returncode
out = res.stdout
check = subprocess.check_output([sys.executable, "-c", "print(1)"])
p = argparse.ArgumentParser(prog="x")
act = p.add_argument("--n", type=int, default=3)
sub = p.add_subparsers(dest="cmd")
add = sub.add_parser("add")
ns = p.parse_args(["--n", "4"])
known, rest = p.parse_known_args([])
log = logging.getLogger(__name__)
lname = log.name
kid = log.getChild("x")
lev = logging.INFO
lname2 = logging.getLevelName(10)
on = log.isEnabledFor(logging.DEBUG)
h = logging.StreamHandler()
fmtr = logging.Formatter("%(message)s")
h.setFormatter(fmtr)
eff = log.getEffectiveLevel()
vrs = vars(ns)
