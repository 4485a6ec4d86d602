"""Which workers are there: each says so every two seconds, and is forgotten ten seconds after its last word."""

import json
from typing import Any

import redis

from quantboard.queue.broker import client, is_stub

PREFIX, PULSE = "qb:worker:", "qb:pulse:"
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


def say_pulse(process: int, pulse: list[list[float]]) -> None:
    """Tell how a web process' event loop did in the last seconds: pairs of a monotonic instant and the worst delay."""
    if not is_stub():
        client().set(f"{PULSE}{process}", json.dumps(pulse), ex=REMEMBERED_S)


def pulses() -> dict[int, list[list[float]]]:
    """What the web processes told, by process number."""
    if is_stub():
        return {}
    names = sorted(key.decode() for key in client().scan_iter(match=PULSE + "*", count=1000))
    said = client().mget(names) if names else []
    return {int(name.removeprefix(PULSE)): json.loads(text) for name, text in zip(names, said, strict=True) if text}
