import pytest

from quantboard.sandbox.outcomes import SourceRejected
from quantboard.services import choices, strategies
from tests.services.backtesting import SOURCE


def test_a_saved_strategy_a_template_or_a_source(bob):
    saved = strategies.create(bob, "Mine", SOURCE)
    assert choices.chosen(bob, strategy_id=saved.id).id == saved.id
    shipped = choices.chosen(bob, template="double_moving_average")
    written = choices.chosen(bob, source=SOURCE)
    assert (shipped.id, written.id) == (None, None)
    assert shipped.source == written.source == SOURCE
    assert shipped.name == written.name == "Double moving average"


@pytest.mark.parametrize("given", [{}, {"template": "macd", "source": SOURCE}, {"strategy_id": "", "template": "macd"}])
def test_one_and_only_one(bob, given):
    with pytest.raises(choices.WhichStrategy) as raised:
        choices.chosen(bob, **given)
    assert raised.value.field == "strategy_id"


def test_code_that_may_not_run_is_refused(bob):
    with pytest.raises(SourceRejected):
        choices.chosen(bob, source="import os")


def test_another_persons_private_strategy_is_absent(ann, bob):
    private = strategies.create(ann, "Hers", SOURCE)
    with pytest.raises(strategies.NoSuchStrategy):
        choices.chosen(bob, strategy_id=private.id)
