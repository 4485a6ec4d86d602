from quantboard.core import flag
from quantboard.core.honesty import flags


def test_it_is_the_one_flag():
    assert flags.Flag is flag.Flag
    assert all(getattr(flags, name) is getattr(flag, name) for name in flags.__all__)
