"""What a strategy does: enter and leave, how much, when to get out by itself, how often to rebalance."""

from quantboard.core.builder.kinds import SERIES, Kind, Words, flag, out, series
from quantboard.core.strategy.params import Param

_SIDE = (Param("side", "choice", "long", choices=("long", "short"), label="Side"),)
SIGNALS = (
    Kind(
        "enter",
        "signal",
        ("Enter", "开仓"),
        ("Opens a position on the next bar when the condition is true.", "条件为真时，在下一根 K 线开仓。"),
        (flag("when", "When", "当"),),
        fields=_SIDE,
        slot="entry",
        say=("{when}", "{when}"),
    ),
    Kind(
        "leave",
        "signal",
        ("Leave", "平仓"),
        ("Closes the position on the next bar when the condition is true.", "条件为真时，在下一根 K 线平仓。"),
        (flag("when", "When", "当"),),
        fields=_SIDE,
        slot="exit",
        say=("{when}", "{when}"),
    ),
    Kind(
        "only_where",
        "signal",
        ("Universe filter", "股票池筛选"),
        ("Entries count only where this is true.", "只有此条件为真时才允许开仓。"),
        (flag("when", "Where", "条件"),),
        slot="filter",
        say=("{when}", "{when}"),
    ),
)
SIZES = (
    Kind(
        "size_share",
        "size",
        ("Share of equity", "资金比例"),
        ("Each entry spends this share of equity.", "每次开仓使用该比例的权益。"),
        fields=(Param("share", "float", 0.5, least=0.0001, most=10.0, label="Share of equity"),),
        slot="size",
        template="{share}",
        say=("size {share} of equity", "仓位为权益的 {share}"),
    ),
    Kind(
        "size_equal",
        "size",
        ("Equal weight", "等权"),
        ("Each symbol of the run gets the same share of equity.", "回测中的每个代码分得相同的权益。"),
        slot="size",
        template="1.0 / len(bars.symbols)",
        say=("an equal share for each symbol", "每个代码等权"),
    ),
    Kind(
        "size_volatility",
        "size",
        ("Volatility target", "波动率目标"),
        ("The calmer the symbol, the larger the position.", "标的越平稳，仓位越大。"),
        fields=(
            Param("target", "float", 0.15, least=0.001, most=5.0, label="Yearly volatility"),
            Param("n", "int", 20, least=2, most=1000, label="Bars"),
            Param("per_year", "int", 252, least=1, most=600_000, label="Bars per year"),
            Param("most", "float", 1.0, least=0.01, most=10.0, label="Largest share"),
        ),
        slot="size",
        template="np.minimum({target} / (stdev(change(np.log(bars.close), 1), {n}) * np.sqrt({per_year})), {most})",
        say=("size for a volatility of {target} a year", "按年化波动率 {target} 定仓"),
    ),
    Kind(
        "size_series",
        "size",
        ("Size from a series", "按序列定仓"),
        ("Each entry spends the share of equity that the series tells.", "每次开仓使用序列给出的权益比例。"),
        (series("x", "Share", "比例"),),
        slot="size",
        template="{x}",
        say=("size {x}", "仓位 {x}"),
    ),
)


def _exit(key: str, title: Words, meaning: Words, kinds: tuple[str, ...], say: Words) -> Kind:
    fields = (
        Param("by", "choice", "percent", choices=kinds, label="Measured in"),
        Param("distance", "float", 0.05, least=0.0001, most=1_000_000.0, label="Distance"),
    )
    return Kind(key, "risk", title, meaning, fields=fields, slot=key, say=say)


RISK = (
    _exit(
        "stop_loss",
        ("Stop-loss", "止损"),
        ("Closes a position that loses this much.", "亏损达到该幅度时平仓。"),
        ("percent", "atr", "amount", "ma"),
        ("stop-loss {distance}", "止损 {distance}"),
    ),
    _exit(
        "take_profit",
        ("Take-profit", "止盈"),
        ("Closes a position that gains this much.", "盈利达到该幅度时平仓。"),
        ("percent", "atr", "amount"),
        ("take-profit {distance}", "止盈 {distance}"),
    ),
    _exit(
        "trailing",
        ("Trailing stop", "移动止损"),
        ("Closes a position that falls this far from its best close.", "自最佳收盘价回撤达到该幅度时平仓。"),
        ("percent", "atr"),
        ("trailing stop {distance}", "移动止损 {distance}"),
    ),
    Kind(
        "time_exit",
        "risk",
        ("Time exit", "时间平仓"),
        ("Closes a position at the open of the k-th bar after entry.", "开仓后第 k 根 K 线开盘时平仓。"),
        fields=(Param("bars", "int", 20, least=1, most=100_000, label="Bars"),),
        slot="max_bars",
        say=("leave after {bars} bars", "持有 {bars} 根 K 线后平仓"),
    ),
)
RHYTHMS = ("daily", "week_end", "month_end", "quarter_end", "year_end")
WEIGHTS = (
    Kind(
        "equal_weight",
        "weights",
        ("Equal weights of the chosen", "等权配置"),
        ("Shares the money equally among the symbols chosen on a bar.", "将资金平均分配给当期选中的代码。"),
        (flag("chosen", "Chosen", "选中"),),
        out(),
        template="np.where({chosen}, 1.0 / np.maximum(np.sum({chosen}, axis=1, keepdims=True), 1), 0.0)",
        say=("equal weights where {chosen}", "对满足“{chosen}”的代码等权"),
    ),
    Kind(
        "inverse_weight",
        "weights",
        ("Risk parity", "风险平价"),
        ("Weights inverse to the risk of each chosen symbol.", "按各选中代码风险的倒数配权。"),
        (flag("chosen", "Chosen", "选中"), series("risk", "Risk", "风险")),
        out(),
        template="where({chosen}, 1.0 / {risk}, 0.0)",
        say=("weights inverse to {risk} where {chosen}", "对满足“{chosen}”的代码按 {risk} 的倒数配权"),
    ),
    Kind(
        "scale_to",
        "weights",
        ("Scale to a total", "归一化"),
        (
            "The same weights scaled so that their sizes add up to the total.",
            "按比例缩放，使权重绝对值之和等于总仓位。",
        ),
        (series("x", "Weights", "权重"),),
        out(SERIES),
        (Param("total", "float", 1.0, least=0.01, most=10.0, label="Total"),),
        "{total} * {x} / np.maximum(np.nansum(np.abs({x}), axis=1, keepdims=True), 1e-12)",
        ("{x}, scaled to {total}", "{x}，总仓位 {total}"),
    ),
    Kind(
        "target",
        "weights",
        ("Target weights", "目标权重"),
        ("The share of equity that each symbol should have.", "每个代码应占的权益比例。"),
        (series("x", "Weights", "权重"),),
        slot="weights",
        template="{x}",
        say=("{x}", "{x}"),
    ),
    Kind(
        "rebalance",
        "weights",
        ("Rebalance", "调仓周期"),
        ("Weights are looked at this often.", "按此周期调仓。"),
        fields=(Param("every", "choice", "month_end", choices=RHYTHMS, label="Every"),),
        slot="rebalance",
        say=("rebalanced: {every}", "调仓：{every}"),
    ),
)
KINDS = (*SIGNALS, *SIZES, *RISK, *WEIGHTS)
