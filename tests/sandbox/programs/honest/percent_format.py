# result: "3.14"
result = "%.2f" % 3.14159
