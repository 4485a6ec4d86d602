"""One button for every empty page: load the shipped sample, then go on with it."""

from typing import Any

import reflex as rx

from quantboard.core.task import ENDED, Status
from quantboard.services import datasets
from quantboard.ui import routes
from quantboard.ui.call import call
from quantboard.ui.live import hub, into
from quantboard.ui.parts.button import button
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.catalogue import say, t


class SampleState(rx.State):
    """Whether the sample is on its way."""

    is_loading: bool = False
    _asked_on: str = ""

    @rx.event
    async def load(self) -> Any:
        """Import the sample as a task, and say that it comes."""
        language = await language_of(self)
        task_id = await call(datasets.load_sample, await actor_of(self), say(language, "sample.name"))
        self.is_loading, self._asked_on = True, self.router.url.path
        hub.watch(f"task:{task_id}", self.router.session.client_token, into(SampleState))
        return rx.toast.info(say(language, "sample.started"))

    async def _take(self, message: dict[str, Any]) -> Any:
        if not self.is_loading or message["status"] not in ENDED:
            return None
        self.is_loading = False
        if message["status"] != Status.SUCCEEDED or self.router.url.path != self._asked_on:
            return None  # who has gone on meanwhile is told by the tray
        return rx.redirect(f"{routes.NEW_BACKTEST}?dataset={message['result_ref']}")


def sample_button(id: str, kind: str = "plain") -> rx.Component:
    """Loads the sample and opens the run form with it."""
    return button(
        t("common.load_sample"),
        id=id,
        icon="package-open",
        kind=kind,
        on_click=SampleState.load,
        loading=SampleState.is_loading,
    )
