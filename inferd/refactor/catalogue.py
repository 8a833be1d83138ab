"""The refactorings by name: what each needs, what it can be told, and the function that does it.

The command line, plans and `inferd refactor list` are made of this table.  rope is imported by the modules that it
names, so when one of them is run, and not before.
"""

import difflib
import inspect
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from inferd.errors import InferdError

if TYPE_CHECKING:
    from inferd.model import ChangePlan
    from inferd.query.view import View


class Knob(NamedTuple):
    """An option: the parameter that it is, how it is written, its metavar ('' for a flag), and its help."""

    name: str
    spelling: str
    metavar: str
    help: str
    many: bool = False
    choices: tuple[str, ...] = ()


class Refactoring(NamedTuple):
    """One refactoring.  *arguments*: the parameters that are not options, with their metavars."""

    name: str
    function: str  # module:function
    short: str
    summary: str
    arguments: tuple[tuple[str, str], ...]
    knobs: tuple[Knob, ...]
    example: str


_TARGET = ("target", "TARGET")
_NAME = ("name", "NAME")
_SYMBOL = "TARGET is package.module:Class.method, path/file.py:LINE:COL, or a unique name."
_PLACE = "PLACE is path/file.py:LINE:COL, both from 1."
_RANGE = (
    "RANGE is path/file.py:LINE:COL-LINE:COL, from the first character to behind the last, or path/file.py:LINE-LINE."
)
_WITHIN = Knob("within", "--in", "PATH", "Only in this file or directory; may be given again.", True)

