"""What trading cost: commission, duty, slippage, and what holding paid or earned."""

from dataclasses import asdict, dataclass

import numpy as np

from quantboard.core.backtest.metrics.account import Account
from quantboard.core.backtest.result import BacktestResult
from quantboard.core.calendar import months_of


@dataclass(frozen=True)
class Expenses:
    """Money, costs positive; ``financing_received`` is what came in. Slippage is contained in the prices.

    ``gross_pnl`` is the P&L had nothing cost anything, ``share`` the part of a positive one that went for costs.
    """

    commission: float
    stamp_duty: float
    slippage: float
    financing_paid: float
    financing_received: float
    total: float
    traded: float
    per_traded: float | None
    net_pnl: float
    gross_pnl: float
    share: float | None

    def as_dict(self) -> dict[str, float | None]:
        """As REST gives it."""
        return asdict(self)


@dataclass(frozen=True)
class YearOfCosts:
    """The same kinds of one calendar year."""

    year: int
    commission: float
    stamp_duty: float
    slippage: float
    financing: float


def expenses(result: BacktestResult) -> Expenses:
    """All costs of a run; interest, borrowing and funding are netted on each bar."""
    fills, financing = result.fills, np.nan_to_num(result.financing)
    commission, duty, slippage = (
        float(np.sum(column)) for column in (fills.commission, fills.stamp_duty, fills.slippage)
    )
    paid, received = -float(financing[financing < 0].sum()) + 0.0, float(financing[financing > 0].sum())
    total = commission + duty + slippage + paid
    traded = float(np.sum(fills.units * fills.price))
    net = result.final_equity - result.spec.cash
    gross = net + total
    return Expenses(
        commission=commission,
        stamp_duty=duty,
        slippage=slippage,
        financing_paid=paid,
        financing_received=received,
        total=total,
        traded=traded,
        per_traded=(total - paid) / traded if traded > 0 else None,
        net_pnl=net,
        gross_pnl=gross,
        share=total / gross if gross > 0 else None,
    )


def by_year(result: BacktestResult, account: Account) -> list[YearOfCosts]:
    """Costs by calendar year, oldest first; financing paid is positive."""
    years = 1970 + months_of(account.days) // 12
    rows = np.searchsorted(result.stamps, result.fills.at)
    fill_years = years[np.minimum(rows, len(years) - 1)]
    financing = -np.nan_to_num(result.financing)
    found = []
    for year in np.unique(years).tolist():
        mine = fill_years == year
        paid, duty, slid = (
            float(getattr(result.fills, name)[mine].sum()) for name in ("commission", "stamp_duty", "slippage")
        )
        found.append(YearOfCosts(year, paid, duty, slid, float(financing[years == year].sum())))
    return found
