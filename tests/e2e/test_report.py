"""The report of one run in a browser: its tabs and their addresses, and the ways between curves, trades and candles."""

import csv
import re
from pathlib import Path

import pytest
from conftest import running
from playwright.sync_api import Page, expect
from steps import PASSWORD, ready, visit

pytestmark = pytest.mark.e2e
SAMPLE = "US stocks 2000–2013 (sample)"
PATIENCE_MS = 120_000
OPTIONS = {"symbols": ["AAPL", "IBM", "MSFT"], "max_holdings": 2, "stop_loss": 0.1, "commission": 0.001}
SHOWS = {  # tab → what must be in sight
    "trades": "#trades tbody tr",
    "chart": "#candles canvas",
    "risk": "#rolling svg",
    "exposure": "#held",
    "breakdown": "#by-symbol-table tbody tr",
    "costs": "#cost-map svg",
    "metrics": "#sides",
    "orders": "#orders tbody tr",
    "log": "#log tbody tr",
    "assumptions": "#in-words li",
    "code": "#code",
    "notes": "#run-note",
}


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with running(tmp_path_factory.mktemp("report")) as started:
        yield started


def test_the_report_from_tab_to_tab(page: Page, program, tmp_path):
    sign_up(page, program)
    run = a_run(page, program)
    visit(page, f"/backtests/{run}")
    expect(page.locator("#result-hash")).to_be_visible(timeout=PATIENCE_MS)
    same_numbers_as_the_shell(page, program)
    every_tab_has_an_address(page, run)
    trades_are_filtered_and_exported(page, tmp_path)
    a_trade_and_its_candles_lead_to_each_other(page)
    the_curve_leads_to_its_trades(page)
    flags_and_metrics_explain_themselves(page)
    people_talk_about_it(page)


def sign_up(page: Page, program) -> None:
    page.goto(program.first_address)
    ready(page)
    for field, text in (("#name", "Ada Byron"), ("#password", PASSWORD), ("#confirm", PASSWORD)):
        page.fill(field, text)
    page.click("#create-account")
    page.wait_for_url("**/welcome/mode/**")
    ready(page)
    page.click("#mode-expert")
    page.wait_for_url(lambda url: "/welcome" not in url)


def a_run(page: Page, program) -> str:
    program.shell("sample", "load")
    at = f"{program.base}/api/v1"
    dataset = page.request.get(f"{at}/datasets").json()["items"][0]["id"]
    asked = {"template": "double_moving_average", "dataset_id": dataset, "options": OPTIONS, "name": "Averages"}
    made = page.request.post(f"{at}/backtests", data=asked, headers={"Sec-Fetch-Site": "same-origin"})
    assert made.status == 202, made.text()
    return made.json()["backtest_id"]


def same_numbers_as_the_shell(page: Page, program) -> None:
    options = ["--symbols", "AAPL,IBM,MSFT", "--max-holdings", "2", "--stop-loss", "0.1", "--commission", "0.001"]
    told = program.shell("backtest", "run", "--strategy", "double_moving_average", "--data", SAMPLE, *options)
    assert told["result_hash"].startswith(page.inner_text("#result-hash").split()[-1])
    tile = page.locator("#tile-total_return .qb-metric-value")
    expect(tile).to_contain_text(f"{told['metrics']['total_return'] * 100:,.2f} %".replace("-", "−"))
    expect(page.locator("#tile-n_trades .qb-metric-value")).to_have_text(f"{told['metrics']['n_trades']:.0f}")
    expect(page.locator("#chosen")).to_contain_text(f"{len(told['trades'])} trades")


def every_tab_has_an_address(page: Page, run: str) -> None:
    for tab, shown in SHOWS.items():
        page.click(f"#tab-{tab}")
        expect(page.locator(shown).first).to_be_visible(timeout=30_000)
        if tab != "trades":
            assert page.url.endswith(f"?tab={tab}")
    page.go_back()
    expect(page.locator("#code")).to_be_visible()
    assert page.url.endswith("?tab=code")
    page.go_back()
    expect(page.locator("#in-words")).to_be_visible()
    page.go_forward()
    expect(page.locator("#code")).to_be_visible()
    visit(page, f"/backtests/{run}?tab=costs")
    expect(page.locator("#costs")).to_be_visible(timeout=30_000)
    page.click("#tab-trades")


def trades_are_filtered_and_exported(page: Page, tmp_path: Path) -> None:
    page.select_option("#by-symbol", "IBM")
    expect(page.locator("#trades tbody tr").first).to_contain_text("IBM")
    expect(page.locator("#trades tbody")).not_to_contain_text("AAPL")
    page.click("#sort-pnl")
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("P&L")
    n = int(re.match(r"([\d,]+) trades", page.inner_text("#chosen"))[1].replace(",", ""))
    with page.expect_download() as waiting:
        page.click("#export-trades-csv")
    file = tmp_path / "trades.csv"
    waiting.value.save_as(file)
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    assert {row["symbol"] for row in rows} == {"IBM"}
    gains = [float(row["pnl"]) for row in rows]
    assert (len(rows), gains) == (n, sorted(gains, reverse=True))


def a_trade_and_its_candles_lead_to_each_other(page: Page) -> None:
    page.locator("#trades tbody tr").first.click()
    expect(page.locator("#candles canvas").first).to_be_visible(timeout=30_000)
    expect(page.locator("#shown-trade")).to_contain_text("IBM")
    page.click("#trade-after")
    page.click("#in-table")
    expect(page.locator("#trades tr.qb-picked")).to_be_visible()


def the_curve_leads_to_its_trades(page: Page) -> None:
    everything = page.inner_text("#chosen")
    curve = page.locator("#equity .nsewdrag").first
    curve.scroll_into_view_if_needed()
    curve.hover()
    curve.click()
    expect(page.locator("#by-from_on")).not_to_have_value("", timeout=20_000)
    expect(page.locator("#chosen")).not_to_have_text(everything)
    page.click("#clear-filters")
    expect(page.locator("#by-from_on")).to_have_value("")


def flags_and_metrics_explain_themselves(page: Page) -> None:
    page.locator("#flags button").first.click()
    expect(page.locator(".qb-flag-text")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("#tile-sharpe .qb-explain").click()
    expect(page.locator(".qb-explain-card")).to_contain_text("95 % confidence interval")
    page.keyboard.press("Escape")


def people_talk_about_it(page: Page) -> None:
    page.click("#tab-notes")
    page.fill("#comment-draft", "Looks fitted.")
    page.locator("#comment-draft").blur()
    page.click("#comment-send")
    expect(page.locator("#comment-list")).to_contain_text("Looks fitted.")
