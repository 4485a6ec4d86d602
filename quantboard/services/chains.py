"""Work that waits for other work: a backtest on data that is still being imported."""

from quantboard.core.access import Actor, Deed, require
from quantboard.core.backtest.spec import RunRequest
from quantboard.core.strategy.params import resolve
from quantboard.core.task import ENDED, Status
from quantboard.db import backtests as rows
from quantboard.db.session import Session
from quantboard.errors import Conflict
from quantboard.queue.names import Job
from quantboard.services import backtests, strategies
from quantboard.services.task_access import seen
from quantboard.services.task_views import TaskView, view_of
from quantboard.services.work import work

FIRST_LINK = str(Job.IMPORT_DATASET)  # what may be followed


class NotChainable(Conflict):
    """Nothing can follow this task."""

    code = "task.not_chainable"


def then_backtest(actor: Actor, task_id: str, strategy_id: str, request: RunRequest | None = None) -> TaskView:
    """Run a strategy on what an import will have made, as soon as it has; if the import fails, so it says."""
    require(actor, Deed.RUN, what="backtest")
    chosen, asked = strategies.get(actor, strategy_id, Deed.RUN), request or RunRequest()
    resolve(chosen.declaration, asked.params)
    with work() as w:
        before = seen(w.session, actor, task_id)
        if before.kind != FIRST_LINK or before.owner_id != actor.user_id:
            raise NotChainable("Only an import of your own can be followed by a backtest.", "Choose an import.")
        if before.status in ENDED - {Status.SUCCEEDED}:
            raise NotChainable("This import has failed.", "Run it again, then let a backtest follow it.")
        row = rows.Backtest(
            owner_id=actor.user_id,
            name=chosen.name[: backtests.LONGEST_NAME],
            strategy_id=chosen.id,
            strategy_name=chosen.name[: backtests.LONGEST_NAME],
            dataset_id=before.params["dataset_id"],
            dataset_name=before.params["name"],
            version_id=_version_of(w.session, before.params["dataset_id"]),
            source=chosen.source,
            request=asked.as_dict(),
        )
        made = backtests.start(w, actor, row, after_id=before.id)
        return view_of(seen(w.session, actor, made.task_id or ""))


def _version_of(asking: Session, dataset_id: str) -> str:
    """Empty while the import runs; the run looks it up when it begins."""
    return rows.newest_version(asking, dataset_id)
