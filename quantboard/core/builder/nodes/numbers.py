"""Arithmetic, and what looks along a column or across the symbols of a bar."""

from quantboard.core.builder.kinds import NUMBER, SERIES, Kind, Port, Words, flag, out, series, value
from quantboard.core.strategy.params import Param

_RESULT = (Port("out", frozenset({SERIES, NUMBER}), ("Value", "值")),)


def _two(key: str, title: Words, meaning: Words, template: str, say: Words) -> Kind:
    fields = (Param("b", "float", 1.0, label="b"),)
    inputs = (value("a", "a", "a"), value("b", "b", "b", needed=False))
    return Kind(key, "math", title, meaning, inputs, _RESULT, fields, template, say)


def _one(key: str, title: Words, meaning: Words, template: str, say: Words) -> Kind:
    return Kind(key, "math", title, meaning, (value("a", "a", "a"),), _RESULT, (), template, say)


ARITHMETIC = (
    _two("add", ("Add", "加"), ("a + b", "a + b"), "{a} + {b}", ("({a} + {b})", "({a} + {b})")),
    _two("subtract", ("Subtract", "减"), ("a − b", "a − b"), "{a} - {b}", ("({a} − {b})", "({a} − {b})")),
    _two("multiply", ("Multiply", "乘"), ("a × b", "a × b"), "{a} * {b}", ("{a} × {b}", "{a} × {b}")),
    _two(
        "divide",
        ("Divide", "除"),
        ("a ÷ b; nothing where b is 0.", "a ÷ b；b 为 0 时无值。"),
        "{a} / {b}",
        ("{a} / {b}", "{a} / {b}"),
    ),
    _two("power", ("Power", "乘方"), ("a to the power of b", "a 的 b 次方"), "{a} ** {b}", ("{a}^{b}", "{a}^{b}")),
    _two(
        "smaller",
        ("Smaller of two", "较小值"),
        ("The smaller of a and b on each bar", "每根 K 线上 a 与 b 的较小者"),
        "np.minimum({a}, {b})",
        ("the smaller of {a} and {b}", "{a} 与 {b} 的较小者"),
    ),
    _two(
        "larger",
        ("Larger of two", "较大值"),
        ("The larger of a and b on each bar", "每根 K 线上 a 与 b 的较大者"),
        "np.maximum({a}, {b})",
        ("the larger of {a} and {b}", "{a} 与 {b} 的较大者"),
    ),
    _one(
        "absolute", ("Absolute", "绝对值"), ("a without its sign", "去掉 a 的符号"), "np.abs({a})", ("|{a}|", "|{a}|")
    ),
    _one("negate", ("Negate", "取负"), ("−a", "−a"), "-{a}", ("−{a}", "−{a}")),
    _one("logarithm", ("Logarithm", "对数"), ("Natural logarithm", "自然对数"), "np.log({a})", ("ln {a}", "ln {a}")),
    _one("root", ("Square root", "平方根"), ("Square root of a", "a 的平方根"), "np.sqrt({a})", ("√{a}", "√{a}")),
    _one("sign", ("Sign", "符号"), ("−1, 0 or 1", "−1、0 或 1"), "np.sign({a})", ("the sign of {a}", "{a} 的符号")),
)


def _along(key: str, title: Words, meaning: Words, say: Words, *, n: int = 1, least: int = 0) -> Kind:
    fields = (Param("n", "int", n, least=least, most=10_000, label="Bars"),)
    call = {"lag": "shift"}.get(key, key)
    return Kind(key, "math", title, meaning, (series("x", "x", "x"),), out(), fields, f"{call}({{x}}, {{n}})", say)


COLUMN_WISE = (
    _along(
        "lag",
        ("Lag", "滞后"),
        ("The value n bars before.", "n 根 K 线之前的值。"),
        ("{x} {n} bars ago", "{n} 根 K 线前的{x}"),
    ),
    _along(
        "change",
        ("Change", "变化"),
        ("x minus its value n bars before.", "x 减去 n 根 K 线之前的值。"),
        ("the change of {x} over {n} bars", "{x} 在 {n} 根 K 线内的变化"),
        least=1,
    ),
)


def _across(key: str, title: Words, meaning: Words, say: Words) -> Kind:
    return Kind(
        key, "across symbols", title, meaning, (series("x", "x", "x"),), out(), template=f"{key}({{x}})", say=say
    )


_K = (Param("k", "int", 10, least=1, most=5000, label="How many"),)
ACROSS = (
    _across(
        "rank",
        ("Rank", "排名"),
        (
            "Place among the symbols of a bar, in (0, 1]; 1 = highest.",
            "在同一根 K 线所有代码中的排名，(0, 1]，1 为最高。",
        ),
        ("the rank of {x}", "{x} 的排名"),
    ),
    _across(
        "zscore",
        ("Z-score", "标准分"),
        ("Deviations from the mean of the bar's symbols.", "偏离同一根 K 线所有代码均值的标准差倍数。"),
        ("the z-score of {x}", "{x} 的标准分"),
    ),
    Kind(
        "top",
        "across symbols",
        ("Top K", "前 K 名"),
        ("True for the k symbols with the highest values of a bar.", "每根 K 线上值最高的 k 个代码为真。"),
        (series("x", "Score", "得分"),),
        out("flag"),
        _K,
        "top({x}, {k})",
        ("{x} is among the {k} highest", "{x} 位列前 {k}"),
    ),
    Kind(
        "bottom",
        "across symbols",
        ("Bottom K", "后 K 名"),
        ("True for the k symbols with the lowest values of a bar.", "每根 K 线上值最低的 k 个代码为真。"),
        (series("x", "Score", "得分"),),
        out("flag"),
        _K,
        "top(-{x}, {k})",
        ("{x} is among the {k} lowest", "{x} 位列后 {k}"),
    ),
)
CHOICE = Kind(
    "choose",
    "math",
    ("If … then … else", "条件取值"),
    ("a where the condition is true, else b.", "条件为真取 a，否则取 b。"),
    (
        flag("condition", "If", "如果"),
        value("a", "Then", "则", needed=False),
        value("b", "Else", "否则", needed=False),
    ),
    out(),
    (Param("a", "float", 1.0, label="Then"), Param("b", "float", 0.0, label="Else")),
    "where({condition}, {a}, {b})",
    ("{a} if {condition}, else {b}", "若{condition}则为 {a}，否则为 {b}"),
)
KINDS = (*ARITHMETIC, *COLUMN_WISE, *ACROSS, CHOICE)
