"""One job on another engine, in a process of its own: ``python peer.py NAME GIVEN.npz TOLD.npz``.

It knows nothing of us: arrays in, arrays out. Days count from 1970; ``entry`` and ``exit`` are decided at a close.
"""

import sys
import warnings

import numpy as np
import pandas as pd

warnings.simplefilter("ignore")
COLUMNS = ("open", "high", "low", "close")


def index_of(given):
    return pd.DatetimeIndex(given["days"].astype("datetime64[D]"))


def frame_of(given):
    return pd.DataFrame({name.title(): given[name][:, 0] for name in COLUMNS}, index=index_of(given))


def panel_of(given, name):
    return pd.DataFrame(given[name], index=index_of(given), columns=[f"S{n}" for n in range(given[name].shape[1])])


def later(panel):
    """What was decided at a close, on the bar that fills it."""
    out = np.zeros_like(panel)
    out[1:] = panel[:-1]
    return out


def backtesting(given):
    """Market orders at the next open, commission on the value of both sides; levels set at the close of the entry."""
    from backtesting import Backtest, Strategy

    entry, leave, units = given["entry"][:, 0], given["exit"][:, 0], int(given["units"])
    stop, target = float(given["stop"]), float(given["target"])

    class Given(Strategy):
        def init(self):
            """Nothing to prepare."""

        def next(self):
            row = len(self.data) - 1
            for trade in self.trades:
                if target and trade.tp is None:
                    trade.tp = trade.entry_price * (1 + target)
                if stop and trade.sl is None:  # set last, looked at first: the stop where both lie in one bar
                    trade.sl = trade.entry_price * (1 - stop)
            if not self.position and entry[row] and not leave[row]:
                self.buy(size=units)
            elif self.position and leave[row]:
                self.position.close()

    test = Backtest(frame_of(given), Given, cash=float(given["cash"]), commission=float(given["commission"]))
    told = test.run()
    trades = told["_trades"]
    trades = trades[trades["ExitBar"] < len(entry) - 1]
    return {
        "equity": told["_equity_curve"]["Equity"].to_numpy(),
        "entry_row": trades["EntryBar"].to_numpy(),
        "exit_row": trades["ExitBar"].to_numpy(),
        "entry_price": trades["EntryPrice"].to_numpy(),
        "exit_price": trades["ExitPrice"].to_numpy(),
        "pnl": trades["PnL"].to_numpy(),
    }


def backtrader(given):
    """Long, flat or short by a number of units, at the next open."""
    import backtrader as engine

    wanted, seen = given["target"][:, 0], []

    class Given(engine.Strategy):
        def next(self):
            seen.append(self.broker.getvalue())
            row = len(seen) - 1
            if not np.isnan(wanted[row]):
                self.order_target_size(target=float(wanted[row]))

    run = engine.Cerebro(stdstats=False)
    run.adddata(engine.feeds.PandasData(dataname=frame_of(given).assign(Volume=1.0)))
    run.addstrategy(Given)
    run.broker.setcash(float(given["cash"]))
    run.broker.setcommission(commission=float(given["commission"]))
    run.broker.set_checksubmit(False)
    run.run()
    return {"equity": np.array(seen)}


def vectorbt_signals(given):
    """All-in at the next open."""
    import vectorbt as vbt

    frame = frame_of(given)
    entry, leave = (pd.Series(later(given[name])[:, 0], index=frame.index) for name in ("entry", "exit"))
    portfolio = vbt.Portfolio.from_signals(
        frame["Close"], entry, leave, price=frame["Open"], size=np.inf, fees=float(given["commission"]),
        init_cash=float(given["cash"]), direction="longonly", freq="1D",
    )  # fmt: skip
    trades = portfolio.trades.closed.records
    return {
        "equity": portfolio.value().to_numpy(),
        "pnl": trades["pnl"].to_numpy(),
        "entry_price": trades["entry_price"].to_numpy(),
        "exit_price": trades["exit_price"].to_numpy(),
    }


