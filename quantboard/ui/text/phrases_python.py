"""What Python says of code that it cannot read, and the sandbox of code that did not come to its end."""

_SYNTAX = {
    "invalid syntax": "语法错误",
    "Perhaps you forgot a comma": "是否漏了逗号",
    "Maybe you meant '==' or ':=' instead of '='": "是否应把 = 写成 ==",
    "Maybe you meant '==' instead of '='": "是否应把 = 写成 ==",
    "expected ':'": "缺少冒号 :",
    "expected '('": "缺少左括号 (",
    "unexpected indent": "多余的缩进",
    "expected an indented block": "此处应有缩进的代码",
    "expected an indented block after {what} on line {line}": "第 {line} 行之后应有缩进的代码",
    "unindent does not match any outer indentation level": "缩进与上文不一致",
    "inconsistent use of tabs and spaces in indentation": "缩进混用了制表符和空格",
    "'{sign}' was never closed": "括号 {sign} 没有闭合",
    "unmatched '{sign}'": "多余的括号 {sign}",
    "closing parenthesis '{end}' does not match opening parenthesis '{sign}'": "括号 {end} 与 {sign} 不匹配",
    "closing parenthesis '{end}' does not match opening parenthesis '{sign}' on line {line}": (
        "括号 {end} 与第 {line} 行的 {sign} 不匹配"
    ),
    "unterminated string literal (detected at line {line})": "字符串没有结束的引号",
    "unterminated triple-quoted string literal (detected at line {line})": "三引号字符串没有结束",
    "unexpected EOF while parsing": "代码不完整",
    "invalid decimal literal": "数字写法有误",
    "invalid character '{sign}' ({code})": "无效字符“{sign}”，是否使用了中文标点",
    "invalid non-printable character {code}": "含有不可见的字符 {code}",
    "positional argument follows keyword argument": "不带名称的参数必须写在带名称的参数之前",
    "keyword argument repeated: {name}": "参数 {name} 重复",
    "cannot assign to {what}": "不能给此处赋值",
    "cannot assign to {what} here. Maybe you meant '==' instead of '='": "不能给此处赋值，是否应把 = 写成 ==",
    "'return' outside function": "return 只能写在函数中",
    "'break' outside loop": "break 只能写在循环中",
    "'continue' not properly in loop": "continue 只能写在循环中",
}
_ENDS = {
    "It ran longer than {n} s and was stopped.": "运行超过 {n} 秒，已停止。",
    "It computed longer than {n} s and was stopped.": "计算超过 {n} 秒，已停止。",
    "It ran longer than {limit} and was stopped.": "运行超过 {limit}，已停止。",
    "It computed longer than {limit} and was stopped.": "计算超过 {limit}，已停止。",
    "Look for a loop over bars or without end.": "请检查是否有逐根 K 线的循环或无限循环。",
    "Look for a loop without end.": "请检查是否有无限循环。",
    "It needs more than {n} MB.": "需要的内存超过 {n} MB。",
    "Keep fewer or smaller arrays.": "请减少或缩小数组。",
    "The process ended without an answer ({reason}).": "进程意外结束（{reason}）。",
    "The process answered with {error}.": "进程返回了无法理解的结果：{error}。",
    "Run it again; simplify the code.": "请重新运行，或简化代码。",
    "Run it again.": "请重新运行。",
}
PYTHON = {**_SYNTAX, **_ENDS}
