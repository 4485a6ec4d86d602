"""What a dataset's facts alone can refuse."""

import pytest

from quantboard.core.access import Absent
from quantboard.core.backtest.spec import NothingLeft, parse_request
from quantboard.core.bars import EmptyPeriod, UnknownSymbol
from quantboard.services import fitting
from tests.services.backtesting import sample
from tests.services.objects import some_dataset


@pytest.fixture
def data(ann):
    return sample(ann)


@pytest.mark.parametrize(
    ("fields", "error", "field"),
    [
        ({"symbols": "AAPL,NONE"}, UnknownSymbol, "symbols"),
        ({"from": "2020-01-01"}, EmptyPeriod, "from"),
        ({"to": "1990-01-01"}, EmptyPeriod, "to"),
        ({"symbols": "AAPL", "exclude": "AAPL"}, NothingLeft, "exclude"),
    ],
)
def test_refused_at_its_field(data, fields, error, field):
    with pytest.raises(error) as caught:
        fitting.check(data, parse_request(fields))
    assert caught.value.field == field


def test_what_fits(data):
    fitting.check(data, parse_request({"symbols": "AAPL", "from": "2013-03-01", "exclude": "NONE"}))
    assert fitting.span(data) == ("2000-03-01", "2013-03-01")


def test_a_benchmark_is_looked_up_where_it_is_said_to_be(ann, bob, data):
    other = some_dataset(ann)
    symbol = other.symbols[0]
    for text, version in (
        ({}, None),
        ({"benchmark": "none"}, None),
        ({"benchmark": "symbol:IBM"}, None),
        ({"benchmark": f"data:{other.id}:{symbol}"}, other.version_id),
    ):
        assert fitting.benchmark_version(ann, data, parse_request(text)) == version
    for text in ("symbol:NONE", f"data:{other.id}:NONE"):
        with pytest.raises(UnknownSymbol) as caught:
            fitting.benchmark_version(ann, data, parse_request({"benchmark": text}))
        assert caught.value.field == "benchmark"
    with pytest.raises(Absent):
        fitting.benchmark_version(bob, data, parse_request({"benchmark": f"data:{other.id}:{symbol}"}))
