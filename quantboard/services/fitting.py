"""Does a request fit a dataset, as far as the dataset's facts alone tell; the job looks at the bars themselves."""

import datetime as dt

import numpy as np

from quantboard.core.access import Actor, Deed
from quantboard.core.backtest.benchmark import choice_of
from quantboard.core.backtest.spec import RunRequest, symbols_of
from quantboard.core.bars import EmptyPeriod, UnknownSymbol
from quantboard.core.calendar import days_of
from quantboard.services import datasets


def check(dataset: datasets.DatasetView, request: RunRequest) -> None:
    """Raise for symbols that are not there, and for a period outside the data."""
    symbols_of(request, dataset.symbols)
    for symbol in request.symbols or ():
        if symbol not in dataset.symbols:
            hint = f"It holds {', '.join(dataset.symbols[:8])}."
            raise UnknownSymbol(f"{dataset.name} has no bars of {symbol}.", hint, field="symbols")
    first, last = span(dataset)
    late = request.from_on is not None and request.from_on > last
    if late or (request.to_on is not None and request.to_on < first):
        field = "from" if late else "to"
        raise EmptyPeriod("The period lies outside the data.", f"The data covers {first} to {last}.", field=field)


def span(dataset: datasets.DatasetView) -> tuple[str, str]:
    """The first and the last date of its bars."""

    def day(text: str) -> str:
        at = dt.datetime.fromisoformat(text)
        stamp = int((at if at.tzinfo else at.replace(tzinfo=dt.UTC)).timestamp()) * 1_000_000
        number = int(days_of(np.array([stamp]), dataset.interval, dataset.zone)[0])
        return (dt.date(1970, 1, 1) + dt.timedelta(days=number)).isoformat()

    return day(dataset.first), day(dataset.last)


def benchmark_version(actor: Actor, dataset: datasets.DatasetView, request: RunRequest) -> str | None:
    """The version of another dataset whose symbol the run is compared with; raises for a symbol that is not there."""
    choice = choice_of(request.benchmark)
    if choice is None:
        return None
    other = datasets.dataset(actor, choice.dataset, Deed.RUN).view if choice.dataset else dataset
    if choice.symbol not in other.symbols:
        hint = f"It holds {', '.join(other.symbols[:8])}."
        raise UnknownSymbol(f"{other.name} has no bars of {choice.symbol}.", hint, field="benchmark")
    return other.version_id if choice.dataset else None
