"""One specification, one result hash: run again, in threads, in other processes, with kernels compiled or at hand."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from quantboard.core.backtest.engine import LONG
from quantboard.core.backtest.result import hash_of
from quantboard.core.strategy.decision import Decision
from tests.core.backtest.worlds import play, random_bars, random_decision

ONE = {"commission": 0.001, "stop_loss": 0.05, "take_profit": 0.08, "short": True, "size": "percent:0.7"}
MANY = {"commission": 0.001, "trailing": 0.1, "slippage": 0.0005}
PROGRAM = """
import json
from quantboard.settings import prepare_environment
prepare_environment()
from tests.core.backtest.test_same_hash import hashes
print(json.dumps(hashes(general=%r)))
"""


def one_symbol(**options) -> str:
    rng = np.random.default_rng(11)
    bars = random_bars(rng, 600, 1)
    return play(bars, random_decision(rng, bars, "signals", short=True), **{**ONE, **options}).result_hash


def many_symbols() -> str:
    rng = np.random.default_rng(12)
    bars = random_bars(rng, 200, 5)
    return play(bars, random_decision(rng, bars, "weights", short=False), **MANY).result_hash


def hashes(*, general: bool = True) -> list[str]:
    """Of a run of the fast loop, and of the general one."""
    return [one_symbol(), many_symbols() if general else ""]


def elsewhere(*, general: bool = True, **environment: str) -> list[str]:
    """The same in a fresh process."""
    given = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment}
    if "QUANTBOARD_CACHE_DIR" in environment:
        given.pop("NUMBA_CACHE_DIR", None)
    command = [sys.executable, "-c", PROGRAM % general]
    done = subprocess.run(command, env=given, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_runs_again_and_in_threads() -> None:
    alone = hashes()
    assert hashes() == alone
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda _: hashes(), range(4))) == [alone] * 4
    assert one_symbol(commission=0.0011) != alone[0]


def test_in_other_processes_whatever_threads_they_may_use() -> None:
    alone = hashes()
    for n in ("1", "2"):
        assert elsewhere(OMP_NUM_THREADS=n, NUMBA_NUM_THREADS=n, PYTHONHASHSEED=n) == alone


@pytest.mark.slow
def test_with_an_empty_cache_and_with_the_one_it_left(tmp_path) -> None:
    alone = one_symbol()
    cold, warm = (elsewhere(general=False, QUANTBOARD_CACHE_DIR=str(tmp_path))[0] for _ in range(2))
    assert cold == warm == alone
    assert any((tmp_path / "numba").rglob("*.nbc"))


def test_a_long_run_is_hashed_beside_its_metrics() -> None:
    rng = np.random.default_rng(13)
    bars = random_bars(rng, LONG + 1, 1)
    codes = np.zeros(bars.close.shape, dtype=np.int8)
    codes[::200], codes[100::200] = 1, 2
    result = play(bars, Decision(signals=codes))
    assert result.result_hash == hash_of(result.symbols, result.trades, result.stamps, result.equity)
