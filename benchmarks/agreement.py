"""inferd's references beside the majority of other servers, for methods of annotated code: precision, recall, and the
places where they disagree.

    python benchmarks/agreement.py CORPUS [CORPUS ...] [--n 60] [--list] [--kinds method,attribute] [--bin DIR]

Example, with the peers in a virtual environment of their own (`python -m venv peers; peers/bin/pip install ty pyrefly
pyright`; pyright's own program, `npm install pyright`, starts faster than its Python package):

    python benchmarks/agreement.py ../httpx ../rich --n 60 --list --bin peers/bin

*n* methods are drawn with a seed from the files that annotate at least half of their functions (tests and dunder
methods are left out; where a corpus has too few, the rest comes from its other files).  Each peer is asked for the
references of each, definition included, after it has come to rest, until two passes agree.  Those answers are kept in
--cache, by contents of the corpus, peer and version: a second run asks inferd alone, through its library.  The cache
holds the copy of the corpus that all were asked about (without the checkers' own settings).

The majority: places that more than half of the peers that answered have, at least two having answered.
inferd's set: what it grades exact or inferred.  precision = common / inferd's, recall = common / majority's,
each as the mean over the symbols and pooled over all places (one symbol with 300 places then weighs 300).  inferd
answers for a method's family (what it overrides, what overrides it); the peers, except pyrefly, for the one member:
"this member alone" is the row that compares like with like, and what --member lists.

The majority is no truth: read the list.  There `-` is a place that inferd lacks (with what it says instead: `possible`,
or absent), and `+` one that inferd alone has, or with a minority (named), with its grade and evidence.
"""

import argparse
import collections
import json
import os
import shutil
import sys
import tempfile
import time
import traceback
import uuid
from typing import NamedTuple

import race_client as lsp
import race_corpus as corpora

Place = tuple[str, int, int]


# -- the peers, once


def peer_answers(
    server: lsp.Server, tree: str, symbols: list, store: str, limit: float, again: bool
) -> dict[tuple, frozenset | None]:
    """What a peer says about each symbol: from the cache, and from the peer for what is not there yet."""
    known: dict[str, list | None] = {}
    if os.path.exists(store) and not again:
        with open(store, encoding="utf-8") as f:
            known = json.load(f)
    missing = [s for s in symbols if _key(s) not in known]
    if missing:
        known.update(ask_peer(server, tree, missing, limit))
        os.makedirs(os.path.dirname(store), exist_ok=True)
        with open(store + ".new", "w", encoding="utf-8") as f:
            json.dump(known, f)
        os.replace(store + ".new", store)
    out: dict[tuple, frozenset | None] = {}
    for s in symbols:
        found = known[_key(s)]
        out[s.place] = None if found is None else frozenset((p, line, c) for p, line, c in found)
    return out


def _key(symbol) -> str:
    return f"{symbol.path}:{symbol.line}:{symbol.character}"


def ask_peer(server: lsp.Server, tree: str, symbols: list, limit: float) -> dict[str, list | None]:
    """Ask until two passes agree, three passes at most; None for what was not answered."""
    mark = uuid.uuid4().hex
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="agreement-") as home:
        client = lsp.Client(server, tree, lsp.environment(home, mark), os.path.join(home, "log"))
        passes: list[dict[str, list | None]] = []
        try:
            client.initialize()
            client.open(symbols[0].path)
            lsp.settle(mark, 180.0, quiet=2.0)
            client.close(symbols[0].path)
            while len(passes) < 2 or (passes[-1] != passes[-2] and len(passes) < 4):
                passes.append({})
                for s in symbols:
                    passes[-1][_key(s)] = _asked(client, s, limit)
            client.end()
        finally:
            client.process.kill()
            lsp.kill_marked(mark)
    silent = sum(v is None for v in passes[-1].values())
    took = time.perf_counter() - begin
    print(f"  asked {server.name}: {len(symbols)} symbols, {len(passes)} passes, {took:.0f} s, {silent} without answer",
          file=sys.stderr)  # fmt: skip
    return passes[-1]


