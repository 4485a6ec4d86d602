"""Kinds of work that misbehave in every way a job can; loaded by the worker and its fork server under test."""

import ctypes
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quantboard.core.backtest import engine
from quantboard.core.progress import Step
from quantboard.errors import CodeFailed, Unavailable
from quantboard.jobs import kinds
from quantboard.jobs.actor import JobKind, register
from quantboard.services import traits

PROBE = "probe.run"


class Planned(CodeFailed):
    code = "probe.planned"


class Passing(Unavailable):
    code = "probe.passing"


@dataclass(frozen=True)
class Payload:
    params: dict[str, Any]
    attempt: int


def execute(payload: Payload, step: Step) -> dict[str, Any]:
    p = payload.params
    if "trace" in p:
        with Path(p["trace"]).open("a") as handle:
            handle.write(f"{payload.attempt} {os.getpid()}\n")
    return DEEDS[p.get("do", "steps")](p, step, payload)


def steps(p: dict[str, Any], step: Step, payload: Payload) -> dict[str, Any]:
    for n in range(p.get("n", 1)):
        step(n / p.get("n", 1), "count", {"n": str(n)})
        time.sleep(p.get("pause", 0.0))
    return {"at": time.time(), "attempt": payload.attempt}


def sleep_in_c(p: dict[str, Any], step: Step, _payload: Payload) -> dict[str, Any]:
    step(0.1, "in C", {})
    ctypes.PyDLL(None).usleep(30_000_000)  # PyDLL keeps the interpreter's lock
    return {}


def loop(_p: dict[str, Any], step: Step, _payload: Payload) -> dict[str, Any]:
    while True:
        step(0.5, "loop", {})


def eat(_p: dict[str, Any], _step: Step, _payload: Payload) -> dict[str, Any]:
    import numpy as np

    return {"kept": float(np.ones(2_000_000_000).sum())}


def crash(_p: dict[str, Any], _step: Step, _payload: Payload) -> dict[str, Any]:
    ctypes.string_at(0)
    return {}


def fail(_p: dict[str, Any], _step: Step, _payload: Payload) -> dict[str, Any]:
    raise Planned("It was meant to fail.", "Nothing to do.")


def bug(_p: dict[str, Any], _step: Step, _payload: Payload) -> dict[str, Any]:
    raise ZeroDivisionError("a bug")


def passing(_p: dict[str, Any], _step: Step, payload: Payload) -> dict[str, Any]:
    if payload.attempt < 2:
        raise Passing("Not now.")
    return {"attempt": payload.attempt}


DEEDS = {
    "steps": steps,
    "sleep_in_c": sleep_in_c,
    "loop": loop,
    "eat": eat,
    "crash": crash,
    "fail": fail,
    "bug": bug,
    "passing": passing,
}
kinds.load()  # the real stack, as in the real worker
traits.TRAITS[PROBE] = traits.Trait(can_pause=True)
engine.CELLS_A_CHUNK = int(os.environ.get("QB_TEST_CHUNK", engine.CELLS_A_CHUNK))  # so small that a run can be caught
register(
    JobKind(
        PROBE,
        prepare=lambda _asking, held: Payload(held.params, held.attempt),
        execute=execute,
        finish=lambda _asking, held, answer: f"probe/{held.attempt}/{answer.get('at', 0)}",
    )
)
