"""The real worker with one more kind of work, which does nothing: what is measured is the way there and back."""

from typing import Any

from quantboard.core.progress import Step
from quantboard.jobs.actor import JobKind, register
from quantboard.services.leases import Claim

NOTHING = "bench.nothing"


def prepare(_asking: Any, held: Claim) -> dict[str, Any]:
    """Plain data for the child."""
    return held.params


def execute(_payload: dict[str, Any], _step: Step) -> dict[str, Any]:
    """Nothing at all."""
    return {}


def finish(_asking: Any, _held: Claim, _answer: dict[str, Any]) -> str | None:
    """No rows to write."""
    return None


register(JobKind(NOTHING, prepare, execute, finish))

if __name__ == "__main__":
    from quantboard import log
    from quantboard.jobs.worker import Worker

    log.set_up("warning")
    Worker().run(["quantboard.jobs.warm", "quantboard.bench.tasks_worker"])
