"""Backtests over REST: run, follow, read, list, delete; the same services as the pages."""

import asyncio
import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from quantboard.api.auth import Asking, same_origin
from quantboard.charts.report import report_html
from quantboard.core.backtest.spec import parse_request
from quantboard.errors import Conflict
from quantboard.services import backtests as service

backtests = APIRouter(prefix="/api/v1/backtests", tags=["backtests"])


class Unfinished(Conflict):
    """A result was asked for before the run has one."""

    code = "backtest.unfinished"


class Asked(BaseModel):
    """What to run; ``options`` are those of the shell: params, symbols, from, to, cash, commission and so on."""

    model_config = ConfigDict(extra="forbid")

    strategy_id: str = Field(max_length=32)
    dataset_id: str = Field(max_length=32)
    name: str = Field(default="", max_length=120)
    options: dict[str, Any] = Field(default_factory=dict)


@backtests.get("")
async def listed(
    actor: Asking, limit: Annotated[int, Query(ge=1, le=500)] = 100, offset: Annotated[int, Query(ge=0)] = 0
) -> JSONResponse:
    """The runs that you may see, newest first."""
    views = await asyncio.to_thread(service.list_backtests, actor, limit, offset)
    return JSONResponse({"backtests": [view.as_json() for view in views]})


@backtests.post("", status_code=202, dependencies=[Depends(same_origin)])
async def submit(asked: Asked, actor: Asking) -> JSONResponse:
    """Start a run as a job."""
    request = parse_request(asked.options)
    view = await asyncio.to_thread(service.submit, actor, asked.strategy_id, asked.dataset_id, request, asked.name)
    return JSONResponse(view.as_json(), status_code=202)


@backtests.get("/{backtest_id}")
async def one(backtest_id: str, actor: Asking) -> JSONResponse:
    """Where a run stands, and its headline metrics once it is done."""
    return JSONResponse((await asyncio.to_thread(service.view, actor, backtest_id)).as_json())


@backtests.get("/{backtest_id}/result")
async def result(backtest_id: str, actor: Asking) -> Response:
    """The object that the shell prints with ``--json``."""
    found = (await asyncio.to_thread(_finished, actor, backtest_id)).result
    body = json.dumps(found.as_json() if found else None, allow_nan=False)
    return Response(body, media_type="application/json")


@backtests.get("/{backtest_id}/report.html", response_class=HTMLResponse)
async def page(backtest_id: str, actor: Asking) -> Response:
    """The report as one file, for download."""
    found = await asyncio.to_thread(_finished, actor, backtest_id)
    assert found.result is not None
    text = await asyncio.to_thread(report_html, found.result, found.source, found.name)
    name = f"backtest-{found.result.result_hash[:12]}.html"
    return HTMLResponse(text, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@backtests.post("/{backtest_id}/again", status_code=202, dependencies=[Depends(same_origin)])
async def again(backtest_id: str, actor: Asking) -> JSONResponse:
    """The same once more."""
    return JSONResponse((await asyncio.to_thread(service.run_again, actor, backtest_id)).as_json(), status_code=202)


@backtests.delete("/{backtest_id}", status_code=204, dependencies=[Depends(same_origin)])
async def delete(backtest_id: str, actor: Asking) -> Response:
    """Remove a run and its result."""
    await asyncio.to_thread(service.delete, actor, backtest_id)
    return Response(status_code=204)


def _finished(actor: Any, backtest_id: str) -> service.Report:
    found = service.report(actor, backtest_id)
    if found.result is None:
        raise Unfinished("This backtest has no result yet.", "Ask again when its status is succeeded.")
    return found
