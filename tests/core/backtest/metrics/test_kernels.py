import numpy as np

from quantboard.core.backtest.metrics import kernels


def test_candidates_hold_the_place_that_is_looked_for() -> None:
    values = np.random.default_rng(2).normal(0, 1, 10_000)
    room = np.empty(len(values))
    n_kept, rank = kernels.candidates(values, values.min(), values.max(), 499, np.zeros(256), room)
    assert n_kept < 1_000
    assert np.sort(room[:n_kept])[rank : rank + 2].tolist() == np.sort(values)[499:501].tolist()


def test_exposure_of_a_lost_account_is_counted() -> None:
    out = np.empty(kernels.N_EXPOSED)
    equity, gross = np.array([100.0, -5.0]), np.array([50.0, 0.0])
    kernels.exposed(100.0, equity, gross, gross, np.array([50.0, 50.0]), out)
    assert (out[kernels.N_HELD], out[kernels.N_LOST], out[kernels.N_LOST_BEFORE]) == (1, 1, 0)
    assert out[kernels.SUM_TURNED] == 0.5


def test_exposure_is_split_by_side() -> None:
    out = np.empty(kernels.N_EXPOSED)
    equity, gross, net = np.full(3, 100.0), np.array([50.0, 80.0, 30.0]), np.array([50.0, -20.0, -30.0])
    kernels.exposed(100.0, equity, gross, net, np.zeros(3), out)
    assert (out[kernels.N_HELD], out[kernels.N_LONG], out[kernels.N_SHORT]) == (3, 2, 2)
    assert (out[kernels.SUM_LONG], out[kernels.SUM_SHORT]) == (0.5 + 0.3, 0.5 + 0.3)
    assert (out[kernels.MOST_LONG], out[kernels.MOST_SHORT]) == (0.5, 0.5)


def test_fills_belong_to_the_side_that_they_open_or_close() -> None:
    symbol = np.array([0, 1, 0, 0, 0, 1])
    side = np.array([1, -1, -1, -1, 1, 1])  # A: long 0.3, closed in 0.1 and 0.2, bought again; B: short, covered
    units = np.array([0.3, 5.0, 0.1, 0.2, 1.0, 5.0])
    out = np.empty(6, dtype=np.int64)
    kernels.belonging(symbol, side, units, np.zeros(2), out)
    assert out.tolist() == [1, -1, 1, 1, 1, -1]
