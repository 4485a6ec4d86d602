"""What user code may name and write: data only, no logic.

Everything is an allow-list: what does not stand here is refused, in new versions of Python and numpy too.
"""

from quantboard.core.indicators.catalog import CATALOG


def words(text: str) -> frozenset[str]:
    """The names in a text."""
    return frozenset(text.split())


MAX_SOURCE = 65_536  # characters
MAX_NODES = 20_000
MAX_DEPTH = 60
MAX_PRINTED = 65_536  # characters of print output
MAX_PARAMS = 32
MAX_RULES = 32
MAX_TEXT = 400  # characters of a name, a help text or a rule

FILENAME = "<strategy>"  # of the compiled code; tells a person's own lines from ours in a traceback

SYNTAX = words(
    """Module Expr Assign AugAssign AnnAssign Delete Pass Break Continue Return If For While Try ExceptHandler Raise
    Assert FunctionDef Lambda arguments arg keyword Global Nonlocal Import ImportFrom alias BoolOp And Or BinOp Add
    Sub Mult Div FloorDiv Mod Pow LShift RShift BitOr BitXor BitAnd MatMult UnaryOp UAdd USub Not Invert Compare Eq
    NotEq Lt LtE Gt GtE Is IsNot In NotIn IfExp Call Attribute Subscript Slice Name Load Store Del Constant
    JoinedStr FormattedValue Starred List Tuple Set Dict ListComp SetComp DictComp GeneratorExp comprehension
    NamedExpr ClassDef With withitem Yield YieldFrom"""
)

SYNTAX_ADVICE = {
    "AsyncFunctionDef": ("'async' is not available.", "Write a plain function."),
    "Await": ("'await' is not available.", "Write a plain function."),
    "Match": ("'match' is not available.", "Use if and elif."),
    "TryStar": ("'except*' is not available.", "Use except."),
}

MODULE_ADVICE = {
    "scipy": "Use np, statistics, or the built-ins such as zscore and stdev.",
    "sklearn": "Use np.linalg.lstsq or np.polyfit for regressions.",
    "ta": "Use talib, or the built-ins: sma, ema, rsi, macd, atr, bbands.",
    "pandas_ta": "Use talib, or the built-ins: sma, ema, rsi, macd, atr, bbands.",
    "matplotlib": "Charts are drawn from what the code returns; assign it to result.",
    "time": "How long it took is measured for you; bars.time holds the stamps of the bars.",
    "os": "Files and the system are out of reach; bars and p hold all that is needed.",
    "sys": "The interpreter is out of reach; bars and p hold all that is needed.",
    "io": "Files are out of reach; bars and p hold all that is needed.",
    "pathlib": "Files are out of reach; bars and p hold all that is needed.",
    "subprocess": "Other programs are out of reach.",
    "requests": "The network is out of reach; import data as a dataset first.",
    "urllib": "The network is out of reach; import data as a dataset first.",
    "yfinance": "The network is out of reach; import data as a dataset first.",
    "pickle": "Nothing is stored by the code itself; what it returns is kept.",
    "json": "What the code returns is kept as it is; build dicts and lists.",
    "re": "pandas' .str methods and str.split, str.replace and 'in' do for texts.",
    "string": "Write the letters themselves.",
    "operator": "Write the operator, or a lambda.",
    "copy": "Write x.copy(), or list(x) and dict(x).",
    "abc": "Raise NotImplementedError in the methods to be replaced.",
    "enum": "Use short texts or whole numbers.",
    "decimal": "Use float; money is rounded by the engine.",
    "threading": "A run is one thread; work on whole arrays instead.",
    "multiprocessing": "A run is one process; work on whole arrays instead.",
    "logging": "Use print; what is printed is shown beside the result.",
}

