from quantboard.core.strategy.decision import ENTRY, EXIT, SHORT_ENTRY, SHORT_EXIT


def test_levels_are_bits() -> None:
    assert ENTRY | EXIT | SHORT_ENTRY | SHORT_EXIT == 15
