# expect: signals
def both(*panels, **options):
    out = panels[0]
    for panel in panels[1:]:
        out = out & panel
    return ~out if options.get("inverse", False) else out
def signals(bars, p):
    parts = [bars.close > bars.open, bars.high > bars.close]
    return Signals(entry=both(*parts), exit=both(*parts, **{"inverse": True}))
