"""The broker of this process: Redis or Valkey, or the stub in tests; made once."""

from functools import cache
from typing import Any

import dramatiq
from dramatiq.brokers.redis import RedisBroker
from dramatiq.brokers.stub import StubBroker
from dramatiq.middleware import Callbacks, CurrentMessage, Retries, ShutdownNotifications

from quantboard.queue import embedded
from quantboard.queue.names import QUEUES
from quantboard.settings import settings

NAMESPACE = "qb"
HEARTBEAT_TIMEOUT_MS = 15_000
CHECK_ALWAYS = 1_000_000  # look for dead workers at each command; the default does so once in a thousand
STUB = "stub://"


def address() -> str:
    """Where the broker listens: a hosted one if set, else the embedded one's socket (running or not)."""
    return settings().redis_url or embedded.url()


def is_stub() -> bool:
    """Whether messages stay in this process (tests only)."""
    return settings().redis_url == STUB


@cache
def broker() -> Any:
    """The broker of this process. Making it does not connect."""
    middleware = [ShutdownNotifications(), Callbacks(), CurrentMessage(), Retries(max_retries=0)]
    made: Any
    if is_stub():
        made = StubBroker(middleware=middleware)
    else:
        made = RedisBroker(  # type: ignore[no-untyped-call]
            client=client(),
            namespace=NAMESPACE,
            heartbeat_timeout=HEARTBEAT_TIMEOUT_MS,
            maintenance_chance=CHECK_ALWAYS,
            middleware=middleware,
        )
    for queue in QUEUES:
        made.declare_queue(queue)
    dramatiq.set_broker(made)
    return made


@cache
def client() -> Any:
    """A Redis client for publishing and for health; connects at first use, gives up within seconds."""
    import redis

    return redis.Redis.from_url(address(), socket_connect_timeout=2, socket_timeout=10)


def waiting(queue: str) -> int:
    """Messages in the broker for this queue, those in hand included."""
    made = broker()
    return int(made.queues[queue].qsize() if is_stub() else made.do_qsize(queue))


def close() -> None:
    """Drop the broker's connections; the next use makes a new broker."""
    if broker.cache_info().currsize:
        broker().close()
    if client.cache_info().currsize:
        client().close()
    broker.cache_clear()
    client.cache_clear()
