"""The kernels against the plain-Python reference for as long as you like: ``python -m … FIRST COUNT``.

From the root of a checkout: ``.venv/bin/python -m tests.core.backtest.compare_engines 0 5000``.
"""

import sys
import time

from quantboard.settings import prepare_environment

prepare_environment()

from tests.core.backtest.test_against_reference import compare_plain, compare_rich  # noqa: E402 — kernels come after


def main(first: int, count: int) -> int:
    begun, failed = time.process_time(), 0
    for seed in range(first, first + count):
        for one in (compare_plain, compare_rich):
            try:
                one(seed)
            except AssertionError as differs:
                failed += 1
                print(f"{one.__name__} {seed}: {differs}")
    print(f"{2 * count} runs, {failed} differ, {time.process_time() - begun:.0f} s of CPU")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
