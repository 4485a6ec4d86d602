"""Candlestick patterns of three and more bars: 100 where a rise is told, −100 where a fall is, 0 elsewhere."""

from quantboard.core.indicators.entry import Entry, made

PATTERN = "pattern"


def _pattern(names: str, params: str, texts: str, kernel: str, fixed: tuple[int | str | float, ...]) -> Entry:
    code = names.split("|")[0].strip()
    talib = code.upper().replace("_", "")
    shape = f"open high low close | {params} | {code}:marker:histogram"
    return made(PATTERN, names, shape, texts, "", kernel=kernel, fixed=fixed, talib=talib)


LONG_PATTERNS: tuple[Entry, ...] = (
    _pattern(
        "cdl_2crows | Two crows | 两只乌鸦",
        "",
        "After a long white candle two black ones fill the gap. | 长阳后两阴回补缺口。",
        "candles.triple.triple",
        (0, "long@2", 12, 0.0),
    ),
    _pattern(
        "cdl_3inside | Three inside up/down | 三内部上涨和下跌",
        "",
        "A harami that the third candle confirms. | 由第三根确认的孕线。",
        "candles.triple.triple",
        (1, "long@2 short@1", 12, 0.0),
    ),
    _pattern(
        "cdl_3outside | Three outside up/down | 三外部上涨和下跌",
        "",
        "An engulfing that the third candle confirms. | 由第三根确认的吞没。",
        "candles.triple.triple",
        (2, "", 3, 0.0),
    ),
    _pattern(
        "cdl_3starsinsouth | Three stars in the south | 南方三星",
        "",
        "Three black candles that shrink toward a low. | 三根逐渐缩短的阴线见底。",
        "candles.triple.triple",
        (3, "long@2 long_shadow@2 no_shadow@1 no_shadow@0 short@0", 12, 0.0),
    ),
    _pattern(
        "cdl_3whitesoldiers | Three advancing white soldiers | 三个白兵",
        "",
        "Three long white candles, each higher. | 三根逐级抬高的长阳。",
        "candles.triple.triple",
        (4, "no_shadow@2 no_shadow@1 no_shadow@0 near@2 near@1 far@2 far@1 short@0", 12, 0.0),
    ),
    _pattern(
        "cdl_abandonedbaby | Abandoned baby | 弃婴",
        "penetration=0.3:0:10",
        "A doji alone between two gaps. | 两侧跳空的孤立十字星。",
        "candles.triple.triple",
        (5, "long@2 doji@1 short@0", 12),
    ),
    _pattern(
        "cdl_advanceblock | Advance block | 大敌当前",
        "",
        "Three white candles that lose strength. | 三根渐弱的阳线。",
        "candles.triple.triple",
        (
            6,
            "short_shadow@2 short_shadow@1 short_shadow@0 long_shadow@1 long_shadow@0 near@2 near@1 far@2 far@1 long@2",
            12,
            0.0,
        ),
    ),
    _pattern(
        "cdl_eveningdojistar | Evening doji star | 十字暮星",
        "penetration=0.3:0:10",
        "An evening star whose middle is a doji. | 中间为十字星的暮星。",
        "candles.triple.triple",
        (7, "long@2 doji@1 short@0", 12),
    ),
    _pattern(
        "cdl_eveningstar | Evening star | 暮星",
        "penetration=0.3:0:10",
        "A small body above a long white one, then a black one: a top. | 长阳、跳空小实体、阴线，见顶。",
        "candles.triple.triple",
        (7, "long@2 short@1 short@0", 12),
    ),
    _pattern(
        "cdl_gapsidesidewhite | Side-by-side white lines | 缺口并列阳线",
        "",
        "Two alike white candles beyond a gap. | 缺口外两根相近的阳线。",
        "candles.triple.triple",
        (8, "near@1 equal@1", 7, 0.0),
    ),
    _pattern(
        "cdl_identical3crows | Identical three crows | 三胞胎乌鸦",
        "",
        "Three black candles, each opening at the close before. | 三根阴线依次开于前收。",
        "candles.triple.triple",
        (9, "no_shadow@2 no_shadow@1 no_shadow@0 equal@2 equal@1", 12, 0.0),
    ),
    _pattern(
        "cdl_morningdojistar | Morning doji star | 十字晨星",
        "penetration=0.3:0:10",
        "A morning star whose middle is a doji. | 中间为十字星的晨星。",
        "candles.triple.triple",
        (10, "long@2 doji@1 short@0", 12),
    ),
    _pattern(
        "cdl_morningstar | Morning star | 晨星",
        "penetration=0.3:0:10",
        "A small body below a long black one, then a white one: a bottom. | 长阴、跳空小实体、阳线，见底。",
        "candles.triple.triple",
        (10, "long@2 short@1 short@0", 12),
    ),
    _pattern(
        "cdl_stalledpattern | Stalled pattern | 停顿形态",
        "",
        "Two long white candles, then a small one that stops. | 两根长阳后小实体停顿。",
        "candles.triple.triple",
        (11, "long@2 long@1 short@0 no_shadow@1 near@2 near@1", 12, 0.0),
    ),
    _pattern(
        "cdl_sticksandwich | Stick sandwich | 条形三明治",
        "",
        "Two black candles with the same close around a white one. | 两根同收盘的阴线夹一阳。",
        "candles.triple.triple",
        (12, "equal@2", 7, 0.0),
    ),
    _pattern(
        "cdl_tasukigap | Tasuki gap | 跳空并列阴阳线",
        "",
        "A gap that the third candle only half fills. | 第三根仅部分回补的缺口。",
        "candles.triple.triple",
        (13, "near@1", 7, 0.0),
    ),
    _pattern(
        "cdl_tristar | Tristar | 三星",
        "",
        "Three doji, the middle one beyond a gap. | 三颗十字星，中间跳空。",
        "candles.triple.triple",
        (14, "doji@2", 12, 0.0),
    ),
    _pattern(
        "cdl_unique3river | Unique three river | 奇特三河床",
        "",
        "A rare bottom of three candles. | 少见的三根见底形态。",
        "candles.triple.triple",
        (15, "long@2 short@0", 12, 0.0),
    ),
    _pattern(
        "cdl_upsidegap2crows | Upside gap two crows | 向上跳空的两只乌鸦",
        "",
        "Two black candles above a gap, the second engulfing the first. | 缺口上方两阴，后者吞没前者。",
        "candles.triple.triple",
        (16, "long@2 short@1", 12, 0.0),
    ),
    _pattern(
        "cdl_xsidegap3methods | Gap three methods | 上升/下降跳空三法",
        "",
        "Two candles with a gap that the third closes. | 第三根回补前两根缺口。",
        "candles.triple.triple",
        (17, "", 2, 0.0),
    ),
    _pattern(
        "cdl_3blackcrows | Three black crows | 三只乌鸦",
        "",
        "Three black candles, each lower. | 三根逐级走低的阴线。",
        "candles.longer.longer",
        (0, "no_shadow@2 no_shadow@1 no_shadow@0", 13, 0.0),
    ),
    _pattern(
        "cdl_3linestrike | Three-line strike | 三线打击",
        "",
        "Three candles of one colour that a fourth takes back. | 三根同色后第四根全部收回。",
        "candles.longer.longer",
        (1, "near@3 near@2", 8, 0.0),
    ),
    _pattern(
        "cdl_breakaway | Breakaway | 脱离形态",
        "",
        "Five candles that start with a gap and turn. | 以跳空开始并反转的五根。",
        "candles.longer.longer",
        (2, "long@4", 14, 0.0),
    ),
    _pattern(
        "cdl_concealbabyswall | Concealing baby swallow | 藏婴吞没",
        "",
        "Four black candles, the last swallowing the third with its shadow. | 四根阴线，末根吞没带上影的第三根。",
        "candles.longer.longer",
        (3, "no_shadow@3 no_shadow@2 no_shadow@1", 13, 0.0),
    ),
    _pattern(
        "cdl_ladderbottom | Ladder bottom | 梯底",
        "",
        "Falling black candles, then a white one above them. | 连续阴线后阳线上破。",
        "candles.longer.longer",
        (4, "no_shadow@1", 14, 0.0),
    ),
    _pattern(
        "cdl_mathold | Mat hold | 铺垫",
        "penetration=0.5:0:10",
        "A rise rests for three small candles and goes on. | 上涨中三根小实体休整后继续。",
        "candles.longer.longer",
        (5, "short@3 short@2 short@1 long@4", 14),
    ),
    _pattern(
        "cdl_risefall3methods | Rising/falling three methods | 上升/下降三法",
        "",
        "A trend rests for three small candles inside a long one and goes on. | 长实体内三根小实体休整后延续。",
        "candles.longer.longer",
        (6, "short@3 short@2 short@1 long@4 long@0", 14, 0.0),
    ),
    _pattern(
        "cdl_hikkake | Hikkake | 陷阱形态",
        "",
        "A false break out of an inside bar; ±200 where a close confirms it within three bars."
        " | 内包线的假突破；三根内被收盘确认时为 ±200。",
        "candles.traps",
        (0, "", 5),
    ),
    _pattern(
        "cdl_hikkakemod | Modified hikkake | 修正陷阱",
        "",
        "A hikkake after two inside bars with a close near the extreme. | 连续两根内包且收于极端附近的陷阱。",
        "candles.traps",
        (1, "near@2", 10),
    ),
)
