"""What people can do with strategies: choose a template, check, save versions, list, delete."""

import atexit
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from quantboard.core.access import Actor, Deed, require
from quantboard.core.backtest.hashing import source_digest
from quantboard.core.strategy.params import Declaration, Param, Value, resolve
from quantboard.db import strategies as rows
from quantboard.db.session import Session, session
from quantboard.errors import Conflict, InvalidInput, NotFound
from quantboard.log import logger
from quantboard.sandbox import policy
from quantboard.sandbox.outcomes import SourceRejected
from quantboard.sandbox.runner import Sandbox
from quantboard.sandbox.verdict import Verdict
from quantboard.services.work import work
from quantboard.store import library

log = logger("services")
LONGEST_NAME = 120
MOST_CHARACTERS = 65_536


class NoSuchStrategy(NotFound):
    """There is no such strategy, or none that this person may see."""

    code = "strategy.unknown"


class StrategyNameTaken(Conflict):
    """The person has a strategy of that name."""

    code = "strategy.name_taken"


class BadStrategyName(InvalidInput):
    """A name that is empty or too long."""

    code = "strategy.bad_name"


class VersionConflict(Conflict):
    """Somebody, perhaps another tab, saved in between."""

    code = "strategy.version_conflict"


@dataclass(frozen=True)
class TemplateView:
    """A starter strategy: its source, and what people should know of it. Texts are (English, Chinese)."""

    key: str
    name: tuple[str, str]
    what: tuple[str, str]
    logic: tuple[str, str]
    market: tuple[str, str]
    style: str
    param_labels: Mapping[str, tuple[str, str]]
    param_helps: Mapping[str, tuple[str, str]]
    declaration: Declaration
    source: str


@dataclass(frozen=True)
class StrategyView:
    """A strategy as of its newest version."""

    id: str
    name: str
    kind: str
    template: str | None
    version: int
    digest: str
    source: str
    declaration: Declaration
    params: Mapping[str, Value]
    created_at: datetime
    updated_at: datetime
    owner_id: str
    visibility: str
    is_mine: bool


@dataclass(frozen=True)
class StrategyVersionView:
    """One version in a strategy's history."""

    number: int
    digest: str
    params: Mapping[str, Value]
    created_at: datetime


@cache
def _checker(pid: int) -> Sandbox:  # noqa: ARG001 -- one a process: a forked child must not use its parent's
    made = Sandbox(only_check=True)
    atexit.register(made.close)
    return made


@lru_cache(maxsize=256)
def check(source: str) -> Verdict:
    """Findings and declaration of a source; nothing of it is run. A small sandbox of its own starts at first use."""
    return _checker(os.getpid()).check(source)


def _passed(source: str) -> Declaration:
    verdict = check(source)
    if verdict.declaration is None or verdict.errors:
        raise SourceRejected(verdict.errors)
    return verdict.declaration


def templates() -> list[TemplateView]:
    """The starter strategies, easiest first."""
    return sorted((template(key) for key in library.strategy_keys()), key=lambda one: (_order(one.key), one.key))


@cache
def template(key: str) -> TemplateView:
    """One starter strategy; raises ``UnknownTemplate``."""
    source, about = library.strategy_source(key), library.strategy_about(key)
    given = about.get("params", {})
    return TemplateView(
        key=key,
        name=_pair(about["name"]),
        what=_pair(about["what"]),
        logic=_pair(about["logic"]),
        market=_pair(about["market"]),
        style=str(about["style"]),
        param_labels={name: _pair(texts["label"]) for name, texts in given.items()},
        param_helps={name: _pair(texts["help"]) for name, texts in given.items()},
        declaration=_passed(source),
        source=source,
    )


def param_texts(key: str | None) -> dict[str, tuple[tuple[str, str], tuple[str, str]]]:
    """Label and help, English and Chinese, of the parameters of the template that a strategy was made from."""
    if key not in library.strategy_keys():
        return {}
    made = template(key)
    return {name: (label, made.param_helps[name]) for name, label in made.param_labels.items()}


