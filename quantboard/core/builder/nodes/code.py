"""A piece of Python as a node, a whole strategy that cannot be drawn, and what only the canvas shows."""

import ast
import keyword
import textwrap

from quantboard.core.builder.kinds import ANY, FLAG, SERIES, Kind, Port
from quantboard.core.strategy.params import Param

EITHER = "either"
GIVES = {EITHER: frozenset({SERIES, FLAG}), SERIES: frozenset({SERIES}), FLAG: frozenset({FLAG})}
CODE, SOURCE, NOTE, GROUP = "code", "source", "note", "group"
KINDS = (
    Kind(
        CODE,
        "code",
        ("Custom code", "自定义代码"),
        ("Lines of Python between named inputs and outputs.", "命名输入与输出之间的 Python 代码。"),
        fields=(
            Param("inputs", "text", "x", label="Inputs"),
            Param("outputs", "text", "out", label="Outputs"),
            Param("gives", "choice", EITHER, choices=(EITHER, SERIES, FLAG), label="Gives"),
            Param("body", "text", "out = x", label="Code"),
        ),
        say=("{id}", "{id}"),
    ),
    Kind(
        SOURCE,
        "code",
        ("Strategy in code", "代码策略"),
        ("A strategy that cannot be drawn as a graph, kept as it is written.", "无法绘制成图的策略，按原文保留。"),
        fields=(Param("text", "text", "", label="Code"),),
    ),
    Kind(
        NOTE,
        "canvas",
        ("Note", "便签"),
        ("A text on the canvas.", "画布上的文字。"),
        fields=(Param("text", "text", "", label="Text"),),
    ),
    Kind(
        GROUP,
        "canvas",
        ("Group", "分组"),
        ("A frame around nodes that can be folded.", "可折叠的节点分组。"),
        fields=(Param("title", "text", "", label="Title"),),
    ),
)
DRAWN_ONLY = frozenset({NOTE, GROUP})


def names_in(text: object) -> list[str]:
    """``"a, b"`` → ``["a", "b"]``; names that are none are left out."""
    parts = (part.strip() for part in str(text).split(","))
    fits = (part for part in parts if part.isidentifier() and not part.startswith("_") and not keyword.iskeyword(part))
    return [name for name in dict.fromkeys(fits) if name not in ("bars", "p")]


def code_kind(params: object) -> Kind:
    """The kind of one node of code, with the ports that it names."""
    given = params if isinstance(params, dict) else {}
    basis = KINDS[0]
    gives = GIVES.get(str(given.get("gives", EITHER)), GIVES[EITHER])
    return Kind(
        CODE,
        basis.category,
        basis.title,
        basis.meaning,
        tuple(Port(name, ANY, (name, name)) for name in names_in(given.get("inputs", "x"))),
        tuple(Port(name, gives, (name, name)) for name in names_in(given.get("outputs", "out"))),
        basis.fields,
        say=basis.say,
    )


def lines_of(body: str) -> list[str]:
    """The lines of a body, indented for a function; raises ``SyntaxError`` for what is no body of one function."""
    plain = textwrap.dedent(body.expandtabs(4)).strip("\n")
    made = "def body():\n" + textwrap.indent(plain, "    ") + "\n    pass"
    tree = ast.parse(made)
    if len(tree.body) != 1:
        raise SyntaxError("the code leaves its function")
    if any(isinstance(one, ast.Return | ast.Yield | ast.YieldFrom) for one in ast.walk(tree)):
        raise SyntaxError("the outputs are returned by themselves: assign them")
    has_long_text = any(
        isinstance(one, ast.Constant | ast.JoinedStr) and (one.end_lineno or 0) > one.lineno for one in ast.walk(tree)
    )
    if has_long_text:  # indenting it would change it
        return ast.unparse(ast.parse(plain)).split("\n")
    return plain.split("\n")
