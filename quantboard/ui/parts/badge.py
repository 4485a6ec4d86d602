"""Small labels: what state something is in, by word, icon and colour."""

from typing import Any

import reflex as rx

from quantboard.core.task import Status
from quantboard.ui.text.catalogue import t

Text = str | rx.Var[Any]
KINDS = {"good": "jade", "info": "iris", "warn": "amber", "bad": "red", "quiet": "gray"}
_STATUS = {
    Status.QUEUED: ("quiet", "clock"),
    Status.RUNNING: ("info", "loader-circle"),
    Status.RETRYING: ("warn", "rotate-cw"),
    Status.PAUSED: ("warn", "pause"),
    Status.SUCCEEDED: ("good", "check"),
    Status.FAILED: ("bad", "x"),
    Status.TIMED_OUT: ("bad", "timer-off"),
    Status.CANCELLED: ("quiet", "ban"),
}


def badge(text: Text, kind: str = "quiet", icon: str | None = None, **props: Any) -> rx.Component:
    """``kind``: ``good``, ``info``, ``warn``, ``bad`` or ``quiet``."""
    return rx.badge(
        rx.icon(icon, size=12, aria_hidden="true") if icon else rx.fragment(),
        text,
        color_scheme=KINDS[kind],
        variant="soft",
        size="1",
        high_contrast=True,
        **props,
    )


def status_badge(status: Any, **props: Any) -> rx.Component:
    """The badge of a task's ``status``, a Var or a word."""
    cases = [(str(state), badge(t(f"status.{state}"), kind, icon, **props)) for state, (kind, icon) in _STATUS.items()]
    return rx.match(status, *cases, badge(status, "quiet", **props))
