# case: regular expressions
# file: main.py
import re
pattern = re.compile(r"(\w+)@(\w+)")
m = pattern.match("ann@example")
if m:
    user = m.group(1)
    both = m.groups()
    named = m.groupdict()
    start = m.start()
    span = m.span()
    pos, end = m.span(1)
    whole = m[0]
    src = m.string
    rx = m.re
found = re.findall(r"\d+", "1 22")
for each in re.finditer(r"\d", "12"):
    digit = each.group()
parts = re.split(r",\s*", "a, b")
sub = re.sub("a", "b", "cat")
sub2, n = re.subn("a", lambda mm: mm.group().upper(), "cat")
bytes_p = re.compile(rb"x")
bm = bytes_p.search(b"axb")
bg = bm.group() if bm else b""
flags = re.I | re.M
esc = re.escape("a.b")
text = pattern.pattern
if (hit := re.search("b", "abc")) is not None:
    at = hit.start()
try:
    re.compile("(")
except re.error as e:
    msg = e.msg
    err = e

# case: string methods
# file: main.py
s = "Hello, World"
up = s.upper()
parts = s.split(", ")
first = parts[0]
before, sep, after = s.partition(",")
joined = "-".join(parts)
at = s.find("W")
starts = s.startswith(("H", "h"))
raw = s.encode("utf-8")
lines = "a\nb".splitlines()
table = str.maketrans("abc", "xyz")
moved = s.translate(table)
padded = s.center(20, "*")
digit = "5".isdigit()
form = "{} {}".format(1, 2)
mapped = "{a}".format_map({"a": 1})
stripped = s.strip().lower().replace("h", "j")
chars = list(s)
ch = s[0]
cut = s[1:-1]
times = s * 2
old = "%s is %d" % ("a", 1)
one = "%r" % 3
n = len(s)
code = ord("a")
letter = chr(97)
order = sorted(s)
low = min(s)
cmp = "a" < "b"
has = "H" in s
last = s.rsplit(maxsplit=1)[-1]
pre = s.removeprefix("He")

# case: bytes
# file: main.py
b = b"abc"
i = b[0]
sl = b[:2]
text = b.decode()
hexed = b.hex()
back = bytes.fromhex("6162")
buf = bytearray(b"xyz")
buf.append(33)
n = buf[1]
cut = buf[1:]
both = b + buf
other = buf + b
view = memoryview(b)
vi = view[0]
vb = view.tobytes()
parts = b.split(b"b")
for byte in b:
    last = byte
joined = b",".join([b"a", b"b"])
num = int.from_bytes(b"\x01\x02", "big")
raw = (258).to_bytes(2, "big")
zeros = bytes(3)
made = bytes([1, 2])
up = b.upper()
fm = b"%d" % 3

# case: formatting
# file: main.py
name, value = "pi", 3.14159
plain = f"{name}={value:.2f}"
nested = f"{value:{10}.{3}}"
debug = f"{name!r:>10}"
fmt = format(value, ".1f")
rep = repr(name)
asc = ascii("é")
class Money:
    def __init__(self, n):
        self.n = n
    def __format__(self, spec):
        width = len(spec)
        return f"${self.n}{width}"
    def __str__(self):
        return "money"
price = f"{Money(3):abc}"
shown = str(Money(1))
both = "".join(f"{x}" for x in [1, 2])
tail = f"{'a' if value else 'b'}"

# case: string and textwrap modules
# file: main.py
import string
import textwrap
letters = string.ascii_lowercase
tmpl = string.Template("$who likes $what")
out = tmpl.substitute(who="tim", what="kung pao")
safe = tmpl.safe_substitute({"who": "x"})
wrapped = textwrap.wrap("a b c", width=3)
filled = textwrap.fill("a b c", 3)
ded = textwrap.dedent("  x")
fields = list(string.Formatter().parse("a{b}"))
short = textwrap.shorten("hello world", width=8)
cap = string.capwords("a b")

# case: difflib, unicodedata and shlex
# file: main.py
import difflib
import shlex
import unicodedata
close = difflib.get_close_matches("appel", ["ape", "apple"])
ratio = difflib.SequenceMatcher(None, "ab", "abc").ratio()
diff = list(difflib.unified_diff(["a"], ["b"]))
words = shlex.split("a 'b c'")
quoted = shlex.quote("a b")
name = unicodedata.name("a")
cat = unicodedata.category("a")
norm = unicodedata.normalize("NFC", "é")
joined = shlex.join(["a", "b c"])

# case: struct, base64, hashlib, binascii
# file: main.py
import base64
import binascii
import hashlib
import hmac
import secrets
import struct
import zlib
packed = struct.pack("<IH", 1, 2)
unpacked = struct.unpack("<IH", packed)
size = struct.calcsize("<I")
enc = base64.b64encode(b"x")
dec = base64.b64decode(enc)
digest = hashlib.sha256(b"a").hexdigest()
h = hashlib.md5()
h.update(b"a")
rawd = h.digest()
name = h.name
mac = hmac.new(b"k", b"m", "sha1").hexdigest()
tok = secrets.token_hex(4)
crc = zlib.crc32(b"a")
comp = zlib.compress(b"aaa")
hx = binascii.hexlify(b"a")
