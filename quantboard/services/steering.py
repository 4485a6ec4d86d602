"""Pause, resume and stop a run; what a stopped one had reached is kept as an unfinished result."""

from quantboard.core.access import Actor, Deed
from quantboard.core.task import Status
from quantboard.db import audit, claims
from quantboard.services import backtests, tasks
from quantboard.services.backtests import BacktestView
from quantboard.services.partials import STOP
from quantboard.services.task_access import CannotPause, seen
from quantboard.services.work import work


def pause(actor: Actor, backtest_id: str) -> BacktestView:
    """Hold a run at its next step; it goes on from there."""
    tasks.pause(actor, backtests.view(actor, backtest_id).task_id)
    return backtests.view(actor, backtest_id)


def resume(actor: Actor, backtest_id: str) -> BacktestView:
    """Let a paused run go on."""
    tasks.resume(actor, backtests.view(actor, backtest_id).task_id)
    return backtests.view(actor, backtest_id)


def stop(actor: Actor, backtest_id: str) -> BacktestView:
    """End a run now. Once it simulates, the part that is done is kept; a paused one is worked off for that."""
    found = backtests.view(actor, backtest_id)
    if found.status == Status.PAUSED:
        _stop_paused(actor, found.task_id)
    else:
        backtests.cancel(actor, backtest_id)
    return backtests.view(actor, backtest_id)


def _stop_paused(actor: Actor, task_id: str) -> None:
    with work() as w:
        task = seen(w.session, actor, task_id, Deed.RUN)
        is_set = claims.give(w.session, task_id, {**task.params, STOP: True})
        if not is_set or claims.resume(w.session, task_id) is None:
            raise CannotPause("This run is no longer paused.", "Look at its state.")
        w.n_waiting += 1
        audit.add(w.session, "task.cancelled", actor.user_id, object_id=task_id)
        after = tasks.view_of(seen(w.session, actor, task_id))
    tasks.announce(after)
