"""Bars of one symbol: for charts as one binary frame (a JSON head, then float64 columns), for others as a table."""

import json
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from quantboard.api.answers import TABLE, download
from quantboard.api.auth import Asking
from quantboard.api.fields import PLAIN, Id
from quantboard.services import candles as service
from quantboard.services import exports
from quantboard.services.candles import Candles

bars = APIRouter(prefix="/api/v1/datasets", tags=["datasets"])
MEDIA = "application/x-quantboard-frame"
FORMS = {**TABLE, MEDIA: {"schema": {"type": "string", "format": "binary"}}}


class Window(BaseModel):
    """Which bars, how many of them, with which averages, and how they are written."""

    symbol: str = Field(default="", max_length=64, pattern=PLAIN, description="The first one by default.")
    from_on: str | None = Field(default=None, alias="from", max_length=32, description="First day, `YYYY-MM-DD`.")
    to_on: str | None = Field(default=None, alias="to", max_length=32, description="Last day.")
    most: int = Field(default=service.MOST_BARS, alias="max", ge=100, le=1_000_000, description="Thinned to this many.")
    ma: str = Field(default="", pattern=r"^(\d{1,4}(,\d{1,4}){0,7})?$", description="Averages: `5,20`.")
    kind: str = Field(default="frame", alias="format", pattern="^(frame|json|csv|parquet)$")


class Bars(BaseModel):
    """One symbol's bars, column by column."""

    symbol: str
    interval: str
    rows: int
    step: int = Field(description="After thinning, each bar stands for this many of the data's.")
    bars: int = Field(description="How many the period has.")
    columns: dict[str, list[Any]] = Field(description="`time` as text, `open` … `volume`, `ma5` …; a gap is null.")


@bars.get("/{dataset_id}/bars", response_model=Bars, name="bars", responses={200: {"content": FORMS}})
def get(dataset_id: Id, actor: Asking, window: Annotated[Window, Query()]) -> Any:
    """One symbol's bars and moving averages as `json`, `csv`, `parquet`, or a binary `frame`.

    A frame is 4 bytes with the length of its head (little-endian), the head as JSON (columns in order, rows), spaces up
    to a multiple of 8, then each column as float64; times are seconds since 1970.
    """
    averages = [int(n) for n in window.ma.split(",") if n]
    period = (window.from_on or None, window.to_on or None)
    found = service.candles(actor, dataset_id, window.symbol, period, window.most, averages)
    if window.kind == "csv":
        return download(exports.candle_csv(found), f"{found.symbol}.csv", exports.FORMATS["csv"])
    if window.kind == "parquet":
        return download(exports.candle_parquet(found), f"{found.symbol}.parquet", exports.FORMATS["parquet"])
    if window.kind == "json":
        return JSONResponse({**about(found), "columns": exports.candle_columns(found)})
    return Response(frame(found), media_type=MEDIA)


def about(found: Candles) -> dict[str, Any]:
    """What is told beside the columns."""
    return {
        "symbol": found.symbol,
        "interval": found.interval,
        "rows": len(found.stamps),
        "step": found.step,
        "bars": found.n_bars,
    }


def frame(found: Candles) -> bytes:
    """4 bytes length of the head, the head (columns in order, rows), padding to 8, then the columns one by one."""
    columns = {"time": found.stamps / 1e6, **found.columns, **{f"ma{n}": line for n, line in found.averages.items()}}
    head = json.dumps({**about(found), "columns": list(columns)}).encode()
    head += b" " * (-(len(head) + 4) % 8)
    body = b"".join(np.ascontiguousarray(values, dtype="<f8").tobytes() for values in columns.values())
    return len(head).to_bytes(4, "little") + head + body
