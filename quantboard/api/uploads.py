"""Files come in: a body streamed to disk, never held in memory; then how they would be read."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from pydantic import Field

from quantboard.api.answers import answer
from quantboard.api.auth import Asking
from quantboard.api.fields import Body, Id
from quantboard.services import uploads as service
from quantboard.services.uploads import Preview, UploadView

uploads = APIRouter(prefix="/api/v1/uploads", tags=["uploads"])
FileName = Annotated[str, Path(max_length=255, description="The file's name; its ending tells the format.")]
BODY = {"requestBody": {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}
Hints = Annotated[
    dict[Annotated[str, Field(max_length=120)], Annotated[str, Field(max_length=500)]],
    Field(
        max_length=400,
        description="How to read it, where the file leaves it open: `date`, `close` … name columns; `encoding`, "
        "`delimiter`, `decimal`, `dates`, `zone`, `interval`, `stamp`, `scale`, `symbol_name` and others are options.",
        examples=[{"date": "日期", "close": "收盘", "zone": "Asia/Shanghai"}],
    ),
]


class Look(Body):
    """What is known of a file before it is looked at."""

    hints: Hints = Field(default_factory=dict)


@uploads.put("/{name}", status_code=201, response_model=UploadView, openapi_extra=BODY)
async def put(name: FileName, request: Request, actor: Asking) -> Any:
    """Upload a file: its bytes are the body, streamed to disk. It waits a week for its import."""
    return answer(await service.receive(actor, name, request.stream()), 201)


@uploads.post("/{upload_id}/preview", response_model=Preview)
def preview(upload_id: Id, look: Look, actor: Asking) -> Any:
    """How a file would be read: columns, first rows, problems counted, and `questions` that a hint answers."""
    return answer(service.preview(actor, upload_id, look.hints))


@uploads.delete("/{upload_id}", status_code=204)
def forget(upload_id: Id, actor: Asking) -> Response:
    """Drop an upload that is not wanted after all."""
    service.forget(actor, upload_id)
    return Response(status_code=204)
