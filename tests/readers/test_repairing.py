"""Repairs while a file is read: shown as findings, done only when asked for."""

from quantboard.readers.read import read

HEAD = "Date,Open,High,Low,Close,Volume\n"
DAYS = [f"2019-03-{d:02d}" for d in range(4, 30) if d not in (9, 10, 16, 17, 23, 24)]
DAYS += [f"2019-04-{d:02d}" for d in range(1, 13) if d not in (6, 7)]  # New York's sessions


def write(tmp_path):
    rows = [f"{day},10,11,9,10,7" for day in DAYS if day not in ("2019-03-12", "2019-03-13")]
    rows[3] = rows[3].replace("10,11,9,10", "10,9,11,10")
    rows.insert(6, rows[5].replace(",10,7", ",10.5,7"))
    path = tmp_path / "a.csv"
    path.write_text(HEAD + "\n".join(rows) + "\n")
    return path


def test_what_is_repaired_and_what_is_only_told(tmp_path):
    path = write(tmp_path)
    plain = read(path, path.name, {"duplicates": "drop"}, calendars=True)
    assert (plain.report.rows_read, plain.report.rows_kept) == (29, 26)
    found = read(path, path.name, {"repair": "swap+dedupe+fill"}, calendars=True)
    counts = {finding.code: finding.count for finding in found.report.findings}
    assert counts["repaired_swap"] == 1
    assert counts["repaired_fill"] == 2
    assert counts["duplicate_conflicting"] == 1
    assert len(found.rows.stamps) == len(DAYS)
    assert found.report.rows_kept == 28
    assert found.rows.columns["high"][3] == 11
    assert found.plan.repair == ("swap", "dedupe", "fill")
