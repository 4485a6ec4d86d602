"""What a person likes: a table of what can be chosen, kept with the account."""

import json
import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from quantboard.core.access import Actor, Scope, require_scope
from quantboard.db import users as rows
from quantboard.db.session import session
from quantboard.errors import InvalidInput
from quantboard.services.work import work

MOST_OPEN_BYTES = 64_000
PREFERENCES: dict[str, tuple[object, ...]] = {  # the first value is the default; None: not chosen yet
    "mode": (None, "beginner", "expert"),
    "theme": (None, "system", "light", "dark"),
    "language": (None, "en", "zh-CN"),
    "tooltips": (True, False),
    "colours": ("green_up", "red_up"),
    "motion": ("system", "reduced"),
    "notifications": (False, True),
    "numbers": ("full", "kmb", "wan"),
    "decimals": (None, 0, 1, 2, 3, 4),
    "currency": ("", "USD", "CNY", "EUR", "GBP", "JPY", "HKD"),
    "dates": ("iso", "dmy", "mdy", "dots", "chinese"),
    "page_size": (20, 10, 50, 100, 200),
}
RANGES: dict[str, tuple[float | None, float, float]] = {  # default, least and most of what is a number
    "capital": (None, 1.0, 1e12),
    "commission": (None, 0.0, 0.1),
    "slippage": (None, 0.0, 0.1),
    "stamp_duty": (None, 0.0, 0.1),
}
ZONE, ZONES = "zone", ("browser", "UTC")  # or any name of the time zone database
OPEN_PREFERENCES = ("onboarding", "layout")  # free JSON that other services keep per person
HIDDEN = ("first_token",)


class BadPreference(InvalidInput):
    """The preference is unknown or cannot have this value."""

    code = "account.bad_preference"


def preferences(actor: Actor) -> dict[str, Any]:
    """What the person chose, with the defaults of what he did not."""
    require_scope(actor, Scope.READ)
    with session() as asking:
        user = asking.get(rows.User, actor.user_id)
        chosen = dict(user.preferences) if user else {}
    for name in HIDDEN:
        chosen.pop(name, None)
    return defaults() | chosen


def defaults() -> dict[str, Any]:
    """What holds for who has chosen nothing."""
    return (
        {name: values[0] for name, values in PREFERENCES.items()}
        | {name: values[0] for name, values in RANGES.items()}
        | {ZONE: ZONES[0]}
    )


def set_preferences(actor: Actor, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Change some preferences; the others stay."""
    require_scope(actor, Scope.WRITE)
    for name, value in changes.items():
        _check(name, value)
    with work() as w:
        user = w.session.get(rows.User, actor.user_id)
        if user is not None:
            user.preferences = {**user.preferences, **changes}
    return preferences(actor)


def reset_preferences(actor: Actor, *, layout_only: bool = False) -> dict[str, Any]:
    """Forget what was chosen, or only columns, filters and last form values; mode and first steps stay."""
    require_scope(actor, Scope.WRITE)
    with work() as w:
        user = w.session.get(rows.User, actor.user_id)
        if user is not None:
            kept = {"mode", "language", *HIDDEN, *OPEN_PREFERENCES} - {"layout"}
            stays = user.preferences if layout_only else {k: v for k, v in user.preferences.items() if k in kept}
            user.preferences = {name: value for name, value in stays.items() if name != "layout"}
    return preferences(actor)


def layout(actor: Actor, part: str) -> dict[str, Any]:
    """What a page remembers for the person: columns, filters, the last values of a form."""
    kept = preferences(actor).get("layout")
    found = kept.get(part) if isinstance(kept, dict) else None
    return dict(found) if isinstance(found, dict) else {}


def keep_layout(actor: Actor, part: str, values: Mapping[str, Any]) -> None:
    """Remember it; what other pages remember stays."""
    kept = preferences(actor).get("layout")
    set_preferences(actor, {"layout": {**(kept if isinstance(kept, dict) else {}), part: dict(values)}})


def _check(name: str, value: object) -> None:
    if name in OPEN_PREFERENCES:
        if len(json.dumps(value, default=str)) > MOST_OPEN_BYTES:
            raise BadPreference(f"{name} is too large to be kept.", "Reset the layout.", field=name)
        return
    if name in RANGES:
        _check_range(name, value)
        return
    if name == ZONE:
        if value not in ZONES and not _is_zone(value):
            raise BadPreference(f"{value!r} is no time zone.", "Take a name such as Asia/Shanghai.", field=name)
        return
    if not any(value == one and type(value) is type(one) for one in PREFERENCES.get(name, ())):
        raise BadPreference(f"{value!r} is not possible for {name}.", f"Possible: {PREFERENCES.get(name)}", field=name)


def _check_range(name: str, value: object) -> None:
    _, least, most = RANGES[name]
    if value is None:
        return
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not least <= float(value) <= most:  # type: ignore[arg-type]
        raise BadPreference(f"{value!r} is not possible for {name}.", f"From {least:g} to {most:g}.", field=name)


def _is_zone(value: object) -> bool:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z0-9_+\-]+(/[A-Za-z0-9_+\-]+){0,2}", value):
        return False
    try:
        return bool(ZoneInfo(value).key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
