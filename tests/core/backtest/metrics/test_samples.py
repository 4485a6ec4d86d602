from quantboard.core.backtest.metrics.samples import KINDS, OTHERS, counts_of, kind_of
from quantboard.core.backtest.metrics.table import ACCOUNT, account_of
from tests.core.backtest.worlds import bars_of, play


def at(price: float) -> tuple[float, float, float, float]:
    return (price, price, price, price)


def test_kinds_name_metrics_that_exist() -> None:
    known = {metric.__name__ for group in ACCOUNT.values() for metric in group}
    assert {name for names in OTHERS.values() for name in names} <= known
    assert {kind_of(name) for name in known} <= set(KINDS)
    assert kind_of("worst_month") == "months"
    assert kind_of("sharpe") == "bars"


def test_counts_by_hand() -> None:
    bars = bars_of(at(100), at(100), at(90), at(95), at(120), at(110))
    result = play(bars, entry=[0, 3], exit=[2], size="fixed:10", cash=10_000)
    one = account_of(result)
    closed = result.trades.taken(~result.trades.is_open)
    assert counts_of(one, closed) == {
        "bars": 6, "trades": 1, "days": 6, "months": 1, "years": 1, "drawdowns": 1, "rising": 2, "falling": 2,
        "held": 4, "open": 1, "fills": 3,
    }  # fmt: skip
