"""Candlestick patterns: 100 where a rise is told, −100 where a fall is, 0 elsewhere; the 61 of TA-Lib."""

from quantboard.core.indicators.entry import Entry, made

PATTERN = "pattern"


def _pattern(names: str, params: str, texts: str, kernel: str, fixed: tuple[int | str | float, ...]) -> Entry:
    code = names.split("|")[0].strip()
    talib = code.upper().replace("_", "")
    shape = f"open high low close | {params} | {code}:marker:histogram"
    return made(PATTERN, names, shape, texts, "", kernel=kernel, fixed=fixed, talib=talib)


SHORT_PATTERNS: tuple[Entry, ...] = (
    _pattern(
        "cdl_belthold | Belt-hold | 捉腰带线",
        "",
        "A long candle that opens on its extreme. | 长实体且开于极端价。",
        "candles.single.single",
        (0, "long@0 no_shadow@0", 10),
    ),
    _pattern(
        "cdl_closingmarubozu | Closing marubozu | 收盘光头光脚",
        "",
        "A long candle that closes on its extreme. | 长实体且收于极端价。",
        "candles.single.single",
        (1, "long@0 no_shadow@0", 10),
    ),
    _pattern(
        "cdl_doji | Doji | 十字星",
        "",
        "Open and close are nearly equal: indecision. | 开收几乎相等，多空犹豫。",
        "candles.single.single",
        (2, "doji@0", 10),
    ),
    _pattern(
        "cdl_dragonflydoji | Dragonfly doji | 蜻蜓十字",
        "",
        "A doji with a long lower shadow only. | 只有长下影的十字星。",
        "candles.single.single",
        (3, "doji@0 no_shadow@0", 10),
    ),
    _pattern(
        "cdl_gravestonedoji | Gravestone doji | 墓碑十字",
        "",
        "A doji with a long upper shadow only. | 只有长上影的十字星。",
        "candles.single.single",
        (4, "doji@0 no_shadow@0", 10),
    ),
    _pattern(
        "cdl_hammer | Hammer | 锤头",
        "",
        "A small body over a long lower shadow, near the low before. | 小实体长下影，位于前低附近。",
        "candles.single.single",
        (5, "short@0 long_shadow@0 no_shadow@0 near@1", 11),
    ),
    _pattern(
        "cdl_hangingman | Hanging man | 上吊线",
        "",
        "A hammer near the high before: a warning. | 位于前高附近的锤头，警示。",
        "candles.single.single",
        (6, "short@0 long_shadow@0 no_shadow@0 near@1", 11),
    ),
    _pattern(
        "cdl_highwave | High-wave candle | 风高浪大线",
        "",
        "A small body between very long shadows. | 小实体、上下影极长。",
        "candles.single.single",
        (7, "short@0 very_long_shadow@0", 10),
    ),
    _pattern(
        "cdl_invertedhammer | Inverted hammer | 倒锤头",
        "",
        "A small body under a long upper shadow, after a gap down. | 跳空低开后小实体长上影。",
        "candles.single.single",
        (8, "short@0 long_shadow@0 no_shadow@0", 11),
    ),
    _pattern(
        "cdl_longleggeddoji | Long-legged doji | 长脚十字",
        "",
        "A doji with a long shadow. | 带长影线的十字星。",
        "candles.single.single",
        (9, "doji@0 long_shadow@0", 10),
    ),
    _pattern(
        "cdl_longline | Long line candle | 长蜡烛",
        "",
        "A long body with short shadows. | 长实体、短影线。",
        "candles.single.single",
        (10, "long@0 short_shadow@0", 10),
    ),
    _pattern(
        "cdl_marubozu | Marubozu | 光头光脚",
        "",
        "A long body without shadows. | 无影线的长实体。",
        "candles.single.single",
        (11, "long@0 no_shadow@0", 10),
    ),
    _pattern(
        "cdl_rickshawman | Rickshaw man | 黄包车夫",
        "",
        "A long-legged doji with its body in the middle. | 实体居中的长脚十字。",
        "candles.single.single",
        (12, "doji@0 long_shadow@0 near@0", 10),
    ),
    _pattern(
        "cdl_shootingstar | Shooting star | 射击之星",
        "",
        "A small body under a long upper shadow, after a gap up. | 跳空高开后小实体长上影。",
        "candles.single.single",
        (13, "short@0 long_shadow@0 no_shadow@0", 11),
    ),
    _pattern(
        "cdl_shortline | Short line candle | 短蜡烛",
        "",
        "A short body with short shadows. | 短实体、短影线。",
        "candles.single.single",
        (14, "short@0 short_shadow@0", 10),
    ),
    _pattern(
        "cdl_spinningtop | Spinning top | 纺锤",
        "",
        "A small body with shadows longer than it. | 小实体，影线长于实体。",
        "candles.single.single",
        (15, "short@0", 10),
    ),
    _pattern(
        "cdl_takuri | Takuri line | 探水竿",
        "",
        "A dragonfly doji with a very long lower shadow. | 下影极长的蜻蜓十字。",
        "candles.single.single",
        (16, "doji@0 no_shadow@0 very_long_shadow@0", 10),
    ),
    _pattern(
        "cdl_counterattack | Counterattack | 反击线",
        "",
        "Two long candles of opposite colour that close alike. | 两根颜色相反的长实体收于同价。",
        "candles.double.double",
        (0, "long@1 long@0 equal@1", 11, 0.0),
    ),
    _pattern(
        "cdl_darkcloudcover | Dark cloud cover | 乌云盖顶",
        "penetration=0.5:0:10",
        "A black candle opens above a white one and closes deep in its body. | 阴线高开后深入前阳实体。",
        "candles.double.double",
        (1, "long@1", 11),
    ),
    _pattern(
        "cdl_dojistar | Doji star | 十字星线",
        "",
        "A doji that gaps away from a long candle. | 与长实体跳空的十字星。",
        "candles.double.double",
        (2, "long@1 doji@0", 11, 0.0),
    ),
    _pattern(
        "cdl_engulfing | Engulfing | 吞没形态",
        "",
        "A body that swallows the body before, of the other colour. | 实体吞没前一根反色实体。",
        "candles.double.double",
        (3, "", 2, 0.0),
    ),
    _pattern(
        "cdl_harami | Harami | 孕线",
        "",
        "A small body inside the long body before. | 小实体孕于前一长实体内。",
        "candles.double.double",
        (4, "long@1 short@0", 11, 0.0),
    ),
    _pattern(
        "cdl_haramicross | Harami cross | 十字孕线",
        "",
        "A doji inside the long body before. | 十字星孕于前一长实体内。",
        "candles.double.double",
        (4, "long@1 doji@0", 11, 0.0),
    ),
    _pattern(
        "cdl_homingpigeon | Homing pigeon | 家鸽",
        "",
        "A short black body inside a long black one. | 短阴孕于长阴之内。",
        "candles.double.double",
        (5, "long@1 short@0", 11, 0.0),
    ),
    _pattern(
        "cdl_inneck | In-neck | 颈内线",
        "",
        "A white candle opens below and closes just in the black body before. | 阳线低开，收于前阴收盘附近。",
        "candles.double.double",
        (6, "long@1 equal@1", 11, 0.0),
    ),
    _pattern(
        "cdl_kicking | Kicking | 反冲形态",
        "",
        "Two marubozu of opposite colour with a gap between. | 两根反色光头光脚之间有跳空。",
        "candles.double.double",
        (7, "no_shadow@1 no_shadow@0 long@1 long@0", 11, 0.0),
    ),
    _pattern(
        "cdl_kickingbylength | Kicking by length | 由长短决定的反冲",
        "",
        "Kicking, judged by the longer of the two. | 按较长一根判定方向的反冲。",
        "candles.double.double",
        (8, "no_shadow@1 no_shadow@0 long@1 long@0", 11, 0.0),
    ),
    _pattern(
        "cdl_matchinglow | Matching low | 相同低价",
        "",
        "Two black candles with the same close. | 两根阴线收于同价。",
        "candles.double.double",
        (9, "equal@1", 6, 0.0),
    ),
    _pattern(
        "cdl_onneck | On-neck | 颈上线",
        "",
        "A white candle that only reaches the low of the black one before. | 阳线只回升至前阴低点。",
        "candles.double.double",
        (10, "long@1 equal@1", 11, 0.0),
    ),
    _pattern(
        "cdl_piercing | Piercing | 刺透形态",
        "",
        "A white candle opens below and closes in the upper half of the black body. | 阳线低开后收入前阴实体上半部。",
        "candles.double.double",
        (11, "long@1 long@0", 11, 0.0),
    ),
    _pattern(
        "cdl_separatinglines | Separating lines | 分离线",
        "",
        "Two candles of opposite colour with the same open. | 两根反色蜡烛开于同价。",
        "candles.double.double",
        (12, "no_shadow@0 long@0 equal@1", 11, 0.0),
    ),
    _pattern(
        "cdl_thrusting | Thrusting | 插入",
        "",
        "A white candle that closes in the lower half of the black body. | 阳线收入前阴实体下半部。",
        "candles.double.double",
        (13, "equal@1 long@1", 11, 0.0),
    ),
)
