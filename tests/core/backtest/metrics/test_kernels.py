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
