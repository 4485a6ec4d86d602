"""How far something is."""

from typing import Any

import reflex as rx

Text = str | rx.Var[Any]


def progress(fraction: Any, *, label: Text, stage: Any = None, detail: Any = None, **props: Any) -> rx.Component:
    """``fraction`` 0–1; above the bar ``stage`` left, ``detail`` (date, ETA) right; ``label`` is read aloud."""
    percent: Any = round(fraction * 100) if isinstance(fraction, int | float) else round(fraction.to(float) * 100)
    return rx.el.div(
        rx.el.div(
            rx.el.span(stage if stage is not None else label, class_name="qb-progress-stage"),
            rx.el.span(detail, class_name="qb-sub") if detail is not None else rx.fragment(),
            rx.el.span(f"{percent} %", class_name="qb-progress-percent"),
            class_name="qb-progress-line",
        ),
        rx.el.div(
            rx.el.div(class_name="qb-progress-bar", style={"width": f"{percent}%"}),
            class_name="qb-progress",
            role="progressbar",
            aria_label=label,
            aria_valuenow=percent,
            aria_valuemin=0,
            aria_valuemax=100,
        ),
        class_name="qb-stack",
        style={"gap": "6px"},
        **props,
    )
