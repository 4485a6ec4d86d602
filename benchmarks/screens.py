"""Pictures of every page × theme × width × language, to be looked at by eyes.

    python benchmarks/screens.py http://127.0.0.1:8000 --name Ada --out pictures [--only data --widths 390]

The instance must have an account of that name (its password is read from the standard input), and for pages of
one object something to show: the newest dataset, strategy, backtest and task are taken.
"""

import argparse
import re
import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from quantboard.ui.pages import PAGES

THEMES, LANGUAGES = ("light", "dark"), ("en", "zh-CN")
WIDTHS = (390, 768, 1440)
HEIGHT = 900
LISTS = {"dataset_id": "datasets", "strategy_key": "strategies", "backtest_id": "backtests", "task_key": "tasks"}
FIXED = {"template_key": "double_moving_average", "topic": "errors"}


def main() -> None:
    """Sign in once for each language, then visit and picture every page."""
    asked = _asked()
    asked.password = sys.stdin.readline().strip()
    asked.out.mkdir(parents=True, exist_ok=True)
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for language in asked.languages:
            for theme in asked.themes:
                _series(browser, asked, theme, language)
        browser.close()


def _asked() -> argparse.Namespace:
    said = argparse.ArgumentParser(description="Pictures of every page.")
    said.add_argument("base")
    said.add_argument("--name", default="Ada Byron")
    said.add_argument("--out", type=Path, default=Path("pictures"))
    said.add_argument("--only", default="", help="only pages whose address contains this")
    said.add_argument("--widths", type=int, nargs="*", default=WIDTHS)
    said.add_argument("--themes", nargs="*", default=THEMES)
    said.add_argument("--languages", nargs="*", default=LANGUAGES)
    return said.parse_args()


def _series(browser: Browser, asked: argparse.Namespace, theme: str, language: str) -> None:
    scheme: Any = theme
    context = browser.new_context(
        base_url=asked.base, locale=language, color_scheme=scheme, reduced_motion="reduce", viewport=_size(1440)
    )
    page = context.new_page()
    page.on("pageerror", lambda error: sys.stderr.write(f"{page.url}: {error}\n"))
    _sign_in(page, asked.name, asked.password)
    _like(page, theme, language)
    values = FIXED | {name: _newest(page, kind) for name, kind in LISTS.items()}
    for one in PAGES:
        address = re.sub(r"\[(\w+)\]", lambda found: values.get(found[1], "none"), one.route)
        if asked.only not in one.route or (one.is_open and one.route != "/login"):
            continue
        for width in asked.widths:
            page.set_viewport_size(_size(width))
            page.goto(address)
            page.wait_for_selector("main[data-hydrated=true]", timeout=20_000)
            page.wait_for_timeout(900)
            name = one.route.strip("/").replace("/", "-").replace("[", "").replace("]", "") or "home"
            page.screenshot(path=asked.out / f"{name}.{theme}.{width}.{language}.png", full_page=True)
    context.close()


def _size(width: int) -> Any:
    return {"width": width, "height": HEIGHT}


def _sign_in(page: Any, name: str, password: str) -> None:
    page.goto("/login")
    page.wait_for_selector("main[data-hydrated=true]")
    page.fill("#name", name)
    page.fill("#password", password)
    page.click("#sign-in")
    page.wait_for_url(lambda url: "/login" not in url)


def _like(page: Any, theme: str, language: str) -> None:
    page.goto("/preferences")
    page.wait_for_selector("#like-theme", timeout=20_000)
    page.wait_for_timeout(700)
    page.select_option("#like-theme", theme)
    page.wait_for_timeout(300)
    page.select_option("#like-language", language)
    page.wait_for_timeout(1_500)


def _newest(page: Any, kind: str) -> str:
    answer = page.request.get(f"/api/v1/{kind}?limit=1")
    items = answer.json().get("items", []) if answer.ok else []
    return str(items[0]["id"]) if items else "none"


if __name__ == "__main__":
    main()
