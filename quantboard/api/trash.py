"""The trash and sharing over REST."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field

from quantboard.api.answers import Count, answer, paged
from quantboard.api.auth import Asking
from quantboard.api.datasets import Return
from quantboard.api.fields import Body, Id, ObjectId, Visibility
from quantboard.api.paging import Page
from quantboard.api.paging import Wanted as Part
from quantboard.services import sharing
from quantboard.services import trash as service
from quantboard.services.trash import Affected, TrashItem

KINDS = "^(dataset|strategy|backtest|setup)$"
Kind = Annotated[str, Path(pattern=KINDS)]
KindField = Annotated[str, Field(pattern=KINDS, description="`dataset`, `strategy`, `backtest` or `setup`.")]
Everybody = Annotated[bool, Query(description="An administrator's: not only mine.")]
trash = APIRouter(prefix="/api/v1", tags=["trash"])


class Several(Body):
    """Some objects of one kind."""

    kind: KindField
    ids: list[ObjectId] = Field(min_length=1, max_length=200)


class Sharing(Several):
    """Who is to see them."""

    visibility: Visibility


class Restored(BaseModel):
    """What came back."""

    kind: str
    id: str
    name: str


class Freed(BaseModel):
    """What purging freed."""

    n_bytes: int


@trash.get("/trash", response_model=Page[TrashItem])
def listed(actor: Asking, part: Part, everybody: Everybody = False) -> Any:
    """What was deleted, newest first."""
    return paged(service.list_trash(actor, everybody=everybody, limit=part.limit, offset=part.offset))


@trash.post("/trash/{kind}/{object_id}/restore", response_model=Restored)
def restore(kind: Kind, object_id: Id, actor: Asking, asked: Return | None = None) -> Any:
    """Take something out of the trash, under its name or another."""
    name = service.restore(actor, kind, object_id, (asked and asked.name) or "")
    return answer({"kind": kind, "id": object_id, "name": name})


@trash.delete("/trash/{kind}/{object_id}", response_model=Freed)
def purge(kind: Kind, object_id: Id, actor: Asking) -> Any:
    """Remove something in the trash for good."""
    return answer({"n_bytes": service.purge(actor, kind, object_id)})


@trash.delete("/trash", response_model=Count)
def empty(actor: Asking, everybody: Everybody = False) -> Any:
    """Remove all of it that you may."""
    return answer({"count": service.empty(actor, everybody=everybody)})


@trash.post("/affected", response_model=list[Affected])
def affected(asked: Several, actor: Asking) -> Any:
    """What deleting these would mean to others: runs that use them, people among those who made them."""
    return answer(service.affected(actor, asked.kind, asked.ids))


@trash.post("/delete", response_model=Count)
def delete(asked: Several, actor: Asking) -> Any:
    """Move several objects into the trash: all of them or, if one is refused, none."""
    return answer({"count": len(service.delete(actor, asked.kind, asked.ids))})


@trash.post("/share", status_code=204)
def share(asked: Sharing, actor: Asking) -> Response:
    """Show several objects to the team, or to their owner only: all of them or none."""
    sharing.share(actor, asked.kind, asked.ids, asked.visibility)
    return Response(status_code=204)
