"""The first steps: data, strategy, backtest. What is done is read from what exists; only what was skipped is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quantboard.core.access import Actor
from quantboard.core.task import Status
from quantboard.db import overview
from quantboard.db import tasks as task_rows
from quantboard.db.session import session
from quantboard.errors import InvalidInput
from quantboard.queue.names import Job
from quantboard.services import preferences, tasks

STEPS = {"data": "datasets", "strategy": "strategies", "backtest": "backtests"}


class NoSuchStep(InvalidInput):
    """The checklist has no such step."""

    code = "onboarding.unknown_step"


@dataclass(frozen=True)
class Step:
    """One line of the checklist; ``is_now`` marks the first that is still open."""

    key: str
    number: int
    is_done: bool
    is_skipped: bool
    is_now: bool


@dataclass(frozen=True)
class Overview:
    """What the home page shows."""

    counts: dict[str, int]  # datasets, strategies, backtests, running, failed
    steps: tuple[Step, ...]
    is_closed: bool
    latest: tuple[tasks.TaskView, ...]

    @property
    def n_done(self) -> int:
        return sum(step.is_done for step in self.steps)


def overview_of(actor: Actor) -> Overview:
    """Counts, the checklist, and the latest backtests."""
    kept = _kept(actor)
    with session() as asking:
        counts = overview.owned(asking, actor.user_id)
        by_status = task_rows.counts(asking, task_rows.Wanted(owner_id=actor.user_id))
    counts["running"] = tasks.n_live(actor)
    counts["failed"] = by_status.get(Status.FAILED, 0) + by_status.get(Status.TIMED_OUT, 0)
    recent = [view for view in tasks.recent(actor, limit=50) if view.kind == Job.RUN_BACKTEST]
    return Overview(counts, steps_of(counts, kept.get("skipped", ())), bool(kept.get("closed")), tuple(recent[:6]))


def steps_of(counts: Mapping[str, int], skipped: Any) -> tuple[Step, ...]:
    """The checklist for what exists and what was skipped; a step is done, skipped or open, never two of these."""
    steps: list[Step] = []
    has_now = False
    for number, (key, kind) in enumerate(STEPS.items(), 1):
        is_done = counts.get(kind, 0) > 0
        is_skipped = not is_done and key in skipped
        is_now = not (is_done or is_skipped or has_now)
        has_now = has_now or is_now
        steps.append(Step(key, number, is_done, is_skipped, is_now))
    return tuple(steps)


def skip(actor: Actor, key: str) -> None:
    """Go past a step; it can be taken up again."""
    if key not in STEPS:
        raise NoSuchStep(f"There is no step {key}.", f"The steps are {', '.join(STEPS)}.")
    skipped = set(_kept(actor).get("skipped", ()))
    _keep(actor, skipped=sorted(skipped | {key}))


def close(actor: Actor) -> None:
    """Show the checklist no more; the account menu brings it back."""
    _keep(actor, closed=True)


def repeat(actor: Actor) -> None:
    """Show the checklist again, with nothing skipped."""
    _keep(actor, closed=False, skipped=[])


def _kept(actor: Actor) -> dict[str, Any]:
    kept = preferences.preferences(actor).get("onboarding")
    return dict(kept) if isinstance(kept, dict) else {}


def _keep(actor: Actor, **changes: object) -> None:
    preferences.set_preferences(actor, {"onboarding": {**_kept(actor), **changes}})