def _asked(client: lsp.Client, symbol, limit: float) -> list | None:
    try:
        client.open(symbol.path)
        _, found = client.references(*symbol.place, limit)
        client.close(symbol.path)
    except (lsp.TimedOut, lsp.Refused):
        return None
    return sorted(found)


# -- inferd, each time


class Graded(NamedTuple):
    """What inferd says of a place: its grade, why, and the member of the family it is of ("": of the one asked for)."""

    grade: str
    evidence: str
    member: str


ABSENT = Graded("absent", "", "")


def inferd_answers(tree: str, symbols: list, rebuild: bool) -> dict[Place, dict[Place, Graded]]:
    """{place of the symbol: {place: what is said of it}}, from the library."""
    import inferd
    from inferd.model import plain

    texts: dict[str, list[str]] = {}

    def line_of(path: str, line: int) -> str:
        if path not in texts:
            texts[path] = corpora.lines(lsp.read_text(os.path.join(tree, path)))
        return texts[path][line]

    out: dict[Place, dict[Place, Graded]] = {}
    with inferd.open(tree) as project:
        assert os.path.realpath(project.root) == os.path.realpath(tree), project.root
        project.update(rebuild=rebuild)
        for s in symbols:
            column = len(line_of(s.path, s.line).encode("utf-16-le")[: s.character * 2].decode("utf-16-le")) + 1
            rows = out[s.place] = {}
            try:
                answer = project.references(f"{s.path}:{s.line + 1}:{column}")
            except inferd.InferdError as error:
                print(f"  inferd: {s.path}:{s.line + 1}: {error}", file=sys.stderr)
                continue
            except Exception:  # noqa: BLE001 - a crash is a finding, printed in full, and no answer
                print(f"  inferd crashed at {s.path}:{s.line + 1} ({s.name}):", file=sys.stderr)
                traceback.print_exc()
                continue
            asked = plain(answer.target)
            for r in answer.rows:
                place = (r.path, r.line - 1, corpora.units(line_of(r.path, r.line - 1)[: r.column - 1]))
                if place not in rows or rows[place].grade == "possible":
                    member = "" if plain(r.symbol) == asked else r.symbol
                    rows[place] = Graded(r.confidence, _brief(r.evidence), member)
    return out


def _brief(evidence: tuple) -> str:
    parts = []
    for e in evidence[:2]:
        shown = [f"{k}={v}" for k, v in e.items() if k != "candidates" and v not in ("", None)]
        parts.append(" ".join(shown)[:110])
    return "; ".join(parts)


# -- the comparison


def majority(answers: list[frozenset]) -> frozenset:
    """What more than half have."""
    votes = collections.Counter(p for found in answers for p in found)
    return frozenset(p for p, n in votes.items() if n * 2 > len(answers))


class Score:
    """Sums over symbols."""

    def __init__(self):
        self.precisions: list[float] = []
        self.recalls: list[float] = []
        self.own = self.wanted = self.common = self.exact = 0

    def add(self, own: frozenset, wanted: frozenset) -> None:
        common = len(own & wanted)
        self.own, self.wanted, self.common = self.own + len(own), self.wanted + len(wanted), self.common + common
        if own:
            self.precisions.append(common / len(own))
        if wanted:
            self.recalls.append(common / len(wanted))
        self.exact += own == wanted

    def row(self, name: str, asked: int) -> str:
        def mean(values: list[float]) -> str:
            return f"{sum(values) / len(values):.3f}" if values else "-"

        def share(n: int, of: int) -> str:
            return f"{n / of:.3f}" if of else "-"

        return (
            f"| {name} | {asked} | {mean(self.precisions)} / {mean(self.recalls)} | "
            f"{share(self.common, self.own)} / {share(self.common, self.wanted)} | {self.own} | {self.wanted} | "
            f"{self.exact} of {asked} |"
        )

    def numbers(self) -> dict[str, float]:
        def mean(values: list[float]) -> float:
            return sum(values) / len(values) if values else 1.0

        return {
            "precision": mean(self.precisions), "recall": mean(self.recalls), "own": self.own, "majority": self.wanted,
            "common": self.common, "same_set": self.exact,
        }  # fmt: skip


