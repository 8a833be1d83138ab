# ruff: noqa: E501 - a rule a line reads best
"""The style and the script of report pages.  See `report_html`."""

STYLE = """
:root{--paper:#fbfaf8;--card:#fff;--ink:#1c1b19;--soft:#65615a;--faint:#8f8a81;--rule:#e4e0d8;--wash:#f3f0ea;
--exact:#0b6b5d;--inferred:#2f5fa8;--possible:#9a6200;--breaks:#b3261e;--check:#9a6200;--note:#65615a;--mark:#ffe9a8;
--mono:ui-monospace,"SF Mono","Cascadia Code","JetBrains Mono","DejaVu Sans Mono",Menlo,Consolas,monospace;
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
@media (prefers-color-scheme:dark){:root{--paper:#16161a;--card:#1d1d22;--ink:#e9e7e2;--soft:#a8a49b;--faint:#7d7a73;
--rule:#303036;--wash:#24242a;--exact:#5cc8b4;--inferred:#86aef0;--possible:#e0aa4e;--breaks:#ff8a80;--check:#e0aa4e;
--note:#a8a49b;--mark:#5a4a17}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;scroll-padding-top:16px;-webkit-text-size-adjust:100%}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 var(--sans)}
a{color:inherit}
:focus-visible{outline:2px solid var(--inferred);outline-offset:2px;border-radius:3px}
.mono,code,pre{font-family:var(--mono);font-size:.87em}
.top{border-bottom:1px solid var(--rule);background:var(--card)}
.inner,.page{max-width:1240px;margin:0 auto;padding:0 32px}
.inner{padding-top:36px;padding-bottom:26px}
.doing{margin:0;color:var(--soft)}
h1{margin:2px 0 0;font:600 clamp(24px,4.4vw,38px)/1.15 var(--mono);letter-spacing:-.02em;overflow-wrap:anywhere}
.where{margin:8px 0 0;color:var(--soft);display:flex;flex-wrap:wrap;gap:2px 18px}
.where span:first-child{font-family:var(--mono);font-size:.87em;line-height:1.75;overflow-wrap:anywhere}
.figures{margin-top:24px}
.figures dl{display:flex;flex-wrap:wrap;gap:14px 36px;margin:0}
.figures dl div{display:flex;flex-direction:column-reverse}
.figures dd{margin:0;font-size:24px;font-weight:600;line-height:1.2;font-variant-numeric:tabular-nums}
.figures dt{color:var(--soft);font-size:13px}
.figures .exact dd{color:var(--exact)}.figures .inferred dd{color:var(--inferred)}.figures .possible dd{color:var(--possible)}
.share{display:flex;gap:2px;height:6px;margin-top:16px;border-radius:3px;overflow:hidden;max-width:620px}
.share i{min-width:4px}
i.exact{background:var(--exact)}i.inferred{background:var(--inferred)}i.possible{background:var(--possible)}
.page{display:grid;grid-template-columns:172px minmax(0,1fr);gap:0 48px;padding-bottom:48px}
.parts{position:sticky;top:0;align-self:start;padding-top:40px;font-size:14px}
.parts ul{list-style:none;margin:0;padding:0}
.parts a{display:flex;justify-content:space-between;gap:10px;padding:5px 0;color:var(--soft);text-decoration:none}
.parts a:hover{color:var(--ink)}
.parts b{font-weight:500;font-variant-numeric:tabular-nums;color:var(--faint)}
section{padding-top:40px}
h2{margin:0 0 14px;font-size:20px;font-weight:600;letter-spacing:-.01em}
h2 b{margin-left:6px;font-weight:400;color:var(--faint);font-variant-numeric:tabular-nums}
.level{margin:20px 0 8px;font-size:14px;font-weight:600}
.level small{margin-left:6px;font-size:13px;font-weight:400;color:var(--soft)}
.level.breaks{color:var(--breaks)}.level.check{color:var(--check)}.level.note{color:var(--note)}
.risks{list-style:none;margin:0;padding:0;border-top:1px solid var(--rule)}
.risks>li{padding:10px 0;border-bottom:1px solid var(--rule);display:grid;grid-template-columns:1fr;gap:4px}
.risks p{margin:0;max-width:76ch;overflow-wrap:anywhere}
.risks p b{margin-right:6px}
.risks p code{background:var(--wash);border-radius:3px;padding:1px 4px}
.risks .breaks p b{color:var(--breaks)}.risks .check p b{color:var(--check)}
.places{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:2px 20px;color:var(--soft);font-size:13.5px}
.places li{overflow-wrap:anywhere}
.places i,.at i{font-style:normal;color:var(--faint)}
details summary{cursor:pointer}
.risks summary{color:var(--soft);font-size:13.5px;width:max-content}
.risks details .places{padding-top:4px}
.self{background:var(--card);border:1px solid var(--rule);border-radius:8px;overflow:hidden}
.self p{margin:0;padding:11px 16px;display:flex;flex-wrap:wrap;justify-content:space-between;gap:2px 16px}
.name{overflow-wrap:anywhere}
.self .name{font-weight:600}
.at{color:var(--soft)}
.code{margin:0;padding:12px 0;border-top:1px solid var(--rule);background:var(--wash);overflow-x:auto;line-height:1.55}
.code code{font-size:13px;display:block;min-width:max-content;padding-right:16px}
.code i{display:inline-block;width:4.2em;padding-right:1.3em;text-align:right;font-style:normal;color:var(--faint);
user-select:none}
.plain{list-style:none;margin:0;padding:0}
.plain li{display:grid;grid-template-columns:minmax(0,1fr) auto;align-items:baseline;gap:0 20px;padding:7px 0;
border-bottom:1px solid var(--rule)}
.plain .at{font-size:13px;overflow-wrap:anywhere;max-width:54ch;text-align:right}
.plain .why{margin-left:8px}
.self+.plain{margin-top:8px}
.why{color:var(--soft);font-size:13.5px;overflow-wrap:anywhere}
.times{font-weight:500;color:var(--soft);font-variant-numeric:tabular-nums}
.many{max-height:440px;overflow:auto;border:1px solid var(--rule);border-radius:8px;background:var(--card);padding:0 16px}
.many li:last-child{border:0}
.scroll{overflow-x:auto;margin:0 -4px;padding:4px}
.drawing{display:block;width:100%;min-width:700px;height:auto}
.drawing text{font-family:var(--mono);fill:var(--ink);font-size:13px}
.drawing .column{font-family:var(--sans);fill:var(--soft)}
.drawing .below{font-size:10.5px;fill:var(--soft)}
.drawing .more{font-family:var(--sans);fill:var(--soft)}
.box rect{fill:var(--card);stroke:var(--rule)}
.box.caller rect{stroke:var(--faint)}
.box.test rect{fill:none;stroke:var(--faint);stroke-dasharray:3 3}
.box.family rect{stroke:var(--exact)}
.box.self rect{fill:var(--exact);stroke:var(--exact)}
.box.self text,.box.self .below{fill:var(--paper)}
.line{fill:none;stroke:var(--faint);stroke-width:1.3}
.line.exact{stroke:var(--exact)}.line.inferred{stroke:var(--inferred);stroke-dasharray:5 4}
.legend{display:flex;flex-wrap:wrap;gap:4px 22px;margin:12px 0 0;color:var(--soft);font-size:13.5px}
.stroke::before,.swatch::before{content:"";display:inline-block;vertical-align:middle;margin-right:8px;width:26px}
.stroke::before{border-top:2px solid var(--exact)}.stroke.inferred::before{border-top:2px dashed var(--inferred)}
.swatch::before{height:13px;border:1px dashed var(--faint);border-radius:3px}
.filter{display:flex;flex-wrap:wrap;align-items:center;gap:10px 20px;margin-bottom:14px}
.filter[hidden]{display:none}
.filter input[type=search]{flex:1 1 260px;min-width:0;padding:8px 12px;font:inherit;color:inherit;background:var(--card);
border:1px solid var(--rule);border-radius:6px}
.filter input::placeholder{color:var(--faint)}
.choices{display:flex;flex-wrap:wrap;gap:6px 18px}
.choices label{display:flex;align-items:center;gap:6px;cursor:pointer;font-size:14px}
.choices input{margin:0;width:15px;height:15px;color:inherit;accent-color:currentColor}
.choices b{font-weight:400;color:var(--faint);font-variant-numeric:tabular-nums}
label.exact{color:var(--exact)}label.inferred{color:var(--inferred)}label.possible{color:var(--possible)}
.filter output{color:var(--soft);font-size:13.5px;font-variant-numeric:tabular-nums}
.filter output:empty{display:none}
.file{border:1px solid var(--rule);border-radius:8px;background:var(--card);margin-bottom:8px;overflow:hidden}
.file summary{display:flex;align-items:center;gap:7px;padding:9px 16px;list-style:none}
.file summary::-webkit-details-marker{display:none}
.file summary::before{content:"";flex:none;width:6px;height:6px;border:solid var(--faint);border-width:0 1.5px 1.5px 0;
transform:rotate(-45deg);margin-right:5px}
.file[open] summary::before{transform:rotate(45deg)}
.file summary .mono{overflow-wrap:anywhere;margin-right:auto}
.file summary b{font-weight:400;color:var(--faint);font-variant-numeric:tabular-nums;min-width:2.2em;text-align:right}
.dot{flex:none;width:8px;height:8px;border-radius:50%}
.file ol{list-style:none;margin:0;padding:0;border-top:1px solid var(--rule)}
.file li{display:grid;grid-template-columns:4.4em minmax(0,1fr);padding:7px 16px 8px 0}
.file li+li{border-top:1px solid var(--rule)}
.file li .at{font:13px/1.6 var(--mono);color:var(--faint);text-align:right;padding-right:16px}
.file code{display:block;white-space:pre;overflow-x:auto;line-height:1.6;scrollbar-width:thin}
mark{background:var(--mark);color:inherit;border-radius:2px;padding:0 1px;margin:0 -1px}
.file p{margin:1px 0 0;color:var(--soft);font-size:13px;overflow-wrap:anywhere}
.file p .why{margin-left:10px;font-size:13px}
.grade{font-weight:600}
.exact .grade{color:var(--exact)}.inferred .grade{color:var(--inferred)}.possible .grade{color:var(--possible)}
.said,.left,.none{margin:0 0 12px;color:var(--soft);max-width:76ch}
.left{margin-top:12px}
footer{border-top:1px solid var(--rule);padding:20px 32px;color:var(--faint);font-size:13px;text-align:center}
@media (max-width:860px){.inner,.page{padding-left:18px;padding-right:18px}.inner{padding-top:24px}
.page{display:block}.parts{position:static;padding-top:14px;margin:0 -18px;overflow-x:auto;scrollbar-width:none}
.parts ul{display:flex;gap:8px;padding:2px 18px;width:max-content}
.parts a{padding:5px 12px;border:1px solid var(--rule);border-radius:99px;background:var(--card);white-space:nowrap;gap:7px}
section{padding-top:30px}.plain li{grid-template-columns:minmax(0,1fr)}.plain .at{text-align:left;max-width:none}.plain .why{display:block;margin:0}.figures dl{gap:12px 26px}
.file li{grid-template-columns:3.4em minmax(0,1fr);padding-right:12px}.file li .at{padding-right:10px}
.file summary{padding:9px 12px}.many{padding:0 12px}.file p .why{margin-left:0;display:block}
.level small{display:block;margin-left:0}.code i{width:3.2em;padding-right:.9em}}
@media print{.parts,.filter{display:none}.page{display:block}.many{max-height:none}}
"""

