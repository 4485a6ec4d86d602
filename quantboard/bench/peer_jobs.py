"""What other engines do for the same job: ``python peer_jobs.py NAME JOB FOLDER``, alone, without this package.

Prints one JSON line: version and medians in seconds, or that it is not installed. Fills are at the next open, with the
commission on both sides. Work that takes more than four seconds is done once more, for its compiling is not counted.
"""

import importlib
import importlib.metadata
import importlib.util
import json
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

CASH, FEES = 100_000.0, 0.0005
STOP, TARGET = 0.02, 0.04
SLOW_S = 4.0
REPEATS = 5
PAIRS_AT_ONCE = 1_000  # both hold the signals or tables of all of them
Given = Mapping[str, Any]
Work = Callable[[], object]


def raptorbt_job(job: str, given: Given) -> Work:
    """One run with all statistics, or its parallel batch of them."""
    raptor: Any = importlib.import_module("raptorbt")
    config = raptor.BacktestConfig(initial_capital=CASH, fees=FEES, fill_timing="next_bar_open")
    if job == "j2":
        config.set_fixed_stop(STOP)
        config.set_fixed_target(TARGET)
    prices = {name: _column(given, name) for name in ("open", "high", "low", "close", "volume")}
    common = {"timestamps": given["stamps"] * 1000, **prices}
    if not job.startswith("j3"):
        entries, exits = _levels(given)
        return lambda: raptor.run_single_backtest(**common, entries=entries, exits=exits, config=config)

    def pairs() -> None:
        averages = _averages(given)
        for start in range(0, len(given["fast"]), PAIRS_AT_ONCE):
            some = zip(*(given[k][start : start + PAIRS_AT_ONCE] for k in ("fast", "slow")), strict=True)
            sets = [_crossing(averages[fast], averages[slow]) for fast, slow in some]
            items = [raptor.BatchSingleItem(str(k), *levels) for k, levels in enumerate(sets)]
            raptor.batch_single_backtest(**common, items=items, config=config)

    return pairs


def vectorbt_job(job: str, given: Given) -> Work:
    """Signals or weights through its portfolio, with its statistics."""
    vbt: Any = importlib.import_module("vectorbt")
    if job == "j7":
        return _vectorbt_curves(vbt, given)
    np: Any = importlib.import_module("numpy")
    pd: Any = importlib.import_module("pandas")
    stamps = pd.to_datetime(given["stamps"], unit="us")
    freq = "1min" if job == "j2" else "1D"
    if job == "j4":
        prices = {name: pd.DataFrame(given[name], index=stamps) for name in ("open", "close")}
        weights = pd.DataFrame(given["weights"], index=stamps).shift(1)
        shared = {"size_type": "targetpercent", "group_by": True, "cash_sharing": True, "call_seq": "auto"}

        def portfolio() -> object:
            made = vbt.Portfolio.from_orders(
                prices["close"], weights, price=prices["open"], fees=FEES, init_cash=CASH, freq=freq, **shared
            )
            return made.total_return(), made.sharpe_ratio(), made.max_drawdown()

        return portfolio
    series = {name: pd.Series(_column(given, name), index=stamps) for name in ("open", "high", "low", "close")}
    options = {"price": series["open"], "fees": FEES, "init_cash": CASH, "freq": freq}
    if job == "j2":
        options |= {"sl_stop": STOP, "tp_stop": TARGET, **{name: series[name] for name in ("open", "high", "low")}}
    if job.startswith("j3"):
        averages = _averages(given)

        def pairs() -> None:
            for start in range(0, len(given["fast"]), PAIRS_AT_ONCE):
                some = slice(start, start + PAIRS_AT_ONCE)
                found = [
                    _crossing(averages[f], averages[s])
                    for f, s in zip(*(given[k][some] for k in ("fast", "slow")), strict=True)
                ]
                entries, exits = (np.column_stack([_late(one[k]) for one in found]) for k in (0, 1))
                made = vbt.Portfolio.from_signals(series["close"], entries, exits, **options)
                made.total_return(), made.sharpe_ratio(), made.max_drawdown()

        return pairs
    entries, exits = (_late(levels) for levels in _levels(given))
    return lambda: vbt.Portfolio.from_signals(series["close"], entries, exits, **options).stats()


