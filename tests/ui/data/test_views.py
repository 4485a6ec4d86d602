"""What the data pages show."""

from pathlib import Path

from quantboard.core.access import Actor
from quantboard.core.cleaning import quality
from quantboard.core.progress import silent
from quantboard.readers import report
from quantboard.services import datasets
from quantboard.ui.data.dataset_page import dataset_page
from quantboard.ui.data.dataset_state import focus_of
from quantboard.ui.data.import_page import import_page
from quantboard.ui.data.list_page import data_page
from quantboard.ui.data.views import dataset_row, finding_rows, question_rows
from quantboard.ui.text.catalogue import CHINESE, ENGLISH, catalogue

DATA = Path(__file__).parents[2] / "data"
FINDING = {
    "code": "non_numeric_value",
    "severity": "error",
    "count": 1,
    "message": "…",
    "samples": [{"line": 5, "column": "Open", "text": "halted", "symbol": "", "at": "", "file": "x.csv"}],
}


def test_the_pages_render() -> None:
    for page in (data_page, import_page, dataset_page):
        assert page().render()


def test_a_dataset_in_the_list(ann: Actor) -> None:
    row = dataset_row(datasets.load_sample_now(ann, silent), ENGLISH)
    assert (row.symbols, row.n_rows, row.is_sample) == ("AAPL, FB, GOOG and 2 more", "12,154", True)
    assert row.span == "2000-03-01 – 2013-03-01"


def test_findings_are_said_in_both_languages_the_gravest_first() -> None:
    note = {"code": "encoding_guessed", "severity": "warning", "message": "The encoding was guessed: gb18030."}
    english, chinese = (finding_rows([FINDING], [note], language) for language in (ENGLISH, CHINESE))
    assert [row.text for row in english] == ["1 cells are no numbers", "The encoding was guessed"]
    assert chinese[0].text == "1 个单元格不是数字"
    assert english[1].detail == "gb18030"
    assert (english[0].places[0].line, english[0].places[0].text) == ("5", "halted")


def test_questions_offer_their_answers() -> None:
    asked = {
        "code": "ambiguous_day_month",
        "hint": "dates",
        "message": "…",
        "options": ("dmy", "mdy"),
        "detail": "1/2/13",
    }
    (row,) = question_rows([asked], ENGLISH)
    assert row.options == [("dmy", "day first"), ("mdy", "month first")]
    assert "1/2/13" in row.text


def test_every_code_of_the_readers_has_its_sentence() -> None:
    rooms = (Path(quality.__file__ or "").parent, Path(report.__file__ or "").parent)
    sources = "".join(file.read_text() for room in rooms for file in room.glob("*.py"))
    for code in report.SAYS:
        assert f"data.finding_{code}" in catalogue()
    for key in catalogue():
        if key.startswith(("data.finding_", "data.note_", "data.ask_")):
            assert key.split("_", 1)[1] in sources or key.startswith("data.note_ignored")


def test_an_address_can_name_the_range_to_jump_to() -> None:
    assert focus_of("1970-01-02", "1970-01-03") == {"from": 86_400, "to": 172_800}
    assert focus_of("1970-01-02T00:00:10Z", "") == {"from": 86_410, "to": 86_410}
    assert focus_of("", "") == focus_of("yesterday", "") == {}
