"""A reading beside the right one: which properties of a file were found, with what index.json says of it."""

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from quantboard.core.bars import is_intraday
from quantboard.errors import QuantBoardError
from quantboard.readers import dates
from quantboard.readers.clock import length_of
from quantboard.readers.detect import detect
from quantboard.readers.plan import ROLES
from quantboard.readers.read import ReadResult, Undecided, read

CONTAINERS = {"zip": "zip", "csv.gz": "gzip", "csv": "text"}
ROLE_NAMES = {"timestamp": "date"}
Wrong = dict[str, str]


def judge(path: Path, want: Mapping[str, Any], hints: Mapping[str, str]) -> tuple[int, Wrong]:
    """How many properties were compared, and the wrong ones as ``wanted ≠ found``."""
    try:
        seen = detect(path, path.name, hints)
        found = read(path, path.name, hints)
    except Undecided as error:
        offers_closes = "closes" in str(error.field) and not {"open", "close"} & set(want.get("columns") or {})
        return 1, {} if offers_closes else {"reading": f"{error.code}: {error.message[:120]}"}
    except QuantBoardError as error:
        return 1, {"reading": f"{error.code}: {error.message[:120]}"}
    pairs = {**_settings(want, seen.container, found), **_table(want, found), **_times(want, found)}
    pairs |= {**_defects(want.get("issues") or {}, found), **_bars(want, found)}
    wrong = {name: f"{wanted} ≠ {got}" for name, (wanted, got) in pairs.items() if wanted != got}
    return len(pairs), wrong


def hints_of(want: Mapping[str, Any]) -> dict[str, str]:
    """What a person would say who knows where the file is from."""
    settings = want.get("settings") or {}
    zone, symbol, scale = want.get("timezone"), want.get("symbol"), want.get("price_scale")
    hints: dict[str, str] = {}
    if isinstance(zone, str) and "/" in zone and is_intraday(str(want.get("interval"))):
        hints["zone"] = zone
    if isinstance(symbol, str) and " " not in symbol:
        hints["symbol_name"] = symbol
    if scale and scale != 1:
        hints["scale"] = f"{scale:g}"
    kind = dates.kind_of_hint(str(want.get("timestamp_format", "")))
    if kind in ("dmy", "mdy"):
        hints["dates"] = kind
    if "sheets" in settings:
        hints["sheets"] = "all"
    if "close column" in str(want.get("layout")):
        hints["closes"] = "yes"
    return hints


def _settings(want: Mapping[str, Any], container: str, found: ReadResult) -> dict[str, tuple[Any, Any]]:
    plan, told = found.plan, want.get("settings") or {}
    pairs: dict[str, tuple[Any, Any]] = {}
    if "container" in want:
        pairs["container"] = (_container(want["container"]), container)
    mark = want.get("delimiter") or told.get("delimiter")
    if mark:
        pairs["delimiter"] = ({"tab": "\t"}.get(mark, mark), plan.delimiter)
    encoding = want.get("encoding") or told.get("encoding")
    if encoding:
        pairs["encoding"] = (encoding_of(encoding), encoding_of(plan.encoding))
    n_header = want.get("header_rows", told.get("header_rows"))
    if n_header is not None:
        pairs["header_rows"] = (n_header, len(plan.header_rows))
    if "header_row" in told:
        pairs["header_row"] = (told["header_row"], plan.header_rows[-1] + 1)
    kind = kind_of(str(want.get("timestamp_format") or told.get("timestamp") or ""))
    if kind:
        pairs["dates"] = (kind, plan.dates)
    if "decimal" in told:
        pairs["decimal"] = (told["decimal"], plan.decimal)
    if "price_scale" in want:
        pairs["price_scale"] = (float(want["price_scale"]), plan.scale)
    pairs["interval"] = (want.get("interval") or told.get("interval"), plan.interval)
    return pairs


def _container(text: str) -> str:
    return next(kind for start, kind in CONTAINERS.items() if text.startswith(start))


def encoding_of(text: str) -> str:
    """An encoding by one name."""
    word = text.split(" ")[0].lower()
    return {"ascii": "utf-8", "gbk": "gb18030"}.get(word, word)


def kind_of(text: str) -> str:
    """``Date %m/%d/%Y`` → the kind of date it means, or nothing."""
    if text.startswith("milliseconds since local midnight"):
        return "ms_of_day"
    if "milliseconds" in text:
        return "epoch_ms"
    if text.startswith("Excel serial"):
        return "excel_serial"
    match = re.search(r"%\S+", text)
    return dates.kind_of_hint(match[0]) if match else ""


