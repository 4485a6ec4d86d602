from quantboard.core.builder.kinds import FLAG
from quantboard.core.builder.nodes.conditions import KINDS


def test_every_condition_is_true_or_false():
    assert all(one.outputs[0].types == {FLAG} for one in KINDS)
