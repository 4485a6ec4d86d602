import re

import pytest

from quantboard.core.backtest.metrics.table import ACCOUNT, TRADES
from quantboard.services import help
from quantboard.services.help import COLLECTIONS, ERROR, LANGUAGES, METRIC, QUESTION, TERM

CHINESE = re.compile("[一-鿿]")
WORDS = (
    *("bar", "panel", "signal", "weight", "order", "fill", "position", "trade", "exposure", "equity", "return"),
    *("drawdown", "factor", "forward_return", "ic", "icir", "quantile", "in_sample", "walk_forward", "embargo"),
    *("warm_up", "lookahead"),
)


@pytest.mark.parametrize("kind", COLLECTIONS)
def test_both_languages_explain_the_same_things(kind):
    english, chinese = ([one.key for one in help.collection(kind, language)] for language in LANGUAGES)
    assert english == chinese
    assert len(english) == len(set(english))


def test_both_languages_have_the_same_topics():
    english, chinese = (help.topics(language) for language in LANGUAGES)
    assert [(one.key, one.facts.get("pages")) for one in english] == [
        (one.key, one.facts.get("pages")) for one in chinese
    ]
    assert len(english) >= 14


def test_every_article_says_something_in_its_language():
    for one in help.everything("en"):
        assert one.title.strip(), one.key
        assert one.text, one.key
        assert not CHINESE.search(one.title), one.key
    for one in help.everything("zh-CN"):
        assert CHINESE.search(one.text), one.key
        assert one.kind == ERROR or CHINESE.search(one.title) or one.title.isupper(), one.key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_has_a_summary_and_an_example(language):
    for one in help.topics(language):
        assert one.facts["summary"], one.key
        assert re.search("^## (Example|示例|A test|自己检验)", one.text, re.M), one.key


def test_every_metric_has_its_card_and_no_other():
    known = [rule.__name__ for group in (*ACCOUNT.values(), TRADES) for rule in group]
    assert [one.key for one in help.collection(METRIC, "en")] == known
    for language in LANGUAGES:
        for one in help.collection(METRIC, language):
            assert one.facts["formula"], one.key
            assert one.facts["inputs"], one.key


def test_a_reading_is_whole_or_absent():
    for language in LANGUAGES:
        for one in help.collection(METRIC, language):
            assert len({name for name in ("good", "fair", "poor") if name in one.facts}) in (0, 3), one.key


def test_the_words_of_the_house_are_explained():
    assert set(WORDS) <= {one.key for one in help.collection(TERM, "en")}


def test_there_are_questions_enough():
    assert len(help.collection(QUESTION, "en")) >= 25


def test_every_link_of_the_manual_leads_somewhere():
    for language in LANGUAGES:
        pages = {one.key for one in help.topics(language)} | set(COLLECTIONS.values())
        places = {(one.page, one.anchor) for one in help.everything(language)}
        for one in help.everything(language):
            for page, anchor in re.findall(r"\]\(/help/([\w-]+)(?:#([\w.-]+))?\)", one.text):
                assert page in pages, (one.key, page)
                assert not anchor or (page, anchor) in places, (one.key, page, anchor)


@pytest.mark.parametrize(
    ("path", "topic"),
    [
        ("/", "getting-started"),
        ("/data", "cleaning"),
        ("/data/import", "import"),
        ("/data/import/?x=1", "import"),
        ("/backtests/new", "backtest-settings"),
        ("/backtests/01HZ", "report"),
        ("/strategies/new/macd", "strategies"),
        ("/tasks", "tasks"),
        ("/nowhere", "getting-started"),
    ],
)
def test_a_page_has_its_topic(path, topic):
    assert help.topic_of(path, "en").key == topic


def test_an_unknown_topic_is_refused():
    with pytest.raises(help.NoSuchTopic):
        help.topic("astrology", "en")


def test_a_card_is_a_term_or_a_metric_with_or_without_its_side():
    assert help.card("slippage", "en").kind == TERM
    assert help.card("win_rate_short", "zh-CN").title == "胜率"
    assert help.card("nothing", "en") is None


def test_an_unknown_language_is_english():
    assert help.topic("import", "fr").title == "Importing data"
