"""What the check says of whole programs, classes and imports, and what to write instead."""

PROGRAMS = {
    "A run is one process; work on whole arrays instead.": "每次运行只有一个进程；请对整个数组运算。",
    "A run is one thread; work on whole arrays instead.": "每次运行只有一个线程；请对整个数组运算。",
    "Call the other class's function by another name, or set the fields again.": (
        "请用别的名字调用另一个类的函数，或重新设置字段。"
    ),
    "Charts are drawn from what the code returns; assign it to result.": ("图表由代码的返回值绘制；请赋值给 result。"),
    "Compare with np.allclose.": "请用 np.allclose 比较。",
    "Files and the system are out of reach; bars and p hold all that is needed.": (
        "无法访问文件和系统；所需的一切都在 bars 和 p 中。"
    ),
    "How long it took is measured for you; bars.time holds the stamps of the bars.": (
        "耗时会自动测量；bars.time 是 K 线的时间。"
    ),
    "Nothing is stored by the code itself; what it returns is kept.": "代码自身不保存任何内容；返回值会被保留。",
    "Other programs are out of reach.": "无法运行其他程序。",
    "Raise NotImplementedError in the methods to be replaced.": ("在待重写的方法中抛出 NotImplementedError 即可。"),
    "Return early, or put the rest into an if.": "请提前 return，或把余下部分放进 if。",
    "The interpreter is out of reach; bars and p hold all that is needed.": (
        "无法访问解释器；所需的一切都在 bars 和 p 中。"
    ),
    "The network is out of reach; import data as a dataset first.": "无法访问网络；请先把数据导入为数据集。",
    "Use a list of numbers or an array.": "请使用数字列表或数组。",
    "Use an array.": "请使用数组。",
    "Use float; money is rounded by the engine.": "请使用 float；金额由引擎取整。",
    "Use np, statistics, or the built-ins such as zscore and stdev.": (
        "请使用 np、statistics，或 zscore、stdev 等内置函数。"
    ),
    "Use np.array and @.": "请使用 np.array 和 @。",
    "Use np.array(text.split(), float).": "请使用 np.array(text.split(), float)。",
    "Use np.array.": "请使用 np.array。",
    "Use np.linalg.lstsq or np.polyfit for regressions.": ("回归请使用 np.linalg.lstsq 或 np.polyfit。"),
    "Use np.nan and the nan functions, such as np.nanmean.": "请使用 np.nan 和 np.nanmean 等函数。",
    "Use print; what is printed is shown beside the result.": "请使用 print；输出会显示在结果旁。",
    "Use short texts or whole numbers.": "请使用短文字或整数。",
    "Use talib, or the built-ins: sma, ema, rsi, macd, atr, bbands.": (
        "请使用 talib，或内置函数 sma、ema、rsi、macd、atr、bbands。"
    ),
    "What the code returns is kept as it is; build dicts and lists.": "返回值会原样保留；请使用字典和列表。",
    "pandas' .str methods and str.split, str.replace and 'in' do for texts.": (
        "处理文字可用 pandas 的 .str 方法、str.split、str.replace 和 in。"
    ),
    "A class takes no keywords here.": "类定义不能带关键字。",
    "It may extend your own classes, or {names}.": "可以继承您自己的类，或 {names}。",
    "A class cannot extend '{name}'.": "类不能继承“{name}”。",
    "Name its bases only.": "只写基类即可。",
    "Nothing else needs closing here: leave it out.": "这里没有别的需要关闭，请去掉。",
    "'with' is available for np.errstate(…) and warnings.catch_warnings() only.": (
        "with 只能用于 np.errstate(…) 和 warnings.catch_warnings()。"
    ),
    "Use a variable of your own.": "请使用自己的变量。",
    "{name} is read-only.": "{name} 是只读的。",
    "Attributes of {name} cannot be assigned.": "不能给 {name} 的属性赋值。",
    "'{name}' has {n} branches; more than {most} are hard to follow.": (
        "“{name}”有 {n} 个分支；超过 {most} 个就难以读懂。"
    ),
    "Split it into functions.": "请拆分成几个函数。",
    "Choose a name without the leading underscores.": "请去掉名称开头的下划线。",
    "That is out of reach of your code.": "您的代码不能这样做。",
    "These can be imported: {names}. The built-ins need no import.": "可以导入：{names}。内置函数无需导入。",
}
