"""John Ehlers' Hilbert transform of the price: the length and the phase of its cycle, and averages that follow them."""

import math

import numpy as np

from quantboard.core.arrays import Vector
from quantboard.core.jit import COUNT, NUMBER, READ, WRITE, kernel, part

PERIOD, PHASOR, ADAPTIVE, PHASE, SINE, TRENDLINE, TRENDMODE = range(7)
DEGREES = 180.0 / (4.0 * math.atan(1.0))
LONGEST = 50


@part
def transform(value: float, row: int, at: int, scale: float, memory: Vector) -> float:
    """One step of the transform; ``memory[row]`` keeps three delayed values, the last product and the last input."""
    now = 0.0962 * value
    made: float = now - memory[row, at]
    memory[row, at] = now
    made -= memory[row, 3]
    memory[row, 3] = 0.5769 * memory[row, 4]
    made += memory[row, 3]
    memory[row, 4] = value
    return made * scale


@part
def next_period(re: float, im: float, before: float) -> float:
    """The cycle's length of this row, held near the last one and within 6 to 50."""
    length = before
    if im != 0.0 and re != 0.0:
        length = 360.0 / (math.atan(im / re) * DEGREES)
    length = min(length, 1.5 * before)
    length = max(length, 0.67 * before)
    length = min(max(length, 6.0), 50.0)
    return 0.2 * length + 0.8 * before


@part
def phase_of(smooth: Vector, newest: int, length: float, before: float, waves: Vector) -> float:
    """The phase of the dominant cycle in degrees, from its first Fourier term over one cycle."""
    rows = int(length + 0.5)
    re, im, at = 0.0, 0.0, newest
    start = (rows * (rows - 1)) // 2
    for i in range(rows):
        re += waves[0, start + i] * smooth[at]
        im += waves[1, start + i] * smooth[at]
        at = LONGEST - 1 if at == 0 else at - 1
    phase = before
    if abs(im) > 0.0:
        phase = math.atan(re / im) * DEGREES
    elif re < 0.0:
        phase -= 90.0
    elif re > 0.0:
        phase += 90.0
    phase += 90.0 + 360.0 / length
    if im < 0.0:
        phase += 180.0
    return phase - 360.0 if phase > 315.0 else phase


@part
def fill_waves(waves: Vector) -> None:
    """Sine and cosine of one cycle of 0 to 50 rows, one after the other."""
    turn = math.atan(1.0) * 8.0
    for rows in range(LONGEST + 1):
        start = (rows * (rows - 1)) // 2
        for i in range(rows):
            waves[0, start + i] = math.sin(i * turn / rows)
            waves[1, start + i] = math.cos(i * turn / rows)


@kernel(takes=(READ, COUNT, NUMBER, NUMBER, WRITE, WRITE))
def hilbert(x: Vector, which: int, fast: float, slow: float, first: Vector, second: Vector) -> None:
    """What ``which`` names, in one or two columns; values begin on row 32, or 63 where the phase is needed."""
    begin = 12 if which <= ADAPTIVE else 37
    shown = 32 if which <= ADAPTIVE else 63
    waves = np.zeros((2, 1300 if which in (PHASE, SINE, TRENDMODE) else 1))
    if which in (PHASE, SINE, TRENDMODE):
        fill_waves(waves)
    memory = np.zeros((8, 5))  # rows 0-3 of even bars, 4-7 of odd ones: detrender, Q1, jI, jQ
    smooth, newest = np.zeros(LONGEST), 0
    plain, weighted, gone = 0.0, 0.0, 0.0
    re, im, i2_before, q2_before, length, smooth_length = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    even2, even3, odd2, odd3 = 0.0, 0.0, 0.0, 0.0
    at, mama, fama, angle_before = 0, 0.0, 0.0, 0.0
    phase, sine, lead = 0.0, 0.0, 0.0
    trend1, trend2, trend3, days = 0.0, 0.0, 0.0, 0
    for t in range(len(x)):
        if t < 3:
            plain += x[t]
            weighted += x[t] * (t + 1)
            continue
        plain += x[t] - gone
        weighted += x[t] * 4.0
        gone = x[t - 3]
        price = weighted * 0.1
        weighted -= plain
        if t < begin:
            continue
        scale = 0.075 * length + 0.54
        is_even = t % 2 == 0
        base = 0 if is_even else 4
        i1 = even3 if is_even else odd3
        detrender = transform(price, base, at, scale, memory)
        q1 = transform(detrender, base + 1, at, scale, memory)
        ji = transform(i1, base + 2, at, scale, memory)
        jq = transform(q1, base + 3, at, scale, memory)
        if is_even:
            at = 0 if at == 2 else at + 1
            odd3, odd2 = odd2, detrender
        else:
            even3, even2 = even2, detrender
        q2 = 0.2 * (q1 + ji) + 0.8 * q2_before
        i2 = 0.2 * (i1 - jq) + 0.8 * i2_before
        re = 0.2 * (i2 * i2_before + q2 * q2_before) + 0.8 * re
        im = 0.2 * (i2 * q2_before - q2 * i2_before) + 0.8 * im
        q2_before, i2_before = q2, i2
        length = next_period(re, im, length)
        smooth_length = 0.33 * length + 0.67 * smooth_length
        if which == PERIOD:
            if t >= shown:
                first[t] = smooth_length
        elif which == PHASOR:
            if t >= shown:
                first[t], second[t] = i1, q1
        elif which == ADAPTIVE:
            angle = math.atan(q1 / i1) * DEGREES if i1 != 0.0 else 0.0
            step = max(angle_before - angle, 1.0)
            angle_before = angle
            pace = max(fast / step, slow) if step > 1.0 else fast
            mama = pace * x[t] + (1.0 - pace) * mama
            fama = 0.5 * pace * mama + (1.0 - 0.5 * pace) * fama
            if t >= shown:
                first[t], second[t] = mama, fama
        else:
            smooth[newest] = price
            line = 0.0
            if which != TRENDLINE:
                phase_before, sine_before, lead_before = phase, sine, lead
                phase = phase_of(smooth, newest, smooth_length, phase, waves)
                if which != PHASE:
                    sine = math.sin(phase / DEGREES)
                    lead = math.sin((phase + 45.0) / DEGREES)
            if which >= TRENDLINE:
                rows = int(smooth_length + 0.5)
                mean = 0.0
                for s in range(rows):
                    mean += x[t - s]
                mean = mean / rows if rows > 0 else mean
                line = (4.0 * mean + 3.0 * trend1 + 2.0 * trend2 + trend3) / 10.0
                trend3, trend2, trend1 = trend2, trend1, mean
            if which == TRENDMODE:
                is_trend = 1.0
                if (sine > lead and sine_before <= lead_before) or (sine < lead and sine_before >= lead_before):
                    days, is_trend = 0, 0.0
                days += 1
                if days < 0.5 * smooth_length:
                    is_trend = 0.0
                turn = phase - phase_before
                if 0.67 * 360.0 / smooth_length < turn < 1.5 * 360.0 / smooth_length:
                    is_trend = 0.0
                if line != 0.0 and abs((price - line) / line) >= 0.015:
                    is_trend = 1.0
                first[t] = is_trend if t >= shown else 0.0
            elif t >= shown:
                if which == PHASE:
                    first[t] = phase
                elif which == SINE:
                    first[t], second[t] = sine, lead
                else:
                    first[t] = line
            newest = 0 if newest == LONGEST - 1 else newest + 1
    if which == TRENDMODE:
        for t in range(min(shown, len(x))):
            first[t] = 0.0
