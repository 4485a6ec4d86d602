"""Bars for charts as one binary frame: a JSON head, then float64 columns."""

import asyncio
import json
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from quantboard.api.auth import Asking
from quantboard.services import candles as service
from quantboard.services.candles import Candles

bars = APIRouter(prefix="/api/v1/datasets", tags=["datasets"])
MEDIA = "application/x-quantboard-frame"


class Window(BaseModel):
    """Which bars, how many of them, and with which averages."""

    symbol: str = ""
    from_on: str | None = Field(default=None, alias="from")
    to_on: str | None = Field(default=None, alias="to")
    most: int = Field(default=service.MOST_BARS, alias="max", ge=100, le=1_000_000)
    ma: str = Field(default="", pattern=r"^(\d{1,4}(,\d{1,4}){0,7})?$")


@bars.get("/{dataset_id}/bars", response_class=Response)
async def get(dataset_id: str, actor: Asking, window: Annotated[Window, Query()]) -> Response:
    """One symbol's bars and moving averages, thinned to ``max`` by whole bars."""
    averages = [int(n) for n in window.ma.split(",") if n]
    period = (window.from_on or None, window.to_on or None)
    found = await asyncio.to_thread(service.candles, actor, dataset_id, window.symbol, period, window.most, averages)
    return Response(frame(found), media_type=MEDIA)


def frame(found: Candles) -> bytes:
    """4 bytes length of the head, the head (columns in order, rows), padding to 8, then the columns one by one."""
    columns = {"time": found.stamps / 1e6, **found.columns, **{f"ma{n}": line for n, line in found.averages.items()}}
    head = json.dumps(
        {
            "symbol": found.symbol,
            "interval": found.interval,
            "rows": len(found.stamps),
            "step": found.step,
            "bars": found.n_bars,
            "columns": list(columns),
        }
    ).encode()
    head += b" " * (-(len(head) + 4) % 8)
    body = b"".join(np.ascontiguousarray(values, dtype="<f8").tobytes() for values in columns.values())
    return len(head).to_bytes(4, "little") + head + body
