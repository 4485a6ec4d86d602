import pytest

from quantboard.services.manual_search import search


def first(query, language="en"):
    found = search(query, language)
    return (found[0].kind, found[0].key) if found else None


@pytest.mark.parametrize(
    ("query", "language", "expected"),
    [
        ("sharpe", "en", ("metric", "sharpe")),
        ("Sharpe Ratio", "en", ("metric", "sharpe")),
        ("夏普比率", "zh-CN", ("metric", "sharpe")),
        ("夏普", "en", ("metric", "sharpe")),
        ("slippage", "en", ("term", "slippage")),
        ("why no trades", "en", ("question", "no-trades")),
        ("忘记密码", "zh-CN", ("question", "password")),
        ("密码忘了", "zh-CN", ("question", "password")),
        ("止损", "zh-CN", ("term", "stop_loss")),
        ("profit_factor", "en", ("metric", "profit_factor")),
    ],
)
def test_the_best_comes_first(query, language, expected):
    assert first(query, language) == expected


@pytest.mark.parametrize(
    ("typed", "meant"), [("slipage", "slippage"), ("drawdwon", "drawdown"), ("comission", "commission")]
)
def test_a_slip_of_the_finger_is_forgiven(typed, meant):
    assert meant in [one.key for one in search(typed, "en")]


def test_a_beginning_is_enough():
    assert "max_drawdown" in [one.key for one in search("drawd", "en")]


def test_every_word_must_occur():
    assert search("sharpe zebra", "en") == []


def test_a_title_counts_more_than_a_text():
    found = [one.key for one in search("commission", "en")]
    assert found.index("commission") < found.index("costs")


@pytest.mark.parametrize("query", ["", "   ", "?!", "qqqqqqqqqq", "龘龘龘"])
def test_nothing_is_found_for_nothing(query):
    assert search(query, "en") == []


def test_long_and_odd_input_is_no_trouble():
    assert search("a" * 100_000, "en") == []
    assert search("<script>", "en") == search("script", "en")
