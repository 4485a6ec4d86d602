"""Clean-up and backup: work of our own, which opens the database in its child."""

from typing import Any

from quantboard.core.progress import Step
from quantboard.jobs.actor import JobKind, register
from quantboard.queue.names import Job
from quantboard.services import backups, cleanup


def _clean(_payload: object, on_step: Step) -> dict[str, Any]:
    return {"left": [one.as_json() for one in cleanup.run(on_step)]}


def _back_up(_payload: object, on_step: Step) -> dict[str, Any]:
    on_step(0.0, "backup", {})
    return backups.scheduled().as_json()


CLEAN_UP = register(JobKind(Job.CLEAN_UP, lambda *_: None, _clean, cleanup.note_down))
BACK_UP = register(JobKind(Job.BACK_UP, lambda *_: None, _back_up, lambda *_: None))
