"""What the engine says of a run: warnings, reasons why a number is not available, and what was wrong with a field."""

_REASONS = {
    "fewer than two bars": "不足两根 K 线",
    "fewer than three bars": "不足三根 K 线",
    "fewer than four bars": "不足四根 K 线",
    "returns do not vary": "收益没有变化",
    "the account was lost": "账户已亏光",
    "the account never fell below its peak": "账户从未低于其高点",
    "no bar lost": "没有亏损的 K 线",
    "beta is 0": "贝塔为 0",
    "buy-and-hold has no such bar": "买入持有没有这样的 K 线",
    "its error cannot be estimated": "无法估计其误差",
    "the 5 % quantile of the returns is 0": "收益的 5 % 分位数为 0",
    "nothing was ever held": "从未持仓",
    "no closed trade": "没有已平仓的交易",
    "no trade lost": "没有亏损的交易",
    "no trade won": "没有盈利的交易",
    "fewer than two trades": "不足两笔交易",
    "fewer than six trades": "不足六笔交易",
    "trades do not vary": "各笔交易没有差别",
    "it is not a finite number here": "在这里不是有限的数",
    "it is too large to be told": "数值过大，无法表示",
}
_NOTES = {
    "No costs were set: no commission, no slippage, no stamp duty.": "未设置任何成本：没有佣金、滑点和印花税。",
    "Orders were filled at the close they were decided on, a price that was not yet known.": (
        "订单按做出决定的同一收盘价成交，而当时还不知道这个价格。"
    ),
    "The sizes that the strategy returns were not used: the run sizes by {size}.": (
        "未使用策略返回的仓位：本次回测按 {size} 确定仓位。"
    ),
    "{n} bar reached stop and target both; the stop was taken.": "{n} 根 K 线同时触及止损和止盈，按止损处理。",
    "{n} bars reached stop and target both; the stop was taken.": "{n} 根 K 线同时触及止损和止盈，按止损处理。",
    "{n} bar reached stop and target both; the target was taken.": "{n} 根 K 线同时触及止损和止盈，按止盈处理。",
    "{n} bars reached stop and target both; the target was taken.": "{n} 根 K 线同时触及止损和止盈，按止盈处理。",
    "{n} bar reached stop and target both; the one nearer to the open was taken.": (
        "{n} 根 K 线同时触及止损和止盈，按离开盘价较近者处理。"
    ),
    "{n} bars reached stop and target both; the one nearer to the open was taken.": (
        "{n} 根 K 线同时触及止损和止盈，按离开盘价较近者处理。"
    ),
    "{n} order went beyond the limits of the account and was cut.": "{n} 笔订单超出账户限制，已被缩减。",
    "{n} orders went beyond the limits of the account and was cut.": "{n} 笔订单超出账户限制，已被缩减。",
    "{n} position closed at the last bar of a symbol that disappeared.": "{n} 个持仓在标的消失前的最后一根 K 线平仓。",
    "{n} positions closed at the last bar of a symbol that disappeared.": "{n} 个持仓在标的消失前的最后一根 K 线平仓。",
    "{n} margin call: everything was closed at the next open.": "{n} 次追加保证金未满足，已在下一根开盘价全部平仓。",
    "{n} margin calls: everything was closed at the next open.": "{n} 次追加保证金未满足，已在下一根开盘价全部平仓。",
    "{n} bar signalled long and short at once while flat; nothing was done.": (
        "{n} 根 K 线在空仓时同时发出做多和做空信号，未做处理。"
    ),
    "{n} bars signalled long and short at once while flat; nothing was done.": (
        "{n} 根 K 线在空仓时同时发出做多和做空信号，未做处理。"
    ),
    "{n} order waited for the symbol's next bar.": "{n} 笔订单等到了该标的的下一根 K 线才成交。",
    "{n} orders waited for the symbol's next bar.": "{n} 笔订单等到了该标的的下一根 K 线才成交。",
    "{n} order rejected: {listed}.": "{n} 笔订单被拒绝：{listed}。",
    "{n} orders rejected: {listed}.": "{n} 笔订单被拒绝：{listed}。",
    "Of the rejected orders the first {n} are listed, the other {rest} only counted.": (
        "被拒绝的订单只列出前 {n} 笔，其余 {rest} 笔仅计数。"
    ),
    "The filters of the universe let {mean} of {n_symbols} symbols be entered on an average bar.": (
        "标的筛选后，平均每根 K 线有 {mean} / {n_symbols} 个标的可以入场。"
    ),
    "The run was stopped by hand and is unfinished: the last bar reached is {when}.": (
        "回测被手动停止，结果未完成：到达的最后一根 K 线为 {when}。"
    ),
    "no benchmark was chosen": "未选择基准",
    "The account was lost: equity fell to 0 or below on {when}, and all was closed at the next open.": (
        "账户已亏光：净值于 {when} 跌至 0 或以下，随后在下一根开盘价全部平仓。"
    ),
    "The prices look unadjusted, changing as by a split: {places} and {n} more.": (
        "价格似乎未复权，出现类似拆股的变化：{places}，另有 {n} 处。"
    ),
    "The prices look unadjusted, changing as by a split: {places}.": "价格似乎未复权，出现类似拆股的变化：{places}。",
    "The data starts on {start}, after the first day asked for ({asked}).": (
        "数据从 {start} 开始，晚于所选的开始日期（{asked}）。"
    ),
    "The data ends on {end}, before the last day asked for ({asked}).": (
        "数据到 {end} 结束，早于所选的结束日期（{asked}）。"
    ),
}
_LISTED = {  # counts of rejected orders, "cash 3, too_small 1"
    "cash {n}, {rest}": "现金不足 {n}，{rest}",
    "cash {n}": "现金不足 {n}",
    "too_small {n}, {rest}": "不足一个单位 {n}，{rest}",
    "too_small {n}": "不足一个单位 {n}",
    "no_size {n}, {rest}": "未给出仓位 {n}，{rest}",
    "no_size {n}": "未给出仓位 {n}",
    "bad_price {n}, {rest}": "价格不可用 {n}，{rest}",
    "bad_price {n}": "价格不可用 {n}",
}
_REFUSALS = {
    "limit_up": "涨停",
    "limit_down": "跌停",
    "same_session": "当日买入不可卖出",
    "volume": "超过成交量上限",
    "thin": "成交量过低",
    "max_holdings": "持仓数已达上限",
    "not_reached": "未触及价格",
}
_LISTED |= {f"{word} {{n}}, {{rest}}": f"{chinese} {{n}}，{{rest}}" for word, chinese in _REFUSALS.items()}
_LISTED |= {f"{word} {{n}}": f"{chinese} {{n}}" for word, chinese in _REFUSALS.items()}
_FIELDS = {
    "{name} = {value} is below {least}.": "{name} = {value}，低于 {least}。",
    "{name} = {value} is above {most}.": "{name} = {value}，高于 {most}。",
    "{name} = {value} is not a number.": "{name} = {value} 不是数字。",
    "{name} = {value} is not a finite number.": "{name} = {value} 不是有限的数字。",
    "{name} = {value} is not a whole number.": "{name} = {value} 不是整数。",
    "{name} = {value} is not true or false.": "{name} = {value} 不是“是”或“否”。",
    "{name} = {value} is neither true nor false.": "{name} = {value} 不是“是”或“否”。",
    "{name} = {value} is not a rate.": "{name} = {value} 不是有效的比率。",
    "{name} = {value} is no list of symbols.": "{name} = {value} 不是代码列表。",
    "{name} cannot be {value}.": "{name} 不能是 {value}。",
    "Initial cash of {value} is not above 0.": "初始资金 {value} 应大于 0。",
    "The size {value} is not known.": "无法识别仓位 {value}。",
    "The size {value} is out of range.": "仓位 {value} 超出范围。",
    "There is no option {name}.": "没有选项 {name}。",
    "There is no parameter {name}.": "没有参数 {name}。",
    "The rule {rule} does not hold: {now}.": "不满足规则 {rule}：{now}。",
    "The first day {first} lies after the last day {last}.": "开始日期 {first} 晚于结束日期 {last}。",
    "A stop-loss of {value} is not between 0 and 1.": "止损 {value} 不在 0 到 1 之间。",
    "A take-profit of {value} is not above 0.": "止盈 {value} 应大于 0。",
    "A weight at {when} is below 0.": "{when} 的权重小于 0。",
    "The weights at {when} sum to {sum}, more than 1.": "{when} 的权重之和为 {sum}，大于 1。",
    "A strategy of target weights takes no size {size}.": "权重型策略不使用仓位 {size}。",
    "The strategy's signals carry no size.": "策略的信号没有给出仓位。",
}
_INDICATORS = {
    "{name} = {value} is not possible.": "{name} = {value} 不可行。",
    "Give a whole number from {low} to {high}.": "请填写 {low} 到 {high} 之间的整数。",
    "Give a number from {low} to {high}.": "请填写 {low} 到 {high} 之间的数。",
    "{left} = {a} must be below {right} = {b}.": "{left} = {a} 必须小于 {right} = {b}。",
    "{code} needs {columns}; this data has no {missing}.": "{code} 需要 {columns}；这份数据没有 {missing}。",
    "It has {columns}.": "现有 {columns}。",
    "{code} has no parameter {name}.": "{code} 没有参数 {name}。",
    "There is no indicator {code}.": "没有指标 {code}。",
    "{code} is switched off.": "{code} 已停用。",
}
RUN = {**_REASONS, **_NOTES, **_LISTED, **_FIELDS, **_INDICATORS}
