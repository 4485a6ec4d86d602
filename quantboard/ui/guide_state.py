"""The guide that leads this tab, and where all guides stand."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from quantboard.services import guides, onboarding
from quantboard.services.guides import Guide
from quantboard.ui.call import call
from quantboard.ui.guide_stops import STOPS, reached
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.catalogue import say


@dataclass(frozen=True)
class GuideRow:
    """One line of the list of guides."""

    key: str
    title: str
    lead: str
    state: str
    step: int
    n_steps: int


class GuideState(rx.State):
    """``key`` is empty while no guide leads; where a guide stands is kept with the account."""

    key: str = ""
    step: int = 0
    n_steps: int = 0
    name: str = ""
    title: str = ""
    text: str = ""
    target: str = ""
    href: str = ""
    is_here: bool = False
    n_done: int = 0
    rows: rx.Field[list[GuideRow]] = rx.field(default_factory=list)

    @rx.event
    async def follow(self) -> None:
        """On every page: the list is fresh, and the guide that leads points at what is there."""
        actor = await actor_of(self)
        await self._list(actor)
        if not self.key:
            return
        seen = await call(onboarding.overview_of, actor) if self.key == guides.FIRST else None
        step = reached(self.key, self.step, self.router.url.path, seen.n_done if seen else 0)
        if step != self.step:
            await call(guides.turn_to, actor, self.key, step)
        await self._stand(actor, self.key, step)

    @rx.event
    async def begin(self, key: str) -> Any:
        """Take a guide up where it was left; one that ended begins anew."""
        actor = await actor_of(self)
        found = await call(guides.guide, actor, key)
        step = found.step if found.state == guides.OPEN and found.step else 1
        return await self._turn(actor, key, step)

    @rx.event
    async def forward(self) -> Any:
        """The next step; after the last one the guide is done."""
        actor = await actor_of(self)
        if self.step < self.n_steps:
            return await self._turn(actor, self.key, self.step + 1)
        await call(guides.finish, actor, self.key)
        said = say(await language_of(self), "guide.finished", name=self.name)
        self.key = ""
        await self._list(actor)
        return rx.toast.success(said)

    @rx.event
    async def back(self) -> Any:
        """The step before."""
        if self.key and self.step > 1:
            return await self._turn(await actor_of(self), self.key, self.step - 1)
        return None

    @rx.event
    async def skip(self) -> None:
        """No more of this guide."""
        actor = await actor_of(self)
        if self.key:
            await call(guides.skip, actor, self.key)
        self.key = ""
        await self._list(actor)

    @rx.event
    async def leave(self) -> None:
        """Put it away; it can be taken up again at this step."""
        self.key = ""

    @rx.event
    async def unmark(self, key: str) -> None:
        """Neither done nor skipped."""
        actor = await actor_of(self)
        await call(guides.unmark, actor, key)
        await self._list(actor)

    async def _turn(self, actor: Any, key: str, step: int) -> Any:
        await call(guides.turn_to, actor, key, step)
        await self._stand(actor, key, step)
        await self._list(actor)
        return None if self.is_here else rx.redirect(self.href)

    async def _stand(self, actor: Any, key: str, step: int) -> None:
        language, stop = await language_of(self), STOPS[key][step - 1]
        self.key, self.step, self.n_steps = key, step, len(STOPS[key])
        self.name = say(language, f"guide.{key}")
        self.title, self.text = (say(language, f"guide.{key}_{step}{part}") for part in ("", "_text"))
        self.href = stop.href(await call(guides.newest, actor))
        self.is_here = stop.fits(self.router.url.path)
        self.target = stop.target if self.is_here else f'a[href="{self.href}"]'

    async def _list(self, actor: Any) -> None:
        language, found = await language_of(self), await call(guides.guides, actor)
        self.n_done = guides.n_done(found)
        rows = [_row(one, language) for one in found]
        if rows != self.rows:
            self.rows = rows


def _row(one: Guide, language: str) -> GuideRow:
    title, lead = say(language, f"guide.{one.key}"), say(language, f"guide.{one.key}_lead")
    return GuideRow(one.key, title, lead, one.state, one.step, one.n_steps)
