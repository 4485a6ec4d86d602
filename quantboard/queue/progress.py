"""Tells whoever watches how far a task is; lossy by design, the task's row is the truth."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import redis
import redis.asyncio

from quantboard.queue.broker import address, client, is_stub

CHANNEL = "qb:progress"
LEAST_PAUSE_S = 0.2  # at most five messages a second and task


def publish(message: dict[str, Any]) -> bool:
    """Send one message to all watchers; false when the broker is away."""
    if is_stub():
        return False
    try:
        client().publish(CHANNEL, json.dumps(message))
    except (redis.RedisError, OSError):
        return False
    return True


class Valve:
    """Lets the newest message of one task through, at most five times a second."""

    def __init__(self) -> None:
        self._held: dict[str, Any] | None = None
        self._sent_at = float("-inf")

    def put(self, message: dict[str, Any]) -> None:
        """Offer a message; it replaces one that still waits."""
        self._held = message
        self.flush()

    def flush(self, *, at_once: bool = False) -> None:
        """Send what waits if it is time."""
        if self._held is not None and (at_once or time.monotonic() - self._sent_at >= LEAST_PAUSE_S):
            publish(self._held)
            self._held, self._sent_at = None, time.monotonic()


async def listen() -> AsyncIterator[dict[str, Any] | None]:
    """Every message, for ever. ``None`` each time the line is lost or (re)made: read the rows then."""
    while True:
        try:
            async with redis.asyncio.Redis.from_url(address(), socket_connect_timeout=2) as line, line.pubsub() as feed:
                await feed.subscribe(CHANNEL)
                yield None
                async for message in feed.listen():
                    if message["type"] == "message":
                        yield json.loads(message["data"])
        except (redis.RedisError, OSError):
            yield None
            await asyncio.sleep(1)
