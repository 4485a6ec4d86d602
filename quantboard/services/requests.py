"""A request with a key makes its job once, however often and from wherever it is sent within a day."""

import time
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from quantboard.core.access import Actor
from quantboard.db import requests as rows
from quantboard.db.base import now
from quantboard.db.session import Session
from quantboard.errors import Conflict
from quantboard.services.work import work

KEPT = timedelta(hours=24)
ABANDONED = timedelta(seconds=60)
PATIENCE_S, PAUSE_S = 10.0, 0.05
MADE = ("dataset_id", "backtest_id")


class KeyReused(Conflict):
    """The key belongs to another request."""

    code = "request.key_reused"


class StillWorking(Conflict):
    """The first request with this key has not been answered yet."""

    code = "request.in_progress"
    retry_after_s = 2


@dataclass
class Doing:
    """The request at hand; ``answer`` is known as soon as its job is in the queue."""

    row_id: str | None = None
    answer: dict[str, Any] | None = None


@dataclass(frozen=True)
class Started:
    """What is answered: the job, and what it will make."""

    body: dict[str, Any]
    is_repeated: bool = False


_doing: ContextVar[Doing | None] = ContextVar("quantboard_request", default=None)


def tie(session: Session, task_id: str, params: Mapping[str, Any]) -> None:
    """Called where a job is put into the queue: writes the answer in the job's own transaction."""
    doing = _doing.get()
    if doing is None or doing.answer is not None:
        return
    doing.answer = {"task_id": task_id, **{name: params.get(name) for name in MADE}}
    if doing.row_id is not None:
        rows.answer(session, doing.row_id, doing.answer)


def start(deed: Callable[[], object]) -> Started:
    """Do ``deed``, which makes a job."""
    return Started(_done(Doing(), deed))


def once(actor: Actor, key: str, fingerprint: str, deed: Callable[[], object]) -> Started:
    """The same, unless the person's request with this key has done it already: then its answer again."""
    until = time.monotonic() + PATIENCE_S
    while True:
        row_id, answer = _claim(actor, key, fingerprint)
        if answer is not None:
            return Started(answer, is_repeated=True)
        if row_id is not None:
            break
        if time.monotonic() > until:
            raise StillWorking("The first request with this key is still at work.", "Send it again in a moment.")
        time.sleep(PAUSE_S)
    try:
        return Started(_done(Doing(row_id), deed))
    except BaseException:
        with work() as w:
            rows.drop(w.session, row_id)
        raise


def forget_old() -> int:
    """Keys are free again after a day."""
    with work() as w:
        return rows.forget(w.session, now() - KEPT)


def _done(doing: Doing, deed: Callable[[], object]) -> dict[str, Any]:
    token = _doing.set(doing)
    try:
        deed()
    finally:
        _doing.reset(token)
    assert doing.answer is not None, "the deed put no job into the queue"
    return doing.answer


def _claim(actor: Actor, key: str, fingerprint: str) -> tuple[str | None, dict[str, Any] | None]:
    """The row to work under, or the answer; neither while another request is at work."""
    with work() as w:
        row = rows.held(w.session, actor.user_id, key)
        if row is not None and row.created_at < now() - KEPT:
            w.session.delete(row)
            w.session.flush()
            row = None
        if row is None:
            mine = rows.ApiRequest(owner_id=actor.user_id, key=key, fingerprint=fingerprint)
            return (mine.id, None) if rows.add(w.session, mine) else (None, None)
        if row.fingerprint != fingerprint:
            raise KeyReused("This Idempotency-Key was used for another request.", "Make a new key for each request.")
        if row.answer is not None:
            return None, row.answer
        is_abandoned = row.created_at < now() - ABANDONED
        return (row.id, None) if is_abandoned and rows.take_over(w.session, row) else (None, None)
