"""No sentence reaches the screen past the catalogue: string literals in ``ui`` are looked at one by one."""

import ast
import re
from pathlib import Path

import quantboard.ui

UI = Path(quantboard.ui.__file__).parent
SHOWN = re.compile(r"[A-Za-z]{2,}[^\n]* [a-z]{2,}|^[A-Z][a-z]{2,}[.!?:…]?$|[一-鿿]")
# arguments by these names reach the screen or a screen reader
SPOKEN = {"label", "title", "placeholder", "aria_label", "alt", "lead", "help", "hint", "description", "text", "unit"}
# components whose children without a name are shown
DRAWN = re.compile(r"^(p|span|div|h[1-6]|li|dt|dd|strong|b|em|td|th|label|button|summary|text|heading|badge|option)$")
PARTS = {"button", "link_button", "icon_button", "card", "empty", "notice", "badge", "page_header", "confirm", "metric"}
SAME_EVERYWHERE = {"Ctrl K", "K", "QuantBoard", "Breadcrumb"}


def shown_literals(tree):
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        texts = [pair.value for pair in node.keywords if pair.arg in SPOKEN]
        if DRAWN.match(name) or name in PARTS or name in ("success", "error", "info", "warning"):
            texts += node.args
        if name in ("getLogger", "bind", "warning", "error", "info") and _is_log(node):
            continue
        for text in texts:
            yield from literals(text)


def _is_log(node):
    holder = getattr(node.func, "value", None)
    return isinstance(holder, ast.Name) and holder.id in ("log", "logger")


def literals(node):
    """The literal itself, or those of a choice between two."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.lineno, node.value
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            yield from literals(part)
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)
    elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "cond":
        for part in node.args[1:]:
            yield from literals(part)


def untranslated(file):
    return [
        f"{file.relative_to(UI)}:{line}: {text}"
        for line, text in shown_literals(ast.parse(file.read_text()))
        if SHOWN.search(text) and text not in SAME_EVERYWHERE and "qb-" not in text and "var(--" not in text
    ]


def test_pages_hold_no_untranslated_sentence():
    files = [file for file in UI.rglob("*.py") if "text" not in file.relative_to(UI).parts]
    assert not [found for file in files for found in untranslated(file)]


def test_the_search_finds_what_it_is_for():
    source = """
rx.el.p("Nothing was found here")
icon_button("Close the window", "x", id="close")
rx.cond(state.is_open, rx.el.span("Open"), "")
rx.toast.error("It did not work")
field(t("a.b"), label="Your name please")
rx.el.p(rx.cond(state.x, "It is so", t("a.c")))
log.error("this is not shown to anybody")
rx.el.div("", class_name="qb-row wide")
"""
    assert {text for _, text in shown_literals(ast.parse(source)) if SHOWN.search(text)} == {
        "Nothing was found here",
        "Close the window",
        "Open",
        "It did not work",
        "Your name please",
        "It is so",
    }
