"""The kinds of nodes as the canvas reads them, in one language."""

from functools import cache
from typing import Any

from quantboard.core.builder.kinds import Kind
from quantboard.core.builder.nodes.code import SOURCE
from quantboard.core.builder.registry import KINDS
from quantboard.core.builder.sentence import COLUMN_WORDS, RHYTHM_WORDS
from quantboard.core.indicators.catalog import BY_CODE
from quantboard.core.indicators.entry import CATEGORIES as INDICATOR_CATEGORIES
from quantboard.core.strategy.params import Param
from quantboard.ui.text.catalogue import CHINESE, say

CATEGORIES = ("data", "indicator", "math", "across symbols", "condition", "logic", "signal", "size", "risk", "weights")
LAST = ("code", "canvas")
LOOKS = {"across symbols": "across", "canvas": "code"}
INDICATORS = tuple(one for one in INDICATOR_CATEGORIES if one != "tool")
CHOICES = {
    "long": ("long", "做多"),
    "short": ("short", "做空"),
    "percent": ("percent", "百分比"),
    "atr": ("ATR", "ATR"),
    "amount": ("money", "金额"),
    "ma": ("moving average", "均线"),
    "either": ("either", "任意"),
    "series": ("series", "序列"),
    "flag": ("true or false", "真假"),
    **{word: (word, chinese) for word, chinese in COLUMN_WORDS.items()},
    **RHYTHM_WORDS,
}
LABELS = {
    "Column": "列",
    "Value": "值",
    "Default": "默认值",
    "Least": "最小值",
    "Most": "最大值",
    "Help": "说明",
    "Choices": "选项",
    "Rule": "规则",
    "Bars": "K 线数",
    "How many": "个数",
    "Then": "则",
    "Else": "否则",
    "Side": "方向",
    "Share of equity": "资金比例",
    "Yearly volatility": "年化波动率",
    "Bars per year": "每年 K 线数",
    "Largest share": "最大比例",
    "Measured in": "计量方式",
    "Distance": "幅度",
    "Every": "周期",
    "Total": "总仓位",
    "Inputs": "输入",
    "Outputs": "输出",
    "Gives": "输出类型",
    "Code": "代码",
    "Text": "文字",
    "Title": "标题",
}


@cache
def specs(language: str) -> list[dict[str, Any]]:
    """Every kind, in the order of the palette."""
    number = int(language == CHINESE)
    return [_spec(kind, number) for kind in KINDS.values() if kind.key != SOURCE]


@cache
def groups(language: str) -> list[dict[str, Any]]:
    """The parts of the palette; indicators by what they measure."""
    found: list[dict[str, Any]] = []
    for key in (*CATEGORIES, *LAST):
        if key == "indicator":
            found += [
                {"key": f"indicator {one}", "title": say(language, f"builder.group_{one.replace('-', '_')}")}
                for one in INDICATORS
            ]
        else:
            found.append({"key": key, "title": say(language, f"builder.group_{key.replace(' ', '_')}")})
    return [one | {"open": one["key"] in ("data", "condition", "signal")} for one in found]


def _spec(kind: Kind, number: int) -> dict[str, Any]:
    category = kind.category
    if category == "indicator":
        category = f"indicator {BY_CODE[kind.key.partition(':')[2]].category}"
    return {
        "key": kind.key,
        "category": category,
        "category_key": LOOKS.get(kind.category, kind.category),
        "title": kind.title[number],
        "other": f"{kind.title[1 - number]} {kind.title[0]}",
        "meaning": kind.meaning[number],
        "inputs": [
            {
                "name": one.name,
                "title": one.title[number],
                "types": sorted(one.types),
                "needed": one.needed,
                "many": one.many,
            }
            for one in kind.inputs
        ],
        "outputs": [{"name": one.name, "title": one.title[number], "types": sorted(one.types)} for one in kind.outputs],
        "fields": [_field(kind, one, number) for one in kind.fields],
    }


def _field(kind: Kind, one: Param, number: int) -> dict[str, Any]:
    label = one.label or one.name
    return {
        "name": one.name,
        "kind": one.kind,
        "default": one.default,
        "least": one.least,
        "most": one.most,
        "choices": list(one.choices),
        "shown": {choice: CHOICES[choice][number] for choice in one.choices if choice in CHOICES},
        "label": LABELS.get(label, label) if number else label,
        "port": kind.port(one.name) is not None,
    }
