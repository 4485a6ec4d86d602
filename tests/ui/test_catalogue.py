import re
from pathlib import Path

import pytest

import quantboard.ui
from quantboard.ui.text import catalogue as words
from quantboard.ui.text.glossary import glossary

UI = Path(quantboard.ui.__file__).parent
USES = re.compile(r"""\b(?:t|say)\((?:[\w.()]+, *|await language_of\(self\), *)?"([a-z_]+\.[a-z_0-9]+)\"""")
PLACE = re.compile(r"\{(\w*)")
FREE = {"shell.product", "shell.title"}  # names are the same in every language


def test_each_sentence_has_both_languages():
    for key, (english, chinese) in words.catalogue().items():
        assert english.strip(), key
        assert chinese.strip(), key
        assert sorted(PLACE.findall(english)) == sorted(PLACE.findall(chinese)), key


def test_chinese_sentences_are_chinese():
    plain = [
        key
        for key, (english, chinese) in words.catalogue().items()
        if key not in FREE and re.search("[a-z]{4}", english) and english == chinese
    ]
    assert not plain


def test_every_key_that_pages_name_exists():
    for file in UI.rglob("*.py"):
        if file.name == "catalogue.py":  # its docstring shows how
            continue
        for key in USES.findall(file.read_text()):
            words.both(key)


def test_a_wrong_key_suggests_a_near_one():
    with pytest.raises(KeyError, match=r"common\.cancel"):
        words.both("common.cancle")


def test_handlers_say_in_one_language():
    assert words.say("en", "steps.progress", n=2) == "2 of 3 done"
    assert words.say("zh-CN", "steps.progress", n=2) == "已完成 2/3"


@pytest.mark.parametrize(
    ("asked", "spoken"), [("zh-CN,zh;q=0.9", "zh-CN"), ("en-GB,en", "en"), ("de-DE", "en"), ("", "en")]
)
def test_the_browser_is_asked_first(asked, spoken):
    assert words.preferred(asked) == spoken


def test_the_glossary_is_complete():
    for term, card in glossary().items():
        assert card.name_en, term
        assert re.search("[\u4e00-\u9fff]", card.text_zh), term