REFACTORINGS = (
    Refactoring(
        "move", "inferd.refactor.moving:move",
        "Move something to another module, class or package.",
        "Move a function, class or variable to another module, a method to another class, or a module to a package.\n\n"
        f"{_SYMBOL} TO is the module (pkg.mod or pkg/mod.py; it is made where there is none), for a module the package "
        "('.' for the root), and for a method the attribute of self whose class gets it. Imports follow everywhere.",
        (_TARGET, ("to", "TO")),
        (Knob("name", "--name", "NAME", "What a method is called in its new class."),),
        "inferd refactor move shop.cart:total_of shop.sums",
    ),
    Refactoring(
        "signature", "inferd.refactor.signatures:signature",
        "Change what a function takes, in all calls.",
        "Add, remove and reorder the parameters of a function and of those that override it, and mend every call.\n\n"
        f"{_SYMBOL} A class stands for its __init__. Calls that unpack are left as they are and listed.",
        (_TARGET,),
        (
            Knob("add", "--add", "PARAMETER", "A new parameter, as Python writes it: 'tax: int = 0'.", True),
            Knob("values", "--value", "NAME=EXPR", "What calls pass for a new parameter.", True),
            Knob("remove", "--remove", "NAME", "A parameter that goes.", True),
            Knob("order", "--order", "NAMES", "All parameters in their new order, as in self,b,a,*,c.", True),
            Knob("fill_in", "--fill-in", "NAME", "Let calls that leave it out pass its default.", True),
            Knob("normalize", "--normalize", "", "Let calls pass by position what can be passed so."),
            Knob("only", "--only", "", "This definition alone, without those that override it or that it overrides."),
        ),
        "inferd refactor signature shop.cart:Cart.total --add 'tax: int = 0' --remove discount",
    ),
    Refactoring(
        "inline", "inferd.refactor.inlining:inline",
        "Put a value or a body where it is used.",
        "Inline a function, a method, a variable, or the default of a parameter, and remove its definition.\n\n"
        f"{_SYMBOL}",
        (_TARGET,),
        (
            Knob("keep", "--keep", "", "Keep the definition."),
            Knob("here", "--here", "", "Only at the place that TARGET is; the definition stays."),
        ),
        "inferd refactor inline shop.cart:_rounded",
    ),
    Refactoring(
        "extract", "inferd.refactor.extracting:extract",
        "Make a function, method or variable of some lines.",
        f"Make a function, a method or a variable of a piece of code, and use it there.\n\n{_RANGE}",
        (("target", "RANGE"), _NAME),
        (
            Knob("kind", "--as", "KIND", "What to make of it.", False,
                 ("function", "method", "staticmethod", "classmethod", "variable")),
            Knob("similar", "--similar", "", "Replace the same code elsewhere in the file, too."),
            Knob("everywhere", "--global", "", "Put it at the level of the module."),
        ),
        "inferd refactor extract shop/cart.py:12-15 subtotal --as method",
    ),
    Refactoring(
        "introduce-parameter", "inferd.refactor.extracting:introduce_parameter",
        "Let a function take what an expression in it is.",
        f"Let a function take what a name or an attribute in its body is, with that as the default.\n\n{_PLACE}",
        (("target", "PLACE"), _NAME), (),
        "inferd refactor introduce-parameter shop/cart.py:14:20 rate",
    ),
    Refactoring(
        "introduce-factory", "inferd.refactor.reshaping:introduce_factory",
        "Construct a class through a function.",
        f"Construct a class through a static method of it, or a function of its module, everywhere.\n\n{_SYMBOL}",
        (_TARGET, _NAME),
        (Knob("everywhere", "--global", "", "A function of the module instead of a static method."),),
        "inferd refactor introduce-factory shop.cart:Cart create",
    ),
    Refactoring(
        "encapsulate-field", "inferd.refactor.reshaping:encapsulate_field",
        "Read and write an attribute through methods.",
        f"Read and write an attribute through a getter and a setter, everywhere but where it is defined.\n\n{_SYMBOL}",
        (_TARGET,),
        (
            Knob("getter", "--getter", "NAME", "What reads it; by default get_ and its name."),
            Knob("setter", "--setter", "NAME", "What writes it; by default set_ and its name."),
        ),
        "inferd refactor encapsulate-field shop.cart:Cart.items",
    ),
    Refactoring(
        "local-to-field", "inferd.refactor.reshaping:local_to_field",
        "Let a local of a method be an attribute.",
        f"Let a local variable of a method be an attribute of its self.\n\n{_PLACE}",
        (("target", "PLACE"),), (),
        "inferd refactor local-to-field shop/cart.py:14:9",
    ),
    Refactoring(
        "method-object", "inferd.refactor.reshaping:method_object",
        "Make a class of a function.",
        f"Let the body of a function be the __call__ of a new class, with its parameters as attributes.\n\n{_SYMBOL}",
        (_TARGET, _NAME), (),
        "inferd refactor method-object shop.cart:total_of TotalOf",
    ),
    Refactoring(
        "use-function", "inferd.refactor.reshaping:use_function",
        "Call a function where its body stands.",
        f"Call a function wherever code does what its body does.\n\n{_SYMBOL}",
        (_TARGET,), (_WITHIN,),
        "inferd refactor use-function shop.sums:rounded --in shop",
    ),
    Refactoring(
        "restructure", "inferd.refactor.reshaping:restructure",
        "Replace code that looks like a pattern.",
        "Replace code that looks like PATTERN by GOAL; ${name} in them stands for an expression.\n\n"
        "PATTERN and GOAL are expressions or statements.",
        (("pattern", "PATTERN"), ("goal", "GOAL")),
        (
            Knob("where", "--where", "NAME:CONDITION", "What a name may stand for: 'x: type=shop.cart.Cart'.", True),
            Knob("imports", "--import", "STATEMENT", "An import that changed files need.", True),
            _WITHIN,
        ),
        "inferd refactor restructure '${x}.total == None' '${x}.total is None' --where 'x: type=shop.cart.Cart'",
    ),
    Refactoring(
        "to-package", "inferd.refactor.moving:to_package",
        "Make a module a package.",
        "Make a module the __init__.py of a package of the same name.\n\nTARGET is the file or the name of the module.",
        (_TARGET,), (),
        "inferd refactor to-package shop/cart.py",
    ),
    Refactoring(
        "imports", "inferd.refactor.importing:imports",
        "Put imports in order, or rewrite them.",
        "Organize the imports of a file or of all files in a directory, or do something else to them.\n\n"
        "PATH is a file or a directory.",
        (("target", "PATH"),),
        (
            Knob("do", "--do", "WHAT", "What to do.", False,
                 ("organize", "expand-stars", "froms-to-imports", "absolute", "shorten")),
            Knob("line", "--line", "LINE", "Only the statement at this line."),
        ),
        "inferd refactor imports shop --do expand-stars",
    ),
    Refactoring(
        "change-occurrences", "inferd.refactor.extracting:change_occurrences",
        "Write something else for a name in one scope.",
        f"Write another expression where a name stands, in the scope around a place only.\n\n{_PLACE}",
        (("target", "PLACE"), ("text", "EXPRESSION")),
        (Knob("calls", "--calls", "", "Only where it is called."),),
        "inferd refactor change-occurrences shop/cart.py:14:9 self.rate",
    ),
    Refactoring(
        "remove", "inferd.refactor.removing:remove",
        "Delete a definition that nothing uses.",
        "Delete a function, class, method or variable, with the imports and the entries of __all__ that only hand it "
        "on; refused where something uses it, or may, with every place and its grade.\n\n"
        f"{_SYMBOL}",
        (_TARGET,), (),
        "inferd refactor remove shop.cart:_rounded",
    ),
    Refactoring(
        "generate", "inferd.refactor.extracting:generate",
        "Make what a name should stand for.",
        f"Make what a name at a place should stand for, where nothing does yet.\n\n{_PLACE}",
        (("target", "PLACE"),),
        (Knob("kind", "--as", "KIND", "What to make.", False, ("function", "class", "variable", "module", "package")),),
        "inferd refactor generate shop/view.py:7:5 --as function",
    ),
)  # fmt: skip


