"""What every page shares: the style sheet, the mark, and how the browser is told about them."""

import reflex as rx

STYLESHEETS = ["/theme.css"]
ACCENT, ON_ACCENT = "var(--accent-9)", "var(--accent-contrast)"
_BARS = ((22, 52, 28), (44, 34, 32), (66, 20, 30))


def mark() -> rx.Component:
    """Three rising bars on a tile."""
    bars = [rx.el.svg.rect(x=x, y=y, width=12, height=height, rx=2, fill=ON_ACCENT) for x, y, height in _BARS]
    return rx.el.svg(
        rx.el.svg.rect(x=0, y=0, width=100, height=100, rx=24, fill=ACCENT),
        *bars,
        view_box="0 0 100 100",
        class_name="qb-mark",
        aria_hidden="true",
    )


def art() -> rx.Component:
    """A quiet equity curve with its drawdown, behind the words of the entrance."""
    line = (
        "M0 190 L40 182 L80 188 L120 168 L160 172 L200 150 L240 158 L280 132 L320 140 L360 118 L400 126 "
        "L440 96 L480 108 L520 84 L560 92 L600 62 L640 74 L680 48 L720 58 L760 30 L800 36"
    )
    return rx.el.svg(
        rx.el.svg.path(d=f"{line} L800 300 L0 300 Z", fill="var(--accent-a2)"),
        rx.el.svg.path(d=line, fill="none", stroke="var(--accent-8)", stroke_width="2"),
        view_box="0 0 800 300",
        preserve_aspect_ratio="none",
        class_name="qb-entry-art",
        aria_hidden="true",
    )
