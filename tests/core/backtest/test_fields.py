import pytest

from quantboard.core.backtest.fields import read_fields
from quantboard.errors import InvalidInput


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("cash", 0, "cash"),
        ("cash", "-5", "cash"),
        ("cash", "lots", "cash"),
        ("cash", float("inf"), "cash"),
        ("commission", -0.1, "commission"),
        ("slippage", 1, "slippage"),
        ("stamp_duty", "1.5", "stamp_duty"),
        ("from_on", "2020-13-01", "from"),
        ("to", "tomorrow", "to"),
        ("size", "half", "size"),
        ("size", "percent:0", "size"),
        ("size", "percent:101", "size"),
        ("size", "fixed:-3", "size"),
        ("size", "fixed:", "size"),
        ("size", "weights:1", "size"),
        ("fill", "midnight", "fill"),
        ("stops_from", "now", "stops_from"),
        ("short", "perhaps", "short"),
        ("symbols", 3, "symbols"),
        ("params", "fast=3", "params"),
        ("comission", 0.1, "comission"),
    ],
)
def test_bad_fields_are_refused_by_name(name: str, value: object, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_fields({name: value})
    assert caught.value.field == field


def test_text_and_types_read_alike() -> None:
    text = {
        "cash": "5000",
        "commission": "0.001",
        "size": "percent:0.50",
        "short": "true",
        "symbols": "B, A",
        "fill": "",
    }
    typed = {
        "cash": 5000,
        "commission": 0.001,
        "size": "percent:0.5",
        "short": True,
        "symbols": ["A", "B"],
        "fill": None,
    }
    assert read_fields(text) == read_fields(typed)
