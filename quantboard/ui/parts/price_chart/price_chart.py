"""The price chart: candles or OHLC bars with volume and averages, drawn by lightweight-charts from the bars route."""

from typing import Any

import reflex as rx
from reflex.style import resolved_color_mode

from quantboard.ui.text.catalogue import t

_js, _css = rx.asset("price_chart.jsx", shared=True), rx.asset("price_chart.css", shared=True)


class PriceChart(rx.NoSSRComponent):
    """Loads its bars itself; State names the dataset, the symbol and what is drawn over them."""

    library = _js.importable_path
    tag = "QbPriceChart"
    lib_dependencies: list[str] = ["lightweight-charts@5.2.0"]  # noqa: RUF012 -- Reflex reads it as a default

    dataset_id: rx.Var[str]
    symbol: rx.Var[str]
    kind: rx.Var[str]
    averages: rx.Var[list[int]]
    markers: rx.Var[list[dict[str, Any]]]
    focus: rx.Var[dict[str, Any]]
    color_mode: rx.Var[str]
    label: rx.Var[str]
    failed_text: rx.Var[str]
    keys_text: rx.Var[str]
    height: rx.Var[str]
    first_day: rx.Var[str]
    last_day: rx.Var[str]
    on_mark: rx.EventHandler[rx.event.passthrough_event_spec(str)]  # type: ignore[type-arg, valid-type]

    def add_imports(self) -> dict[str, Any]:
        return {"": [_css.importable_path]}


def price_chart(*, dataset_id: Any, symbol: Any, **props: Any) -> rx.Component:
    """``kind`` ``candles`` or ``bars``; ``averages`` periods; ``markers`` {time, side, text, id}; ``focus`` {from, to}.

    ``first_day`` and ``last_day`` limit what is loaded; ``on_mark`` hears the id of a marker that was clicked.
    Times are UTC seconds; ``side`` is ``buy``, ``sell`` or ``note``. ``focus`` jumps there whenever it changes.
    """
    defaults = {"kind": "candles", "averages": [], "markers": [], "focus": {}, "height": "min(62vh, 620px)"}
    return PriceChart.create(
        dataset_id=dataset_id,
        symbol=symbol,
        color_mode=resolved_color_mode,
        **{
            "label": t("data.chart_label"),
            "failed_text": t("data.chart_failed"),
            "keys_text": t("data.chart_keys"),
            **defaults,
            **props,
        },
    )
