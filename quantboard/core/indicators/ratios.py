"""Ratios of fundamental columns, one column without gaps in; nothing where the divisor is not above zero."""

import numpy as np

from quantboard.core.arrays import Vector
from quantboard.core.indicators import kernels


def quotient(above: Vector, below: Vector, out: Vector) -> None:
    """above / below."""
    np.divide(above, below, out=out, where=below > 0.0)


def quotient_of_rest(above: Vector, less: Vector, below: Vector, out: Vector) -> None:
    """(above − less) / below."""
    np.divide(above - less, below, out=out, where=below > 0.0)


def market_quotient(price: Vector, shares: Vector, below: Vector, out: Vector) -> None:
    """price × shares / below."""
    np.divide(price * shares, below, out=out, where=below > 0.0)


def enterprise_quotient(price: Vector, shares: Vector, debt: Vector, cash: Vector, below: Vector, out: Vector) -> None:
    """(price × shares + debt − cash) / below."""
    np.divide(price * shares + debt - cash, below, out=out, where=below > 0.0)


def growth(x: Vector, n: int, out: Vector) -> None:
    """x against its value ``n`` rows before, as a fraction; nothing where that was not above zero."""
    old = np.full(len(x), np.nan)
    kernels.lagged(x, n, old)
    np.divide(x - old, old, out=out, where=old > 0.0)
