"""How a list is asked for and answered: words, whose, order, and one part at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from quantboard.core.task import Status
from quantboard.errors import InvalidInput

MOST = 1000
T = TypeVar("T")


class Whose(StrEnum):
    """Which of the things that a person may see."""

    ALL = "all"
    MINE = "mine"
    TEAM = "team"


class BadListing(InvalidInput):
    """An order, a filter or a part that this list does not have."""

    code = "list.bad_request"


@dataclass(frozen=True)
class Wanted:
    """What is asked of a list; ``sort`` is a key of the list, with ``-`` in front for the other way round."""

    words: str = ""
    whose: str = Whose.ALL
    sort: str = ""
    limit: int = 20
    offset: int = 0
    status: str = ""  # of work: only what is in this state

    def checked(self, sorts: Sequence[str]) -> "Wanted":
        """Itself, or ``BadListing``."""
        if self.whose not in tuple(Whose):
            raise BadListing(f"{self.whose!r} is no filter.", f"There are {', '.join(Whose)}.", field="whose")
        if self.sort and self.sort.removeprefix("-") not in sorts:
            raise BadListing(f"No order by {self.sort!r}.", f"There are {', '.join(sorts)}.", field="sort")
        if self.status and self.status not in tuple(Status):
            raise BadListing(f"{self.status!r} is no state.", f"There are {', '.join(Status)}.", field="status")
        if not 1 <= self.limit <= MOST:
            raise BadListing(f"A part has 1 to {MOST} lines.", "Ask for fewer at a time.", field="limit")
        if self.offset < 0:
            raise BadListing("A list begins at 0.", "Ask from 0 on.", field="offset")
        return self


@dataclass(frozen=True)
class RunFilter:
    """Which runs are asked for; an empty field asks for all. ``is_best``: the best of each strategy by ``best_by``."""

    strategy: str = ""  # its id, or its name where it is no saved one
    dataset: str = ""
    owner: str = ""
    tag: str = ""
    setup: str = ""
    since: datetime | None = None
    until: datetime | None = None
    is_favourite: bool = False
    is_best: bool = False
    best_by: str = "sharpe"


@dataclass(frozen=True)
class Page(Generic[T]):
    """One part of a list, and how long the whole of it is."""

    items: tuple[T, ...]
    total: int
    limit: int
    offset: int

    def as_json(self, shape: Callable[[T], Any]) -> dict[str, Any]:
        """The one paging shape of shell and REST."""
        items = [shape(item) for item in self.items]
        return {"items": items, "total": self.total, "limit": self.limit, "offset": self.offset}