HEAD = (
    "| server | symbols | precision / recall (mean) | pooled | places | majority's places | same set |\n"
    "|---|---|---|---|---|---|---|"
)


def drawn(corpus: corpora.Corpus, options: argparse.Namespace) -> list:
    """The symbols: of annotated files first, of the others where those have too few."""
    kinds = tuple(options.kinds.split(","))
    plain = frozenset(p for p in corpus.texts if not corpora.is_test(p))
    found = corpora.sample(corpus, options.n, options.seed, kinds, plain if options.all else corpus.typed & plain)
    if len(found) < options.n and not options.all:
        more = corpora.sample(corpus, options.n, options.seed, kinds, plain - corpus.typed)
        found += more[: options.n - len(found)]
    if options.only:
        found = [s for s in found if s.name in options.only.split(",")]
    return sorted(found, key=lambda s: (kinds.index(s.kind), s.place))


def compare(source: str, options: argparse.Namespace) -> tuple[dict[str, Score], list[dict]]:
    name = os.path.basename(os.path.normpath(source))
    if name in ("lib", "src"):
        name = os.path.basename(os.path.dirname(os.path.abspath(source))) + "-" + name
    base = os.path.join(options.cache, f"{name}-{corpora.digest(source)}")
    tree = os.path.join(base, "tree")
    if not os.path.exists(tree):
        shutil.rmtree(tree + ".new", ignore_errors=True)
        os.makedirs(base, exist_ok=True)
        corpora.copy(source, tree + ".new")
        os.replace(tree + ".new", tree)
    corpus = corpora.load(tree)
    symbols = drawn(corpus, options)
    peers: dict[str, dict] = {}
    for peer in options.peers.split(","):
        server = lsp.find(peer, options.bin, dict(c.split("=", 1) for c in options.command))
        store = None
        if server is not None:
            store = os.path.join(base, f"{peer}-{lsp.version(server)}.json")
        else:  # what was asked earlier still counts
            old = sorted(f for f in os.listdir(base) if f.startswith(peer + "-"))
            store = os.path.join(base, old[-1]) if old else None
            server = lsp.Server(peer, [peer], None)
        if store is None:
            print(f"  {peer} is not installed, and nothing of it is in the cache", file=sys.stderr)
            continue
        peers[peer] = peer_answers(server, tree, symbols, store, options.timeout, options.again)
    begin = time.process_time()
    own = inferd_answers(tree, symbols, not options.keep_index)
    took = f"inferd {time.process_time() - begin:.1f} CPU s"
    print(f"{name}: {len(corpus.texts)} files, {len(corpus.typed)} annotated; {took}", file=sys.stderr)

    scores: dict[str, Score] = collections.defaultdict(Score)
    details = []
    for s in symbols:
        answered = {p: found[s.place] for p, found in peers.items() if found[s.place] is not None}
        if len(answered) < 2:
            continue
        wanted = majority(list(answered.values()))
        if not wanted:
            continue
        graded = own[s.place]
        sets = {
            "inferd": [p for p, g in graded.items() if g.grade != "possible"],
            "inferd, this member alone": [p for p, g in graded.items() if g.grade != "possible" and not g.member],
            "inferd, exact alone": [p for p, g in graded.items() if g.grade == "exact"],
            "inferd, possible too": list(graded),
        }
        for name, found in [*sets.items(), *answered.items()]:
            scores[name].add(frozenset(found), wanted)
        mine = frozenset(sets["inferd, this member alone" if options.member else "inferd"])
        detail = {"kind": s.kind, "name": s.name, "place": s.place, "inferd": len(mine), "majority": len(wanted)}
        detail |= {p: len(found) for p, found in answered.items()}

        def row(place: Place, sign: str, answered=answered, graded=graded) -> dict:
            path, line, _ = place
            text = corpora.lines(corpus.texts[path])[line].strip() if path in corpus.texts else ""
            who = [p for p, found in answered.items() if place in found]
            return {"sign": sign, "place": place, "text": text, "peers": who, **graded.get(place, ABSENT)._asdict()}

        detail["rows"] = [row(p, "-") for p in sorted(wanted - mine)] + [row(p, "+") for p in sorted(mine - wanted)]
        details.append(detail)
    return scores, details


