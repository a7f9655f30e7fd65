#!/usr/bin/env python3
"""Writes the reference values of the indicators (see README.md).

Usage: python3 generate.py RECORDINGS OUT
RECORDINGS is a folder with ibm_20131008.csv and nse_nifty50_index_202502.csv (columns `time`,
`ltp`, `ltq`); OUT is where the fixtures go. Needs the PyPI packages TA-Lib and numpy.
"""
import csv
import json
import math
import os
import random
import sys

import numpy as np
import talib

SEED = 20261123


def ticks(path, rows):
    with open(path) as file:
        return [(float(r["ltp"]), float(r["ltq"] or 0)) for _, r in zip(range(rows), csv.DictReader(file))]


def bars_of(ticks, size):
    """Bars of so many ticks each: high, low, close, volume."""
    out = []
    for start in range(0, len(ticks) - size + 1, size):
        prices = [p for p, _ in ticks[start:start + size]]
        out.append((max(prices), min(prices), prices[-1], sum(q for _, q in ticks[start:start + size])))
    return out


def walk(count):
    """A seeded random walk in steps of 0.05, with flat stretches and two jumps."""
    rng = random.Random(SEED)
    price, out = 550.0, []
    for index in range(count):
        if index in (150, 300):
            price += 40.0 if index == 150 else -60.0
        if 200 <= index < 240:
            out.append((price, price, price, 0.0))
            continue
        path = [price]
        for _ in range(6):
            price = round(price + 0.05 * rng.randint(-8, 8), 2)
            path.append(price)
        out.append((max(path), min(path), path[-1], float(rng.randint(0, 5000))))
    return out


def supertrend(high, low, close, period, multiplier):
    """TA-Lib's, with no direction where there is no line."""
    line, direction = talib.SUPERTREND(high, low, close, period, multiplier)
    return line, np.where(np.isnan(line), np.nan, direction)


