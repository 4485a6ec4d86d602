"""What a person likes: a table of what can be chosen, kept with the account."""

from collections.abc import Mapping
from typing import Any

from quantboard.core.access import Actor, Scope, require_scope
from quantboard.db import users as rows
from quantboard.db.session import session
from quantboard.errors import InvalidInput
from quantboard.services.work import work

PREFERENCES: dict[str, tuple[object, ...]] = {  # the first value is the default
    "mode": (None, "beginner", "expert"),
    "theme": ("system", "light", "dark"),
    "language": ("en", "zh-CN"),
    "tooltips": (True, False),
    "colours": ("green_up", "red_up"),
}
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
    return {name: values[0] for name, values in PREFERENCES.items()} | chosen


def set_preferences(actor: Actor, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Change some preferences; the others stay."""
    require_scope(actor, Scope.WRITE)
    for name, value in changes.items():
        if name not in OPEN_PREFERENCES and value not in PREFERENCES.get(name, ()):
            raise BadPreference(
                f"{value!r} is not possible for {name}.", f"Possible: {PREFERENCES.get(name)}", field=name
            )
    with work() as w:
        user = w.session.get(rows.User, actor.user_id)
        if user is not None:
            user.preferences = {**user.preferences, **changes}
    return preferences(actor)
