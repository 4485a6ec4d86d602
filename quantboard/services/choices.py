"""Which strategy a run is of: a saved one, a template, or a source that only the run keeps."""

from quantboard.core.access import Actor, Deed
from quantboard.errors import InvalidInput
from quantboard.sandbox.outcomes import SourceRejected
from quantboard.services import backtests, strategies


class WhichStrategy(InvalidInput):
    """A run needs a saved strategy, a template or a source, and only one of them."""

    code = "backtest.which_strategy"


def chosen(
    actor: Actor, strategy_id: str | None = None, template: str | None = None, source: str | None = None
) -> backtests.Chosen:
    """The one that was given, with its source as it is now; raises what is wrong with it."""
    if sum(one is not None for one in (strategy_id, template, source)) != 1:
        hint = "Give exactly one of strategy_id, template and source."
        raise WhichStrategy("It is not clear which strategy is to run.", hint, field="strategy_id")
    if strategy_id is not None:
        found = strategies.get(actor, strategy_id, Deed.RUN)
        return backtests.Chosen(found.name, found.source, found.id, found.declaration)
    if template is not None:
        shipped = strategies.template(template)
        return backtests.Chosen(shipped.name[0], shipped.source, None, shipped.declaration)
    text = source or ""
    verdict = strategies.check(text)
    if verdict.declaration is None or verdict.errors:
        raise SourceRejected(verdict.errors)
    return backtests.Chosen(verdict.declaration.name, text, None, verdict.declaration)
