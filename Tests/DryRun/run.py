"""Holds live sessions against the replays of their recordings, as recordings and as plain files."""

import argparse
import datetime
import json
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
sys.path[:0] = [str(HERE), str(HERE.parent / "MachineClock")]
from by_hand import check_stepped_by_hand  # noqa: E402
from machine_clock import MachineClock  # noqa: E402

SYMBOLS = {"NSE:SBIN-EQ": (800.0, 0.05), "NSE:NIFTYBEES-EQ": (280.0, 0.01), "NSE:NIFTY26DECFUT": (26000.0, 0.1)}
DAYS = [("2026-11-26", "14:40:00", "15:50:00"), ("2026-11-27", "09:00:00", "09:50:00")]
OVER_SQUARE_OFF = [("2026-11-26", "15:08:00", "15:13:00")]
CASH = ["--cash", "50000000"]


def milliseconds(day, clock):
    return int(datetime.datetime.fromisoformat(f"{day}T{clock}+05:30").timestamp() * 1000)


def write_ticks(path, days, symbols, seed):
    """A seeded random walk, with silences and one-sided quotes."""
    chance = random.Random(seed)
    price = {symbol: SYMBOLS[symbol][0] for symbol in symbols}
    lines = ["time,symbol,bid,ask,ltp,volume"]
    for day, start, end in days:
        volume = dict.fromkeys(symbols, 0)
        now = milliseconds(day, start)
        while now < milliseconds(day, end):
            now += chance.choice([1000, 1000, 2000, 3000] if chance.random() < 0.995 else [45000, 90000])
            for symbol in symbols:
                if len(symbols) > 1 and chance.random() < 0.4:
                    continue
                begin, step = SYMBOLS[symbol]
                walk = price[symbol] * (1 + chance.gauss(0, 0.0004))
                price[symbol] = max(begin * 0.95, min(begin * 1.05, walk))
                ltp = round(round(price[symbol] / step) * step, 2)
                bid = 0 if chance.random() < 0.02 else round(ltp - step * chance.choice([1, 1, 2]), 2)
                ask = 0 if chance.random() < 0.02 else round(ltp + step * chance.choice([1, 1, 2]), 2)
                volume[symbol] += chance.randint(1, 500)
                lines.append(f"{now},{symbol},{bid},{ask},{ltp},{volume[symbol]}")
    path.write_text("\n".join(lines) + "\n")


class Session:
    """A live session of scripts against a simulator, in a folder of its own."""

    def __init__(self, sauda, folder, ticks, scripts, speed, clock=None):
        self.sauda, self.folder, self.scripts, self.clock = sauda, folder, scripts, clock
        self.environment = dict(os.environ, SAUDA_DATA_DIR=str(folder), HOME=str(folder))
        self.simulator = self.start("simulator", [
            "simulate", "--ticks", str(ticks), "--port", "0", "--speed", speed, "--clock", "recording",
            "--skip-closed"])
        root = self.wait_for("simulator.out", r"http://127\.0\.0\.1:\d+")
        self.live = self.start("live", [
            "run", *map(str, scripts), "--feed", "fyers", "--fyers-url", root, "--port", "0", "--json", *CASH], clock)

    def start(self, name, arguments, clock=None):
        out, err = (open(self.folder / f"{name}.{kind}", "w") for kind in ("out", "err"))
        environment = clock.environment(self.environment) if clock else self.environment
        return subprocess.Popen([self.sauda, *arguments], stdout=out, stderr=err, env=environment)

    def text(self, name):
        return (self.folder / name).read_text(errors="replace")

    def wait_for(self, name, pattern, seconds=600):
        """Waits until a file that a process writes shows a pattern; what it found."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = re.search(pattern, self.text(name))
            if found:
                return found.group(0)
            time.sleep(0.05)
        raise SystemExit(f"{name}: expected {pattern}, found: {self.text(name)[-2000:]}")

    def finish(self):
        """Waits for the end of the recording, ends both processes, and gives what the session says of itself."""
        self.wait_for("simulator.err", "the recording is over")
        self.live.send_signal(signal.SIGTERM)
        code = self.live.wait(300)
        self.close()
        if code != 0:
            raise SystemExit(f"sauda run ended with {code}: {self.text('live.err')[-2000:]}")
        return json.loads(self.text("live.out").strip().splitlines()[-1])

    def close(self):
        for process in (self.live, self.simulator):
            if process.poll() is None:
                process.kill()
                process.wait()

    @property
    def recording(self):
        return next(self.folder.glob("sessions/*/recording.ticks"))

    def replay(self, *arguments):
        done = subprocess.run(
            [self.sauda, "replay", *map(str, self.scripts), "--json", *CASH, *arguments], env=self.environment,
            capture_output=True, text=True)
        if not done.stdout:
            raise SystemExit(f"sauda replay ended with {done.returncode}: {done.stderr[-2000:]}")
        return json.loads(done.stdout)

    def replay_as_csv(self):
        table = self.folder / "recording.csv"
        subprocess.run([self.sauda, "ticks", "convert", str(self.recording), "-o", str(table)],
                       env=self.environment, check=True, capture_output=True)
        facts = []
        text = self.recording.read_bytes().decode("latin-1")
        for symbol, step, lot in sorted(set(re.findall(r"(NSE:[\w-]+) (\d+\.\d+) (\d+)", text))):
            facts += ["--increment", f"{symbol}={step}", "--lot", f"{symbol}={lot}"]
        return self.replay("--ticks", str(table), *facts)


def differences(session, plain):
    """Orders that a plain replay has otherwise than the session had them, up to the last tick."""
    last = plain["last_tick"]
    mine = {order["order_id"]: order for order in session["orders"]}
    theirs = {order["order_id"]: order for order in plain["orders"]}
    if len(mine) != len(session["orders"]):
        return ["order ids are not unique"]
    found = []
    for key in sorted(mine.keys() | theirs.keys()):
        left, right = mine.get(key), theirs.get(key)
        if left != right and not (left and left["timestamp"] > last):
            found.append(f"session {left}, plain file {right}")
    denials = [[d for d in report["denials"] if d["tick"] < plain["ticks"]] for report in (session, plain)]
    if denials[0] != denials[1]:
        found.append("the denials differ")
    return found


def check_parity(sauda, number):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        ticks = folder / "two_days.csv"
        write_ticks(ticks, DAYS, list(SYMBOLS), seed=number)
        session = Session(sauda, folder, ticks, sorted(HERE.glob("scripts/*.lua")), "max")
        try:
            live = session.finish()
            recorded, plain = session.replay("--ticks", str(session.recording)), session.replay_as_csv()
        finally:
            session.close()
        errors = []
        if live["decision_hash"] != recorded["decision_hash"]:
            errors.append(f"hash {live['decision_hash']}, of its replay {recorded['decision_hash']}")
        log = session.text("live.err")
        if "nobody was there" in log or "were replaced" in log:
            print(f"run {number}: a gap or conflated ticks; only the hash was held against the replay")
        else:
            errors += differences(recorded, plain)
        print(f"run {number}: {recorded['ticks']} ticks, {len(recorded['orders'])} orders, "
              + ("equal" if not errors else "; ".join(errors)[:2000]), flush=True)
        return not errors


# It tells the time and the number of every tick, so that who watches knows when to stop it.
HOLDS = """strategy { name = "holds", symbols = { "NSE:NIFTYBEES-EQ" } }
function on_tick(tick)
  print(clock().hms .. " tick " .. tick.seq)
  if tick.seq == 5 then buy(tick.symbol, 10) end
