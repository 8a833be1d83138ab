# ruff: noqa: E501 - reports read best as they are
"""Impact reports as Markdown and as an HTML page: nothing of a project gets out of its place, and a browser shows it.

The page is opened once, in headless Chromium, where there is one; everything that is asked of it is asked then.
"""

import json
import os
import re
import shutil
import subprocess
from html.parser import HTMLParser

import pytest

import inferd
from inferd.model import Impact, Reference
from inferd.query import drawing, report_html, report_markdown
from inferd.source.lines import Sources

HOSTILE = "</script><script>document.title='broken'</script><img src=x onerror=alert(1)>"
FILES = {
    "shop/__init__.py": "",
    "shop/cart.py": (
        "class Cart:\n    def total(self, tax=0):\n        '''" + HOSTILE + " ``` `x` '''\n        return tax\n"
        "class Gift(Cart):\n    def total(self, tax=0):\n        return super().total()\n"
        "def show(cart: Cart):\n    return cart.total(), '" + HOSTILE.replace("'", "") + "'\n"
        "def view():\n    return show(Cart())\n"
        "def other(x):\n    return x.total()\nclass Bill:\n    def total(self, of, at): ...\n"
    ),
    "tests/test_cart.py": "from shop.cart import Cart\ndef test_total(): assert Cart().total() == 0\n",
    "shop/<b>x&y.py": "from shop.cart import Cart\nCart().total()\n",
}


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    root = tmp_path_factory.mktemp("shop")
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def found(report):
    with inferd.open(str(report)) as project:
        project.ensure_fresh()
        return project.impact("shop.cart:Cart.total")


@pytest.fixture
def hostile(found):
    """A report in which every text from the project tries to get out."""
    bad = f"{HOSTILE}\"'`&@someone\n- x\x1b[31m"
    place = [f"a/{bad}.py", 3, 1]
    row = Reference(
        place[0], 3, 1, 3, 5, bad, "attribute", f"m:{bad}", f"m:{bad}", "inferred", ({"kind": "static", "why": bad},)
    )
    caller = {"caller": f"m:{bad}", "path": place[0], "line": 3, "count": 2, "confidence": "exact", "places": [place]}
    caller["evidence"] = [{"why": bad}]
    return Impact(
        1, f"m:{bad}", "rename",
        ({"symbol": f"m:{bad}", "reason": bad, "definitions": [{"path": place[0], "line": 3, "column": 1, "kind": "d"}]},) * 2,
        (row._replace(confidence="exact"),), (row,), (row._replace(confidence="possible"),), (caller,),
        ({"symbol": f"n:{bad}", "path": place[0], "line": 1, "depth": 2, "through": f"m:{bad}", "confidence": "exact"},),
        ({"id": bad, "why": f"static: {bad}"},),
        ({"kind": "strings", "level": "breaks", "why": bad, "count": 5, "places": [place] * 5},),
        ((place[0], bad),),
    )  # fmt: skip


class Outline(HTMLParser):
    """The elements of a page, checked to be nested well."""

    VOID = frozenset(("meta", "input", "link", "br"))

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.attributes = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, (tag, self.open[-3:], self.getpos())
        self.open.pop()


def outline(page):
    parsed = Outline()
    parsed.feed(page)
    assert parsed.open == []
    return parsed


def test_nothing_gets_out_of_its_place_in_the_page(hostile, report):
    page = report_html.render(hostile, Sources(str(report)))
    parsed = outline(page)
    assert parsed.tags.count("script") == 1
    assert parsed.tags.count("img") == 0
    assert {name for name, _ in parsed.attributes if name.startswith("on")} == set()
    assert not any(value and value.startswith(("http", "//", "javascript:")) for _, value in parsed.attributes)
    assert HOSTILE not in page
    assert "\x1b" not in page
    same = set(outline(report_html.render(hostile._replace(target="m:x"), Sources(str(report)))).tags)
    assert set(parsed.tags) == same


def test_the_page_needs_nothing_else(found, report):
    page = report_html.render(found, Sources(str(report)))
    parsed = outline(page)
    assert not {"link", "img", "iframe", "object"} & set(parsed.tags)
    assert "url(" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert [a for a in parsed.attributes if a[0] == "content" and a[1].startswith("default-src 'none'")]


def test_nothing_gets_out_of_its_place_in_markdown(hostile, report):
    text = report_markdown.render(hostile, Sources(str(report)))
    lines = text.splitlines()
    assert not [line for line in lines if line.strip().startswith("- x")]
    assert "\x1b" not in text
    outside = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", text.replace("\\`", ""))
    assert "<script" not in outside
    assert "<img" not in outside
    assert not re.search(r"@(?!<!-- -->)\w", outside)
    tags = set(re.findall(r"</?\w+>", outside))
    assert tags == {"<details>", "</details>", "<summary>", "</summary>"}


@pytest.mark.parametrize("text", ["a", "`", "``a`", "a`b", " ", "a\nb", "``"])
def test_code_spans_are_longer_than_what_they_hold(text):
    span = report_markdown.code(text)
    fence = re.match(r"`+", span)[0].rstrip() if not text.startswith("`") else span.split(" ")[0]
    assert span.endswith(fence)
    assert fence not in span[len(fence) : -len(fence)]
    assert "\n" not in span


