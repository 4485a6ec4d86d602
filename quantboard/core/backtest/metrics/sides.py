"""Everything that is told of all positions, of the long and of the short ones beside each other."""

from quantboard.core.backtest.metrics import exposure, trading

OF_TRADES = (
    *(trading.n_trades, trading.net_profit, trading.win_rate, trading.profit_factor, trading.payoff),
    *(trading.expectancy, trading.average_trade, trading.median_trade, trading.best_trade, trading.worst_trade),
    *(trading.winning_streak, trading.losing_streak, trading.average_bars_held, trading.longest_held),
    *(trading.sqn, trading.kelly, trading.average_mfe, trading.average_mae, trading.fees_paid),
)
OF_POSITIONS = (
    *(exposure.time_in_market, exposure.gross_exposure, exposure.max_gross_exposure, exposure.average_holdings),
    *(exposure.n_open_trades, exposure.open_profit, exposure.n_fills),
    *(exposure.commission_paid, exposure.stamp_duty_paid, exposure.slippage_paid),
)
SIDES = {"all": 0, "long": 1, "short": -1}
SUFFIXES = {"all": "", "long": "_long", "short": "_short"}
