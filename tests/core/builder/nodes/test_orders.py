from quantboard.core.builder.nodes.orders import KINDS, RHYTHMS
from quantboard.sandbox import policy


def test_rhythms_are_those_of_the_dialect():
    assert RHYTHMS == policy.REBALANCE


def test_orders_end_a_drawing():
    ends = [one for one in KINDS if one.slot]
    assert all(one.outputs == () for one in ends)
    slots = {one.slot for one in ends}
    assert {"entry", "exit", "size", "stop_loss", "take_profit", "trailing", "max_bars", "weights"} <= slots
