"""A session with prices by hand whose machine's clock is set forward and back, against its replay."""

import http.client
import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import time

from machine_clock import MachineClock

TOKEN = "0123456789abcdef" * 4
# A timer, a time exit, bars and entries: all that goes by the clock.
CLOCKWISE = """strategy { name = "clockwise", symbols = { "SIM:A" }, bars = { "1s" } }
every(1, function() log.info("every") end)
function on_bar(bar) log.info("bar %s", bar.close) end
function on_tick(tick)
  if position("SIM:A").is_flat then buy("SIM:A", 1, { stop_loss = points(50), time_exit = "2s" }) end
end
"""


class ByHand:
    """`sauda run` of a script in a folder of its own, under a clock of its own."""

    def __init__(self, sauda, folder, clock):
        self.sauda, self.folder = sauda, folder
        self.script = folder / "clockwise.lua"
        self.script.write_text(CLOCKWISE)
        self.environment = dict(
            os.environ, SAUDA_DATA_DIR=str(folder / "data"), HOME=str(folder), SAUDA_API_TOKEN=TOKEN)
        out, err = (open(folder / f"live.{kind}", "w") for kind in ("out", "err"))
        self.live = subprocess.Popen(
            [sauda, "run", str(self.script), "--feed", "manual", "--port", "0", "--json"],
            stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=clock.environment(self.environment))
        self.port = int(self.wait_for(r"listening on http://127\.0\.0\.1:(\d+)")[1])

    def said(self):
        return (self.folder / "live.err").read_text(errors="replace")

    def wait_for(self, pattern, seconds=120):
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.live.poll() is None:
            found = re.search(pattern, self.said())
            if found:
                return found
            time.sleep(0.05)
        raise SystemExit(f"expected {pattern}, found: {self.said()[-2000:]}")

    def post(self, path, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("POST", "/api/live-trading" + path, json.dumps(body), {
            "Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {text}")

    def prices(self, count):
        """Prices, a quarter of a second apart: four seconds of them hold an entry and its exit by time."""
        for number in range(count):
            last = 100 + number % 3
            self.post("/update-price", {
                "symbol": "SIM:A", "bid_price": last, "ask_price": last, "last_price": last, "volume": 1})
            time.sleep(0.25)

    def finish(self):
        """Ends it; what it says of itself, and what the replay of its recording says."""
        self.live.send_signal(signal.SIGTERM)
        code = self.live.wait(120)
        if code != 0:
            raise SystemExit(f"sauda run ended with {code}: {self.said()[-2000:]}")
        live = json.loads((self.folder / "live.out").read_text().strip().splitlines()[-1])
        recording = next((self.folder / "data").glob("sessions/*/recording.ticks"))
        done = subprocess.run(
            [self.sauda, "replay", str(self.script), "--json", "--ticks", str(recording)], env=self.environment,
            capture_output=True, text=True)
        return live, json.loads(done.stdout)

    def close(self):
        if self.live.poll() is None:
            self.live.kill()
            self.live.wait()


def check_stepped_by_hand(sauda):
    """Sets the clock two hours forward, two back, and right again; after each an operator resumes."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        clock = MachineClock(folder)
        session = ByHand(sauda, folder, clock)
        errors = []
        try:
            session.prices(8)
            for seconds, what in ((7_200, "forward by 2 h"), (-7_200, "back by 4 h"), (0, "forward by 2 h")):
                said = len(session.said())
                clock.set(seconds)
                session.prices(8)
                if f"the machine's clock was set {what}" not in session.said()[said:]:
                    errors.append(f"nobody was told that the clock was set {what}")
                session.post("/control/resume", {})
                session.prices(16)
            live, recorded = session.finish()
        finally:
            session.close()
        if live["decision_hash"] != recorded["decision_hash"]:
            errors.append("the hash is not that of its replay")
        exits = sum(order["reason"] == "time_exit" for order in recorded["orders"])
        if exits < 4:
            errors.append(f"expected an exit by time beside every setting of the clock, there were {exits}")
        print("stepped clock, prices by hand: "
              + (f"{len(recorded['orders'])} orders, equal" if not errors else "; ".join(errors)), flush=True)
        return not errors
