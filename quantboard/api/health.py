"""For machines that watch: does this process live, is the instance ready, what does it count."""

import asyncio
import hmac
import shutil
from collections.abc import Iterator
from importlib.metadata import version
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse

from quantboard.api.auth import is_loopback
from quantboard.errors import InvalidInput, NotAllowed
from quantboard.services import readiness, system
from quantboard.services.readiness import PARTS
from quantboard.settings import settings
from quantboard.telemetry import text

health = APIRouter(include_in_schema=False)
MEDIA = "text/plain; version=0.0.4; charset=utf-8"


class MetricsClosed(NotAllowed):
    """The metrics were asked for from elsewhere, without the token."""

    code = "metrics.closed"


class UnknownPart(InvalidInput):
    """Readiness was asked of something that there is not."""

    code = "health.unknown_part"


@health.get("/healthz")
async def healthz() -> dict[str, str]:
    """This process answers."""
    return {"status": "ok"}


@health.get("/readyz")
async def readyz(request: Request, only: Annotated[str, Query(max_length=100)] = "") -> JSONResponse:
    """The instance can work: 200, else 503; ``?only=database,broker`` asks for less (a load balancer's question)."""
    wanted = [part for part in only.split(",") if part] or list(PARTS)
    if unknown := [part for part in wanted if part not in PARTS]:
        raise UnknownPart(f"There is no part {unknown[0]!r}.", f"There are {', '.join(PARTS)}.", field="only")
    found = await asyncio.to_thread(readiness.readiness)
    is_ready = all(found[part]["ok"] for part in wanted)
    shown = found if is_trusted(request) else {part: {"ok": check["ok"]} for part, check in found.items()}
    body = {"ready": is_ready, **{part: shown[part] for part in wanted}}
    return JSONResponse(body, status_code=200 if is_ready else 503)


@health.get("/metrics")
async def metrics(request: Request) -> Response:
    """In Prometheus's text format; from this machine, or with ``QUANTBOARD_METRICS_TOKEN`` as bearer token."""
    if not is_trusted(request):
        raise MetricsClosed(
            "Metrics are open to this machine only.",
            "Set QUANTBOARD_METRICS_TOKEN and send it as bearer token.",
        )
    return Response(await asyncio.to_thread(lambda: text(Now())), media_type=MEDIA)


def is_trusted(request: Request) -> bool:
    """Whether the question comes from this machine, or brings the token."""
    token = settings().metrics_token
    given = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
    return is_loopback(request) or bool(token and hmac.compare_digest(given.encode(), token.encode()))


class Now:
    """What is looked up when it is asked for: the same on every process and machine."""

    def collect(self) -> Iterator[Any]:
        """The metric families."""
        from prometheus_client.core import GaugeMetricFamily as Family

        def family(name: str, about: str, values: dict[str, float], label: str) -> Any:
            made = Family(f"quantboard_{name}", about, labels=[label])
            for key, value in values.items():
                made.add_metric([key], value)
            return made

        ready = {part: float(check["ok"]) for part, check in readiness.readiness().items()}
        yield family("ready", "1 for a part that can do its work.", ready, "part")
        yield family("build_info", "The version that runs.", {version("quantboard"): 1}, "version")
        counted = system.counts() if ready["database"] else {}
        yield family("tasks", "Tasks by status.", counted, "status")
        waiting = system.queue_lengths() if ready["broker"] else {}
        yield family("queue_messages", "Messages that wait in a queue.", waiting, "queue")
        workers = Family("quantboard_workers", "Workers that said lately that they are there.")
        workers.add_metric([], float(system.n_workers() if ready["broker"] else 0))
        yield workers
        disk = shutil.disk_usage(settings().data_dir)
        yield family("disk_bytes", "Of the data directory's disk.", {"free": disk.free, "total": disk.total}, "state")
