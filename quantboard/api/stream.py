"""A job's events as a stream of server-sent events."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from fastapi import Request
from fastapi.encoders import jsonable_encoder
from fastapi.responses import StreamingResponse

from quantboard.api.auth import current_actor
from quantboard.core.access import Actor
from quantboard.errors import QuantBoardError
from quantboard.log import logger
from quantboard.services import streams
from quantboard.services.streams import Event

PING_S = 15.0
log = logger("api")


EVENT = {
    "type": "object",
    "required": ["event", "data"],
    "properties": {
        "event": {"type": "string", "enum": ["progress", "log", "metrics", "error", "end"]},
        "data": {"type": "string", "contentMediaType": "application/json", "description": "One JSON object."},
    },
}
GIVES_EVENTS: dict[int | str, dict[str, Any]] = {200: {"content": {"text/event-stream": {"schema": EVENT}}}}


class EventStream(StreamingResponse):
    """An answer that lasts until the job has ended."""

    media_type = "text/event-stream"


async def stream_of(request: Request, actor: Actor, task_id: str) -> EventStream:
    """The events of a task; raises, before the answer begins, what cannot be seen."""
    request.scope["quantboard.stream"] = True
    found = await streams.follow(actor, task_id)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return EventStream(_lines(request, found), headers=headers)


async def _lines(request: Request, found: AsyncIterator[Event | None]) -> AsyncIterator[str]:
    """Never asks whether the client is still there: with this server that ends the stream after its first line."""
    clock = asyncio.get_running_loop().time
    spoke_at = clock()
    yield "retry: 2000\n\n"
    try:
        async for event in found:
            if event is not None:
                spoke_at = clock()
                yield text_of(event)
            elif clock() - spoke_at >= PING_S:
                await current_actor(request)  # a session or token that ended meanwhile sees no more
                spoke_at = clock()
                yield ": ping\n\n"
    except QuantBoardError as error:  # gone or no longer visible
        yield text_of(Event("error", error.as_dict()))


def text_of(event: Event) -> str:
    """One event as the protocol writes it."""
    data = json.dumps(jsonable_encoder(event.data), allow_nan=False, ensure_ascii=False)
    return f"event: {event.kind}\ndata: {data}\n\n"
