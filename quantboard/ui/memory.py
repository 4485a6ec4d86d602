"""What a page remembers for the person, on every browser: filters, order, the last values of a form."""

from collections.abc import Mapping
from typing import Any

from reflex.state import BaseState

from quantboard.services import preferences
from quantboard.ui.call import call
from quantboard.ui.session import actor_of


async def recalled(state: BaseState, part: str) -> dict[str, Any]:
    """What was kept under this name; whoever reads it checks it."""
    return await call(preferences.layout, await actor_of(state), part)


async def keep(state: BaseState, part: str, values: Mapping[str, Any]) -> None:
    """Keep it with the account."""
    await call(preferences.keep_layout, await actor_of(state), part, values)
