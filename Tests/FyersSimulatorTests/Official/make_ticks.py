#!/usr/bin/env python3
"""Writes a made-up recording of one share and one index as CSV: make_ticks.py [SECONDS] > ticks.csv

The same every time: a random walk of a fixed generator on the share's grid of 0.05, quotes 0.05 or
0.10 apart with displayed sizes, ten ticks a second of the share and five of the index.
"""

import sys


def walk(seconds):
    state = 20260923
    price, index, volume = 10655, 2498750, 1_000_000
    start = 1790048700000  # 2026-09-22 09:15:00 in India
    rows = []

    def chance(bound):
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (state >> 33) % bound

    def money(hundredths):
        return f"{hundredths // 100}.{hundredths % 100:02}"

    for step in range(seconds * 10):
        time = start + step * 100
        price = min(11500, max(9800, price + 5 * (chance(5) - 2)))
        traded = chance(400)
        volume += traded
        bid = price * 10 - 5 * chance(2)
        rows.append(f"{time},NSE:SBIN-EQ,{money(bid)},{money(bid + 5 + 5 * chance(2))},{money(price * 10)},"
                    f"{volume},{traded},{100 + chance(3000)},{100 + chance(3000)}")
        if step % 2 == 0:
            index = min(2600000, max(2400000, index + 5 * (chance(41) - 20)))
            text = money(index)
            rows.append(f"{time},NSE:NIFTY50-INDEX,{text},{text},{text},0,,,")
    return rows


def main():
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    print("time,symbol,bid,ask,ltp,volume,ltq,bid_qty,ask_qty")
    print("\n".join(walk(seconds)))


if __name__ == "__main__":
    main()
