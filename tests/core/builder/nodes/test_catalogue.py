from quantboard.core.builder.nodes.catalogue import KINDS, OWN_KINDS, PREFIX
from quantboard.core.indicators.catalog import CATALOG


def test_every_indicator_has_a_kind():
    keys = {one.key.removeprefix(PREFIX) for one in KINDS}
    assert keys | set(OWN_KINDS) >= {entry.code for entry in CATALOG if entry.is_drawn}


def test_macd_has_three_outputs_and_its_numbers():
    (macd,) = [one for one in KINDS if one.key == "indicator:macd"]
    assert [one.name for one in macd.fields] == ["fast", "slow", "signal"]
    assert len(macd.outputs) == 3
    assert (macd.title[0], macd.template[:9]) == ("MACD", "macd({x},")
