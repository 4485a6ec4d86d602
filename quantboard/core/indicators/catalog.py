"""Every built-in of the dialect. Plain data: nothing here loads numpy or compiles."""

from quantboard.core.indicators.entries.averages import AVERAGES
from quantboard.core.indicators.entries.cycles import CYCLES
from quantboard.core.indicators.entries.financial import RATIOS
from quantboard.core.indicators.entries.levels import LEVELS
from quantboard.core.indicators.entries.long_patterns import LONG_PATTERNS
from quantboard.core.indicators.entries.momentum import MOMENTA
from quantboard.core.indicators.entries.oscillators import OSCILLATORS
from quantboard.core.indicators.entries.patterns import SHORT_PATTERNS
from quantboard.core.indicators.entries.statistics import STATISTICS
from quantboard.core.indicators.entries.tools import TOOLS
from quantboard.core.indicators.entries.trends import TRENDS
from quantboard.core.indicators.entries.volatility import VOLATILITIES
from quantboard.core.indicators.entries.volume import VOLUMES
from quantboard.core.indicators.entry import Entry

CATALOG: tuple[Entry, ...] = (
    *AVERAGES,
    *TRENDS,
    *MOMENTA,
    *OSCILLATORS,
    *VOLATILITIES,
    *VOLUMES,
    *LEVELS,
    *CYCLES,
    *STATISTICS,
    *SHORT_PATTERNS,
    *LONG_PATTERNS,
    *RATIOS,
    *TOOLS,
)
BY_CODE: dict[str, Entry] = {entry.code: entry for entry in CATALOG}
