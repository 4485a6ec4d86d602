"""Whole files, as people have them."""

import gzip
import zipfile
from pathlib import Path

import numpy as np
import pytest

from quantboard.core.bars import stamp_text
from quantboard.errors import QuantBoardError
from quantboard.readers.containers import CorruptArchive, EmptyFile, TooLargeUnpacked, UnsafeMember
from quantboard.readers.detect import MissingColumn, NoDataRows, detect
from quantboard.readers.plan import BadHint, UnknownHint
from quantboard.readers.read import Undecided, read, read_bars
from quantboard.readers.report import TooManyBadRows
from quantboard.readers.text import LineTooLong

DATA = Path(__file__).parents[1] / "data"
HEAD = "Date,Open,High,Low,Close,Volume\n"


def write(folder: Path, text: str, name: str = "prices.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def days(n: int, *, form: str = "{y:04d}-{m:02d}-{d:02d}", delimiter: str = ",") -> list[str]:
    cells = ["{date}", "10", "11", "9", "10.5", "1000"]
    dates = [form.format(y=2021, m=1 + i // 28, d=1 + i % 28) for i in range(n)]
    return [delimiter.join(cells).replace("{date}", date) for date in dates]


def test_yahoo_layout_keeps_raw_prices_and_the_adjusted_close() -> None:
    found = read(DATA / "yahoo.csv", "yahoo.csv")
    bars = found.rows.bars()
    assert bars.symbols == ("yahoo",)
    assert bars.n_bars == 4
    assert bars.close[0, 0] == 10.5
    assert bars.columns["adj_close"][0, 0] == 9.8
    codes = {finding.code: finding.count for finding in found.report.findings}
    assert codes == {"missing_values": 1, "price_outside_range": 1}
    assert found.report.rows_read == 6


def test_kaggle_layout_has_a_symbol_column() -> None:
    bars = read_bars(DATA / "kaggle.csv")
    assert bars.symbols == ("AAA", "BBB")
    assert bars.n_bars == 3
    assert np.isnan(bars.close[2, 0])


def test_chinese_headers_in_gbk_keep_leading_zeros_and_turn_the_order() -> None:
    found = read(DATA / "chinese_gbk.csv", "chinese_gbk.csv")
    bars = found.rows.bars()
    assert found.plan.encoding == "gb18030"
    assert bars.symbols == ("000001",)
    assert [stamp_text(int(s), "1d") for s in bars.stamps] == ["2021-03-01", "2021-03-02", "2021-03-03"]
    assert bars.columns["amount"][0, 0] == 1_260_000
    assert "descending_order" in {finding.code for finding in found.report.findings}


def test_zip_members_are_symbols_and_junk_is_named(tmp_path: Path) -> None:
    path = tmp_path / "both.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("AAA.csv", "folder/BBB.csv"):
            archive.writestr(name, HEAD + "\n".join(days(5)))
        archive.writestr("__MACOSX/._AAA.csv", "x")
        archive.writestr("readme.txt", "x")
    found = read(path, path.name)
    assert found.rows.symbols == ("AAA", "BBB")
    assert [note.code for note in found.notes] == ["ignored_members"]


def test_gzip_is_read_and_a_cut_one_refused(tmp_path: Path) -> None:
    whole = gzip.compress((HEAD + "\n".join(days(40))).encode())
    path = tmp_path / "spy.csv.gz"
    path.write_bytes(whole)
    assert read_bars(path).symbols == ("spy",)
    path.write_bytes(whole[: len(whole) * 6 // 10])
    with pytest.raises(CorruptArchive):
        read_bars(path)


def test_a_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * (80 << 20))
    with pytest.raises(TooLargeUnpacked, match="limit"):
        read_bars(path)
    packed = tmp_path / "bomb.csv.gz"
    packed.write_bytes(gzip.compress(HEAD.encode() + b"2021-01-01,1,1,1,1,1\n" * (4 << 20)))
    with pytest.raises(TooLargeUnpacked):
        read_bars(packed)


def test_members_that_point_outside_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "evil.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../evil.csv", HEAD + "\n".join(days(5)))
    with pytest.raises(UnsafeMember, match="evil"):
        read_bars(path)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", EmptyFile),
        (HEAD, NoDataRows),
        ("Date,Open,High,Low,Volume\n2021-01-01,1,1,1,1\n2021-01-02,1,1,1,1\n", MissingColumn),
        ("a" * 1_200_000, LineTooLong),
    ],
)
def test_what_is_no_table_of_bars(tmp_path: Path, text: str, kind: type[QuantBoardError]) -> None:
    with pytest.raises(kind):
        read_bars(write(tmp_path, text))


def test_bad_cells_are_named_by_line_and_column(tmp_path: Path) -> None:
    lines = days(30)
    lines[3] = lines[3].replace(",10,", ",halted,")
    lines[7] += ",9"
    found = read(write(tmp_path, HEAD + "\n".join(lines)), "x.csv")
    by_code = {finding.code: finding for finding in found.report.findings}
    cell = by_code["non_numeric_value"].samples[0]
    assert (cell.line, cell.column, cell.text) == (5, "Open", "halted")
    assert by_code["wrong_field_count"].samples[0].line == 9
    assert found.report.rows_kept == 28


def test_a_file_that_changes_its_format_is_refused_unless_told_to_drop(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD + "\n".join(days(20) + days(20, form="{d:02d}/{m:02d}/{y}")))
    with pytest.raises(TooManyBadRows, match="line 22"):
        read_bars(path)
    assert read_bars(path, {"bad_rows": "drop"}).n_bars == 20


def test_day_and_month_are_decided_on_the_whole_column_or_asked(tmp_path: Path) -> None:
    first = write(tmp_path, HEAD + "\n".join(days(28, form="{d:02d}/{m:02d}/{y}")))
    assert stamp_text(int(read_bars(first).stamps[1]), "1d") == "2021-01-02"
    open_ = write(tmp_path, HEAD + "\n".join(days(12, form="{d:02d}/{m:02d}/{y}")), "open.csv")
    with pytest.raises(Undecided, match="day/month"):
        read_bars(open_)
    assert read_bars(open_, {"dates": "dmy"}).n_bars == 12


def test_conflicting_bars_are_asked_about(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD + "\n".join([*days(10), days(1)[0].replace("10.5", "10.7")]))
    with pytest.raises(Undecided, match="line 12"):
        read_bars(path)
    assert read_bars(path, {"duplicates": "first"}).close[0, 0] == 10.5
    assert read_bars(path, {"duplicates": "last"}).close[0, 0] == 10.7
    assert read_bars(path, {"duplicates": "drop"}).n_bars == 9
    asked = read(path, path.name, ask=True)
    assert [question.code for question in asked.questions] == ["duplicate_conflicting"]


def test_german_numbers_and_cp1252(tmp_path: Path) -> None:
    lines = [f"{d:02d}.01.2021;2.10{d % 10},50;2.200,00;2.000,00;2.15{d % 10},25;1.000.000" for d in range(1, 29)]
    text = "Datum;Eröffnung;Hoch;Tief;Schluss;Volumen\n" + "\n".join(lines)
    bars = read_bars(write(tmp_path, text, encoding="cp1252"))
    assert bars.open[0, 0] == 2101.5
    assert bars.volume is not None
    assert bars.volume[0, 0] == 1_000_000


def test_intraday_bars_are_kept_at_their_close_in_utc(tmp_path: Path) -> None:
    lines = [f"2021-01-04 {9 + (30 + i) // 60:02d}:{(30 + i) % 60:02d},10,11,9,10,5" for i in range(40)]
    path = write(tmp_path, HEAD + "\n".join(lines))
    bars = read_bars(path, {"zone": "America/New_York"})
    assert bars.interval == "1m"
    assert stamp_text(int(bars.stamps[0]), "1m") == "2021-01-04T14:31:00Z"
    closed = read_bars(path, {"zone": "America/New_York", "stamp": "close"})
    assert stamp_text(int(closed.stamps[0]), "1m") == "2021-01-04T14:30:00Z"


def test_the_repeated_hour_of_autumn_is_two_bars(tmp_path: Path) -> None:
    hours = ["00:00", "01:00", "01:00", "02:00", "03:00"]
    lines = [f"2018-11-04 {hour},10,11,9,{10 + i / 10},5" for i, hour in enumerate(hours)]
    path = write(tmp_path, HEAD + "\n".join(lines))
    with pytest.raises(Undecided, match="time zone"):
        read_bars(path)
    bars = read_bars(path, {"zone": "America/New_York"})
    assert set(np.diff(bars.stamps)) == {3_600_000_000}


def test_session_dates_are_those_written(tmp_path: Path) -> None:
    lines = [f"2019-01-{d:02d} 00:00:00+08:00,10,11,9,10,5" for d in (2, 3, 4)]
    bars = read_bars(write(tmp_path, HEAD + "\n".join(lines)))
    assert (bars.interval, stamp_text(int(bars.stamps[0]), "1d")) == ("1d", "2019-01-02")


def test_headerless_lean_prices_are_scaled(tmp_path: Path) -> None:
    lines = [f"202101{d:02d} 00:00,1045000,1057500,1040600,1057500,2563200" for d in range(4, 9)]
    found = detect(write(tmp_path, "\n".join(lines), "ibm.csv"))
    assert found.plan.scale == 0.0001
    assert read_bars(tmp_path / "ibm.csv").close[0, 0] == 105.75


def test_hints_are_checked(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD + "\n".join(days(5)))
    with pytest.raises(UnknownHint):
        read_bars(path, {"clsoe": "Close"})
    with pytest.raises(BadHint):
        read_bars(path, {"duplicates": "both"})
    assert read_bars(path, {"close": "Open"}).close[0, 0] == 10


def test_the_symbol_can_be_given() -> None:
    assert read_bars(DATA / "yahoo.csv", symbol="XYZ").symbols == ("XYZ",)


def test_reading_needs_no_pandas() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from pathlib import Path; from quantboard.readers.read import read_bars;"
        f"read_bars(Path({str(DATA / 'kaggle.csv')!r})); sys.exit('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
