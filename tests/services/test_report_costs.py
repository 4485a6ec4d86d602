import pytest

from quantboard.services import report_costs as service
from tests.services.reporting import result, run

__all__ = ["result", "run"]


def test_costs_are_those_of_the_run(bob, run, result):
    found = service.costs(bob, run)
    assert found.commission == pytest.approx(result.metrics["commission_paid"])
    years = service.by_year(bob, run)
    assert sum(year["slippage"] for year in years) == pytest.approx(result.metrics["slippage_paid"])
    assert [year["year"] for year in years] == list(range(2000, 2014))[: len(years)]