def _pair(texts: Mapping[str, str]) -> tuple[str, str]:
    return texts["en"], texts["zh"]


def _order(key: str) -> int:
    return int(library.strategy_about(key).get("order", 99))


def create(
    actor: Actor, name: str, source: str, params: Mapping[str, object] | None = None, template_key: str | None = None
) -> StrategyView:
    """Save a new strategy. Raises ``SourceRejected`` for code that does not pass, ``InvalidInput`` for parameters."""
    require(actor, Deed.MAKE, what="strategy")
    plain, declaration = check_name(name), _passed(source)
    chosen = resolve(declaration, params or {})
    with work() as w:
        _refuse_taken(w.session, actor, plain)
        digest = source_digest(source)
        row = rows.Strategy(
            name=plain, template=template_key, kind=declaration.kind, digest=digest, owner_id=actor.user_id
        )
        w.session.add(row)
        w.session.flush()
        version = _version(row, source, declaration, chosen)
        w.session.add(version)
        w.session.flush()
        log.info("strategy.created", strategy_id=row.id, user_id=actor.user_id)
        return _view(row, version, actor)


def save(
    actor: Actor,
    strategy_id: str,
    source: str,
    params: Mapping[str, object] | None = None,
    seen_version: int | None = None,
) -> StrategyView:
    """Save code and parameters: a new version where one of them changed, otherwise nothing happens.

    With ``seen_version`` a save on top of somebody else's is refused with ``VersionConflict``.
    """
    declaration = _passed(source)
    chosen = resolve(declaration, params or {})
    with work() as w:
        row = _seen(w.session, actor, strategy_id, Deed.CHANGE)
        if seen_version is not None and row.version != seen_version:
            message = f"Version {row.version} was saved in the meantime; you began with {seen_version}."
            raise VersionConflict(message, "Copy your code, reload the page, and apply it again.")
        before = rows.newest(w.session, row)
        if before.source == source and before.params == chosen:
            return _view(row, before, actor)
        row.version, row.kind, row.digest = row.version + 1, declaration.kind, source_digest(source)
        version = _version(row, source, declaration, chosen)
        w.session.add_all([row, version])
        w.session.flush()
        log.info("strategy.saved", strategy_id=row.id, version=row.version, user_id=actor.user_id)
        return _view(row, version, actor)


def rename(actor: Actor, strategy_id: str, name: str) -> StrategyView:
    """Give a strategy another name."""
    plain = check_name(name)
    with work() as w:
        row = _seen(w.session, actor, strategy_id, Deed.CHANGE)
        _refuse_taken(w.session, actor, plain, but=row.id)
        row.name = plain
        w.session.add(row)
        return _view(row, rows.newest(w.session, row), actor)


def delete(actor: Actor, strategy_id: str) -> None:
    """Hide a strategy from lists; runs that used it keep their results and its code."""
    with work() as w:
        rows.mark_deleted(w.session, _seen(w.session, actor, strategy_id, Deed.CHANGE))
    log.info("strategy.deleted", strategy_id=strategy_id, user_id=actor.user_id)


def get(actor: Actor, strategy_id: str) -> StrategyView:
    """One strategy as of its newest version."""
    with session() as asking:
        row = _seen(asking, actor, strategy_id)
        return _view(row, rows.newest(asking, row), actor)


def list_strategies(actor: Actor) -> list[StrategyView]:
    """The strategies a person may see, last changed first."""
    with session() as asking:
        return [_view(row, rows.newest(asking, row), actor) for row in rows.listed(asking, actor.user_id)]


def versions(actor: Actor, strategy_id: str) -> list[StrategyVersionView]:
    """The history of a strategy, newest first."""
    with session() as asking:
        _seen(asking, actor, strategy_id)
        found = rows.versions(asking, strategy_id)
        return [StrategyVersionView(one.number, one.digest, dict(one.params), one.created_at) for one in found]


