"""Ends this web process when the one that started it was killed: else it would go on answering beside its successor."""

import contextlib
import os
import threading
from collections.abc import AsyncIterator
from typing import Any

from quantboard.log import logger

LOOKS_EVERY_S = 0.5
log = logger("ui")


def attach(app: Any) -> None:
    """Run with this application."""
    app.register_lifespan_task(run)


@contextlib.asynccontextmanager
async def run() -> AsyncIterator[None]:
    """For as long as the web process lives."""
    over = threading.Event()
    threading.Thread(target=_look, args=(os.getppid(), over), name="tether", daemon=True).start()
    yield
    over.set()


def _look(parent: int, over: threading.Event) -> None:
    while not over.wait(LOOKS_EVERY_S):
        if os.getppid() != parent:
            log.warning("web.orphaned", parent=parent)
            os._exit(1)