NUMPY = words(
    """abs absolute add all allclose amax amin any append apply_along_axis apply_over_axes arange arccos arccosh arcsin
    arcsinh arctan arctan2 arctanh argmax argmin argpartition argsort argwhere around array array_equal array_split
    asarray ascontiguousarray atleast_1d atleast_2d average bartlett bincount blackman block broadcast_arrays
    broadcast_shapes broadcast_to c_ cbrt ceil choose clip column_stack compress concatenate convolve copy copysign
    corrcoef correlate cos cosh count_nonzero cov cross cumprod cumsum cumulative_sum deg2rad degrees delete diag
    diag_indices diagflat diagonal diff digitize divide divmod dot dsplit dstack ediff1d einsum equal exp exp2
    expand_dims expm1 extract eye fabs flatnonzero flip fliplr flipud float_power floor floor_divide fmax fmin fmod
    full full_like gcd geomspace gradient greater greater_equal hamming hanning heaviside histogram histogram2d
    histogram_bin_edges hsplit hstack hypot identity imag indices inner insert interp intersect1d invert isclose
    iscomplexobj isfinite isin isinf isnan isneginf isposinf isreal isscalar issubdtype ix_ kaiser kron lcm lexsort
    less less_equal linspace log log10 log1p log2 logaddexp logical_and logical_not logical_or logical_xor logspace
    matmul matvec maximum max mean median meshgrid mgrid min minimum mod moveaxis multiply nan_to_num nanargmax
    nanargmin nancumprod nancumsum nanmax nanmean nanmedian nanmin nanpercentile nanprod nanquantile nanstd nansum
    nanvar ndarray ndenumerate ndim ndindex negative nonzero not_equal ogrid ones ones_like outer pad partition
    percentile piecewise polyadd polyder polyfit polyint polymul polyval positive power prod ptp quantile r_ rad2deg
    radians ravel ravel_multi_index real reciprocal remainder repeat reshape resize rint roll rollaxis roots rot90
    round s_ searchsorted select setdiff1d setxor1d shape sign signbit sin sinc sinh size sort split sqrt square
    squeeze stack std subtract sum swapaxes take take_along_axis tan tanh tensordot tile trace transpose trapezoid
    tri tril tril_indices trim_zeros triu triu_indices true_divide trunc union1d unique unravel_index unwrap vander
    var vdot vecdot vectorize vsplit vstack where zeros zeros_like empty empty_like isnat busday_count busday_offset
    is_busday errstate seterr set_printoptions finfo iinfo dtype bool_ generic number integer floating
    signedinteger complexfloating float16 float32 float64 int8 int16 int32 int64 intp uint8 uint16 uint32 uint64
    complex64 complex128 str_ datetime64 timedelta64 e euler_gamma inf nan newaxis pi"""
)

NUMPY_ADVICE = {
    "ma": "Use np.nan and the nan functions, such as np.nanmean.",
    "matrix": "Use np.array and @.",
    "frombuffer": "Use np.array.",
    "fromstring": "Use np.array(text.split(), float).",
    "memmap": "Files are out of reach; bars hold the data.",
    "testing": "Compare with np.allclose.",
    "trapz": "Write np.trapezoid.",
    "product": "Write np.prod.",
    "in1d": "Write np.isin.",
    "NaN": "Write np.nan.",
    "Inf": "Write np.inf.",
    "load": "Files are out of reach; bars hold the data.",
    "loadtxt": "Files are out of reach; bars hold the data.",
    "genfromtxt": "Files are out of reach; bars hold the data.",
    "save": "Files are out of reach; what the function returns is kept.",
    "savetxt": "Files are out of reach; what the function returns is kept.",
    "float": "Write float.",
    "int": "Write int.",
    "bool": "Write bool.",
}

MATH = words(
    """acos acosh asin asinh atan atan2 atanh cbrt ceil comb copysign cos cosh degrees dist e erf erfc exp exp2 expm1
    fabs factorial floor fmod frexp fsum gamma gcd hypot inf isclose isfinite isinf isnan isqrt lcm ldexp lgamma log
    log10 log1p log2 modf nan perm pi pow prod radians remainder sin sinh sqrt tan tanh tau trunc"""
)

