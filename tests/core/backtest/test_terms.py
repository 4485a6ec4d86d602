from quantboard.core.backtest.fields import READERS
from quantboard.core.backtest.spec import parse_request, spec_of
from quantboard.core.backtest.terms import TERMS, Costs, Limits, Rules, differing, flat, taken
from tests.core.backtest.worlds import bars_of, spec_for

FLAT = (100.0, 100.0, 100.0, 100.0)


def test_every_term_can_be_given_by_name() -> None:
    assert set(TERMS) <= set(READERS)
    assert len(TERMS) == len(flat(Costs(), Limits(), Rules()))


def test_terms_survive_the_way_through_plain_data() -> None:
    costs = Costs(commission=0.001, commission_tiers=((0.0, 0.01), (1000.0, 0.002)))
    plain = flat(costs)
    assert plain["commission_tiers"] == [[0.0, 0.01], [1000.0, 0.002]]
    assert taken(Costs, {**plain, "other": 1}) == costs
    assert set(differing(costs)) == {"commission", "commission_tiers"}


def test_a_request_survives_too() -> None:
    given = {"commission_tiers": "0:0.01,5000:0.002", "price_limits": {"B": 0.2}, "trailing": "atr:2", "max_bars": "5"}
    request = parse_request(given)
    assert request.rules.trailing == "atr:2"
    assert request.limits.price_limits == (("B", 0.2),)
    assert parse_request(request.as_dict()) == request


def test_whole_units_are_lots_of_one() -> None:
    assert parse_request({"whole_units": "true"}).limits.lot == 1.0
    assert parse_request({"whole_units": "true", "lot": 100}).limits.lot == 100.0


def test_specifications_of_the_first_engine_are_understood() -> None:
    spec, _ = spec_for(bars_of(FLAT, FLAT), commission=0.001)
    old = {name: value for name, value in spec.as_dict().items() if name not in TERMS or name in ("commission",)}
    old |= {"slippage": 0.0, "stamp_duty": 0.0, "stops_from": "next_bar", "whole_units": True, "engine_version": "1"}
    read = spec_of(old)
    assert (read.limits.lot, read.rules.stops_from, read.engine_version) == (1.0, "next_bar", "1")
