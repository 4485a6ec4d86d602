"""Short guides, one an area: where each stands for a person. A guide is open, done or skipped, never two of these."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quantboard.core.access import Actor, Deed, require
from quantboard.db import overview
from quantboard.db.session import session
from quantboard.errors import InvalidInput
from quantboard.services import preferences

FIRST = "first"
GUIDES = {FIRST: 4, "import": 4, "report": 4, "strategy": 3, "share": 3, "api": 3}  # and how many steps each has
OPEN, DONE, SKIPPED = "open", "done", "skipped"
STATES = (OPEN, DONE, SKIPPED)


class NoSuchGuide(InvalidInput):
    """There is no guide of that name, or it has no such step."""

    code = "guide.unknown"


@dataclass(frozen=True)
class Guide:
    """Where a person stands in one guide; ``step`` counts from 1 and is 0 before the guide was begun."""

    key: str
    n_steps: int
    step: int
    state: str


def guides(actor: Actor) -> tuple[Guide, ...]:
    """All of them, in the order in which they make sense."""
    kept = _kept(actor)
    return tuple(_guide(key, kept.get(key)) for key in GUIDES)


def guide(actor: Actor, key: str) -> Guide:
    """One guide; raises ``NoSuchGuide``."""
    return _guide(_known(key), _kept(actor).get(key))


def n_done(found: tuple[Guide, ...]) -> int:
    """How many are done; each counts once, however often it was gone through."""
    return sum(one.state == DONE for one in found)


def turn_to(actor: Actor, key: str, step: int) -> Guide:
    """Stand at a step; a guide that was done or skipped is open again."""
    n_steps = GUIDES[_known(key)]
    if not 1 <= step <= n_steps:
        raise NoSuchGuide(f"The guide {key} has no step {step}.", f"It has steps 1 to {n_steps}.", field="step")
    return _keep(actor, key, step, OPEN)


def finish(actor: Actor, key: str) -> Guide:
    """Mark as done."""
    return _keep(actor, key, GUIDES[_known(key)], DONE)


def skip(actor: Actor, key: str) -> Guide:
    """Mark as not wanted; it can be taken up again."""
    return _keep(actor, key, guide(actor, key).step, SKIPPED)


def unmark(actor: Actor, key: str) -> Guide:
    """Neither done nor skipped, and not begun."""
    return _keep(actor, _known(key), 0, OPEN)


def newest(actor: Actor) -> dict[str, str]:
    """Identities of the person's newest dataset, strategy and finished backtest, where there is one."""
    require(actor, Deed.SEE)
    with session() as asking:
        return overview.newest(asking, actor.user_id)


def _known(key: str) -> str:
    if key not in GUIDES:
        raise NoSuchGuide(f"There is no guide {key!r}.", f"There are {', '.join(GUIDES)}.")
    return key


def _guide(key: str, kept: Any) -> Guide:
    said: Mapping[str, Any] = kept if isinstance(kept, Mapping) else {}
    step, state = said.get("step"), said.get("state")
    stands = step if isinstance(step, int) and 0 <= step <= GUIDES[key] else 0
    return Guide(key, GUIDES[key], stands, state if state in STATES else OPEN)


def _kept(actor: Actor) -> dict[str, Any]:
    onboarding = preferences.preferences(actor).get("onboarding")
    found = onboarding.get("guides") if isinstance(onboarding, dict) else None
    return dict(found) if isinstance(found, dict) else {}


def _keep(actor: Actor, key: str, step: int, state: str) -> Guide:
    kept = preferences.preferences(actor).get("onboarding")
    others = dict(kept) if isinstance(kept, dict) else {}
    marks = {**_kept(actor), key: {"step": step, "state": state}}
    preferences.set_preferences(actor, {"onboarding": {**others, "guides": marks}})
    return _guide(key, marks[key])
