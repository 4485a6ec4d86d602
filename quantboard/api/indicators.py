"""Indicators over REST: the catalogue, an entry's values on a dataset, one's favourites, the administrator's switch."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi import Path as InPath

from quantboard.api.answers import answer
from quantboard.api.auth import Asking
from quantboard.api.fields import PLAIN, ObjectId
from quantboard.services import indicators as service
from quantboard.services.indicators import BadParameters, IndicatorValues, IndicatorView, Look

indicators = APIRouter(prefix="/api/v1/indicators", tags=["indicators"])
Code = Annotated[str, InPath(pattern="^[a-z0-9_]{1,64}$", description="The name in code, such as `rsi`.")]
Word = Annotated[str, Query(max_length=80, pattern=PLAIN)]
Given = Annotated[
    list[Annotated[str, Query(max_length=120, pattern=PLAIN)]],
    Query(max_length=20, description="Parameters, each `name=value`; defaults for the rest.", examples=[["n=14"]]),
]


@indicators.get("", response_model=list[IndicatorView])
def listed(
    actor: Asking,
    q: Annotated[str, Query(max_length=80, pattern=PLAIN, description="English, Chinese or code.")] = "",
    category: Annotated[str, Query(max_length=40, pattern=PLAIN)] = "",
) -> Any:
    """The built-ins of the dialect, those most used in strategies first. Switched-off ones show to administrators."""
    return answer([_told(one) for one in service.catalogue(actor, q, category)])


@indicators.get("/{indicator}", response_model=IndicatorView)
def one(indicator: Code, actor: Asking) -> Any:
    """One entry: parameters with limits, inputs, outputs, warm-up, formula, how it is drawn."""
    return answer(_told(service.indicator(actor, indicator)))


@indicators.get("/{indicator}/values", response_model=IndicatorValues)
def values(  # noqa: PLR0913 -- a query
    indicator: Code,
    actor: Asking,
    dataset_id: ObjectId,
    symbol: Word = "",
    p: Given = [],  # noqa: B006 -- FastAPI reads it
    column: Word = "close",
    other: Word = "high",
    rows: Annotated[int, Query(ge=1, le=service.MOST_ROWS, description="The last so many bars.")] = 500,
) -> Any:
    """Its values on one symbol, computed over the whole history; a gap is null."""
    look = Look(symbol, column, other, rows)
    return answer(service.values(actor, indicator, dataset_id, _params(p), look))


@indicators.put("/{indicator}/favourite", status_code=204)
def mark(indicator: Code, actor: Asking) -> Response:
    """Make it a favourite of yours."""
    service.mark(actor, indicator, is_favourite=True)
    return Response(status_code=204)


@indicators.delete("/{indicator}/favourite", status_code=204)
def unmark(indicator: Code, actor: Asking) -> Response:
    """No favourite of yours any more."""
    service.mark(actor, indicator, is_favourite=False)
    return Response(status_code=204)


@indicators.put("/{indicator}/switch", status_code=204)
def switch_on(indicator: Code, actor: Asking) -> Response:
    """Show it in everybody's catalogue again; administrators only."""
    service.switch(actor, indicator, is_off=False)
    return Response(status_code=204)


@indicators.delete("/{indicator}/switch", status_code=204)
def switch_off(indicator: Code, actor: Asking) -> Response:
    """Take it out of everybody's catalogue; administrators only."""
    service.switch(actor, indicator, is_off=True)
    return Response(status_code=204)


def _told(view: IndicatorView) -> dict[str, Any]:
    return view.as_json()


def _params(given: list[str]) -> dict[str, str]:
    pairs = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign:
            raise BadParameters(f"{text} is not name=value.", "Write p=n=14.", field="p")
        pairs[name.strip()] = value.strip()
    return pairs