def vectorbt_stops(given):
    """Fixed units at the next open with a stop and a target that count from the bar after."""
    import vectorbt as vbt

    frame = frame_of(given)
    entry = pd.Series(later(given["entry"])[:, 0], index=frame.index)
    portfolio = vbt.Portfolio.from_signals(
        frame["Close"], entry, entry & False, price=frame["Open"], size=float(given["units"]), open=frame["Open"],
        high=frame["High"], low=frame["Low"], sl_stop=float(given["stop"]), tp_stop=float(given["target"]),
        stop_entry_price="FillPrice", stop_exit_price="StopMarket", fees=float(given["commission"]),
        init_cash=float(given["cash"]), direction="longonly", freq="1D",
    )  # fmt: skip
    trades = portfolio.trades.closed.records
    return {
        "equity": portfolio.value().to_numpy(),
        "entry_row": trades["entry_idx"].to_numpy(),
        "exit_row": trades["exit_idx"].to_numpy(),
        "exit_price": trades["exit_price"].to_numpy(),
        "pnl": trades["pnl"].to_numpy(),
    }


def vectorbt_weights(given):
    """Target weights of a shared account at the next open, sells first."""
    import vectorbt as vbt

    weights = np.full_like(given["weights"], np.nan)
    weights[1:] = given["weights"][:-1]
    close = panel_of(given, "close")
    portfolio = vbt.Portfolio.from_orders(
        close, pd.DataFrame(weights, index=close.index, columns=close.columns), size_type="targetpercent",
        price=panel_of(given, "open"), val_price=panel_of(given, "open"), fees=float(given["commission"]),
        init_cash=float(given["cash"]), group_by=True, cash_sharing=True, call_seq="auto", freq="1D",
    )  # fmt: skip
    return {"equity": portfolio.value().to_numpy()}


def bt(given):
    """Target weights at the very close they are decided on."""
    import bt as engine

    rate, close, weights = float(given["commission"]), panel_of(given, "close"), panel_of(given, "weights")
    rows = weights.dropna(how="all")
    algos = [engine.algos.RunOnDate(*rows.index), engine.algos.WeighTarget(rows), engine.algos.Rebalance()]
    test = engine.Backtest(
        engine.Strategy("given", algos), close, initial_capital=float(given["cash"]), integer_positions=False,
        commissions=lambda units, price: abs(units) * price * rate, progress_bar=False,
    )  # fmt: skip
    test.run()
    return {"equity": test.strategy.values.to_numpy()[1:]}


def quantstats(given):
    """Its numbers of two series of returns."""
    import quantstats.stats as qs

    r, b = (pd.Series(given[name], index=index_of(given)) for name in ("returns", "benchmark"))
    names = (
        *("volatility", "sharpe", "sortino", "cagr", "calmar", "max_drawdown", "skew", "kurtosis", "omega"),
        *("ulcer_index", "tail_ratio", "recovery_factor", "gain_to_pain_ratio", "kelly_criterion", "payoff_ratio"),
        *("win_rate", "profit_factor", "value_at_risk", "cvar", "probabilistic_sharpe_ratio", "best", "worst", "comp"),
    )
    told = {name: float(getattr(qs, name)(r)) for name in names}
    told["information_ratio"] = float(qs.information_ratio(r, b))
    told["treynor_ratio"] = float(qs.treynor_ratio(r, b))
    greeks = qs.greeks(r, b)
    return {**told, "alpha": float(greeks["alpha"]), "beta": float(greeks["beta"])}


JOBS = {job.__name__: job for job in (
    backtesting, backtrader, vectorbt_signals, vectorbt_stops, vectorbt_weights, bt, quantstats,
)}  # fmt: skip

if __name__ == "__main__":
    name, source, place = sys.argv[1:]
    with np.load(source) as given:
        np.savez(place, **JOBS[name](dict(given)))