def listed(details: list[dict], width: int) -> None:
    """The disagreements, for reading."""
    for d in details:
        if not d["rows"]:
            continue
        path, line, character = d["place"]
        counts = ", ".join(f"{k} {d[k]}" for k in ("inferd", "majority", *lsp.PEERS) if k in d)
        print(f"\n{d['kind']} {d['name']}  {path}:{line + 1}:{character + 1}   ({counts})")
        for r in d["rows"]:
            p, n, _ = r["place"]
            said = r["grade"] + (f", of {r['member']}" if r["member"] else "")
            said += f": {r['evidence']}" if r["evidence"] else ""
            who = " ".join(r["peers"]) or "inferd alone"
            print(f"  {r['sign']} {p}:{n + 1}: {r['text'][:width]}   [{who}] ({said})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="+", help="a project's folder; it is copied and never changed")
    parser.add_argument("--n", type=int, default=60, help="symbols of each corpus (60)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", default="method", help="of these kinds, with commas: " + ", ".join(corpora.KINDS))
    parser.add_argument("--all", action="store_true", help="draw from files that annotate little as well")
    parser.add_argument("--only", help="of the drawn symbols only those of these names, with commas")
    parser.add_argument("--list", action="store_true", help="print the places of disagreement")
    parser.add_argument("--member", action="store_true", help="list for the member asked for, not for its family")
    parser.add_argument("--width", type=int, default=100, help="of the text of a listed line")
    parser.add_argument("--json", help="write scores and disagreements to this file")
    parser.add_argument("--peers", default=",".join(lsp.PEERS), help="whose majority counts (ty,pyright,pyrefly)")
    parser.add_argument("--bin", action="append", default=[], help="a folder to look for the peers' programs in")
    parser.add_argument("--command", action="append", default=[], metavar="NAME=COMMAND", help="how a peer is started")
    parser.add_argument("--timeout", type=float, default=60.0, help="seconds for one answer of a peer (60)")
    parser.add_argument("--again", action="store_true", help="ask the peers again")
    parser.add_argument("--keep-index", action="store_true", help="do not index the copy anew each time")
    parser.add_argument(
        "--cache", default=os.path.join(tempfile.gettempdir(), "inferd-agreement"), help="where copies and answers stay"
    )
    options = parser.parse_args()
    os.makedirs(options.cache, exist_ok=True)
    options.cache = os.path.realpath(options.cache)
    os.environ.setdefault("INFERD_USER_DIR", os.path.join(options.cache, "user"))
    report = {}
    total: dict[str, list[Score]] = collections.defaultdict(list)
    for source in options.corpus:
        scores, details = compare(source, options)
        print(f"\n## {source}\n\n{HEAD}")
        for name, score in scores.items():
            print(score.row(name, len(details)))
            total[name].append(score)
        if options.list:
            listed(details, options.width)
        report[source] = {"scores": {n: s.numbers() for n, s in scores.items()}, "symbols": details}
    if len(options.corpus) > 1:
        print(f"\n## all\n\n{HEAD}")
        for name, parts in total.items():
            united = Score()
            for part in parts:
                united.precisions += part.precisions
                united.recalls += part.recalls
                for field in ("own", "wanted", "common", "exact"):
                    setattr(united, field, getattr(united, field) + getattr(part, field))
            print(united.row(name, sum(len(report[s]["symbols"]) for s in options.corpus)))
    if options.json:
        with open(options.json, "w", encoding="utf-8") as f:
            json.dump(report, f, indent=1)


if __name__ == "__main__":
    main()
