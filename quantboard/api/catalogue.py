"""What there is to know: this instance, its errors and metrics."""

import importlib
import inspect
import pkgutil
from functools import cache
from importlib.metadata import version
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

import quantboard
from quantboard.api.answers import answer
from quantboard.api.auth import Asking
from quantboard.api.fields import PLAIN
from quantboard.api.problems import title_of
from quantboard.core.backtest.metrics.guide import DEFINITIONS
from quantboard.errors import QuantBoardError
from quantboard.services import readiness
from quantboard.services import search as service
from quantboard.services.search import Hit

catalogue = APIRouter(prefix="/api/v1", tags=["catalogue"])
ROOMS = ("core", "readers", "sandbox", "store", "queue", "db", "services", "api", "settings", "errors", "research")
MORE = ("jobs.supervisor",)  # what a task can end with


class ErrorCode(BaseModel):
    """One error that an answer, a task or a sandbox can tell of."""

    code: str
    family: str
    status: int = Field(description="The HTTP status.")
    meaning: str


class Metric(BaseModel):
    """The definition of one metric; of trades there are `…_long` and `…_short` too."""

    name: str
    definition: str


class Part(BaseModel):
    """Whether one part of the instance works."""

    ok: bool
    why: str


class Instance(BaseModel):
    """This instance."""

    version: str
    ready: bool
    parts: dict[str, Part] = Field(description="`database`, `broker`, `worker`, `sandbox`.")


@cache
def error_codes() -> list[dict[str, Any]]:
    """Every code of the package, in order; loads what this process has not needed so far."""
    for room in ROOMS:
        module = importlib.import_module(f"quantboard.{room}")
        for found in pkgutil.walk_packages(getattr(module, "__path__", []), f"quantboard.{room}."):
            if not found.name.endswith((".child", ".forkserver")):
                importlib.import_module(found.name)
    for name in MORE:
        importlib.import_module(f"quantboard.{name}")
    kinds = {kind.code: kind for kind in reversed(list(_below(QuantBoardError))) if kind.__module__ != "__main__"}
    found_kinds = {QuantBoardError.code: QuantBoardError} | kinds
    return [
        {
            "code": code,
            "family": title_of(kind),
            "status": kind.http_status,
            "meaning": (inspect.getdoc(kind) or "").splitlines()[0],
        }
        for code, kind in sorted(found_kinds.items())
    ]


def _below(kind: type[QuantBoardError]) -> Any:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


@catalogue.get("/errors", response_model=list[ErrorCode])
def errors(_actor: Asking) -> Any:
    """Every error code with its family, its HTTP status and what it means."""
    return answer(error_codes())


@catalogue.get("/metrics", response_model=list[Metric])
def metrics(_actor: Asking) -> Any:
    """Every metric with its definition. Numbers are fractions unless it says otherwise."""
    return answer([{"name": name, "definition": " ".join(text.split())} for name, text in DEFINITIONS.items()])


@catalogue.get("/search", response_model=list[Hit])
def search(actor: Asking, q: Annotated[str, Query(max_length=80, pattern=PLAIN)] = "") -> Any:
    """Anything by a few letters of its name: datasets, strategies, backtests, tasks; the best first."""
    return answer(service.find(actor, q))


@catalogue.get("/system", response_model=Instance)
def system(_actor: Asking) -> Any:
    """Its version, and whether its parts work."""
    parts = {name: {"ok": check["ok"], "why": check["why"]} for name, check in readiness.readiness().items()}
    ready = all(part["ok"] for part in parts.values())
    return answer({"version": version(quantboard.__name__), "ready": ready, "parts": parts})
