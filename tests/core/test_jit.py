from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import numpy as np

from quantboard.core.jit import READ, WRITE, FixedKernel

N_AT_ONCE = 6


def _double(values, out):
    for n in range(len(values)):
        out[n] = values[n] * 2


def test_the_first_call_may_come_from_many_threads_at_once():
    double, together = FixedKernel(_double, (READ, WRITE)), Barrier(N_AT_ONCE)

    def first(_):
        out = np.empty(2)
        together.wait()
        double(np.array([1.0, 2.0]), out)
        return out.tolist()

    with ThreadPoolExecutor(N_AT_ONCE) as pool:
        assert list(pool.map(first, range(N_AT_ONCE))) == [[2.0, 4.0]] * N_AT_ONCE
