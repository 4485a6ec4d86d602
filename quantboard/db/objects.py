"""What datasets, strategies and backtests have in common: lists, use, the trash, and which files are needed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from quantboard.core.listing import RunFilter, Wanted, Whose
from quantboard.core.task import LIVE
from quantboard.db import backtests
from quantboard.db.backtests import Backtest
from quantboard.db.base import TEAM, KeptRow
from quantboard.db.datasets import Dataset, DatasetVersion
from quantboard.db.setups import Setup
from quantboard.db.strategies import Strategy, StrategyVersion
from quantboard.db.tasks import Task
from quantboard.db.users import User


@dataclass(frozen=True)
class Kind:
    """One kind of object: its table, what words are sought in, and the orders of its list; the first is the usual."""

    table: Any
    searched: Sequence[Any]
    sorts: Mapping[str, Any]
    used_by: Any  # the column of a run that names it
    has_unique_name: bool = True


HEADLINES = {  # key of an order → the metric
    "return": "total_return",
    "cagr": "cagr",
    "excess": "excess_return",
    "sharpe": "sharpe",
    "sortino": "sortino",
    "calmar": "calmar",
    "drawdown": "max_drawdown",
    "volatility": "volatility",
    "trades": "n_trades",
    "win_rate": "win_rate",
    "profit_factor": "profit_factor",
    "turnover": "turnover",
    "exposure": "time_in_market",
    "final_equity": "final_equity",
}


KINDS: dict[str, Kind] = {
    "dataset": Kind(
        Dataset,
        (col(Dataset.name), col(Dataset.source), sa.cast(col(Dataset.symbols), sa.String)),
        {
            "-made": col(Dataset.created_at),
            "name": sa.func.lower(col(Dataset.name)),
            "interval": col(Dataset.interval),
            "rows": col(Dataset.n_rows),
            "findings": col(Dataset.n_findings),
            "changed": col(Dataset.changed_at),
        },
        col(Backtest.dataset_id),
    ),
    "strategy": Kind(
        Strategy,
        (col(Strategy.name), col(Strategy.template)),
        {
            "-changed": col(Strategy.changed_at),
            "name": sa.func.lower(col(Strategy.name)),
            "kind": col(Strategy.kind),
            "version": col(Strategy.version),
            "made": col(Strategy.created_at),
        },
        col(Backtest.strategy_id),
    ),
    "backtest": Kind(
        Backtest,
        (
            *(col(Backtest.name), col(Backtest.strategy_name), col(Backtest.dataset_name)),
            *(col(Backtest.tags), col(Backtest.note)),
        ),
        {
            "-made": col(Backtest.created_at),
            "name": sa.func.lower(col(Backtest.name)),
            "dataset": sa.func.lower(col(Backtest.dataset_name)),
            "strategy": sa.func.lower(col(Backtest.strategy_name)),
            "finished": col(Backtest.finished_at),
            **{key: backtests.metric(name) for key, name in HEADLINES.items()},
        },
        col(Backtest.same_as),
        has_unique_name=False,
    ),
    "setup": Kind(
        Setup,
        (col(Setup.name),),
        {
            "name": sa.func.lower(col(Setup.name)),
            "changed": col(Setup.changed_at),
            "made": col(Setup.created_at),
        },
        col(Backtest.setup_id),
    ),
}


def sorts_of(kind: str) -> list[str]:
    """The keys that a list may be ordered by, the usual one first."""
    return [key.removeprefix("-") for key in KINDS[kind].sorts]


def page(
    asking: Session, kind: str, owner_id: str, wanted: Wanted, runs: RunFilter | None = None
) -> tuple[list[Any], int]:
    """One part of what a person owns or the team shares, and how many there are in all; of runs perhaps only some."""
    table = KINDS[kind].table
    is_mine, is_team = col(table.owner_id) == owner_id, col(table.visibility) == TEAM
    theirs = {Whose.MINE: is_mine, Whose.TEAM: is_team}.get(Whose(wanted.whose), sa.or_(is_mine, is_team))
    where = [col(table.deleted_at).is_(None), theirs, *(_has(word, kind) for word in wanted.words.split())]
    if wanted.status and table is Backtest:
        where.append(backtests.state() == wanted.status)
    if runs is not None:
        where += backtests.conditions(runs)
        if runs.is_best:
            where.append(col(Backtest.id).in_(backtests.best_of_each(where, runs.best_by)))
    total = asking.exec(select(sa.func.count()).select_from(table).where(*where)).one()
    question = select(table).where(*where).order_by(*_order(kind, wanted.sort), col(table.id))
    return list(asking.exec(question.limit(wanted.limit).offset(wanted.offset)).all()), int(total)


def _has(word: str, kind: str) -> Any:
    like = f"%{word.replace('%', '').replace('_', chr(92) + '_')}%"
    return sa.or_(*(column.ilike(like, escape="\\") for column in KINDS[kind].searched))


def _order(kind: str, sort: str) -> list[Any]:
    known = KINDS[kind].sorts
    asked = sort or next(iter(known))
    column = {key.removeprefix("-"): column for key, column in known.items()}[asked.removeprefix("-")]
    return [(column.desc() if asked.startswith("-") else column.asc()).nulls_last()]


def several(asking: Session, kind: str, ids: Iterable[str]) -> list[Any]:
    """The objects with these identities, deleted ones too."""
    return list(asking.exec(select(KINDS[kind].table).where(col(KINDS[kind].table.id).in_(list(ids)))).all())


def used(asking: Session, kind: str, ids: Iterable[str]) -> dict[str, int]:
    """How many runs each of these is used by; what none uses is left out."""
    column = KINDS[kind].used_by
    counted = select(column, sa.func.count()).where(column.in_(list(ids)), col(Backtest.deleted_at).is_(None))
    return {str(one): int(n) for one, n in asking.exec(counted.group_by(column)).all()}


def users_of(asking: Session, kind: str, object_id: str) -> set[str]:
    """Whose runs use it."""
    column = KINDS[kind].used_by
    found = select(Backtest.owner_id).where(column == object_id, col(Backtest.deleted_at).is_(None)).distinct()
    return set(asking.exec(found).all())


def names(asking: Session, user_ids: Iterable[str | None]) -> dict[str, str]:
    """What these people are called."""
    wanted = select(User.id, User.name).where(col(User.id).in_([one for one in user_ids if one]))
    return dict(asking.exec(wanted).all())


# -- the trash


def trashed(asking: Session, kind: str, of: str | None = None, before: datetime | None = None) -> list[Any]:
    """What was deleted, newest first: all, or what ``of`` owns or deleted; perhaps only before an instant."""
    table: type[KeptRow] = KINDS[kind].table
    question = select(table).where(col(table.deleted_at).is_not(None))
    if of is not None:
        question = question.where(sa.or_(col(table.owner_id) == of, col(table.deleted_by) == of))
    if before is not None:
        question = question.where(col(table.deleted_at) < before)
    return list(asking.exec(question.order_by(col(table.deleted_at).desc())).all())


def has_name(asking: Session, kind: str, owner_id: str, name: str, but: str = "") -> bool:
    """Whether a person has a living thing of this kind and name."""
    if not KINDS[kind].has_unique_name:
        return False
    table = KINDS[kind].table
    living = select(table.name).where(table.owner_id == owner_id, col(table.deleted_at).is_(None), table.id != but)
    return any(taken.casefold() == name.casefold() for taken in asking.exec(living).all())


def versions_of(asking: Session, dataset_id: str) -> set[str]:
    """The stored versions that a dataset consists of."""
    return set(asking.exec(select(DatasetVersion.version_id).where(DatasetVersion.dataset_id == dataset_id)).all())


def versions_needed(asking: Session, version_ids: Iterable[str], but_dataset: str = "", but_run: str = "") -> set[str]:
    """Which of these stored versions a dataset or a run still needs, be it in the trash, other than those named."""
    ids = list(version_ids)
    found: set[str] = set()
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        of_sets = select(DatasetVersion.version_id).where(
            col(DatasetVersion.version_id).in_(some), DatasetVersion.dataset_id != but_dataset
        )
        of_runs = select(Backtest.version_id).where(col(Backtest.version_id).in_(some), Backtest.id != but_run)
        compared = col(Backtest.benchmark_version_id)
        of_benchmarks = select(compared).where(compared.in_(some), Backtest.id != but_run)
        found |= {one for which in (of_sets, of_runs, of_benchmarks) for one in asking.exec(which).all() if one}
    return found


def result_needed(asking: Session, result_id: str, but_run: str) -> bool:
    """Whether another run shows this result."""
    others = select(Backtest.id).where(Backtest.result_id == result_id, Backtest.id != but_run)
    return asking.exec(others).first() is not None


def has_living_task(asking: Session, kind: str) -> bool:
    """Whether a task of this kind has not ended."""
    wanted = select(Task.id).where(Task.kind == kind, col(Task.status).in_(LIVE)).limit(1)
    return asking.exec(wanted).first() is not None


def forget(asking: Session, kind: str, row: Any) -> None:
    """Remove an object and its versions for good."""
    for parts, owner in ((DatasetVersion, "dataset_id"), (StrategyVersion, "strategy_id")):
        if owner == f"{kind}_id":
            asking.exec(sa.delete(parts).where(getattr(parts, owner) == row.id))
    asking.delete(row)
    asking.flush()
