"""The only bridge from pages to services: off the event loop, in a thread."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


async def call(service: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a service without stopping everybody else's clicks."""
    return await asyncio.to_thread(service, *args, **kwargs)
