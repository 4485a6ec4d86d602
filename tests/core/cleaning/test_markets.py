"""Markets told by their hours and by the endings of symbols."""

import numpy as np
import pytest

from quantboard.core.cleaning import markets

DAY, MINUTE = 86_400_000_000, 60_000_000
MONDAY = 18_267 * DAY  # 2020-01-06


def week(*spans: tuple[int, int], step: int = 1) -> np.ndarray:
    minutes = np.concatenate([np.arange(a, b, step) for a, b in spans])
    return np.concatenate([MONDAY + day * DAY + minutes * MINUTE for day in range(5)])


@pytest.mark.parametrize(
    ("stamps", "length", "zone", "stamp"),
    [
        (week((570, 960)), 1, "America/New_York", "start"),
        (week((571, 961)), 1, "America/New_York", "close"),
        (week((571, 691), (781, 901)), 1, "Asia/Shanghai", "close"),
        (week((570, 690), (780, 900), step=5), 5, "Asia/Shanghai", "start"),
        (week((540, 690), (750, 900), step=5), 5, "Asia/Tokyo", "start"),
        (week((570, 720), (780, 960)), 1, "Asia/Hong_Kong", "start"),
        (week((480, 990), step=15), 15, "Europe/London", "start"),
        (week((240, 1200)), 1, "America/New_York", "start"),
        (week((570, 960), step=60), 60, "America/New_York", "start"),
    ],
)
def test_hours_tell_the_market(stamps: np.ndarray, length: int, zone: str, stamp: str) -> None:
    found = markets.by_hours(stamps, length * MINUTE)
    assert found is not None
    assert (found.market.zone, found.stamp) == (zone, stamp)


@pytest.mark.parametrize(
    ("stamps", "length"),
    [
        (week((0, 1440)), 1),  # around the clock
        (np.arange(7 * 1440) * MINUTE + MONDAY, 1),  # and on weekends
        (week((540, 960), step=60), 60),  # hours on the hour fit half the world
        (week((570, 580)), 1),  # ten minutes a day
    ],
)
def test_other_hours_tell_nothing(stamps: np.ndarray, length: int) -> None:
    assert markets.by_hours(stamps, length * MINUTE) is None


def test_endings() -> None:
    assert markets.by_symbol(["000001.SZ", "600000.SH"]).calendar == "XSHG"  # type: ignore[union-attr]
    assert markets.by_symbol(["000001.XSHG"]).zone == "Asia/Shanghai"  # type: ignore[union-attr]
    assert markets.by_symbol(["AAPL", "MSFT"]) is None
    assert markets.by_symbol(["0700.HK", "7203.T"]) is None


def test_coins() -> None:
    assert markets.is_crypto(["BTCUSDT", "ETH-USD", "btc/eur"])
    assert not markets.is_crypto(["BTCUSDT", "AAPL"])
    assert not markets.is_crypto([])
