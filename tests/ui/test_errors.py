from quantboard.errors import InvalidInput
from quantboard.ui.errors import on_error


def text_of(event):
    return str(event)


def test_our_errors_show_message_and_hint():
    shown = text_of(on_error(InvalidInput("The date 2031-02-30 does not exist.", "Give a day of the calendar.")))
    assert "2031-02-30" in shown
    assert "Give a day of the calendar." in shown


def test_bugs_show_a_reference_and_nothing_of_the_inside(capsys):
    shown = text_of(on_error(ZeroDivisionError("secret of the inside")))
    assert "secret of the inside" not in shown
    assert "Reference number" in shown
