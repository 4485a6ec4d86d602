"""TA-Lib's names: our built-in that answers, its inputs, and its parameters with TA-Lib's defaults."""

_TABLE = """
AC = ac high low | fastperiod=5 slowperiod=34 signalperiod=5
ACCBANDS = accbands high low close | timeperiod=20
AD = ad high low close volume
ADOSC = adosc high low close volume | fastperiod=3 slowperiod=10
ADR = adr high low | timeperiod=14
ADX = adx high low close | timeperiod=14
ADXR = adxr high low close | timeperiod=14
AO = ao high low | fastperiod=5 slowperiod=34
APO = apo real | fastperiod=12 slowperiod=26 matype=1
AROON = aroon high low | timeperiod=14
AROONOSC = aroonosc high low | timeperiod=14
ATR = atr high low close | timeperiod=14
AVGDEV = avgdev real | timeperiod=14
AVGPRICE = avgprice open high low close
BBANDS = bbands real | timeperiod=20 nbdevup=2 nbdevdn=2
BETA = beta real real2 | timeperiod=5
BOP = bop open high low close
CCI = cci high low close | timeperiod=14
CDL2CROWS = cdl_2crows open high low close
CDL3BLACKCROWS = cdl_3blackcrows open high low close
CDL3INSIDE = cdl_3inside open high low close
CDL3LINESTRIKE = cdl_3linestrike open high low close
CDL3OUTSIDE = cdl_3outside open high low close
CDL3STARSINSOUTH = cdl_3starsinsouth open high low close
CDL3WHITESOLDIERS = cdl_3whitesoldiers open high low close
CDLABANDONEDBABY = cdl_abandonedbaby open high low close | penetration=0.3
CDLADVANCEBLOCK = cdl_advanceblock open high low close
CDLBELTHOLD = cdl_belthold open high low close
CDLBREAKAWAY = cdl_breakaway open high low close
CDLCLOSINGMARUBOZU = cdl_closingmarubozu open high low close
CDLCONCEALBABYSWALL = cdl_concealbabyswall open high low close
CDLCOUNTERATTACK = cdl_counterattack open high low close
CDLDARKCLOUDCOVER = cdl_darkcloudcover open high low close | penetration=0.5
CDLDOJI = cdl_doji open high low close
CDLDOJISTAR = cdl_dojistar open high low close
CDLDRAGONFLYDOJI = cdl_dragonflydoji open high low close
CDLENGULFING = cdl_engulfing open high low close
CDLEVENINGDOJISTAR = cdl_eveningdojistar open high low close | penetration=0.3
CDLEVENINGSTAR = cdl_eveningstar open high low close | penetration=0.3
CDLGAPSIDESIDEWHITE = cdl_gapsidesidewhite open high low close
CDLGRAVESTONEDOJI = cdl_gravestonedoji open high low close
CDLHAMMER = cdl_hammer open high low close
CDLHANGINGMAN = cdl_hangingman open high low close
CDLHARAMI = cdl_harami open high low close
CDLHARAMICROSS = cdl_haramicross open high low close
CDLHIGHWAVE = cdl_highwave open high low close
CDLHIKKAKE = cdl_hikkake open high low close
CDLHIKKAKEMOD = cdl_hikkakemod open high low close
CDLHOMINGPIGEON = cdl_homingpigeon open high low close
CDLIDENTICAL3CROWS = cdl_identical3crows open high low close
CDLINNECK = cdl_inneck open high low close
CDLINVERTEDHAMMER = cdl_invertedhammer open high low close
CDLKICKING = cdl_kicking open high low close
CDLKICKINGBYLENGTH = cdl_kickingbylength open high low close
CDLLADDERBOTTOM = cdl_ladderbottom open high low close
CDLLONGLEGGEDDOJI = cdl_longleggeddoji open high low close
CDLLONGLINE = cdl_longline open high low close
CDLMARUBOZU = cdl_marubozu open high low close
CDLMATCHINGLOW = cdl_matchinglow open high low close
CDLMATHOLD = cdl_mathold open high low close | penetration=0.5
CDLMORNINGDOJISTAR = cdl_morningdojistar open high low close | penetration=0.3
CDLMORNINGSTAR = cdl_morningstar open high low close | penetration=0.3
CDLONNECK = cdl_onneck open high low close
CDLPIERCING = cdl_piercing open high low close
CDLRICKSHAWMAN = cdl_rickshawman open high low close
CDLRISEFALL3METHODS = cdl_risefall3methods open high low close
CDLSEPARATINGLINES = cdl_separatinglines open high low close
CDLSHOOTINGSTAR = cdl_shootingstar open high low close
CDLSHORTLINE = cdl_shortline open high low close
CDLSPINNINGTOP = cdl_spinningtop open high low close
CDLSTALLEDPATTERN = cdl_stalledpattern open high low close
CDLSTICKSANDWICH = cdl_sticksandwich open high low close
CDLTAKURI = cdl_takuri open high low close
CDLTASUKIGAP = cdl_tasukigap open high low close
CDLTHRUSTING = cdl_thrusting open high low close
CDLTRISTAR = cdl_tristar open high low close
CDLUNIQUE3RIVER = cdl_unique3river open high low close
CDLUPSIDEGAP2CROWS = cdl_upsidegap2crows open high low close
CDLXSIDEGAP3METHODS = cdl_xsidegap3methods open high low close
CMF = cmf high low close volume | timeperiod=20
CMO = cmo real | timeperiod=14
CMOU = cmou real | timeperiod=14
COPPOCK = coppock real | wmaperiod=10 roc1period=11 roc2period=14
CORREL = correl real real2 | timeperiod=30
CVI = cvi high low | timeperiod=10 rocperiod=10
DEMA = dema real | timeperiod=30
DONCHIAN = donchian high low | timeperiod=20
DPO = dpo real | timeperiod=20
DX = dx high low close | timeperiod=14
EFI = efi close volume | timeperiod=13
EMA = ema real | timeperiod=30
ER = er real | timeperiod=10
ERI = eri high low close | timeperiod=13
FOSC = fosc real | timeperiod=5
HA = ha open high low close
HMA = hma real | timeperiod=20
HT_DCPERIOD = ht_dcperiod real
HT_DCPHASE = ht_dcphase real
HT_PHASOR = ht_phasor real
HT_SINE = ht_sine real
HT_TRENDLINE = ht_trendline real
HT_TRENDMODE = ht_trendmode real
IMI = imi open close | timeperiod=14
KAMA = kama real | timeperiod=30
KC = kc high low close | timeperiod=20 atrperiod=10 nbdev=2
KDJ = kdj high low close | fastk_period=9 slowk_period=3 slowd_period=3
LINEARREG = linearreg real | timeperiod=14
LINEARREG_ANGLE = linearreg_angle real | timeperiod=14
LINEARREG_INTERCEPT = linearreg_intercept real | timeperiod=14
LINEARREG_SLOPE = linearreg_slope real | timeperiod=14
MA = ma real | timeperiod=30 matype=0
MACD = macd real | fastperiod=12 slowperiod=26 signalperiod=9
MACDEXT = macdext real | fastperiod=12 fastmatype=0 slowperiod=26 slowmatype=0 signalperiod=9 signalmatype=0
MACDFIX = macdfix real | signalperiod=9
MAMA = mama real | fastlimit=0.5 slowlimit=0.05
MARKETFI = marketfi high low volume
MASSI = massi high low | fastperiod=9 slowperiod=25
MAVP = mavp real real2 | minperiod=2 maxperiod=30
MAX = highest real | timeperiod=30
MEDPRICE = medprice high low
MFI = mfi high low close volume | timeperiod=14
MIDPOINT = midpoint real | timeperiod=14
MIDPRICE = midprice high low | timeperiod=14
MIN = lowest real | timeperiod=30
MINUS_DI = minus_di high low close | timeperiod=14
MINUS_DM = minus_dm high low | timeperiod=14
MOM = mom real | timeperiod=10
NATR = natr high low close | timeperiod=14
NVI = nvi close volume
OBV = obv close volume
PERCENTILE = percentile real | timeperiod=30 percentile=50
PERCENTRANK = percentrank real | timeperiod=100
PLUS_DI = plus_di high low close | timeperiod=14
PLUS_DM = plus_dm high low | timeperiod=14
PPO = ppo real | fastperiod=12 slowperiod=26 matype=1
PVI = pvi close volume
PVO = pvo volume | fastperiod=12 slowperiod=26
PVT = pvt close volume
QSTICK = qstick open close | timeperiod=10
RMA = rma real | timeperiod=30
ROC = roc real | timeperiod=10
ROCP = rocp real | timeperiod=10
ROCR = rocr real | timeperiod=10
ROCR100 = rocr100 real | timeperiod=10
RSI = rsi real | timeperiod=14
RVI = rvi real | timeperiod=14 stddevperiod=10
RVOL = rvol volume | timeperiod=20
SAR = sar high low | acceleration=0.02 maximum=0.2
SMA = sma real | timeperiod=30
SMI = smi high low close | timeperiod=13 fastperiod=2 slowperiod=25 signalperiod=9
STDDEV = stdev real | timeperiod=5
STOCH = stoch high low close | fastk_period=5 slowk_period=3 slowk_matype=0 slowd_period=3 slowd_matype=0
STOCHF = stochf high low close | fastk_period=5 fastd_period=3 fastd_matype=0
STOCHRSI = stochrsi real | timeperiod=14 fastk_period=5 fastd_period=3 fastd_matype=0
SUM = rolling_sum real | timeperiod=30
SUPERTREND = supertrend high low close | timeperiod=10 multiplier=3
T3 = t3 real | timeperiod=5 vfactor=0.7
TEMA = tema real | timeperiod=30
TRANGE = trange high low close
TRIMA = trima real | timeperiod=30
TRIX = trix real | timeperiod=30
TSF = tsf real | timeperiod=14
TSI = tsi real | firstperiod=25 secondperiod=13
TYPPRICE = typprice high low close
ULTOSC = ultosc high low close | timeperiod1=7 timeperiod2=14 timeperiod3=28
VAR = var real | timeperiod=5
VHF = vhf real | timeperiod=28
VORTEX = vortex high low close | timeperiod=14
VWAP = vwap_all high low close volume
VWMA = vwma close volume | timeperiod=30
WAD = wad high low close
WCLPRICE = wclprice high low close
WILLR = willr high low close | timeperiod=14
WMA = wma real | timeperiod=30
ZLEMA = zlema real | timeperiod=30
"""


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def _row(text: str) -> tuple[str, tuple[str, ...], tuple[tuple[str, int | float], ...]]:
    taken, _, given = text.partition("|")
    code, *inputs = taken.split()
    parameters = [part.split("=") for part in given.split()]
    return code, tuple(inputs), tuple((name, _number(default)) for name, default in parameters)


# name → our built-in, its inputs, its parameters
TALIB = {line.split(" = ")[0]: _row(line.split(" = ")[1]) for line in _TABLE.strip().splitlines()}
