# expect: failed output_limit memory
def weights(bars, p):
    return np.zeros((10000, 10000))
