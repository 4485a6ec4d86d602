from quantboard.core.backtest.fields import READERS
from quantboard.core.backtest.options import RUN_OPTIONS


def test_every_option_of_a_run_has_a_meaning() -> None:
    assert set(READERS) - set(RUN_OPTIONS) == {"params", "symbols", "from_on", "to_on"}
    assert set(RUN_OPTIONS) <= set(READERS)
    assert all(meaning.endswith(".") for _, meaning in RUN_OPTIONS.values())
