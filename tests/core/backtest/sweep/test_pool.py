"""Chunks over threads: all of the work, once, and no more after a failure."""

import pytest

from quantboard.core.backtest.sweep.pool import CHUNK, chunk_of, spread
from quantboard.core.progress import silent


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_each_place_is_worked_on_once(threads: int) -> None:
    seen: list[int] = []
    told: list[str] = []
    spread(11, 4, lambda start, stop: seen.extend(range(start, stop)), lambda *a: told.append(a[2]["done"]), threads)
    assert sorted(seen) == list(range(11))
    assert len(told) == 3
    assert told[-1] == "11"


def test_a_failure_comes_out() -> None:
    def work(start: int, stop: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        spread(3, 1, work, silent, 2)


def test_chunks_are_even_and_not_too_large() -> None:
    assert chunk_of(1_000, 2) == 500
    assert chunk_of(100_000, 2) == CHUNK
    assert chunk_of(1, 4) == 1
