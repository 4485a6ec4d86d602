# expect: denied
import numpy as np
with np.errstate(call=print):
    pass