CASES = [
    # kind, arguments, outputs: each a function of (high, low, close, volume)
    ("sma", [30], [lambda h, l, c, v: talib.SMA(c, 30)]),
    ("sma", [5], [lambda h, l, c, v: talib.SMA(c, 5)]),
    ("ema", [10], [lambda h, l, c, v: talib.EMA(c, 10)]),
    ("ema", [30], [lambda h, l, c, v: talib.EMA(c, 30)]),
    ("ema", [1], [lambda h, l, c, v: talib.EMA(c, 1)]),
    ("wma", [20], [lambda h, l, c, v: talib.WMA(c, 20)]),
    ("rma", [14], [lambda h, l, c, v: talib.RMA(c, 14)]),
    ("rsi", [14], [lambda h, l, c, v: talib.RSI(c, 14)]),
    ("rsi", [2], [lambda h, l, c, v: talib.RSI(c, 2)]),
    ("atr", [14], [lambda h, l, c, v: talib.ATR(h, l, c, 14)]),
    ("atr", [1], [lambda h, l, c, v: talib.ATR(h, l, c, 1)]),
    ("tr", [], [lambda h, l, c, v: talib.TRANGE(h, l, c)]),
    ("macd", [12, 26, 9], [lambda h, l, c, v, i=i: talib.MACD(c, 12, 26, 9)[i] for i in range(3)]),
    ("macd", [26, 12, 5], [lambda h, l, c, v, i=i: talib.MACD(c, 26, 12, 5)[i] for i in range(3)]),
    ("macd", [3, 10, 1], [lambda h, l, c, v, i=i: talib.MACD(c, 3, 10, 1)[i] for i in range(3)]),
    ("bbands", [20, 2], [lambda h, l, c, v, i=i: talib.BBANDS(c, 20, 2.0, 2.0)[i] for i in range(3)]),
    ("bbands", [5, 1.5, 2.5], [lambda h, l, c, v, i=i: talib.BBANDS(c, 5, 1.5, 2.5)[i] for i in range(3)]),
    ("supertrend", [10, 3], [lambda h, l, c, v, i=i: supertrend(h, l, c, 10, 3.0)[i] for i in range(2)]),
    ("supertrend", [7, 1.5], [lambda h, l, c, v, i=i: supertrend(h, l, c, 7, 1.5)[i] for i in range(2)]),
    ("vwap", [], [lambda h, l, c, v: np.where(np.cumsum(v) > 0, talib.VWAP(h, l, c, v), np.nan)]),
    ("adx", [14], [lambda h, l, c, v: talib.ADX(h, l, c, 14), lambda h, l, c, v: talib.PLUS_DI(h, l, c, 14),
                   lambda h, l, c, v: talib.MINUS_DI(h, l, c, 14)]),
    ("adx", [2], [lambda h, l, c, v: talib.ADX(h, l, c, 2), lambda h, l, c, v: talib.PLUS_DI(h, l, c, 2),
                  lambda h, l, c, v: talib.MINUS_DI(h, l, c, 2)]),
    ("stoch", [5, 3, 3], [lambda h, l, c, v, i=i: talib.STOCH(h, l, c, 5, 3, 0, 3, 0)[i] for i in range(2)]),
    ("stoch", [14, 1, 3], [lambda h, l, c, v, i=i: talib.STOCH(h, l, c, 14, 1, 0, 3, 0)[i] for i in range(2)]),
    ("cci", [14], [lambda h, l, c, v: talib.CCI(h, l, c, 14)]),
    ("obv", [], [lambda h, l, c, v: talib.OBV(c, v)]),
    ("mfi", [14], [lambda h, l, c, v: talib.MFI(h, l, c, v, 14)]),
    ("mfi", [3], [lambda h, l, c, v: talib.MFI(h, l, c, v, 3)]),
    ("donchian", [20], [lambda h, l, c, v, i=i: talib.DONCHIAN(h, l, 20)[i] for i in range(3)]),
    ("keltner", [20, 10, 2], [lambda h, l, c, v, i=i: talib.KC(h, l, c, 20, 10, 2.0)[i] for i in range(3)]),
    ("keltner", [5, 14, 1.5], [lambda h, l, c, v, i=i: talib.KC(h, l, c, 5, 14, 1.5)[i] for i in range(3)]),
    ("highest", [30], [lambda h, l, c, v: talib.MAX(c, 30)]),
    ("lowest", [7], [lambda h, l, c, v: talib.MIN(c, 7)]),
    ("stdev", [5], [lambda h, l, c, v: talib.STDDEV(c, 5)]),
    ("stdev", [20], [lambda h, l, c, v: talib.STDDEV(c, 20)]),
    ("linreg", [14], [lambda h, l, c, v: talib.LINEARREG(c, 14)]),
    ("linreg", [2], [lambda h, l, c, v: talib.LINEARREG(c, 2)]),
    ("roc", [10], [lambda h, l, c, v: talib.ROC(c, 10)]),
]


def text(value):
    """Twelve digits; an input has fewer, so it is exact."""
    return "" if math.isnan(value) else f"{value:.12g}"


def main(recordings, out):
    series = {
        "walk": walk(320),
        "ibm": bars_of(ticks(os.path.join(recordings, "ibm_20131008.csv"), 2000), 10),
        "nifty": bars_of(ticks(os.path.join(recordings, "nse_nifty50_index_202502.csv"), 640), 4),
    }
    for name, bars in series.items():
        high, low, close, volume = (np.array(column, dtype=float) for column in zip(*bars))
        columns = {"high": high, "low": low, "close": close, "volume": volume}
        for kind, arguments, functions in CASES:
            for index, function in enumerate(functions):
                label = ":".join([kind, *(repr(a) for a in arguments)])
                columns[f"{label}#{index}"] = np.asarray(function(high, low, close, volume), dtype=float)
        with open(os.path.join(out, f"{name}.csv"), "w", newline="\n") as file:
            file.write(",".join(columns) + "\n")
            for row in zip(*columns.values()):
                file.write(",".join(text(value) for value in row) + "\n")
    print(json.dumps({"talib": talib.__version__, "ta-lib": talib.__ta_version__.decode(), "numpy": np.__version__}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
