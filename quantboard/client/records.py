"""What a server tells, typed; the whole of it stays in ``json``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Generic, TypeVar

T = TypeVar("T")
ENDED = frozenset({"succeeded", "failed", "timed_out", "cancelled"})


@dataclass(frozen=True)
class Dataset:
    """Prices of some symbols at one interval."""

    id: str
    name: str
    interval: str
    zone: str
    n_rows: int
    symbols: list[str]
    first: str
    last: str
    data_hash: str
    version_id: str
    visibility: str
    json: Mapping[str, Any] = field(repr=False, compare=False)


@dataclass(frozen=True)
class Strategy:
    """Code in the strategy dialect, as of its newest version."""

    id: str
    name: str
    kind: str
    version: int
    source: str = field(repr=False)
    params: Mapping[str, Any]
    visibility: str
    json: Mapping[str, Any] = field(repr=False, compare=False)


@dataclass(frozen=True)
class Backtest:
    """A run: where it stands, and its headline metrics once it has succeeded."""

    id: str
    task_id: str
    name: str
    status: str
    progress: float
    dataset_id: str
    strategy_id: str | None
    metrics: Mapping[str, float | None] | None
    result_hash: str | None
    verified: str
    json: Mapping[str, Any] = field(repr=False, compare=False)


@dataclass(frozen=True)
class Task:
    """A piece of background work."""

    id: str
    kind: str
    title: str
    status: str
    progress: float
    stage: str
    eta_s: float | None
    error: Mapping[str, str] | None
    attempt: int
    priority: str
    json: Mapping[str, Any] = field(repr=False, compare=False)

    @property
    def is_over(self) -> bool:
        return self.status in ENDED


@dataclass(frozen=True)
class Started:
    """A job that was put into the queue, and what it will make."""

    task_id: str
    dataset_id: str | None
    backtest_id: str | None


@dataclass(frozen=True)
class Page(Generic[T]):
    """A part of a list."""

    items: list[T]
    total: int
    limit: int
    offset: int

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def record(kind: type[T], shape: Mapping[str, Any]) -> T:
    """A record of this kind; what a newer server tells beside is in ``json``."""
    names = {one.name for one in fields(kind)}  # type: ignore[arg-type]
    known = {name: value for name, value in shape.items() if name in names and name != "json"}
    return kind(**known, **({"json": dict(shape)} if "json" in names else {}))


def page(kind: type[T], shape: Mapping[str, Any]) -> Page[T]:
    """A page of records."""
    items = [record(kind, one) for one in shape["items"]]
    return Page(items, shape["total"], shape["limit"], shape["offset"])
