from quantboard.core.backtest.metrics.peers import DIFFERENCES, EMPYRICAL, QUANTSTATS
from quantboard.core.backtest.metrics.table import ACCOUNT, TRADES


def test_differences_name_metrics_of_ours() -> None:
    known = {rule.__name__ for group in (*ACCOUNT.values(), TRADES) for rule in group}
    assert {name for name, _, _ in DIFFERENCES} <= known
    assert {library for _, library, _ in DIFFERENCES} <= {EMPYRICAL, QUANTSTATS}
    assert len({(name, library) for name, library, _ in DIFFERENCES}) == len(DIFFERENCES)
