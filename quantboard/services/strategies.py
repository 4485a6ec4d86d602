"""What people can do with strategies: choose a template, check, save versions, list, delete."""

import atexit
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from quantboard.core.access import Absent, Actor, Deed, require, visible
from quantboard.core.backtest.hashing import source_digest
from quantboard.core.listing import Page, Wanted
from quantboard.core.strategy.params import Declaration, Param, Value, resolve
from quantboard.db import objects
from quantboard.db import strategies as rows
from quantboard.db.session import Session, session
from quantboard.errors import Conflict, InvalidInput
from quantboard.log import logger
from quantboard.sandbox.outcomes import SourceRejected
from quantboard.sandbox.runner import Sandbox
from quantboard.sandbox.verdict import Verdict
from quantboard.services import sharing, trash
from quantboard.services.sharing import Marks
from quantboard.services.work import work
from quantboard.store import library

log = logger("services")
LONGEST_NAME = 120
MOST_CHARACTERS = 65_536


class NoSuchStrategy(Absent):
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
    copied_from: str | None
    owner_id: str
    owner_name: str
    visibility: str
    is_mine: bool
    changed_by: str
    changed_at: datetime
    n_used: int
    can_change: bool
    can_share: bool

    def as_json(self) -> dict[str, Any]:
        """The shell's and REST's object."""
        times = {name: getattr(self, name).isoformat() for name in ("created_at", "updated_at", "changed_at")}
        return asdict(self) | times


@dataclass(frozen=True)
class StrategyVersionView:
    """One version in a strategy's history."""

    number: int
    digest: str
    params: Mapping[str, Value]
    created_at: datetime
    saved_by: str  # a name; empty when it is unknown


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
        _refuse_taken(w.session, actor.user_id, plain)
        row = _row(actor, plain, template_key, declaration.kind, source_digest(source))
        return _insert(w.session, actor, row, _version(row, source, declaration, chosen))


def copy(actor: Actor, strategy_id: str, name: str = "") -> StrategyView:
    """A private copy of one's own of a strategy one may see; it begins at version 1 and knows where it came from."""
    require(actor, Deed.MAKE, what="strategy")
    with session() as asking:
        seen = _seen(asking, actor, strategy_id)
        before = rows.newest(asking, seen)
    plain = check_name(name or free_name(actor, seen.name))
    with work() as w:
        _refuse_taken(w.session, actor.user_id, plain)
        row = _row(actor, plain, seen.template, seen.kind, seen.digest)
        row.copied_from = strategy_id
        return _insert(w.session, actor, row, _version(row, before.source, declared(before.declaration), before.params))


def _row(actor: Actor, name: str, template: str | None, kind: str, digest: str) -> rows.Strategy:
    of = actor.user_id
    return rows.Strategy(name=name, template=template, kind=kind, digest=digest, owner_id=of, changed_by=of)


def _insert(asking: Session, actor: Actor, row: rows.Strategy, version: rows.StrategyVersion) -> StrategyView:
    asking.add(row)
    asking.flush()
    version.strategy_id, version.saved_by = row.id, actor.user_id
    asking.add(version)
    asking.flush()
    log.info("strategy.created", strategy_id=row.id, user_id=actor.user_id)
    return _view(asking, row, version, actor)


def save(
    actor: Actor,
    strategy_id: str,
    source: str,
    params: Mapping[str, object] | None = None,
    seen_version: int | None = None,
    name: str | None = None,
) -> StrategyView:
    """Save code, parameters and perhaps a name: a new version where code or parameters changed.

    With ``seen_version`` a save on top of somebody else's is refused with ``VersionConflict``; nothing is saved then.
    """
    declaration, plain = _passed(source), None if name is None else check_name(name)
    chosen = resolve(declaration, params or {})
    with work() as w:
        row = _seen(w.session, actor, strategy_id, Deed.CHANGE)
        before = rows.newest(w.session, row)
        if seen_version is not None and row.version != seen_version:
            raise _conflict(w.session, before, seen_version)
        if plain is not None and plain != row.name:
            _refuse_taken(w.session, row.owner_id, plain, but=row.id)
            row.name = plain
            row.note_change(actor.user_id)
            w.session.add(row)
        if before.source == source and before.params == chosen:
            return _view(w.session, row, before, actor)
        row.version, row.kind, row.digest = row.version + 1, declaration.kind, source_digest(source)
        row.note_change(actor.user_id)
        version = _version(row, source, declaration, chosen)
        version.saved_by = actor.user_id
        w.session.add_all([row, version])
        w.session.flush()
        log.info("strategy.saved", strategy_id=row.id, version=row.version, user_id=actor.user_id)
        return _view(w.session, row, version, actor)


