"""What the job fork server loads before its first fork, so that a child starts within 30 ms. Imported for its effect.

The kernels are called once here: without that, each child pays Numba's first dispatch. All are serial; a parallel one
would start threads, and forking then is not safe.
"""

import gc
import importlib

from quantboard.settings import prepare_environment

prepare_environment()

STACK = ("numpy", "pyarrow", "pyarrow.parquet", "quantboard.core.backtest.run", "quantboard.jobs.child")


def _warm_up() -> None:
    for name in STACK:
        importlib.import_module(name)
    from quantboard.jobs import kinds

    kinds.load()
    engine = importlib.import_module("quantboard.core.backtest.engine")
    for name in ("warm_up", "warm"):
        if hasattr(engine, name):
            getattr(engine, name)()
            break
    gc.collect()
    gc.freeze()


_warm_up()
