import numpy as np
import pytest

from quantboard.services import report_curves as service
from quantboard.services.report_source import opened
from tests.services.reporting import result, run

__all__ = ["result", "run"]


def test_every_panel_has_the_numbers_of_the_run(bob, run, result):
    curves = service.equity(bob, run)
    assert len(curves["at"]) == len(curves["equity"]) <= 2_000
    assert (curves["n_bars"], curves["equity"][-1]) == (len(result.stamps), result.final_equity)
    assert max(curves["equity"]) == result.equity.max()
    assert min(curves["drawdown"]) == pytest.approx(result.metrics["max_drawdown"])
    part = service.equity(bob, run, ("2008-01-01", "2008-12-31"))
    assert part["n_bars"] == len(part["at"]) == 253
    assert {day[:4] for day in part["at"]} == {"2008"}

    falls = service.drawdowns(bob, run, 3)
    assert [fall["rank"] for fall in falls] == [1, 2, 3]
    assert falls[0]["depth"] == pytest.approx(result.metrics["max_drawdown"])

    years = service.periods(bob, run)
    assert np.prod([1 + year["total"] for year in years]) - 1 == pytest.approx(result.metrics["total_return"])

    counted = service.distribution(bob, run, "month")
    assert sum(counted["counts"]) == counted["n"]
    assert (counted["least"], counted["most"]) == (
        pytest.approx(result.metrics["worst_month"]),
        pytest.approx(result.metrics["best_month"]),
    )

    shown = service.exposure(bob, run)
    assert max(shown["gross"]) == pytest.approx(result.metrics["max_gross_exposure"])

    rolled = service.rolled(bob, run, "1y", 500)
    assert (rolled["bars"], len(rolled["at"])) == (252, len(rolled["sharpe"]))
    assert rolled["windows"] == ["1m", "3m", "6m", "1y"]
    with pytest.raises(service.BadWindow):
        service.window_of(opened(bob, run), "9y")
