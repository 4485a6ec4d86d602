"""Datasets over REST: import, list, read, rename, share, export, delete."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from quantboard.api.answers import GIVES_TABLE, MAKES_JOB, OnlyOnce, answer, file_answer, paged
from quantboard.api.auth import Asking
from quantboard.api.fields import PLAIN, Body, Id, Name, ObjectId, Visibility, wanted
from quantboard.api.paging import Page
from quantboard.api.uploads import Hints
from quantboard.core.listing import Wanted
from quantboard.services import datasets as service
from quantboard.services import exports, qlib_files, sharing, trash
from quantboard.services.datasets import DatasetDetail, DatasetView, VersionView

datasets = APIRouter(prefix="/api/v1/datasets", tags=["datasets"])
KIND = "dataset"


class File(Body):
    """One uploaded file of an import."""

    upload_id: ObjectId
    hints: Hints = Field(default_factory=dict)


class Import(Body):
    """Uploads that become one dataset."""

    name: Name
    files: list[File] = Field(min_length=1, max_length=10)


class Change(Body):
    """What is to be different; what is left out stays."""

    name: Name | None = None
    visibility: Visibility | None = None


class Return(Body):
    """How it comes back from the trash."""

    name: Name | None = Field(default=None, description="Another name, where the old one is in use by now.")


@dataclass(frozen=True)
class DatasetWithReport(DatasetView):
    """A dataset with its columns, its history, and the quality report of its newest version."""

    columns: tuple[str, ...]
    versions: tuple[VersionView, ...]
    report: dict[str, Any]
    notes: list[dict[str, Any]]


def whole(found: DatasetDetail) -> dict[str, Any]:
    """The shape of one dataset."""
    parts = {name: getattr(found, name) for name in ("columns", "versions", "report", "notes")}
    return {**found.view.as_json(), **parts}


@datasets.post("/imports", **MAKES_JOB)
def import_(asked: Import, actor: Asking, once: OnlyOnce) -> Any:
    """Import uploads as one new dataset, as a job. A failed import leaves no dataset."""
    plans = [service.UploadPlan(file.upload_id, file.hints) for file in asked.files]
    return once.start(lambda: service.submit_import(actor, asked.name, plans))


@datasets.post("/sample", **MAKES_JOB)
def sample(actor: Asking, once: OnlyOnce) -> Any:
    """Import the shipped sample of real daily prices, as a job."""
    return once.start(lambda: service.load_sample(actor))


@datasets.get("", response_model=Page[DatasetView])
def listed(actor: Asking, asked: Annotated[Wanted, Depends(wanted)]) -> Any:
    """The datasets that you may see, newest first.

    Order by `made`, `name`, `interval`, `rows`, `findings`, `changed`.
    """
    return paged(service.page(actor, asked))


@datasets.get("/find", response_model=DatasetView)
def find(actor: Asking, name: Annotated[str, Query(min_length=1, max_length=120, pattern=PLAIN)]) -> Any:
    """A dataset by its name or identity; where there is none, the hint tells the nearest name."""
    return answer(service.find(actor, name).as_json())


@datasets.get("/{dataset_id}", response_model=DatasetWithReport)
def one(dataset_id: Id, actor: Asking) -> Any:
    """One dataset with its history and the report of its problems."""
    return answer(whole(service.dataset(actor, dataset_id)))


@datasets.get("/{dataset_id}/symbols", response_model=list[str])
def symbols(dataset_id: Id, actor: Asking) -> Any:
    """Its symbols, in order."""
    return answer(service.dataset(actor, dataset_id).view.symbols)


@datasets.patch("/{dataset_id}", response_model=DatasetView)
def change(dataset_id: Id, asked: Change, actor: Asking) -> Any:
    """Rename it, or share it with the team."""
    if asked.name is not None:
        service.rename(actor, dataset_id, asked.name)
    if asked.visibility is not None:
        sharing.share(actor, KIND, [dataset_id], asked.visibility)
    return answer(service.dataset(actor, dataset_id).view.as_json())


@datasets.get("/{dataset_id}/export", **GIVES_TABLE)
def export(
    dataset_id: Id, actor: Asking, kind: Annotated[str, Query(alias="format", pattern="^(csv|parquet|qlib)$")] = "csv"
) -> Any:
    """All its bars as one file; `qlib` is a zip of Qlib's binary layout."""
    made = qlib_files.packed(actor, dataset_id) if kind == "qlib" else exports.dataset_file(actor, dataset_id, kind)
    return file_answer(made.path, made.name, made.media, made.n_rows)


@datasets.delete("/{dataset_id}", status_code=204)
def delete(dataset_id: Id, actor: Asking) -> Response:
    """Move it into the trash; runs that used it keep their results."""
    service.delete(actor, dataset_id)
    return Response(status_code=204)


@datasets.post("/{dataset_id}/restore", response_model=DatasetView)
def restore(dataset_id: Id, actor: Asking, asked: Return | None = None) -> Any:
    """Take it out of the trash."""
    trash.restore(actor, KIND, dataset_id, (asked and asked.name) or "")
    return answer(service.dataset(actor, dataset_id).view.as_json())
