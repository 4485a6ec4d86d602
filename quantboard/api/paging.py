"""The one paging shape of REST."""

from collections.abc import Sequence
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import BaseModel, Field

Item = TypeVar("Item")


class Page(BaseModel, Generic[Item]):
    """A part of a list."""

    items: list[Item]
    total: int = Field(description="How many there are in all pages, with the same filter.", ge=0)
    limit: int = Field(ge=1, le=1000)
    offset: int = Field(ge=0)


class Part(BaseModel):
    """Which part of a list is wanted."""

    limit: int
    offset: int


def _part(
    limit: Annotated[int, Query(ge=1, le=1000, description="Most items in the answer.")] = 20,
    offset: Annotated[int, Query(ge=0, le=2**31 - 1, description="Items to skip.")] = 0,
) -> Part:
    return Part(limit=limit, offset=offset)


Wanted = Annotated[Part, Depends(_part)]


def page(items: Sequence[Any], total: int, part: Part) -> dict[str, Any]:
    """The shape for items that are one page already."""
    return {"items": list(items), "total": total, "limit": part.limit, "offset": part.offset}


def cut(everything: Sequence[Any], part: Part) -> dict[str, Any]:
    """The shape for a list of which a page is still to be cut."""
    return page(everything[part.offset : part.offset + part.limit], len(everything), part)
