"""The HTTP side: one FastAPI application, with Reflex mounted beneath its routes."""

import asyncio

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from quantboard.api.auth import auth
from quantboard.api.backtests import backtests
from quantboard.api.bars import bars
from quantboard.api.uploads import uploads
from quantboard.errors import QuantBoardError
from quantboard.services import system


def build() -> FastAPI:
    """All routes; the order matters nowhere."""
    api = FastAPI(title="QuantBoard", docs_url="/api/docs", openapi_url="/api/openapi.json", redoc_url=None)
    api.add_exception_handler(QuantBoardError, explain)
    api.include_router(auth)
    api.include_router(backtests)
    api.include_router(bars)
    api.include_router(uploads)
    api.add_api_route("/healthz", healthz, include_in_schema=False)
    api.add_api_route("/readyz", readyz, include_in_schema=False)
    return api


async def explain(_request: Request, error: Exception) -> JSONResponse:
    """The one error shape: code, message, hint and, where known, the field."""
    if not isinstance(error, QuantBoardError):
        raise error
    return JSONResponse({"error": error.as_dict()}, status_code=error.http_status)


async def healthz() -> dict[str, str]:
    """This process answers."""
    return {"status": "ok"}


async def readyz() -> JSONResponse:
    """This process can serve people: its database is there and up to date."""
    problems = await asyncio.to_thread(system.problems)
    return JSONResponse({"ready": not problems, "problems": problems}, status_code=503 if problems else 200)
