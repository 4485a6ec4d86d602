# expect: signals
def signals(bars, p):
    volume = bars.volume if "volume" in bars.columns else np.ones(bars.close.shape)
    return Signals(entry=volume > np.nanmedian(volume))