def source_of(actor: Actor, strategy_id: str) -> str:
    """The newest source."""
    return get(actor, strategy_id).source


def free_name(actor: Actor, wanted: str) -> str:
    """``wanted``, with a number where the person has a strategy of that name."""
    with session() as asking:
        taken = {row.name.casefold() for row in rows.listed(asking, actor.user_id) if row.owner_id == actor.user_id}
    name, number = wanted, 2
    while name.casefold() in taken:
        name, number = f"{wanted} {number}", number + 1
    return name


def check_name(text: str) -> str:
    """A strategy's name, trimmed; raises ``BadStrategyName``."""
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadStrategyName("A strategy needs a name of 1 to 120 characters.", "Give it a short name.", field="name")
    return name


def _refuse_taken(asking: Session, actor: Actor, name: str, but: str = "") -> None:
    for row in rows.listed(asking, actor.user_id):
        if row.name.casefold() == name.casefold() and row.owner_id == actor.user_id and row.id != but:
            raise StrategyNameTaken(f"You have a strategy called {row.name}.", "Choose another name.", field="name")


def _seen(asking: Session, actor: Actor, strategy_id: str, deed: Deed = Deed.SEE) -> rows.Strategy:
    row = rows.strategy(asking, strategy_id)
    if row is None:
        raise NoSuchStrategy("There is no such strategy.", "Check the address, or ask its owner to share it.")
    require(actor, deed, row, what="strategy")
    return row


def _version(
    row: rows.Strategy, source: str, declaration: Declaration, params: Mapping[str, Value]
) -> rows.StrategyVersion:
    return rows.StrategyVersion(
        strategy_id=row.id,
        number=row.version,
        digest=row.digest,
        source=source,
        declaration=asdict(declaration),
        params=dict(params),
    )


def _view(row: rows.Strategy, version: rows.StrategyVersion, actor: Actor) -> StrategyView:
    return StrategyView(
        id=row.id,
        name=row.name,
        kind=row.kind,
        template=row.template,
        version=row.version,
        digest=version.digest,
        source=version.source,
        declaration=declared(version.declaration),
        params=dict(version.params),
        created_at=row.created_at,
        updated_at=row.updated_at,
        owner_id=row.owner_id,
        visibility=row.visibility,
        is_mine=row.owner_id == actor.user_id,
    )


def declared(stored: Mapping[str, Any]) -> Declaration:
    """A declaration as it was stored."""
    params = tuple(Param(**{**one, "choices": tuple(one["choices"])}) for one in stored["params"])
    return Declaration(**{**stored, "params": params, "rules": tuple(stored["rules"])})


@cache
def completions() -> dict[str, list[dict[str, str]]]:
    """What the editor offers, from the very tables that the check and the run use."""
    offered = {**policy.INDICATORS, **policy.RESULTS}
    names = [_offer(name, "function", *texts) for name, texts in offered.items()]
    names += [_offer(name, "class") for name in ("Params", "Int", "Float", "Bool", "Choice")]
    names += [_offer(name, "variable") for name in ("bars", "p", "np", "math")]
    names += [_offer(name, "function") for name in sorted(policy.BUILTINS | policy.OTHER_NAMES)]
    return {
        "names": names,
        "np": [_offer(name, "function") for name in sorted(policy.NUMPY)],
        "math": [_offer(name, "function") for name in sorted(policy.MATH)],
        "bars": [_offer(name, "property", "", meaning) for name, meaning in policy.BARS.items()],
    }


def _offer(name: str, kind: str, detail: str = "", info: str = "") -> dict[str, str]:
    made = {"label": name, "type": kind}
    return {**made, **{key: text for key, text in (("detail", detail), ("info", info)) if text}}
