from quantboard.core.builder.nodes.data import CALLED, KINDS


def test_data_needs_no_input():
    assert all(one.inputs == () for one in KINDS)
    assert set(CALLED) <= {one.key for one in KINDS}
