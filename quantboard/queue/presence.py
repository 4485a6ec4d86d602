"""Which workers are there: each says so every two seconds, and is forgotten ten seconds after its last word."""

import json
from typing import Any

import redis

from quantboard.queue.broker import client, is_stub

PREFIX = "qb:worker:"
REMEMBERED_S = 10


def say_here(name: str, about: dict[str, Any]) -> None:
    """Tell that a worker is there."""
    if not is_stub():
        client().set(PREFIX + name, json.dumps(about), ex=REMEMBERED_S)


def say_gone(name: str) -> None:
    """Tell that it has stopped; a broker that is away will forget it anyway."""
    if not is_stub():
        try:
            client().delete(PREFIX + name)
        except (redis.RedisError, OSError):
            return


def workers() -> dict[str, dict[str, Any]]:
    """The workers that are there, by name; raises what the client raises when the broker is away."""
    if is_stub():
        return {}
    names = sorted(key.decode() for key in client().scan_iter(match=PREFIX + "*", count=1000))
    said = client().mget(names) if names else []
    return {name.removeprefix(PREFIX): json.loads(text) for name, text in zip(names, said, strict=True) if text}
