import hashlib
import json

import pytest

from quantboard.core.backtest.fields import BadOption
from quantboard.core.backtest.spec import (
    NothingLeft,
    PeriodReversed,
    RunRequest,
    WrongSizing,
    parse_request,
    resolve_spec,
    spec_of,
)
from quantboard.core.bars import EmptyPeriod, UnknownSymbol
from quantboard.core.strategy.exits import BadExit
from quantboard.core.strategy.params import Declaration, Param
from tests.core.backtest.worlds import bars_of

FLAT = (1.0, 1.0, 1.0, 1.0)
BARS = bars_of(*[(FLAT, FLAT)] * 5, symbols="AB")
SIGNALS = Declaration("x", "signals", params=(Param("fast", "int", 10, 2, 200),), take_profit=0.2)


def resolved(**options):
    return resolve_spec(parse_request(options), SIGNALS, "source", BARS)


def test_nothing_given_is_the_default() -> None:
    assert parse_request({}) == RunRequest()


def test_a_request_survives_storage() -> None:
    request = parse_request({"params": {"fast": "3"}, "symbols": "A", "from": "2020-01-01", "short": True, "cash": 5})
    assert parse_request(json.loads(json.dumps(request.as_dict()))) == request


def test_cross_checks() -> None:
    with pytest.raises(PeriodReversed) as caught:
        parse_request({"from": "2020-02-01", "to": "2020-01-01"})
    assert caught.value.field == "from"
    with pytest.raises(BadExit) as stop:
        parse_request({"stop_loss": "1"})
    assert stop.value.field == "stop_loss"


def test_what_was_open_is_filled_in() -> None:
    spec = resolved(params={"fast": "12"}, stop_loss=0.1).spec
    assert (spec.from_on, spec.to_on) == ("2020-01-06", "2020-01-10")
    assert (spec.size, spec.stop_loss, spec.take_profit) == ("percent:0.5", 0.1, 0.2)
    assert spec.params == {"fast": 12}
    assert spec.data_hash == BARS.data_hash()


def test_the_digest_is_that_of_the_canonical_json_of_the_spec() -> None:
    spec = resolved().spec
    shape = json.loads(json.dumps(spec.as_dict()))
    text = json.dumps(shape, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert spec.digest() == hashlib.sha256(text.encode()).hexdigest()
    assert spec_of(shape) == spec


def test_equal_meaning_gives_equal_digests() -> None:
    said = resolved(
        **{"from": "2020-01-01", "to": "2020-01-31", "size": "percent:0.50", "symbols": "B,A", "cash": "100000"}
    )
    assert said.spec.digest() == resolved().spec.digest()
    assert resolved(commission=0.1).spec.digest() != resolved().spec.digest()


def test_only_the_bars_of_the_symbols_used_count() -> None:
    assert resolved(symbols="A").spec.data_hash == BARS.select(["A"]).data_hash()


def test_a_period_partly_outside_the_data_is_said_and_wholly_outside_refused() -> None:
    warnings = resolved(**{"from": "2019-01-01", "to": "2021-01-01"}).warnings
    assert len(warnings) == 2
    with pytest.raises(EmptyPeriod):
        resolved(**{"from": "2021-01-01"})
    with pytest.raises(UnknownSymbol):
        resolved(symbols="C")


def test_weights_take_no_other_size() -> None:
    weights = Declaration("x", "weights")
    assert resolve_spec(RunRequest(), weights, "s", BARS).spec.size == "weights"
    with pytest.raises(WrongSizing) as caught:
        resolve_spec(RunRequest(size="percent:1.0"), weights, "s", BARS)
    assert caught.value.field == "size"


def test_what_came_later_is_in_the_specification_only_where_it_is_used() -> None:
    plain = resolved().spec.as_dict()
    later = {
        "benchmark",
        "benchmark_hash",
        "listed_bars",
        "least_value",
        "least_volume",
        "average_bars",
        "no_st",
        "exclude",
    }
    assert not later & plain.keys()
    assert not later & parse_request({"benchmark": "equal", "average_bars": "20"}).as_dict().keys()
    spec = resolved(benchmark="none", listed_bars="5").spec
    assert spec.as_dict().keys() - plain.keys() == {"benchmark", "listed_bars"}
    assert spec_of(json.loads(json.dumps(spec.as_dict()))) == spec
    asked = parse_request({"benchmark": "symbol:B", "exclude": "B", "no_st": "true", "least_value": "1e6"})
    assert parse_request(json.loads(json.dumps(asked.as_dict()))) == asked


def test_symbols_can_be_left_out() -> None:
    assert resolved(exclude="B, Z").spec.symbols == ("A",)
    with pytest.raises(NothingLeft):
        resolved(exclude="A,B")


@pytest.mark.parametrize("text", ["moon", "symbol:", "data:x", "data::A", "other:A"])
def test_a_benchmark_that_is_not_known(text: str) -> None:
    with pytest.raises(BadOption) as caught:
        parse_request({"benchmark": text})
    assert caught.value.field == "benchmark"
