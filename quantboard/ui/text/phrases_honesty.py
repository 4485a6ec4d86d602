"""What is said of a result's honesty: flags, what to do about them, and hints on code that looks ahead."""

_LOOKAHEAD = {
    "The code looks ahead in line {line}: {what} at {bar} changes with bars after {cut}.": (
        "代码用到了未来数据（第 {line} 行）：{bar} 的 {what} 会随 {cut} 之后的 K 线而改变。"
    ),
    "The code looks ahead: {what} at {bar} changes with bars after {cut}.": (
        "代码用到了未来数据：{bar} 的 {what} 会随 {cut} 之后的 K 线而改变。"
    ),
    "Look-ahead could not be checked. {why}": "无法检查是否用到未来数据。{why}",
    "Give the strategy as code, on enough bars.": "请以代码形式给出策略，并提供足够的 K 线。",
    "The signals were given, not computed: there was no code to run.": "信号是直接给出的，没有可运行的代码。",
    "There are fewer than {n} bars.": "K 线不足 {n} 根。",
    "It failed on shorter histories: {why}": "在较短的历史上运行失败：{why}",
    "It gives another answer each time it is asked.": "每次运行的结果都不一样。",
    "The series is turned round in time, so it starts from the last bar.": (
        "序列在时间上被倒转，从最后一根 K 线开始计算。"
    ),
    "The series is shifted backwards: use shift(x, n) with n of 0 or more.": (
        "序列被移向过去：请使用 shift(x, n)，n 不小于 0。"
    ),
    "np.gradient looks one bar ahead: use change(x, 1).": "np.gradient 会看到下一根 K 线：请使用 change(x, 1)。",
    "A centred window sees bars ahead: use sma, wma or another built-in.": (
        "居中的窗口会看到之后的 K 线：请使用 sma、wma 等内置函数。"
    ),
    "A curve through all bars knows the future: fit on the last n bars only.": (
        "穿过全部 K 线的曲线包含未来信息：只用最近 n 根拟合。"
    ),
    "A figure of the whole column knows all bars: use sma, stdev, highest or lowest over n bars.": (
        "对整列求值会用到全部 K 线：请用 sma、stdev、highest 或 lowest 计算最近 n 根。"
    ),
    "The order of all bars is known at their end only: use rank(x), highest or lowest.": (
        "全部 K 线的排序到最后才知道：请使用 rank(x)、highest 或 lowest。"
    ),
    "A negative index counts from the end of the data, which is not known yet.": (
        "负索引从数据末尾数起，而当时还不知道末尾。"
    ),
    "The index points at a later bar: use t − n, or shift(x, n).": (
        "索引指向之后的 K 线：请使用 t − n，或 shift(x, n)。"
    ),
    "The slice moves later values to earlier bars: use shift(x, n).": (
        "切片把之后的值移到了之前的 K 线：请使用 shift(x, n)。"
    ),
    "The code asks how long the data is, which is not known yet.": "代码使用了数据的总长度，而当时还不知道。",
    "Accumulated backwards, it knows what comes: accumulate forwards.": (
        "从后向前累计会包含未来信息：请从前向后累计。"
    ),
    "It changes when later bars are taken away: compute it from bars up to its own only.": (
        "去掉之后的 K 线时它会改变：只能用当前及之前的 K 线计算。"
    ),
}
_TERMS = {
    "No costs were set: every fill was free.": "未设置任何成本：所有成交都是免费的。",
    "Set commission and slippage; a preset of your market has usual ones.": (
        "请设置佣金和滑点；您所在市场的预设中有常用数值。"
    ),
    "Orders were filled at the close that decided them, a price that was not yet known.": (
        "订单按做出决定的同一收盘价成交，而当时还不知道这个价格。"
    ),
    "Fill at the next open, and compare.": "请改为下一根开盘价成交，再作比较。",
    "{n} bar reached stop and target both, {share} of the protective exits: "
    "the total return lies between {low} and {high}.": (
        "{n} 根 K 线同时触及止损和止盈，占保护性离场的 {share}：总收益在 {low} 与 {high} 之间。"
    ),
    "{n} bars reached stop and target both, {share} of the protective exits: "
    "the total return lies between {low} and {high}.": (
        "{n} 根 K 线同时触及止损和止盈，占保护性离场的 {share}：总收益在 {low} 与 {high} 之间。"
    ),
    "Use shorter bars, or move stop and target apart; trust the pessimistic figure.": (
        "请使用更短的 K 线，或拉开止损与止盈的距离；以悲观结果为准。"
    ),
    "Acting one bar later turns the total return of {own} into {late}.": (
        "晚一根 K 线执行，总收益从 {own} 变为 {late}。"
    ),
    "The gain hangs on fills that are hard to get: test with shorter bars and real delays.": (
        "收益依赖难以得到的成交：请用更短的 K 线和真实的延迟测试。"
    ),
    "The total return stays above 0 up to a cost of at least {most} on every fill.": (
        "每笔成交的成本至少到 {most}，总收益仍大于 0。"
    ),
    "Without any cost the total return would not be above 0 either.": "即使没有任何成本，总收益也不大于 0。",
    "Costs are not what is wrong with it.": "问题不在成本。",
    "Little trading makes costs matter little.": "交易很少，成本的影响也很小。",
    "The total return stays above 0 up to a cost of {edge} on every fill, slippage included.": (
        "每笔成交的成本（含滑点）不超过 {edge} 时，总收益大于 0。"
    ),
    "Compare it with what your broker and the spread really cost.": "请与您的券商费用和真实价差比较。",
    "Costs take the whole gain: it stays above 0 only up to {edge} on every fill.": (
        "成本吃掉了全部收益：每笔成交的成本不超过 {edge} 时收益才大于 0。"
    ),
    "Trade less often, or look for a larger edge.": "请减少交易次数，或寻找更大的优势。",
}
_PLAUSIBLE = {
    "A Sharpe ratio of {value} is implausible: above {limit} there is nearly always a flaw.": (
        "夏普比率 {value} 不可信：超过 {limit} 几乎总有问题。"
    ),
    "Look for look-ahead in the code, for fills at prices that nobody gets, and for missing costs.": (
        "请检查代码是否用到未来数据、成交价格是否得不到，以及是否缺少成本。"
    ),
    "A growth of {value} a year is implausible: above {limit} there is nearly always a flaw.": (
        "年化增长 {value} 不可信：超过 {limit} 几乎总有问题。"
    ),
    "Look for look-ahead, for leverage without limits, and for volume that is not there.": (
        "请检查是否用到未来数据、杠杆是否没有限制，以及是否有足够的成交量。"
    ),
    "{share} of the trades won, which is implausible: above {limit} losses are often hidden.": (
        "{share} 的交易盈利，不可信：超过 {limit} 时亏损往往被隐藏。"
    ),
    "Look at open trades and at losses that are never taken: add a stop, or close all at the end.": (
        "请查看未平仓的交易和从不了结的亏损：加上止损，或在结束时全部平仓。"
    ),
    "Only {n} closed trades: too few to tell skill from luck, which needs {limit} or more.": (
        "只有 {n} 笔已平仓的交易：太少，无法区分能力与运气，至少需要 {limit} 笔。"
    ),
    "No trade was closed: nothing can be said about the trades.": "没有已平仓的交易：无法对交易作出判断。",
    "Take a longer period or more symbols before you trust any ratio.": "在相信任何比率之前，请延长区间或增加标的。",
    "One trade in {symbol} made {share} of the whole profit of the closed trades.": (
        "{symbol} 的一笔交易贡献了已平仓交易全部利润的 {share}。"
    ),
    "Without one trade in {symbol} the closed trades would have lost money.": (
        "如果没有 {symbol} 的一笔交易，已平仓的交易合计是亏损的。"
    ),
    "Look at the result without that trade.": "请查看去掉这笔交易后的结果。",
    "Something was held on {share} of the bars only: yearly figures say little.": (
        "只有 {share} 的 K 线上有持仓：年化数字意义不大。"
    ),
    "Judge it by its trades, not by its yearly figures.": "请看各笔交易，而不是年化数字。",
}
_DATA = {
    "All {n} symbols still trade at the end of {years} years: none has failed or was delisted.": (
        "{years} 年之后，全部 {n} 个标的仍在交易：没有一个退市或消失。"
    ),
    "If the list was made with today's knowledge, the result is too good: use the members of each date.": (
        "如果名单是按今天的情况选出的，结果会偏好：请使用各时点的成分。"
    ),
    "Returns are right, price levels are not: compare prices with prices of the same day only.": (
        "收益率是对的，价格水平不是：只能与同一天的价格比较。"
    ),
    "The prices are adjusted: levels of earlier days were changed by later splits and dividends.": (
        "价格已复权：早期的价格水平被之后的拆股和分红改变。"
    ),
    "The strategy reads {column}, which was computed with later splits and dividends.": (
        "策略读取了 {column}，它是用之后的拆股和分红计算的。"
    ),
    "The data also holds {column}; fills and signals use the prices as they were traded.": (
        "数据中还有 {column}；成交和信号使用实际交易的价格。"
    ),
    "Look for splits in the raw prices.": "请检查原始价格中的拆股。",
    "Raw prices change as by a split: {places} and {n} more.": "原始价格出现类似拆股的变化：{places}，另有 {n} 处。",
    "Raw prices change as by a split: {places}.": "原始价格出现类似拆股的变化：{places}。",
    "Import adjusted prices, or leave these symbols out.": "请导入复权价格，或排除这些标的。",
    "Prices stand still for {run} or more bars: {symbol} on {share} of its bars.": (
        "价格连续 {run} 根以上 K 线不变：{symbol} 有 {share} 的 K 线如此。"
    ),
    "Prices of {n} symbols stand still for {run} or more bars, most of all {symbol}: on {share} of its bars.": (
        "{n} 个标的的价格连续 {run} 根以上 K 线不变，最多的是 {symbol}：占其 K 线的 {share}。"
    ),
    "Nobody may have traded then: set a least volume.": "当时可能没有成交：请设置最低成交量。",
    "Bars were filled or corrected before the run: {n} in this data.": (
        "回测前有 K 线被填补或修正：本数据中共 {n} 处。"
    ),
    "See which in the report of the dataset.": "详见数据集的报告。",
    "The run looks at the hold-out, the bars from {day} on, which were put aside.": (
        "本次回测用到了留出数据，即 {day} 起被留出的 K 线。"
    ),
    "Judge a strategy by the hold-out once only; each further look wears it out.": (
        "留出数据只能用来评判一次；每多看一次，它的价值就少一分。"
    ),
}
HONESTY = {**_LOOKAHEAD, **_TERMS, **_PLAUSIBLE, **_DATA}
