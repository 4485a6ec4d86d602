from quantboard.core.builder.kinds import NUMBER
from quantboard.core.builder.registry import KINDS


def test_a_number_in_a_field_may_come_by_wire():
    kind = KINDS["lag"]
    assert kind.port("n").types == {NUMBER}
    assert [one.name for one in kind.every_input()] == ["x", "n"]


def test_declarations_take_no_wires():
    assert KINDS["whole_parameter"].every_input() == ()
    assert KINDS["stop_loss"].port("distance") is None
