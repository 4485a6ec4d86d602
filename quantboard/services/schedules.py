"""Work that the clock starts: a cron line in a time zone. Whoever moves its slot on starts the run, so it starts once.

What was missed while no worker ran starts once, when one does. Daylight saving follows Debian's cron: a time that a
clock skips runs right after, one that comes twice runs once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim, CronSimError

from quantboard.core.access import Actor, Deed, Role, require
from quantboard.core.task import ENDED
from quantboard.db import audit, users
from quantboard.db import schedules as rows
from quantboard.db import tasks as task_rows
from quantboard.db.base import new_id, now
from quantboard.db.session import Session, session
from quantboard.errors import Conflict, InvalidInput, NotFound, QuantBoardError
from quantboard.log import logger
from quantboard.queue.names import Job
from quantboard.services import backtests, tasks
from quantboard.services.task_views import plain
from quantboard.services.work import Work, work
from quantboard.settings import BadSetting, settings

NIGHTLY_ID, NIGHTLY = "c" * 32, "Nightly clean-up"  # that every instance has
SHOWN, LONGEST_NAME, MOST_EACH = 3, 120, 100
KINDS: dict[str, Deed] = {Job.RUN_BACKTEST: Deed.RUN, Job.CLEAN_UP: Deed.MANAGE, Job.BACK_UP: Deed.MANAGE}
log = logger("services")
_nightly_made: set[str] = set()


class NoSuchSchedule(NotFound):
    """There is no such schedule, or none that this person may see."""

    code = "schedule.unknown"


class BadSchedule(InvalidInput):
    """A name, cron line, time zone or kind that a schedule cannot have."""

    code = "schedule.bad_value"


class BuiltIn(Conflict):
    """The nightly clean-up can be moved and switched off, not removed."""

    code = "schedule.built_in"


class StillRunning(Conflict):
    """The run before has not ended, so this one is left out."""

    code = "schedule.still_running"


class TooManySchedules(Conflict):
    """One person may have so many schedules."""

    code = "schedule.too_many"


@dataclass(frozen=True)
class ScheduleView:
    """One schedule, with when it will run next."""

    id: str
    name: str
    kind: str
    params: dict[str, Any]
    cron: str
    zone: str
    is_enabled: bool
    next_runs: tuple[datetime, ...]
    last_at: datetime | None
    last_task_id: str | None
    problem: str
    owner_id: str
    owner_name: str
    is_built_in: bool

    def as_json(self) -> dict[str, Any]:
        """The shell's and REST's object."""
        return plain(self) | {"next_runs": [at.isoformat() for at in self.next_runs]}


def next_runs(cron: str, zone: str, n: int = SHOWN, after: datetime | None = None) -> tuple[datetime, ...]:
    """The next ``n`` runs, in UTC; raises ``BadSchedule``."""
    if zone not in available_timezones():
        raise BadSchedule(f"There is no time zone {zone[:64]!r}.", "Use a name such as Europe/Berlin.", field="zone")
    try:
        if len(cron) > 100 or len(cron.split()) != 5:
            raise CronSimError("five fields are needed")
        coming = CronSim(cron, (after or now()).astimezone(ZoneInfo(zone)))
        return tuple(at.astimezone(UTC) for at in islice(coming, n))
    except CronSimError as problem:
        hint = "Minute, hour, day, month, weekday: 30 3 * * 1-5 is 3:30 from Monday to Friday."
        raise BadSchedule(f"{cron[:60]!r} is no cron line: {problem}.", hint, field="cron") from None


def check_settings() -> None:
    """Refuse a night that never comes: the clean-up's own cron line."""
    try:
        next_runs(settings().clean_up_at, "UTC", 1)
    except BadSchedule as problem:
        raise BadSetting(f"QUANTBOARD_CLEAN_UP_AT cannot be used: {problem.message}", problem.hint) from None


