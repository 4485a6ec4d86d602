"""Named set-ups of runs: save, load, edit, copy, share, delete, run."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from quantboard.core.access import Absent, Actor, Deed, require, visible
from quantboard.core.backtest.spec import parse_request
from quantboard.core.listing import Page, Wanted
from quantboard.core.strategy.params import resolve
from quantboard.db import objects
from quantboard.db import setups as rows
from quantboard.db.session import Session, session
from quantboard.errors import Conflict, InvalidInput
from quantboard.log import logger
from quantboard.services import backtests, choices, datasets, sharing, strategies, trash
from quantboard.services.sharing import Marks
from quantboard.services.work import work

log = logger("services")
KIND = "setup"
LONGEST_NAME = 120


class NoSuchSetup(Absent):
    """There is no such set-up, or none that this person may see."""

    code = "setup.unknown"


class SetupNameTaken(Conflict):
    """The person has a set-up of that name."""

    code = "setup.name_taken"


class BadSetupName(InvalidInput):
    """A name that is empty or too long."""

    code = "setup.bad_name"


class SetupOpen(InvalidInput):
    """A set-up that leaves strategy or data open cannot be run as it is."""

    code = "setup.open"


@dataclass(frozen=True)
class SetupFields:
    """What a set-up holds: a saved strategy or a template, the data, and the options of the run."""

    strategy_id: str | None = None
    template: str | None = None
    dataset_id: str | None = None
    options: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class SetupView:
    """A set-up in a list. The names are empty where strategy or data are gone, or not to be seen by this person."""

    id: str
    name: str
    strategy_id: str | None
    strategy_name: str
    template: str | None
    dataset_id: str | None
    dataset_name: str
    request: dict[str, Any]
    created_at: datetime
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
        return asdict(self) | {name: getattr(self, name).isoformat() for name in ("created_at", "changed_at")}


def create(actor: Actor, name: str, fields: SetupFields) -> SetupView:
    """Save a new set-up; raises ``InvalidInput`` for options that no run would take."""
    require(actor, Deed.MAKE, what=KIND)
    plain, checked = check_name(name), _checked(actor, fields)
    with work() as w:
        _refuse_taken(w.session, actor.user_id, plain)
        row = rows.Setup(name=plain, owner_id=actor.user_id, changed_by=actor.user_id, **checked)
        w.session.add(row)
        w.session.flush()
        log.info("setup.created", setup_id=row.id, user_id=actor.user_id)
        return _views(w.session, actor, [row])[0]


def save(actor: Actor, setup_id: str, fields: SetupFields) -> SetupView:
    """Put other values into a set-up; the runs it started keep theirs."""
    with session() as asking:
        _seen(asking, actor, setup_id, Deed.CHANGE)
    checked = _checked(actor, fields)
    with work() as w:
        row = _seen(w.session, actor, setup_id, Deed.CHANGE)
        for column, value in checked.items():
            setattr(row, column, value)
        row.note_change(actor.user_id)
        w.session.add(row)
        w.session.flush()
        return _views(w.session, actor, [row])[0]


def rename(actor: Actor, setup_id: str, name: str) -> SetupView:
    """Give a set-up another name."""
    plain = check_name(name)
    with work() as w:
        row = _seen(w.session, actor, setup_id, Deed.CHANGE)
        _refuse_taken(w.session, row.owner_id, plain, but=row.id)
        row.name = plain
        row.note_change(actor.user_id)
        w.session.add(row)
        return _views(w.session, actor, [row])[0]


def copy(actor: Actor, setup_id: str, name: str = "") -> SetupView:
    """A private copy of one's own of a set-up one may see."""
    require(actor, Deed.MAKE, what=KIND)
    with session() as asking:
        seen = _seen(asking, actor, setup_id)
    plain = check_name(name or _free_name(actor, seen.name))
    with work() as w:
        _refuse_taken(w.session, actor.user_id, plain)
        same = {one: getattr(seen, one) for one in ("strategy_id", "template", "dataset_id", "request")}
        row = rows.Setup(name=plain, owner_id=actor.user_id, changed_by=actor.user_id, **same)
        w.session.add(row)
        w.session.flush()
        return _views(w.session, actor, [row])[0]


def delete(actor: Actor, setup_id: str) -> None:
    """Move a set-up into the trash; the runs it started stay."""
    with session() as asking:
        _seen(asking, actor, setup_id, Deed.CHANGE)
    trash.delete(actor, KIND, [setup_id])


def get(actor: Actor, setup_id: str) -> SetupView:
    """One set-up."""
    with session() as asking:
        return _views(asking, actor, [_seen(asking, actor, setup_id)])[0]


