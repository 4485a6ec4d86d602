"""A Plotly figure with the house's manners: follows the colour mode and its box, resets on a double click."""

from typing import Any

import reflex as rx

from quantboard.palette import DARK, LIGHT

_js = rx.asset("figure.jsx", shared=True)
REPAINT = {colour: getattr(DARK, name) for name, colour in vars(LIGHT).items()}


class Figure(rx.NoSSRComponent):
    """The wrapped component; its figure is ``charts.style.as_plain`` of one in the light palette."""

    library = _js.importable_path
    tag = "QbFigure"
    lib_dependencies: list[str] = ["plotly.js-cartesian-dist-min@3.7.0"]  # noqa: RUF012 -- a field that Reflex reads

    figure: rx.Var[dict[str, Any]]
    color_mode: rx.Var[str]
    dark: rx.Var[dict[str, str]]
    pair: rx.Var[list[str]]
    is_log: rx.Var[bool]
    label: rx.Var[str]


def figure(data: Any, *, label: Any, is_log: Any = False) -> rx.Component:
    """``label`` says aloud what the picture shows."""
    pair = [LIGHT.gain, LIGHT.loss]
    return Figure.create(figure=data, color_mode=rx.color_mode, dark=REPAINT, pair=pair, is_log=is_log, label=label)
