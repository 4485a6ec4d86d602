import asyncio
from types import SimpleNamespace

from reflex_base.event.context import EventContext

from quantboard import log
from quantboard.core.bars import EmptyPeriod
from quantboard.errors import InvalidInput
from quantboard.ui.errors import on_error, speak, told, told_kept


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


def test_another_language_hears_the_meaning_before_the_exact_message():
    error = EmptyPeriod("No bar lies between 1990 and 1991.", "The data covers 2000 to 2013.")
    assert told(error, "en") == "No bar lies between 1990 and 1991."
    assert told(error, "zh-CN") == "所选区间内没有 K 线（No bar lies between 1990 and 1991.）"
    assert told_kept({"code": "code.timed_out", "message": "Too long."}, "zh-CN").startswith("代码运行超时")
    assert told_kept({"code": "never.heard", "message": "Odd."}, "zh-CN") == "Odd."
    assert told_kept(None) == ""


def test_a_bugs_traceback_keeps_no_secret(capsys):
    secret = "planted" + "-pw"  # put together here: the traceback shows this very source
    log.set_up(as_json=True)
    try:
        raise ValueError(f"cannot open postgresql://quant:{secret}@db/q with {{'password': '{secret}'}}")
    except ValueError as problem:
        on_error(problem)
    log.set_up()
    said = capsys.readouterr().err
    assert "event.failed" in said
    assert "cannot open postgresql://quant:***@db/q" in said
    assert secret not in said


async def test_an_error_is_told_in_its_tabs_language_though_another_task_tells_it():
    async def event():
        speak("zh-CN", "tab-one")

    async def told_later(token):
        EventContext.set(SimpleNamespace(token=token, txid="1"))
        return text_of(on_error(EmptyPeriod("No bar lies there.", "Take another period.")))

    await asyncio.create_task(event())
    assert "所选区间内没有 K 线" in await asyncio.create_task(told_later("tab-one"))
    assert "所选区间内没有 K 线" not in await asyncio.create_task(told_later("tab-two"))
