"""Two small kinds of work for the fast lane; the fork server loads this file."""

from typing import Any

from quantboard.core.progress import Step
from quantboard.errors import InvalidInput
from quantboard.jobs.actor import JobKind, register


class Odd(InvalidInput):
    code = "light.odd"


def execute(payload: dict[str, Any], step: Step) -> dict[str, Any]:
    step(0.5, "half", {"date": "2024-01-02"})
    if payload.get("odd"):
        raise Odd("It is odd.", "Make it even.")
    if payload.get("no_json"):
        return {"set": {1, 2}}
    while payload.get("for_ever"):
        step(0.6, "loop", {})
    return {"sum": payload["a"] + payload["b"]}


register(
    JobKind("light.add", lambda _asking, held: held.params, execute, lambda _asking, _held, answer: str(answer["sum"]))
)