def create(
    actor: Actor, name: str, kind: str, cron: str, zone: str = "UTC", params: Mapping[str, Any] | None = None
) -> ScheduleView:
    """Start work of a kind by the clock from now on."""
    if kind not in KINDS:
        raise BadSchedule(f"{kind[:64]!r} cannot be scheduled.", f"There are {', '.join(KINDS)}.", field="kind")
    require(actor, KINDS[kind], what="schedule")
    slots, given = next_runs(cron, zone), _params(actor, kind, params or {})
    with work() as w:
        if len(rows.listed(w.session, actor.user_id)) >= MOST_EACH:
            raise TooManySchedules(f"You have {MOST_EACH} schedules.", "Remove one first.")
        row = rows.Schedule(
            id=new_id(),
            owner_id=actor.user_id,
            name=_name(name),
            kind=kind,
            params=given,
            cron=cron,
            zone=zone,
            next_at=slots[0] if slots else None,
        )
        w.session.add(row)
        w.session.flush()
        audit.add(w.session, "schedule.created", actor.user_id, object_id=row.id)
        return _view(row, actor.name)


def _params(actor: Actor, kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    if kind != Job.RUN_BACKTEST:
        return {}
    backtest_id = str(given.get("backtest_id", ""))
    found = backtests.view(actor, backtest_id)
    return {"backtest_id": found.id}


def list_schedules(actor: Actor) -> list[ScheduleView]:
    """The person's schedules, an administrator's everybody's: the next to run first."""
    require(actor, Deed.SEE, what="schedule")
    with session() as asking:
        found = rows.listed(asking, None if actor.role is Role.ADMIN else actor.user_id)
        names = task_rows.owner_names(asking, [row.owner_id for row in found])
    return [_view(row, names.get(row.owner_id, "")) for row in found]


def get(actor: Actor, schedule_id: str) -> ScheduleView:
    """One schedule."""
    with session() as asking:
        row = _seen(asking, actor, schedule_id)
        return _view(row, task_rows.owner_names(asking, [row.owner_id]).get(row.owner_id, ""))


def change(
    actor: Actor, schedule_id: str, *, name: str | None = None, cron: str | None = None, zone: str | None = None
) -> ScheduleView:
    """Give a schedule another name, cron line or time zone."""
    with work() as w:
        row = _seen(w.session, actor, schedule_id, to_change=True)
        row.name = row.name if name is None else _name(name)
        row.cron, row.zone = cron or row.cron, zone or row.zone
        slots = next_runs(row.cron, row.zone)
        row.next_at, row.problem = slots[0] if slots else None, ""
        w.session.add(row)
        return _view(row, "")


def enable(actor: Actor, schedule_id: str, is_enabled: bool) -> ScheduleView:
    """Switch a schedule on or off; what it missed while off it does not make up for."""
    with work() as w:
        row = _seen(w.session, actor, schedule_id, to_change=True)
        slots = next_runs(row.cron, row.zone)
        row.is_enabled, row.next_at = is_enabled, slots[0] if slots else None
        w.session.add(row)
        audit.add(w.session, "schedule.switched", actor.user_id, object_id=row.id, data={"on": is_enabled})
        return _view(row, "")


def remove(actor: Actor, schedule_id: str) -> None:
    """Forget a schedule; what it started stays."""
    if schedule_id == NIGHTLY_ID:
        raise BuiltIn("The nightly clean-up cannot be removed.", "Switch it off instead.")
    with work() as w:
        rows.remove(w.session, _seen(w.session, actor, schedule_id, to_change=True))
        audit.add(w.session, "schedule.removed", actor.user_id, object_id=schedule_id)


def run_now(actor: Actor, schedule_id: str) -> str:
    """Start it once, now, beside its slots; the task's id."""
    with work() as w:
        row = _seen(w.session, actor, schedule_id, to_change=True)
        task_id = _submit(w, row, now())
        rows.note_run(w.session, row.id, task_id, "")
    return task_id


def _seen(asking: Session, actor: Actor, schedule_id: str, *, to_change: bool = False) -> rows.Schedule:
    row = rows.get(asking, schedule_id)
    if row is None or (row.owner_id != actor.user_id and actor.role is not Role.ADMIN):
        raise NoSuchSchedule("There is no such schedule.", "See 'quantboard schedule list'.")
    require(actor, KINDS.get(row.kind, Deed.MANAGE) if to_change else Deed.SEE, what="schedule")
    return row


def _name(text: str) -> str:
    plain_text = " ".join(text.split())
    if not plain_text or len(plain_text) > LONGEST_NAME or not plain_text.isprintable():
        raise BadSchedule("A schedule needs a name of 1 to 120 characters.", "Give it a short one.", field="name")
    return plain_text


def _view(row: rows.Schedule, owner_name: str) -> ScheduleView:
    coming = next_runs(row.cron, row.zone) if row.is_enabled else ()
    same = ("id", "name", "kind", "params", "cron", "zone", "is_enabled", "last_at", "last_task_id", "problem")
    return ScheduleView(
        **{name: getattr(row, name) for name in same},
        next_runs=coming,
        owner_id=row.owner_id,
        owner_name=owner_name,
        is_built_in=row.id == NIGHTLY_ID,
    )


# -- the clock: run by every worker, harmless when several do


def start_due() -> int:
    """Start what is due; how many runs this process started."""
    _make_nightly()
    at = now()
    with session() as asking:
        due = rows.due(asking, at)
    return sum(_start(row, at) for row in due)


def _start(row: rows.Schedule, at: datetime) -> bool:
    try:
        slots = next_runs(row.cron, row.zone, 1, at)
    except BadSchedule as problem:  # a zone that this machine does not know
        slots = ()
        log.warning("schedule.stopped", schedule_id=row.id, reason=problem.message)
    with work() as w:
        slot = row.next_at or at
        if not rows.take(w.session, row.id, slot, slots[0] if slots else None, at):
            return False
        try:
            with w.session.begin_nested():
                task_id, problem_text = _submit(w, row, slot), ""
        except QuantBoardError as problem:
            task_id, problem_text = "", problem.message
            log.warning("schedule.failed", schedule_id=row.id, code=problem.code, reason=problem.message)
        rows.note_run(w.session, row.id, task_id or None, problem_text)
    log.info("schedule.started", schedule_id=row.id, task_id=task_id, late_s=round((at - slot).total_seconds()))
    return bool(task_id)


def _submit(w: Work, row: rows.Schedule, slot: datetime) -> str:
    last = task_rows.get(w.session, row.last_task_id) if row.last_task_id else None
    if last is not None and last.status not in ENDED:
        raise StillRunning("Its last run has not ended.", "Let it end, or cancel it.")
    actor = _owner(w.session, row)
    require(actor, KINDS.get(row.kind, Deed.MANAGE), what="schedule")
    if row.kind == Job.RUN_BACKTEST:
        return backtests.start_again(w, actor, row.params["backtest_id"]).task_id or ""
    key = f"{row.id}@{slot.isoformat()}"
    return tasks.submit(w, actor, Job(row.kind), row.params, title=row.name, idempotency_key=key)


def _owner(asking: Session, row: rows.Schedule) -> Actor:
    user = asking.get(users.User, row.owner_id)
    if user is None or not user.is_active:
        raise NoSuchSchedule("Its owner's account is closed.", "Let somebody else make this schedule.")
    return Actor(user.id, user.name, user.role)


def _make_nightly() -> None:
    """The clean-up of every night, made once; an administrator may move it or switch it off."""
    here = settings().database_url
    if here in _nightly_made:
        return
    with work() as w:
        if rows.get(w.session, NIGHTLY_ID) is None:
            owner = users.founder(w.session)
            cron = settings().clean_up_at
            first = next_runs(cron, "UTC", 1)
            plan = rows.Schedule(
                id=NIGHTLY_ID, owner_id=owner.id, name=NIGHTLY, kind=Job.CLEAN_UP, cron=cron, zone="UTC"
            )
            plan.next_at = first[0]
            w.session.add(plan)
    _nightly_made.add(here)
