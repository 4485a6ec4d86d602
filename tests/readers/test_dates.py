import datetime as dt

import pyarrow as pa
import pytest

from quantboard.readers import dates
from quantboard.readers.dates import BAD, NO_OFFSET, OUT_OF_RANGE


def micro(*parts):
    return int(dt.datetime(*parts, tzinfo=dt.UTC).timestamp()) * 1_000_000


def one(text, kind):
    return int(dates.parse(pa.array([text]), kind)[0][0])


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("2021-03-04", "ymd", micro(2021, 3, 4)),
        ("2021/3/4", "ymd", micro(2021, 3, 4)),
        ("2021年3月4日", "ymd", micro(2021, 3, 4)),
        ("2021-03-04 09:30", "ymd", micro(2021, 3, 4, 9, 30)),
        ("2021-03-04T09:30:05", "ymd", micro(2021, 3, 4, 9, 30, 5)),
        ("20210304", "compact", micro(2021, 3, 4)),
        ("20210304 0930", "compact", micro(2021, 3, 4, 9, 30)),
        ("20210304093000", "compact", micro(2021, 3, 4, 9, 30)),
        ("04/03/2021", "dmy", micro(2021, 3, 4)),
        ("3/4/2021 9:30", "mdy", micro(2021, 3, 4, 9, 30)),
        ("31-Dec-10", "d_mon_y", micro(2010, 12, 31)),
        ("Mar 04, 2021", "mon_d_y", micro(2021, 3, 4)),
        ("2019-10-17 09-AM", "ymd", micro(2019, 10, 17, 9)),
        ("2019-10-17 12-AM", "ymd", micro(2019, 10, 17)),
        ("1614850200", "epoch_s", micro(2021, 3, 4, 9, 30)),
        ("1614850200000", "epoch_ms", micro(2021, 3, 4, 9, 30)),
        ("1614850200000000", "epoch_us", micro(2021, 3, 4, 9, 30)),
        ("1614850200000000000", "epoch_ns", micro(2021, 3, 4, 9, 30)),
        ("41276", "excel_serial", micro(2013, 1, 2)),
        ("41276.5", "excel_serial", micro(2013, 1, 2, 12)),
    ],
)
def test_formats(text, kind, expected):
    assert one(text, kind) == expected
    assert dates.guess([text] * 3).kind in (kind, "mdy", "dmy")


@pytest.mark.parametrize("text", ["2013-02-30", "2013-13-01", "0000-00-00", "2013-8-", "x", "2021-01-01 25:00"])
def test_what_is_no_date(text):
    assert one(text, "ymd") == BAD


def test_years_nobody_means():
    assert one("9999-12-31", "ymd") == OUT_OF_RANGE
    assert one("1372809600000", "epoch_s") == OUT_OF_RANGE


def test_offsets_are_kept_apart():
    written, offsets = dates.parse(pa.array(["2021-03-04 00:00:00+08:00", "2021-03-04T00:00:00Z", "2021-03-04"]), "ymd")
    assert set(written.tolist()) == {micro(2021, 3, 4)}
    assert offsets.tolist() == [8 * 3_600_000_000, 0, NO_OFFSET]


def test_typed_columns():
    stamps = pa.array([dt.datetime(2021, 3, 4, 14, 30, tzinfo=dt.UTC), None], pa.timestamp("ns", "America/New_York"))
    written, offsets = dates.parse(stamps, "ymd")
    assert written.tolist() == [micro(2021, 3, 4, 9, 30), BAD]
    assert offsets[0] == -5 * 3_600_000_000


@pytest.mark.parametrize(
    ("hint", "kind"),
    [
        ("%d/%m/%Y", "dmy"),
        ("MM/DD/YYYY", "mdy"),
        ("%Y-%m-%d %H:%M", "ymd"),
        ("%Y%m%d", "compact"),
        ("dmy", "dmy"),
        ("?", ""),
    ],
)
def test_hints(hint, kind):
    assert dates.kind_of_hint(hint) == kind


def test_day_and_month():
    assert dates.is_ambiguous(["01/02/2021", "03/02/2021"])
    assert not dates.is_ambiguous(["01/02/2021", "13/02/2021"])
    assert not dates.is_ambiguous(["01/01/2021"])


@pytest.mark.parametrize(
    ("kind", "form"), [("ymd", "2021-03-04 {}"), ("compact", "20210304 {}"), ("dmy", "04/03/2021T{}")]
)
def test_long_columns_are_read_in_two_halves_alike(monkeypatch, kind, form):
    texts = [form.format(time) for time in ("09:30:00", "23:59:59", "25:00:00", "10:00+xx")]
    texts = [text.ljust(len(texts[0]))[: len(texts[0])] for text in texts] + ["9999-99-99 09:30:00"[: len(texts[0])]]
    column = pa.array(texts)
    plain = dates.parse(column, kind)
    monkeypatch.setattr(dates, "LONG_COLUMN", 1)
    halves = dates.parse(column, kind)
    assert plain[0].tolist()[:4] == halves[0].tolist()[:4]
    assert plain[0][0] == micro(2021, 3, 4, 9, 30)
    assert halves[0][4] <= OUT_OF_RANGE
