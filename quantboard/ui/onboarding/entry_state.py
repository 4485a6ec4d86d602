"""What the pages before the sign-in know: where to go afterwards and what went wrong."""

from typing import Any

import reflex as rx

from quantboard.services import accounts
from quantboard.ui import routes
from quantboard.ui.call import call
from quantboard.ui.session import known_of


class EntryState(rx.State):
    """Filled from the address; nothing here is secret."""

    problem: str = ""
    next: str = routes.HOME
    name: str = ""
    token: str = ""

    @rx.event
    async def enter_login(self) -> Any:
        """Show the sign-in, or the way to the first account."""
        query = self.router.url.query_parameters
        self.problem = query.get("problem", "")
        self.next = query.get("next", routes.HOME)
        if await call(accounts.needs_first_account):
            return rx.redirect(routes.WELCOME)
        return await self._pass_if_known()

    @rx.event
    async def enter_welcome(self) -> Any:
        """Show the form of the first account as long as there is none."""
        query = self.router.url.query_parameters
        self.problem = query.get("problem", "")
        self.name = query.get("name", "")
        self.token = query.get("token", "")
        if await call(accounts.needs_first_account):
            return None
        return await self._pass_if_known() or rx.redirect(routes.LOGIN)

    async def _pass_if_known(self) -> Any:
        """Who is signed in already goes on to where he wanted."""
        if await known_of(self) is None:
            return None
        is_own = self.next.startswith("/") and not self.next.startswith(("//", "/\\"))
        return rx.redirect(self.next if is_own else routes.HOME)
