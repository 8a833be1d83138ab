"""What `inferd query` takes, as one table that its fast parser (`query.py`) and its help (`commands.py`) both read."""

from typing import NamedTuple


class Option(NamedTuple):
    """One option: its spellings, the name of its value ('' for a flag), and what it does."""

    name: str
    spellings: tuple[str, ...]
    metavar: str
    help: str


class Question(NamedTuple):
    """One question of `inferd query`: what it answers, whether it can be asked about the whole project, examples; what
    kinds of symbols it is asked of (any, where none is named), and how to say that.
    """

    name: str
    method: str
    short: str
    summary: str
    whole_project: bool
    examples: tuple[str, ...]
    about: tuple[str, ...] = ()
    said: str = ""


_CALLED = ("function", "method", "class", "property")
#: question -> the method that answers it from recorded runs alone
BY_RUNTIME = {
    "type": "observed_types", "types": "observed_types", "callers": "observed_callers", "calls": "observed_calls",
    "callees": "observed_calls", "tests": "tests",
}  # fmt: skip
#: the questions in whose answers recorded runs have a say
OBSERVED = frozenset(("refs", "type", *BY_RUNTIME, "contradictions", "problems"))
CONFIDENCES = ("exact", "inferred", "possible")

OPTIONS = (
    Option("json", ("--json",), "", "Print one JSON object a target instead of text."),
    Option("project", ("--project", "-C"), "PATH", "The project, or what is in it; by default the current folder."),
    Option("project_dir", ("--project-dir",), "PATH", "Keep the index here instead of in .project/."),
    Option("no_update", ("--no-update",), "", "Answer from the index as it is, without looking at the files first."),
    Option("confidence", ("--confidence",), "GRADES", "Only rows of these grades, as in exact,inferred."),
    Option("limit", ("--limit",), "N", "At most N rows a target; how many were left out is said."),
    Option("stdin", ("--stdin",), "", "Read one target a line from standard input and print one JSON object a line."),
    Option("evidence", ("--evidence",), "KIND", "Only what this kind of evidence tells: runtime (recorded runs)."),
    Option("expr", ("--expr",), "TEXT", "With `type PATH:LINE`: what this expression is right after that line."),
    Option("no_daemon", ("--no-daemon",), "", "Leave a running daemon alone (INFERD_NO_DAEMON=1 does the same)."),
)

QUESTIONS = (
    Question(
        "refs", "references", "Where a symbol is used.",
        "Where a symbol is used, graded: what Python's own rules decide, and what only the name suggests.",
        False, ("inferd query refs shop.cart:Cart.total", "inferd query refs shop/cart.py:12:9 --confidence exact"),
    ),
    Question(
        "def", "definitions", "Where a symbol is defined.",
        "Where a symbol is defined; from a place in a file, what stands there.",
        False, ("inferd query def shop/view.py:7:14",),
    ),
    Question(
        "type", "types", "What type something has.",
        "What a name or an attribute is at a place, or what a symbol's definitions bind, with the evidence.",
        False, (
            "inferd query type shop/view.py:7:14", "inferd query type shop.cart:DEFAULT",
            "inferd query type shop/view.py:7 --expr 'cart.items[0]'",
            "inferd query type shop.cart:Cart.total --evidence runtime",
        ),
    ),
    Question(
        "callers", "callers", "Where something was called from.",
        "The calls of a function, a method or a class that inference finds and that recorded runs saw.",
        False, ("inferd query callers shop.cart:Cart.total", "inferd query callers shop.cart:Cart --evidence runtime"),
        _CALLED, "a function, a method or a class",
    ),
    Question(
        "calls", "calls", "What something called.",
        "The calls in a function, a class, a module or a file that inference finds and that recorded runs saw.",
        True, ("inferd query calls shop.view:show", "inferd query calls shop/view.py", "inferd query calls --json"),
    ),
    Question(
        "callees", "calls", "What something calls.",
        "The same as `calls`, of one target: what a function, a method or a class calls.",
        False, ("inferd query callees shop.view:show",),
    ),
    Question(
        "types", "types", "What types a file has.",
        "Of a file, what each variable is right after the statement that binds it, each parameter and each result.",
        False, ("inferd query types shop/view.py", "inferd query types shop/view.py --json"),
    ),
    Question(
        "tests", "tests", "Which tests run something.",
        "The tests that ran a target in a recorded run, or rely on a fixture or an import that did.",
        False, ("inferd query tests shop.cart:Cart.total",),
    ),
    Question(
        "contradictions", "contradictions", "Types that were seen, or are passed, and do not fit.",
        "Parameters and results that runs saw with types which their annotations, or the code, do not allow, and "
        "declared parameters of the project to which calls, by their text, pass what contradicts the annotation.",
        True, ("inferd query contradictions", "inferd query contradictions shop.cart"),
    ),
    Question(
        "impls", "implementations", "What is below a class, or implements a method.",
        "The classes below a class and, of a Protocol, those that have its members; of a method, its definitions "
        "there.",
        False, ("inferd query impls shop.cart:Cart",), ("class", "method", "property"), "a class or a method",
    ),
    Question(
        "overrides", "overrides", "What a method overrides, and what overrides it.",
        "The definitions that a method overrides, and those that override it.",
        False, ("inferd query overrides shop.cart:Cart.total",),
        ("method", "property", "attribute", "variable", "constant"), "a method or an attribute of a class",
    ),
    Question(
        "members", "members", "What a class has or a module defines.",
        "What a class has, inherited members included, or what a module defines.",
        False, ("inferd query members shop.cart:Cart",), ("class", "module"), "a class or a module",
    ),
    Question(
        "bindings", "bindings", "What binds names in a scope.",
        "What binds names in a module, a class or a function; of a variable its stores, of a parameter its default "
        "and the calls that pass it something.",
        False, ("inferd query bindings shop/cart.py", "inferd query bindings shop.cart:pay.cart"),
    ),
    Question(
        "strings", "strings", "Strings that read as a name.",
        "Strings that read as a name, as getattr, __all__ and settings use them.",
        False, ("inferd query strings total",),
    ),
    Question(
        "problems", "problems", "What is wrong, as far as it is certain.",
        "Names and attributes that nothing defines, imports that lead nowhere, calls that no definition takes, and "
        "annotations that recorded runs contradict: only what is certain.",
        True, ("inferd query problems", "inferd query problems shop/view.py"),
    ),
    Question(
        "unresolved", "unresolved", "What nothing explains, and where inference gave up.",
        "Imports that lead nowhere, names that nothing binds, and where inference gave up and why, in a module or in "
        "the whole project.",
        True, ("inferd query unresolved", "inferd query unresolved shop.cart"),
    ),
)  # fmt: skip


def question(name: str) -> Question | None:
    """The question of that name."""
    for q in QUESTIONS:
        if q.name == name:
            return q
    return None
