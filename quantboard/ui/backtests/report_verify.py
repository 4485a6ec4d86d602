"""Re-run & verify: the stored result is computed once more elsewhere, and the page says whether it is the same."""

from typing import Any

import reflex as rx

from quantboard.core.task import ENDED
from quantboard.services import verification
from quantboard.services.verification import DIFFERS, FAILED, RUNNING, SAME, VerdictView
from quantboard.ui import format
from quantboard.ui.call import call
from quantboard.ui.errors import told_kept
from quantboard.ui.live import hub, into
from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.button import button
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.catalogue import say, t

BADGES = {SAME: ("good", "badge-check"), DIFFERS: ("bad", "triangle-alert"), FAILED: ("warn", "circle-x")}


class VerifyState(rx.State):
    """How the last recomputation of the run stands."""

    verdict: str = ""
    text: str = ""
    _task: str = ""

    @rx.event
    async def load(self) -> None:
        """With the page: what the last one said; one that runs is followed."""
        found = await call(verification.verdict, await actor_of(self), str(self.backtest_id))
        await self._show(found)

    @rx.event
    async def start(self) -> None:
        """Compute it once more."""
        actor, run = await actor_of(self), str(self.backtest_id)
        await call(verification.verify, actor, run)
        await self._show(await call(verification.verdict, actor, run))

    async def _show(self, found: VerdictView | None) -> None:
        self.verdict, self.text, self._task = "", "", ""
        if found is None:
            return
        self.verdict, self._task = found.state, found.task_id
        self.text = verdict_text(found, await language_of(self))
        if found.state == RUNNING:
            hub.watch(f"task:{found.task_id}", self.router.session.client_token, into(VerifyState))

    async def _take(self, message: dict[str, Any]) -> None:
        if message["task"] == self._task and message["status"] in ENDED:
            await self.load()


def verdict_text(found: VerdictView, language: str) -> str:
    """What came of it, in a sentence."""
    if found.state == SAME:
        at = format.instant(found.finished_at)
        return say(language, "verify.same_text", worker=found.worker, at=at, seconds=format.duration(found.seconds))
    if found.state == DIFFERS:
        where = found.difference or {}
        names = {name: str(where.get(name, "–")) for name in ("table", "column", "at", "stored", "recomputed")}
        return say(language, "verify.differs_text", **names)
    if found.state == FAILED:
        return told_kept(found.error or {}, language)
    return say(language, "verify.running")


def verify_seal(can_run: Any) -> rx.Component:
    """The badge of the last recomputation, and the button for the next."""
    state = VerifyState
    seals = [
        (
            word,
            rx.tooltip(badge(t(f"verify.{word}"), kind, icon, id="recomputed"), content=state.text),
        )
        for word, (kind, icon) in BADGES.items()
    ]
    running = badge(t("verify.running"), "info", "loader-circle", id="recomputing")
    press = button(t("verify.start"), id="verify", icon="shield-check", size="1", kind="quiet", on_click=state.start)
    return rx.el.span(
        rx.match(state.verdict, *seals, (RUNNING, running), rx.fragment()),
        rx.cond(can_run & (state.verdict != RUNNING), press, rx.fragment()),
        on_mount=state.load,
        class_name="qb-row",
    )
