"""All kinds of background work: importing this file registers what every feature's job file declares as ``KIND``."""

import importlib
import pkgutil

import quantboard.jobs
from quantboard.jobs.actor import KINDS, JobKind, register

MACHINERY = frozenset(
    {"actor", "child", "ends", "journal", "kinds", "scratch", "speed", "supervisor", "upkeep", "warm", "worker"}
)


def load() -> dict[str, JobKind]:
    """Import every feature's job file; the kinds by their names."""
    for room in pkgutil.iter_modules(quantboard.jobs.__path__):
        if room.name not in MACHINERY:
            module = importlib.import_module(f"quantboard.jobs.{room.name}")
            for value in vars(module).values():
                if isinstance(value, JobKind):
                    register(value)
    return KINDS
