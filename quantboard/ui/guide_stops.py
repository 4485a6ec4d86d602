"""Where the steps of the guides lead, and what they point at on the page."""

import fnmatch
from collections.abc import Mapping
from dataclasses import dataclass

from quantboard.services.guides import FIRST, GUIDES
from quantboard.ui import routes

TEMPLATE = "double_moving_average"
LISTS = {"dataset": routes.DATA, "strategy": routes.STRATEGIES, "backtest": routes.BACKTESTS}
MADE = {"dataset": routes.dataset, "strategy": routes.strategy, "backtest": routes.backtest}


@dataclass(frozen=True)
class Stop:
    """``place`` is an address, or the kind of thing whose newest is meant; ``on`` are patterns of fitting addresses."""

    place: str
    on: tuple[str, ...]
    target: str

    def href(self, newest: Mapping[str, str]) -> str:
        """Where the step takes place."""
        if self.place not in LISTS:
            return self.place
        return MADE[self.place](newest[self.place]) if self.place in newest else LISTS[self.place]

    def fits(self, path: str) -> bool:
        """Whether ``path`` is such a page."""
        plain = path.split("?")[0].rstrip("/") or "/"
        refused = {routes.NEW_BACKTEST, routes.IMPORT, routes.SCHEDULES}
        return any(
            plain == one or ("*" in one and plain not in refused and fnmatch.fnmatchcase(plain, one)) for one in self.on
        )


_REPORT = ("/backtests/*",)
_NEW = ("/strategies/new/*",)
STOPS: dict[str, tuple[Stop, ...]] = {
    FIRST: (
        Stop(routes.DATA, (routes.DATA,), "#load-sample, #load-sample-first"),
        Stop(routes.new_strategy(TEMPLATE), _NEW, "#create-and-test"),
        Stop(routes.NEW_BACKTEST, (routes.NEW_BACKTEST,), "#start"),
        Stop("backtest", _REPORT, ".qb-metrics:has(#tile-total_return), #progress"),
    ),
    "import": (
        Stop(routes.IMPORT, (routes.IMPORT,), ".qb-drop"),
        Stop(routes.IMPORT, (routes.IMPORT,), "#preview, .qb-drop"),
        Stop(routes.IMPORT, (routes.IMPORT,), "#check, .qb-drop"),
        Stop(routes.IMPORT, (routes.IMPORT,), "#start-import, .qb-drop"),
    ),
    "report": (
        Stop("backtest", _REPORT, ".qb-metrics:has(#tile-total_return)"),
        Stop("backtest", _REPORT, "#equity"),
        Stop("backtest", _REPORT, "#tab-trades"),
        Stop("backtest", _REPORT, "#tab-assumptions"),
    ),
    "strategy": (
        Stop(routes.STRATEGIES, (routes.STRATEGIES,), "#write-own"),
        Stop(routes.new_strategy("blank"), _NEW, "#code-fold, .cm-editor"),
        Stop(routes.new_strategy("blank"), _NEW, "#create-and-test"),
    ),
    "share": (
        Stop("dataset", ("/data/*",), "#share"),
        Stop("strategy", ("/strategies/*",), "#share"),
        Stop(routes.TRASH, (routes.TRASH,), "#page-title"),
    ),
    "api": (
        Stop(routes.ACCOUNT, (routes.ACCOUNT,), "#new-token, #token-name, #tokens"),
        Stop(routes.help_topic("api"), (routes.help_topic("api"),), "#help-text pre"),
        Stop(routes.help_topic("errors"), (routes.help_topic("errors"),), "#help-narrow"),
    ),
}
assert {key: len(stops) for key, stops in STOPS.items()} == GUIDES


def reached(key: str, step: int, path: str, done: int) -> int:
    """The step at ``path``: a later one of the first guide where what the steps before it make is there."""
    if key != FIRST:
        return step
    later = [n for n, stop in enumerate(STOPS[key], 1) if step < n <= done + 1 and stop.fits(path)]
    return max(later, default=step)
