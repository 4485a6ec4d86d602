"""Named set-ups over REST: save, read, edit, copy, run, share, delete."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from pydantic import Field

from quantboard.api.answers import MAKES_JOB, OnlyOnce, answer, paged
from quantboard.api.auth import Asking
from quantboard.api.datasets import Change, Return
from quantboard.api.fields import Body, Id, Name, ObjectId, Values, wanted
from quantboard.api.paging import Page
from quantboard.core.listing import Wanted
from quantboard.services import setups as service
from quantboard.services import sharing, trash
from quantboard.services.setups import KIND, SetupFields, SetupView

setups = APIRouter(prefix="/api/v1/setups", tags=["setups"])
EXAMPLE = {"symbols": ["AAPL", "IBM"], "commission": 0.0005, "benchmark": "symbol:IBM"}


class SetupValues(Body):
    """What a set-up holds; strategy and data may be left open."""

    strategy_id: ObjectId | None = None
    template: str | None = Field(default=None, max_length=80, examples=["double_moving_average"])
    dataset_id: ObjectId | None = None
    options: Values = Field(
        default_factory=dict, max_length=60, description="As those of a backtest.", examples=[EXAMPLE]
    )

    def fields(self) -> SetupFields:
        """As the service takes them."""
        return SetupFields(self.strategy_id, self.template, self.dataset_id, self.options)


class NewSetup(SetupValues):
    """A set-up and its name."""

    name: Name


@setups.get("", response_model=Page[SetupView])
def listed(actor: Asking, asked: Annotated[Wanted, Depends(wanted)]) -> Any:
    """The set-ups that you may see, by name. Order by `name`, `changed`, `made`."""
    return paged(service.page(actor, asked))


@setups.post("", status_code=201, response_model=SetupView)
def create(asked: NewSetup, actor: Asking) -> Any:
    """Save a new set-up; its name is yours only once."""
    return answer(service.create(actor, asked.name, asked.fields()).as_json(), 201)


@setups.get("/{setup_id}", response_model=SetupView)
def one(setup_id: Id, actor: Asking) -> Any:
    """One set-up."""
    return answer(service.get(actor, setup_id).as_json())


@setups.put("/{setup_id}", response_model=SetupView)
def save(setup_id: Id, asked: SetupValues, actor: Asking) -> Any:
    """Put other values into it; the runs it started keep theirs."""
    return answer(service.save(actor, setup_id, asked.fields()).as_json())


@setups.patch("/{setup_id}", response_model=SetupView)
def change(setup_id: Id, asked: Change, actor: Asking) -> Any:
    """Rename it, or share it with the team."""
    if asked.name is not None:
        service.rename(actor, setup_id, asked.name)
    if asked.visibility is not None:
        sharing.share(actor, KIND, [setup_id], asked.visibility)
    return answer(service.get(actor, setup_id).as_json())


@setups.post("/{setup_id}/copy", status_code=201, response_model=SetupView)
def copy(setup_id: Id, actor: Asking, asked: Return | None = None) -> Any:
    """A private copy of your own."""
    return answer(service.copy(actor, setup_id, (asked and asked.name) or "").as_json(), 201)


@setups.post("/{setup_id}/run", **MAKES_JOB)
def run(setup_id: Id, actor: Asking, once: OnlyOnce, asked: Return | None = None) -> Any:
    """Start a run as it says, as a job; `name` is the run's."""
    return once.start(lambda: service.run(actor, setup_id, (asked and asked.name) or ""))


@setups.delete("/{setup_id}", status_code=204)
def delete(setup_id: Id, actor: Asking) -> Response:
    """Move it into the trash; the runs it started stay."""
    service.delete(actor, setup_id)
    return Response(status_code=204)


@setups.post("/{setup_id}/restore", response_model=SetupView)
def restore(setup_id: Id, actor: Asking, asked: Return | None = None) -> Any:
    """Take it out of the trash."""
    trash.restore(actor, KIND, setup_id, (asked and asked.name) or "")
    return answer(service.get(actor, setup_id).as_json())