SCRIPT = """
(function () {
  'use strict';
  var form = document.querySelector('form.filter');
  if (!form) return;
  form.hidden = false;
  var search = form.querySelector('input[type=search]');
  var boxes = Array.prototype.slice.call(form.querySelectorAll('input[type=checkbox]'));
  var output = form.querySelector('output');
  var none = document.querySelector('#references .none');
  var files = Array.prototype.map.call(document.querySelectorAll('details.file'), function (file) {
    return {
      element: file, open: file.open, test: file.hasAttribute('data-test'),
      path: file.querySelector('summary .mono').textContent.toLowerCase(),
      rows: Array.prototype.map.call(file.querySelectorAll('li'), function (row) {
        return { element: row, grade: row.className, text: row.textContent.toLowerCase() };
      })
    };
  });
  function apply() {
    var words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    var wanted = {};
    boxes.forEach(function (box) { wanted[box.value] = box.checked; });
    var shown = 0, total = 0;
    files.forEach(function (file) {
      var here = 0;
      file.rows.forEach(function (row) {
        var fits = wanted[row.grade] && (wanted.tests || !file.test) && words.every(function (word) {
          return file.path.indexOf(word) >= 0 || row.text.indexOf(word) >= 0;
        });
        row.element.hidden = !fits;
        row.element.style.display = fits ? '' : 'none';
        here += fits ? 1 : 0;
      });
      total += file.rows.length;
      shown += here;
      file.element.hidden = !here;
      file.element.open = words.length ? here > 0 : file.open;
    });
    output.textContent = shown === total ? '' : shown.toLocaleString('en') + ' of ' + total.toLocaleString('en') + ' shown';
    none.hidden = shown > 0;
  }
  form.addEventListener('submit', function (event) { event.preventDefault(); });
  form.addEventListener('input', apply);
  form.addEventListener('change', apply);
  apply();
}());
"""
