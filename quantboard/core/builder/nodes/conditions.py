"""What is true or false on a bar: comparisons, crossings, and how they are combined."""

from quantboard.core.builder.kinds import FLAG, Kind, Words, flag, out, series, value
from quantboard.core.strategy.params import Param

_TRUE = out(FLAG, title=("True or false", "真或假"))


def _compare(key: str, title: Words, sign: str, say: Words) -> Kind:
    inputs = (value("a", "a", "a"), value("b", "b", "b", needed=False))
    fields = (Param("b", "float", 0.0, label="b"),)
    meaning = (f"True where a {sign} b.", f"a {sign} b 时为真。")
    return Kind(key, "condition", title, meaning, inputs, _TRUE, fields, f"{{a}} {sign} {{b}}", say)


def _cross(key: str, title: Words, meaning: Words, say: Words) -> Kind:
    inputs = (series("a", "a", "a"), value("b", "b", "b", needed=False))
    fields = (Param("b", "float", 0.0, label="b"),)
    return Kind(key, "condition", title, meaning, inputs, _TRUE, fields, f"{key}({{a}}, {{b}})", say)


COMPARISONS = (
    _compare("greater", ("Greater than", "大于"), ">", ("{a} > {b}", "{a} > {b}")),
    _compare("less", ("Less than", "小于"), "<", ("{a} < {b}", "{a} < {b}")),
    _compare("at_least", ("At least", "不小于"), ">=", ("{a} ≥ {b}", "{a} ≥ {b}")),
    _compare("at_most", ("At most", "不大于"), "<=", ("{a} ≤ {b}", "{a} ≤ {b}")),
    _compare("equal", ("Equal", "等于"), "==", ("{a} = {b}", "{a} = {b}")),
    _compare("unequal", ("Not equal", "不等于"), "!=", ("{a} ≠ {b}", "{a} ≠ {b}")),
)
CROSSINGS = (
    _cross(
        "cross_above",
        ("Crosses above", "上穿"),
        ("True on the bar where a rises above b.", "a 由下向上穿过 b 的那根 K 线为真。"),
        ("{a} crosses above {b}", "{a} 上穿 {b}"),
    ),
    _cross(
        "cross_below",
        ("Crosses below", "下穿"),
        ("True on the bar where a falls below b.", "a 由上向下穿过 b 的那根 K 线为真。"),
        ("{a} crosses below {b}", "{a} 下穿 {b}"),
    ),
)
LOGIC = (
    Kind(
        "all_of",
        "logic",
        ("AND", "与"),
        ("True where every condition is true.", "所有条件都为真时为真。"),
        (flag("conditions", "Conditions", "条件", many=True),),
        _TRUE,
        template=" & ",
        say=(" and ", " 且 "),
    ),
    Kind(
        "any_of",
        "logic",
        ("OR", "或"),
        ("True where at least one condition is true.", "至少一个条件为真时为真。"),
        (flag("conditions", "Conditions", "条件", many=True),),
        _TRUE,
        template=" | ",
        say=(" or ", " 或 "),
    ),
    Kind(
        "none_of",
        "logic",
        ("NOT", "非"),
        ("True where the condition is false.", "条件为假时为真。"),
        (flag("condition", "Condition", "条件"),),
        _TRUE,
        template="~{condition}",
        say=("not ({condition})", "非（{condition}）"),
    ),
    Kind(
        "hold",
        "logic",
        ("Hold from … until", "保持"),
        ("True from a start until the next end; a bar with both is out.", "从开始到下一次结束之间为真。"),
        (flag("entry", "From", "开始"), flag("exit", "Until", "结束")),
        _TRUE,
        template="hold({entry}, {exit})",
        say=("since {entry} and until {exit}", "自{entry}起、到{exit}为止"),
    ),
)
KINDS = (*COMPARISONS, *CROSSINGS, *LOGIC)
