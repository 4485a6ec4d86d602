import re

from quantboard.services import help
from quantboard.services.help import ERROR, METRIC, QUESTION, TERM, Article
from quantboard.ui.parts.prose.render import card_of, cards_of, html_of


def test_markup_in_a_text_is_shown_not_obeyed():
    html = html_of("<script>alert(1)</script> <b onclick=x>bold</b> [bad](javascript:alert(1))")
    assert "<script" not in html
    assert "<b " not in html
    assert "&lt;script&gt;" in html
    assert "href" not in html


def test_a_card_lets_nothing_through_either():
    card = card_of(Article(TERM, "a<b", "<i>title</i>", "text", {"formula": "x < y", "good": "<u>"}), "en")
    assert "<i>" not in card
    assert "<u>" not in card
    assert "x &lt; y" in card


def test_headings_can_be_linked_to_and_outside_opens_beside():
    html = html_of("## Where it is\n\n[there](https://example.org) [here](/help/import)")
    assert 'id="where-it-is"' in html
    assert 'target="_blank" rel="noopener noreferrer"' in html
    assert '<a href="/help/import">' in html


def test_a_metric_has_formula_inputs_and_reading_in_both_languages():
    english = card_of(help.article(METRIC, "sharpe", "en"), "en")
    assert all(word in english for word in ("Formula", "Made from", "equity at every bar", "Good", "Fair", "Poor"))
    chinese = card_of(help.article(METRIC, "sharpe", "zh-CN"), "zh-CN")
    assert all(word in chinese for word in ("公式", "数据来源", "每根 K 线的净值", "较好", "一般", "较差"))


def test_every_collection_renders_with_each_key_once():
    for kind in (QUESTION, TERM, METRIC, ERROR):
        for language in help.LANGUAGES:
            entries = help.collection(kind, language)
            html = cards_of(entries, language)
            for one in entries:
                assert html.count(f'id="{one.key}"') == 1, one.key


def test_every_text_of_the_manual_renders():
    for language in help.LANGUAGES:
        for one in help.everything(language):
            assert re.search("<(p|table|pre|ul|ol)", html_of(one.text)), one.key
