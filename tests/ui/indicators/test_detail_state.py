"""The page of one indicator: curves, form, errors, the administrator's switch."""

import pytest

from quantboard.core.access import Actor, RoleTooLow
from quantboard.core.progress import silent
from quantboard.services import accounts, datasets, indicators
from quantboard.ui.indicators.detail_state import LISTED, IndicatorState
from tests.instance import PASSWORD
from tests.ui.handlers import tab


@pytest.fixture
def opened(ann: Actor, bob: Actor):
    cookies = {one.name: accounts.sign_in(one.name, PASSWORD) for one in (ann, bob)}

    async def made(code, who="Bob"):
        state = tab(cookies[who], {}, {}).get_substate(IndicatorState.get_full_name().split(".")[1:])
        state.__dict__["indicator_code"] = code
        await state.load()
        return state

    return made


@pytest.fixture
def sample(bob):
    return datasets.load_sample_now(bob, silent)


async def test_curves_and_table_follow_form_and_symbol(opened, sample, bob):
    page = await opened("sma")
    assert (page.data_id, page.symbol) == (sample.id, sample.symbols[0])
    assert [one["name"] for one in page.picture["data"]] == ["Close", "sma"]
    assert len(page.table) == LISTED
    await page.choose_symbol("IBM")
    await page.set_param("n", "50")
    found = indicators.values(bob, "sma", sample.id, {"n": 50}, indicators.Look(symbol="IBM"))
    assert page.picture["data"][1]["y"] == found.outputs["sma"]
    assert page.table[0][0] == found.times[-1]
    assert page.table[0][2] == f"{found.outputs['sma'][-1]:,.4f}"
    assert page.example == "value = sma(bars.close, 50)"
    assert page.warm_up == 49


async def test_what_is_wrong_stands_at_its_field_and_the_last_curve_stays(opened, sample):
    page = await opened("macd")
    before = page.picture
    await page.set_param("fast", "40")
    errors = {one.name: one.error for one in page.params}
    assert "40" in errors["fast"]
    assert page.picture == before
    await page.set_param("fast", "5")
    assert not any(one.error for one in page.params)
    assert page.picture != before


async def test_missing_columns_are_said(opened, sample):
    page = await opened("pe_ratio")
    assert "eps" in page.problem
    assert page.picture == {}


async def test_without_data_there_is_nothing_to_draw(opened):
    page = await opened("rsi")
    assert (page.data_id, page.picture, page.problem) == ("", {}, "")
    assert not (await opened("hold")).is_drawn


async def test_favourite_and_switch(opened, ann, bob):
    page = await opened("obv")
    await page.mark(True)
    assert page.card.is_favourite
    assert indicators.indicator(bob, "obv").is_favourite
    with pytest.raises(RoleTooLow):
        await page.switch(True)
    other = await opened("obv", "Ann")
    await other.switch(True)
    assert other.card.is_off
    assert indicators.indicator(ann, "obv").is_off
    await other.switch(False)
    assert not indicators.indicator(ann, "obv").is_off
