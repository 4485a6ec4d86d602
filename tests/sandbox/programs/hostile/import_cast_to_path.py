# expect: rejected
import numpy.ctypeslib as c
