# expect: rejected
def signals(bars, p):
    np.savetxt("/tmp/qb_marker", bars.close)
