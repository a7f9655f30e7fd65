"""A JSON report as written: numbers keep their text, and what every report must hold to is checked."""

import json
import re
from decimal import Decimal

MISSING = object()
MONEY_TEXT = re.compile(r"-?(0|[1-9]\d*)\.(\d{2}|\d{2,5}[1-9])\Z")  # 444972.50, 0.0025; not 1, 1.500, 1e5
INTEGER_TEXT = re.compile(r"-?(0|[1-9]\d*)\Z")
MONEY = {
    "initial_balance", "wallet_balance", "portfolio_value", "total_realized_pnl", "total_unrealized_pnl",
    "total_pnl", "total_commission", "avg_buy_price", "current_price", "unrealized_pnl", "executed_price",
    "commission", "realized_pnl"}
COUNTS = {"ticks", "order_count", "active_positions_count", "quantity"}
TOTALS = ("initial_balance", "wallet_balance", "portfolio_value", "total_realized_pnl", "total_unrealized_pnl",
          "total_commission")
UNSTYLED = {"performance", "statistics", "params"}


class Number:
    """A JSON number as written."""

    def __init__(self, raw):
        self.raw, self.value = raw, Decimal(raw)

    def __repr__(self):
        return self.raw


def parse_report(text):
    """One JSON object; its numbers are never read as binary floats."""
    def members(items):
        names = [name for name, _ in items]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"key {name!r} twice in one object")
        return dict(items)

    def constant(name):
        raise ValueError(f"{name} is not JSON")

    value = json.loads(text, parse_int=Number, parse_float=Number, parse_constant=constant, object_pairs_hook=members)
    if not isinstance(value, dict):
        raise ValueError("not one JSON object")
    return value


def show(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {show(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(show(item) for item in value) + "]"
    return repr(value)


def short(value, limit=160):
    text = value if isinstance(value, str) else show(value)
    return text if len(text) <= limit else text[:limit] + "…"


def number_of(report, key):
    value = report.get(key)
    return value.value if isinstance(value, Number) else None


def executed(report):
    """The executed orders; nothing when there is no list of orders."""
    orders = report.get("orders")
    if not isinstance(orders, list):
        return None
    return [order for order in orders if isinstance(order, dict) and order.get("status") == "executed"]


def style_faults(value, path=""):
    """Numbers that are not written as the contract says, outside statistics and performance."""
    if isinstance(value, list):
        return [fault for i, item in enumerate(value) for fault in style_faults(item, f"{path}[{i}]")]
    if not isinstance(value, dict):
        return []
    faults = []
    for key, item in value.items():
        where = f"{path}.{key}" if path else key
        if key in UNSTYLED:
            continue
        if isinstance(item, Number):
            faults += number_faults(key, item.raw, where)
        elif key in MONEY and isinstance(item, str):
            faults.append(f"{where}: money must be a JSON number, got the text {item!r}")
        else:
            faults += style_faults(item, where)
    return faults


def number_faults(key, raw, where):
    if key in MONEY and not MONEY_TEXT.match(raw):
        return [f"{where}: money written {raw} (at least two decimals, exactly those it has, no exponent)"]
    if key in COUNTS and not INTEGER_TEXT.match(raw):
        return [f"{where}: a count written {raw}"]
    if "e" in raw.lower():
        return [f"{where}: exponent in {raw}"]
    if len(raw.partition(".")[2]) > 12:
        return [f"{where}: binary noise in {raw}"]
    return []


def identity_faults(report, path=""):
    """What is promised of every report, whatever the case."""
    faults = total_faults(report, path) + position_faults(report, path) + order_faults(report, path)
    strategies = report.get("strategies")
    if not isinstance(strategies, list) or not all(isinstance(entry, dict) for entry in strategies):
        return faults
    for i, entry in enumerate(strategies):
        faults += identity_faults(entry, f"{path}strategies[{i}].")
    for key in TOTALS:
        total, parts = number_of(report, key), [number_of(entry, key) for entry in strategies]
        if strategies and total is not None and None not in parts and sum(parts) != total:
            faults.append(f"{path}{key}: {total}, but the strategies sum to {sum(parts)}")
    return faults


def total_faults(report, path):
    faults = []
    initial, value, realized, unrealized, pnl = (
        number_of(report, key) for key in (
            "initial_balance", "portfolio_value", "total_realized_pnl", "total_unrealized_pnl", "total_pnl"))
    if None not in (initial, value, realized, unrealized) and realized + unrealized != value - initial:
        faults.append(f"{path}identity: realized {realized} + unrealized {unrealized} is not {value} - {initial}")
    if None not in (realized, unrealized, pnl) and pnl != realized + unrealized:
        faults.append(f"{path}total_pnl: {pnl} is not {realized} + {unrealized}")
    return faults


def position_faults(report, path):
    positions, wallet, value = report.get("positions"), number_of(report, "wallet_balance"), number_of(
        report, "portfolio_value")
    if not isinstance(positions, dict) or None in (wallet, value):
        return []
    rows = [
        [number_of(entry, key) if isinstance(entry, dict) else None for key in (
            "quantity", "current_price", "unrealized_pnl")] for entry in positions.values()]
    if any(row[0] is None or row[1] is None or row[0] < 0 for row in rows):
        return []  # the value of a short is blocked, not a mark
    faults = []
    marks, count = sum((row[0] * row[1] for row in rows), Decimal(0)), number_of(report, "active_positions_count")
    if "strategies" not in report and wallet + marks != value:
        faults.append(f"{path}portfolio_value: {value} is not wallet {wallet} + marks {marks}")
    if "strategies" not in report and count is not None and count != sum(row[0] != 0 for row in rows):
        faults.append(f"{path}active_positions_count: {count}, but {len(rows)} open positions are listed")
    total = number_of(report, "total_unrealized_pnl")
    if total is not None and all(row[2] is not None for row in rows) and sum(row[2] for row in rows) != total:
        faults.append(f"{path}total_unrealized_pnl: {total}, but the positions sum to {sum(row[2] for row in rows)}")
    return faults


def order_faults(report, path):
    orders, faults = executed(report), []
    for key, field in (("total_commission", "commission"), ("total_realized_pnl", "realized_pnl")):
        total, parts = number_of(report, key), [number_of(order, field) for order in orders or []]
        if orders is not None and total is not None and None not in parts and sum(parts, Decimal(0)) != total:
            faults.append(f"{path}{key}: {total}, but the executed orders sum to {sum(parts, Decimal(0))}")
    return faults
