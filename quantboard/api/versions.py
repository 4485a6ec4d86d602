"""Versions of a dataset over REST: what changed, who used it, reading anew, repairing."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from quantboard.api.answers import MAKES_JOB, OnlyOnce, answer
from quantboard.api.auth import Asking
from quantboard.api.datasets import File
from quantboard.api.fields import PLAIN, Body, Id
from quantboard.core.cleaning.quality import Finding
from quantboard.services import versions as service
from quantboard.services.datasets import UploadPlan
from quantboard.services.versions import Difference, Use

versions = APIRouter(prefix="/api/v1/datasets", tags=["datasets"])
Number = Annotated[int, Query(ge=0, le=1_000_000, description="The number of a version; 0: the newest.")]
Symbol = Annotated[str, Query(max_length=120, pattern=PLAIN, description="Whose cells; the first that differs.")]


@dataclass(frozen=True)
class Part:
    """One part of the cells, and the other dataset."""

    limit: Annotated[int, Query(ge=1, le=1000)] = 100
    offset: Annotated[int, Query(ge=0, le=1_000_000_000)] = 0
    with_id: Annotated[str, Query(max_length=64, pattern=PLAIN, description="The other dataset, if not the same.")] = ""


class Anew(Body):
    """Uploads to read as the next version."""

    files: list[File] = Field(min_length=1, max_length=10)


class Repair(Body):
    """What is to be mended."""

    steps: str = Field(default="fill", pattern="^(swap|dedupe|fill)([+](swap|dedupe|fill))*$")


@versions.get("/{dataset_id}/difference", response_model=Difference)
def difference(
    dataset_id: Id,
    actor: Asking,
    part: Annotated[Part, Depends()],
    before: Number = 1,
    after: Number = 0,
    symbol: Symbol = "",
) -> Any:
    """What changed between two versions: sums for each symbol that differs, and the cells of one, in parts."""
    which = (dataset_id, before), (part.with_id or dataset_id, after)
    return answer(service.difference(actor, *which, symbol=symbol, part=(part.limit, part.offset)))


@versions.get("/{dataset_id}/uses", response_model=list[Use])
def uses(dataset_id: Id, actor: Asking) -> Any:
    """The runs on it that you may see, newest first, and the version that each used."""
    return answer(service.used_by(actor, dataset_id))


@versions.post("/{dataset_id}/reread", **MAKES_JOB)
def reread(dataset_id: Id, asked: Anew, actor: Asking, once: OnlyOnce) -> Any:
    """Read uploads with other settings as its next version, as a job."""
    plans = [UploadPlan(file.upload_id, file.hints) for file in asked.files]
    return once.start(lambda: service.submit_reread(actor, dataset_id, plans))


@versions.get("/{dataset_id}/repair", response_model=list[Finding])
def repair_preview(
    dataset_id: Id, actor: Asking, steps: Annotated[str, Query(max_length=40, pattern=PLAIN)] = "fill"
) -> Any:
    """What a repair of the newest version would change, before it is made."""
    return answer(service.preview_repair(actor, dataset_id, steps))


@versions.post("/{dataset_id}/repair", **MAKES_JOB)
def repair(dataset_id: Id, asked: Repair, actor: Asking, once: OnlyOnce) -> Any:
    """Fill missing sessions with the close before, as the next version, as a job."""
    return once.start(lambda: service.submit_repair(actor, dataset_id, asked.steps))
