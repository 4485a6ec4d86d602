"""What each kind of background work needs and may do: its inputs, whether it can pause, and its limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quantboard.errors import InvalidInput
from quantboard.queue.names import FAST, HEAVY, Job
from quantboard.settings import BadSetting, settings


class MissingInput(InvalidInput):
    """A task was to be made without something that its kind needs."""

    code = "task.missing_input"


@dataclass(frozen=True)
class Trait:
    """One kind of work. ``needs`` are the parameters that must be there, any one of a group such as ``a|b``."""

    needs: tuple[str, ...] = ()
    can_pause: bool = False
    queue: str = HEAVY
    max_attempts: int = 3


@dataclass(frozen=True)
class Limits:
    """What an attempt may take; ``slots`` = 0: as many as there are workers' slots."""

    time_s: int
    memory_mb: int
    attempts: int
    slots: int


TRAITS: dict[str, Trait] = {
    Job.RUN_BACKTEST: Trait(needs=("backtest_id",), can_pause=True),
    Job.VERIFY_BACKTEST: Trait(needs=("backtest_id",)),
    Job.RUN_PROGRAM: Trait(needs=("run_id",), queue=FAST, max_attempts=1),
    Job.IMPORT_DATASET: Trait(needs=("dataset_id", "name", "files|sample"), can_pause=True),
    Job.CLEAN_UP: Trait(queue=FAST),
    Job.BACK_UP: Trait(),
}
PLAIN = Trait()


def trait_of(kind: str) -> Trait:
    """The trait of a kind; an unknown one can nothing."""
    return TRAITS.get(str(kind), PLAIN)


def check_inputs(kind: str, params: Mapping[str, Any]) -> None:
    """Refuse a task that its kind could not run."""
    for need in trait_of(kind).needs:
        if not any(name in params for name in need.split("|")):
            name = need.partition("|")[0]
            raise MissingInput(f"A {kind} needs {name}.", "Say which one is meant.", field=name)


def limits_of(kind: str) -> Limits:
    """The limits that the settings give to a kind."""
    chosen, name = settings(), str(kind)
    return Limits(
        time_s=chosen.job_time_limits_s.get(name, chosen.job_time_limit_s),
        memory_mb=chosen.job_memory_limits_mb.get(name, chosen.job_memory_mb),
        attempts=chosen.job_attempts.get(name, trait_of(name).max_attempts),
        slots=chosen.job_slots.get(name, 0),
    )


def check_settings(known: Mapping[str, object]) -> None:
    """Refuse limits for kinds that do not exist: a typing error there would lift the limit silently."""
    chosen = settings()
    for setting in ("job_time_limits_s", "job_memory_limits_mb", "job_attempts", "job_slots"):
        strange = sorted(set(getattr(chosen, setting)) - {str(name) for name in known})
        if strange:
            variable = f"QUANTBOARD_{setting.upper()}"
            raise BadSetting(
                f"{variable} names {strange[0]}, which is no kind of work.", f"There are {', '.join(sorted(known))}."
            )
