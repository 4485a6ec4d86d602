"""What a person likes, as the page shows it; every change is kept and applied at once."""

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import available_timezones

import reflex as rx

from quantboard.errors import InvalidInput
from quantboard.services import preferences
from quantboard.ui import format
from quantboard.ui.call import call
from quantboard.ui.errors import told
from quantboard.ui.look import LookState
from quantboard.ui.session import SessionState, actor_of, browser_of, language_of
from quantboard.ui.text.catalogue import say

COSTS = ("commission", "slippage", "stamp_duty")
AMOUNTS = ("capital", *COSTS)
FLAGS = ("tooltips", "notifications")
DID = ("layout_reset",)
# A new token is a new tab: what lists and forms held in this one goes too.
AFRESH = "sessionStorage.removeItem('token'); location.assign(location.pathname + '?did=layout_reset')"
EXAMPLE = (1_234_567.891, -0.0468)


class NotANumber(InvalidInput):
    """What was typed is no number."""

    code = "preference.not_a_number"


class PreferencesState(rx.State):
    """Every preference as the text that its control shows."""

    is_loaded: bool = False
    liked: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    flags: rx.Field[dict[str, bool]] = rx.field(default_factory=dict)
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    zones: rx.Field[list[str]] = rx.field(default_factory=list)
    example: rx.Field[list[str]] = rx.field(default_factory=list)
    said: str = ""

    @rx.event
    async def load(self) -> None:
        """As the account has it."""
        told = self.router.url.query_parameters.get("did", "")
        self.errors, self.said = {}, say(await language_of(self), f"preferences.{told}") if told in DID else ""
        self.zones = await call(_zones)
        await self._show(await call(preferences.preferences, await actor_of(self)))
        self.is_loaded = True

    @rx.event
    async def choose(self, name: str, text: str) -> Any:
        """One of several was chosen."""
        if name == "language":
            return await (await self.get_state(SessionState)).set_language(text)
        values = preferences.PREFERENCES.get(name, ())
        value = text if name == preferences.ZONE else next((one for one in values if _text(one) == text), text)
        return await self._keep(name, value)

    @rx.event
    async def turn(self, name: str, is_on: bool) -> Any:
        """A switch was turned."""
        if name in FLAGS:
            await self._keep(name, bool(is_on))
            if name == "notifications" and is_on:
                return rx.call_script("window.Notification && Notification.requestPermission()")
        return None

    @rx.event
    async def type_amount(self, name: str, text: str) -> None:
        """The default capital or a cost was typed; empty is no default."""
        if name not in AMOUNTS:
            return
        self.liked = {**self.liked, name: text[:40]}
        try:
            await self._keep(name, _amount(name, text))
        except NotANumber as problem:
            self.errors = {**self.errors, name: told(problem)}

    @rx.event
    async def reset_layout(self) -> Any:
        """Forget columns, filters and last form values."""
        await call(preferences.reset_preferences, await actor_of(self), layout_only=True)
        return rx.call_script(AFRESH)

    @rx.event
    async def reset_all(self) -> Any:
        """Everything as for a new account, but for the mode, the language and the first steps."""
        await self._apply(await call(preferences.reset_preferences, await actor_of(self)))
        return rx.toast.success(say(await language_of(self), "preferences.all_reset"))

    async def _keep(self, name: str, value: Any) -> None:
        try:
            liked = await call(preferences.set_preferences, await actor_of(self), {name: value})
        except preferences.BadPreference as problem:
            self.errors = {**self.errors, name: f"{told(problem)} {problem.hint}"}
            self.said = ""
            return
        self.errors = {other: text for other, text in self.errors.items() if other != name}
        self.said = say(await language_of(self), "preferences.saved")
        await self._apply(liked)

    async def _apply(self, liked: dict[str, Any]) -> None:
        look = await self.get_state(LookState)
        look._take(liked, browser_of(self).zone)
        look.theme = liked["theme"] or "system"
        await self._show(liked)

    async def _show(self, liked: dict[str, Any]) -> None:
        shown = {name: _text(liked[name]) for name in (*preferences.PREFERENCES, preferences.ZONE)}
        shown |= {name: _amount_text(name, liked[name]) for name in AMOUNTS}
        shown["theme"] = shown["theme"] or "system"
        shown["language"] = await language_of(self)
        self.liked = shown
        self.flags = {name: bool(liked[name]) for name in FLAGS}
        self.example = _example(datetime.now(UTC))


def _example(moment: datetime) -> list[str]:
    amount, share = EXAMPLE
    return [format.money(amount), format.percent(share, signed=True), format.instant(moment)]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _amount(name: str, text: str) -> float | None:
    """Costs are typed in percent."""
    tidy = text.strip().replace(",", "").removesuffix("%").strip()
    if not tidy:
        return None
    try:
        typed = Decimal(tidy)
    except InvalidOperation:
        raise NotANumber(f"“{text[:40]}” is no number.", "Digits and one decimal point.", field=name) from None
    return float(typed / 100 if name in COSTS else typed)


def _amount_text(name: str, value: float | None) -> str:
    if value is None:
        return ""
    exact = Decimal(repr(float(value))) * (100 if name in COSTS else 1)
    return f"{exact.normalize():f}"


def _zones() -> list[str]:
    """Those that people live in; the others can be set over REST."""
    return sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/")))
