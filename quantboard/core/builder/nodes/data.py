"""Where values come from: columns of the bars, constants, parameters."""

from quantboard.core.builder.kinds import FLAG, NUMBER, TEXT, Kind, out
from quantboard.core.strategy.params import Param

COLUMNS = ("open", "high", "low", "close", "volume", "amount")
PRICES = (
    Kind(
        "column",
        "data",
        ("Price or volume", "行情列"),
        ("One column of the bars, a value for each bar and symbol.", "K 线的一列，每根 K 线、每个代码一个值。"),
        outputs=out(),
        fields=(Param("field", "choice", "close", choices=COLUMNS, label="Column"),),
        say=("{field}", "{field}"),
    ),
    Kind(
        "other_column",
        "data",
        ("Other column", "其他列"),
        ("A further column of the dataset, such as pe or turnover.", "数据集的其他列，例如 pe 或 turnover。"),
        outputs=out(),
        fields=(Param("field", "text", "pe", label="Column"),),
        say=("{field}", "{field}"),
    ),
    Kind(
        "constant",
        "data",
        ("Constant", "常数"),
        ("One number for all bars.", "对所有 K 线都相同的一个数。"),
        outputs=out(NUMBER),
        fields=(Param("value", "float", 0.0, label="Value"),),
        say=("{value}", "{value}"),
    ),
)
_HELP = Param("help", "text", "", label="Help")
PARAMETERS = (
    Kind(
        "whole_parameter",
        "data",
        ("Whole-number parameter", "整数参数"),
        ("A whole number that can be changed for each run and searched.", "每次回测可改、可寻优的整数。"),
        outputs=out(NUMBER),
        fields=(
            Param("default", "int", 20, label="Default"),
            Param("least", "int", 1, label="Least"),
            Param("most", "int", 500, label="Most"),
            _HELP,
        ),
    ),
    Kind(
        "number_parameter",
        "data",
        ("Number parameter", "小数参数"),
        ("A number that can be changed for each run and searched.", "每次回测可改、可寻优的小数。"),
        outputs=out(NUMBER),
        fields=(
            Param("default", "float", 1.0, label="Default"),
            Param("least", "float", 0.0, label="Least"),
            Param("most", "float", 100.0, label="Most"),
            _HELP,
        ),
    ),
    Kind(
        "switch_parameter",
        "data",
        ("Yes-or-no parameter", "开关参数"),
        ("True or false, to be changed for each run.", "真或假，每次回测可改。"),
        outputs=out(FLAG),
        fields=(Param("default", "bool", True, label="Default"), _HELP),
    ),
    Kind(
        "choice_parameter",
        "data",
        ("Choice parameter", "选项参数"),
        ("One of several texts, for nodes of code.", "若干文本之一，供代码节点使用。"),
        outputs=out(TEXT),
        fields=(
            Param("default", "text", "a", label="Default"),
            Param("choices", "text", "a, b", label="Choices"),
            _HELP,
        ),
    ),
)
RULE = Kind(
    "rule",
    "data",
    ("Rule between parameters", "参数规则"),
    ("A comparison that the values must keep, such as fast < slow.", "参数取值必须满足的比较，例如 fast < slow。"),
    fields=(Param("text", "text", "fast < slow", label="Rule"),),
    slot="rule",
)
KINDS = (*PRICES, *PARAMETERS, RULE)
CALLED = {"whole_parameter": "Int", "number_parameter": "Float", "switch_parameter": "Bool"} | {
    "choice_parameter": "Choice"
}
