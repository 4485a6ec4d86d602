import numpy as np
import pytest

from quantboard.sandbox.guards import Denied, attribute
from quantboard.sandbox.offered import numerical
from quantboard.sandbox.offered.standard import is_instance

OFFERED = numerical.names()
numerical.register()


def test_chance_can_be_repeated():
    numerical.DICE.reset()
    first = OFFERED["_np_random_normal"](size=3), OFFERED["_np_random_default_rng"]().normal(size=3)
    numerical.DICE.reset()
    again = OFFERED["_np_random_normal"](size=3), OFFERED["_np_random_default_rng"]().normal(size=3)
    np.testing.assert_array_equal(first, again)
    np.testing.assert_array_equal(
        OFFERED["_np_random_default_rng"](7).normal(size=3), np.random.default_rng(7).normal(size=3)
    )
    OFFERED["_np_random_seed"](3)
    assert OFFERED["_np_random_rand"]() == np.random.RandomState(3).rand()


@pytest.mark.parametrize("seed", ["x", 1.5, np.random.PCG64(1), [1, "x"]])
def test_a_seed_is_a_number(seed):
    with pytest.raises(Denied):
        OFFERED["_np_random_default_rng"](seed)


def test_generators_show_draws_only():
    made = OFFERED["_np_random_default_rng"](1)
    assert attribute(made, "normal")(size=2).shape == (2,)
    for name in ("bit_generator", "spawn", "bytes"):
        with pytest.raises(Denied):
            attribute(made, name)


def test_classes_that_reach_into_memory_are_tokens():
    assert is_instance(np.ones(1), OFFERED["_np_ndarray"])
    with pytest.raises(Denied):
        OFFERED["_np_ndarray"]((1,), dtype=object, buffer=np.ones(1))


def test_types_are_short_names():
    assert OFFERED["_np_dtype"]("f8") == np.float64
    assert OFFERED["_np_dtype"](float) == np.float64
    for kind in ([("a", "f8")], "f8,f8,f8,f8,f8,f8,f8,f8", {"names": ["a"]}, np.dtype("f8")):
        with pytest.raises(Denied):
            OFFERED["_np_dtype"](kind)


def test_errors_are_ignored_or_raised_and_never_sent_elsewhere():
    with OFFERED["_np_errstate"](divide="ignore", invalid="warn"):
        assert np.isinf(np.float64(1) / np.float64(0))
    for how in ({"call": print}, {"divide": "call"}, {"divide": "print"}):
        with pytest.raises(Denied):
            OFFERED["_np_errstate"](**how)


def test_windows_cannot_be_written():
    assert not OFFERED["_np_stride_sliding_window_view"](np.arange(5.0), 2).flags.writeable
