"""The names of background work and of the queues it waits in."""

from enum import StrEnum


class Job(StrEnum):
    """What can be asked to happen later: ``noun.verb``."""

    RUN_BACKTEST = "backtest.run"
    VERIFY_BACKTEST = "backtest.verify"
    RUN_PROGRAM = "program.run"
    IMPORT_DATASET = "dataset.import"
    CLEAN_UP = "upkeep.clean"
    BACK_UP = "upkeep.backup"


FAST, HEAVY, SWEEP = "fast", "heavy", "sweep"
QUEUES = (FAST, HEAVY, SWEEP)
