# expect: denied
result = getattr(np.ones(1), "_" + "_array_interface__")
