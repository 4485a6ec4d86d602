"""How answers are made: views as plain JSON, files to take away, a job once for each key."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Header, Request
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, Field

from quantboard.api.auth import Asking
from quantboard.core.listing import Page
from quantboard.services import requests

PIECE = 1 << 18
PARQUET = "application/vnd.apache.parquet"
KEY = r"^[\x21-\x7e]{1,128}$"


class Started(BaseModel):
    """A job that was put into the queue, and what it will make."""

    task_id: str = Field(description="Follow it at `/api/v1/tasks/{task_id}` or its `/stream`.")
    dataset_id: str | None = Field(default=None, description="The dataset that will be there once it has succeeded.")
    backtest_id: str | None = Field(default=None, description="The backtest.")


class Count(BaseModel):
    """How many there were."""

    count: int


def answer(thing: Any, status: int = 200) -> JSONResponse:
    """A view, or several, as JSON."""
    return JSONResponse(jsonable_encoder(thing), status)


def paged(found: Page[Any]) -> JSONResponse:
    """One page of a list."""
    return JSONResponse(found.as_json(lambda view: jsonable_encoder(view)))


def attachment(name: str, **more: str) -> dict[str, str]:
    """The headers of something to be saved under ``name``, whatever its script."""
    plain = "".join(one if one.isascii() and (one.isalnum() or one in "._- ") else "_" for one in name)
    said = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return {"Content-Disposition": said, **more}


def file_answer(path: Path, name: str, media: str, n_rows: int) -> StreamingResponse:
    """A file of ours that is removed once it was sent; not by its path, which the server would open too late."""
    headers = attachment(name, **{"X-Rows": str(n_rows), "Content-Length": str(path.stat().st_size)})
    return StreamingResponse(_pieces(path), media_type=media, headers=headers)


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as handle:
            while piece := handle.read(PIECE):
                yield piece
    finally:
        path.unlink(missing_ok=True)


def download(body: bytes | str, name: str, media: str) -> Response:
    """A small file from memory."""
    return Response(body, media_type=media, headers=attachment(name))


class Once:
    """A job-making request: with the same ``Idempotency-Key`` it makes its job once."""

    def __init__(self, actor: Any, key: str | None, fingerprint: str) -> None:
        self.actor, self.key, self.fingerprint = actor, key, fingerprint

    def start(self, deed: Callable[[], object]) -> JSONResponse:
        """Do ``deed`` unless it was done, and tell of its job."""
        key = self.key
        done = requests.start(deed) if key is None else requests.once(self.actor, key, self.fingerprint, deed)
        headers = {"Location": f"/api/v1/tasks/{done.body['task_id']}"}
        if done.is_repeated:
            headers["Idempotency-Replayed"] = "true"
        return JSONResponse(done.body, 202, headers)


async def _once(
    request: Request,
    actor: Asking,
    key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            pattern=KEY,
            max_length=128,
            description="Made up by you: sent again within 24 hours, it gives the first answer, not a second job.",
        ),
    ] = None,
) -> Once:
    body = await request.body()
    what = f"{request.method} {request.url.path}\n".encode() + body
    return Once(actor, key, hashlib.sha256(what).hexdigest())


OnlyOnce = Annotated[Once, Depends(_once)]
TABLE = {"text/csv": {"schema": {"type": "string"}}, PARQUET: {"schema": {"type": "string", "format": "binary"}}}
GIVES_TABLE: Mapping[str, Any] = {"response_class": Response, "responses": {200: {"content": TABLE}}}
CODE = {"text/x-python": {"schema": {"type": "string"}}}
GIVES_CODE: Mapping[str, Any] = {"response_class": Response, "responses": {200: {"content": CODE}}}
MAKES_JOB: Mapping[str, Any] = {"status_code": 202, "response_model": Started}
