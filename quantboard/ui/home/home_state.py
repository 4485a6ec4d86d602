"""What the home page knows."""

from typing import Any

import reflex as rx


class HomeState(rx.State):
    """Counts, the checklist, the latest work."""

    @rx.event
    async def load(self) -> Any:
        """Fill the page."""
