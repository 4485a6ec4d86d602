"""Sentences of the quality report, of repairs, and of what is assumed when a file is read."""

TEXT = {
    "data.finding_missing_sessions": (
        "{n} bars that the calendar promises are missing",
        "按交易日历缺少 {n} 根 K 线",
    ),
    "data.finding_outside_calendar": (
        "{n} bars lie on days on which the exchange was closed",
        "{n} 根 K 线落在休市日",
    ),
    "data.finding_possible_ticker_reuse": (
        "{n} symbols may have belonged to another instrument before",
        "{n} 个代码此前可能属于另一品种",
    ),
    "data.finding_stale_price": (
        "{n} bars repeat the prices of the bars before: the feed may have stood still",
        "{n} 根 K 线与之前的价格完全相同，数据源可能停滞",
    ),
    "data.finding_malformed_record": ("{n} records are no valid JSON", "{n} 条记录不是有效的 JSON"),
    "data.finding_repaired_swap": (
        "High and low are exchanged in {n} bars",
        "{n} 根 K 线的最高价与最低价将对调",
    ),
    "data.finding_repaired_fill": (
        "{n} missing sessions are filled with the close before, volume 0",
        "{n} 个缺失交易日以前一收盘价填补，成交量为 0",
    ),
    "data.note_timezone_assumed": (
        "The file does not say its time zone; its hours or symbols suggest one, which is assumed",
        "文件未注明时区，已按其交易时段或代码推断",
    ),
    "data.note_stamps_at_close": (
        "Stamps mark the close of a bar, and are kept so",
        "文件中的时间即 K 线的结束时刻，保持不变",
    ),
    "data.note_mixed_cell_types": (
        "A column mixes dates, text and numbers; all were read",
        "有一列混有日期、文本和数字，均已读取",
    ),
    "data.note_number_stored_as_text": ("Some numbers are stored as text", "部分数字以文本形式保存"),
    "data.note_closes_only": (
        "The bars are made of closes alone: all four prices are the close",
        "K 线仅由收盘价生成：四个价格均为收盘价",
    ),
    "data.ask_closes_only": (
        "The table holds closes only ({detail}). Shall every bar be made of its close?",
        "表格只有收盘价（{detail}）。是否以收盘价生成 K 线？",
    ),
    "data.option_yes": ("yes", "是"),
}
