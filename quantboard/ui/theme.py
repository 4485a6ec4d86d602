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
    """Graph paper behind the words of the entrance: no curve, since there are no data yet."""
    across = "".join(f"M0 {y} H800 " for y in range(0, 301, 25))
    down = "".join(f"M{x} 0 V300 " for x in range(0, 801, 25))
    return rx.el.svg(
        rx.el.svg.path(d=across + down, fill="none", stroke="var(--accent-a3)", stroke_width="1"),
        view_box="0 0 800 300",
        preserve_aspect_ratio="xMidYMid slice",
        class_name="qb-entry-art",
        aria_hidden="true",
    )
