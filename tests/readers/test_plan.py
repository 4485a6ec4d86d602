import pytest

from quantboard.readers.plan import BadHint, ReadPlan, UnknownHint, check_hints


def test_hints_are_trimmed_and_empty_ones_dropped():
    assert check_hints({" Close ": " Last ", "zone": ""}) == {"close": "Last"}


@pytest.mark.parametrize(
    "hint", [{"stamp": "middle"}, {"scale": "0"}, {"scale": "x"}, {"header": "-1"}, {"scale": "inf"}]
)
def test_values_that_cannot_be_meant(hint):
    with pytest.raises(BadHint):
        check_hints(hint)


def test_unknown_names_list_the_known():
    with pytest.raises(UnknownHint) as caught:
        check_hints({"closing": "x"})
    assert "close" in caught.value.hint


def test_a_plan_is_plain_data():
    assert ReadPlan(roles={"date": 0}).as_dict()["roles"] == {"date": 0}
