import pytest

from quantboard.store.library import UnknownTemplate, sample_path, strategy_keys, strategy_source


def test_the_first_template_is_shipped_as_text():
    assert "double_moving_average" in strategy_keys()
    assert strategy_source("double_moving_average").startswith('name = "Double moving average"')


def test_an_unknown_key_is_answered_with_the_nearest():
    with pytest.raises(UnknownTemplate) as caught:
        strategy_source("double_moving_averge")
    assert "double_moving_average" in caught.value.hint


def test_the_sample_is_there():
    assert sample_path().stat().st_size > 100_000
