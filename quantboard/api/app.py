"""The HTTP side: one FastAPI application, with Reflex mounted beneath its routes."""

from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, Depends, FastAPI, Request
from starlette.routing import Match, Mount

from quantboard.api import problems
from quantboard.api.account import account
from quantboard.api.auth import auth, same_origin
from quantboard.api.backtests import backtests
from quantboard.api.bars import bars
from quantboard.api.catalogue import catalogue
from quantboard.api.datasets import datasets
from quantboard.api.door import Door
from quantboard.api.entrance import entrance
from quantboard.api.health import health
from quantboard.api.honesty import honesty
from quantboard.api.indicators import indicators
from quantboard.api.manual import manual
from quantboard.api.people import people
from quantboard.api.preferences import preferences
from quantboard.api.programs import programs
from quantboard.api.readings import readings
from quantboard.api.report import report
from quantboard.api.runs import runs
from quantboard.api.schedules import schedules
from quantboard.api.setups import setups
from quantboard.api.spec import describe
from quantboard.api.strategies import strategies
from quantboard.api.tasks import tasks
from quantboard.api.trash import trash
from quantboard.api.uploads import uploads
from quantboard.api.versions import versions

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
SAFE = ("GET", "HEAD", "OPTIONS")
ROUTERS = (
    *(
        uploads,
        readings,
        datasets,
        versions,
        bars,
        strategies,
        programs,
        indicators,
        runs,
        setups,
        backtests,
        honesty,
        report,
        tasks,
        schedules,
        trash,
    ),
    *(preferences, account, people, catalogue),
)
ABOUT = """Everything that the pages and the shell can do.

Sign in with `Authorization: Bearer qb_…`, an API token from your account page; a browser's session works too. Errors
are `application/problem+json` with a stable `code`, a `message` and a `hint`. Lists are pages: `items`, `total`,
`limit` (20, up to 1000), `offset`. A POST that makes a job takes an `Idempotency-Key`: the same key and body give the
same answer for 24 hours. Every answer carries `X-Request-ID`."""


def build() -> FastAPI:
    """All routes; only the net for unknown paths must be the last."""
    api = FastAPI(
        title="QuantBoard",
        version=version("quantboard"),
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        generate_unique_id_function=operation_id,
    )
    problems.explain_at(api)
    describe(api)
    api.include_router(auth)
    api.include_router(entrance)
    for router in ROUTERS:
        api.include_router(router, dependencies=[Depends(guarded)])
    api.include_router(health)
    api.include_router(manual)
    api.include_router(unknown)
    api.add_middleware(Door)
    return api


def operation_id(route: Any) -> str:
    """``datasets.list`` and the like."""
    name = route.name.rstrip("_")
    return f"{(route.tags or ['other'])[0]}.{'list' if name == 'listed' else name}"


def guarded(request: Request) -> None:
    """Changes come from our own pages or with a token, never from another site's page."""
    if request.method not in SAFE:
        same_origin(request)


unknown = APIRouter(include_in_schema=False)


@unknown.api_route("/api/{path:path}", methods=METHODS)
async def nothing_here(path: str, request: Request) -> None:
    """No route has this path, or none with this method."""
    allowed = [method for method in METHODS if _has_route(request, method)]
    if not allowed:
        raise problems.UnknownPath(f"There is nothing at /api/{path[:200]}.", "See /api/docs for what there is.")
    found = problems.WrongMethod(f"{request.method} is not possible here.", f"Possible: {', '.join(allowed)}.")
    found.allowed = allowed
    raise found


def _has_route(request: Request, method: str) -> bool:
    scope: dict[str, Any] = {**request.scope, "method": method}
    routes = [route for route in request.app.routes if not isinstance(route, Mount)]
    others = [route for route in routes if getattr(route, "original_router", None) is not unknown]
    return any(route.matches(scope)[0] is Match.FULL for route in others)
