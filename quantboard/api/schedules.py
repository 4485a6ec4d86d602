"""Work that the clock starts, over REST."""

from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from quantboard.api.answers import MAKES_JOB, OnlyOnce, answer
from quantboard.api.auth import Asking
from quantboard.api.fields import PLAIN, Body, Id, Name, Values
from quantboard.api.paging import Page, cut
from quantboard.api.paging import Wanted as Part
from quantboard.services import schedules as service
from quantboard.services.schedules import ScheduleView

schedules = APIRouter(prefix="/api/v1/schedules", tags=["schedules"])
Cron = Annotated[str, Field(min_length=1, max_length=100, pattern=PLAIN, examples=["30 18 * * 1-5"])]
Zone = Annotated[str, Field(min_length=1, max_length=64, pattern=PLAIN, examples=["Asia/Shanghai"])]


class NewSchedule(Body):
    """What is to be started, and when."""

    name: Name
    kind: str = Field(max_length=64, pattern=r"^[a-z_.]+$", examples=["backtest.run"])
    cron: Cron
    zone: Zone = "UTC"
    params: Values = Field(default_factory=dict, max_length=20, examples=[{"backtest_id": "0" * 32}])


class Change(Body):
    """What is to be different; what is left out stays."""

    name: Name | None = None
    cron: Cron | None = None
    zone: Zone | None = None
    is_enabled: bool | None = Field(default=None, description="Off: it starts nothing, and makes up for nothing.")


class When(Body):
    """A cron line and its time zone."""

    cron: Cron
    zone: Zone = "UTC"


class Runs(BaseModel):
    """The next runs."""

    runs: list[str] = Field(description="Instants in UTC.")


@schedules.get("", response_model=Page[ScheduleView])
def listed(actor: Asking, part: Part) -> Any:
    """Your schedules, an administrator's everybody's: the next to run first."""
    return answer(cut(service.list_schedules(actor), part))


@schedules.post("", status_code=201, response_model=ScheduleView)
def create(asked: NewSchedule, actor: Asking) -> Any:
    """Start work of a kind by the clock from now on."""
    return answer(service.create(actor, asked.name, asked.kind, asked.cron, asked.zone, asked.params), 201)


@schedules.post("/preview", response_model=Runs)
def preview(asked: When, _actor: Asking) -> Any:
    """When a cron line would run next."""
    return answer({"runs": [at.isoformat() for at in service.next_runs(asked.cron, asked.zone)]})


@schedules.get("/{schedule_id}", response_model=ScheduleView)
def one(schedule_id: Id, actor: Asking) -> Any:
    """One schedule, with its next runs."""
    return answer(service.get(actor, schedule_id))


@schedules.patch("/{schedule_id}", response_model=ScheduleView)
def change(schedule_id: Id, asked: Change, actor: Asking) -> Any:
    """Give it another name or time, or switch it on or off."""
    if asked.name is not None or asked.cron is not None or asked.zone is not None:
        service.change(actor, schedule_id, name=asked.name, cron=asked.cron, zone=asked.zone)
    if asked.is_enabled is not None:
        service.enable(actor, schedule_id, asked.is_enabled)
    return answer(service.get(actor, schedule_id))


@schedules.post("/{schedule_id}/run", **MAKES_JOB)
def run(schedule_id: Id, actor: Asking, once: OnlyOnce) -> Any:
    """Start it once, now, beside its slots."""
    return once.start(lambda: service.run_now(actor, schedule_id))


@schedules.delete("/{schedule_id}", status_code=204)
def remove(schedule_id: Id, actor: Asking) -> Response:
    """Forget it; what it started stays."""
    service.remove(actor, schedule_id)
    return Response(status_code=204)
