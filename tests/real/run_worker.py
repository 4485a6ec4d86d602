"""The real worker, with the probes in place of a feature; it looks for stranded work after two seconds already.

``QUANTBOARD_CLOCK_TEST`` names a file with the seconds by which the clock of this process is wrong; it may change.
"""

import os
import time
from datetime import datetime, timedelta
from pathlib import Path


def be_wrong(told: Path) -> None:
    """Shift what the product takes for the present instant, and the system's clock as Python shows it."""
    from quantboard.db import base

    right = time.time

    def seconds() -> float:
        return float(told.read_text() or 0)

    class Wrong(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(seconds=seconds())

    base.datetime = Wrong
    time.time = lambda: right() + seconds()


if __name__ == "__main__":
    from quantboard import log
    from quantboard.jobs.upkeep import Upkeep
    from quantboard.jobs.worker import Worker
    from tests.real import probes

    log.set_up("info", as_json=True)
    if "QUANTBOARD_CLOCK_TEST" in os.environ:
        be_wrong(Path(os.environ["QUANTBOARD_CLOCK_TEST"]))
    assert probes.DEEDS
    Worker(patience_s=20, upkeep=Upkeep(stranded_after_s=2)).run(preload=["tests.real.probes"])