def _vectorbt_curves(vbt: Any, given: Given) -> Work:
    pd: Any = importlib.import_module("pandas")
    returns = pd.DataFrame(given["levels"].T).pct_change().fillna(0.0)
    returns.index = pd.date_range("2000-01-03", periods=len(returns), freq="D")
    names = (
        *("total", "annualized", "annualized_volatility", "sharpe_ratio", "sortino_ratio", "calmar_ratio"),
        *("omega_ratio", "max_drawdown", "tail_ratio", "value_at_risk", "cond_value_at_risk", "downside_risk"),
    )

    def measured() -> object:
        accessor = vbt.ReturnsAccessor(returns, freq="D") if hasattr(vbt, "ReturnsAccessor") else returns.vbt.returns
        return [getattr(accessor, name)() for name in names], returns.mean(), returns.std(), returns.skew()

    return measured


def backtesting_job(_job: str, given: Given) -> Work:
    """One strategy that follows the given codes."""
    peer: Any = importlib.import_module("backtesting")
    pd: Any = importlib.import_module("pandas")
    stops = (STOP, TARGET) if _job == "j2" else None
    names = ("open", "high", "low", "close", "volume")
    index = pd.to_datetime(given["stamps"], unit="us")
    frame = pd.DataFrame({name.title(): _column(given, name) for name in names}, index=index)
    codes = given["codes"][:, 0]

    class Cross(peer.Strategy):  # type: ignore[misc]
        def init(self) -> None:
            self.code = self.I(lambda: codes)

        def next(self) -> None:
            if self.code[-1] == 1 and not self.position:
                last = self.data.Close[-1]
                self.buy(**({} if stops is None else {"sl": last * (1 - stops[0]), "tp": last * (1 + stops[1])}))
            elif self.code[-1] == 2:
                self.position.close()

    return lambda: peer.Backtest(frame, Cross, cash=CASH, commission=FEES, finalize_trades=True).run()


def _column(given: Given, name: str) -> Any:
    return given[name][:, 0].copy()


def _levels(given: Given) -> tuple[Any, Any]:
    codes = given["codes"][:, 0]
    return codes == 1, codes == 2


def _late(levels: Any) -> Any:
    """Decided at a close, filled at the next open."""
    late = levels.copy()
    late[1:], late[0] = levels[:-1], False
    return late


def _averages(given: Given) -> dict[int, Any]:
    np: Any = importlib.import_module("numpy")
    close = _column(given, "close")
    total = np.concatenate(([0.0], np.cumsum(close)))
    table = {}
    for n in {int(n) for n in (*given["fast"], *given["slow"])}:
        table[n] = np.full(len(close), np.nan)
        table[n][n - 1 :] = (total[n:] - total[:-n]) / n
    return table


def _crossing(fast: Any, slow: Any) -> tuple[Any, Any]:
    np: Any = importlib.import_module("numpy")
    gap = fast - slow
    up, down = np.zeros(len(gap), dtype=bool), np.zeros(len(gap), dtype=bool)
    up[1:], down[1:] = (gap[1:] > 0) & (gap[:-1] <= 0), (gap[1:] < 0) & (gap[:-1] >= 0)
    return up, down


JOBS: dict[str, Callable[[str, Given], Work]] = {
    "raptorbt": raptorbt_job,
    "vectorbt": vectorbt_job,
    "backtesting": backtesting_job,
}


def measured(work: Work) -> dict[str, float]:
    """Medians, after one run that is not counted; slow work has no more than one."""
    _once(work)
    runs = [_once(work)]
    if runs[0][0] < SLOW_S:
        runs += [_once(work) for _ in range(REPEATS - 1)]
    wall, cpu = zip(*runs, strict=True)
    return {"wall": statistics.median(wall), "cpu": statistics.median(cpu), "repeats": len(runs)}


def _once(work: Work) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def main(name: str, job: str, folder: str) -> None:
    """One job of one peer."""
    if importlib.util.find_spec(name) is None:
        told: dict[str, Any] = {"missing": True}
    else:
        np: Any = importlib.import_module("numpy")
        with np.load(Path(folder) / f"{'j1' if job == 'j6' else job}.npz") as file:
            given = dict(file)
        work = JOBS[name](job, given)
        told = {"version": importlib.metadata.version(name)}
        if job == "j6":
            work()  # the parent looks at the clock
        else:
            told |= measured(work)
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:4])
