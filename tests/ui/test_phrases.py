"""Every sentence of the engine and of the check is known in Chinese: they are read from the sources themselves."""

import ast
from dataclasses import fields
from pathlib import Path

import pytest

import quantboard
from quantboard.core.backtest import trades
from quantboard.core.backtest.metrics import trading
from quantboard.core.backtest.spec import BacktestSpec
from quantboard.core.backtest.terms import TERMS
from quantboard.core.honesty import examine, origin
from quantboard.sandbox import check, policy
from quantboard.ui.text.catalogue import both
from quantboard.ui.text.phrases import chinese_of, spoken

ROOT = Path(quantboard.__file__).parent
METRICS = ROOT / "core" / "backtest" / "metrics"
CHECK = ("check", "rules", "declare")
SAYS = {"error", "report", "_add", "_whole", "unknown_parameter"}


def sentence(node):
    """A literal as it may read; what is filled in becomes a word."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else filled(part.value) for part in node.values)
    return ""


def filled(value):
    """What may stand in a slot: a word, or a count where the source counts."""
    if isinstance(value, ast.Call) and getattr(value.func, "id", "") == "_many":
        return f"3 {value.args[1].value}s"
    return "it7"


def calls(file, names):
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in names:
                yield node


def reasons():
    return {sentence(call.args[0]) for file in METRICS.glob("*.py") for call in calls(file, {"Undefined"}) if call.args}


def notes():
    file = ROOT / "core" / "backtest" / "notes.py"
    return {sentence(call.args[0]) for call in calls(file, {"append"})}


def findings():
    found = set()
    for name in CHECK:
        for call in calls(ROOT / "sandbox" / f"{name}.py", SAYS):
            texts = [sentence(argument) for argument in call.args]
            found |= {text for text in texts if text.endswith(".")}
    return found


def advice():
    tables = (policy.MODULE_ADVICE, policy.NUMPY_ADVICE, policy.BUILTIN_ADVICE, policy.ATTRIBUTE_ADVICE, policy.BARS)
    pairs = (*policy.SYNTAX_ADVICE.values(), *policy.INDICATORS.values(), *policy.RESULTS.values())
    return {text for table in tables for text in table.values()} | {pair[1] for pair in pairs}


def flags():
    """Messages and hints of flags, of verdicts, and on lines that look ahead."""
    found = {hint for _, hint in origin.PATTERNS} | {origin.GENERAL, examine.NO_LOOK}
    for file in (ROOT / "core" / "honesty").glob("*.py"):
        tree = ast.parse(file.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("message", "hint"):
                found.add(sentence(node.value))
            if isinstance(node, ast.keyword) and node.arg == "unchecked":
                found.add(sentence(node.value))
        for call in calls(file, {"Flag"}):
            found |= {text for text in map(sentence, call.args) if text.endswith(".")}
    return found


def test_every_end_of_a_trade_and_every_refusal_has_its_word():
    for reason in trades.REASONS:
        both(f"report.reason_{reason}")
    for reason in trades.REJECTIONS:
        both(f"refusal.{reason}")
        assert chinese_of(f"2 orders rejected: {reason} 2.") == f"2 笔订单被拒绝：{chinese_of(f'{reason} 2')}。"
        assert chinese_of(f"{reason} 2")


def test_all_that_decides_a_run_has_its_name():
    decides = {f.name for kind in (BacktestSpec, *TERMS.values()) for f in fields(kind)}
    for name in decides - {"params", "from_on", "to_on", "costs", "limits", "rules", "universe"}:
        both(f"manifest.{name}")


@pytest.mark.parametrize("source", [reasons, notes, findings, advice, flags], ids=lambda one: one.__name__)
def test_every_sentence_is_known(source):
    said = {text for text in source() if text.strip()}
    assert len(said) >= 8
    assert not sorted(text for text in said if not chinese_of(text))


def test_a_reason_that_a_metric_really_gives(tmp_path):
    file = METRICS / "trading.py"
    assert trading.__file__ == str(file)
    assert spoken("no closed trade", "zh-CN") == "没有已平仓的交易"
    assert spoken("no closed trade", "en") == "no closed trade"


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("2 orders rejected: cash 1, too_small 1.", "2 笔订单被拒绝：现金不足 1，不足一个单位 1。"),
        ("Line 3: 'foo' is not defined. (2 more)", "第 3 行：“foo”未定义。（另有 2 处）"),
        ("fast = 0 is below 2.", "fast = 0，低于 2。"),
        ("Use an f-string, such as f'{x:.2f}'.", "请使用 f-string，例如 f'{x:.2f}'。"),
        ("'.{x}' is not available.", "“.{x}”不可用。"),
        (
            "The code looks ahead in line 4: entry (AAA) at 2010-02-03 changes with bars after 2010-02-05.",
            "代码用到了未来数据（第 4 行）：2010-02-03 的 entry (AAA) 会随 2010-02-05 之后的 K 线而改变。",
        ),
        (
            "Look-ahead could not be checked. There are fewer than 20 bars.",
            "无法检查是否用到未来数据。K 线不足 20 根。",
        ),
    ],
)
def test_what_is_filled_in_stays(english, chinese):
    assert chinese_of(english) == chinese


def test_what_nobody_knows_stays_as_it_is():
    assert chinese_of("The moon is a balloon.") == ""
    assert spoken("The moon is a balloon.", "zh-CN") == "The moon is a balloon."


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("x = (1 2)", "Python 无法读取：是否漏了逗号。"),
        ("def signals(bars, p)\n    return 1", "Python 无法读取：缺少冒号 :。"),
        ("def signals(bars, p):\nreturn 1", "Python 无法读取：第 1 行之后应有缩进的代码。"),
        ("x = (1,", "Python 无法读取：括号 ( 没有闭合。"),
        ("x = y）", "Python 无法读取：无效字符“）”，是否使用了中文标点。"),
        ("if x = 1:\n    y = 2", "Python 无法读取：是否应把 = 写成 ==。"),
    ],
)
def test_what_python_cannot_read_is_said_in_chinese(source, shown):
    _, finding = check.parse(source)
    assert spoken(finding.message, "zh-CN") == shown


def test_how_a_run_was_stopped_is_said_in_chinese():
    file = ROOT / "sandbox" / "runner.py"
    said = {sentence(part) for call in calls(file, {"TimedOut", "OutOfMemory", "Crashed"}) for part in call.args}
    assert len(said) > 6
    assert {text for text in said if not chinese_of(text)} == set()
