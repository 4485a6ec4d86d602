import pytest

from quantboard.readers.detect import UnknownColumn, detect, glance
from quantboard.readers.moments import NoDates

BODY = "".join(f"2021-01-{d:02d},10,11,9,10.5,7\n" for d in range(1, 29))


def write(tmp_path, text):
    path = tmp_path / "a.csv"
    path.write_text(text)
    return path


def test_roles_extras_and_the_preview(tmp_path):
    body = BODY.replace(",7\n", ",7,0.5,=x\n")
    found = detect(write(tmp_path, "Date,Open,High,Low,Close,Volume,VWAP,Note\n" + body))
    assert found.plan.roles["volume"] == 5
    assert found.plan.extras == {"vwap": 6}
    assert found.preview[0][:2] == ("2021-01-01", "10")
    assert found.plan.symbol == "a"


def test_tick_volume_stands_in_for_an_empty_volume(tmp_path):
    body = BODY.replace(",7\n", ",7,0\n")
    found = detect(write(tmp_path, "Date,Open,High,Low,Close,Tickvol,Volume\n" + body))
    assert found.plan.roles["volume"] == 5


def test_the_base_coin_is_the_volume(tmp_path):
    text = "Timestamps are UTC timezone,https://example.org\ndate,open,high,low,close,volume_btc,volume\n"
    found = detect(write(tmp_path, text + BODY.replace(",7\n", ",7,70\n")))
    assert found.plan.roles["volume"] == 5
    assert found.plan.zone == "UTC"


def test_two_columns_of_one_name_are_asked_about(tmp_path):
    path = write(tmp_path, "Date,Open,High,Low,Close,Close\n" + BODY)
    assert detect(path).questions[0].options == ("#5", "#6")
    assert detect(path, "", {"close": "#6"}).plan.roles["close"] == 5


def test_a_column_that_is_not_there(tmp_path):
    with pytest.raises(UnknownColumn, match="Nix"):
        detect(write(tmp_path, "Date,Open,High,Low,Close,Volume\n" + BODY), "", {"close": "Nix"})


def test_dates_that_cannot_be_read_and_a_glance_all_the_same(tmp_path):
    path = write(tmp_path, "Date,Open,High,Low,Close,Volume\n" + BODY.replace("2021-01-", "day "))
    with pytest.raises(NoDates):
        detect(path)
    seen = glance(path, path.name, {})
    assert seen.plan.names[0] == "Date"
    assert len(seen.preview) > 20
