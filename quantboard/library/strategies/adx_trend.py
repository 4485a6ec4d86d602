name = "ADX trend"
params = Params(
    length=Int(14, 2, 100, help="Bars of the directional movement"),
    strong=Float(25.0, 5.0, 60.0, help="A trend counts from this strength on"),
)

def signals(bars, p):
    rising, falling = plus_di(bars, p.length), minus_di(bars, p.length)
    is_strong = adx(bars, p.length) > p.strong
    return Signals(
        entry=(rising > falling) & is_strong,
        exit=rising < falling,
        short_entry=(falling > rising) & is_strong,
        short_exit=falling < rising,
    )
