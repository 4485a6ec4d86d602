# expect: denied
class E(Exception):
    pass
result = E(1).add_note
