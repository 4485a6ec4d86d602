"""Files come in: a body streamed to disk, never held in memory."""

from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from quantboard.api.auth import Asking, same_origin
from quantboard.services import uploads as service

uploads = APIRouter(prefix="/api/v1/uploads", tags=["uploads"])


@uploads.put("/{name}", dependencies=[Depends(same_origin)])
async def put(name: str, request: Request, actor: Asking) -> Any:
    """Keep a file for its import; 413 beyond the limit, 422 for a name that is none."""
    stored = await service.receive(actor, name, request.stream())
    return JSONResponse({"id": stored.id, "name": stored.name, "size": stored.size}, status_code=201)