def _conflict(asking: Session, newest: rows.StrategyVersion, seen_version: int) -> VersionConflict:
    who = objects.names(asking, [newest.saved_by]).get(newest.saved_by or "", "Somebody")
    at = f"{newest.created_at:%Y-%m-%d %H:%M}"
    return VersionConflict(
        f"{who} saved version {newest.number} at {at} UTC; you began with version {seen_version}.",
        "Your text is still here: save it as the next version, save it as a copy, or load theirs.",
    )


def rename(actor: Actor, strategy_id: str, name: str) -> StrategyView:
    """Give a strategy another name."""
    plain = check_name(name)
    with work() as w:
        row = _seen(w.session, actor, strategy_id, Deed.CHANGE)
        _refuse_taken(w.session, row.owner_id, plain, but=row.id)
        row.name = plain
        row.note_change(actor.user_id)
        w.session.add(row)
        return _view(w.session, row, rows.newest(w.session, row), actor)


def delete(actor: Actor, strategy_id: str) -> None:
    """Move a strategy into the trash; runs that used it keep their results and its code."""
    with session() as asking:
        _seen(asking, actor, strategy_id, Deed.CHANGE)
    trash.delete(actor, "strategy", [strategy_id])


def get(actor: Actor, strategy_id: str, deed: Deed = Deed.SEE) -> StrategyView:
    """One strategy as of its newest version; ``Deed.RUN`` where it is to be used."""
    with session() as asking:
        row = _seen(asking, actor, strategy_id, deed)
        return _view(asking, row, rows.newest(asking, row), actor)


def list_strategies(actor: Actor) -> list[StrategyView]:
    """The strategies a person may see, last changed first."""
    require(actor, Deed.SEE, what="list")
    with session() as asking:
        found = rows.listed(asking, actor.user_id)
        return _views(asking, found, sharing.marks_of(asking, actor, "strategy", found))


def page(actor: Actor, wanted: Wanted) -> Page[StrategyView]:
    """One part of that list: sought, filtered, ordered; raises ``BadListing``."""
    with session() as asking:
        found, marks = sharing.page_of(asking, actor, "strategy", wanted)
        return replace(found, items=tuple(_views(asking, found.items, marks)))


def _views(asking: Session, found: Sequence[rows.Strategy], marks: Mapping[str, Marks]) -> list[StrategyView]:
    newest = rows.newest_of(asking, [row.id for row in found])
    return [view_of(row, newest[row.id], marks[row.id]) for row in found]


def versions(actor: Actor, strategy_id: str) -> list[StrategyVersionView]:
    """The history of a strategy, newest first."""
    with session() as asking:
        _seen(asking, actor, strategy_id)
        found = rows.versions(asking, strategy_id)
        names = objects.names(asking, {one.saved_by for one in found})
        return [
            StrategyVersionView(
                one.number, one.digest, dict(one.params), one.created_at, names.get(one.saved_by or "", "")
            )
            for one in found
        ]


def source_of(actor: Actor, strategy_id: str) -> str:
    """The newest source."""
    return get(actor, strategy_id).source


def free_name(actor: Actor, wanted: str) -> str:
    """``wanted``, with a number where the person has a strategy of that name."""
    require(actor, Deed.SEE, what="list")
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


def _refuse_taken(asking: Session, owner_id: str, name: str, but: str = "") -> None:
    if objects.has_name(asking, "strategy", owner_id, name, but):
        raise StrategyNameTaken(f"There is a strategy called {name}.", "Choose another name.", field="name")


def _seen(asking: Session, actor: Actor, strategy_id: str, deed: Deed = Deed.SEE) -> rows.Strategy:
    row = rows.strategy(asking, strategy_id)
    if row is None or not visible(actor, row):
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


def _view(asking: Session, row: rows.Strategy, version: rows.StrategyVersion, actor: Actor) -> StrategyView:
    return view_of(row, version, sharing.marks_of(asking, actor, "strategy", [row])[row.id])


def view_of(row: rows.Strategy, version: rows.StrategyVersion, marks: Marks) -> StrategyView:
    """The view of a row and its newest version."""
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
        copied_from=row.copied_from,
        owner_id=row.owner_id,
        **vars(marks),
    )


def declared(stored: Mapping[str, Any]) -> Declaration:
    """A declaration as it was stored."""
    params = tuple(Param(**{**one, "choices": tuple(one["choices"])}) for one in stored["params"])
    return Declaration(**{**stored, "params": params, "rules": tuple(stored["rules"])})
