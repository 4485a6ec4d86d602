"""A Plotly figure with the house's manners: follows the colour mode and its box, resets on a double click."""

from typing import Any

import reflex as rx
from reflex.style import resolved_color_mode

from quantboard.palette import DARK, LIGHT

_js, _css = rx.asset("figure.jsx", shared=True), rx.asset("figure.css", shared=True)
REPAINT = {colour: getattr(DARK, name) for name, colour in vars(LIGHT).items()}
STEPS = (("1M", 1), ("3M", 3), ("6M", 6), ("YTD", -1), ("1Y", 12), ("3Y", 36), ("5Y", 60))


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
    steps: rx.Var[list[list[Any]]]
    on_point: rx.EventHandler[rx.event.passthrough_event_spec(dict[str, Any])]  # type: ignore[type-arg, valid-type]
    on_range: rx.EventHandler[rx.event.passthrough_event_spec(dict[str, str])]  # type: ignore[type-arg, valid-type]

    def add_imports(self) -> dict[str, Any]:
        return {"": [_css.importable_path]}


def figure(data: Any, *, label: Any, is_log: Any = False, **props: Any) -> rx.Component:
    """``label`` says aloud what the picture shows.

    ``on_point`` hears ``{x, y, curve, number}`` of a click, ``on_range`` ``{from, to}`` of the time axis; ``steps``
    puts buttons above it that show the last months.
    """
    pair = [LIGHT.gain, LIGHT.loss]
    return Figure.create(
        figure=data, color_mode=resolved_color_mode, dark=REPAINT, pair=pair, is_log=is_log, label=label, **props
    )
