"""A wall clock of their own for the processes that a test starts, which the test may set.

libfaketime does not do for this: a Swift program that it is preloaded into has no arguments, and told to leave
the clocks alone that nobody sets, it ends every wait for a moment of them at once.
"""

import datetime
import os
import pathlib
import shutil
import struct
import subprocess

HERE = pathlib.Path(__file__).resolve().parent


class MachineClock:
    """A wall clock; it shows the machine's time until it is set."""

    def __init__(self, folder):
        compiler = next((name for name in ("clang", "cc", "gcc") if shutil.which(name)), None)
        if compiler is None:
            raise SystemExit("a C compiler is needed; install clang")
        self.library = pathlib.Path(folder) / "machine_clock.so"
        self.shift = pathlib.Path(folder) / "machine_clock.shift"
        self.set(0)
        subprocess.run(
            [compiler, "-O1", "-shared", "-fPIC", "-o", self.library, HERE / "machine_clock.c", "-ldl"], check=True)

    def set(self, seconds):
        """Sets it so many seconds beside the machine's, for everything that runs with it, at once."""
        with open(self.shift, "r+b" if self.shift.exists() else "wb") as file:
            file.write(struct.pack("=q", round(seconds * 1_000_000_000)))

    def set_to(self, clock):
        """Sets it to the last moment at which it was that late in India, as `05:59`."""
        now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=5, minutes=30)))
        hour, minute = map(int, clock.split(":"))
        then = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
        if then > now:
            then -= datetime.timedelta(days=1)
        self.set((then - now).total_seconds())

    def environment(self, base=None):
        """The environment of a process that goes by it, and of all that it starts."""
        return dict(base or os.environ, LD_PRELOAD=str(self.library), MACHINE_CLOCK=str(self.shift))
