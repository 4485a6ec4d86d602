"""The first steps and the home page. What is done is read from what exists; only what was skipped is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from quantboard.core.access import OWN, Actor, Deed
from quantboard.core.task import LIVE, Status
from quantboard.db import overview
from quantboard.db.base import now
from quantboard.db.session import session
from quantboard.errors import InvalidInput
from quantboard.services import backtests, preferences, system, tasks

STEPS = {"data": "datasets", "strategy": "strategies", "backtest": "backtests"}
N_LATEST = 6
N_ALERTS = 3
ALERTS_FOR = timedelta(days=7)
BROKEN = (Status.FAILED, Status.TIMED_OUT)
LOOK, WATCH, REPAIR, READ, MORE = "look", "watch", "repair", "read", "more"  # next steps beside those of STEPS


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
class Next:
    """The next sensible step; ``target`` is the run or the task that it is about."""

    key: str
    target: str = ""


@dataclass(frozen=True)
class Overview:
    """What the home page shows."""

    counts: dict[str, int]  # own datasets, strategies, backtests
    visible: dict[str, int]  # the same with what the team shares: what the lists show
    runs: dict[str, int]  # backtests by state
    jobs: dict[str, int]  # own tasks by state
    steps: tuple[Step, ...]
    is_closed: bool
    latest: tuple[backtests.BacktestView, ...]
    alerts: tuple[tasks.TaskView, ...]  # own failures of the last days
    lacks_worker: bool
    next: Next

    @property
    def n_done(self) -> int:
        return sum(step.is_done for step in self.steps)


def overview_of(actor: Actor) -> Overview:
    """Counts by kind and state, the checklist, the latest runs, what went wrong, and what to do next."""
    kept = _kept(actor)
    with session() as asking:
        counts, visible = overview.owned(asking, actor.user_id), overview.visible(asking, actor.user_id)
        runs = overview.run_states(asking, actor.user_id)
    jobs = tasks.counts(actor)
    latest = tuple(backtests.list_backtests(actor, N_LATEST))
    return Overview(
        counts=counts,
        visible=visible,
        runs=runs,
        jobs={str(status): n for status, n in jobs.items() if n},
        steps=steps_of(counts, kept.get("skipped", ())),
        is_closed=bool(kept.get("closed")),
        latest=latest,
        alerts=_alerts(actor),
        lacks_worker=bool(jobs.get(Status.QUEUED)) and not system.has_worker(),
        next=_next(actor, counts, latest),
    )


def _alerts(actor: Actor) -> tuple[tasks.TaskView, ...]:
    since = now() - ALERTS_FOR
    broken = tasks.recent(actor, statuses=BROKEN, limit=N_ALERTS)
    return tuple(one for one in broken if (one.finished_at or one.created_at) >= since)


def _next(actor: Actor, counts: Mapping[str, int], latest: tuple[backtests.BacktestView, ...]) -> Next:
    if Deed.MAKE not in OWN[actor.role]:
        return Next(LOOK)
    for key, kind in STEPS.items():
        if not counts[kind]:
            return Next(key)
    mine = [one for one in latest if one.is_mine]
    if not mine:
        return Next(MORE)
    last = mine[0]
    if last.status in LIVE:
        return Next(WATCH, last.id)
    if last.status in BROKEN:
        return Next(REPAIR, last.id)
    return Next(READ, last.id) if counts["backtests"] == 1 else Next(MORE, last.id)


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


def take_up(actor: Actor, key: str) -> None:
    """A step that was skipped is open again."""
    if key not in STEPS:
        raise NoSuchStep(f"There is no step {key}.", f"The steps are {', '.join(STEPS)}.")
    _keep(actor, skipped=sorted(set(_kept(actor).get("skipped", ())) - {key}))


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
