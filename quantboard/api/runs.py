"""Runs over REST, beside their results: find, note, pause, resume, stop."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from quantboard.api.answers import answer
from quantboard.api.auth import Asking
from quantboard.api.fields import PLAIN, Body, Id, Instant, Name, Visibility, wanted
from quantboard.api.paging import Wanted as Part
from quantboard.core.listing import RunFilter, Wanted
from quantboard.core.task import Status
from quantboard.services import run_notes, steering
from quantboard.services.backtests import BacktestView

runs = APIRouter(prefix="/api/v1/backtests", tags=["backtests"])
KINDS = ("strategies", "datasets", "owners")
STATUS = "^(" + "|".join(Status) + ")$"
Words = Annotated[str, Query(max_length=120, pattern=PLAIN)]
Tag = Annotated[str, Field(min_length=1, max_length=40, pattern=PLAIN)]


class RunChange(Body):
    """What is to be different; what is left out stays."""

    name: Name | None = None
    visibility: Visibility | None = None
    note: str | None = Field(default=None, max_length=4000, description="Your own words on the run.")
    tags: list[Tag] | None = Field(default=None, max_length=10, description="All its tags, in the place of the old.")
    is_favourite: bool | None = None


class Named(BaseModel):
    """Something by what the list can be narrowed."""

    id: str
    name: str


class Choices(BaseModel):
    """By what the list can be narrowed."""

    strategies: list[Named]
    datasets: list[Named]
    owners: list[Named]
    tags: list[str]


def wanted_runs(
    part: Part,
    q: Annotated[str, Query(max_length=200, pattern=PLAIN, description="Words that must all occur.")] = "",
    whose: Annotated[str, Query(pattern="^(all|mine|team)$", description="`all`, `mine` or `team`.")] = "all",
    sort: Annotated[str, Query(max_length=40, pattern=r"^-?[a-z_]*$", description="A key; `-` reverses.")] = "",
    status: Annotated[str, Query(pattern=f"{STATUS[:-2]}|)$", description="Only runs in this state.")] = "",
) -> Wanted:
    """The list of runs as it is asked for; a dependency."""
    found = wanted(part, q, whose, sort)
    return Wanted(found.words, found.whose, found.sort, found.limit, found.offset, status=status)


def filtered(  # noqa: PLR0913 -- each is one word of the address
    strategy: Annotated[Words, Query(description="A strategy's id, or a template's name.")] = "",
    dataset: Annotated[Words, Query(description="A dataset's id.")] = "",
    owner: Annotated[Words, Query(description="A person's id.")] = "",
    tag: Words = "",
    setup: Annotated[Words, Query(description="The id of the set-up that started it.")] = "",
    since: Annotated[Instant | None, Query(description="Made at or after this instant.")] = None,
    until: Annotated[Instant | None, Query(description="Made before it.")] = None,
    favourite: bool = False,
    best_by: Annotated[
        str, Query(pattern="^[a-z_]*$", max_length=40, description="Only the best of each strategy by this metric.")
    ] = "",
) -> RunFilter:
    """Which runs are asked for; a dependency."""
    return RunFilter(
        strategy=strategy,
        dataset=dataset,
        owner=owner,
        tag=tag,
        setup=setup,
        since=since,
        until=until,
        is_favourite=favourite,
        is_best=bool(best_by),
        best_by=best_by or "sharpe",
    )


@runs.get("/choices", response_model=Choices)
def choices(actor: Asking) -> Any:
    """By what the list of runs can be narrowed: strategies, datasets, people and tags that occur in it."""
    found = run_notes.choices(actor)
    named = {name: [{"id": one, "name": said} for one, said in getattr(found, name)] for name in KINDS}
    return answer({**named, "tags": found.tags})


@runs.post("/{backtest_id}/pause", response_model=BacktestView)
def pause(backtest_id: Id, actor: Asking) -> Any:
    """Hold it at its next step; it goes on from there."""
    return answer(steering.pause(actor, backtest_id).as_json())


@runs.post("/{backtest_id}/resume", response_model=BacktestView)
def resume(backtest_id: Id, actor: Asking) -> Any:
    """Let a paused one go on."""
    return answer(steering.resume(actor, backtest_id).as_json())


@runs.post("/{backtest_id}/stop", response_model=BacktestView)
def stop(backtest_id: Id, actor: Asking) -> Any:
    """End it now; what it had reached is kept as an unfinished result (`is_unfinished`, `reached`)."""
    return answer(steering.stop(actor, backtest_id).as_json())
