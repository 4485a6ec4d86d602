"""What the frame itself knows: the drawer on small screens, and the question before the mode is switched."""

import reflex as rx


class ShellState(rx.State):
    """The drawer on small screens and the question before the mode is switched."""

    is_drawer_open: bool = False
    is_asking_mode: bool = False

    @rx.event
    def set_drawer(self, is_open: bool) -> None:
        """Open or close the menu."""
        self.is_drawer_open = is_open

    @rx.event
    def ask_mode(self, is_open: bool) -> None:
        """Ask, or stop asking, whether to switch the mode."""
        self.is_asking_mode = is_open