end
"""


def check_suspended(sauda, tries=3):
    """Stops a session for a minute of its time, over 15:10, when its position is to be sold."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        ticks, script = folder / "day.csv", folder / "holds.lua"
        write_ticks(ticks, OVER_SQUARE_OFF, ["NSE:NIFTYBEES-EQ"], seed=3)
        script.write_text(HOLDS)
        session = Session(sauda, folder, ticks, [script], "5x")
        try:
            session.wait_for("live.err", r"holds 15:09:[2-5]")
            session.live.send_signal(signal.SIGSTOP)
            time.sleep(14)
            session.live.send_signal(signal.SIGCONT)
            live = session.finish()
            recorded = session.replay("--ticks", str(session.recording))
        finally:
            session.close()
        gap = re.search(r"nobody was there from (\S+) to (\S+)", session.text("live.err"))
        if gap and gap.group(1) >= "15:10:00" and tries > 1:
            print("suspended: the machine was so busy that it was stopped too late; once more", flush=True)
            return check_suspended(sauda, tries - 1)
        errors = [] if gap else ["no gap was noticed"]
        if gap:
            begin, end = gap.groups()
            times = [order["timestamp"][11:19] for order in recorded["orders"]]
            if any(begin < moment < end for moment in times):
                errors.append(f"an order of {times} lies in the gap from {begin} to {end}")
            if not begin < "15:10:00" < end:
                errors.append(f"the gap from {begin} to {end} is not over 15:10")
        reasons = [order["reason"] for order in recorded["orders"] if order["status"] == "executed"]
        if reasons != ["script", "square_off"]:
            errors.append(f"expected a purchase and the square-off, was {reasons}")
        if live["decision_hash"] != recorded["decision_hash"]:
            errors.append("the hash is not that of its replay")
        print("suspended: " + (f"owed over {gap.groups()}, equal" if not errors else "; ".join(errors)), flush=True)
        return not errors


def check_stepped(sauda):
    """Sets the machine's clock of a session, and of nothing else, forward and back."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        ticks, script, clock = folder / "day.csv", folder / "holds.lua", MachineClock(folder)
        write_ticks(ticks, OVER_SQUARE_OFF, ["NSE:NIFTYBEES-EQ"], seed=4)
        script.write_text(HOLDS)
        session = Session(sauda, folder, ticks, [script], "5x", clock)
        try:
            for ticks_seen, seconds in ((15, 7200), (30, -7200), (45, 0)):
                session.wait_for("live.err", rf"tick {ticks_seen}\b")
                clock.set(seconds)
            live = session.finish()
            recorded, plain = session.replay("--ticks", str(session.recording)), session.replay_as_csv()
        finally:
            session.close()
        errors = [] if live["decision_hash"] == recorded["decision_hash"] else ["the hash is not that of its replay"]
        reasons = [order["reason"] for order in recorded["orders"] if order["status"] == "executed"]
        if reasons != ["script", "square_off"]:
            errors.append(f"expected a purchase and the square-off, was {reasons}")
        if "nobody was there" not in session.text("live.err"):
            errors += differences(recorded, plain)
        print("stepped clock: " + ("equal" if not errors else "; ".join(errors)[:2000]), flush=True)
        return not errors


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sauda", required=True)
    parser.add_argument("--runs", type=int, default=1)
    options = parser.parse_args()
    good = sum(check_parity(options.sauda, number) for number in range(1, options.runs + 1))
    is_owed = check_suspended(options.sauda)
    is_stepped = check_stepped(options.sauda) & check_stepped_by_hand(options.sauda)
    print(f"dry run: {good} of {options.runs} runs equal, suspended {'well' if is_owed else 'WRONG'}, "
          f"stepped clocks {'well' if is_stepped else 'WRONG'}")
    sys.exit(0 if good == options.runs and is_owed and is_stepped else 1)


main()
