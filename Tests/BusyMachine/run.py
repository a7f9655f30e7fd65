"""Runs tests beside busy loops, stops their processes now and then, and sets their clock.

Usage: run.py [--tests PATH] [--filter REGEX]... [--times 3] [--loops 8] [--nice 0] [--stop 2] [--every 7]
              [--clock HH:MM]... [--seed 1]

Each filter runs --times times at each --clock of India, beside --loops loops that do nothing; about every
--every seconds the whole process group of the tests is stopped for --stop seconds. Exit 0 when all of it
passed. `--clock now` leaves the clock alone.
"""

import argparse
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "MachineClock"))
from machine_clock import MachineClock  # noqa: E402

FILTERS = ["FyersTests|FyersSimulatorTests|FyersLiveTests|ServerTests", "RuntimeTests"]
PASSED = re.compile(r"Test run with ([1-9]\d*) tests? .*passed after ([\d.]+)")
FAILED = re.compile(r"✘|↳|[Ff]atal error|error: ")


def stop_now_and_then(tests, options, chance):
    """Stops and continues a process group until its leader has ended; how often."""
    stops = 0
    while True:
        try:
            tests.wait(chance.uniform(0.5, 1.5) * options.every if options.stop > 0 else None)
            return stops
        except subprocess.TimeoutExpired:
            os.killpg(tests.pid, signal.SIGSTOP)
            time.sleep(options.stop)
            os.killpg(tests.pid, signal.SIGCONT)
            stops += 1


def run_once(options, name, clock, number, folder):
    """One run of the tests that a filter names; whether they passed."""
    machine = MachineClock(folder)
    if clock != "now":
        machine.set_to(clock)
    environment = machine.environment() if clock != "now" else dict(os.environ)
    log = pathlib.Path(folder) / "tests.log"
    with open(log, "wb") as file:
        tests = subprocess.Popen(
            [options.tests, "--testing-library", "swift-testing", "--filter", name], env=environment,
            stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True)
        try:
            stops = stop_now_and_then(tests, options, random.Random(options.seed * 1_000 + number))
        finally:
            if tests.poll() is None:
                os.killpg(tests.pid, signal.SIGKILL)
                tests.wait()
    text = log.read_text(errors="replace")
    passed = PASSED.search(text)
    is_good = tests.returncode == 0 and passed is not None
    what = f"{passed[1]} tests passed in {passed[2]} s" if is_good else f"FAILED ({tests.returncode})"
    print(f"{name} at {clock}, run {number}: {what}, stopped {stops} times", flush=True)
    if not is_good:
        lines = [line for line in text.splitlines() if FAILED.search(line)]
        print("\n".join(lines[:40] or text.splitlines()[-10:]), flush=True)
    return is_good


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tests", default=".build/debug/saudaPackageTests.xctest")
    parser.add_argument("--filter", action="append", dest="filters")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--loops", type=int, default=8)
    parser.add_argument("--nice", type=int, default=0)
    parser.add_argument("--stop", type=float, default=2)
    parser.add_argument("--every", type=float, default=7)
    parser.add_argument("--clock", action="append", dest="clocks")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.tests = str(pathlib.Path(options.tests).resolve())
    loops = [
        subprocess.Popen([sys.executable, "-c", f"import os; os.nice({options.nice})\nwhile True: pass"])
        for _ in range(options.loops)]
    runs = []
    try:
        for clock in options.clocks or ["05:59", "23:59"]:
            for name in options.filters or FILTERS:
                for number in range(1, options.times + 1):
                    with tempfile.TemporaryDirectory() as folder:
                        runs.append(run_once(options, name, clock, number, folder))
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()
    print(f"busy machine: {sum(runs)} of {len(runs)} runs passed")
    sys.exit(0 if all(runs) else 1)


main()
