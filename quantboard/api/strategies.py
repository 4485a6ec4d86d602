"""Strategies over REST: templates, check, create, save versions, share, copy, export, delete."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from quantboard.api.answers import GIVES_CODE, answer, download, paged
from quantboard.api.auth import Asking
from quantboard.api.datasets import Change, Return
from quantboard.api.fields import Body, Id, Name, Source, Values, wanted
from quantboard.api.paging import Page, cut
from quantboard.api.paging import Wanted as Part
from quantboard.core.listing import Wanted
from quantboard.core.strategy.params import Declaration
from quantboard.errors import InvalidInput
from quantboard.services import sharing, trash
from quantboard.services import strategies as service
from quantboard.services.strategies import StrategyVersionView, StrategyView, TemplateView

strategies = APIRouter(prefix="/api/v1/strategies", tags=["strategies"])
KIND = "strategy"
Params = Annotated[
    Values, Field(max_length=200, description="Parameters by name.", examples=[{"fast": 10, "slow": 30}])
]


class WhichSource(InvalidInput):
    """A new strategy needs a template or a source, and only one of them."""

    code = "strategy.which_source"


class Code(Body):
    """A source to be checked."""

    source: Source


class Finding(BaseModel):
    """One remark about one place of a source."""

    rule: str
    severity: str = Field(description="`error` or `warning`.")
    line: int = Field(description="From 1.")
    column: int = Field(description="From 0.")
    end_column: int
    message: str
    suggestion: str


class Verdict(BaseModel):
    """What the check found; nothing of the source was run."""

    ok: bool = Field(description="It may run.")
    findings: list[Finding]
    declaration: Declaration | None


class NewStrategy(Body):
    """A strategy made from a template or from code."""

    name: Name
    template: str | None = Field(default=None, max_length=80, examples=["double_moving_average"])
    source: Source | None = None
    params: Params = Field(default_factory=dict)


class Save(Body):
    """A new version; where nothing changed, none is made."""

    source: Source
    params: Params = Field(default_factory=dict)
    name: Name | None = None
    seen_version: int | None = Field(
        default=None, ge=1, le=2**31 - 1, description="The version you began with: if it is not the newest, 409."
    )


@strategies.get("/templates", response_model=Page[TemplateView])
def templates(_actor: Asking, part: Part) -> Any:
    """The shipped starter strategies, easiest first; texts are English and Chinese."""
    return answer(cut(service.templates(), part))


@strategies.get("/templates/{key}", response_model=TemplateView)
def template(key: Id, _actor: Asking) -> Any:
    """One starter strategy with its source."""
    return answer(service.template(key))


@strategies.post("/check", response_model=Verdict)
def check(asked: Code, _actor: Asking) -> Any:
    """Check a source as it would be before a run: findings with line, rule and suggestion; what it declares."""
    return answer(service.check(asked.source).as_dict())


@strategies.get("", response_model=Page[StrategyView])
def listed(actor: Asking, asked: Annotated[Wanted, Depends(wanted)]) -> Any:
    """The strategies that you may see, last changed first. Order by `changed`, `name`, `kind`, `version`, `made`."""
    return paged(service.page(actor, asked))


@strategies.post("", status_code=201, response_model=StrategyView)
def create(asked: NewStrategy, actor: Asking) -> Any:
    """Save a new strategy, from `template` or from `source`."""
    if (asked.template is None) == (asked.source is None):
        raise WhichSource("Give a template or a source.", "Exactly one of the two.", field="source")
    source = asked.source or service.template(asked.template or "").source
    return answer(service.create(actor, asked.name, source, asked.params, asked.template).as_json(), 201)


@strategies.get("/{strategy_id}", response_model=StrategyView)
def one(strategy_id: Id, actor: Asking) -> Any:
    """One strategy as of its newest version."""
    return answer(service.get(actor, strategy_id).as_json())


@strategies.get("/{strategy_id}/versions", response_model=Page[StrategyVersionView])
def versions(strategy_id: Id, actor: Asking, part: Part) -> Any:
    """Its history, newest first."""
    return answer(cut(service.versions(actor, strategy_id), part))


@strategies.get("/{strategy_id}/source.py", **GIVES_CODE)
def source(strategy_id: Id, actor: Asking) -> Any:
    """The newest source as a file."""
    found = service.get(actor, strategy_id)
    return download(found.source, f"{found.name}.py", "text/x-python; charset=utf-8")


@strategies.put("/{strategy_id}/code", response_model=StrategyView)
def save(strategy_id: Id, asked: Save, actor: Asking) -> Any:
    """Save code and parameters as the next version."""
    found = service.save(actor, strategy_id, asked.source, asked.params, asked.seen_version, asked.name)
    return answer(found.as_json())


@strategies.patch("/{strategy_id}", response_model=StrategyView)
def change(strategy_id: Id, asked: Change, actor: Asking) -> Any:
    """Rename it, or share it with the team."""
    if asked.name is not None:
        service.rename(actor, strategy_id, asked.name)
    if asked.visibility is not None:
        sharing.share(actor, KIND, [strategy_id], asked.visibility)
    return answer(service.get(actor, strategy_id).as_json())


@strategies.post("/{strategy_id}/copy", status_code=201, response_model=StrategyView)
def copy(strategy_id: Id, actor: Asking, asked: Return | None = None) -> Any:
    """A private copy of your own."""
    return answer(service.copy(actor, strategy_id, (asked and asked.name) or "").as_json(), 201)


@strategies.delete("/{strategy_id}", status_code=204)
def delete(strategy_id: Id, actor: Asking) -> Response:
    """Move it into the trash; runs that used it keep their results and its code."""
    service.delete(actor, strategy_id)
    return Response(status_code=204)


@strategies.post("/{strategy_id}/restore", response_model=StrategyView)
def restore(strategy_id: Id, actor: Asking, asked: Return | None = None) -> Any:
    """Take it out of the trash."""
    trash.restore(actor, KIND, strategy_id, (asked and asked.name) or "")
    return answer(service.get(actor, strategy_id).as_json())