#: what may change uses in other projects, too (`--also`)
CROSSING = frozenset(
    "rename move signature inline introduce-factory encapsulate-field use-function restructure to-package".split()
)


def refactoring(name: str) -> Refactoring | None:
    """The refactoring of that name."""
    return next((r for r in REFACTORINGS if r.name == name), None)


def plan(
    view: "View", root: str, name: str, given: Mapping[str, Any], *,
    overlays: Mapping[str, bytes | None] | None = None, force: bool = False, possible: bool = False,
) -> "ChangePlan":  # fmt: skip
    """The change that a refactoring makes; *given*: its arguments and options by the names of their parameters."""
    found = refactoring(name)
    if found is None:
        near = difflib.get_close_matches(name, [r.name for r in REFACTORINGS], 1)
        raise InferdError(
            f"there is no refactoring {name}",
            f"did you mean {near[0]}?" if near else "`inferd refactor --help` lists them",
        )
    module, _, function = found.function.partition(":")
    act = getattr(import_module(module), function)
    _check(found, act, given)
    from inferd.refactor.rope_seam import Work

    work = Work(view, root, overlays, force, possible)
    done: ChangePlan = act(work, **given)
    return done


def _check(found: Refactoring, act: Any, given: Mapping[str, Any]) -> None:
    """Arguments that are not known, or are missing, by name."""
    known = [p for p in inspect.signature(act).parameters.values() if p.name != "work"]
    names = [p.name for p in known]
    for key in given:
        if key not in names:
            near = difflib.get_close_matches(key, names, 1)
            raise InferdError(
                f"{found.name}: there is no {key}",
                f"did you mean {near[0]}?" if near else f"known are {', '.join(names)}",
            )
    missing = [p.name for p in known if p.default is p.empty and p.name not in given]
    if missing:
        raise InferdError(f"{found.name}: {missing[0]} is missing", f"for example: {found.example}")