BUILTINS = words(
    """abs all any bin bool callable chr complex dict divmod enumerate filter float format frozenset getattr hasattr
    hash hex int isinstance issubclass iter len list map max min next object oct ord pow range repr reversed round set
    setattr slice sorted staticmethod str sum tuple type zip ArithmeticError AssertionError AttributeError
    DeprecationWarning Ellipsis Exception FloatingPointError FutureWarning IndexError KeyError LookupError MemoryError
    NameError NotImplemented NotImplementedError OverflowError RecursionError RuntimeError RuntimeWarning StopIteration
    TypeError UserWarning ValueError Warning ZeroDivisionError"""
)

BUILTIN_ADVICE = {
    "open": "Files are out of reach; bars and p hold all that is needed.",
    "eval": "Write the expression itself.",
    "exec": "Write the statements themselves.",
    "compile": "Write the statements themselves.",
    "super": "Call the other class's function by another name, or set the fields again.",
    "property": "Write a plain method and call it.",
    "classmethod": "Write a function that makes the object.",
    "bytes": "Use text.",
    "bytearray": "Use a list of numbers or an array.",
    "memoryview": "Use an array.",
    "BaseException": "Write except Exception.",
    "SystemExit": "Return early, or put the rest into an if.",
    "KeyboardInterrupt": "Write except Exception.",
    "exit": "Return early, or put the rest into an if.",
    "quit": "Return early, or put the rest into an if.",
    "delattr": "Write del x.name.",
    "id": "Compare with == or is.",
    "globals": "Pass values as arguments.",
    "locals": "Pass values as arguments.",
    "vars": "Pass values as arguments.",
    "dir": "The dialect page lists what exists.",
    "input": "Parameters are declared with Params and read from p.",
    "Params": "Params is only read from the line 'params = Params(…)'.",
    "Int": "Parameter kinds are only read inside 'params = Params(…)'.",
    "Float": "Parameter kinds are only read inside 'params = Params(…)'.",
    "Bool": "Parameter kinds are only read inside 'params = Params(…)'.",
    "Choice": "Parameter kinds are only read inside 'params = Params(…)'.",
    "params": "Inside a function read parameters from p.",
    "pd": "Write import pandas as pd first.",
}

INDICATORS = {entry.name: (entry.usage, entry.meaning) for entry in CATALOG}  # name → usage and meaning
RESULTS = {
    "Signals": ("Signals(entry, exit, short_entry, short_exit, size)", "what signals(bars, p) returns"),
    "Exits": ("Exits(stop_loss, take_profit, trailing)", "0.05 is 5 % of the entry price, 'atr:2' two ranges, or None"),
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
ARRAY = words(
    """T all any argmax argmin argpartition argsort astype clip compress conj conjugate copy cumprod cumsum diagonal dot
    dtype fill flatten imag item itemsize max mean min nbytes ndim nonzero partition prod ravel real repeat reshape
    round searchsorted shape size sort squeeze std sum swapaxes take tolist trace transpose var"""
)
ATTRIBUTES: dict[str, frozenset[str]] = {
    "numpy.ndarray": ARRAY,
    "numpy.scalar": words(
        """T all any astype clip conj conjugate copy dtype imag is_integer item itemsize max mean min nbytes ndim prod
        real round shape size std sum tolist"""
    ),
    "numpy.dtype": frozenset({"name", "kind", "itemsize", "str"}),
    "numpy.ufunc": frozenset({"accumulate", "reduce", "outer"}),
    "list": words("append clear copy count extend index insert pop remove reverse sort"),
    "dict": words("clear copy get items keys pop popitem setdefault update values"),
    "tuple": frozenset({"count", "index"}),
    "set": words(
        """add clear copy difference difference_update discard intersection intersection_update isdisjoint issubset
        issuperset pop remove symmetric_difference symmetric_difference_update union update"""
    ),
    "frozenset": words("copy difference intersection isdisjoint issubset issuperset symmetric_difference union"),
    "str": words(
        """capitalize casefold center count endswith expandtabs find index isalnum isalpha isascii isdecimal isdigit
        islower isnumeric isspace istitle isupper join ljust lower lstrip partition removeprefix removesuffix replace
        rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title upper zfill"""
    ),
    "bool": frozenset({"real"}),
    "float": words("as_integer_ratio conjugate imag is_integer real"),
    "int": words("bit_count bit_length conjugate denominator imag numerator real"),
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
