#!/usr/bin/env bash
# TA-Lib (Python wrapper 0.8.2, library 0.8.1): one missing price (NaN) inside a series makes RSI and CMO
# exactly 0 from there to the end of the series, not NaN and not for the length of the window only. An RSI of
# 0 reads as "as oversold as can be", so a rule `RSI < 30` buys at every bar after the hole. MAX comes back
# after a few bars, but names in between a value that is not the highest of its window.
# SMA and EMA of the same series are NaN to the end, which at least shows.
#
# Seen on Debian 12, Python 3.11, x86-64: of the 29 values behind the hole RSI(5) has 29 zeros, CMO(5) 29
# zeros, SMA(5) and EMA(5) 29 NaN; MAX(5) is 99.3364 at a bar whose own value is 100.9999.
# Fails when any of this changes.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: \
  TA-Lib==0.8.2 numpy==2.4.6
"$work/venv/bin/python" - <<'PYTHON'
import numpy
import talib

print("TA-Lib", talib.__version__, "library", talib.__ta_version__.decode())
whole = 100 + numpy.sin(numpy.arange(60))
holed = whole.copy()
holed[30] = numpy.nan
behind = slice(31, None)

for name in ("RSI", "CMO"):
    values = getattr(talib, name)(holed, 5)[behind]
    print(name, "behind the hole:", values[:4], "...", "zeros:", int((values == 0).sum()), "of", len(values))
    assert (values == 0).all(), name
    assert (getattr(talib, name)(whole, 5)[behind] != 0).all(), name

for name in ("SMA", "EMA"):
    values = getattr(talib, name)(holed, 5)[behind]
    print(name, "behind the hole:", "NaN:", int(numpy.isnan(values).sum()), "of", len(values))
    assert numpy.isnan(values).all(), name

highest = talib.MAX(holed, 5)
wrong = [
    place
    for place in range(31, 60)
    if highest[place] != numpy.nanmax(holed[place - 4 : place + 1])
]
print("MAX is not the highest value of its window at", [(place, round(float(highest[place]), 4)) for place in wrong])
assert wrong, "MAX"
assert all(highest[place] < numpy.nanmax(holed[place - 4 : place + 1]) for place in wrong)
PYTHON
echo "as described"
