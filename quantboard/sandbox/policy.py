"""What user code may name and write: data only, no logic.

Everything is an allow-list: what does not stand here is refused, in new versions of Python and numpy too.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MAX_SOURCE = 65_536  # characters
MAX_NODES = 20_000
MAX_DEPTH = 60
MAX_PRINTED = 65_536  # characters of print output
MAX_PARAMS = 32
MAX_RULES = 32
MAX_TEXT = 400  # characters of a name, a help text or a rule

FILENAME = "<strategy>"  # of the compiled code; tells a person's own lines from ours in a traceback

SYNTAX = _words(
    """Module Expr Assign AugAssign AnnAssign Delete Pass Break Continue Return If For While Try ExceptHandler Raise
    Assert FunctionDef Lambda arguments arg keyword Global Nonlocal Import ImportFrom alias BoolOp And Or BinOp Add
    Sub Mult Div FloorDiv Mod Pow LShift RShift BitOr BitXor BitAnd MatMult UnaryOp UAdd USub Not Invert Compare Eq
    NotEq Lt LtE Gt GtE Is IsNot In NotIn IfExp Call Attribute Subscript Slice Name Load Store Del Constant
    JoinedStr FormattedValue Starred List Tuple Set Dict ListComp SetComp DictComp GeneratorExp comprehension
    NamedExpr"""
)

SYNTAX_ADVICE = {
    "ClassDef": ("Classes are not available yet.", "Use functions, tuples and dicts."),
    "With": ("'with' is not available.", "Nothing here needs closing; numpy warnings are off already."),
    "AsyncFunctionDef": ("'async' is not available.", "Write a plain function."),
    "Await": ("'await' is not available.", "Write a plain function."),
    "Match": ("'match' is not available.", "Use if and elif."),
    "TryStar": ("'except*' is not available.", "Use except."),
    "Yield": ("'yield' is not available.", "Collect values in a list, or use a comprehension."),
    "YieldFrom": ("'yield from' is not available.", "Collect values in a list, or use a comprehension."),
}

MODULES = {"numpy": "np", "math": "math"}  # importable, and the prefix under which names are compiled in

MODULE_ADVICE = {
    "pandas": "pandas is not available yet: bars are numpy panels. Use sma, stdev, highest, rank, shift or np.",
    "scipy": "Use np, or the built-ins such as zscore and stdev.",
    "talib": "Use the built-ins: sma, ema, rsi, macd, atr, bbands. They follow TA-Lib's definitions.",
    "ta": "Use the built-ins: sma, ema, rsi, macd, atr, bbands.",
    "random": "A backtest must give the same result each time: derive decisions from the data.",
    "datetime": "bars.time holds the stamps as numpy dates: bars.time.astype('datetime64[M]') gives the month.",
    "time": "bars.time holds the stamps of the bars; the wall clock is not available.",
    "os": "Files and the system are out of reach for strategies; bars and p hold all that is needed.",
    "sys": "The interpreter is out of reach for strategies; bars and p hold all that is needed.",
    "io": "Files are out of reach for strategies; bars and p hold all that is needed.",
    "requests": "The network is out of reach for strategies; import data as a dataset first.",
    "typing": "Annotations are ignored here and need no import.",
    "statistics": "Use np.mean, np.median, np.std.",
    "itertools": "Use loops and comprehensions.",
    "collections": "Use lists and dicts.",
}

NUMPY = _words(
    """abs absolute add all allclose amax amin any append arange arccos arcsin arctan arctan2 argmax argmin argsort
    argwhere around array array_equal asarray atleast_1d atleast_2d average bincount broadcast_to cbrt ceil clip
    column_stack concatenate convolve copy copysign corrcoef correlate cos cosh count_nonzero cov cross cumprod
    cumsum deg2rad degrees delete diag diff digitize divide divmod dot dstack equal exp exp2 expand_dims expm1 eye
    flatnonzero flip fliplr flipud float_power floor floor_divide fmax fmin fmod full full_like gradient greater
    greater_equal heaviside histogram hstack hypot interp isclose isfinite isin isinf isnan lexsort less less_equal
    linspace log log10 log1p log2 logaddexp logical_and logical_not logical_or logical_xor matmul max maximum mean
    median min minimum mod moveaxis multiply nan_to_num nanargmax nanargmin nancumprod nancumsum nanmax nanmean
    nanmedian nanmin nanpercentile nanprod nanquantile nanstd nansum nanvar ndim negative nonzero not_equal ones
    ones_like outer partition percentile piecewise polyfit polyval positive power prod ptp quantile ravel reciprocal
    remainder repeat reshape rint roll round searchsorted select shape sign signbit sin sinh size sort split sqrt
    square squeeze stack std subtract sum swapaxes take take_along_axis tan tanh tile transpose trapezoid tril triu
    trunc unique var vstack where zeros zeros_like empty empty_like isnat bool_ float64 float32 int64 int32 int8
    datetime64 timedelta64 e inf nan newaxis pi"""
)

NUMPY_ADVICE = {
    "ndarray": "np.ndim(x) tells arrays from numbers.",
    "random": "A backtest must give the same result each time: derive decisions from the data.",
    "linalg": "Linear algebra is not available yet.",
    "errstate": "Numerical warnings are off already.",
    "vectorize": "Write the expression over whole arrays; where(condition, a, b) chooses.",
    "apply_along_axis": "Built-ins already run down each column.",
    "load": "Files are out of reach; bars hold the data.",
    "loadtxt": "Files are out of reach; bars hold the data.",
    "genfromtxt": "Files are out of reach; bars hold the data.",
    "save": "Files are out of reach; what the function returns is kept.",
    "savetxt": "Files are out of reach; what the function returns is kept.",
    "float": "Write float.",
    "int": "Write int.",
    "bool": "Write bool.",
}

MATH = _words(
    """acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh degrees dist e erf erfc exp exp2 expm1 fabs
    floor fmod frexp fsum gamma gcd hypot inf isclose isfinite isinf isnan isqrt lcm ldexp lgamma log log10 log1p
    log2 modf nan pi pow radians remainder sin sinh sqrt tan tanh tau trunc"""
)

BUILTINS = _words(
    """abs all any bool complex dict divmod enumerate filter float frozenset int isinstance iter len list map max min
    next pow range repr reversed round set slice sorted str sum tuple zip ArithmeticError AssertionError
    AttributeError Exception IndexError KeyError LookupError NameError OverflowError RuntimeError StopIteration
    TypeError ValueError ZeroDivisionError FloatingPointError"""
)

BUILTIN_ADVICE = {
    "open": "Files are out of reach; bars and p hold all that is needed.",
    "eval": "Write the expression itself.",
    "exec": "Write the statements themselves.",
    "compile": "Write the statements themselves.",
    "getattr": "Write the name after a dot.",
    "setattr": "Use a dict.",
    "hasattr": "bars.columns names the columns that the data has.",
    "type": "Use isinstance.",
    "id": "Compare with == or is.",
    "globals": "Pass values as arguments.",
    "locals": "Pass values as arguments.",
    "vars": "Pass values as arguments.",
    "dir": "The dialect page lists what exists.",
    "input": "Parameters are declared with Params and read from p.",
    "object": "Classes are not available yet; use dicts.",
    "super": "Classes are not available yet; use functions.",
    "Params": "Params is only read from the line 'params = Params(…)'.",
    "Int": "Parameter kinds are only read inside 'params = Params(…)'.",
    "Float": "Parameter kinds are only read inside 'params = Params(…)'.",
    "Bool": "Parameter kinds are only read inside 'params = Params(…)'.",
    "Choice": "Parameter kinds are only read inside 'params = Params(…)'.",
    "params": "Inside a function read parameters from p.",
    "pd": "pandas is not available yet: bars are numpy panels. Use sma, stdev, highest, rank, shift or np.",
}

# name → usage and meaning as in core/indicators/catalog.py, which the small server cannot load; a test compares
INDICATORS = {
    "sma": ("sma(x, n)", "Simple moving average of the last n values."),
    "ema": ("ema(x, n)", "Exponential moving average, k = 2 / (n + 1)."),
    "wma": ("wma(x, n)", "Linearly weighted moving average of the last n values."),
    "macd": (
        "macd(x, fast, slow, signal)",
        "(line, signal, histogram): fast minus slow exponential average, and its own average.",
    ),
    "rsi": ("rsi(x, n)", "Wilder's relative strength index, 0 to 100."),
    "roc": ("roc(x, n)", "Rate of change over n bars, in percent."),
    "change": ("change(x, n)", "x minus its value n bars before."),
    "atr": ("atr(bars, n)", "Average true range, Wilder's mean."),
    "stdev": ("stdev(x, n)", "Population standard deviation of n values."),
    "bbands": ("bbands(x, n, up, down)", "(upper, middle, lower) Bollinger bands: average ± deviations."),
    "highest": ("highest(x, n)", "Highest of the last n values."),
    "lowest": ("lowest(x, n)", "Lowest of the last n values."),
    "rank": ("rank(x)", "Rank among the symbols of a bar, in (0, 1]; 1 = highest."),
    "zscore": ("zscore(x)", "Deviations from the mean of the bar's symbols; zscore(x, n): of the last n values."),
    "cross_above": ("cross_above(a, b)", "True on the bar where a rises above b."),
    "cross_below": ("cross_below(a, b)", "True on the bar where a falls below b."),
    "shift": ("shift(x, n)", "The value n bars before."),
    "hold": ("hold(entry, exit)", "True from an entry until the next exit."),
    "where": ("where(condition, a, b)", "a where the condition is true, else b."),
}
RESULTS = {
    "Signals": ("Signals(entry, exit, short_entry, short_exit, size)", "what signals(bars, p) returns"),
    "Exits": ("Exits(stop_loss, take_profit)", "fractions of the entry price, or None"),
}
OTHER_NAMES = frozenset({"print"})
DECLARED = frozenset({"name", "params", "exits", "rebalance"})
DECISIONS = ("signals", "weights")
REBALANCE = ("daily", "week_end", "month_end", "quarter_end", "year_end")

BARS = {
    "open": "first price of each bar",
    "high": "highest price of each bar",
    "low": "lowest price of each bar",
    "close": "last price of each bar",
    "volume": "traded volume",
    "amount": "traded value",
    "time": "stamps, as numpy dates",
    "symbols": "names of the columns of every panel",
    "columns": "names of the panels that the data has",
    "n_bars": "number of rows",
}

# attribute → allowed, by exact type name; reviewed by hand, never generated
ARRAY = _words(
    """T all any argmax argmin argpartition argsort astype clip copy cumprod cumsum diagonal dot dtype fill flatten
    item max mean min ndim nonzero partition prod ravel real repeat reshape round searchsorted shape size sort
    squeeze std sum swapaxes take tolist transpose var"""
)
ATTRIBUTES: dict[str, frozenset[str]] = {
    "numpy.ndarray": ARRAY,
    "numpy.scalar": _words("T all any astype clip dtype item max mean min ndim real round shape size sum"),
    "numpy.dtype": frozenset({"name", "kind", "itemsize"}),
    "numpy.ufunc": frozenset({"accumulate", "reduce", "outer"}),
    "list": _words("append clear copy count extend index insert pop remove reverse sort"),
    "dict": _words("clear copy get items keys pop setdefault update values"),
    "tuple": frozenset({"count", "index"}),
    "set": _words("""add clear copy difference discard intersection issubset issuperset pop remove union update"""),
    "frozenset": _words("copy difference intersection issubset issuperset union"),
    "str": _words(
        """capitalize center count endswith find isalpha isdigit join ljust lower lstrip partition replace rjust rsplit
    rstrip split splitlines startswith strip title upper zfill"""
    ),
    "float": frozenset({"is_integer", "real"}),
    "int": frozenset({"bit_length", "real"}),
    "complex": frozenset({"real", "imag", "conjugate"}),
    "range": frozenset({"start", "stop", "step"}),
    "exception": frozenset({"args"}),
}
ATTRIBUTE_ADVICE = {
    "format": "Use an f-string, such as f'{x:.2f}'.",
    "format_map": "Use an f-string, such as f'{x:.2f}'.",
    "rolling": "Arrays have no rolling: use sma, stdev, highest or lowest.",
    "ewm": "Arrays have no ewm: use ema.",
    "shift": "Write shift(x, n).",
    "diff": "Write change(x, n) or np.diff(x).",
    "pct_change": "Write roc(x, n) / 100.",
    "iloc": "Panels are numpy arrays: write x[row, column].",
    "loc": "Panels are numpy arrays: write x[row, column].",
    "values": "Panels are numpy arrays already.",
    "index": "bars.time holds the stamps.",
    "fillna": "Write where(np.isnan(x), 0, x) or np.nan_to_num(x).",
    "dropna": "Built-ins skip rows without values; np.nanmean and the like do too.",
    "tofile": "Files are out of reach; what the function returns is kept.",
}
