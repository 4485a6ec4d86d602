"""Kernels asked for one thing: thin steps between an entry and the loop that serves several, one column in."""

import math

import numpy as np

from quantboard.core.arrays import Vector
from quantboard.core.indicators import kernels
from quantboard.core.indicators.averages import kernels as averages
from quantboard.core.indicators.cycles import kernels as cycles
from quantboard.core.indicators.fits import kernels as fits
from quantboard.core.indicators.ranges import kernels as ranges
from quantboard.core.indicators.runs import EXPONENTIAL, band_place, empty, percent_difference
from quantboard.core.indicators.stops import kernels as stops
from quantboard.core.indicators.swings import kernels as swings
from quantboard.core.indicators.turns import kernels as turns

STEP, MOST = 0.02, 0.2


def double_mean(x: Vector, n: int, out: Vector) -> None:
    """DEMA."""
    averages.cascade(x, 2, n, 0.0, out)


def triple_mean(x: Vector, n: int, out: Vector) -> None:
    """TEMA."""
    averages.cascade(x, 3, n, 0.0, out)


def plus_movement(high: Vector, low: Vector, n: int, out: Vector) -> None:
    """Wilder's sum of upward movement."""
    swings.movement(high, low, low, swings.PLUS_DM, n, out)


def minus_movement(high: Vector, low: Vector, n: int, out: Vector) -> None:
    """Wilder's sum of downward movement."""
    swings.movement(high, low, low, swings.MINUS_DM, n, out)


def aroon_difference(high: Vector, low: Vector, n: int, out: Vector) -> None:
    """Aroon up less down."""
    down = empty(high)
    swings.aroon(high, low, n, down, out)
    out -= down


def parabolic(high: Vector, low: Vector, step: float, most: float, out: Vector) -> None:
    """Wilder's stop with one step for both sides."""
    stops.parabolic(high, low, np.array([0.0, 0.0, step, step, most, step, step, most]), 0, out)


def parabolic_extended(high: Vector, low: Vector, start: float, offset: float, *rest: float | Vector) -> None:
    """Wilder's stop with all settings; negative for shorts."""
    *steps, out = rest
    stops.parabolic(high, low, np.array([start, offset, *steps]), 1, out)  # type: ignore[arg-type]


def vertical(x: Vector, n: int, out: Vector) -> None:
    """Range over path."""
    turns.straightness(x, n, 1, out)


def efficiency(x: Vector, n: int, out: Vector) -> None:
    """Net move over path."""
    turns.straightness(x, n, 0, out)


def commodity(high: Vector, low: Vector, close: Vector, n: int, out: Vector) -> None:
    """The commodity channel index."""
    typical = empty(close)
    swings.bar_price(close, high, low, close, 2, typical)
    swings.mean_distance(typical, n, 0.015, out)


def mean_deviation(x: Vector, n: int, out: Vector) -> None:
    """Mean distance from the mean."""
    swings.mean_distance(x, n, 0.0, out)


def chande(x: Vector, n: int, out: Vector) -> None:
    """Chande's momentum of Wilder means."""
    swings.balance(x, n, 1, out)


def chande_plain(x: Vector, n: int, out: Vector) -> None:
    """Chande's momentum of plain sums."""
    swings.balance(x, n, 0, out)


def mean_range(high: Vector, low: Vector, n: int, out: Vector) -> None:
    """Mean of high − low."""
    ranges.spread(high, low, low, 2, n, out)


def place_in_band(x: Vector, n: int, times: float, out: Vector) -> None:
    """Bollinger's %b."""
    band_place(x, n, times, 0, out)


def width_of_band(x: Vector, n: int, times: float, out: Vector) -> None:
    """Width of the Bollinger band over its middle."""
    band_place(x, n, times, 1, out)


def volume_difference(volume: Vector, fast: int, slow: int, out: Vector) -> None:
    """PPO of the volume with exponential means."""
    percent_difference(volume, fast, slow, EXPONENTIAL, out)


def cycle_period(x: Vector, out: Vector) -> None:
    """Length of the dominant cycle."""
    cycles.hilbert(x, cycles.PERIOD, 0.0, 0.0, out, out)


def cycle_phase(x: Vector, out: Vector) -> None:
    """Phase of the dominant cycle."""
    cycles.hilbert(x, cycles.PHASE, 0.0, 0.0, out, out)


def phasor(x: Vector, inphase: Vector, quadrature: Vector) -> None:
    """In-phase and quadrature parts."""
    cycles.hilbert(x, cycles.PHASOR, 0.0, 0.0, inphase, quadrature)


def sine(x: Vector, wave: Vector, lead: Vector) -> None:
    """Sine of the phase, and 45° ahead."""
    cycles.hilbert(x, cycles.SINE, 0.0, 0.0, wave, lead)


def trend_mode(x: Vector, out: Vector) -> None:
    """1 in a trend, 0 in a cycle."""
    cycles.hilbert(x, cycles.TRENDMODE, 0.0, 0.0, out, out)


def trend_line(x: Vector, out: Vector) -> None:
    """Mean over the dominant cycle."""
    cycles.hilbert(x, cycles.TRENDLINE, 0.0, 0.0, out, out)


def median_price(high: Vector, low: Vector, out: Vector) -> None:
    """(h + l) / 2."""
    swings.bar_price(low, high, low, low, 1, out)


def typical_price(high: Vector, low: Vector, close: Vector, out: Vector) -> None:
    """(h + l + c) / 3."""
    swings.bar_price(close, high, low, close, 2, out)


def weighted_close(high: Vector, low: Vector, close: Vector, out: Vector) -> None:
    """(h + l + 2c) / 4."""
    swings.bar_price(close, high, low, close, 3, out)


def correlation(x: Vector, y: Vector, n: int, out: Vector) -> None:
    """Pearson's correlation."""
    fits.together(x, y, 0, n, 0, out)


def covariance(x: Vector, y: Vector, n: int, out: Vector) -> None:
    """Population covariance."""
    fits.together(x, y, 2, n, 0, out)


def beta(x: Vector, y: Vector, n: int, out: Vector) -> None:
    """Slope of the returns of y on those of x."""
    ours, others = empty(x), empty(x)
    fits.returns(x, 0, ours)
    fits.returns(y, 0, others)
    fits.together(ours, others, 1, n, 1, out)


def percentile(x: Vector, n: int, percent: float, out: Vector) -> None:
    """The smallest value that so many percent of the window do not exceed."""
    fits.quantile(x, n, 0.0, min(max(math.ceil(percent * n / 100.0), 1), n), out)


def median(x: Vector, n: int, out: Vector) -> None:
    """Middle of the sorted window."""
    fits.quantile(x, n, 0.5, 0, out)


def simple_returns(x: Vector, out: Vector) -> None:
    """x / x before − 1."""
    fits.returns(x, 0, out)


def log_returns(x: Vector, out: Vector) -> None:
    """ln(x / x before)."""
    fits.returns(x, 1, out)


def range_ratio(high: Vector, low: Vector, close: Vector, fast: int, slow: int, out: Vector) -> None:
    """Fast over slow Wilder range; 0 where the slow one is 0."""
    calm = empty(close)
    kernels.true_range_mean(high, low, close, fast, out)
    kernels.true_range_mean(high, low, close, slow, calm)
    out[:] = np.where(calm == 0.0, 0.0, out / calm)
