# expect: denied
_np_mean = 1
result = np.mean(_np_mean.x)
