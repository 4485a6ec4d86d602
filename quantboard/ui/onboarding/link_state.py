"""What the pages of one-time links know. The link's key stays in the browser: it is asked about, never kept here."""

from typing import Any

import reflex as rx

from quantboard.errors import QuantBoardError
from quantboard.services import accounts, invitations, resets
from quantboard.ui import format, routes
from quantboard.ui.call import call
from quantboard.ui.session import known_of

KEY = "(document.getElementById('key').value = window.location.hash.slice(1))"


class LinkState(rx.State):
    """Whether the link in the address can still be used, and for what."""

    problem: str = ""
    name: str = ""
    is_checked: bool = False
    is_over: bool = False
    role: str = ""
    inviter: str = ""
    expires: str = ""
    is_signed_in: bool = False

    @rx.event
    async def enter(self) -> Any:
        """Read the address; the key comes by a script, since nothing behind the # reaches a server by itself."""
        if await call(accounts.needs_first_account):
            return rx.redirect(routes.WELCOME)
        query = self.router.url.query_parameters
        self.problem, self.name = query.get("problem", ""), query.get("name", "")
        self.is_checked, self.is_over, self.role = False, False, ""
        self.is_signed_in = await known_of(self) is not None
        return rx.call_script(KEY, callback=LinkState.look)

    @rx.event
    async def look(self, key: str) -> None:
        """Ask what the link is good for."""
        key = key[:200] if isinstance(key, str) else ""
        try:
            if self.router.url.path.rstrip("/").endswith(routes.RESET):
                reset = await call(resets.look, key)
                self.name, self.expires = reset.name, format.instant(reset.expires_at)
            else:
                offer = await call(invitations.look, key)
                self.role, self.inviter = str(offer.role), offer.invited_by
                self.expires = format.instant(offer.expires_at)
        except QuantBoardError:
            self.is_over = True
        self.is_checked = True
