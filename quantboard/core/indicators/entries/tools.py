"""What strategies are put together with: events, states, places among the symbols."""

from quantboard.core.indicators.entry import Entry, made

TOOL = "tool"


def _tool(names: str, spelt: str, texts: str, call: str, kernels: tuple[str, ...] = ()) -> Entry:
    return made(TOOL, names, "x | | ", texts, "", spelt=spelt, call=call, kernels=kernels)


TOOLS: tuple[Entry, ...] = (
    _tool(
        "rank | Rank among symbols | 横截面排名",
        "rank(x)",
        "Rank among the symbols of a bar, in (0, 1]; 1 = highest. | 同一根内各标的的排名，(0, 1]，1 为最高。",
        "statistic.rank",
        ("row_rank",),
    ),
    _tool(
        "top | Top of the symbols | 前若干名",
        "top(x, k)",
        "True for the k symbols with the highest values of a bar. | 同一根中值最高的 k 个标的为真。",
        "statistic.top",
    ),
    _tool(
        "zscore | Standard score | 标准分",
        "zscore(x)",
        "Deviations from the mean of the bar's symbols; zscore(x, n): of the last n values."
        " | 与同一根各标的均值相差几个标准差；zscore(x, n) 则对最近 n 个值。",
        "statistic.zscore",
        ("row_score", "simple_mean", "deviation"),
    ),
    _tool(
        "cross_above | Cross above | 上穿",
        "cross_above(a, b)",
        "True on the bar where a rises above b. | a 上穿 b 的那一根为真。",
        "logic.cross_above",
        ("crossing",),
    ),
    _tool(
        "cross_below | Cross below | 下穿",
        "cross_below(a, b)",
        "True on the bar where a falls below b. | a 下穿 b 的那一根为真。",
        "logic.cross_below",
        ("crossing",),
    ),
    _tool(
        "shift | Shift | 位移",
        "shift(x, n)",
        "The value n bars before. | n 根之前的值。",
        "logic.shift",
        ("lagged",),
    ),
    _tool(
        "hold | Hold | 持有",
        "hold(entry, exit)",
        "True from an entry until the next exit. | 自进场起至下一次出场为真。",
        "logic.hold",
        ("holding",),
    ),
    _tool(
        "where | Choose | 选择",
        "where(condition, a, b)",
        "a where the condition is true, else b. | 条件为真取 a，否则取 b。",
        "logic.where",
    ),
)
