"""One dataset, one strategy and one run of somebody's, for the tests of what they have in common."""

from pathlib import Path

from quantboard.core.backtest.spec import parse_request
from quantboard.core.progress import silent
from quantboard.services import backtests, datasets, setups, sharing, strategies

DATA = Path(__file__).parents[1] / "data"
CODE = "def signals(bars, p):\n    up = bars.close > sma(bars.close, 2)\n    return Signals(entry=up, exit=~up)\n"


def some_dataset(actor, name="Two stocks", file="kaggle.csv"):
    return datasets.import_now(actor, name, [DATA / file], {}, silent)


def some_strategy(actor, name="Cross", code=CODE):
    return strategies.create(actor, name, code)


def some_run(actor, strategy, dataset, name=""):
    return backtests.submit(actor, strategy.id, dataset.id, parse_request({}), name)


def some_setup(actor, strategy, dataset, name="Usual"):
    return setups.create(actor, name, setups.SetupFields(strategy.id, None, dataset.id, {}))


def some_of_each(actor, visibility="private"):
    """(kind → id) of a dataset, a strategy, a run of both and a set-up of both."""
    dataset, strategy = some_dataset(actor), some_strategy(actor)
    made = {"dataset": dataset.id, "strategy": strategy.id, "backtest": some_run(actor, strategy, dataset).id}
    made["setup"] = some_setup(actor, strategy, dataset).id
    for kind, one in made.items():
        sharing.share(actor, kind, [one], visibility)
    return made
