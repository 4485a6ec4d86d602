"""Small drawings of the ideas behind the templates: a price, and where it is bought."""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.media import Svg

PRICE = "var(--gray-9)"
# key → (path, colour, width) lines, (x, y) entries, (x, y) exits
SKETCHES: dict[
    str, tuple[tuple[tuple[str, str, str], ...], tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]
] = {
    "double_moving_average": (
        (
            (
                "M0 54 14 64 28 60 46 78 62 72 80 84 98 74 112 78 128 58 142 62 158 38"
                " 172 42 190 20 206 26 222 10 240 22 256 18 272 40 286 38 300 60",
                PRICE,
                "1",
            ),
            ("M0 50C40 62 70 80 104 78S160 46 190 32 240 14 262 22 290 36 300 48", "var(--amber-9)", "2"),
            ("M0 46C50 54 90 68 130 68S200 52 240 38 280 30 300 32", "var(--iris-9)", "2"),
        ),
        ((144, 66),),
        ((281, 31),),
    ),
    "macd": (
        (
            ("M0 45H300", "var(--gray-6)", "1"),
            ("M0 60C50 74 80 66 110 46S180 12 220 26 270 62 300 66", "var(--iris-9)", "2"),
            ("M0 54C50 64 90 66 130 52S200 24 240 30 280 46 300 54", "var(--amber-9)", "2"),
        ),
        ((104, 59),),
        ((233, 29),),
    ),
    "rsi_reversal": (
        (
            ("M0 22H300", "var(--red-7)", "1"),
            ("M0 68H300", "var(--jade-7)", "1"),
            ("M0 40C30 50 50 76 75 80S115 50 150 34 190 8 215 12 250 40 300 46", "var(--iris-9)", "2"),
        ),
        ((94, 68),),
        ((234, 22),),
    ),
    "bollinger": (
        (
            ("M0 22C60 12 120 30 180 16S260 22 300 14", "var(--iris-6)", "1.5"),
            ("M0 72C60 62 120 80 180 66S260 72 300 64", "var(--iris-6)", "1.5"),
            ("M0 47C60 37 120 55 180 41S260 47 300 39", "var(--gray-7)", "1"),
            ("M0 40C30 44 60 86 90 80S130 40 165 40 220 8 245 14 280 36 300 42", PRICE, "2"),
        ),
        ((104, 74),),
        ((150, 46),),
    ),
    "turtle": (
        (
            ("M0 40H130M130 40", "var(--jade-8)", "1.5"),
            ("M180 46H300", "var(--red-8)", "1.5"),
            ("M0 60 20 48 40 62 60 44 80 58 100 46 130 40 160 18 190 26 220 12 250 32 275 48 300 60", PRICE, "2"),
        ),
        ((130, 40),),
        ((272, 46),),
    ),
    "momentum": (
        (
            ("M0 66C80 60 140 44 300 10", "var(--jade-9)", "2"),
            ("M0 60C90 58 160 46 300 28", "var(--iris-9)", "2"),
            ("M0 56C100 60 180 56 300 58", "var(--gray-8)", "1.5"),
            ("M0 50C100 56 200 70 300 78", "var(--gray-7)", "1.5"),
        ),
        ((176, 38),),
        (),
    ),
}

ALIKE = {  # ideas that one drawing shows
    "supertrend": "turtle",
    "adx_trend": "macd",
    "kdj_swing": "rsi_reversal",
    "pairs_reversion": "bollinger",
    "gap_fade": "bollinger",
    "momentum_12_1": "momentum",
    "low_volatility": "momentum",
    "risk_parity": "momentum",
    "calm_momentum": "momentum",
}


_css = rx.asset("strategies.css", shared=True)


class _Drawing(Svg):
    """An ``svg`` that brings the look of the gallery along."""

    def add_imports(self) -> dict[str, Any]:
        return {"": [_css.importable_path]}


def sketch(key: Any) -> rx.Component:
    """The drawing of a template."""
    drawn = {name: name for name in SKETCHES} | ALIKE
    return rx.match(key, *[(name, _draw(shown)) for name, shown in drawn.items()], _draw("double_moving_average"))


def _draw(name: str) -> rx.Component:
    lines, entries, exits = SKETCHES[name]
    return _Drawing.create(
        *[
            rx.el.svg.path(d=path, fill="none", stroke=colour, stroke_width=width, stroke_linecap="round")
            for path, colour, width in lines
        ],
        *[rx.el.svg.path(d=f"M{x} {y + 6}l5 9h-10z", fill="var(--jade-10)") for x, y in entries],
        *[rx.el.svg.path(d=f"M{x} {y - 6}l5 -9h-10z", fill="var(--red-9)") for x, y in exits],
        view_box="0 0 300 96",
        preserve_aspect_ratio="none",
        class_name="qb-sketch",
        aria_hidden="true",
    )
