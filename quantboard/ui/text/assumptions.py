"""The assumptions of a run, one sentence each."""

TEXT = {
    "assumption.cash": ("The account starts with {value} in cash.", "账户初始资金为 {value}。"),
    "assumption.fill_next_open": (
        "What is decided at a close is filled at the next open.",
        "收盘时的决策在下一根 K 线开盘价成交。",
    ),
    "assumption.fill_next_close": (
        "What is decided at a close is filled at the next close.",
        "收盘时的决策在下一根 K 线收盘价成交。",
    ),
    "assumption.fill_close": (
        "What is decided at a close is filled at that very close: in a market nobody can do that for sure.",
        "收盘时的决策以同一收盘价成交：实际市场中难以保证做到。",
    ),
    "assumption.size_percent": ("Each entry takes {value} of equity.", "每次开仓使用净值的 {value}。"),
    "assumption.size_fixed": ("Each entry takes {value} units.", "每次开仓 {value} 个单位。"),
    "assumption.size_volatility": (
        "Each entry is sized for a yearly volatility of {value}.",
        "每次开仓按年化波动率 {value} 确定仓位。",
    ),
    "assumption.size_equal": ("Entries share the equity equally.", "各标的等分净值。"),
    "assumption.size_weights": ("The strategy itself gives the weights.", "权重由策略直接给出。"),
    "assumption.short_on": ("Short positions are possible.", "允许做空。"),
    "assumption.short_off": ("Nothing is sold short.", "不允许做空。"),
    "assumption.no_costs": (
        "Trading costs nothing: no commission, no slippage. Real results are worse.",
        "交易没有任何成本：无佣金、无滑点。真实结果会更差。",
    ),
    "assumption.commission": ("Commission is {value} of the value on both sides.", "双边佣金为成交额的 {value}。"),
    "assumption.stamp_duty": ("Sales pay {value} stamp duty.", "卖出缴纳 {value} 印花税。"),
    "assumption.slippage": ("Market orders are filled {value} worse.", "市价单成交价劣化 {value}。"),
    "assumption.borrow": ("Borrowing costs {value} a year.", "融资融券年利率为 {value}。"),
    "assumption.interest": ("Free cash earns {value} a year.", "闲置现金年利率为 {value}。"),
    "assumption.per_share": ("Each unit pays {value} in fees.", "每单位收取 {value} 费用。"),
    "assumption.per_order": ("Each order pays {value} in fees.", "每笔订单收取 {value} 费用。"),
    "assumption.min_commission": ("An order pays at least {value} commission.", "每笔佣金不低于 {value}。"),
    "assumption.spread": ("Market orders pay half of a spread of {value}.", "市价单承担 {value} 价差的一半。"),
    "assumption.tiers": ("Commission has {n} tiers.", "佣金分 {n} 档。"),
    "assumption.impact": (
        "A large order moves the price: impact {value} times its share of the volume.",
        "大额订单会影响价格：冲击系数 {value} 乘以其占成交量的比例。",
    ),
    "assumption.volatility_slippage": (
        "Slippage grows with volatility, {value} times the deviation.",
        "滑点随波动增大，为标准差的 {value} 倍。",
    ),
    "assumption.by_atr": ("{value} × ATR", "{value} 倍 ATR"),
    "assumption.by_amount": ("an amount of {value}", "金额 {value}"),
    "assumption.by_ma": ("the mean of {value} closes", "{value} 根收盘均线"),
    "assumption.stop_loss": ("A stop-loss lies at {value} from the entry.", "止损距入场价 {value}。"),
    "assumption.take_profit": ("A take-profit lies at {value} from the entry.", "止盈距入场价 {value}。"),
    "assumption.trailing": ("A trailing stop follows at {value}.", "移动止损距离为 {value}。"),
    "assumption.both_pessimistic": (
        "Where one bar reaches both stop and target, the stop counts.",
        "同一根 K 线同时触及止损与止盈时按止损处理。",
    ),
    "assumption.both_optimistic": (
        "Where one bar reaches both stop and target, the target counts.",
        "同一根 K 线同时触及止损与止盈时按止盈处理。",
    ),
    "assumption.both_adaptive": (
        "Where one bar reaches both stop and target, the one nearer to the open counts.",
        "同一根 K 线同时触及止损与止盈时，离开盘价较近者优先。",
    ),
    "assumption.price_limit": (
        "Nothing is bought at the upper price limit or sold at the lower one ({value}).",
        "涨停不可买入，跌停不可卖出（{value}）。",
    ),
    "assumption.t_plus_1": ("What is bought can be sold from the next session on.", "T+1：当日买入次日起方可卖出。"),
    "assumption.lot": ("Orders are whole lots of {value}.", "订单按每手 {value} 取整。"),
    "assumption.max_volume": (
        "An order takes at most {value} of a bar's volume.",
        "订单不超过单根 K 线成交量的 {value}。",
    ),
    "assumption.max_weight": ("A symbol takes at most {value} of equity.", "单一标的不超过净值的 {value}。"),
    "assumption.maintenance": ("Below a margin of {value} everything is closed.", "保证金低于 {value} 时全部平仓。"),
    "assumption.min_volume": (
        "Bars with less than {value} volume are not traded.",
        "成交量低于 {value} 的 K 线不交易。",
    ),
    "assumption.max_holdings": ("At most {n} symbols are held at a time.", "最多同时持有 {n} 个标的。"),
    "assumption.leverage": ("Up to {value} times the equity may be held.", "最高杠杆为净值的 {value} 倍。"),
    "assumption.max_bars": ("A position is closed after {n} bars.", "持仓满 {n} 根 K 线后平仓。"),
    "assumption.warmup": ("The first {n} bars are not traded.", "前 {n} 根 K 线不交易。"),
    "assumption.no_trade_band": (
        "Weights within {value} of their target are left alone.",
        "权重与目标相差不足 {value} 时不调仓。",
    ),
    "assumption.pyramiding": ("A position may be added to, up to {n} entries.", "允许加仓，最多 {n} 次入场。"),
    "assumption.close_at_end": (
        "What is open at the end is closed at the last close.",
        "期末未平仓头寸以最后收盘价平仓。",
    ),
    "assumption.bars_per_year": ("Yearly figures count {n} bars a year.", "年化指标按每年 {n} 根 K 线计算。"),
}
