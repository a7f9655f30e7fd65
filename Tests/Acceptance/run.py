#!/usr/bin/env python3
"""Runs the acceptance cases against a `sauda` executable.

    run.py --sauda PATH [--only PREFIX[,PREFIX…]] [-v] [--jobs N] [--timeout S] [--list]

Each case is a folder of cases/ (README.md tells the format). It is copied to a fresh folder, the
command runs there with a bare environment and a time zone far from India, and exit code, report,
orders and messages are compared. The last line is `N passed, N failed`; exit 1 on any failure.
"""

import argparse
import concurrent.futures
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from matching import differences, order_differences, text_differences
from report import MISSING, Number, identity_faults, parse_report, short, show, style_faults

CASES = Path(__file__).resolve().parent / "cases"


def faults_of(expect, run):
    """All differences between one run and one expectation, and the report if there is one."""
    if "any_of" in expect:
        common = {key: value for key, value in expect.items() if key != "any_of"}
        tries = [faults_of({**common, **other}, run) for other in expect["any_of"]]
        best = min(tries, key=lambda found: len(found[0]))
        return [f"none of the lawful outcomes; nearest: {line}" for line in best[0]], best[1]
    code, stdout, stderr = run["code"], run["stdout"], run["stderr"]
    faults = exit_faults(expect.get("exit", 0), code)
    if "\x1b" in stdout or "\x1b" in stderr:
        faults.append("output: terminal escapes although nothing is a terminal")
    report = None
    wants_json = any(key in expect for key in ("json", "orders", "orders_all"))
    # A session that a script's failure ended has its report, too.
    is_told = code == 0 or (code == 70 and stdout.strip() != "")
    if wants_json or (is_told and run["argv"][0] == "replay" and "--json" in run["argv"]):
        try:
            report = parse_report(stdout.strip())
        except ValueError as error:
            faults.append(f"stdout: not one JSON object ({error}): {short(stdout.strip(), 100)!r}")
    if report is not None:
        faults += report_faults(expect, report)
    return faults + text_differences(expect, stdout, stderr), report


def exit_faults(want, code):
    want = want if isinstance(want, list) else [want]
    if code < 0:
        return [f"exit: killed by signal {-code}"]
    return [] if code in want else [f"exit: expected {' or '.join(map(str, want))}, got {code}"]


def report_faults(expect, report):
    faults = []
    if "orders" in expect:
        faults += order_differences(expect["orders"], report, expect.get("orders_match", "exact"))
    if "orders_all" in expect:
        faults += differences(expect["orders_all"], report.get("orders", MISSING), "orders")
    if "json" in expect:
        faults += differences(expect["json"], report)
    return faults + style_faults(report)[:3] + identity_faults(report)


def environment(home, extra):
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return {
        **kept, "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "America/New_York",
        "SAUDA_DATA_DIR": os.path.join(home, "data"), **(extra or {})}


