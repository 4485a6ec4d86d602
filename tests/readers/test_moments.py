import pytest

from quantboard.readers.read import Undecided, read


def write(tmp_path, dates):
    path = tmp_path / "a.csv"
    path.write_text("Date,Open,High,Low,Close\n" + "".join(f"{date},1,2,0.5,1\n" for date in dates))
    return path


def test_one_day_above_twelve_far_below_settles_the_order(tmp_path):
    ambiguous = [f"0{d}/0{m}/{y}" for y in range(1990, 2020) for m in range(1, 10) for d in range(1, 10)] * 3
    long = [f"{date},1,2,0.5,1" for date in ambiguous]
    path = tmp_path / "a.csv"
    path.write_text("Date,Open,High,Low,Close\n" + "\n".join([*long, "25/01/2021,1,2,0.5,1"]) + "\n")
    assert path.stat().st_size > 1 << 17
    assert read(path, path.name, {"duplicates": "first"}).plan.dates == "dmy"


def test_order_and_weekends_are_evidence_but_no_proof(tmp_path):
    path = write(tmp_path, ["05/02/2021", "08/02/2021", "09/02/2021", "10/02/2021"])
    with pytest.raises(Undecided, match="Only day-first"):
        read(path, path.name)
    assert read(path, path.name, {"dates": "mdy"}).plan.dates == "mdy"
    path = write(tmp_path, ["11/05/2019", "11/06/2019", "11/07/2019", "11/08/2019"])
    with pytest.raises(Undecided, match="Only month-first do they leave out weekends"):
        read(path, path.name)
