"""Background work over REST: find, follow, steer, repeat, forget."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, Field

from quantboard.api.answers import MAKES_JOB, OnlyOnce, answer, paged
from quantboard.api.auth import Asking
from quantboard.api.fields import PLAIN, Body, Id, Instant, ObjectId, Values
from quantboard.api.paging import Page
from quantboard.api.paging import Wanted as Part
from quantboard.api.stream import GIVES_EVENTS, EventStream, stream_of
from quantboard.core.backtest.spec import parse_request
from quantboard.core.task import Priority, Status
from quantboard.services import chains
from quantboard.services import tasks as service
from quantboard.services.task_views import AttemptView, HistoryLine
from quantboard.services.tasks import TaskFilter, TaskView

tasks = APIRouter(prefix="/api/v1/tasks", tags=["tasks"])
PRIORITY = "^(" + "|".join(one.word for one in Priority) + ")$"
STATUS = "^(" + "|".join(Status) + ")$"
Word = Annotated[str, Field(max_length=64, pattern=r"^[a-z_.]*$")]


class Change(Body):
    """What is to be different. Limits of a task that has begun stay."""

    title: str | None = Field(default=None, min_length=1, max_length=200, pattern=PLAIN)
    priority: str | None = Field(default=None, pattern=PRIORITY, description="low, normal, high or urgent.")
    time_limit_s: int | None = Field(default=None, ge=1, le=86_400, description="Longest an attempt may run.")
    max_attempts: int | None = Field(default=None, ge=1, le=10)


class Then(Body):
    """What is to follow."""

    strategy_id: ObjectId
    options: Values = Field(default_factory=dict, max_length=40, description="As those of a backtest.")


class Related(BaseModel):
    """The chain around a task."""

    before: list[TaskView]
    after: list[TaskView]


def asked_for(
    status: Annotated[list[Annotated[str, Field(pattern=STATUS)]] | None, Query(description="Repeatable.")] = None,
    kind: Annotated[list[Word] | None, Query(description="Such as `backtest.run`; repeatable.")] = None,
    priority: Annotated[list[Annotated[str, Field(pattern=PRIORITY)]] | None, Query()] = None,
    q: Annotated[str, Query(max_length=200, pattern=PLAIN, description="Words of the title.")] = "",
    since: Annotated[Instant | None, Query(description="Made at or after this instant.")] = None,
    until: Annotated[Instant | None, Query(description="Made before it.")] = None,
) -> TaskFilter:
    """Which tasks are asked for; a dependency."""
    return TaskFilter(
        statuses=tuple(status or ()),
        kinds=tuple(kind or ()),
        priorities=tuple(priority or ()),
        since=since,
        until=until,
        words=q,
    )


Asked = Annotated[TaskFilter, Depends(asked_for)]


@tasks.get("", response_model=Page[TaskView])
def listed(
    actor: Asking,
    asked: Asked,
    part: Part,
    everybody: Annotated[bool, Query(description="An administrator's: not only mine.")] = False,
    deleted: Annotated[bool, Query(description="Those whose history was deleted, instead.")] = False,
) -> Any:
    """Your tasks, newest first."""
    full = replace(asked, everybody=everybody, deleted=deleted)
    return paged(service.find(actor, full, part.limit, part.offset))


@tasks.get("/counts", response_model=dict[str, int])
def counts(actor: Asking, asked: Asked, everybody: bool = False) -> Any:
    """How many there are in each state; a state that none has is left out."""
    return answer(service.counts(actor, asked=replace(asked, everybody=everybody)))


@tasks.get("/{task_id}", response_model=TaskView)
def one(task_id: Id, actor: Asking) -> Any:
    """Where a task stands."""
    return answer(service.view(actor, task_id).as_json())


@tasks.get("/{task_id}/history", response_model=list[HistoryLine])
def history(task_id: Id, actor: Asking) -> Any:
    """What happened to it, oldest first."""
    return answer([line.as_json() for line in service.history(actor, task_id)])


@tasks.get("/{task_id}/attempts", response_model=list[AttemptView])
def attempts(task_id: Id, actor: Asking) -> Any:
    """Each attempt with its end, the newest first."""
    return answer([one.as_json() for one in service.attempts_of(actor, task_id)])


@tasks.get("/{task_id}/inputs", response_model=dict[str, Any])
def inputs(task_id: Id, actor: Asking) -> Any:
    """What it was given."""
    return answer(service.inputs_of(actor, task_id))


@tasks.get("/{task_id}/log", response_class=PlainTextResponse)
def log(
    task_id: Id,
    actor: Asking,
    attempt: Annotated[int, Query(ge=0, le=1000, description="The newest one by default.")] = 0,
) -> Any:
    """What an attempt wrote down, as text; empty while there is nothing."""
    return PlainTextResponse(service.log_of(actor, task_id, attempt))


@tasks.get("/{task_id}/stream", response_class=EventStream, responses=GIVES_EVENTS)
async def stream(task_id: Id, request: Request, actor: Asking) -> Any:
    """Server-sent events until the task ends: `progress`, `log` (by level), `metrics`, `error`, at last `end`.

    The first event tells where it stands now. A comment line every 15 seconds keeps the line alive.
    """
    return await stream_of(request, actor, task_id)


@tasks.post("/{task_id}/cancel", response_model=TaskView)
def cancel(task_id: Id, actor: Asking) -> Any:
    """Cancel it; a running one stops within two seconds."""
    return answer(service.cancel(actor, task_id).as_json())


@tasks.post("/{task_id}/pause", response_model=TaskView)
def pause(task_id: Id, actor: Asking) -> Any:
    """Hold it; a running one pauses at its next step, where its kind can."""
    return answer(service.pause(actor, task_id).as_json())


@tasks.post("/{task_id}/resume", response_model=TaskView)
def resume(task_id: Id, actor: Asking) -> Any:
    """Let a paused task go on."""
    return answer(service.resume(actor, task_id).as_json())


@tasks.post("/{task_id}/retry", **MAKES_JOB)
def retry(task_id: Id, actor: Asking, once: OnlyOnce) -> Any:
    """Do the same work again, as a new task."""
    return once.start(lambda: service.retry(actor, task_id))


@tasks.post("/{task_id}/then", **MAKES_JOB)
def then(task_id: Id, asked: Then, actor: Asking, once: OnlyOnce) -> Any:
    """Let a backtest follow an import of yours, on the data that it makes."""
    request = parse_request(asked.options)
    return once.start(lambda: chains.then_backtest(actor, task_id, asked.strategy_id, request))


@tasks.get("/{task_id}/related", response_model=Related)
def related(task_id: Id, actor: Asking) -> Any:
    """What it waits or waited for, and what follows it."""
    before, after = service.related(actor, task_id)
    return answer({"before": [one.as_json() for one in before], "after": [one.as_json() for one in after]})


@tasks.patch("/{task_id}", response_model=TaskView)
def change(task_id: Id, asked: Change, actor: Asking) -> Any:
    """Rename it, let it run earlier or later, or give one that waits other limits."""
    if asked.time_limit_s is not None or asked.max_attempts is not None:
        service.edit(actor, task_id, time_limit_s=asked.time_limit_s, max_attempts=asked.max_attempts)
    if asked.title is not None:
        service.rename(actor, task_id, asked.title)
    if asked.priority is not None:
        service.reprioritise(actor, task_id, asked.priority)
    return answer(service.view(actor, task_id).as_json())


@tasks.delete("/{task_id}", status_code=204)
def delete(task_id: Id, actor: Asking) -> Response:
    """Delete the history of a task that has ended."""
    service.delete_history(actor, task_id)
    return Response(status_code=204)


@tasks.post("/{task_id}/restore", response_model=TaskView)
def restore(task_id: Id, actor: Asking) -> Any:
    """Bring its history back."""
    return answer(service.restore(actor, task_id).as_json())
