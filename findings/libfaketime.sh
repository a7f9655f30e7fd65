#!/usr/bin/env bash
# libfaketime 0.9.10: with FAKETIME_DONT_FAKE_MONOTONIC=1, which is to leave the clocks alone that nobody sets,
# a wait on a condition variable of the monotonic clock ends at once, with ETIMEDOUT a second too early, even
# where the time of day is shifted by nothing. A thread that waits for its next moment spins instead. Without the
# variable both CLOCK_MONOTONIC and CLOCK_BOOTTIME show the shifted time of day, so that a program cannot tell
# a clock that was set from time that has passed.
#
# With it preloaded a Swift program (6.3) has no arguments either: `CommandLine.arguments` is empty, so a command
# line tool shows its help, and a runner of tests runs none.
#
# Seen on Debian 12, x86-64, with libfaketime.so.1 and libfaketimeMT.so.1, shifted by -5 h, +5 h and nothing.
# Needs the Debian package `faketime`, a C compiler and Swift. Fails when any of this changes.
set -euo pipefail

library=$(ls /usr/lib/*/faketime/libfaketimeMT.so.1 | head -n 1)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/wait.c" <<'C'
#include <pthread.h>
#include <stdio.h>
#include <time.h>

int main(void) {
  struct timespec real, start, end;
  clock_gettime(CLOCK_REALTIME, &real);
  clock_gettime(CLOCK_MONOTONIC, &start);
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_condattr_t attributes;
  pthread_cond_t condition;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&condition, &attributes);
  struct timespec moment = {start.tv_sec + 1, start.tv_nsec};
  pthread_mutex_lock(&mutex);
  while (pthread_cond_timedwait(&condition, &mutex, &moment) == 0) continue;
  clock_gettime(CLOCK_MONOTONIC, &end);
  double waited = (end.tv_sec - start.tv_sec) + (end.tv_nsec - start.tv_nsec) / 1e9;
  printf("%s %s\n", real.tv_sec == start.tv_sec ? "monotonic-is-real" : "monotonic-is-its-own",
         waited < 0.5 ? "waited-not-at-all" : "waited-a-second");
  return 0;
}
C
cc -o "$work/wait" "$work/wait.c" -lpthread
for shift in -5h +5h +0; do
  plain=$(LD_PRELOAD="$library" FAKETIME="$shift" "$work/wait")
  left=$(FAKETIME_DONT_FAKE_MONOTONIC=1 LD_PRELOAD="$library" FAKETIME="$shift" "$work/wait")
  echo "shifted by $shift: $plain; told to leave the monotonic clock: $left"
  [ "$plain" = "monotonic-is-real waited-a-second" ]
  [ "$left" = "monotonic-is-its-own waited-not-at-all" ]
done

echo 'print(CommandLine.arguments.count)' >"$work/count.swift"
swiftc -o "$work/count" "$work/count.swift"
plain=$("$work/count" one two)
preloaded=$(LD_PRELOAD="$library" FAKETIME=+0 "$work/count" one two)
echo "arguments of a Swift program: $plain; with the library: $preloaded"
[ "$plain" = 3 ]
[ "$preloaded" = 0 ]
