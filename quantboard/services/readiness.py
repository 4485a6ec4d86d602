"""Whether this instance can do its work now: database, broker, worker and sandbox are really asked, within a time."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Any

import sqlalchemy as sa

from quantboard.errors import QuantBoardError
from quantboard.queue import broker, presence
from quantboard.sandbox.limits import level, missing
from quantboard.sandbox.runner import Sandbox
from quantboard.sandbox.server import ForkServer
from quantboard.services import code_audit, leases, system
from quantboard.settings import settings

ANSWERS_WITHIN_S = 2.0
KEPT_S = 1.0
Check = dict[str, Any]  # {"ok": bool, "why": str}, and what else is worth telling
PARTS = ("database", "broker", "worker", "sandbox")
NO_WORKER = "No worker has said within ten seconds that it is there: start one with 'quantboard worker'."


def readiness() -> dict[str, Check]:
    """Each part with ``ok`` and, where not, ``why``; asked anew at most once a second, by one caller at a time."""
    with _guard:
        if time.monotonic() - _kept_at[0] > KEPT_S:
            _kept.clear()
            _kept.update(_ask())
            _kept_at[0] = time.monotonic()
        return {name: dict(check) for name, check in _kept.items()}


def forget() -> None:
    """Let the next question be a fresh one."""
    _kept_at[0] = float("-inf")


def has_worker_here() -> bool:
    """Whether a worker of this machine (or container) has said lately that it is there."""
    here = leases.worker_name().rpartition(":")[0]
    return any(name.rpartition(":")[0] == here for name in presence.workers())


def sandbox_state(server: ForkServer | None) -> dict[str, Any]:
    """What a worker tells of its sandbox: the layers that hold, those that do not and why."""
    try:
        if server is None:
            server = ForkServer(only_check=True)
            with server:
                return sandbox_state(server)
        with Sandbox(server=server) as box:
            layers = {name: state for name, state in box.layers().items() if name != "wanted"}
    except QuantBoardError as problem:
        return {"ok": False, "why": problem.message, "layers": {}}
    absent, reached = missing(layers), level(layers)
    why = f"Missing: {', '.join(absent)}." if absent else ""
    if not why and not code_audit.reaches(reached):
        why = f"The isolation is {reached}; at least {settings().sandbox_least_isolation} is demanded."
    return {"ok": not why, "why": why, "layers": layers, "isolation": reached}


_guard = Lock()
_kept: dict[str, Check] = {}
_kept_at = [float("-inf")]


def _begin(question: Callable[[], Any]) -> "Future[Any]":
    """Ask in a thread of its own: one that hangs holds up neither the next question nor the process's end."""
    answer: Future[Any] = Future()

    def ask() -> None:
        try:
            answer.set_result(question())
        except Exception as problem:  # noqa: BLE001 -- whatever it is, whoever asked explains it
            answer.set_exception(problem)

    Thread(target=ask, name="readiness", daemon=True).start()
    return answer


def _ask() -> dict[str, Check]:
    questions: dict[str, Callable[[], Any]] = {"database": system.database_problem, "broker": _workers}
    asked = {name: _begin(question) for name, question in questions.items()}
    until = time.monotonic() + ANSWERS_WITHIN_S
    database = _answer(asked["database"], until, "database")
    workers, broker_check = {}, _answer(asked["broker"], until, "broker")
    if isinstance(broker_check, dict):
        workers, broker_check = broker_check, ""
    return {
        "database": _check(database),
        "broker": _check(broker_check),
        "worker": _worker_check(workers, broker_check),
        "sandbox": _check("") if broker.is_stub() else _told_of(workers, broker_check),
    }


def _answer(asked: "Future[Any]", until: float, name: str) -> Any:
    try:
        return asked.result(max(0.0, until - time.monotonic()))
    except TimeoutError:
        return f"The {name} did not answer within {ANSWERS_WITHIN_S:g} s."
    except (QuantBoardError, sa.exc.SQLAlchemyError, OSError) as problem:
        return f"The {name} does not answer: {str(problem).splitlines()[0][:200]}"


def _workers() -> Mapping[str, Any] | str:
    return system.broker_problem() or presence.workers()


def _check(problem: str) -> Check:
    return {"ok": not problem, "why": problem}


def _worker_check(workers: Mapping[str, Any], unknown: str) -> Check:
    if broker.is_stub():
        return _check("")
    problem = "" if workers else ("Unknown: the broker is away." if unknown else NO_WORKER)
    return {**_check(problem), "n": len(workers)}


def _told_of(workers: Mapping[str, Any], unknown: str) -> Check:
    """The sandbox, by what the workers say of theirs."""
    told = [about["sandbox"] for about in workers.values() if "sandbox" in about]
    good = [one for one in told if one["ok"]]
    if good:
        layers = good[0]["layers"]
        held = [name for name, state in layers.items() if state.startswith("on")]
        return {
            **_check(""),
            "level": f"{len(held)} of {len(layers)} layers",
            "layers": layers,
            "isolation": good[0].get("isolation", ""),
        }
    if told:
        return {**_check(told[0]["why"]), "layers": told[0]["layers"]}
    return _check(
        "Unknown: no worker tells." if unknown or not workers else "The worker is still starting its sandbox."
    )
