"""What the check says of a strategy's code, and what to write instead."""

_MESSAGES = {
    "Line {line}: {rest}": "第 {line} 行：{rest}",
    "{first} ({n} more)": "{first}（另有 {n} 处）",
    "The source is longer than {n} characters.": "代码超过 {n} 个字符。",
    "The source holds a NUL character.": "代码中含有空字符。",
    "The source is nested too deeply to be read.": "代码嵌套过深，无法读取。",
    "The program is too large.": "程序过大。",
    "Nested too deeply.": "嵌套过深。",
    "Python cannot read this: {text}.": "Python 无法读取：{text}。",
    "This cannot be compiled: {text}.": "无法编译：{text}。",
    "The source cannot be checked.": "无法检查该代码。",
    "It cannot be read.": "无法读取。",
    "A function calls itself without end.": "函数无休止地调用自己。",
    "That is out of reach of a strategy.": "策略不能这样做。",
    "The memory limit was reached.": "达到内存上限。",
    "The answer is too large.": "返回的内容过大。",
    "Print less; a value a bar is too much.": "请减少打印，每根 K 线打印一次太多了。",
    "Strategies may only compute.": "策略只能进行计算。",
    "It reached for the system and was stopped.": "代码试图访问系统，已被停止。",
    "The process was ended by the filter of system calls.": "进程被系统调用过滤器终止。",
    "'{name}' is given twice.": "“{name}”出现了两次。",
    "on_bar is not available yet.": "暂不支持 on_bar。",
    "There is neither 'signals' nor 'weights'.": "缺少 signals 或 weights 函数。",
    "Both 'signals' and 'weights' are there.": "signals 与 weights 同时存在。",
    "'{name}' must take exactly (bars, p).": "“{name}”的参数必须正好是 (bars, p)。",
    "There is no parameter '{name}'.": "没有参数“{name}”。",
    "'{kind}' is not part of the dialect.": "“{kind}”不属于策略语言。",
    "'{name}' starts with an underscore.": "“{name}”以下划线开头。",
    "Byte strings are not available.": "不支持字节串。",
    "'{name}' cannot be imported.": "无法导入“{name}”。",
    "{name} is not available.": "{name} 不可用。",
    "'{name}' is not available.": "“{name}”不可用。",
    "Attributes cannot be assigned.": "不能给属性赋值。",
    "'{name}' is not defined.": "“{name}”未定义。",
    "'{name}' hides the built-in of that name.": "“{name}”遮住了同名的内置函数。",
    "'{name}' can only be used with a dot.": "“{name}”只能加点使用。",
    "'{name}' stands for {module} and cannot be rebound.": "“{name}”代表 {module}，不能重新赋值。",
    "'params' is a declaration.": "“params”是声明。",
    "Classes are not available yet.": "暂不支持类。",
    "'name' must be a short text.": "“name”必须是一段短文字。",
    "'rebalance' cannot be {text}.": "“rebalance”不能是 {text}。",
    "'exits' cannot be read.": "无法读取“exits”。",
    "'params' must be Params(…).": "“params”必须写成 Params(…)。",
    "Params takes names: fast=Int(10, 2, 200).": "Params 需要写明名称：fast=Int(10, 2, 200)。",
    "More than {n} parameters.": "参数超过 {n} 个。",
    "'rules' must be a short list of texts.": "“rules”必须是文字组成的短列表。",
    "'{name}' has no kind.": "“{name}”没有指明类型。",
    "'{name}' cannot be read.": "无法读取“{name}”。",
    "'{name}' must be written as a literal.": "“{name}”必须直接写成数值或文字。",
    "{name} must be a fraction above 0 or None.": "{name} 必须是大于 0 的小数或 None。",
    "Params cannot take **.": "Params 不能使用 **。",
    "'{name}': {text}.": "“{name}”：{text}。",
    "the default of a Bool is True or False": "Bool 的默认值应为 True 或 False",
    "a Choice takes its default and a list of texts that holds it": "Choice 需要默认值和包含它的文字列表",
    "an Int takes whole numbers": "Int 需要整数",
    "a Float takes numbers": "Float 需要数字",
    "the default {value} lies outside {least} to {most}": "默认值 {value} 不在 {least} 到 {most} 之间",
    "A rule has {n} characters.": "规则有 {n} 个字符，过长。",
    "The rule {rule} cannot be read.": "无法读取规则 {rule}。",
    "The rule {rule} is not one comparison.": "规则 {rule} 不是一个比较。",
    "The rule {rule} names {name}, which is no numeric parameter.": "规则 {rule} 用到了 {name}，它不是数值参数。",
    "The rule {rule} uses more than names, numbers and + - *.": "规则 {rule} 只能使用名称、数字和 + - *。",
}
_ADVICE = {
    "Did you mean {name}?": "您是指 {name} 吗？",
    "Shorten it.": "请缩短。",
    "Remove it.": "请删除。",
    "Use intermediate names.": "请使用中间变量。",
    "Split it into several strategies.": "请拆成几个策略。",
    "Split long expressions and deep nesting.": "请拆开过长的表达式和过深的嵌套。",
    "Keep one of them.": "请保留其中一个。",
    "Keep one.": "请保留一个。",
    "Write it simpler.": "请写得简单一些。",
    "Write signals(bars, p) or weights(bars, p) over whole panels.": (
        "请写成对整个面板计算的 signals(bars, p) 或 weights(bars, p)。"
    ),
    "Write def signals(bars, p) that returns Signals(entry=…, exit=…), or def weights(bars, p).": (
        "请编写返回 Signals(entry=…, exit=…) 的 def signals(bars, p)，或 def weights(bars, p)。"
    ),
    "Write {code}": "请写 {code}",
    "Declared are {names}.": "已声明：{names}。",
    "Declare it in Params(…).": "请在 Params(…) 中声明。",
    "The dialect page lists what is.": "可用的写法见“策略语言”。",
    "The dialect page lists what is available.": "可用的名称见“策略语言”。",
    "The dialect page lists what exists.": "可用的名称见“策略语言”。",
    "Only numpy and math can be imported; the built-ins need no import.": "只能导入 numpy 和 math；内置函数无需导入。",
    "Use text.": "请使用文字。",
    "Use a variable or a dict.": "请使用变量或字典。",
    "Choose another name.": "请换一个名称。",
    "Choose a name without the leading underscore.": "请使用不以下划线开头的名称。",
    "Choose another name, or the built-in cannot be called.": "请换一个名称，否则无法调用该内置函数。",
    "Is it spelt right?": "拼写正确吗？",
    "Read parameters from p.": "请从 p 读取参数。",
    "Use functions, tuples and dicts.": "请使用函数、元组和字典。",
    "Nothing here needs closing; numpy warnings are off already.": "这里没有需要关闭的东西；numpy 警告已关闭。",
    "Write a plain function.": "请写普通函数。",
    "Use if and elif.": "请使用 if 和 elif。",
    "Use except.": "请使用 except。",
    "Collect values in a list, or use a comprehension.": "请把值收集到列表中，或使用推导式。",
    "pandas is not available yet: bars are numpy panels. Use sma, stdev, highest, rank, shift or np.": (
        "暂不支持 pandas：bars 是 numpy 面板。请使用 sma、stdev、highest、rank、shift 或 np。"
    ),
    "Use np, or the built-ins such as zscore and stdev.": "请使用 np，或 zscore、stdev 等内置函数。",
    "Use the built-ins: sma, ema, rsi, macd, atr, bbands. They follow TA-Lib's definitions.": (
        "请使用内置函数 sma、ema、rsi、macd、atr、bbands，定义与 TA-Lib 相同。"
    ),
    "Use the built-ins: sma, ema, rsi, macd, atr, bbands.": "请使用内置函数 sma、ema、rsi、macd、atr、bbands。",
    "A backtest must give the same result each time: derive decisions from the data.": (
        "回测每次必须得到相同的结果：请根据数据做决定。"
    ),
    "bars.time holds the stamps as numpy dates: bars.time.astype('datetime64[M]') gives the month.": (
        "bars.time 是 numpy 日期，bars.time.astype('datetime64[M]') 得到月份。"
    ),
    "bars.time holds the stamps of the bars; the wall clock is not available.": (
        "bars.time 是 K 线时间；不能读取系统时钟。"
    ),
    "Files and the system are out of reach for strategies; bars and p hold all that is needed.": (
        "策略不能访问文件和系统；所需的一切都在 bars 和 p 中。"
    ),
    "The interpreter is out of reach for strategies; bars and p hold all that is needed.": (
        "策略不能访问解释器；所需的一切都在 bars 和 p 中。"
    ),
    "Files are out of reach for strategies; bars and p hold all that is needed.": (
        "策略不能访问文件；所需的一切都在 bars 和 p 中。"
    ),
    "The network is out of reach for strategies; import data as a dataset first.": (
        "策略不能访问网络；请先把数据导入为数据集。"
    ),
    "Annotations are ignored here and need no import.": "类型注解会被忽略，无需导入。",
    "Use np.mean, np.median, np.std.": "请使用 np.mean、np.median、np.std。",
    "Use loops and comprehensions.": "请使用循环和推导式。",
    "Use lists and dicts.": "请使用列表和字典。",
    "np.ndim(x) tells arrays from numbers.": "用 np.ndim(x) 区分数组与数字。",
    "Linear algebra is not available yet.": "暂不支持线性代数。",
    "Numerical warnings are off already.": "数值警告已关闭。",
    "Write the expression over whole arrays; where(condition, a, b) chooses.": (
        "请对整个数组写表达式；用 where(condition, a, b) 选择。"
    ),
    "Built-ins already run down each column.": "内置函数本来就按列计算。",
    "Files are out of reach; bars hold the data.": "不能访问文件；数据在 bars 中。",
    "Files are out of reach; what the function returns is kept.": "不能访问文件；函数返回的内容会被保留。",
    "Files are out of reach; bars and p hold all that is needed.": "不能访问文件；所需的一切都在 bars 和 p 中。",
    "Write the expression itself.": "请直接写表达式。",
    "Write the statements themselves.": "请直接写语句。",
    "Write the name after a dot.": "请在点号后直接写名称。",
    "Use a dict.": "请使用字典。",
    "bars.columns names the columns that the data has.": "bars.columns 列出数据中的列。",
    "Use isinstance.": "请使用 isinstance。",
    "Compare with == or is.": "请用 == 或 is 比较。",
    "Pass values as arguments.": "请把值作为参数传递。",
    "Parameters are declared with Params and read from p.": "参数用 Params 声明，从 p 读取。",
    "Classes are not available yet; use dicts.": "暂不支持类，请使用字典。",
    "Classes are not available yet; use functions.": "暂不支持类，请使用函数。",
    "Params is only read from the line 'params = Params(…)'.": "Params 只能写在 params = Params(…) 这一行。",
    "Parameter kinds are only read inside 'params = Params(…)'.": "参数类型只能写在 params = Params(…) 里面。",
    "Inside a function read parameters from p.": "在函数内请从 p 读取参数。",
    "Use an f-string, such as f'{x:.2f}'.": "请使用 f-string，例如 f'{{x:.2f}}'。",
    "Arrays have no rolling: use sma, stdev, highest or lowest.": (
        "数组没有 rolling，请使用 sma、stdev、highest 或 lowest。"
    ),
    "Arrays have no ewm: use ema.": "数组没有 ewm，请使用 ema。",
    "Panels are numpy arrays: write x[row, column].": "面板是 numpy 数组，请写 x[行, 列]。",
    "Panels are numpy arrays already.": "面板本来就是 numpy 数组。",
    "bars.time holds the stamps.": "K 线时间在 bars.time 中。",
    "Built-ins skip rows without values; np.nanmean and the like do too.": (
        "内置函数会跳过没有值的行，np.nanmean 等也是如此。"
    ),
    "Choose one of {names}.": "请从 {names} 中选择。",
    "0.05 is 5 %.": "0.05 即 5 %。",
    "Use fewer.": "请减少数量。",
    "Kinds are {names}. {rest}": "类型有 {names}。{rest}",
    "It takes ({usual}, help='…').": "写法为 ({usual}, help='…')。",
    "The default must lie in the range.": "默认值必须在范围内。",
    "Correct the rule or the defaults.": "请更正规则或默认值。",
    "Write it like: {code}.": "写法示例：{code}。",
    "Write one comparison of parameter names and numbers, such as fast < slow.": (
        "请写成参数名与数字的一个比较，例如 fast < slow。"
    ),
    "At most {n} are allowed.": "最多 {n} 个。",
    "Known: {names}.": "已有：{names}。",
    "There is none.": "没有。",
    "Change one of them.": "请修改其中一个。",
    "Give a value from {least} to {most}.": "请填写 {least} 到 {most} 之间的值。",
    "Give {wanted}.": "请填写 {wanted}。",
    "It declares {names}.": "已声明：{names}。",
    "It declares none.": "没有声明任何参数。",
}
BUILT_INS = {
    "Simple moving average of the last n values.": "最近 n 个值的简单移动平均。",
    "Exponential moving average, k = 2 / (n + 1).": "指数移动平均，k = 2 / (n + 1)。",
    "Linearly weighted moving average of the last n values.": "最近 n 个值的线性加权移动平均。",
    "(line, signal, histogram): fast minus slow exponential average, and its own average.": (
        "(线, 信号线, 柱)：快慢指数均线之差，及其自身的均线。"
    ),
    "Wilder's relative strength index, 0 to 100.": "Wilder 相对强弱指数，0 到 100。",
    "Rate of change over n bars, in percent.": "n 根 K 线的变化率（百分比）。",
    "x minus its value n bars before.": "x 减去 n 根之前的值。",
    "Average true range, Wilder's mean.": "平均真实波幅（Wilder 均值）。",
    "Population standard deviation of n values.": "n 个值的总体标准差。",
    "(upper, middle, lower) Bollinger bands: average ± deviations.": "(上轨, 中轨, 下轨) 布林带：均线 ± 标准差。",
    "Highest of the last n values.": "最近 n 个值的最大值。",
    "Lowest of the last n values.": "最近 n 个值的最小值。",
    "Rank among the symbols of a bar, in (0, 1]; 1 = highest.": "同一根 K 线上各标的的排名，(0, 1]，1 为最高。",
    "Deviations from the mean of the bar's symbols; zscore(x, n): of the last n values.": (
        "相对同根各标的均值的标准分；zscore(x, n)：相对最近 n 个值。"
    ),
    "True on the bar where a rises above b.": "a 上穿 b 的那根为真。",
    "True on the bar where a falls below b.": "a 下穿 b 的那根为真。",
    "The value n bars before.": "n 根之前的值。",
    "True from an entry until the next exit.": "从入场到下一次离场之间为真。",
    "a where the condition is true, else b.": "条件为真取 a，否则取 b。",
}
_RESULTS = {
    "what signals(bars, p) returns": "signals(bars, p) 的返回值",
    "fractions of the entry price, or None": "相对入场价的比例，或 None",
    "first price of each bar": "每根 K 线的开盘价",
    "highest price of each bar": "每根 K 线的最高价",
    "lowest price of each bar": "每根 K 线的最低价",
    "last price of each bar": "每根 K 线的收盘价",
    "traded volume": "成交量",
    "traded value": "成交额",
    "stamps, as numpy dates": "K 线时间（numpy 日期）",
    "names of the columns of every panel": "每个面板的列名（标的代码）",
    "names of the panels that the data has": "数据中有哪些面板",
    "number of rows": "行数",
}
CODE = {**_MESSAGES, **_ADVICE, **BUILT_INS, **_RESULTS}