def test_markdown_for_a_pull_request(found, report):
    text = report_markdown.render(found._replace(possible=(), not_analysed=()), Sources(str(report)))
    head, *sections = text.split("\n<details><summary>")
    assert (
        head
        == """\
### Renaming `shop.cart:Cart.total`

**3 exact, 4 inferred, 0 possible** references in 3 files; 2 definitions change together; 5 callers; 1 test.

**Good to know**

- **tests**: no run is recorded: tests are named by what their text may reach; others may be affected
"""
    )
    assert sections[0].splitlines() == [
        "Changes together: 2</summary>",
        "",
        "- `shop.cart:Cart.total` the symbol itself, `shop/cart.py:2`",
        "- `shop.cart:Gift.total` overrides shop.cart:Cart, `shop/cart.py:6`",
        "",
        "</details>",
    ]
    assert [s.partition(":")[0] for s in sections[1:]] == [
        "Exact references", "Inferred references", "Callers", "Depend on these", "Tests that can be affected",
    ]  # fmt: skip


def test_the_drawing_shows_who_calls_whom(found):
    svg = drawing.drawing(found)
    outline(svg)
    titles = re.findall(r"<title>(.*?)</title>", svg)
    assert sorted(titles) == [
        "shop.&lt;b&gt;x&amp;y", "shop.cart:Cart.total", "shop.cart:Gift.total", "shop.cart:other", "shop.cart:show",
        "shop.cart:view", "tests.test_cart:test_total",
    ]  # fmt: skip
    assert svg.count("<path ") == 5
    assert drawing.drawing(found._replace(callers=(), family=found.family[:1])) == ""


CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
#: what is done to the page, in the page: every answer goes into its title
ASKED = """
(function () {
  var errors = [];
  addEventListener('error', function (e) { errors.push(String(e.message)); });
  addEventListener('securitypolicyviolation', function (e) { errors.push('policy: ' + e.violatedDirective); });
  addEventListener('load', function () {
    function rows() { return Array.from(document.querySelectorAll('.file li')).filter(function (r) {
      return r.offsetParent !== null; }).length; }
    function set(element, change) { change(element); element.dispatchEvent(new Event('input', { bubbles: true })); }
    document.querySelectorAll('details').forEach(function (d) { d.open = true; });
    var said = { title: document.title, errors: errors, all: rows() };
    var wide = [];
    document.querySelectorAll('body *').forEach(function (e) {
      if (e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll,.code,.parts,.file code,.share')) {
        wide.push(e.tagName + '.' + e.className);
      }
    });
    said.wide = wide;
    said.page = document.documentElement.scrollWidth <= innerWidth;
    var search = document.querySelector('input[type=search]');
    set(search, function (e) { e.value = 'test_cart'; });
    said.searched = rows();
    said.output = document.querySelector('output').textContent;
    set(search, function (e) { e.value = 'nothing like it'; });
    said.none = rows() + ' ' + !document.querySelector('.none').hidden;
    set(search, function (e) { e.value = ''; });
    document.querySelectorAll('.file').forEach(function (d) { d.open = true; });
    set(document.querySelector('input[value=exact]'), function (e) { e.checked = false; });
    said.without_exact = rows();
    said.colours = [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color];
    said.drawn = document.querySelectorAll('svg .box').length;
    document.body.textContent = JSON.stringify(said);
  });
}());
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """Opens a page and returns what it says when it was asked: once for each size and scheme."""
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    profile = tmp_path_factory.mktemp("profile")

    def ask(page, folder, width, dark):
        script = report_html.SCRIPT
        assert script in page
        place = folder / f"page{width}.html"
        # the questions stand before the page's own script, allowed by the same policy
        from base64 import b64encode
        from hashlib import sha256

        def digest(text):
            return b64encode(sha256(text.encode()).digest()).decode()

        allowed = page.replace("script-src '", f"script-src 'sha256-{digest(ASKED)}' '", 1)
        place.write_text(allowed.replace("</head>", f"<script>{ASKED}</script></head>", 1), encoding="utf-8")
        done = subprocess.run(
            [
                CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}", "--dump-dom",
                f"--blink-settings=preferredColorScheme={0 if dark else 1}", f"--window-size={width},900",
                "--disable-extensions", "--no-first-run", f"file://{place}",
            ],
            capture_output=True, text=True, timeout=120, check=False, env={**os.environ, "HOME": str(profile)},
        )  # fmt: skip
        body = re.search(r"<body[^>]*>(.*?)</body>", done.stdout, re.DOTALL)
        assert body is not None, done.stderr[-2000:]
        from html import unescape

        return json.loads(unescape(body[1]))

    return ask


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (500, True)])
def test_a_browser_shows_and_filters_it(found, report, browser, tmp_path, width, dark):
    said = browser(report_html.render(found, Sources(str(report))), tmp_path, width, dark)
    assert said["title"] == "Renaming shop.cart:Cart.total"
    assert (said["errors"], said["wide"], said["page"]) == ([], [], True)
    assert (said["all"], said["searched"], said["none"], said["without_exact"]) == (7, 1, "0 true", 4)
    assert said["output"] == "1 of 7 shown"
    assert said["drawn"] == 7
    paper, ink = (sum(map(int, re.findall(r"\d+", c)[:3])) for c in said["colours"])
    assert (paper < ink) is dark
