"""The names of the metrics, English and Chinese, as the manual gives them."""

from quantboard.services import help

_CHINESE = {one.key: one.title for one in help.collection(help.METRIC, "zh-CN")}
METRICS = {one.key: (one.title, _CHINESE[one.key]) for one in help.collection(help.METRIC, "en")}