def find(actor: Actor, text: str) -> SetupView:
    """A set-up by id or name, one's own first; raises ``NoSuchSetup`` with the nearest name."""
    found = list_setups(actor)
    named = [one for one in found if one.name.casefold() == text.strip().casefold()]
    for one in (*(one for one in found if one.id == text), *sorted(named, key=lambda one: not one.is_mine)):
        return one
    near = get_close_matches(text, [one.name for one in found], n=1, cutoff=0.4)
    hint = f"Did you mean {near[0]}?" if near else "See 'quantboard setup list' for what there is."
    raise NoSuchSetup(f"There is no set-up {text[:80]!r}.", hint, field="setup")


def list_setups(actor: Actor) -> list[SetupView]:
    """The set-ups a person may see, by name."""
    require(actor, Deed.SEE, what="list")
    with session() as asking:
        return _views(asking, actor, rows.listed(asking, actor.user_id))


def page(actor: Actor, wanted: Wanted) -> Page[SetupView]:
    """One part of that list: sought, filtered, ordered; raises ``BadListing``."""
    with session() as asking:
        found, _ = sharing.page_of(asking, actor, KIND, wanted)
        return replace(found, items=tuple(_views(asking, actor, list(found.items))))


def run(actor: Actor, setup_id: str, name: str = "") -> backtests.BacktestView:
    """Start a run as a set-up says; it is named after the set-up unless a name is given."""
    with session() as asking:
        row = _seen(asking, actor, setup_id, Deed.RUN)
    if row.dataset_id is None or (row.strategy_id is None and row.template is None):
        raise SetupOpen("This set-up names no strategy or no data.", "Choose both, and save it.", field="setup")
    wish = choices.chosen(actor, row.strategy_id, row.template)
    request = parse_request(row.request)
    return backtests.submit_chosen(actor, wish, row.dataset_id, request, name or row.name, setup_id=row.id)


def check_name(text: str) -> str:
    """A set-up's name, trimmed; raises ``BadSetupName``."""
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadSetupName("A set-up needs a name of 1 to 120 characters.", "Give it a short name.", field="name")
    return name


def _checked(actor: Actor, fields: SetupFields) -> dict[str, Any]:
    """The columns of these fields; what they name must be there, and the options must be some that a run takes."""
    request = parse_request(fields.options)
    if fields.strategy_id is not None:
        declaration = strategies.get(actor, fields.strategy_id).declaration
    elif fields.template is not None:
        declaration = strategies.template(fields.template).declaration
    else:
        declaration = None
    if declaration is not None:
        resolve(declaration, request.params)
    if fields.dataset_id is not None:
        datasets.dataset(actor, fields.dataset_id)
    same = {one: getattr(fields, one) for one in ("strategy_id", "template", "dataset_id")}
    return same | {"request": request.as_dict()}


def _free_name(actor: Actor, wanted: str) -> str:
    with session() as asking:
        taken = {row.name.casefold() for row in rows.listed(asking, actor.user_id) if row.owner_id == actor.user_id}
    name, number = wanted, 2
    while name.casefold() in taken:
        name, number = f"{wanted} {number}", number + 1
    return name


def _refuse_taken(asking: Session, owner_id: str, name: str, but: str = "") -> None:
    if objects.has_name(asking, KIND, owner_id, name, but):
        raise SetupNameTaken(f"There is a set-up called {name}.", "Choose another name, or save into it.", field="name")


def _seen(asking: Session, actor: Actor, setup_id: str, deed: Deed = Deed.SEE) -> rows.Setup:
    row = rows.get(asking, setup_id)
    if row is None or not visible(actor, row):
        raise NoSuchSetup("There is no such set-up.", "Check the address, or ask its owner to share it.")
    require(actor, deed, row, what=KIND)
    return row


def _views(asking: Session, actor: Actor, found: Sequence[rows.Setup]) -> list[SetupView]:
    marks = sharing.marks_of(asking, actor, KIND, found)
    names = {
        kind: {
            one.id: one.name
            for one in objects.several(asking, kind, {getattr(row, f"{kind}_id") or "" for row in found})
            if one.deleted_at is None and visible(actor, one)
        }
        for kind in ("strategy", "dataset")
    }
    return [_view(row, names["strategy"], names["dataset"], marks[row.id]) for row in found]


def _view(row: rows.Setup, strategy: Mapping[str, str], dataset: Mapping[str, str], marks: Marks) -> SetupView:
    return SetupView(
        id=row.id,
        name=row.name,
        strategy_id=row.strategy_id,
        strategy_name=strategy.get(row.strategy_id or "", row.template or ""),
        template=row.template,
        dataset_id=row.dataset_id,
        dataset_name=dataset.get(row.dataset_id or "", ""),
        request=row.request,
        created_at=row.created_at,
        owner_id=row.owner_id,
        **vars(marks),
    )
