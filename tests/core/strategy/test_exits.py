import pytest

from quantboard.core.strategy.exits import BadExit, Exits, effective


@pytest.mark.parametrize("stop", [0.0, 1.0, -0.1, float("nan")])
def test_a_stop_lies_between_0_and_1(stop: float) -> None:
    with pytest.raises(BadExit) as caught:
        Exits(stop_loss=stop)
    assert caught.value.field == "stop_loss"


@pytest.mark.parametrize("target", [0.0, -1.0, float("nan"), float("inf")])
def test_a_target_is_above_0(target: float) -> None:
    with pytest.raises(BadExit) as caught:
        Exits(take_profit=target)
    assert caught.value.field == "take_profit"


def test_each_level_of_the_run_replaces_the_strategys() -> None:
    assert effective(Exits(0.1, None), Exits(0.2, 0.3)) == Exits(0.1, 0.3)
    assert effective(Exits(), Exits()) == Exits(None, None)