def run_command(sauda, command, work, home, timeout):
    done = subprocess.run(
        [sauda] + command["argv"], cwd=work, env=environment(home, command.get("env")), timeout=timeout,
        input=command.get("stdin", "").encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return {
        "argv": command["argv"], "code": done.returncode, "stdout": done.stdout.decode("utf-8", "replace"),
        "stderr": done.stderr.decode("utf-8", "replace")}


def looked_up(run, path):
    """What a relation names: a field of the report, or the whole of it, the log, the exit code."""
    report = run["report"] or {}
    if path == "@report":
        return show({key: value for key, value in report.items() if key != "performance"}) if report else MISSING
    if path in ("@exit", "@stderr", "@stdout"):
        return run["code" if path == "@exit" else path[1:]]
    at = report
    for part in path.split("."):
        at = at.get(part, MISSING) if isinstance(at, dict) else MISSING
    if isinstance(at, (dict, list)):
        return show(at)
    return at.value if isinstance(at, Number) else at


def relation_faults(relations, runs):
    faults = []
    for relation in relations:
        field, a, b = relation["field"], relation["a"], relation["b"]
        left, right = looked_up(runs[a], field), looked_up(runs[b], field)
        if left is MISSING or right is MISSING:
            faults.append(f"{field}: missing in run {a + 1} or {b + 1}")
        elif (left == right) != (relation["op"] == "eq"):
            told = f"run {a + 1} gives {short(str(left), 60)}, run {b + 1} gives {short(str(right), 60)}"
            faults.append(f"{field}: {told}; expected {relation['op']}")
    return faults


def case_faults(folder, sauda, timeout):
    """The faults of one case, and the command and log lines that belong to the first."""
    command = json.loads((folder / "cmd.json").read_text(encoding="utf-8"))
    expect = json.loads((folder / "expect.json").read_text(encoding="utf-8"))
    commands, wants = command.get("runs") or [command], expect.get("runs") or [expect]
    if len(commands) != len(wants):
        return [f"case is broken: {len(commands)} runs, {len(wants)} expectations"], []
    faults, tail, runs = [], [], []
    with tempfile.TemporaryDirectory(prefix="acceptance-") as home:
        work = os.path.join(home, "work")
        shutil.copytree(folder, work, ignore=shutil.ignore_patterns("cmd.json", "expect.json"))
        for number, (one, want) in enumerate(zip(commands, wants), 1):
            label = f"run {number}: " if len(commands) > 1 else ""
            try:
                run = run_command(sauda, one, work, home, timeout)
            except subprocess.TimeoutExpired:
                return faults + [f"{label}no answer in {timeout} s"], tail
            except OSError as error:
                return faults + [f"{label}{sauda}: {error.strerror}"], tail
            found, run["report"] = faults_of(want, run)
            runs.append(run)
            if found and not tail:
                tail = ["$ sauda " + " ".join(one["argv"])] + [line for line in run["stderr"].split("\n") if line][:3]
            faults += [label + line for line in found]
    return faults + relation_faults(expect.get("relations", []), runs), tail


def arguments():
    parser = argparse.ArgumentParser(description="Runs the acceptance cases against a sauda executable.")
    parser.add_argument("--sauda", help="the executable")
    parser.add_argument("--only", default="", help="only cases whose name starts with PREFIX (several with commas)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--timeout", type=float, default=30)
    parser.add_argument("--list", action="store_true", help="name the cases and what each stands on")
    parser.add_argument("-v", action="store_true", dest="verbose", help="name the cases that pass too")
    options = parser.parse_args()
    if not options.list and not os.access(options.sauda or "", os.X_OK):
        parser.error(f"--sauda needs an executable, got {options.sauda}")
    return options


def tell(name, faults, tail, verbose):
    if not faults:
        if verbose:
            print(f"ok   {name}")
        return
    print(f"FAIL {name}")
    shown = faults if verbose else faults[:6]
    for line in shown:
        print(f"     {line}")
    if len(shown) < len(faults):
        print(f"     … {len(faults) - len(shown)} more (-v shows all)")
    for line in tail:
        print(f"     | {short(line, 200)}")


def main():
    options = arguments()
    prefixes = tuple(prefix for prefix in options.only.split(",") if prefix) or ("",)
    folders = [
        folder for folder in sorted(CASES.iterdir())
        if folder.name.startswith(prefixes) and (folder / "expect.json").exists()]
    if options.list:
        for folder in folders:
            expect = json.loads((folder / "expect.json").read_text(encoding="utf-8"))
            print(f"{folder.name:36} {expect['about']}  [{expect['basis']}]")
        return 0
    sauda = os.path.abspath(options.sauda)
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(max_workers=max(1, options.jobs)) as pool:
        results = pool.map(lambda folder: case_faults(folder, sauda, options.timeout), folders)
        for folder, (faults, tail) in zip(folders, results):
            failed += bool(faults)
            tell(folder.name, faults, tail, options.verbose)
    print(f"{len(folders) - failed} passed, {failed} failed")
    return 1 if failed or not folders else 0


if __name__ == "__main__":
    sys.exit(main())
