# result: 4
import numpy as np
t = np.arange(64)
spectrum = np.abs(np.fft.rfft(np.sin(2 * np.pi * 4 * t / 64)))
result = int(spectrum.argmax())
