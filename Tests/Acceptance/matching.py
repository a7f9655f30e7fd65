"""Compares what a case expects with what a run gave: a subset match with a few operators."""

import json
import re
from decimal import Decimal

from report import INTEGER_TEXT, MISSING, Number, executed, short, show

NUMBER_TEXT = re.compile(r"-?\d+(\.\d+)?\Z")
KINDS = {"string": str, "number": Number, "object": dict, "array": list, "bool": bool}


def differences(want, got, path=""):
    """One line for each difference; empty when everything expected is there."""
    if isinstance(want, dict) and len(want) == 1 and next(iter(want)).startswith("$"):
        operator, argument = next(iter(want.items()))
        return operator_differences(operator, argument, got, path)
    if got is MISSING:
        return [f"{path}: missing, expected {short(json.dumps(want))}"]
    if isinstance(want, bool) or want is None:
        return [] if got is want else [f"{path}: expected {json.dumps(want)}, got {short(got)}"]
    if isinstance(want, int):
        return integer_differences(want, got, path)
    if isinstance(want, str) and NUMBER_TEXT.match(want):
        return number_differences(want, got, path)
    if isinstance(want, str):
        return [] if got == want else [f"{path}: expected {want!r}, got {short(got)}"]
    if isinstance(want, dict):
        if not isinstance(got, dict):
            return [f"{path}: expected an object, got {short(got)}"]
        return [
            line for key, item in want.items()
            for line in differences(item, got.get(key, MISSING), f"{path}.{key}" if path else key)]
    if not isinstance(got, list) or len(got) != len(want):
        return [f"{path}: expected {len(want)} entries, got {short(got)}"]
    return [line for i, pair in enumerate(zip(want, got)) for line in differences(*pair, f"{path}[{i}]")]


def integer_differences(want, got, path):
    if not isinstance(got, Number) or got.value != want:
        return [f"{path}: expected {want}, got {short(got)}"]
    return [] if INTEGER_TEXT.match(got.raw) else [f"{path}: expected the integer {want}, written {got.raw}"]


def number_differences(want, got, path):
    if not isinstance(got, Number):
        return [f"{path}: expected the number {want}, got {short(got)}"]
    if got.value == Decimal(want):
        return []
    return [f"{path}: expected {want}, got {got.raw} (differs by {got.value - Decimal(want)})"]


def operator_differences(operator, argument, got, path):
    if operator == "$absent":
        return [] if got is MISSING or got is None else [f"{path}: expected no value, got {short(got)}"]
    if got is MISSING:
        return [f"{path}: missing"]
    holds, wanted = OPERATORS[operator](argument, got)
    return [] if holds else [f"{path}: expected {wanted}, got {short(got)}"]


def is_near(argument, got):
    return isinstance(got, Number) and abs(got.value - Decimal(argument)) <= abs(Decimal(argument)) / 10**4


# Each takes the argument and the value, and says whether it holds and what was wanted.
OPERATORS = {
    "$any": lambda a, got: (
        any(not differences(want, got) for want in a), f"one of {short(json.dumps(a))}"),
    "$not": lambda a, got: (bool(differences(a, got)), f"anything but {short(json.dumps(a))}"),
    "$regex": lambda a, got: (isinstance(got, str) and bool(re.search(a, got)), f"text matching /{a}/"),
    "$suffix": lambda a, got: (isinstance(got, str) and got.endswith(a), f"text ending in {a!r}"),
    "$nocase": lambda a, got: (isinstance(got, str) and got.lower() == a.lower(), f"{a!r} (any case)"),
    "$len": lambda a, got: (isinstance(got, (list, dict)) and len(got) == a, f"{a} entries"),
    "$has": lambda a, got: (
        isinstance(got, list) and any(not differences(a, entry) for entry in got),
        f"an entry like {short(json.dumps(a))}"),
    "$near": lambda a, got: (is_near(a, got), f"about {a}"),
    "$shows": lambda a, got: (bool(re.search(a, show(got))), f"something matching /{a}/"),
    "$type": lambda a, got: (isinstance(got, KINDS[a]), f"a JSON {a}"),
}


def order_differences(want, report, how="exact"):
    """Executed orders: exact (complete, in order), unordered, or a subset in order."""
    got = executed(report)
    if got is None:
        return ["orders: missing"]
    want = [
        dict(order, side={"$nocase": order["side"]}) if isinstance(order.get("side"), str) else order
        for order in want]
    lines = []
    if how != "subset" and len(want) != len(got):
        told = "; ".join(map(order_text, got[:8]))
        lines.append(f"orders: expected {len(want)} executed, got {len(got)}: {told}")
    if how == "exact":
        return lines + [
            line for i, pair in enumerate(zip(want, got)) for line in differences(*pair, f"orders[{i}]")]
    return lines + found_in_turn(want, got, how == "subset")


def found_in_turn(want, got, in_order):
    rest = list(got)
    for order in want:
        hit = next((i for i, entry in enumerate(rest) if not differences(order, entry)), None)
        if hit is None:
            told = "; ".join(map(order_text, rest[:8]))
            return [f"orders: none like {short(json.dumps(order))} in {told or 'nothing'}"]
        rest = rest[hit + 1:] if in_order else rest[:hit] + rest[hit + 1:]
    return []


def order_text(order):
    shown = ("side", "symbol", "quantity", "executed_price", "commission", "realized_pnl", "reason", "tag", "status")
    return " ".join(
        f"{key}={value if isinstance(value, str) else show(value)}"
        for key, value in order.items() if key in shown)


def text_differences(expect, stdout, stderr):
    both = stdout + "\n" + stderr
    lines = []
    for name, text in (("stderr", stderr), ("stdout", stdout), ("output", both)):
        lines += [
            f"{name}: does not contain {part!r}" for part in expect.get(name + "_contains", []) if part not in text]
        lines += [
            f"{name}: does not match /{pattern}/"
            for pattern in expect.get(name + "_matches", []) if not re.search(pattern, text)]
    return lines + [f"output: contains {part!r}" for part in expect.get("absent", []) if part in both]
