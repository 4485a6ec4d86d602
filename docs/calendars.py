"""Writes ``quantboard/library/calendars.json``: the weekdays on which exchanges were closed, and early closes.

Run once a year with the development dependencies: ``python docs/calendars.py``. The product itself reads the table, so
that no import of a file waits for pandas and the holiday rules behind it.
"""

import json
import warnings
from pathlib import Path

import numpy as np

EXCHANGES = ("XNYS", "XSHG", "XHKG", "XTKS", "XLON", "XETR", "XPAR", "XMIL", "XTSE", "XASX", "XKRX", "XBOM")
TO = Path(__file__).parents[1] / "quantboard" / "library" / "calendars.json"
FIRST, LAST = "1970-01-02", "2027-12-31"


def main() -> None:
    """All exchanges into one file."""
    made = {name: table(name) for name in EXCHANGES}
    TO.write_text(json.dumps({"from": "exchange_calendars", "exchanges": made}, separators=(",", ":")) + "\n")


def table(name: str) -> dict[str, object]:
    """One exchange: its span, closed weekdays, sessions on weekends, days of an early close, in days since 1970."""
    from exchange_calendars import get_calendar
    from exchange_calendars.calendar_utils import global_calendar_dispatcher as known

    kind = known._calendar_factories[known.resolve_alias(name)]
    low, high = kind.bound_min(), kind.bound_max()
    first = max(FIRST, str(low)[:10]) if low is not None else FIRST
    last = min(LAST, str(high)[:10]) if high is not None else LAST
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = get_calendar(name, start=first, end=last)
        sessions = days(made.sessions)
        early = days(made.early_closes)
    span = np.arange(sessions[0], sessions[-1] + 1)
    weekday = (span + 3) % 7 < 5
    open_ = np.isin(span, sessions)
    return {
        "first": int(span[0]),
        "last": int(span[-1]),
        "closed": steps(span[weekday & ~open_]),
        "weekend": steps(span[~weekday & open_]),
        "early": steps(early),
    }


def days(index: object) -> np.ndarray:
    """Stamps → days since 1970."""
    return np.array([str(moment)[:10] for moment in index], dtype="datetime64[D]").astype(np.int64)  # type: ignore


def steps(values: np.ndarray) -> list[int]:
    """Differences: small numbers make a small file."""
    return np.diff(values, prepend=0).tolist() if len(values) else []


if __name__ == "__main__":
    main()
