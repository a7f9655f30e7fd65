// What a script's worker process needs of the system: making it, talking to it, locking it in.
//
// The channel is a piece of memory both processes see. Each side has a lane that only it should
// write, but the parent trusts nothing in it: it keeps its own counters, copies a frame before it
// looks at it, and never reads back what it wrote.
#ifndef SAUDA_CWORKER_H
#define SAUDA_CWORKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// MARK: The channel

typedef struct worker_channel worker_channel;

enum {
  WORKER_FRAME_SIZE = 65536,  // the most bytes of one frame
  WORKER_PARENT = 0,          // the lane the parent writes
  WORKER_CHILD = 1,           // the lane the worker writes
  WORKER_DESCRIPTOR = 3       // where a worker finds its channel
};

/// Makes a channel in memory of its own. `descriptor` receives what the worker is to inherit; close it
/// once the worker runs. NULL when there is no memory.
worker_channel *worker_channel_open(int32_t *descriptor);

/// Takes the channel of a descriptor, which is closed; NULL when it is none.
worker_channel *worker_channel_attach(int32_t descriptor);

/// Gives the memory back.
void worker_channel_close(worker_channel *channel);

/// Where the next frame of a lane is written.
uint8_t *worker_channel_room(worker_channel *channel, int32_t lane);

/// Publishes the frame written to a lane as the lane's frame `number`, and wakes who waits for it.
void worker_post(worker_channel *channel, int32_t lane, uint32_t number, uint32_t length, bool more);

/// Wakes the other side if it sleeps, with nothing posted: what a worker that means harm may do, and one of the
/// tests does. `side` is its own.
void worker_nudge(worker_channel *channel, int32_t side);

enum { WORKER_ARRIVED = 1, WORKER_QUIET = 0, WORKER_CONFUSED = -1 };

/// Waits for a lane's frame `number` when the one before was seen: looks again and again for about
/// `spin_nanoseconds`, then sleeps for at most `sleep_nanoseconds` (below zero: for ever).
///
/// WORKER_CONFUSED: the lane shows a number that is neither.
int32_t worker_await(worker_channel *channel, int32_t lane, uint32_t number, int64_t spin_nanoseconds,
                     int64_t sleep_nanoseconds);

/// Copies the frame that arrived on a lane into `into`, of WORKER_FRAME_SIZE bytes. Gives its length,
/// or -1 when the length is out of range.
int32_t worker_take(worker_channel *channel, int32_t lane, uint8_t *into, bool *more);

// MARK: The process

/// Starts `program` with `arguments` (NULL at the end) in a process that has an empty environment,
/// /dev/null as its first three files, the channel as its fourth and no other, no terminal, and
/// that the kernel ends when the calling thread ends. -1 when no process can be made; a program that
/// cannot be run ends with code 127.
pid_t worker_spawn(const char *program, const char *const arguments[], int32_t descriptor);

/// Whether a worker has ended; `status` is set then. With `wait`, comes back only when it has.
bool worker_has_ended(pid_t worker, bool wait, int32_t *status);

/// The signal that ended a process, 0 when none did.
int32_t worker_signal(int32_t status);

/// The code a process ended with, -1 when a signal ended it.
int32_t worker_exit_code(int32_t status);

/// Ends a worker at once.
void worker_kill(pid_t worker);

int64_t worker_monotonic_nanoseconds(void);

// MARK: Confinement

enum {
  WORKER_CONFINED = 0,
  WORKER_NO_SIGNALS = 1,
  WORKER_NO_LIMITS = 2,
  WORKER_NO_FLAGS = 3,
  WORKER_NO_FILTER = 4
};

/// Locks the calling process in for good: limits, no new privileges, not dumpable, and a filter that
/// ends it at any system call beyond memory, clocks, waiting and its own end. All threads are bound.
///
/// `memory` is how many bytes of address space may be added to what is in use now.
/// Gives WORKER_CONFINED or the step that failed.
int32_t worker_confine(uint64_t memory);

/// Leaves the process at once, without running anything.
_Noreturn void worker_leave(int32_t code);

#endif
