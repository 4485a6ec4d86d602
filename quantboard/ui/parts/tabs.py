"""Tabs; the state owns which one is open, the address names it: ``?tab=chart``, and "back" leads to the one before."""

import json
from collections.abc import Sequence
from typing import Any

import reflex as rx
from reflex.event import EventSpec

Text = str | rx.Var[Any]


def tabs(items: Sequence[tuple[str, Text, rx.Component]], *, value: Any, on_change: Any, **props: Any) -> rx.Component:
    """``items`` are (value, label, content)."""
    return rx.tabs.root(
        rx.tabs.list(
            *[rx.tabs.trigger(label, value=key, id=f"tab-{key}") for key, label, _ in items],
            size="2",
            class_name="qb-tabs",
        ),
        *[rx.tabs.content(content, value=key, class_name="qb-tab-content") for key, _, content in items],
        value=value,
        on_change=on_change,
        **props,
    )


def address_of(tab: str) -> EventSpec:
    """Let the address name the open tab, without a new page; ``tab`` must be a known name, never what was typed.

    It is one step of the browser's history: going back fires the page's loader, which reads the address again.
    """
    return rx.call_script(
        "{const here = new URL(location.href);"
        f"here.searchParams.set('tab', {json.dumps(tab)});"
        "if (here.href !== location.href) history.pushState("
        "{...history.state, idx: (history.state?.idx ?? 0) + 1}, '', here);}"
    )
