"""Sends messages by name, so that no sender needs to import what will run."""

from dramatiq import Message

from quantboard.queue.broker import broker

ACTOR = "run_task"


def post(queue: str, task_id: str) -> None:
    """Wake a worker of ``queue``. Which task it takes is decided when it claims one."""
    wake_up: Message[None] = Message(queue_name=queue, actor_name=ACTOR, args=(queue, task_id), kwargs={}, options={})
    broker().enqueue(wake_up)