def _table(want: Mapping[str, Any], found: ReadResult) -> dict[str, tuple[Any, Any]]:
    plan, pairs = found.plan, dict[str, tuple[Any, Any]]()
    for name, column in (want.get("columns") or {}).items():
        role = ROLE_NAMES.get(name, name)
        at = column if isinstance(column, int) else _place(plan.names, column)
        if plan.wide:
            continue
        if role in ROLES:
            pairs[f"column {role}"] = (at, plan.roles.get(role))
        elif role != "quote_volume" or at not in plan.roles.values():
            pairs[f"column {role}"] = (True, at in plan.extras.values())
    if want.get("symbols"):
        pairs["symbols"] = (sorted(want["symbols"]), sorted(found.rows.symbols))
    symbol = want.get("symbol")
    if isinstance(symbol, str) and " " not in symbol:
        pairs["symbol"] = ([symbol.upper()], [name.upper() for name in found.rows.symbols])
    pairs["rows"] = (want["rows"], found.report.rows_read)
    if plan.wide and found.report.rows_read != want["rows"]:
        pairs["rows"] = (want["rows"], found.report.rows_read // len(plan.wide))
    return pairs


def _place(names: tuple[str, ...], column: str) -> int:
    return names.index(column) if column in names else -1


def _times(want: Mapping[str, Any], found: ReadResult) -> dict[str, tuple[Any, Any]]:
    """First and last bar, as written: a stored bar stands at its close in UTC."""
    pairs: dict[str, tuple[Any, Any]] = {}
    for name, stamp in (("first_timestamp", found.rows.stamps.min()), ("last_timestamp", found.rows.stamps.max())):
        if name in want:
            pairs[name] = _moment(str(want[name]), int(stamp), want, found)
    order = want.get("order")
    if order:
        codes = {finding.code for finding in found.report.findings}
        got = "descending" if "descending_order" in codes else "unsorted" if "not_sorted" in codes else "ascending"
        pairs["order"] = (str(order).split(" ")[0], got)
    if "duplicate_timestamps" in want:
        pairs["duplicates"] = (want["duplicate_timestamps"], _count(found, "duplicate_"))
    return pairs


def _moment(text: str, stamp: int, want: Mapping[str, Any], found: ReadResult) -> tuple[str, str]:
    at = dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    if not is_intraday(found.plan.interval):
        got = dt.datetime.fromtimestamp(stamp / 1e6, dt.UTC)
        near = at.tzinfo is not None and abs((got - at).total_seconds()) <= 14 * 3600  # a date east or west of UTC
        return (got.date().isoformat() if near else at.date().isoformat()), got.date().isoformat()
    opened = stamp - (length_of(found.plan.interval) if found.plan.stamp == "start" else 0)
    if at.tzinfo is None:
        zone = want.get("timezone")
        at = at.replace(tzinfo=ZoneInfo(zone) if isinstance(zone, str) and "/" in zone else dt.UTC)
    return at.astimezone(dt.UTC).isoformat(), dt.datetime.fromtimestamp(opened / 1e6, dt.UTC).isoformat()


def _defects(issues: Mapping[str, Any], found: ReadResult) -> dict[str, tuple[Any, Any]]:
    pairs: dict[str, tuple[Any, Any]] = {}
    if "ohlc_violations" in issues:
        got = _count(found, "high_below_low") + _count(found, "price_outside_range")
        pairs["ohlc_violations"] = (issues["ohlc_violations"], got)
    if "nonpositive_prices" in issues:
        pairs["nonpositive_prices"] = (issues["nonpositive_prices"], _count(found, "non_positive_price"))
    if issues.get("ohlc_violation_lines"):
        lines = {p.line for f in found.report.findings if f.code in ("high_below_low", "price_outside_range")
                 for p in f.samples}  # fmt: skip
        pairs["violation_lines"] = (sorted(issues["ohlc_violation_lines"]), sorted(lines))
    return pairs


def _count(found: ReadResult, code: str) -> int:
    return sum(finding.count for finding in found.report.findings if finding.code.startswith(code))


def _bars(want: Mapping[str, Any], found: ReadResult) -> dict[str, tuple[Any, Any]]:
    """First and last bar, where cleaning has left them in place."""
    if len(found.rows.symbols) != 1 or found.plan.wide:
        return {}
    pairs = {}
    whole = found.report.rows_kept == found.report.rows_read
    for name, row in (("first_bar", 0), ("last_bar", -1)):
        bar = want.get(name)
        if bar and (whole or not _mended(bar, found, row)):
            got = {column: found.rows.columns[column][row] for column in bar if column in found.rows.columns}
            wanted = {column: value for column, value in bar.items() if column in got or value is not None}
            same = all(column in got and np.isclose(got[column], value, rtol=1e-6) for column, value in wanted.items())
            pairs[name] = (str(wanted), str(wanted) if same else str(got))
    return pairs


def _mended(bar: Mapping[str, Any], found: ReadResult, row: int) -> bool:
    return any(value is None for value in bar.values()) or not np.isclose(
        found.rows.columns["close"][row], bar["close"], rtol=1e-6
    )
