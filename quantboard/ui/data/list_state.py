"""What the list of datasets knows and does."""

from typing import Any

import reflex as rx

from quantboard.services import datasets
from quantboard.ui.call import call
from quantboard.ui.data.views import DatasetRow, dataset_row
from quantboard.ui.live import hub, into
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.catalogue import say


class DataListState(rx.State):
    """The datasets on the page, and the words they are searched by."""

    rows: rx.Field[list[DatasetRow]] = rx.field(default_factory=list)
    words: str = ""
    is_loaded: bool = False
    is_loading_sample: bool = False

    @rx.event
    async def load(self) -> None:
        """When the page opens."""
        await self._read()

    @rx.event
    async def search(self, words: str) -> None:
        """Show those with all of these words."""
        self.words = words[:100]
        await self._read()

    @rx.event
    async def load_sample(self) -> Any:
        """Import the shipped sample as a job, and say when it is there."""
        task_id = await call(datasets.load_sample, await actor_of(self))
        self.is_loading_sample = True
        hub.watch(f"task:{task_id}", self.router.session.client_token, into(DataListState))
        return rx.toast.info(say(await language_of(self), "data.sample_started"))

    async def _read(self) -> None:
        actor, language = await actor_of(self), await language_of(self)
        self.rows = [dataset_row(view, language) for view in await call(datasets.list_datasets, actor, self.words)]
        self.is_loaded = True

    async def _take(self, message: dict[str, Any]) -> Any:
        if not self.is_loading_sample:  # rows are offered again from time to time, also after the end
            return None
        if message["status"] == "succeeded":
            self.is_loading_sample = False
            await self._read()
            return rx.toast.success(say(await language_of(self), "data.sample_ready"))
        if message["status"] in ("failed", "cancelled", "timed_out"):
            self.is_loading_sample = False
        return None
