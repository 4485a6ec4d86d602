# result: "too big"
class RiskError(Exception):
    pass

try:
    raise RiskError("too big")
except RiskError as e:
    result = str(e)
