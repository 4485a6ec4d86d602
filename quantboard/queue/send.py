"""Sends messages by name, so that no sender needs to import what will run."""

import redis
from dramatiq import Message

from quantboard.errors import Unavailable
from quantboard.queue.broker import broker

ACTOR = "run_task"


class BrokerAway(Unavailable):
    """The broker takes no message now."""

    code = "broker.away"


def post(queue: str, task_id: str) -> None:
    """Wake a worker of ``queue``. Which task it takes is decided when it claims one."""
    wake_up: Message[None] = Message(queue_name=queue, actor_name=ACTOR, args=(queue, task_id), kwargs={}, options={})
    try:
        broker().enqueue(wake_up)
    except (redis.RedisError, OSError) as problem:
        raise BrokerAway(f"The message broker does not answer: {problem}", "It is tried again by itself.") from None
