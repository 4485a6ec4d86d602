"""What people can do with strategies: choose a template, check, save versions, list, delete."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
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
from quantboard.services import sharing, trash
from quantboard.services.checking import check, passed
from quantboard.services.sharing import Marks
from quantboard.services.templates import TemplateView, param_texts, template, templates
from quantboard.services.work import work

log = logger("services")
__all__ = ["TemplateView", "check", "param_texts", "template", "templates"]  # what belongs to strategies, too
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
    who = ""
    at: datetime | None = None
    number = seen = 0


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


def create(
    actor: Actor, name: str, source: str, params: Mapping[str, object] | None = None, template_key: str | None = None
) -> StrategyView:
    """Save a new strategy. Raises ``SourceRejected`` for code that does not pass, ``InvalidInput`` for parameters."""
    require(actor, Deed.MAKE, what="strategy")
    plain, declaration = check_name(name), passed(source)
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
    declaration, plain = passed(source), None if name is None else check_name(name)
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
    who = objects.names(asking, [newest.saved_by]).get(newest.saved_by or "", "")
    at = f"{newest.created_at:%Y-%m-%d %H:%M}"
    problem = VersionConflict(
        f"{who or 'Somebody'} saved version {newest.number} at {at} UTC; you began with version {seen_version}.",
        "Your text is still here: save it as the next version, save it as a copy, or load theirs.",
    )
    problem.who, problem.at, problem.number, problem.seen = who, newest.created_at, newest.number, seen_version
    return problem


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
