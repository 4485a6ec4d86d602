"""Watches this web process' event loop, only where ``QUANTBOARD_LOOP_PROBE`` is set: how late does a nap end?"""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from typing import Any

from quantboard.log import logger
from quantboard.services import pulse
from quantboard.settings import settings
from quantboard.ui.call import call

NAP_S = 0.01
log = logger("ui")


def attach(app: Any) -> None:
    """Run with this application, if asked to."""
    if settings().loop_probe:
        app.register_lifespan_task(run)


@contextlib.asynccontextmanager
async def run() -> AsyncIterator[None]:
    """For as long as the web process lives."""
    watching = asyncio.create_task(_watch())
    yield
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)


async def _watch() -> None:
    loop, told = asyncio.get_running_loop(), list[tuple[float, float]]()
    while True:
        worst, until = 0.0, loop.time() + 1.0
        while loop.time() < until:
            began = loop.time()
            await asyncio.sleep(NAP_S)
            worst = max(worst, loop.time() - began - NAP_S)
        told = [*told[-pulse.SECONDS_KEPT :], (loop.time(), worst * 1000)]
        try:
            await call(pulse.tell, os.getpid(), told)
        except Exception as problem:  # noqa: BLE001 -- the broker may be away; the measurement goes on
            log.debug("probe.untold", reason=str(problem)[:200])
