"""What the list of datasets knows and does."""

from typing import Any

import reflex as rx

from quantboard.core.access import Actor
from quantboard.core.listing import Page, Wanted
from quantboard.services import datasets
from quantboard.ui.call import call
from quantboard.ui.data.views import DatasetRow, dataset_row
from quantboard.ui.deleting import RELOADS
from quantboard.ui.listing import Listing
from quantboard.ui.live import hub, into
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.catalogue import say


class DataListState(Listing, rx.State):
    """The datasets on the page."""

    sorted_by: str = "-made"
    rows: rx.Field[list[DatasetRow]] = rx.field(default_factory=list)
    is_loading_sample: bool = False

    @rx.event
    async def load(self) -> None:
        """When the page opens."""
        self._begin_as_addressed()
        await self._read()

    @rx.event
    async def load_sample(self) -> Any:
        """Import the shipped sample as a job, and say when it is there."""
        language = await language_of(self)
        task_id = await call(datasets.load_sample, await actor_of(self), say(language, "sample.name"))
        self.is_loading_sample = True
        hub.watch(f"task:{task_id}", self.router.session.client_token, into(DataListState))
        return rx.toast.info(say(language, "data.sample_started"))

    def _kind(self) -> str:
        return "dataset"

    async def _ask(self, actor: Actor, wanted: Wanted) -> Page[Any]:
        return await call(datasets.page, actor, wanted)

    async def _fill(self, found: Page[Any]) -> None:
        language = await language_of(self)
        self.rows = [dataset_row(view, language) for view in found.items]

    async def _take(self, message: dict[str, Any]) -> Any:
        if not self.is_loading_sample:  # rows are offered again from time to time, also after the end
            return None
        if message["status"] == "succeeded":
            self.is_loading_sample = False
            await self._read()
            return None
        if message["status"] in ("failed", "cancelled", "timed_out"):
            self.is_loading_sample = False
        return None


RELOADS["dataset"] = DataListState.load
